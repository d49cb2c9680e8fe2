/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../form/case-kit.h"
#include "core/slip/mado-slip-case.h"
#include "core/slip/mado-slip-pack.h"
#include "core/slip/mado-slip-record.h"
#include "persona.h"

#include <string.h>

/* What of a case goes on a slip, with example people of the demo pack; and how
 * such a slip stands to a record that went on. */

#define DAY G_GINT64_CONSTANT (1776038400000) /* 2026-04-13 09:00 in Japan */

typedef struct
{
  Kit              kit;
  MadoPack        *pack;
  MadoCase        *kase;
  MadoCaseEdit    *edit;
  MadoSlipKeyring *keys;
  MadoSlipFields   fields;
  gint64           now;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;
  const guint8 key[MADO_KEY_BYTES] = { 3 };

  kit_init (&self->kit, 5);
  record = kit_record (&self->kit);
  self->now = DAY;
  self->pack = case_kit_load_pack ();
  self->kase = mado_case_new (self->pack, record);
  self->edit = mado_case_edit_new (self->kase);
  self->keys = mado_slip_keyring_new (mado_pack_get_city (self->pack));
  mado_slip_keyring_add (self->keys, 1, 0, G_MAXINT64 / 2, key);
  mado_slip_fields_init_pack (&self->fields, self->pack);
  if (data != NULL)
    persona_enter (self->edit, data, "shimin", self->kit.random);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->edit);
  g_clear_object (&self->kase);
  mado_slip_keyring_unref (self->keys);
  mado_pack_unref (self->pack);
  kit_clear (&self->kit);
}

static void
save (Fixture *self)
{
  self->now += 60000;
  case_kit_write (&self->kit, self->edit, self->now);
}

static void
set_one (Fixture    *self,
         const char *path,
         const char *text)
{
  mado_case_edit_set_text (self->edit, path, text, MADO_SOURCE_TYPED);
  save (self);
}

static MadoSlip *
make_slip (Fixture *self)
{
  g_autoptr (MadoFormSet) forms = persona_forms (self->kase);
  const MadoId device = { { 2 } };

  return mado_slip_new_for_case (self->kase, forms, "shimin", &device, self->now + 600000);
}

/* On paper and read again. */
static MadoSlip *
carry_slip (Fixture  *self,
            MadoSlip *slip)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mado_slip_encode (slip, &self->fields, self->keys, self->kit.key, self->kit.random, NULL, &error);
  MadoSlip *read;

  g_assert_no_error (error);
  read = mado_slip_decode (text, &self->fields, self->keys, NULL, NULL, self->now, &error);
  g_assert_no_error (error);
  return read;
}

static const MadoSlipValue *
find_value (MadoSlip   *slip,
            const char *path)
{
  for (guint i = 0; i < slip->values->len; i++)
    if (strcmp (((MadoSlipValue *) slip->values->pdata[i])->path, path) == 0)
      return slip->values->pdata[i];
  return NULL;
}

static void
assert_tier (Fixture      *self,
             MadoSlip     *slip,
             const char   *path,
             MadoSlipTier  tier)
{
  const MadoSlipValue *value = find_value (slip, path);

  g_test_message ("%s", path);
  g_assert_nonnull (value);
  g_assert_cmpint (value->tier, ==, tier);
}

/* --- what is on it -------------------------------------------------------------- */

static void
test_family (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoSlip) slip = NULL;
  g_autofree char *birth = NULL;
  g_autofree char *kana = NULL;

  save (self);
  slip = make_slip (self);
  birth = persona_path (self->kase, 2, "birth_date");
  kana = persona_path (self->kase, 3, "given_name_kana");
  assert_tier (self, slip, birth, MADO_SLIP_TIER_IDENTITY);
  assert_tier (self, slip, kana, MADO_SLIP_TIER_IDENTITY);
  assert_tier (self, slip, "event", MADO_SLIP_TIER_WINDOW);
  assert_tier (self, slip, "role/head", MADO_SLIP_TIER_WINDOW);
  assert_tier (self, slip, "field/addr.town", MADO_SLIP_TIER_WINDOW); /* 国保 prints it */
  assert_tier (self, slip, "field/tennyu_source", MADO_SLIP_TIER_REST); /* 市民課 alone does */
  g_assert_null (find_value (slip, "answer/q_techo"));
  g_assert_cmpuint (slip->procedures->len, ==, 6);
  g_assert_cmpuint (g_strv_length (slip->persons), ==, 4);
  g_assert_null (slip->windows[0]);
}

