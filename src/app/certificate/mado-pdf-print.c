/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-print.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-print-sheet.h"

typedef struct
{
  char          *path;
  MadoPdfReader *reader;  /* nullable: not its turn */
  guint          n_pages; /* 0: it cannot be opened */
  GString       *pages;   /* that could not be drawn */
  char          *failure; /* nullable */
} Document;

typedef struct
{
  guint    document;
  guint    page;
  gboolean blank; /* the back of the last page of the one before */
} Place;

typedef struct
{
  grefcount          refs;
  GtkPrintOperation *operation;
  GtkWindow         *window;    /* weak */
  GPtrArray         *documents; /* Document* */
  GArray            *places;    /* Place, one a page of the job */
  GCancellable      *cancellable;
  gulong             cancel_id;
  char              *settings;
  char              *export_to;
  gboolean           open;      /* the one document was open before, and stays so */
  gboolean           done;
  guint              counted;
  MadoPdfPrinting    printing;
  MadoPdfPrinted     printed;
  gpointer           data;
} Printing;

static void
document_free (gpointer data)
{
  Document *document = data;

  g_clear_object (&document->reader);
  g_string_free (document->pages, TRUE);
  g_free (document->path);
  g_free (document->failure);
  g_free (document);
}

static void
printing_unref (Printing *self)
{
  if (!g_ref_count_dec (&self->refs))
    return;
  g_object_unref (self->operation);
  g_clear_weak_pointer (&self->window);
  g_ptr_array_unref (self->documents);
  g_array_unref (self->places);
  g_clear_object (&self->cancellable);
  g_free (self->settings);
  g_free (self->export_to);
  g_free (self);
}

static Printing *
printing_ref (Printing *self)
{
  g_ref_count_inc (&self->refs);
  return self;
}

static void
finish (Printing     *self,
        const GError *error)
{
  g_autoptr (GPtrArray) failures = g_ptr_array_new ();

  self->done = TRUE;
  if (self->cancel_id != 0)
    g_cancellable_disconnect (self->cancellable, self->cancel_id);
  for (guint i = 0; i < self->documents->len; i++)
    {
      Document *document = self->documents->pdata[i];

      /* TRANSLATORS: numbers of pages, "3, 7" */
      if (document->failure == NULL && document->pages->len > 0)
        document->failure = g_strdup_printf (_("These pages could not be drawn: %s"), document->pages->str);
      g_ptr_array_add (failures, document->failure);
    }
  g_ptr_array_add (failures, NULL);
  self->printed ((char **) failures->pdata, error, self->data);
  printing_unref (self);
}

/* --- a page ------------------------------------------------------------------------ */

typedef struct
{
  Printing        *printing; /* owned */
  GtkPrintContext *context;  /* owned */
  Place            place;
} Page;

static void
page_free (Page *page)
{
  printing_unref (page->printing);
  g_object_unref (page->context);
  g_free (page);
}

/* A job that was called off has ended before its page came. */
static void
end_page (Page         *page,
          const GError *error)
{
  Document *document = page->printing->documents->pdata[page->place.document];

  if (page->printing->done)
    return;
  if (error != NULL)
    {
      mado_print_sheet_put_sentence (page->context, error->message);
      g_string_append_printf (document->pages, "%s%u", document->pages->len > 0 ? ", " : "", page->place.page + 1);
    }
  mado_print_sheet_mark (page->context);
  gtk_print_operation_draw_page_finish (page->printing->operation);
}

static void
sheet_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Page *page = data;
  g_autoptr (GError) error = NULL;
  MadoPrintSheet *sheet = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, &error);

  if (sheet != NULL && !page->printing->done)
    mado_print_sheet_put (sheet, page->context);
  g_clear_pointer (&sheet, mado_print_sheet_free);
  end_page (page, error);
  page_free (page);
}

