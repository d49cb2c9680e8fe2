/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include "../form/case-kit.h"
#include "core/slip/mado-base45.h"
#include "core/slip/mado-slip-case.h"
#include "core/slip/mado-slip-pack.h"
#include "core/slip/mado-slip-private.h"

#include <string.h>

/* What visitors prepare elsewhere: closed for the city, opened at a desk, and
 * how much of it a case takes over. */

#define BOX 2

typedef struct
{
  MadoPack        *pack;
  MadoSlipFields   fields;
  MadoSlipKeyring *keys;
  MadoSecretKey   *box;
  MadoRandom      *random;
  MadoDate         today;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const guint8 seed[32] = { 7 };

  self->pack = case_kit_load_pack ();
  mado_slip_fields_init_pack (&self->fields, self->pack);
  self->keys = mado_slip_keyring_new (mado_pack_get_city (self->pack));
  self->box = mado_secret_key_new_from_seed (seed);
  mado_slip_keyring_add_box (self->keys, BOX, self->box);
  self->random = mado_random_new_seeded (3);
  self->today = mado_date_from_ms (SAMPLE_NOW);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  mado_slip_keyring_unref (self->keys);
  mado_secret_key_unref (self->box);
  mado_pack_unref (self->pack);
  g_object_unref (self->random);
}

static void
say (MadoSlip   *draft,
     const char *path,
     const char *text)
{
  mado_slip_add_value (draft, "shared", path, g_variant_new_string (text), MADO_SLIP_TIER_REST);
}

/* One 住民票, as a web form would close it. */
static MadoSlip *
draft_new (Fixture *self)
{
  const MadoId id = { { 9, 8, 7 } };
  MadoSlip *draft = mado_slip_new_draft (mado_pack_get_city (self->pack), &id, MADO_SOURCE_WEB);

  draft->issued = SAMPLE_NOW;
  draft->expires = SAMPLE_NOW + G_GINT64_CONSTANT (86400000) * 30;
  mado_slip_add_person (draft, "pabcdef");
  mado_slip_add_procedure (draft, "juki_utsushi", "", "");
  say (draft, "event", "shomei");
  say (draft, "visitor/visitor_role", "self");
  say (draft, "visitor/visitor_name", "佐藤　花子");
  say (draft, "person/pabcdef/family_name", "佐藤");
  say (draft, "person/pabcdef/given_name", "花子");
  say (draft, "person/pabcdef/birth_date", "1985-04-01");
  say (draft, "field/addr.postal_code", "0000102");
  say (draft, "proc/juki_utsushi/field/whole_or_part", "part");
  mado_slip_add_value (draft, "shared", "proc/juki_utsushi/field/copies", g_variant_new_int64 (2), MADO_SLIP_TIER_REST);
  return draft;
}

static char *
encode (Fixture  *self,
        MadoSlip *draft)
{
  g_autoptr (GError) error = NULL;
  MadoSlipFit fit;
  char *text = mado_slip_encode_draft (draft, &self->fields, BOX, mado_secret_key_get_public (self->box)->box, self->random,
                                       &fit, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (fit.characters, ==, strlen (text));
  g_assert_cmpuint (fit.characters, <=, MADO_SLIP_MAX_CHARACTERS);
  return text;
}

static MadoSlip *
decode (Fixture    *self,
        const char *text,
        GError    **error)
{
  return mado_slip_decode (text, &self->fields, self->keys, NULL, NULL, SAMPLE_NOW, error);
}

static void
expect (Fixture    *self,
        const char *text,
        MadoError   code,
        const char *way_on)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) slip = decode (self, text, &error);

  g_assert_null (slip);
  g_assert_error (error, MADO_ERROR, (gint) code);
  if (way_on != NULL)
    g_assert_nonnull (strstr (error->message, way_on));
}

/* --- the codec ------------------------------------------------------------------------ */

