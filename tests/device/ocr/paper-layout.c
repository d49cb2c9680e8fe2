/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/ocr/mado-paper-layout.h"
#include "device/ocr/mado-paper-value.h"

static GPtrArray *cells;

static void
begin (void)
{
  g_clear_pointer (&cells, g_ptr_array_unref);
  cells = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_ocr_cell_free);
}

static void
add (int         x,
     int         y,
     int         width,
     const char *text)
{
  MadoOcrCell *cell = g_new0 (MadoOcrCell, 1);

  cell->box = (MadoOcrBox) { x, y, width, 40 };
  cell->text = g_strdup (text);
  g_ptr_array_add (cells, cell);
}

/* What stands in the box of a field, or NULL. */
static const char *
find (MadoPaperLayout *layout,
      const char      *key,
      int              person)
{
  const char *found = NULL;

  for (guint i = 0; i < layout->places->len; i++)
    {
      const MadoPaperPlace *place = &g_array_index (layout->places, MadoPaperPlace, i);

      if (place->person != person || !g_str_equal (place->key, key))
        continue;
      g_assert_null (found); /* a field has one place */
      found = ((MadoOcrCell *) cells->pdata[place->cell])->text;
    }
  return found;
}

/* A head with a line a person under it; above it what is the whole sheet's. */
static void
test_lines (void)
{
  g_autoptr (MadoPaperLayout) layout = NULL;

  begin ();
  add (0, 0, 100, "転出予定年月日");
  add (104, 0, 300, "令和8年12月1日");
  add (0, 44, 100, "本 籍");
  add (104, 44, 200, "汐見市港町一丁目1番");
  add (308, 44, 60, "筆頭者");
  add (372, 44, 100, "本山　健一");
  add (0, 120, 100, "氏 名");
  add (104, 120, 120, "生年月日");
  add (228, 120, 60, "性刺"); /* misread */
  add (292, 120, 60, "続柄");
  add (356, 120, 200, "個人番号");
  for (int i = 0; i < 3; i++)
    {
      add (0, 164 + 44 * i, 100, i == 1 ? "" : "本山　某");
      add (104, 164 + 44 * i, 120, i == 1 ? "" : "平成2年3月4日");
      add (228, 164 + 44 * i, 60, i == 1 ? "" : "女");
      add (292, 164 + 44 * i, 60, i == 0 ? "世帯主" : i == 1 ? "" : "妻");
      add (356, 164 + 44 * i, 200, i == 1 ? "" : "1234 5678 9018");
    }
  layout = mado_paper_layout_find (cells);

  g_assert_cmpuint (layout->n_labels, ==, 8);
  g_assert_cmpstr (find (layout, "planned_date", -1), ==, "令和8年12月1日");
  g_assert_cmpstr (find (layout, "domicile", -1), ==, "汐見市港町一丁目1番");
  g_assert_cmpstr (find (layout, "domicile_head", -1), ==, "本山　健一");
  g_assert_cmpstr (find (layout, "relation", 0), ==, "世帯主");
  g_assert_cmpstr (find (layout, "sex", 0), ==, "女");
  /* An empty line is no person, but the next one is not taken for it. */
  g_assert_null (find (layout, "name", 1));
  g_assert_cmpstr (find (layout, "relation", 2), ==, "妻");
  g_assert_cmpuint (layout->secret->len, ==, 3);
}

/* A block a person: the second 氏名 begins the second one. */
static void
test_blocks (void)
{
  g_autoptr (MadoPaperLayout) layout = NULL;

  begin ();
  for (int i = 0; i < 2; i++)
    {
      add (0, 100 * i, 80, "フリガナ");
      add (84, 100 * i, 200, i ? "モトヤマ　レン" : "モトヤマ　アオイ");
      add (288, 100 * i, 80, "生年月日");
      add (372, 100 * i, 200, i ? "令和元年5月1日" : "昭和60年4月1日");
      add (0, 44 + 100 * i, 80, "氏名");
      add (84, 44 + 100 * i, 200, i ? "本山　蓮" : "本山　葵");
      add (288, 44 + 100 * i, 80, "住民票コード");
      add (372, 44 + 100 * i, 200, "12345678901");
    }
  layout = mado_paper_layout_find (cells);

  g_assert_cmpstr (find (layout, "kana", 0), ==, "モトヤマ　アオイ");
  g_assert_cmpstr (find (layout, "name", 0), ==, "本山　葵");
  g_assert_cmpstr (find (layout, "kana", 1), ==, "モトヤマ　レン");
  g_assert_cmpstr (find (layout, "birth", 1), ==, "令和元年5月1日");
  g_assert_null (find (layout, "name", 2));
  g_assert_cmpuint (layout->secret->len, ==, 2);
}

