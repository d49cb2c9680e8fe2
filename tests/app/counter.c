/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-sign.h"
#include "app/counter/mado-counter-slip.h"
#include "app/counter/mado-scanned.h"
#include "core/form/mado-case-sign.h"
#include "core/model/mado-value.h"
#include "core/slip/mado-slip-pack.h"
#include "counter-kit.h"
#include "persona.h"

#include <string.h>

/* A visit at two windows without a screen: what the counter's model decides
 * when it has nothing but the slip. */

typedef struct
{
  MadoPack    *pack;
  Desk        *first;
  Desk        *third;
  MadoCounter *one; /* at the first */
  MadoCounter *two; /* at the third */
  char        *slip;
} Fixture;

static const guint8 SLIP_KEY[MADO_KEY_BYTES] = { 7 };

/* --- one desk ------------------------------------------------------------------ */

static void
learn_slip_key (Desk *desk)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  mado_cbor_put_array (out, 1);
  mado_cbor_put_array (out, 4);
  mado_cbor_put_uint (out, 1);
  mado_cbor_put_int (out, 0);
  mado_cbor_put_int (out, G_MAXINT64 / 2);
  mado_cbor_put_bytes (out, SLIP_KEY, sizeof SLIP_KEY);
  bytes = g_bytes_new (out->data, out->len);
  g_assert_true (mado_store_set_meta (desk->store, "slip-keys", bytes, &error));
  g_assert_no_error (error);
}

/* --- what a clerk types --------------------------------------------------------- */

static GVariant *
some_value (const MadoField *field)
{
  switch (field->type)
    {
    case MADO_FIELD_KANA:
      return g_variant_new_string ("クロキ　ナツミ");
    case MADO_FIELD_DATE:
      return g_variant_new_string ("2026-05-18");
    case MADO_FIELD_CHOICE:
      return g_variant_new_string (field->choices[0].code);
    case MADO_FIELD_YES_NO:
      return g_variant_new_boolean (TRUE);
    case MADO_FIELD_NUMBER:
      return g_variant_new_int64 (MAX (field->min, 1));
    case MADO_FIELD_PHONE:
      return g_variant_new_string ("0172001234");
    case MADO_FIELD_POSTAL_CODE:
      return g_variant_new_string ("0200023");
    case MADO_FIELD_TEXT:
      return g_variant_new_string ("内丸");
    case MADO_FIELD_CHOICES:
      return g_variant_new_parsed ("[<%s>]", field->choices[0].code);
    default:
      g_assert_not_reached ();
    }
}

/* Every gap that this desk may not leave open. Filling one may open another. */
static guint
fill_gaps (MadoCounter *counter,
           gboolean     later)
{
  guint filled = 0;

  for (;;)
    {
      MadoFormSet *forms = mado_counter_get_form_set (counter);
      g_autoptr (GPtrArray) gaps = mado_form_set_list_gaps (forms, mado_counter_get_scope (counter));
      const MadoFormField *gap = NULL;

      for (guint i = 0; i < gaps->len && gap == NULL; i++)
        {
          const MadoFormField *item = g_ptr_array_index (gaps, i);

          if (item->need == MADO_NEED_NOW || (later && item->need == MADO_NEED_LATER))
            gap = item;
        }
      if (gap == NULL)
        return filled;
      g_assert_cmpuint (filled++, <, 200);
      mado_counter_set (counter, gap->path, some_value (gap->field), MADO_SOURCE_TYPED);
    }
}

/* --- the story --------------------------------------------------------------------- */

static gboolean
wants_signature (MadoCounter *counter)
{
  MadoSign way;

  return mado_counter_next_signature (counter, &way);
}