static void
test_round_trip (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MadoSlip) made = draft_new (self);
  g_autofree char *text = encode (self, made);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) read = decode (self, text, &error);

  g_assert_no_error (error);
  g_assert_true (read->draft);
  g_assert_cmpint (read->source, ==, MADO_SOURCE_WEB);
  g_assert_cmpint (read->trust, ==, MADO_SLIP_TRUST_CITIZEN);
  g_assert_cmpuint (read->key_number, ==, BOX);
  g_assert_true (mado_id_equal (&read->draft_id, &made->draft_id));
  g_assert_cmpuint (read->values->len, ==, made->values->len);
  for (guint i = 0; i < made->values->len; i++)
    {
      const MadoSlipValue *value = g_ptr_array_index (made->values, i);

      g_assert_true (mado_value_equal (mado_slip_lookup (read, value->path), value->value));
    }
}

/* The box differs each time, the case does not; another wish is another case,
 * and none is a case whose id somebody chose. */
static void
test_one_case (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoSlip) made = draft_new (self);
  g_autoptr (MadoSlip) more = draft_new (self);
  g_autofree char *one = encode (self, made);
  g_autofree char *two = encode (self, made);
  g_autofree char *other = NULL;
  g_autoptr (MadoSlip) first = decode (self, one, NULL);
  g_autoptr (MadoSlip) second = decode (self, two, NULL);
  g_autoptr (MadoSlip) third = NULL;

  say (more, "proc/juki_utsushi/field/purpose", "免許");
  other = encode (self, more);
  third = decode (self, other, NULL);
  g_assert_cmpstr (one, !=, two);
  g_assert_true (mado_id_equal (&first->record, &second->record));
  g_assert_false (mado_id_equal (&first->record, &third->record));
  g_assert_false (mado_id_equal (&first->record, &first->draft_id));
}

static void
test_faults (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoSlip) made = draft_new (self);
  g_autofree char *text = encode (self, made);
  const guint8 other_seed[32] = { 8 };
  g_autoptr (MadoSecretKey) other = mado_secret_key_new_from_seed (other_seed);

  mado_slip_keyring_add_box (self->keys, BOX, other);
  expect (self, text, MADO_ERROR_DAMAGED, "type what stands on the paper");
  mado_slip_keyring_unref (self->keys);
  self->keys = mado_slip_keyring_new (mado_pack_get_city (self->pack));
  expect (self, text, MADO_ERROR_UNKNOWN_KEY, "type what stands on the paper");
  mado_slip_keyring_unref (self->keys);
  self->keys = mado_slip_keyring_new ("131016");
  mado_slip_keyring_add_box (self->keys, BOX, self->box);
  expect (self, text, MADO_ERROR_FOREIGN, "another municipality");
}

static void
test_cut_off (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (MadoSlip) made = draft_new (self);
  g_autofree char *text = encode (self, made);

  for (gsize i = strlen (MADO_SLIP_PREFIX); i < strlen (text); i++)
    {
      g_autofree char *part = g_strndup (text, i);

      expect (self, part, MADO_ERROR_DAMAGED, NULL);
    }
}

/* Any byte changed, the check put right again: never anything else than told. */
static void
test_changed (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (MadoSlip) made = draft_new (self);
  g_autofree char *text = encode (self, made);
  const char *at = text + strlen (MADO_SLIP_PREFIX);
  g_autoptr (GBytes) bytes = mado_base45_decode (at, strlen (at));

  for (gsize i = MADO_SLIP_HEADER; i < g_bytes_get_size (bytes) - MADO_SLIP_CHECK; i++)
    {
      g_autoptr (GByteArray) container = g_byte_array_new ();
      g_autofree char *changed = NULL;
      MadoSlipFit fit;

      g_byte_array_append (container, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes) - MADO_SLIP_CHECK);
      container->data[i] ^= 0x10;
      changed = mado_slip_finish_text (container, &fit);
      expect (self, changed, MADO_ERROR_DAMAGED, "type what stands on the paper");
    }
}

