/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/base/mado-random.h"

G_BEGIN_DECLS

/* What happens to one request on its way. */
typedef enum
{
  SCRIPT_PASS,
  SCRIPT_DROP,         /* never reaches the server */
  SCRIPT_LOSE_ANSWER,  /* the server did it, nobody hears */
  SCRIPT_TWICE,        /* the server gets it twice */
  SCRIPT_LATE,         /* lost now, and reaches the server behind a later request */
  SCRIPT_CUT,          /* the answer ends early, without a word */
  SCRIPT_GARBAGE,      /* the answer is noise */
  SCRIPT_PROXY_PAGE,   /* 404 with a page that is not ours */
  SCRIPT_500,
  SCRIPT_503,          /* with Retry-After: 7 */
  SCRIPT_426,
  SCRIPT_TIMEOUT,      /* slow: reached, but nobody waits that long */
  SCRIPT_LONGER_ITEMS, /* every array of a sequence has one more item at its end */
  SCRIPT_NEW_FRAMES,   /* frames and verdicts of a newer server */
  SCRIPT_WRONG_EPOCH,  /* a page of another history */
  SCRIPT_LAST,
} ScriptEvent;

#define TEST_TYPE_SCRIPTED (scripted_transport_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedTransport, scripted_transport, SCRIPTED, TRANSPORT, GObject)

/* Half of the requests pass, the others meet something by chance of @random. */
ScriptedTransport *scripted_transport_new      (MadoTransport     *inner,
                                                MadoRandom        *random);
/* From now on every request meets @event; SCRIPT_LAST: by chance again. */
void               scripted_transport_force    (ScriptedTransport *self,
                                                ScriptEvent        event);
/* Lets through what is still held back (SCRIPT_LATE). */
void               scripted_transport_flush    (ScriptedTransport *self);
guint              scripted_transport_get_count (ScriptedTransport *self,
                                                 ScriptEvent        event);

G_END_DECLS
