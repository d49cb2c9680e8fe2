/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An input method for tests: romaji become kana that are composed, Space
 * converts, F6-F10 change the kind of letters, Enter writes, Esc takes back.
 * Ctrl+\ turns it on and off. It behaves as badly as asked:
 *
 * MADO_IM_STUB=on            it is on at the start
 * MADO_IM_STUB_LEAVE=WHAT    when the focus leaves: commit (as most do), drop,
 *                            or late (writes it 50 ms afterwards)
 * MADO_IM_STUB_SLOW=1        it runs the main loop while it thinks about a key
 * MADO_IM_STUB_FIFO=PATH     it also takes lines "preedit TEXT" and "commit TEXT"
 *                            from there, as a method does that gets the keys
 *                            before the program (Wayland)
 */
#include <gio/gunixinputstream.h>
#include <gtk/gtk.h>
#include <gtk/gtkimmodule.h>

#include <fcntl.h>

#define STUB_TYPE_CONTEXT (stub_context_get_type ())
G_DECLARE_FINAL_TYPE (StubContext, stub_context, STUB, CONTEXT, GtkIMContext)

struct _StubContext
{
  GtkIMContext  parent_instance;

  GString      *typed;     /* romaji */
  char         *converted; /* by Space or F6-F10; nullable */
  gboolean      composing; /* preedit-start was said */
  guint         late_id;
  char         *late;
};

G_DEFINE_DYNAMIC_TYPE (StubContext, stub_context, GTK_TYPE_IM_CONTEXT)

static gboolean on;
static StubContext *focused;
static GDataInputStream *orders;

static const struct
{
  const char *romaji;
  const char *kana;
} TABLE[] = {
  { "kya", "きゃ" }, { "sha", "しゃ" }, { "shu", "しゅ" }, { "sho", "しょ" }, { "shi", "し" }, { "chi", "ち" },
  { "tsu", "つ" }, { "ka", "か" }, { "ki", "き" }, { "ku", "く" }, { "ke", "け" }, { "ko", "こ" }, { "sa", "さ" },
  { "si", "し" }, { "su", "す" }, { "se", "せ" }, { "so", "そ" }, { "ta", "た" }, { "ti", "ち" }, { "tu", "つ" },
  { "te", "て" }, { "to", "と" }, { "na", "な" }, { "ni", "に" }, { "nu", "ぬ" }, { "ne", "ね" }, { "no", "の" },
  { "ha", "は" }, { "hi", "ひ" }, { "hu", "ふ" }, { "fu", "ふ" }, { "he", "へ" }, { "ho", "ほ" }, { "ma", "ま" },
  { "mi", "み" }, { "mu", "む" }, { "me", "め" }, { "mo", "も" }, { "ya", "や" }, { "yu", "ゆ" }, { "yo", "よ" },
  { "ra", "ら" }, { "ri", "り" }, { "ru", "る" }, { "re", "れ" }, { "ro", "ろ" }, { "wa", "わ" }, { "wo", "を" },
  { "ga", "が" }, { "gi", "ぎ" }, { "gu", "ぐ" }, { "ge", "げ" }, { "go", "ご" }, { "za", "ざ" }, { "ji", "じ" },
  { "zu", "ず" }, { "ze", "ぜ" }, { "zo", "ぞ" }, { "da", "だ" }, { "de", "で" }, { "do", "ど" }, { "ba", "ば" },
  { "bi", "び" }, { "bu", "ぶ" }, { "be", "べ" }, { "bo", "ぼ" }, { "nn", "ん" }, { "a", "あ" }, { "i", "い" },
  { "u", "う" }, { "e", "え" }, { "o", "お" }, { "-", "ー" }, { ".", "。" }, { "/", "・" }, { " ", "　" },
};

static const struct
{
  const char *reading;
  const char *written;
} WORDS[] = {
  { "やまだ", "山田" }, { "たろう", "太郎" }, { "はなこ", "花子" }, { "しお", "塩" },
};

static char *
to_kana (const char *typed)
{
  GString *out = g_string_new (NULL);

  while (*typed)
    {
      gsize i;

      for (i = 0; i < G_N_ELEMENTS (TABLE) && !g_str_has_prefix (typed, TABLE[i].romaji); i++)
        ;
      if (i < G_N_ELEMENTS (TABLE))
        {
          g_string_append (out, TABLE[i].kana);
          typed += strlen (TABLE[i].romaji);
        }
      else
        g_string_append_unichar (out, *typed++ - 0x21 + 0xff01); /* full-width */
    }

  return g_string_free (out, FALSE);
}

