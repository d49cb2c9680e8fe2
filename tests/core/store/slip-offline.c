/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-case.h"
#include "core/slip/mado-slip-pack.h"
#include "core/slip/mado-slip-record.h"
#include "store-kit.h"
#include "../slip/persona.h"

#include <string.h>

/* The server is down: 市民課 (a) writes, has it signed and prints the slip;
 * 国保 (c) has nothing but the slip, fills what is missing and accepts. When
 * the server is back every replica holds one case. */

typedef struct
{
  MadoPack        *pack;
  MadoSlipKeyring *keys;
  Desk            *a;
  Desk            *c;
  Desk            *others[2]; /* who get everything later, in two orders */
  MadoId           id;
  char            *slip;
} Fixture;

static void
know_all (Fixture *f)
{
  static const char *const scopes[] = { "shimin", "kokuho", "kosodate", NULL };
  Desk *desks[] = { f->a, f->c, f->others[0], f->others[1] };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (desks); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (desks); k++)
        if (i != k)
          g_assert_true (mado_store_add_device (desks[i]->store, &desks[k]->identity.device,
                                                mado_secret_key_get_public (desks[k]->key), desks[k]->identity.scope, &error));
      mado_store_set_person (desks[i]->store, desks[i]->identity.actor, MADO_ROLE_COUNTER, NULL, scopes);
    }
}

static MadoCase *
load (Fixture *f,
      Desk    *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) record = mado_store_load (desk->store, &f->id, &error);

  g_assert_no_error (error);
  return mado_case_new (f->pack, record);
}

static void
write_edit (Desk         *desk,
            MadoCaseEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write (desk->store, mado_case_edit_make (edit, "fill"), &error);

  g_assert_no_error (error);
  g_assert_nonnull (commits);
  mado_clock_advance (desk->clock, 60000);
}

static void
set_one (Fixture    *f,
         Desk       *desk,
         const char *path,
         const char *text)
{
  g_autoptr (MadoCase) kase = load (f, desk);
  g_autoptr (MadoCaseEdit) edit = mado_case_edit_new (kase);

  mado_case_edit_set_text (edit, path, text, MADO_SOURCE_TYPED);
  write_edit (desk, edit);
}

static void
write_and_sign (Fixture *f)
{
  g_autoptr (MadoRecord) nothing = NULL;
  g_autoptr (MadoCase) empty = NULL;
  g_autoptr (MadoCaseEdit) first = NULL;
  g_autoptr (MadoCase) kase = NULL;
  g_autoptr (MadoCaseEdit) second = NULL;

  mado_id_generate (&f->id, f->a->clock, f->a->random);
  nothing = mado_record_new ("case", &f->id);
  empty = mado_case_new (f->pack, nothing);
  first = mado_case_edit_new (empty);
  persona_enter (first, "p01_kazoku_yonin.json", "shimin", f->a->random);
  write_edit (f->a, first);
  kase = load (f, f->a);
  second = mado_case_edit_new (kase);
  persona_sign (second, mado_clock_now_ms (f->a->clock), f->a->random);
  write_edit (f->a, second);
}

static char *
print_slip (Fixture *f,
            Desk    *desk)
{
  g_autoptr (MadoCase) kase = load (f, desk);
  g_autoptr (MadoFormSet) forms = persona_forms (kase);
  g_autoptr (MadoSlip) slip = mado_slip_new_for_case (kase, forms, desk->identity.scope, &desk->identity.device,
                                                      mado_clock_now_ms (desk->clock));
  g_autoptr (GError) error = NULL;
  MadoSlipFields fields;
  MadoSlipFit fit;
  char *text;

  mado_slip_fields_init_pack (&fields, f->pack);
  text = mado_slip_encode (slip, &fields, f->keys, desk->key, desk->random, &fit, &error);
  g_assert_no_error (error);
  g_test_message ("slip of %s: %u bytes, %u values, %u left out", desk->identity.scope, fit.bytes, fit.n_values, fit.n_left_out);
  g_assert_false (fit.reference);
  return text;
}

