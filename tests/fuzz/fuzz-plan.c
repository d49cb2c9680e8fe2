/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-import.h"
#include "core/exchange/sheet/mado-plan-form.h"

/* libFuzzer: any bytes as a file of a plan, and as an answer form. What can be
 * read is written again. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
write_again (MadoPlanBook *book)
{
  g_autofree char *plan = mado_plan_json_write (book);
  g_autofree char *kpis = mado_plan_json_write_kpis (book);
  g_autofree char *table = mado_plan_csv_write (book);
  g_autofree char *kpi_table = mado_plan_csv_write_kpis (book);

  g_assert (plan != NULL && kpis != NULL && table != NULL && kpi_table != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_autoptr (MadoPlanReading) other = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_auto (MadoPlanUpdate) update = { 0 };

  mado_plan_reading_add_bytes (reading, "f", bytes);
  if (mado_plan_reading_finish (reading) && mado_plan_import_prepare (reading, NULL, "000000", "f", &update, NULL))
    write_again (reading->book);
  if (mado_sheet_is_archive (bytes))
    mado_plan_form_free (mado_plan_form_read (other, "f", bytes));
  return 0;
}
