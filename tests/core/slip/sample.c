/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include <string.h>

/* Tags and numbers as a pack would give them. */
typedef struct
{
  const char *id;
  guint       tag;
  const char *codes[8];
} Field;

static const Field fields[] = {
  { "family_name", 1 }, { "given_name", 2 }, { "family_name_kana", 3 }, { "given_name_kana", 4 },
  { "kana_confirmed", 5 }, { "birth_date", 6 }, { "sex", 7, { "male", "female", "other" } },
  { "nationality", 10 }, { "relation_to_head", 14, { "head", "wife", "husband", "child", "father", "mother" } },
  { "is_moving", 15 }, { "mn_card_brought", 16, { "brought", "later", "none" } },
  { "visitor_role", 17, { "self", "household", "legal", "agent", "messenger" } }, { "visitor_name", 18 },
  { "contact_phone", 22 },
  { "new.postal_code", 23 }, { "new.prefecture", 24 }, { "new.municipality", 25 }, { "new.town", 26 },
  { "new.block", 28 }, { "new.building", 29 }, { "old.postal_code", 30 }, { "old.prefecture", 31 },
  { "old.municipality", 32 }, { "old.town", 33 }, { "old.block", 35 }, { "old.building", 36 },
  { "registered.prefecture", 37 }, { "registered.municipality", 38 }, { "registered.town", 39 },
  { "registered.block", 40 }, { "registered_head", 41 }, { "move_date", 62 }, { "head_name", 64 },
  { "household_kind", 66, { "new", "join", "partial" } }, { "tennyu_source", 67, { "certificate", "card", "abroad" } },
  { "acquire_date", 109 }, { "acquire_reason", 110, { "tennyu", "shaho", "birth" } },
  { "insured_symbol", 113 }, { "insured_number", 114 }, { "former_insurer", 111 },
  { "occupation_kind", 122, { "employee", "self", "none" } }, { "pension_kind", 123, { "kosei", "kokumin" } },
  { "lives_together", 124, { "yes_", "no_" } }, { "custody", 125 },
  { "grade", 105 }, { "former_school", 106 }, { "bank_code", 171 }, { "branch_code", 172 },
  { "account_type", 173, { "ordinary", "current" } }, { "account_number", 174 }, { "account_holder_kana", 175 },
};

static const Field *
find_field (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].id, id) == 0)
      return &fields[i];
  return NULL;
}

static guint
field_tag (const char *id,
           gpointer    data)
{
  const Field *field = find_field (id);

  return field == NULL ? 0 : field->tag;
}

static const char *
field_name (guint    tag,
            gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].tag == tag)
      return fields[i].id;
  return NULL;
}

static guint
field_number (const char *id,
              const char *code,
              gpointer    data)
{
  const Field *field = find_field (id);

  for (guint i = 0; i < 8 && field->codes[i] != NULL; i++)
    if (strcmp (field->codes[i], code) == 0)
      return i + 1;
  return 0;
}

static const char *
field_code (const char *id,
            guint       number,
            gpointer    data)
{
  const Field *field = find_field (id);

  return number >= 1 && number <= 8 ? field->codes[number - 1] : NULL;
}

const MadoSlipFields sample_fields = { field_tag, field_name, field_number, field_code, NULL };

/* --- the case -------------------------------------------------------------------- */

static const struct
{
  const char *eid;
  const char *given;
  const char *kana;
  const char *birth;
  const char *sex;
  const char *relation;
} persons_of[] = {
  { "pk3xq7d", "翔太", "ショウタ", "1985-04-01", "male", "head" },
  { "pz2m5ta", "美咲", "ミサキ", "1987-11-23", "female", "wife" },
  { "pw7hn3e", "湊", "ミナト", "2016-08-09", "male", "child" },
  { "pc4vb6y", "紬", "ツムギ", "2021-12-30", "female", "child" },
  { "pt5rj2u", "律", "リツ", "2024-02-29", "male", "child" },
  { "pa6kd4s", "𠮷江", "ヨシエ", "1950-00-00", "female", "mother" },
};

static void
add (MadoSlip    *slip,
     const char  *section,
     MadoSlipTier tier,
     GVariant    *value,
     const char  *format,
     ...) G_GNUC_PRINTF (5, 6);

static void
add (MadoSlip    *slip,
     const char  *section,
     MadoSlipTier tier,
     GVariant    *value,
     const char  *format,
     ...)
{
  g_autofree char *path = NULL;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  mado_slip_add_value (slip, section, path, value, tier);
}

#define TEXT(text) g_variant_new_string (text)
#define YES        g_variant_new_boolean (TRUE)

