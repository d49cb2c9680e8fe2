/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-issued.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/model/mado-case-path.h"
#include "core/model/mado-value.h"

#define MAX_COPIES 99

static const char *const states[] = { "unknown", "genuine", "replaced", "withdrawn" };

const char *
mado_issued_state_to_string (MadoIssuedState state)
{
  return states[(guint) state < G_N_ELEMENTS (states) ? state : MADO_ISSUED_UNKNOWN];
}

MadoIssuedState
mado_issued_state_from_string (const char *text)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (states); i++)
    if (strcmp (text, states[i]) == 0)
      return (MadoIssuedState) i;
  return MADO_ISSUED_UNKNOWN;
}

/* --- reading -------------------------------------------------------------------- */

void
mado_issued_free (MadoIssued *self)
{
  g_free (self->id);
  g_free (self->section);
  g_free (self->kind);
  g_free (self->number);
  g_free (self->title);
  g_free (self->to);
  g_free (self->reason);
  g_free (self->of);
  g_free (self->by);
  g_free (self->actor);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_free (self);
}

static char *
dup_leaf (MadoRecord *record,
          const char *collection,
          const char *id,
          const char *leaf)
{
  g_autofree char *path = g_strconcat (collection, "/", id, "/", leaf, NULL);

  return g_strdup (mado_record_get_text (record, path));
}

static gint64
get_number (MadoRecord *record,
            const char *collection,
            const char *id,
            const char *leaf)
{
  g_autofree char *path = g_strconcat (collection, "/", id, "/", leaf, NULL);

  return mado_record_get_int (record, path);
}

/* Who wrote the number: he and his computer issued it. */
static void
read_author (MadoRecord *record,
             MadoIssued *self)
{
  g_autofree char *path = mado_case_path_issued (self->id, "number");
  const MadoRegister *reg = mado_record_lookup (record, path);
  const MadoRegisterValue *value = reg != NULL ? g_ptr_array_index (reg->values, 0) : NULL;

  self->section = g_strdup (reg != NULL ? reg->section : "");
  self->actor = g_strdup (value != NULL ? value->actor : "");
  if (value != NULL)
    self->device = value->device;
}

static GBytes *
read_file (MadoRecord *record,
           const char *id)
{
  g_autofree char *path = mado_case_path_issued (id, "file");
  GVariant *value = mado_record_get (record, path);
  gsize length = 0;
  const void *data;

  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return NULL;
  data = g_variant_get_fixed_array (value, &length, 1);
  return length == MADO_DIGEST_BYTES ? g_bytes_new (data, length) : NULL;
}

/* Any value counts that says so, also one of two that stand against each other:
 * a paper that somebody withdrew is not good because somebody else did not. */
static gboolean
is_withdrawn (MadoRecord *record,
              const char *id)
{
  g_autofree char *path = mado_case_path_issued (id, "withdrawn");
  const MadoRegister *reg = mado_record_lookup (record, path);

  for (guint i = 0; reg != NULL && i < reg->values->len; i++)
    {
      const MadoRegisterValue *value = g_ptr_array_index (reg->values, i);

      if (g_variant_is_of_type (value->value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value->value))
        return TRUE;
    }
  return FALSE;
}

static MadoIssued *
read_one (MadoRecord *record,
          const char *id)
{
  MadoIssued *self = g_new0 (MadoIssued, 1);

  self->id = g_strdup (id);
  self->kind = dup_leaf (record, "issued", id, "kind");
  self->number = dup_leaf (record, "issued", id, "number");
  self->title = dup_leaf (record, "issued", id, "title");
  self->to = dup_leaf (record, "issued", id, "to");
  self->reason = dup_leaf (record, "issued", id, "reason");
  self->of = dup_leaf (record, "issued", id, "of");
  self->by = g_strdup ("");
  self->at = get_number (record, "issued", id, "at");
  self->copies = get_number (record, "issued", id, "copies");
  self->file = read_file (record, id);
  self->state = is_withdrawn (record, id) ? MADO_ISSUED_WITHDRAWN : MADO_ISSUED_GENUINE;
  read_author (record, self);
  return self;
}

static MadoIssued *
find_in (GPtrArray  *list,
         const char *id)
{
  for (guint i = 0; i < list->len; i++)
    if (strcmp (((MadoIssued *) list->pdata[i])->id, id) == 0)
      return list->pdata[i];
  return NULL;
}

/* Two desks may have issued one again at the same time: both are there, and both
 * replace it. The later one is named. */
