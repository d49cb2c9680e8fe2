/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fronts of made-up cards: 運転免許証 (道路交通法施行規則 別記様式第14) and 在留カード
 * (出入国管理及び難民認定法施行規則 別記様式第29号の7の2), what is printed and about where.
 * "menkyo" has the year of expiry in both calendars, "menkyo-old" in 和暦 alone; "zairyu"
 * has labels in two languages and the permit's lines, "zairyu-new" has neither.
 */
#include <math.h>
#include <stdio.h>

#include "specimen.h"

#define TEXT_AT(x, y, w, h, size, text) text_at (cr, x, y, w, h, size, FALSE, text)

/* A card is no white paper: a tint, and fine waves under everything. */
static void
draw_ground (cairo_t *cr,
             double   red,
             double   green,
             double   blue)
{
  double w = CARD_WIDTH * MM, h = CARD_HEIGHT * MM, r = 3.18 * MM;

  cairo_set_source_rgb (cr, 0.2, 0.2, 0.2); /* the desk, at the round corners */
  cairo_paint (cr);
  cairo_new_path (cr);
  cairo_arc (cr, w - r, r, r, -G_PI / 2, 0);
  cairo_arc (cr, w - r, h - r, r, 0, G_PI / 2);
  cairo_arc (cr, r, h - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, r, r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  cairo_set_source_rgb (cr, red, green, blue);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, red - 0.10, green - 0.07, blue - 0.06);
  cairo_set_line_width (cr, 0.08 * MM);
  for (int i = 0; i < 45; i++)
    {
      cairo_move_to (cr, 4 * MM, (2 + 1.1 * i) * MM);
      for (int x = 4; x < 82; x++)
        cairo_line_to (cr, x * MM, (2 + 1.1 * i + 0.4 * sin (x * 0.6 + i)) * MM);
    }
  cairo_stroke (cr);
}

static void
draw_photo (cairo_t *cr,
            double   x,
            double   y,
            double   width,
            double   height)
{
  cairo_set_source_rgb (cr, 0.62, 0.75, 0.85);
  cairo_rectangle (cr, x * MM, y * MM, width * MM, height * MM);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.15, 0.12, 0.12);
  cairo_arc (cr, (x + width / 2) * MM, (y + height * 0.4) * MM, width * 0.30 * MM, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.85, 0.70, 0.60);
  cairo_arc (cr, (x + width / 2) * MM, (y + height * 0.46) * MM, width * 0.24 * MM, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.2, 0.2, 0.3);
  cairo_rectangle (cr, (x + width * 0.12) * MM, (y + height * 0.78) * MM, width * 0.76 * MM, height * 0.22 * MM);
  cairo_fill (cr);
}

static void
rule (cairo_t *cr,
      double   x,
      double   y,
      double   to_x,
      double   to_y)
{
  cairo_set_source_rgb (cr, 0.3, 0.3, 0.3);
  cairo_set_line_width (cr, 0.12 * MM);
  cairo_move_to (cr, x * MM, y * MM);
  cairo_line_to (cr, to_x * MM, to_y * MM);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0.06, 0.06, 0.06);
}

/* --- 運転免許証 -------------------------------------------------------------------- */

