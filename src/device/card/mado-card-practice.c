/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-practice-private.h"

#include <string.h>

#include "core/base/mado-training.h"

static void link_init (MadoCardLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCardPractice, mado_card_practice, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_CARD_LINK, link_init))

#define DONE           0x9000
#define END_OF_FILE    0x6282
#define NOT_ALLOWED    0x6982
#define BLOCKED        0x6984
#define NO_CURRENT     0x6986
#define WRONG_LENGTH   0x6700
#define WRONG_P1_P2    0x6a86
#define NOT_FOUND      0x6a82
#define NO_RECORD      0x6a83
#define NO_REFERENCE   0x6a88
#define NO_OFFSET      0x6b00
#define NO_INSTRUCTION 0x6d00
#define NO_CLASS       0x6e00

/* A command, taken apart. */
typedef struct
{
  guint8        cla, ins, p1, p2;
  const guint8 *data;
  gsize         n;  /* of data */
  gsize         le; /* 0: none */
} Command;

/* --- which application, which file -------------------------------------------------------- */

static const struct
{
  MadoCardKind kind;
  PracticeApp  app;
  guint        n;
  guint8       aid[16];
} apps[] = {
  { MADO_CARD_KIND_MYNUMBER, APP_TEXT, 10, { 0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08 } },
  { MADO_CARD_KIND_MYNUMBER, APP_COMMON, 10, { 0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00 } },
  { MADO_CARD_KIND_LICENCE, APP_LICENCE, 16, { 0xa0, 0x00, 0x00, 0x02, 0x31, 0x01 } },
  { MADO_CARD_KIND_RESIDENCE, APP_RESIDENCE_1, 16, { 0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x02 } },
  { MADO_CARD_KIND_RESIDENCE, APP_RESIDENCE_2, 16, { 0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x03 } },
};

static guint16
select_app (MadoCardPractice *self,
            const Command    *command)
{
  for (guint i = 0; i < G_N_ELEMENTS (apps); i++)
    if (apps[i].kind == self->card->kind && apps[i].n == command->n && memcmp (apps[i].aid, command->data, command->n) == 0)
      {
        self->app = apps[i].app;
        self->file = 0;
        /* The Individual Number Card forgets with this what it was shown. */
        if (self->card->kind == MADO_CARD_KIND_MYNUMBER)
          self->open = OPEN_FREE;
        return DONE;
      }
  return NOT_FOUND;
}

/* Licences and residence cards have a master file, the other has none. */
static guint16
select_master (MadoCardPractice *self,
               const Command    *command)
{
  gboolean named = command->n == 2 && command->data[0] == 0x3f && command->data[1] == 0x00;

  if (self->card->kind == MADO_CARD_KIND_MYNUMBER || !(named || (command->n == 0 && self->card->kind == MADO_CARD_KIND_LICENCE)))
    return WRONG_P1_P2;
  self->app = APP_NONE;
  self->file = 0;
  return DONE;
}

static const PracticeFile *
find_file (MadoCardPractice *self,
           guint16           id)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const PracticeFile *file = &g_array_index (self->files, PracticeFile, i);

      if (file->app == self->app && file->id == id)
        return file;
    }
  return NULL;
}

static const PracticePin *
find_pin (MadoCardPractice *self,
          guint16           id)
{
  for (guint i = 0; i < self->pins->len; i++)
    {
      const PracticePin *pin = &g_array_index (self->pins, PracticePin, i);

      if (pin->app == self->app && pin->id == id)
        return pin;
    }
  return NULL;
}

static guint16
select_file (MadoCardPractice *self,
             const Command    *command)
{
  guint16 id = command->n == 2 ? (guint16) (command->data[0] << 8 | command->data[1]) : 0;

  if (id == 0 || (find_file (self, id) == NULL && find_pin (self, id) == NULL))
    return NOT_FOUND;
  self->file = id;
  return DONE;
}

static guint16
do_select (MadoCardPractice *self,
           const Command    *command)
{
  if (command->p1 == 0x04)
    return select_app (self, command);
  if (command->p1 == 0x02)
    return select_file (self, command);
  return command->p1 == 0x00 && command->p2 == 0x00 ? select_master (self, command) : WRONG_P1_P2;
}

