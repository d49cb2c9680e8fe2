/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper-face.h"

#include <string.h>

#include "device/ocr/mado-ocr-words.h"
#include "device/ocr/mado-paper-value.h"

/* Fewer labels are chance. */
#define LEAST_LABELS 3

typedef struct
{
  const char   *text;
  const char   *key; /* NULL: a label whose value is not wanted */
  MadoPaperType type;
  guint         wrong; /* letters that may be misread */
  gboolean      own;   /* on no other card */
} Label;

typedef struct
{
  MadoPaperKind kind;
  const Label  *labels;
  guint         n;
} Form;

/* 道路交通法施行規則 別記様式第14. The number is for nothing that a counter does. */
static const Label licence_labels[] = {
  { "氏名", "name", MADO_PAPER_NAME, 0, FALSE },
  { "住所", "address", MADO_PAPER_ADDRESS, 0, FALSE },
  { "交付", NULL, MADO_PAPER_TEXT, 0, FALSE },
  { "免許の", NULL, MADO_PAPER_TEXT, 1, TRUE },
  { "条件等", NULL, MADO_PAPER_TEXT, 1, TRUE },
  { "番号", NULL, MADO_PAPER_TEXT, 0, FALSE },
  { "公安委員会", NULL, MADO_PAPER_TEXT, 1, TRUE },
};

/* 出入国管理及び難民認定法施行規則 別記様式第29号の7の2. */
static const Label residence_labels[] = {
  { "氏名", "name", MADO_PAPER_ROMAN, 0, FALSE },
  { "生年月日", "birth", MADO_PAPER_DATE_WITHIN, 1, FALSE },
  { "性別", "sex", MADO_PAPER_SEX, 0, FALSE },
  { "国籍地域", "nationality", MADO_PAPER_TEXT, 1, TRUE },
  { "住居地", "address", MADO_PAPER_ADDRESS, 1, TRUE },
  { "在留資格", "status", MADO_PAPER_TEXT, 1, TRUE },
  { "就労制限の有無", NULL, MADO_PAPER_TEXT, 2, TRUE },
  { "在留期間満了日", "stay_until", MADO_PAPER_DATE_WITHIN, 1, TRUE },
  { "在留期間の満了日", "stay_until", MADO_PAPER_DATE_WITHIN, 2, TRUE },
  { "許可の種類", NULL, MADO_PAPER_TEXT, 1, TRUE },
  { "許可年月日", NULL, MADO_PAPER_TEXT, 1, FALSE },
  { "交付年月日", NULL, MADO_PAPER_TEXT, 1, FALSE },
  { "在留カード", NULL, MADO_PAPER_TEXT, 1, TRUE },
  { "番号", "card_number", MADO_PAPER_CARD_NUMBER, 0, FALSE },
};

static const Form forms[] = {
  { MADO_PAPER_RESIDENCE, residence_labels, G_N_ELEMENTS (residence_labels) },
  { MADO_PAPER_LICENCE, licence_labels, G_N_ELEMENTS (licence_labels) },
};

/* --- words ------------------------------------------------------------------------- */

MadoFaceWord *
mado_face_word_new (const char       *text,
                    const int        *rights,
                    const MadoOcrBox *box)
{
  MadoFaceWord *self = g_new0 (MadoFaceWord, 1);
  glong n = g_utf8_strlen (text, -1);

  self->text = g_strdup (text);
  self->rights = g_memdup2 (rights, (gsize) n * sizeof *rights);
  self->box = *box;
  return self;
}

void
mado_face_word_free (MadoFaceWord *self)
{
  g_free (self->text);
  g_free (self->rights);
  g_free (self);
}

/* --- rows ---------------------------------------------------------------------------- */

/* A letter of a row, and the word that it is of. */
typedef struct
{
  gunichar            c;
  const MadoFaceWord *word;
  int                 left, right;
  gboolean            last; /* of its word */
} Letter;

typedef struct
{
  GPtrArray *words;   /* borrowed, left to right */
  GArray    *letters; /* Letter */
  int        middle;
} Row;

static void
row_free (Row *self)
{
  g_ptr_array_unref (self->words);
  g_array_unref (self->letters);
  g_free (self);
}

static int
compare_left (gconstpointer a,
              gconstpointer b)
{
  return (*(MadoFaceWord *const *) a)->box.x - (*(MadoFaceWord *const *) b)->box.x;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return (*(Row *const *) a)->middle - (*(Row *const *) b)->middle;
}

