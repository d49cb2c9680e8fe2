/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/render/mado-render-process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "print/render/mado-render-link.h"

/* What the renderer may know of our environment. */
static const char * const passed_on[] = {
  "PATH", "HOME", "LD_LIBRARY_PATH", "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
  "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "ASAN_OPTIONS", "UBSAN_OPTIONS", "MALLOC_ARENA_MAX",
};

struct _MadoRenderProcess
{
  GPid       pid;         /* 0: dead and buried */
  int        socket;
  guint32    serial;
  guint32    guards;
  guint8    *arena;       /* owned mapping */
  gsize      arena_size;
  int        arena_fd;
  gboolean   arena_used;  /* since the last rest */
  GByteArray *answer;     /* owned; body of the last one */
};

static char *
find_program (void)
{
  const char *modules = g_getenv ("MADO_MODULE_DIR");
  g_autofree char *self = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *beside = NULL;

  if (modules != NULL)
    return g_build_filename (modules, "print", "renderer", "madoguchi-render", NULL);
  if (g_file_test (MADO_RENDER_PATH, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (MADO_RENDER_PATH);
  /* A program of the build tree that was started by its path. */
  self = g_file_read_link ("/proc/self/exe", NULL);
  folder = g_path_get_dirname (self != NULL ? self : ".");
  beside = g_build_filename (folder, "..", "print", "renderer", "madoguchi-render", NULL);
  return g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&beside) : g_strdup (MADO_RENDER_PATH);
}

static char **
make_environment (void)
{
  char **environment = g_new0 (char *, 1);

  for (guint i = 0; i < G_N_ELEMENTS (passed_on); i++)
    if (g_getenv (passed_on[i]) != NULL)
      environment = g_environ_setenv (environment, passed_on[i], g_getenv (passed_on[i]), TRUE);
  return environment;
}

static gboolean
start (MadoRenderProcess  *self,
       int                 socket,
       gboolean            signatures,
       GError            **error)
{
  g_autofree char *program = find_program ();
  g_auto (GStrv) environment = make_environment ();
  const char *argv[] = { program, signatures ? MADO_RENDER_FOR_SIGNATURES : NULL, NULL };
  int target = MADO_RENDER_FD;
  g_autoptr (GError) fault = NULL;

  if (g_spawn_async_with_pipes_and_fds (NULL, argv, (const char * const *) environment,
                                        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                                        (g_getenv ("MADO_RENDER_STDERR") == NULL ? G_SPAWN_STDERR_TO_DEV_NULL : 0),
                                        NULL, NULL, -1, -1, -1, &socket, &target, 1,
                                        &self->pid, NULL, NULL, NULL, &fault))
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
               _("The part of the program that draws PDF documents cannot be started (%s)."), fault->message);
  return FALSE;
}

/* --- its end -------------------------------------------------------------------- */

/* Ends it if it has not ended, and returns how the end came. One that died by
 * itself keeps its own cause: the kernel notes it before it closes the
 * socket. */
static int
bury (MadoRenderProcess *self)
{
  int status = 0;

  if (self->pid == 0)
    return 0;
  kill (self->pid, SIGKILL);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    ;
  self->pid = 0;
  close (self->socket);
  self->socket = -1;
  return status;
}

static void
set_out_of_time (GError **error)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_TIMEOUT,
                       _("Drawing this document takes too long. It was stopped."));
}

/* It has died by itself: @status tells why. */
static void
set_died (int      status,
          GError **error)
{
  int by = WIFSIGNALED (status) ? WTERMSIG (status) : 0;

  if (by == SIGPROF || by == SIGXCPU)
    set_out_of_time (error);
  else if (by == SIGABRT || by == SIGTRAP)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                         _("This document asks for more memory than one document may use. It was stopped."));
  else
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                         _("The document is damaged so badly that the part that draws it broke down. Nothing else is affected."));
}

static void
set_refused (guint32   reason,
             GError  **error)
{
  switch (reason)
    {
    case MADO_RENDER_REASON_DAMAGED:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The document is damaged and cannot be shown."));
      break;
    case MADO_RENDER_REASON_NO_PDF:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This file is not a PDF document."));
      break;
    case MADO_RENDER_REASON_PASSWORD:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED, _("The document is protected by a password."));
      break;
    case MADO_RENDER_REASON_SECURITY:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                           _("The document is encrypted for certain persons, not with a password. It cannot be opened here."));
      break;
    case MADO_RENDER_REASON_NO_PAGE:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("The document has no such page."));
      break;
    case MADO_RENDER_REASON_MEMORY:
      set_died (SIGABRT, error);
      break;
    case MADO_RENDER_REASON_TOO_LARGE:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE, _("This is too much at once for the part that draws PDF documents."));
      break;
    default:
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INTERNAL, _("The part that draws PDF documents did not understand the program."));
      break;
    }
}

