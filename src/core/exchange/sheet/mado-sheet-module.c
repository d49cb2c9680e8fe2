/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/sheet/mado-sheet-module.h"

#include <gmodule.h>

G_MODULE_EXPORT const MadoSheetModule *
mado_sheet_module (void)
{
  static const MadoSheetModule module = {
    .version = 1,
    .form_write = mado_plan_form_write,
    .form_write_all = mado_plan_form_write_all,
    .form_read = mado_plan_form_read,
    .form_free = mado_plan_form_free,
    .form_prepare = mado_plan_form_prepare,
    .sheet_read = mado_sheet_read,
    .form_is = mado_plan_form_is,
    .read_tables = mado_plan_sheet_read_tables,
    .sheet_write = mado_plan_sheet_write,
    .sheet_write_changes = mado_plan_sheet_write_changes,
  };

  return &module;
}
