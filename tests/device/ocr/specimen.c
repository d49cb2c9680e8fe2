/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws made-up papers as a city or an insurer prints them, and says what is on
 * them: specimen KIND SEED OUT.png [photo]. With "photo" as a camera sees the
 * sheet on a dark desk: aslant, unevenly lit, noisy. On standard output one line a field: key,
 * person (- for none), value, separated by tabs. Nobody on them exists.
 *
 * Kinds: tenshutsu (one table, a line a person), tenshutsu-blocks (a block a
 * person), shikaku, soshitsu; tenshutsu-hard with numbers where they are
 * hard to find, tenshutsu-twice with kana that are easily doubled; of cards menkyo, menkyo-old, zairyu, zairyu-new, bango-front, bango-back.
 */
#include "specimen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const Name names[N_NAMES] = {
  { "本山", "美咲", "モトヤマ", "ミサキ" }, { "高橋", "健一", "タカハシ", "ケンイチ" },
  { "石川", "翔太", "イシカワ", "ショウタ" }, { "中村", "葵", "ナカムラ", "アオイ" },
  { "工藤", "陽菜", "クドウ", "ヒナ" }, { "千葉", "さくら", "チバ", "サクラ" },
  { "井上", "結衣", "イノウエ", "ユイ" }, { "松本", "蓮", "マツモト", "レン" },
  { "佐々木", "真由美", "ササキ", "マユミ" }, { "林", "大輔", "ハヤシ", "ダイスケ" },
};
static const char *const towns[] = { "青森県汐見市白銀町三丁目", "東京都大田区西蒲田七丁目", "岩手県盛岡市中央通二丁目", "宮城県仙台市青葉区本町一丁目" };
static const char *const relations[] = { "世帯主", "妻", "子", "子", "父", "母", "子", "弟" };
static const char *const eras[] = { "昭和", "平成", "令和" };

static guint32 state;

guint
chance (guint n)
{
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % n;
}

void
say (const char *key,
     int         person,
     const char *value)
{
  if (person < 0)
    printf ("%s\t-\t%s\n", key, value);
  else
    printf ("%s\t%d\t%s\n", key, person, value);
}

/* --- drawing ------------------------------------------------------------------- */

