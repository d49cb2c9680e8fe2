/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-confirm.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-declare.h"
#include "app/counter/mado-counter-next.h"
#include "app/counter/mado-counter-sign.h"
#include "app/counter/mado-counter-slip.h"
#include "app/counter/mado-form-view.h"
#include "app/counter/mado-reason-line.h"
#include "app/counter/mado-visitor-window.h"
#include "app/mado-command.h"
#include "app/mado-page.h"

struct _MadoStageConfirm
{
  GtkWidget          parent_instance;

  GtkWidget         *box;
  GtkWidget         *hint;
  GtkWidget         *page;
  GtkWidget         *fee;
  MadoReasonLine    *reason;     /* shown while one is asked */
  GtkWidget         *view;
  MadoVisitorWindow *visitor; /* owned; made when it is first wanted */
  MadoCounter       *counter;
  gboolean           own_screen; /* the visitor's */
  gboolean           busy;    /* saving or printing: keys wait */
  char              *note;    /* what is said when it is saved */
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageConfirm, mado_stage_confirm, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static const char *
mado_stage_confirm_get_title (MadoStage *stage)
{
  return _("Confirm and accept");
}

static gboolean
mado_stage_confirm_applies (MadoStage *stage)
{
  return mado_counter_list_procedures (MADO_STAGE_CONFIRM (stage)->counter)[0] != NULL;
}

static gboolean
mado_stage_confirm_is_complete (MadoStage *stage)
{
  return mado_counter_is_all_accepted (MADO_STAGE_CONFIRM (stage)->counter);
}

/* The clerk looks at what this window prints; the first counter at all of it. */
static char **
shown_procedures (MadoStageConfirm *self)
{
  const char *const *ids = mado_counter_list_procedures (self->counter);
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_is_origin (self->counter) || mado_counter_is_mine (self->counter, ids[i]))
      g_strv_builder_add (out, ids[i]);
  return g_strv_builder_end (out);
}

static void
show_page (MadoStageConfirm *self)
{
  g_autofree char *page = mado_form_view_describe (MADO_FORM_VIEW (self->view));

  gtk_label_set_text (GTK_LABEL (self->page), page);
}

static void
mado_stage_confirm_refresh (MadoStage *stage)
{
  MadoStageConfirm *self = MADO_STAGE_CONFIRM (stage);
  g_auto (GStrv) ids = NULL;
  g_autofree char *why = NULL;
  g_autofree char *yen = NULL;
  g_autofree char *fee = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  ids = shown_procedures (self);
  mado_form_view_set (MADO_FORM_VIEW (self->view), (const char *const *) ids);
  show_page (self);
  why = mado_counter_why_not_ready (self->counter);
  if (why == NULL)
    why = mado_counter_describe_next (self->counter);
  gtk_label_set_text (GTK_LABEL (self->hint), why);
  yen = g_strdup_printf ("%" G_GINT64_FORMAT, mado_counter_fee (self->counter));
  fee = g_strdup_printf (_("Fee %s yen"), yen);
  gtk_label_set_text (GTK_LABEL (self->fee), fee);
}

static void
mado_stage_confirm_focus_first (MadoStage *stage)
{
  mado_stage_confirm_refresh (stage);
  gtk_widget_child_focus (MADO_STAGE_CONFIRM (stage)->view, GTK_DIR_TAB_FORWARD);
}

static void
mapped_cb (GtkWidget *widget,
           gpointer   data)
{
  mado_stage_confirm_refresh (MADO_STAGE (widget));
}

static void
drop_visitor (MadoStageConfirm *self)
{
  if (self->visitor == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->visitor, self);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->visitor)));
}

/* On the clerk's own monitor it goes at once; a hidden window left behind
 * confuses a screen reader. On its own monitor it shows the city's name. */
static void
release_visitor (MadoStageConfirm *self)
{
  if (!self->own_screen)
    drop_visitor (self);
}

/* --- the last steps: accept, save, print ------------------------------------------------------ */