static gboolean
find_issuer (const MadoId *device,
             guint8        sign_public[32],
             gpointer      data)
{
  MadoPublicKey key;

  if (!mado_store_get_device (data, device, &key, NULL))
    return FALSE;
  memcpy (sign_public, key.sign, 32);
  return TRUE;
}

static MadoSlip *
read_slip (Fixture    *f,
           Desk       *desk,
           const char *text)
{
  g_autoptr (GError) error = NULL;
  MadoSlipFields fields;
  MadoSlip *slip;

  mado_slip_fields_init_pack (&fields, f->pack);
  slip = mado_slip_decode (text, &fields, f->keys, find_issuer, desk->store, mado_clock_now_ms (desk->clock), &error);
  g_assert_no_error (error);
  return slip;
}

static void
scan (Fixture    *f,
      Desk       *desk,
      const char *text)
{
  g_autoptr (MadoSlip) slip = read_slip (f, desk, text);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = slip->heads->pdata[i];
      g_autoptr (GPtrArray) changes = NULL;

      if (!mado_slip_section_is_for (f->pack, heads->section, desk->identity.scope))
        continue;
      changes = mado_slip_list_case_changes (slip, f->pack, heads->section);
      g_assert_true (mado_store_put_base (desk->store, slip->kind, &slip->record, heads->section, heads->heads,
                                          heads->n_heads, mado_slip_get_clock (slip, heads->section), changes, &error));
    }
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  g_autoptr (GError) error = NULL;
  const guint8 key[MADO_KEY_BYTES] = { 7 };

  f->pack = mado_pack_load (dir, &error);
  g_assert_no_error (error);
  f->keys = mado_slip_keyring_new (mado_pack_get_city (f->pack));
  mado_slip_keyring_add (f->keys, 1, 0, G_MAXINT64 / 2, key);
  f->a = kit_desk_new (1, "shimin");
  f->c = kit_desk_new (2, "kokuho");
  f->others[0] = kit_desk_new (3, "kosodate");
  f->others[1] = kit_desk_new (4, "kosodate");
  kit_open (f->a);
  kit_open (f->c);
  kit_open (f->others[0]);
  kit_open (f->others[1]);
  know_all (f);
  write_and_sign (f);
  f->slip = print_slip (f, f->a);
  mado_clock_advance (f->c->clock, 600000);
  scan (f, f->c, f->slip);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  kit_desk_free (f->a);
  kit_desk_free (f->c);
  kit_desk_free (f->others[0]);
  kit_desk_free (f->others[1]);
  mado_slip_keyring_unref (f->keys);
  mado_pack_unref (f->pack);
  g_free (f->slip);
}

static void
assert_text (MadoCase   *kase,
             const char *path,
             const char *text)
{
  g_assert_cmpstr (mado_record_get_text (mado_case_get_record (kase), path), ==, text);
}

static void
assert_no_conflict (MadoCase *kase)
{
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (mado_case_get_record (kase));

  for (guint i = 0; i < conflicts->len; i++)
    g_test_message ("conflict: %s", ((const MadoRegister *) conflicts->pdata[i])->path);
  g_assert_cmpuint (conflicts->len, ==, 0);
}

#define STATE  "proc/kokuho_shutoku/state"

/* The path of a field of 国保's form, whatever its scope is. */
static char *
path_of (Fixture    *f,
         MadoCase   *kase,
         const char *field)
{
  g_autoptr (MadoFormSet) forms = persona_forms (kase);
  g_autoptr (GPtrArray) items = mado_form_set_list_form (forms, "kokuho_shutoku");

  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = items->pdata[i];

      if (strcmp (item->field->id, field) == 0)
        return g_strdup (item->path);
    }
  g_assert_not_reached ();
}

/* What 国保 does with the slip alone: later and staff fields, the visitor's
 * 確認, acceptance; in two commits, with a restart between them. */
