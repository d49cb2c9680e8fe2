/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/* Telling folds apart: the digest, the list of changed paths, copying, and the
 * digest that a confirmation is written as. */

/* --- digest -------------------------------------------------------------------- */

static void
put_value (GByteArray              *out,
           const MadoRegisterValue *value)
{
  mado_cbor_put_array (out, 4);
  mado_cbor_put_value (out, value->value);
  mado_cbor_put_uint (out, value->source);
  mado_cbor_put_bytes (out, value->commit.b, sizeof value->commit.b);
  mado_cbor_put_uint (out, value->clock);
}

static void
put_register (GByteArray *out,
              MadoReg    *reg)
{
  const MadoRegister *shown = mado_reg_resolve (reg);

  mado_cbor_put_array (out, 5);
  mado_cbor_put_text (out, reg->path);
  mado_cbor_put_uint (out, reg->first_clock);
  mado_cbor_put_uint (out, reg->first_index);
  mado_cbor_put_bool (out, shown->contested);
  mado_cbor_put_array (out, shown->values->len);
  for (guint i = 0; i < shown->values->len; i++)
    put_value (out, shown->values->pdata[i]);
}

static void
put_section (GByteArray  *out,
             MadoSection *section)
{
  GArray *heads = mado_section_get_heads (section);
  guint from;
  guint until;

  mado_section_range (section, "", &from, &until);
  mado_cbor_put_array (out, 4);
  mado_cbor_put_text (out, section->name);
  mado_cbor_put_bytes (out, heads->data, heads->len * sizeof (MadoId));
  mado_cbor_put_uint (out, mado_section_get_n_incomplete (section));
  mado_cbor_put_array (out, until - from);
  for (guint i = from; i < until; i++)
    put_register (out, section->sorted->pdata[i]);
}

/* A section that was named but holds nothing is as good as none. */
static gboolean
is_wanted (MadoSection       *section,
           const char *const *names)
{
  return mado_section_get_heads (section)->len > 0 && (names == NULL || g_strv_contains (names, section->name));
}

void
mado_record_digest (MadoRecord        *self,
                    const char *const *names,
                    guint8             digest[MADO_DIGEST_BYTES])
{
  GPtrArray *sections = mado_record_fold_sections (self);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint i = 0; i < sections->len; i++)
    if (is_wanted (sections->pdata[i], names))
      put_section (out, sections->pdata[i]);
  mado_digest (out->data, out->len, digest);
}

/**
 * mado_record_confirm_digest:
 * @record: the record
 * @path: the path whose value is confirmed
 * @value: the value that the person saw
 * @digest: (out): what to write
 *
 * Record and path are in it, so that equal values elsewhere give other bytes.
 * It can still be guessed for a birth date: the change must be sealed.
 */
void
mado_record_confirm_digest (const MadoId *record,
                            const char   *path,
                            GVariant     *value,
                            guint8        digest[MADO_CONFIRM_BYTES])
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 whole[MADO_DIGEST_BYTES];

  mado_cbor_put_text (text, "mado-confirm");
  mado_cbor_put_bytes (text, record->b, sizeof record->b);
  mado_cbor_put_text (text, path);
  mado_cbor_put_value (text, value);
  mado_digest (text->data, text->len, whole);
  memcpy (digest, whole, MADO_CONFIRM_BYTES);
}

/* --- changes between two folds ------------------------------------------------------ */

static gboolean
is_same (const MadoRegister *a,
         const MadoRegister *b)
{
  if (a->values->len != b->values->len || a->contested != b->contested)
    return FALSE;
  for (guint i = 0; i < a->values->len; i++)
    {
      const MadoRegisterValue *one = a->values->pdata[i];
      const MadoRegisterValue *two = b->values->pdata[i];

      if (one->confirmed != two->confirmed || !mado_value_equal (one->value, two->value) ||
          !mado_id_equal (&one->commit, &two->commit))
        return FALSE;
    }
  return TRUE;
}

static int
compare_places (const GPtrArray *a,
                guint            i,
                const GPtrArray *b,
                guint            j)
{
  const MadoRegister *one = i < a->len ? a->pdata[i] : NULL;
  const MadoRegister *two = j < b->len ? b->pdata[j] : NULL;
  int order;

  if (one == NULL || two == NULL)
    return one != NULL ? -1 : 1;
  order = strcmp (one->path, two->path);
  return order != 0 ? order : strcmp (one->section, two->section);
}

static void
add_path (GPtrArray  *out,
          const char *path)
{
  if (out->len == 0 || strcmp (out->pdata[out->len - 1], path) != 0)
    g_ptr_array_add (out, g_strdup (path));
}

char **
mado_record_list_changes (MadoRecord *older,
                          MadoRecord *newer)
{
  g_autoptr (GPtrArray) a = older != NULL ? mado_record_list (older, "") : g_ptr_array_new ();
  g_autoptr (GPtrArray) b = mado_record_list (newer, "");
  GPtrArray *out = g_ptr_array_new ();
  guint i = 0;
  guint j = 0;

  while (i < a->len || j < b->len)
    {
      int order = compare_places (a, i, b, j);

      if (order != 0 || !is_same (a->pdata[i], b->pdata[j]))
        add_path (out, ((const MadoRegister *) (order <= 0 ? a->pdata[i] : b->pdata[j]))->path);
      i += order <= 0;
      j += order >= 0;
    }
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}
