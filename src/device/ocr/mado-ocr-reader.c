/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-ocr-reader.h"

#include <math.h>
#include <string.h>
#include <tesseract/capi.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-picture.h"
#include "device/ocr/mado-ocr-runs.h"

#define INSET  5  /* what is left of a ruled line */
#define MARGIN 14 /* white around the letters: tesseract wants it */

struct _MadoOcrReader
{
  TessBaseAPI *level;
  TessBaseAPI *upright; /* nullable until the first narrow box, or not installed */
  gboolean     no_upright;
  TessBaseAPI *roman;   /* nullable until the first Roman letters, or not installed */
  gboolean     no_roman;
};

static TessBaseAPI *
open_language (const char *language)
{
  TessBaseAPI *api = TessBaseAPICreate ();

  if (TessBaseAPIInit3 (api, NULL, language) == 0)
    return api;
  TessBaseAPIDelete (api);
  return NULL;
}

MadoOcrReader *
mado_ocr_reader_new (GError **error)
{
  MadoOcrReader *self;
  TessBaseAPI *level = open_language ("jpn");

  if (!level)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, "no trained data for Japanese");
      return NULL;
    }
  self = g_new0 (MadoOcrReader, 1);
  self->level = level;
  return self;
}

void
mado_ocr_reader_free (MadoOcrReader *self)
{
  TessBaseAPIDelete (self->level);
  if (self->upright)
    TessBaseAPIDelete (self->upright);
  if (self->roman)
    TessBaseAPIDelete (self->roman);
  g_free (self);
}

/* Tinted boxes become white each time; 0: the soft edges are left. */
static const struct
{
  float scale;
  int   threshold;
  int   dpi;
} looks[MADO_OCR_LOOKS] = { { 1.3f, 165, 340 }, { 0.8f, 0, 210 }, { 1.0f, 145, 260 } };

/* --- the picture of a cell -------------------------------------------------------- */

static PIX *
cut_cell (PIX              *page,
          const MadoOcrBox *box,
          guint             look)
{
  BOX *inner = boxCreate (box->x + INSET, box->y + INSET, MAX (4, box->width - 2 * INSET), MAX (4, box->height - 2 * INSET));
  PIX *cut = pixClipRectangle (page, inner, NULL), *sized, *framed;

  boxDestroy (&inner);
  if (!cut)
    return NULL;
  sized = pixScale (cut, looks[look].scale, looks[look].scale);
  framed = pixAddBorder (sized, MARGIN, 255);
  pixDestroy (&sized);
  pixDestroy (&cut);
  sized = looks[look].threshold ? pixThresholdToBinary (framed, looks[look].threshold)
                                : pixGammaTRC (NULL, framed, 1.0f, 70, 185);
  pixDestroy (&framed);
  return sized;
}

/* Grey paper without a dark letter reads as dots and bars. */
static gboolean
is_empty (PIX *cell)
{
  PIX *binary = pixGetDepth (cell) == 1 ? pixClone (cell) : pixThresholdToBinary (cell, 140);
  l_int32 dark = 0;

  pixCountPixels (binary, &dark, NULL);
  pixDestroy (&binary);
  return dark < 40;
}

/* --- which letters ------------------------------------------------------------------------ */

static const char *
whitelist (MadoOcrLetters letters)
{
  switch (letters)
    {
    case MADO_OCR_DATE:
      return "0123456789明治大正昭和平成令元年月日";
    case MADO_OCR_DATE_WITHIN:
      return "0123456789明治大正昭和平成令元年月日生まで有効（）()";
    case MADO_OCR_ROMAN:
      return "";
    case MADO_OCR_CODE:
      return "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    case MADO_OCR_DIGITS:
      return "0123456789-";
    case MADO_OCR_KANA:
      return "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
             "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォャュョッー";
    case MADO_OCR_SEX:
      return "男女MF.";
    case MADO_OCR_RELATION:
      return "世帯主妻夫子父母兄弟姉妹孫祖の同居人縁故者未届（）長男女二三";
    case MADO_OCR_ANY:
    default:
      return "";
    }
}

/* --- letters one by one -------------------------------------------------------------- */

#define TWICE 0.4 /* confidence of a letter that may be one with the letter before */

/* One kana is sometimes read as two that look alike, ウ as ウツ, ユ as コユ, each
 * sure of itself. Kana stand a pitch apart that is wider than any of them; what
 * is nearer lies over the ink of one letter. */
static gboolean
is_twice (TessResultIterator *at,
          const char         *letter,
          MadoOcrRun         *before)
{
  MadoOcrRun last = *before, here = { 0, 0 };
  int top, bottom, apart, wider;

  if (g_unichar_get_script (g_utf8_get_char (letter)) != G_UNICODE_SCRIPT_KATAKANA ||
      !TessPageIteratorBoundingBox (TessResultIteratorGetPageIterator (at), RIL_SYMBOL, &here.left, &top, &here.right, &bottom))
    here = (MadoOcrRun) { 0, 0 };
  *before = here;
  apart = (here.left + here.right - last.left - last.right) / 2;
  wider = MAX (here.right - here.left, last.right - last.left);

  return here.right > 0 && last.right > 0 && apart < 0.9 * wider;
}

