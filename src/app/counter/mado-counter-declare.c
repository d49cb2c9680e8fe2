/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-declare.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-sign.h"

/* Some form that is signed on glass here prints it. */
static gboolean
is_declared (MadoCounter         *counter,
             const MadoFormField *item)
{
  if (!item->filled || item->need == MADO_NEED_STAFF)
    return FALSE;
  for (guint i = 0; i < item->procedures->len; i++)
    if (mado_counter_signs (counter, g_ptr_array_index (item->procedures, i), MADO_SIGN_TABLET))
      return TRUE;
  return FALSE;
}

static void
show_line (MadoCounter         *counter,
           MadoVisitorWindow   *window,
           const MadoFormField *item)
{
  g_autofree char *value = mado_counter_display (counter, item->path);
  g_autofree char *name = item->eid ? mado_counter_person_name (counter, item->eid) : NULL;
  g_autofree char *label = name && *name ? g_strdup_printf ("%s　%s", name, mado_text_get (item->field->label, NULL))
                                         : g_strdup (mado_text_get (item->field->label, NULL));
  /* 支援措置: the screen stands in the hall. */
  gboolean hide = mado_case_is_protected (mado_counter_get_case (counter)) && g_str_equal (item->section, "addr");

  mado_visitor_window_add_line (window, label, hide ? "＊" : value);
}

void
mado_counter_show_declaration (MadoCounter       *counter,
                               MadoVisitorWindow *window)
{
  GPtrArray *items = mado_form_set_get_items (mado_counter_get_form_set (counter));
  g_autofree char *forms = mado_counter_list_to_sign (counter, MADO_SIGN_TABLET);

  mado_visitor_window_begin (window, _("Please look at what you declare"),
                             _("Your one signature counts for all the forms below."));
  mado_visitor_window_add_line (window, _("Forms"), forms);
  mado_visitor_window_add_group (window, _("What is declared"));
  for (guint i = 0; i < items->len; i++)
    if (is_declared (counter, g_ptr_array_index (items, i)))
      show_line (counter, window, g_ptr_array_index (items, i));
  mado_visitor_window_ask_signature (window);
}

void
mado_counter_show_additions (MadoCounter       *counter,
                             MadoVisitorWindow *window,
                             char             **additions)
{
  mado_visitor_window_begin (window, _("This was added"), _("Please look, and press the button if it is right."));
  for (guint i = 0; additions[i] != NULL; i++)
    {
      const MadoFormField *item = mado_form_set_find (mado_counter_get_form_set (counter), additions[i]);

      if (item != NULL)
        show_line (counter, window, item);
    }
  mado_visitor_window_ask_confirm (window);
}