static void
work_at_kokuho (Fixture *f)
{
  g_autoptr (MadoCase) kase = load (f, f->c);
  g_autoptr (MadoCase) again = NULL;
  g_autoptr (MadoCaseEdit) edit = mado_case_edit_new (kase);
  g_autoptr (MadoCaseEdit) last = NULL;
  g_autofree char *later = path_of (f, kase, "acquire_date");
  g_autofree char *staff = path_of (f, kase, "insured_number");
  const char *const added[] = { later, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mado_case_check_signature (kase, "kokuho_shutoku", NULL), ==, MADO_SIGNED_VALID);
  mado_case_edit_set_text (edit, later, "2026-04-03", MADO_SOURCE_TYPED);
  mado_case_edit_set_text (edit, staff, "1234567", MADO_SOURCE_TYPED);
  write_edit (f->c, edit);
  kit_close (f->c);
  kit_open (f->c);
  know_all (f);

  again = load (f, f->c);
  last = mado_case_edit_new (again);
  assert_text (again, later, "2026-04-03");
  g_assert_cmpint (mado_case_check_signature (again, "kokuho_shutoku", NULL), ==, MADO_SIGNED_VALID);
  mado_case_edit_set (last, "ack/kokuho", mado_case_ack_new (added, mado_clock_now_ms (f->c->clock), f->c->random,
                                                             mado_sign_lookup_record, mado_case_get_record (again)),
                      MADO_SOURCE_TYPED);
  g_assert_true (mado_case_edit_set_state (last, "kokuho_shutoku", MADO_STATE_ACCEPTED, NULL, &error));
  mado_case_edit_set_mark (last, "kokuho", "accepted", mado_clock_now_ms (f->c->clock));
  write_edit (f->c, last);
}

static void
check_at_kokuho (Fixture *f)
{
  g_autoptr (MadoCase) kase = load (f, f->c);
  g_autoptr (MadoFormSet) forms = persona_forms (kase);
  g_autofree char *staff = path_of (f, kase, "insured_number");

  assert_no_conflict (kase);
  assert_text (kase, STATE, "accepted");
  assert_text (kase, staff, "1234567");
  assert_text (kase, "field/new.town", "南ヶ丘");
  g_assert_cmpuint (g_strv_length ((char **) mado_case_list_persons (kase)), ==, 4);
}

static void
check_whole (Fixture *f,
             Desk    *desk,
             guint8   digest[MADO_DIGEST_BYTES])
{
  g_autoptr (MadoCase) kase = load (f, desk);
  g_autofree char *later = path_of (f, kase, "acquire_date");
  g_autofree char *staff = path_of (f, kase, "insured_number");

  assert_no_conflict (kase);
  assert_text (kase, STATE, "accepted");
  assert_text (kase, "proc/juki_tennyu/state", "accepted");
  assert_text (kase, later, "2026-04-03");
  assert_text (kase, staff, "1234567");
  assert_text (kase, "field/new.town", "南ヶ丘");
  g_assert_cmpuint (mado_record_get_n_incomplete (mado_case_get_record (kase)), ==, 0);
  g_assert_cmpint (mado_case_check_signature (kase, "kokuho_shutoku", NULL), ==, MADO_SIGNED_VALID);
  g_assert_false (mado_record_has_base (mado_case_get_record (kase), "shared"));
  kit_digest (desk, &f->id, digest);
}

static void
test_story (Fixture       *f,
            gconstpointer  data)
{
  Desk *desks[] = { f->a, f->c, f->others[0], f->others[1] };
  guint8 digests[4][MADO_DIGEST_BYTES];

  work_at_kokuho (f);
  check_at_kokuho (f);
  /* Meanwhile at 市民課, which knows nothing of 国保's work. */
  set_one (f, f->a, "proc/juki_tennyu/state", "accepted");

  /* The server is back; both orders. */
  kit_carry (f->a, f->others[0]);
  kit_carry (f->c, f->others[0]);
  kit_carry (f->c, f->others[1]);
  kit_carry (f->a, f->others[1]);
  kit_carry (f->c, f->a);
  kit_carry (f->a, f->c);
  for (guint i = 0; i < G_N_ELEMENTS (desks); i++)
    {
      check_whole (f, desks[i], digests[i]);
      g_assert_cmpmem (digests[i], MADO_DIGEST_BYTES, digests[0], MADO_DIGEST_BYTES);
    }
}