static void
ask_sheet (Page *page)
{
  Document *document = page->printing->documents->pdata[page->place.document];

  mado_pdf_reader_ask_async (document->reader, MADO_PDF_SOON, mado_print_sheet_ask, GUINT_TO_POINTER (page->place.page), NULL,
                             (GDestroyNotify) mado_print_sheet_free, NULL, sheet_cb, page);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Page *page = data;
  Document *document = page->printing->documents->pdata[page->place.document];
  g_autoptr (GError) error = NULL;

  document->reader = mado_pdf_reader_open_finish (result, &error);
  if (document->reader != NULL)
    {
      ask_sheet (page);
      return;
    }
  end_page (page, error);
  page_free (page);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                number,
              Printing          *self)
{
  const Place *place = &g_array_index (self->places, Place, number);
  Document *document = self->documents->pdata[place->document];
  Page *page;

  if (self->printing != NULL)
    self->printing (number + 1, self->places->len, document->path, self->data);
  if (place->blank)
    return;
  page = g_new0 (Page, 1);
  page->printing = printing_ref (self);
  page->context = g_object_ref (context);
  page->place = *place;
  gtk_print_operation_set_defer_drawing (operation);
  for (guint i = 0; !self->open && i < self->documents->len; i++)
    if (i != place->document)
      g_clear_object (&((Document *) self->documents->pdata[i])->reader);
  if (document->reader != NULL)
    ask_sheet (page);
  else
    mado_pdf_reader_open_async (document->path, NULL, NULL, opened_cb, page);
}

/* --- the job ---------------------------------------------------------------------------- */

static void
lay_out (Printing *self,
         gboolean  both_sides)
{
  g_array_set_size (self->places, 0);
  for (guint i = 0; i < self->documents->len; i++)
    {
      guint n_pages = ((Document *) self->documents->pdata[i])->n_pages;
      Place blank = { i > 0 ? i - 1 : 0, 0, TRUE };

      if (both_sides && n_pages > 0 && self->places->len % 2 == 1)
        g_array_append_val (self->places, blank);
      for (guint page = 0; page < n_pages; page++)
        {
          Place place = { i, page, FALSE };

          g_array_append_val (self->places, place);
        }
    }
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Printing          *self)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);

  lay_out (self, settings != NULL && gtk_print_settings_get_duplex (settings) != GTK_PRINT_DUPLEX_SIMPLEX);
  gtk_print_operation_set_n_pages (operation, self->places->len);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         Printing                *self)
{
  g_autoptr (GError) error = NULL;
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);

  if (self->done)
    return;
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  else if (result == GTK_PRINT_OPERATION_RESULT_CANCEL || g_cancellable_is_cancelled (self->cancellable))
    g_set_error_literal (&error, MADO_ERROR, MADO_ERROR_CANCELLED, _("Printing was called off."));
  else if (settings != NULL && self->settings != NULL)
    gtk_print_settings_to_file (settings, self->settings, NULL);
  finish (self, error);
}

/* What the preferences say comes before what the dialog was set to once. */
static GtkPrintSettings *
make_settings (const MadoPrintSetup *setup,
               const char           *path)
{
  static const struct { const char *paper; const char *name; } papers[] = {
    { "A4", GTK_PAPER_NAME_A4 }, { "A3", GTK_PAPER_NAME_A3 }, { "A5", GTK_PAPER_NAME_A5 }, { "B5", "jis_b5" },
  };
  GtkPrintSettings *settings = path != NULL ? gtk_print_settings_new_from_file (path, NULL) : NULL;

  if (settings == NULL)
    settings = gtk_print_settings_new ();
  if (setup == NULL)
    return settings;
  if (*setup->printer != 0)
    gtk_print_settings_set_printer (settings, setup->printer);
  if (*setup->tray != 0)
    gtk_print_settings_set_default_source (settings, setup->tray);
  if (*setup->sides != 0)
    gtk_print_settings_set_duplex (settings, g_str_equal (setup->sides, "two-sided-long-edge") ? GTK_PRINT_DUPLEX_HORIZONTAL
                                             : g_str_equal (setup->sides, "two-sided-short-edge") ? GTK_PRINT_DUPLEX_VERTICAL
                                             : GTK_PRINT_DUPLEX_SIMPLEX);
  gtk_print_settings_set_n_copies (settings, setup->copies);
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    if (g_str_equal (papers[i].paper, setup->paper))
      {
        g_autoptr (GtkPaperSize) size = gtk_paper_size_new (papers[i].name);

        gtk_print_settings_set_paper_size (settings, size);
      }
  return settings;
}

static void
cancelled_cb (GCancellable *cancellable,
              Printing     *self)
{
  gtk_print_operation_cancel (self->operation);
}

