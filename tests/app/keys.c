/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "app/mado-command.h"

/* Keys that belong to input methods or surprise in a form. */
static void
test_forbidden (void)
{
  static const guint ctrl_letters[] = {
    GDK_KEY_space, GDK_KEY_h, GDK_KEY_i, GDK_KEY_j, GDK_KEY_m, GDK_KEY_o, GDK_KEY_p, GDK_KEY_u,
  };
  static const guint plain[] = {
    GDK_KEY_F10, GDK_KEY_Zenkaku_Hankaku, GDK_KEY_Henkan, GDK_KEY_Muhenkan, GDK_KEY_Hiragana_Katakana,
    GDK_KEY_space, GDK_KEY_Tab, GDK_KEY_BackSpace,
  };

  for (guint i = 0; i < G_N_ELEMENTS (ctrl_letters); i++)
    {
      g_assert_null (mado_command_by_key (ctrl_letters[i], GDK_CONTROL_MASK));
      g_assert_null (mado_command_by_key (gdk_keyval_to_upper (ctrl_letters[i]), GDK_CONTROL_MASK));
    }
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_null (mado_command_by_key (plain[i], 0));
  g_assert_null (mado_command_by_key (GDK_KEY_space, GDK_SHIFT_MASK));
}

static void
assert_key (guint            keyval,
            GdkModifierType  modifiers,
            const char      *name)
{
  const MadoCommand *command = mado_command_by_key (keyval, modifiers);

  g_assert_nonnull (command);
  g_assert_cmpstr (command->name, ==, name);
}

static void
test_counter_keys (void)
{
  assert_key (GDK_KEY_F1, 0, MADO_COMMAND_HELP);
  assert_key (GDK_KEY_F2, 0, MADO_COMMAND_NEW);
  assert_key (GDK_KEY_F3, 0, MADO_COMMAND_SEARCH);
  assert_key (GDK_KEY_F4, 0, MADO_COMMAND_SCAN);
  assert_key (GDK_KEY_F5, 0, MADO_COMMAND_NEXT_GAP);
  assert_key (GDK_KEY_F11, 0, MADO_COMMAND_PARK);
  assert_key (GDK_KEY_F12, 0, MADO_COMMAND_CURTAIN);
  assert_key (GDK_KEY_Return, 0, MADO_COMMAND_NEXT_FIELD);
  assert_key (GDK_KEY_KP_Enter, 0, MADO_COMMAND_NEXT_FIELD);
  assert_key (GDK_KEY_Return, GDK_SHIFT_MASK, MADO_COMMAND_PREVIOUS_FIELD);
  assert_key (GDK_KEY_KP_Enter, GDK_CONTROL_MASK, MADO_COMMAND_NEXT_STAGE);
  assert_key (GDK_KEY_D, GDK_CONTROL_MASK | GDK_LOCK_MASK, MADO_COMMAND_COPY_ABOVE);
  assert_key (GDK_KEY_a, GDK_ALT_MASK, MADO_COMMAND_TAKE_ALL);
  assert_key (GDK_KEY_Escape, 0, MADO_COMMAND_CLOSE);
}

/* One key, one command; every command has a name, a key and words. */
static void
test_table (void)
{
  guint n;
  const MadoCommand *commands = mado_command_list (&n);

  g_assert_cmpuint (n, >, 15);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (mado_command_find (commands[i].name) == &commands[i]);
      g_assert_true (mado_command_by_key (commands[i].keyval, commands[i].modifiers) == &commands[i]);
      g_assert_cmpuint (strlen (commands[i].key_text), >, 0);
      g_assert_cmpuint (strlen (commands[i].label), >, 0);
    }
  g_assert_null (mado_command_find ("no-such-command"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keys/forbidden", test_forbidden);
  g_test_add_func ("/keys/counter", test_counter_keys);
  g_test_add_func ("/keys/table", test_table);

  return g_test_run ();
}
