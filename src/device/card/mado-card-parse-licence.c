/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-parse.h"

#include <string.h>

#include "device/card/mado-card-text.h"
#include "device/card/mado-card-tlv.h"

gboolean
mado_card_parse_licence_common (const guint8 *bytes,
                                gsize         n,
                                MadoCardData *data)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlv item;
  char version[4], issued[11], expiry[11];

  if (mado_tlv_plain_next (&file, &item) != MADO_TLV_ITEM || item.tag != 0x45 || item.length != 11 ||
      !mado_card_text_digits (item.value, 3, 3, version) || !mado_card_date_bcd (item.value + 3, issued) ||
      !mado_card_date_bcd (item.value + 7, expiry) ||
      mado_tlv_plain_next (&file, &item) != MADO_TLV_ITEM || item.tag != 0x46)
    return FALSE;
  memcpy (data->expiry, expiry, sizeof expiry);
  return TRUE;
}

gboolean
mado_card_parse_pin_set (const guint8 *bytes,
                         gsize         n,
                         guint         tag,
                         gboolean     *set)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlv item;

  if (mado_tlv_plain_next (&file, &item) != MADO_TLV_ITEM || item.tag != tag || item.length != 1 || item.value[0] > 1)
    return FALSE;
  *set = item.value[0] == 1;
  return TRUE;
}

/* --- entries as they were printed --------------------------------------------------- */

#define FIRST_TAG 0x11
#define LAST_TAG  0x33

/* Puts the objects of DF1/0001 in their places; a tag twice is damage. Tags
 * behind the last may come with new categories. */
static gboolean
sort_entries (const guint8 *bytes,
              gsize         n,
              MadoTlv       items[LAST_TAG + 1])
{
  MadoTlvCursor file = { bytes, n };
  MadoTlvState state;
  MadoTlv item;

  while ((state = mado_tlv_plain_next (&file, &item)) == MADO_TLV_ITEM)
    if (item.tag <= LAST_TAG)
      {
        if (item.tag < FIRST_TAG || items[item.tag].tag != 0)
          return FALSE;
        items[item.tag] = item;
      }
  return state == MADO_TLV_END && items[FIRST_TAG].tag != 0;
}

static gboolean
read_entries (const guint8 *bytes,
              gsize         n,
              MadoCardData *read)
{
  MadoTlv items[LAST_TAG + 1] = { 0 };
  const MadoTlv *name = &items[0x12], *address = &items[0x17], *birth = &items[0x16];
  const MadoTlv *expiry = &items[0x1b], *number = &items[0x21];

  return sort_entries (bytes, n, items) && name->length > 0 && address->length > 0 &&
         mado_card_text_jis (name->value, name->length, MADO_CARD_NAME_LETTERS, read->name, sizeof read->name,
                             &read->name_gaiji) &&
         mado_card_text_jis (address->value, address->length, MADO_CARD_ADDRESS_LETTERS, read->address,
                             sizeof read->address, &read->address_gaiji) &&
         mado_card_date_era (birth->value, birth->length, MADO_CARD_DATE_PAST, read->birth) &&
         mado_card_date_era (expiry->value, expiry->length, MADO_CARD_DATE_FUTURE, read->expiry) &&
         mado_card_text_digits (number->value, number->length, 12, read->licence_number);
}

/* --- later changes -------------------------------------------------------------------- */

/* Edition 1, date 14 as full-width digits, the text, commission 10. */
#define CHANGE_FRAME (1 + 14 + 10)

typedef struct
{
  guint   flag;       /* the object the file begins with */
  guint   first, last; /* tags that may follow */
} ChangeFile;

static const ChangeFile changes_file = { 0x50, 0x51, 0x97 };
static const ChangeFile domicile_file = { 0xaa, 0xab, 0xaf };

/* Is it a whole change, and what is its text? */
static gboolean
change_text (const MadoTlv *item,
             MadoTlv       *text)
{
  char date[11], commission[5 * 4 + 1];

  if (item->length < CHANGE_FRAME || !mado_card_date_era_wide (item->value + 1, date) ||
      !mado_card_text_jis (item->value + item->length - 10, 10, 5, commission, sizeof commission, NULL))
    return FALSE;
  *text = (MadoTlv) { item->tag, item->value + 15, item->length - CHANGE_FRAME };
  return TRUE;
}

