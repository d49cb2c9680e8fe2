/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-card-pane-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/mado-training.h"

enum { CHANGED, MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoCardPane, mado_card_pane, GTK_TYPE_WIDGET)

static void start (MadoCardPane *self, MadoCardTask task);

void
mado_card_pane_tell (MadoCardPane    *self,
                     MadoMessageKind  kind,
                     const char      *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, kind, text);
}

void
mado_card_pane_show_state (MadoCardPane *self,
                           const char   *text,
                           gboolean      wrong)
{
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_widget_set_visible (self->state, *text != '\0');
  if (wrong)
    gtk_widget_add_css_class (self->state, "fault");
  else
    gtk_widget_remove_css_class (self->state, "fault");
}

/* --- letting go -------------------------------------------------------------------- */

static void
forget_pin (MadoCardPane *self)
{
  mado_card_pane_drop_window (self);
  mado_pin_entry_clear (MADO_PIN_ENTRY (self->pin));
  gtk_widget_set_visible (self->ask, FALSE);
}

static void
drop_session (MadoCardPane *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  mado_card_session_cancel (self->session);
  g_clear_object (&self->session);
}

void
mado_card_pane_close (MadoCardPane *self)
{
  drop_session (self);
  forget_pin (self);
  mado_card_pane_forget_number (self);
  mado_proposal_list_set (MADO_PROPOSAL_LIST (self->lines), NULL);
  g_clear_object (&self->proposals);
  /* Of whom nothing was taken over is nobody of this case. */
  if (self->made != NULL)
    mado_counter_drop_if_empty (self->counter, self->made);
  g_clear_pointer (&self->made, g_free);
  self->open = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- the card speaks ----------------------------------------------------------------- */

static void
show_kind (MadoCardPane *self,
           MadoCardKind  kind)
{
  MadoDate expiry;
  g_autofree char *until = self->expiry != NULL && mado_date_parse_iso (self->expiry, &expiry) ? mado_date_to_wareki (&expiry)
                                                                                             : NULL;
  g_autofree char *text = until != NULL ? g_strdup_printf (_("%s, good until %s"), mado_card_kind_title (kind), until)
                                        : g_strdup (mado_card_kind_title (kind));
  /* Translators: a card, marked as one of training */
  g_autofree char *marked = mado_training_is_on () ? g_strdup_printf (_("%s [training]"), text) : NULL;

  gtk_label_set_text (GTK_LABEL (self->kind), marked != NULL ? marked : text);
  gtk_widget_set_visible (self->kind, TRUE);
}

static void
ask_cb (MadoCardSession *session,
        int              secret,
        int              tries,
        MadoCardPane    *self)
{
  g_autofree char *number = g_strdup_printf ("%d", tries);
  g_autofree char *left = tries < 0 ? NULL : g_strdup_printf (_("Tries left: %s"), number);
  g_autofree char *text = left ? g_strdup_printf ("%s\n%s", mado_card_secret_title (secret), left)
                               : g_strdup (mado_card_secret_title (secret));

  gtk_label_set_text (GTK_LABEL (self->asked), text);
  mado_pin_entry_begin (MADO_PIN_ENTRY (self->pin), mado_card_secret_title (secret),
                        mado_card_secret_length (secret), secret == MADO_CARD_SECRET_CARD_NUMBER);
  gtk_button_set_label (GTK_BUTTON (self->other), self->by_code ? _("By PIN instead") : _("By matching code B instead"));
  gtk_widget_set_visible (self->other, !self->for_number && mado_card_session_get_kind (session) == MADO_CARD_KIND_MYNUMBER);
  gtk_widget_set_visible (self->ask, TRUE);
  if (mado_card_pane_asks_visitor_first (self))
    mado_card_pane_ask_visitor (self);
  else
    mado_card_pane_ask_here (self);
}

void
mado_card_pane_ask_here (MadoCardPane *self)
{
  gboolean last = mado_card_session_get_tries (self->session) == 1;

  self->warned = FALSE;
  mado_card_pane_show_state (self, last ? _("One more mistake locks the PIN. The holder should make sure of it first.")
                                        : _("The holder types it; then Enter."), last);
  gtk_widget_set_visible (self->pin, TRUE);
  gtk_widget_set_visible (self->to_visitor, mado_card_pane_can_ask_visitor (self));
  gtk_widget_grab_focus (self->pin);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
mado_card_pane_stop (MadoCardPane *self,
                     const char   *why)
{
  drop_session (self);
  forget_pin (self);
  mado_card_pane_show_state (self, why, FALSE);
  mado_card_pane_tell (self, MADO_MESSAGE_INFO, why);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
tell_failure (MadoCardPane *self)
{
  MadoCardResult result = mado_card_session_get_result (self->session);
  g_autofree char *sentence = mado_card_result_sentence (result, mado_card_session_get_kind (self->session),
                                                         mado_card_session_get_secret (self->session),
                                                         mado_card_session_get_tries (self->session));

  if (sentence == NULL)
    return FALSE;
  mado_card_pane_show_state (self, sentence, TRUE);
  mado_card_pane_tell (self, MADO_MESSAGE_WARNING, sentence);
  return TRUE;
}

static void
read_cb (MadoCardSession *session,
         MadoCardPane    *self)
{
  forget_pin (self);
  if (!tell_failure (self))
    {
      mado_card_pane_show_state (self, "", FALSE);
      if (self->for_number)
        mado_card_pane_show_number (self);
      else
        mado_card_pane_propose (self);
    }
  drop_session (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Known now, before anything is typed: a PIN meant for one card costs a try on
 * another. */
static void
identified_cb (MadoCardSession *session,
               MadoCardPane    *self)
{
  static const MadoCardTask tasks[] = {
    [MADO_CARD_KIND_UNKNOWN] = MADO_CARD_TASK_IDENTIFY,
    [MADO_CARD_KIND_MYNUMBER] = MADO_CARD_TASK_ATTRS,
    [MADO_CARD_KIND_LICENCE] = MADO_CARD_TASK_LICENCE,
    [MADO_CARD_KIND_RESIDENCE] = MADO_CARD_TASK_RESIDENCE,
  };
  MadoCardKind kind = mado_card_session_get_kind (session);

  if (tell_failure (self))
    {
      drop_session (self);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  g_free (self->expiry);
  self->expiry = g_strdup (mado_card_session_get_data (session)->expiry);
  show_kind (self, kind);
  drop_session (self);
  if (self->for_number && kind != MADO_CARD_KIND_MYNUMBER)
    mado_card_pane_stop (self, _("This card holds no individual number. Nothing was read."));
  else
    start (self, self->for_number ? MADO_CARD_TASK_NUMBER : tasks[kind]);
}

/* --- asking the card --------------------------------------------------------------------- */

static void
start (MadoCardPane *self,
       MadoCardTask  task)
{
  const MadoCardOrder order = { .task = task };

  drop_session (self);
  forget_pin (self);
  mado_card_pane_show_state (self, _("Reading the card…"), FALSE);
  self->session = mado_card_process_new (&order);
  g_signal_connect (self->session, "ask", G_CALLBACK (ask_cb), self);
  g_signal_connect (self->session, "ended", task == MADO_CARD_TASK_IDENTIFY ? G_CALLBACK (identified_cb) : G_CALLBACK (read_cb),
                    self);
  mado_card_session_start (self->session);
}

static void
begin (MadoCardPane *self,
       gboolean      for_number)
{
  mado_card_pane_forget_number (self);
  self->for_number = for_number;
  self->open = TRUE;
  self->by_code = FALSE;
  g_clear_pointer (&self->expiry, g_free);
  g_clear_object (&self->proposals);
  mado_proposal_list_set (MADO_PROPOSAL_LIST (self->lines), NULL);
  gtk_widget_set_visible (self->kind, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  start (self, MADO_CARD_TASK_IDENTIFY);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
mado_card_pane_read (MadoCardPane *self)
{
  begin (self, FALSE);
}

void
mado_card_pane_read_number (MadoCardPane *self)
{
  begin (self, TRUE);
}

static void
other_cb (GtkButton    *button,
          MadoCardPane *self)
{
  self->by_code = !self->by_code;
  start (self, self->by_code ? MADO_CARD_TASK_ATTRS_B : MADO_CARD_TASK_ATTRS);
}

static void
show_fault (MadoCardPane *self,
            const char   *for_clerk,
            const char   *for_visitor)
{
  mado_card_pane_show_state (self, for_clerk, TRUE);
  if (self->window != NULL)
    mado_pin_window_tell (self->window, for_visitor, TRUE, TRUE);
}

/* The text is gone from here as soon as it is sent. */
void
mado_card_pane_send (MadoCardPane *self,
                     MadoPinEntry *entry)
{
  MadoCardSecret secret = mado_card_session_get_secret (self->session);
  char text[MADO_CARD_SECRET_MAX + 2];
  gboolean fits;

  g_strlcpy (text, mado_pin_entry_peek (entry), sizeof text);
  fits = mado_card_secret_prepare (secret, text);
  if (!fits)
    show_fault (self, _("This cannot be right; it was not sent, and no try was used."),
                _("This cannot be right; it was not sent, and no try was used."));
  else if (mado_card_session_get_tries (self->session) == 1 && !self->warned)
    {
      self->warned = TRUE;
      show_fault (self, _("This is the last try. If the holder is sure, press Enter once more; Esc stops."),
                  _("This is the last try. If you are sure of the PIN, press “Enter PIN” once more."));
      explicit_bzero (text, sizeof text);
      return;
    }
  mado_pin_entry_clear (entry);
  if (fits)
    {
      if (self->window != NULL)
        mado_pin_window_tell (self->window, _("Reading the card…"), FALSE, FALSE);
      gtk_widget_set_visible (self->ask, FALSE);
      mado_card_pane_show_state (self, _("Reading the card…"), FALSE);
      mado_card_session_answer (self->session, text, self->warned);
    }
  explicit_bzero (text, sizeof text);
}

/* --- commands -------------------------------------------------------------------------------- */

gboolean
mado_card_pane_is_open (MadoCardPane *self)
{
  return self->open;
}

void
mado_card_pane_refresh (MadoCardPane *self)
{
  if (self->proposals != NULL)
    mado_proposals_refresh (self->proposals, mado_counter_get_reader (self->counter));
}

static gboolean
is_typing (MadoCardPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus == self->pin && gtk_widget_get_visible (self->ask);
}

gboolean
mado_card_pane_can (MadoCardPane *self,
                    const char   *command)
{
  if (!self->open)
    return FALSE;
  return g_str_equal (command, MADO_COMMAND_CLOSE) || (self->proposals != NULL && g_str_equal (command, MADO_COMMAND_TAKE_ALL)) ||
         (is_typing (self) && g_str_equal (command, MADO_COMMAND_NEXT_FIELD)) ||
         (g_str_equal (command, MADO_COMMAND_TO_VISITOR) && mado_card_pane_can_ask_visitor (self));
}

gboolean
mado_card_pane_perform (MadoCardPane *self,
                        const char   *command)
{
  if (!mado_card_pane_can (self, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    mado_card_pane_close (self);
  else if (g_str_equal (command, MADO_COMMAND_TAKE_ALL))
    mado_card_pane_take_all (self);
  else if (g_str_equal (command, MADO_COMMAND_TO_VISITOR))
    mado_card_pane_ask_visitor (self);
  else
    mado_card_pane_send (self, MADO_PIN_ENTRY (self->pin));
  return TRUE;
}

gboolean
mado_card_pane_key (MadoCardPane *self,
                    guint         keyval)
{
  if (mado_card_pane_number_key (self, keyval))
    return TRUE;
  if (!is_typing (self))
    return FALSE;
  self->warned = FALSE;
  return mado_pin_entry_key (MADO_PIN_ENTRY (self->pin), keyval);
}

/* --- the type ----------------------------------------------------------------------------------- */

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
mado_card_pane_dispose (GObject *object)
{
  MadoCardPane *self = MADO_CARD_PANE (object);

  drop_session (self);
  mado_card_pane_drop_window (self);
  g_clear_object (&self->proposals);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_card_pane_parent_class)->dispose (object);
}

static void
mado_card_pane_finalize (GObject *object)
{
  g_free (MADO_CARD_PANE (object)->expiry);
  g_free (MADO_CARD_PANE (object)->made);
  G_OBJECT_CLASS (mado_card_pane_parent_class)->finalize (object);
}

static void
mado_card_pane_class_init (MadoCardPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_card_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_card_pane_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "cardpane");
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_CARD_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", MADO_TYPE_CARD_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_INT, G_TYPE_STRING);
}

static GtkWidget *
build_ask (MadoCardPane *self)
{
  GtkWidget *ask = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->asked = label_new ("card-asked");
  self->pin = mado_pin_entry_new ();
  self->other = gtk_button_new ();
  gtk_widget_set_halign (self->other, GTK_ALIGN_START);
  self->to_visitor = gtk_button_new_with_label (_("On the visitor's screen (Ctrl+Shift+V)"));
  gtk_widget_set_halign (self->to_visitor, GTK_ALIGN_START);
  g_signal_connect_swapped (self->to_visitor, "clicked", G_CALLBACK (mado_card_pane_ask_visitor), self);
  g_signal_connect (self->other, "clicked", G_CALLBACK (other_cb), self);
  gtk_box_append (GTK_BOX (ask), self->asked);
  gtk_box_append (GTK_BOX (ask), self->pin);
  gtk_box_append (GTK_BOX (ask), self->to_visitor);
  gtk_box_append (GTK_BOX (ask), self->other);
  return ask;
}

static void
mado_card_pane_init (MadoCardPane *self)
{
  GtkWidget *heading = label_new ("group-heading");

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->kind = label_new ("card-kind");
  self->state = label_new ("card-state");
  self->ask = build_ask (self);
  gtk_label_set_text (GTK_LABEL (heading), _("Card"));
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), self->kind);
  gtk_box_append (GTK_BOX (self->box), self->state);
  gtk_box_append (GTK_BOX (self->box), self->ask);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
mado_card_pane_new (MadoCounter *counter)
{
  MadoCardPane *self = g_object_new (MADO_TYPE_CARD_PANE, NULL);

  self->counter = g_object_ref (counter);
  self->lines = mado_proposal_list_new (counter);
  g_signal_connect_object (self->lines, "done", G_CALLBACK (mado_card_pane_close), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->lines);
  return GTK_WIDGET (self);
}
