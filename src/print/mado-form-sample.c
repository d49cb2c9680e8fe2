/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-sample.h"

#include <math.h>
#include <string.h>

#include "core/model/mado-value.h"

/* Made up, on Japanese paper; 見本 is "specimen". */
static const char *const plain_names[] = { "見本 花子", "見本 太郎", "見本 次郎", "見本 さくら" };
static const char *const long_names[] = { "勅使河原見本左衛門 マリア・フランシスカ・ヴィクトリア", "長宗我部 見本之助",
                                          "見本川 アレクサンドラ・エリザベス・マルガリータ" };
static const char *const rare_names[] = { "𠮷田 太郎", "山﨑 花子", "辻󠄀 一郎", "髙橋 みなみ" };

typedef struct
{
  const char *const *list;
  guint              n;
} Names;

static const char *
pick_name (const MadoFormSample *self,
           const char           *path)
{
  static const Names names[] = {
    { plain_names, G_N_ELEMENTS (plain_names) },
    { long_names, G_N_ELEMENTS (long_names) },
    { rare_names, G_N_ELEMENTS (rare_names) },
  };
  const char *bracket = strchr (path, '[');
  guint row = bracket != NULL ? (guint) g_ascii_strtoull (bracket + 1, NULL, 10) : 0;

  return names[self->kind].list[row % names[self->kind].n];
}

/* Family name or given name alone. */
static char *
part_of_name (const char *name,
              gboolean    family)
{
  const char *space = strchr (name, ' ');

  return family ? g_strndup (name, (gsize) (space - name)) : g_strdup (space + 1);
}

static const char *
kana_of (const MadoFormSample *self)
{
  return self->kind == MADO_SAMPLE_LONG ? "テシガワラミホンザエモン マリアフランシスカヴィクトリア" : "ミホン ハナコ";
}

static char *
address_of (const MadoFormSample *self)
{
  switch (self->kind)
    {
    case MADO_SAMPLE_LONG:
      return g_strdup ("見本県東見本郡大見本町大字見本字見本前一丁目1234番地567　"
                       "コーポレートハウスグランドヴィレッジ見本中央公園アネックス東棟1305号室（見本方）");
    case MADO_SAMPLE_RARE:
      return g_strdup ("見本県葛󠄀城市辻󠄀町一丁目2番3号　𠮷﨑ハイツ101");
    case MADO_SAMPLE_PLAIN:
    default:
      return g_strdup ("見本県見本市見本町一丁目2番3号");
    }
}

/* What the field is called, as often as somebody might write. */
static char *
words_for (const MadoFormSample *self,
           const MadoField      *field)
{
  const char *label = mado_text_get (field->label, NULL);
  g_autoptr (GString) text = g_string_new (label);
  glong most = field->max_length > 0 ? (glong) field->max_length : 80;

  while (self->kind == MADO_SAMPLE_LONG && g_utf8_strlen (text->str, -1) < MIN (most, 80))
    g_string_append_printf (text, "と%s", label);
  if (g_utf8_strlen (text->str, -1) > most)
    g_string_truncate (text, (gsize) (g_utf8_offset_to_pointer (text->str, most) - text->str));
  return g_strdup (text->str);
}

static void
set_choices (const MadoField *field,
             MadoPrintValue  *value)
{
  guint n = field->type == MADO_FIELD_CHOICES ? MIN (2, field->n_choices) : MIN (1, field->n_choices);
  g_autoptr (GString) text = g_string_new (NULL);

  value->codes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      value->codes[i] = g_strdup (field->choices[i].code);
      g_string_append_printf (text, "%s%s", i > 0 ? "、" : "", mado_text_get (field->choices[i].label, NULL));
    }
  value->text = g_strdup (text->str);
}