static char *
to_katakana (const char *typed)
{
  g_autofree char *kana = to_kana (typed);
  GString *out = g_string_new (NULL);

  for (const char *p = kana; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, c >= 0x3041 && c <= 0x3096 ? c + 0x60 : c);
    }

  return g_string_free (out, FALSE);
}

static char *
to_written (const char *typed)
{
  g_autofree char *kana = to_kana (typed);

  for (gsize i = 0; i < G_N_ELEMENTS (WORDS); i++)
    if (g_str_equal (WORDS[i].reading, kana))
      return g_strdup (WORDS[i].written);

  return to_katakana (typed);
}

static char *
dup_preedit (StubContext *self)
{
  return self->converted ? g_strdup (self->converted) : to_kana (self->typed->str);
}

static gboolean
has_preedit (StubContext *self)
{
  return self->converted || self->typed->len > 0;
}

static void
tell_preedit (StubContext *self)
{
  gboolean composing = has_preedit (self);

  if (composing && !self->composing)
    g_signal_emit_by_name (self, "preedit-start");
  g_signal_emit_by_name (self, "preedit-changed");
  if (!composing && self->composing)
    g_signal_emit_by_name (self, "preedit-end");
  self->composing = composing;
}

static void
clear (StubContext *self)
{
  if (!has_preedit (self))
    return;

  g_string_truncate (self->typed, 0);
  g_clear_pointer (&self->converted, g_free);
  tell_preedit (self);
}

static void
commit (StubContext *self)
{
  g_autofree char *text = dup_preedit (self);

  clear (self);
  if (*text)
    g_signal_emit_by_name (self, "commit", text);
}

static void
convert (StubContext *self,
         char        *text)
{
  g_free (self->converted);
  self->converted = text;
  tell_preedit (self);
}

static gboolean
stop_waiting_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
think (void)
{
  gboolean over = FALSE;

  if (!g_getenv ("MADO_IM_STUB_SLOW"))
    return;

  g_timeout_add (5, stop_waiting_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
type_letter (StubContext *self,
             guint        keyval)
{
  gunichar c = gdk_keyval_to_unicode (keyval);

  if (c < 0x21 || c > 0x7e)
    return has_preedit (self); /* the method's own while it composes */

  if (self->converted)
    commit (self);
  g_string_append_c (self->typed, (char) c);
  tell_preedit (self);

  return TRUE;
}

static gboolean
rub_out (StubContext *self)
{
  g_clear_pointer (&self->converted, g_free);
  if (self->typed->len > 0)
    g_string_truncate (self->typed, self->typed->len - 1);
  tell_preedit (self);

  return TRUE;
}

static gboolean
composing_key (StubContext *self,
               guint        keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      commit (self);
      return TRUE;
    case GDK_KEY_Escape:
      clear (self);
      return TRUE;
    case GDK_KEY_BackSpace:
      return rub_out (self);
    case GDK_KEY_space:
      convert (self, to_written (self->typed->str));
      return TRUE;
    case GDK_KEY_F6:
      convert (self, to_kana (self->typed->str));
      return TRUE;
    case GDK_KEY_F7:
    case GDK_KEY_F8:
      convert (self, to_katakana (self->typed->str));
      return TRUE;
    case GDK_KEY_F9:
    case GDK_KEY_F10:
      convert (self, g_strdup (self->typed->str));
      return TRUE;
    default:
      return type_letter (self, keyval);
    }
}

static gboolean
stub_context_filter_keypress (GtkIMContext *context,
                              GdkEvent     *event)
{
  StubContext *self = STUB_CONTEXT (context);
  GdkModifierType state = gdk_event_get_modifier_state (event);
  guint keyval = gdk_key_event_get_keyval (event);
  char letter[8] = { 0 };

  think ();
  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS)
    return FALSE;
  if (keyval == GDK_KEY_backslash && state & GDK_CONTROL_MASK)
    {
      commit (self);
      on = !on;
      return TRUE;
    }
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return has_preedit (self);
  if (on)
    return has_preedit (self) ? composing_key (self, keyval) : keyval != GDK_KEY_space && type_letter (self, keyval);

  if (gdk_keyval_to_unicode (keyval) < 0x20 || keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace ||
      keyval == GDK_KEY_Return || keyval == GDK_KEY_Escape || keyval == GDK_KEY_Tab)
    return FALSE;
  g_unichar_to_utf8 (gdk_keyval_to_unicode (keyval), letter);
  g_signal_emit_by_name (self, "commit", letter);

  return TRUE;
}

