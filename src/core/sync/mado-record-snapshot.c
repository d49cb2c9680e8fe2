/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/*
 * A record without its history, as deterministic CBOR:
 *
 *   ["mado-record", 1, kind, record, [section …]]
 *   section   [name, complete ids, tainted ids, heads, awaited ids,
 *              n incomplete, n locked, newest clock, [register …], [base …]]
 *   register  [path, sealed, contested, first clock, first index, [value …]]
 *   value     [value, source, commit, device, actor, clock, wall]
 *   base      [heads, clock, [[path, value, source, sealed, order] …]]
 *
 * Ids are joined to one byte string, sorted: a record of ten thousand commits
 * opens by a copy and answers "is this one here?" by a binary search. Actor is
 * null for a base's value. A reader refuses another version; the store then
 * folds the commits.
 */
#define MAGIC   "mado-record"
#define VERSION 1
#define CBOR_NULL 0xf6

/* --- writing -------------------------------------------------------------------- */

static void
put_ids (GByteArray   *out,
         const GArray *ids)
{
  mado_cbor_put_bytes (out, ids->data, ids->len * sizeof (MadoId));
}

static void
put_value (GByteArray              *out,
           const MadoRegisterValue *value)
{
  mado_cbor_put_array (out, 7);
  mado_cbor_put_value (out, value->value);
  mado_cbor_put_uint (out, value->source);
  mado_cbor_put_bytes (out, value->commit.b, sizeof value->commit.b);
  mado_cbor_put_bytes (out, value->device.b, sizeof value->device.b);
  if (value->actor != NULL)
    mado_cbor_put_text (out, value->actor);
  else
    mado_cbor_put_null (out);
  mado_cbor_put_uint (out, value->clock);
  mado_cbor_put_int (out, value->wall);
}

static void
put_register (GByteArray *out,
              MadoReg    *reg)
{
  const MadoRegister *shown = mado_reg_resolve (reg);

  mado_cbor_put_array (out, 6);
  mado_cbor_put_text (out, reg->path);
  mado_cbor_put_bool (out, shown->sealed);
  mado_cbor_put_bool (out, shown->contested);
  mado_cbor_put_uint (out, reg->first_clock);
  mado_cbor_put_uint (out, reg->first_index);
  mado_cbor_put_array (out, shown->values->len);
  for (guint i = 0; i < shown->values->len; i++)
    put_value (out, shown->values->pdata[i]);
}

static void
put_base (GByteArray     *out,
          const MadoBase *base)
{
  mado_cbor_put_array (out, 3);
  mado_cbor_put_bytes (out, base->heads, base->n_heads * sizeof (MadoId));
  mado_cbor_put_uint (out, base->clock);
  mado_cbor_put_array (out, base->values->len);
  for (guint i = 0; i < base->values->len; i++)
    {
      const MadoBaseValue *value = mado_base_at (base, i);

      mado_cbor_put_array (out, 5);
      mado_cbor_put_text (out, value->change->path);
      mado_cbor_put_value (out, value->change->value);
      mado_cbor_put_uint (out, value->change->source);
      mado_cbor_put_bool (out, value->change->sealed);
      mado_cbor_put_uint (out, value->order);
    }
}

static void
put_section (GByteArray  *out,
             MadoSection *section)
{
  g_autoptr (GArray) complete = NULL;
  g_autoptr (GArray) tainted = NULL;
  g_autoptr (GArray) awaited = NULL;
  guint from;
  guint until;

  mado_section_list_ids (section, &complete, &tainted, &awaited);
  mado_section_range (section, "", &from, &until);
  mado_cbor_put_array (out, 10);
  mado_cbor_put_text (out, section->name);
  put_ids (out, complete);
  put_ids (out, tainted);
  put_ids (out, mado_section_get_heads (section));
  put_ids (out, awaited);
  mado_cbor_put_uint (out, mado_section_get_n_incomplete (section));
  mado_cbor_put_uint (out, mado_section_get_n_locked (section));
  mado_cbor_put_uint (out, mado_section_get_max_clock (section));
  mado_cbor_put_array (out, until - from);
  for (guint i = from; i < until; i++)
    put_register (out, section->sorted->pdata[i]);
  mado_cbor_put_array (out, section->bases->len);
  for (guint i = 0; i < section->bases->len; i++)
    put_base (out, section->bases->pdata[i]);
}

