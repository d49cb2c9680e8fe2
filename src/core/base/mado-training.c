/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-training.h"

static char *training_folder;

void
mado_training_enter (const char *folder)
{
  g_return_if_fail (folder != NULL && training_folder == NULL);

  training_folder = g_strdup (folder);
}

gboolean
mado_training_is_on (void)
{
  return training_folder != NULL;
}

const char *
mado_training_get_folder (void)
{
  return training_folder;
}

gboolean
mado_training_is_folder (const char *folder)
{
  g_autofree char *mark = g_build_filename (folder, MADO_TRAINING_MARK, NULL);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}
