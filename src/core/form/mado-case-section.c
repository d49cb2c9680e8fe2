/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case.h"

#include <string.h>

/* Which section a path is written in: the table of src/core/model/README.md. */

static const char *
field_section (MadoPack            *pack,
               const MadoProcedure *procedure,
               const char          *id)
{
  const MadoField *field = pack != NULL ? mado_pack_get_field (pack, id) : NULL;

  if (mado_case_field_is_address (id))
    return MADO_CASE_SECTION_ADDR;
  if (procedure != NULL && procedure->sensitive)
    return procedure->desk->id;
  if (field == NULL)
    return procedure != NULL ? procedure->desk->id : NULL;
  if (field->section == MADO_SECTION_ADDR)
    return MADO_CASE_SECTION_ADDR;
  if (procedure != NULL)
    return mado_procedure_section (procedure, field);
  return MADO_CASE_SECTION_SHARED;
}

/* Facts about a procedure that other desks may know, unless it is sensitive. */
static const char *
procedure_section (const MadoProcedure *procedure)
{
  if (procedure == NULL)
    return NULL;
  return procedure->sensitive ? procedure->desk->id : MADO_CASE_SECTION_SHARED;
}

/* Marks of a desk with sensitive procedures would tell that somebody was there. */
static const char *
mark_section (MadoPack   *pack,
              const char *desk)
{
  const MadoDesk *found = pack != NULL ? mado_pack_get_desk (pack, desk) : NULL;
  const MadoProcedure *const *procedures;
  guint n = 0;

  if (found == NULL)
    return MADO_CASE_SECTION_SHARED; /* a centre */
  procedures = mado_pack_list_procedures (pack, &n);
  for (guint i = 0; i < n; i++)
    if (procedures[i]->desk == found && procedures[i]->sensitive)
      return found->id;
  return MADO_CASE_SECTION_SHARED;
}

static const char *
ack_section (MadoPack   *pack,
             const char *desk)
{
  const MadoDesk *found = pack != NULL ? mado_pack_get_desk (pack, desk) : NULL;

  return found != NULL ? found->id : MADO_CASE_SECTION_SHARED;
}

static const char *
section_of_parts (MadoPack           *pack,
                  const MadoCasePath *path)
{
  const MadoProcedure *procedure = pack != NULL && path->proc != NULL ? mado_pack_get_procedure (pack, path->proc) : NULL;

  switch (path->kind)
    {
    case MADO_CASE_PATH_FACT:
    case MADO_CASE_PATH_ANSWER:
    case MADO_CASE_PATH_SIGNATURE:
      return MADO_CASE_SECTION_SHARED;
    case MADO_CASE_PATH_PERSON:
      return strcmp (path->name, "removed") == 0 ? MADO_CASE_SECTION_SHARED : field_section (pack, NULL, path->name);
    case MADO_CASE_PATH_VISITOR:
      return mado_case_field_is_address (path->name) ? MADO_CASE_SECTION_ADDR : MADO_CASE_SECTION_SHARED;
    case MADO_CASE_PATH_FIELD:
      return field_section (pack, NULL, path->name);
    case MADO_CASE_PATH_ROLE:
      return path->proc == NULL ? MADO_CASE_SECTION_SHARED : procedure_section (procedure);
    case MADO_CASE_PATH_PROC:
      return procedure_section (procedure);
    case MADO_CASE_PATH_PROC_FIELD:
    case MADO_CASE_PATH_PROC_PERSON:
      return procedure != NULL ? field_section (pack, procedure, path->name) : NULL;
    case MADO_CASE_PATH_DOCUMENT:
      return procedure != NULL ? procedure->desk->id : NULL;
    case MADO_CASE_PATH_MARK:
      return mark_section (pack, path->proc);
    case MADO_CASE_PATH_ACK:
      return ack_section (pack, path->name);
    case MADO_CASE_PATH_CONFIRM:
    case MADO_CASE_PATH_CHOSEN:
      return mado_case_section_for (pack, path->name);
    case MADO_CASE_PATH_ISSUED:   /* where its procedures may be known: who writes it says so */
    case MADO_CASE_PATH_HANDOVER:
    case MADO_CASE_PATH_ROUTE:
    case MADO_CASE_PATH_OTHER:
    default:
      return NULL;
    }
}

const char *
mado_case_section_for (MadoPack   *pack,
                       const char *path)
{
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

  return mado_case_path_parse (path, &parts) ? section_of_parts (pack, &parts) : NULL;
}