void
text_at (cairo_t    *cr,
         double      x,
         double      y,
         double      width,
         double      height,
         double      size_mm,
         gboolean    middle,
         const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Noto Serif CJK JP, Noto Sans CJK JP");
  int w, h;

  pango_font_description_set_absolute_size (font, size_mm * MM * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) ((width - 2) * MM * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_CHAR);
  pango_layout_set_alignment (layout, middle ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &w, &h);
  cairo_move_to (cr, (x + 1) * MM, y * MM + (height * MM - h) / 2);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
cell (cairo_t    *cr,
      double      x,
      double      y,
      double      width,
      double      height,
      gboolean    label,
      const char *text)
{
  if (label)
    {
      cairo_set_source_rgb (cr, 0.93, 0.93, 0.93);
      cairo_rectangle (cr, x * MM, y * MM, width * MM, height * MM);
      cairo_fill (cr);
    }
  cairo_set_source_rgb (cr, 0.08, 0.08, 0.08);
  cairo_set_line_width (cr, 0.25 * MM);
  cairo_rectangle (cr, x * MM, y * MM, width * MM, height * MM);
  cairo_stroke (cr);
  text_at (cr, x, y, width, height, label ? 3.2 : 3.8, label, text);
}

/* --- what is on it --------------------------------------------------------------- */

typedef struct
{
  char *name, *kana, *birth, *relation, *domicile, *head, *number, *code;
  const char *sex;
} Person;

static gboolean read_twice; /* all have the kana whose ウ is taken for two letters */

/* What is printed; the ISO date comes out at @iso. */
char *
make_date (guint  era,
           char  *iso)
{
  static const guint first[] = { 1926, 1989, 2019 }, least[] = { 30, 2, 2 }, most[] = { 33, 28, 7 };
  guint y = least[era] + chance (most[era] - least[era] + 1), m = 1 + chance (12), d = 1 + chance (28);

  g_snprintf (iso, 16, "%04u-%02u-%02u", first[era] + y - 1, m, d);
  return g_strdup_printf ("%s%u年%u月%u日", eras[era], y, m, d);
}

static void
make_person (Person *p,
             guint   i,
             guint   family,
             guint   offset)
{
  static const Name twice = { "研修", "", "ケンシュウ", "" };
  const Name *who = &names[(offset + 3 * i) % N_NAMES], *whose = read_twice ? &twice : &names[family];
  char iso[16];

  p->name = g_strdup_printf ("%s　%s", whose->family, who->given);
  p->kana = g_strdup_printf ("%s　%s", whose->family_kana, who->given_kana);
  p->birth = make_date (i < 2 ? chance (2) : i >= 4 && i < 6 ? 0 : 1 + chance (2), iso);
  p->sex = chance (2) ? "男" : "女";
  p->relation = g_strdup (relations[i]);
  p->number = g_strdup_printf ("%04u　%04u　%04u", 1000 + chance (9000), 1000 + chance (9000), 1000 + chance (9000));
  p->code = g_strdup_printf ("%u%05u%05u", 1 + chance (9), chance (100000), chance (100000));
  say ("name", (int) i, p->name);
  say ("kana", (int) i, p->kana);
  say ("birth", (int) i, iso);
  say ("sex", (int) i, g_str_equal (p->sex, "男") ? "male" : "female");
  say ("relation", (int) i, p->relation);
}

char *
make_address (const char *key)
{
  char *text = g_strdup_printf ("%s%u番%u号", towns[chance (G_N_ELEMENTS (towns))], 1 + chance (40), 1 + chance (30));

  if (key)
    say (key, -1, text);
  return text;
}

static void
draw_head (cairo_t    *cr,
           double     *y,
           const char *title)
{
  char iso[16];
  char *planned, *old, *fresh;

  text_at (cr, 20, 12, 170, 12, 7, TRUE, title);
  planned = make_date (2, iso);
  say ("planned_date", -1, iso);
  cell (cr, 15, 30, 40, 9, TRUE, "転出予定年月日");
  cell (cr, 55, 30, 55, 9, FALSE, planned);
  cell (cr, 110, 30, 30, 9, TRUE, "届出年月日");
  cell (cr, 140, 30, 55, 9, FALSE, "令和8年11月20日");
  fresh = make_address ("new_address");
  cell (cr, 15, 39, 40, 12, TRUE, "新住所");
  cell (cr, 55, 39, 140, 12, FALSE, fresh);
  old = make_address ("old_address");
  cell (cr, 15, 51, 40, 12, TRUE, "旧住所");
  cell (cr, 55, 51, 140, 12, FALSE, old);
  *y = 63;
  g_free (planned);
  g_free (fresh);
  g_free (old);
}

static void
draw_foot (cairo_t *cr,
           double   y)
{
  text_at (cr, 20, y + 6, 170, 8, 4, FALSE, "上記のとおり転出することを証明する。");
  text_at (cr, 110, y + 16, 80, 8, 4.5, FALSE, "汐見市長　　見本　太郎　　印");
}

/* @hard: the number over two lines and small, the code under each name. */
static void
draw_lines (cairo_t *cr,
            guint    n,
            gboolean hard)
{
  double y, x[] = { 15, 23, 67, 101, 112, 130, 195 };
  guint family = chance (N_NAMES), offset = chance (10);
  char *domicile, *head = g_strdup_printf ("%s　%s", names[family].family, names[offset].given);

  draw_head (cr, &y, "転 出 証 明 書");
  cell (cr, 15, y, 40, 9, TRUE, "旧世帯主");
  cell (cr, 55, y, 140, 9, FALSE, head);
  say ("old_head", -1, head);
  y += 9;
  domicile = make_address ("domicile");
  cell (cr, 15, y, 40, 10, TRUE, "本籍");
  cell (cr, 55, y, 90, 10, FALSE, domicile);
  cell (cr, 145, y, 18, 10, TRUE, "筆頭者");
  cell (cr, 163, y, 32, 10, FALSE, head);
  say ("domicile_head", -1, head);
  y += 14;
  {
    const char *heads[] = { "", "氏名", "生年月日", "性別", "続柄", "個人番号" };

    for (guint c = 0; c < 6; c++)
      cell (cr, x[c], y, x[c + 1] - x[c], 8, TRUE, heads[c]);
  }
  y += 8;
  for (guint i = 0; i < n; i++, y += 15)
    {
      Person p;
      char *both, number[4];

      make_person (&p, i, family, offset);
      both = hard ? g_strdup_printf ("%s\n%s", p.name, p.code) : g_strdup_printf ("%s\n%s", p.kana, p.name);
      g_snprintf (number, sizeof number, "%u", i + 1);
      cell (cr, x[0], y, x[1] - x[0], 15, FALSE, number);
      cell (cr, x[1], y, x[2] - x[1], 15, FALSE, both);
      cell (cr, x[2], y, x[3] - x[2], 15, FALSE, p.birth);
      cell (cr, x[3], y, x[4] - x[3], 15, FALSE, p.sex);
      cell (cr, x[4], y, x[5] - x[4], 15, FALSE, p.relation);
      cell (cr, x[5], y, x[6] - x[5], 15, FALSE, hard ? "" : p.number);
      if (hard)
        text_at (cr, x[5], y, 12, 15, 2.6, FALSE, p.number);
      g_free (both);
    }
  draw_foot (cr, y);
}

static void
draw_blocks (cairo_t *cr,
             guint    n)
{
  double y;
  guint family = chance (N_NAMES), offset = chance (10);

  draw_head (cr, &y, "転出証明書");
  y += 4;
  for (guint i = 0; i < n; i++, y += 31)
    {
      Person p;
      char *head = g_strdup_printf ("%s　%s", names[family].family, names[offset].given), *domicile;

      make_person (&p, i, family, offset);
      cell (cr, 15, y, 22, 9, TRUE, "フリガナ");
      cell (cr, 37, y, 70, 9, FALSE, p.kana);
      cell (cr, 107, y, 24, 9, TRUE, "生年月日");
      cell (cr, 131, y, 64, 9, FALSE, p.birth);
      cell (cr, 15, y + 9, 22, 9, TRUE, "氏名");
      cell (cr, 37, y + 9, 70, 9, FALSE, p.name);
      cell (cr, 107, y + 9, 24, 9, TRUE, "性別");
      cell (cr, 131, y + 9, 20, 9, FALSE, p.sex);
      cell (cr, 151, y + 9, 18, 9, TRUE, "続柄");
      cell (cr, 169, y + 9, 26, 9, FALSE, p.relation);
      domicile = g_strdup_printf ("%s%u番地", towns[chance (G_N_ELEMENTS (towns))], 1 + chance (90));
      say ("domicile", (int) i, domicile);
      say ("domicile_head", (int) i, head);
      cell (cr, 15, y + 18, 22, 10, TRUE, "本籍");
      cell (cr, 37, y + 18, 70, 10, FALSE, domicile);
      cell (cr, 107, y + 18, 24, 10, TRUE, "筆頭者");
      cell (cr, 131, y + 18, 26, 10, FALSE, head);
      cell (cr, 157, y + 18, 12, 10, TRUE, "住民票コード");
      cell (cr, 169, y + 18, 26, 10, FALSE, p.code);
      g_free (head);
      g_free (domicile);
    }
  draw_foot (cr, y);
}

/* 健康保険: the certificate of insurance and that of its end. */
static void
draw_insurance (cairo_t    *cr,
                const char *title,
                gboolean    ended)
{
  guint family = chance (N_NAMES), offset = chance (10);
  char iso[16], *address, *date, *symbol = g_strdup_printf ("%u", 10 + chance (9000)), *number = g_strdup_printf ("%u", 1 + chance (900));
  double y = 34;
  Person p;

  text_at (cr, 20, 14, 170, 12, 6.5, TRUE, title);
  make_person (&p, 0, family, offset);
  cell (cr, 15, y, 40, 10, TRUE, "記号");
  cell (cr, 55, y, 50, 10, FALSE, symbol);
  cell (cr, 105, y, 40, 10, TRUE, "番号");
  cell (cr, 145, y, 50, 10, FALSE, number);
  say ("insurance_symbol", -1, symbol);
  say ("insurance_number", -1, number);
  y += 10;
  cell (cr, 15, y, 40, 10, TRUE, "フリガナ");
  cell (cr, 55, y, 140, 10, FALSE, p.kana);
  y += 10;
  cell (cr, 15, y, 40, 10, TRUE, "氏名");
  cell (cr, 55, y, 70, 10, FALSE, p.name);
  cell (cr, 125, y, 30, 10, TRUE, "続柄");
  cell (cr, 155, y, 40, 10, FALSE, p.relation);
  y += 10;
  cell (cr, 15, y, 40, 10, TRUE, "生年月日");
  cell (cr, 55, y, 70, 10, FALSE, p.birth);
  cell (cr, 125, y, 30, 10, TRUE, "性別");
  cell (cr, 155, y, 40, 10, FALSE, p.sex);
  y += 10;
  address = make_address ("address");
  cell (cr, 15, y, 40, 12, TRUE, "住所");
  cell (cr, 55, y, 140, 12, FALSE, address);
  y += 12;
  date = make_date (2, iso);
  say ("acquired_date", -1, iso);
  cell (cr, 15, y, 40, 10, TRUE, "資格取得年月日");
  cell (cr, 55, y, 140, 10, FALSE, date);
  y += 10;
  if (ended)
    {
      date = make_date (2, iso);
      say ("lost_date", -1, iso);
      cell (cr, 15, y, 40, 10, TRUE, "資格喪失年月日");
      cell (cr, 55, y, 140, 10, FALSE, date);
      y += 10;
    }
  cell (cr, 15, y, 40, 10, TRUE, "保険者名称");
  cell (cr, 55, y, 140, 10, FALSE, "汐見港湾健康保険組合");
  say ("insurer", -1, "汐見港湾健康保険組合");
}

/* --- as a camera sees it ------------------------------------------------------------ */

/* The matrix that takes the corners of a unit square to @x, @y (upper left, upper
 * right, lower right, lower left). */
static void
square_to (const double *x,
           const double *y,
           double       *m)
{
  double dx1 = x[1] - x[2], dx2 = x[3] - x[2], sx = x[0] - x[1] + x[2] - x[3];
  double dy1 = y[1] - y[2], dy2 = y[3] - y[2], sy = y[0] - y[1] + y[2] - y[3];
  double det = dx1 * dy2 - dx2 * dy1, g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det;

  m[0] = x[1] - x[0] + g * x[1];
  m[1] = x[3] - x[0] + h * x[3];
  m[2] = x[0];
  m[3] = y[1] - y[0] + g * y[1];
  m[4] = y[3] - y[0] + h * y[3];
  m[5] = y[0];
  m[6] = g;
  m[7] = h;
  m[8] = 1;
}

static void
invert (const double *m,
        double       *out)
{
  out[0] = m[4] * m[8] - m[5] * m[7];
  out[1] = m[2] * m[7] - m[1] * m[8];
  out[2] = m[1] * m[5] - m[2] * m[4];
  out[3] = m[5] * m[6] - m[3] * m[8];
  out[4] = m[0] * m[8] - m[2] * m[6];
  out[5] = m[2] * m[3] - m[0] * m[5];
  out[6] = m[3] * m[7] - m[4] * m[6];
  out[7] = m[1] * m[6] - m[0] * m[7];
  out[8] = m[0] * m[4] - m[1] * m[3];
}

/* Between the four nearest pixels: this is also the softness of the lens. */
static double
sample (cairo_surface_t *sheet,
        double           u,
        double           v)
{
  int width = cairo_image_surface_get_width (sheet), height = cairo_image_surface_get_height (sheet);
  int stride = cairo_image_surface_get_stride (sheet);
  double x = u * (width - 1), y = v * (height - 1);
  int left = (int) x, top = (int) y;
  const guchar *at;

  left = CLAMP (left, 0, width - 2);
  top = CLAMP (top, 0, height - 2);
  at = cairo_image_surface_get_data (sheet) + top * stride + left * 4;
  x -= left;
  y -= top;
  return (at[1] * (1 - x) + at[5] * x) * (1 - y) + (at[stride + 1] * (1 - x) + at[stride + 5] * x) * y;
}

/* @border: of the desk around it; a corner may be off by two thirds of it. */
static cairo_surface_t *
photograph (cairo_surface_t *sheet,
            int              width,
            int              height,
            int              border)
{
  cairo_surface_t *photo = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  double x[4] = { border, width - border, width - border, border }, y[4] = { border, border, height - border, height - border };
  double there[9], back[9], slope = (double) chance (100) / 250, edge = width / 7 + chance ((guint) (width * 2 / 3));
  guint off = (guint) (border * 4 / 3);
  int stride = cairo_image_surface_get_stride (photo);

  for (int i = 0; i < 4; i++)
    {
      x[i] += (double) chance (off) - off / 2;
      y[i] += (double) chance (off) - off / 2;
    }
  square_to (x, y, there);
  invert (there, back);
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        double w = back[6] * column + back[7] * row + back[8];
        double u = (back[0] * column + back[1] * row + back[2]) / w, v = (back[3] * column + back[4] * row + back[5]) / w;
        double grey = u >= 0 && u <= 1 && v >= 0 && v <= 1 ? sample (sheet, u, v) : 50;
        /* Light from one side, and the soft shadow of a head or an arm. */
        double light = 1 - slope * column / width;
        double shadow = 1 - 0.28 / (1 + exp (-(column + 0.4 * row - edge - 600) / 90));
        double noise = (double) (chance (15) + chance (15)) - 14;
        int value = (int) CLAMP (grey * light * shadow + noise, 0, 255);
        guchar *at = cairo_image_surface_get_data (photo) + row * stride + column * 4;

        at[0] = at[1] = at[2] = (guchar) value;
      }
  cairo_surface_mark_dirty (photo);
  return photo;
}

