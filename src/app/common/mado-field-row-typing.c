/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-row-private.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-words.h"
#include "core/base/mado-text.h"

/* --- taking over ---------------------------------------------------------------- */

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
  mado_field_row_show_value (self);
  g_signal_emit_by_name (self, "edited", self->value);
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
  if (mado_field_row_same_value (value, self->value))
    {
      g_clear_pointer (&self->error, g_free);
      self->changed_elsewhere = FALSE;
      mado_field_row_show_value (self);
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

  g_signal_emit_by_name (self, "picked", index);

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
  mado_field_row_update_note (self);
  g_signal_emit_by_name (self, "typed");

  if (!self->focused && self->late_id == 0)
    self->late_id = g_idle_add (late_cb, self);
}

static void
enter_cb (MadoFieldRow *self)
{
  self->focused = TRUE;
  g_signal_emit_by_name (self, "opened");
  if (!self->error)
    mado_field_row_show_value (self);
  mado_field_row_update_note (self);
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
    mado_field_row_show_value (self);
  else
    mado_field_row_update_note (self);
  g_signal_emit_by_name (self, "closed");
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

void
mado_field_row_watch (MadoFieldRow *self)
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

/* --- proposals, numbers -------------------------------------------------------------- */

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
mado_field_row_set_unconfirmed (MadoFieldRow *self,
                                gboolean      unconfirmed)
{
  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  if (self->unconfirmed == unconfirmed)
    return;

  self->unconfirmed = unconfirmed;
  mado_field_row_update_note (self);
}

gboolean
mado_field_row_accept (MadoFieldRow *self)
{
  gboolean taken = mado_field_row_take_proposal (self);

  if (!taken && (!self->unconfirmed || self->locked || mado_field_row_is_being_typed (self)))
    return FALSE;

  g_signal_emit_by_name (self, "confirmed");

  return TRUE;
}

/* --- changed elsewhere ------------------------------------------------------------------ */

gboolean
mado_field_row_is_being_typed (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->focused && !g_str_equal (mado_field_row_get_text (self), self->shown);
}

void
mado_field_row_set_elsewhere (MadoFieldRow *self,
                              gboolean      changed,
                              GVariant     *value)
{
  g_autoptr (GVariant) keep = value ? g_variant_ref_sink (value) : NULL;

  g_return_if_fail (MADO_IS_FIELD_ROW (self));

  self->changed_elsewhere = changed;
  g_clear_pointer (&self->elsewhere, g_variant_unref);
  self->elsewhere = g_steal_pointer (&keep);
  mado_field_row_update_note (self);
}

gboolean
mado_field_row_is_changed_elsewhere (MadoFieldRow *self)
{
  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  return self->changed_elsewhere;
}

/* Theirs: the text goes, their value stands there. Mine: the text stays, and
 * replaces theirs when the field is left. */
gboolean
mado_field_row_settle (MadoFieldRow *self,
                       gboolean      theirs)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (MADO_IS_FIELD_ROW (self), FALSE);

  if (!self->changed_elsewhere)
    return FALSE;

  value = g_steal_pointer (&self->elsewhere);
  self->changed_elsewhere = FALSE;
  if (theirs)
    {
      g_clear_pointer (&self->error, g_free);
      g_clear_pointer (&self->value, g_variant_unref);
      self->value = g_steal_pointer (&value);
      mado_field_row_show_value (self);
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
    }
  mado_field_row_update_note (self);
  g_signal_emit_by_name (self, "settled", theirs);

  return TRUE;
}
