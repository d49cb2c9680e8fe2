/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/card/mado-card-secure.h"
#include "device/card/mado-card-work.h"

/* libFuzzer: a whole piece of work with a card that answers as it likes. First
 * byte: the task, 0x40 with 本籍, 0x80 with pictures; then answers, each { length 2, bytes } as the link gives them,
 * with their status; a length with its top bit set is a fault of the link. The
 * card knows the number of the residence card, or the work would end at its
 * first step. No secret may be sent twice, and what fails leaves nothing. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const right[] = { "", "1234", "60032120334567", "123456789018", "2468", "1357", "4567", "AB12345678CD", "2345",
                                     "ABC123" };

#define FUZZ_TYPE_LINK (fuzz_link_get_type ())
G_DECLARE_FINAL_TYPE (FuzzLink, fuzz_link, FUZZ, LINK, GObject)

struct _FuzzLink
{
  GObject       parent_instance;

  const guint8 *data;
  gsize         left;
  guint         commands;
  guint         sent;     /* VERIFY with a secret, per reference */
  gboolean      lost;
  guint8        session[MADO_CARD_KEY];
};

static void fuzz_link_iface (MadoCardLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FuzzLink, fuzz_link, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (MADO_TYPE_CARD_LINK, fuzz_link_iface))

/* The answer that the reader of a residence card expects. */
static gsize
authenticate (FuzzLink     *self,
              const guint8 *command,
              guint8       *answer)
{
  guint8 key[MADO_CARD_KEY], plain[32], seed[MADO_CARD_KEY + 4] = { 0 };

  mado_card_secure_key (right[MADO_CARD_SECRET_CARD_NUMBER], 12, key);
  g_assert (mado_card_secure_decrypt (key, command + 5, 32, plain));
  for (guint i = 0; i < MADO_CARD_KEY; i++)
    seed[i] = plain[16 + i] ^ (guint8) i;
  seed[19] = 1;
  mado_card_secure_key (seed, sizeof seed, self->session);
  for (guint i = 0; i < 8; i++)
    {
      guint8 mine = plain[i];

      plain[i] = plain[8 + i];
      plain[8 + i] = mine;
    }
  for (guint i = 0; i < 16; i++)
    plain[16 + i] = (guint8) i;
  mado_card_secure_encrypt (key, plain, sizeof plain, answer);
  mado_card_secure_mac (key, answer, sizeof plain, answer + 32);
  memcpy (answer + 40, "\x90\x00", 2);
  return 42;
}

/* What the bytes of the input say, sealed for the picture files. */
static gsize
seal (FuzzLink     *self,
      const guint8 *bytes,
      gsize         n,
      guint8       *answer)
{
  guint8 plain[240];
  gsize padded;

  n = MIN (n, 224);
  memcpy (plain, bytes, n);
  padded = mado_card_secure_pad (plain, n);
  answer[0] = 0x86;
  answer[1] = 0x82;
  answer[2] = (padded + 1) >> 8;
  answer[3] = (padded + 1) & 0xff;
  answer[4] = 0x01;
  mado_card_secure_encrypt (self->session, plain, padded, answer + 5);
  memcpy (answer + 5 + padded, "\x90\x00", 2);
  return padded + 7;
}

static MadoCardResult
fuzz_link_transmit (MadoCardLink *link,
                    const guint8 *command,
                    gsize         n,
                    guint8       *answer,
                    gsize         size,
                    gsize        *length)
{
  FuzzLink *self = FUZZ_LINK (link);
  gsize take;

  g_assert (!self->lost); /* a lost card is not asked again */
  g_assert (n >= 4 && n <= 261 && ++self->commands < 100000);
  if (command[1] == 0x20 && n > 5 && command[0] == 0x00)
    {
      guint bit = 1u << (command[3] & 7);

      g_assert (command[3] != 0x80 || self->sent == 0);
      g_assert (!(self->sent & bit));
      self->sent |= bit;
    }
  if (self->left < 2)
    {
      self->lost = TRUE;
      return MADO_CARD_REMOVED;
    }
  take = MIN ((gsize) (self->data[0] & 0x7f) << 8 | self->data[1], MIN (self->left - 2, size));
  self->lost = self->data[0] & 0x80 || take < 2;
  memcpy (answer, self->data + 2, take);
  self->data += 2 + take;
  self->left -= 2 + take;
  *length = take;
  if (self->lost)
    return MADO_CARD_PROTOCOL_ERROR;
  if (command[1] == 0x82 && n == 46 && take == 2 && answer[0] == 0x90)
    *length = authenticate (self, command, answer);
  else if (command[0] == 0x08 && command[1] == 0xb0 && take > 2 && take < 240)
    {
      g_autofree guint8 *bytes = g_memdup2 (answer, take - 2);

      *length = seal (self, bytes, take - 2, answer);
    }
  return MADO_CARD_OK;
}

static void
fuzz_link_iface (MadoCardLinkInterface *iface)
{
  iface->transmit = fuzz_link_transmit;
}

static void
fuzz_link_class_init (FuzzLinkClass *klass)
{
}

static void
fuzz_link_init (FuzzLink *self)
{
}

static MadoCardResult
ask (MadoCardSecret  secret,
     int             tries,
     char           *text,
     gpointer        data)
{
  g_assert (tries != 0 && secret < G_N_ELEMENTS (right));
  strcpy (text, right[secret]);
  return tries == 1 ? MADO_CARD_REFUSED : MADO_CARD_OK;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const MadoCardData nothing;
  g_autoptr (FuzzLink) link = g_object_new (FUZZ_TYPE_LINK, NULL);
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  g_autoptr (MadoCardWork) work = NULL;
  MadoCardResult result;

  if (size == 0)
    return 0;
  link->data = data + 1;
  link->left = size - 1;
  work = mado_card_work_new ();
  work->task = (MadoCardTask) ((data[0] & 0x3f) % (MADO_CARD_TASK_SIGN_CERT + 1));
  work->domicile = data[0] & 0x40;
  work->pictures = data[0] & 0x80;
  work->ask = ask;
  work->random = random;
  result = mado_card_work_identify (work, MADO_CARD_LINK (link));
  if (result == MADO_CARD_OK)
    result = mado_card_work_run (work);
  g_assert (result == MADO_CARD_OK || memcmp (&work->data, &nothing, sizeof nothing) == 0);
  g_assert (result == MADO_CARD_OK || work->n_certificate + work->n_signature + work->n_front + work->n_photo == 0);
  for (guint i = 0; i < G_N_ELEMENTS (work->secrets); i++)
    g_assert (work->secrets[i][0] == '\0');
  return 0;
}
