/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/ocr/mado-paper-face.h"

#define LETTER 40 /* pixels across and high */

static GPtrArray *words;

static void
begin (void)
{
  g_clear_pointer (&words, g_ptr_array_unref);
  words = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_face_word_free);
}

static void
add (int         x,
     int         y,
     const char *text)
{
  glong n = g_utf8_strlen (text, -1);
  g_autofree int *rights = g_new (int, n + 1);
  const MadoOcrBox box = { x, y, (int) n * LETTER, LETTER };

  for (glong i = 0; i < n; i++)
    rights[i] = x + (int) (i + 1) * LETTER;
  g_ptr_array_add (words, mado_face_word_new (text, rights, &box));
}

static const MadoFacePlace *
find (const MadoFace *face,
      const char     *key)
{
  const MadoFacePlace *found = NULL;

  for (guint i = 0; i < face->places->len; i++)
    if (g_str_equal (g_array_index (face->places, MadoFacePlace, i).key, key))
      {
        g_assert_null (found);
        found = &g_array_index (face->places, MadoFacePlace, i);
      }
  return found;
}

static void
assert_box (const MadoFace *face,
            const char     *key,
            int             x,
            int             y,
            int             width,
            int             height)
{
  const MadoFacePlace *place = find (face, key);

  g_test_message ("%s", key);
  g_assert_nonnull (place);
  g_assert_cmpint (place->box.x, ==, x);
  g_assert_cmpint (place->box.y, ==, y);
  g_assert_cmpint (place->box.width, ==, width);
  g_assert_cmpint (place->box.height, ==, height);
}

static void
test_licence (void)
{
  g_autoptr (MadoFace) face = NULL;

  begin ();
  add (40, 50, "氏名");
  add (170, 54, "本山");
  add (330, 54, "美咲");
  add (900, 55, "平成13年3月8日生");
  add (40, 140, "住所");
  add (170, 142, "青森県汐見市港町1丁目2番3号");
  add (172, 190, "汐見ハイツ101"); /* goes on below */
  add (40, 240, "交付");
  add (170, 240, "令和07年01月20日");
  add (50, 320, "2029年（令和11年）");
  add (520, 320, "12月28日まで有効");
  add (40, 630, "番号");
  add (170, 630, "第241599017652号");
  add (600, 700, "公安委員会");
  face = mado_face_find (words);

  g_assert_cmpint (face->kind, ==, MADO_PAPER_LICENCE);
  assert_box (face, "name", 170, 54, 330 + 2 * LETTER - 170, LETTER);
  assert_box (face, "birth", 900, 55, 10 * LETTER, LETTER);
  assert_box (face, "address", 170, 142, 15 * LETTER, 88);
  assert_box (face, "expiry", 50, 320, 520 + 10 * LETTER - 50, LETTER);
  g_assert_cmpuint (face->n_secret, ==, 1);
  g_assert_cmpuint (face->places->len, ==, 4);
}

/* Labels and values of one row may hang together. */
static void
test_residence (void)
{
  g_autoptr (MadoFace) face = NULL;

  begin ();
  add (480, 30, "在留カード");
  add (840, 34, "番号");
  add (980, 34, "PM16657760LV");
  add (40, 110, "氏名");
  add (230, 114, "TURNER");
  add (500, 114, "ELIZABETH");
  add (40, 190, "生年月日");
  add (230, 190, "1970年05月12日");
  add (830, 190, "性別女F.");
  add (1010, 190, "国籍・地域");
  add (1260, 190, "米国");
  add (40, 280, "住居地");
  add (230, 280, "青森県汐見市港町1丁目");
  add (40, 400, "在留資格");
  add (260, 400, "留学Student");
  add (40, 560, "在留期間（満了日）");
  add (460, 560, "4年3月（2028年10月20日）");
  add (40, 820, "このカードは");
  add (400, 820, "2028年10月20日まで有効");
  add (1000, 820, "です。");
  face = mado_face_find (words);

  g_assert_cmpint (face->kind, ==, MADO_PAPER_RESIDENCE);
  assert_box (face, "card_number", 980, 34, 12 * LETTER, LETTER);
  assert_box (face, "name", 230, 114, 500 + 9 * LETTER - 230, LETTER);
  assert_box (face, "birth", 230, 190, 11 * LETTER, LETTER);
  assert_box (face, "sex", 830 + 2 * LETTER, 190, 3 * LETTER, LETTER);
  assert_box (face, "nationality", 1260, 190, 2 * LETTER, LETTER);
  assert_box (face, "status", 260, 400, 2 * LETTER, LETTER);
  assert_box (face, "stay_until", 460, 560, 17 * LETTER, LETTER);
  g_assert_true (find (face, "status")->cut);
  g_assert_false (find (face, "nationality")->cut);
  g_assert_nonnull (find (face, "expiry"));
}

/* A card with 個人番号 is left alone, whatever else it shows. */
static void
test_number_card (void)
{
  g_autoptr (MadoFace) face = NULL;

  begin ();
  add (40, 30, "個人番号カード");
  add (40, 110, "氏名");
  add (230, 110, "本山美咲");
  add (40, 190, "住所");
  add (230, 190, "青森県汐見市港町1丁目");
  add (40, 280, "生年月日");
  add (230, 280, "平成13年3月8日生");
  add (600, 280, "性別女");
  add (40, 400, "2029年3月8日まで有効");
  add (40, 500, "公安委員会");
  face = mado_face_find (words);

  g_assert_cmpint (face->kind, ==, MADO_PAPER_UNKNOWN);
  g_assert_cmpuint (face->places->len, ==, 0);
}

/* Its name misread: the long number tells. */
static void
test_number_card_back (void)
{
  g_autoptr (MadoFace) face = NULL;

  begin ();
  add (40, 30, "氏名");
  add (230, 30, "本山美咲");
  add (300, 110, "侮人善号");
  add (600, 110, "123456789018");
  add (40, 280, "生年月日");
  add (230, 280, "平成13年3月8日生");
  add (40, 400, "住居地");
  add (600, 280, "性別女");
  face = mado_face_find (words);

  g_assert_cmpint (face->kind, ==, MADO_PAPER_UNKNOWN);
}

static void
test_strangers (void)
{
  g_autoptr (MadoFace) none = NULL, other = NULL;

  begin ();
  none = mado_face_find (words);
  g_assert_cmpint (none->kind, ==, MADO_PAPER_UNKNOWN);
  add (40, 30, "図書館");
  add (40, 110, "氏名");
  add (230, 110, "123456789018");
  add (40, 200, "");
  other = mado_face_find (words);
  g_assert_cmpint (other->kind, ==, MADO_PAPER_UNKNOWN);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face/licence", test_licence);
  g_test_add_func ("/face/residence", test_residence);
  g_test_add_func ("/face/number-card", test_number_card);
  g_test_add_func ("/face/number-card-back", test_number_card_back);
  g_test_add_func ("/face/strangers", test_strangers);
  status = g_test_run ();
  g_clear_pointer (&words, g_ptr_array_unref);
  return status;
}