/* What somebody put in a box without asking our maker. */
static char *
close_by_hand (Fixture  *self,
               MadoSlip *draft)
{
  MadoSlipFit fit;
  g_autoptr (GBytes) body = mado_slip_choose_body (draft, &self->fields, &fit, NULL);
  g_autoptr (GBytes) box = mado_box_seal (mado_secret_key_get_public (self->box)->box, g_bytes_get_data (body, NULL),
                                          g_bytes_get_size (body));
  gsize total = MADO_SLIP_HEADER + g_bytes_get_size (box) + MADO_SLIP_CHECK;
  guint city = (guint) g_ascii_strtoull (draft->city, NULL, 10);
  guint8 header[MADO_SLIP_HEADER] = { 2, (guint8) (total >> 8), (guint8) total, (guint8) (city >> 16), (guint8) (city >> 8),
                                      (guint8) city, 0, BOX };
  g_autoptr (GByteArray) container = g_byte_array_new ();

  g_byte_array_append (container, header, sizeof header);
  g_byte_array_append (container, g_bytes_get_data (box, NULL), (guint) g_bytes_get_size (box));
  return mado_slip_finish_text (container, &fit);
}

static void
test_only_wishes (Fixture       *self,
                  gconstpointer  data)
{
  const MadoId id = { { 5 } };
  const guint8 digest[MADO_SLIP_DIGEST_BYTES] = { 1 };
  g_autoptr (MadoSlip) fine = draft_new (self);
  g_autoptr (MadoSlip) signature = draft_new (self);
  g_autoptr (MadoSlip) heads = draft_new (self);
  g_autoptr (MadoSlip) state = draft_new (self);
  g_autoptr (MadoSlip) read = NULL;
  g_auto (GStrv) texts = g_new0 (char *, 5);

  mado_slip_add_signature (signature, &id, digest, "tablet", SAMPLE_NOW, (const char *[]) { "juki_utsushi", NULL });
  mado_slip_add_heads (heads, "addr", 0, &id, 1, NULL, 0);
  mado_slip_add_procedure (state, "inkan_shomei", "accepted", "picked");
  texts[0] = close_by_hand (self, fine);
  texts[1] = close_by_hand (self, signature);
  texts[2] = close_by_hand (self, heads);
  texts[3] = close_by_hand (self, state);
  read = decode (self, texts[0], NULL);
  g_assert_nonnull (read);
  for (guint i = 1; i < 4; i++)
    expect (self, texts[i], MADO_ERROR_DAMAGED, NULL);
}

static void
test_too_much (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoSlip) draft = draft_new (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *path = g_strdup_printf ("person/p%c%cbcde/family_name", 'a' + i / 26, 'a' + i % 26);
      guint8 noise[12]; /* nothing that deflates */
      g_autofree char *name = NULL;

      mado_random_bytes (self->random, noise, sizeof noise);
      name = g_base64_encode (noise, sizeof noise);
      mado_slip_add_value (draft, "shared", path, g_variant_new_string (name), MADO_SLIP_TIER_IDENTITY);
    }
  text = mado_slip_encode_draft (draft, &self->fields, BOX, mado_secret_key_get_public (self->box)->box, self->random, NULL,
                                 &error);
  g_assert_null (text);
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
}

/* --- what a case takes over --------------------------------------------------------------- */

static const MadoChange *
find (GPtrArray  *changes,
      const char *path)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_str_equal (((const MadoChange *) g_ptr_array_index (changes, i))->path, path))
      return g_ptr_array_index (changes, i);
  return NULL;
}

static void
test_taken (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (MadoSlip) draft = draft_new (self);
  guint refused;
  g_autoptr (GPtrArray) changes = mado_slip_list_draft_changes (draft, self->pack, &self->today, &refused);

  g_assert_cmpuint (refused, ==, 0);
  g_assert_cmpint (find (changes, "person/pabcdef/family_name")->source, ==, MADO_SOURCE_WEB);
  g_assert_true (find (changes, "person/pabcdef/family_name")->sealed);
  g_assert_cmpstr (mado_value_get_text (find (changes, "proc/juki_utsushi/added")->value), ==, "picked");
  g_assert_cmpstr (mado_value_get_text (find (changes, "proc/juki_utsushi/state")->value), ==, "guided");
  g_assert_cmpint (g_variant_get_int64 (find (changes, "proc/juki_utsushi/field/copies")->value), ==, 2);
  g_assert_cmpstr (mado_value_get_text (find (changes, "event")->value), ==, "shomei");
}

