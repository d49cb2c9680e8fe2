/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../tests/core/slip/sample.h"

#include <stdio.h>
#include <string.h>

/* How much of a household fits a slip: persons down, values a person across.
 * bytes, version and "carried/all" values; "ref" when only the reference fits.
 *
 * First with names and towns that stand in the codec's dictionary, then with
 * what it has never seen: mean of 30 households with rare names, each moving
 * from one drawn place to another. */

#define HOUSEHOLDS 30

typedef struct
{
  GPtrArray *names;  /* char** of a line */
  GPtrArray *towns;
  GPtrArray *places; /* municipalities */
} Stock;

static GPtrArray *
read_lines (const char *folder,
            const char *name)
{
  g_autofree char *path = g_build_filename (MADO_BENCH_ROOT, folder, name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != 0; i++)
    if (strstr (lines[i], ",,") == NULL) /* a prefecture without a municipality */
      g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  return rows;
}

static char **
draw (GPtrArray  *rows,
      MadoRandom *random)
{
  return rows->pdata[mado_random_below (random, rows->len)];
}

static void
put (MadoSlip   *slip,
     const char *path,
     const char *text)
{
  for (guint i = 0; i < slip->values->len; i++)
    {
      MadoSlipValue *value = slip->values->pdata[i];

      if (strcmp (value->path, path) != 0)
        continue;
      g_variant_unref (value->value);
      value->value = g_variant_ref_sink (g_variant_new_string (text));
    }
}

static void
put_name (MadoSlip     *slip,
          const char   *eid,
          char        **family,
          char        **given)
{
  const char *const fields[] = { "family_name", "family_name_kana", "given_name", "given_name_kana" };
  const char *const texts[] = { family[0], family[1], given[2], given[3] };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *path = g_strdup_printf ("person/%s/%s", eid, fields[i]);

      put (slip, path, texts[i]);
    }
}

static void
dress (MadoSlip   *slip,
       Stock      *stock,
       MadoRandom *random)
{
  char **family = draw (stock->names, random);
  char **to = draw (stock->towns, random);
  char **from = draw (stock->places, random);
  char **quarter = draw (stock->towns, random);
  g_autofree char *block = g_strdup_printf ("%u番地%u", 1 + mado_random_below (random, 300), 1 + mado_random_below (random, 40));
  g_autofree char *building = g_strdup_printf ("%sヒルズ%u", to[4], 101 + mado_random_below (random, 900));

  for (guint i = 0; slip->persons[i] != NULL; i++)
    put_name (slip, slip->persons[i], family, draw (stock->names, random));
  put (slip, "field/new.postal_code", to[1]);
  put (slip, "field/new.town", to[4]);
  put (slip, "field/new.block", block);
  put (slip, "field/new.building", building);
  put (slip, "field/old.prefecture", from[0]);
  put (slip, "field/old.municipality", from[1]);
  put (slip, "field/old.town", quarter[4]);
}

static void
measure (MadoSlip    *slip,
         guint        seed,
         MadoSlipFit *fit)
{
  g_autoptr (MadoSlipKeyring) keys = sample_keyring ();
  g_autoptr (MadoSecretKey) device = sample_device ();
  g_autoptr (MadoRandom) random = mado_random_new_seeded (seed);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mado_slip_encode (slip, &sample_fields, keys, device, random, fit, &error);

  if (text == NULL)
    g_error ("%s", error->message);
}

static void
print_cell (guint  persons,
            guint  values,
            Stock *stock)
{
  MadoSlipFit fit = { 0 };
  guint bytes = 0, most = 0, carried = 0, all = 0, references = 0;
  guint n = stock != NULL ? HOUSEHOLDS : 1;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MadoSlip) slip = sample_slip (persons, values);
      g_autoptr (MadoRandom) random = mado_random_new_seeded (100 + i);

      if (stock != NULL)
        dress (slip, stock, random);
      measure (slip, i, &fit);
      bytes += fit.bytes;
      most = MAX (most, fit.bytes);
      carried += fit.n_values;
      all += fit.n_values + fit.n_left_out;
      references += fit.reference;
    }
  printf ("  %4u B (%4u) %3u/%3u%s", bytes / n, most, carried / n, all / n, references > 0 ? " ref" : "    ");
}

static void
print_table (Stock *stock)
{
  static const guint values[] = { 10, 15, 20, 40 };

  printf ("persons");
  for (guint k = 0; k < G_N_ELEMENTS (values); k++)
    printf ("  %2u values a person       ", values[k]);
  printf ("\n");
  for (guint persons = 1; persons <= 6; persons++)
    {
      printf ("%7u", persons);
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        print_cell (persons, values[k], stock);
      printf ("\n");
    }
}

/* A section's tails: none, and as many as are ever carried. */
static void
print_seen (void)
{
  for (guint n = 0; n <= MADO_SLIP_MAX_SEEN; n += 8)
    {
      g_autoptr (MadoSlip) slip = sample_slip (4, 15);
      MadoSlipHeads *heads = slip->heads->pdata[0];
      MadoSlipFit fit;

      heads->n_seen = n;
      heads->seen = g_renew (guint16, heads->seen, n + 1);
      for (guint i = 0; i < n; i++)
        heads->seen[i] = (guint16) (i * 2711);
      measure (slip, 1, &fit);
      printf ("%s%u commits seen: %u B", n == 0 ? "" : ", ", n, fit.bytes);
    }
  printf ("\n");
}

static void
print_speed (void)
{
  g_autoptr (MadoSlip) slip = sample_slip (4, 15);
  g_autoptr (MadoSlipKeyring) keys = sample_keyring ();
  g_autoptr (MadoSecretKey) device = sample_device ();
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  g_autofree char *text = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 100; i++)
    {
      g_free (text);
      text = mado_slip_encode (slip, &sample_fields, keys, device, random, NULL, NULL);
    }
  printf ("make %.2f ms", (double) (g_get_monotonic_time () - start) / 100000);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoSlip) read = mado_slip_decode (text, &sample_fields, keys, sample_issuer, slip, SAMPLE_NOW, &error);

      if (read == NULL)
        g_error ("%s", error->message);
    }
  printf (", read %.2f ms\n", (double) (g_get_monotonic_time () - start) / 100000);
}

int
main (void)
{
  Stock stock = { read_lines ("bench", "rare-names.csv"), read_lines ("data/city", "towns.csv"),
                  read_lines ("data/city", "municipalities.csv") };

  printf ("names and towns of the dictionary\n");
  print_table (NULL);
  printf ("rare names, drawn towns: mean and largest of %d households\n", HOUSEHOLDS);
  print_table (&stock);
  print_seen ();
  print_speed ();
  g_ptr_array_unref (stock.names);
  g_ptr_array_unref (stock.towns);
  g_ptr_array_unref (stock.places);
  return 0;
}