/* A signed value changed with the slip alone voids that form at once, here and
 * after the real signature has come; a form without that value stays. */
static void
test_void (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (MadoCase) before = load (f, f->c);
  g_autofree char *relation = persona_path (before, 1, "relation_to_head");
  g_auto (GStrv) changed = NULL;
  g_autoptr (MadoCase) there = NULL;
  g_autoptr (MadoCase) whole = NULL;

  set_one (f, f->c, relation, "other");
  there = load (f, f->c);
  g_assert_cmpint (mado_case_check_signature (there, "kokuho_shutoku", &changed), ==, MADO_SIGNED_VOID);
  g_assert_cmpuint (g_strv_length (changed), ==, 1);
  g_assert_cmpstr (changed[0], ==, relation);
  kit_carry (f->a, f->c);
  whole = load (f, f->c);
  g_assert_cmpint (mado_case_check_signature (whole, "kokuho_shutoku", NULL), ==, MADO_SIGNED_VOID);
}

/* A third window reads what 国保 printed, still without a server: values of
 * both, the first window's signature, its digest as it was. */
static void
test_second_slip (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *text = NULL;
  g_autoptr (MadoSlip) first = read_slip (f, f->c, f->slip);
  g_autoptr (MadoSlip) second = NULL;
  g_autoptr (MadoCase) kase = NULL;

  work_at_kokuho (f);
  text = print_slip (f, f->c);
  second = read_slip (f, f->others[0], text);
  g_assert_cmpuint (second->signatures->len, ==, 1);
  g_assert_cmpmem (((MadoSlipSignature *) second->signatures->pdata[0])->digest, MADO_SLIP_DIGEST_BYTES,
                   ((MadoSlipSignature *) first->signatures->pdata[0])->digest, MADO_SLIP_DIGEST_BYTES);
  scan (f, f->others[0], text);
  kase = load (f, f->others[0]);
  assert_text (kase, STATE, "accepted");
  assert_text (kase, "field/new.town", "南ヶ丘");
  g_assert_cmpint (mado_case_check_signature (kase, "jite_nintei", NULL), ==, MADO_SIGNED_VALID);
  /* 市民課 has less than this slip, 国保 exactly that. */
  g_clear_object (&kase);
  kase = load (f, f->a);
  g_assert_cmpint (mado_slip_compare (second, mado_case_get_record (kase)), ==, MADO_SLIP_NEWER);
  kit_carry (f->a, f->c);
  g_clear_object (&kase);
  kase = load (f, f->c);
  g_assert_cmpint (mado_slip_compare (second, mado_case_get_record (kase)), ==, MADO_SLIP_SAME);
  g_assert_cmpint (mado_slip_compare (first, mado_case_get_record (kase)), ==, MADO_SLIP_OLDER);
}

/* A value of this desk that the issuer never saw stays visible under the slip:
 * the base is as old as its newest commit, not as the printing. */
static void
test_unseen_value (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoCase) kase = NULL;
  g_autofree char *late = NULL;

  kit_carry (f->a, f->c);
  set_one (f, f->a, "proc/juki_tennyu/state", "accepted");
  set_one (f, f->c, "field/contact_phone", "0172001234");
  mado_clock_advance (f->a->clock, 1200000);
  late = print_slip (f, f->a);
  slip = read_slip (f, f->c, late);
  kase = load (f, f->c);
  g_assert_cmpint (mado_slip_compare (slip, mado_case_get_record (kase)), ==, MADO_SLIP_DIVERGED);
  scan (f, f->c, late);
  g_clear_object (&kase);
  kase = load (f, f->c);
  assert_no_conflict (kase); /* it replaced exactly what the slip has */
  assert_text (kase, "field/contact_phone", "0172001234");
  assert_text (kase, "proc/juki_tennyu/state", "accepted");
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/slip-offline/story", test_story);
  ADD ("/slip-offline/void", test_void);
  ADD ("/slip-offline/second-slip", test_second_slip);
  ADD ("/slip-offline/unseen-value", test_unseen_value);
  return g_test_run ();
}
