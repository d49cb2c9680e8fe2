/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-text.h"
#include "core/form/mado-case-project.h"
#include "core/form/mado-person-mark.h"
#include "case-kit.h"

#include <string.h>

static void
test_same_person (void)
{
  /* Written by two hands: width, kana kind, variant kanji, spaces. */
  static const struct
  {
    const char *one, *two;
    gboolean    same;
  } rows[] = {
    { "髙橋　一郎", "高橋一郎", TRUE },      { "𠮷田健一", "吉田　健一", TRUE }, { "ヨシダ　ケンイチ", "よしだけんいち", TRUE },
    { "ﾖｼﾀﾞケンイチ", "ヨシダケンイチ", TRUE }, { "田中実", "田中稔", FALSE },     { "田中実", "田中実子", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *one = mado_person_mark (MADO_PERSON_MARK_HERE, rows[i].one, "1985-04-01");
      g_autofree char *two = mado_person_mark (MADO_PERSON_MARK_HERE, rows[i].two, "1985-04-01");
      g_autofree char *later = mado_person_mark (MADO_PERSON_MARK_HERE, rows[i].one, "1985-04-02");

      g_assert_cmpint (g_str_equal (one, two), ==, rows[i].same);
      g_assert_cmpstr (one, !=, later);
    }
}

static void
test_no_mark (void)
{
  g_assert_null (mado_person_mark (MADO_PERSON_MARK_HERE, "", "1985-04-01"));
  g_assert_null (mado_person_mark (MADO_PERSON_MARK_HERE, "　", "1985-04-01"));
  g_assert_null (mado_person_mark (MADO_PERSON_MARK_CARE, "田中実", ""));
}

/* The search folds what it is asked and what it holds: a mark stays itself. */
static void
test_survives_folding (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("山田%u", i);
      g_autofree char *mark = mado_person_mark (i % 2 ? MADO_PERSON_MARK_CARE : MADO_PERSON_MARK_HERE, name, "2001-01-01");
      g_autofree char *key = mado_text_search_key (mark);

      g_assert_cmpstr (key, ==, mark);
      g_assert_cmpint (g_utf8_strlen (mark, -1), ==, 5);
    }
}

/* A case that is searched for by the marks of its persons; its search text shows neither a birth date nor why. */
static void
test_case_carries_marks (void)
{
  Kit kit;
  g_autoptr (MadoPack) pack = case_kit_load_pack ();
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoCase) kase = NULL;
  g_autoptr (MadoCaseEdit) edit = NULL;
  MadoCaseProjector *projector = mado_case_projector_new (pack, "shimin");
  g_autofree char *here = mado_person_mark (MADO_PERSON_MARK_HERE, "吉田健一", "1985-04-01");
  g_autofree char *kana = mado_person_mark (MADO_PERSON_MARK_HERE, "よしだけんいち", "1985-04-01");
  g_autofree char *care = mado_person_mark (MADO_PERSON_MARK_CARE, "吉田健一", "1985-04-01");

  kit_init (&kit, 3);
  record = kit_record (&kit);
  kase = mado_case_new (pack, record);
  edit = mado_case_edit_new (kase);
  mado_case_edit_set_text (edit, "event", "tennyu", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, "person/pzzzzzz/family_name", "𠮷田", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, "person/pzzzzzz/given_name", "健一", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, "person/pzzzzzz/family_name_kana", "ヨシダ", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, "person/pzzzzzz/given_name_kana", "ケンイチ", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, "person/pzzzzzz/birth_date", "1985-04-01", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, "field/new.town", "海岸町", MADO_SOURCE_TYPED);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (MadoCaseRow) row = NULL;

      if (i == 1)
        mado_case_edit_protect (edit, "shimin");
      case_kit_write (&kit, edit, 1000 + (gint64) i);
      row = mado_case_project (mado_case_get_record (kase), &text, projector);
      g_assert_nonnull (row);
      g_assert_nonnull (strstr (text, here));
      g_assert_nonnull (strstr (text, kana));
      g_assert_cmpint (strstr (text, care) != NULL, ==, i == 1);
      g_assert_null (strstr (text, "1985"));
      g_assert_null (strstr (text, "海岸町"));
    }
  mado_case_projector_free (projector);
  g_clear_object (&edit);
  g_clear_object (&kase);
  kit_clear (&kit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/person-mark/same-person", test_same_person);
  g_test_add_func ("/person-mark/no-mark", test_no_mark);
  g_test_add_func ("/person-mark/survives-folding", test_survives_folding);
  g_test_add_func ("/person-mark/case-carries-marks", test_case_carries_marks);
  return g_test_run ();
}
