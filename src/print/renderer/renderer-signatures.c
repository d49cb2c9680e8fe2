/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"
#include "print/renderer/renderer-certificates.h"

#include <stdlib.h>
#include <string.h>

#define MAX_SIGNATURES 64

/* "/ByteRange [0 840 960 240]", and what lies between the two ranges. */
typedef struct
{
  guint64       numbers[4];
  guint64       end;   /* of the last range */
  RendererSeal *seal;  /* owned */
  gboolean      sound; /* the gap is the signature and nothing else */
  gboolean      taken;
} Range;

static void
range_clear (gpointer data)
{
  renderer_seal_free (((Range *) data)->seal);
}

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
      Range range = { .end = numbers[2] + numbers[3] };

      memcpy (range.numbers, numbers, sizeof numbers);
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

/* A range that leaves out more than the signature itself would let anybody
 * put there what they like. */
static void
read_gap (Range      *range,
          const char *whole,
          guint64     size)
{
  const guint64 *n = range->numbers;

  range->sound = n[0] == 0 && n[1] > 0 && n[2] <= size && n[1] + 2 <= n[2] && n[3] <= size - n[2] &&
                 whole[n[1]] == '<' && whole[n[2] - 1] == '>' && memchr (whole + n[1], '>', n[2] - n[1] - 1) == NULL;
  range->seal = range->sound ? renderer_seal_read (whole + n[1] + 1, n[2] - n[1] - 2) : renderer_seal_none (MADO_PDF_SEAL_MISPLACED);
}

static GArray *
find_ranges (GMappedFile *mapped)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  const char *whole = g_mapped_file_get_contents (mapped);
  const char *at = whole;
  const char *end = at != NULL ? at + g_mapped_file_get_length (mapped) : NULL;

  g_array_set_clear_func (ranges, range_clear);
  while (at != NULL && ranges->len < MAX_SIGNATURES && (at = memmem (at, end - at, "/ByteRange", 10)) != NULL)
    {
      at += 10;
      read_range (at, end, ranges);
    }
  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    read_gap (&g_array_index (ranges, Range, i), whole, end - whole);
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
  if (ranges->len != n_found || !g_array_index (ranges, Range, i).sound)
    return MADO_PDF_REACH_UNKNOWN;
  return g_array_index (ranges, Range, i).end + 2 >= size ? MADO_PDF_REACH_WHOLE : MADO_PDF_REACH_PART;
}

/* The name as it is in the certificate: NSS puts a backslash before marks, and
 * writes a control character as a backslash and two digits (RFC 4514). */
static char *
get_signer (const Found *found)
{
  const char *at = poppler_signature_info_get_signer_name (found->info);
  g_autoptr (GString) name = g_string_new (NULL);

  for (; at != NULL && *at != 0; at++)
    if (at[0] == '\\' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]))
      {
        g_string_append_c (name, g_ascii_xdigit_value (at[1]) << 4 | g_ascii_xdigit_value (at[2]));
        at += 2;
      }
    else if (at[0] == '\\' && at[1] != 0)
      g_string_append_c (name, *++at);
    else
      g_string_append_c (name, *at);
  return g_utf8_make_valid (name->str, name->len);
}

static void
put_signer (const Found *found,
            GByteArray  *out)
{
  g_autofree char *name = get_signer (found);
  g_autofree char *text = renderer_seal_tidy (name);

  mado_render_put_text (out, text);
}

static gboolean
is_same (const Range *range,
         const Found *found)
{
  g_autofree char *signer = get_signer (found);

  return !range->taken && range->seal->state == MADO_PDF_SEAL_READ && g_str_equal (range->seal->signer, signer) &&
         (range->seal->time == 0 || range->seal->time == found->time);
}

/* Does what poppler found valid hold with the key of this certificate too? */
static gboolean
is_made_with (const Range *range,
              GMappedFile *mapped)
{
  const char *whole = g_mapped_file_get_contents (mapped);
  const guint64 *n = range->numbers;

  return renderer_seal_fits (whole + n[1] + 1, n[2] - n[1] - 2, whole, n[1], whole + n[2], n[3]);
}

/* What lies in the file for the signature that poppler checked: poppler does
 * not say where it found it. */
static void
put_seal (GArray      *ranges,
          const Found *found,
          guint        n_found,
          guint        i,
          GMappedFile *mapped,
          GByteArray  *out)
{
  Range *range = ranges->len == n_found ? &g_array_index (ranges, Range, i) : NULL;
  g_autoptr (RendererSeal) other = renderer_seal_none (range != NULL ? MADO_PDF_SEAL_OTHER : MADO_PDF_SEAL_NOT_FOUND);

  /* Signed within one second, they may lie in another order. */
  for (guint j = 0; range != NULL && !is_same (range, found) && range->seal->state == MADO_PDF_SEAL_READ && j < n_found; j++)
    if (is_same (&g_array_index (ranges, Range, j), found))
      range = &g_array_index (ranges, Range, j);
  if (range == NULL)
    renderer_seal_put (other, out);
  else if (range->seal->state != MADO_PDF_SEAL_READ)
    renderer_seal_put (range->seal, out);
  else if (is_same (range, found) && (poppler_signature_info_get_signature_status (found->info) != POPPLER_SIGNATURE_VALID ||
                                      is_made_with (range, mapped)))
    {
      range->taken = TRUE;
      renderer_seal_put (range->seal, out);
    }
  else
    renderer_seal_put (other, out);
}

/* {} → { count, count × (signer, time, status and certificate status of
 * poppler, reach, seal) } */
guint32
renderer_signatures (Renderer         *self,
                     MadoRenderReader *in,
                     GByteArray       *out)
{
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GArray) ranges = NULL;
  g_autoptr (GArray) found = NULL;

  if (!mado_render_reader_is_whole (in) || self->document == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  mapped = g_mapped_file_new_from_fd (self->file, FALSE, NULL);
  if (mapped == NULL)
    return MADO_RENDER_REASON_DAMAGED;
  ranges = find_ranges (mapped);
  found = validate_all (self);
  mado_render_put_u32 (out, found->len);
  for (guint i = 0; i < found->len; i++)
    {
      Found *one = &g_array_index (found, Found, i);

      put_signer (one, out);
      mado_render_put_i64 (out, one->time);
      mado_render_put_u32 (out, poppler_signature_info_get_signature_status (one->info));
      mado_render_put_u32 (out, poppler_signature_info_get_certificate_status (one->info));
      mado_render_put_u32 (out, reach (ranges, found->len, i, g_mapped_file_get_length (mapped)));
      put_seal (ranges, one, found->len, i, mapped, out);
      poppler_signature_info_free (one->info);
    }
  return 0;
}
