/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mado-checks.h"

#include <string.h>

static void
test_numbers (void)
{
  /* The real codes of four municipalities: 札幌市, 塩竈市, 千代田区, 那覇市. */
  static const char *const cities[] = { "011002", "042030", "131016", "472018" };

  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
    g_assert_true (mado_check_city_code (cities[i]));
  g_assert_false (mado_check_city_code ("042031"));
  g_assert_false (mado_check_city_code ("04203"));
  g_assert_false (mado_check_city_code ("04203a"));
  g_assert_false (mado_check_city_code (NULL));

  /* Made-up numbers whose check digit was worked out by hand: 6·1+5·2+4·3+
   * 3·4+2·5+7·6+6·7+5·8+4·9+3·0+2·1 = 212, 212 mod 11 = 3, 11 - 3 = 8. */
  g_assert_true (mado_check_my_number ("123456789018"));
  g_assert_false (mado_check_my_number ("123456789019"));
  g_assert_false (mado_check_my_number ("12345678901"));
  g_assert_false (mado_check_my_number ("1234567890188"));
  g_assert_true (mado_check_my_number ("000000000000"));
  g_assert_true (mado_check_resident_code ("12345678903"));
  g_assert_false (mado_check_resident_code ("12345678904"));
}

/* Any one wrong digit is found. */
static void
test_one_wrong_digit (void)
{
  for (int at = 0; at < 12; at++)
    for (char d = '0'; d <= '9'; d++)
      {
        char number[] = "123456789018";
        gboolean same = number[at] == d;

        number[at] = d;
        /* Only the remainder 3 gives the digit 8, and no weight is a multiple
         * of 11: nothing else passes. */
        g_assert_cmpint (mado_check_my_number (number), ==, same);
      }
}

static void
test_hidden_my_number (void)
{
  static const char *const found[] = {
    "123456789018", "１２３４５６７８９０１８", "番号は1234-5678-9018です", "1234 5678 9018", "a123456789018b",
    "1 2、123456789018",
  };
  static const char *const not_found[] = {
    "", "12345678901", "1234567890188", "123456789019", "090-1234-5678", "12-3456-789018", "山田",
    "1234--5678-9018",
  };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    g_assert_true (mado_check_contains_my_number (found[i]));
  for (guint i = 0; i < G_N_ELEMENTS (not_found); i++)
    g_assert_false (mado_check_contains_my_number (not_found[i]));
}

static void
test_contacts (void)
{
  static const char *const phones[] = {
    "022-364-1111", "0223641111", "090-1234-5678", "05012345678", "0120-123-456", "+81-90-1234-5678",
    "0800-123-4567", "03-1234-5678",
  };
  static const char *const bad_phones[] = {
    "", "1234567", "090-1234-567", "022-364-11111", "0012345678", "０２２", "abc", "022+364",
  };
  static const char *const mails[] = { "a@example.jp", "a..b.@docomo.ne.jp", "x+y@city.example.lg.jp" };
  static const char *const bad_mails[] = {
    "", "a", "a@", "@example.jp", "a@b", "a b@example.jp", "a@-x.jp", "a@x..jp", "あ@example.jp",
    "a@ex_ample.jp",
  };

  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    g_assert_true (mado_check_phone (phones[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad_phones); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mado_check_phone (bad_phones[i], &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
  for (guint i = 0; i < G_N_ELEMENTS (mails); i++)
    g_assert_true (mado_check_email (mails[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad_mails); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mado_check_email (bad_mails[i], &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
    }
}

static void
test_codes (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_check_postal_code ("9858501", NULL));
  g_assert_false (mado_check_postal_code ("985850", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_assert_false (mado_check_postal_code ("985-850", NULL));
  g_assert_true (mado_check_bank_code ("0125", NULL));
  g_assert_false (mado_check_bank_code ("125", NULL));
  g_assert_true (mado_check_branch_code ("001", NULL));
  g_assert_false (mado_check_branch_code ("0001", NULL));
  g_assert_true (mado_check_account_number ("1234567", NULL));
  g_assert_false (mado_check_account_number ("123456789", NULL));
  g_assert_false (mado_check_account_number ("", NULL));
}

static void
test_display (void)
{
  static const char *const cases[][2] = {
    { "09012345678", "090-1234-5678" }, { "0223641111", "0223641111" },
    { "022-364-1111", "022-364-1111" }, { "0120123456", "0120-123-456" },
    { "0312345678", "03-1234-5678" },   { "08001234567", "0800-123-4567" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mado_check_format_phone (cases[i][0]);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
  {
    g_autofree char *postal = mado_check_format_postal ("9858501");
    g_autofree char *odd = mado_check_format_postal ("985");

    g_assert_cmpstr (postal, ==, "〒985-8501");
    g_assert_cmpstr (odd, ==, "985");
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/checks/numbers", test_numbers);
  g_test_add_func ("/base/checks/one-wrong-digit", test_one_wrong_digit);
  g_test_add_func ("/base/checks/hidden-my-number", test_hidden_my_number);
  g_test_add_func ("/base/checks/contacts", test_contacts);
  g_test_add_func ("/base/checks/codes", test_codes);
  g_test_add_func ("/base/checks/display", test_display);
  return g_test_run ();
}
