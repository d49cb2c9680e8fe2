/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-row-private.h"

#include <glib/gi18n.h>

#include "app/common/mado-field-words.h"

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

void
mado_field_row_set_class (GtkWidget  *widget,
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

/* The keys first: the line is narrow, and the message in the foot line says it all. */
static char *
describe_elsewhere (MadoFieldRow *self)
{
  g_autofree char *text = self->elsewhere ? mado_field_words_at_rest (self->field, self->elsewhere)
                                          : g_strdup (_("(empty)"));

  /* Translators: another window changed the field that is being edited here;
   * its value follows. Must be short: the line is narrow. */
  return g_strdup_printf (_("Elsewhere: %s  Alt+A takes it, Ctrl+E keeps yours"), text);
}

static char *
find_note (MadoFieldRow *self)
{
  const char *text = mado_field_row_get_text (self);

  if (self->error)
    return g_strdup (self->error);
  if (self->changed_elsewhere)
    return describe_elsewhere (self);
  if (self->conflict)
    return g_strdup (self->conflict);
  if (self->focused && self->candidates && self->candidates[0])
    return list_candidates (self);
  if (self->proposal && !*text)
    return describe_proposal (self);
  if (self->unconfirmed)
    return g_strdup (_("Not confirmed yet: ⏎ confirms"));
  if (self->focused || self->field->type == MADO_FIELD_DATE)
    return mado_field_words_describe (self->field, text, self->dates);

  return NULL;
}

void
mado_field_row_update_note (MadoFieldRow *self)
{
  g_autofree char *note = find_note (self);

  gtk_label_set_text (GTK_LABEL (self->note), note ? note : "");
  gtk_widget_set_tooltip_text (self->note, note);
  mado_field_row_set_class (GTK_WIDGET (self), "error", self->error != NULL);
  mado_field_row_set_class (GTK_WIDGET (self), "conflict", self->conflict || self->changed_elsewhere);
  mado_field_row_set_class (GTK_WIDGET (self), "unconfirmed", self->unconfirmed);
  mado_field_row_set_class (GTK_WIDGET (self), "gap", mado_field_row_is_gap (self));
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

void
mado_field_row_show_value (MadoFieldRow *self)
{
  g_autofree char *text = self->focused ? mado_field_edit_text (self->field, self->value)
                                        : mado_field_words_at_rest (self->field, self->value);

  show_text (self, text);
  update_badge (self);
  mado_field_row_update_note (self);
}

gboolean
mado_field_row_same_value (GVariant *a,
                           GVariant *b)
{
  return a == b || (a && b && g_variant_equal (a, b));
}
