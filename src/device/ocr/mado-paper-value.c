/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-value.h"

#include <string.h>

#include "core/base/mado-date.h"
#include "core/base/mado-text.h"

static char *
drop_spaces (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_len (out, at, g_utf8_next_char (at) - at);
  return g_string_free (out, FALSE);
}

/* --- dates -------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  int         first; /* year 1 */
  int         last;  /* the last year that is ever printed */
} Era;

static const Era eras[] = {
  { "明治", 1868, 45 }, { "大正", 1912, 15 }, { "昭和", 1926, 64 }, { "平成", 1989, 37 }, { "令和", 2019, 99 },
};

static gboolean
take_number (const char **at,
             int          limit,
             int         *number)
{
  char *end;
  guint64 n;

  if (g_str_has_prefix (*at, "元"))
    {
      *at += strlen ("元");
      *number = 1;
      return TRUE;
    }
  if (!g_ascii_isdigit (**at))
    return FALSE;
  n = g_ascii_strtoull (*at, &end, 10);
  *at = end;
  *number = (int) n;
  return n >= 1 && n <= (guint64) limit;
}

static gboolean
take_word (const char **at,
           const char  *word)
{
  if (!g_str_has_prefix (*at, word))
    return FALSE;
  *at += strlen (word);
  return TRUE;
}

static char *
read_date (const char *printed)
{
  g_autofree char *bare = drop_spaces (printed), *text = mado_text_fold_width (bare);
  const char *at = text;
  int first = 0, last = 2100, year, month, day;
  MadoDate date = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (eras) && first == 0; i++)
    if (take_word (&at, eras[i].name))
      {
        first = eras[i].first;
        last = eras[i].last;
      }
  if (!take_number (&at, last, &year) || !take_word (&at, "年") || !take_number (&at, 12, &month) ||
      !take_word (&at, "月") || !take_number (&at, 31, &day) || !take_word (&at, "日"))
    return NULL;
  if (*at || (first == 0 && year < 1868))
    return NULL;
  if (first)
    {
      MadoDateContext context = { 0 };

      /* Knows when an era began and ended. */
      return mado_date_parse (text, &context, &date, NULL) ? mado_date_to_iso (&date) : NULL;
    }
  date.year = year;
  date.month = month;
  date.day = day;
  return mado_date_is_valid (&date) && mado_date_is_complete (&date) ? mado_date_to_iso (&date) : NULL;
}

/* 「2029年（令和11年）04月01日まで有効」, 「4年3月（2028年10月20日）」. Both calendars must
 * name one year. */
static char *
read_date_within (const char *printed)
{
  static GRegex *shape;
  g_autofree char *bare = drop_spaces (printed), *text = mado_text_fold_width (bare);
  g_autofree char *western = NULL, *year = NULL, *era = NULL, *era_year = NULL, *rest = NULL, *plain = NULL, *value = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (g_once_init_enter (&shape))
    g_once_init_leave (&shape, g_regex_new (
        "^(?:[0-9]{1,2}年(?:[0-9]{1,2}月)?|[0-9]{1,2}月)?[（(]?"
        "(?:([0-9]{4})年(?:[（(]((?:明治|大正|昭和|平成|令和)(?:元|[0-9]{1,2})年)[）)])?|((?:明治|大正|昭和|平成|令和)(?:元|[0-9]{1,2})年))"
        "([0-9]{1,2}月[0-9]{1,2}日)(?:[）)]|生|まで有効)?$", G_REGEX_OPTIMIZE, 0, NULL));
  if (!g_regex_match (shape, text, 0, &match))
    return NULL;
  year = g_match_info_fetch (match, 1);
  era = g_match_info_fetch (match, 2);
  era_year = g_match_info_fetch (match, 3);
  rest = g_match_info_fetch (match, 4);
  plain = *year ? g_strconcat (year, "年", rest, NULL) : g_strconcat (era_year, rest, NULL);
  value = read_date (plain);
  if (value && era && *era)
    {
      g_autofree char *other = g_strconcat (era, rest, NULL);

      western = read_date (other);
      if (g_strcmp0 (western, value) != 0)
        return NULL;
    }
  return g_steal_pointer (&value);
}

/* --- names, relations, the rest --------------------------------------------------------- */

static gboolean
is_kana (const char *text)
{
  guint n = 0;

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c))
        continue;
      if (!((c >= 0x30A1 && c <= 0x30FC) || (c >= 0x3041 && c <= 0x3096)))
        return FALSE;
      n++;
    }
  return n >= 2;
}

static char *
read_name (const char *printed)
{
  g_autofree char *one_line = g_strdelimit (g_strdup (printed), "\n", ' ');
  char *name = mado_text_canonical (MADO_TEXT_NAME, one_line);

  if (name && mado_text_length (name) >= 2 && mado_text_check_name (name, NULL))
    return name;
  g_free (name);
  return NULL;
}

