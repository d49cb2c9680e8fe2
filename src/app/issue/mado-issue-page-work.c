/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "app/issue/mado-issue-page-private.h"

#include <glib/gi18n.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/certificate/mado-certificate-page.h"
#include "app/issue/mado-issue-job.h"
#include "app/issue/mado-issue-sheet.h"
#include "app/signin/mado-link.h"

/* Issuing, issuing again, withdrawing, looking at. */

const MadoIssueKind *
mado_issue_page_get_kind (MadoIssuePage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->kinds);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "mado-kind") : NULL;
}

static gint64
get_copies (MadoIssuePage *self)
{
  g_autofree char *text = g_utf8_normalize (gtk_editable_get_text (self->copies), -1, G_NORMALIZE_NFKC);
  gint64 copies = 0;

  if (text == NULL || !g_ascii_string_to_signed (g_strstrip (text), 10, 0, 1000, &copies, NULL))
    return 0;
  return copies;
}

static char *
get_note (MadoIssuePage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start, end;
  char *text;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_strstrip (text);
}

static void
tell_done (MadoIssuePage       *self,
           const MadoIssueDone *done)
{
  g_autofree char *unknown = done->unknown > 0 ? g_strdup_printf ("%u", done->unknown) : NULL;

  if (done->print_error != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Issued as %s and saved, but not printed: %s F8 opens it."), done->number,
                       done->print_error->message);
  else if (unknown != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                       _("Issued as %s, but %s characters are in no font of this computer and stand there as boxes. Look at the paper before it is handed over."),
                       done->number, unknown);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Issued as %s, saved and printed."), done->number);
}

static void
issued_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoIssuePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoIssueDone) done = mado_issue_finish (MADO_COUNTER (source), result, &error);

  if (self->box == NULL)
    return;
  self->busy = FALSE;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (done == NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Nothing was issued: %s"), error->message);
  else
    {
      tell_done (self, done);
      mado_issue_page_ask (self, MADO_ISSUE_ASK_NOTHING);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), "", -1);
    }
  mado_issue_page_show_list (self);
}

static void
start (MadoIssuePage       *self,
       const MadoIssueKind *kind,
       const MadoIssued    *again,
       const char          *reason)
{
  g_autofree char *note = get_note (self), *to = g_strdup (gtk_editable_get_text (self->to));
  MadoIssueOrder order = { .kind = kind, .to = g_strstrip (to), .note = note, .reason = reason, .copies = get_copies (self) };
  const char *why = mado_issue_why_not (self->counter, kind);

  if (why != NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", why);
      return;
    }
  if (again != NULL)
    {
      order.of = again->id;
      order.of_number = again->number;
    }
  self->busy = TRUE;
  mado_page_busy (MADO_PAGE (self), _("The document is being issued"));
  mado_issue_async (self->counter, &order, issued_cb, g_object_ref (self));
  mado_page_keys_changed (MADO_PAGE (self));
}

void
mado_issue_page_issue (MadoIssuePage *self)
{
  const MadoIssueKind *kind = mado_issue_page_get_kind (self);

  if (kind == NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Choose what is to be issued first."));
  else
    start (self, kind, NULL, NULL);
}

/* --- with a reason ---------------------------------------------------------------------- */

void
mado_issue_page_ask (MadoIssuePage *self,
                     MadoIssueAsk   ask)
{
  self->ask = ask;
  gtk_widget_set_visible (self->reason_box, ask != MADO_ISSUE_ASK_NOTHING);
  if (ask != MADO_ISSUE_ASK_NOTHING)
    {
      gtk_label_set_text (self->reason_label, ask == MADO_ISSUE_ASK_AGAIN ? _("Issued again, because") : _("Withdrawn, because"));
      gtk_editable_set_text (self->reason, "");
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
    }
  else
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
withdrawn_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (MadoIssuePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (source), result, &error);

  if (self->box == NULL)
    return;
  self->busy = FALSE;
  if (commits == NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  else
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Withdrawn and saved. Take the paper back if you can."));
      mado_issue_page_ask (self, MADO_ISSUE_ASK_NOTHING);
    }
  mado_issue_page_show_list (self);
}

static void
withdraw (MadoIssuePage    *self,
          const MadoIssued *issued,
          const char       *reason)
{
  g_autoptr (GError) error = NULL;
  MadoEdit *edit = mado_issued_make_withdraw (mado_counter_get_record (self->counter), issued->id, reason, &error);

  if (edit == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      return;
    }
  self->busy = TRUE;
  mado_store_write_async (mado_context_get_store (self->context), edit, NULL, withdrawn_cb, g_object_ref (self));
}

void
mado_issue_page_answer (MadoIssuePage *self)
{
  MadoIssued *selected = mado_issue_page_get_selected (self);
  MadoPack *pack = mado_context_get_pack (self->context);
  g_autofree char *reason = g_strdup (gtk_editable_get_text (self->reason));
  const MadoIssueKind *kind;

  if (selected == NULL || *g_strstrip (reason) == '\0')
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Please give the reason."));
      return;
    }
  if (self->ask == MADO_ISSUE_ASK_WITHDRAW)
    {
      withdraw (self, selected, reason);
      return;
    }
  kind = mado_pack_get_issue (pack, selected->kind);
  if (kind == NULL || !mado_issue_kind_is_for (kind, mado_counter_get_scope (self->counter)))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("This desk may not issue this document."));
  else
    start (self, kind, selected, reason);
}

