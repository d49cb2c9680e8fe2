/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-file.h"
#include "print/render/mado-render-link.h"
#include "print/render/mado-render-process.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The program's side of the renderer: what goes over the socket, and what
 * becomes of a renderer that is killed, starved or lies. argv: folder of the
 * modules, madoguchi-render's evil twin. */

static const char *modules;
static const char *twin;

/* Two pages; the second wants more time than there is. */
static char *
make_document (const char *folder)
{
  char *path = g_build_filename (folder, "pages.pdf", NULL);
  g_autoptr (GString) slow = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new ("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    "2 0 obj\n<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>\nendobj\n"
    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 5 0 R >>\nendobj\n"
    "4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 2000] /Contents 6 0 R >>\nendobj\n"
    "5 0 obj\n<< /Length 27 >>\nstream\n1 0 0 rg 0 0 100 100 re f  \nendstream\nendobj\n");

  for (guint i = 0; i < 200000; i++)
    g_string_append (slow, "0 0 m 2000 2000 l 0 2000 l 2000 0 l S\n");
  g_string_append_printf (text, "6 0 obj\n<< /Length %u >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n",
                          (guint) slow->len, slow->str);
  g_assert_true (g_file_set_contents (path, text->str, text->len, NULL));
  return path;
}

typedef struct
{
  char        *folder;
  char        *path;
  MadoPdfFile *file;
} Fixture;

