/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-practice-private.h"

#include <stdlib.h>
#include <string.h>

/* What a made-up card holds, byte by byte as the real kinds have it. */

static void
put (GByteArray *out,
     const char *text,
     gsize       n)
{
  g_byte_array_append (out, (const guint8 *) text, (guint) n);
}

static void
put_byte (GByteArray *out,
          guint       byte)
{
  const guint8 one = (guint8) byte;

  g_byte_array_append (out, &one, 1);
}

static void
put_filler (GByteArray *out,
            guint8      byte,
            guint       size)
{
  while (out->len < size)
    put_byte (out, byte);
}

static GByteArray *
add_file (MadoCardPractice *self,
          PracticeApp       app,
          guint16           id,
          guint             any,
          guint             all)
{
  PracticeFile file = { app, id, any, all, g_byte_array_new () };

  g_array_append_val (self->files, file);
  return file.bytes;
}

static void
add_pin (MadoCardPractice *self,
         PracticeApp       app,
         guint16           id,
         guint             opens,
         MadoCardSecret    secret,
         const char       *text)
{
  PracticePin pin = { app, id, opens, secret, text };

  g_array_append_val (self->pins, pin);
}

/* "1988-07-12" as 19880712. */
static char *
plain_date (const char *date)
{
  return g_strdup_printf ("%.4s%.2s%.2s", date, date + 5, date + 8);
}

/* --- Individual Number Card ------------------------------------------------------------ */

static void
put_ber (GByteArray *out,
         guint       tag,
         const char *value,
         gsize       n)
{
  put_byte (out, tag >> 8);
  put_byte (out, tag & 0xff);
  if (n > 0xff)
    {
      put_byte (out, 0x82);
      put_byte (out, (guint) n >> 8);
    }
  else if (n > 0x7f)
    put_byte (out, 0x81);
  put_byte (out, n & 0xff);
  put (out, value, n);
}

/* The template with its table of offsets, which count from the file's start. */
static void
put_attrs (GByteArray             *out,
           const MadoPracticeCard *card)
{
  g_autofree char *birth = plain_date (card->birth);
  const char *const values[] = { card->name, card->address, birth, card->sex };
  g_autoptr (GByteArray) items = g_byte_array_new ();
  guint8 offsets[8] = { 0 };
  guint head, at[4];

  for (guint i = 0; i < 4; i++)
    {
      at[i] = items->len;
      put_ber (items, 0xdf22 + i, values[i], strlen (values[i]));
    }
  head = (items->len + 11 > 0xff ? 5 : items->len + 11 > 0x7f ? 4 : 3) + 11;
  for (guint i = 0; i < 4; i++)
    {
      offsets[2 * i] = (guint8) ((head + at[i]) >> 8);
      offsets[2 * i + 1] = (guint8) (head + at[i]);
    }
  {
    g_autoptr (GByteArray) inside = g_byte_array_new ();

    put_ber (inside, 0xdf21, (const char *) offsets, sizeof offsets);
    g_byte_array_append (inside, items->data, items->len);
    put_ber (out, 0xff20, (const char *) inside->data, inside->len);
  }
  put_filler (out, 0xff, out->len + 16);
}

static void
fill_mynumber (MadoCardPractice *self)
{
  const MadoPracticeCard *card = self->card;
  g_autofree char *expiry = plain_date (card->expiry);
  GByteArray *number = add_file (self, APP_TEXT, 0x0001, OPEN_PIN | OPEN_CODE_A, OPEN_FREE);
  GByteArray *common;

  put_ber (number, 0xff10, card->my_number, 12);
  put (number, "\xff\xff", 2);
  put_attrs (add_file (self, APP_TEXT, 0x0002, OPEN_PIN | OPEN_CODE_B, OPEN_FREE), card);
  common = add_file (self, APP_COMMON, 0x0001, OPEN_FREE, OPEN_FREE);
  put (common, "\x01\x1c", 2);
  put (common, "000000000000001", 15);
  put (common, card->municipality, 5);
  put (common, expiry, 8);
  add_pin (self, APP_TEXT, 0x0011, OPEN_PIN, MADO_CARD_SECRET_PIN, card->pin);
  add_pin (self, APP_TEXT, 0x0014, OPEN_CODE_A, MADO_CARD_SECRET_CODE_A, card->my_number);
  add_pin (self, APP_TEXT, 0x0015, OPEN_CODE_B, MADO_CARD_SECRET_CODE_B, card->code_b);
}

/* --- licence ------------------------------------------------------------------------------ */

static void
put_plain (GByteArray *out,
           guint       tag,
           const char *value,
           gsize       n)
{
  put_byte (out, tag);
  if (n > 0x7f)
    {
      put_byte (out, 0x82);
      put_byte (out, (guint) n >> 8);
    }
  put_byte (out, n & 0xff);
  put (out, value, n);
}

/* JIS X 0208 without escapes: EUC-JP with the top bits away. */
static void
put_jis (GByteArray *out,
         guint       tag,
         const char *text)
{
  gsize n = 0;
  g_autofree char *euc = g_convert (text, -1, "EUC-JP", "UTF-8", NULL, &n, NULL);

  for (gsize i = 0; euc != NULL && i < n; i++)
    euc[i] &= 0x7f;
  put_plain (out, tag, euc != NULL ? euc : "", euc != NULL ? n : 0);
}

