/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-practice-card.h"

/* Nobody of these exists. The licence's texts must be in JIS X 0208. */
static const MadoPracticeCard cards[] = {
  { .id = "mynumber-1", .kind = MADO_CARD_KIND_MYNUMBER, .name = "研修　花子", .birth = "1988-07-12", .sex = "2",
    .address = "岩手県盛岡市内丸１０番１号", .expiry = "2033-07-12", .municipality = "032018",
    .my_number = "900000000001", .code_b = "63071220334821", .pin = "1234" },
  { .id = "mynumber-2", .kind = MADO_CARD_KIND_MYNUMBER, .name = "研修　健一", .birth = "1953-02-03", .sex = "1",
    .address = "宮城県仙台市青葉区国分町３丁目７番１号", .expiry = "2025-02-03", .municipality = "041017",
    .my_number = "900000000010", .code_b = "28020320257306", .pin = "5678" },
  { .id = "licence-1", .kind = MADO_CARD_KIND_LICENCE, .name = "研修　一郎", .kana = "けんしゆう　いちろう", .birth = "1990-11-20",
    .address = "秋田県秋田市山王１丁目１番１号", .issued = "2024-12-20", .expiry = "2029-12-20",
    .pin = "2468", .pin_2 = "1357", .licence_number = "012345678900", .domicile = "秋田県秋田市山王１丁目１番" },
  { .id = "residence-1", .kind = MADO_CARD_KIND_RESIDENCE, .name = "KENSHU MARIA", .birth = "1995-05-05",
    .address = "福島県福島市五老内町３番１号", .municipality = "072010", .card_number = "KN12345678SH" },
};

const MadoPracticeCard *
mado_practice_card_list (guint *n)
{
  *n = G_N_ELEMENTS (cards);
  return cards;
}

const MadoPracticeCard *
mado_practice_card_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    if (g_strcmp0 (cards[i].id, id) == 0)
      return &cards[i];
  return NULL;
}

/* --- two small files: the desktop writes one, the card the other ---------------------- */

#define READER "reader.ini"
#define TRIES  "tries.ini"

static GKeyFile *
load (const char  *folder,
      const char  *name,
      char       **path)
{
  g_autofree char *place = g_build_filename (folder, name, NULL);
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, place, G_KEY_FILE_NONE, NULL);
  if (path != NULL)
    *path = g_steal_pointer (&place);
  return file;
}

static gboolean
save (GKeyFile    *file,
      const char  *path,
      GError     **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  if (g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return TRUE;
  mado_error_convert (error);
  return FALSE;
}

const MadoPracticeCard *
mado_practice_reader_look (const char *folder,
                           guint64    *turn)
{
  g_autoptr (GKeyFile) file = load (folder, READER, NULL);
  g_autofree char *id = g_key_file_get_string (file, "reader", "card", NULL);

  if (turn != NULL)
    *turn = g_key_file_get_uint64 (file, "reader", "turn", NULL);
  return mado_practice_card_find (id);
}

gboolean
mado_practice_reader_lay (const char              *folder,
                          const MadoPracticeCard  *card,
                          GError                 **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GKeyFile) file = load (folder, READER, &path);

  g_key_file_set_string (file, "reader", "card", card != NULL ? card->id : "");
  g_key_file_set_uint64 (file, "reader", "turn", g_key_file_get_uint64 (file, "reader", "turn", NULL) + 1);
  return save (file, path, error);
}

static int
tries_of_new (MadoCardSecret secret)
{
  return secret == MADO_CARD_SECRET_CODE_A || secret == MADO_CARD_SECRET_CODE_B ? 10 : 3;
}

int
mado_practice_tries_get (const char             *folder,
                         const MadoPracticeCard *card,
                         MadoCardSecret          secret)
{
  g_autoptr (GKeyFile) file = load (folder, TRIES, NULL);
  const char *name = mado_card_secret_name (secret);

  if (!g_key_file_has_key (file, card->id, name, NULL))
    return tries_of_new (secret);
  return CLAMP (g_key_file_get_integer (file, card->id, name, NULL), 0, tries_of_new (secret));
}

gboolean
mado_practice_tries_put (const char             *folder,
                         const MadoPracticeCard *card,
                         MadoCardSecret          secret,
                         int                     left)
{
  g_autofree char *path = NULL;
  g_autoptr (GKeyFile) file = load (folder, TRIES, &path);

  g_key_file_set_integer (file, card->id, mado_card_secret_name (secret), left < 0 ? tries_of_new (secret) : left);
  return save (file, path, NULL);
}
