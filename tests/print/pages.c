/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages.h"

#include <gio/gio.h>
#include <string.h>

static GBytes *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  GBytes *out = NULL;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return out;
}

char *
pages_text (const char *pdf)
{
  const char *const argv[] = { "pdftotext", "-q", "-raw", "-enc", "UTF-8", pdf, "-", NULL };
  g_autoptr (GBytes) out = run (argv);

  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

int
pages_count (const char *pdf)
{
  const char *const argv[] = { "pdfinfo", pdf, NULL };
  g_autoptr (GBytes) out = run (argv);
  g_autofree char *text = g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
  const char *at = strstr (text, "Pages:");

  g_assert_nonnull (at);
  return atoi (at + strlen ("Pages:"));
}

/* PGM: "P5\nW H\n255\n" and the dots. */
guint8 *
pages_grey (const char *pdf,
            int         page,
            int         dpi,
            int        *width,
            int        *height)
{
  g_autofree char *number = g_strdup_printf ("%d", page);
  g_autofree char *resolution = g_strdup_printf ("%d", dpi);
  const char *const argv[] = { "pdftoppm", "-q", "-gray", "-r", resolution, "-f", number,
                               "-l", number, pdf, NULL };
  g_autoptr (GBytes) out = run (argv);
  const char *data = g_bytes_get_data (out, NULL);
  char *rest;

  g_assert_true (g_str_has_prefix (data, "P5"));
  *width = strtol (data + 2, &rest, 10);
  *height = strtol (rest, &rest, 10);
  g_assert_cmpint (strtol (rest, &rest, 10), ==, 255);
  g_assert_cmpuint (rest + 1 - data + (gsize) *width * *height, ==, g_bytes_get_size (out));
  return g_memdup2 (rest + 1, (gsize) *width * *height);
}

char *
pages_squash (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free (out, FALSE);
}

goffset
pages_size (const char *pdf)
{
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (pdf, &data, &length, NULL));
  return length;
}