static void
run (Printing *self)
{
  lay_out (self, FALSE);
  if (self->places->len == 0 || g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GError) error = NULL;

      if (self->places->len > 0)
        g_set_error_literal (&error, MADO_ERROR, MADO_ERROR_CANCELLED, _("Printing was called off."));
      finish (self, error);
      return;
    }
  gtk_print_operation_set_n_pages (self->operation, self->places->len);
  if (self->cancellable != NULL)
    self->cancel_id = g_cancellable_connect (self->cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  gtk_print_operation_run (self->operation, self->export_to != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           self->window, NULL);
}

static void count_next (Printing *self);

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Printing *self = data;
  Document *document = self->documents->pdata[self->counted];
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfReader) reader = mado_pdf_reader_open_finish (result, &error);

  if (reader != NULL)
    document->n_pages = mado_pdf_reader_get_n_pages (reader);
  else if (g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED))
    document->failure = g_strdup_printf (_("%s Open it and print it by itself."), error->message);
  else
    document->failure = g_strdup (error->message);
  self->counted++;
  count_next (self);
}

/* How many pages there are must be known before the dialog asks which. */
static void
count_next (Printing *self)
{
  if (self->counted < self->documents->len && !g_cancellable_is_cancelled (self->cancellable))
    mado_pdf_reader_open_async (((Document *) self->documents->pdata[self->counted])->path, NULL, NULL, counted_cb, self);
  else if (self->counted < self->documents->len)
    {
      g_autoptr (GError) error = g_error_new_literal (MADO_ERROR, MADO_ERROR_CANCELLED, _("Printing was called off."));

      finish (self, error);
    }
  else
    run (self);
}

static void
add_document (Printing      *self,
              const char    *path,
              MadoPdfReader *reader)
{
  Document *document = g_new0 (Document, 1);

  document->path = g_strdup (path);
  document->reader = reader != NULL ? g_object_ref (reader) : NULL;
  document->n_pages = reader != NULL ? mado_pdf_reader_get_n_pages (reader) : 0;
  document->pages = g_string_new (NULL);
  g_ptr_array_add (self->documents, document);
}

static void
prepare_operation (Printing              *self,
                   const MadoPdfPrintJob *job)
{
  g_autoptr (GtkPrintSettings) settings = make_settings (job->setup, job->settings);

  gtk_print_operation_set_job_name (self->operation, job->title);
  gtk_print_operation_set_use_full_page (self->operation, TRUE);
  gtk_print_operation_set_unit (self->operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_show_progress (self->operation, FALSE); /* the page tells it, and calls it off */
  gtk_print_operation_set_allow_async (self->operation, TRUE);
  gtk_print_operation_set_embed_page_setup (self->operation, TRUE);
  gtk_print_operation_set_print_settings (self->operation, settings);
  if (job->export_to != NULL)
    gtk_print_operation_set_export_filename (self->operation, job->export_to);
  g_signal_connect (self->operation, "begin-print", G_CALLBACK (begin_print_cb), self);
  g_signal_connect (self->operation, "draw-page", G_CALLBACK (draw_page_cb), self);
  g_signal_connect (self->operation, "done", G_CALLBACK (done_cb), self);
}

void
mado_pdf_print (GtkWindow             *window,
                const MadoPdfPrintJob *job,
                GCancellable          *cancellable,
                MadoPdfPrinting        printing,
                MadoPdfPrinted         printed,
                gpointer               data)
{
  Printing *self = g_new0 (Printing, 1);

  g_ref_count_init (&self->refs);
  self->operation = gtk_print_operation_new ();
  g_set_weak_pointer (&self->window, window);
  self->documents = g_ptr_array_new_with_free_func (document_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->settings = g_strdup (job->settings);
  self->export_to = g_strdup (job->export_to);
  self->open = job->reader != NULL;
  self->printing = printing;
  self->printed = printed;
  self->data = data;
  if (job->reader != NULL)
    add_document (self, mado_pdf_reader_get_path (job->reader), job->reader);
  for (guint i = 0; job->reader == NULL && job->paths[i] != NULL; i++)
    add_document (self, job->paths[i], NULL);
  prepare_operation (self, job);
  if (self->open)
    run (self);
  else
    count_next (self);
}