static void
mark_replaced (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      MadoIssued *later = list->pdata[i];
      MadoIssued *earlier = *later->of != '\0' && strcmp (later->of, later->id) != 0 ? find_in (list, later->of) : NULL;

      if (earlier == NULL)
        continue;
      g_free (earlier->by);
      earlier->by = g_strdup (later->id);
      if (earlier->state == MADO_ISSUED_GENUINE)
        earlier->state = MADO_ISSUED_REPLACED;
    }
}

GPtrArray *
mado_issued_list (MadoRecord *record)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_issued_free);
  g_auto (GStrv) ids = mado_record_list_elements (record, "issued");

  for (guint i = 0; ids[i] != NULL; i++)
    {
      MadoIssued *one = read_one (record, ids[i]);

      if (*one->number != '\0')
        g_ptr_array_add (list, one);
      else
        mado_issued_free (one);
    }
  mark_replaced (list);
  return list;
}

MadoIssued *
mado_issued_find (MadoRecord *record,
                  const char *document)
{
  g_autoptr (GPtrArray) list = mado_issued_list (record);

  for (guint i = 0; i < list->len; i++)
    if (strcmp (((MadoIssued *) list->pdata[i])->id, document) == 0)
      return g_ptr_array_steal_index (list, i);
  return NULL;
}

/* --- writing ------------------------------------------------------------------------ */

static gboolean
refuse (GError     **error,
        MadoError    code,
        const char  *message)
{
  g_set_error_literal (error, MADO_ERROR, code, message);
  return FALSE;
}

static void
add (MadoEdit   *edit,
     MadoRecord *record,
     const char *section,
     char       *path /* full */,
     GVariant   *value /* full */)
{
  guint n = 0;
  const MadoId *heads = mado_record_get_heads (record, section, &n);

  mado_edit_add (edit, section, heads, n, mado_change_new (path, value, MADO_SOURCE_PROGRAM, mado_case_path_is_sealed (path)));
  g_variant_unref (value);
  g_free (path);
}

static void
add_text (MadoEdit   *edit,
          MadoRecord *record,
          const char *section,
          char       *path /* full */,
          const char *text)
{
  if (text != NULL && *text != '\0')
    add (edit, record, section, path, mado_value_text (text));
  else
    g_free (path);
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
check_again (MadoRecord         *record,
             const MadoIssuing  *issuing,
             GError            **error)
{
  g_autoptr (MadoIssued) earlier = NULL;

  if (issuing->of == NULL || *issuing->of == '\0')
    return TRUE;
  if (is_blank (issuing->reason))
    return refuse (error, MADO_ERROR_NEEDS_PERSON, _("Please say why the document is issued again."));
  earlier = mado_issued_find (record, issuing->of);
  if (earlier == NULL)
    return refuse (error, MADO_ERROR_NOT_FOUND, _("The earlier document is not in this case."));
  if (earlier->state == MADO_ISSUED_REPLACED)
    return refuse (error, MADO_ERROR_INVALID, _("This document was issued again before. Issue the newest one again."));
  return TRUE;
}

MadoEdit *
mado_issued_make_edit (MadoRecord         *record,
                       const MadoIssuing  *issuing,
                       GError            **error)
{
  g_autoptr (MadoEdit) edit = mado_edit_new ("case", mado_record_get_id (record), "issue");
  const char *section = issuing->section, *id = issuing->id;

  if (issuing->copies < 1 || issuing->copies > MAX_COPIES)
    {
      refuse (error, MADO_ERROR_INVALID, _("The number of copies must be from 1 to 99."));
      return NULL;
    }
  if (!check_again (record, issuing, error))
    return NULL;
  add_text (edit, record, section, mado_case_path_issued (id, "kind"), issuing->kind);
  add_text (edit, record, section, mado_case_path_issued (id, "number"), issuing->number);
  add (edit, record, section, mado_case_path_issued (id, "copies"), mado_value_int (issuing->copies));
  add (edit, record, section, mado_case_path_issued (id, "at"), mado_value_int (issuing->at));
  add_text (edit, record, section, mado_case_path_issued (id, "of"), issuing->of);
  add_text (edit, record, section, mado_case_path_issued (id, "title"), issuing->title);
  add_text (edit, record, section, mado_case_path_issued (id, "to"), issuing->to);
  add_text (edit, record, section, mado_case_path_issued (id, "reason"), issuing->reason);
  if (issuing->file != NULL)
    add (edit, record, section, mado_case_path_issued (id, "file"),
         g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, g_bytes_get_data (issuing->file, NULL),
                                                        g_bytes_get_size (issuing->file), 1)));
  return g_steal_pointer (&edit);
}

