/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../core/slip/sample.h"
#include "core/slip/mado-slip-private.h"

/* seed-slips FOLDER: bodies of slips for the fuzzers, which random bytes would
 * never be: FOLDER/slip as they are sealed, FOLDER/slip-map with the map not
 * deflated yet, FOLDER/slip-draft what comes from home in the same way. */

static void
write_seed (const char   *folder,
            const char   *target,
            guint         number,
            const guint8 *data,
            gsize         n)
{
  g_autofree char *into = g_build_filename (folder, target, NULL);
  g_autofree char *path = g_strdup_printf ("%s/sample-%u", into, number);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (into, 0755);
  if (!g_file_set_contents (path, (const char *) data, (gssize) n, &error))
    g_error ("%s", error->message);
}

/* dictionary | varint length of raw | raw | deflated map → length of raw, raw, map */
static void
write_map (const char *folder,
           const char *target,
           guint       number,
           GBytes     *body)
{
  gsize n, raw = 0, at = 1, n_map;
  const guint8 *data = g_bytes_get_data (body, &n), *map;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GBytes) inflated = NULL;
  guint8 length;

  for (guint shift = 0;; shift += 7)
    {
      raw |= (gsize) (data[at] & 0x7f) << shift;
      if (!(data[at++] & 0x80))
        break;
    }
  inflated = mado_slip_inflate (data[0], data + at + raw, n - at - raw, NULL);
  if (inflated == NULL || raw > 255)
    return;
  map = g_bytes_get_data (inflated, &n_map);
  length = (guint8) raw;
  g_byte_array_append (out, &length, 1);
  g_byte_array_append (out, data + at, (guint) raw);
  g_byte_array_append (out, map, (guint) n_map);
  write_seed (folder, target, number, out->data, out->len);
}

/* What a person says at home: no more than wishes. */
static void
write_draft (const char *folder,
             guint       number)
{
  g_autoptr (MadoSlip) full = sample_slip (1 + number % 4, number < 6 ? 3 : 8), draft = mado_slip_new_draft (full->city, &full->record, number % 2 ? MADO_SOURCE_WEB : MADO_SOURCE_KIOSK);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  MadoSlipFit fit = { 0 };

  draft->issued = full->issued;
  draft->expires = full->expires;
  for (guint i = 0; full->persons[i] != NULL; i++)
    mado_slip_add_person (draft, full->persons[i]);
  for (guint i = 0; i < full->values->len; i++)
    {
      const MadoSlipValue *value = full->values->pdata[i];

      mado_slip_add_value (draft, value->section, value->path, value->value, value->tier);
    }
  body = mado_slip_choose_body (draft, &sample_fields, &fit, &error);
  if (body == NULL)
    g_error ("%s", error->message);
  write_map (folder, "slip-draft", number, body);
}

int
main (int    argc,
      char **argv)
{
  static const guint8 signature[64];

  if (argc != 2)
    return 2;
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (MadoSlip) slip = sample_slip (1 + i % 6, i < 6 ? 3 : 10);
      g_autoptr (GError) error = NULL;
      MadoSlipFit fit = { 0 };
      g_autoptr (GBytes) body = mado_slip_choose_body (slip, &sample_fields, &fit, &error);
      g_autoptr (GByteArray) plain = g_byte_array_new ();
      gsize n;
      const guint8 *data;

      if (body == NULL)
        g_error ("%s", error->message);
      data = g_bytes_get_data (body, &n);
      write_seed (argv[1], "slip", 2 * i, data, n);
      g_byte_array_append (plain, signature, sizeof signature);
      g_byte_array_append (plain, data, (guint) n);
      write_seed (argv[1], "slip", 2 * i + 1, plain->data, plain->len);
      write_map (argv[1], "slip-map", i, body);
      write_draft (argv[1], i);
    }
  return 0;
}
