/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "persona.h"

#include <json-glib/json-glib.h>

static const struct
{
  const char *given;
  const char *kana;
  const char *sex;
} names[] = {
  { "颯太", "ソウタ", "male" }, { "菜摘", "ナツミ", "female" }, { "樹", "イツキ", "male" }, { "結月", "ユヅキ", "female" },
};

static void
set (MadoCaseEdit *edit,
     const char   *path,
     const char   *text)
{
  mado_case_edit_set_text (edit, path, text, MADO_SOURCE_TYPED);
}

static void
set_of_person (MadoCaseEdit *edit,
               const char   *eid,
               const char   *field,
               const char   *text)
{
  g_autofree char *path = mado_case_path_person (eid, field);

  set (edit, path, text);
}

static void
enter_person (MadoCaseEdit *edit,
              JsonObject   *person,
              guint         n,
              MadoRandom   *random)
{
  g_autofree char *eid = mado_case_edit_add_person (edit, random);
  g_autoptr (GList) members = json_object_get_members (person);

  set_of_person (edit, eid, "family_name", "黒木");
  set_of_person (edit, eid, "family_name_kana", "クロキ");
  set_of_person (edit, eid, "given_name", names[n % 4].given);
  set_of_person (edit, eid, "given_name_kana", names[n % 4].kana);
  set_of_person (edit, eid, "kana_confirmed", "yes");
  set_of_person (edit, eid, "sex", names[n % 4].sex);
  for (GList *at = members; at != NULL; at = at->next)
    set_of_person (edit, eid, at->data, json_object_get_string_member (person, at->data));
  if (n == 0)
    set (edit, "role/head", eid);
  if (n == 1)
    set (edit, "role/visitor", eid);
}

static void
enter_fields (MadoCaseEdit *edit,
              JsonObject   *fields)
{
  MadoPack *pack = mado_case_get_pack (mado_case_edit_get_case (edit));
  g_autoptr (GList) members = json_object_get_members (fields);

  for (GList *at = members; at != NULL; at = at->next)
    {
      const MadoField *field = mado_pack_get_field (pack, at->data);
      g_autofree char *path = NULL;

      g_assert_nonnull (field);
      path = mado_form_path (field, NULL, NULL);
      set (edit, path, json_object_get_string_member (fields, at->data));
    }
  set (edit, "field/new.block", "48番地16");
  /* What the program carries over to the other windows' forms. */
  set (edit, "field/addr.municipality", json_object_get_string_member (fields, "new.municipality"));
  set (edit, "field/addr.town", json_object_get_string_member (fields, "new.town"));
  set (edit, "field/addr.block", "48番地16");
  set (edit, "field/contact_phone", "08055501234");
}

static void
enter_procedures (MadoCaseEdit *edit,
                  JsonArray    *expected)
{
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      const char *proc = json_object_get_string_member (json_array_get_object_element (expected, i), "procedure");
      g_autofree char *state = mado_case_path_proc (proc, "state");
      g_autofree char *added = mado_case_path_proc (proc, "added");

      set (edit, added, "guided");
      set (edit, state, "filled");
    }
}

void
persona_enter (MadoCaseEdit *edit,
               const char   *file,
               const char   *origin,
               MadoRandom   *random)
{
  g_autofree char *path = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", "personas", file, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) answers = NULL;
  JsonObject *root;
  JsonArray *persons;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  set (edit, "event", json_object_get_string_member (root, "event"));
  set (edit, "received_on", json_object_get_string_member (root, "today"));
  set (edit, "origin", origin);
  set (edit, "ticket_no", "107");
  set (edit, "case_no", "2K7M0XQ4");
  persons = json_object_get_array_member (root, "persons");
  for (guint i = 0; i < json_array_get_length (persons); i++)
    enter_person (edit, json_array_get_object_element (persons, i), i, random);
  enter_fields (edit, json_object_get_object_member (root, "fields"));
  answers = json_object_get_members (json_object_get_object_member (root, "answers"));
  for (GList *at = answers; at != NULL; at = at->next)
    {
      g_autofree char *answer = mado_case_path_answer (at->data);

      set (edit, answer, json_object_get_string_member (json_object_get_object_member (root, "answers"), at->data));
    }
  enter_procedures (edit, json_object_get_array_member (root, "expect"));
  mado_case_edit_add_routes (edit, origin);
}

MadoFormSet *
persona_forms (MadoCase *kase)
{
  MadoFormSet *forms = mado_form_set_new (mado_case_get_pack (kase));
  MadoFormReader reader = mado_case_get_reader (kase);

  mado_form_set_refresh (forms, &reader);
  return forms;
}

static void
sign_form (MadoCaseEdit *edit,
           MadoFormSet  *forms,
           const char   *proc,
           const char   *id,
           gint64        now,
           MadoRandom   *random)
{
  MadoCase *kase = mado_case_edit_get_case (edit);
  MadoRecord *record = mado_case_get_record (kase);
  g_autoptr (GPtrArray) items = mado_form_set_list_form (forms, proc);
  g_autoptr (GPtrArray) printed = g_ptr_array_new ();
  g_auto (GStrv) covered = NULL;
  g_autoptr (MadoSignature) signature = NULL;
  g_autofree char *path = mado_case_path_proc (proc, "signature");
  g_autofree char *state = mado_case_path_proc (proc, "state");

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (printed, ((const MadoFormField *) items->pdata[i])->path);
  g_ptr_array_add (printed, NULL);
  covered = mado_case_sign_cover (mado_case_get_pack (kase), proc, (const char *const *) printed->pdata,
                                  mado_sign_lookup_record, record);
  signature = mado_signature_new (id, "tablet", now, (const char *const *) covered, random, mado_sign_lookup_record, record);
  mado_case_edit_set (edit, path, mado_signature_to_value (signature), MADO_SOURCE_TYPED);
  set (edit, state, "signed");
}

void
persona_sign (MadoCaseEdit *edit,
              gint64        now,
              MadoRandom   *random)
{
  MadoCase *kase = mado_case_edit_get_case (edit);
  g_autoptr (MadoFormSet) forms = persona_forms (kase);
  GPtrArray *procs = mado_case_list_procedures (kase);
  g_autofree char *id = NULL;
  MadoId signature;

  mado_random_bytes (random, signature.b, sizeof signature.b);
  id = mado_id_to_string (&signature);
  for (guint i = 0; i < procs->len; i++)
    {
      const MadoCaseProc *proc = procs->pdata[i];

      if (proc->procedure->sign == MADO_SIGN_TABLET)
        sign_form (edit, forms, proc->id, id, now, random);
    }
}

char *
persona_path (MadoCase   *kase,
              guint       person,
              const char *field)
{
  return mado_case_path_person (mado_case_list_persons (kase)[person], field);
}