/* Letters alone, as mado_ocr_words_squeeze() leaves them: each stands for one. */
static void
spell_row (Row *self)
{
  g_ptr_array_sort (self->words, compare_left);
  for (guint i = 0; i < self->words->len; i++)
    {
      const MadoFaceWord *word = self->words->pdata[i];
      int left = word->box.x, n = 0;

      for (const char *at = word->text; *at; at = g_utf8_next_char (at), n++)
        {
          g_autofree char *one = g_strndup (at, g_utf8_next_char (at) - at);
          glong length;
          g_autofree gunichar *plain = mado_ocr_words_squeeze (one, &length);
          Letter letter = { length > 0 ? plain[0] : 0, word, left, word->rights[n], !*g_utf8_next_char (at) };

          left = letter.right;
          if (length > 0)
            g_array_append_val (self->letters, letter);
          else if (letter.last && self->letters->len > 0)
            g_array_index (self->letters, Letter, self->letters->len - 1).last = TRUE;
        }
    }
}

static GPtrArray *
make_rows (GPtrArray *words)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);

  for (guint i = 0; i < words->len; i++)
    {
      const MadoFaceWord *word = words->pdata[i];
      int middle = word->box.y + word->box.height / 2;
      Row *row = NULL;

      for (guint k = 0; k < rows->len && !row; k++)
        if (ABS (((Row *) rows->pdata[k])->middle - middle) < MAX (10, word->box.height / 2))
          row = rows->pdata[k];
      if (!row)
        {
          row = g_new0 (Row, 1);
          row->words = g_ptr_array_new ();
          row->letters = g_array_new (FALSE, FALSE, sizeof (Letter));
          row->middle = middle;
          g_ptr_array_add (rows, row);
        }
      g_ptr_array_add (row->words, (gpointer) word);
    }
  g_ptr_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    spell_row (rows->pdata[i]);
  return rows;
}

static gunichar *
letters_of (const Row *row,
            guint      from)
{
  gunichar *out = g_new0 (gunichar, row->letters->len + 1);

  for (guint i = from; i < row->letters->len; i++)
    out[i - from] = g_array_index (row->letters, Letter, i).c;
  return out;
}

/* --- labels and dates within a row ------------------------------------------------------ */

/* What begins in a row: a label, or (label NULL) a date with words after it. */
typedef struct
{
  const Label *label;
  const char  *key; /* of a date without a label */
  guint        from, to; /* letters of what is no value: the label itself; of a date all of it */
} Mark;

static int
compare_marks (gconstpointer a,
               gconstpointer b)
{
  return (int) ((const Mark *) a)->from - (int) ((const Mark *) b)->from;
}

static gboolean
overlaps (GArray     *marks,
          const Mark *mark)
{
  for (guint i = 0; i < marks->len; i++)
    {
      const Mark *other = &g_array_index (marks, Mark, i);

      if (mark->from < other->to && other->from < mark->to)
        return TRUE;
    }
  return FALSE;
}

/* Longer labels first: 番号 is in none of them, but 氏名 might be misread into one. */
static void
mark_labels (const Row  *row,
             const Form *form,
             GArray     *marks)
{
  g_autofree gunichar *letters = letters_of (row, 0);

  for (guint wrong = 0; wrong <= 2; wrong++)
    for (guint i = 0; i < form->n; i++)
      {
        glong length, at = wrong <= form->labels[i].wrong
                             ? mado_ocr_words_search (letters, row->letters->len, form->labels[i].text, wrong, &length) : -1;
        Mark mark = { &form->labels[i], NULL, (guint) at, (guint) (at + length) };

        if (at >= 0 && !overlaps (marks, &mark))
          g_array_append_val (marks, mark);
      }
}

static gboolean
is_of_date (gunichar c)
{
  return (c >= '0' && c <= '9') || (c < 0x110000 && g_utf8_strchr ("年月日元明治大正昭和平成令", -1, c) != NULL);
}

static gboolean
is_near (const Letter *left,
         const Letter *right)
{
  return left->word == right->word ||
         right->word->box.x - (left->word->box.x + left->word->box.width) < right->word->box.height * 3 / 2;
}

/* The last date before @words: 「…日生」, 「…日まで有効」. @whole: all that stands close
 * before them is taken for it, also what was misread. */