static void
set_fate (MadoRenderProcess   *self,
          MadoRenderLinkFate   fate,
          GError             **error)
{
  switch (fate)
    {
    case MADO_RENDER_LINK_ENDED:
      set_died (bury (self), error);
      break;
    case MADO_RENDER_LINK_LATE:
      bury (self);
      set_out_of_time (error);
      break;
    default:
      bury (self);
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                           _("The part that draws PDF documents gave an answer that cannot be right. It was stopped."));
      break;
    }
}

/* --- calls ---------------------------------------------------------------------- */

gboolean
mado_render_process_call (MadoRenderProcess  *self,
                          guint32             kind,
                          GByteArray         *request,
                          int                 fd,
                          MadoRenderReader   *reader,
                          GError            **error)
{
  gint64 deadline = g_get_monotonic_time () + MADO_RENDER_WALL_MS * (gint64) 1000;
  g_auto (MadoRenderFrame) frame = { .fd = -1 };
  MadoRenderLinkFate fate;

  if (self->pid == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_BUSY, _("The part that draws PDF documents is being started anew."));
      return FALSE;
    }
  self->arena_used = self->arena_used || kind == MADO_RENDER_DRAW;
  fate = mado_render_link_send (self->socket, kind, ++self->serial, request, fd, deadline);
  if (fate == MADO_RENDER_LINK_DONE)
    fate = mado_render_link_take (self->socket, MADO_RENDER_MAX_REPLY, deadline, &frame);
  if (fate == MADO_RENDER_LINK_DONE &&
      (frame.serial != self->serial || frame.fd >= 0 || (frame.kind != kind && frame.kind != MADO_RENDER_REFUSED)))
    fate = MADO_RENDER_LINK_BROKEN;
  if (fate != MADO_RENDER_LINK_DONE)
    {
      set_fate (self, fate, error);
      return FALSE;
    }
  g_clear_pointer (&self->answer, g_byte_array_unref);
  self->answer = g_steal_pointer (&frame.body);
  mado_render_reader_init (reader, self->answer->data, self->answer->len);
  if (frame.kind == kind)
    return TRUE;
  set_refused (mado_render_get_u32 (reader), error);
  return FALSE;
}

gboolean
mado_render_process_accept (MadoRenderProcess  *self,
                            MadoRenderReader   *reader,
                            GError            **error)
{
  if (mado_render_reader_is_whole (reader))
    return TRUE;
  set_fate (self, MADO_RENDER_LINK_BROKEN, error);
  return FALSE;
}

/* --- beginning and end ------------------------------------------------------------ */

/* The size is sealed: the renderer could else shrink the memory under our
 * hands. */