static void
printed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoStageConfirm) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = mado_counter_print_slip_finish (MADO_COUNTER (source), result, &error);
  g_autofree char *spoken = mado_counter_spoken_line (self->counter);

  self->busy = FALSE;
  if (path == NULL)
    mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_ERROR, error->message);
  else if (spoken != NULL)
    mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, spoken);
  mado_stage_done (MADO_STAGE (self));
}

/* The wrong paper to the wrong person is what everyone fears: whose it is stands there once more. */
static void
show_hand_over (MadoStageConfirm *self)
{
  const char *const *persons = mado_counter_list_persons (self->counter);
  g_autofree char *name = persons[0] ? mado_counter_person_name (self->counter, persons[0]) : g_strdup ("");
  g_autofree char *visitor = mado_counter_person_name (self->counter, MADO_ROLE_VISITOR);
  g_autofree char *text = NULL;

  /* Translators: whose certificate it is, and who stands at the counter. */
  text = g_strdup_printf (_("Accepted and saved. Certificate of %s; to be handed to %s. Ctrl+Enter when that is done."),
                          name, visitor);
  mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, text);
  mado_stage_keys_changed (MADO_STAGE (self));
}

static void
finish (MadoStageConfirm *self)
{
  self->busy = FALSE;
  if (mado_counter_waits_for_hand_over (self->counter))
    {
      show_hand_over (self);
      return;
    }
  if (mado_counter_is_origin (self->counter) && mado_counter_needs_slip (self->counter))
    {
      self->busy = TRUE;
      mado_counter_print_slip_async (self->counter, printed_cb, g_object_ref (self));
      return;
    }
  mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, _("Accepted. Everything is saved."));
  mado_stage_done (MADO_STAGE (self));
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoStageConfirm) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (mado_counter_save_finish (MADO_COUNTER (source), result, &error))
    {
      finish (self);
      return;
    }
  self->busy = FALSE;
  text = g_strdup_printf (_("The acceptance could not be saved: %s Nothing is lost; please try again."), error->message);
  mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_ERROR, text);
}

static void
accept (MadoStageConfirm *self)
{
  self->busy = TRUE;
  mado_counter_accept (self->counter);
  mado_counter_save_async (self->counter, "accept", accepted_cb, g_object_ref (self));
}

/* --- the visitor's screen ------------------------------------------------------------------------- */

static void
signed_cb (MadoVisitorWindow *window,
           GBytes            *strokes,
           MadoStageConfirm  *self)
{
  release_visitor (self);
  mado_counter_sign (self->counter, MADO_SIGN_TABLET, strokes);
  accept (self);
}

static void
acknowledged_cb (MadoVisitorWindow *window,
                 MadoStageConfirm  *self)
{
  release_visitor (self);
  mado_counter_acknowledge (self->counter);
  accept (self);
}

static void
left_cb (MadoVisitorWindow *window,
         MadoStageConfirm  *self)
{
  release_visitor (self);
  mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, _("The visitor has not signed. Nothing was accepted."));
}

static MadoVisitorWindow *
ensure_visitor (MadoStageConfirm *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  MadoContext *context = mado_counter_get_context (self->counter);
  const char *screen = mado_preferences_get (mado_context_get_preferences (context), MADO_PREFERENCE_VISITOR_SCREEN);

  if (self->visitor == NULL)
    {
      self->visitor = mado_visitor_window_new (
          mado_text_get (mado_pack_get_city_name (mado_counter_get_pack (self->counter)), NULL));
      g_signal_connect (self->visitor, "signed", G_CALLBACK (signed_cb), self);
      g_signal_connect (self->visitor, "acknowledged", G_CALLBACK (acknowledged_cb), self);
      g_signal_connect (self->visitor, "left", G_CALLBACK (left_cb), self);
      self->own_screen = mado_visitor_window_place (self->visitor, GTK_WINDOW (root), screen != NULL && *screen);
    }
  return self->visitor;
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoStageConfirm) self = data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!mado_counter_save_finish (MADO_COUNTER (source), result, &error))
    mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_ERROR, error->message);
  else
    mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, self->note);
  mado_stage_confirm_refresh (MADO_STAGE (self));
  mado_stage_keys_changed (MADO_STAGE (self));
}

