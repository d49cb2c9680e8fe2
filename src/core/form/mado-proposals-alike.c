/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-proposals-private.h"

#include <string.h>

#include "core/form/mado-field-value.h"
#include "core/model/mado-case-path.h"

/*
 * A name stands in two fields and an address in five, and nobody cuts them
 * alike: "港町一丁目" and "2-3", or "港町" and "１丁目２番３号". So each of them is
 * compared as a whole first, and field by field only if the whole differs.
 */

static MadoProposal *
find (GPtrArray  *list,
      const char *path)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((MadoProposal *) list->pdata[i])->path, path))
      return list->pdata[i];
  return NULL;
}

/* --- a whole of several fields -------------------------------------------------------- */

typedef struct
{
  char       *paths[5];
  const char *optional; /* these paths (one bit each) do not count if one side has nothing there */
  guint       n;
} Whole;

static void
whole_clear (Whole *whole)
{
  for (guint i = 0; i < whole->n; i++)
    g_free (whole->paths[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

static const char *
text_of (GVariant *value)
{
  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL) : "";
}

/* Both sides in one line; where nothing else is proposed the old part stands for both. */
static void
join (const Whole          *whole,
      const MadoFormReader *reader,
      GPtrArray            *list,
      GString              *old_text,
      GString              *new_text)
{
  for (guint i = 0; i < whole->n; i++)
    {
      const MadoProposal *proposal = find (list, whole->paths[i]);
      const char *before = text_of (reader->get (whole->paths[i], reader->user_data));
      const char *after = proposal != NULL ? text_of (proposal->new_value) : before;

      if (whole->optional[i] == '1' && (*before == '\0' || *after == '\0'))
        continue;
      g_string_append (old_text, before);
      g_string_append (new_text, after);
    }
}

/* A name that is only cut otherwise is still proposed: the card says where its space is. */
static void
judge_whole (const Whole          *whole,
             const MadoFormReader *reader,
             GPtrArray            *list,
             gboolean              address)
{
  g_autoptr (GString) before = g_string_new (NULL), after = g_string_new (NULL);
  MadoAlike alike;

  join (whole, reader, list, before, after);
  if (before->len == 0)
    return;
  alike = address ? mado_alike_address (before->str, after->str) : mado_alike_text (before->str, after->str);
  if (alike == MADO_ALIKE_DIFFERENT)
    return;
  for (guint i = 0; i < whole->n; i++)
    {
      MadoProposal *proposal = find (list, whole->paths[i]);

      if (proposal == NULL)
        continue;
      if (proposal->alike == MADO_ALIKE_DIFFERENT)
        proposal->alike = MADO_ALIKE_WRITTEN_OTHERWISE;
      /* An address that is only cut otherwise stays as it is; what is missing is still proposed. */
      if (address && alike == MADO_ALIKE_SAME && (proposal->old_value != NULL || whole->optional[i] != '1'))
        proposal->alike = MADO_ALIKE_SAME;
    }
}

static void
judge_address (MadoPack             *pack,
               const MadoFormReader *reader,
               GPtrArray            *list,
               const char           *prefix)
{
  static const char *const parts[] = { "prefecture", "municipality", "town", "block", "building" };
  g_auto (Whole) whole = { .optional = "10001" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *id = g_strconcat (prefix, parts[i], NULL);
      const MadoField *field = mado_pack_get_field (pack, id);
      char *path = field != NULL ? mado_form_path (field, NULL, NULL) : NULL;

      if (path == NULL) /* an address of another kind of owner */
        return;
      whole.paths[whole.n++] = path;
    }
  judge_whole (&whole, reader, list, TRUE);
}

static void
judge_name (const MadoFormReader *reader,
            GPtrArray            *list,
            const char           *eid)
{
  g_auto (Whole) whole = { .optional = "00", .n = 2 };

  whole.paths[0] = mado_case_path_person (eid, "family_name");
  whole.paths[1] = mado_case_path_person (eid, "given_name");
  judge_whole (&whole, reader, list, FALSE);
}

/* --- all of them --------------------------------------------------------------------------- */

static gboolean
is_name (const MadoField *field)
{
  return g_str_equal (field->id, "family_name") || g_str_equal (field->id, "given_name");
}

void
mado_proposals_drop_alike (MadoPack             *pack,
                           const MadoFormReader *reader,
                           GPtrArray            *list)
{
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < list->len; i++)
    {
      MadoProposal *proposal = list->pdata[i];
      const MadoField *field = NULL;
      g_autofree char *eid = NULL;
      char *prefix = NULL;

      proposal->alike = MADO_ALIKE_DIFFERENT;
      if (!mado_form_path_parse (pack, proposal->path, &field, NULL, &eid))
        continue;
      if (proposal->old_value != NULL)
        proposal->alike = mado_alike_values (field, proposal->old_value, proposal->new_value);
      if (mado_alike_is_address (field, &prefix))
        g_hash_table_add (addresses, prefix);
      if (is_name (field) && eid != NULL)
        g_hash_table_add (names, g_strdup (eid));
    }
  g_hash_table_iter_init (&iter, addresses);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    judge_address (pack, reader, list, key);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    judge_name (reader, list, key);
  for (guint i = list->len; i-- > 0;)
    if (((MadoProposal *) list->pdata[i])->alike == MADO_ALIKE_SAME)
      g_ptr_array_remove_index (list, i);
}
