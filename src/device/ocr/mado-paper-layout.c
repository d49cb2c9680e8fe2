/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-layout.h"

#include <string.h>

#include "device/ocr/mado-ocr-words.h"

/*
 * A form is ruled boxes. Some hold a label, others a value, and a value stands
 * either to the right of its label or below it (a head with lines under it).
 * Labels of a person begin a next person when one of them comes a second time.
 */

#define GAP 22 /* pixels between neighbours: the ruled line, and a paper not quite level */

typedef struct
{
  const char   *text;
  const char   *key; /* NULL: a label whose value is not wanted */
  MadoPaperType type;
  gboolean      of_person;
  gboolean      secret;
} Label;

static const Label labels[] = {
  { "氏名", "name", MADO_PAPER_NAME, TRUE, FALSE },
  { "フリガナ", "kana", MADO_PAPER_KANA, TRUE, FALSE },
  { "ふりがな", "kana", MADO_PAPER_KANA, TRUE, FALSE },
  { "振り仮名", "kana", MADO_PAPER_KANA, TRUE, FALSE },
  { "生年月日", "birth", MADO_PAPER_DATE, TRUE, FALSE },
  { "性別", "sex", MADO_PAPER_SEX, TRUE, FALSE },
  { "続柄", "relation", MADO_PAPER_RELATION, TRUE, FALSE },
  { "世帯主との続柄", "relation", MADO_PAPER_RELATION, TRUE, FALSE },
  { "本籍", "domicile", MADO_PAPER_ADDRESS, TRUE, FALSE },
  { "筆頭者", "domicile_head", MADO_PAPER_NAME, TRUE, FALSE },
  { "筆頭者の氏名", "domicile_head", MADO_PAPER_NAME, TRUE, FALSE },
  { "戸籍の筆頭者", "domicile_head", MADO_PAPER_NAME, TRUE, FALSE },
  { "個人番号", NULL, MADO_PAPER_DIGITS, TRUE, TRUE },
  { "マイナンバー", NULL, MADO_PAPER_DIGITS, TRUE, TRUE },
  { "住民票コード", NULL, MADO_PAPER_DIGITS, TRUE, TRUE },
  { "転出予定年月日", "planned_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "転出予定日", "planned_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "転出年月日", "planned_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "異動予定年月日", "planned_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "届出年月日", NULL, MADO_PAPER_DATE, FALSE, FALSE },
  { "届出日", NULL, MADO_PAPER_DATE, FALSE, FALSE },
  { "発行年月日", NULL, MADO_PAPER_DATE, FALSE, FALSE },
  { "交付年月日", NULL, MADO_PAPER_DATE, FALSE, FALSE },
  { "新住所", "new_address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "転出先", "new_address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "転出先住所", "new_address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "旧住所", "old_address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "転出前の住所", "old_address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "現住所", "old_address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "新世帯主", "new_head", MADO_PAPER_NAME, FALSE, FALSE },
  { "旧世帯主", "old_head", MADO_PAPER_NAME, FALSE, FALSE },
  { "世帯主", "old_head", MADO_PAPER_NAME, FALSE, FALSE },
  { "住所", "address", MADO_PAPER_ADDRESS, FALSE, FALSE },
  { "保険者名称", "insurer", MADO_PAPER_TEXT, FALSE, FALSE },
  { "保険者名", "insurer", MADO_PAPER_TEXT, FALSE, FALSE },
  { "保険者番号", NULL, MADO_PAPER_DIGITS, FALSE, FALSE },
  { "記号", "insurance_symbol", MADO_PAPER_DIGITS, FALSE, FALSE },
  { "番号", "insurance_number", MADO_PAPER_DIGITS, FALSE, FALSE },
  { "資格取得年月日", "acquired_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "資格取得日", "acquired_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "資格喪失年月日", "lost_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "資格喪失日", "lost_date", MADO_PAPER_DATE, FALSE, FALSE },
  { "有効期限", NULL, MADO_PAPER_DATE, FALSE, FALSE },
  { "負担割合", NULL, MADO_PAPER_TEXT, FALSE, FALSE },
  { "備考", NULL, MADO_PAPER_TEXT, FALSE, FALSE },
};

/* --- labels ---------------------------------------------------------------------------- */

/* One letter in four may be misread, none in a label of two or three. */
static const Label *
find_label (const char *text)
{
  glong n, m;
  g_autofree gunichar *letters = mado_ocr_words_squeeze (text, &n);
  const Label *best = NULL;
  guint least = G_MAXUINT;

  if (n < 2 || n > 12)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree gunichar *wanted = mado_ocr_words_squeeze (labels[i].text, &m);
      guint away = mado_ocr_words_distance (letters, n, wanted, m);

      if (away < least && away <= (guint) m / 4)
        {
          least = away;
          best = &labels[i];
        }
    }
  return best;
}

