/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/devices/mado-device-row.h"

#include <glib/gi18n.h>

struct _MadoDeviceRow
{
  GtkWidget        parent_instance;

  GtkWidget       *box;
  GtkWidget       *mark;
  GtkWidget       *lines;
  GtkWidget       *button;
  MadoDeviceCheck *check;
};

G_DEFINE_FINAL_TYPE (MadoDeviceRow, mado_device_row, GTK_TYPE_WIDGET)

static const char *
mark_of (MadoDeviceLevel level)
{
  return level == MADO_DEVICE_GOOD ? "✓" : level == MADO_DEVICE_NOTE ? "○" : "✗";
}

static const char *
word_of (MadoDeviceLevel level)
{
  return level == MADO_DEVICE_GOOD ? C_("device", "works") : level == MADO_DEVICE_NOTE ? C_("device", "please note") : C_("device", "needs mending");
}

static void
add_line (MadoDeviceRow *self,
          const char    *text,
          const char    *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (self->lines), label);
}

static void
add_finding (MadoDeviceRow           *self,
             const MadoDeviceFinding *finding)
{
  g_autofree char *mend = finding->mend != NULL ? g_strconcat ("→ ", finding->mend, NULL) : NULL;

  add_line (self, finding->found, finding->level == MADO_DEVICE_WRONG ? "fault" : NULL);
  if (mend != NULL)
    add_line (self, mend, "device-mend");
}

void
mado_device_row_describe (MadoDeviceRow *self,
                          GString       *out)
{
  GPtrArray *findings = mado_device_check_get_findings (self->check);
  const char *title = mado_device_check_get_title (self->check);

  if (mado_device_check_is_busy (self->check) || !mado_device_check_is_known (self->check))
    {
      g_string_append_printf (out, "… %s：%s\n", title, mado_device_check_is_busy (self->check) ? _("is being tested") : _("was not tested"));
      return;
    }
  g_string_append_printf (out, "%s %s：%s\n", mark_of (mado_device_findings_worst (findings)), title,
                          word_of (mado_device_findings_worst (findings)));
  for (guint i = 0; i < findings->len; i++)
    {
      const MadoDeviceFinding *finding = findings->pdata[i];

      g_string_append_printf (out, "  %s %s%s%s\n", mark_of (finding->level), finding->found, finding->mend ? " → " : "",
                              finding->mend ? finding->mend : "");
    }
}

static void
show (MadoDeviceRow *self)
{
  GPtrArray *findings = mado_device_check_get_findings (self->check);
  gboolean busy = mado_device_check_is_busy (self->check), known = mado_device_check_is_known (self->check);
  MadoDeviceLevel worst = mado_device_findings_worst (findings);
  g_autoptr (GString) spoken = g_string_new (NULL);
  GtkWidget *line;

  while ((line = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), line);
  gtk_label_set_text (GTK_LABEL (self->mark), busy || !known ? "…" : mark_of (worst));
  if (!busy && known && worst == MADO_DEVICE_WRONG)
    gtk_widget_add_css_class (self->mark, "fault");
  else
    gtk_widget_remove_css_class (self->mark, "fault");
  if (busy)
    add_line (self, _("is being tested"), "device-mend");
  else if (!known)
    add_line (self, _("was not tested"), "device-mend");
  for (guint i = 0; !busy && known && i < findings->len; i++)
    add_finding (self, findings->pdata[i]);
  mado_device_row_describe (self, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken->str, -1);
}

static void
pressed_cb (MadoDeviceRow *self)
{
  mado_device_check_look (self->check);
}

MadoDeviceCheck *
mado_device_row_get_check (MadoDeviceRow *self)
{
  return self->check;
}

static void
mado_device_row_dispose (GObject *object)
{
  MadoDeviceRow *self = MADO_DEVICE_ROW (object);

  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->check);
  G_OBJECT_CLASS (mado_device_row_parent_class)->dispose (object);
}

static void
mado_device_row_class_init (MadoDeviceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_device_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "devicerow");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mado_device_row_init (MadoDeviceRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
mado_device_row_new (guint            number,
                     MadoDeviceCheck *check)
{
  MadoDeviceRow *self = g_object_new (MADO_TYPE_DEVICE_ROW, NULL);
  const char *title = mado_device_check_get_title (check);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *heading = gtk_label_new (NULL), *extra;
  g_autofree char *key = g_strdup_printf ("%u", number), *spoken = g_strdup_printf (_("Test again: %s"), title);
  g_autofree char *text = g_strdup_printf ("%u　%s", number, title), *label = g_strdup_printf (_("%s Test again"), key);

  self->check = g_object_ref (check);
  self->mark = gtk_label_new ("…");
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  self->button = gtk_button_new_with_label (label);
  gtk_label_set_text (GTK_LABEL (heading), text);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "device-title");
  gtk_widget_add_css_class (self->mark, "device-mark");
  gtk_widget_set_valign (self->mark, GTK_ALIGN_START);
  gtk_widget_set_valign (self->button, GTK_ALIGN_START);
  gtk_widget_set_hexpand (middle, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (check, "changed", G_CALLBACK (show), self);
  gtk_box_append (GTK_BOX (self->box), self->mark);
  gtk_box_append (GTK_BOX (middle), heading);
  gtk_box_append (GTK_BOX (middle), self->lines);
  extra = mado_device_check_make_extra (check);
  if (extra != NULL)
    gtk_box_append (GTK_BOX (middle), extra);
  gtk_box_append (GTK_BOX (self->box), middle);
  gtk_box_append (GTK_BOX (self->box), self->button);
  show (self);
  return GTK_WIDGET (self);
}