static int
make_memory (gsize    size,
             GError **error)
{
  int fd = memfd_create ("madoguchi-page", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd >= 0 && ftruncate (fd, size) == 0 && fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    return fd;
  g_set_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE, _("There is no memory for the page (%s)."), g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
hello (MadoRenderProcess  *self,
       gsize               size,
       int                 fd,
       GError            **error)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  MadoRenderReader reader;
  guint32 version;

  mado_render_put_u32 (request, MADO_RENDER_VERSION);
  mado_render_put_u32 (request, size);
  if (!mado_render_process_call (self, MADO_RENDER_HELLO, request, fd, &reader, error))
    return FALSE;
  version = mado_render_get_u32 (&reader);
  self->guards = mado_render_get_u32 (&reader);
  if (version != MADO_RENDER_VERSION)
    reader.failed = TRUE;
  return mado_render_process_accept (self, &reader, error);
}

gboolean
mado_render_process_grow (MadoRenderProcess  *self,
                          gsize               size,
                          GError            **error)
{
  guint8 *arena;
  int fd;

  if (size <= self->arena_size)
    return TRUE;
  if (size > MADO_RENDER_MAX_ARENA)
    {
      set_refused (MADO_RENDER_REASON_TOO_LARGE, error);
      return FALSE;
    }
  fd = make_memory (size, error);
  if (fd < 0)
    return FALSE;
  arena = mmap (NULL, size, PROT_READ, MAP_SHARED, fd, 0);
  if (arena == MAP_FAILED)
    {
      set_died (SIGABRT, error);
      close (fd);
      return FALSE;
    }
  if (!hello (self, size, fd, error))
    {
      munmap (arena, size);
      close (fd);
      return FALSE;
    }
  if (self->arena != NULL)
    munmap (self->arena, self->arena_size);
  if (self->arena_fd >= 0)
    close (self->arena_fd);
  self->arena = arena;
  self->arena_size = size;
  self->arena_fd = fd;
  return TRUE;
}

void
mado_render_process_rest (MadoRenderProcess *self)
{
  if (self->arena_used && fallocate (self->arena_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, self->arena_size) == 0)
    self->arena_used = FALSE;
}

static gboolean
is_running (MadoRenderProcess *self)
{
  struct pollfd poll_fd = { self->socket, POLLIN | POLLHUP, 0 };

  /* An idle renderer says nothing: what can be read is its end. */
  return self->pid != 0 && poll (&poll_fd, 1, 0) == 0;
}

static MadoRenderProcess *
begin (gsize      arena,
       gboolean   signatures,
       GError   **error)
{
  g_autoptr (MadoRenderProcess) self = g_new0 (MadoRenderProcess, 1);
  int ends[2];

  self->socket = -1;
  self->arena_fd = -1;
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("The part of the program that draws PDF documents cannot be started (%s)."), g_strerror (errno));
      return NULL;
    }
  self->socket = ends[0];
  if (!start (self, ends[1], signatures, error))
    {
      close (ends[1]);
      return NULL;
    }
  close (ends[1]);
  if (!mado_render_process_grow (self, arena, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- one in reserve ----------------------------------------------------------------- */

/* Half of the time to a first page is a renderer's start; one that has seen
 * no document yet is as good as a new one. */
static GMutex spare_lock;
static GCond spare_made;
static MadoRenderProcess *spare;
static gboolean preparing;

/* One that is just being started is waited for: a second would only slow it. */
static MadoRenderProcess *
take_spare (void)
{
  MadoRenderProcess *found;

  g_mutex_lock (&spare_lock);
  while (preparing)
    g_cond_wait (&spare_made, &spare_lock);
  found = g_steal_pointer (&spare);
  g_mutex_unlock (&spare_lock);
  return found;
}

gboolean
mado_render_process_prepare (gsize    arena,
                             GError **error)
{
  MadoRenderProcess *made;

  g_mutex_lock (&spare_lock);
  if (spare != NULL || preparing)
    {
      g_mutex_unlock (&spare_lock);
      return TRUE;
    }
  preparing = TRUE;
  g_mutex_unlock (&spare_lock);
  made = begin (arena, FALSE, error);
  g_mutex_lock (&spare_lock);
  spare = made;
  preparing = FALSE;
  g_cond_broadcast (&spare_made);
  g_mutex_unlock (&spare_lock);
  return made != NULL;
}

void
mado_render_process_drop_spare (void)
{
  MadoRenderProcess *found = take_spare ();

  if (found != NULL)
    mado_render_process_free (found);
}

MadoRenderProcess *
mado_render_process_new (gsize      arena,
                         gboolean   signatures,
                         GError   **error)
{
  g_autoptr (MadoRenderProcess) found = signatures ? NULL : take_spare ();

  if (found != NULL && is_running (found) && mado_render_process_grow (found, arena, NULL))
    return g_steal_pointer (&found);
  return begin (arena, signatures, error);
}

void
mado_render_process_free (MadoRenderProcess *self)
{
  bury (self);
  if (self->socket >= 0)
    close (self->socket);
  if (self->arena != NULL)
    munmap (self->arena, self->arena_size);
  if (self->arena_fd >= 0)
    close (self->arena_fd);
  g_clear_pointer (&self->answer, g_byte_array_unref);
  g_free (self);
}

guint32
mado_render_process_get_guards (MadoRenderProcess *self)
{
  return self->guards;
}

gboolean
mado_render_process_is_alive (MadoRenderProcess *self)
{
  return self->pid != 0;
}

const guint8 *
mado_render_process_get_arena (MadoRenderProcess *self,
                               gsize             *size)
{
  *size = self->arena_size;
  return self->arena;
}

int
mado_render_process_get_pid (MadoRenderProcess *self)
{
  return self->pid != 0 ? self->pid : -1;
}