static void
draw_licence (cairo_t *cr,
              gboolean old)
{
  static const double bands[][3] = { { 0.55, 0.85, 0.60 }, { 0.55, 0.72, 0.92 }, { 0.90, 0.78, 0.42 } };
  const Name *who = &names[chance (N_NAMES)], *own = &names[chance (N_NAMES)];
  const double *band = bands[chance (3)];
  char iso[16], *name = g_strdup_printf ("%s　%s", who->family, own->given), *birth = make_date (chance (2), iso), *text, *address;
  guint year = 2027 + chance (4), month = 1 + chance (12), day = 1 + chance (28);

  say ("name", 0, name);
  say ("birth", 0, iso);
  draw_ground (cr, 0.92, 0.94, 0.97);
  cairo_set_source_rgb (cr, band[0], band[1], band[2]);
  cairo_rectangle (cr, 2.5 * MM, 19 * MM, 54 * MM, 5.4 * MM);
  cairo_fill (cr);
  draw_photo (cr, 58.5, 20, 23.5, 30);
  for (int i = 0; i < 4; i++)
    rule (cr, 2.5, 2.4 + (i == 3 ? 16.4 : i * 5.4), 83, 2.4 + (i == 3 ? 16.4 : i * 5.4));
  rule (cr, 9.2, 2.4, 9.2, 13.2);
  TEXT_AT (2.4, 2.4, 8, 5.4, 2.2, "氏名");
  TEXT_AT (10, 2.4, 45, 5.4, 3.1, name);
  text = g_strconcat (birth, "生", NULL);
  TEXT_AT (54, 2.4, 30, 5.4, 2.7, text);
  TEXT_AT (2.4, 7.8, 8, 5.4, 2.2, "住所");
  address = make_address ("address");
  TEXT_AT (10, 7.8, 73, 5.4, 2.7, address);
  text = g_strdup_printf ("令和%02u年%02u月%02u日　　%05u", 2 + chance (6), 1 + chance (12), 1 + chance (28), chance (100000));
  TEXT_AT (2.4, 13.4, 8, 5.2, 2.2, "交付");
  TEXT_AT (10, 13.4, 60, 5.2, 2.7, text);
  text = old ? g_strdup_printf ("令和%02u年%02u月%02u日まで有効", year - 2018, month, day)
             : g_strdup_printf ("%u年（令和%02u年）%02u月%02u日まで有効", year, year - 2018, month, day);
  TEXT_AT (3, 19, 56, 5.4, 2.75, text);
  g_snprintf (iso, sizeof iso, "%04u-%02u-%02u", year, month, day);
  say ("expiry", 0, iso);
  TEXT_AT (2.4, 25, 10, 3.5, 2.0, "免許の");
  TEXT_AT (2.4, 28, 10, 3.5, 2.0, "条件等");
  TEXT_AT (13, 25.5, 30, 4.5, 2.6, "眼鏡等");
  TEXT_AT (2.4, 38.6, 8, 4.6, 2.2, "番号");
  text = g_strdup_printf ("第 %04u%04u%04u 号", 2000 + chance (900), chance (10000), chance (10000));
  TEXT_AT (10, 38.6, 46, 4.6, 3.2, text);
  TEXT_AT (2.4, 43.6, 12, 3, 1.7, "二・小・原");
  TEXT_AT (14, 43.6, 24, 3, 2.0, "平成17年04月18日");
  TEXT_AT (2.4, 46.6, 12, 3, 1.7, "他");
  TEXT_AT (14, 46.6, 24, 3, 2.0, "平成15年11月02日");
  TEXT_AT (2.4, 49.6, 12, 3, 1.7, "二種");
  TEXT_AT (40, 44.5, 18, 3, 1.9, "青森県");
  TEXT_AT (40, 47.5, 18, 3, 1.9, "公安委員会");
}

/* --- 在留カード ---------------------------------------------------------------------- */

/* A value under which its label stands small in English. */
static void
labelled (cairo_t    *cr,
          double      x,
          double      y,
          gboolean    english,
          const char *label,
          const char *under,
          double      at,
          double      size,
          const char *value)
{
  TEXT_AT (x, y, 30, 2.6, 1.9, label);
  if (english)
    TEXT_AT (x, y + 2.4, 34, 1.6, 1.15, under);
  TEXT_AT (at, y - 0.2, 86 - at, 4, size, value);
}