MadoEdit *
mado_issued_make_withdraw (MadoRecord  *record,
                           const char  *document,
                           const char  *reason,
                           GError     **error)
{
  g_autoptr (MadoIssued) one = mado_issued_find (record, document);
  g_autoptr (MadoEdit) edit = mado_edit_new ("case", mado_record_get_id (record), "withdraw");

  if (one == NULL)
    {
      refuse (error, MADO_ERROR_NOT_FOUND, _("This document is not in this case."));
      return NULL;
    }
  if (one->state == MADO_ISSUED_WITHDRAWN)
    {
      refuse (error, MADO_ERROR_INVALID, _("This document was withdrawn before."));
      return NULL;
    }
  if (is_blank (reason))
    {
      refuse (error, MADO_ERROR_NEEDS_PERSON, _("Please say why the document is withdrawn."));
      return NULL;
    }
  add (edit, record, one->section, mado_case_path_issued (document, "withdrawn"), mado_value_bool (TRUE));
  add_text (edit, record, one->section, mado_case_path_issued (document, "reason"), reason);
  return g_steal_pointer (&edit);
}

/* --- hand-overs ----------------------------------------------------------------------- */

void
mado_handed_over_free (MadoHandedOver *self)
{
  g_free (self->id);
  g_free (self->section);
  g_free (self->title);
  g_free (self->to);
  g_free (self->proc);
  g_free (self->document);
  g_strfreev (self->checked);
  g_strfreev (self->told);
  g_free (self->actor);
  g_free (self);
}

static char **
dup_texts (MadoRecord *record,
           const char *id,
           const char *leaf)
{
  g_autofree char *path = mado_case_path_handover (id, leaf);

  return mado_value_dup_texts (mado_record_get (record, path));
}

GPtrArray *
mado_handed_over_list (MadoRecord *record)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_handed_over_free);
  g_auto (GStrv) ids = mado_record_list_elements (record, "handover");

  for (guint i = 0; ids[i] != NULL; i++)
    {
      MadoHandedOver *self = g_new0 (MadoHandedOver, 1);
      g_autofree char *path = mado_case_path_handover (ids[i], "at");
      const MadoRegister *reg = mado_record_lookup (record, path);

      self->id = g_strdup (ids[i]);
      self->title = dup_leaf (record, "handover", ids[i], "title");
      self->to = dup_leaf (record, "handover", ids[i], "to");
      self->proc = dup_leaf (record, "handover", ids[i], "proc");
      self->document = dup_leaf (record, "handover", ids[i], "document");
      self->checked = dup_texts (record, ids[i], "checked");
      self->told = dup_texts (record, ids[i], "told");
      self->at = get_number (record, "handover", ids[i], "at");
      self->copies = get_number (record, "handover", ids[i], "copies");
      self->section = g_strdup (reg != NULL ? reg->section : "");
      self->actor = g_strdup (reg != NULL ? ((MadoRegisterValue *) g_ptr_array_index (reg->values, 0))->actor : "");
      g_ptr_array_add (list, self);
    }
  return list;
}

static char *
handover_id_new (MadoRandom *random)
{
  char *id = mado_case_new_element (random);

  id[0] = 'h';
  return id;
}

MadoEdit *
mado_handed_over_make_edit (MadoRecord            *record,
                            const MadoHandedOver  *self,
                            MadoRandom            *random,
                            GError               **error)
{
  g_autoptr (MadoEdit) edit = mado_edit_new ("case", mado_record_get_id (record), "handover");
  g_autofree char *id = self->id != NULL ? g_strdup (self->id) : handover_id_new (random);
  const char *section = self->section;

  if (is_blank (self->to))
    {
      refuse (error, MADO_ERROR_NEEDS_PERSON, _("Please say to whom it is handed over."));
      return NULL;
    }
  if (self->copies < 1 || self->copies > MAX_COPIES)
    {
      refuse (error, MADO_ERROR_INVALID, _("The number of copies must be from 1 to 99."));
      return NULL;
    }
  add (edit, record, section, mado_case_path_handover (id, "at"), mado_value_int (self->at));
  add_text (edit, record, section, mado_case_path_handover (id, "title"), self->title);
  add_text (edit, record, section, mado_case_path_handover (id, "to"), self->to);
  add_text (edit, record, section, mado_case_path_handover (id, "proc"), self->proc);
  add_text (edit, record, section, mado_case_path_handover (id, "document"), self->document);
  add (edit, record, section, mado_case_path_handover (id, "copies"), mado_value_int (self->copies));
  if (self->checked != NULL && self->checked[0] != NULL)
    add (edit, record, section, mado_case_path_handover (id, "checked"), mado_value_texts ((const char *const *) self->checked));
  if (self->told != NULL && self->told[0] != NULL)
    add (edit, record, section, mado_case_path_handover (id, "told"), mado_value_texts ((const char *const *) self->told));
  return g_steal_pointer (&edit);
}
