/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-row.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-words.h"
#include "core/base/mado-kana.h"
#include "core/base/mado-text.h"

#define ROW_HEIGHT    36
#define LABEL_WIDTH   104
#define GAP           6
#define BADGE_WIDTH   40
#define NOTE_HEIGHT   12

struct _MadoFieldRow
{
  GtkWidget          parent_instance;

  char              *name;
  char              *title;
  const MadoField   *field;      /* the pack's */
  MadoDateContext   *dates;      /* borrowed */
  int                label_width;

  /* Children */
  GtkWidget         *label;
  GtkWidget         *entry;
  GtkWidget         *badge;
  GtkWidget         *note;

  /* State */
  GVariant          *value;      /* as the record has it; nullable */
  MadoSource         source;
  GVariant          *proposal;
  MadoSource         proposal_source;
  char              *proposal_why;
  char             **candidates;
  char              *error;
  char              *conflict;
  char              *shown;      /* what the entry held when it was last set */
  gboolean           focused;
  gboolean           setting;
  gboolean           locked;
  gboolean           required;
  gboolean           changed_elsewhere;
  gboolean           questioned; /* the text looks like a 個人番号 */
  gboolean           vouched;    /* a person said that this text is none */
  guint              late_id;    /* a text that came after the focus had gone */

  MadoKanaHistory   *history;
  MadoFieldRow      *kana;       /* weak */
};

G_DEFINE_FINAL_TYPE (MadoFieldRow, mado_field_row, GTK_TYPE_WIDGET)

enum
{
  EDITED,
  PICKED,
  TYPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

const char *
mado_field_source_label (MadoSource source)
{
  switch (source)
    {
    case MADO_SOURCE_TYPED:
      return C_("source of a value", "Typed");
    case MADO_SOURCE_CARD:
      return C_("source of a value", "Card");
    case MADO_SOURCE_OCR:
      return C_("source of a value", "Read");
    case MADO_SOURCE_SLIP:
      return C_("source of a value", "Slip");
    case MADO_SOURCE_WEB:
      return C_("source of a value", "Web");
    case MADO_SOURCE_KIOSK:
      return C_("source of a value", "Kiosk");
    case MADO_SOURCE_IMPORT:
      return C_("source of a value", "Import");
    case MADO_SOURCE_PROGRAM:
      return C_("source of a value", "Auto");
    case MADO_SOURCE_UNKNOWN:
    default:
      return "";
    }
}

/* --- what is shown ------------------------------------------------------------ */

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static char *
list_candidates (MadoFieldRow *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; self->candidates[i] && i < 9; i++)
    g_string_append_printf (out, "%s%u %s", i ? "  " : "", i + 1, self->candidates[i]);

  return g_string_free (out, FALSE);
}

static char *
describe_proposal (MadoFieldRow *self)
{
  g_autofree char *text = mado_field_words_at_rest (self->field, self->proposal);

  if (self->proposal_why && *self->proposal_why)
    return g_strdup_printf (_("Proposed: %s (%s) ⏎"), text, self->proposal_why);

  return g_strdup_printf (_("Proposed: %s ⏎"), text);
}

static char *
find_note (MadoFieldRow *self)
{
  const char *text = mado_field_row_get_text (self);

  if (self->error)
    return g_strdup (self->error);
  if (self->changed_elsewhere)
    return g_strdup (_("Changed elsewhere meanwhile"));
  if (self->conflict)
    return g_strdup (self->conflict);
  if (self->focused && self->candidates && self->candidates[0])
    return list_candidates (self);
  if (self->proposal && !*text)
    return describe_proposal (self);
  if (self->focused || self->field->type == MADO_FIELD_DATE)
    return mado_field_words_describe (self->field, text, self->dates);

  return NULL;
}

