/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fold-reference.h"

#include <string.h>

typedef struct
{
  GPtrArray *commits;
  guint      n;
  guint      n_incomplete;
  gboolean  *seen; /* seen[i * n + j]: i has seen j */
} Model;

typedef struct
{
  guint       commit;
  guint       index;
  GVariant   *value;
} Write;

#define COMMIT(model, i) ((MadoCommit *) (model)->commits->pdata[i])
#define SEEN(model, i, j) ((model)->seen[(i) * (model)->n + (j)])
#define W(array, i) (&g_array_index ((array), Write, (i)))

/* --- who has seen whom ------------------------------------------------------------ */

static int
find (Model        *model,
      const MadoId *id,
      const char   *section)
{
  for (guint i = 0; i < model->n; i++)
    if (mado_id_equal (&COMMIT (model, i)->id, id) && strcmp (COMMIT (model, i)->section, section) == 0)
      return (int) i;
  return -1;
}

static void
look_back (Model *model,
           guint  from,
           guint  at)
{
  for (guint d = 0; d < COMMIT (model, at)->n_deps; d++)
    {
      int dep = find (model, &COMMIT (model, at)->deps[d], COMMIT (model, at)->section);

      if (dep < 0 || SEEN (model, from, dep))
        continue;
      SEEN (model, from, dep) = TRUE;
      look_back (model, from, (guint) dep);
    }
}

static void
model_init (Model     *model,
            GPtrArray *commits)
{
  model->commits = commits;
  model->n = commits->len;
  model->n_incomplete = 0;
  model->seen = g_new0 (gboolean, model->n * model->n + 1);
  for (guint i = 0; i < model->n; i++)
    look_back (model, i, i);
}

/* --- one register -------------------------------------------------------------------- */

static GArray *
list_writes (Model      *model,
             const char *section,
             const char *path)
{
  GArray *writes = g_array_new (FALSE, FALSE, sizeof (Write));

  for (guint i = 0; i < model->n; i++)
    {
      GPtrArray *changes = COMMIT (model, i)->changes != NULL ? COMMIT (model, i)->changes : COMMIT (model, i)->open;

      for (guint c = 0; changes != NULL && c < changes->len; c++)
        if (strcmp (COMMIT (model, i)->section, section) == 0 &&
            strcmp (((MadoChange *) changes->pdata[c])->path, path) == 0)
          g_array_append_vals (writes, &(Write) { i, c, ((MadoChange *) changes->pdata[c])->value }, 1);
    }
  return writes;
}

static gboolean
is_live (Model  *model,
         GArray *writes,
         guint   w)
{
  for (guint i = 0; i < writes->len; i++)
    if (SEEN (model, W (writes, i)->commit, W (writes, w)->commit))
      return FALSE;
  return TRUE;
}

/* A confirmation of @n made by one who had seen it, without sight of @m, and
 * not overridden by another made without sight of @m. */
static gboolean
is_confirmed_against (Model      *model,
                      const char *section,
                      const char *path,
                      Write      *n,
                      guint       m)
{
  g_autofree char *confirm_path = g_strconcat ("confirm/", path, NULL);
  g_autoptr (GArray) confirms = list_writes (model, section, confirm_path);
  guint8 digest[MADO_CONFIRM_BYTES];

  mado_record_confirm_digest (&COMMIT (model, 0)->record, path, n->value, digest);
  for (guint i = 0; i < confirms->len; i++)
    {
      guint k = W (confirms, i)->commit;
      g_autoptr (GVariant) wanted = g_variant_ref_sink (
        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, digest, sizeof digest, 1));
      gboolean overridden = FALSE;

      if (k == m || SEEN (model, m, k) || (k != n->commit && !SEEN (model, k, n->commit)) ||
          !g_variant_equal (W (confirms, i)->value, wanted))
        continue;
      for (guint o = 0; o < confirms->len; o++)
        overridden |= W (confirms, o)->commit != m && !SEEN (model, m, W (confirms, o)->commit) &&
                      SEEN (model, W (confirms, o)->commit, k);
      if (!overridden)
        return TRUE;
    }
  return FALSE;
}

static gboolean
replaces_twin (Model      *model,
               const char *section,
               const char *path,
               GArray     *writes,
               Write      *m,
               Write      *n)
{
  if (m->commit == n->commit || g_variant_equal (m->value, n->value))
    return FALSE;
  for (guint a = 0; a < writes->len; a++)
    if (SEEN (model, m->commit, W (writes, a)->commit) && !SEEN (model, n->commit, W (writes, a)->commit) &&
        g_variant_equal (W (writes, a)->value, n->value))
      return !is_confirmed_against (model, section, path, n, m->commit);
  return FALSE;
}

static gboolean
reaches (Model      *model,
         const char *section,
         const char *path,
         GArray     *writes,
         GArray     *live,
         guint       from,
         guint       to,
         gboolean   *visited)
{
  if (from == to)
    return TRUE;
  visited[from] = TRUE;
  for (guint i = 0; i < live->len; i++)
    if (!visited[i] && replaces_twin (model, section, path, writes, W (live, from), W (live, i)) &&
        reaches (model, section, path, writes, live, i, to, visited))
      return TRUE;
  return FALSE;
}