/* A person whose line was taken out does not come back with the slip. */
static void
test_removed_person (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *eid = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  g_autofree char *name = NULL;

  save (self);
  eid = g_strdup (mado_case_list_persons (self->kase)[3]);
  name = mado_case_path_person (eid, "given_name");
  mado_case_edit_remove_person (self->edit, eid);
  save (self);
  slip = make_slip (self);
  g_assert_cmpuint (g_strv_length (slip->persons), ==, 3);
  g_assert_null (find_value (slip, name));
}

#define SECRET "秘密のことば"

/* Fills every field that only sensitive procedures ask for, as its type allows;
 * texts with a word that must not be found again. */
static guint
fill_sensitive (Fixture *self)
{
  guint n;
  guint filled = 0;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (self->pack, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *state = mado_case_path_proc (procedures[i]->id, "state");
      g_autofree char *added = mado_case_path_proc (procedures[i]->id, "added");
      g_autofree char *reason = mado_case_path_proc (procedures[i]->id, "reason");
      g_autofree char *subject = mado_case_path_role ("subject", procedures[i]->id);

      if (!procedures[i]->sensitive)
        continue;
      mado_case_edit_set_text (self->edit, added, "guided", MADO_SOURCE_TYPED);
      mado_case_edit_set_text (self->edit, state, "filled", MADO_SOURCE_TYPED);
      mado_case_edit_set_text (self->edit, reason, SECRET, MADO_SOURCE_TYPED);
      mado_case_edit_set_text (self->edit, subject, SECRET, MADO_SOURCE_TYPED);
      for (guint k = 0; k < procedures[i]->n_fields; k++)
        {
          const MadoField *field = procedures[i]->fields[k].field;
          g_autofree char *path = NULL;

          if (field->scope != MADO_SCOPE_PROCEDURE)
            continue;
          path = mado_form_path (field, procedures[i]->id, NULL);
          mado_case_edit_set_text (self->edit, path, SECRET, MADO_SOURCE_TYPED);
          filled++;
        }
    }
  return filled;
}

static void
assert_silent (Fixture  *self,
               MadoSlip *slip)
{
  guint n;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (self->pack, &n);

  for (guint i = 0; i < slip->values->len; i++)
    {
      const MadoSlipValue *value = slip->values->pdata[i];
      g_autofree char *text = g_variant_print (value->value, FALSE);

      g_assert_null (strstr (text, SECRET));
      for (guint k = 0; k < n; k++)
        g_assert_false (procedures[k]->sensitive && strstr (value->path, procedures[k]->id) != NULL);
    }
  for (guint k = 0; k < n; k++)
    {
      if (!procedures[k]->sensitive)
        continue;
      for (guint i = 0; slip->left_out[i] != NULL; i++)
        g_assert_null (strstr (slip->left_out[i], procedures[k]->id));
      for (guint i = 0; i < slip->procedures->len; i++)
        g_assert_cmpstr (((MadoSlipProcedure *) slip->procedures->pdata[i])->proc, !=, procedures[k]->id);
      for (guint i = 0; i < slip->signatures->len; i++)
        g_assert_false (g_strv_contains ((const char *const *) ((MadoSlipSignature *) slip->signatures->pdata[i])->procs,
                                         procedures[k]->id));
    }
}