static void
add_identity (MadoSlip *slip,
              guint     i)
{
  const char *eid = persons_of[i].eid;
  const MadoSlipTier tier = MADO_SLIP_TIER_IDENTITY;

  mado_slip_add_person (slip, eid);
  add (slip, "shared", tier, TEXT (i == 5 ? "髙橋" : "長谷川"), "person/%s/family_name", eid);
  add (slip, "shared", tier, TEXT (persons_of[i].given), "person/%s/given_name", eid);
  add (slip, "shared", tier, TEXT (i == 5 ? "タカハシ" : "ハセガワ"), "person/%s/family_name_kana", eid);
  add (slip, "shared", tier, TEXT (persons_of[i].kana), "person/%s/given_name_kana", eid);
  add (slip, "shared", tier, YES, "person/%s/kana_confirmed", eid);
  add (slip, "shared", tier, TEXT (persons_of[i].birth), "person/%s/birth_date", eid);
  add (slip, "shared", tier, TEXT (persons_of[i].sex), "person/%s/sex", eid);
  add (slip, "shared", tier, TEXT (persons_of[i].relation), "person/%s/relation_to_head", eid);
  add (slip, "shared", tier, YES, "person/%s/is_moving", eid);
  add (slip, "shared", tier, TEXT (i < 2 ? "brought" : "none"), "person/%s/mn_card_brought", eid);
}

/* What else a person may have: about half of it is text that nobody repeats. */
static void
add_more (MadoSlip *slip,
          guint     i,
          guint     n)
{
  static const char *const ids[] = {
    "insured_symbol", "insured_number", "acquire_date", "acquire_reason", "occupation_kind", "pension_kind",
    "lives_together", "custody", "former_school", "grade", "nationality", "former_insurer", "bank_code",
    "branch_code", "account_number", "account_holder_kana", "note_1", "note_2", "note_3", "note_4",
    "note_5", "note_6", "note_7", "note_8", "note_9", "note_10", "note_11", "note_12", "note_13", "note_14",
  };
  g_autofree char *digits = g_strdup_printf ("%07u", 1234567 + 7919 * i);
  g_autofree char *note = g_strdup_printf ("第%u子の送迎は%sと相談のうえ決定", i, persons_of[(i + 1) % 6].given);
  GVariant *values[] = {
    TEXT ("青森ハ"), TEXT (digits), TEXT ("2026-05-01"), TEXT ("tennyu"), TEXT ("employee"), TEXT ("kosei"),
    TEXT ("yes_"), YES, TEXT ("盛岡市立中野小学校"), g_variant_new_int64 (4), TEXT ("日本"), TEXT ("全国健康保険協会 岩手支部"),
    TEXT ("0117"), TEXT ("203"), TEXT (digits), TEXT ("ハセガワ シヨウタ"),
  };

  for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
    {
      GVariant *value = k < G_N_ELEMENTS (values) ? values[k] : TEXT (note);

      if (k < n)
        add (slip, "shared", k < 5 ? MADO_SLIP_TIER_WINDOW : MADO_SLIP_TIER_REST, value,
             "proc/%s/person/%s/%s", k < 5 ? "kokuho_shutoku" : "jite_nintei", persons_of[i].eid, ids[k]);
      else
        g_variant_unref (g_variant_ref_sink (value));
    }
}

static void
add_shared (MadoSlip *slip)
{
  const MadoSlipTier tier = MADO_SLIP_TIER_WINDOW;

  add (slip, "shared", MADO_SLIP_TIER_IDENTITY, TEXT ("tennyu"), "event");
  add (slip, "shared", MADO_SLIP_TIER_IDENTITY, TEXT ("107"), "ticket_no");
  add (slip, "shared", MADO_SLIP_TIER_IDENTITY, TEXT ("2K7M0XQ4"), "case_no");
  add (slip, "shared", tier, TEXT ("2026-05-01"), "received_on");
  add (slip, "shared", tier, TEXT ("2026-04-28"), "field/move_date");
  add (slip, "shared", tier, TEXT ("new"), "field/household_kind");
  add (slip, "shared", tier, TEXT ("card"), "field/tennyu_source");
  add (slip, "shared", tier, TEXT ("household"), "visitor/visitor_role");
  add (slip, "addr", tier, TEXT ("0000102"), "field/new.postal_code");
  add (slip, "addr", tier, TEXT ("青森県"), "field/new.prefecture");
  add (slip, "addr", tier, TEXT ("汐見市"), "field/new.municipality");
  add (slip, "addr", tier, TEXT ("汐見"), "field/new.town");
  add (slip, "addr", tier, TEXT ("12番地3"), "field/new.block");
  add (slip, "addr", tier, TEXT ("コーポ汐見201号"), "field/new.building");
  add (slip, "addr", tier, TEXT ("岩手県"), "field/old.prefecture");
  add (slip, "addr", tier, TEXT ("盛岡市"), "field/old.municipality");
  add (slip, "addr", tier, TEXT ("中野一丁目"), "field/old.town");
  add (slip, "addr", tier, TEXT ("9番22号"), "field/old.block");
  add (slip, "addr", tier, TEXT ("09012345678"), "field/contact_phone");
  add (slip, "shared", MADO_SLIP_TIER_REST, TEXT ("no"), "answer/q_seal");
  add (slip, "shared", MADO_SLIP_TIER_REST, TEXT ("yes"), "answer/q_no_employee_ins");
  add (slip, "shared", MADO_SLIP_TIER_REST, TEXT ("later"), "proc/jite_nintei/document/passbook");
}

