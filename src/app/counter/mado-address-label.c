/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-address-label.h"

#include <string.h>

/* The parts into which the core data parts split an address. */
static const char *const PARTS[] = { "postal_code", "prefecture", "municipality", "town", "town_id", "block", "building", NULL };

#define BETWEEN "の"

gboolean
mado_address_label_split (const MadoField  *field,
                          char            **of,
                          char            **part)
{
  const char *dot = strrchr (field->id, '.');
  const char *label = mado_text_get (field->label, NULL);
  const char *between = g_strrstr (label, BETWEEN);

  if (dot == NULL || !g_strv_contains (PARTS, dot + 1))
    return FALSE;
  if (between == NULL || between == label || between[strlen (BETWEEN)] == 0)
    return FALSE;
  if (of != NULL)
    *of = g_strndup (label, (gsize) (between - label));
  if (part != NULL)
    *part = g_strdup (between + strlen (BETWEEN));
  return TRUE;
}