static void
mark_date (const Row  *row,
           const char *words,
           guint       wrong,
           gboolean    whole,
           const char *key,
           GArray     *marks)
{
  g_autofree gunichar *letters = letters_of (row, 0);
  glong length, at = mado_ocr_words_search (letters, row->letters->len, words, wrong, &length);
  Mark mark = { NULL, key, 0, 0 };
  guint begin;

  if (at < 4)
    return;
  for (begin = (guint) at; begin > 0; begin--)
    if (!(whole ? is_near (&g_array_index (row->letters, Letter, begin - 1), &g_array_index (row->letters, Letter, begin))
                : is_of_date (letters[begin - 1])))
      break;
  mark.from = begin;
  mark.to = (guint) (at + length);
  if ((guint) at - begin >= 4 && !overlaps (marks, &mark))
    g_array_append_val (marks, mark);
}

/* --- places -------------------------------------------------------------------------------- */

/* The box of the letters @from … @to − 1; whole words where it can be. */
static MadoOcrBox
box_of (const Row *row,
        guint      from,
        guint      to)
{
  const Letter *first = &g_array_index (row->letters, Letter, from), *last = &g_array_index (row->letters, Letter, to - 1);
  int left = from > 0 && (first - 1)->word == first->word ? first->left : first->word->box.x;
  int right = last->last ? last->word->box.x + last->word->box.width : last->right;
  int top = G_MAXINT, bottom = 0;

  for (guint i = from; i < to; i++)
    {
      const MadoOcrBox *box = &g_array_index (row->letters, Letter, i).word->box;

      top = MIN (top, box->y);
      bottom = MAX (bottom, box->y + box->height);
    }
  return (MadoOcrBox) { left, top, MAX (1, right - left), bottom - top };
}

static gboolean
is_roman (gunichar c)
{
  return c < 0x80 && g_ascii_isalpha ((char) c);
}

/* Of a value what can be its: a name in Roman letters begins with one, a sex is 女
 * or 女 F., and 「留学 Student」 ends where English begins. */
static void
trim (const Row    *row,
      MadoPaperType type,
      guint        *from,
      guint        *to)
{
  if (type == MADO_PAPER_ROMAN || type == MADO_PAPER_CARD_NUMBER)
    {
      /* NAME and No. stand small below their labels, and before the value. */
      while (*to - *from > 12 && type == MADO_PAPER_CARD_NUMBER)
        ++*from;
      return;
    }
  for (guint i = *from; i < *to; i++)
    {
      gunichar c = g_array_index (row->letters, Letter, i).c;

      if (type == MADO_PAPER_SEX && (c == 0x7537 || c == 0x5973))
        {
          *from = i++;
          while (i < *to && is_roman (g_array_index (row->letters, Letter, i).c))
            i++;
          *to = i;
          return;
        }
      if (type == MADO_PAPER_TEXT && is_roman (c))
        {
          *to = i;
          return;
        }
    }
}

static gboolean
has_place (const MadoFace *self,
           const char     *key)
{
  for (guint i = 0; i < self->places->len; i++)
    if (g_str_equal (g_array_index (self->places, MadoFacePlace, i).key, key))
      return TRUE;
  return FALSE;
}

static void
add_place (MadoFace     *self,
           const Row    *row,
           const char   *key,
           MadoPaperType type,
           guint         from,
           guint         to)
{
  MadoFacePlace place = { key, type, FALSE, { 0 } };
  const Letter *first, *last;

  if (has_place (self, key))
    return;
  trim (row, type, &from, &to);
  if (from >= to)
    return;
  for (guint i = from; i < to; i++)
    if (type != MADO_PAPER_CARD_NUMBER && mado_paper_is_secret (g_array_index (row->letters, Letter, i).word->text))
      return;
  first = &g_array_index (row->letters, Letter, from);
  last = &g_array_index (row->letters, Letter, to - 1);
  place.cut = (from > 0 && (first - 1)->word == first->word) || !last->last;
  place.box = box_of (row, from, to);
  g_array_append_val (self->places, place);
}

static void
place_row (MadoFace  *self,
           const Row *row,
           GArray    *marks)
{
  for (guint i = 0; i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);
      guint end = i + 1 < marks->len ? g_array_index (marks, Mark, i + 1).from : row->letters->len;

      if (!mark->label)
        add_place (self, row, mark->key, MADO_PAPER_DATE_WITHIN, mark->from, mark->to);
      else if (mark->label->key && mark->to < end)
        add_place (self, row, mark->label->key, mark->label->type, mark->to, end);
    }
}

