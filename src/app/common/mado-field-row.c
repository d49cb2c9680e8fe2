/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-row-private.h"

#include "app/common/mado-field-words.h"

#define ROW_HEIGHT    36
#define LABEL_WIDTH   104
#define GAP           6
#define BADGE_WIDTH   40
#define NOTE_HEIGHT   12

G_DEFINE_FINAL_TYPE (MadoFieldRow, mado_field_row, GTK_TYPE_WIDGET)

enum
{
  EDITED,
  PICKED,
  TYPED,
  OPENED,
  CLOSED,
  SETTLED,
  CONFIRMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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
  g_clear_pointer (&self->elsewhere, g_variant_unref);
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
  signals[OPENED] = g_signal_new ("opened", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CONFIRMED] = g_signal_new ("confirmed", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SETTLED] = g_signal_new ("settled", MADO_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
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
  mado_field_row_watch (self);
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
  mado_field_row_update_note (self);

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
  mado_field_row_update_note (self);
}

void
mado_field_row_set_value (MadoFieldRow *self,
                          GVariant     *value,
                          MadoSource    source)
{
  g_autoptr (GVariant) sunk = value ? g_variant_ref_sink (value) : NULL;

  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  if (mado_field_row_same_value (sunk, self->value) && source == self->source)
    return;

  if (mado_field_row_is_being_typed (self) && !mado_field_row_same_value (sunk, self->value))
    {
      self->changed_elsewhere = TRUE;
      g_clear_pointer (&self->elsewhere, g_variant_unref);
      self->elsewhere = sunk ? g_variant_ref (sunk) : NULL;
    }
  g_clear_pointer (&self->value, g_variant_unref);
  self->value = g_steal_pointer (&sunk);
  self->source = source;

  if (mado_field_row_is_being_typed (self))
    mado_field_row_update_note (self);
  else
    {
      g_clear_pointer (&self->error, g_free);
      mado_field_row_show_value (self);
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
  mado_field_row_update_note (self);
}

void
mado_field_row_set_candidates (MadoFieldRow      *self,
                               const char *const *candidates)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_strfreev (self->candidates);
  self->candidates = candidates && candidates[0] ? g_strdupv ((char **) candidates) : NULL;
  mado_field_row_update_note (self);
}

void
mado_field_row_set_locked (MadoFieldRow *self,
                           gboolean      locked)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  self->locked = locked;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !locked);
  gtk_widget_set_focusable (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))), TRUE);
  mado_field_row_set_class (GTK_WIDGET (self), "locked", locked);
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
  mado_field_row_update_note (self);
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
  mado_field_row_update_note (self);
}

void
mado_field_row_set_error (MadoFieldRow *self,
                          const char   *text)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  g_free (self->error);
  self->error = g_strdup (text);
  mado_field_row_update_note (self);
}

const char *
mado_field_row_get_error (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->error;
}

GtkWidget *
mado_field_row_get_entry (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), NULL);

  return self->entry;
}
