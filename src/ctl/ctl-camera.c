/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <time.h>

#include "ctl/ctl-group.h"
#include "device/camera/mado-camera.h"

/* madoguchi-ctl camera: which cameras there are, and what one of them sees, for
 * measuring and for a look at a camera that will not read. */

typedef struct
{
  GMainLoop *loop;
  gint64     begun_us;
  char      *last;
  gboolean   failed;
} Watch;

static int
list (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCameras) cameras = NULL;
  g_auto (GStrv) names = NULL;

  if (argc > 1 || (argc == 1 && !g_str_equal (argv[0], MADO_CAMERA_PORTAL)))
    {
      g_printerr (_("Say nothing, or portal: for the cameras that the desktop portal shows.\n"));
      return 2;
    }
  cameras = mado_cameras_open (argc == 1, NULL, &error);
  if (cameras == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  names = mado_cameras_get_names (cameras);
  for (guint i = 0; names[i] != NULL; i++)
    g_print ("%s\n", names[i]);
  return *names != NULL ? 0 : 1;
}

static void
seen_cb (MadoCamera *camera,
         GPtrArray  *texts,
         guint       width,
         guint       height,
         Watch      *self)
{
  const char *text = ((const MadoScanText *) texts->pdata[0])->text;

  if (g_strcmp0 (text, self->last) == 0)
    return;
  g_free (self->last);
  self->last = g_strdup (text);
  g_print ("%.3f\tcode\t%s\n", (g_get_monotonic_time () - self->begun_us) / 1e6, text);
}

static void
advice_cb (MadoCamera *camera,
           int         advice,
           Watch      *self)
{
  const char *text = mado_camera_advise ((MadoCameraAdvice) advice);

  g_print ("%.3f\tadvice\t%s\n", (g_get_monotonic_time () - self->begun_us) / 1e6, text ? text : "-");
}

static void
failed_cb (MadoCamera *camera,
           int         fault,
           const char *reason,
           Watch      *self)
{
  g_printerr ("%s (%s)\n", mado_camera_fault_sentence ((MadoCameraFault) fault), reason);
  self->failed = TRUE;
  g_main_loop_quit (self->loop);
}

static gboolean
over_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static int
watch (int argc, char **argv)
{
  double seconds = argc == 2 ? g_ascii_strtod (argv[1], NULL) : 10;
  g_autoptr (MadoCamera) camera = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Watch self = { loop, g_get_monotonic_time () };
  clock_t cpu = clock ();
  double took;

  if (argc < 1 || argc > 2 || !(seconds > 0))
    {
      g_printerr (_("Name the camera and, if you like, the seconds to watch.\n"));
      return 2;
    }
  camera = mado_camera_new (argv[0], NULL);
  g_signal_connect (camera, "seen", G_CALLBACK (seen_cb), &self);
  g_signal_connect (camera, "advice", G_CALLBACK (advice_cb), &self);
  g_signal_connect (camera, "failed", G_CALLBACK (failed_cb), &self);
  if (!mado_camera_start (camera, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_timeout_add (seconds * 1000, over_cb, loop);
  g_main_loop_run (loop);
  took = (g_get_monotonic_time () - self.begun_us) / 1e6;
  mado_camera_stop (camera);
  g_print ("%.3f\tend\t%" G_GUINT64_FORMAT " frames searched, %.0f %% of a core\n", took, mado_camera_count (camera),
           (clock () - cpu) * 100.0 / CLOCKS_PER_SEC / took);
  g_free (self.last);
  return self.failed ? 1 : 0;
}

const CtlCommand ctl_camera_commands[] = {
  { "list", "[portal:]", N_("list the cameras of this computer"), list },
  { "watch", "NAME|portal:NAME|file:PATH|gst:DESCRIPTION [SECONDS]", N_("tell the codes that a camera sees, and the work it takes"), watch },
  { NULL },
};
