/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-form.h"

#include "core/model/mado-value.h"

#define ROWS 4

struct _SampleForm
{
  MadoFormLayout  layout;
  GArray         *items;
  GPtrArray      *owned;
  GHashTable     *values; /* path → MadoPrintValue */
};

static void
value_free (gpointer data)
{
  MadoPrintValue *value = data;

  g_free (value->text);
  g_free (value->added_on);
  g_free (value);
}

static const MadoText *
text (SampleForm *self,
      const char *japanese)
{
  MadoText *made = mado_text_new (japanese);

  g_ptr_array_add (self->owned, made);
  return made;
}

static const char *
keep (SampleForm *self,
      char       *string)
{
  g_ptr_array_add (self->owned, string);
  return string;
}

static MadoFormItem *
add (SampleForm  *self,
     MadoItemKind kind,
     double       x,
     double       y,
     double       w,
     double       h)
{
  MadoFormItem item = { .kind = kind, .x = x, .y = y, .w = w, .h = h, .size = 9, .line = 0.25,
                        .shrink = TRUE };

  g_array_append_val (self->items, item);
  return &g_array_index (self->items, MadoFormItem, self->items->len - 1);
}

static void
label (SampleForm *self,
       const char *words,
       double      x,
       double      y,
       double      w,
       double      h,
       double      size)
{
  MadoFormItem *item = add (self, MADO_ITEM_STATIC, x, y, w, h);

  item->label = text (self, words);
  item->size = size;
  item->align = MADO_ALIGN_CENTRE;
}

static void
box_with_value (SampleForm   *self,
                MadoItemKind  kind,
                const char   *path,
                const char   *words,
                double        x,
                double        y,
                double        w,
                double        h)
{
  MadoFormItem *item;

  add (self, MADO_ITEM_BOX, x, y, 26, h);
  label (self, words, x + 1, y, 24, h, 9);
  add (self, MADO_ITEM_BOX, x + 26, y, w - 26, h);
  item = add (self, kind, x + 26, y, w - 26, h);
  item->path = keep (self, g_strdup (path));
  item->size = 11;
}

static void
add_choice (SampleForm   *self,
            MadoItemKind  kind,
            const char   *path,
            const char   *value,
            const char   *words,
            double        x,
            double        y,
            double        w)
{
  MadoFormItem *item = add (self, kind, x, y, w, 7);

  item->path = keep (self, g_strdup (path));
  item->value = keep (self, g_strdup (value));
  item->label = text (self, words);
  item->size = 10;
  item->align = kind == MADO_ITEM_CIRCLE ? MADO_ALIGN_CENTRE : MADO_ALIGN_LEFT;
}

static void
add_person_row (SampleForm *self,
                int         row)
{
  static const struct { const char *leaf; MadoItemKind kind; double x, w; } columns[] = {
    { "name", MADO_ITEM_TEXT, 15, 55 }, { "kana", MADO_ITEM_TEXT, 70, 45 },
    { "birth_date", MADO_ITEM_WAREKI, 115, 40 }, { "relation_to_head", MADO_ITEM_TEXT, 155, 18 },
  };
  double y = 117 + row * 11;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      MadoFormItem *item;

      add (self, MADO_ITEM_BOX, columns[i].x, y, columns[i].w, 11);
      item = add (self, columns[i].kind, columns[i].x, y, columns[i].w, 11);
      item->path = keep (self, g_strdup_printf ("subject[%d].%s", row, columns[i].leaf));
      item->size = 10.5;
    }
  add (self, MADO_ITEM_BOX, 173, y, 22, 11);
  add_choice (self, MADO_ITEM_CIRCLE, keep (self, g_strdup_printf ("subject[%d].sex", row)), "male",
              "男", 174, y + 2, 10);
  add_choice (self, MADO_ITEM_CIRCLE, keep (self, g_strdup_printf ("subject[%d].sex", row)), "female",
              "女", 184, y + 2, 10);
}

static void
add_staff_part (SampleForm *self)
{
  MadoFormItem *item = add (self, MADO_ITEM_BOX, 15, 222, 180, 28);

  item->shaded = TRUE;
  item = add (self, MADO_ITEM_STATIC, 17, 224, 6, 24);
  item->label = text (self, "職員記入欄");
  item->vertical = TRUE;
  item->size = 9;
  item->align = MADO_ALIGN_CENTRE;
  box_with_value (self, MADO_ITEM_WAREKI, "acquire_date", "資格取得日", 28, 226, 80, 9);
  box_with_value (self, MADO_ITEM_TEXT, "former_insurer", "前の保険", 112, 226, 80, 9);
  item = add (self, MADO_ITEM_LINE, 28, 240, 164, 0);
  item->dashed = TRUE;
}