static void
update_note (MadoFieldRow *self)
{
  g_autofree char *note = find_note (self);

  gtk_label_set_text (GTK_LABEL (self->note), note ? note : "");
  gtk_widget_set_tooltip_text (self->note, note);
  set_class (GTK_WIDGET (self), "error", self->error != NULL);
  set_class (GTK_WIDGET (self), "conflict", self->conflict || self->changed_elsewhere);
  set_class (GTK_WIDGET (self), "gap", mado_field_row_is_gap (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               self->error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, note ? note : "", -1);
}

static void
update_badge (MadoFieldRow *self)
{
  gtk_label_set_text (GTK_LABEL (self->badge), self->value ? mado_field_source_label (self->source) : "");
}

static void
show_text (MadoFieldRow *self,
           const char   *text)
{
  g_free (self->shown);
  self->shown = g_strdup (text);
  self->setting = TRUE;
  if (!g_str_equal (mado_field_row_get_text (self), text))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->setting = FALSE;
}

static void
show_value (MadoFieldRow *self)
{
  g_autofree char *text = self->focused ? mado_field_edit_text (self->field, self->value)
                                        : mado_field_words_at_rest (self->field, self->value);

  show_text (self, text);
  update_badge (self);
  update_note (self);
}

/* --- taking over ---------------------------------------------------------------- */

static gboolean
same_value (GVariant *a,
            GVariant *b)
{
  return a == b || (a && b && g_variant_equal (a, b));
}

static void
take_value (MadoFieldRow *self,
            GVariant     *value,
            MadoSource    source)
{
  g_autoptr (GVariant) keep = value ? g_variant_ref (value) : NULL;

  g_clear_pointer (&self->value, g_variant_unref);
  self->value = g_steal_pointer (&keep);
  self->source = source;
  self->changed_elsewhere = FALSE;
  g_clear_pointer (&self->error, g_free);
  show_value (self);
  g_signal_emit (self, signals[EDITED], 0, self->value);
}

static gboolean
refuse (MadoFieldRow *self,
        const GError *error)
{
  self->questioned = g_error_matches (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON);
  /* Translators: 12 digits were typed that look like a 個人番号; the key says
   * that they are something else. Must be short: the line is narrow. */
  mado_field_row_set_error (self, self->questioned ? _("Individual Number? Never kept here. Another number: Ctrl+E")
                                                   : error->message);

  return FALSE;
}

/* NULL without an error: the text is empty. */
static GVariant *
read_text (MadoFieldRow  *self,
           const char    *text,
           GError       **error)
{
  MadoFieldContext context = { .number_allowed = self->vouched };
  g_autoptr (GVariant) value = NULL;

  if (self->dates)
    context.dates = *self->dates;
  value = mado_field_parse (self->field, text, &context, error);
  if (value && self->dates)
    self->dates->last_era = context.dates.last_era;

  return value && !mado_value_is_none (value) ? g_steal_pointer (&value) : NULL;
}

gboolean
mado_field_row_commit (MadoFieldRow *self)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  text = mado_field_row_get_text (self);
  if (self->shown && g_str_equal (text, self->shown))
    return self->error == NULL;

  value = read_text (self, text, &error);
  if (error)
    return refuse (self, error);

  self->questioned = FALSE;
  if (same_value (value, self->value))
    {
      g_clear_pointer (&self->error, g_free);
      self->changed_elsewhere = FALSE;
      show_value (self);
    }
  else
    take_value (self, value, MADO_SOURCE_TYPED);

  return TRUE;
}

/* --- kana from what is composed --------------------------------------------------- */

static void
propose_reading (MadoFieldRow *self)
{
  g_autofree char *reading = NULL;

  if (!self->history || !self->kana)
    return;

  reading = mado_kana_history_reading (self->history, mado_field_row_get_text (self));
  if (reading && *reading && !mado_field_row_get_value (self->kana))
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_string (reading));

      mado_field_row_set_proposal (self->kana, value, MADO_SOURCE_TYPED, NULL);
    }
}

static void
preedit_changed_cb (MadoFieldRow *self,
                    const char   *preedit)
{
  if (self->history)
    mado_kana_history_preedit (self->history, preedit);
}

static void
insert_text_cb (MadoFieldRow *self,
                const char   *text,
                int           length)
{
  g_autofree char *inserted = length < 0 ? g_strdup (text) : g_strndup (text, length);

  if (self->history && !self->setting)
    mado_kana_history_commit (self->history, inserted);
}

/* --- callbacks ---------------------------------------------------------------------- */

