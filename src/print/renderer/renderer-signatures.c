/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"

#include <stdlib.h>
#include <string.h>

#define MAX_SIGNATURES 64

typedef struct
{
  guint64 end; /* of the last range */
} Range;

/* "/ByteRange [0 840 960 240]": how far a signature reaches is not in
 * poppler-glib of this version. */
static void
read_range (const char *at,
            const char *end,
            GArray     *ranges)
{
  guint64 numbers[4] = { 0 };
  guint n = 0;

  while (at < end && (*at == ' ' || *at == '[' || *at == '\r' || *at == '\n'))
    at++;
  while (n < 4 && at < end && g_ascii_isdigit (*at))
    {
      while (at < end && g_ascii_isdigit (*at) && numbers[n] < G_MAXUINT32)
        numbers[n] = numbers[n] * 10 + (*at++ - '0');
      while (at < end && g_ascii_isspace (*at))
        at++;
      n++;
    }
  if (n == 4)
    {
      Range range = { numbers[2] + numbers[3] };

      g_array_append_val (ranges, range);
    }
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const Range *x = a, *y = b;

  return x->end < y->end ? -1 : x->end > y->end;
}

static GArray *
find_ranges (int      file,
             guint64 *size)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new_from_fd (file, FALSE, NULL);
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  const char *at = mapped != NULL ? g_mapped_file_get_contents (mapped) : NULL;
  const char *end = at != NULL ? at + g_mapped_file_get_length (mapped) : NULL;

  *size = end - at;
  while (at != NULL && ranges->len < MAX_SIGNATURES && (at = memmem (at, end - at, "/ByteRange", 10)) != NULL)
    {
      at += 10;
      read_range (at, end, ranges);
    }
  g_array_sort (ranges, compare_ranges);
  return ranges;
}

typedef struct
{
  PopplerSignatureInfo *info;
  gint64                time;
} Found;

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const Found *x = a, *y = b;

  return x->time < y->time ? -1 : x->time > y->time;
}

static GArray *
validate_all (Renderer *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Found));
  GList *fields = poppler_document_get_signature_fields (self->document);

  for (GList *l = fields; l != NULL && found->len < MAX_SIGNATURES; l = l->next)
    {
      PopplerSignatureInfo *info = poppler_form_field_signature_validate_sync (
        l->data, POPPLER_SIGNATURE_VALIDATION_FLAG_VALIDATE_CERTIFICATE | POPPLER_SIGNATURE_VALIDATION_FLAG_WITHOUT_OCSP_REVOCATION_CHECK,
        NULL, NULL);
      GDateTime *time = info != NULL ? poppler_signature_info_get_local_signing_time (info) : NULL;
      Found one = { info, time != NULL ? g_date_time_to_unix (time) : 0 };

      if (info != NULL && poppler_signature_info_get_signature_status (info) != POPPLER_SIGNATURE_NOT_FOUND)
        g_array_append_val (found, one);
      else if (info != NULL)
        poppler_signature_info_free (info);
    }
  g_list_free_full (fields, g_object_unref);
  /* A later signature reaches further; so the ranges belong in this order. */
  g_array_sort (found, compare_found);
  return found;
}

/* How far a signature reaches. */
static guint32
reach (const GArray *ranges,
       guint         n_found,
       guint         i,
       guint64       size)
{
  /* A line's end behind the last mark changes nothing. */
  if (ranges->len != n_found)
    return MADO_PDF_REACH_UNKNOWN;
  return g_array_index (ranges, Range, i).end + 2 >= size ? MADO_PDF_REACH_WHOLE : MADO_PDF_REACH_PART;
}

/* {} → { count, count × (signer, time, status and certificate status of
 * poppler, reach) } */
guint32
renderer_signatures (Renderer         *self,
                     MadoRenderReader *in,
                     GByteArray       *out)
{
  g_autoptr (GArray) ranges = NULL;
  g_autoptr (GArray) found = NULL;
  guint64 size;

  if (!mado_render_reader_is_whole (in) || self->document == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  ranges = find_ranges (self->file, &size);
  found = validate_all (self);
  mado_render_put_u32 (out, found->len);
  for (guint i = 0; i < found->len; i++)
    {
      Found *one = &g_array_index (found, Found, i);

      mado_render_put_text (out, poppler_signature_info_get_signer_name (one->info));
      mado_render_put_i64 (out, one->time);
      mado_render_put_u32 (out, poppler_signature_info_get_signature_status (one->info));
      mado_render_put_u32 (out, poppler_signature_info_get_certificate_status (one->info));
      mado_render_put_u32 (out, reach (ranges, found->len, i, size));
      poppler_signature_info_free (one->info);
    }
  return 0;
}
