/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-maker.h"

#include <string.h>

#define FIRST_DAY_MS G_GINT64_CONSTANT (1779235200000) /* 2026-05-20 */

static const char *const families[][2] = {
  { "佐藤", "サトウ" }, { "鈴木", "スズキ" }, { "髙橋", "タカハシ" }, { "田中", "タナカ" }, { "伊藤", "イトウ" },
  { "渡邊", "ワタナベ" }, { "山本", "ヤマモト" }, { "中村", "ナカムラ" }, { "小林", "コバヤシ" }, { "加藤", "カトウ" },
  { "𠮷田", "ヨシダ" }, { "山田", "ヤマダ" }, { "佐々木", "ササキ" }, { "山﨑", "ヤマザキ" }, { "松本", "マツモト" },
  { "井上", "イノウエ" }, { "木村", "キムラ" }, { "林", "ハヤシ" }, { "齋藤", "サイトウ" }, { "清水", "シミズ" },
  { "本山", "モトヤマ" }, { "森", "モリ" }, { "阿部", "アベ" }, { "池田", "イケダ" }, { "橋本", "ハシモト" },
  { "石川", "イシカワ" }, { "小笠原", "オガサワラ" }, { "三浦", "ミウラ" }, { "千葉", "チバ" }, { "工藤", "クドウ" },
};

static const char *const givens[][2] = {
  { "太郎", "タロウ" }, { "花子", "ハナコ" }, { "一郎", "イチロウ" }, { "美咲", "ミサキ" }, { "翔太", "ショウタ" },
  { "陽菜", "ヒナ" }, { "健一", "ケンイチ" }, { "由美", "ユミ" }, { "大輔", "ダイスケ" }, { "さくら", "サクラ" },
  { "蓮", "レン" }, { "結衣", "ユイ" }, { "誠", "マコト" }, { "恵子", "ケイコ" }, { "悠真", "ユウマ" },
  { "葵", "アオイ" }, { "正", "タダシ" }, { "和子", "カズコ" }, { "直樹", "ナオキ" }, { "真由美", "マユミ" },
};

static const char *const towns[] = { "港町", "本町", "新井田", "白銀", "鮫町", "湊高台", "城下", "長者", "柏崎", "根城" };
static const char *const events[] = { "tennyu", "tenkyo", "tenshutsu", "shussei", "shomei" };
static const char *const procedures[] = { "juki_tennyu", "kokuho_shutoku", "jite_nintei", "kodomo_iryo", "juki_utsushi" };

void
mado_made_name (MadoRandom   *random,
                MadoMadeName *name)
{
  guint family = mado_random_below (random, G_N_ELEMENTS (families));
  guint given = mado_random_below (random, G_N_ELEMENTS (givens));

  g_strlcpy (name->family, families[family][0], sizeof name->family);
  g_strlcpy (name->family_kana, families[family][1], sizeof name->family_kana);
  g_strlcpy (name->given, givens[given][0], sizeof name->given);
  g_strlcpy (name->given_kana, givens[given][1], sizeof name->given_kana);
}

static void
add_text (MadoEdit   *edit,
          const char *section,
          const char *path,
          const char *text,
          gboolean    sealed)
{
  g_autoptr (GVariant) value = mado_value_text (text);

  mado_edit_add (edit, section, NULL, 0, mado_change_new (path, value, MADO_SOURCE_TYPED, sealed));
}

static void
add_person (MadoEdit   *edit,
            MadoRandom *random,
            guint       index,
            const char *family,
            const char *family_kana)
{
  g_autofree char *eid = g_strdup_printf ("p%c%05u", 'a' + (int) (index % 26), mado_random_below (random, 32768));
  g_autofree char *birth = g_strdup_printf ("%u-%02u-%02u", 1940 + mado_random_below (random, 80),
                                            1 + mado_random_below (random, 12), 1 + mado_random_below (random, 28));
  const char *fields[][2] = {
    { "family_name", family }, { "family_name_kana", family_kana }, { "given_name", NULL }, { "given_name_kana", NULL },
    { "birth_date", birth }, { "sex", index % 2 ? "female" : "male" }, { "relation_to_head", index == 0 ? "head" : "child" },
  };
  MadoMadeName name;

  mado_made_name (random, &name);
  fields[2][1] = name.given;
  fields[3][1] = name.given_kana;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *path = g_strdup_printf ("person/%s/%s", eid, fields[i][0]);

      add_text (edit, "shared", path, fields[i][1], TRUE);
    }
  if (index == 0)
    add_text (edit, "shared", "role/head", eid, TRUE);
}

static void
add_route (MadoEdit   *edit,
           const char *section,
           const char *desk)
{
  g_autofree char *path = g_strconcat ("route/", desk, NULL);
  g_autoptr (GVariant) yes = mado_value_bool (TRUE);

  mado_edit_add (edit, section, NULL, 0, mado_change_new (path, yes, MADO_SOURCE_PROGRAM, FALSE));
}