/* Something else, or nothing. */
static void
test_strangers (void)
{
  g_autoptr (MadoPaperLayout) empty = NULL, other = NULL;

  begin ();
  empty = mado_paper_layout_find (cells);
  g_assert_cmpuint (empty->n_labels, ==, 0);

  begin ();
  add (0, 0, 100, "商品");
  add (104, 0, 100, "金額");
  add (0, 44, 100, "りんご");
  add (104, 44, 100, "300");
  other = mado_paper_layout_find (cells);
  g_assert_cmpuint (other->n_labels, ==, 0);
  g_assert_cmpuint (other->places->len, ==, 0);
}

static void
test_kind (void)
{
  g_assert_cmpint (mado_paper_kind_of ("転 出 証 明 書"), ==, MADO_PAPER_MOVE_OUT);
  g_assert_cmpint (mado_paper_kind_of ("様式第3号\n転出証萌書"), ==, MADO_PAPER_MOVE_OUT);
  g_assert_cmpint (mado_paper_kind_of ("健康保険資格喪失証明書"), ==, MADO_PAPER_INSURANCE_ENDED);
  g_assert_cmpint (mado_paper_kind_of ("資格確認書"), ==, MADO_PAPER_INSURANCE);
  g_assert_cmpint (mado_paper_kind_of ("領収証"), ==, MADO_PAPER_UNKNOWN);
  g_assert_cmpint (mado_paper_kind_of (""), ==, MADO_PAPER_UNKNOWN);
}

static const struct
{
  MadoPaperType type;
  const char   *printed;
  const char   *value; /* NULL: none */
} values[] = {
  { MADO_PAPER_DATE, "昭和60年4月1日", "1985-04-01" },
  { MADO_PAPER_DATE, "令 和 元 年 5 月 1 日", "2019-05-01" },
  { MADO_PAPER_DATE, "平成３１年４月３０日", "2019-04-30" },
  { MADO_PAPER_DATE, "2026年11月27日", "2026-11-27" },
  { MADO_PAPER_DATE, "昭和64年1月8日", NULL }, /* 平成 by then */
  { MADO_PAPER_DATE, "昭和60年2月30日", NULL },
  { MADO_PAPER_DATE, "昭和60年4月1", NULL },
  { MADO_PAPER_DATE, "和60年4月1日", NULL },
  { MADO_PAPER_DATE, "昭和60年4月1日生", NULL },
  { MADO_PAPER_DATE, "昭和99999999999999999999年4月1日", NULL },
  { MADO_PAPER_DATE, "", NULL },
  { MADO_PAPER_SEX, "男", "male" },
  { MADO_PAPER_SEX, " 女 ", "female" },
  { MADO_PAPER_SEX, "男女", NULL },
  { MADO_PAPER_NAME, "本山　健一", "本山　健一" },
  { MADO_PAPER_NAME, "本山 健一", "本山　健一" },
  { MADO_PAPER_NAME, "𠮷﨑　蓮", "𠮷﨑　蓮" },
  { MADO_PAPER_NAME, "本山3一", NULL },
  { MADO_PAPER_NAME, "本", NULL },
  { MADO_PAPER_KANA, "モトヤマ　ケンイチ", "モトヤマ　ケンイチ" },
  { MADO_PAPER_KANA, "本山　ケンイチ", NULL },
  { MADO_PAPER_RELATION, "世 帯 主", "世帯主" },
  { MADO_PAPER_RELATION, "女の子", NULL },
  { MADO_PAPER_DIGITS, "１２３-4", "123-4" },
  { MADO_PAPER_DIGITS, "12O4", NULL },
  { MADO_PAPER_SEX, "女F.", "female" },
  { MADO_PAPER_SEX, "女 M.", NULL },
  { MADO_PAPER_DATE_WITHIN, "2029年（令和11年）04月01日まで有効", "2029-04-01" },
  { MADO_PAPER_DATE_WITHIN, "2029年(令和 11年)4月1日まで有効", "2029-04-01" },
  { MADO_PAPER_DATE_WITHIN, "2029年（令和10年）04月01日まで有効", NULL }, /* two years */
  { MADO_PAPER_DATE_WITHIN, "令和11年04月01日まで有効", "2029-04-01" },
  { MADO_PAPER_DATE_WITHIN, "4年3月（2028年10月20日）", "2028-10-20" },
  { MADO_PAPER_DATE_WITHIN, "昭和60年4月1日生", "1985-04-01" },
  { MADO_PAPER_DATE_WITHIN, "1985年12月31日", "1985-12-31" },
  { MADO_PAPER_DATE_WITHIN, "12028年10月20日まで有効", NULL },
  { MADO_PAPER_DATE_WITHIN, "2028年10月20日12", NULL },
  { MADO_PAPER_DATE_WITHIN, "4年3月", NULL },
  { MADO_PAPER_DATE_WITHIN, "まで有効", NULL },
  { MADO_PAPER_DATE_WITHIN, "2028年02月30日まで有効", NULL },
  { MADO_PAPER_ROMAN, "TURNER ELIZABETH", "TURNER　ELIZABETH" },
  { MADO_PAPER_ROMAN, "NAME O'NEIL-SMITH ANNA", "O'NEIL-SMITH　ANNA" },
  { MADO_PAPER_ROMAN, "TURNER EL1ZABETH", NULL },
  { MADO_PAPER_ROMAN, "", NULL },
  { MADO_PAPER_CARD_NUMBER, "AB12345678CD", "AB12345678CD" },
  { MADO_PAPER_CARD_NUMBER, "AB1234567OCD", NULL },
  { MADO_PAPER_CARD_NUMBER, "AB12345678C", NULL },
  { MADO_PAPER_ADDRESS, "汐見市 港町 1番", "汐見市港町1番" },
  { MADO_PAPER_ADDRESS, "市", NULL },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *value = mado_paper_value_read (values[i].type, values[i].printed);

      g_test_message ("%s", values[i].printed);
      g_assert_cmpstr (value, ==, values[i].value);
    }
}

