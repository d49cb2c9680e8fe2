/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the picture of a slip to the data of its form, without the screen:
 *
 *   slip-image PACK [PICTURES]
 *
 * Each picture is another family's slip as a camera would see it: the receipt
 * on a desk, 1920 × 1080, turned a little, unevenly lit, soft, with noise. The
 * steps are those of F4: the file is decoded (gdk-pixbuf, then the scan
 * module), the slip opened and checked, its base kept in a journal, the case
 * loaded, guidance run, fields, gaps and findings worked out. Drawing the page
 * is not in it: through AT-SPI that is too noisy to be a figure.
 * Prints: p50 and p95 in ms of the whole, the decoders, ours.
 */
#include "config.h"

#include "bench-profile.h"
#include "case-maker.h"
#include "core/base/mado-date.h"
#include "core/form/mado-case-edit.h"
#include "core/form/mado-case-project.h"
#include "core/form/mado-form-facts.h"
#include "core/form/mado-form-rules.h"
#include "core/form/mado-form-set.h"
#include "core/procedure/mado-facts.h"
#include "core/slip/mado-slip-pack.h"
#include "core/slip/mado-slip-record.h"
#include "device/scan/mado-scan.h"
#include "device/scan/mado-wedge.h"
#include "print/mado-slip-sheet.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH    1920
#define HEIGHT   1080
#define PERSONS  4
#define DAY_MS   (24 * 3600 * G_GINT64_CONSTANT (1000))
#define DESK     "kokuho"

typedef struct
{
  MadoPack        *pack;
  Profile         *giver;
  Profile         *taker;
  MadoSlipFields   fields;
  MadoSlipKeyring *keys;
  gint64           now;
  char            *today;
  MadoDate         date;
} Bench;

static void
check (gboolean  ok,
       GError   *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "failed");
}

/* --- a family's slip ---------------------------------------------------------------- */

static void
add (MadoSlip    *slip,
     const char  *path,
     const char  *text,
     MadoSlipTier tier)
{
  mado_slip_add_value (slip, "shared", path, mado_value_text (text), tier);
}

static void
add_person (MadoSlip     *slip,
            MadoRandom   *random,
            guint         index,
            MadoMadeName *head)
{
  static const char *const births[PERSONS] = { "1988-07-12", "1990-02-03", "2016-09-01", "2021-11-20" };
  static const char *const relations[PERSONS] = { "head", "wife", "child", "child" };
  g_autofree char *eid = g_strdup_printf ("p%c%05u", 'a' + (int) index, mado_random_below (random, 32768));
  MadoMadeName name;

  mado_made_name (random, &name);
  mado_slip_add_person (slip, eid);
  for (guint i = 0; i < 9; i++)
    {
      const char *fields[9][2] = {
        { "family_name", head->family }, { "family_name_kana", head->family_kana }, { "given_name", name.given },
        { "given_name_kana", name.given_kana }, { "birth_date", births[index] }, { "sex", index % 2 ? "female" : "male" },
        { "relation_to_head", relations[index] }, { "is_moving", "yes" }, { "mn_card_brought", index < 2 ? "brought" : "none" },
      };
      g_autofree char *path = g_strdup_printf ("person/%s/%s", eid, fields[i][0]);

      add (slip, path, fields[i][1], i < 7 ? MADO_SLIP_TIER_IDENTITY : MADO_SLIP_TIER_WINDOW);
    }
  if (index == 0)
    add (slip, "role/head", eid, MADO_SLIP_TIER_WINDOW);
}

static void
add_heads (MadoSlip   *slip,
           MadoClock  *clock,
           MadoRandom *random)
{
  MadoId head;

  mado_id_generate (&head, clock, random);
  mado_slip_add_heads (slip, "shared", mado_clock_tick (clock), &head, 1, NULL, 0);
}

