/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../core/slip/persona.h"
#include "../core/store/store-kit.h"
#include "app/counter/mado-scanned.h"
#include "core/base/mado-case-code.h"
#include "core/base/mado-training.h"
#include "core/slip/mado-slip-case.h"
#include "core/slip/mado-slip-pack.h"

#include <string.h>

/* Every kind of slip and code that a scanner can bring, through the door that
 * the desktop uses: what is told, what the way on is, and that nothing was
 * changed where nothing could be opened. 市民課 (a) prints, 国保 (c) scans. */

#define WEEK G_GINT64_CONSTANT (604800000)
#define DAY  G_GINT64_CONSTANT (86400000)
#define BOX  2

typedef struct
{
  MadoPack        *pack;
  MadoSlipFields   fields;
  MadoSlipKeyring *keys;
  MadoSecretKey   *box;
  Desk            *a;
  Desk            *c;
  MadoId           id;
} Fixture;

/* --- two desks ------------------------------------------------------------------------- */

static void
put_meta (Desk       *desk,
          const char *name,
          GByteArray *bytes)
{
  g_autoptr (GBytes) taken = g_byte_array_free_to_bytes (bytes);
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_store_set_meta (desk->store, name, taken, &error));
  g_assert_no_error (error);
}

/* As a sign-in leaves them. @first: number of the one week key. */
static void
put_keys (Desk  *desk,
          guint  first)
{
  const guint8 key[MADO_KEY_BYTES] = { (guint8) first };
  const guint8 seed[MADO_KEY_BYTES] = { 7 };
  GByteArray *weeks = g_byte_array_new ();
  GByteArray *boxes = g_byte_array_new ();

  mado_cbor_put_array (weeks, 1);
  mado_cbor_put_array (weeks, 4);
  mado_cbor_put_uint (weeks, first);
  mado_cbor_put_int (weeks, KIT_DAY_MS - WEEK);
  mado_cbor_put_int (weeks, KIT_DAY_MS + WEEK);
  mado_cbor_put_bytes (weeks, key, sizeof key);
  put_meta (desk, "slip-keys", weeks);
  mado_cbor_put_array (boxes, 1);
  mado_cbor_put_array (boxes, 2);
  mado_cbor_put_uint (boxes, BOX);
  mado_cbor_put_bytes (boxes, seed, sizeof seed);
  put_meta (desk, "slip-boxes", boxes);
}

