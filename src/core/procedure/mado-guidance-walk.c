/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-guidance.h"

/* Registration first (rule 4): the first desk, then the others from floor to
 * floor, and back to the first desk if something is to be fetched there. */

static int
compare_desks (gconstpointer a, gconstpointer b)
{
  const MadoDesk *x = *(const MadoDesk *const *) a, *y = *(const MadoDesk *const *) b;

  if (x->first != y->first)
    return x->first ? -1 : 1;
  if (x->floor != y->floor)
    return x->floor < y->floor ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

GPtrArray *
mado_guidance_walk (MadoPack *pack, const MadoProcedure *const *procedures, guint n)
{
  GPtrArray *desks = g_ptr_array_new ();
  const MadoDesk *back = NULL;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ptr_array_find (desks, procedures[i]->desk, NULL))
        g_ptr_array_add (desks, (gpointer) procedures[i]->desk);
      if (procedures[i]->desk->first && procedures[i]->collect)
        back = procedures[i]->desk;
    }
  g_ptr_array_sort (desks, compare_desks);
  if (back != NULL && desks->len > 1)
    g_ptr_array_add (desks, (gpointer) back);
  return desks;
}
