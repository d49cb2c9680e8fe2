/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-paths.h"
#include "core/procedure/mado-pack-check.h"

#include <string.h>

/*
 * Every fault a city can make, each in a fresh copy of the mini pack: one text
 * is replaced in one file; the check must name that file, the line, and say
 * why. @old NULL: the file is removed. @line 0: the file as a whole.
 */
typedef struct
{
  const char *name;
  const char *file;
  const char *old;
  const char *new;
  const char *where;  /* file of the fault; NULL: the same */
  const char *at;     /* text of the line that must be named; NULL: any */
  const char *says;   /* part of the sentence */
} Case;

static const Case cases[] = {
  { "unknown-key", "procedures/goat.json", "\"minutes\"", "\"minuets\"", NULL, "minuets", "“minuets” is not known" },
  { "unknown-field", "procedures/goat.json", "\"pet_name\"", "\"pet_nmae\"", NULL, "pet_nmae", "“pet_nmae” is not in fields.json" },
  { "unknown-field-in-block", "blocks.json", "\"payer\"]", "\"payre\"]", NULL, "payre", "“payre” is not in fields.json" },
  { "unknown-block", "procedures/mooring.json", "\"block\": \"payer\"", "\"block\": \"nobody\"", NULL, "nobody", "not in blocks.json" },
  { "unknown-desk", "procedures/goat.json", "\"care\"", "\"kare\"", NULL, "kare", "“kare” is not in desks.json" },
  { "unknown-document", "procedures/goat.json", "\"leash\"", "\"rope\"", NULL, "rope", "“rope” is not in documents.json" },
  { "unknown-question", "guidance/arrive.json", "\"has_boat\",", "\"has_ship\",", NULL, "has_ship", "“has_ship” is not in questions.json" },
  { "unknown-variable", "guidance/arrive.json", "{\"var\": \"has_boat\"}, \"why\"", "{\"var\": \"has_ship\"}, \"why\"", NULL, "has_ship", "neither a question, a field" },
  { "unknown-procedure", "guidance/arrive.json", "\"procedure\": \"mooring\"", "\"procedure\": \"anchor\"", NULL, "anchor", "“anchor” does not exist" },
  { "unknown-operator", "guidance/arrive.json", "{\"and\": [{\"var\": \"young\"}", "{\"plus\": [{\"var\": \"young\"}", NULL, "plus", "not an operator" },
  { "question-in-form", "procedures/mooring.json", "{\">\": [{\"var\": \"boat_length\"}, 10]}", "{\"var\": \"has_boat\"}", NULL, "has_boat", "cannot stand in a condition of a form" },
  { "question-not-asked", "guidance/arrive.json", "\"has_goat\", \"young\"", "\"young\"", NULL, "\"goat\"", "“has_goat”, which this event does not ask" },
  { "question-rests-on-itself", "questions.json", "\"derived\": {\"some\": [\"persons\", {\"<\": [{\"var\": \"age\"}, 18]}]}", "\"shown\": {\"var\": \"alone\"}", "guidance/arrive.json", NULL, "rests on itself" },
  { "question-out-of-order", "guidance/arrive.json", "\"young\", \"alone\"", "\"alone\", \"young\"", NULL, NULL, "asked after it" },
  { "cycle-in-after", "procedures/register.json", "\"roles\":", "\"after\": [\"goat\"], \"roles\":", "procedures/", NULL, "circle" },
  { "after-unknown", "procedures/goat.json", "[\"register\"]", "[\"regster\"]", NULL, "regster", "“regster” does not exist" },
  { "missing-file", "fields.json", NULL, NULL, NULL, NULL, "missing" },
  { "missing-towns", "towns.csv", NULL, NULL, NULL, NULL, "missing" },
  { "missing-layout", "forms/mooring.json", NULL, NULL, "procedures/mooring.json", NULL, "forms/mooring.json is missing" },
  { "wrong-type-string", "procedures/goat.json", "\"minutes\": 3", "\"minutes\": \"3\"", NULL, "minutes", "must be a whole number" },
  { "wrong-type-number", "procedures/goat.json", "\"basis\": \"Village rule\"", "\"basis\": 7", NULL, "basis", "A text is a string" },
  { "wrong-type-list", "procedures/goat.json", "\"channels\": [\"counter\"]", "\"channels\": \"counter\"", NULL, "channels", "a list" },
  { "wrong-type-bool", "desks.json", "\"first\": true", "\"first\": \"yes\"", NULL, "first", "true or false" },
  { "wrong-enum", "procedures/goat.json", "\"sign\": \"none\"", "\"sign\": \"blood\"", NULL, "blood", "“blood” is none of" },
  { "two-procedures-one-id", "procedures/goat.json", "\"id\": \"goat\"", "\"id\": \"register\"", "procedures/register.json", "\"id\"", "used a second time" },
  { "two-fields-one-tag", "fields.json", "\"tag\": 499", "\"tag\": 500", NULL, "birth_date", "tags are never used twice" },
  { "no-tag", "fields.json", "\"tag\": 499, ", "", NULL, "birth_date", "needs a tag" },
  { "two-choices-one-key", "fields.json", "{\"key\": 2, \"code\": \"west\"", "{\"key\": 1, \"code\": \"west\"", NULL, "berth", "used by two choices" },
  { "two-choices-one-code", "fields.json", "\"code\": \"west\"", "\"code\": \"east\"", NULL, "berth", "used by two choices" },
  { "choice-without-choices", "fields.json", "\"id\": \"payer\", \"tag\": 492, \"type\": \"text\"", "\"id\": \"payer\", \"tag\": 492, \"type\": \"choice\"", NULL, "payer", "needs choices" },
  { "two-events-one-key", "guidance/paper.json", "\"key\": 9", "\"key\": 4", NULL, "key", "a second time" },
  { "key-twice", "city.json", "\"kana\"", "\"version\": \"6\",\n  \"kana\"", NULL, "\"7\"", "stands here a second time" },
  { "broken-json", "questions.json", "},\n", "}\n", NULL, NULL, "not valid JSON" },
  { "empty-file", "desks.json", "*", "", NULL, NULL, "empty" },
  { "not-utf8", "documents.json", "Leash", "L\xff", NULL, NULL, "not UTF-8" },
  { "bad-language-tag", "desks.json", "\"zh-Hans\"", "\"Chinese language\"", NULL, "Chinese language", "not a language tag" },
  { "bad-city-code", "city.json", "\"469874\"", "\"469875\"", NULL, "469875", "check digit" },
  { "bad-date", "holidays.json", "2026-08-14", "2026-08-32", NULL, "2026-08-32", "not a date" },
  { "bad-id", "procedures/goat.json", "\"id\": \"goat\"", "\"id\": \"Goat!\"", NULL, "Goat!", "not a good id" },
  { "two-first-desks", "desks.json", "\"id\": \"care\"", "\"first\": true, \"id\": \"care\"", NULL, "first", "Only one desk" },
  { "no-first-desk", "desks.json", "\"first\": true", "\"first\": false", NULL, NULL, "No desk is marked" },
  { "person-missing", "procedures/register.json", "{\"field\": \"surname\", \"person\": \"subject\"}", "{\"field\": \"surname\"}", NULL, "surname", "of which role" },
  { "person-unknown", "procedures/register.json", "\"surname\", \"person\": \"subject\"", "\"surname\", \"person\": \"ghost\"", NULL, "ghost", "not a role" },
  { "notifier-unknown", "procedures/goat.json", "\"visitor\"", "\"neighbour\"", NULL, "neighbour", "neither \"visitor\"" },
  { "no-retention", "procedures/goat.json", "\"years\": 1", "\"years\": 0", NULL, NULL, "retention" },
  { "negative-fee", "procedures/mooring.json", "\"amount\": 500", "\"amount\": -500", NULL, "-500", "negative" },
  { "deadline-of-no-date", "procedures/mooring.json", "[\"arrival\"]", "[\"boat_name\"]", NULL, NULL, "is not a date" },
  { "form-path", "forms/mooring.json", "\"boat_name\"", "\"boat_nmae\"", NULL, "boat_nmae", "No procedure of this form has “boat_nmae”" },
  { "form-outside", "forms/mooring.json", "\"x\": 10, \"y\": 50", "\"x\": 100, \"y\": 50", NULL, "signature", "outside the sheet" },
  { "form-paper", "forms/mooring.json", "A5", "B7", NULL, NULL, "“B7” is not known" },
  { "form-unused", "procedures/mooring.json", "[\"mooring\"]", "[]", "forms/mooring.json", NULL, "No procedure uses this form" },
  { "issue-a-certificate", "issued.json", "受けつけの紙", "住民票の写し", NULL, "住民票", "is a certificate" },
  { "issue-shape", "issued.json", "\"accepted\"", "\"rejected\"", NULL, "rejected", "“rejected” is none of" },
  { "issue-desk", "issued.json", "\"shape\"", "\"desks\": [\"nowhere\"], \"shape\"", NULL, "nowhere", "“nowhere” is neither" },
  { "issue-procedure", "issued.json", "\"shape\"", "\"procedure\": \"anchor\", \"shape\"", NULL, "anchor", "“anchor” is not in procedures/" },
  { "issue-field", "issued.json", "\"shape\"", "\"fields\": [\"pet_nmae\"], \"shape\"", NULL, "pet_nmae", "“pet_nmae” is not in fields.json" },
  { "handover-field", "handover.json", "\"berth\"", "\"breth\"", NULL, "breth", "“breth” is not in fields.json" },
  { "handover-procedure", "handover.json", "\"mooring\"", "\"anchor\"", NULL, "anchor", "“anchor” is not in procedures/" },
  { "town-cells", "towns.csv", "n,9990001", "n,x,9990001", NULL, "n,x", "cells" },
  { "town-postal", "towns.csv", "9990002", "999000", NULL, "999000", "postal code" },
  { "unreachable", "guidance/arrive.json", "\"procedure\": \"goat\"", "\"procedure\": \"register\"", "procedures/goat.json", NULL, "No event leads to" },
  { "never-certain", "guidance/arrive.json", "{\"and\": [{\"var\": \"has_goat\"}, {\"!\": {\"var\": \"has_boat\"}}]}", "{\"and\": [{\"var\": \"has_goat\"}, null]}", "procedures/goat.json", NULL, "No answers lead to" },
  /* "has" of an answer is the one way to break it */
  { "unsure-loses", "guidance/arrive.json", "{\"var\": \"has_boat\"}, \"why\"", "{\"has\": \"has_boat\"}, \"why\"", NULL, NULL, "“Not sure” loses or adds “mooring”" },
  { "persona-not-led", "personas/sailor.json", "{\"procedure\": \"mooring\"}", "{\"procedure\": \"mooring\"}, {\"procedure\": \"goat\"}", NULL, NULL, "not led to “goat”" },
  { "persona-led-too-far", "personas/sailor.json", ", {\"procedure\": \"mooring\"}", "", NULL, NULL, "“mooring”, which is not expected" },
  { "persona-status", "personas/herder.json", ", \"status\": \"unsure\"", "", NULL, NULL, "wrong status" },
  { "persona-no-answer", "personas/sailor.json", "\"has_boat\": \"yes\", ", "", NULL, NULL, "asked “has_boat” and has no answer" },
  { "persona-walk", "personas/sailor.json", "\"harbour\"", "\"care\"", NULL, NULL, "other windows" },
  { "persona-field", "personas/sailor.json", "birth_date", "birthdate", NULL, NULL, "“birthdate” is not in fields.json" },
  { "too-many-questions", "city.json", "\"max_questions\": 3", "\"max_questions\": 1", "guidance/arrive.json", NULL, "More questions" },
  { "rule-to-nowhere", "guidance/arrive.json", "{\"referral\": \"coastguard\", ", "{", NULL, NULL, "exactly one of" },
};