static void
set_field (const MadoFormSample *self,
           const MadoField      *field,
           const char           *path,
           MadoPrintValue       *value)
{
  switch (field->type)
    {
    case MADO_FIELD_CHOICE:
    case MADO_FIELD_CHOICES:
      set_choices (field, value);
      break;
    case MADO_FIELD_YES_NO:
      value->codes = g_strsplit ("yes", ",", -1);
      value->text = g_strdup ("はい");
      break;
    case MADO_FIELD_DATE:
      value->text = g_strdup ("1985-11-23");
      break;
    case MADO_FIELD_TIME:
      value->text = g_strdup ("2026-04-01T13:05");
      break;
    case MADO_FIELD_NUMBER:
      value->text = g_strdup_printf ("%" G_GINT64_FORMAT, field->has_max ? MIN (field->max, 99999) : 12);
      break;
    case MADO_FIELD_PHONE:
      value->text = g_strdup ("090-0000-1234");
      break;
    case MADO_FIELD_EMAIL:
      value->text = g_strdup (self->kind == MADO_SAMPLE_LONG ? "hanako.mihon.no.nagai.namae.desu@mail.example.jp" : "hanako@example.jp");
      break;
    case MADO_FIELD_POSTAL_CODE:
      value->text = g_strdup ("000-0001");
      break;
    case MADO_FIELD_KANA:
      value->text = g_strdup (kana_of (self));
      break;
    case MADO_FIELD_TEXT:
    default:
      if (strstr (path, "family_name") != NULL || strstr (path, "given_name") != NULL)
        value->text = part_of_name (pick_name (self, path), strstr (path, "family_name") != NULL);
      else if (g_str_has_suffix (path, "_name"))
        value->text = g_strdup (pick_name (self, path));
      else
        value->text = words_for (self, field);
      break;
    }
}

static gboolean
set_computed (const MadoFormSample *self,
              const char           *path,
              MadoPrintValue       *value)
{
  if (g_str_has_suffix (path, ".name"))
    value->text = g_strdup (pick_name (self, path));
  else if (g_str_has_suffix (path, ".kana"))
    value->text = g_strdup (kana_of (self));
  else if (g_str_has_suffix (path, ".address"))
    value->text = address_of (self);
  else if (g_str_equal (path, "received_on"))
    value->text = g_strdup ("2026-04-01");
  else if (g_str_equal (path, "case_no"))
    value->text = g_strdup ("0000-0000");
  else if (g_str_equal (path, "ticket_no"))
    value->text = g_strdup ("107");
  else if (g_str_equal (path, "city_name"))
    value->text = g_strdup (mado_text_get (mado_pack_get_city_name (self->pack), NULL));
  else if (g_str_equal (path, "mayor"))
    value->text = g_strdup (mado_text_get (mado_pack_get_mayor (self->pack), NULL));
  return value->text != NULL;
}

gboolean
mado_form_sample_value (const char     *path,
                        MadoPrintValue *value,
                        gpointer        user_data)
{
  const MadoFormSample *self = user_data;
  const MadoField *field = mado_form_path_field (self->pack, path);
  const char *given = self->values != NULL ? g_hash_table_lookup (self->values, path) : NULL;

  if (given != NULL)
    {
      value->text = g_strdup (given);
      if (field != NULL && (field->n_choices > 0 || field->type == MADO_FIELD_YES_NO))
        value->codes = g_strsplit (given, ",", -1);
      return TRUE;
    }
  if (set_computed (self, path, value))
    return TRUE;
  if (field != NULL)
    set_field (self, field, path, value);
  return field != NULL;
}

/* A wave that looks like a name written in haste. */
static GByteArray *
sample_strokes (void)
{
  GByteArray *out = g_byte_array_new ();

  mado_cbor_put_array (out, 2);
  for (int stroke = 0; stroke < 2; stroke++)
    {
      mado_cbor_put_array (out, 24 * 4);
      for (int i = 0; i < 24; i++)
        {
          mado_cbor_put_int (out, 100 + stroke * 260 + i * 9);
          mado_cbor_put_int (out, 200 + (int) (60 * sin (i / 2.3 + stroke)));
          mado_cbor_put_int (out, stroke * 500 + i * 12);
          mado_cbor_put_int (out, 512);
        }
    }
  return out;
}

MadoFormPrint *
mado_form_sample_print (MadoFormSample       *self,
                        const MadoFormLayout *layout)
{
  g_autoptr (GByteArray) strokes = sample_strokes ();
  MadoFormPrintInfo info = {
    .persons = layout->rows,
    .case_no = "0000-0000",
    .ticket_no = "107",
    .strokes = strokes->data,
    .strokes_length = strokes->len,
  };

  return mado_form_print_new (layout, &info, mado_form_sample_value, self);
}
