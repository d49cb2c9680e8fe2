/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-check.h"
#include "core/procedure/mado-pack.h"
#include "ctl/ctl-group.h"
#include "ctl/ctl-pack.h"
#include "print/mado-form-check.h"

#include <glib/gi18n-lib.h>

static void
print_figures (const MadoPackFigures *f)
{
  g_print (_("%u desks, %u centres, %u fields, %u procedures, %u forms, %u events, %u questions, %u personas.\n"),
           f->desks, f->centres, f->fields, f->procedures, f->forms, f->events, f->questions, f->personas);
  g_print (_("%u combinations of answers proven; at most %u questions are asked.\n"), f->states, f->max_questions);
}

static int
check (int argc, char **argv)
{
  MadoPackFigures figures;
  g_autoptr(GPtrArray) faults = NULL;

  if (argc != 1)
    {
      g_printerr (_("Name one folder with a city pack.\n"));
      return 2;
    }
  faults = mado_pack_check (argv[0], &figures);
  mado_form_check_backgrounds (argv[0], faults);
  for (guint i = 0; i < faults->len; i++)
    {
      const MadoPackFault *fault = g_ptr_array_index (faults, i);

      if (fault->line > 0)
        g_printerr ("%s/%s:%u: %s\n", argv[0], fault->file, fault->line, fault->text);
      else
        g_printerr ("%s/%s: %s\n", argv[0], fault->file, fault->text);
    }
  if (faults->len > 0)
    {
      g_printerr (ngettext ("%u fault.\n", "%u faults.\n", faults->len), faults->len);
      return 1;
    }
  print_figures (&figures);
  g_print (_("The city pack is good.\n"));
  return 0;
}

static int
show (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MadoPack) pack = NULL;
  guint n;
  const MadoProcedure *const *procedures;

  if (argc != 1)
    {
      g_printerr (_("Name one folder with a city pack.\n"));
      return 2;
    }
  pack = mado_pack_load (argv[0], &error);
  if (pack == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("%s %s %s\n", mado_pack_get_city (pack), mado_text_get (mado_pack_get_city_name (pack), NULL),
           mado_pack_get_version (pack));
  procedures = mado_pack_list_procedures (pack, &n);
  for (guint i = 0; i < n; i++)
    g_print ("%s\t%s\t%s\n", procedures[i]->id, mado_text_get (procedures[i]->desk->name, NULL),
             mado_text_get (procedures[i]->title, NULL));
  return 0;
}

const CtlCommand ctl_pack_commands[] = {
  { "check", "DIR", N_("check a city pack; each fault with file and line"), check },
  { "form", "DIR FORM --output OUT.pdf [--sample plain|long|rare] [--values FILE.json]",
    N_("print a form with a made-up person"), ctl_pack_form },
  { "show", "DIR", N_("list the procedures of a city pack"), show },
  { NULL },
};
