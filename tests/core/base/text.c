/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mado-text.h"

#include <string.h>

static void
test_width (void)
{
  static const char *const cases[][2] = {
    { "ＡＢＣ　１２３", "ABC 123" },
    { "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ" },
    { "ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟｳﾞｶﾞﾂﾞｰ", "パピプペポヴガヅー" },
    { "ﾅﾞ", "ナ゛" },
    { "ﾞ", "゛" },
    { "𠮷野家", "𠮷野家" },
    { "\uFA19\uFA11", "\uFA19\uFA11" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = mado_text_fold_width (cases[i][0]);

      g_assert_cmpstr (folded, ==, cases[i][1]);
    }
}

static void
test_number_and_kana (void)
{
  static const char *const dashes[] = {
    "1ー2", "1−2", "1‐2", "1–2", "1—2", "1ｰ2", "1―2", "１－２", "１ － ２",
  };
  g_autofree char *katakana = mado_text_to_katakana ("やまだ　ゔぁゝ山A");
  g_autofree char *hiragana = mado_text_to_hiragana ("ヤマダー　ヴァヶ山");

  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      g_autofree char *folded = mado_text_fold_number (dashes[i]);

      g_assert_cmpstr (folded, ==, "1-2");
    }
  g_assert_cmpstr (katakana, ==, "ヤマダ　ヴァヽ山A");
  g_assert_cmpstr (hiragana, ==, "やまだー　ゔぁゖ山");
}

