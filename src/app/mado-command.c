/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-command.h"

#include <glib/gi18n.h>

#define CTRL  GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT   GDK_ALT_MASK

/* The order is the order in the key bar. */
static const MadoCommand commands[] = {
  { MADO_COMMAND_HELP, N_("F1"), N_("Help"), GDK_KEY_F1, 0, TRUE, TRUE },
  { MADO_COMMAND_NEW, N_("F2"), N_("New"), GDK_KEY_F2, 0, TRUE, FALSE },
  { MADO_COMMAND_SEARCH, N_("F3"), N_("Search"), GDK_KEY_F3, 0, TRUE, FALSE },
  { MADO_COMMAND_SCAN, N_("F4"), N_("Read code"), GDK_KEY_F4, 0, TRUE, FALSE },
  { MADO_COMMAND_NEXT_GAP, N_("F5"), N_("Next gap"), GDK_KEY_F5, 0, TRUE, FALSE },
  { MADO_COMMAND_FILTER, N_("F6"), N_("Filter"), GDK_KEY_F6, 0, TRUE, FALSE },
  { MADO_COMMAND_CONFLICT, N_("F7"), N_("Conflict"), GDK_KEY_F7, 0, TRUE, FALSE },
  { MADO_COMMAND_PRINT, N_("F8"), N_("Print"), GDK_KEY_F8, 0, TRUE, FALSE },
  { MADO_COMMAND_ANSWER_MESSAGE, N_("F9"), N_("Message read"), GDK_KEY_F9, 0, TRUE, TRUE },
  { MADO_COMMAND_PARK, N_("F11"), N_("Hold"), GDK_KEY_F11, 0, TRUE, FALSE },
  { MADO_COMMAND_CURTAIN, N_("F12"), N_("Curtain"), GDK_KEY_F12, 0, TRUE, FALSE },
  { MADO_COMMAND_NEXT_STAGE, N_("Ctrl+Enter"), N_("Next"), GDK_KEY_Return, CTRL, TRUE, FALSE },
  { MADO_COMMAND_PREVIOUS_STAGE, N_("Ctrl+PgUp"), N_("Previous"), GDK_KEY_Page_Up, CTRL, FALSE, FALSE },
  { MADO_COMMAND_BACK, N_("Alt+←"), N_("List"), GDK_KEY_Left, ALT, TRUE, FALSE },
  { MADO_COMMAND_NEXT_FIELD, N_("Enter"), N_("Next field"), GDK_KEY_Return, 0, FALSE, TRUE },
  { MADO_COMMAND_PREVIOUS_FIELD, N_("Shift+Enter"), N_("Previous field"), GDK_KEY_Return, SHIFT, FALSE, TRUE },
  { MADO_COMMAND_COPY_ABOVE, N_("Ctrl+D"), N_("Copy from above"), GDK_KEY_d, CTRL, FALSE, FALSE },
  { MADO_COMMAND_TAKE_ALL, N_("Alt+A"), N_("Take all proposals"), GDK_KEY_a, ALT, FALSE, FALSE },
  { MADO_COMMAND_CARD, N_("Ctrl+R"), N_("Read card"), GDK_KEY_r, CTRL, FALSE, FALSE },
  { MADO_COMMAND_NUMBER, N_("Ctrl+Shift+N"), N_("Individual number"), GDK_KEY_n, CTRL | SHIFT, FALSE, FALSE },
  { MADO_COMMAND_TO_VISITOR, N_("Ctrl+Shift+V"), N_("To the visitor's screen"), GDK_KEY_v, CTRL | SHIFT, FALSE, FALSE },
  { MADO_COMMAND_EDIT_LOCKED, N_("Ctrl+E"), N_("Change"), GDK_KEY_e, CTRL, FALSE, FALSE },
  { MADO_COMMAND_ADD_LINE, N_("Ctrl+Insert"), N_("Add line"), GDK_KEY_Insert, CTRL, FALSE, FALSE },
  { MADO_COMMAND_REMOVE_LINE, N_("Ctrl+Delete"), N_("Remove line"), GDK_KEY_Delete, CTRL, FALSE, FALSE },
  { MADO_COMMAND_PROTECT, N_("Ctrl+L"), N_("Hide addresses"), GDK_KEY_l, CTRL, FALSE, FALSE },
  { MADO_COMMAND_SAME_CASE, N_("Ctrl+G"), N_("Same person's case"), GDK_KEY_g, CTRL, FALSE, FALSE },
  { MADO_COMMAND_NO_CHANGE, N_("Ctrl+0"), N_("No change"), GDK_KEY_0, CTRL, FALSE, FALSE },
  { MADO_COMMAND_CONFIRM_ANSWER, N_("Ctrl+1"), N_("Confirm for the department"), GDK_KEY_1, CTRL, FALSE, FALSE },
  { MADO_COMMAND_ACCEPT_ANSWER, N_("Ctrl+2"), N_("Accept the answer"), GDK_KEY_2, CTRL, FALSE, FALSE },
  { MADO_COMMAND_RETURN_ANSWER, N_("Ctrl+3"), N_("Return the answer"), GDK_KEY_3, CTRL, FALSE, FALSE },
  { MADO_COMMAND_FIGURES, N_("Ctrl+K"), N_("KPI"), GDK_KEY_k, CTRL, FALSE, FALSE },
  { MADO_COMMAND_PROGRESS, N_("Ctrl+T"), N_("Replies and review"), GDK_KEY_t, CTRL, FALSE, FALSE },
  { MADO_COMMAND_COMPARE, N_("Ctrl+B"), N_("Compare"), GDK_KEY_b, CTRL, FALSE, FALSE },
  { MADO_COMMAND_ISSUE, N_("Ctrl+S"), N_("Documents of the case"), GDK_KEY_s, CTRL, FALSE, FALSE },
  { MADO_COMMAND_IMPORT, N_("Ctrl+Shift+R"), N_("Read in from files"), GDK_KEY_r, CTRL | SHIFT, FALSE, FALSE },
  { MADO_COMMAND_APRIL, N_("Ctrl+Shift+Y"), N_("Year and departments"), GDK_KEY_y, CTRL | SHIFT, FALSE, FALSE },
  { MADO_COMMAND_CLOSE, N_("Esc"), N_("Close"), GDK_KEY_Escape, 0, FALSE, TRUE },
  { MADO_COMMAND_PREFERENCES, N_("Ctrl+,"), N_("Preferences"), GDK_KEY_comma, CTRL, FALSE, TRUE },
  { MADO_COMMAND_DEVICES, N_("Ctrl+Shift+D"), N_("Devices"), GDK_KEY_d, CTRL | SHIFT, FALSE, FALSE },
  { MADO_COMMAND_TRAINING, N_("Ctrl+Shift+T"), N_("Training mode"), GDK_KEY_t, CTRL | SHIFT, FALSE, TRUE },
  { MADO_COMMAND_SIGN_OUT, N_("Ctrl+Shift+Q"), N_("Sign out"), GDK_KEY_q, CTRL | SHIFT, FALSE, FALSE },
  { MADO_COMMAND_WORKPLACE_1, N_("Alt+1"), N_("First workplace"), GDK_KEY_1, ALT, FALSE, FALSE },
  { MADO_COMMAND_WORKPLACE_2, N_("Alt+2"), N_("Second workplace"), GDK_KEY_2, ALT, FALSE, FALSE },
  { MADO_COMMAND_WORKPLACE_3, N_("Alt+3"), N_("Third workplace"), GDK_KEY_3, ALT, FALSE, FALSE },
  { MADO_COMMAND_WORKPLACE_4, N_("Alt+4"), N_("Fourth workplace"), GDK_KEY_4, ALT, FALSE, FALSE },
};

const MadoCommand *
mado_command_list (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);

  return commands;
}

const MadoCommand *
mado_command_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

/* Letters arrive in upper case with Shift or Caps Lock; the ten-key's Enter
 * is Enter. */
static guint
fold_keyval (guint keyval)
{
  if (keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    return GDK_KEY_Return;

  if (keyval == GDK_KEY_KP_Insert)
    return GDK_KEY_Insert;

  if (keyval == GDK_KEY_KP_Delete)
    return GDK_KEY_Delete;

  return gdk_keyval_to_lower (keyval);
}

const MadoCommand *
mado_command_by_key (guint           keyval,
                     GdkModifierType modifiers)
{
  GdkModifierType state = modifiers & (CTRL | SHIFT | ALT | GDK_SUPER_MASK);

  keyval = fold_keyval (keyval);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].keyval == keyval && commands[i].modifiers == state)
      return &commands[i];

  return NULL;
}
