/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-paper.h"

#include "app/training/mado-training-household.h"
#include "core/base/mado-date.h"
#include "device/card/mado-practice-card.h"
#include "print/mado-text-block.h"

#define DOTS_PER_MM (200 / 25.4)
#define DAY_MS      G_GINT64_CONSTANT (86400000)
static void
put_text (cairo_t    *cr,
          double      x,
          double      y,
          double      width,
          double      height,
          double      size,
          gboolean    middle,
          const char *text)
{
  const MadoTextStyle style = { .size = size, .width = width - 2, .serif = TRUE, .align = middle ? MADO_TEXT_CENTRE : MADO_TEXT_LEFT };
  g_autoptr (MadoTextBlock) block = mado_text_block_new (cr, text, &style);

  mado_text_block_draw (block, cr, x + 1, y + (height - mado_text_block_get_height (block)) / 2);
}

static void
put_cell (cairo_t    *cr,
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
      cairo_rectangle (cr, x, y, width, height);
      cairo_fill (cr);
    }
  cairo_set_source_rgb (cr, 0.08, 0.08, 0.08);
  cairo_set_line_width (cr, 0.25);
  cairo_rectangle (cr, x, y, width, height);
  cairo_stroke (cr);
  put_text (cr, x, y, width, height, label ? 3.2 : 3.8, label, text);
}

/* Where they move to: some town of this city. */
static char *
find_address (MadoPack *pack)
{
  static const char *const starts[] = { "ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "シ", "ホ", "オ", "ミ" };
  const char *prefecture = mado_pack_get_prefecture (pack), *city = mado_text_get (mado_pack_get_city_name (pack), "ja");

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (GPtrArray) towns = mado_pack_find_towns (pack, starts[i]);
      const MadoTown *town = towns->len > 0 ? towns->pdata[0] : NULL;

      if (town != NULL && *town->town != '\0' && g_str_equal (town->municipality, city))
        return g_strdup_printf ("%s%s%s1番2号", prefecture, city, town->town);
    }
  return g_strdup_printf ("%s%s1番2号", prefecture, city);
}

static char *
day (gint64 ms)
{
  MadoDate date = mado_date_from_ms (ms);

  return mado_date_to_wareki (&date);
}

static void
draw_head (cairo_t  *cr,
           MadoPack *pack,
           gint64    now_ms)
{
  g_autofree char *planned = day (now_ms - 2 * DAY_MS), *told = day (now_ms - 9 * DAY_MS), *address = find_address (pack);
  g_autofree char *head = g_strconcat (MADO_TRAINING_FAMILY, "　", mado_training_family[0].given, NULL);
  const MadoPracticeCard *card = mado_practice_card_find ("mynumber-1");

  cairo_set_source_rgb (cr, 0.08, 0.08, 0.08);
  put_text (cr, 20, 12, 170, 12, 7, TRUE, "転 出 証 明 書");
  put_cell (cr, 15, 30, 40, 9, TRUE, "転出予定年月日");
  put_cell (cr, 55, 30, 55, 9, FALSE, planned);
  put_cell (cr, 110, 30, 30, 9, TRUE, "届出年月日");
  put_cell (cr, 140, 30, 55, 9, FALSE, told);
  put_cell (cr, 15, 39, 40, 12, TRUE, "新住所");
  put_cell (cr, 55, 39, 140, 12, FALSE, address);
  put_cell (cr, 15, 51, 40, 12, TRUE, "旧住所");
  put_cell (cr, 55, 51, 140, 12, FALSE, card->address);
  put_cell (cr, 15, 63, 40, 9, TRUE, "旧世帯主");
  put_cell (cr, 55, 63, 140, 9, FALSE, head);
  put_cell (cr, 15, 72, 40, 10, TRUE, "本籍");
  put_cell (cr, 55, 72, 90, 10, FALSE, "岩手県盛岡市内丸10番");
  put_cell (cr, 145, 72, 18, 10, TRUE, "筆頭者");
  put_cell (cr, 163, 72, 32, 10, FALSE, head);
}

static char *
birth_of (const MadoTrainingPerson *person)
{
  MadoDate date;

  return mado_date_parse_iso (person->birth, &date) ? mado_date_to_wareki (&date) : g_strdup ("");
}

static void
draw_household (cairo_t *cr)
{
  static const double x[] = { 15, 23, 67, 101, 112, 130, 195 };
  static const char *const heads[] = { "", "氏名", "生年月日", "性別", "続柄", "個人番号" };
  double y = 94;

  for (guint c = 0; c < G_N_ELEMENTS (heads); c++)
    put_cell (cr, x[c], 86, x[c + 1] - x[c], 8, TRUE, heads[c]);
  for (guint i = 0; i < MADO_TRAINING_N_FAMILY; i++, y += 15)
    {
      const MadoTrainingPerson *person = &mado_training_family[i];
      g_autofree char *number = g_strdup_printf ("%u", i + 1), *birth = birth_of (person);
      g_autofree char *name = g_strdup_printf (MADO_TRAINING_FAMILY_KANA "　%s\n" MADO_TRAINING_FAMILY "　%s", person->given_kana, person->given);
      const char *const cells[] = { number, name, birth, person->female ? "女" : "男", person->relation, person->number };

      for (guint c = 0; c < G_N_ELEMENTS (cells); c++)
        put_cell (cr, x[c], y, x[c + 1] - x[c], 15, FALSE, cells[c]);
    }
  put_text (cr, 20, y + 6, 170, 8, 4, FALSE, "上記のとおり転出することを証明する。");
  put_text (cr, 110, y + 16, 80, 8, 4.5, FALSE, "盛岡市長　　　　印");
}

cairo_surface_t *
mado_training_paper_move_out (MadoPack *pack,
                              gint64    now_ms)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (210 * DOTS_PER_MM), (int) (297 * DOTS_PER_MM));
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.97, 0.97, 0.96);
  cairo_paint (cr);
  cairo_scale (cr, DOTS_PER_MM, DOTS_PER_MM);
  draw_head (cr, pack, now_ms);
  draw_household (cr);
  cairo_set_source_rgb (cr, 0.42, 0.1, 0.6);
  put_text (cr, 20, 3, 170, 7, 4.5, TRUE, "研修用　架空の証明書");
  put_text (cr, 20, 285, 170, 7, 4.5, TRUE, "研修用　架空の証明書");
  cairo_destroy (cr);
  return surface;
}