GBytes *
mado_record_save (MadoRecord *self)
{
  GPtrArray *sections = mado_record_fold_sections (self);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint n = 0;

  for (guint i = 0; i < sections->len; i++)
    n += mado_section_get_heads (sections->pdata[i])->len > 0;
  mado_cbor_put_array (out, 5);
  mado_cbor_put_text (out, MAGIC);
  mado_cbor_put_uint (out, VERSION);
  mado_cbor_put_text (out, mado_record_get_kind (self));
  mado_cbor_put_bytes (out, mado_record_get_id (self)->b, sizeof (MadoId));
  mado_cbor_put_array (out, n);
  for (guint i = 0; i < sections->len; i++)
    if (mado_section_get_heads (sections->pdata[i])->len > 0)
      put_section (out, sections->pdata[i]);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/* --- reading ---------------------------------------------------------------------- */

static void
expect_array (MadoCborReader *in,
              guint64         items)
{
  if (mado_cbor_get_array (in) != items)
    mado_cbor_fail (in);
}

static GArray *
get_ids (MadoCborReader *in)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (MadoId));
  gsize length;
  const guint8 *data = mado_cbor_get_bytes (in, &length);

  if (data == NULL || length % sizeof (MadoId) != 0)
    {
      mado_cbor_fail (in);
      return ids;
    }
  if (length > 0)
    g_array_append_vals (ids, data, (guint) (length / sizeof (MadoId)));
  for (guint i = 1; i < ids->len; i++)
    if (mado_id_compare (&g_array_index (ids, MadoId, i - 1), &g_array_index (ids, MadoId, i)) >= 0)
      mado_cbor_fail (in);
  return ids;
}

static MadoRegisterValue *
get_value (MadoCborReader *in)
{
  MadoRegisterValue *value = mado_register_value_new ();

  expect_array (in, 7);
  value->value = mado_cbor_get_value (in);
  value->source = (MadoSource) mado_cbor_get_uint (in);
  mado_cbor_get_bytes_exact (in, value->commit.b, sizeof value->commit.b);
  mado_cbor_get_bytes_exact (in, value->device.b, sizeof value->device.b);
  if (mado_cbor_peek (in) == MADO_CBOR_TEXT)
    value->actor = mado_cbor_dup_text (in);
  else if (mado_cbor_peek (in) == MADO_CBOR_SIMPLE && in->data[in->at] == CBOR_NULL)
    mado_cbor_skip (in);
  else
    mado_cbor_fail (in);
  value->clock = mado_cbor_get_uint (in);
  value->wall = mado_cbor_get_int (in);
  return value;
}

static MadoReg *
get_register (MadoCborReader *in)
{
  g_autofree char *path = NULL;
  MadoReg *reg;
  guint64 n;

  expect_array (in, 6);
  path = mado_cbor_dup_text (in);
  reg = mado_reg_new (NULL, path != NULL ? path : "");
  reg->saved = mado_register_new (reg->path, NULL);
  reg->saved->sealed = mado_cbor_get_bool (in);
  reg->saved->contested = mado_cbor_get_bool (in);
  reg->first_clock = mado_cbor_get_uint (in);
  reg->first_index = (guint) mado_cbor_get_uint (in);
  n = mado_cbor_get_array (in);
  for (guint64 i = 0; i < n && !in->failed; i++)
    {
      MadoRegisterValue *value = get_value (in);

      if (value->value == NULL)
        mado_cbor_fail (in);
      g_ptr_array_add (reg->saved->values, value);
    }
  if (n == 0)
    mado_cbor_fail (in);
  return reg;
}

static void
free_template (gpointer data)
{
  MadoReg *reg = data;

  g_clear_pointer (&reg->saved, mado_register_free);
  mado_reg_free (reg);
}

static void
get_base_value (MadoCborReader *in,
                MadoBase       *base)
{
  MadoChange change = { NULL };
  guint order;

  expect_array (in, 5);
  change.path = mado_cbor_dup_text (in);
  change.value = mado_cbor_get_value (in);
  change.source = (MadoSource) mado_cbor_get_uint (in);
  change.sealed = mado_cbor_get_bool (in);
  order = (guint) mado_cbor_get_uint (in);
  if (!in->failed && change.path != NULL && change.value != NULL)
    mado_base_add (base, &change, order);
  g_free (change.path);
  g_clear_pointer (&change.value, g_variant_unref);
}