static MadoCase *
load (Fixture *self,
      Desk    *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) record = mado_store_load (desk->store, &self->id, &error);

  if (g_error_matches (error, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    record = mado_record_new ("case", &self->id);
  else
    g_assert_no_error (error);
  return mado_case_new (self->pack, record);
}

static void
write_edit (Desk         *desk,
            MadoCaseEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write (desk->store, mado_case_edit_make (edit, "fill"), &error);

  g_assert_no_error (error);
  mado_clock_advance (desk->clock, 60000);
}

static void
write_one (Fixture    *self,
           Desk       *desk,
           const char *path,
           const char *text)
{
  g_autoptr (MadoCase) kase = load (self, desk);
  g_autoptr (MadoCaseEdit) edit = mado_case_edit_new (kase);

  mado_case_edit_set_text (edit, path, text, MADO_SOURCE_TYPED);
  write_edit (desk, edit);
}

static void
write_family (Fixture *self)
{
  g_autoptr (MadoRecord) nothing = NULL;
  g_autoptr (MadoCase) empty = NULL;
  g_autoptr (MadoCaseEdit) edit = NULL;

  mado_id_generate (&self->id, self->a->clock, self->a->random);
  nothing = mado_record_new ("case", &self->id);
  empty = mado_case_new (self->pack, nothing);
  edit = mado_case_edit_new (empty);
  persona_enter (edit, "p01_kazoku_yonin.json", "shimin", self->a->random);
  write_edit (self->a, edit);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const guint8 key[MADO_KEY_BYTES] = { 40 };
  const guint8 seed[32] = { 7 };

  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  g_autoptr (GError) error = NULL;

  self->pack = mado_pack_load (dir, &error);
  g_assert_no_error (error);
  mado_slip_fields_init_pack (&self->fields, self->pack);
  self->keys = mado_slip_keyring_new (mado_pack_get_city (self->pack));
  mado_slip_keyring_add (self->keys, 40, KIT_DAY_MS - WEEK, KIT_DAY_MS + WEEK, key);
  self->box = mado_secret_key_new_from_seed (seed);
  self->a = kit_desk_new (1, "shimin");
  self->c = kit_desk_new (2, "kokuho");
  kit_open (self->a);
  kit_open (self->c);
  kit_introduce (self->a, self->c);
  put_keys (self->a, 40);
  put_keys (self->c, 40);
  write_family (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  kit_desk_free (self->a);
  kit_desk_free (self->c);
  mado_secret_key_unref (self->box);
  mado_slip_keyring_unref (self->keys);
  mado_pack_unref (self->pack);
}

/* --- slips ------------------------------------------------------------------------------- */

static MadoSlip *
slip_of (Fixture *self,
         Desk    *desk)
{
  g_autoptr (MadoCase) kase = load (self, desk);
  g_autoptr (MadoFormSet) forms = persona_forms (kase);

  return mado_slip_new_for_case (kase, forms, desk->identity.scope, &desk->identity.device, mado_clock_now_ms (desk->clock));
}

static char *
seal (Fixture         *self,
      MadoSlip        *slip,
      MadoSlipKeyring *keys,
      Desk            *desk)
{
  g_autoptr (GError) error = NULL;
  char *text = mado_slip_encode (slip, &self->fields, keys, desk->key, desk->random, NULL, &error);

  g_assert_no_error (error);
  return text;
}

static char *
print (Fixture *self)
{
  g_autoptr (MadoSlip) slip = slip_of (self, self->a);

  return seal (self, slip, self->keys, self->a);
}

static MadoScanned *
scan (Fixture     *self,
      const char  *code,
      GError     **error)
{
  return mado_scanned_read (self->c->store, self->pack, self->c->clock, "kokuho", code, error);
}

/* --- what is expected ----------------------------------------------------------------------- */

static gboolean
knows_case (Fixture *self)
{
  g_autoptr (MadoRecord) record = mado_store_load (self->c->store, &self->id, NULL);

  return record != NULL && mado_record_get_sections (record)[0] != NULL;
}

/* Refused in a whole sentence that names a way on; the desk is as before. */
static void
refused (Fixture    *self,
         const char *code,
         MadoError   expected,
         const char *way_on)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScanned) scanned = scan (self, code, &error);

  g_assert_null (scanned);
  g_assert_error (error, MADO_ERROR, (gint) expected);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, way_on));
  g_assert_nonnull (strstr (error->message, "Nothing was changed."));
  g_assert_false (knows_case (self));
}

static void
opened (Fixture    *self,
        const char *code,
        const char *told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScanned) scanned = scan (self, code, &error);

  g_assert_no_error (error);
  g_assert_true (mado_id_equal (&scanned->record, &self->id));
  g_assert_null (scanned->draft);
  if (told == NULL)
    g_assert_null (scanned->note);
  else
    g_assert_nonnull (strstr (scanned->note, told));
  g_assert_true (knows_case (self));
}

/* --- the kinds --------------------------------------------------------------------------------- */

static void
test_good (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *text = print (self);

  opened (self, text, NULL);
  opened (self, text, NULL); /* twice is once */
}

static void
test_damaged (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *text = print (self);
  g_autofree char *cut = g_strndup (text, strlen (text) / 2);

  text[200] = text[200] == 'A' ? 'B' : 'A';
  refused (self, text, MADO_ERROR_DAMAGED, "type the case number");
  refused (self, cut, MADO_ERROR_DAMAGED, "Only a part of the code was read. Scan it again, or type the case number");
}

static void
test_not_ours (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GString) noise = g_string_new (NULL);
  g_autofree char *ours = NULL;

  while (noise->len < 3072)
    g_string_append_c (noise, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[mado_random_below (self->a->random, 45)]);
  ours = g_strconcat ("MG1:", noise->str, NULL);
  refused (self, "https://www.example.lg.jp/", MADO_ERROR_INVALID, "The short number on the slip can be typed instead.");
  refused (self, "4901234567894", MADO_ERROR_INVALID, "can be typed instead");
  refused (self, noise->str, MADO_ERROR_INVALID, "can be typed instead");
  refused (self, ours, MADO_ERROR_DAMAGED, "type the case number");
}

static void
test_another_city (Fixture       *self,
                   gconstpointer  data)
{
  const guint8 key[MADO_KEY_BYTES] = { 40 };
  g_autoptr (MadoSlipKeyring) keys = mado_slip_keyring_new ("131016");
  g_autoptr (MadoSlip) slip = slip_of (self, self->a);
  g_autofree char *text = NULL;

  mado_slip_keyring_add (keys, 40, KIT_DAY_MS - WEEK, KIT_DAY_MS + WEEK, key);
  g_strlcpy (slip->city, "131016", sizeof slip->city);
  text = seal (self, slip, keys, self->a);
  refused (self, text, MADO_ERROR_FOREIGN, "begin a new visit and type what is needed");
}

