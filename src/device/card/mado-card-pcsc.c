/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-pcsc.h"

#include <string.h>
#include <winscard.h>

#define POLL_MS 50
/* The service does not wait until the card has heard that its power goes, and
 * a driver that speaks over a socket may be late by a delayed acknowledgement
 * (40 ms). Only then does the work count as ended. */
#define POWER_OFF_MS 100
#define NOTICE_MS    1000

struct _MadoCardPcsc
{
  GObject      parent_instance;

  SCARDCONTEXT context;
  SCARDHANDLE  card;
  DWORD        protocol;
  gboolean     open;
  char        *reader;
};

static void mado_card_pcsc_link_init (MadoCardLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCardPcsc, mado_card_pcsc, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_CARD_LINK, mado_card_pcsc_link_init))

/* What the service's code means. Codes measured with a virtual reader and what
 * CCID readers are known to give. */
static MadoCardResult
result_of (LONG code)
{
  switch (code)
    {
    case SCARD_S_SUCCESS:
      return MADO_CARD_OK;
    case SCARD_E_NO_SERVICE:
    case SCARD_E_SERVICE_STOPPED:
      return MADO_CARD_NO_SERVICE;
    case SCARD_E_NO_SMARTCARD:
      return MADO_CARD_NO_CARD;
    /* NOT_TRANSACTED: the card was pulled, or pulled and put back within the
     * service's polling. Either way nobody knows whose card answers next. */
    case SCARD_E_NOT_TRANSACTED:
    case SCARD_W_REMOVED_CARD:
    case SCARD_W_RESET_CARD:
      return MADO_CARD_REMOVED;
    case SCARD_E_INSUFFICIENT_BUFFER:
      return MADO_CARD_PROTOCOL_ERROR;
    case SCARD_W_UNRESPONSIVE_CARD:
    case SCARD_W_UNPOWERED_CARD:
    case SCARD_W_UNSUPPORTED_CARD:
    case SCARD_E_PROTO_MISMATCH:
      return MADO_CARD_CARD_ERROR;
    default:
      return MADO_CARD_READER_ERROR;
    }
}

static MadoCardResult
open_context (SCARDCONTEXT *context)
{
  return result_of (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, context));
}

/* --- readers -------------------------------------------------------------------- */

static MadoCardResult
list_names (SCARDCONTEXT  context,
            GStrv        *readers)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  DWORD size = 0;
  LONG code = SCardListReaders (context, NULL, NULL, &size);
  g_autofree char *all = NULL;

  if (code != SCARD_S_SUCCESS)
    return result_of (code);
  all = g_malloc0 ((gsize) size + 2);
  code = SCardListReaders (context, NULL, all, &size);
  if (code != SCARD_S_SUCCESS)
    return result_of (code);
  for (const char *name = all; *name != '\0'; name += strlen (name) + 1)
    g_strv_builder_add (names, name);
  *readers = g_strv_builder_end (names);
  return MADO_CARD_OK;
}

MadoCardResult
mado_card_pcsc_list_readers (GStrv *readers)
{
  SCARDCONTEXT context;
  MadoCardResult result = open_context (&context);

  if (result != MADO_CARD_OK)
    return result;
  result = list_names (context, readers);
  SCardReleaseContext (context);
  return result;
}

static gboolean
holds_card (SCARDCONTEXT  context,
            const char   *reader)
{
  SCARD_READERSTATE state = { .szReader = reader, .dwCurrentState = SCARD_STATE_UNAWARE };

  return SCardGetStatusChange (context, 0, &state, 1) == SCARD_S_SUCCESS && state.dwEventState & SCARD_STATE_PRESENT;
}

MadoCardResult
mado_card_pcsc_list_cards (const char *const  *readers,
                           guint               wait_ms,
                           GStrv              *with_card)
{
  SCARDCONTEXT context;
  MadoCardResult result = open_context (&context);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  gboolean any = FALSE;

  if (result != MADO_CARD_OK)
    return result;
  for (guint waited = 0;; waited += POLL_MS)
    {
      for (guint i = 0; readers[i] != NULL; i++)
        if (holds_card (context, readers[i]))
          {
            g_strv_builder_add (found, readers[i]);
            any = TRUE;
          }
      if (any || waited >= wait_ms)
        break;
      g_usleep (POLL_MS * 1000);
    }
  SCardReleaseContext (context);
  *with_card = g_strv_builder_end (found);
  return any ? MADO_CARD_OK : MADO_CARD_NO_CARD;
}

/* --- one card --------------------------------------------------------------------- */