/* A long address goes on below: nothing but it stands in that row, under its
 * beginning. */
static void
continue_address (MadoFace  *self,
                  const Row *row)
{
  const MadoFaceWord *word = row->words->pdata[0];

  for (guint i = 0; i < self->places->len; i++)
    {
      MadoFacePlace *place = &g_array_index (self->places, MadoFacePlace, i);
      int gap = word->box.y - (place->box.y + place->box.height);

      if (place->type != MADO_PAPER_ADDRESS || row->words->len != 1 || gap < 0 || gap > place->box.height ||
          ABS (word->box.x - place->box.x) > place->box.height || word->box.height * 3 < place->box.height * 2 ||
          mado_paper_is_secret (word->text))
        continue;
      place->box.width = MAX (place->box.x + place->box.width, word->box.x + word->box.width) - MIN (place->box.x, word->box.x);
      place->box.x = MIN (place->box.x, word->box.x);
      place->box.height = word->box.y + word->box.height - place->box.y;
    }
}

/* --- the card ---------------------------------------------------------------------------------- */

static GArray *
find_marks (const Row  *row,
            const Form *form)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (Mark));

  mark_labels (row, form, marks);
  mark_date (row, "まで有効", 1, TRUE, "expiry", marks);
  mark_date (row, "日まで有", 1, TRUE, "expiry", marks);
  if (form->kind == MADO_PAPER_LICENCE)
    mark_date (row, "日生", 0, FALSE, "birth", marks);
  g_array_sort (marks, compare_marks);
  return marks;
}

static void
place_card (MadoFace   *self,
            GPtrArray  *rows,
            const Form *form)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];
      g_autoptr (GArray) marks = find_marks (row, form);

      if (marks->len == 0)
        continue_address (self, row);
      else
        place_row (self, row, marks);
    }
}

/* How many labels of a form are there; without one of its own it is another card.
 * A long number is on a licence alone. */
static guint
count_labels (GPtrArray  *rows,
              const Form *form,
              guint       n_secret)
{
  guint n = 0, own = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (GArray) marks = find_marks (rows->pdata[i], form);

      n += marks->len;
      for (guint k = 0; k < marks->len; k++)
        {
          const Label *label = g_array_index (marks, Mark, k).label;

          own += label && label->own;
        }
    }
  return own > 0 && (n_secret == 0 || form->kind == MADO_PAPER_LICENCE) ? n + own : 0;
}

/* A card with 個人番号 on it is none of these: nothing of it is read from a picture. */
static gboolean
is_number_card (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];
      g_autofree gunichar *letters = letters_of (row, 0);

      if (mado_ocr_words_search (letters, row->letters->len, "個人番号", 1, NULL) >= 0 ||
          mado_ocr_words_search (letters, row->letters->len, "マイナンバー", 1, NULL) >= 0)
        return TRUE;
    }
  return FALSE;
}

/* The number of a residence card may look like one when its letters do. */
static gboolean
is_secret_word (const MadoFaceWord *word)
{
  g_autofree char *number = mado_paper_value_read (MADO_PAPER_CARD_NUMBER, word->text);

  return number == NULL && mado_paper_is_secret (word->text);
}

MadoFace *
mado_face_find (GPtrArray *words)
{
  MadoFace *self = g_new0 (MadoFace, 1);
  g_autoptr (GPtrArray) rows = make_rows (words);
  const Form *form = NULL;
  guint most = LEAST_LABELS - 1, n_secret = 0;

  self->places = g_array_new (FALSE, FALSE, sizeof (MadoFacePlace));
  for (guint i = 0; i < words->len; i++)
    n_secret += is_secret_word (words->pdata[i]);
  for (guint i = 0; i < G_N_ELEMENTS (forms) && !is_number_card (rows); i++)
    {
      guint n = count_labels (rows, &forms[i], n_secret);

      if (n <= most)
        continue;
      most = n;
      form = &forms[i];
    }
  if (!form)
    return self;
  self->kind = form->kind;
  self->n_secret = n_secret;
  place_card (self, rows, form);
  return self;
}

void
mado_face_free (MadoFace *self)
{
  g_array_unref (self->places);
  g_free (self);
}
