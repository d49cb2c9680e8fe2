/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/sheet/mado-plan-form.h"

G_BEGIN_DECLS

/*
 * Workbooks as the desktop loads them when somebody asks for one: it does not
 * link libarchive, libxml2 and libxlsxwriter. The module uses the core that
 * the program already has. Everything blocks; call it beside the main thread.
 */
typedef struct
{
  guint version; /* 1 */

  gboolean      (*form_write)     (MadoPlanSet *set, const char *department, const char *round, const char *path, GError **error);
  int           (*form_write_all) (MadoPlanSet *set, const char *round, const char *dir, GError **error);
  MadoPlanForm *(*form_read)      (MadoPlanReading *reading, const char *name, GBytes *bytes);
  void          (*form_free)      (MadoPlanForm *self);
  gboolean      (*form_prepare)   (MadoStore *store, MadoPlanSet *set, GPtrArray *forms, MadoPlanReading *reading,
                                   MadoPlanUpdate *update);
  GPtrArray    *(*sheet_read)     (GBytes *bytes, GError **error); /* MadoSheet*, full */
  gboolean      (*form_is)        (GPtrArray *sheets);
  gboolean      (*read_tables)    (MadoPlanReading *reading, const char *name, GPtrArray *sheets);
  gboolean      (*sheet_write)    (const MadoPlanBook *book, const char *path, GError **error);
  gboolean      (*sheet_write_changes) (const MadoPlanBook *older, const MadoPlanBook *newer, const char *path, GError **error);
} MadoSheetModule;

#define MADO_SHEET_MODULE_SYMBOL "mado_sheet_module"

const MadoSheetModule *mado_sheet_module (void);

G_END_DECLS