/* Writes that are shown, before equal ones are merged. */
static GArray *
list_shown (Model      *model,
            const char *section,
            const char *path)
{
  g_autoptr (GArray) writes = list_writes (model, section, path);
  g_autoptr (GArray) live = g_array_new (FALSE, FALSE, sizeof (Write));
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (Write));

  for (guint i = 0; i < writes->len; i++)
    if (is_live (model, writes, i))
      g_array_append_vals (live, W (writes, i), 1);
  for (guint i = 0; i < live->len; i++)
    {
      gboolean fallen = FALSE;

      for (guint m = 0; m < live->len; m++)
        {
          g_autofree gboolean *visited = g_new0 (gboolean, live->len);

          fallen |= replaces_twin (model, section, path, writes, W (live, m), W (live, i)) &&
                    !reaches (model, section, path, writes, live, i, m, visited);
        }
      if (!fallen)
        g_array_append_vals (shown, W (live, i), 1);
    }
  return shown;
}

/* --- text -------------------------------------------------------------------------------- */

static guint
number_of (const MadoId *id)
{
  return (guint) id->b[6] << 8 | id->b[7];
}

static int
compare_newest (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const MadoCommit *one = COMMIT ((Model *) data, ((const Write *) a)->commit);
  const MadoCommit *two = COMMIT ((Model *) data, ((const Write *) b)->commit);

  if (one->clock != two->clock)
    return one->clock < two->clock ? 1 : -1;
  return mado_id_compare (&two->id, &one->id);
}

static void
put_value (GString      *out,
           GVariant     *value,
           const MadoId *id)
{
  g_autofree char *text = g_variant_print (value, TRUE);

  g_string_append_printf (out, " %s@%u", text, number_of (id));
}

/* Somebody edited the element unseen: neither did a removal see the edit, nor
 * the edit one of the removals. */
static gboolean
is_contested (Model      *model,
              const char *section,
              const char *path,
              GArray     *removals)
{
  g_autofree char *prefix = g_strndup (path, strlen (path) - strlen ("removed"));

  for (guint i = 0; i < model->n; i++)
    {
      GPtrArray *changes = COMMIT (model, i)->changes != NULL ? COMMIT (model, i)->changes : COMMIT (model, i)->open;

      for (guint c = 0; changes != NULL && c < changes->len; c++)
        {
          const char *other = ((MadoChange *) changes->pdata[c])->path;
          gboolean known = FALSE;

          if (strcmp (COMMIT (model, i)->section, section) != 0 || !g_str_has_prefix (other, prefix) ||
              strcmp (other, path) == 0)
            continue;
          for (guint r = 0; r < removals->len; r++)
            known |= W (removals, r)->commit == i || SEEN (model, W (removals, r)->commit, i) ||
                     SEEN (model, i, W (removals, r)->commit);
          if (!known)
            return TRUE;
        }
    }
  return FALSE;
}

static void
put_register (Model      *model,
              GString    *out,
              const char *section,
              const char *path)
{
  g_autoptr (GArray) shown = list_shown (model, section, path);
  guint values = 0;

  g_string_append_printf (out, "  %s:", path);
  g_array_sort_with_data (shown, compare_newest, model);
  for (guint i = 0; i < shown->len; i++)
    {
      gboolean repeated = FALSE;

      for (guint k = 0; k < i; k++)
        repeated |= g_variant_equal (W (shown, k)->value, W (shown, i)->value);
      if (!repeated)
        put_value (out, W (shown, i)->value, &COMMIT (model, W (shown, i)->commit)->id);
      values += !repeated;
    }
  if (values == 1 && g_str_has_suffix (path, "/removed") &&
      g_variant_is_of_type (W (shown, 0)->value, G_VARIANT_TYPE_BOOLEAN) &&
      g_variant_get_boolean (W (shown, 0)->value) && is_contested (model, section, path, shown))
    g_string_append (out, " contested");
  g_string_append_c (out, '\n');
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (Model      *model,
            const char *section) /* NULL: sections, else its paths */
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *out = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < model->n; i++)
    {
      GPtrArray *changes = COMMIT (model, i)->changes != NULL ? COMMIT (model, i)->changes : COMMIT (model, i)->open;

      if (section == NULL)
        g_hash_table_add (names, COMMIT (model, i)->section);
      else if (strcmp (section, COMMIT (model, i)->section) == 0)
        for (guint c = 0; changes != NULL && c < changes->len; c++)
          g_hash_table_add (names, ((MadoChange *) changes->pdata[c])->path);
    }
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (out, name);
  g_ptr_array_sort (out, compare_names);
  return out;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return mado_id_compare (a, b);
}

