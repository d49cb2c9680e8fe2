/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/layout/mado-layout-page-private.h"

/* What can be done, by key or button. */

void
mado_layout_page_remove_box (MadoLayoutPage *self)
{
  int item = mado_layout_page_get_item (self);

  if (self->draft == NULL || item < 0)
    return;
  mado_form_draft_remove (self->draft, (guint) item);
  mado_layout_canvas_choose (self->canvas, MIN (item, (int) mado_form_draft_get_n_items (self->draft) - 1));
  mado_layout_page_touched (self);
}

/* Below the chosen box, or in the upper left. */
void
mado_layout_page_add_box (MadoLayoutPage *self)
{
  static const char *const kinds[] = { "static", "text", "digits", "check", "circle", "wareki", "signature", "box", "line" };
  static const double sizes[][2] = { { 40, 7 }, { 60, 8 }, { 56, 8 }, { 30, 7 }, { 20, 7 }, { 50, 7 }, { 70, 20 }, { 60, 20 }, { 60, 0 } };
  guint kind = gtk_drop_down_get_selected (self->kind) % G_N_ELEMENTS (kinds);
  int item = mado_layout_page_get_item (self);
  const MadoFormLayout *layout = self->text != NULL ? mado_form_text_get_layout (self->text) : NULL;
  double x = 15, y = 15;
  guint added;

  if (self->draft == NULL || layout == NULL)
    return;
  if (item >= 0 && item < (int) layout->n_items)
    {
      x = layout->items[item].x;
      y = layout->items[item].y + MAX (layout->items[item].h, 2) + 1;
    }
  x = MIN (x, layout->width - sizes[kind][0]);
  y = MIN (y, layout->height - sizes[kind][1]);
  added = mado_form_draft_add (self->draft, kinds[kind], x, y, sizes[kind][0], sizes[kind][1]);
  if (g_str_equal (kinds[kind], "digits"))
    mado_form_draft_set_number (self->draft, added, "cells", 7, NULL);
  if (g_str_equal (kinds[kind], "static"))
    mado_form_draft_set_text (self->draft, added, "label", _("Words to be printed"), NULL);
  mado_layout_canvas_choose (self->canvas, (int) added);
  mado_layout_page_touched (self);
}

/* --- actions ------------------------------------------------------------------------------ */

static void
undo_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (widget);

  if (self->draft == NULL)
    return;
  if (g_str_equal (name, "layout.undo"))
    mado_form_draft_undo (self->draft);
  else
    mado_form_draft_redo (self->draft);
  mado_layout_page_touched (self);
}

/* Back to what was saved last. */
static void
discard_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (widget);
  g_autofree char *id = g_strdup (self->id);

  if (id == NULL)
    return;
  self->changed = FALSE;
  mado_layout_page_forget_kept (self);
  mado_layout_page_open_form (self, id);
}

static void
background_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  mado_layout_page_ask_background (MADO_LAYOUT_PAGE (widget));
}

/* --- the page ---------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Forms of the city");
}

static const struct
{
  const char *command;
  const char *label;
} own[] = {
  { MADO_COMMAND_SCAN, N_("Background…") },
  { MADO_COMMAND_ADD_LINE, N_("Add box") },
  { MADO_COMMAND_REMOVE_LINE, N_("Remove box") },
  { MADO_COMMAND_NEXT_STAGE, N_("Save as new edition") },
};

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    return self->draft != NULL && mado_layout_page_get_item (self) >= 0;
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return self->draft != NULL && self->changed && !self->saving;
  return self->draft != NULL && (g_str_equal (command, MADO_COMMAND_SCAN) || g_str_equal (command, MADO_COMMAND_ADD_LINE));
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_equal (own[i].command, command))
      return _(own[i].label);
  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_SCAN))
    mado_layout_page_ask_background (self);
  else if (g_str_equal (command, MADO_COMMAND_ADD_LINE))
    mado_layout_page_add_box (self);
  else if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    mado_layout_page_remove_box (self);
  else
    mado_layout_page_save (self);
  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_LAYOUT_PAGE (page)->canvas));
}

static void
page_keep (MadoPage *page)
{
  mado_layout_page_keep (MADO_LAYOUT_PAGE (page));
}

void
mado_layout_page_init_page (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
  iface->keep = page_keep;
}

void
mado_layout_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "layout.redo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "layout.background", NULL, background_action);
  gtk_widget_class_install_action (widget_class, "layout.discard", NULL, discard_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "layout.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "layout.redo", NULL);
}
