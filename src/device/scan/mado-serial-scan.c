/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-serial-scan.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/mado-error.h"

/* How often a line that is not there is looked for. */
#define LOOK_MS 700
#define CHUNK   1024

struct _MadoSerialScan
{
  GObject          parent_instance;

  char            *path;
  speed_t          speed;
  GMainContext    *context;
  GThread         *thread;   /* nullable */
  int              wake;     /* eventfd: end */
  guint            run;      /* main context: news of an earlier start are not told */
  MadoSerialState  state;    /* main context */

  /* the thread's own */
  MadoScanLine    *line;
  MadoSerialState  told;
  guint            my_run;
};

enum { CODE, BROKEN, STATE_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoSerialScan, mado_serial_scan, G_TYPE_OBJECT)

/* --- to the main context --------------------------------------------------------- */

typedef struct
{
  MadoSerialScan *scan;
  guint           run;
  guint           signal;
  char           *text;
  int             value;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->scan);
  g_free (news->text);
  g_free (news);
}

static gboolean
news_cb (gpointer data)
{
  News *news = data;
  MadoSerialScan *self = news->scan;

  if (self->thread == NULL || news->run != self->run) /* stopped meanwhile */
    return G_SOURCE_REMOVE;
  if (news->signal == CODE)
    g_signal_emit (self, signals[CODE], 0, news->text);
  else if (news->signal == BROKEN)
    g_signal_emit (self, signals[BROKEN], 0, news->value);
  else
    {
      self->state = news->value;
      g_signal_emit (self, signals[STATE_CHANGED], 0);
    }
  return G_SOURCE_REMOVE;
}

static void
send (MadoSerialScan *self,
      guint           signal,
      const char     *text,
      int             value)
{
  News *news = g_new0 (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->scan = g_object_ref (self);
  news->run = self->my_run;
  news->signal = signal;
  news->text = g_strdup (text);
  news->value = value;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, news_cb, news, news_free);
  g_source_attach (source, self->context);
}

static void
line_cb (MadoScanLineNews  news,
         const char       *text,
         gpointer          data)
{
  if (news == MADO_SCAN_LINE_CODE)
    send (data, CODE, text, 0);
  else
    send (data, BROKEN, NULL, news);
}

static void
tell_state (MadoSerialScan  *self,
            MadoSerialState  state)
{
  if (state != self->told)
    send (self, STATE_CHANGED, NULL, state);
  self->told = state;
}

/* --- the line -------------------------------------------------------------------------- */

static MadoSerialState
state_of_fault (int fault)
{
  switch (fault)
    {
    case ENOENT:
    case ENXIO:
    case ENODEV:
    case ENOTDIR:
    case EIO:
      return MADO_SERIAL_MISSING;
    case EACCES:
    case EPERM:
      return MADO_SERIAL_DENIED;
    case EBUSY:
      return MADO_SERIAL_BUSY;
    default:
      return MADO_SERIAL_FAILED;
    }
}