static void
put_heads (Model      *model,
           GString    *out,
           const char *section)
{
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (MadoId));
  guint incomplete = 0;

  for (guint i = 0; i < model->n; i++)
    {
      gboolean is_head = strcmp (COMMIT (model, i)->section, section) == 0;
      gboolean misses = FALSE;

      for (guint k = 0; k < model->n; k++)
        is_head &= !SEEN (model, k, i);
      if (is_head)
        g_array_append_val (heads, COMMIT (model, i)->id);
      for (guint d = 0; d < COMMIT (model, i)->n_deps; d++)
        misses |= find (model, &COMMIT (model, i)->deps[d], section) < 0;
      incomplete += misses && strcmp (COMMIT (model, i)->section, section) == 0;
    }
  g_array_sort (heads, compare_ids);
  model->n_incomplete += incomplete;
  g_string_append_printf (out, "%s: heads", section);
  for (guint i = 0; i < heads->len; i++)
    g_string_append_printf (out, " %u", number_of (&g_array_index (heads, MadoId, i)));
  g_string_append_c (out, '\n');
}

char *
reference_describe (GPtrArray *commits)
{
  GString *out = g_string_new (NULL);
  Model model;
  g_autoptr (GPtrArray) sections = NULL;

  model_init (&model, commits);
  sections = list_names (&model, NULL);
  for (guint s = 0; s < sections->len; s++)
    {
      g_autoptr (GPtrArray) paths = list_names (&model, sections->pdata[s]);

      put_heads (&model, out, sections->pdata[s]);
      for (guint p = 0; p < paths->len; p++)
        put_register (&model, out, sections->pdata[s], paths->pdata[p]);
    }
  g_string_append_printf (out, "incomplete %u\n", model.n_incomplete);
  g_free (model.seen);
  return g_string_free (out, FALSE);
}

static void
put_record_register (GString            *out,
                     const MadoRegister *reg)
{
  g_string_append_printf (out, "  %s:", reg->path);
  for (guint i = 0; i < reg->values->len; i++)
    put_value (out, ((MadoRegisterValue *) reg->values->pdata[i])->value,
               &((MadoRegisterValue *) reg->values->pdata[i])->commit);
  g_string_append (out, reg->contested ? " contested\n" : "\n");
}

char *
record_describe (MadoRecord *record)
{
  const char *const *sections = mado_record_get_sections (record);
  g_autoptr (GPtrArray) all = mado_record_list (record, "");
  GString *out = g_string_new (NULL);

  for (guint s = 0; sections[s] != NULL; s++)
    {
      guint n;
      const MadoId *heads = mado_record_get_heads (record, sections[s], &n);

      g_string_append_printf (out, "%s: heads", sections[s]);
      for (guint i = 0; i < n; i++)
        g_string_append_printf (out, " %u", number_of (&heads[i]));
      g_string_append_c (out, '\n');
      for (guint i = 0; i < all->len; i++)
        if (strcmp (((MadoRegister *) all->pdata[i])->section, sections[s]) == 0)
          put_record_register (out, all->pdata[i]);
    }
  g_string_append_printf (out, "incomplete %u\n", mado_record_get_n_incomplete (record));
  return g_string_free (out, FALSE);
}

/* --- nothing vanishes unseen ---------------------------------------------------------------- */

static const MadoRegister *
find_register (MadoRecord *record,
               const char *section,
               const char *path)
{
  g_autoptr (GPtrArray) all = mado_record_list (record, path);

  for (guint i = 0; i < all->len; i++)
    if (strcmp (((MadoRegister *) all->pdata[i])->path, path) == 0 &&
        strcmp (((MadoRegister *) all->pdata[i])->section, section) == 0)
      return all->pdata[i];
  return NULL;
}

static gboolean
is_accounted_for (Model        *model,
                  MadoRecord   *record,
                  const char   *path,
                  GArray       *writes,
                  Write        *write)
{
  const MadoRegister *reg = find_register (record, COMMIT (model, write->commit)->section, path);

  for (guint i = 0; i < reg->values->len; i++)
    if (g_variant_equal (((MadoRegisterValue *) reg->values->pdata[i])->value, write->value))
      return TRUE;
  for (guint i = 0; i < writes->len; i++)
    {
      if (SEEN (model, W (writes, i)->commit, write->commit))
        return TRUE;
      for (guint a = 0; a < writes->len; a++)
        if (SEEN (model, W (writes, i)->commit, W (writes, a)->commit) &&
            g_variant_equal (W (writes, a)->value, write->value))
          return TRUE;
    }
  return FALSE;
}

char *
reference_find_lost (GPtrArray  *commits,
                     MadoRecord *record)
{
  Model model;
  char *lost = NULL;

  model_init (&model, commits);
  for (guint i = 0; i < model.n && lost == NULL; i++)
    for (guint c = 0; c < COMMIT (&model, i)->changes->len && lost == NULL; c++)
      {
        const MadoChange *change = COMMIT (&model, i)->changes->pdata[c];
        g_autoptr (GArray) writes = list_writes (&model, COMMIT (&model, i)->section, change->path);

        if (!is_accounted_for (&model, record, change->path, writes, &(Write) { i, c, change->value }))
          lost = g_strdup_printf ("%s of commit %u", change->path, number_of (&COMMIT (&model, i)->id));
      }
  g_free (model.seen);
  return lost;
}