static void
test_newer (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *text = print (self);

  text[2] = '7';
  refused (self, text, MADO_ERROR_UNSUPPORTED, "Type the case number, or update this computer");
}

static void
test_unknown_key (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *text = print (self);

  put_keys (self->c, 41);
  refused (self, text, MADO_ERROR_UNKNOWN_KEY, "Type the case number");
}

static void
test_no_keys (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *text = print (self);
  Desk *fresh = kit_desk_new (9, "kokuho");

  kit_desk_free (self->c);
  self->c = fresh;
  kit_open (fresh);
  refused (self, text, MADO_ERROR_UNKNOWN_KEY, "They come with the next sign-in");
}

/* From training: said in plain words, also at a desk that has no keys at all. */
static void
test_training (Fixture       *self,
               gconstpointer  data)
{
  const guint8 key[MADO_KEY_BYTES] = { 1 };
  g_autoptr (MadoSlipKeyring) keys = mado_slip_keyring_new (MADO_TRAINING_CITY);
  g_autoptr (MadoSlip) slip = slip_of (self, self->a);
  g_autofree char *text = NULL;

  mado_slip_keyring_add (keys, 1, 0, G_GINT64_CONSTANT (1) << 53, key);
  g_strlcpy (slip->city, MADO_TRAINING_CITY, sizeof slip->city);
  text = seal (self, slip, keys, self->a);
  refused (self, text, MADO_ERROR_FOREIGN, "This slip was made in training mode");
  kit_desk_free (self->c);
  self->c = kit_desk_new (9, "kokuho");
  kit_open (self->c);
  refused (self, text, MADO_ERROR_FOREIGN, "This slip was made in training mode");
}

/* A day late is nothing; later is told, and the case opens all the same. */
static void
test_expired (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (MadoSlip) slip = slip_of (self, self->a);
  g_autofree char *text = NULL;

  slip->expires = mado_clock_now_ms (self->a->clock) + DAY;
  text = seal (self, slip, self->keys, self->a);
  mado_clock_advance (self->c->clock, 2 * DAY);
  opened (self, text, NULL);
  mado_clock_advance (self->c->clock, DAY);
  opened (self, text, "past its date");
}

static void
test_older (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *text = print (self);

  write_one (self, self->a, "field/new.building", "201号");
  kit_carry (self->a, self->c);
  opened (self, text, "More happened since this slip was printed");
}

static void
test_diverged (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *text = NULL;

  kit_carry (self->a, self->c);
  write_one (self, self->a, "field/new.building", "201号");
  text = print (self);
  write_one (self, self->c, "visitor/visitor_relation", "妹");
  opened (self, text, "each know something the other does not");
}

static void
test_unknown_issuer (Fixture       *self,
                     gconstpointer  data)
{
  Desk *stranger = kit_desk_new (5, "shimin");
  g_autoptr (MadoSlip) slip = slip_of (self, self->a);
  g_autofree char *text = NULL;

  slip->device = stranger->identity.device;
  text = seal (self, slip, self->keys, stranger);
  opened (self, text, "not made at one of our windows");
  kit_desk_free (stranger);
}

/* Signed in the name of a computer that we know, by another key. */
static void
test_forged (Fixture       *self,
             gconstpointer  data)
{
  Desk *stranger = kit_desk_new (5, "shimin");
  g_autoptr (MadoSlip) slip = slip_of (self, self->a);
  g_autofree char *text = seal (self, slip, self->keys, stranger);

  refused (self, text, MADO_ERROR_DAMAGED, "Do not use it; type the case number");
  kit_desk_free (stranger);
}

/* A value that no dictionary shortens, for each of @persons new lines. */
static void
add_noise (Fixture    *self,
           guint       persons,
           const char *field)
{
  g_autoptr (MadoCase) kase = load (self, self->a);
  g_autoptr (MadoCaseEdit) edit = mado_case_edit_new (kase);

  for (guint i = 0; i < persons; i++)
    {
      g_autofree char *eid = mado_case_edit_add_person (edit, self->a->random);
      g_autofree char *path = mado_case_path_person (eid, field);
      guint8 noise[30];
      g_autofree char *text = NULL;

      mado_random_bytes (self->a->random, noise, sizeof noise);
      text = g_base64_encode (noise, sizeof noise);
      mado_case_edit_set_text (edit, path, text, MADO_SOURCE_TYPED);
    }
  write_edit (self->a, edit);
}