/* Paper or seal: the clerk has seen it, and the key that he pressed says so. */
static void
note_seen (MadoStageConfirm *self,
           MadoSign          way)
{
  g_autofree char *titles = mado_counter_list_to_sign (self->counter, way);

  g_free (self->note);
  self->note = g_strdup_printf (way == MADO_SIGN_PAPER ? _("Noted: the paper was received (%s).")
                                                       : _("Noted: the seal's print was checked (%s)."), titles);
  mado_counter_sign (self->counter, way, NULL);
}

static void
go_to_acceptance (MadoStageConfirm *self)
{
  g_auto (GStrv) additions = mado_counter_list_additions (self->counter);

  if (additions[0] != NULL)
    mado_counter_show_additions (self->counter, ensure_visitor (self), additions);
  else
    accept (self);
}

/* What was typed is saved before it is shown to be signed: the signature then
 * covers what the journal holds. */
static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoStageConfirm) self = data;
  g_autoptr (GError) error = NULL;
  MadoSign way;

  self->busy = FALSE;
  if (!mado_counter_save_finish (MADO_COUNTER (source), result, &error))
    {
      mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_ERROR, error->message);
      return;
    }
  if (!mado_counter_next_signature (self->counter, &way))
    {
      go_to_acceptance (self);
      return;
    }
  if (way == MADO_SIGN_TABLET)
    {
      mado_counter_show_declaration (self->counter, ensure_visitor (self));
      return;
    }
  note_seen (self, way);
  if (!mado_counter_next_signature (self->counter, &way))
    {
      go_to_acceptance (self);
      return;
    }
  self->busy = TRUE;
  mado_counter_save_async (self->counter, "sign", noted_cb, g_object_ref (self));
}

static gboolean
go_on (MadoStageConfirm *self)
{
  g_autofree char *why = NULL;

  if (self->busy)
    return TRUE;
  if (mado_counter_waits_for_hand_over (self->counter))
    {
      self->busy = TRUE;
      mado_counter_hand_over (self->counter);
      mado_counter_save_async (self->counter, "accept", accepted_cb, g_object_ref (self));
      return TRUE;
    }
  if (mado_counter_is_all_accepted (self->counter) && !mado_counter_is_dirty (self->counter))
    {
      finish (self);
      return TRUE;
    }
  why = mado_counter_why_not_ready (self->counter);
  if (why != NULL)
    {
      mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_WARNING, why);
      return TRUE;
    }
  self->busy = TRUE;
  mado_counter_save_async (self->counter, "fill", ready_cb, g_object_ref (self));
  return TRUE;
}

/* --- 2 on hold, 3 not applicable, 4 forward: with one reason line ---------------------------------------- */

static void
close_reason (MadoStageConfirm *self)
{
  mado_reason_line_close (self->reason);
  gtk_widget_child_focus (self->view, GTK_DIR_TAB_FORWARD);
  mado_stage_keys_changed (MADO_STAGE (self));
}

static void
put_aside_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (MadoStageConfirm) self = data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!mado_counter_save_finish (MADO_COUNTER (source), result, &error))
    mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_ERROR, error->message);
  else
    {
      mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_INFO, _("Noted with its reason. Everything is saved."));
      mado_stage_done (MADO_STAGE (self));
    }
}

static void
put_aside (MadoStageConfirm *self)
{
  g_autoptr (GError) error = NULL;

  if (!mado_reason_line_put_aside (self->reason, self->counter, &error))
    {
      mado_stage_message (MADO_STAGE (self), MADO_MESSAGE_WARNING, error->message);
      return;
    }
  close_reason (self);
  if (mado_reason_line_get_state (self->reason) == MADO_STATE_FORWARDED)
    mado_counter_mark (self->counter, MADO_MARK_FORWARDED);
  self->busy = TRUE;
  mado_counter_save_async (self->counter, "put-aside", put_aside_cb, g_object_ref (self));
}