/* As a passport has it: words of capitals. NAME stands small before it. */
static char *
read_roman (const char *printed)
{
  g_autofree char *folded = mado_text_fold_width (printed), *line = g_strdelimit (folded ? g_strdup (folded) : NULL, "\n\t", ' ');
  const char *from = g_str_has_prefix (line, "NAME ") ? line + strlen ("NAME ") : line;

  if (strspn (from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-' ") != strlen (from))
    return NULL;
  return read_name (from);
}

/* Two capitals, eight digits, two capitals: what can be told apart by its place is. */
static char *
read_card_number (const char *printed)
{
  g_autofree char *bare = drop_spaces (printed), *text = mado_text_fold_width (bare);

  if (strlen (text) != 12)
    return NULL;
  for (guint i = 0; i < 12; i++)
    if (!(i < 2 || i > 9 ? g_ascii_isupper (text[i]) : g_ascii_isdigit (text[i])))
      return NULL;
  return g_steal_pointer (&text);
}

static char *
read_sex (const char *printed)
{
  g_autofree char *text = drop_spaces (printed);

  /* On a card in two languages: both say the same, or nothing is said. */
  if (g_str_has_suffix (text, "."))
    text[strlen (text) - 1] = '\0';
  if (g_str_equal (text, "男") || g_str_equal (text, "男M"))
    return g_strdup ("male");
  return g_str_equal (text, "女") || g_str_equal (text, "女F") ? g_strdup ("female") : NULL;
}

/* Those of 住民基本台帳事務処理要領: anything else is left to the eye. */
static char *
read_relation (const char *printed)
{
  static const char *const known[] = {
    "世帯主", "妻", "夫", "子", "父", "母", "妹", "弟", "姉", "兄", "孫", "祖父", "祖母", "子の子", "子の妻", "子の夫",
    "妻の子", "夫の子", "妻の父", "妻の母", "夫の父", "夫の母", "父の母", "母の母", "父の父", "母の父", "同居人", "縁故者",
    "妻（未届）", "夫（未届）", "子の子の子", "長男", "長女", "二男", "二女", "三男", "三女",
  };
  g_autofree char *text = drop_spaces (printed);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (text, known[i]))
      return g_strdup (known[i]);
  return NULL;
}

static char *
read_digits (const char *printed)
{
  g_autofree char *bare = drop_spaces (printed);
  char *text = mado_text_fold_width (bare);

  if (*text && strspn (text, "0123456789-") == strlen (text))
    return text;
  g_free (text);
  return NULL;
}

static char *
read_text (const char *printed,
           guint       least)
{
  g_autofree char *bare = drop_spaces (printed);

  return mado_text_length (bare) >= least ? g_steal_pointer (&bare) : NULL;
}

char *
mado_paper_value_read (MadoPaperType type,
                       const char   *printed)
{
  switch (type)
    {
    case MADO_PAPER_DATE:
      return read_date (printed);
    case MADO_PAPER_NAME:
      return read_name (printed);
    case MADO_PAPER_KANA:
      return is_kana (printed) ? read_name (printed) : NULL;
    case MADO_PAPER_SEX:
      return read_sex (printed);
    case MADO_PAPER_RELATION:
      return read_relation (printed);
    case MADO_PAPER_DIGITS:
      return read_digits (printed);
    case MADO_PAPER_DATE_WITHIN:
      return read_date_within (printed);
    case MADO_PAPER_ROMAN:
      return read_roman (printed);
    case MADO_PAPER_CARD_NUMBER:
      return read_card_number (printed);
    case MADO_PAPER_ADDRESS:
      return read_text (printed, 4);
    case MADO_PAPER_TEXT:
    default:
      return read_text (printed, 1);
    }
}

gboolean
mado_paper_value_agree (MadoPaperType type,
                        const char   *a,
                        const char   *b)
{
  g_autofree char *x = mado_paper_value_read (type, a), *y = mado_paper_value_read (type, b);
  g_autofree char *left = x ? drop_spaces (x) : NULL, *right = y ? drop_spaces (y) : NULL;

  /* A space that one of them has lost is no difference; one in another place is. */
  return left && right && g_str_equal (left, right) && (g_str_equal (x, left) || g_str_equal (y, right) || g_str_equal (x, y));
}

char *
mado_paper_take_kana (char **printed)
{
  char *end = strchr (*printed, '\n');
  g_autofree char *first = end ? g_strndup (*printed, end - *printed) : NULL;

  if (!first || !is_kana (first))
    return NULL;
  {
    char *rest = g_strdup (end + 1);

    g_free (*printed);
    *printed = rest;
  }
  return g_steal_pointer (&first);
}
