/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-contents.h"

#include <locale.h>

/* Prints everything that the renderer can tell of a document: for
 * tests/print/contents.py, and for looking at one by hand. */

static gboolean
say_page (MadoPdfFile  *file,
          guint         page,
          GError      **error)
{
  g_autoptr (MadoPdfText) text = mado_pdf_file_get_text (file, page, error);
  g_autoptr (GArray) links = text != NULL ? mado_pdf_file_get_links (file, page, error) : NULL;
  g_autoptr (GArray) fields = links != NULL ? mado_pdf_file_get_fields (file, page, error) : NULL;

  if (fields == NULL)
    return FALSE;
  g_print ("text\t%u\t%s\n", page, g_strdelimit (text->text, "\n\f", '|'));
  if (text->n_characters > 0)
    g_print ("first\t%.0f %.0f %.0f %.0f\n", text->areas[0].x1, text->areas[0].y1, text->areas[0].x2, text->areas[0].y2);
  for (guint i = 0; i < links->len; i++)
    {
      MadoPdfLink *link = &g_array_index (links, MadoPdfLink, i);

      g_print ("link\t%u\t%.0f %.0f %.0f %.0f\t%d\t%d\t%s\n", page, link->area.x1, link->area.y1, link->area.x2, link->area.y2,
               link->target.kind, (int) link->target.page, link->target.address);
    }
  for (guint i = 0; i < fields->len; i++)
    {
      MadoPdfField *field = &g_array_index (fields, MadoPdfField, i);

      g_print ("field\t%u\t%d\t%s\t%s\n", page, field->kind, field->name, field->value);
    }
  return TRUE;
}

static gboolean
say_document (MadoPdfFile  *file,
              GError      **error)
{
  g_autoptr (MadoPdfProperties) properties = mado_pdf_file_get_properties (file, error);
  g_autoptr (GArray) outline = properties != NULL ? mado_pdf_file_get_outline (file, error) : NULL;
  g_autoptr (GArray) attachments = outline != NULL ? mado_pdf_file_get_attachments (file, error) : NULL;

  if (attachments == NULL)
    return FALSE;
  g_print ("title\t%s\nauthor\t%s\nversion\t%s\nfonts\t%u\n", properties->title, properties->author, properties->version,
           properties->fonts->len);
  for (guint i = 0; i < outline->len; i++)
    {
      MadoPdfEntry *entry = &g_array_index (outline, MadoPdfEntry, i);

      g_print ("entry\t%u\t%s\t%d\t%d\n", entry->depth, entry->title, entry->target.kind, (int) entry->target.page);
    }
  for (guint i = 0; i < attachments->len; i++)
    {
      MadoPdfAttachment *attachment = &g_array_index (attachments, MadoPdfAttachment, i);
      g_autoptr (GBytes) bytes = mado_pdf_file_get_attachment (file, i, error);

      if (bytes == NULL)
        return FALSE;
      g_print ("attachment\t%s\t%u\n", attachment->name, (guint) g_bytes_get_size (bytes));
    }
  return TRUE;
}

static gboolean
say_hits (MadoPdfFile  *file,
          const char   *word,
          GError      **error)
{
  guint next = 0, n = mado_pdf_file_get_n_pages (file);

  while (next < n)
    {
      g_autoptr (GArray) hits = mado_pdf_file_search (file, word, next, n, &next, error);

      if (hits == NULL)
        return FALSE;
      for (guint i = 0; i < hits->len; i++)
        {
          MadoPdfHit *hit = &g_array_index (hits, MadoPdfHit, i);

          g_print ("hit\t%u\t%.0f %.0f\t%s\n", hit->page, hit->area.x1, hit->area.y1, hit->line);
        }
    }
  return TRUE;
}

static void
say_certificate (const MadoPdfCertificate *c)
{
  g_print ("certificate\t%s\t%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\n", c->name, c->body, c->issuer, c->issuer_body,
           c->serial, c->not_before, c->not_after);
}

static gboolean
say_signatures (MadoPdfFile  *file,
                GError      **error)
{
  g_autoptr (GArray) signatures = mado_pdf_file_get_signatures (file, error);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      MadoPdfSignature *s = &g_array_index (signatures, MadoPdfSignature, i);

      g_print ("signature\t%s\t%d\t%d\t%d\n", s->signer, s->state, s->certificate, s->reach);
      g_print ("seal\t%d\t%d\n", s->seal, s->end);
      for (guint j = 0; j < s->chain->len; j++)
        say_certificate (&g_array_index (s->chain, MadoPdfCertificate, j));
    }
  return signatures != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfFile) file = mado_pdf_file_open (argv[1], NULL, &error);
  gboolean said;

  setlocale (LC_ALL, "");
  said = file != NULL && say_document (file, &error) && say_signatures (file, &error);

  for (guint i = 0; said && i < MIN (mado_pdf_file_get_n_pages (file), 3); i++)
    said = say_page (file, i, &error);
  for (int i = 2; said && i < argc; i++)
    said = say_hits (file, argv[i], &error);
  if (said)
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