/* Half-width whatever the input method makes of it; once per keystroke. */
static gboolean
fold_typed (MadoFieldRow *self)
{
  const char *text = mado_field_row_get_text (self);
  g_autofree char *folded = NULL;

  if (!mado_field_words_is_numeric (self->field))
    return FALSE;

  folded = mado_text_fold_number (text);
  if (g_str_equal (folded, text))
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), folded);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);

  return TRUE;
}

static gboolean
pick_candidate (MadoFieldRow *self)
{
  g_autofree char *digit = NULL;
  guint index;

  if (!self->candidates || !self->focused)
    return FALSE;

  digit = mado_text_fold_number (mado_field_row_get_text (self));
  if (strlen (digit) != 1 || *digit < '1' || *digit > '9')
    return FALSE;

  index = *digit - '1';
  if (index >= g_strv_length (self->candidates))
    return FALSE;

  g_signal_emit (self, signals[PICKED], 0, index);

  return TRUE;
}

/* A single digit of a short choice needs no Enter to be seen. */
static void
show_picked_choice (MadoFieldRow *self)
{
  g_autoptr (GVariant) value = NULL;
  g_autofree char *folded = NULL;

  if (!mado_field_words_takes_digit (self->field))
    return;

  folded = mado_text_fold_width (mado_field_row_get_text (self));
  if (strlen (folded) != 1 || !g_ascii_isdigit (*folded))
    return;

  value = read_text (self, folded, NULL);
  if (value)
    {
      take_value (self, value, MADO_SOURCE_TYPED);
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
    }
}

/* An input method that commits after the focus has gone: still typed. Not at
 * once, because replacing a text passes through the empty one. */
static gboolean
late_cb (gpointer data)
{
  MadoFieldRow *self = data;

  self->late_id = 0;
  if (!self->focused)
    {
      mado_field_row_commit (self);
      propose_reading (self);
    }

  return G_SOURCE_REMOVE;
}

static void
changed_cb (MadoFieldRow *self)
{
  if (self->setting || fold_typed (self) || pick_candidate (self))
    return;

  g_clear_pointer (&self->error, g_free);
  self->questioned = self->vouched = FALSE;
  show_picked_choice (self);
  update_note (self);
  g_signal_emit (self, signals[TYPED], 0);

  if (!self->focused && self->late_id == 0)
    self->late_id = g_idle_add (late_cb, self);
}

static void
enter_cb (MadoFieldRow *self)
{
  self->focused = TRUE;
  if (!self->error)
    show_value (self);
  update_note (self);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
leave_cb (MadoFieldRow *self)
{
  gboolean valid;

  self->focused = FALSE;
  valid = mado_field_row_commit (self);
  propose_reading (self);
  if (valid)
    show_value (self);
  else
    update_note (self);
}

/* Ctrl+E arrives here unless the page had a locked field to open. Enter does
 * not: the window takes it, and the proposal, before it goes to the next. */
static gboolean
key_cb (MadoFieldRow    *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (modifiers == GDK_CONTROL_MASK && gdk_keyval_to_lower (keyval) == GDK_KEY_e && mado_field_row_vouch (self))
    return GDK_EVENT_STOP;

  return GDK_EVENT_PROPAGATE;
}

/* --- layout -------------------------------------------------------------------------- */

static void
mado_field_row_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  MadoFieldRow *self = MADO_FIELD_ROW (widget);
  int entry_min, entry_nat;

  gtk_widget_measure (self->entry, orientation, -1, &entry_min, &entry_nat, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      /* The same for every row: kanji in the note must not move the others. */
      *minimum = *natural = MAX (ROW_HEIGHT, entry_min + NOTE_HEIGHT);
    }
  else
    {
      int around = self->label_width ? self->label_width + GAP + BADGE_WIDTH : 0;

      *minimum = around + MIN (entry_min, 40);
      *natural = around + entry_nat;
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
place (GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
mado_field_row_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  MadoFieldRow *self = MADO_FIELD_ROW (widget);
  int left = self->label_width ? self->label_width + GAP : 0;
  int right = self->label_width ? BADGE_WIDTH : 0;
  int entry_min, note_min;

  gtk_widget_measure (self->entry, GTK_ORIENTATION_VERTICAL, -1, &entry_min, NULL, NULL, NULL);
  gtk_widget_measure (self->note, GTK_ORIENTATION_VERTICAL, -1, &note_min, NULL, NULL, NULL);

  place (self->label, 0, 0, self->label_width, entry_min);
  place (self->entry, left, 0, MAX (1, width - left - right), entry_min);
  place (self->badge, width - right, 0, right, entry_min);
  place (self->note, left, entry_min, MAX (1, width - left), MAX (note_min, height - entry_min));
}

/* One place to stop at. Without this GTK would come back to the same entry when
 * it goes backwards, because grabbing the focus of the row means the entry. */
static gboolean
mado_field_row_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;

  return gtk_widget_grab_focus (MADO_FIELD_ROW (widget)->entry);
}

static gboolean
mado_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (MADO_FIELD_ROW (widget)->entry);
}

