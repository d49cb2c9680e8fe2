/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "counter-kit.h"

MadoCounter *
counter_kit_at (Desk     *desk,
                MadoPack *pack)
{
  g_autoptr (MadoContext) context = mado_context_new (desk->clock, desk->random, desk->dir);

  mado_context_set_pack (context, pack);
  mado_context_sign_in (context, desk->store, &desk->identity, desk->key, "窓口");
  return mado_counter_new (context);
}

void
counter_kit_drop (Desk         *desk,
                  MadoCounter **counter)
{
  g_clear_object (counter);
  while (g_atomic_int_get (&G_OBJECT (desk->store)->ref_count) > 1)
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
}

void
counter_kit_done (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

void
counter_kit_save (Desk        *desk,
                  MadoCounter *counter)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mado_counter_save_async (counter, "fill", counter_kit_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  mado_counter_save_finish (counter, result, &error);
  g_assert_no_error (error);
  mado_clock_advance (desk->clock, 60000);
}

void
counter_kit_load (MadoCounter  *counter,
                  const MadoId *record)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mado_counter_load_async (counter, record, counter_kit_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  mado_counter_load_finish (counter, result, &error);
  g_assert_no_error (error);
}
