/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-text.h"

#include <string.h>

/*
 * Figures in running text. A number is one if a unit stands behind it, or if
 * it is large enough to be written with commas; dates, numbers of paragraphs
 * and parts of names (Wi-Fi 6, ISO27001, 第２期) have none of these.
 */

/* Longer ones first where one begins like another. */
static const char *const units[] = {
  "時間", "週間", "ヶ月間", "か月間", "カ月間", "ヶ月", "か月", "カ月", "箇月", "日間", "年間", "分間",
  "億円", "千万円", "百万円", "万円", "千円", "円", "万人", "千人", "人日", "人分", "人", "名",
  "件", "回", "箇所", "か所", "カ所", "ヶ所", "ヵ所", "施設", "地点", "地区", "拠点", "業務", "手続き", "手続", "項目",
  "アカウント", "チーム", "グループ", "世帯", "団体", "企業", "事業所", "事業者", "事業", "学校", "校", "学級", "教室", "講座",
  "種類", "種", "台", "枚", "冊", "部", "本", "社", "組", "課", "室", "班", "局", "店舗", "店", "館", "路線", "車両", "棟", "戸", "基", "機",
  "個", "点", "着", "脚", "問", "言語", "か国", "カ国", "ヶ国", "市町村", "自治体", "システム", "アプリ", "サービス", "データセット", "つ",
  "ポイント", "ギガ", "GB", "TB", "MB", "Mbps", "Gbps", "km", "m", "㎡", "分", "秒", "％", "%", "割", "倍", "位", "泊", "便", "万件",
};

/* What may stand between a number and the end of a date. */
static const char *const date_words[] = { "年度", "年", "月", "日", "時", "：", ":", "／", "/", "期", "号", "条", "階", "丁目", "番", "歳",
                                          "級", "次", "世代", "世紀" };

static int
digit_value (gunichar c)
{
  if (c >= '0' && c <= '9')
    return (int) (c - '0');
  return c >= 0xff10 && c <= 0xff19 ? (int) (c - 0xff10) : -1;
}

static const char *
next (const char *p)
{
  return *p != 0 ? g_utf8_next_char (p) : p;
}

/* --- numbers --------------------------------------------------------------------- */

/* Commas group by three; another comma ends the number. */
static gboolean
is_group (const char *p)
{
  for (guint i = 0; i < 3; i++, p = next (p))
    if (digit_value (g_utf8_get_char (p)) < 0)
      return FALSE;
  return digit_value (g_utf8_get_char (p)) < 0;
}

static gboolean
is_grouped (const char *p)
{
  for (guint i = 0; i < 3; i++, p = next (p))
    if (digit_value (g_utf8_get_char (p)) < 0)
      return FALSE;
  return TRUE;
}

#define MAX_DIGITS 18

char *
mado_plan_number_parse (const char  *text,
                        const char **end)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = text;
  gboolean point = FALSE;

  for (;;)
    {
      gunichar c = g_utf8_get_char (p);
      int digit = digit_value (c);

      if (digit >= 0)
        g_string_append_c (out, (char) ('0' + digit));
      else if ((c == ',' || c == 0xff0c) && out->len > 0 && out->len <= 3 * 6 && !point &&
               (is_group (next (p)) || is_grouped (next (p))))
        ;
      else if ((c == '.' || c == 0xff0e) && out->len > 0 && !point && digit_value (g_utf8_get_char (next (p))) >= 0)
        {
          g_string_append_c (out, '.');
          point = TRUE;
        }
      else
        break;
      p = next (p);
    }
  if (out->len == 0 || out->len > MAX_DIGITS)
    return NULL;
  if (end != NULL)
    *end = p;
  while (out->len > 1 && out->str[0] == '0' && out->str[1] != '.')
    g_string_erase (out, 0, 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_wide (GString    *out,
             const char *digits)
{
  for (; *digits != 0; digits++)
    {
      if (*digits >= '0' && *digits <= '9')
        g_string_append_unichar (out, 0xff10 + (gunichar) (*digits - '0'));
      else
        g_string_append_unichar (out, *digits == '.' ? 0xff0e : 0xff0c);
    }
}

static char *
group_digits (const char *value)
{
  const char *point = strchr (value, '.');
  gsize whole = point != NULL ? (gsize) (point - value) : strlen (value);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && value[i] != '-' && (whole - i) % 3 == 0 && value[i - 1] != '-')
        g_string_append_c (out, ',');
      g_string_append_c (out, value[i]);
    }
  g_string_append (out, point != NULL ? point : "");
  return g_string_free (out, FALSE);
}

