/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-json-private.h"

#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The plan's rows (資料1-1), its KPI (資料1-2) and the list of departments as
 * JSON. Which of them a file is is told by its members. */

#define MAX_DEPTH 64
#define SPACE     " \t\r\n"

/* --- departments ------------------------------------------------------------------------------- */

/* Who gathers: a name of the list. */
static void
read_gather (MadoPlanObject *self)
{
  g_autofree char *name = mado_plan_json_ask_text (self, "gather");
  const MadoDepartment *found = mado_plan_book_find_department_named (self->reading->book, name);

  if (found != NULL)
    mado_plan_json_take (&self->reading->book->gather, g_strdup (found->id));
  else if (*name != 0)
    mado_plan_reading_fault (self->reading, 0, "gather", _("There is no department “%s”."), name);
}

static void
read_department_list (MadoPlanReading *reading,
                      JsonObject      *root)
{
  MadoPlanObject self = mado_plan_json_object_open (reading, root, 0);
  JsonArray *list = mado_plan_json_ask_array (&self, "departments");

  reading->has_departments = TRUE;
  for (guint i = 0; i < mado_plan_json_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *one = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *name = one != NULL ? json_object_get_string_member_with_default (one, "name", "")
                                     : mado_plan_json_element_text (&self, list, i, "departments");
      const char *given = one != NULL ? json_object_get_string_member_with_default (one, "id", "") : "";
      g_autofree char *id = *given != 0 ? g_strdup (given) : mado_plan_department_id (name);

      if (*name == 0)
        mado_plan_reading_fault (reading, i + 1, "name", _("The name is missing."));
      else if (!mado_plan_is_department (id))
        mado_plan_reading_fault (reading, i + 1, "id", _("“%s” cannot be the id of a department."), id);
      else if (mado_plan_book_find_department_named (reading->book, name) == NULL)
        g_ptr_array_add (reading->book->departments, mado_department_new (id, name));
    }
  read_gather (&self);
  g_free (mado_plan_json_object_close (&self));
}

/* --- the file ------------------------------------------------------------------------------------ */

/* Goes over the brackets: FALSE if they go deeper than the parser, which goes
 * down once per bracket, may follow. @end: behind the bracket that closes the
 * first one, or the end of the text. */
static gboolean
scan_brackets (const char  *text,
               const char **end)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  *end = NULL;

  for (const char *p = text; *p != 0; p++)
    if (quoted)
      {
        if (*p == '\\' && p[1] != 0)
          p++;
        else if (*p == '"')
          quoted = FALSE;
      }
    else if (*p == '"')
      quoted = TRUE;
    else if (*p == '[' || *p == '{')
      {
        if (++depth > MAX_DEPTH)
          return FALSE;
      }
    else if ((*p == ']' || *p == '}') && depth > 0 && --depth == 0 && *end == NULL)
      *end = p + 1;
  if (*end == NULL)
    *end = text + strlen (text);
  return TRUE;
}

static void
tell_place (MadoPlanReading *reading,
            const char      *line,
            const char      *place)
{
  mado_plan_reading_fault (reading, 0, "", _("The file is not whole JSON: line %s, place %s."), line, place);
}

/* The parser is content with other things before or behind a list or object, and
 * forgets them: FALSE, and told. */
static gboolean
is_one_text (MadoPlanReading *reading,
             const char      *text,
             const char      *end)
{
  const char *first = text + strspn (text, SPACE), *begin = text;
  const char *more = *first == '{' || *first == '[' ? end + strspn (end, SPACE) : first;
  g_autofree char *line = NULL;
  g_autofree char *place = NULL;
  guint n = 1;

  if (*more == 0)
    return TRUE;
  for (const char *p = text; p < more; p++)
    if (*p == '\n')
      {
        n++;
        begin = p + 1;
      }
  line = g_strdup_printf ("%u", n);
  place = g_strdup_printf ("%ld", g_utf8_strlen (begin, more - begin) + 1);
  tell_place (reading, line, place);
  return FALSE;
}

/* The parser knows the place in the words of its error only: "<data>:3:14: …". */
static void
tell_broken (MadoPlanReading *reading,
             const char      *message)
{
  g_autoptr (GRegex) regex = g_regex_new (":(\\d+):(\\d+):", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *line = NULL;
  g_autofree char *place = NULL;

  if (g_regex_match (regex, message, 0, &match))
    {
      line = g_match_info_fetch (match, 1);
      place = g_match_info_fetch (match, 2);
    }
  tell_place (reading, line != NULL ? line : "1", place != NULL ? place : "1");
}

/* A bare list of KPI is as good as one with a head. */
static JsonObject *
wrap_list (JsonNode *root)
{
  JsonArray *list = json_node_get_array (root);
  JsonObject *object;

  if (json_array_get_length (list) == 0 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, 0)) ||
      !json_object_has_member (json_array_get_object_element (list, 0), "target"))
    return NULL;
  object = json_object_new ();
  json_object_set_array_member (object, "items", json_array_ref (list));
  return object;
}

void
mado_plan_json_read (MadoPlanReading *reading,
                     const char      *text,
                     gsize            length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) wrapped = NULL;
  JsonNode *root;
  JsonObject *object;
  const char *end;

  if (!scan_brackets (text, &end))
    {
      mado_plan_reading_fault (reading, 0, "", _("The file is nested too deeply."));
      return;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, &error))
    {
      tell_broken (reading, error->message);
      return;
    }
  if (!is_one_text (reading, text, end))
    return;
  root = json_parser_get_root (parser);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    object = wrapped = wrap_list (root);
  if (object != NULL && json_object_has_member (object, "initiatives"))
    mado_plan_json_read_plan (reading, object);
  else if (object != NULL && json_object_has_member (object, "items"))
    mado_plan_json_read_kpis (reading, object);
  else if (object != NULL && json_object_has_member (object, "departments"))
    read_department_list (reading, object);
  else
    mado_plan_reading_fault (reading, 0, "", _("The file holds neither rows (initiatives), KPI (items) nor departments."));
}
