/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-form-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
mado_form_path (const MadoField *field,
                const char      *procedure,
                const char      *eid)
{
  switch (field->scope)
    {
    case MADO_SCOPE_CASE:
      return g_strconcat ("field/", field->id, NULL);
    case MADO_SCOPE_PROCEDURE:
      g_return_val_if_fail (procedure != NULL, NULL);
      return g_strconcat ("proc/", procedure, "/field/", field->id, NULL);
    case MADO_SCOPE_PERSON:
      g_return_val_if_fail (eid != NULL, NULL);
      return g_strconcat ("person/", eid, "/", field->id, NULL);
    case MADO_SCOPE_PROCEDURE_PERSON:
      g_return_val_if_fail (procedure != NULL && eid != NULL, NULL);
      return g_strconcat ("proc/", procedure, "/person/", eid, "/", field->id, NULL);
    default: /* the visitor's own */
      return g_strconcat ("visitor/", field->id, NULL);
    }
}

/* Which parts of a path are the procedure, the person and the field. */
static gboolean
take_apart (char       **parts,
            const char **procedure,
            const char **eid,
            const char **field)
{
  guint n = g_strv_length (parts);

  *procedure = *eid = NULL;
  if (n == 2 && (strcmp (parts[0], "field") == 0 || strcmp (parts[0], "visitor") == 0))
    *field = parts[1];
  else if (n == 3 && strcmp (parts[0], "person") == 0)
    {
      *eid = parts[1];
      *field = parts[2];
    }
  else if (n == 4 && strcmp (parts[0], "proc") == 0 && strcmp (parts[2], "field") == 0)
    {
      *procedure = parts[1];
      *field = parts[3];
    }
  else if (n == 5 && strcmp (parts[0], "proc") == 0 && strcmp (parts[2], "person") == 0)
    {
      *procedure = parts[1];
      *eid = parts[3];
      *field = parts[4];
    }
  else
    return FALSE;
  return TRUE;
}

gboolean
mado_form_path_parse (MadoPack         *pack,
                      const char       *path,
                      const MadoField **field,
                      char            **procedure,
                      char            **eid)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 6);
  const char *procedure_id, *person, *field_id;
  const MadoField *found;

  if (!take_apart (parts, &procedure_id, &person, &field_id))
    return FALSE;
  found = mado_pack_get_field (pack, field_id);
  if (found == NULL)
    return FALSE;
  if (field != NULL)
    *field = found;
  if (procedure != NULL)
    *procedure = g_strdup (procedure_id);
  if (eid != NULL)
    *eid = g_strdup (person);
  return TRUE;
}

const char *
mado_form_reader_text (const MadoFormReader *reader,
                       const char           *path)
{
  GVariant *value = reader->get (path, reader->user_data);

  return value != NULL ? mado_value_get_text (value) : "";
}

const char *
mado_source_display (MadoSource source)
{
  switch (source)
    {
    /* Translators: where a value came from, shown small beside the field */
    case MADO_SOURCE_TYPED:
      return _("Typed");
    case MADO_SOURCE_CARD:
      return _("Card");
    case MADO_SOURCE_OCR:
      return _("Read from paper");
    case MADO_SOURCE_SLIP:
      return _("Slip");
    case MADO_SOURCE_WEB:
      return _("Web");
    case MADO_SOURCE_KIOSK:
      return _("Terminal");
    case MADO_SOURCE_IMPORT:
      return _("Imported");
    case MADO_SOURCE_PROGRAM:
      return _("Automatic");
    case MADO_SOURCE_UNKNOWN:
    default:
      return _("Unknown");
    }
}
