/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-certificate-page-private.h"

/* --- commands ------------------------------------------------------------------------ */

static const struct
{
  const char *command;
  const char *label;
  gboolean    needs_document;
} own[] = {
  { MADO_COMMAND_SCAN, N_("Open"), FALSE },
  { MADO_COMMAND_SEARCH, N_("Search"), TRUE },
  { MADO_COMMAND_NEXT_GAP, N_("Next hit"), TRUE },
  { MADO_COMMAND_FILTER, N_("Side panel"), FALSE },
  { MADO_COMMAND_CONFLICT, N_("To the visitor"), TRUE },
};

static const char *
page_get_title (MadoPage *page)
{
  return _("Certificates and documents");
}

static gboolean
shows_receipts (MadoCertificatePage *self)
{
  return gtk_widget_get_visible (self->side) && mado_certificate_page_get_side (self) == MADO_SIDE_RECEIPTS;
}

static gboolean
shows_batch (MadoCertificatePage *self)
{
  return gtk_widget_get_visible (self->side) && mado_certificate_page_get_side (self) == MADO_SIDE_BATCH;
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return self->hits != NULL && self->hits->len > 0;
  if (shows_batch (self) && (g_str_equal (command, MADO_COMMAND_PRINT) || g_str_equal (command, MADO_COMMAND_REMOVE_LINE)))
    return !self->printing && mado_certificate_page_has_batch (self);
  if (g_str_equal (command, MADO_COMMAND_PRINT) && !shows_receipts (self))
    return self->reader != NULL && !self->printing;
  if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE) || g_str_equal (command, MADO_COMMAND_PRINT))
    return shows_receipts (self) && self->receipts != NULL && self->receipts->len > 0;
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_equal (own[i].command, command))
      return !own[i].needs_document || self->reader != NULL;
  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_CLOSE);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    return shows_batch (MADO_CERTIFICATE_PAGE (page)) ? _("Take off the list") : _("Give up");
  if (g_str_equal (command, MADO_COMMAND_PRINT) && shows_batch (MADO_CERTIFICATE_PAGE (page)))
    return _("Print all");
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return shows_receipts (MADO_CERTIFICATE_PAGE (page)) ? _("Print again") : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_equal (own[i].command, command))
      return _(own[i].label);
  return NULL;
}

static gboolean
has_focus (gpointer widget)
{
  return gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (widget))));
}

static void
go_to_typed_page (MadoCertificatePage *self)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (gtk_editable_get_text (self->page_entry), 10, 1, mado_pdf_reader_get_n_pages (self->reader), &number, NULL))
    mado_pdf_view_go (self->view, number - 1);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("There is no page %s."), gtk_editable_get_text (self->page_entry));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  mado_certificate_page_update (self);
}

/* The line of a list in the side panel. */
static gboolean
activate_line (MadoCertificatePage *self)
{
  GtkWidget *child = gtk_scrolled_window_get_child (self->side_scroller);
  GtkSelectionModel *model;

  if (!GTK_IS_LIST_VIEW (child) || gtk_widget_get_focus_child (child) == NULL)
    return FALSE;
  model = gtk_list_view_get_model (GTK_LIST_VIEW (child));
  return gtk_widget_activate_action (child, "list.activate-item", "u", gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (model)));
}

static void
use_receipt (MadoCertificatePage *self,
             gboolean             give_up)
{
  GtkWidget *list = gtk_scrolled_window_get_child (self->side_scroller);

  if (GTK_IS_LIST_VIEW (list))
    mado_certificate_page_print_receipt (self, gtk_single_selection_get_selected (
      GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), give_up);
}

static gboolean
enter (MadoCertificatePage *self)
{
  if (has_focus (self->search))
    mado_certificate_page_search (self);
  else if (gtk_widget_get_visible (self->password_bar) && has_focus (self->password))
    mado_certificate_page_try_password (self);
  else if (has_focus (self->page_entry) && self->reader != NULL)
    go_to_typed_page (self);
  else
    return activate_line (self);
  return TRUE;
}

/* Closed → pages → contents → … → closed. */
static void
next_side (MadoCertificatePage *self)
{
  MadoSide side = mado_certificate_page_get_side (self);

  if (!gtk_widget_get_visible (self->side))
    mado_certificate_page_show_side (self, side);
  else if (side + 1 < MADO_N_SIDES)
    mado_certificate_page_show_side (self, side + 1);
  else
    {
      gtk_widget_set_visible (self->side, FALSE);
      gtk_drop_down_set_selected (self->side_choice, MADO_SIDE_PAGES);
    }
}

