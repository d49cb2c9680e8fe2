/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-check.h"

#include "core/procedure/mado-pack-check.h"
#include "core/procedure/mado-pack.h"
#include "print/mado-form-background.h"

/* The line at which the file names its background. */
static guint
line_of_background (const char *dir,
                    const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *text = NULL;
  const char *at;
  guint line = 1;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (at = g_strstr_len (text, -1, "\"background\"")) == NULL)
    return 1;
  for (const char *p = text; p < at; p++)
    line += *p == '\n';
  return line;
}

static void
check_background (MadoPack   *pack,
                  const char *dir,
                  const char *id,
                  GPtrArray  *faults)
{
  const MadoFormLayout *layout = mado_pack_load_form (pack, id, NULL);
  g_autoptr (MadoFormBackground) background = NULL;
  g_autoptr (GError) error = NULL;
  MadoPackFault *fault;

  if (layout == NULL || layout->background == NULL)
    return;
  background = mado_form_background_load (dir, layout, &error);
  if (background != NULL)
    return;
  fault = g_new0 (MadoPackFault, 1);
  fault->file = g_strdup_printf ("forms/%s.json", id);
  fault->line = line_of_background (dir, fault->file);
  fault->text = g_strdup (error->message);
  g_ptr_array_add (faults, fault);
}

void
mado_form_check_backgrounds (const char *dir,
                             GPtrArray  *faults)
{
  g_autoptr (MadoPack) pack = mado_pack_load (dir, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const MadoProcedure *const *procedures;
  guint n = 0;

  /* What cannot even be read was told already. */
  if (pack == NULL)
    return;
  procedures = mado_pack_list_procedures (pack, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; procedures[i]->forms[j] != NULL; j++)
      if (g_hash_table_add (seen, (gpointer) procedures[i]->forms[j]))
        check_background (pack, dir, procedures[i]->forms[j], faults);
}
