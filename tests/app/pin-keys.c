/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bystander must not read a PIN off the visitor's screen: a key looks the same untouched, under the pointer, under a
 * finger and with the focus, in every theme. Pictures of it are compared, and those of an ordinary button beside it,
 * which do differ: so the comparison would see it. */
#include "config.h"

#include <string.h>

#include "app/counter/mado-pin-window.h"
#include "mado-resources.h"

typedef struct
{
  const char *name;
  gboolean    dark;
} Theme;

static const Theme themes[] = { { "Default", FALSE }, { "Default", TRUE }, { "HighContrast", FALSE }, { "HighContrastInverse", TRUE } };

static const GtkStateFlags states[] = {
  GTK_STATE_FLAG_PRELIGHT,
  GTK_STATE_FLAG_ACTIVE,
  GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_ACTIVE,
  GTK_STATE_FLAG_SELECTED,
  GTK_STATE_FLAG_CHECKED,
  GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE | GTK_STATE_FLAG_FOCUS_WITHIN,
  GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_ACTIVE | GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE,
};

#define ROOM 8 /* around a key: a ring or a shadow stands outside of it */

/* What is painted of @widget and just around it, in its window as it stands. */
static GBytes *
picture_of (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (native));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t bounds;
  gsize size;
  guint8 *pixels;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds));
  graphene_rect_inset (&bounds, -ROOM, -ROOM);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (native)),
                          gtk_widget_get_height (GTK_WIDGET (native)));
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node, &bounds);
  size = (gsize) gdk_texture_get_width (texture) * gdk_texture_get_height (texture) * 4;
  pixels = g_malloc (size);
  gdk_texture_download (texture, pixels, gdk_texture_get_width (texture) * 4);
  return g_bytes_new_take (pixels, size);
}

static void
painted_cb (GdkFrameClock *clock,
            gboolean      *painted)
{
  *painted = TRUE;
}

/* Until a frame was painted after now: styles are computed and what moves has begun to move. */
static void
wait_for_frames (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  for (guint i = 0; i < 2; i++)
    {
      gboolean painted = FALSE;
      gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

      gtk_widget_queue_draw (widget);
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      while (!painted)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (clock, id);
    }
}

/* Do @keys, which stand in @page, look otherwise in one of the states? All get it at once. */
static gboolean
light_up (GtkWidget *page,
          GPtrArray *keys)
{
  g_autoptr (GBytes) plain = NULL;
  gboolean lit = FALSE;

  wait_for_frames (page);
  plain = picture_of (page);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GBytes) now = NULL;

      for (guint k = 0; k < keys->len; k++)
        gtk_widget_set_state_flags (keys->pdata[k], states[i], FALSE);
      wait_for_frames (page);
      now = picture_of (page);
      lit |= !g_bytes_equal (plain, now);
      for (guint k = 0; k < keys->len; k++)
        gtk_widget_unset_state_flags (keys->pdata[k], states[i]);
    }
  return lit;
}

static void
find_keys (GtkWidget *widget,
           GPtrArray *keys)
{
  if (GTK_IS_BUTTON (widget))
    g_ptr_array_add (keys, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_keys (child, keys);
}

static gboolean
is_digit (GtkWidget *key)
{
  const char *label = gtk_button_get_label (GTK_BUTTON (key));

  return strlen (label) == 1 && g_ascii_isdigit (*label);
}

static void
check_theme (const Theme *theme)
{
  MadoPinWindow *window = mado_pin_window_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new (), others = g_ptr_array_new ();
  GtkWidget *page = g_object_ref (gtk_window_get_child (GTK_WINDOW (window)));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 20);
  GtkWidget *ordinary = gtk_button_new_with_label ("1");
  guint digits = 0;

  g_test_message ("%s%s", theme->name, theme->dark ? " dark" : "");
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", theme->name, "gtk-application-prefer-dark-theme", theme->dark,
                "gtk-enable-animations", FALSE, NULL);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_box_append (GTK_BOX (box), page);
  gtk_box_append (GTK_BOX (box), ordinary);
  g_object_unref (page);
  mado_pin_window_ask (window, "Card", "PIN", 3, 4);
  while (!gtk_widget_get_mapped (ordinary) || gtk_widget_get_width (ordinary) == 0)
    g_main_context_iteration (NULL, TRUE);

  find_keys (page, keys);
  for (guint i = 0; i < keys->len; i++)
    {
      g_assert_false (gtk_widget_get_focusable (keys->pdata[i]));
      digits += is_digit (keys->pdata[i]);
    }
  g_assert_cmpuint (digits, ==, 10);
  g_assert_false (light_up (page, keys));
  g_ptr_array_add (others, ordinary);
  g_assert_true (light_up (ordinary, others));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_same_in_every_state (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    check_theme (&themes[i]);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  mado_resources_get_resource ();
  gtk_css_provider_load_from_resource (style, "/io/github/madoguchi/Madoguchi/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_test_add_func ("/pin-keys/same-in-every-state", test_same_in_every_state);
  return g_test_run ();
}
