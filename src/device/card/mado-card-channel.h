/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/card/mado-card-link.h"

G_BEGIN_DECLS

#define MADO_CARD_ANSWER_MAX 65536

/* Asked before each command; TRUE stops the work. */
typedef gboolean (*MadoCardStop) (gpointer data);

/**
 * MadoCardChannel:
 *
 * Commands and answers as ISO 7816-4 has them, over a link: chained answers
 * (61xx), wrong lengths (6Cxx), status words. Every loop has a bound. It lives
 * in locked memory, because PINs and personal data pass through its buffers.
 *
 * @step names what was being done and @status is the last status word: all
 * that may be written into a log.
 */
typedef struct
{
  MadoCardLink *link;      /* borrowed */
  MadoCardStop  stop;
  gpointer      stop_data;
  const char   *step;
  guint16       status;
  gsize         length;    /* of the data in @answer, without status */
  guint8        answer[MADO_CARD_ANSWER_MAX];
  guint8        raw[MADO_CARD_ANSWER_MAX + 512];
  guint8        command[300];
} MadoCardChannel;

/* What a status word means where nothing better is known. */
MadoCardResult mado_card_status_result     (guint16          status);

/* Sends @n bytes; @le_at is where the expected length stands in them (its last
 * byte), 0 if there is none. The answer is refused if it is longer than @most.
 * OK means that the card answered; its status word is in @status. */
MadoCardResult mado_card_channel_send      (MadoCardChannel *self,
                                            const guint8    *command,
                                            gsize            n,
                                            gsize            le_at,
                                            gsize            most);

/* These give OK only for the status 9000. */
MadoCardResult mado_card_channel_select    (MadoCardChannel *self,
                                            const guint8    *aid,
                                            gsize            n);
MadoCardResult mado_card_channel_select_ef (MadoCardChannel *self,
                                            guint16          file);

/* Tries left of the PIN @reference (P2); -1: the card does not say. */
MadoCardResult mado_card_channel_tries     (MadoCardChannel *self,
                                            guint8           reference,
                                            int             *tries);
/* One VERIFY, never repeated. WRONG_PIN and BLOCKED set @tries. */
MadoCardResult mado_card_channel_verify    (MadoCardChannel *self,
                                            guint8           reference,
                                            const char      *secret,
                                            int             *tries);

/* --- files ---------------------------------------------------------------------- */

typedef struct
{
  MadoCardChannel *channel;
  guint8          *bytes;   /* borrowed, @size bytes */
  gsize            size;
  guint8           sfi;     /* short file id; 0: the selected file */
  guint            piece;   /* bytes asked for at once */
  gsize            have;
  gboolean         ended;
} MadoCardFile;

#define MADO_CARD_FILE(channel, buffer, sfi) { (channel), (buffer), sizeof (buffer), (sfi), 224, 0, FALSE }

/* Reads on until @want bytes are there or the file ends. */
MadoCardResult mado_card_file_fill         (MadoCardFile    *self,
                                            gsize            want);
/* One BER object from the start of the file, and no more than that. DAMAGED if
 * the file does not begin with @tag or is shorter than the object. */
MadoCardResult mado_card_file_fill_object  (MadoCardFile    *self,
                                            guint            tag);

G_END_DECLS