static void
draw_residence (cairo_t *cr,
                gboolean fresh)
{
  static const char *const people[] = { "TURNER ELIZABETH", "NGUYEN VAN AN", "SANTOS MARIA CLARA", "KIM MINJUN", "WANG XIAOMING", "GURUNG BISHNU" };
  static const char *const countries[] = { "米国", "ベトナム", "フィリピン", "韓国", "中国", "ネパール" };
  static const char *const stays[] = { "留学", "永住者", "技能実習", "特定技能" };
  guint who = chance (6), year = 1960 + chance (45), month = 1 + chance (12), day = 1 + chance (28);
  guint until = 2027 + chance (4), m = 1 + chance (12), d = 1 + chance (28);
  gboolean man = chance (2);
  char iso[16], *text, *address;

  draw_ground (cr, 0.96, 0.91, 0.92);
  draw_photo (cr, 62, 23, 21, 27);
  cairo_set_source_rgb (cr, 0.06, 0.06, 0.06);
  TEXT_AT (3, 2, 22, 3, 1.6, "日本国政府");
  text_at (cr, 24, 1.8, 26, 3.6, 3.0, TRUE, "在留カード");
  text = g_strdup_printf ("%c%c%08u%c%c", 'A' + chance (26), 'A' + chance (26), chance (100000000), 'A' + chance (26), 'A' + chance (26));
  say ("card_number", 0, text);
  TEXT_AT (50, 2, 12, 3, 1.7, fresh ? "番号" : "番号 No.");
  TEXT_AT (58, 1.7, 26, 3.6, 2.8, text);
  labelled (cr, 3, 6.6, !fresh, "氏名", "NAME", 14, 3.0, people[who]);
  say ("name", 0, g_strjoinv ("　", g_strsplit (people[who], " ", -1)));
  text = g_strdup_printf ("%u年%02u月%02u日", year, month, day);
  labelled (cr, 3, 11.2, !fresh, "生年月日", "DATE OF BIRTH", 14, 2.6, text);
  g_snprintf (iso, sizeof iso, "%04u-%02u-%02u", year, month, day);
  say ("birth", 0, iso);
  labelled (cr, 38, 11.2, !fresh, "性別", "SEX", 43.5, 2.6, man ? "男 M." : "女 F.");
  say ("sex", 0, man ? "male" : "female");
  labelled (cr, 54, 11.2, !fresh, "国籍・地域", "NATIONALITY/REGION", 69, 2.6, countries[who]);
  say ("nationality", 0, countries[who]);
  address = make_address ("address");
  labelled (cr, 3, 16, !fresh, "住居地", "ADDRESS", 14, 2.6, address);
  rule (cr, 3, 21.6, 83, 21.6);
  text = g_strdup (stays[chance (4)]);
  say ("status", 0, text);
  labelled (cr, 3, 23, !fresh, "在留資格", "STATUS", 16, 2.8, text);
  labelled (cr, 3, 28, !fresh, "就労制限の有無", "", 22, 2.2, "就労不可");
  text = g_strdup_printf ("%s%u年%02u月%02u日%s", fresh ? "" : "4年3月（", until, m, d, fresh ? "" : "）");
  g_snprintf (iso, sizeof iso, "%04u-%02u-%02u", until, m, d);
  say ("stay_until", 0, iso);
  labelled (cr, 3, 33, !fresh, fresh ? "在留期間の満了日" : "在留期間（満了日）", "PERIOD OF STAY (DATE OF EXPIRATION)", 27, 2.5, text);
  if (!fresh)
    {
      labelled (cr, 3, 38, TRUE, "許可の種類", "TYPE OF PERMISSION", 16, 2.0, "在留期間更新許可");
      labelled (cr, 3, 42.4, FALSE, "許可年月日", "", 14, 2.2, "2024年06月10日");
      labelled (cr, 33, 42.4, FALSE, "交付年月日", "", 43, 2.0, "2024年06月10日");
    }
  text = g_strdup_printf ("%u年%02u月%02u日まで有効", until, m, d);
  TEXT_AT (3, 47.6, 18, 4, 1.9, "このカードは");
  TEXT_AT (19, 47.4, 36, 4, 2.8, text);
  TEXT_AT (53, 47.6, 9, 4, 1.9, "です。");
  say ("expiry", 0, iso);
}

/* --- マイナンバーカード: nothing of it is read from a picture --------------------------- */

static void
draw_number_card (cairo_t *cr,
                  gboolean back)
{
  char *number = g_strdup_printf ("%04u　%04u　%04u", 1000 + chance (9000), 1000 + chance (9000), 1000 + chance (9000)), iso[16];

  draw_ground (cr, 0.93, 0.95, 0.93);
  cairo_set_source_rgb (cr, 0.06, 0.06, 0.06);
  if (!back)
    draw_photo (cr, 4, 14, 22, 28);
  cairo_set_source_rgb (cr, 0.06, 0.06, 0.06);
  TEXT_AT (3, 2, 8, 4, 2.2, "氏名");
  TEXT_AT (12, 2, 50, 4, 3.1, "本山　美咲");
  TEXT_AT (28, back ? 14 : 8, 10, 4, 2.2, back ? "個人番号" : "住所");
  TEXT_AT (40, back ? 14 : 8, 46, 4, back ? 3.4 : 2.7, back ? number : "青森県汐見市港町1丁目2番");
  TEXT_AT (28, 22, 30, 4, 2.6, make_date (1, iso));
  TEXT_AT (56, 22, 8, 4, 2.2, "生");
  TEXT_AT (62, 22, 12, 4, 2.2, "性別 女");
  TEXT_AT (28, 28, 50, 4, 2.7, "2030年4月1日まで有効");
  TEXT_AT (28, 40, 40, 5, 3.2, back ? "汐見市長" : "個人番号カード");
}

gboolean
draw_card (cairo_t    *cr,
           const char *kind)
{
  cairo_scale (cr, CARD_ZOOM, CARD_ZOOM);
  if (g_str_equal (kind, "menkyo") || g_str_equal (kind, "menkyo-old"))
    draw_licence (cr, g_str_equal (kind, "menkyo-old"));
  else if (g_str_equal (kind, "zairyu") || g_str_equal (kind, "zairyu-new"))
    draw_residence (cr, g_str_equal (kind, "zairyu-new"));
  else if (g_str_equal (kind, "bango-front") || g_str_equal (kind, "bango-back"))
    draw_number_card (cr, g_str_equal (kind, "bango-back"));
  else
    return FALSE;
  return TRUE;
}
