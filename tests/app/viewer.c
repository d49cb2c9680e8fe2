/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The viewer of documents in a window of its own: walks it without a person
 * and fails where it does not do what its headers say. With --show PDF it is
 * for looking at; --picture PNG saves what it shows and ends. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/certificate/mado-certificate-page-private.h"
#include "app/certificate/mado-pdf-view-private.h"
#include "core/base/mado-training.h"
#include "mado-resources.h"

#define MADO_WAIT 30

typedef struct
{
  GMainLoop           *loop;
  GtkWindow           *window;
  MadoCertificatePage *page;
  char                *message; /* the last one */
} Test;

static void
message_cb (MadoPage        *page,
            MadoMessageKind  kind,
            const char      *text,
            Test            *test)
{
  g_free (test->message);
  test->message = g_strdup (text);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing happened: %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

#define wait_until(condition) G_STMT_START { \
    guint late_id = g_timeout_add_seconds (MADO_WAIT, late_cb, (gpointer) #condition); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (late_id); \
  } G_STMT_END

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
open_document (Test       *test,
               const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  MadoPdfReader *before = test->page->reader;

  mado_certificate_page_open (test->page, file);
  wait_until (test->page->reader != before);
  wait_until (mado_pdf_view_get_cached (test->page->view) > 0 && mado_certificate_page_is_settled (test->page));
}

static void
give (Test       *test,
      const char *command)
{
  g_assert_true (mado_page_can (MADO_PAGE (test->page), command));
  g_assert_true (mado_page_perform (MADO_PAGE (test->page), command));
}

static void
press (Test            *test,
       guint            keyval,
       GdkModifierType  state)
{
  g_assert_true (mado_page_key (MADO_PAGE (test->page), keyval, state));
}

static gboolean
press_is_taken (Test            *test,
                guint            keyval,
                GdkModifierType  state)
{
  return mado_page_key (MADO_PAGE (test->page), keyval, state);
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  *(GdkTexture **) data = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
}

static GdkTexture *
dup_clipboard (Test *test)
{
  GdkTexture *texture = NULL;

  gdk_clipboard_read_texture_async (gtk_widget_get_clipboard (GTK_WIDGET (test->page)), NULL, clipboard_cb, &texture);
  wait_until (texture != NULL);
  return texture;
}

static void
save_picture (Test       *test,
              const char *path)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (test->window));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (test->window)),
                          gtk_widget_get_height (GTK_WIDGET (test->window)));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (test->window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* --- steps ----------------------------------------------------------------------------- */

static void
walk_pages (Test       *test,
            const char *path)
{
  MadoPdfView *view = test->page->view;

  open_document (test, path);
  g_assert_cmpuint (mado_pdf_view_get_page (view), ==, 0);
  press (test, GDK_KEY_End, 0);
  wait_until (mado_pdf_view_get_page (view) == 299 && mado_pdf_view_is_settled (view));
  press (test, GDK_KEY_Left, 0);
  g_assert_cmpuint (mado_pdf_view_get_page (view), ==, 298);
  press (test, GDK_KEY_Home, 0);
  for (guint i = 0; i < 299; i++)
    {
      press (test, GDK_KEY_Right, 0);
      wait_until (mado_pdf_view_is_settled (view));
      /* Bounded, whatever was seen before. */
      g_assert_cmpuint (mado_pdf_view_get_cached (view), <, 40 * 1024 * 1024);
    }
  g_assert_cmpuint (mado_pdf_view_get_page (view), ==, 299);
}

static void
walk_zoom (Test *test)
{
  MadoPdfView *view = test->page->view;

  press (test, GDK_KEY_1, 0);
  g_assert_cmpfloat (mado_pdf_view_get_zoom (view), ==, 1);
  for (guint i = 0; i < 30; i++)
    press (test, GDK_KEY_plus, 0);
  g_assert_cmpfloat (mado_pdf_view_get_zoom (view), ==, 8);
  wait_until (mado_pdf_view_is_settled (view));
  g_assert_cmpuint (mado_pdf_view_get_cached (view), <, 40 * 1024 * 1024);
  for (guint i = 0; i < 30; i++)
    press (test, GDK_KEY_minus, 0);
  g_assert_cmpfloat (mado_pdf_view_get_zoom (view), ==, 0.25);
  wait_until (mado_pdf_view_is_settled (view));
  press (test, GDK_KEY_3, 0);
  g_assert_cmpint (mado_pdf_view_get_fit (view), ==, MADO_PDF_FIT_PAGE);
  press (test, GDK_KEY_4, 0);
  g_assert_cmpint (mado_pdf_view_get_mode (view), ==, MADO_PDF_SINGLE);
  mado_pdf_view_go (view, 10);
  press (test, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (mado_pdf_view_get_page (view), ==, 11);
  press (test, GDK_KEY_4, 0);
  g_assert_cmpint (mado_pdf_view_get_mode (view), ==, MADO_PDF_TWO_UP);
  press (test, GDK_KEY_4, 0);
  press (test, GDK_KEY_5, 0);
  g_assert_cmpuint (mado_pdf_view_get_turns (view), ==, 1);
  for (guint i = 0; i < 3; i++)
    press (test, GDK_KEY_5, 0);
  press (test, GDK_KEY_2, 0);
  wait_until (mado_pdf_view_is_settled (view));
}

static void
walk_search (Test *test)
{
  MadoCertificatePage *page = test->page;

  mado_pdf_view_go (page->view, 100);
  give (test, MADO_COMMAND_SEARCH);
  gtk_editable_set_text (page->search, "madoguchi");
  give (test, MADO_COMMAND_NEXT_FIELD);
  wait_until (page->looked_through == 300);
  g_assert_cmpuint (page->hits->len, >, 250);
  /* From where the person is. */
  g_assert_cmpuint (g_array_index (page->hits, MadoPdfHit, page->hit).page, >=, 100);
  mado_certificate_page_show_side (page, MADO_SIDE_HITS);
  mado_certificate_page_go_hit (page, page->hits->len - 1);
  g_assert_cmpuint (mado_pdf_view_get_page (page->view), >=, 295);
  give (test, MADO_COMMAND_NEXT_GAP);
  g_assert_cmpint (page->hit, ==, 0);
  gtk_editable_set_text (page->search, "no such word");
  mado_certificate_page_search (page);
  wait_until (strstr (test->message, "no such word") != NULL);
  g_assert_false (mado_page_can (MADO_PAGE (page), MADO_COMMAND_NEXT_GAP));
  gtk_editable_set_text (page->search, "");
}

static void
walk_contents (Test       *test,
               const char *path)
{
  MadoCertificatePage *page = test->page;
  g_autofree char *selected = NULL;

  open_document (test, path);
  wait_until (page->outline != NULL && page->signatures != NULL);
  for (MadoSide side = 0; side < MADO_N_SIDES; side++)
    mado_certificate_page_show_side (page, side);
  wait_until (mado_pdf_view_get_info (page->view, 0) != NULL);
  mado_certificate_page_show_side (page, MADO_SIDE_TEXT);
  press (test, GDK_KEY_a, GDK_CONTROL_MASK);
  selected = mado_pdf_view_get_selection (page->view);
  g_assert_nonnull (strstr (selected, "Madoguchi"));
  press (test, GDK_KEY_c, GDK_CONTROL_MASK);
  /* The whole page as a picture, turned as it is seen. */
  for (guint turns = 0; turns < 2; turns++)
    {
      g_autoptr (GdkTexture) copied = NULL;

      mado_pdf_view_set_turns (page->view, turns);
      press (test, GDK_KEY_A, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
      press (test, GDK_KEY_c, GDK_CONTROL_MASK);
      wait_until (strstr (test->message, "as a picture") != NULL);
      copied = dup_clipboard (test);
      g_assert_cmpint (gdk_texture_get_width (copied) > gdk_texture_get_height (copied), ==, turns == 0);
      g_assert_cmpint (MAX (gdk_texture_get_width (copied), gdk_texture_get_height (copied)), ==, 833); /* 200 points at 300 dpi */
      g_clear_pointer (&test->message, g_free);
      test->message = g_strdup ("");
    }
  mado_pdf_view_set_turns (page->view, 0);
  mado_pdf_view_unselect (page->view);
  g_assert_false (press_is_taken (test, GDK_KEY_c, GDK_CONTROL_MASK));
  give (test, MADO_COMMAND_CONFLICT); /* to the visitor and back */
  g_assert_nonnull (page->present);
  give (test, MADO_COMMAND_CONFLICT);
  g_assert_null (page->present);
}

/* Every page comes out, as it was; what cannot be drawn is told. */
static void
walk_print (Test *test)
{
  MadoCertificatePage *page = test->page;
  g_autofree char *folder = g_dir_make_tmp ("printed-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfFile) printed = NULL;
  MadoPdfPicture picture;
  guint dark = 0;

  mado_certificate_page_print (page, path);
  wait_until (!page->printing);
  g_assert_nonnull (strstr (test->message, "sent to the printer"));
  printed = mado_pdf_file_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_pdf_file_get_n_pages (printed), ==, mado_pdf_reader_get_n_pages (page->reader));
  g_assert_true (mado_pdf_file_draw (printed, 0, 1, 0, 0, 0, 590, 800, &picture, &error));
  for (guint y = 0; y < picture.height; y++)
    for (guint x = 0; x < picture.width; x++)
      dark += picture.dots[y * picture.stride + 4 * x] < 128;
  g_assert_cmpuint (dark, >, 100);
  g_unlink (path);
  g_rmdir (folder);
}

/* A document from elsewhere is marked as well when it is printed in training.
 * The process stays in it: last of all. */
static void
walk_training (Test *test)
{
  g_autofree char *folder = g_dir_make_tmp ("printed-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfFile) printed = NULL;
  MadoPdfPicture picture;
  guint marked = 0;

  mado_training_enter (folder);
  mado_certificate_page_print (test->page, path);
  wait_until (!test->page->printing);
  printed = mado_pdf_file_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mado_pdf_file_draw (printed, 0, 1, 0, 0, 0, 590, 800, &picture, &error));
  for (guint y = 0; y < picture.height; y++)
    for (guint x = 0; x < picture.width; x++)
      {
        const guint8 *dot = picture.dots + y * picture.stride + 4 * x;

        marked += dot[0] > dot[1] + 10 && dot[2] > dot[1] + 5; /* violet */
      }
  g_assert_cmpuint (marked, >, 20000);
  g_unlink (path);
  g_rmdir (folder);
}

/* Several as one job: good ones come out whole, each from its first page; others
 * stay on the list with the reason, also for the next start of the program. */
static void
walk_batch (Test  *test,
            char **files)
{
  MadoCertificatePage *page = test->page;
  g_autofree char *folder = g_dir_make_tmp ("printed-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfFile) printed = NULL;
  const char *names[] = { files[0], files[1], files[2], files[4] }; /* 300 pages, one, protected, no document */
  GSList *list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    list = g_slist_append (list, g_file_new_for_path (names[i]));
  mado_certificate_page_take_files (page, list);
  g_slist_free_full (list, g_object_unref);
  g_assert_cmpint (mado_certificate_page_get_side (page), ==, MADO_SIDE_BATCH);
  g_assert_cmpuint (mado_print_batch_get_n (page->batch), ==, 4);
  g_assert_true (mado_page_can (MADO_PAGE (page), MADO_COMMAND_PRINT));
  mado_certificate_page_print_batch (page, path);
  g_assert_false (mado_page_can (MADO_PAGE (page), MADO_COMMAND_PRINT));
  /* Called off: nothing is lost, nothing came out. */
  wait_until (page->printing);
  give (test, MADO_COMMAND_CLOSE);
  wait_until (!page->printing);
  g_assert_nonnull (strstr (test->message, "called off"));
  g_assert_cmpuint (mado_print_batch_get_n (page->batch), ==, 4);
  mado_certificate_page_print_batch (page, path);
  wait_until (!page->printing);
  g_assert_nonnull (strstr (test->message, "2 of 4"));
  printed = mado_pdf_file_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_pdf_file_get_n_pages (printed), ==, 301);
  g_assert_cmpuint (mado_print_batch_get_n (page->batch), ==, 2);
  g_assert_cmpstr (mado_print_batch_get (page->batch, 0)->path, ==, files[2]);
  g_assert_nonnull (strstr (mado_print_batch_get (page->batch, 0)->failed, "password"));
  g_assert_nonnull (strstr (mado_print_batch_get (page->batch, 1)->failed, "not a PDF"));
  give (test, MADO_COMMAND_REMOVE_LINE);
  give (test, MADO_COMMAND_REMOVE_LINE);
  g_assert_false (mado_certificate_page_has_batch (page));
  g_assert_false (mado_page_can (MADO_PAGE (page), MADO_COMMAND_PRINT));
  mado_certificate_page_show_side (page, MADO_SIDE_TEXT);
  g_unlink (path);
  g_rmdir (folder);
}

static void
walk_password (Test       *test,
               const char *path)
{
  MadoCertificatePage *page = test->page;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  MadoPdfReader *before = page->reader;

  mado_certificate_page_open (page, file);
  wait_until (gtk_widget_get_visible (page->password_bar));
  /* What was open stays until the other can be. */
  g_assert_true (page->reader == before);
  gtk_editable_set_text (page->password, "wrong");
  mado_certificate_page_try_password (page);
  wait_until (strstr (gtk_label_get_text (page->password_text), "not right") != NULL);
  gtk_editable_set_text (page->password, "abc");
  mado_certificate_page_try_password (page);
  wait_until (page->reader != before && page->reader != NULL);
  g_assert_false (gtk_widget_get_visible (page->password_bar));
  wait_until (mado_certificate_page_is_settled (page));
}

static void
code_cb (MadoPage   *page,
         const char *code,
         char      **found)
{
  g_free (*found);
  *found = g_strdup (code);
}

/* A slip as a PDF: its code is found and handed to the window. */
static void
walk_code (Test       *test,
           const char *path)
{
  g_autofree char *found = NULL;
  gulong id = g_signal_connect (test->page, "open-code", G_CALLBACK (code_cb), &found);

  press (test, GDK_KEY_6, 0);
  wait_until (strstr (test->message, "no code") != NULL);
  open_document (test, path);
  press (test, GDK_KEY_6, 0);
  wait_until (found != NULL);
  g_assert_true (g_str_has_prefix (found, "MG1:"));
  g_signal_handler_disconnect (test->page, id);
}

static void
walk_bad (Test       *test,
          const char *script,
          const char *bad)
{
  g_autoptr (GFile) file = g_file_new_for_path (bad);
  MadoPdfReader *before;

  open_document (test, script);
  wait_until (strstr (test->message, "JavaScript") != NULL);
  before = test->page->reader;
  mado_certificate_page_open (test->page, file);
  wait_until (strstr (test->message, "not a PDF") != NULL);
  g_assert_true (test->page->reader == before);
}

/* The renderer dies under a document: the next picture comes from another. */
static void
walk_death (Test       *test,
            const char *path)
{
  open_document (test, path);
  g_assert_cmpint (g_spawn_command_line_sync ("sh -c 'kill -9 $(ps --ppid $PPID -o pid=,comm= | sed -n s/madoguchi-rende.*//p)'",
                                              NULL, NULL, NULL, NULL), ==, TRUE);
  mado_pdf_view_go (test->page->view, 200);
  wait_until (mado_certificate_page_is_settled (test->page));
  mado_pdf_view_go (test->page->view, 100);
  wait_until (mado_certificate_page_is_settled (test->page));
}

static void
walk (Test  *test,
      char **files)
{
  walk_pages (test, files[0]);
  walk_zoom (test);
  walk_search (test);
  walk_contents (test, files[1]);
  walk_print (test);
  walk_batch (test, files);
  walk_password (test, files[2]);
  walk_code (test, files[5]);
  walk_bad (test, files[3], files[4]);
  walk_death (test, files[0]);
  open_document (test, files[1]);
  walk_training (test);
}

int
main (int argc, char **argv)
{
  Test test = { NULL };
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autofree char *profile = g_dir_make_tmp ("viewer-XXXXXX", NULL);
  g_autoptr (MadoContext) context = NULL;
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  gtk_init ();
  mado_resources_get_resource ();
  context = mado_context_new (clock, random, profile);
  gtk_css_provider_load_from_resource (css, "/io/github/madoguchi/Madoguchi/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  test.window = GTK_WINDOW (gtk_window_new ());
  test.page = mado_certificate_page_new (context);
  gtk_window_set_default_size (test.window, 1366, 700);
  gtk_window_set_child (test.window, GTK_WIDGET (test.page));
  g_signal_connect (test.page, "message", G_CALLBACK (message_cb), &test);
  gtk_window_present (test.window);
  /* So that waiting looks again although nothing happens. */
  g_timeout_add (20, tick_cb, NULL);
  if (argc == 8 && g_str_equal (argv[1], "--check"))
    walk (&test, argv + 2);
  else if (argc >= 3)
    {
      open_document (&test, argv[2]);
      if (argc > 4)
        mado_certificate_page_show_side (test.page, atoi (argv[4]));
      wait_until (test.page->signatures != NULL);
      if (argc > 3)
        {
          gint64 end = g_get_monotonic_time () + 1500000;

          wait_until (g_get_monotonic_time () > end);
          save_picture (&test, argv[3]);
        }
      while (argc == 3)
        g_main_context_iteration (NULL, TRUE);
    }
  gtk_window_destroy (test.window);
  g_free (test.message);
  return 0;
}
