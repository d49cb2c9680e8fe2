/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows the field widgets as a counter page uses them; for pictures and for
 * trying keys by hand. With --check it walks rows and table without a person
 * and fails if one does not do what its header says. */
#include "config.h"

#include "app/common/mado-field-table.h"
#include "app/mado-application.h"
#include "app/mado-language.h"
#include "app/mado-window.h"
#include "mado-resources.h"

static MadoDateContext dates = { .today = { 2026, 11, 22 }, .last_era = MADO_ERA_SHOWA };

static MadoFieldRow *
row (const char    *name,
     const char    *label,
     MadoFieldType  type)
{
  static const MadoField fields[] = {
    [MADO_FIELD_TEXT] = { .id = "text", .type = MADO_FIELD_TEXT },
    [MADO_FIELD_KANA] = { .id = "kana", .type = MADO_FIELD_KANA },
    [MADO_FIELD_DATE] = { .id = "move_date", .type = MADO_FIELD_DATE },
    [MADO_FIELD_YES_NO] = { .id = "yes_no", .type = MADO_FIELD_YES_NO },
    [MADO_FIELD_NUMBER] = { .id = "number", .type = MADO_FIELD_NUMBER },
    [MADO_FIELD_PHONE] = { .id = "phone", .type = MADO_FIELD_PHONE },
    [MADO_FIELD_POSTAL_CODE] = { .id = "postal_code", .type = MADO_FIELD_POSTAL_CODE },
  };
  MadoFieldRow *field = mado_field_row_new (name, label, &fields[type]);

  mado_field_row_set_dates (field, &dates);

  return field;
}

static GVariant *
text (const char *value)
{
  return g_variant_new_string (value);
}

static GtkWidget *
make_fields (void)
{
  static const char *const labels[] = {
    "異動日", "届出日", "郵便番号", "都道府県", "市区町村", "町名", "番地", "方書", "旧住所の郵便番号", "旧市区町村",
    "旧町名", "旧番地", "本籍", "筆頭者", "世帯主氏名", "世帯の種類", "電話番号", "前住所での世帯主", "届出人",
    "来庁者との関係", "備考", "旧氏（旧姓）", "通称", "在留カード番号",
  };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      MadoFieldType type = i < 2 ? MADO_FIELD_DATE : i == 2 || i == 8 ? MADO_FIELD_POSTAL_CODE
                           : i == 15 ? MADO_FIELD_YES_NO : i == 16 ? MADO_FIELD_PHONE : MADO_FIELD_TEXT;
      MadoFieldRow *field = row (labels[i], labels[i], type);

      gtk_widget_set_hexpand (GTK_WIDGET (field), TRUE);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (field), i % 2, i / 2, 1, 1);
      if (i == 0)
        mado_field_row_set_value (field, text ("2026-11-20"), MADO_SOURCE_TYPED);
      if (i == 1)
        mado_field_row_set_text (field, "R8.13.1");
      if (i == 1)
        mado_field_row_commit (field);
      if (i == 2)
        mado_field_row_set_value (field, text ("9850001"), MADO_SOURCE_CARD);
      if (i == 5)
        mado_field_row_set_proposal (field, text ("新浜町一丁目"), MADO_SOURCE_TYPED, "郵便番号から");
      if (i == 6)
        mado_field_row_set_required (field, TRUE);
      if (i == 12)
        {
          mado_field_row_set_value (field, text ("宮城県仙台市青葉区国分町三丁目７番地の１とても長い本籍の表示をためす"), MADO_SOURCE_SLIP);
          mado_field_row_set_locked (field, TRUE);
        }
      if (i == 14)
        mado_field_row_set_conflict (field, "食いちがい: 国保年金課では「山田　太朗」 F7");
    }

  return grid;
}

