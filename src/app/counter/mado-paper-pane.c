/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-paper-pane.h"

#include <glib/gi18n.h>

#include "app/counter/mado-paper-place.h"
#include "app/counter/mado-proposal-list.h"
#include "app/mado-page.h"
#include "device/ocr/mado-paper-process.h"

struct _MadoPaperPane
{
  GtkWidget      parent_instance;

  GtkWidget     *box;
  GtkWidget     *kind;
  GtkWidget     *state;
  GtkWidget     *lines; /* MadoProposalList */

  /* owned */
  MadoCounter   *counter;
  MadoProposals *proposals; /* nullable */
  GCancellable  *reading;   /* nullable */
  GPtrArray     *made;      /* char*: lines of the household made for this paper */

  gboolean       open;
};

enum { CHANGED, MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoPaperPane, mado_paper_pane, GTK_TYPE_WIDGET)

static void
tell (MadoPaperPane   *self,
      MadoMessageKind  kind,
      const char      *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, kind, text);
}

static void
drop_reading (MadoPaperPane *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

/* Of whom nothing was taken over is nobody of this case. */
static void
drop_lines (MadoPaperPane *self)
{
  for (guint i = 0; i < self->made->len; i++)
    mado_counter_drop_if_empty (self->counter, self->made->pdata[i]);
  g_ptr_array_set_size (self->made, 0);
}

static void
close_pane (MadoPaperPane *self)
{
  drop_reading (self);
  mado_proposal_list_set (MADO_PROPOSAL_LIST (self->lines), NULL);
  g_clear_object (&self->proposals);
  drop_lines (self);
  self->open = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- from the paper to the fields --------------------------------------------------- */

static const char *
kind_title (MadoPaperKind kind)
{
  switch (kind)
    {
    case MADO_PAPER_MOVE_OUT:
      return _("Move-out certificate");
    case MADO_PAPER_INSURANCE:
      return _("Certificate of insurance");
    case MADO_PAPER_INSURANCE_ENDED:
      return _("Certificate of the end of an insurance");
    case MADO_PAPER_LICENCE:
      return _("Driving licence");
    case MADO_PAPER_RESIDENCE:
      return _("Residence card");
    case MADO_PAPER_UNKNOWN:
    default:
      return _("Paper of unknown kind");
    }
}

/* A value of which no field of the paper is known is doubtful, too. */
static void
mark_lines (MadoPaperPane *self,
            MadoPaper     *paper,
            GPtrArray     *eids)
{
  GPtrArray *list = mado_proposals_get_list (self->proposals);

  for (guint i = 0; i < list->len; i++)
    {
      const MadoProposal *proposal = g_ptr_array_index (list, i);
      g_autofree char *line = NULL;
      const MadoPaperField *read = mado_paper_place_source (mado_counter_get_pack (self->counter), paper, eids, proposal->path);

      if (read && read->person >= 0 && paper->n_persons > 1)
        line = g_strdup_printf ("%d", read->person + 1);
      mado_proposal_list_mark (MADO_PROPOSAL_LIST (self->lines), proposal->path, read ? read->crop : NULL,
                               !read || !read->sure, line);
    }
}

static void
tell_found (MadoPaperPane *self)
{
  guint unclear = mado_proposal_list_count_doubtful (MADO_PROPOSAL_LIST (self->lines));
  g_autofree char *number = NULL, *text = NULL;

  number = g_strdup_printf ("%u", unclear);
  text = unclear ? g_strdup_printf (_("Alt+A takes what was read with certainty. %s values are doubtful: each is compared with the paper and taken by itself."), number)
                 : g_strdup (_("Alt+A takes all of it, Esc nothing."));
  gtk_label_set_text (GTK_LABEL (self->state), text);
}

static void
propose (MadoPaperPane *self,
         MadoPaper     *paper)
{
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("paper", MADO_SOURCE_OCR);
  g_autoptr (GPtrArray) eids = mado_paper_place (self->counter, paper, self->made, provider);

  g_clear_object (&self->proposals);
  self->proposals = mado_proposals_new (mado_counter_get_pack (self->counter));
  mado_proposals_add (self->proposals, MADO_PROVIDER (provider));
  mado_paper_pane_refresh (self);
  mado_proposal_list_set (MADO_PROPOSAL_LIST (self->lines), self->proposals);
  mark_lines (self, paper, eids);
  mado_proposal_list_refresh (MADO_PROPOSAL_LIST (self->lines));
  tell_found (self);
  if (mado_paper_place_is_expired (self->counter, paper))
    tell (self, MADO_MESSAGE_WARNING, _("This card has expired: it does not count as a proof of identity."));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (MadoPaperPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPaper) paper = mado_paper_read_finish (result, &error);

  /* Closed, or another picture is being read. */
  if (g_error_matches (error, MADO_ERROR, MADO_ERROR_CANCELLED) || !self->open)
    return;
  g_clear_object (&self->reading);
  if (!paper)
    {
      tell (self, MADO_MESSAGE_WARNING, error->message);
      close_pane (self);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->kind), kind_title (paper->kind));
  propose (self, paper);
  g_signal_emit (self, signals[CHANGED], 0);
  if (mado_proposal_list_count (MADO_PROPOSAL_LIST (self->lines)) > 0)
    {
      mado_proposal_list_focus (MADO_PROPOSAL_LIST (self->lines));
      return;
    }
  tell (self, MADO_MESSAGE_INFO, _("All that the paper says stands here already."));
  close_pane (self);
}

void
mado_paper_pane_read (MadoPaperPane *self,
                      GBytes        *picture)
{
  drop_reading (self);
  self->open = TRUE;
  g_clear_object (&self->proposals);
  mado_proposal_list_set (MADO_PROPOSAL_LIST (self->lines), NULL);
  drop_lines (self);
  gtk_label_set_text (GTK_LABEL (self->kind), "");
  gtk_label_set_text (GTK_LABEL (self->state), _("Reading the paper… this takes a few seconds. Esc ends it."));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  self->reading = g_cancellable_new ();
  mado_paper_read_async (picture, self->reading, read_cb, g_object_ref (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- commands ---------------------------------------------------------------------------- */

gboolean
mado_paper_pane_is_open (MadoPaperPane *self)
{
  return self->open;
}

void
mado_paper_pane_refresh (MadoPaperPane *self)
{
  if (self->proposals != NULL)
    mado_proposals_refresh (self->proposals, mado_counter_get_reader (self->counter));
}

gboolean
mado_paper_pane_can (MadoPaperPane *self,
                     const char    *command)
{
  if (!self->open)
    return FALSE;
  return g_str_equal (command, MADO_COMMAND_CLOSE) || (self->proposals != NULL && g_str_equal (command, MADO_COMMAND_TAKE_ALL));
}

static void
take_all (MadoPaperPane *self)
{
  guint left = mado_proposal_list_take_all (MADO_PROPOSAL_LIST (self->lines));
  g_autofree char *number = g_strdup_printf ("%u", left), *text = NULL;

  if (left == 0)
    {
      tell (self, MADO_MESSAGE_INFO, _("What the paper says was taken over. It can be changed like anything typed."));
      close_pane (self);
      return;
    }
  text = g_strdup_printf (_("Taken over. %s doubtful values are left: please compare each with the paper."), number);
  tell (self, MADO_MESSAGE_WARNING, text);
}

gboolean
mado_paper_pane_perform (MadoPaperPane *self,
                         const char    *command)
{
  if (!mado_paper_pane_can (self, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    close_pane (self);
  else
    take_all (self);
  return TRUE;
}

/* --- the type ------------------------------------------------------------------------------- */

static GtkWidget *
label_new (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
mado_paper_pane_dispose (GObject *object)
{
  MadoPaperPane *self = MADO_PAPER_PANE (object);

  drop_reading (self);
  self->open = FALSE;
  g_clear_object (&self->proposals);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_paper_pane_parent_class)->dispose (object);
}

static void
mado_paper_pane_finalize (GObject *object)
{
  g_ptr_array_unref (MADO_PAPER_PANE (object)->made);
  G_OBJECT_CLASS (mado_paper_pane_parent_class)->finalize (object);
}

static void
mado_paper_pane_class_init (MadoPaperPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_paper_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_paper_pane_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "cardpane");
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_PAPER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", MADO_TYPE_PAPER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_INT, G_TYPE_STRING);
}

static void
mado_paper_pane_init (MadoPaperPane *self)
{
  GtkWidget *heading = label_new ("group-heading");

  self->made = g_ptr_array_new_with_free_func (g_free);
  gtk_label_set_text (GTK_LABEL (heading), _("Paper"));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->kind = label_new ("card-kind");
  self->state = label_new ("card-state");
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), self->kind);
  gtk_box_append (GTK_BOX (self->box), self->state);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
mado_paper_pane_new (MadoCounter *counter)
{
  MadoPaperPane *self = g_object_new (MADO_TYPE_PAPER_PANE, NULL);

  self->counter = g_object_ref (counter);
  self->lines = mado_proposal_list_new (counter);
  g_signal_connect_object (self->lines, "done", G_CALLBACK (close_pane), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->lines);
  return GTK_WIDGET (self);
}