/* All texts of a line are one name to a clerk. */
static void
test_search_key (void)
{
  static const char *const same[][6] = {
    { "山田　太郎", "山田太郎", "山田 太郎", " 山田・太郎" },
    { "﨑", "崎", "嵜" },
    { "髙橋", "高橋", "髙槗" },
    { "𠮷田", "吉田" },
    { "渡邉", "渡邊", "渡辺", "渡邉\U000E0101" },
    { "齋藤", "斎藤", "斉藤", "齊藤" },
    { "德川", "徳川" },
    { "辻\U000E0100", "辻" },
    { "\uFA19", "神" },
    { "ヤマダ", "やまだ", "ﾔﾏﾀﾞ", "ヤマタ\u3099" },
    { "ショウコ", "しようこ", "ｼﾖｳｺ", "しょうこ" },
    { "John SMITH", "ＪＯＨＮ　ｓｍｉｔｈ", "john-smith" },
    { "1ー2", "1-2", "１－２", "1−2" },
    { "鎌ヶ谷", "鎌ケ谷", "鎌ゖ谷" },
    { "濵田", "濱田", "浜田" },
    { "\U0002F80A", "㒞" },
  };
  static const char *const different[][2] = {
    { "山田", "山口" }, { "やまだ", "やまた" }, { "ユーコ", "ユコ" }, { "間", "閑" }, { "埼", "崎" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *first = mado_text_search_key (same[i][0]);

      for (guint k = 1; k < G_N_ELEMENTS (same[i]) && same[i][k] != NULL; k++)
        {
          g_autofree char *key = mado_text_search_key (same[i][k]);
          g_autofree char *again = mado_text_search_key (key);

          if (i == G_N_ELEMENTS (same) - 1)
            continue; /* checked below: only that it does not break */
          g_assert_cmpstr (key, ==, first);
          g_assert_cmpstr (again, ==, key);
        }
      g_assert_true (g_utf8_validate (first, -1, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    {
      g_autofree char *a = mado_text_search_key (different[i][0]);
      g_autofree char *b = mado_text_search_key (different[i][1]);

      g_assert_cmpstr (a, !=, b);
    }
}

/* No letter may overrun the buffer: the key of every assigned letter alone
 * and doubled is valid text, and the key of a key is the key. */
static void
test_key_of_every_letter (void)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (gunichar c = 1; c < 0x110000; c++)
    {
      char text[16] = { 0 };
      int n;
      g_autofree char *once = NULL;

      if (c == 0xd800)
        c = 0xe000;
      if (c == 0x32000)
        c = 0xe0000;
      if (c == 0xe1000)
        break;
      n = g_unichar_to_utf8 (c, text);
      g_unichar_to_utf8 (c, text + n);
      g_string_truncate (key, 0);
      mado_text_append_search_key (key, text);
      g_assert_true (g_utf8_validate (key->str, (gssize) key->len, NULL));
      once = mado_text_search_key (key->str);
      g_assert_cmpstr (once, ==, key->str);
    }
}

static void
test_canonical (void)
{
  static const struct
  {
    MadoTextKind kind;
    const char  *typed;
    const char  *stored;
  } cases[] = {
    { MADO_TEXT_PLAIN, "　 かんりょう　です \t", "かんりょう　です" },
    { MADO_TEXT_PLAIN, "", "" },
    { MADO_TEXT_LINES, " 一行目 \r\n  二行目　\n\n", "一行目\n  二行目" },
    { MADO_TEXT_NAME, "山田 太郎", "山田　太郎" },
    { MADO_TEXT_NAME, "　山田 　　太郎 ", "山田　太郎" },
    { MADO_TEXT_NAME, "𠮷田　\uFA19 辻\U000E0100", "𠮷田　\uFA19　辻\U000E0100" },
    { MADO_TEXT_KANA, "やまだ ﾀﾛｳ", "ヤマダ　タロウ" },
    { MADO_TEXT_NUMBER, "１，２００", "1200" },
    { MADO_TEXT_NUMBER, "ー５", "-5" },
    { MADO_TEXT_NUMBER, "007", "7" },
    { MADO_TEXT_NUMBER, "-0", "0" },
    { MADO_TEXT_NUMBER, " 12個 ", "12個" },
    { MADO_TEXT_PHONE, "０２２ー３６４ー１１１１", "022-364-1111" },
    { MADO_TEXT_PHONE, "(022)364-1111", "022-364-1111" },
    { MADO_TEXT_PHONE, "090 1234 5678", "09012345678" },
    { MADO_TEXT_POSTAL, "〒９８５－８５０１", "9858501" },
    { MADO_TEXT_POSTAL, "985-8501", "9858501" },
    { MADO_TEXT_POSTAL, "98-58501", "98-58501" },
    { MADO_TEXT_EMAIL, " ａ@example.jp ", "a@example.jp" },
    { MADO_TEXT_CODE, " ＡＢ１２ ３４ー５ ", "AB1234-5" },
    { MADO_TEXT_ADDRESS, " 旭町1-2−3 ", "旭町１－２－３" },
    { MADO_TEXT_ADDRESS, "メゾン101 A", "メゾン１０１　Ａ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *stored = mado_text_canonical (cases[i].kind, cases[i].typed);
      g_autofree char *again = mado_text_canonical (cases[i].kind, stored);

      g_assert_cmpstr (stored, ==, cases[i].stored);
      g_assert_cmpstr (again, ==, cases[i].stored);
    }
}

static void
test_letters (void)
{
  g_assert_cmpuint (mado_text_length (""), ==, 0);
  g_assert_cmpuint (mado_text_length ("山田"), ==, 2);
  g_assert_cmpuint (mado_text_length ("辻\U000E0100辻"), ==, 2);
  g_assert_cmpuint (mado_text_length ("𠮷か\u3099"), ==, 2);
  g_assert_cmpuint (mado_text_offset ("辻\U000E0100辻", 1), ==, strlen ("辻\U000E0100"));
  g_assert_cmpuint (mado_text_offset ("山田", 9), ==, strlen ("山田"));
  g_assert_cmpuint (mado_text_offset ("山田", 0), ==, 0);
}

static void
test_name_letters (void)
{
  static const char *const fine[] = {
    "山田　太郎", "𠮷野", "\uFA11\uFA19", "辻\U000E0100", "佐々木", "ジャン・ポール", "O'Brien-Smith",
    "NGUYỄN VĂN A", "김철수", "〆木", "シェーン", "か\u3099",
  };
  static const struct
  {
    const char *text;
    const char *part;
  } bad[] = {
    { "山田\t", "U+0009" }, { "山\u202E田", "U+202E" }, { "山\u200B田", "U+200B" },
    { "山田😀", "😀" }, { "\uE000田", "U+E000" }, { "山田2", "2" }, { "山田★", "★" },
    { "山田(旧)", "(" }, { "\xff", "damaged" }, { "山\uFFFD", "\uFFFD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autoptr (GError) error = NULL;

      mado_text_check_name (fine[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mado_text_check_name (bad[i].text, &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, bad[i].part));
    }
}

static void
test_clean (void)
{
  g_assert_true (mado_text_is_clean ("山田", FALSE));
  g_assert_true (mado_text_is_clean ("一\n二", TRUE));
  g_assert_false (mado_text_is_clean ("一\n二", FALSE));
  g_assert_false (mado_text_is_clean ("\x01", TRUE));
  g_assert_false (mado_text_is_clean ("\xc3", FALSE));
  g_assert_false (mado_text_is_clean (NULL, FALSE));
}

static void
test_key_speed (void)
{
  static const char name[] = "渡邉　太郎 ワタナベ　タロウ 番地の一二三四五六七八九〇";
  g_autoptr (GString) key = g_string_new (NULL);
  gint64 start = g_get_monotonic_time ();
  double ns;

  for (int i = 0; i < 100000; i++)
    {
      g_string_truncate (key, 0);
      mado_text_append_search_key (key, name);
    }
  ns = (double) (g_get_monotonic_time () - start) / 100.0;
  g_test_message ("search key of %d letters: %.0f ns", (int) g_utf8_strlen (name, -1), ns);
  g_test_minimized_result (ns, "search key of 30 letters: %.0f ns", ns);
  g_assert_cmpfloat (ns, <, 20000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/width", test_width);
  g_test_add_func ("/base/text/number-and-kana", test_number_and_kana);
  g_test_add_func ("/base/text/search-key", test_search_key);
  g_test_add_func ("/base/text/key-of-every-letter", test_key_of_every_letter);
  g_test_add_func ("/base/text/canonical", test_canonical);
  g_test_add_func ("/base/text/letters", test_letters);
  g_test_add_func ("/base/text/name-letters", test_name_letters);
  g_test_add_func ("/base/text/clean", test_clean);
  g_test_add_func ("/base/text/key-speed", test_key_speed);
  return g_test_run ();
}