static void
add_opened (MadoEdit *edit,
            gint64    ms)
{
  g_autoptr (GVariant) value = mado_value_int (ms);

  mado_edit_add (edit, "shared", NULL, 0, mado_change_new ("mark/shimin/opened", value, MADO_SOURCE_PROGRAM, FALSE));
}

MadoEdit *
mado_made_case (MadoRandom   *random,
                const MadoId *record,
                guint         number,
                guint         n_persons,
                const char   *desk)
{
  MadoEdit *edit = mado_edit_new ("case", record, "fill");
  g_autofree char *ticket = g_strdup_printf ("%u", 100 + number % 900);
  g_autofree char *case_no = g_strdup_printf ("C%07u", number);
  g_autofree char *phone = g_strdup_printf ("0178-%02u-%04u", mado_random_below (random, 100), mado_random_below (random, 10000));
  g_autofree char *block = g_strdup_printf ("%u番%u号", 1 + mado_random_below (random, 40), 1 + mado_random_below (random, 20));
  MadoMadeName name;

  mado_made_name (random, &name);
  add_text (edit, "shared", "event", events[mado_random_below (random, G_N_ELEMENTS (events))], FALSE);
  add_text (edit, "shared", "ticket_no", ticket, FALSE);
  add_text (edit, "shared", "case_no", case_no, FALSE);
  add_route (edit, "shared", desk);
  add_opened (edit, FIRST_DAY_MS + (gint64) number * 60000);
  for (guint i = 0; i < n_persons; i++)
    add_person (edit, random, i, name.family, name.family_kana);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("proc/%s/state", procedures[(number + i) % G_N_ELEMENTS (procedures)]);

      add_text (edit, "shared", path, "guided", FALSE);
    }
  add_route (edit, "addr", desk);
  add_text (edit, "addr", "field/new.town", towns[mado_random_below (random, G_N_ELEMENTS (towns))], TRUE);
  add_text (edit, "addr", "field/new.block", block, TRUE);
  add_text (edit, "addr", "field/contact_phone", phone, TRUE);
  return edit;
}

MadoEdit *
mado_made_value (MadoRecord   *record,
                 const MadoId *id,
                 const char   *section,
                 const char   *path,
                 const char   *text,
                 gboolean      sealed)
{
  MadoEdit *edit = mado_edit_new ("case", id, "fill");
  g_autoptr (GVariant) value = mado_value_text (text);
  guint n_heads = 0;
  const MadoId *heads = record != NULL ? mado_record_get_heads (record, section, &n_heads) : NULL;

  mado_edit_add (edit, section, heads, n_heads, mado_change_new (path, value, MADO_SOURCE_TYPED, sealed));
  return edit;
}

MadoEdit *
mado_made_change (MadoRandom *random,
                  MadoRecord *record)
{
  g_autofree char *path = g_strdup_printf ("field/note_%u", mado_random_below (random, 12));
  g_autofree char *text = g_strdup_printf ("%u番の窓口で確認しました", mado_random_below (random, 100000));

  return mado_made_value (record, mado_record_get_id (record), "shared", path, text, TRUE);
}

static char *
person_text (MadoRecord *record,
             const char *eid,
             const char *first,
             const char *second)
{
  g_autofree char *a = g_strdup_printf ("person/%s/%s", eid, first);
  g_autofree char *b = g_strdup_printf ("person/%s/%s", eid, second);

  return g_strdup_printf ("%s　%s", mado_record_get_text (record, a), mado_record_get_text (record, b));
}

MadoCaseRow *
mado_made_project (MadoRecord *record,
                   char      **search_text,
                   gpointer    data)
{
  MadoCaseRow *row = g_new0 (MadoCaseRow, 1);
  g_autofree char *head = g_strdup (mado_record_get_text (record, "role/head"));
  g_auto (GStrv) persons = mado_record_list_elements (record, "person");
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (record);

  row->kind = g_strdup (mado_record_get_kind (record));
  row->ticket_no = g_strdup (mado_record_get_text (record, "ticket_no"));
  row->case_no = g_strdup (mado_record_get_text (record, "case_no"));
  row->event = g_strdup (mado_record_get_text (record, "event"));
  row->name = person_text (record, head, "family_name", "given_name");
  row->kana = person_text (record, head, "family_name_kana", "given_name_kana");
  row->state = g_strdup ("open");
  row->desk = g_strdup ("shimin");
  row->n_conflicts = conflicts->len;
  row->opened_at = mado_record_get_int (record, "mark/shimin/opened");
  row->changed_at = row->opened_at;
  g_string_append_printf (text, "%s\n%s", row->ticket_no, row->case_no);
  for (guint i = 0; persons != NULL && persons[i] != NULL; i++)
    {
      g_autofree char *name = person_text (record, persons[i], "family_name", "given_name");
      g_autofree char *kana = person_text (record, persons[i], "family_name_kana", "given_name_kana");

      g_string_append_printf (text, "\n%s\n%s", name, kana);
    }
  *search_text = g_string_free (text, FALSE);
  return row;
}
