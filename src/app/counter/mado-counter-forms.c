/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-forms.h"

#include <glib/gi18n.h>

#include "core/form/mado-case-sign.h"
#include "core/form/mado-field-value.h"
#include "core/model/mado-case-path.h"

/* What the value callback needs to find its way from a layout path
 * ("subject[1].birth_date") to the record ("person/pabc/birth_date"). */
typedef struct
{
  MadoCounter         *counter;
  const MadoProcedure *procedure;
  MadoSignature       *signature; /* nullable */
  char                *signed_on; /* wareki, "" if not signed */
} Filler;

/* --- who stands behind a role ------------------------------------------------------- */

/* "subject[1]" → "subject", 1 */
static char *
split_role (const char *text,
            guint      *index)
{
  const char *bracket = strchr (text, '[');

  *index = bracket ? (guint) g_ascii_strtoull (bracket + 1, NULL, 10) : 0;
  return bracket ? g_strndup (text, (gsize) (bracket - text)) : g_strdup (text);
}

static gboolean
is_role (Filler     *self,
         const char *role)
{
  return g_str_equal (role, MADO_ROLE_HEAD) || g_str_equal (role, MADO_ROLE_VISITOR)
         || g_str_equal (role, MADO_ROLE_NOTIFIER) || g_str_equal (role, MADO_ROLE_SUBJECT)
         || g_str_equal (role, MADO_ROLE_PAYEE) || mado_procedure_find_role (self->procedure, role) != NULL;
}

static char *
find_person (Filler     *self,
             const char *role,
             guint       index)
{
  g_auto (GStrv) persons = NULL;

  if (g_str_equal (role, MADO_ROLE_VISITOR))
    return g_strdup (MADO_ROLE_VISITOR);
  persons = mado_form_role_persons (mado_counter_get_pack (self->counter), mado_counter_get_reader (self->counter),
                                    self->procedure, role);
  if (persons != NULL && index < g_strv_length (persons))
    return g_strdup (persons[index]);
  /* Who asks for a certificate is who stands at the counter. */
  if (index == 0 && g_str_equal (role, MADO_ROLE_NOTIFIER) && g_strcmp0 (self->procedure->notifier, MADO_ROLE_VISITOR) == 0)
    return g_strdup (MADO_ROLE_VISITOR);
  return NULL;
}

/* --- texts ------------------------------------------------------------------------------ */

static const char *
shown (Filler     *self,
       const char *path)
{
  return mado_counter_get_text (self->counter, path);
}

static char *
join_person (Filler     *self,
             const char *eid,
             const char *family,
             const char *given)
{
  g_autofree char *a = mado_case_path_person (eid, family);
  g_autofree char *b = mado_case_path_person (eid, given);

  return g_strconcat (shown (self, a), *shown (self, a) && *shown (self, b) ? "　" : "", shown (self, b), NULL);
}

static const char *const ADDRESS_PARTS[] = { "prefecture", "municipality", "town", "block", "building" };

static char *
join_address (Filler     *self,
              const char *prefix)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ADDRESS_PARTS); i++)
    {
      g_autofree char *path = g_strdup_printf ("field/%s.%s", prefix, ADDRESS_PARTS[i]);

      if (i == 4 && *shown (self, path))
        g_string_append (text, "　");
      g_string_append (text, shown (self, path));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
wareki_of (const char *iso)
{
  MadoDate date;

  return mado_date_parse_iso (iso, &date) ? mado_date_to_wareki (&date) : g_strdup (iso);
}

/* The record paths behind a layout path; NULL: none (computed from no value). */
static char **
paths_of (Filler     *self,
          const char *layout)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();
  const char *dot = strchr (layout, '.');
  g_autofree char *head = dot ? g_strndup (layout, (gsize) (dot - layout)) : NULL;
  guint index = 0;
  g_autofree char *role = head ? split_role (head, &index) : NULL;
  const MadoField *field;

  if (role != NULL && is_role (self, role))
    {
      g_autofree char *eid = find_person (self, role, index);

      if (eid == NULL)
        return NULL;
      if (g_str_equal (eid, MADO_ROLE_VISITOR))
        {
          g_autofree char *path = mado_case_path_visitor (g_str_equal (dot + 1, "name") ? "visitor_name" : dot + 1);

          g_strv_builder_add (out, path);
        }
      else if (g_str_equal (dot + 1, "name") || g_str_equal (dot + 1, "kana"))
        {
          gboolean kana = g_str_equal (dot + 1, "kana");
          g_autofree char *a = mado_case_path_person (eid, kana ? "family_name_kana" : "family_name");
          g_autofree char *b = mado_case_path_person (eid, kana ? "given_name_kana" : "given_name");

          g_strv_builder_add_many (out, a, b, NULL);
        }
      else if ((field = mado_pack_get_field (mado_counter_get_pack (self->counter), dot + 1)) != NULL)
        {
          g_autofree char *path = mado_form_path (field, self->procedure->id, eid);

          g_strv_builder_add (out, path);
        }
      return g_strv_builder_end (out);
    }
  if (dot != NULL && g_str_equal (dot, ".address"))
    {
      for (guint i = 0; i < G_N_ELEMENTS (ADDRESS_PARTS); i++)
        {
          g_autofree char *path = g_strdup_printf ("field/%s.%s", head, ADDRESS_PARTS[i]);

          g_strv_builder_add (out, path);
        }
      return g_strv_builder_end (out);
    }
  field = mado_pack_get_field (mado_counter_get_pack (self->counter), layout);
  if (field == NULL || field->scope == MADO_SCOPE_PERSON || field->scope == MADO_SCOPE_PROCEDURE_PERSON)
    return NULL;
  {
    g_autofree char *path = mado_form_path (field, self->procedure->id, NULL);

    g_strv_builder_add (out, path);
  }
  return g_strv_builder_end (out);
}