static MadoSlip *
make_slip (Bench *bench)
{
  static const char *const procedures[] = { "juki_tennyu", "mncard_keizoku", "gakko_tennyu", "kokuho_shutoku", "jite_nintei",
                                            "kodomo_iryo" };
  static const char *const fields[][2] = {
    { "event", "tennyu" }, { "field/tennyu_source", "certificate" }, { "field/move_date", "2026-04-03" },
    { "field/new.municipality", "汐見市" }, { "field/new.town_id", "t019" }, { "field/new.town", "南ヶ丘" },
    { "field/new.block", "3番12号" }, { "field/old.prefecture", "岩手県" }, { "field/old.municipality", "盛岡市" },
  };
  Profile *giver = bench->giver;
  MadoMadeName head;
  MadoSlip *slip;
  MadoId record;

  mado_id_generate (&record, giver->clock, giver->random);
  mado_made_name (giver->random, &head);
  slip = mado_slip_new (mado_pack_get_city (bench->pack), &record);
  slip->issued = bench->now;
  slip->expires = bench->now + 30 * DAY_MS;
  slip->device = giver->identity.device;
  slip->generation = 1;
  slip->pack_version = g_strdup (mado_pack_get_version (bench->pack));
  add_heads (slip, giver->clock, giver->random);
  for (guint i = 0; i < PERSONS; i++)
    add_person (slip, giver->random, i, &head);
  for (guint i = 0; i < G_N_ELEMENTS (procedures); i++)
    mado_slip_add_procedure (slip, procedures[i], "signed", "guided");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add (slip, fields[i][0], fields[i][1], MADO_SLIP_TIER_WINDOW);
  return slip;
}

/* --- its picture --------------------------------------------------------------------- */

static MadoRaster *
print_receipt (const char *code)
{
  g_autoptr (MadoSlipSheet) sheet = mado_slip_sheet_new ();
  g_autoptr (GError) error = NULL;
  MadoSlipSheetStop *stop = mado_slip_sheet_add_stop (sheet, "5", "国保年金課", "1階");
  MadoRaster *raster;

  mado_slip_sheet_add_procedure (stop, "国民健康保険 資格取得", MADO_SLIP_SHEET_TODO);
  sheet->city = g_strdup ("汐見市");
  sheet->date = g_strdup ("令和8年4月13日");
  sheet->event = g_strdup ("転入");
  sheet->qr_text = g_strdup (code);
  raster = mado_slip_sheet_to_raster (sheet, MADO_RECEIPT_80MM, &error);
  check (raster != NULL, error);
  return raster;
}

static cairo_surface_t *
receipt_surface (MadoRaster *raster)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, raster->width, raster->height);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      *(guint32 *) (void *) (data + y * stride + x * 4) = mado_raster_get (raster, x, y) ? 0x202020 : 0xf4f4f0;
  cairo_surface_mark_dirty (surface);
  return surface;
}

static cairo_surface_t *
photograph (MadoRaster *raster,
            MadoRandom *random)
{
  cairo_surface_t *photo = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_surface_t *paper = receipt_surface (raster);
  cairo_pattern_t *light = cairo_pattern_create_linear (0, 0, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (photo);
  double scale = MIN (1.5, (HEIGHT - 60.0) / raster->height);

  cairo_set_source_rgb (cr, 0.45, 0.36, 0.28);
  cairo_paint (cr);
  cairo_save (cr);
  cairo_translate (cr, WIDTH / 2.0, HEIGHT / 2.0);
  cairo_rotate (cr, ((double) mado_random_below (random, 100) - 50) / 1000.0);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, paper, -raster->width / 2.0, -raster->height / 2.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_pattern_add_color_stop_rgba (light, 0, 0, 0, 0, 0);
  cairo_pattern_add_color_stop_rgba (light, 1, 0, 0, 0, 0.35);
  cairo_set_source (cr, light);
  cairo_paint (cr);
  cairo_pattern_destroy (light);
  cairo_destroy (cr);
  cairo_surface_destroy (paper);
  cairo_surface_flush (photo);
  return photo;
}

/* A little soft, and grain. */
static void
grain (cairo_surface_t *photo,
       MadoRandom      *random)
{
  guint8 *data = cairo_image_surface_get_data (photo);
  int stride = cairo_image_surface_get_stride (photo);
  g_autofree guint8 *noise = g_malloc ((gsize) WIDTH * HEIGHT);

  mado_random_bytes (random, noise, (gsize) WIDTH * HEIGHT);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x + 1 < WIDTH; x++)
      for (int c = 0; c < 3; c++)
        {
          guint8 *at = data + y * stride + x * 4 + c;
          int value = (at[0] + at[4]) / 2 + noise[y * WIDTH + x] % 17 - 8;

          *at = (guint8) CLAMP (value, 0, 255);
        }
  cairo_surface_mark_dirty (photo);
}