/* Bytes as they are, no echo, nothing said back; what came before is gone. */
static gboolean
set_up (int     fd,
        speed_t speed)
{
  struct termios settings;

  if (tcgetattr (fd, &settings) != 0)
    return FALSE;
  cfmakeraw (&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~CRTSCTS;
  cfsetspeed (&settings, speed);
  if (tcsetattr (fd, TCSANOW, &settings) != 0)
    return FALSE;
  ioctl (fd, TIOCEXCL);
  tcflush (fd, TCIFLUSH);
  return TRUE;
}

/* -1 and why not. Nothing but a character device is ever opened: a pipe, say,
 * would wait, or take another's bytes. */
static int
open_line (MadoSerialScan  *self,
           MadoSerialState *state)
{
  struct stat info;
  int fd;

  if (stat (self->path, &info) != 0)
    {
      *state = state_of_fault (errno);
      return -1;
    }
  if (!S_ISCHR (info.st_mode))
    {
      *state = MADO_SERIAL_NO_LINE;
      return -1;
    }
  fd = open (self->path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    {
      *state = state_of_fault (errno);
      return -1;
    }
  if (!isatty (fd) || !set_up (fd, self->speed))
    {
      *state = isatty (fd) ? MADO_SERIAL_FAILED : MADO_SERIAL_NO_LINE;
      close (fd);
      return -1;
    }
  *state = MADO_SERIAL_OPEN;
  return fd;
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* FALSE: it is gone. */
static gboolean
read_all (MadoSerialScan *self,
          int             fd)
{
  for (;;)
    {
      guint8 bytes[CHUNK];
      gssize n = read (fd, bytes, sizeof bytes);

      if (n > 0)
        mado_scan_line_feed (self->line, bytes, n, now_ms ());
      else if (n < 0 && errno == EINTR)
        continue;
      else
        return n < 0 && errno == EAGAIN;
    }
}

/* Until it is unplugged (FALSE) or this ends (TRUE). */
static gboolean
listen_to (MadoSerialScan *self,
           int             fd)
{
  for (;;)
    {
      struct pollfd polled[] = { { self->wake, POLLIN, 0 }, { fd, POLLIN, 0 } };
      gint64 deadline = mado_scan_line_deadline (self->line);
      int wait = deadline < 0 ? -1 : (int) CLAMP (deadline - now_ms (), 0, MADO_SCAN_LINE_PAUSE_MS);

      if (poll (polled, G_N_ELEMENTS (polled), wait) < 0 && errno != EINTR)
        return FALSE;
      if (polled[0].revents)
        return TRUE;
      if ((polled[1].revents & POLLIN) && !read_all (self, fd))
        return FALSE;
      if (!(polled[1].revents & POLLIN) && (polled[1].revents & (POLLHUP | POLLERR | POLLNVAL)))
        return FALSE;
      mado_scan_line_tick (self->line, now_ms ());
    }
}

static gboolean
pause_or_end (MadoSerialScan *self)
{
  struct pollfd polled = { self->wake, POLLIN, 0 };

  return poll (&polled, 1, LOOK_MS) > 0;
}

static gpointer
thread_main (gpointer data)
{
  MadoSerialScan *self = data;
  gboolean ended = FALSE;

  self->line = mado_scan_line_new (line_cb, self);
  while (!ended)
    {
      MadoSerialState state;
      int fd = open_line (self, &state);

      tell_state (self, state);
      if (fd >= 0)
        {
          ended = listen_to (self, fd);
          close (fd);
          if (!ended)
            {
              mado_scan_line_break_off (self->line);
              tell_state (self, MADO_SERIAL_MISSING);
            }
        }
      ended = ended || pause_or_end (self);
    }
  g_clear_pointer (&self->line, mado_scan_line_free);
  g_object_unref (self);
  return NULL;
}

/* --- the type ----------------------------------------------------------------------------- */

void
mado_serial_scan_start (MadoSerialScan *self)
{
  g_return_if_fail (MADO_IS_SERIAL_SCAN (self));

  if (self->thread != NULL)
    return;
  self->context = g_main_context_ref_thread_default ();
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->my_run = ++self->run;
  self->told = MADO_SERIAL_STOPPED;
  self->thread = g_thread_new ("serial-scan", thread_main, g_object_ref (self));
}

void
mado_serial_scan_stop (MadoSerialScan *self)
{
  GThread *thread;

  g_return_if_fail (MADO_IS_SERIAL_SCAN (self));

  if (self->thread == NULL)
    return;
  if (eventfd_write (self->wake, 1) != 0)
    g_warning ("a serial scanner cannot be told to end");
  thread = g_steal_pointer (&self->thread);
  g_thread_join (thread);
  close (self->wake);
  g_clear_pointer (&self->context, g_main_context_unref);
  self->state = MADO_SERIAL_STOPPED;
}

MadoSerialState
mado_serial_scan_get_state (MadoSerialScan *self)
{
  return self->state;
}

const char *
mado_serial_scan_get_path (MadoSerialScan *self)
{
  return self->path;
}

static void
mado_serial_scan_finalize (GObject *object)
{
  g_free (MADO_SERIAL_SCAN (object)->path);
  G_OBJECT_CLASS (mado_serial_scan_parent_class)->finalize (object);
}

static void
mado_serial_scan_class_init (MadoSerialScanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_serial_scan_finalize;
  signals[CODE] = g_signal_new ("code", MADO_TYPE_SERIAL_SCAN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  signals[BROKEN] = g_signal_new ("broken", MADO_TYPE_SERIAL_SCAN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_INT);
  signals[STATE_CHANGED] = g_signal_new ("state-changed", MADO_TYPE_SERIAL_SCAN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
mado_serial_scan_init (MadoSerialScan *self)
{
}

static gboolean
read_speed (const char *text,
            speed_t    *speed)
{
  static const struct { const char *text; speed_t speed; } speeds[] = {
    { "9600", B9600 }, { "19200", B19200 }, { "38400", B38400 }, { "57600", B57600 }, { "115200", B115200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (g_str_equal (speeds[i].text, text))
      {
        *speed = speeds[i].speed;
        return TRUE;
      }
  return FALSE;
}

MadoSerialScan *
mado_serial_scan_new (const char  *address,
                      GError     **error)
{
  g_autoptr (MadoSerialScan) self = g_object_new (MADO_TYPE_SERIAL_SCAN, NULL);
  const char *at = strrchr (address, '@');

  self->speed = B115200;
  if (*address != '/' || (at != NULL && !read_speed (at + 1, &self->speed)))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("“%s” is no serial scanner. Write its device file, for example /dev/ttyACM0 or /dev/ttyS0@9600."), address);
      return NULL;
    }
  self->path = at != NULL ? g_strndup (address, at - address) : g_strdup (address);
  return g_steal_pointer (&self);
}

/* --- which there are -------------------------------------------------------------------------- */

static void
add_of_folder (GPtrArray  *found,
               GHashTable *known,
               const char *folder,
               const char *begin)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *real = realpath (path, NULL);

      if (g_str_has_prefix (name, begin) && real != NULL && g_hash_table_add (known, g_strdup (real)))
        g_ptr_array_add (found, g_steal_pointer (&path));
    }
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
mado_serial_scan_list (const char *dev)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *by_id = g_build_filename (dev, "serial", "by-id", NULL);

  add_of_folder (found, known, by_id, "");
  add_of_folder (found, known, dev, "ttyACM");
  add_of_folder (found, known, dev, "ttyUSB");
  g_ptr_array_sort (found, compare_paths);
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_steal (found, NULL);
}