/* Of a sensitive procedure nothing but its window is on the paper, signed or not. */
static void
test_sensitive (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) read = NULL;

  g_assert_cmpuint (fill_sensitive (self), >, 5);
  save (self);
  persona_sign (self->edit, self->now, self->kit.random);
  save (self);
  slip = make_slip (self);
  assert_silent (self, slip);
  read = carry_slip (self, slip);
  assert_silent (self, read);
  g_assert_true (g_strv_contains ((const char *const *) read->windows, "kosodate"));
  g_assert_true (g_strv_contains ((const char *const *) read->windows, "shogai"));
  g_assert_cmpuint (read->signatures->len, ==, 1);
}

static gboolean
says (MadoSlip   *slip,
      const char *word)
{
  for (guint i = 0; i < slip->values->len; i++)
    {
      g_autofree char *text = g_variant_print (((MadoSlipValue *) slip->values->pdata[i])->value, FALSE);

      if (strstr (text, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
names_address (MadoSlip *slip)
{
  for (guint i = 0; i < slip->values->len; i++)
    if (strcmp (((MadoSlipValue *) slip->values->pdata[i])->section, "addr") == 0)
      return TRUE;
  for (guint i = 0; slip->left_out[i] != NULL; i++)
    {
      g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

      if (mado_case_path_parse (slip->left_out[i], &parts) && parts.name != NULL && mado_case_field_is_address (parts.name))
        return TRUE;
    }
  return mado_slip_get_heads (slip, "addr") != NULL;
}

/* 支援措置: no address, no hint of one. Without it the same case has them. */
static void
test_protected (Fixture       *self,
                gconstpointer  data)
{
  static const char *const places[] = { "港町", "汐見", "青森県", "48番地16", "08055501234" };
  g_autoptr (MadoSlip) before = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) read = NULL;

  save (self);
  before = make_slip (self);
  g_assert_true (names_address (before));
  mado_case_edit_protect (self->edit, "shimin");
  save (self);
  g_assert_true (mado_case_is_protected (self->kase));
  slip = make_slip (self);
  read = carry_slip (self, slip);
  g_assert_false (names_address (slip));
  g_assert_false (names_address (read));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_test_message ("%s", places[i]);
      g_assert_true (says (before, places[i]));
      g_assert_false (says (read, places[i]));
    }
}

/* --- what it stands for ------------------------------------------------------------ */

static void
test_clock (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) read = NULL;

  save (self);
  set_one (self, "field/move_date", "2026-04-04");
  slip = make_slip (self);
  read = carry_slip (self, slip);
  g_assert_cmpuint (mado_slip_get_clock (read, "shared"), ==, (guint64) self->now << 16);
  g_assert_cmpuint (mado_slip_get_clock (read, "addr"), ==, (guint64) (self->now - 60000) << 16);
  g_assert_cmpint (read->issued, ==, self->now + 600000);
  g_assert_cmpuint (mado_slip_get_heads (read, "shared")->n_seen, ==, 1);
}

static void
expect (MadoSlip         *slip,
        MadoRecord       *record,
        MadoSlipRelation  relation)
{
  g_assert_cmpstr (mado_slip_relation_to_string (mado_slip_compare (slip, record)), ==, mado_slip_relation_to_string (relation));
}

/* Edits before and after the printing, here and elsewhere. */
static void
test_relations (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoRecord) early = NULL;
  g_autoptr (MadoRecord) printed = NULL;
  g_autoptr (MadoCase) aside = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) read = NULL;

  save (self);
  early = g_object_ref (mado_case_get_record (self->kase));
  aside = mado_case_new (self->pack, early);
  set_one (self, "field/move_date", "2026-04-04");
  set_one (self, "field/move_date", "2026-04-05");
  printed = g_object_ref (mado_case_get_record (self->kase));
  /* Elsewhere, before the printing, unseen by the issuer, older than his newest. */
  case_kit_write_elsewhere (&self->kit, aside, self->now - 30000, "field/contact_phone", mado_value_text ("0172001234"));
  slip = make_slip (self);
  read = carry_slip (self, slip);

  expect (read, printed, MADO_SLIP_SAME);
  expect (read, early, MADO_SLIP_NEWER);
  expect (read, mado_case_get_record (aside), MADO_SLIP_DIVERGED);
  set_one (self, "field/move_date", "2026-04-06");
  expect (read, mado_case_get_record (self->kase), MADO_SLIP_OLDER);
  /* Elsewhere, after the printing. */
  mado_case_set_record (aside, early);
  case_kit_write_elsewhere (&self->kit, aside, self->now + 900000, "field/move_date", mado_value_text ("2026-04-01"));
  expect (read, mado_case_get_record (aside), MADO_SLIP_DIVERGED);
}