static void
test_agree (void)
{
  g_assert_true (mado_paper_value_agree (MADO_PAPER_NAME, "本山　健一", "本山健一"));
  g_assert_false (mado_paper_value_agree (MADO_PAPER_NAME, "本山　健一", "本　山健一"));
  g_assert_false (mado_paper_value_agree (MADO_PAPER_NAME, "本山　健一", "本山　健二"));
  g_assert_false (mado_paper_value_agree (MADO_PAPER_DATE, "", ""));
}

static void
test_secret (void)
{
  g_assert_true (mado_paper_is_secret ("1234 5678 9018"));
  g_assert_true (mado_paper_is_secret ("１２３４　５６７８　９０１８"));
  g_assert_true (mado_paper_is_secret ("S234 5678 9018"));
  g_assert_true (mado_paper_is_secret ("番号 12345678901"));
  g_assert_true (mado_paper_is_secret ("1234\n5678\n9018"));
  g_assert_true (mado_paper_is_secret ("本山　葵\n1234-5678-9018"));
  g_assert_true (mado_paper_is_secret ("I234 S678 9OI8"));
  g_assert_true (mado_paper_is_secret ("1234 5678 90"));
  g_assert_true (mado_paper_is_secret ("1 2 3 4 5 6 7 8 9 0 1 8"));
  g_assert_true (mado_paper_is_secret ("1234・5678・9018"));
  g_assert_false (mado_paper_is_secret ("06123456"));
  g_assert_false (mado_paper_is_secret ("DIOGO SILVA SOUZA"));
  g_assert_false (mado_paper_is_secret ("平成2年3月4日"));
  g_assert_false (mado_paper_is_secret ("汐見市港町一丁目22番33号"));
}

static void
test_kana (void)
{
  char *both = g_strdup ("モトヤマ　ケンイチ\n本山　健一"), *alone = g_strdup ("本山\n健一");
  g_autofree char *kana = mado_paper_take_kana (&both);

  g_assert_cmpstr (kana, ==, "モトヤマ　ケンイチ");
  g_assert_cmpstr (both, ==, "本山　健一");
  g_assert_null (mado_paper_take_kana (&alone));
  g_free (both);
  g_free (alone);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/lines", test_lines);
  g_test_add_func ("/paper/blocks", test_blocks);
  g_test_add_func ("/paper/strangers", test_strangers);
  g_test_add_func ("/paper/kind", test_kind);
  g_test_add_func ("/paper/values", test_values);
  g_test_add_func ("/paper/agree", test_agree);
  g_test_add_func ("/paper/secret", test_secret);
  g_test_add_func ("/paper/kana", test_kana);
  status = g_test_run ();
  g_clear_pointer (&cells, g_ptr_array_unref);
  return status;
}