/* --- secrets --------------------------------------------------------------------------------- */

static guint16
say_tries (int left)
{
  return (guint16) (0x63c0 | left);
}

/* The try is counted before it is looked at: whoever pulls the card away
 * meanwhile has used it. */
static guint16
compare (MadoCardPractice  *self,
         const PracticePin *pin,
         const Command     *command,
         int                left)
{
  self->open &= ~pin->opens;
  if (!mado_practice_tries_put (self->folder, self->card, pin->secret, left - 1))
    return 0x6581;
  if (command->n != strlen (pin->text) || memcmp (command->data, pin->text, command->n) != 0)
    return say_tries (left - 1);
  mado_practice_tries_put (self->folder, self->card, pin->secret, -1);
  self->open |= pin->opens;
  return DONE;
}

static guint16
do_verify (MadoCardPractice *self,
           const Command    *command)
{
  /* The licence names its two; the others have a file of it selected. */
  guint16 id = command->p2 == 0x80 ? self->file : command->p2;
  const PracticePin *pin = id != 0 ? find_pin (self, id) : NULL;
  int left;

  if (pin == NULL)
    return id == 0 ? NO_CURRENT : NO_REFERENCE;
  left = mado_practice_tries_get (self->folder, self->card, pin->secret);
  if (command->n == 0)
    return say_tries (left);
  return left == 0 ? BLOCKED : compare (self, pin, command, left);
}

/* --- reading ------------------------------------------------------------------------------------ */

static guint16
read_file (MadoCardPractice   *self,
           const PracticeFile *file,
           gsize               at,
           gsize               want,
           GByteArray         *out)
{
  gsize left;

  if ((file->any != OPEN_FREE && (self->open & file->any) == 0) || (self->open & file->all) != file->all)
    return NOT_ALLOWED;
  if (at >= file->bytes->len)
    return NO_OFFSET;
  left = file->bytes->len - at;
  g_byte_array_append (out, file->bytes->data + at, (guint) MIN (left, want));
  return left < want ? END_OF_FILE : DONE;
}

static guint16
do_read (MadoCardPractice *self,
         const Command    *command,
         GByteArray       *out)
{
  gboolean by_id = command->p1 & 0x80;
  guint16 id = by_id ? command->p1 & 0x1f : self->file;
  const PracticeFile *file = id != 0 ? find_file (self, id) : NULL;

  if (file == NULL)
    return id == 0 ? NO_CURRENT : NOT_FOUND;
  if (by_id)
    self->file = id;
  return read_file (self, file, by_id ? command->p2 : (gsize) command->p1 << 8 | command->p2, command->le, out);
}

/* The common application's one record. */
static guint16
do_read_record (MadoCardPractice *self,
                const Command    *command,
                GByteArray       *out)
{
  const PracticeFile *file = self->app == APP_COMMON && command->p2 >> 3 == 1 ? find_file (self, 0x0001) : NULL;

  if (file == NULL)
    return NOT_FOUND;
  return command->p1 != 1 ? NO_RECORD : read_file (self, file, 0, file->bytes->len, out);
}

/* --- a command ------------------------------------------------------------------------------------ */

/* Four bytes, then data with their length (one byte, or 00 and two), then how
 * much is wanted. */
static gboolean
take_apart (const guint8 *bytes,
            gsize         n,
            Command      *command)
{
  gsize left = n - 4, head = 0;

  if (n < 4)
    return FALSE;
  *command = (Command) { bytes[0], bytes[1], bytes[2], bytes[3], NULL, 0, 0 };
  if (left > 1)
    {
      head = bytes[4] != 0 ? 1 : 3;
      if (left < head)
        return FALSE;
      command->n = head == 1 ? bytes[4] : (gsize) bytes[5] << 8 | bytes[6];
      command->data = bytes + 4 + head;
      if (left - head < command->n)
        return FALSE;
      left -= head + command->n;
    }
  if (left == 1)
    command->le = bytes[n - 1] != 0 ? bytes[n - 1] : 256;
  return left <= 1 || (left == 2 && head == 3);
}

