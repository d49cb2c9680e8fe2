/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/card/mado-card-parse.h"
#include "device/card/mado-card-secure.h"
#include "device/card/mado-card-text.h"
#include "device/card/mado-card-tlv.h"
#include "device/card/mado-card-types.h"

/* Bytes written as hexadecimal digits; spaces are for the reader. */
static GByteArray *
bytes_of (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex++)
    {
      guint8 byte;

      if (*hex == ' ')
        continue;
      byte = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);
      g_byte_array_append (bytes, &byte, 1);
      hex++;
    }
  return bytes;
}

/* --- TLV ------------------------------------------------------------------------- */

static void
test_tlv_ber (void)
{
  static const struct
  {
    const char  *hex;
    MadoTlvState state;
    guint        tag;
    gsize        length;
  } cases[] = {
    { "df22 02 6162", MADO_TLV_ITEM, 0xdf22, 2 },
    { "c1 01 31", MADO_TLV_ITEM, 0xc1, 1 },
    { "df22 00", MADO_TLV_ITEM, 0xdf22, 0 },
    { "df22 82 0002 6162", MADO_TLV_ITEM, 0xdf22, 2 },
    { "df22 81 02 6162", MADO_TLV_ITEM, 0xdf22, 2 },
    { "df22 80 6162 0000", MADO_TLV_BROKEN, 0, 0 },
    { "df22 83 000002 6162", MADO_TLV_BROKEN, 0, 0 },
    { "df22 84 fffffff0", MADO_TLV_BROKEN, 0, 0 },
    { "df82 22 01 00", MADO_TLV_BROKEN, 0, 0 },
    { "df22 03 6162", MADO_TLV_SHORT, 0, 0 },
    { "df22 82 00", MADO_TLV_SHORT, 0, 0 },
    { "df22", MADO_TLV_SHORT, 0, 0 },
    { "df", MADO_TLV_SHORT, 0, 0 },
    { "", MADO_TLV_END, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = bytes_of (cases[i].hex);
      MadoTlvCursor cursor = { bytes->data, bytes->len };
      MadoTlv item = { 0 };
      MadoTlvState state = mado_tlv_ber_next (&cursor, &item);

      g_assert_cmpint (state, ==, cases[i].state);
      if (state != MADO_TLV_ITEM)
        continue;
      g_assert_cmphex (item.tag, ==, cases[i].tag);
      g_assert_cmpuint (item.length, ==, cases[i].length);
      g_assert_cmpuint (cursor.left, ==, 0);
    }
}

static void
test_tlv_plain (void)
{
  static const struct
  {
    const char  *hex;
    MadoTlvState state;
  } cases[] = {
    { "12 02 3021", MADO_TLV_ITEM },  { "14 00", MADO_TLV_ITEM },      { "12 82 0002 3021", MADO_TLV_ITEM },
    { "ff ff", MADO_TLV_END },        { "", MADO_TLV_END },            { "00 00", MADO_TLV_BROKEN },
    { "12 81 02 3021", MADO_TLV_BROKEN }, { "12 03 3021", MADO_TLV_SHORT }, { "12 82 00", MADO_TLV_SHORT },
    { "12", MADO_TLV_SHORT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = bytes_of (cases[i].hex);
      MadoTlvCursor cursor = { bytes->data, bytes->len };
      MadoTlv item;

      g_assert_cmpint (mado_tlv_plain_next (&cursor, &item), ==, cases[i].state);
    }
}

/* --- text ------------------------------------------------------------------------- */

static void
test_utf8 (void)
{
  static const char *const good[] = {
    "架空　花子", "葛\xf3\xa0\x84\x80城", "か\xe3\x82\x99", "𠮷田", "O'BRIEN <Jr.> & \"X\"", "",
  };
  static const char *const bad[] = {
    "\xc0\xaf", "\xed\xa0\x80", "\xe6\x9e", "\xff", "a\x1b[2J", "a\r\nb", "\xc2\x85", "x\xe2\x80\xaey", "\xe2\x81\xa6x",
    "\xe2\x80\xa8", "\xef\xbf\xbf", "\xef\xbb\xbfx", "\xd8\x9c", "\xf4\x90\x80\x80",
  };
  char text[64];

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (mado_card_text_utf8 ((const guint8 *) good[i], strlen (good[i]), 20, text, sizeof text));
      g_assert_cmpstr (text, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mado_card_text_utf8 ((const guint8 *) bad[i], strlen (bad[i]), 20, text, sizeof text));
  g_assert_false (mado_card_text_utf8 ((const guint8 *) "a\0b", 3, 20, text, sizeof text));
  g_assert_false (mado_card_text_utf8 ((const guint8 *) "abcdef", 6, 5, text, sizeof text));
  g_assert_false (mado_card_text_utf8 ((const guint8 *) "abcdef", 6, 20, text, 6));
}

static void
test_jis (void)
{
  static const struct
  {
    const char *hex;
    const char *text; /* NULL: refused */
    guint       gaiji;
  } cases[] = {
    { "3021 2121 2341", "亜　Ａ", 0 },
    { "215d 2141 213d", "－～―", 0 }, /* as keyboards and the other cards write them */
    { "3b33 fff1 fff2 fff1", "山〓〓〓", 3 },
    { "fffa", "〓", 1 },
    { "fff7", "〓", 1 },
    { "2d21", "①", 0 },
    { "", "", 0 },
    { "fff8", NULL, 0 },
    { "3021 21", NULL, 0 },
    { "3021 80ff", NULL, 0 },
    { "1b24 3022", NULL, 0 },
    { "0000", NULL, 0 },
    { "2021", NULL, 0 },
    { "2921", NULL, 0 },
    { "4f54", NULL, 0 }, /* behind the last character of its row */
    { "7521", NULL, 0 },
    { "7f21", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = bytes_of (cases[i].hex);
      char text[64];
      guint gaiji = 99;
      gboolean read = mado_card_text_jis (bytes->data, bytes->len, 10, text, sizeof text, &gaiji);

      g_assert_cmpint (read, ==, cases[i].text != NULL);
      if (!read)
        continue;
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpuint (gaiji, ==, cases[i].gaiji);
    }
}

static void
test_dates (void)
{
  static const struct
  {
    const char      *digits;
    MadoCardDateSort sort;
    const char      *date;
  } cases[] = {
    { "3600321", MADO_CARD_DATE_PAST, "1985-03-21" },   { "3640107", MADO_CARD_DATE_PAST, "1989-01-07" },
    { "3640108", MADO_CARD_DATE_PAST, NULL },           { "4010108", MADO_CARD_DATE_PAST, "1989-01-08" },
    { "4010107", MADO_CARD_DATE_PAST, NULL },           { "4310430", MADO_CARD_DATE_PAST, "2019-04-30" },
    { "4310501", MADO_CARD_DATE_PAST, NULL },           { "4310501", MADO_CARD_DATE_FUTURE, "2019-05-01" },
    { "4400101", MADO_CARD_DATE_FUTURE, "2028-01-01" }, { "5010430", MADO_CARD_DATE_FUTURE, NULL },
    { "5010501", MADO_CARD_DATE_PAST, "2019-05-01" },   { "2010730", MADO_CARD_DATE_PAST, "1912-07-30" },
    { "1440101", MADO_CARD_DATE_PAST, "1911-01-01" },   { "3601332", MADO_CARD_DATE_PAST, NULL },
    { "3600229", MADO_CARD_DATE_PAST, NULL },           { "3600000", MADO_CARD_DATE_PAST, NULL },
    { "6010101", MADO_CARD_DATE_PAST, NULL },           { "0010101", MADO_CARD_DATE_PAST, NULL },
    { "3000101", MADO_CARD_DATE_PAST, NULL },           { "360032", MADO_CARD_DATE_PAST, NULL },
    { "360032x", MADO_CARD_DATE_PAST, NULL },
  };
  static const guint8 bcd[] = { 0x20, 0x28, 0x04, 0x21 }, no_bcd[] = { 0x20, 0x2a, 0x04, 0x21 };
  char text[11];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean read = mado_card_date_era ((const guint8 *) cases[i].digits, strlen (cases[i].digits), cases[i].sort, text);

      g_assert_cmpint (read, ==, cases[i].date != NULL);
      if (read)
        g_assert_cmpstr (text, ==, cases[i].date);
    }
  g_assert_true (mado_card_date_ymd ((const guint8 *) "20240229", 8, text));
  g_assert_false (mado_card_date_ymd ((const guint8 *) "20230229", 8, text));
  g_assert_false (mado_card_date_ymd ((const guint8 *) "00000000", 8, text));
  g_assert_true (mado_card_date_bcd (bcd, text));
  g_assert_cmpstr (text, ==, "2028-04-21");
  g_assert_false (mado_card_date_bcd (no_bcd, text));
}

/* --- files --------------------------------------------------------------------------- */

#define ATTRS_BODY "df2203 e4ba9c df2303 e5ba9c df2408 3139383530333231 df2501 32"

static void
test_attrs (void)
{
  static const struct
  {
    const char *hex;
    gboolean    whole;
  } cases[] = {
    { "ff20 1b " ATTRS_BODY, TRUE },
    { "ff20 82001b " ATTRS_BODY " ffff 0000", TRUE },
    { "ff20 29 df2108 00ff 0102 0304 0506 df2a00 " ATTRS_BODY, TRUE },
    { "ff20 1a " ATTRS_BODY, FALSE },
    { "ff20 1c " ATTRS_BODY, FALSE },
    { "ff10 1b " ATTRS_BODY, FALSE },
    { "ff20 21 df2203 e4ba9c " ATTRS_BODY, FALSE },
    { "ff20 17 df2303 e5ba9c df2408 3139383530333231 df2501 32", FALSE },
    { "ff20 1b df2203 e4ba9c df2303 e5ba9c df2408 3139383530333231 df2501 33", FALSE },
    { "ff20 18 df2200 df2303 e5ba9c df2408 3139383530333231 df2501 32", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = bytes_of (cases[i].hex);
      MadoCardData data = { 0 }, nothing = { 0 };
      gboolean whole = mado_card_parse_attrs (bytes->data, bytes->len, &data);

      g_test_message ("%s", cases[i].hex);
      g_assert_cmpint (whole, ==, cases[i].whole);
      if (whole)
        {
          g_assert_cmpstr (data.name, ==, "亜");
          g_assert_cmpstr (data.address, ==, "府");
          g_assert_cmpstr (data.birth, ==, "1985-03-21");
          g_assert_cmpstr (data.sex, ==, "2");
        }
      else
        g_assert_cmpmem (&data, sizeof data, &nothing, sizeof nothing);
    }
}

static void
test_number (void)
{
  g_autoptr (GByteArray) good = bytes_of ("ff10 0c 313233343536373839303138 ffff");
  g_autoptr (GByteArray) wrong_digit = bytes_of ("ff10 0c 313233343536373839303139 ffff");
  g_autoptr (GByteArray) letters = bytes_of ("ff10 0c 41 3233343536373839303138 ffff");
  MadoCardData data = { 0 };

  g_assert_false (mado_card_parse_number (wrong_digit->data, wrong_digit->len, &data));
  g_assert_false (mado_card_parse_number (letters->data, letters->len, &data));
  g_assert_cmpstr (data.my_number, ==, "");
  g_assert_true (mado_card_parse_number (good->data, good->len, &data));
  g_assert_cmpstr (data.my_number, ==, "123456789018");
}

#define ENTRIES                                                                                                  \
  "11 01 01 12 02 3021 16 07 33363030333231 17 02 4a21 1b 07 35313030343231 21 0c 333031323334353637383930 ffff"
/* 令和3年10月1日, then the text 3022, then a commission of five spaces. */
#define CHANGED_ADDRESS "70 1b 01 2335 2330 2333 2331 2330 2330 2331 3022 2121 2121 2121 2121 2121"

static void
check_licence (const char *changes,
               const char *address)
{
  g_autoptr (GByteArray) entries = bytes_of (ENTRIES);
  g_autoptr (GByteArray) later = bytes_of (changes);
  MadoCardData data = { 0 }, nothing = { 0 };
  gboolean whole = mado_card_parse_licence (entries->data, entries->len, later->data, later->len, &data);

  g_test_message ("%s", changes);
  g_assert_cmpint (whole, ==, address != NULL);
  if (!whole)
    {
      g_assert_cmpmem (&data, sizeof data, &nothing, sizeof nothing);
      return;
    }
  g_assert_cmpstr (data.name, ==, "亜");
  g_assert_cmpstr (data.address, ==, address);
  g_assert_cmpstr (data.birth, ==, "1985-03-21");
  g_assert_cmpstr (data.expiry, ==, "2028-04-21");
  g_assert_cmpstr (data.licence_number, ==, "301234567890");
}

static void
test_licence (void)
{
  check_licence ("50 01 00 ffff", "福");
  check_licence ("50 00 ffff", "福");
  check_licence ("50 01 01 " CHANGED_ADDRESS " ffff", "唖");
  /* a tag that stands later wins, whatever the order in the file */
  check_licence ("50 01 01 71 1b 01 2335 2330 2333 2331 2330 2330 2331 3021 2121 2121 2121 2121 2121 " CHANGED_ADDRESS, "亜");
  check_licence ("50 01 01 70 00 ffff", "福");
  check_licence ("50 01 01 " CHANGED_ADDRESS " " CHANGED_ADDRESS, NULL);
  check_licence (CHANGED_ADDRESS, NULL);
  check_licence ("ffff", NULL);
  check_licence ("", NULL);
  check_licence ("50 01 01 12 02 3021", NULL);
  check_licence ("50 01 01 70 19 01 2335 2330 2333 2331 2330 2330 2331 2121 2121 2121 2121 2121", NULL);
  check_licence ("50 01 01 70 1b 01 2335 2330 2333 2331 2333 2330 2331 3022 2121 2121 2121 2121 2121", NULL);
  check_licence ("50 01 01 51 1b 01 2335 2330 2333 2331 2330 2330 2331 3022 2121 2121 2121 2121 80ff", NULL);
}

static void
test_secrets (void)
{
  static const struct
  {
    MadoCardSecret secret;
    const char    *typed;
    const char    *sent;
  } cases[] = {
    { MADO_CARD_SECRET_PIN, "1234", "1234" },     { MADO_CARD_SECRET_PIN, "123", NULL },
    { MADO_CARD_SECRET_PIN, "12345", NULL },      { MADO_CARD_SECRET_PIN, "12 4", NULL },
    { MADO_CARD_SECRET_PIN, "****", NULL },       { MADO_CARD_SECRET_CODE_B, "60032120334567", "60032120334567" },
    { MADO_CARD_SECRET_CODE_B, "6003212033456", NULL }, { MADO_CARD_SECRET_CODE_A, "123456789018", "123456789018" },
    { MADO_CARD_SECRET_CARD_NUMBER, "ab12345678cd", "AB12345678CD" }, { MADO_CARD_SECRET_CARD_NUMBER, "AB1234567CDE", NULL },
    { MADO_CARD_SECRET_SIGN, "abc123", "ABC123" }, { MADO_CARD_SECRET_SIGN, "ABCDEF", NULL },
    { MADO_CARD_SECRET_SIGN, "123456", NULL },    { MADO_CARD_SECRET_SIGN, "AB12", NULL },
    { MADO_CARD_SECRET_SIGN, "ABC12-", NULL },    { MADO_CARD_SECRET_SIGN, "ABCDEFGH12345678X", NULL },
    { MADO_CARD_SECRET_NONE, "1234", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup (cases[i].typed);

      g_assert_cmpint (mado_card_secret_prepare (cases[i].secret, text), ==, cases[i].sent != NULL);
      g_assert_cmpstr (text, ==, cases[i].sent ? cases[i].sent : cases[i].typed);
    }
}

/* The worked example of 在留カード等仕様書 1.5. */
static void
test_secure (void)
{
  g_autoptr (GByteArray) plain = bytes_of ("1122334455667788 5A6E7E385162B7A3 404142434445464748494A4B4C4D4E4F");
  g_autoptr (GByteArray) sealed = bytes_of ("937745c20883a1bad1e04193722a1592378f81a8f1dc589157aeb0f7544fa1ba");
  g_autoptr (GByteArray) mac = bytes_of ("1ad7fb6a3389e017");
  g_autoptr (GByteArray) session = bytes_of ("CE94938E19E3B97DF96EABCEDC1715CC");
  g_autoptr (GByteArray) number = bytes_of ("1aa82973db959a811f9711d728f0eef6");
  guint8 key[MADO_CARD_KEY], out[32], padded[16] = "AA12345678BB";
  gsize length = 0;

  g_assert_true (mado_card_secure_key ("AA12345678BB", 12, key));
  g_assert_true (mado_card_secure_encrypt (key, plain->data, 32, out));
  g_assert_cmpmem (out, 32, sealed->data, 32);
  g_assert_true (mado_card_secure_mac (key, sealed->data, 32, out));
  g_assert_cmpmem (out, 8, mac->data, 8);
  g_assert_true (mado_card_secure_decrypt (key, sealed->data, 32, out));
  g_assert_cmpmem (out, 32, plain->data, 32);
  g_assert_cmpuint (mado_card_secure_pad (padded, 12), ==, 16);
  g_assert_true (mado_card_secure_encrypt (session->data, padded, 16, out));
  g_assert_cmpmem (out, 16, number->data, 16);
  g_assert_true (mado_card_secure_unpad (padded, 16, &length));
  g_assert_cmpuint (length, ==, 12);
  g_assert_false (mado_card_secure_unpad (padded, 12, &length));
  g_assert_false (mado_card_secure_encrypt (key, plain->data, 12, out));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/card/tlv/ber", test_tlv_ber);
  g_test_add_func ("/card/tlv/plain", test_tlv_plain);
  g_test_add_func ("/card/text/utf8", test_utf8);
  g_test_add_func ("/card/text/jis", test_jis);
  g_test_add_func ("/card/text/dates", test_dates);
  g_test_add_func ("/card/attrs", test_attrs);
  g_test_add_func ("/card/number", test_number);
  g_test_add_func ("/card/licence", test_licence);
  g_test_add_func ("/card/secrets", test_secrets);
  g_test_add_func ("/card/secure", test_secure);

  return g_test_run ();
}