/* --- a copy of the pack --------------------------------------------------------- */

static void
copy_tree (const char *from, const char *to)
{
  g_autoptr(GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        {
          copy_tree (source, target);
          continue;
        }
      g_assert_true (g_file_get_contents (source, &text, &length, NULL));
      g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
    }
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

/* The text of the changed file (to find the line that must be named). */
static char *
break_pack (const char *dir, const Case *c)
{
  g_autofree char *path = g_build_filename (dir, c->file, NULL);
  g_autofree char *text = NULL;
  GString *changed;
  char *at;

  if (c->old == NULL)
    {
      g_assert_cmpint (g_remove (path), ==, 0);
      return g_strdup ("");
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (NULL);
  if (!g_str_equal (c->old, "*"))
    {
      at = strstr (text, c->old);
      if (at == NULL)
        g_error ("%s: “%s” is not in %s", c->name, c->old, c->file);
      g_string_append_len (changed, text, at - text);
      g_string_append (changed, c->new);
      g_string_append (changed, at + strlen (c->old));
    }
  g_assert_true (g_file_set_contents (path, changed->str, (gssize) changed->len, NULL));
  return g_string_free (changed, FALSE);
}

static gboolean
line_holds (const char *text, guint line, const char *part)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  return line >= 1 && line <= g_strv_length (lines) && strstr (lines[line - 1], part) != NULL;
}

static gboolean
matches (const Case *c, const MadoPackFault *fault, const char *text)
{
  return g_str_has_prefix (fault->file, c->where != NULL ? c->where : c->file) &&
         strstr (fault->text, c->says) != NULL &&
         (c->at == NULL || line_holds (text, fault->line, c->at));
}

static void
test_fault (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *source = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests/pack-mini", NULL);
  g_autofree char *dir = g_dir_make_tmp ("mado-pack-XXXXXX", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) faults = NULL;
  gboolean found = FALSE;

  copy_tree (source, dir);
  text = break_pack (dir, c);
  faults = mado_pack_check (dir, NULL);
  for (guint i = 0; i < faults->len; i++)
    {
      MadoPackFault *fault = g_ptr_array_index (faults, i);

      g_test_message ("%s:%u: %s", fault->file, fault->line, fault->text);
      found |= matches (c, fault, text);
    }
  remove_tree (dir);
  if (!found)
    g_test_fail_printf ("%s: the fault is not told", c->name);
}

/* A load stops at the first fault and says where. */
static void
test_load_error (void)
{
  g_autofree char *source = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests/pack-mini", NULL);
  g_autofree char *dir = g_dir_make_tmp ("mado-pack-XXXXXX", NULL);
  g_autofree char *text = NULL;
  g_autofree char *where = g_build_filename (dir, "procedures/goat.json:", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(MadoPack) names = NULL;

  copy_tree (source, dir);
  text = break_pack (dir, &cases[0]);
  g_assert_null (mado_pack_load (dir, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, where));
  g_assert_nonnull (names = mado_pack_load_names (dir, NULL)); /* not of that file */
  remove_tree (dir);
  g_clear_error (&error);
  g_assert_null (mado_pack_load (dir, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (mado_pack_load_names (dir, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/pack-faults/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_fault);
    }
  g_test_add_func ("/pack-faults/load-error", test_load_error);
  return g_test_run ();
}