static void
get_base (MadoCborReader *in,
          MadoSection    *section)
{
  g_autoptr (GArray) heads = NULL;
  MadoBase *base;
  guint64 n;

  expect_array (in, 3);
  heads = get_ids (in);
  base = mado_base_new (&section->record, section->name, (const MadoId *) (gpointer) heads->data, heads->len,
                        mado_cbor_get_uint (in));
  n = mado_cbor_get_array (in);
  for (guint64 i = 0; i < n && !in->failed; i++)
    get_base_value (in, base);
  mado_section_take_base (section, base);
}

static MadoRoot *
get_root (MadoCborReader *in)
{
  MadoRoot *root = mado_root_new ();
  guint64 n;

  root->complete = get_ids (in);
  root->tainted = get_ids (in);
  root->heads = get_ids (in);
  root->awaited = get_ids (in);
  root->n_incomplete = (guint) mado_cbor_get_uint (in);
  root->n_locked = (guint) mado_cbor_get_uint (in);
  root->max_clock = mado_cbor_get_uint (in);
  root->registers = g_ptr_array_new_with_free_func (free_template);
  n = mado_cbor_get_array (in);
  for (guint64 i = 0; i < n && !in->failed; i++)
    g_ptr_array_add (root->registers, get_register (in));
  return root;
}

static void
get_section (MadoCborReader *in,
             MadoRecord     *record)
{
  g_autofree char *name = NULL;
  MadoSection *section;
  guint64 n;

  expect_array (in, 10);
  name = mado_cbor_dup_text (in);
  if (in->failed || name == NULL || mado_record_find_section (record, name) != NULL)
    {
      mado_cbor_fail (in);
      return;
    }
  section = mado_section_new (mado_record_get_id (record), name);
  mado_record_add_section (record, section);
  section->root = get_root (in);
  n = mado_cbor_get_array (in);
  for (guint64 i = 0; i < n && !in->failed; i++)
    get_base (in, section);
  section->root->has_bases = n > 0;
}

static gboolean
read_start (MadoCborReader  *in,
            char           **kind,
            MadoId          *id,
            GError         **error)
{
  g_autofree char *magic = NULL;
  guint64 version;

  expect_array (in, 5);
  magic = mado_cbor_dup_text (in);
  version = mado_cbor_get_uint (in);
  if (!in->failed && g_strcmp0 (magic, MAGIC) == 0 && version != VERSION)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   "The saved state of a record was written by another version of the program.");
      return FALSE;
    }
  *kind = mado_cbor_dup_text (in);
  mado_cbor_get_bytes_exact (in, id->b, sizeof id->b);
  if (in->failed || g_strcmp0 (magic, MAGIC) != 0)
    mado_cbor_fail (in);
  return TRUE;
}

/**
 * mado_record_restore:
 * @bytes: what mado_record_save() gave
 *
 * Returns: (transfer full): the record, or %NULL with MADO_ERROR_DAMAGED or
 *   MADO_ERROR_UNSUPPORTED; the caller then folds the commits
 */
MadoRecord *
mado_record_restore (GBytes  *bytes,
                     GError **error)
{
  g_autoptr (MadoRecord) record = NULL;
  g_autofree char *kind = NULL;
  MadoCborReader in;
  MadoId id = { 0 };
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  guint64 n;

  mado_cbor_reader_init (&in, data, length);
  if (!read_start (&in, &kind, &id, error))
    return NULL;
  record = mado_record_new (kind != NULL ? kind : "", &id);
  n = mado_cbor_get_array (&in);
  for (guint64 i = 0; i < n && !in.failed; i++)
    get_section (&in, record);
  if (!mado_cbor_reader_finish (&in, "saved record", error))
    return NULL;
  return g_steal_pointer (&record);
}

/* --- copying ------------------------------------------------------------------------- */

static void
copy_commits (MadoSection *from,
              MadoSection *to)
{
  for (guint i = 0; i < from->commits->len; i++)
    mado_section_take (to, from->commits->pdata[i]);
}

/**
 * mado_record_copy:
 *
 * Returns: (transfer full): a record of the same state that goes its own way;
 *   commits are shared
 */
MadoRecord *
mado_record_copy (MadoRecord *self)
{
  MadoRecord *copy = mado_record_new (mado_record_get_kind (self), mado_record_get_id (self));
  GPtrArray *sections = mado_record_fold_sections (self);

  for (guint i = 0; i < sections->len; i++)
    {
      MadoSection *from = sections->pdata[i];
      MadoSection *to = mado_section_new (mado_record_get_id (self), from->name);

      to->root = mado_root_ref (from->root);
      mado_record_add_section (copy, to);
      copy_commits (from, to);
    }
  mado_record_take_bases (copy, self);
  return copy;
}
