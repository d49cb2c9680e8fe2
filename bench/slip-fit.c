/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../tests/core/slip/sample.h"

#include <stdio.h>

/* How much of a household fits a slip: persons down, values a person across.
 * "carried/all" values; "ref" when only the reference fits. */

static void
print_cell (guint persons,
            guint values)
{
  g_autoptr (MadoSlip) slip = sample_slip (persons, values);
  g_autoptr (MadoSlipKeyring) keys = sample_keyring ();
  g_autoptr (MadoSecretKey) device = sample_device ();
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  g_autoptr (GError) error = NULL;
  MadoSlipFit fit;
  g_autofree char *text = mado_slip_encode (slip, &sample_fields, keys, device, random, &fit, &error);

  if (text == NULL)
    printf ("  %s", error->message);
  else
    printf ("  %4u B %2u-M %3u/%3u%s", fit.bytes, fit.version, fit.n_values, fit.n_values + fit.n_left_out,
            fit.reference ? " ref" : "    ");
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
  static const guint values[] = { 10, 15, 20, 40 };

  printf ("persons");
  for (guint k = 0; k < G_N_ELEMENTS (values); k++)
    printf ("  %2u values a person     ", values[k]);
  printf ("\n");
  for (guint persons = 1; persons <= 6; persons++)
    {
      printf ("%7u", persons);
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        print_cell (persons, values[k]);
      printf ("\n");
    }
  print_speed ();
  return 0;
}