static void
mado_field_row_dispose (GObject *object)
{
  MadoFieldRow *self = MADO_FIELD_ROW (object);

  g_clear_handle_id (&self->late_id, g_source_remove);
  g_clear_weak_pointer (&self->kana);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->badge, gtk_widget_unparent);
  g_clear_pointer (&self->note, gtk_widget_unparent);

  G_OBJECT_CLASS (mado_field_row_parent_class)->dispose (object);
}

static void
mado_field_row_finalize (GObject *object)
{
  MadoFieldRow *self = MADO_FIELD_ROW (object);

  g_clear_pointer (&self->history, mado_kana_history_free);
  g_clear_pointer (&self->value, g_variant_unref);
  g_clear_pointer (&self->proposal, g_variant_unref);
  g_free (self->proposal_why);
  g_strfreev (self->candidates);
  g_free (self->error);
  g_free (self->conflict);
  g_free (self->shown);
  g_free (self->title);
  g_free (self->name);

  G_OBJECT_CLASS (mado_field_row_parent_class)->finalize (object);
}

static void
mado_field_row_class_init (MadoFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mado_field_row_dispose;
  object_class->finalize = mado_field_row_finalize;
  widget_class->measure = mado_field_row_measure;
  widget_class->size_allocate = mado_field_row_size_allocate;
  widget_class->focus = mado_field_row_focus;
  widget_class->grab_focus = mado_field_row_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "fieldrow");

  signals[EDITED] = g_signal_new ("edited", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  signals[PICKED] = g_signal_new ("picked", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[TYPED] = g_signal_new ("typed", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_label (MadoFieldRow *self,
           const char   *css_class,
           float         xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  return label;
}

static void
watch_entry (MadoFieldRow *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self);
  g_signal_connect_swapped (text, "insert-text", G_CALLBACK (insert_text_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
}

static void
mado_field_row_init (MadoFieldRow *self)
{
  self->label_width = LABEL_WIDTH;
  self->label = add_label (self, "field-label", 1.0);
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 4);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  self->badge = add_label (self, "source", 0.5);
  self->note = add_label (self, "note", 0.0);
  self->shown = g_strdup ("");
  watch_entry (self);
}

/* --- public ------------------------------------------------------------------------------ */

MadoFieldRow *
mado_field_row_new (const char           *name,
                    const char           *label,
                    const MadoField      *field)
{
  MadoFieldRow *self;

  g_return_val_if_fail (field != NULL && field->id != NULL, NULL);

  self = g_object_new (MADO_TYPE_FIELD_ROW, NULL);

  self->name = g_strdup (name);
  self->title = g_strdup (label);
  self->field = field;
  gtk_widget_set_name (GTK_WIDGET (self), name);
  gtk_label_set_text (GTK_LABEL (self->label), label);
  gtk_widget_set_tooltip_text (self->label, label);
  if (!*label)
    self->label_width = 0;
  gtk_widget_set_child_visible (self->label, *label);
  gtk_widget_set_child_visible (self->badge, *label);
  mado_field_row_set_spoken (self, label);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry),
                               mado_field_words_is_numeric (field) ? GTK_INPUT_PURPOSE_NUMBER
                                                                   : GTK_INPUT_PURPOSE_FREE_FORM);
  update_note (self);

  return self;
}

MadoFieldRow *
mado_field_row_new_for_field (const char      *name,
                              const MadoField *field)
{
  return mado_field_row_new (name, mado_text_get (field->label, NULL), field);
}

const char *
mado_field_row_get_name (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->name;
}

const char *
mado_field_row_get_label (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->title;
}

void
mado_field_row_set_spoken (MadoFieldRow *self,
                           const char   *label)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
mado_field_row_set_label_width (MadoFieldRow *self,
                                int           width)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  if (self->label_width == width)
    return;

  self->label_width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
mado_field_row_set_dates (MadoFieldRow    *self,
                          MadoDateContext *dates)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  self->dates = dates;
  update_note (self);
}

