/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-pack-loader.h"

#include "core/base/mado-training.h"

typedef MadoPack *(*Load) (const char *dir, GError **error);

/* What the server sent last time; the installed one when that is not usable. */
static MadoPack *
load (MadoContext  *context,
      Load          load_dir,
      GError      **error)
{
  const char *folder = g_getenv ("MADO_PACK_DIR");
  g_autofree char *installed = g_build_filename (MADO_PKGDATADIR, "data", "city", NULL);
  g_autofree char *fetched = g_build_filename (mado_context_get_profile (context), "pack", NULL);
  MadoPack *pack = NULL;

  if (!folder && g_file_test (fetched, G_FILE_TEST_IS_DIR))
    pack = load_dir (fetched, NULL);
  if (!pack)
    pack = load_dir (folder ? folder : installed, error);
  if (pack && mado_training_is_on ())
    mado_pack_set_training (pack);

  return pack;
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  MadoPack *pack = load (MADO_CONTEXT (source), (Load) data, &error);

  if (pack)
    g_task_return_pointer (task, pack, (GDestroyNotify) mado_pack_unref);
  else
    g_task_return_error (task, error);
}

static void
names_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoPack) names = g_task_propagate_pointer (G_TASK (result), NULL);

  if (names)
    mado_context_set_names (MADO_CONTEXT (object), names);
}

static void
start (MadoContext         *context,
       Load                 load_dir,
       gpointer             tag,
       GAsyncReadyCallback  callback,
       gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (context, NULL, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, (gpointer) load_dir, NULL);
  g_task_run_in_thread (task, load_thread);
}

void
mado_pack_loader_load_names (MadoContext *context)
{
  start (context, mado_pack_load_names, mado_pack_loader_load_names, names_cb, NULL);
}

void
mado_pack_loader_load_async (MadoContext         *context,
                             GAsyncReadyCallback  callback,
                             gpointer             data)
{
  start (context, mado_pack_load, mado_pack_loader_load_async, callback, data);
}

MadoPack *
mado_pack_loader_load_finish (MadoContext   *context,
                              GAsyncResult  *result,
                              GError       **error)
{
  MadoPack *pack = g_task_propagate_pointer (G_TASK (result), error);

  if (pack)
    mado_context_set_pack (context, pack);
  mado_context_set_pack_known (context);

  return pack;
}
