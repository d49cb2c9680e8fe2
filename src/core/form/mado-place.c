/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-address-split.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-place-private.h"
#include "core/form/mado-postal.h"

void
mado_place_put (const MadoPlace *self,
                const char      *field_id,
                const char      *procedure,
                const char      *eid,
                const char      *canonical)
{
  const MadoField *field = mado_pack_get_field (self->pack, field_id);
  g_autofree char *path = field != NULL ? mado_form_path (field, procedure, eid) : NULL;
  GVariant *value = path != NULL && canonical != NULL && *canonical != '\0' ? mado_field_from_canonical (field, canonical)
                                                                            : NULL;

  if (value != NULL)
    mado_fixed_provider_set (self->provider, path, value);
}

void
mado_place_put_name (const MadoPlace *self,
                     const char      *family_field,
                     const char      *given_field,
                     const char      *eid,
                     const char      *name)
{
  g_autofree char *family = NULL;
  const char *p = name;

  while (*p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  family = g_strndup (name, p - name);
  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  mado_place_put (self, family_field, NULL, eid, family);
  mado_place_put (self, given_field, NULL, eid, p);
}

void
mado_place_put_address (const MadoPlace *self,
                        const char      *prefix,
                        const char      *address)
{
  g_auto (MadoAddressParts) parts = { NULL };
  static const char *const fields[] = { "prefecture", "municipality", "town", "block", "building", "postal_code" };
  const char *values[G_N_ELEMENTS (fields)];

  mado_address_split (self->pack, address, &parts);
  values[0] = parts.prefecture;
  values[1] = parts.municipality;
  values[2] = parts.town;
  values[3] = parts.block;
  values[4] = parts.building;
  values[5] = mado_postal_code_of (self->pack, parts.municipality, parts.town);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *field = g_strconcat (prefix, ".", fields[i], NULL);

      mado_place_put (self, field, NULL, NULL, values[i]);
    }
}
