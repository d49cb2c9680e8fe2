/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-case-code.h"
#include "core/base/mado-random.h"

#include <string.h>

static void
expect_invalid (const char *text)
{
  g_autoptr (GError) error = NULL;
  guint64 number = 77;

  g_assert_false (mado_case_code_parse (text, &number, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_assert_cmpuint (number, ==, 77);
}

static void
expect_number (const char *text,
               guint64     expected)
{
  g_autoptr (GError) error = NULL;
  guint64 number;

  g_assert_true (mado_case_code_parse (text, &number, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (number, ==, expected);
}

static void
test_known (void)
{
  g_autofree char *zero = mado_case_code_format (0);
  g_autofree char *one = mado_case_code_format (1);
  g_autofree char *max = mado_case_code_format (MADO_CASE_CODE_MAX);

  g_assert_cmpstr (zero, ==, "00000000");
  g_assert_cmpstr (one, ==, "00000012");
  expect_number (max, MADO_CASE_CODE_MAX);
  expect_number ("0000-0012", 1);
  expect_number (" oooo ooi2 ", 1);
  expect_number ("００００－００１２", 1);
  expect_number ("OOOOOOL2", 1);
}

static void
test_round_trip (void)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (3);

  for (guint i = 0; i < 5000; i++)
    {
      guint64 number = (guint64) mado_random_below (random, G_MAXUINT32) * 7 + mado_random_below (random, 7);
      g_autofree char *code = mado_case_code_format (number);
      g_autofree char *display = mado_case_code_display (code);

      g_assert_cmpuint (strlen (code), ==, MADO_CASE_CODE_LENGTH);
      g_assert_cmpuint (strlen (display), ==, MADO_CASE_CODE_LENGTH + 1);
      expect_number (code, number);
      expect_number (display, number);
    }
}

/* Every wrong character and every swap of two in a set of codes. */
static void
test_check_character (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  g_autoptr (MadoRandom) random = mado_random_new_seeded (4);

  for (guint round = 0; round < 50; round++)
    {
      g_autofree char *code = mado_case_code_format (mado_random_below (random, G_MAXUINT32));

      for (guint i = 0; i < MADO_CASE_CODE_LENGTH; i++)
        for (guint k = 0; k < 32; k++)
          {
            g_autofree char *wrong = g_strdup (code);

            wrong[i] = alphabet[k];
            if (wrong[i] != code[i])
              expect_invalid (wrong);
          }
      for (guint i = 0; i < MADO_CASE_CODE_LENGTH; i++)
        for (guint k = i + 1; k < MADO_CASE_CODE_LENGTH; k++)
          {
            g_autofree char *wrong = g_strdup (code);

            wrong[i] = code[k];
            wrong[k] = code[i];
            if (wrong[i] != code[i])
              expect_invalid (wrong);
          }
    }
}

static void
test_invalid (void)
{
  expect_invalid ("");
  expect_invalid ("0000001");
  expect_invalid ("000000120");
  expect_invalid ("0000001U");
  expect_invalid ("大0000012");
  expect_invalid ("\xff" "0000012");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-code/known", test_known);
  g_test_add_func ("/case-code/round-trip", test_round_trip);
  g_test_add_func ("/case-code/check-character", test_check_character);
  g_test_add_func ("/case-code/invalid", test_invalid);
  return g_test_run ();
}