/* Of two letters one may be misread where the other is in no value alone. */
static const Label *
find_half (const char *text)
{
  static const struct
  {
    gunichar    first, second; /* 0: any letter */
    const char *label;
  } halves[] = {
    { 0, 0x5225, "性別" }, { 0x6027, 0, "性別" }, { 0, 0x67C4, "続柄" }, { 0x7D9A, 0, "続柄" }, { 0, 0x7C4D, "本籍" },
    { 0x672C, 0, "本籍" }, { 0x6C0F, 0, "氏名" }, { 0, 0x540D, "氏名" }, { 0x4F4F, 0, "住所" }, { 0, 0x6240, "住所" },
  };
  glong n;
  g_autofree gunichar *letters = mado_ocr_words_squeeze (text, &n);

  for (guint i = 0; n == 2 && i < G_N_ELEMENTS (halves); i++)
    if ((!halves[i].first || halves[i].first == letters[0]) && (!halves[i].second || halves[i].second == letters[1]))
      return find_label (halves[i].label);
  return NULL;
}

gboolean
mado_paper_is_label (const char *text)
{
  return find_label (text) || find_half (text);
}

/* --- neighbours ---------------------------------------------------------------------------- */

static int
overlap (int a,
         int a_size,
         int b,
         int b_size)
{
  return MIN (a + a_size, b + b_size) - MAX (a, b);
}

static gboolean
is_right_of (const MadoOcrBox *left,
             const MadoOcrBox *right)
{
  return ABS (right->x - (left->x + left->width)) <= GAP &&
         overlap (left->y, left->height, right->y, right->height) * 10 >= 6 * MIN (left->height, right->height);
}

/* The same column: of much the same width. */
static gboolean
is_below (const MadoOcrBox *above,
          const MadoOcrBox *below)
{
  return ABS (below->y - (above->y + above->height)) <= GAP &&
         overlap (above->x, above->width, below->x, below->width) * 10 >= 8 * MAX (above->width, below->width);
}

static int
find_neighbour (GPtrArray *cells,
                guint      from,
                gboolean (*fits) (const MadoOcrBox *, const MadoOcrBox *))
{
  const MadoOcrCell *cell = cells->pdata[from];

  for (guint i = 0; i < cells->len; i++)
    if (i != from && fits (&cell->box, &((MadoOcrCell *) cells->pdata[i])->box))
      return (int) i;
  return -1;
}

/* --- the layout ------------------------------------------------------------------------------ */

typedef struct
{
  MadoPaperLayout *out;
  GPtrArray       *cells;
  const Label    **label; /* of each cell, or NULL */
  GHashTable      *seen;  /* keys of the present person */
  int              person;
} Finder;

static void
place (Finder      *f,
       const Label *label,
       int          person,
       guint        cell)
{
  MadoPaperPlace at = { label->key, label->type, person, cell };

  if (label->secret)
    g_array_append_val (f->out->secret, cell);
  else if (label->key)
    g_array_append_val (f->out->places, at);
}

/* Each line under a head is a person. An empty line is none, but the next one's
 * place stays its own. */
static void
place_column (Finder      *f,
              const Label *label,
              guint        head)
{
  int at = find_neighbour (f->cells, head, is_below);

  for (int line = 0; at >= 0 && !f->label[at]; line++)
    {
      const MadoOcrCell *cell = f->cells->pdata[at];

      if (*cell->text || label->secret)
        place (f, label, label->of_person ? line : -1, (guint) at);
      at = find_neighbour (f->cells, (guint) at, is_below);
    }
}

static int
person_of (Finder      *f,
           const Label *label)
{
  const char *key = label->key ? label->key : label->text;
  gboolean shared = g_str_equal (key, "domicile") || g_str_equal (key, "domicile_head");

  if (!label->of_person)
    return -1;
  /* 本籍 above the first person is the whole household's. */
  if (shared && f->person < 0)
    return -1;
  if (f->person < 0 || !g_hash_table_add (f->seen, (gpointer) key))
    {
      g_hash_table_remove_all (f->seen);
      g_hash_table_add (f->seen, (gpointer) key);
      f->person++;
    }
  return f->person;
}

