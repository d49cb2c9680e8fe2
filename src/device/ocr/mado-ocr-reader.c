/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-ocr-reader.h"

#include <math.h>
#include <string.h>
#include <tesseract/capi.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-picture.h"

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

/* --- wide spaces: the reader of letters drops those between the parts of a name ---- */

#define WIDE 0.62 /* of the height of the line; between two letters it is less than half */

typedef struct
{
  int left, right;
} Run;

static gboolean
has_dark (PIX *binary,
          int  x)
{
  l_uint32 dark = 0;

  for (int y = 0; y < pixGetHeight (binary) && !dark; y++)
    pixGetPixel (binary, x, y, &dark);
  return dark != 0;
}

/* Wide runs without a dark pixel between the first letter and the last; where
 * these begin and end comes out at @ink. */
static GArray *
find_wide_gaps (PIX *binary,
                int  height,
                Run *ink)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (Run));
  int last = -1;

  *ink = (Run) { -1, -1 };
  for (int x = 0; x < pixGetWidth (binary); x++)
    {
      Run gap = { last + 1, x };

      if (!has_dark (binary, x))
        continue;
      if (last >= 0 && gap.right - gap.left > WIDE * height)
        g_array_append_val (gaps, gap);
      if (ink->left < 0)
        ink->left = x;
      ink->right = last = x;
    }
  return gaps;
}

/* Letters of one width stand on a grid: after which of them a gap lies follows
 * from the pitch. Where a letter of another width is among them the reader's
 * words stay as they are. */
static char *
put_gaps_in (const char *letters,
             GArray     *gaps,
             const Run  *ink)
{
  glong n = g_utf8_strlen (letters, -1);
  double pitch = (ink->right - ink->left) / (n + gaps->len - 0.1);
  GString *out = g_string_new (letters);

  for (const char *at = letters; *at; at = g_utf8_next_char (at))
    if (!g_unichar_iswide (g_utf8_get_char (at)))
      return g_string_free (out, FALSE);
  for (guint i = gaps->len; i > 0 && n > 1; i--)
    {
      const Run *gap = &g_array_index (gaps, Run, i - 1);
      glong before = (glong) ((gap->left - ink->left) / pitch - (i - 1) + 0.5);

      if (before > 0 && before < n)
        g_string_insert (out, g_utf8_offset_to_pointer (out->str, before) - out->str, "\u3000");
    }
  return g_string_free (out, FALSE);
}

/* --- letters one by one -------------------------------------------------------------- */

/* @words: those are told apart. */
static char *
collect (TessBaseAPI *api,
         gboolean     words,
         double      *least,
         guint       *n)
{
  TessResultIterator *at = TessBaseAPIGetIterator (api);
  GString *out = g_string_new (NULL);

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

#define LEAST_LINE 9 /* pixels; less is dirt */
#define TALL       56 /* taller letters are made smaller: titles */

static GArray *
find_lines (PIX *binary)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Run)); /* left: top, right: bottom */
  NUMA *counts = pixCountPixelsByRow (binary, NULL);
  Run run = { -1, -1 };

  for (int y = 0; counts && y <= numaGetCount (counts); y++)
    {
      l_int32 n = 0;

      if (y < numaGetCount (counts))
        numaGetIValue (counts, y, &n);
      if (n > 1 && run.left < 0)
        run.left = y;
      if (n > 1 || run.left < 0)
        continue;
      run.right = y;
      if (run.right - run.left >= LEAST_LINE)
        g_array_append_val (lines, run);
      run.left = -1;
    }
  numaDestroy (&counts);
  return lines;
}

/* Strokes of one letter (二, 三) are not lines of their own. */
static void
join_strokes (GArray *lines)
{
  for (guint i = 1; i < lines->len;)
    {
      Run *above = &g_array_index (lines, Run, i - 1), *below = &g_array_index (lines, Run, i);

      if (below->left - above->right < 7 && below->right - above->left < 60)
        {
          above->right = below->right;
          g_array_remove_index (lines, i);
        }
      else
        i++;
    }
}

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
read_picture (Reading   *self,
              PIX       *picture,
              PIX       *binary,
              const Run *line)
{
  static const TessPageSegMode alone[] = { PSM_SINGLE_CHAR, PSM_SINGLE_BLOCK, PSM_RAW_LINE };
  g_autofree char *letters = NULL, *spaced = NULL;
  g_autoptr (GArray) gaps = NULL;
  Run ink;

  gaps = find_wide_gaps (binary, line->right - line->left, &ink);
  letters = recognize (self, picture, self->mode);
  /* A letter alone is often taken for no line at all. */
  for (guint i = 0; self->mode == PSM_SINGLE_LINE && !*letters && i < G_N_ELEMENTS (alone); i++)
    {
      g_free (letters);
      letters = recognize (self, picture, alone[i]);
    }
  if (!*letters)
    return;
  spaced = put_gaps_in (letters, gaps, &ink);
  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  g_string_append (self->text, spaced);
}

static void
read_line (Reading   *self,
           PIX       *cell,
           PIX       *binary,
           const Run *line)
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
  g_autoptr (GArray) lines = find_lines (binary);
  Run whole = { 0, pixGetHeight (cell) };

  join_strokes (lines);
  if (self->mode != PSM_SINGLE_LINE)
    read_picture (self, cell, binary, &whole);
  for (guint i = 0; self->mode == PSM_SINGLE_LINE && i < lines->len; i++)
    read_line (self, cell, binary, &g_array_index (lines, Run, i));
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