/* Of two letters at the end of @out that are one, that one: which it is shows
 * in pairs seen on paper. It stays doubtful. */
static void
drop_double (GString *out)
{
  static const char *const pairs[][2] = { { "ウツ", "ウ" }, { "ツウ", "ウ" }, { "コユ", "ユ" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_has_suffix (out->str, pairs[i][0]))
      {
        g_string_truncate (out, out->len - strlen (pairs[i][0]));
        g_string_append (out, pairs[i][1]);
        return;
      }
}

/* @words: those are told apart. */
static char *
collect (TessBaseAPI *api,
         gboolean     words,
         double      *least,
         guint       *n)
{
  TessResultIterator *at = TessBaseAPIGetIterator (api);
  GString *out = g_string_new (NULL);
  MadoOcrRun before = { 0, 0 };

  if (at)
    do
      {
        char *letter = TessResultIteratorGetUTF8Text (at, RIL_SYMBOL);

        if (letter && *letter && !g_ascii_isspace (*letter))
          {
            if (words && out->len > 0 && TessPageIteratorIsAtBeginningOf (TessResultIteratorGetPageIterator (at), RIL_WORD))
              g_string_append_c (out, ' ');
            g_string_append (out, letter);
            /* A bracket says nothing, and is often one of two kinds. */
            if (!g_str_equal (letter, "(") && !g_str_equal (letter, ")") && !g_str_equal (letter, "（") && !g_str_equal (letter, "）"))
              *least = MIN (*least, TessResultIteratorConfidence (at, RIL_SYMBOL) / 100);
            if (is_twice (at, letter, &before))
              {
                *least = MIN (*least, TWICE);
                drop_double (out);
              }
            ++*n;
          }
        TessDeleteText (letter);
      }
    while (TessResultIteratorNext (at, RIL_SYMBOL));
  if (at)
    TessResultIteratorDelete (at);
  return g_string_free (out, FALSE);
}

static TessBaseAPI *
choose (MadoOcrReader    *self,
        const MadoOcrBox *box,
        MadoOcrLetters    letters,
        gboolean         *upright)
{
  if ((letters == MADO_OCR_ROMAN || letters == MADO_OCR_CODE) && !self->roman && !self->no_roman)
    {
      self->roman = open_language ("eng");
      self->no_roman = self->roman == NULL;
    }
  *upright = FALSE;
  if ((letters == MADO_OCR_ROMAN || letters == MADO_OCR_CODE) && self->roman)
    return self->roman;
  *upright = box->height > 2.4 * box->width && box->width < 130;
  if (*upright && !self->upright && !self->no_upright)
    {
      self->upright = open_language ("jpn_vert");
      self->no_upright = self->upright == NULL;
    }
  *upright = *upright && self->upright;
  return *upright ? self->upright : self->level;
}

/* --- lines ------------------------------------------------------------------------------ */

#define TALL 56 /* taller letters are made smaller: titles */

typedef struct
{
  TessBaseAPI   *api;
  TessPageSegMode mode;
  int            dpi;
  gboolean       words;
  GString       *text;
  double         least; /* confidence of the weakest letter */
  guint          n;
} Reading;

static char *
recognize (Reading        *self,
           PIX            *picture,
           TessPageSegMode mode)
{
  char *letters = NULL;

  TessBaseAPISetPageSegMode (self->api, mode);
  TessBaseAPISetImage2 (self->api, picture);
  TessBaseAPISetSourceResolution (self->api, self->dpi);
  if (TessBaseAPIRecognize (self->api, NULL) == 0)
    letters = collect (self->api, self->words, &self->least, &self->n);
  TessBaseAPIClear (self->api);
  return letters ? letters : g_strdup ("");
}

static void
read_picture (Reading          *self,
              PIX              *picture,
              PIX              *binary,
              const MadoOcrRun *line)
{
  static const TessPageSegMode alone[] = { PSM_SINGLE_CHAR, PSM_SINGLE_BLOCK, PSM_RAW_LINE };
  g_autofree char *letters = NULL, *spaced = NULL;
  g_autoptr (GArray) gaps = NULL;
  MadoOcrRun ink;

  gaps = mado_ocr_runs_find_gaps (binary, line->right - line->left, &ink);
  letters = recognize (self, picture, self->mode);
  /* A letter alone is often taken for no line at all. */
  for (guint i = 0; self->mode == PSM_SINGLE_LINE && !*letters && i < G_N_ELEMENTS (alone); i++)
    {
      g_free (letters);
      letters = recognize (self, picture, alone[i]);
    }
  if (!*letters)
    return;
  spaced = mado_ocr_runs_put_gaps_in (letters, gaps, &ink);
  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  g_string_append (self->text, spaced);
}

static void
read_line (Reading          *self,
           PIX              *cell,
           PIX              *binary,
           const MadoOcrRun *line)
{
  int top = MAX (0, line->left - 6), bottom = MIN (pixGetHeight (cell), line->right + 6);
  BOX *box = boxCreate (0, top, pixGetWidth (cell), bottom - top);
  PIX *cut = pixClipRectangle (cell, box, NULL), *dark = pixClipRectangle (binary, box, NULL);
  float scale = line->right - line->left > TALL ? (float) TALL / (line->right - line->left) : 1;
  PIX *sized = pixScale (cut, scale, scale);
  PIX *framed = pixAddBorder (sized, MARGIN, pixGetDepth (cell) == 1 ? 0 : 255);

  read_picture (self, framed, dark, line);
  pixDestroy (&sized);
  pixDestroy (&framed);
  pixDestroy (&dark);
  pixDestroy (&cut);
  boxDestroy (&box);
}

static void
read_lines (Reading *self,
            PIX     *cell)
{
  PIX *binary = pixGetDepth (cell) == 1 ? pixClone (cell) : pixThresholdToBinary (cell, 150);
  g_autoptr (GArray) lines = mado_ocr_runs_find_lines (binary);
  MadoOcrRun whole = { 0, pixGetHeight (cell) };

  mado_ocr_runs_join_strokes (lines);
  if (self->mode != PSM_SINGLE_LINE)
    read_picture (self, cell, binary, &whole);
  for (guint i = 0; self->mode == PSM_SINGLE_LINE && i < lines->len; i++)
    read_line (self, cell, binary, &g_array_index (lines, MadoOcrRun, i));
  pixDestroy (&binary);
}

char *
mado_ocr_reader_read (MadoOcrReader    *self,
                      PIX              *page,
                      const MadoOcrBox *box,
                      MadoOcrLetters    letters,
                      guint             look,
                      double           *confidence)
{
  PIX *cell = cut_cell (page, box, look);
  gboolean upright;
  Reading reading = { .api = choose (self, box, letters, &upright), .words = letters == MADO_OCR_ROMAN, .dpi = looks[look].dpi, .text = g_string_new (NULL), .least = 1 };

  reading.mode = upright ? PSM_SINGLE_BLOCK_VERT_TEXT : PSM_SINGLE_LINE;
  if (cell && !is_empty (cell))
    {
      TessBaseAPISetVariable (reading.api, "tessedit_char_whitelist", whitelist (letters));
      read_lines (&reading, cell);
    }
  pixDestroy (&cell);
  *confidence = reading.n > 0 ? reading.least : 0;
  return g_string_free (reading.text, FALSE);
}

/* --- one line, letter by letter ----------------------------------------------------- */

static char *
collect_edges (TessBaseAPI *api,
               double       scale,
               int          left,
               GArray      *rights)
{
  TessResultIterator *at = TessBaseAPIGetIterator (api);
  GString *out = g_string_new (NULL);

  if (at)
    do
      {
        char *letter = TessResultIteratorGetUTF8Text (at, RIL_SYMBOL);
        int x, y, right = 0, bottom;

        TessPageIteratorBoundingBox (TessResultIteratorGetPageIterator (at), RIL_SYMBOL, &x, &y, &right, &bottom);
        right = left + (int) ((right - MARGIN) / scale);
        for (const char *p = letter ? letter : ""; *p; p = g_utf8_next_char (p))
          if (!g_unichar_isspace (g_utf8_get_char (p)))
            {
              g_string_append_len (out, p, g_utf8_next_char (p) - p);
              g_array_append_val (rights, right);
            }
        TessDeleteText (letter);
      }
    while (TessResultIteratorNext (at, RIL_SYMBOL));
  if (at)
    TessResultIteratorDelete (at);
  return g_string_free (out, FALSE);
}

char *
mado_ocr_reader_spell (MadoOcrReader    *self,
                       PIX              *page,
                       const MadoOcrBox *box,
                       GArray           *rights)
{
  /* Few letters alone are often taken for no line at all. */
  static const TessPageSegMode ways[] = { PSM_SINGLE_LINE, PSM_SINGLE_BLOCK, PSM_RAW_LINE };
  MadoOcrBox inside = *box;
  PIX *cell;
  char *text = NULL;

  if (inside.x < 0 || inside.y < 0)
    {
      inside.width += MIN (0, inside.x);
      inside.height += MIN (0, inside.y);
      inside.x = MAX (0, inside.x);
      inside.y = MAX (0, inside.y);
    }
  cell = cut_cell (page, &inside, 0);
  if (cell && !is_empty (cell))
    {
      TessBaseAPISetVariable (self->level, "tessedit_char_whitelist", "");
      for (guint i = 0; i < G_N_ELEMENTS (ways) && (!text || !*text); i++)
        {
          g_clear_pointer (&text, g_free);
          TessBaseAPISetPageSegMode (self->level, ways[i]);
          TessBaseAPISetImage2 (self->level, cell);
          TessBaseAPISetSourceResolution (self->level, looks[0].dpi);
          if (TessBaseAPIRecognize (self->level, NULL) == 0)
            text = collect_edges (self->level, looks[0].scale, inside.x + INSET, rights);
          TessBaseAPIClear (self->level);
        }
    }
  pixDestroy (&cell);
  return text ? text : g_strdup ("");
}