/* --- one value for the page --------------------------------------------------------------- */

static gboolean
fill_computed (Filler         *self,
               const char     *layout,
               MadoPrintValue *value)
{
  MadoPack *pack = mado_counter_get_pack (self->counter);

  if (g_str_equal (layout, "case_no") || g_str_equal (layout, "ticket_no"))
    value->text = g_strdup (shown (self, layout));
  else if (g_str_equal (layout, "received_on"))
    value->text = g_strdup (shown (self, layout));
  else if (g_str_equal (layout, "city_name"))
    value->text = g_strdup (mado_text_get (mado_pack_get_city_name (pack), NULL));
  else if (g_str_equal (layout, "mayor"))
    value->text = g_strdup (mado_text_get (mado_pack_get_mayor (pack), NULL));
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_added_later (Filler     *self,
                const char *path)
{
  return self->signature != NULL && !g_strv_contains ((const char *const *) self->signature->paths, path);
}

static MadoFieldRole
role_of (Filler     *self,
         const char *path)
{
  const MadoField *field = NULL;
  const MadoProcedureField *asked;

  if (!mado_form_path_parse (mado_counter_get_pack (self->counter), path, &field, NULL, NULL))
    return MADO_ROLE_SIGNED;
  asked = mado_procedure_find_field (self->procedure, field->id);
  return asked ? asked->role : MADO_ROLE_SIGNED;
}

static void
set_marks (Filler         *self,
           char          **paths,
           MadoPrintValue *value)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      if (role_of (self, paths[i]) == MADO_ROLE_STAFF)
        value->marks |= MADO_PRINT_STAFF;
      else if (*value->text && is_added_later (self, paths[i]) && role_of (self, paths[i]) == MADO_ROLE_LATER)
        value->marks |= MADO_PRINT_ADDED;
    }
  if (value->marks & MADO_PRINT_ADDED)
    value->added_on = g_strdup (self->signed_on);
}

static void
fill_field (Filler         *self,
            const char     *path,
            MadoPrintValue *value)
{
  const MadoField *field = NULL;
  GVariant *held = mado_counter_get (self->counter, path);

  if (held == NULL || !mado_form_path_parse (mado_counter_get_pack (self->counter), path, &field, NULL, NULL))
    {
      value->text = g_strdup (held ? mado_value_get_text (held) : "");
      return;
    }
  if (field->type == MADO_FIELD_CHOICE || field->type == MADO_FIELD_CHOICES || field->type == MADO_FIELD_YES_NO)
    {
      g_autofree char *codes = mado_field_to_canonical (field, held);

      value->codes = g_strsplit (codes, ",", -1);
    }
  value->text = field->type == MADO_FIELD_DATE ? g_strdup (mado_value_get_text (held)) : mado_field_print (field, held);
  /* The sign stands on the form. */
  if (field->type == MADO_FIELD_POSTAL_CODE && g_str_has_prefix (value->text, "〒"))
    memmove (value->text, value->text + strlen ("〒"), strlen (value->text) - strlen ("〒") + 1);
}

