/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/*
 * What one path shows. The rules are part "Fold" of PROTOCOL.md; in short:
 *
 *   live       writes that no other write of the path has seen
 *   replaces   m replaces n (both live, values differ) if m has seen a write
 *              equal to n that n had not seen: n's twin. A person's
 *              confirmation of n that m had not seen protects n.
 *   fallen     replaced by one that it does not, directly or in a round,
 *              replace itself: two who each undid the other's value both stay.
 *
 * What is neither seen nor fallen is shown, equal values as one.
 */

/* Beyond this many values that nobody has seen together, the twin rule rests:
 * all are shown. Only a broken or hostile writer gets here. */
#define MAX_TWINS 64

/* --- public structs ---------------------------------------------------------- */

MadoRegisterValue *
mado_register_value_new (void)
{
  return g_new0 (MadoRegisterValue, 1);
}

void
mado_register_value_free (MadoRegisterValue *self)
{
  g_clear_pointer (&self->value, g_variant_unref);
  g_free (self->actor);
  g_free (self);
}

MadoRegister *
mado_register_new (const char *path,
                   const char *section)
{
  MadoRegister *self = g_new0 (MadoRegister, 1);

  self->path = path;
  self->section = section;
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_register_value_free);
  return self;
}

void
mado_register_free (MadoRegister *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->values);
  g_free (self);
}

/* --- writes -------------------------------------------------------------------- */

#define WRITE(self, i) (&g_array_index ((self)->writes, MadoWrite, (i)))
#define LIVE(self, i) WRITE ((self), g_array_index ((self)->live, guint, (i)))

MadoReg *
mado_reg_new (MadoSection *section,
              const char  *path)
{
  MadoReg *self = g_new0 (MadoReg, 1);

  self->path = g_strdup (path);
  self->section = section;
  self->writes = g_array_new (FALSE, FALSE, sizeof (MadoWrite));
  self->live = g_array_new (FALSE, FALSE, sizeof (guint));
  self->first_clock = G_MAXUINT64;
  self->is_removed = g_str_has_suffix (path, "/removed");
  return self;
}

void
mado_reg_free (MadoReg *self)
{
  g_free (self->path);
  g_array_unref (self->writes);
  g_array_unref (self->live);
  g_clear_pointer (&self->shown, mado_register_free);
  g_free (self);
}

static void
note_first (MadoReg *self,
            guint64  clock,
            guint    index)
{
  if (clock > self->first_clock || (clock == self->first_clock && index >= self->first_index))
    return;
  self->first_clock = clock;
  self->first_index = index;
}

/* Writes come in topological order, so a new one is never seen by an old. */
void
mado_reg_add (MadoReg          *self,
              guint             handle,
              const MadoChange *change,
              guint             index,
              guint64           clock)
{
  MadoWrite write = { handle, index, change };
  MadoDag *dag = self->section->dag;
  guint place = self->writes->len;
  guint kept = 0;

  for (guint i = 0; i < self->live->len; i++)
    if (LIVE (self, i)->handle != handle && !mado_dag_has_seen (dag, handle, LIVE (self, i)->handle))
      g_array_index (self->live, guint, kept++) = g_array_index (self->live, guint, i);
  g_array_set_size (self->live, kept);
  g_array_append_val (self->live, place);
  g_array_append_val (self->writes, write);
  note_first (self, clock, index);
  g_clear_pointer (&self->shown, mado_register_free);
}

/* --- confirmation ---------------------------------------------------------------- */

static MadoReg *
find_confirm (MadoReg *self)
{
  g_autofree char *path = NULL;

  if (!self->section->has_confirm)
    return NULL;
  path = g_strconcat ("confirm/", self->path, NULL);
  return mado_section_lookup (self->section, path);
}

static gboolean
is_digest (GVariant     *value,
           const guint8 *digest)
{
  gsize length;
  const void *data;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return FALSE;
  data = g_variant_get_fixed_array (value, &length, 1);
  return length == MADO_CONFIRM_BYTES && memcmp (data, digest, length) == 0;
}

