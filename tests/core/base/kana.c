/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mado-kana.h"

/* A step of the input method: preedit texts, then what it committed. */
typedef struct
{
  const char *preedits[10];
  const char *committed;
} Composed;

static void
compose (MadoKanaHistory *history,
         const Composed  *step)
{
  for (guint i = 0; i < G_N_ELEMENTS (step->preedits) && step->preedits[i] != NULL; i++)
    mado_kana_history_preedit (history, step->preedits[i]);
  mado_kana_history_commit (history, step->committed);
}

static const Composed yamada = { { "y", "や", "やm", "やま", "やまd", "やまだ", "山田", "" }, "山田" };
static const Composed space = { { NULL }, "　" };
static const Composed taro = { { "た", "たろ", "たろう", "太郎", "" }, "太郎" };

static void
test_reading (void)
{
  g_autoptr (MadoKanaHistory) history = mado_kana_history_new ();
  g_autofree char *whole = NULL, *family = NULL, *swapped = NULL;

  compose (history, &yamada);
  compose (history, &space);
  compose (history, &taro);
  whole = mado_kana_history_reading (history, "山田　太郎");
  g_assert_cmpstr (whole, ==, "ヤマダ　タロウ");
  family = mado_kana_history_reading (history, "山田");
  g_assert_cmpstr (family, ==, "ヤマダ");
  swapped = mado_kana_history_reading (history, "太郎 山田");
  g_assert_cmpstr (swapped, ==, "タロウ　ヤマダ");
  g_assert_null (mado_kana_history_reading (history, "山口"));
  g_assert_null (mado_kana_history_reading (history, ""));
  mado_kana_history_clear (history);
  g_assert_null (mado_kana_history_reading (history, "山田"));
}

static void
test_kinds_of_composing (void)
{
  static const struct
  {
    Composed    step;
    const char *text;
    const char *reading; /* NULL: none */
  } cases[] = {
    /* the preedit ends before the commit comes, and after it */
    { { { "さき", "﨑", "" }, "﨑" }, "﨑", "サキ" },
    { { { "よし", "𠮷" }, "𠮷" }, "𠮷", "ヨシ" },
    /* a kanji with a selector */
    { { { "つじ", "辻\U000E0100" }, "辻\U000E0100" }, "辻\U000E0100", "ツジ" },
    /* taken back to kana and changed */
    { { { "さいと", "斎と", "さいと", "さいとう", "斉藤" }, "斉藤" }, "斉藤", "サイトウ" },
    /* confirmed as kana */
    { { { "さくら", "サクラ" }, "さくら" }, "さくら", "サクラ" },
    /* half-width composing, as some methods show it */
    { { { "ﾔﾏﾀﾞ", "山田" }, "山田" }, "山田", "ヤマダ" },
    /* pasted, or chosen from a list of symbols */
    { { { NULL }, "山田" }, "山田", NULL },
    { { { "abc" }, "山田" }, "山田", NULL },
    { { { "\xff" }, "\xff" }, "山", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MadoKanaHistory) history = mado_kana_history_new ();
      g_autofree char *reading = NULL;

      compose (history, &cases[i].step);
      reading = mado_kana_history_reading (history, cases[i].text);
      g_assert_cmpstr (reading, ==, cases[i].reading);
    }
}

/* A correction counts: the newer reading of the same letters wins. */
static void
test_newest_wins (void)
{
  static const Composed first = { { "ひがし", "東" }, "東" };
  static const Composed second = { { "あずま", "東" }, "東" };
  static const Composed other = { { "た", "田" }, "田" };
  g_autoptr (MadoKanaHistory) history = mado_kana_history_new ();
  g_autofree char *reading = NULL;

  compose (history, &first);
  compose (history, &second);
  for (int i = 0; i < 100; i++)
    compose (history, &other);
  g_assert_null (mado_kana_history_reading (history, "東"));
  compose (history, &first);
  compose (history, &second);
  reading = mado_kana_history_reading (history, "東");
  g_assert_cmpstr (reading, ==, "アズマ");
}

static void
test_check (void)
{
  static const char *const fine[] = { "ヤマダ", "ヤマダ　タロウ", "ヴァン", "ユーコ", "ヂヅヲン", "" };
  static const char *const bad[] = {
    "やまだ", "ﾔﾏﾀﾞ", "ヤマダ1", "ーヤマ", "ヤマダ　ッタ", "ヤマ・ダ", "ヤマヶ", "山ダ", "ヤマダ タロウ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autoptr (GError) error = NULL;

      mado_kana_check (fine[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mado_kana_check (bad[i], &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *full;
    const char *family;
    const char *given;
    gboolean    split;
  } cases[] = {
    { "山田　太郎", "山田", "太郎", TRUE },
    { " 山田 太郎", "山田", "太郎", TRUE },
    { "山田", "山田", "", FALSE },
    { "SMITH JOHN PAUL", "SMITH", "JOHN　PAUL", TRUE },
    { "辻\U000E0100 𠮷子", "辻\U000E0100", "𠮷子", TRUE },
    { "", "", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *family = NULL, *given = NULL;

      g_assert_cmpint (mado_kana_split_name (cases[i].full, &family, &given), ==, cases[i].split);
      g_assert_cmpstr (family, ==, cases[i].family);
      g_assert_cmpstr (given, ==, cases[i].given);
    }
  {
    g_autofree char *both = mado_kana_join_name ("山田", "太郎");
    g_autofree char *one = mado_kana_join_name ("山田", "");
    g_autofree char *none = mado_kana_join_name (NULL, NULL);

    g_assert_cmpstr (both, ==, "山田　太郎");
    g_assert_cmpstr (one, ==, "山田");
    g_assert_cmpstr (none, ==, "");
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/kana/reading", test_reading);
  g_test_add_func ("/base/kana/kinds-of-composing", test_kinds_of_composing);
  g_test_add_func ("/base/kana/newest-wins", test_newest_wins);
  g_test_add_func ("/base/kana/check", test_check);
  g_test_add_func ("/base/kana/names", test_names);
  return g_test_run ();
}