/* Era digit and YYMMDD in that era: 3 昭和, 4 平成, 5 令和. */
static void
put_era (GByteArray *out,
         guint       tag,
         const char *date)
{
  int year = atoi (date);
  gboolean reiwa = g_strcmp0 (date, "2019-05-01") >= 0, heisei = g_strcmp0 (date, "1989-01-08") >= 0;
  g_autofree char *text = g_strdup_printf ("%d%02d%.2s%.2s", reiwa ? 5 : heisei ? 4 : 3,
                                           year - (reiwa ? 2018 : heisei ? 1988 : 1925), date + 5, date + 8);

  put_plain (out, tag, text, 7);
}

static void
put_bcd (GByteArray *out,
         const char *date)
{
  g_autofree char *digits = plain_date (date);

  for (guint i = 0; i < 8; i += 2)
    put_byte (out, (guint) (digits[i] - '0') << 4 | (guint) (digits[i + 1] - '0'));
}

static void
put_entries (GByteArray             *out,
             const MadoPracticeCard *card)
{
  put_plain (out, 0x11, "\x02", 1);
  put_jis (out, 0x12, card->name);
  put_jis (out, 0x13, card->kana);
  put_plain (out, 0x14, "", 0);
  put_jis (out, 0x15, card->kana);
  put_era (out, 0x16, card->birth);
  put_jis (out, 0x17, card->address);
  put_era (out, 0x18, card->issued);
  put_plain (out, 0x19, "00000", 5);
  put_jis (out, 0x1a, "優良");
  put_era (out, 0x1b, card->expiry);
  for (guint tag = 0x1c; tag <= 0x1f; tag++)
    put_plain (out, tag, "", 0);
  put_jis (out, 0x20, "研修");
  put_plain (out, 0x21, card->licence_number, 12);
  for (guint tag = 0x22; tag <= 0x33; tag++)
    put_plain (out, tag, tag == 0x26 ? "4210401" : "0000000", 7);
  put_filler (out, 0xff, 880);
}

static void
fill_licence (MadoCardPractice *self)
{
  const MadoPracticeCard *card = self->card;
  GByteArray *common = add_file (self, APP_NONE, 0x2f01, OPEN_FREE, OPEN_FREE);
  GByteArray *changes, *domicile, *moves;

  put (common, "\x45\x0b" "009", 5);
  put_bcd (common, card->issued);
  put_bcd (common, card->expiry);
  put (common, "\x46\x02\x00\x00", 4);
  put (add_file (self, APP_NONE, 0x000a, OPEN_FREE, OPEN_FREE), "\x05\x01\x01", 3);
  put_entries (add_file (self, APP_LICENCE, 0x0001, OPEN_LICENCE_1, OPEN_FREE), card);
  domicile = add_file (self, APP_LICENCE, 0x0002, OPEN_LICENCE_1, OPEN_LICENCE_2);
  put_jis (domicile, 0x41, card->domicile);
  put_filler (domicile, 0xff, 82);
  changes = add_file (self, APP_LICENCE, 0x0004, OPEN_LICENCE_1, OPEN_FREE);
  put_plain (changes, 0x50, "\x00", 1);
  put_filler (changes, 0xff, 640);
  moves = add_file (self, APP_LICENCE, 0x0006, OPEN_LICENCE_1, OPEN_LICENCE_2);
  put_plain (moves, 0xaa, "\x00", 1);
  put_filler (moves, 0xff, 256);
  add_pin (self, APP_NONE, 0x81, OPEN_LICENCE_1, MADO_CARD_SECRET_LICENCE_1, card->pin);
  add_pin (self, APP_NONE, 0x82, OPEN_LICENCE_2, MADO_CARD_SECRET_LICENCE_2, card->pin_2);
}

/* --- residence card --------------------------------------------------------------------------- */

static void
fill_residence (MadoCardPractice *self)
{
  const MadoPracticeCard *card = self->card;
  GByteArray *address = add_file (self, APP_RESIDENCE_2, 0x01, OPEN_NUMBER, OPEN_FREE);

  put (add_file (self, APP_NONE, 0x0b, OPEN_FREE, OPEN_FREE), "\xc0\x04" "0001", 6);
  put (add_file (self, APP_NONE, 0x0a, OPEN_FREE, OPEN_FREE), "\xc1\x01" "1", 3);
  put (address, "\xd2\x08" "20240401" "\xd3\x06", 12);
  put (address, card->municipality, 6);
  put (address, "\xd4\x82\x01\x40", 4);
  put (address, card->address, strlen (card->address));
  put_filler (address, 0x00, 22 + 320);
}

void
practice_fill (MadoCardPractice *self)
{
  switch (self->card->kind)
    {
    case MADO_CARD_KIND_MYNUMBER:
      fill_mynumber (self);
      break;
    case MADO_CARD_KIND_LICENCE:
      fill_licence (self);
      break;
    case MADO_CARD_KIND_RESIDENCE:
      fill_residence (self);
      break;
    case MADO_CARD_KIND_UNKNOWN:
    default:
      break;
    }
}