static void
work_at_first (Fixture *f)
{
  static const guint8 ink[] = { 1, 2, 3, 4 };
  g_autoptr (GBytes) strokes = g_bytes_new_static (ink, sizeof ink);
  g_autofree char *why = NULL;

  f->one = counter_kit_at (f->first, f->pack);
  mado_counter_begin (f->one, "107");
  persona_enter (mado_counter_get_edit (f->one), "p01_kazoku_yonin.json", "shimin", f->first->random);
  fill_gaps (f->one, FALSE);
  counter_kit_save (f->first, f->one);
  fill_gaps (f->one, FALSE);
  why = mado_counter_why_not_ready (f->one);
  g_assert_cmpstr (why, ==, NULL);
  g_assert_true (wants_signature (f->one));
  mado_counter_sign (f->one, MADO_SIGN_TABLET, strokes);
  g_assert_cmpuint (mado_counter_accept (f->one), >, 0);
  counter_kit_save (f->first, f->one);
  g_assert_false (wants_signature (f->one));
}

static void
print_slip (Fixture *f)
{
  g_autoptr (MadoSlip) slip = mado_counter_slip_new (f->one);
  g_autoptr (MadoSlipKeyring) keys = mado_slip_keyring_new (mado_pack_get_city (f->pack));
  g_autoptr (GError) error = NULL;
  MadoSlipFields fields;
  MadoSlipFit fit;

  mado_slip_keyring_add (keys, 1, 0, G_MAXINT64 / 2, SLIP_KEY);
  mado_slip_fields_init_pack (&fields, f->pack);
  f->slip = mado_slip_encode (slip, &fields, keys, f->first->key, f->first->random, &fit, &error);
  g_assert_no_error (error);
  g_test_message ("slip: %u bytes, %u values, %u left out", fit.bytes, fit.n_values, fit.n_left_out);
  g_assert_false (fit.reference);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  g_autoptr (GError) error = NULL;

  f->pack = mado_pack_load (dir, &error);
  g_assert_no_error (error);
  f->first = kit_desk_new (1, "shimin");
  f->third = kit_desk_new (2, data);
  kit_open (f->first);
  kit_open (f->third);
  kit_introduce (f->first, f->third);
  learn_slip_key (f->third);
  work_at_first (f);
  print_slip (f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  counter_kit_drop (f->first, &f->one);
  counter_kit_drop (f->third, &f->two);
  kit_desk_free (f->first);
  kit_desk_free (f->third);
  mado_pack_unref (f->pack);
  g_free (f->slip);
}

static void
print_changed (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_auto (GStrv) changed = NULL;
      MadoSigned state = mado_case_check_signature (mado_counter_get_case (counter), ids[i], &changed);
      g_autofree char *list = changed ? g_strjoinv (" ", changed) : g_strdup ("");

      if (mado_counter_is_mine (counter, ids[i]))
        g_test_message ("%s: signature %d, changed: %s", ids[i], state, list);
    }
}

/* The signature on the slip counts: what is missing is filled, the visitor
 * sees it once and taps, it is accepted. */
static void
test_third_window (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoScanned) scanned = mado_scanned_read (f->third->store, f->pack, f->third->clock, data, f->slip, &error);
  g_auto (GStrv) additions = NULL;
  g_auto (GStrv) none = NULL;
  g_autofree char *why = NULL;

  g_assert_no_error (error);
  f->two = counter_kit_at (f->third, f->pack);
  counter_kit_load (f->two, &scanned->record);
  print_changed (f->two);
  g_assert_false (wants_signature (f->two));
  g_assert_cmpuint (fill_gaps (f->two, TRUE), >, 0);
  counter_kit_save (f->third, f->two);
  print_changed (f->two);
  why = mado_counter_why_not_ready (f->two);
  g_assert_cmpstr (why, ==, NULL);
  g_assert_false (wants_signature (f->two));
  additions = mado_counter_list_additions (f->two);
  g_assert_cmpuint (g_strv_length (additions), >, 0);
  mado_counter_acknowledge (f->two);
  g_assert_cmpuint (mado_counter_accept (f->two), >, 0);
  counter_kit_save (f->third, f->two);
  none = mado_counter_list_additions (f->two);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

#define ADD(name, scope, function) g_test_add (name, Fixture, scope, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/counter/third-window/kokuho", "kokuho", test_third_window);
  ADD ("/counter/third-window/kosodate", "kosodate", test_third_window);
  return g_test_run ();
}
