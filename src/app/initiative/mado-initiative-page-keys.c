/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-page-private.h"

#include <glib/gi18n.h>

/* Keys of the text, pasting, a line of one's own. */

static void
preedit_cb (MadoInitiativePage *self,
            const char         *preedit)
{
  self->composing = preedit && *preedit;
}

/* Tab and Alt+arrows move lines; while an input method composes all keys are its. */
static gboolean
view_key_cb (MadoInitiativePage *self,
             guint               keyval,
             guint               keycode,
             GdkModifierType     state)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);
  gboolean done;

  if (self->composing)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Tab && held == 0)
    done = mado_lines_buffer_indent (self->lines, 1);
  else if (keyval == GDK_KEY_ISO_Left_Tab || (keyval == GDK_KEY_Tab && held == GDK_SHIFT_MASK))
    done = mado_lines_buffer_indent (self->lines, -1);
  else if ((keyval == GDK_KEY_Up || keyval == GDK_KEY_Down) && held == GDK_ALT_MASK)
    done = mado_lines_buffer_move (self->lines, keyval == GDK_KEY_Up ? -1 : 1);
  else
    return GDK_EVENT_PROPAGATE;

  if (!done)
    gtk_widget_error_bell (GTK_WIDGET (self->view));

  return GDK_EVENT_STOP;
}

static void
pasted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoInitiativePage) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  if (!self->session || !text)
    return;
  if (mado_lines_buffer_paste (self->lines, text) == 0)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s",
                       _("This line belongs to another department; nothing was pasted."));
}

static void
paste_cb (MadoInitiativePage *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->view));

  g_signal_stop_emission_by_name (self->view, "paste-clipboard");
  gdk_clipboard_read_text_async (clipboard, NULL, pasted_cb, g_object_ref (self));
}

gboolean
mado_initiative_page_may_write (const char *section,
                                gpointer    data)
{
  MadoInitiativePage *self = data;
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoInitiative *row = book ? mado_plan_book_find_initiative (book, mado_row_session_get_id (self->session)) : NULL;

  return row && mado_plan_place_may_write (self->place, row, *section ? section : MADO_PLAN_SECTION_SHARED);
}

gboolean
mado_initiative_page_add_line (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const char *scope = mado_plan_place_get_scope (self->place);
  gboolean parted = FALSE, own = FALSE;

  for (guint i = 0; row && i < row->status->len; i++)
    {
      const MadoPlanLine *line = row->status->pdata[i];

      if (line->kind != MADO_PLAN_LINE_DEPARTMENT || !line->departments)
        continue;
      parted = TRUE;
      own |= g_strv_contains ((const char *const *) line->departments, scope);
    }
  /* Where the others have parts, one's own begins with one's name. */
  if (row && parted && !own && mado_initiative_has_department (row, scope) && mado_initiative_page_may_write (scope, self))
    {
      mado_lines_buffer_add_part (self->lines, scope, mado_plan_book_get_department_name (book, scope));
      return TRUE;
    }

  return mado_lines_buffer_add_line (self->lines);
}

void
mado_initiative_page_watch_keys (MadoInitiativePage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (view_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_swapped (self->view, "preedit-changed", G_CALLBACK (preedit_cb), self);
  g_signal_connect_swapped (self->view, "paste-clipboard", G_CALLBACK (paste_cb), self);
}
