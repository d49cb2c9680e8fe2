/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-pack.h"

static guint
pack_tag (const char *id,
          gpointer    data)
{
  const MadoField *field = mado_pack_get_field (data, id);

  return field == NULL ? 0 : field->tag;
}

static const char *
pack_name (guint    tag,
           gpointer data)
{
  const MadoField *field = mado_pack_get_field_by_tag (data, tag);

  return field == NULL ? NULL : field->id;
}

static guint
pack_number (const char *id,
             const char *code,
             gpointer    data)
{
  const MadoField *field = mado_pack_get_field (data, id);
  const MadoChoice *choice = field == NULL ? NULL : mado_field_find_choice (field, code);

  return choice == NULL ? 0 : choice->key;
}

static const char *
pack_code (const char *id,
           guint       number,
           gpointer    data)
{
  const MadoField *field = mado_pack_get_field (data, id);
  const MadoChoice *choice = field == NULL ? NULL : mado_field_find_key (field, number);

  return choice == NULL ? NULL : choice->code;
}

void
mado_slip_fields_init_pack (MadoSlipFields *fields,
                            MadoPack       *pack)
{
  *fields = (MadoSlipFields) { pack_tag, pack_name, pack_number, pack_code, pack };
}