/* --- the PDF ---------------------------------------------------------------------------- */

typedef struct
{
  MadoIssuePage *page;
  MadoId         record;
  guint8         digest[MADO_DIGEST_BYTES];
  char          *section;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_object_unref (self->page);
  g_free (self->section);
  g_free (self);
}

/* Sealed in the journal, and in the clear nowhere but in memory: the file has no
 * name on the disk. */
static int
memory_file (GBytes  *pdf,
             GError **error)
{
  int fd = memfd_create ("document", MFD_CLOEXEC);
  gsize length, done = 0;
  const char *bytes = g_bytes_get_data (pdf, &length);

  while (fd >= 0 && done < length)
    {
      gssize n = write (fd, bytes + done, length - done);

      if (n <= 0)
        {
          close (fd);
          fd = -1;
        }
      else
        done += (gsize) n;
    }
  if (fd < 0)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE, _("There is not enough memory to open the document."));
  return fd;
}

static void
close_fd (gpointer data)
{
  close (GPOINTER_TO_INT (data) - 1);
}

static void
show_pdf (MadoIssuePage *self,
          GBytes        *pdf)
{
  g_autoptr (GError) error = NULL;
  int fd = memory_file (pdf, &error);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  MadoCertificatePage *page;

  if (fd < 0)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  file = g_file_new_for_path (path);
  page = mado_certificate_page_new (self->context);
  g_object_set_data_full (G_OBJECT (page), "mado-memory-file", GINT_TO_POINTER (fd + 1), close_fd);
  mado_certificate_page_open (page, file);
  mado_page_open (MADO_PAGE (self), MADO_PAGE (page));
}

static void
got_blob_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoIssuePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->box == NULL)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (pdf != NULL)
    show_pdf (self, pdf);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("The document cannot be opened: %s"), error->message);
}

static void
blob_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Opening *self = data;
  GError *error = NULL;
  GBytes *pdf = mado_store_get_blob (mado_context_get_store (self->page->context), &self->record, self->digest, &error);

  if (pdf != NULL)
    g_task_return_pointer (task, pdf, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
read_blob (Opening *opening /* full */)
{
  g_autoptr (GTask) task = g_task_new (opening->page, NULL, got_blob_cb, g_object_ref (opening->page));

  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, blob_thread);
}

/* Issued at another desk: it may have to come from the server. What cannot be
 * fetched may be here all the same; the store says so. */
static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  mado_link_load_module (NULL)->fetch_blob_finish ((MadoClient *) source, result, NULL);
  read_blob (data);
}

void
mado_issue_page_open_file (MadoIssuePage *self)
{
  MadoIssued *selected = mado_issue_page_get_selected (self);
  GObject *session = mado_context_get_session (self->context);
  const MadoClientModule *module = session != NULL ? mado_link_load_module (NULL) : NULL;
  guint64 have = 0, total = 0;
  Opening *opening;

  if (selected == NULL || selected->file == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("This document cannot be opened here."));
      return;
    }
  opening = g_new0 (Opening, 1);
  opening->page = g_object_ref (self);
  opening->record = *mado_counter_get_record_id (self->counter);
  memcpy (opening->digest, g_bytes_get_data (selected->file, NULL), sizeof opening->digest);
  opening->section = g_strdup (selected->section);
  mado_page_busy (MADO_PAGE (self), _("The document is being opened"));
  mado_store_stat_blob (mado_context_get_store (self->context), opening->digest, &have, &total, NULL);
  if (module == NULL || (total > 0 && have == total))
    read_blob (opening);
  else
    module->fetch_blob_async ((MadoClient *) session, &opening->record, opening->section, opening->digest, NULL, fetched_cb, opening);
}