static void
fill_id (MadoId *id,
         guint8  start)
{
  guint8 seed[2] = { start, 77 };
  guint8 digest[MADO_DIGEST_BYTES];

  mado_digest (seed, sizeof seed, digest);
  memcpy (id->b, digest, sizeof id->b);
}

static void
add_frame (MadoSlip *slip)
{
  static const char *const procs[] = {
    "juki_tennyu", "mncard_keizoku", "gakko_tennyu", "kokuho_shutoku", "jite_nintei", "kodomo_iryo", "hoiku",
  };
  MadoId heads[2];
  MadoId seen[3];
  MadoId signature;
  MadoId drawn;
  guint8 digest[MADO_SLIP_DIGEST_BYTES];

  fill_id (&heads[0], 20);
  fill_id (&heads[1], 21);
  for (guint8 i = 0; i < 3; i++)
    fill_id (&seen[i], 40 + i);
  mado_slip_add_heads (slip, "shared", SAMPLE_CLOCK, heads, 1, seen, 3);
  mado_slip_add_heads (slip, "addr", SAMPLE_CLOCK - 0x40000, heads + 1, 1, seen, 1);
  for (guint i = 0; i < G_N_ELEMENTS (procs); i++)
    mado_slip_add_procedure (slip, procs[i], i == 0 ? "accepted" : i < 4 ? "signed" : "filled", "guided");
  mado_slip_add_window (slip, "kosodate");
  fill_id (&signature, 30);
  fill_id (&drawn, 31);
  memcpy (digest, drawn.b, sizeof digest); /* like any digest, nowhere else on the slip */
  mado_slip_add_signature (slip, &signature, digest, "tablet", SAMPLE_NOW - 60000, (const char *[]) {
    "juki_tennyu", "mncard_keizoku", "gakko_tennyu", "kokuho_shutoku", NULL });
}

MadoSlip *
sample_slip (guint persons,
             guint values)
{
  MadoId record;
  MadoSlip *slip;

  fill_id (&record, 10);
  slip = mado_slip_new (SAMPLE_CITY, &record);
  fill_id (&slip->device, 11);
  slip->generation = 2;
  slip->issued = SAMPLE_NOW;
  slip->expires = SAMPLE_NOW + G_GINT64_CONSTANT (7) * 86400000;
  g_free (slip->pack_version);
  slip->pack_version = g_strdup ("2026.4");
  add_frame (slip);
  for (guint i = 0; i < MIN (persons, G_N_ELEMENTS (persons_of)); i++)
    add_identity (slip, i);
  add_shared (slip);
  for (guint i = 0; i < MIN (persons, G_N_ELEMENTS (persons_of)); i++)
    add_more (slip, i, values > 10 ? values - 10 : 0);
  return slip;
}

/* --- keys ------------------------------------------------------------------------- */

#define WEEK (G_GINT64_CONSTANT (7) * 86400000)

MadoSlipKeyring *
sample_keyring (void)
{
  const gint64 monday = G_GINT64_CONSTANT (1777248000000); /* 2026-04-27, week 121 */
  MadoSlipKeyring *keys = mado_slip_keyring_new (SAMPLE_CITY);

  for (int i = -1; i <= 1; i++)
    {
      guint8 key[MADO_KEY_BYTES];

      memset (key, 0x40 + i, sizeof key);
      mado_slip_keyring_add (keys, (guint16) (121 + i), monday + i * WEEK, monday + (i + 1) * WEEK, key);
    }
  return keys;
}

MadoSecretKey *
sample_device (void)
{
  guint8 seed[32];

  memset (seed, 0x51, sizeof seed);
  return mado_secret_key_new_from_seed (seed);
}

gboolean
sample_issuer (const MadoId *device,
               guint8        sign_public[32],
               gpointer      known)
{
  g_autoptr (MadoSecretKey) key = sample_device ();
  MadoId sample;

  fill_id (&sample, 11);
  if (known == NULL || !mado_id_equal (device, &sample))
    return FALSE;
  memcpy (sign_public, mado_secret_key_get_public (key)->sign, 32);
  return TRUE;
}