static gboolean
escape (MadoCertificatePage *self)
{
  if (self->printing)
    g_cancellable_cancel (self->print_cancel);
  else if (gtk_widget_get_visible (self->password_bar))
    gtk_widget_set_visible (self->password_bar, FALSE);
  else if (self->searched != NULL)
    gtk_editable_set_text (self->search, "");
  else if (gtk_widget_get_visible (self->side))
    gtk_widget_set_visible (self->side, FALSE);
  else
    mado_pdf_view_unselect (self->view);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return TRUE;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (shows_batch (self) && g_str_equal (command, MADO_COMMAND_PRINT))
    mado_certificate_page_print_batch (self, NULL);
  else if (shows_batch (self) && g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    mado_certificate_page_drop_from_batch (self);
  else if (g_str_equal (command, MADO_COMMAND_PRINT) && !shows_receipts (self))
    mado_certificate_page_print (self, NULL);
  else if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE) || g_str_equal (command, MADO_COMMAND_PRINT))
    use_receipt (self, g_str_equal (command, MADO_COMMAND_REMOVE_LINE));
  else if (g_str_equal (command, MADO_COMMAND_SCAN))
    mado_certificate_page_ask_file (self);
  else if (g_str_equal (command, MADO_COMMAND_SEARCH))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    mado_certificate_page_go_hit (self, self->hit + 1);
  else if (g_str_equal (command, MADO_COMMAND_FILTER))
    next_side (self);
  else if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    mado_certificate_page_present (self);
  else if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    return enter (self);
  else if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return escape (self);
  return TRUE;
}

/* --- plain keys -------------------------------------------------------------------------- */

static void
next_mode (MadoCertificatePage *self)
{
  static const char *const names[] = { N_("All pages below each other"), N_("One page at a time"), N_("Two pages side by side") };
  MadoPdfMode mode = (mado_pdf_view_get_mode (self->view) + 1) % 3;

  mado_pdf_view_set_mode (self->view, mode);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _(names[mode]));
}

static gboolean
key_with_control (MadoCertificatePage *self,
                  guint                keyval)
{
  switch (gdk_keyval_to_lower (keyval))
    {
    case GDK_KEY_c:
      return mado_certificate_page_copy (self);
    case GDK_KEY_a:
      if (keyval == GDK_KEY_A) /* with Shift */
        return mado_pdf_view_select_area (self->view);
      mado_pdf_view_select_page (self->view);
      return TRUE;
    case GDK_KEY_Home:
      mado_pdf_view_go (self->view, 0);
      return TRUE;
    case GDK_KEY_End:
      mado_pdf_view_go (self->view, mado_pdf_reader_get_n_pages (self->reader) - 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
zoom_key (MadoCertificatePage *self,
          guint                keyval)
{
  double zoom = mado_pdf_view_get_zoom (self->view);

  switch (keyval)
    {
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_semicolon: /* the key of + without Shift, on a Japanese keyboard */
      mado_pdf_view_set_zoom (self->view, zoom * 1.2);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      mado_pdf_view_set_zoom (self->view, zoom / 1.2);
      return TRUE;
    case GDK_KEY_1:
    case GDK_KEY_KP_1:
      mado_pdf_view_set_zoom (self->view, 1);
      return TRUE;
    case GDK_KEY_2:
    case GDK_KEY_KP_2:
      mado_pdf_view_set_fit (self->view, MADO_PDF_FIT_WIDTH);
      return TRUE;
    case GDK_KEY_3:
    case GDK_KEY_KP_3:
      mado_pdf_view_set_fit (self->view, MADO_PDF_FIT_PAGE);
      return TRUE;
    case GDK_KEY_4:
    case GDK_KEY_KP_4:
      next_mode (self);
      return TRUE;
    case GDK_KEY_5:
    case GDK_KEY_KP_5:
      mado_pdf_view_set_turns (self->view, mado_pdf_view_get_turns (self->view) + 1);
      return TRUE;
    case GDK_KEY_6:
    case GDK_KEY_KP_6:
      mado_certificate_page_read_codes (self);
      return TRUE;
    case GDK_KEY_7:
    case GDK_KEY_KP_7:
      mado_certificate_page_add_to_batch (self, self->file);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
move_key (MadoCertificatePage *self,
          guint                keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_space:
      mado_pdf_view_scroll (self->view, 0.9);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      mado_pdf_view_scroll (self->view, -0.9);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      mado_pdf_view_scroll (self->view, 0.1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      mado_pdf_view_scroll (self->view, -0.1);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      mado_pdf_view_step (self->view, 1);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      mado_pdf_view_step (self->view, -1);
      return TRUE;
    case GDK_KEY_Home:
      mado_pdf_view_go (self->view, 0);
      return TRUE;
    case GDK_KEY_End:
      mado_pdf_view_go (self->view, mado_pdf_reader_get_n_pages (self->reader) - 1);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->reader == NULL)
    return FALSE;
  /* Lists and texts beside the page have keys of their own. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, self->side))
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    return key_with_control (self, keyval);
  return (state & GDK_ALT_MASK) == 0 && (zoom_key (self, keyval) || move_key (self, keyval));
}

static void
page_focus_first (MadoPage *page)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (page);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
mado_certificate_page_init_page (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->key = page_key;
  iface->focus_first = page_focus_first;
}

/* --- the visitor's screen ------------------------------------------------------------------- */

static void
present_gone_cb (MadoCertificatePage *self)
{
  self->present = NULL;
}

void
mado_certificate_page_present (MadoCertificatePage *self)
{
  const char *screen = mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_VISITOR_SCREEN);

  if (self->present != NULL)
    {
      gtk_window_destroy (self->present);
      return;
    }
  self->present = mado_present_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->reader,
                                           screen);
  g_signal_connect_object (self->present, "destroy", G_CALLBACK (present_gone_cb), self, G_CONNECT_SWAPPED);
  mado_present_window_go (self->present, mado_pdf_view_get_page (self->view));
  gtk_window_present (self->present);
}