/* The city's habit is one full-width digit and half-width numbers from ten on;
 * where more than one digit was full-width, all of them are. */
char *
mado_plan_number_like (const char *value,
                       const char *printed)
{
  gboolean wide = FALSE;
  gboolean wide_long = FALSE;
  gboolean comma = FALSE;
  guint n = 0;
  g_autofree char *grouped = NULL;
  GString *out;

  for (const char *p = printed; *p != 0; p = next (p))
    {
      gunichar c = g_utf8_get_char (p);

      wide |= c >= 0xff10 && c <= 0xff19;
      n += digit_value (c) >= 0;
      comma |= c == ',' || c == 0xff0c;
    }
  wide_long = wide && n > 1;
  grouped = comma || (n <= 3 && strlen (value) > 3) ? group_digits (value) : g_strdup (value);
  if (!(wide_long || (strlen (grouped) == 1 && (wide || n == 0))))
    return g_steal_pointer (&grouped);
  out = g_string_new (NULL);
  append_wide (out, grouped);
  return g_string_free (out, FALSE);
}

/* --- dates ------------------------------------------------------------------------- */

static int
days_in (int year,
         int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static int
read_int (const char **p)
{
  g_autofree char *number = mado_plan_number_parse (*p, p);

  return number != NULL && strchr (number, '.') == NULL && strlen (number) <= 4 ? (int) g_ascii_strtoll (number, NULL, 10) : 0;
}

/* Reads 令和６年５月末, R6.5.31, ５月31日 at @p. */
static gboolean
read_date (const char  *p,
           int          fiscal_year,
           int         *year,
           int         *month,
           int         *day,
           const char **end)
{
  gunichar c = g_utf8_get_char (p);
  int base = 0;
  int first;

  if (g_str_has_prefix (p, "令和"))
    base = 2018, p += strlen ("令和");
  else if (g_str_has_prefix (p, "平成"))
    base = 1988, p += strlen ("平成");
  else if (c == 'R' || c == 0xff32)
    base = 2018, p = next (p);
  else if (c == 'H' || c == 0xff28)
    base = 1988, p = next (p);
  if (base > 0 && g_str_has_prefix (p, "元"))
    first = 1, p += strlen ("元");
  else
    first = read_int (&p);
  if (first == 0)
    return FALSE;
  c = g_utf8_get_char (p);
  if (base > 0 || c == 0x5e74) /* 年 */
    {
      *year = base + first;
      if (c != 0x5e74 && c != '.' && c != 0xff0e)
        return FALSE;
      p = next (p);
      *month = read_int (&p);
    }
  else
    {
      *month = first;
      *year = *month < 4 ? fiscal_year + 1 : fiscal_year;
    }
  if (*month < 1 || *month > 12 || *year < 1989 || *year > 2199)
    return FALSE;
  c = g_utf8_get_char (p);
  if (c != 0x6708 && c != '.' && c != 0xff0e) /* 月 */
    return FALSE;
  p = next (p);
  *day = 0;
  if (g_str_has_prefix (p, "末日"))
    *day = days_in (*year, *month), p += strlen ("末日");
  else if (g_str_has_prefix (p, "末"))
    *day = days_in (*year, *month), p += strlen ("末");
  else
    {
      *day = read_int (&p);
      if (g_str_has_prefix (p, "日"))
        p += strlen ("日");
    }
  *end = p;
  return *day >= 1 && *day <= days_in (*year, *month);
}

/* A date is an as-of date if 時点 or 現在 follows it. */
char *
mado_plan_find_as_of (const char *text,
                      int         year)
{
  for (const char *p = text; *p != 0; p = next (p))
    {
      int y, m, d;
      const char *end;

      if (p > text && digit_value (g_utf8_get_char (p)) >= 0 && digit_value (g_utf8_get_char (g_utf8_prev_char (p))) >= 0)
        continue;
      if (read_date (p, year, &y, &m, &d, &end) && (g_str_has_prefix (end, "時点") || g_str_has_prefix (end, "現在")))
        return g_strdup_printf ("%04d-%02d-%02d", y, m, d);
    }
  return NULL;
}

/* --- one figure ---------------------------------------------------------------------- */

static const char *
find_prefix (const char        *text,
             const char *const *words,
             guint              n)
{
  for (guint i = 0; i < n; i++)
    if (g_str_has_prefix (text, words[i]))
      return words[i];
  return NULL;
}

static gboolean
ends_with (const char *text,
           const char *end,
           const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - text) >= length && strncmp (end - length, word, length) == 0;
}