/* --- as a stage ---------------------------------------------------------------------------------------- */

static gboolean
mado_stage_confirm_can (MadoStage  *stage,
                        const char *command)
{
  if (mado_reason_line_is_open (MADO_STAGE_CONFIRM (stage)->reason)
      && (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_CLOSE)))
    return TRUE;
  return g_str_equal (command, MADO_COMMAND_PRINT);
}

static gboolean
mado_stage_confirm_perform (MadoStage  *stage,
                            const char *command)
{
  MadoStageConfirm *self = MADO_STAGE_CONFIRM (stage);

  if (mado_reason_line_is_open (self->reason) && !self->busy)
    {
      if (g_str_equal (command, MADO_COMMAND_CLOSE))
        close_reason (self);
      else
        put_aside (self);
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return go_on (self);
  if (g_str_equal (command, MADO_COMMAND_PRINT) && !self->busy)
    {
      self->busy = TRUE;
      mado_counter_print_slip_async (self->counter, printed_cb, g_object_ref (self));
      return TRUE;
    }
  return FALSE;
}

static gboolean
mado_stage_confirm_key (MadoStage       *stage,
                        guint            keyval,
                        GdkModifierType  state)
{
  MadoStageConfirm *self = MADO_STAGE_CONFIRM (stage);
  int step = keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_KP_Page_Down ? 1
             : keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up   ? -1
                                                                           : 0;

  static const MadoProcState steps[] = { MADO_STATE_HELD, MADO_STATE_NOT_APPLICABLE, MADO_STATE_FORWARDED };
  guint digit = mado_stage_digit (keyval);

  if (digit >= 2 && digit <= 4 && !self->busy)
    {
      mado_reason_line_ask (self->reason, steps[digit - 2]);
      mado_stage_keys_changed (stage);
      return TRUE;
    }
  if (step == 0)
    return FALSE;
  mado_form_view_turn (MADO_FORM_VIEW (self->view), step);
  show_page (self);
  return TRUE;
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_confirm_get_title;
  iface->applies = mado_stage_confirm_applies;
  iface->is_complete = mado_stage_confirm_is_complete;
  iface->refresh = mado_stage_confirm_refresh;
  iface->focus_first = mado_stage_confirm_focus_first;
  iface->can = mado_stage_confirm_can;
  iface->perform = mado_stage_confirm_perform;
  iface->key = mado_stage_confirm_key;
}

static void
mado_stage_confirm_dispose (GObject *object)
{
  MadoStageConfirm *self = MADO_STAGE_CONFIRM (object);

  drop_visitor (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_confirm_parent_class)->dispose (object);
}

static void
mado_stage_confirm_finalize (GObject *object)
{
  g_free (MADO_STAGE_CONFIRM (object)->note);
  G_OBJECT_CLASS (mado_stage_confirm_parent_class)->finalize (object);
}

static void
mado_stage_confirm_class_init (MadoStageConfirmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_confirm_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_stage_confirm_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_confirm_init (MadoStageConfirm *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->hint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_label_set_wrap (GTK_LABEL (self->hint), TRUE);
  gtk_widget_add_css_class (self->hint, "stage-hint");
  self->page = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->page), 0);
  gtk_widget_set_hexpand (self->page, TRUE);
  self->fee = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->fee, "fee");
  gtk_box_append (GTK_BOX (line), self->page);
  gtk_box_append (GTK_BOX (line), self->fee);
  gtk_box_append (GTK_BOX (self->box), self->hint);
  self->reason = MADO_REASON_LINE (mado_reason_line_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (self->box), line);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

GtkWidget *
mado_stage_confirm_new (MadoCounter *counter)
{
  MadoStageConfirm *self = g_object_new (MADO_TYPE_STAGE_CONFIRM, NULL);

  self->counter = g_object_ref (counter);
  self->view = mado_form_view_new (counter);
  g_signal_connect_object (self->view, "changed", G_CALLBACK (show_page), self, G_CONNECT_SWAPPED);
  gtk_widget_set_vexpand (self->view, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->view);
  return GTK_WIDGET (self);
}
