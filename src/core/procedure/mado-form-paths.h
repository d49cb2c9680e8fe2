/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/* What a form can print: a path of its layout, and what people call it. */
typedef struct
{
  char            *path;
  char            *label; /* Japanese: 届出人 生年月日 */
  const MadoField *field; /* borrowed; NULL: names, addresses, case_no … */
} MadoFormPath;

/* (element-type MadoFormPath), each once, in the order of asking: all that the
 * procedures which use the form @id have. @rows: persons of a list role. */
GPtrArray *mado_form_paths_list (MadoPack   *pack,
                                 const char *id,
                                 guint       rows);
/* Ids of the forms of a pack, in the order of its procedures; borrowed texts. */
GPtrArray *mado_form_ids_list   (MadoPack   *pack);

G_END_DECLS