/* Letters before a number make it part of a name: Wi-Fi6, ISO27001, R6, 第２. */
static gboolean
is_part_of_name (const char *text,
                 const char *at)
{
  gunichar c;

  if (at == text)
    return FALSE;
  c = g_utf8_get_char (g_utf8_prev_char (at));
  return g_ascii_isalnum ((char) MIN (c, 127)) || (c >= 0xff21 && c <= 0xff5a) || c == 0x7b2c /* 第 */ || c == '-' || c == '.' ||
         c == ',' || digit_value (c) >= 0;
}

static char *
trim_label (const char *from,
            const char *to)
{
  static const char *const tails[] = { "：", ":", " ", "\u3000", "、", "（", "(", "約", "計", "全", "は", "が", "を", "に", "で", "の", "・" };
  static const char *const breaks[] = { "、", "。", "（", "(", "，", "）", ")", "】" };
  const char *begin = from;

  for (;;)
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (tails) && !ends_with (from, to, tails[i]))
        i++;
      if (i == G_N_ELEMENTS (tails))
        break;
      to -= strlen (tails[i]);
    }
  for (const char *p = from; p < to; p = next (p))
    if (find_prefix (p, breaks, G_N_ELEMENTS (breaks)) != NULL)
      begin = next (p);
  while (begin < to && *begin == ' ')
    begin++;
  return g_strndup (begin, (gsize) (to - begin));
}

/* A label from the words before; if there are none, from those behind, else
 * from the line it stands under. */
static char *
find_label (GPtrArray  *lines,
            guint       index,
            const char *from,
            const char *at,
            const char *behind)
{
  const MadoPlanLine *line = lines->pdata[index];
  char *label = trim_label (from, at);

  if (*label != 0)
    return label;
  g_free (label);
  if (at == line->text && *behind != 0)
    {
      label = trim_label (behind, behind + strlen (behind));
      if (*label != 0)
        return label;
      g_free (label);
    }
  for (guint i = index; i > 0; i--)
    {
      const MadoPlanLine *above = lines->pdata[i - 1];

      if (above->level < line->level && above->kind != MADO_PLAN_LINE_NOTE)
        return trim_label (above->text, above->text + strlen (above->text));
    }
  return g_strdup ("");
}

/* ○ ○○：26件 / （令和６年５月末時点）: a remark right below dates what is above it. */
static char *
find_date_for (GPtrArray *lines,
               guint      index,
               int        year)
{
  const MadoPlanLine *line = lines->pdata[index];
  char *as_of = mado_plan_find_as_of (line->text, year);

  for (guint i = index + 1; as_of == NULL && i < lines->len; i++)
    {
      const MadoPlanLine *below = lines->pdata[i];

      if (below->kind != MADO_PLAN_LINE_NOTE)
        break;
      as_of = mado_plan_find_as_of (below->text, year);
    }
  for (guint i = index; as_of == NULL && i > 0; i--)
    {
      const MadoPlanLine *above = lines->pdata[i - 1];

      if (above->kind == MADO_PLAN_LINE_DEPARTMENT || above->level > line->level)
        break;
      if (above->level < line->level || above->kind == MADO_PLAN_LINE_NOTE)
        as_of = mado_plan_find_as_of (above->text, year);
    }
  return as_of;
}

static MadoFigureKind
kind_of (const char *behind)
{
  static const char *const planned[] = { "予定", "見込" };
  static const char *const target[] = { "目指", "目標" };

  for (guint i = 0; i < G_N_ELEMENTS (planned); i++)
    if (strstr (behind, planned[i]) != NULL)
      return MADO_FIGURE_PLANNED;
  for (guint i = 0; i < G_N_ELEMENTS (target); i++)
    if (strstr (behind, target[i]) != NULL)
      return MADO_FIGURE_TARGET;
  return MADO_FIGURE_ACTUAL;
}