static MadoCardResult
connect_alone (MadoCardPcsc *self,
               const char   *reader,
               guint         wait_ms)
{
  LONG code;

  for (guint waited = 0;; waited += POLL_MS)
    {
      code = SCardConnect (self->context, reader, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                           &self->card, &self->protocol);
      if (code != SCARD_E_SHARING_VIOLATION || waited >= wait_ms)
        break;
      g_usleep (POLL_MS * 1000);
    }
  if (code == SCARD_W_REMOVED_CARD)
    return MADO_CARD_NO_CARD;
  if (code != SCARD_S_SUCCESS)
    return result_of (code);
  self->open = TRUE;
  return result_of (SCardBeginTransaction (self->card));
}

MadoCardResult
mado_card_pcsc_open (const char    *reader,
                     guint          wait_ms,
                     MadoCardPcsc **link)
{
  g_autoptr (MadoCardPcsc) self = g_object_new (MADO_TYPE_CARD_PCSC, NULL);
  MadoCardResult result = open_context (&self->context);

  self->reader = g_strdup (reader);
  if (result == MADO_CARD_OK)
    result = connect_alone (self, reader, wait_ms);
  if (result == MADO_CARD_OK)
    *link = g_steal_pointer (&self);
  return result;
}

/* The service needs a moment until it knows that a card has gone. */
static gboolean
has_left (MadoCardPcsc *self)
{
  for (guint waited = 0; waited < NOTICE_MS; waited += POLL_MS)
    {
      SCARD_READERSTATE state = { .szReader = self->reader, .dwCurrentState = SCARD_STATE_UNAWARE };
      LONG code = SCardGetStatusChange (self->context, 0, &state, 1);

      if (code != SCARD_S_SUCCESS)
        return FALSE;
      if (state.dwEventState & SCARD_STATE_EMPTY)
        return TRUE;
      g_usleep (POLL_MS * 1000);
    }
  return FALSE;
}

/* The service stopping during a command looks like a fault of the reader, and
 * so does a card that was pulled away with some drivers. */
static MadoCardResult
explain (MadoCardPcsc *self,
         LONG          code)
{
  MadoCardResult result = result_of (code);

  if (result == MADO_CARD_NO_CARD)
    return MADO_CARD_REMOVED;
  if ((result == MADO_CARD_READER_ERROR || result == MADO_CARD_CARD_ERROR) && has_left (self))
    return MADO_CARD_REMOVED;
  if (result == MADO_CARD_READER_ERROR && SCardIsValidContext (self->context) != SCARD_S_SUCCESS)
    return MADO_CARD_NO_SERVICE;
  if (result == MADO_CARD_READER_ERROR)
    {
      SCARDCONTEXT again;

      if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &again) != SCARD_S_SUCCESS)
        return MADO_CARD_NO_SERVICE;
      SCardReleaseContext (again);
    }
  return result;
}

static MadoCardResult
mado_card_pcsc_transmit (MadoCardLink *link,
                         const guint8 *command,
                         gsize         n,
                         guint8       *answer,
                         gsize         size,
                         gsize        *length)
{
  MadoCardPcsc *self = MADO_CARD_PCSC (link);
  const SCARD_IO_REQUEST *frame = self->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  DWORD got = size;
  LONG code = SCardTransmit (self->card, frame, command, n, NULL, answer, &got);

  if (code != SCARD_S_SUCCESS)
    return explain (self, code);
  *length = got;
  /* A card that leaves during a command can look like an empty answer. */
  if (got == 0)
    return MADO_CARD_REMOVED;
  return got < 2 ? MADO_CARD_PROTOCOL_ERROR : MADO_CARD_OK;
}

static void
mado_card_pcsc_close (MadoCardLink *link)
{
  MadoCardPcsc *self = MADO_CARD_PCSC (link);

  if (self->open)
    {
      SCardEndTransaction (self->card, SCARD_LEAVE_CARD);
      if (SCardDisconnect (self->card, SCARD_UNPOWER_CARD) == SCARD_S_SUCCESS)
        g_usleep (POWER_OFF_MS * 1000);
      self->open = FALSE;
    }
  if (self->context != 0)
    SCardReleaseContext (self->context);
  self->context = 0;
}

static void
mado_card_pcsc_finalize (GObject *object)
{
  mado_card_pcsc_close (MADO_CARD_LINK (object));
  g_free (MADO_CARD_PCSC (object)->reader);
  G_OBJECT_CLASS (mado_card_pcsc_parent_class)->finalize (object);
}

static void
mado_card_pcsc_link_init (MadoCardLinkInterface *iface)
{
  iface->transmit = mado_card_pcsc_transmit;
  iface->close = mado_card_pcsc_close;
}

static void
mado_card_pcsc_class_init (MadoCardPcscClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_card_pcsc_finalize;
}

static void
mado_card_pcsc_init (MadoCardPcsc *self)
{
}