/* Not all fits: how much is missing is told, once it is missing here. */
static void
test_left_out (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *text = NULL;

  add_noise (self, 12, "former_family_name");
  text = print (self);
  opened (self, text, "had no room on the slip. They come from the server, or from the visitor's papers.");
  kit_carry (self->a, self->c);
  opened (self, text, NULL);
}

/* Not even the names fit: the paper says which case it is, the rest comes from
 * the server. */
static void
test_reference (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *text = NULL;

  add_noise (self, 20, "family_name");
  text = print (self);
  opened (self, text, "had no room for the values. They come from the server.");
}

static void
test_case_number (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *number = mado_case_code_format (12345);
  g_autofree char *shown = mado_case_code_display (number);
  g_autofree char *other = mado_case_code_format (54321);

  refused (self, shown, MADO_ERROR_NOT_FOUND, "please scan the slip");
  kit_carry (self->a, self->c);
  write_one (self, self->c, "case_no", number);
  opened (self, number, NULL);
  opened (self, shown, NULL);
  g_assert_null (scan (self, other, NULL));
}

/* --- drafts ---------------------------------------------------------------------------------------- */

static char *
draft (Fixture *self,
       gint64   lifetime)
{
  const MadoId id = { { 1, 2, 3 } };
  g_autoptr (MadoSlip) made = mado_slip_new_draft (mado_pack_get_city (self->pack), &id, MADO_SOURCE_KIOSK);
  g_autoptr (GError) error = NULL;
  char *text;

  made->issued = KIT_DAY_MS;
  made->expires = KIT_DAY_MS + lifetime;
  mado_slip_add_person (made, "pabcdef");
  mado_slip_add_procedure (made, "juki_utsushi", "", "");
  mado_slip_add_value (made, "shared", "person/pabcdef/family_name", g_variant_new_string ("佐藤"), MADO_SLIP_TIER_IDENTITY);
  text = mado_slip_encode_draft (made, &self->fields, BOX, mado_secret_key_get_public (self->box)->box, self->a->random, NULL,
                                 &error);
  g_assert_no_error (error);
  return text;
}

/* Nothing is written before the clerk has looked; then it is the same case. */
static void
test_draft (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *text = draft (self, 30 * DAY);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScanned) first = scan (self, text, &error);
  g_autoptr (MadoScanned) second = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (first->draft);
  g_assert_null (first->note);
  self->id = first->record;
  g_assert_false (knows_case (self));
  write_one (self, self->c, "event", "shomei");
  second = scan (self, text, &error);
  g_assert_no_error (error);
  g_assert_null (second->draft);
  g_assert_true (mado_id_equal (&first->record, &second->record));
  g_assert_nonnull (strstr (second->note, "This was scanned before"));
}

static void
test_bad_drafts (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *text = draft (self, 30 * DAY);
  g_autofree char *late = draft (self, -3 * DAY);
  g_autofree char *cut = g_strndup (text, strlen (text) - 20);
  g_autoptr (MadoScanned) scanned = scan (self, late, NULL);
  GByteArray *none = g_byte_array_new ();

  self->id = scanned->record;
  g_assert_nonnull (scanned->draft);
  g_assert_nonnull (strstr (scanned->note, "past its date"));
  refused (self, cut, MADO_ERROR_DAMAGED, "Scan it again");
  mado_cbor_put_array (none, 0);
  put_meta (self->c, "slip-boxes", none);
  refused (self, text, MADO_ERROR_UNKNOWN_KEY, "type what stands on the paper");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/scanned/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("good", test_good);
  ADD ("damaged", test_damaged);
  ADD ("not-ours", test_not_ours);
  ADD ("another-city", test_another_city);
  ADD ("newer", test_newer);
  ADD ("unknown-key", test_unknown_key);
  ADD ("no-keys", test_no_keys);
  ADD ("training", test_training);
  ADD ("expired", test_expired);
  ADD ("older", test_older);
  ADD ("diverged", test_diverged);
  ADD ("unknown-issuer", test_unknown_issuer);
  ADD ("forged", test_forged);
  ADD ("left-out", test_left_out);
  ADD ("reference", test_reference);
  ADD ("case-number", test_case_number);
  ADD ("draft", test_draft);
  ADD ("bad-drafts", test_bad_drafts);
  return g_test_run ();
}