static void
set (char **member,
     char  *text)
{
  g_free (*member);
  *member = text;
}

/* At @p begins a number. NULL: it is no figure; @end is behind it anyway. */
static MadoPlanFigure *
read_figure (GPtrArray   *lines,
             guint        index,
             const char  *from,
             const char  *p,
             const char **end)
{
  const MadoPlanLine *line = lines->pdata[index];
  g_autofree char *value = mado_plan_number_parse (p, end);
  g_autofree char *value_to = NULL;
  const char *unit;
  const char *begin = p;
  MadoPlanFigure *figure;

  if (value == NULL)
    {
      *end = next (p);
      return NULL;
    }
  if (is_part_of_name (line->text, p))
    return NULL;
  if (g_str_has_prefix (*end, "～") || g_str_has_prefix (*end, "〜"))
    value_to = mado_plan_number_parse (*end + strlen ("～"), end);
  if (find_prefix (*end, date_words, G_N_ELEMENTS (date_words)) != NULL &&
      !g_str_has_prefix (*end, "年間") && !g_str_has_prefix (*end, "日間") && !g_str_has_prefix (*end, "時間"))
    return NULL;
  unit = find_prefix (*end, units, G_N_ELEMENTS (units));
  if (unit == NULL && strchr (value, '.') == NULL && memchr (p, ',', (gsize) (*end - p)) == NULL)
    return NULL;
  *end += unit != NULL ? strlen (unit) : 0;
  figure = mado_plan_figure_new ();
  if (ends_with (line->text, begin, "約"))
    begin -= strlen ("約");
  figure->approx = begin < p || g_str_has_prefix (*end, "程度");
  set (&figure->value, g_steal_pointer (&value));
  if (value_to != NULL)
    set (&figure->value_to, g_steal_pointer (&value_to));
  set (&figure->unit, g_strdup (unit != NULL ? unit : ""));
  set (&figure->printed, g_strndup (begin, (gsize) (*end - begin)));
  set (&figure->label, find_label (lines, index, from, begin, *end));
  figure->kind = kind_of (*end);
  return figure;
}

/* 「実績はなし」 counts: it says that there were none. */
static void
add_none (GPtrArray *figures,
          GPtrArray *lines,
          guint      index)
{
  static const char *const words[] = { "支援実績はなし", "実績はなし", "実績なし", "実績無し", "対象者なし", "対象者無し", "申請なし", "申請無し" };
  const MadoPlanLine *line = lines->pdata[index];

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *at = strstr (line->text, words[i]);
      MadoPlanFigure *figure;

      if (at == NULL)
        continue;
      figure = mado_plan_figure_new ();
      set (&figure->value, g_strdup ("0"));
      set (&figure->printed, g_strdup (words[i]));
      set (&figure->label, find_label (lines, index, line->text, at, ""));
      g_ptr_array_add (figures, figure);
      return;
    }
}

GPtrArray *
mado_plan_figures_find (GPtrArray *lines,
                        guint      index,
                        int        year)
{
  const MadoPlanLine *line = lines->pdata[index];
  GPtrArray *figures = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_figure_free);
  g_autofree char *as_of = NULL;
  const char *from = line->text;
  const char *p = line->text;

  while (*p != 0)
    {
      const char *end;
      MadoPlanFigure *figure;
      int y, m, d;

      if (read_date (p, 2000, &y, &m, &d, &end))
        {
          p = end;
          continue;
        }
      if (digit_value (g_utf8_get_char (p)) < 0)
        {
          p = next (p);
          continue;
        }
      figure = read_figure (lines, index, from, p, &end);
      p = end;
      if (figure == NULL)
        continue;
      from = end;
      g_ptr_array_add (figures, figure);
    }
  add_none (figures, lines, index);
  if (figures->len > 0)
    as_of = find_date_for (lines, index, year);
  for (guint i = 0; i < figures->len; i++)
    {
      MadoPlanFigure *figure = figures->pdata[i];

      figure->order = i;
      if (as_of != NULL)
        set (&figure->as_of, g_strdup (as_of));
    }
  return figures;
}
