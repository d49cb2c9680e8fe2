/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times the start of any program on an X display, from outside:
 *
 *   start-watch PROGRAM [ARGUMENT …]
 *
 * prints one line: milliseconds from before the fork to the first picture
 * (the first large top-level window holds more than one colour), milliseconds
 * to rest (no more large change for a while), and the PSS in kB of the
 * program and its children then. The program is ended after that; only its
 * own process group is.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_MS   15000
#define QUIET_MS   700
#define MIN_SIDE   100
#define LARGE_PART 50 /* a change of 1/50 of the window counts: a caret does not */

typedef struct
{
  Display *display;
  int      damage_event;
  gint64   begin;
  pid_t    pid;
  Window   window;
  int      width;
  int      height;
  double   painted; /* ms, negative while not */
  double   rested;
} Watch;

static double
now_ms (Watch *self)
{
  return (double) (g_get_monotonic_time () - self->begin) / 1000.0;
}

/* A window that goes away while it is looked at is no fault. */
static int
ignore_error (Display     *display,
              XErrorEvent *event)
{
  return 0;
}

static gboolean
has_picture (Watch *self)
{
  XImage *image = XGetImage (self->display, self->window, 0, 0, (unsigned) self->width, (unsigned) self->height,
                             AllPlanes, ZPixmap);
  unsigned long colour;
  gboolean differs = FALSE;

  if (image == NULL)
    return FALSE;
  colour = XGetPixel (image, image->width / 2, image->height / 2);
  for (int y = 0; y < image->height && !differs; y += 4)
    for (int x = 0; x < image->width && !differs; x += 4)
      differs = XGetPixel (image, x, y) != colour;
  XDestroyImage (image);
  return differs;
}

static void
take_mapped (Watch  *self,
             Window  window)
{
  XWindowAttributes attributes;

  if (self->window != None || !XGetWindowAttributes (self->display, window, &attributes)
      || attributes.override_redirect || attributes.width < MIN_SIDE || attributes.height < MIN_SIDE)
    return;
  self->window = window;
  self->width = attributes.width;
  self->height = attributes.height;
  XDamageCreate (self->display, window, XDamageReportRawRectangles);
  XSync (self->display, False);
  if (has_picture (self))
    self->painted = self->rested = now_ms (self);
}

static void
take_damage (Watch              *self,
             XDamageNotifyEvent *damage)
{
  double at = now_ms (self);

  if ((double) damage->area.width * damage->area.height * LARGE_PART < (double) self->width * self->height)
    return;
  if (self->painted < 0 && has_picture (self))
    self->painted = at;
  self->rested = at;
}

static void
take_event (Watch *self)
{
  XEvent event;

  XNextEvent (self->display, &event);
  if (event.type == MapNotify)
    take_mapped (self, event.xmap.window);
  else if (event.type == ConfigureNotify && event.xconfigure.window == self->window)
    {
      self->width = event.xconfigure.width;
      self->height = event.xconfigure.height;
    }
  else if (event.type == self->damage_event)
    take_damage (self, (XDamageNotifyEvent *) &event);
}

static void
watch (Watch *self)
{
  struct pollfd fd = { .fd = ConnectionNumber (self->display), .events = POLLIN };

  while (now_ms (self) < LIMIT_MS)
    {
      while (XPending (self->display) > 0)
        take_event (self);
      if (self->painted >= 0 && now_ms (self) - self->rested > QUIET_MS)
        return;
      if (self->window == None && waitpid (self->pid, NULL, WNOHANG) == self->pid)
        return;
      poll (&fd, 1, 10);
    }
}

/* --- memory ------------------------------------------------------------------ */

static gboolean
is_of_group (const char *pid,
             pid_t       group)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);
  g_autofree char *text = NULL;
  const char *after;
  int found = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  after = strrchr (text, ')'); /* state, parent, group */
  return after != NULL && sscanf (after + 1, " %*c %*d %d", &found) == 1 && found == group;
}

static long
read_pss (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "\nPss:")) == NULL)
    return 0;
  return atol (line + strlen ("\nPss:"));
}

static long
sum_pss (pid_t group)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  long sum = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_ascii_isdigit (*name) && is_of_group (name, group))
      sum += read_pss (name);
  return sum;
}

/* --- the program --------------------------------------------------------------- */

static void
end_group (pid_t group)
{
  kill (-group, SIGTERM);
  for (int i = 0; i < 100 && kill (-group, 0) == 0; i++)
    {
      while (waitpid (-group, NULL, WNOHANG) > 0)
        ;
      if (i == 60)
        kill (-group, SIGKILL);
      g_usleep (20000);
    }
}

int
main (int    argc,
      char **argv)
{
  Watch self = { .painted = -1, .rested = -1 };
  int error_base;

  self.display = XOpenDisplay (NULL);
  if (argc < 2 || self.display == NULL || !XDamageQueryExtension (self.display, &self.damage_event, &error_base))
    {
      fprintf (stderr, "usage: start-watch PROGRAM [ARGUMENT …], on an X display with DAMAGE\n");
      return 2;
    }
  self.damage_event += XDamageNotify;
  XSetErrorHandler (ignore_error);
  XSelectInput (self.display, DefaultRootWindow (self.display), SubstructureNotifyMask);
  XSync (self.display, False);
  self.begin = g_get_monotonic_time ();
  self.pid = fork ();
  if (self.pid == 0)
    {
      setpgid (0, 0);
      close (ConnectionNumber (self.display));
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  setpgid (self.pid, self.pid);
  watch (&self);
  printf ("%.1f\t%.1f\t%ld\n", self.painted, self.rested, sum_pss (self.pid));
  end_group (self.pid);
  XCloseDisplay (self.display);
  return self.painted < 0;
}
