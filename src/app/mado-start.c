/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-start.h"

#include <glib/gi18n.h>

#include "app/training/mado-training-folder.h"
#include "core/base/mado-training.h"

static int
refuse (const GError *error)
{
  g_printerr ("%s\n", error->message);
  return g_error_matches (error, MADO_ERROR, MADO_ERROR_BUSY) ? MADO_EXIT_BUSY : 1;
}

static int
choose_training (char       **profile,
                 const char  *place)
{
  g_autoptr (GError) error = NULL;

  *profile = mado_training_folder_find (place);
  mado_training_enter (*profile);
  return mado_training_folder_prepare (*profile, &error) ? -1 : refuse (error);
}

int
mado_start_choose (char     **profile,
                   gboolean   training)
{
  g_autofree char *place = g_steal_pointer (profile);

  if (place == NULL)
    place = g_build_filename (g_get_user_data_dir (), "madoguchi", NULL);
  if (training)
    return choose_training (profile, place);
  if (mado_training_is_folder (place))
    {
      g_printerr (_("The folder %s belongs to training mode. Start the program with --training to open it.\n"), place);
      return 1;
    }
  *profile = g_steal_pointer (&place);
  return -1;
}

void
mado_start_set_printers (MadoPreferences *preferences,
                         const char      *folder)
{
  g_autofree char *paper = g_strconcat ("folder:", folder, "/paper", NULL);

  if (*mado_preferences_get (preferences, MADO_PREFERENCE_A4_PRINTER) != '\0')
    return;
  mado_preferences_set (preferences, MADO_PREFERENCE_A4_PRINTER, paper);
  mado_preferences_set (preferences, MADO_PREFERENCE_RECEIPT_PRINTER, paper);
  mado_preferences_save (preferences, NULL);
}