/* A citizen's program may say anything; an office does not take it over. */
static void
test_not_taken (Fixture       *self,
                gconstpointer  data)
{
  static const struct { const char *path, *text; } lies[] = {
    { "visitor/authority_document", "letter" },            /* only who saw it can say it */
    { "person/pabcdef/birth_date", "1985-02-30" },          /* no such day */
    { "person/pzzzzzz/family_name", "他人" },                /* nobody on this paper */
    { "person/pabcdef/sex", "robot" },                      /* no such choice */
    { "proc/juki_utsushi/state", "accepted" },
    { "proc/juki_utsushi/signature", "x" },
    { "origin", "kokuho" },
    { "case_no", "00000000" },
    { "route/zeimu", "yes" },
    { "parked", "x" },
    { "mark/shimin/opened", "1" },
    { "answer/q_nothing", "yes" },
    { "no/such/path", "x" },
  };
  g_autoptr (MadoSlip) draft = draft_new (self);
  g_autoptr (GPtrArray) fine = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GVariant) proofs = mado_value_texts ((const char *[]) { "mn_card", NULL });
  guint refused;

  fine = mado_slip_list_draft_changes (draft, self->pack, &self->today, &refused);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    say (draft, lies[i].path, lies[i].text);
  mado_slip_add_value (draft, "shared", "visitor/identity", proofs, MADO_SLIP_TIER_REST);
  mado_slip_add_value (draft, "shared", "person/pabcdef/family_name", g_variant_new_int64 (3), MADO_SLIP_TIER_REST);
  changes = mado_slip_list_draft_changes (draft, self->pack, &self->today, &refused);
  g_assert_cmpuint (refused, ==, G_N_ELEMENTS (lies) + 2);
  g_assert_cmpuint (changes->len, ==, fine->len);
}

/* 職員記入欄 stays the staff's. */
static void
test_staff_fields (Fixture       *self,
                   gconstpointer  data)
{
  const MadoId id = { { 4 } };
  g_autoptr (MadoSlip) draft = mado_slip_new_draft (mado_pack_get_city (self->pack), &id, MADO_SOURCE_KIOSK);
  g_autoptr (GPtrArray) changes = NULL;
  guint refused;

  mado_slip_add_procedure (draft, "koseki_shussei", "guided", "");
  say (draft, "event", "shussei");
  say (draft, "proc/koseki_shussei/field/paper_accepted_no", "12");
  changes = mado_slip_list_draft_changes (draft, self->pack, &self->today, &refused);
  g_assert_cmpuint (refused, ==, 1);
  g_assert_null (find (changes, "proc/koseki_shussei/field/paper_accepted_no"));
}

static void
test_useful (Fixture       *self,
             gconstpointer  data)
{
  const MadoId id = { { 4 } };
  g_autoptr (MadoSlip) picked = mado_slip_new_draft (mado_pack_get_city (self->pack), &id, MADO_SOURCE_SLIP);
  g_autoptr (MadoSlip) strange = mado_slip_new_draft (mado_pack_get_city (self->pack), &id, MADO_SOURCE_SLIP);

  mado_slip_add_procedure (picked, "inkan_shomei", "", "");
  mado_slip_add_procedure (strange, "of_another_time", "", "");
  g_assert_true (mado_slip_draft_is_useful (picked, self->pack, &self->today));
  g_assert_false (mado_slip_draft_is_useful (strange, self->pack, &self->today));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/slip-draft/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("one-case", test_one_case);
  ADD ("faults", test_faults);
  ADD ("cut-off", test_cut_off);
  ADD ("changed", test_changed);
  ADD ("only-wishes", test_only_wishes);
  ADD ("too-much", test_too_much);
  ADD ("taken", test_taken);
  ADD ("not-taken", test_not_taken);
  ADD ("staff-fields", test_staff_fields);
  ADD ("useful", test_useful);
  return g_test_run ();
}