static MadoFieldTable *
make_table (void)
{
  MadoFieldTable *table = mado_field_table_new ("世帯");
  static const MadoField plain = { .id = "family_name", .type = MADO_FIELD_TEXT }, kana = { .id = "kana", .type = MADO_FIELD_KANA },
                         date = { .id = "birth_date", .type = MADO_FIELD_DATE, .partial = TRUE },
                         yes = { .id = "is_moving", .type = MADO_FIELD_YES_NO };

  mado_field_table_set_dates (table, &dates);
  mado_field_table_add_column (table, "family_name", "氏", &plain, 110);
  mado_field_table_add_column (table, "given_name", "名", &plain, 110);
  mado_field_table_add_column (table, "family_name_kana", "氏カナ", &kana, 110);
  mado_field_table_add_column (table, "given_name_kana", "名カナ", &kana, 110);
  mado_field_table_add_column (table, "birth_date", "生年月日", &date, 170);
  mado_field_table_add_column (table, "is_moving", "異動", &yes, 80);
  mado_field_table_feed_kana (table, "family_name", "family_name_kana");
  mado_field_table_add_row (table, "p1");
  mado_field_table_add_row (table, "p2");
  mado_field_row_set_value (mado_field_table_get_cell (table, "p1", "family_name"), text ("𠮷田"), MADO_SOURCE_TYPED);
  mado_field_row_set_value (mado_field_table_get_cell (table, "p1", "birth_date"), text ("1985-04-01"), MADO_SOURCE_TYPED);
  mado_field_row_set_proposal (mado_field_table_get_cell (table, "p1", "family_name_kana"), text ("ヨシダ"), MADO_SOURCE_TYPED, NULL);

  return table;
}

/* --- the walk ----------------------------------------------------------------- */

static void
count_edited_cb (guint *count)
{
  (*count)++;
}

static void
check_row (GtkBox *box)
{
  MadoFieldRow *date = row ("d", "生年月日", MADO_FIELD_DATE);
  MadoFieldRow *number = row ("n", "通数", MADO_FIELD_NUMBER);
  guint edited = 0;

  gtk_box_append (box, GTK_WIDGET (date));
  gtk_box_append (box, GTK_WIDGET (number));
  g_signal_connect_swapped (date, "edited", G_CALLBACK (count_edited_cb), &edited);

  mado_field_row_set_text (date, "S60.4.1");
  g_assert_true (mado_field_row_commit (date));
  g_assert_cmpstr (g_variant_get_string (mado_field_row_get_value (date), NULL), ==, "1985-04-01");
  g_assert_cmpint (mado_field_row_get_source (date), ==, MADO_SOURCE_TYPED);
  g_assert_cmpuint (edited, ==, 1);

  /* A wrong value: told, the old one stays. */
  mado_field_row_set_text (date, "S60.13.1");
  g_assert_false (mado_field_row_commit (date));
  g_assert_nonnull (mado_field_row_get_error (date));
  g_assert_cmpstr (g_variant_get_string (mado_field_row_get_value (date), NULL), ==, "1985-04-01");
  g_assert_cmpuint (edited, ==, 1);

  /* The same value again is no edit; emptying is one. */
  mado_field_row_set_text (date, "昭和60年4月1日");
  g_assert_true (mado_field_row_commit (date));
  g_assert_cmpuint (edited, ==, 1);
  mado_field_row_set_text (date, "");
  g_assert_true (mado_field_row_commit (date));
  g_assert_null (mado_field_row_get_value (date));
  g_assert_cmpuint (edited, ==, 2);

  mado_field_row_set_text (number, "１２");
  g_assert_cmpstr (mado_field_row_get_text (number), ==, "12");
  g_assert_true (mado_field_row_commit (number));
  g_assert_cmpint (g_variant_get_int64 (mado_field_row_get_value (number)), ==, 12);
}

/* Twelve digits that could be a 個人番号 are asked about, never taken as they
 * are; whoever says that they are another number is believed for this text. */