static gboolean
draw_sheet (cairo_t    *cr,
            const char *kind)
{
  cairo_set_source_rgb (cr, 0.98, 0.98, 0.97);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.08, 0.08, 0.08);
  read_twice = g_str_equal (kind, "tenshutsu-twice");
  if (g_str_equal (kind, "tenshutsu") || read_twice)
    draw_lines (cr, 1 + chance (8), FALSE);
  else if (g_str_equal (kind, "tenshutsu-hard"))
    draw_lines (cr, 2 + chance (3), TRUE);
  else if (g_str_equal (kind, "tenshutsu-blocks"))
    draw_blocks (cr, 1 + chance (6));
  else if (g_str_equal (kind, "shikaku"))
    draw_insurance (cr, "資 格 確 認 書", FALSE);
  else if (g_str_equal (kind, "soshitsu"))
    draw_insurance (cr, "健康保険資格喪失証明書", TRUE);
  else
    return FALSE;
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  gboolean card;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (argc < 4)
    {
      g_printerr ("specimen KIND SEED OUT.png [photo]\n");
      return 2;
    }
  state = (guint32) atoi (argv[2]) * 2654435761u + 12345u;
  card = g_str_has_prefix (argv[1], "menkyo") || g_str_has_prefix (argv[1], "zairyu") || g_str_has_prefix (argv[1], "bango");
  surface = card ? cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (CARD_WIDTH * MM * CARD_ZOOM), (int) (CARD_HEIGHT * MM * CARD_ZOOM))
                 : cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (210 * MM), (int) (297 * MM));
  cr = cairo_create (surface);
  if (!(card ? draw_card (cr, argv[1]) : draw_sheet (cr, argv[1])))
    return 2;
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (argc > 4)
    {
      cairo_surface_t *sheet = surface;

      surface = card ? photograph (sheet, 1640, 1110, 120) : photograph (sheet, 2100, 2900, 150);
      cairo_surface_destroy (sheet);
    }
  if (cairo_surface_write_to_png (surface, argv[3]) != CAIRO_STATUS_SUCCESS)
    return 1;
  cairo_surface_destroy (surface);
  return 0;
}
