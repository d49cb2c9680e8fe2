/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-squeeze.h"

#include <stdlib.h>
#include <string.h>

#include "print/mado-cff.h"
#include "print/mado-pdf-objects-private.h"

/* "/W [0 [ 1000 1000 … ]]", as cairo writes it. */
#define WIDTHS "/W [0 [ "

static MadoPdfObject *
follow (MadoPdfObjects *objects,
        MadoPdfObject  *from,
        const char     *key)
{
  guint64 number = from != NULL ? mado_pdf_slice_number (from->slice, key) : 0;

  return number > 0 ? mado_pdf_objects_find (objects, number) : NULL;
}

static GArray *
read_written (MadoPdfSlice   at,
              const char   **end)
{
  GArray *widths = g_array_new (FALSE, FALSE, sizeof (int));
  const char *p = at.data + strlen (WIDTHS);
  const char *last = at.data + at.length;

  while (p < last && (g_ascii_isdigit (*p) || *p == '-'))
    {
      int width = (int) strtol (p, NULL, 10);

      g_array_append_val (widths, width);
      while (p < last && (g_ascii_isdigit (*p) || *p == '-'))
        p++;
      while (p < last && (*p == ' ' || *p == '\n'))
        p++;
    }
  *end = p;
  return widths;
}

/* If most are as the font says, the others are wrong; if not, the font counts
 * in other units than this knows. */
static gboolean
are_to_be_corrected (GArray *written,
                     GArray *meant)
{
  guint same = 0;

  if (written->len == 0 || written->len != meant->len)
    return FALSE;
  for (guint i = 0; i < written->len; i++)
    same += g_array_index (written, int, i) == g_array_index (meant, int, i);
  return same < written->len && same * 2 >= written->len;
}

static gboolean
correct_font (MadoPdfObjects *objects,
              MadoPdfObject  *font)
{
  MadoPdfSlice at = mado_pdf_slice_find (font->slice, WIDTHS);
  MadoPdfObject *file = follow (objects, follow (objects, font, "/FontDescriptor "), "/FontFile3 ");
  g_autofree guint8 *data = NULL;
  g_autoptr (GArray) written = NULL;
  g_autoptr (GArray) meant = NULL;
  const char *end;
  gsize length = 0;

  if (at.data == NULL || file == NULL || (data = mado_pdf_font_inflate (objects, file, &length)) == NULL ||
      (meant = mado_cff_read_widths (data, length)) == NULL)
    return FALSE;
  written = read_written (at, &end);
  if (!are_to_be_corrected (written, meant))
    return FALSE;
  font->text = g_string_new_len (font->slice.data, at.data - font->slice.data);
  g_string_append (font->text, WIDTHS);
  for (guint i = 0; i < meant->len; i++)
    g_string_append_printf (font->text, "%d ", g_array_index (meant, int, i));
  g_string_append_len (font->text, end, font->slice.data + font->slice.length - end);
  return TRUE;
}

GBytes *
mado_pdf_correct_widths (GBytes *pdf)
{
  g_auto (MadoPdfObjects) objects = { { NULL, 0 }, 0, NULL };
  gboolean changed = FALSE;
  GBytes *corrected;

  if (!mado_pdf_objects_read (&objects, pdf))
    return pdf;
  for (guint i = 0; i < mado_pdf_objects_count (&objects); i++)
    changed |= correct_font (&objects, &g_array_index (objects.objects, MadoPdfObject, i));
  if (!changed)
    return pdf;
  corrected = mado_pdf_objects_write (&objects);
  g_bytes_unref (pdf);
  return corrected;
}