static gboolean
any_hidden (Filler  *self,
            char   **paths)
{
  if (!mado_counter_hides_address (self->counter))
    return FALSE;
  for (guint i = 0; paths[i] != NULL; i++)
    if (g_strcmp0 (mado_case_section_for (mado_counter_get_pack (self->counter), paths[i]), "addr") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
value_cb (const char     *layout,
          MadoPrintValue *value,
          gpointer        data)
{
  Filler *self = data;
  g_auto (GStrv) paths = NULL;
  const char *dot = strchr (layout, '.');

  if (fill_computed (self, layout, value))
    return TRUE;
  paths = paths_of (self, layout);
  if (paths == NULL || paths[0] == NULL)
    return FALSE;
  if (any_hidden (self, paths))
    {
      value->marks |= MADO_PRINT_HIDDEN;
      value->text = g_strdup ("＊");
      return TRUE;
    }
  if (dot != NULL && g_str_equal (dot, ".address"))
    {
      g_autofree char *prefix = g_strndup (layout, (gsize) (dot - layout));

      value->text = join_address (self, prefix);
    }
  else if (paths[1] != NULL)
    {
      g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

      mado_case_path_parse (paths[0], &parts);
      value->text = g_str_has_suffix (layout, ".kana")
                        ? join_person (self, parts.eid, "family_name_kana", "given_name_kana")
                        : join_person (self, parts.eid, "family_name", "given_name");
    }
  else
    fill_field (self, paths[0], value);
  set_marks (self, paths, value);
  return TRUE;
}

/* --- forms ------------------------------------------------------------------------------------ */

static MadoSignature *
read_signature (MadoCounter *counter,
                const char  *procedure)
{
  g_autofree char *path = mado_case_path_proc (procedure, "signature");
  GVariant *value = mado_counter_get (counter, path);

  return value ? mado_signature_from_value (value, NULL) : NULL;
}

static char *
time_text (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GTimeZone) japan = g_time_zone_new_offset (9 * 3600);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, japan);
  MadoDate date = mado_date_from_ms (ms);
  g_autofree char *day = mado_date_to_wareki (&date);
  g_autofree char *time = g_date_time_format (local, "%H:%M");

  return g_strconcat (day, " ", time, NULL);
}

static guint
count_persons (Filler               *self,
               const MadoFormLayout *layout)
{
  g_auto (GStrv) persons = NULL;

  if (layout->repeat == NULL)
    return 0;
  persons = mado_form_role_persons (mado_counter_get_pack (self->counter), mado_counter_get_reader (self->counter),
                                    self->procedure, layout->repeat);
  return persons ? g_strv_length (persons) : 0;
}

static MadoFormPrint *
form_new (Filler               *self,
          const MadoFormLayout *layout)
{
  MadoCounter *counter = self->counter;
  MadoProcState state = mado_counter_get_state (counter, self->procedure->id);
  g_autofree char *reason_path = mado_case_path_proc (self->procedure->id, "reason");
  g_autofree char *strokes_path = self->signature ? mado_case_path_signature (self->signature->id, "strokes") : NULL;
  GVariant *strokes = strokes_path ? mado_counter_get (counter, strokes_path) : NULL;
  g_autofree char *signed_at = self->signature ? time_text (self->signature->signed_at) : NULL;
  g_auto (GStrv) changed = NULL;
  MadoSigned standing = mado_case_check_signature (mado_counter_get_case (counter), self->procedure->id, &changed);
  MadoFormPrintInfo info = {
    .persons = count_persons (self, layout),
    .case_no = shown (self, "case_no"),
    .ticket_no = shown (self, "ticket_no"),
    .held = state == MADO_STATE_HELD,
    .held_reason = shown (self, reason_path),
    .staff_number = self->procedure->individual_number == MADO_NUMBER_STAFF,
    .signed_at = signed_at,
    .signed_how = self->signature ? self->signature->method : NULL,
    .voided = standing == MADO_SIGNED_VOID ? _("Something was changed after signing. Please sign again.") : NULL,
  };

  if (strokes != NULL && g_variant_is_of_type (strokes, G_VARIANT_TYPE_BYTESTRING))
    info.strokes = g_variant_get_fixed_array (strokes, &info.strokes_length, 1);
  return mado_form_print_new (layout, &info, value_cb, self);
}

GPtrArray *
mado_counter_forms_new (MadoCounter  *counter,
                        const char   *procedure,
                        GError      **error)
{
  MadoPack *pack = mado_counter_get_pack (counter);
  Filler self = { .counter = counter, .procedure = mado_pack_get_procedure (pack, procedure) };
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_form_print_free);
  g_autoptr (MadoSignature) signature = read_signature (counter, procedure);
  g_autofree char *today = NULL;

  if (self.procedure == NULL)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, _("This procedure needs a newer city pack."));
      return NULL;
    }
  today = wareki_of (shown (&self, "received_on"));
  self.signature = signature;
  self.signed_on = today;
  for (guint i = 0; self.procedure->forms[i] != NULL; i++)
    {
      const MadoFormLayout *layout = mado_pack_load_form (pack, self.procedure->forms[i], error);

      if (layout == NULL)
        return NULL;
      g_ptr_array_add (forms, form_new (&self, layout));
    }
  return g_steal_pointer (&forms);
}

char **
mado_counter_forms_paths (MadoCounter *counter,
                          const char  *procedure)
{
  g_autoptr (GPtrArray) items = mado_form_set_list_form (mado_counter_get_form_set (counter), procedure);
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  for (guint i = 0; i < items->len; i++)
    g_strv_builder_add (out, ((const MadoFormField *) g_ptr_array_index (items, i))->path);
  return g_strv_builder_end (out);
}
