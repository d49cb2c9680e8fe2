/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-kit.h"

MadoPack *
case_kit_load_pack (void)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  g_autoptr (GError) error = NULL;
  MadoPack *pack = mado_pack_load (dir, &error);

  g_assert_no_error (error);
  return pack;
}

static void
apply_edit (Kit        *kit,
            MadoRecord *record,
            MadoEdit   *edit,
            gint64      ms)
{
  for (guint i = 0; i < edit->sections->len; i++)
    {
      MadoSectionEdit *section = edit->sections->pdata[i];
      MadoId id = kit_id ((guint) kit->n + 1);
      g_autoptr (MadoCommit) commit = kit_commit_list (kit, &id, section->section, ms, section->deps,
                                                       section->n_deps, section->changes);

      kit_apply (record, commit);
    }
}

void
case_kit_write (Kit          *kit,
                MadoCaseEdit *edit,
                gint64        ms)
{
  g_autoptr (MadoEdit) made = mado_case_edit_make (edit, "fill");
  g_autoptr (MadoRecord) record = mado_record_copy (mado_case_get_record (mado_case_edit_get_case (edit)));

  g_assert_nonnull (made);
  apply_edit (kit, record, made, ms);
  mado_case_edit_clear (edit);
  mado_case_set_record (mado_case_edit_get_case (edit), record);
}

void
case_kit_write_elsewhere (Kit        *kit,
                          MadoCase   *kase,
                          gint64      ms,
                          const char *path,
                          GVariant   *value)
{
  g_autoptr (MadoCase) other = mado_case_new (mado_case_get_pack (kase), mado_case_get_record (kase));
  g_autoptr (MadoCaseEdit) edit = mado_case_edit_new (other);

  mado_case_edit_set (edit, path, value, MADO_SOURCE_TYPED);
  case_kit_write (kit, edit, ms);
  mado_case_set_record (kase, mado_case_get_record (other));
}