static void
stub_context_get_preedit_string (GtkIMContext   *context,
                                 char          **text,
                                 PangoAttrList **attributes,
                                 int            *cursor)
{
  g_autofree char *preedit = dup_preedit (STUB_CONTEXT (context));

  if (cursor)
    *cursor = g_utf8_strlen (preedit, -1);
  if (attributes)
    *attributes = pango_attr_list_new ();
  if (text)
    *text = g_steal_pointer (&preedit);
}

static void
stub_context_focus_in (GtkIMContext *context)
{
  focused = STUB_CONTEXT (context);
}

static gboolean
late_cb (gpointer data)
{
  StubContext *self = data;
  g_autofree char *text = g_steal_pointer (&self->late);

  self->late_id = 0;
  g_signal_emit_by_name (self, "commit", text);

  return G_SOURCE_REMOVE;
}

static void
stub_context_focus_out (GtkIMContext *context)
{
  StubContext *self = STUB_CONTEXT (context);
  const char *leave = g_getenv ("MADO_IM_STUB_LEAVE");

  if (focused == self)
    focused = NULL;
  if (!has_preedit (self))
    return;

  if (g_strcmp0 (leave, "drop") == 0)
    clear (self);
  else if (g_strcmp0 (leave, "late") == 0)
    {
      g_free (self->late);
      self->late = dup_preedit (self);
      clear (self);
      if (self->late_id == 0)
        self->late_id = g_timeout_add (50, late_cb, self);
    }
  else
    commit (self);
}

static void
stub_context_reset (GtkIMContext *context)
{
  clear (STUB_CONTEXT (context));
}

/* --- orders from outside ---------------------------------------------------- */

static void wait_for_order (void);

static void
obey (const char *order)
{
  if (!focused)
    return;

  if (g_str_has_prefix (order, "preedit "))
    convert (focused, g_strdup (order + strlen ("preedit ")));
  else if (g_str_has_prefix (order, "commit "))
    {
      clear (focused);
      g_signal_emit_by_name (focused, "commit", order + strlen ("commit "));
    }
}

static void
order_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autofree char *order = g_data_input_stream_read_line_finish_utf8 (orders, result, NULL, NULL);

  if (!order)
    return;

  obey (order);
  wait_for_order ();
}

static void
wait_for_order (void)
{
  g_data_input_stream_read_line_async (orders, G_PRIORITY_DEFAULT, NULL, order_cb, NULL);
}

static void
open_orders (void)
{
  const char *path = g_getenv ("MADO_IM_STUB_FIFO");
  g_autoptr (GInputStream) stream = NULL;
  int fd;

  if (!path || orders)
    return;

  fd = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC); /* O_RDWR: no end of file between two writers */
  if (fd < 0)
    return;

  stream = g_unix_input_stream_new (fd, TRUE);
  orders = g_data_input_stream_new (stream);
  wait_for_order ();
}

/* --- type and module ---------------------------------------------------------- */

static void
stub_context_finalize (GObject *object)
{
  StubContext *self = STUB_CONTEXT (object);

  if (focused == self)
    focused = NULL;
  g_clear_handle_id (&self->late_id, g_source_remove);
  g_free (self->late);
  g_free (self->converted);
  g_string_free (self->typed, TRUE);

  G_OBJECT_CLASS (stub_context_parent_class)->finalize (object);
}

static void
stub_context_class_init (StubContextClass *klass)
{
  GtkIMContextClass *context_class = GTK_IM_CONTEXT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = stub_context_finalize;
  context_class->filter_keypress = stub_context_filter_keypress;
  context_class->get_preedit_string = stub_context_get_preedit_string;
  context_class->focus_in = stub_context_focus_in;
  context_class->focus_out = stub_context_focus_out;
  context_class->reset = stub_context_reset;
}

static void
stub_context_class_finalize (StubContextClass *klass)
{
}

static void
stub_context_init (StubContext *self)
{
  self->typed = g_string_new (NULL);
  open_orders ();
}

G_MODULE_EXPORT void g_io_module_load (GIOModule *module);
G_MODULE_EXPORT void g_io_module_unload (GIOModule *module);
G_MODULE_EXPORT char **g_io_module_query (void);

void
g_io_module_load (GIOModule *module)
{
  g_type_module_use (G_TYPE_MODULE (module));
  stub_context_register_type (G_TYPE_MODULE (module));
  on = g_strcmp0 (g_getenv ("MADO_IM_STUB"), "on") == 0;
  g_io_extension_point_implement (GTK_IM_MODULE_EXTENSION_POINT_NAME, STUB_TYPE_CONTEXT, "mado-stub", 10);
}

void
g_io_module_unload (GIOModule *module)
{
}

char **
g_io_module_query (void)
{
  const char *points[] = { GTK_IM_MODULE_EXTENSION_POINT_NAME, NULL };

  return g_strdupv ((char **) points);
}