static char *
make_picture (Bench *bench,
              guint  number)
{
  g_autoptr (MadoSlip) slip = make_slip (bench);
  g_autoptr (GError) error = NULL;
  g_autofree char *code = mado_slip_encode (slip, &bench->fields, bench->keys, bench->giver->key, bench->giver->random,
                                            NULL, &error);
  g_autofree char *name = g_strdup_printf ("slip-%u.png", number);
  char *path = g_build_filename (bench->giver->dir, name, NULL);
  g_autoptr (MadoRaster) raster = NULL;
  cairo_surface_t *photo;

  check (code != NULL, error);
  raster = print_receipt (code);
  photo = photograph (raster, bench->giver->random);
  grain (photo, bench->giver->random);
  check (cairo_surface_write_to_png (photo, path) == CAIRO_STATUS_SUCCESS, NULL);
  cairo_surface_destroy (photo);
  return path;
}

/* --- the steps of the desk -------------------------------------------------------------- */

static char *
decode (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, &error);
  g_autoptr (GPtrArray) texts = NULL;

  check (pixbuf != NULL, error);
  texts = mado_scan_read_rgb (gdk_pixbuf_read_pixels (pixbuf), (guint) gdk_pixbuf_get_width (pixbuf),
                              (guint) gdk_pixbuf_get_height (pixbuf), (guint) gdk_pixbuf_get_rowstride (pixbuf),
                              (guint) gdk_pixbuf_get_n_channels (pixbuf), &error);
  check (texts != NULL, error);
  return texts->len > 0 ? g_strdup (texts->pdata[0]) : NULL;
}

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  MadoPublicKey key;

  if (!mado_store_get_device (data, device, &key, NULL))
    return FALSE;
  memcpy (sign_public, key.sign, 32);
  return TRUE;
}

static MadoRecord *
open_slip (Bench      *bench,
           const char *text)
{
  MadoStore *store = bench->taker->store;
  g_autofree char *code = mado_wedge_read_text (text, MADO_SLIP_PREFIX);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) slip = mado_slip_decode (code, &bench->fields, bench->keys, issuer_cb, store, bench->now, &error);
  MadoRecord *record;

  check (slip != NULL, error);
  check (slip->trust == MADO_SLIP_TRUST_DEVICE && !slip->reference, NULL);
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = slip->heads->pdata[i];
      g_autoptr (GPtrArray) changes = mado_slip_list_changes (slip, heads->section);

      check (mado_store_put_base (store, slip->kind, &slip->record, heads->section, heads->heads, heads->n_heads,
                                  mado_slip_get_clock (slip, heads->section), changes, &error), error);
    }
  record = mado_store_load (store, &slip->record, &error);
  check (record != NULL, error);
  return record;
}

typedef struct
{
  MadoPack      *pack;
  MadoFacts     *facts;
  MadoFormReader inner;
} Reading;

static const char *
fact_cb (const char *name,
         int         person,
         gpointer    data)
{
  Reading *reading = data;

  return reading->facts != NULL ? mado_facts_lookup (reading->facts, reading->pack, name, person) : NULL;
}

static GVariant *
get_cb (const char *path,
        gpointer    data)
{
  Reading *reading = data;

  return reading->inner.get (path, reading->inner.user_data);
}

static MadoSource
source_cb (const char *path,
           gpointer    data)
{
  Reading *reading = data;

  return reading->inner.source (path, reading->inner.user_data);
}

static const char *const *
persons_cb (gpointer data)
{
  Reading *reading = data;

  return reading->inner.list_persons (reading->inner.user_data);
}

static const char *const *
procedures_cb (gpointer data)
{
  Reading *reading = data;

  return reading->inner.list_procedures (reading->inner.user_data);
}

