/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-row.h"

#include <glib/gi18n.h>

#define ROW_PATH "mado-path"

static const char *
path_of (MadoFieldRow *row)
{
  return g_object_get_data (G_OBJECT (row), ROW_PATH);
}

static void
opened_cb (MadoFieldRow *row,
           MadoCounter  *counter)
{
  mado_counter_open_field (counter, path_of (row));
}

static void
closed_cb (MadoFieldRow *row,
           MadoCounter  *counter)
{
  mado_counter_close_field (counter, path_of (row));
}

static void
confirmed_cb (MadoFieldRow *row,
              MadoCounter  *counter)
{
  mado_counter_confirm (counter, path_of (row));
}

static void
settled_cb (MadoFieldRow *row,
            gboolean      theirs,
            MadoCounter  *counter)
{
  mado_counter_settle (counter, path_of (row), theirs);
}

void
mado_counter_row_follow (MadoCounter  *counter,
                         MadoFieldRow *row,
                         const char   *path)
{
  g_object_set_data_full (G_OBJECT (row), ROW_PATH, g_strdup (path), g_free);
  g_signal_connect_object (row, "opened", G_CALLBACK (opened_cb), counter, 0);
  g_signal_connect_object (row, "closed", G_CALLBACK (closed_cb), counter, 0);
  g_signal_connect_object (row, "confirmed", G_CALLBACK (confirmed_cb), counter, 0);
  g_signal_connect_object (row, "settled", G_CALLBACK (settled_cb), counter, 0);
}

/* Held under typed text: both stand in the row until the person says which.
 * Where nothing was typed the new value is what he sees now, so it is his base. */
static void
show_elsewhere (MadoCounter  *counter,
                MadoFieldRow *row,
                const char   *path)
{
  MadoCaseEdit *edit = mado_counter_get_edit (counter);
  gboolean held = mado_case_edit_is_held (edit, path);

  if (held && !mado_case_edit_is_pending (edit, path) && !mado_field_row_is_being_typed (row))
    {
      mado_case_edit_take_over (edit, path);
      held = FALSE;
    }
  mado_field_row_set_elsewhere (row, held, held ? mado_record_get (mado_counter_get_record (counter), path) : NULL);
}

static void
show_conflict (MadoCounter  *counter,
               MadoFieldRow *row,
               const char   *path)
{
  MadoRecord *record = mado_counter_get_record (counter);
  const MadoRegister *reg = record ? mado_record_lookup (record, path) : NULL;
  gboolean chosen = mado_case_edit_is_pending (mado_counter_get_edit (counter), path);

  mado_field_row_set_conflict (row, reg != NULL && reg->values->len > 1 && !chosen
                                        ? _("Two windows wrote different values. F7 to choose.") : NULL);
}

void
mado_counter_row_show (MadoCounter  *counter,
                       MadoFieldRow *row,
                       const char   *path)
{
  mado_field_row_set_value (row, mado_counter_get (counter, path), mado_counter_get_source (counter, path));
  mado_field_row_set_unconfirmed (row, mado_counter_is_unconfirmed (counter, path));
  show_elsewhere (counter, row, path);
  show_conflict (counter, row, path);
}
