/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-pin-entry.h"

#include <glib/gi18n.h>
#include <string.h>

#include "device/card/mado-card-data.h"

#define ROOM 32

struct _MadoPinEntry
{
  GtkWidget  parent_instance;

  GtkWidget *dots;
  char      *text; /* locked, ROOM bytes */
  guint      most;
  gboolean   shown;
};

G_DEFINE_FINAL_TYPE (MadoPinEntry, mado_pin_entry, GTK_TYPE_WIDGET)

static void
show (MadoPinEntry *self)
{
  gsize n = strlen (self->text);
  g_autoptr (GString) dots = g_string_new (self->shown ? self->text : NULL);
  g_autofree char *number = g_strdup_printf ("%zu", n);
  g_autofree char *spoken = g_strdup_printf (_("%s letters typed"), number);

  for (gsize i = self->shown ? n : 0; i < MAX (self->most, n); i++)
    g_string_append (dots, i < n ? "●" : self->most <= 6 ? "○" : "");
  gtk_label_set_text (GTK_LABEL (self->dots), dots->len > 0 ? dots->str : "…");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}

void
mado_pin_entry_begin (MadoPinEntry *self,
                      const char   *spoken,
                      guint         most,
                      gboolean      shown)
{
  self->most = MIN (most, ROOM - 2);
  self->shown = shown;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  mado_pin_entry_clear (self);
}

gboolean
mado_pin_entry_key (MadoPinEntry *self,
                    guint         keyval)
{
  gsize n = strlen (self->text);
  gunichar c = gdk_keyval_to_unicode (keyval);

  if (keyval == GDK_KEY_BackSpace)
    {
      if (n > 0)
        self->text[n - 1] = '\0';
      show (self);
      return TRUE;
    }
  if (c >= 128 || !g_ascii_isalnum ((char) c))
    return FALSE;
  /* One too many is kept: what a scanner fires at this must not be cut into
   * something that fits. */
  if (n < self->most + 1)
    self->text[n] = (char) c;
  show (self);
  return TRUE;
}

const char *
mado_pin_entry_peek (MadoPinEntry *self)
{
  return self->text;
}

void
mado_pin_entry_clear (MadoPinEntry *self)
{
  explicit_bzero (self->text, ROOM);
  show (self);
}

static void
mado_pin_entry_dispose (GObject *object)
{
  g_clear_pointer (&MADO_PIN_ENTRY (object)->dots, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_pin_entry_parent_class)->dispose (object);
}

static void
mado_pin_entry_finalize (GObject *object)
{
  mado_card_locked_free (MADO_PIN_ENTRY (object)->text, ROOM);
  G_OBJECT_CLASS (mado_pin_entry_parent_class)->finalize (object);
}

static void
mado_pin_entry_class_init (MadoPinEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_pin_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_pin_entry_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pinentry");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mado_pin_entry_init (MadoPinEntry *self)
{
  self->text = mado_card_locked_new (ROOM);
  self->dots = gtk_label_new (NULL);
  gtk_widget_set_parent (self->dots, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
mado_pin_entry_new (void)
{
  return g_object_new (MADO_TYPE_PIN_ENTRY, NULL);
}