/* Among the confirmations that @m had not seen: is this one the last word? */
static gboolean
is_last_word (MadoReg         *confirm,
              const MadoWrite *k,
              guint            m)
{
  MadoDag *dag = confirm->section->dag;

  for (guint i = 0; i < confirm->writes->len; i++)
    {
      guint other = WRITE (confirm, i)->handle;

      if (other != m && !mado_dag_has_seen (dag, m, other) && mado_dag_has_seen (dag, other, k->handle))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_protected (MadoReg         *self,
              MadoReg         *confirm,
              const MadoWrite *n,
              guint            m)
{
  MadoDag *dag = self->section->dag;
  guint8 digest[MADO_CONFIRM_BYTES];

  if (confirm == NULL)
    return FALSE;
  mado_record_confirm_digest (&self->section->record, self->path, n->change->value, digest);
  for (guint i = 0; i < confirm->writes->len; i++)
    {
      const MadoWrite *k = WRITE (confirm, i);

      if (k->handle != m && !mado_dag_has_seen (dag, m, k->handle) &&
          (k->handle == n->handle || mado_dag_has_seen (dag, k->handle, n->handle)) &&
          is_digest (k->change->value, digest) && is_last_word (confirm, k, m))
        return TRUE;
    }
  return FALSE;
}

/* --- twins ------------------------------------------------------------------------- */

/* A square of bits: replaces[m][n]. */
typedef struct
{
  guint  n;
  guint8 bits[];
} Square;

#define BIT(square, m, k) ((square)->bits[(m) * (square)->n + (k)])

static gboolean
replaces (MadoReg         *self,
          MadoReg         *confirm,
          const MadoWrite *m,
          const MadoWrite *n)
{
  MadoDag *dag = self->section->dag;
  gboolean is_base = mado_section_get_base (self->section, n->handle) != NULL;

  if (mado_value_equal (m->change->value, n->change->value))
    return FALSE;
  for (guint i = 0; i < self->writes->len; i++)
    {
      const MadoWrite *a = WRITE (self, i);

      /* A base's value is a copy of somebody's, so its own past holds twins too. */
      if (mado_dag_has_seen (dag, m->handle, a->handle) &&
          (is_base || !mado_dag_has_seen (dag, n->handle, a->handle)) &&
          mado_value_equal (a->change->value, n->change->value))
        return !is_protected (self, confirm, n, m->handle);
    }
  return FALSE;
}

static void
close_over (Square *square)
{
  for (guint k = 0; k < square->n; k++)
    for (guint i = 0; i < square->n; i++)
      for (guint j = 0; BIT (square, i, k) && j < square->n; j++)
        BIT (square, i, j) |= BIT (square, k, j);
}

/* A base is a copy of values whose commits will come. It goes before the rule
 * of rounds is looked at: beside a commit that replaced an equal value, and
 * beside one whose own past is not here yet, since then nobody can tell which
 * of the two is newer. */
static gboolean
base_gives_way (MadoReg *self,
                MadoReg *confirm,
                guint    place)
{
  if (mado_section_get_base (self->section, LIVE (self, place)->handle) == NULL)
    return FALSE;
  for (guint i = 0; i < self->live->len; i++)
    if (mado_section_get_commit (self->section, LIVE (self, i)->handle) != NULL &&
        (mado_dag_is_tainted (self->section->dag, LIVE (self, i)->handle) ||
         replaces (self, confirm, LIVE (self, i), LIVE (self, place))))
      return TRUE;
  return FALSE;
}

/* A base that gave way has no say any more. */
static gboolean
fill_square (MadoReg        *self,
             MadoReg        *confirm,
             const gboolean *gone,
             Square         *square)
{
  gboolean any = FALSE;

  for (guint m = 0; m < square->n; m++)
    for (guint n = 0; n < square->n; n++)
      if (m != n && !gone[m] && !gone[n] && replaces (self, confirm, LIVE (self, m), LIVE (self, n)))
        any = BIT (square, m, n) = TRUE;
  return any;
}

/* Sets fallen[i] for each live write. */
static void
find_fallen (MadoReg  *self,
             gboolean *fallen)
{
  guint n = self->live->len;
  MadoReg *confirm = find_confirm (self);
  g_autofree Square *direct = NULL;
  g_autofree Square *reach = NULL;
  gsize size = sizeof (Square) + (gsize) n * n;

  for (guint i = 0; i < n; i++)
    fallen[i] = base_gives_way (self, confirm, i);
  if (n > MAX_TWINS || self->writes->len == n)
    return;
  direct = g_malloc0 (size);
  direct->n = n;
  if (!fill_square (self, confirm, fallen, direct))
    return;
  reach = g_memdup2 (direct, size);
  close_over (reach);
  for (guint i = 0; i < n; i++)
    for (guint m = 0; m < n; m++)
      fallen[i] |= BIT (direct, m, i) && !BIT (reach, i, m);
}

/* --- showing ------------------------------------------------------------------------- */

static MadoRegisterValue *
describe (MadoReg         *self,
          const MadoWrite *write)
{
  MadoRegisterValue *out = mado_register_value_new ();
  MadoCommit *commit = mado_section_get_commit (self->section, write->handle);

  out->value = g_variant_ref (write->change->value);
  out->source = write->change->source;
  mado_section_clock_of (self->section, write->handle, &out->clock, &out->commit);
  if (commit != NULL)
    {
      out->device = commit->device;
      out->actor = g_strdup (commit->actor);
      out->wall = commit->wall;
    }
  return out;
}

static int
compare_shown (gconstpointer a,
               gconstpointer b)
{
  const MadoRegisterValue *va = *(MadoRegisterValue *const *) a;
  const MadoRegisterValue *vb = *(MadoRegisterValue *const *) b;

  if (va->clock != vb->clock)
    return va->clock < vb->clock ? 1 : -1;
  return mado_id_compare (&vb->commit, &va->commit);
}

/* By bytes, since a hash of a GVariant does not look into lists. */
static GBytes *
make_key (GVariant *value)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  mado_cbor_put_value (out, value);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* Equal values become one: the newest of them, which stands first. */
static void
merge_equal (GPtrArray *values)
{
  g_autoptr (GHashTable) seen = NULL;
  guint kept = 0;

  if (values->len < 2)
    return;
  seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  for (guint i = 0; i < values->len; i++)
    {
      MadoRegisterValue *value = values->pdata[i];

      if (!g_hash_table_add (seen, make_key (value->value)))
        continue;
      values->pdata[i] = values->pdata[kept];
      values->pdata[kept++] = value;
    }
  g_ptr_array_set_size (values, (int) kept);
}

static void
mark_confirmed (MadoReg      *self,
                MadoRegister *shown)
{
  MadoReg *confirm = g_str_has_prefix (self->path, "confirm/") ? NULL : find_confirm (self);

  for (guint i = 0; i < shown->values->len; i++)
    {
      MadoRegisterValue *value = shown->values->pdata[i];
      guint8 digest[MADO_CONFIRM_BYTES];
      const MadoRegister *said;

      value->confirmed = FALSE; /* a saved flag is worked out anew */
      if (confirm == NULL)
        continue;
      mado_record_confirm_digest (&self->section->record, self->path, value->value, digest);
      said = mado_reg_resolve (confirm);
      for (guint k = 0; k < said->values->len; k++)
        value->confirmed |= is_digest (((MadoRegisterValue *) said->values->pdata[k])->value, digest);
    }
}

static void
show_saved (MadoReg      *self,
            MadoRegister *shown)
{
  shown->sealed = self->saved->sealed;
  shown->contested = self->saved->contested;
  for (guint i = 0; i < self->saved->values->len; i++)
    {
      const MadoRegisterValue *from = self->saved->values->pdata[i];
      MadoRegisterValue *to = mado_register_value_new ();

      *to = *from;
      to->value = g_variant_ref (from->value);
      to->actor = g_strdup (from->actor);
      g_ptr_array_add (shown->values, to);
    }
}

static void
show_live (MadoReg      *self,
           MadoRegister *shown)
{
  g_autofree gboolean *fallen = g_new0 (gboolean, self->live->len);
  g_autoptr (GPtrArray) removers = g_ptr_array_new ();

  if (self->live->len > 1)
    find_fallen (self, fallen);
  for (guint i = 0; i < self->live->len; i++)
    {
      const MadoWrite *write = LIVE (self, i);

      if (fallen[i])
        continue;
      shown->sealed |= write->change->sealed;
      g_ptr_array_add (shown->values, describe (self, write));
      g_ptr_array_add (removers, (gpointer) write);
    }
  g_ptr_array_sort (shown->values, compare_shown);
  merge_equal (shown->values);
  shown->contested = self->is_removed && shown->values->len == 1 && mado_element_is_contested (self, removers);
}

/* A path of a newer program may hide a personal value: sealed stays sealed. */
const MadoRegister *
mado_reg_resolve (MadoReg *self)
{
  if (self->shown != NULL && self->shown_at == self->section->generation)
    return self->shown;
  if (self->shown == NULL || self->is_removed || self->live->len > 1)
    {
      g_clear_pointer (&self->shown, mado_register_free);
      self->shown = mado_register_new (self->path, self->section->name);
      if (self->live->len == 0)
        show_saved (self, self->shown);
      else
        show_live (self, self->shown);
    }
  mark_confirmed (self, self->shown);
  self->shown_at = self->section->generation;
  return self->shown;
}