static void
add_all (SampleForm *self)
{
  MadoFormItem *item;

  label (self, "住 民 異 動 届", 55, 14, 100, 12, 22);
  item = add (self, MADO_ITEM_TEXT, 15, 28, 60, 7);
  item->path = "mayor";
  item->size = 11;
  box_with_value (self, MADO_ITEM_WAREKI, "received_on", "届出日", 15, 38, 88, 11);
  box_with_value (self, MADO_ITEM_WAREKI, "move_date", "異動日", 107, 38, 88, 11);
  box_with_value (self, MADO_ITEM_DIGITS, "new.postal_code", "新しい郵便番号", 15, 52, 88, 9);
  g_array_index (self->items, MadoFormItem, self->items->len - 1).cells = 7;
  box_with_value (self, MADO_ITEM_TEXT, "contact_phone", "電話", 107, 52, 88, 9);
  box_with_value (self, MADO_ITEM_TEXT, "new.address", "新しい住所", 15, 64, 180, 12);
  box_with_value (self, MADO_ITEM_TEXT, "old.address", "これまでの住所", 15, 76, 180, 12);
  box_with_value (self, MADO_ITEM_TEXT, "head_name", "世帯主", 15, 88, 110, 10);
  add_choice (self, MADO_ITEM_CHECK, "household_kind", "new", "新しい世帯", 130, 89.5, 30);
  add_choice (self, MADO_ITEM_CHECK, "household_kind", "join", "世帯に入る", 163, 89.5, 30);
  label (self, "氏名", 15, 108, 55, 8, 9);
  label (self, "フリガナ", 70, 108, 45, 8, 9);
  label (self, "生年月日", 115, 108, 40, 8, 9);
  label (self, "続柄", 155, 108, 18, 8, 9);
  label (self, "性別", 173, 108, 22, 8, 9);
  for (int row = 0; row < ROWS; row++)
    add_person_row (self, row);
  box_with_value (self, MADO_ITEM_TEXT, "late_reason", "遅れた理由", 15, 168, 180, 12);
  add (self, MADO_ITEM_BOX, 95, 190, 100, 24);
  label (self, "届出人 署名", 96, 191, 26, 22, 10);
  add (self, MADO_ITEM_SIGNATURE, 123, 191, 71, 22);
  add_staff_part (self);
}

SampleForm *
sample_form_new (void)
{
  SampleForm *self = g_new0 (SampleForm, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (MadoFormItem));
  self->owned = g_ptr_array_new_with_free_func (g_free);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
  add_all (self);
  self->layout = (MadoFormLayout) {
    .id = "juminidou", .title = text (self, "住民異動届"), .paper = "A4", .width = 210,
    .height = 297, .repeat = "subject", .rows = ROWS,
  };
  return self;
}

void
sample_form_free (SampleForm *self)
{
  g_array_unref (self->items);
  g_ptr_array_unref (self->owned);
  g_hash_table_unref (self->values);
  g_free (self);
}

MadoFormLayout *
sample_form_layout (SampleForm *self)
{
  self->layout.items = (MadoFormItem *) (void *) self->items->data;
  self->layout.n_items = self->items->len;
  return &self->layout;
}

void
sample_form_put (SampleForm     *self,
                 const char     *path,
                 const char     *words,
                 MadoPrintMarks  marks,
                 const char     *added_on)
{
  MadoPrintValue *value = g_new0 (MadoPrintValue, 1);

  value->text = g_strdup (words);
  value->marks = marks;
  value->added_on = g_strdup (added_on);
  g_hash_table_replace (self->values, g_strdup (path), value);
}

static void
put_person (SampleForm *self,
            guint       row,
            const char *leaf,
            const char *words)
{
  g_autofree char *path = g_strdup_printf ("subject[%u].%s", row, leaf);

  sample_form_put (self, path, words, MADO_PRINT_PLAIN, NULL);
}

void
sample_form_family (SampleForm *self,
                    guint       persons)
{
  static const char *const names[] = {
    "𠮷田 太郎", "山﨑 花子", "辻󠄀 一郎", "齋󠄂藤 さくら", "渡邉 次郎", "髙橋 みなみ",
  };

  sample_form_put (self, "mayor", "汐見市長", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "received_on", "2026-04-01", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "move_date", "2026-03-28", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "new.postal_code", "031-8686", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "contact_phone", "090-0000-1234", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "new.address", "青森県汐見市内丸一丁目1番1号 メゾン汐見203号室", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "old.address", "東京都千代田区霞が関二丁目1番2号", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "head_name", "𠮷田 太郎", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "household_kind", "new", MADO_PRINT_PLAIN, NULL);
  sample_form_put (self, "acquire_date", "2026-03-28", MADO_PRINT_STAFF | MADO_PRINT_ADDED, "令和8年4月3日");
  for (guint i = 0; i < persons; i++)
    {
      put_person (self, i, "name", names[i % G_N_ELEMENTS (names)]);
      put_person (self, i, "kana", "ヨシダ タロウ");
      put_person (self, i, "birth_date", i == 1 ? "1988-04-00" : "1985-04-01");
      put_person (self, i, "relation_to_head", i == 0 ? "世帯主" : "子");
      put_person (self, i, "sex", i % 2 == 0 ? "male" : "female");
    }
}

gboolean
sample_form_value (const char     *path,
                   MadoPrintValue *value,
                   gpointer        user_data)
{
  SampleForm *self = user_data;
  const MadoPrintValue *found = g_hash_table_lookup (self->values, path);

  if (found == NULL)
    return FALSE;
  value->text = g_strdup (found->text);
  value->marks = found->marks;
  value->added_on = g_strdup (found->added_on);
  return TRUE;
}

GByteArray *
sample_strokes (void)
{
  GByteArray *out = g_byte_array_new ();

  mado_cbor_put_array (out, 3);
  for (int stroke = 0; stroke < 3; stroke++)
    {
      mado_cbor_put_array (out, 20 * 4);
      for (int i = 0; i < 20; i++)
        {
          mado_cbor_put_int (out, 100 + stroke * 150 + i * 7);
          mado_cbor_put_int (out, 200 + ((i * i * (stroke + 1)) % 90));
          mado_cbor_put_int (out, stroke * 400 + i * 8);
          mado_cbor_put_int (out, 512);
        }
    }
  return out;
}
