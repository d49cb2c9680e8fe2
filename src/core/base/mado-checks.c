/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-checks.h"
#include "core/base/mado-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_digits (const char *text,
           gsize       length)
{
  return text != NULL && strlen (text) == length && strspn (text, "0123456789") == length;
}

gboolean
mado_check_city_code (const char *digits)
{
  int sum = 0;

  if (!is_digits (digits, 6))
    return FALSE;
  for (int i = 0; i < 5; i++)
    sum += (digits[i] - '0') * (6 - i);
  return (11 - sum % 11) % 10 == digits[5] - '0';
}

/* Modulus 11 with weights 2 3 4 5 6 7 2 3 … from the right, as 番号法の総務省令5条
 * lays down for the 個人番号; 住民票コード, from which it is made, uses the same. */
static gboolean
has_check_digit (const char *digits,
                 int         length)
{
  int sum = 0;

  for (int n = 1; n < length; n++)
    sum += (digits[length - 1 - n] - '0') * (n <= 6 ? n + 1 : n - 5);
  return (sum % 11 <= 1 ? 0 : 11 - sum % 11) == digits[length - 1] - '0';
}

gboolean
mado_check_my_number (const char *digits)
{
  return is_digits (digits, 12) && has_check_digit (digits, 12);
}

gboolean
mado_check_resident_code (const char *digits)
{
  return is_digits (digits, 11) && has_check_digit (digits, 11);
}

gboolean
mado_check_contains_my_number (const char *text)
{
  g_autofree char *folded = mado_text_fold_width (text);
  char run[13];
  gsize n = 0;
  gboolean parted = FALSE;

  /* One pass with a virtual end, so that the last run is looked at too. */
  for (const char *p = folded;; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          if (n < 12)
            run[n] = *p;
          n++;
          parted = FALSE;
          continue;
        }
      if ((*p == ' ' || *p == '-') && n > 0 && n % 4 == 0 && !parted)
        {
          parted = TRUE;
          continue;
        }
      run[12] = 0;
      if (n == 12 && mado_check_my_number (run))
        return TRUE;
      n = 0;
      parted = FALSE;
      if (*p == 0)
        return FALSE;
    }
}

/* --- telephone ------------------------------------------------------------------------ */

/* How many digits a number with this beginning has; 0: no such beginning. */
static gsize
phone_length (const char *digits)
{
  static const struct
  {
    const char *prefix;
    gsize       length;
  } kinds[] = {
    { "0120", 10 }, { "0800", 11 }, { "0570", 10 }, { "0990", 10 },
    { "020", 11 }, { "050", 11 }, { "060", 11 }, { "070", 11 }, { "080", 11 }, { "090", 11 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (digits, kinds[i].prefix))
      return kinds[i].length;
  return digits[0] == '0' && digits[1] != '0' ? 10 : 0;
}

static char *
phone_digits (const char *text)
{
  GString *out = g_string_new (NULL);

  if (g_str_has_prefix (text, "+81"))
    {
      g_string_append_c (out, '0');
      text += 3;
    }
  for (; *text != 0; text++)
    if (*text != '-')
      g_string_append_c (out, *text);
  return g_string_free (out, FALSE);
}

gboolean
mado_check_phone (const char *text,
                  GError    **error)
{
  g_autofree char *digits = phone_digits (text);
  gsize length = strlen (digits);
  gsize wanted;

  if (length == 0 || strspn (digits, "0123456789") != length)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("A telephone number has only digits and hyphens."));
      return FALSE;
    }
  wanted = phone_length (digits);
  if (wanted == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("A telephone number begins with 0 and its area code."));
      return FALSE;
    }
  if (length != wanted)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("This telephone number has %d digits; with this beginning it needs %d."),
                   (int) length, (int) wanted);
      return FALSE;
    }
  return TRUE;
}

char *
mado_check_format_phone (const char *text)
{
  if (strchr (text, '-') != NULL || strspn (text, "0123456789") != strlen (text))
    return g_strdup (text);
  if (strlen (text) == 11 && phone_length (text) == 11 && !g_str_has_prefix (text, "0800"))
    return g_strdup_printf ("%.3s-%.4s-%s", text, text + 3, text + 7);
  if (strlen (text) == 11 && g_str_has_prefix (text, "0800"))
    return g_strdup_printf ("%.4s-%.3s-%s", text, text + 4, text + 7);
  if (strlen (text) == 10 &&
      (g_str_has_prefix (text, "0120") || g_str_has_prefix (text, "0570") ||
       g_str_has_prefix (text, "0990")))
    return g_strdup_printf ("%.4s-%.3s-%s", text, text + 4, text + 7);
  if (strlen (text) == 10 && (g_str_has_prefix (text, "03") || g_str_has_prefix (text, "06")))
    return g_strdup_printf ("%.2s-%.4s-%s", text, text + 2, text + 6);
  return g_strdup (text);
}

/* --- mail ------------------------------------------------------------------------------- */

static gboolean
is_mail_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);

  if (g_strv_length (labels) < 2)
    return FALSE;
  for (guint i = 0; labels[i] != NULL; i++)
    {
      gsize length = strlen (labels[i]);

      if (length == 0 || length > 63 || labels[i][0] == '-' || labels[i][length - 1] == '-')
        return FALSE;
      for (gsize k = 0; k < length; k++)
        if (!g_ascii_isalnum (labels[i][k]) && labels[i][k] != '-')
          return FALSE;
    }
  return TRUE;
}

gboolean
mado_check_email (const char *text,
                  GError    **error)
{
  const char *at = strrchr (text, '@');
  gboolean fine = at != NULL && at > text && at - text <= 64 && strlen (text) <= 254;

  /* Two dots in a row are not of the standard, but old mobile carriers gave
   * such addresses out; they are accepted before the @. */
  for (const char *p = text; fine && p < at; p++)
    fine = g_ascii_isalnum (*p) || strchr ("!#$%&'*+-/=?^_`{|}~.", *p) != NULL;
  if (fine && is_mail_domain (at + 1))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("This is not a mail address; it looks like name@example.jp."));
  return FALSE;
}

/* --- codes -------------------------------------------------------------------------------- */

gboolean
mado_check_postal_code (const char *text,
                        GError    **error)
{
  if (is_digits (text, 7))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("A postal code has seven digits."));
  return FALSE;
}

char *
mado_check_format_postal (const char *text)
{
  if (!is_digits (text, 7))
    return g_strdup (text);
  return g_strdup_printf ("〒%.3s-%s", text, text + 3);
}

gboolean
mado_check_bank_code (const char *text,
                      GError    **error)
{
  if (is_digits (text, 4))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("A bank code has four digits."));
  return FALSE;
}

gboolean
mado_check_branch_code (const char *text,
                        GError    **error)
{
  if (is_digits (text, 3))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("A branch code has three digits."));
  return FALSE;
}

gboolean
mado_check_account_number (const char *text,
                           GError    **error)
{
  gsize length = strlen (text);

  if (length >= 1 && length <= 8 && is_digits (text, length))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("An account number has up to seven digits (eight at the post bank)."));
  return FALSE;
}