/* The text of the last change under the tags @first to @last; its tag is 0 if
 * there is none. The file as a whole must be sound. */
static gboolean
last_change (const guint8     *bytes,
             gsize             n,
             const ChangeFile *kind,
             guint             first,
             guint             last,
             MadoTlv          *found)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlvState state;
  MadoTlv item, text;
  guint64 seen[4] = { 0 };

  *found = (MadoTlv) { 0 };
  if (mado_tlv_plain_next (&file, &item) != MADO_TLV_ITEM || item.tag != kind->flag || item.length > 1)
    return FALSE;
  while ((state = mado_tlv_plain_next (&file, &item)) == MADO_TLV_ITEM)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << (item.tag % 64);

      if (item.tag < kind->first || item.tag > kind->last || seen[item.tag / 64] & bit)
        return FALSE;
      seen[item.tag / 64] |= bit;
      if (item.length == 0)
        continue;
      if (!change_text (&item, &text))
        return FALSE;
      if (item.tag >= first && item.tag <= last && item.tag >= found->tag)
        *found = text;
    }
  return state == MADO_TLV_END;
}

static gboolean
apply_change (const guint8     *bytes,
              gsize             n,
              const ChangeFile *kind,
              guint             first,
              guint             last,
              guint             letters,
              char             *text,
              gsize             size,
              guint            *gaiji)
{
  MadoTlv change;

  if (!last_change (bytes, n, kind, first, last, &change))
    return FALSE;
  return change.tag == 0 ||
         (change.length > 0 && mado_card_text_jis (change.value, change.length, letters, text, size, gaiji));
}

gboolean
mado_card_parse_licence (const guint8 *entries,
                         gsize         n_entries,
                         const guint8 *changes,
                         gsize         n_changes,
                         MadoCardData *data)
{
  MadoCardData read = *data;
  gboolean whole = read_entries (entries, n_entries, &read) &&
                   apply_change (changes, n_changes, &changes_file, 0x60, 0x67, MADO_CARD_NAME_LETTERS, read.name,
                                 sizeof read.name, &read.name_gaiji) &&
                   apply_change (changes, n_changes, &changes_file, 0x70, 0x77, MADO_CARD_ADDRESS_LETTERS, read.address,
                                 sizeof read.address, &read.address_gaiji);

  if (whole)
    *data = read;
  mado_card_data_clear (&read);
  return whole;
}

static gboolean
read_domicile (const guint8 *bytes,
               gsize         n,
               MadoCardData *read)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlv item, more;

  return mado_tlv_plain_next (&file, &item) == MADO_TLV_ITEM && item.tag == 0x41 && item.length > 0 &&
         mado_tlv_plain_next (&file, &more) == MADO_TLV_END &&
         mado_card_text_jis (item.value, item.length, MADO_CARD_ADDRESS_LETTERS, read->domicile, sizeof read->domicile,
                             &read->domicile_gaiji);
}

gboolean
mado_card_parse_licence_domicile (const guint8 *entries,
                                  gsize         n_entries,
                                  const guint8 *changes,
                                  gsize         n_changes,
                                  MadoCardData *data)
{
  MadoCardData read = *data;
  gboolean whole = read_domicile (entries, n_entries, &read) &&
                   apply_change (changes, n_changes, &domicile_file, 0xab, 0xaf, MADO_CARD_ADDRESS_LETTERS,
                                 read.domicile, sizeof read.domicile, &read.domicile_gaiji);

  if (whole)
    *data = read;
  mado_card_data_clear (&read);
  return whole;
}

/* --- on the Individual Number Card ------------------------------------------------------ */

gboolean
mado_card_parse_dl (const guint8 *bytes,
                    gsize         n,
                    MadoCardData *data)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlv item;
  guint place = 0;

  while (mado_tlv_plain_next (&file, &item) == MADO_TLV_ITEM)
    {
      if (place < 2 ? item.tag != 0xc2 + place : item.tag == 0xc2 || item.tag == 0xc3)
        return FALSE;
      place++;
      if (item.tag == 0xc5)
        return mado_card_date_era (item.value, item.length, MADO_CARD_DATE_FUTURE, data->expiry);
    }
  return FALSE;
}
