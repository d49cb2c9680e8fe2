/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit.h"

#include <string.h>

static const char *const source_names[] = {
  "unknown", "typed", "card", "ocr", "slip", "web", "kiosk", "import", "program",
};

/**
 * mado_source_to_string:
 * @source: a source; a number of a newer program reads as "unknown"
 *
 * Returns: (transfer none): its stable name
 */
const char *
mado_source_to_string (MadoSource source)
{
  if ((guint) source >= G_N_ELEMENTS (source_names))
    return source_names[0];
  return source_names[source];
}

MadoSource
mado_source_from_string (const char *text)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (source_names); i++)
    if (strcmp (text, source_names[i]) == 0)
      return (MadoSource) i;
  return MADO_SOURCE_UNKNOWN;
}

/**
 * mado_change_new:
 * @path: path in the record
 * @value: the value; a floating one is taken over
 * @source: where it came from
 * @sealed: whether it is personal
 */
MadoChange *
mado_change_new (const char *path,
                 GVariant   *value,
                 MadoSource  source,
                 gboolean    sealed)
{
  MadoChange *self = g_new (MadoChange, 1);

  self->path = g_strdup (path);
  self->value = g_variant_ref_sink (value);
  self->source = source;
  self->sealed = sealed;
  return self;
}

MadoChange *
mado_change_copy (const MadoChange *self)
{
  return mado_change_new (self->path, self->value, self->source, self->sealed);
}

void
mado_change_free (MadoChange *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_variant_unref (self->value);
  g_free (self);
}
