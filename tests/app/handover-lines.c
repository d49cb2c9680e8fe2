/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is pointed out when a certificate is compared with what was asked for, and what is not. */
#include "config.h"

#include <string.h>

#include "app/issue/mado-handover-lines.h"

static const char domicile_out[] = "住 民 票\n氏　名　佐藤　花子\n生年月日　昭和60年4月1日　性別　女\n本 籍　【省略】\n続 柄　省略\n個人番号　＊＊＊＊\n"
                                   "この写しは、本籍・続柄を省略しています。";
static const char domicile_in[] = "住 民 票\n氏　名　佐藤　花子\n生年月日　昭和60年4月1日\n本 籍　青森県汐見市本町一丁目2番\n氏　名　佐藤　一郎\n";

static GPtrArray *
request (const char *name,
         gboolean    domicile)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_handover_line_free);
  MadoHandoverLine *line = mado_handover_line_new (MADO_HANDOVER_VALUE, "氏名", name);

  line->find = g_strdup (name);
  g_ptr_array_add (lines, line);
  line = mado_handover_line_new (MADO_HANDOVER_SHOWN, "本籍の記載", domicile ? "はい" : "いいえ");
  line->words = g_strsplit ("本籍", "/", -1);
  line->wanted = domicile;
  g_ptr_array_add (lines, line);
  line = mado_handover_line_new (MADO_HANDOVER_PERSONS, "世帯全員・一部", "世帯の一部");
  line->words = g_strsplit ("氏名", "/", -1);
  line->count = 1;
  g_ptr_array_add (lines, line);
  g_ptr_array_add (lines, mado_handover_line_new (MADO_HANDOVER_EYE, "通数", "1"));
  return lines;
}

/* A letter a line: x is told, . is not. */
static void
assert_told (const char *name,
             gboolean    domicile,
             const char *text,
             const char *expected)
{
  g_autoptr (GPtrArray) lines = request (name, domicile);
  g_autoptr (GString) told = g_string_new (NULL);

  g_assert_true (mado_handover_compare (lines, text));
  for (guint i = 0; i < lines->len; i++)
    {
      MadoHandoverLine *line = lines->pdata[i];

      g_string_append_c (told, line->told != NULL ? 'x' : '.');
      g_assert_false (line->ticked); /* never by itself */
    }
  g_assert_cmpstr (told->str, ==, expected);
}

static void
test_told (void)
{
  assert_told ("佐藤　花子", FALSE, domicile_out, "....");
  assert_told ("佐藤　花子", TRUE, domicile_out, ".x..");
  assert_told ("佐藤　花子", FALSE, domicile_in, ".xx.");
  assert_told ("佐藤　花子", TRUE, domicile_in, "..x.");
  assert_told ("鈴木　一郎", FALSE, domicile_out, "x...");
  assert_told ("佐藤花子", FALSE, domicile_out, "....");
}

/* The same name in other characters is another sentence than another name. */
static void
test_variants (void)
{
  g_autoptr (GPtrArray) lines = request ("髙橋　𠮷子", FALSE), others = request ("髙橋　𠮷子", FALSE);

  g_assert_true (mado_handover_compare (lines, "氏名 高橋 吉子"));
  g_assert_true (mado_handover_compare (others, "氏名 田中 実"));
  g_assert_cmpstr (((MadoHandoverLine *) lines->pdata[0])->told, !=, ((MadoHandoverLine *) others->pdata[0])->told);
  g_assert_nonnull (strstr (((MadoHandoverLine *) lines->pdata[0])->told, "髙橋　𠮷子"));
  assert_told ("髙橋　𠮷子", FALSE, "氏名 髙橋 𠮷子", "....");
}

static void
test_picture (void)
{
  static const char *const empty[] = { NULL, "", " \n　\f" };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (GPtrArray) lines = request ("佐藤　花子", TRUE);

      g_assert_true (mado_handover_compare (lines, domicile_in));
      g_assert_false (mado_handover_compare (lines, empty[i]));
      for (guint j = 0; j < lines->len; j++)
        g_assert_null (((MadoHandoverLine *) lines->pdata[j])->told);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handover-lines/told", test_told);
  g_test_add_func ("/handover-lines/variants", test_variants);
  g_test_add_func ("/handover-lines/picture", test_picture);
  return g_test_run ();
}