static guint16
do_residence (MadoCardPractice *self,
              const Command    *command,
              GByteArray       *out)
{
  if (command->cla == 0x08)
    return command->ins == 0x20 ? practice_verify_number (self, command->data, command->n) : NOT_FOUND;
  return command->ins == 0x84 ? practice_get_challenge (self, out)
                              : practice_authenticate (self, command->data, command->n, out);
}

static guint16
perform (MadoCardPractice *self,
         const Command    *command,
         GByteArray       *out)
{
  gboolean residence = self->card->kind == MADO_CARD_KIND_RESIDENCE;

  if (residence && (command->cla == 0x08 || command->ins == 0x84 || command->ins == 0x82))
    return do_residence (self, command, out);
  if (command->cla != 0x00)
    return NO_CLASS;
  switch (command->ins)
    {
    case 0xa4:
      return do_select (self, command);
    case 0x20:
      return do_verify (self, command);
    case 0xb0:
      return do_read (self, command, out);
    case 0xb2:
      return do_read_record (self, command, out);
    default:
      return NO_INSTRUCTION;
    }
}

static gboolean
still_lies_there (MadoCardPractice *self)
{
  guint64 turn;

  return mado_practice_reader_look (self->folder, &turn) == self->card && turn == self->turn;
}

static MadoCardResult
mado_card_practice_transmit (MadoCardLink *link,
                             const guint8 *bytes,
                             gsize         n,
                             guint8       *answer,
                             gsize         size,
                             gsize        *length)
{
  MadoCardPractice *self = MADO_CARD_PRACTICE (link);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  Command command;
  guint16 status;

  if (!still_lies_there (self))
    return MADO_CARD_REMOVED;
  status = take_apart (bytes, n, &command) ? perform (self, &command, out) : WRONG_LENGTH;
  if (out->len + 2 > size)
    return MADO_CARD_PROTOCOL_ERROR;
  if (out->len > 0)
    memcpy (answer, out->data, out->len);
  answer[out->len] = status >> 8;
  answer[out->len + 1] = status & 0xff;
  *length = out->len + 2;
  return MADO_CARD_OK;
}

static void
mado_card_practice_close (MadoCardLink *link)
{
  MadoCardPractice *self = MADO_CARD_PRACTICE (link);

  self->open = OPEN_FREE;
  self->has_session = self->challenged = FALSE;
  explicit_bzero (self->session, sizeof self->session);
}

/* --- the type ----------------------------------------------------------------------------------------- */

static void
clear_file (gpointer data)
{
  g_byte_array_unref (((PracticeFile *) data)->bytes);
}

static void
mado_card_practice_finalize (GObject *object)
{
  MadoCardPractice *self = MADO_CARD_PRACTICE (object);

  g_free (self->folder);
  g_clear_object (&self->random);
  g_array_unref (self->files);
  g_array_unref (self->pins);
  G_OBJECT_CLASS (mado_card_practice_parent_class)->finalize (object);
}

static void
link_init (MadoCardLinkInterface *iface)
{
  iface->transmit = mado_card_practice_transmit;
  iface->close = mado_card_practice_close;
}

static void
mado_card_practice_class_init (MadoCardPracticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_card_practice_finalize;
}

static void
mado_card_practice_init (MadoCardPractice *self)
{
  self->files = g_array_new (FALSE, TRUE, sizeof (PracticeFile));
  self->pins = g_array_new (FALSE, TRUE, sizeof (PracticePin));
  g_array_set_clear_func (self->files, clear_file);
}

MadoCardResult
mado_card_practice_open (const char        *folder,
                         MadoRandom        *random,
                         MadoCardPractice **link)
{
  guint64 turn;
  const MadoPracticeCard *card;

  if (!mado_training_is_folder (folder))
    return MADO_CARD_READER_ERROR;
  card = mado_practice_reader_look (folder, &turn);
  if (card == NULL)
    return MADO_CARD_NO_CARD;
  *link = g_object_new (MADO_TYPE_CARD_PRACTICE, NULL);
  (*link)->folder = g_strdup (folder);
  (*link)->random = g_object_ref (random);
  (*link)->card = card;
  (*link)->turn = turn;
  practice_fill (*link);
  return MADO_CARD_OK;
}