static void
place_label (Finder *f,
             guint   i)
{
  const Label *label = f->label[i];
  int right = find_neighbour (f->cells, i, is_right_of), below = find_neighbour (f->cells, i, is_below);
  gboolean heads = below >= 0 && !f->label[below] && (right < 0 || f->label[right]);

  if (heads)
    place_column (f, label, i);
  else if (right >= 0 && !f->label[right])
    place (f, label, person_of (f, label), (guint) right);
}

static void
find_labels (Finder *f)
{
  for (guint i = 0; i < f->cells->len; i++)
    {
      const char *text = ((MadoOcrCell *) f->cells->pdata[i])->text;

      f->label[i] = find_label (text);
      if (!f->label[i])
        f->label[i] = find_half (text);
      f->out->n_labels += f->label[i] != NULL;
    }
}

/* The value 世帯主 in a column 続柄 is no label: nothing of a form stands to its
 * right but the next value of the same line. */
static void
drop_false_labels (Finder *f)
{
  for (guint i = 0; i < f->cells->len; i++)
    {
      const Label *label = f->label[i];
      gboolean value = FALSE;

      if (!label || !g_str_equal (label->text, "世帯主"))
        continue;
      for (guint k = 0; k < f->cells->len && !value; k++)
        {
          const Label *other = f->label[k];

          value = other && other->type == MADO_PAPER_RELATION &&
                  (is_right_of (&((MadoOcrCell *) f->cells->pdata[k])->box, &((MadoOcrCell *) f->cells->pdata[i])->box) ||
                   is_below (&((MadoOcrCell *) f->cells->pdata[k])->box, &((MadoOcrCell *) f->cells->pdata[i])->box));
        }
      if (value)
        {
          f->label[i] = NULL;
          f->out->n_labels--;
        }
    }
}

MadoPaperLayout *
mado_paper_layout_find (GPtrArray *cells)
{
  MadoPaperLayout *self = g_new0 (MadoPaperLayout, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const Label **label = g_new0 (const Label *, cells->len + 1);
  Finder f = { self, cells, label, seen, -1 };

  self->places = g_array_new (FALSE, FALSE, sizeof (MadoPaperPlace));
  self->secret = g_array_new (FALSE, FALSE, sizeof (guint));
  find_labels (&f);
  drop_false_labels (&f);
  for (guint i = 0; i < cells->len; i++)
    if (label[i])
      place_label (&f, i);
  return self;
}

void
mado_paper_layout_free (MadoPaperLayout *self)
{
  g_array_unref (self->places);
  g_array_unref (self->secret);
  g_free (self);
}

MadoPaperKind
mado_paper_kind_of (const char *title)
{
  static const struct
  {
    const char   *text;
    MadoPaperKind kind;
  } titles[] = {
    { "転出証明書", MADO_PAPER_MOVE_OUT },
    { "資格喪失証明書", MADO_PAPER_INSURANCE_ENDED },
    { "資格確認書", MADO_PAPER_INSURANCE },
  };
  glong n;
  g_autofree gunichar *letters = mado_ocr_words_squeeze (title, &n);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (mado_ocr_words_search (letters, n, titles[i].text, 1, NULL) >= 0)
      return titles[i].kind;
  return MADO_PAPER_UNKNOWN;
}

/* What a digit is taken for where ink, shadow or size spoil it. */
static gboolean
is_like_digit (gunichar c)
{
  return (c >= '0' && c <= '9') || (c < 0x80 && strchr ("OoQDIlZzSsBbGgq|", (int) c) != NULL) || c == 0x3007 || c == 0x30ED ||
         c == 0x53E3;
}

gboolean
mado_paper_is_secret (const char *text)
{
  g_autofree char *wide = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  guint run = 0, run_digits = 0, digits = 0, letters = 0;

  for (const char *at = wide ? wide : ""; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean digit = c >= '0' && c <= '9';

      /* Dots and strokes stand between groups, or are dirt. */
      if (!g_unichar_isalnum (c) || c == 0x30FC)
        continue;
      run = is_like_digit (c) ? run + 1 : 0;
      run_digits = run > 0 ? run_digits + digit : 0;
      digits += digit;
      letters++;
      if (run >= 10 && run_digits >= 7)
        return TRUE;
    }
  return digits >= 9 && digits * 5 >= letters * 4;
}