/* What the page works out before it draws. */
static guint
fill_form (Bench      *bench,
           MadoRecord *record)
{
  g_autoptr (MadoCase) kase = mado_case_new (bench->pack, record);
  g_autoptr (MadoCaseEdit) edit = mado_case_edit_new (kase);
  g_autoptr (MadoFormSet) forms = mado_form_set_new (bench->pack);
  g_autoptr (MadoGuidance) guidance = NULL;
  g_autoptr (MadoFacts) facts = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) gaps = NULL;
  Reading reading = { .pack = bench->pack, .inner = mado_case_edit_get_reader (edit) };
  MadoFormReader reader = { .get = get_cb, .source = source_cb, .list_persons = persons_cb,
                            .list_procedures = procedures_cb, .fact = fact_cb, .today = bench->today,
                            .user_data = &reading };

  facts = mado_form_facts_new (bench->pack, &reader, bench->today);
  reading.facts = facts;
  guidance = mado_guidance_run (bench->pack, mado_pack_get_event (bench->pack, mado_case_get_event (kase)), facts);
  mado_form_set_refresh (forms, &reader);
  findings = mado_form_rules_check (bench->pack, &reader, &bench->date);
  gaps = mado_form_set_list_gaps (forms, DESK);
  if (gaps->len == 0 || mado_form_set_get_items (forms)->len < 4 * PERSONS)
    g_error ("the slip did not fill the form");
  return gaps->len;
}

/* --- figures ------------------------------------------------------------------------------ */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
print_row (const char *name,
           GArray     *times)
{
  g_array_sort (times, compare);
  g_print ("%s\t%.1f\t%.1f\n", name, g_array_index (times, double, (times->len - 1) / 2),
           g_array_index (times, double, (guint) ((times->len - 1) * 0.95)));
}

static void
run (Bench *bench,
     guint  n)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) decoder = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  guint unread = 0;

  for (guint i = 0; i <= n; i++)
    {
      g_autofree char *path = make_picture (bench, i);
      gint64 begin = g_get_monotonic_time ();
      g_autofree char *text = decode (path);
      gint64 read = g_get_monotonic_time ();
      double t[3];

      if (text == NULL)
        {
          unread++;
          continue;
        }
      {
        g_autoptr (MadoRecord) record = open_slip (bench, text);

        fill_form (bench, record);
      }
      t[0] = (double) (g_get_monotonic_time () - begin) / 1000;
      t[1] = (double) (read - begin) / 1000;
      t[2] = t[0] - t[1];
      g_unlink (path);
      if (i == 0) /* loads the module */
        continue;
      g_array_append_val (all, t[0]);
      g_array_append_val (decoder, t[1]);
      g_array_append_val (ours, t[2]);
    }
  if (all->len == 0 || unread * 10 > n)
    g_error ("%u of %u pictures were not read", unread, n);
  print_row ("all", all);
  print_row ("decoder", decoder);
  print_row ("ours", ours);
  g_print ("unread\t%u\t%u\n", unread, n);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };
  guint8 key[MADO_KEY_BYTES] = { 9 };

  if (argc < 2)
    {
      g_printerr ("usage: slip-image PACK [PICTURES]\n");
      return 2;
    }
  mado_crypto_init ();
  bench.pack = mado_pack_load (argv[1], &error);
  check (bench.pack != NULL, error);
  bench.giver = profile_new_temporary (1, "shimin");
  bench.taker = profile_new_temporary (2, DESK);
  profile_open (bench.taker);
  bench.now = mado_clock_now_ms (bench.taker->clock);
  bench.date = mado_date_from_ms (bench.now);
  bench.today = mado_date_to_iso (&bench.date);
  mado_slip_fields_init_pack (&bench.fields, bench.pack);
  bench.keys = mado_slip_keyring_new (mado_pack_get_city (bench.pack));
  mado_slip_keyring_add (bench.keys, 1, bench.now - 7 * DAY_MS, bench.now + 7 * DAY_MS, key);
  check (mado_store_add_device (bench.taker->store, &bench.giver->identity.device,
                                mado_secret_key_get_public (bench.giver->key), "shimin", &error), error);
  run (&bench, argc > 2 ? (guint) atoi (argv[2]) : 30);
  mado_slip_keyring_unref (bench.keys);
  profile_free (bench.giver);
  profile_free (bench.taker);
  mado_pack_unref (bench.pack);
  g_free (bench.today);
  return 0;
}
