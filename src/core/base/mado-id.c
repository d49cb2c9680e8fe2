/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-id.h"

#include <string.h>

static void
stamp (MadoId *id,
       guint8  version)
{
  id->b[6] = (guint8) ((id->b[6] & 0x0f) | (version << 4));
  id->b[8] = (guint8) ((id->b[8] & 0x3f) | 0x80);
}

void
mado_id_generate (MadoId     *id,
                  MadoClock  *clock,
                  MadoRandom *random)
{
  guint64 ms = (guint64) MAX (mado_clock_now_ms (clock), 0);

  mado_random_bytes (random, id->b, sizeof id->b);
  for (int i = 0; i < 6; i++)
    id->b[i] = (guint8) (ms >> (40 - 8 * i));
  stamp (id, 7);
}

/**
 * mado_id_derive:
 * @id: (out): the id
 * @domain: what kind of thing is named, for example "slip-base"
 * @data: the natural key's bytes
 * @length: how many
 *
 * The first 16 bytes of SHA-256 over domain, a zero byte and data.
 */
void
mado_id_derive (MadoId     *id,
                const char *domain,
                const void *data,
                gsize       length)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (sum, (const guchar *) domain, (gssize) strlen (domain) + 1);
  if (length > 0)
    g_checksum_update (sum, data, (gssize) length);
  g_checksum_get_digest (sum, digest, &size);
  memcpy (id->b, digest, sizeof id->b);
  stamp (id, 8);
}

gboolean
mado_id_parse (const char *text,
               MadoId     *id)
{
  MadoId out;
  int n = 0;

  if (text == NULL || strlen (text) != MADO_ID_STRING_LENGTH)
    return FALSE;

  for (int i = 0; i < MADO_ID_STRING_LENGTH;)
    {
      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (text[i++] != '-')
            return FALSE;
          continue;
        }
      if (!g_ascii_isxdigit (text[i]) || !g_ascii_isxdigit (text[i + 1]))
        return FALSE;
      out.b[n++] = (guint8) (g_ascii_xdigit_value (text[i]) << 4 | g_ascii_xdigit_value (text[i + 1]));
      i += 2;
    }
  *id = out;
  return TRUE;
}

char *
mado_id_to_string (const MadoId *id)
{
  static const char hex[] = "0123456789abcdef";
  char *text = g_malloc (MADO_ID_STRING_LENGTH + 1);
  char *p = text;

  for (int i = 0; i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *p++ = '-';
      *p++ = hex[id->b[i] >> 4];
      *p++ = hex[id->b[i] & 15];
    }
  *p = 0;
  return text;
}

guint
mado_id_hash (gconstpointer id)
{
  guint h;

  /* The last bytes are random in every version. */
  memcpy (&h, ((const MadoId *) id)->b + 12, sizeof h);
  return h;
}

gboolean
mado_id_equal (gconstpointer a,
               gconstpointer b)
{
  return memcmp (a, b, sizeof (MadoId)) == 0;
}

int
mado_id_compare (gconstpointer a,
                 gconstpointer b)
{
  return memcmp (a, b, sizeof (MadoId));
}

gboolean
mado_id_is_null (const MadoId *id)
{
  static const MadoId zero;

  return mado_id_equal (id, &zero);
}

MadoId *
mado_id_copy (const MadoId *id)
{
  return g_memdup2 (id, sizeof *id);
}