static void
fixture_up (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("MADO_MODULE_DIR", modules, TRUE);
  self->folder = g_dir_make_tmp ("mado-render-XXXXXX", NULL);
  self->path = make_document (self->folder);
  self->file = mado_pdf_file_open (self->path, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_down (Fixture       *self,
              gconstpointer  data)
{
  mado_pdf_file_close (self->file);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
assert_drawn (MadoPdfFile *file)
{
  g_autoptr (GError) error = NULL;
  MadoPdfPicture picture;
  guint32 left, right;

  g_assert_true (mado_pdf_file_draw (file, 0, 1, 0, 0, 0, 200, 100, &picture, &error));
  g_assert_no_error (error);
  memcpy (&left, picture.dots + 50 * picture.stride + 4 * 20, 4);
  memcpy (&right, picture.dots + 50 * picture.stride + 4 * 180, 4);
  g_assert_cmphex (left & 0xffffff, ==, 0xff0000);
  g_assert_cmphex (right & 0xffffff, ==, 0xffffff);
}

static void
test_draw (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (self->file, 0, 100, &error);
  MadoPdfPicture picture;
  guint32 top;

  g_assert_no_error (error);
  g_assert_cmpuint (pages->len, ==, 2);
  g_assert_cmpfloat (g_array_index (pages, MadoPdfPage, 0).width, ==, 200);
  g_assert_cmpfloat (g_array_index (pages, MadoPdfPage, 1).height, ==, 2000);
  assert_drawn (self->file);
  /* Turned by a quarter, the left half is above. */
  g_assert_true (mado_pdf_file_draw (self->file, 0, 2, 1, 0, 0, 200, 400, &picture, &error));
  memcpy (&top, picture.dots + 10 * picture.stride + 4 * 100, 4);
  g_assert_cmphex (top & 0xffffff, ==, 0xff0000);
  g_assert_false (mado_pdf_file_draw (self->file, 2, 1, 0, 0, 0, 10, 10, &picture, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (mado_pdf_file_draw (self->file, 0, 1, 0, 0, 0, 30000, 30000, &picture, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
  assert_drawn (self->file);
}

/* Killed between two requests: the next call tells; the one after works. */
/* The memory of a picture goes back, for both sides, and the next picture is
 * whole. */
static void
test_rest (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  MadoPdfPicture picture;
  guint32 dot;

  assert_drawn (self->file);
  g_assert_true (mado_pdf_file_draw (self->file, 0, 1, 0, 0, 0, 200, 100, &picture, &error));
  memcpy (&dot, picture.dots, sizeof dot);
  g_assert_cmphex (dot & 0xffffff, ==, 0xff0000);
  mado_pdf_file_rest (self->file);
  memcpy (&dot, picture.dots, sizeof dot);
  g_assert_cmphex (dot, ==, 0);
  mado_pdf_file_rest (self->file);
  assert_drawn (self->file);
}

static void
test_killed (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  MadoPdfPicture picture;
  int before = mado_pdf_file_get_pid (self->file);

  kill (before, SIGKILL);
  g_assert_false (mado_pdf_file_draw (self->file, 1, 1, 0, 0, 0, 200, 100, &picture, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  assert_drawn (self->file);
  g_assert_cmpint (mado_pdf_file_get_pid (self->file), !=, before);
}

/* A page that takes too long is left out from then on; the others stay. */
static void
test_slow (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  MadoPdfPicture picture;

  g_assert_false (mado_pdf_file_draw (self->file, 1, 1, 0, 0, 0, 2000, 2000, &picture, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_TIMEOUT);
  g_clear_error (&error);
  assert_drawn (self->file);
  g_assert_false (mado_pdf_file_draw (self->file, 1, 1, 0, 0, 0, 2000, 2000, &picture, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  assert_drawn (self->file);
}

static void
test_guards (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", mado_pdf_file_get_pid (self->file));
  g_autofree char *status = NULL;
  guint32 guards = mado_pdf_file_get_guards (self->file);

  g_assert_true (guards & MADO_RENDER_GUARD_LIMITS);
  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  g_assert_cmpint (strstr (status, "Seccomp:\t2") != NULL, ==, (guards & MADO_RENDER_GUARD_CALLS) != 0);
  g_assert_cmpint (mado_render_guards_lacking (guards) == NULL, ==,
                   (guards & MADO_RENDER_GUARD_CALLS) != 0 && (guards & MADO_RENDER_GUARD_FILES) != 0);
  g_assert_nonnull (mado_render_guards_lacking (0));
  g_assert_nonnull (mado_render_guards_lacking (MADO_RENDER_GUARD_CALLS));
}

/* --- a renderer that lies ---------------------------------------------------------- */

static void
test_lies (gconstpointer data)
{
  const char *lie = data;
  g_autofree char *folder = g_dir_make_tmp ("mado-lie-XXXXXX", NULL);
  g_autofree char *path = make_document (folder);
  g_autofree char *print = g_build_filename (folder, "print", NULL);
  g_autofree char *where = g_build_filename (print, "renderer", NULL);
  g_autofree char *link = g_build_filename (where, "madoguchi-render", NULL);
  g_autoptr (GError) error = NULL;
  MadoPdfFile *file;

  g_assert_cmpint (g_mkdir_with_parents (where, 0700), ==, 0);
  g_assert_cmpint (symlink (twin, link), ==, 0);
  g_setenv ("MADO_MODULE_DIR", folder, TRUE);
  g_setenv ("FONTCONFIG_FILE", lie, TRUE); /* one of the few names that it gets to see */
  file = mado_pdf_file_open (path, NULL, &error);
  g_assert_null (file);
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_unsetenv ("FONTCONFIG_FILE");
  g_unlink (link);
  g_rmdir (where);
  g_rmdir (print);
  g_unlink (path);
  g_rmdir (folder);
}

/* --- frames ------------------------------------------------------------------------ */

static void
test_wire (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  MadoRenderReader in;
  g_autofree char *text = NULL;
  g_autofree char *nothing = NULL;
  guint32 length;

  mado_render_put_u32 (out, 0xfedcba98);
  mado_render_put_i32 (out, -5);
  mado_render_put_i64 (out, G_MININT64);
  mado_render_put_double (out, -0.1);
  mado_render_put_text (out, "𠮷");
  mado_render_put_text (out, NULL);
  mado_render_put_bytes (out, "\0\1", 2);
  for (gsize cut = 0; cut <= out->len; cut++)
    {
      g_autofree char *t = NULL;
      g_autofree char *n = NULL;

      mado_render_reader_init (&in, out->data, cut);
      mado_render_get_u32 (&in);
      mado_render_get_i32 (&in);
      mado_render_get_i64 (&in);
      mado_render_get_double (&in);
      t = mado_render_get_text (&in);
      n = mado_render_get_text (&in);
      mado_render_get_bytes (&in, &length);
      g_assert_cmpint (mado_render_reader_is_whole (&in), ==, cut == out->len);
    }
  mado_render_reader_init (&in, out->data, out->len);
  g_assert_cmphex (mado_render_get_u32 (&in), ==, 0xfedcba98);
  g_assert_cmpint (mado_render_get_i32 (&in), ==, -5);
  g_assert_true (mado_render_get_i64 (&in) == G_MININT64);
  g_assert_cmpfloat (mado_render_get_double (&in), ==, -0.1);
  text = mado_render_get_text (&in);
  g_assert_cmpstr (text, ==, "𠮷");
  nothing = mado_render_get_text (&in);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpmem (mado_render_get_bytes (&in, &length), 2, "\0\1", 2);
  g_assert_true (mado_render_reader_is_whole (&in));
}

static void
assert_faulty (const guint8  *data,
               gsize          length,
               void         (*read) (MadoRenderReader *in))
{
  MadoRenderReader in;

  mado_render_reader_init (&in, data, length);
  read (&in);
  g_assert_false (mado_render_reader_is_whole (&in));
}

static void read_text (MadoRenderReader *in) { g_free (mado_render_get_text (in)); }
static void read_double (MadoRenderReader *in) { g_assert_cmpfloat (mado_render_get_double (in), ==, 0); }
static void read_count (MadoRenderReader *in) { g_assert_cmpuint (mado_render_get_count (in, 8), ==, 0); }

static void
test_wire_faults (void)
{
  assert_faulty ((const guint8 *) "\xff\xff\xff\xff" "a", 5, read_text);
  assert_faulty ((const guint8 *) "\2\0\0\0\xc3\x28", 6, read_text);
  assert_faulty ((const guint8 *) "\2\0\0\0a\0", 6, read_text);
  assert_faulty ((const guint8 *) "\0\0\0\0\0\0\xf0\x7f", 8, read_double);
  assert_faulty ((const guint8 *) "\0\0\0\0\0\0\xf8\x7f", 8, read_double);
  assert_faulty ((const guint8 *) "\2\0\0\0" "12345678", 12, read_count);
}

static MadoRenderLinkFate
take (const void *data,
      gsize       length,
      int         n_fds,
      gboolean    hang_up)
{
  g_auto (MadoRenderFrame) frame = { .fd = -1 };
  MadoRenderLinkFate fate;
  int ends[2], fds[2] = { 0, 1 };
  struct iovec part = { (gpointer) data, length };
  union { struct cmsghdr head; char bytes[CMSG_SPACE (2 * sizeof (int))]; } control = { 0 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = n_fds > 0 ? control.bytes : NULL,
                            .msg_controllen = n_fds > 0 ? CMSG_SPACE (n_fds * sizeof (int)) : 0 };

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  control.head.cmsg_level = SOL_SOCKET;
  control.head.cmsg_type = SCM_RIGHTS;
  control.head.cmsg_len = CMSG_LEN (n_fds * sizeof (int));
  memcpy (CMSG_DATA (&control.head), fds, n_fds * sizeof (int));
  if (length > 0)
    g_assert_cmpint (sendmsg (ends[1], &message, 0), ==, length);
  if (hang_up)
    close (ends[1]);
  fate = mado_render_link_take (ends[0], 100, g_get_monotonic_time () + 50000, &frame);
  if (fate == MADO_RENDER_LINK_DONE)
    g_assert_cmpint (frame.fd >= 0, ==, n_fds == 1);
  close (ends[0]);
  if (!hang_up)
    close (ends[1]);
  return fate;
}

static void
test_link (void)
{
  const char *frame = "\3\0\0\0\7\0\0\0\1\0\0\0" "abc";

  g_assert_cmpint (take (frame, 15, 0, FALSE), ==, MADO_RENDER_LINK_DONE);
  g_assert_cmpint (take (frame, 15, 1, TRUE), ==, MADO_RENDER_LINK_DONE);
  g_assert_cmpint (take (frame, 15, 2, FALSE), ==, MADO_RENDER_LINK_BROKEN);
  g_assert_cmpint (take (frame, 14, 0, FALSE), ==, MADO_RENDER_LINK_LATE);
  g_assert_cmpint (take (frame, 14, 0, TRUE), ==, MADO_RENDER_LINK_ENDED);
  g_assert_cmpint (take (frame, 0, 0, TRUE), ==, MADO_RENDER_LINK_ENDED);
  g_assert_cmpint (take ("\145\0\0\0\7\0\0\0\1\0\0\0", 12, 0, FALSE), ==, MADO_RENDER_LINK_BROKEN);
  g_assert_cmpint (take ("\xff\xff\xff\xff\7\0\0\0\1\0\0\0", 12, 0, FALSE), ==, MADO_RENDER_LINK_BROKEN);
}

int
main (int argc, char **argv)
{
  static const char * const lies[] = { "version", "serial", "kind", "length", "descriptor", "silent-end", "trailing", "pages" };

  g_autofree char *absolute = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  modules = argv[1];
  twin = absolute = g_canonicalize_filename (argv[2], NULL);
  g_test_add_func ("/render/wire", test_wire);
  g_test_add_func ("/render/wire-faults", test_wire_faults);
  g_test_add_func ("/render/link", test_link);
  g_test_add ("/render/draw", Fixture, NULL, fixture_up, test_draw, fixture_down);
  g_test_add ("/render/rest", Fixture, NULL, fixture_up, test_rest, fixture_down);
  g_test_add ("/render/killed", Fixture, NULL, fixture_up, test_killed, fixture_down);
  g_test_add ("/render/slow", Fixture, NULL, fixture_up, test_slow, fixture_down);
  g_test_add ("/render/guards", Fixture, NULL, fixture_up, test_guards, fixture_down);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *name = g_strdup_printf ("/render/lies/%s", lies[i]);

      g_test_add_data_func (name, lies[i], test_lies);
    }
  return g_test_run ();
}