static void
check_question (GtkBox *box)
{
  MadoFieldRow *field = row ("q", "備考", MADO_FIELD_TEXT);
  guint edited = 0;

  gtk_box_append (box, GTK_WIDGET (field));
  g_signal_connect_swapped (field, "edited", G_CALLBACK (count_edited_cb), &edited);
  g_assert_false (mado_field_row_vouch (field));
  mado_field_row_set_text (field, "１２３４ ５６７８ ９０１８");
  g_assert_false (mado_field_row_commit (field));
  g_assert_true (mado_field_row_is_questioned (field));
  g_assert_null (mado_field_row_get_value (field));
  g_assert_cmpuint (edited, ==, 0);
  g_assert_true (mado_field_row_vouch (field));
  g_assert_cmpuint (edited, ==, 1);
  g_assert_false (mado_field_row_is_questioned (field));

  mado_field_row_set_text (field, "整理番号 123456789018");
  g_assert_false (mado_field_row_commit (field));
  g_assert_true (mado_field_row_is_questioned (field));
  mado_field_row_set_text (field, "整理番号 123");
  g_assert_false (mado_field_row_is_questioned (field));
  g_assert_true (mado_field_row_commit (field));
  g_assert_cmpuint (edited, ==, 2);
}

static void
check_proposal (GtkBox *box)
{
  MadoFieldRow *field = row ("k", "氏カナ", MADO_FIELD_KANA);

  gtk_box_append (box, GTK_WIDGET (field));
  mado_field_row_set_required (field, TRUE);
  g_assert_true (mado_field_row_is_gap (field));
  mado_field_row_set_proposal (field, text ("ヤマダ"), MADO_SOURCE_TYPED, NULL);
  g_assert_true (mado_field_row_is_gap (field));
  mado_field_row_set_locked (field, TRUE);
  g_assert_false (mado_field_row_take_proposal (field));
  mado_field_row_set_locked (field, FALSE);
  g_assert_true (mado_field_row_take_proposal (field));
  g_assert_false (mado_field_row_is_gap (field));
  g_assert_false (mado_field_row_take_proposal (field));
}

static void
wanted_cb (MadoFieldTable *table)
{
  mado_field_table_add_row (table, "p3");
}

static void
check_table (GtkBox *box)
{
  MadoFieldTable *table = make_table ();

  gtk_box_append (box, GTK_WIDGET (table));
  g_signal_connect (table, "row-wanted", G_CALLBACK (wanted_cb), NULL);
  g_assert_cmpuint (mado_field_table_get_n_rows (table), ==, 2);
  gtk_widget_grab_focus (GTK_WIDGET (mado_field_table_get_cell (table, "p2", "family_name")));
  g_assert_true (mado_field_table_copy_above (table));
  g_assert_cmpstr (mado_field_row_get_text (mado_field_table_get_cell (table, "p2", "family_name")), ==, "𠮷田");
  g_assert_cmpuint (mado_field_table_take_all (table), ==, 1);

  gtk_widget_grab_focus (GTK_WIDGET (mado_field_table_get_cell (table, "p2", "is_moving")));
  gtk_widget_child_focus (GTK_WIDGET (table), GTK_DIR_TAB_FORWARD);
  g_assert_cmpuint (mado_field_table_get_n_rows (table), ==, 3);
  g_assert_cmpstr (mado_field_table_get_row_id (table, 2), ==, "p3");
  mado_field_table_remove_row (table, "p2");
  g_assert_cmpuint (mado_field_table_get_n_rows (table), ==, 2);
  g_assert_null (mado_field_table_get_cell (table, "p2", "birth_date"));
}

int
main (int    argc,
      char **argv)
{
  gboolean check = argc > 1 && g_str_equal (argv[1], "--check");
  g_autoptr (GtkCssProvider) provider = NULL;
  GtkWidget *window, *box;

  mado_language_set ();
  gtk_init ();
  mado_resources_get_resource ();
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/madoguchi/Madoguchi/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme",
                argc > 1 && g_str_equal (argv[1], "--dark"), NULL);

  window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_window_set_default_size (GTK_WINDOW (window), 786, 660); /* the middle of a counter page */
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  if (check)
    {
      check_row (GTK_BOX (box));
      check_question (GTK_BOX (box));
      check_proposal (GTK_BOX (box));
      check_table (GTK_BOX (box));
      gtk_window_destroy (GTK_WINDOW (window));
      return 0;
    }

  gtk_box_append (GTK_BOX (box), make_fields ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (make_table ()));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