/* More commits than are named: an old state is older, not another way. */
static void
test_many_seen (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoRecord) early = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) read = NULL;

  save (self);
  early = g_object_ref (mado_case_get_record (self->kase));
  for (guint i = 0; i < 2 * MADO_SLIP_MAX_SEEN; i++)
    set_one (self, "field/move_date", i % 2 == 0 ? "2026-04-04" : "2026-04-05");
  slip = make_slip (self);
  g_assert_cmpuint (mado_slip_get_heads (slip, "shared")->n_seen, ==, MADO_SLIP_MAX_SEEN);
  read = carry_slip (self, slip);
  expect (read, mado_case_get_record (self->kase), MADO_SLIP_SAME);
  expect (read, early, MADO_SLIP_NEWER);
}

/* --- laid under a case ---------------------------------------------------------------- */

static guint
count_signatures (MadoSlip *slip,
                  MadoPack *pack)
{
  g_autoptr (GPtrArray) changes = mado_slip_list_case_changes (slip, pack, "shared");
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    n += g_str_has_suffix (((MadoChange *) changes->pdata[i])->path, "/signature");
  return n;
}

/* What a stranger's paper says of signatures is not believed. */
static void
test_stand_ins (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) read = NULL;

  save (self);
  persona_sign (self->edit, self->now, self->kit.random);
  save (self);
  slip = make_slip (self);
  read = carry_slip (self, slip);
  g_assert_cmpuint (slip->signatures->len, ==, 1);
  g_assert_cmpuint (count_signatures (slip, self->pack), ==,
                    g_strv_length (((MadoSlipSignature *) slip->signatures->pdata[0])->procs));
  g_assert_cmpint (read->trust, ==, MADO_SLIP_TRUST_CITIZEN);
  g_assert_cmpuint (count_signatures (read, self->pack), ==, 0);
}

static void
test_sections (Fixture       *self,
               gconstpointer  data)
{
  g_assert_true (mado_slip_section_is_for (self->pack, "shared", "kokuho"));
  g_assert_true (mado_slip_section_is_for (self->pack, "addr", "kokuho"));
  g_assert_true (mado_slip_section_is_for (self->pack, "kokuho", "kokuho"));
  g_assert_false (mado_slip_section_is_for (self->pack, "kosodate", "kokuho"));
}

#define ADD(name, persona, function) g_test_add (name, Fixture, persona, set_up, function, tear_down)
#define FAMILY   "p01_kazoku_yonin.json"
#define DIVORCED "p10_rikon_boshi.json"

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/slip-case/family", FAMILY, test_family);
  ADD ("/slip-case/removed-person", FAMILY, test_removed_person);
  ADD ("/slip-case/sensitive", DIVORCED, test_sensitive);
  ADD ("/slip-case/protected", DIVORCED, test_protected);
  ADD ("/slip-case/clock", FAMILY, test_clock);
  ADD ("/slip-case/relations", FAMILY, test_relations);
  ADD ("/slip-case/many-seen", FAMILY, test_many_seen);
  ADD ("/slip-case/stand-ins", FAMILY, test_stand_ins);
  ADD ("/slip-case/sections", NULL, test_sections);
  return g_test_run ();
}