static gboolean
is_being_typed (MadoFieldRow *self)
{
  return self->focused && !g_str_equal (mado_field_row_get_text (self), self->shown);
}

void
mado_field_row_set_value (MadoFieldRow *self,
                          GVariant     *value,
                          MadoSource    source)
{
  g_autoptr (GVariant) sunk = value ? g_variant_ref_sink (value) : NULL;

  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  if (same_value (sunk, self->value) && source == self->source)
    return;

  if (is_being_typed (self) && !same_value (sunk, self->value))
    self->changed_elsewhere = TRUE;
  g_clear_pointer (&self->value, g_variant_unref);
  self->value = g_steal_pointer (&sunk);
  self->source = source;

  if (self->changed_elsewhere)
    update_note (self);
  else
    {
      g_clear_pointer (&self->error, g_free);
      show_value (self);
    }
}

GVariant *
mado_field_row_get_value (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->value;
}

MadoSource
mado_field_row_get_source (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), MADO_SOURCE_UNKNOWN);

  return self->source;
}

const char *
mado_field_row_get_text (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* As if the person had typed it. */
void
mado_field_row_set_text (MadoFieldRow *self,
                         const char   *text)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

void
mado_field_row_set_proposal (MadoFieldRow *self,
                             GVariant     *value,
                             MadoSource    source,
                             const char   *why)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_clear_pointer (&self->proposal, g_variant_unref);
  self->proposal = value ? g_variant_ref_sink (value) : NULL;
  self->proposal_source = source;
  g_free (self->proposal_why);
  self->proposal_why = g_strdup (why);
  update_note (self);
}

gboolean
mado_field_row_has_proposal (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->proposal && !*mado_field_row_get_text (self);
}

gboolean
mado_field_row_take_proposal (MadoFieldRow *self)
{
  g_autoptr (GVariant) value = NULL;

  if (!mado_field_row_has_proposal (self) || self->locked)
    return FALSE;

  value = g_steal_pointer (&self->proposal);
  take_value (self, value, self->proposal_source);

  return TRUE;
}

void
mado_field_row_set_candidates (MadoFieldRow      *self,
                               const char *const *candidates)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_strfreev (self->candidates);
  self->candidates = candidates && candidates[0] ? g_strdupv ((char **) candidates) : NULL;
  update_note (self);
}

void
mado_field_row_set_locked (MadoFieldRow *self,
                           gboolean      locked)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  self->locked = locked;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !locked);
  gtk_widget_set_focusable (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))), TRUE);
  set_class (GTK_WIDGET (self), "locked", locked);
}

gboolean
mado_field_row_get_locked (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->locked;
}

void
mado_field_row_set_required (MadoFieldRow *self,
                             gboolean      required)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  self->required = required;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_REQUIRED, required, -1);
  update_note (self);
}

gboolean
mado_field_row_get_required (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->required;
}

gboolean
mado_field_row_is_gap (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->required && !self->value;
}

void
mado_field_row_set_conflict (MadoFieldRow *self,
                             const char   *text)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_free (self->conflict);
  self->conflict = g_strdup (text);
  update_note (self);
}

void
mado_field_row_set_error (MadoFieldRow *self,
                          const char   *text)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_free (self->error);
  self->error = g_strdup (text);
  update_note (self);
}

const char *
mado_field_row_get_error (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->error;
}

gboolean
mado_field_row_is_questioned (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->questioned;
}

gboolean
mado_field_row_vouch (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  if (!self->questioned)
    return FALSE;

  self->vouched = TRUE;
  return mado_field_row_commit (self);
}

void
mado_field_row_feed_kana (MadoFieldRow *self,
                          MadoFieldRow *kana)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_set_weak_pointer (&self->kana, kana);
  if (!self->history)
    self->history = mado_kana_history_new ();
}

GtkWidget *
mado_field_row_get_entry (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->entry;
}
