/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-address-split.h"

#include <string.h>

/* Cities, towns and villages whose name holds 市, 町, 村, 区 or 郡 before its
 * end, and the cities that have wards (地方自治法252条の19). */
static const char *const odd_names[] = {
  "四日市市", "廿日市市", "野々市市", "十日町市", "大町市", "東村山市", "武蔵村山市", "羽村市", "田村市", "大村市",
  "郡山市", "大和郡山市", "小郡市", "蒲郡市", "郡上市", "佐波郡玉村町", "杵島郡大町町",
};
static const char *const ward_cities[] = {
  "札幌市", "仙台市", "さいたま市", "千葉市", "横浜市", "川崎市", "相模原市", "新潟市", "静岡市", "浜松市", "名古屋市",
  "京都市", "大阪市", "堺市", "神戸市", "岡山市", "広島市", "北九州市", "福岡市", "熊本市",
};

static const char *
skip (const char *text,
      const char *word)
{
  return g_str_has_prefix (text, word) ? text + strlen (word) : NULL;
}

/* Behind the first of @ends in @text, not before its second letter. */
static const char *
behind_mark (const char *text,
             const char *ends)
{
  if (*text == '\0')
    return NULL;
  for (const char *p = g_utf8_next_char (text); *p != '\0'; p = g_utf8_next_char (p))
    if (g_utf8_strchr (ends, -1, g_utf8_get_char (p)) != NULL)
      return g_utf8_next_char (p);
  return NULL;
}

static gboolean
is_digit (gunichar c)
{
  return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

static gboolean
is_space (gunichar c)
{
  return c == ' ' || c == 0x3000;
}

/* --- prefecture, municipality ------------------------------------------------------ */

static const char *
behind_prefecture (const char *address)
{
  static const char *const odd[] = { "北海道", "東京都", "京都府", "大阪府" };
  const char *end;

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    if ((end = skip (address, odd[i])) != NULL)
      return end;
  /* 県 stands third, or fourth in three of them. */
  end = behind_mark (address, "県");
  return end != NULL && g_utf8_pointer_to_offset (address, end) <= 4 ? end : address;
}

static const char *
behind_known (MadoPack   *pack,
              const char *text)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (2, g_utf8_strlen (text, -1)));
  g_autoptr (GPtrArray) found = pack != NULL ? mado_pack_find_municipalities (pack, start) : NULL;
  const char *longest = NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const MadoTown *town = g_ptr_array_index (found, i);
      const char *end = *town->municipality != '\0' ? skip (text, town->municipality) : NULL;

      if (end != NULL && end > longest)
        longest = end;
    }
  return longest;
}

static const char *
behind_municipality (MadoPack   *pack,
                     const char *text)
{
  const char *end, *county;

  for (guint i = 0; i < G_N_ELEMENTS (ward_cities); i++)
    if ((end = skip (text, ward_cities[i])) != NULL)
      return behind_mark (end, "区") != NULL && g_utf8_pointer_to_offset (end, behind_mark (end, "区")) <= 5
               ? behind_mark (end, "区")
               : end;
  for (guint i = 0; i < G_N_ELEMENTS (odd_names); i++)
    if ((end = skip (text, odd_names[i])) != NULL)
      return end;
  if ((end = behind_known (pack, text)) != NULL)
    return end;
  end = behind_mark (text, "市区");
  county = behind_mark (text, "郡");
  /* 余市郡 is a county, whatever it looks like */
  if (county != NULL && (end == NULL || county < end || skip (end, "郡") == county) && behind_mark (county, "町村") != NULL)
    return behind_mark (county, "町村");
  return end != NULL ? end : behind_mark (text, "町村");
}

/* --- town, block, building ----------------------------------------------------------- */

static const char *
first_digit (const char *text)
{
  while (*text != '\0' && !is_digit (g_utf8_get_char (text)) && !is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Digits, what joins them, and 丁目, 番, 番地, 番町, 号, 地割, 線 behind them. */
static const char *
behind_block (const char *text)
{
  static const char *const words[] = { "丁目", "番地", "番", "号", "地割", "の", "ノ", "－", "−", "-", "‐", "ー" };
  const char *end = text;

  for (;;)
    {
      const char *next = NULL;

      if (*end != '\0' && is_digit (g_utf8_get_char (end)))
        next = g_utf8_next_char (end);
      for (guint i = 0; next == NULL && end > text && i < G_N_ELEMENTS (words); i++)
        next = skip (end, words[i]);
      if (next == NULL)
        return end;
      end = next;
    }
}

void
mado_address_split (MadoPack         *pack,
                    const char       *address,
                    MadoAddressParts *parts)
{
  const char *rest = behind_prefecture (address), *end = behind_municipality (pack, rest), *digits, *building;

  parts->prefecture = g_strndup (address, rest - address);
  if (end == NULL) /* no municipality that we know how to tell: all of it is for the person to sort */
    end = rest;
  parts->municipality = g_strndup (rest, end - rest);
  digits = first_digit (end);
  parts->town = g_strndup (end, digits - end);
  building = behind_block (digits);
  parts->block = g_strndup (digits, building - digits);
  while (*building != '\0' && is_space (g_utf8_get_char (building)))
    building = g_utf8_next_char (building);
  parts->building = g_strdup (building);
}

void
mado_address_parts_clear (MadoAddressParts *parts)
{
  g_free (parts->prefecture);
  g_free (parts->municipality);
  g_free (parts->town);
  g_free (parts->block);
  g_free (parts->building);
}
