/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-session.h"

#include <string.h>

/* A session without a card, for tests of screens. Training plays cards: mado-card-practice.h. */

#define WRONG_PIN "0000"

#define MADO_TYPE_CARD_DUMMY (mado_card_dummy_get_type ())
G_DECLARE_FINAL_TYPE (MadoCardDummy, mado_card_dummy, MADO, CARD_DUMMY, MadoCardSession)

struct _MadoCardDummy
{
  MadoCardSession parent_instance;

  MadoCardData    data;
  guint           step_source;
  guint           asked;
};

G_DEFINE_FINAL_TYPE (MadoCardDummy, mado_card_dummy, MADO_TYPE_CARD_SESSION)

static gboolean
step_cb (gpointer data)
{
  g_autoptr (MadoCardDummy) self = g_object_ref (MADO_CARD_DUMMY (data));
  MadoCardSession *session = MADO_CARD_SESSION (self);
  const MadoCardOrder *order = mado_card_session_get_order (session);
  MadoCardSecret secret = mado_card_task_secret (order->task);
  MadoCardKind kind = mado_card_task_kind (order->task);

  self->step_source = 0;
  if (mado_card_session_get_kind (session) == MADO_CARD_KIND_UNKNOWN)
    mado_card_session_say_kind (session, kind != MADO_CARD_KIND_UNKNOWN ? kind : MADO_CARD_KIND_MYNUMBER);
  if (mado_card_session_is_ended (session))
    return G_SOURCE_REMOVE;
  if (secret != MADO_CARD_SECRET_NONE && self->asked == 0)
    mado_card_session_say_ask (session, secret, secret == MADO_CARD_SECRET_CARD_NUMBER ? -1 : 3);
  else if (order->task == MADO_CARD_TASK_LICENCE && order->domicile && self->asked == 1)
    mado_card_session_say_ask (session, MADO_CARD_SECRET_LICENCE_2, 3);
  else
    {
      *mado_card_session_edit_data (session) = self->data;
      mado_card_session_end (session, MADO_CARD_OK, mado_card_session_get_secret (session), -1);
    }
  return G_SOURCE_REMOVE;
}

static void
mado_card_dummy_start (MadoCardSession *session)
{
  MADO_CARD_DUMMY (session)->step_source = g_idle_add (step_cb, session);
}

static void
mado_card_dummy_answer (MadoCardSession *session,
                        const char      *secret,
                        gboolean         last_try)
{
  MadoCardDummy *self = MADO_CARD_DUMMY (session);
  MadoCardSecret asked = mado_card_session_get_secret (session);
  char text[MADO_CARD_SECRET_MAX + 2];

  if (secret == NULL)
    {
      mado_card_session_end (session, MADO_CARD_REFUSED, asked, -1);
      return;
    }
  g_strlcpy (text, secret, sizeof text);
  if (!mado_card_secret_prepare (asked, text))
    mado_card_session_end (session, MADO_CARD_BAD_INPUT, asked, -1);
  else if (g_str_equal (text, WRONG_PIN))
    mado_card_session_end (session, MADO_CARD_WRONG_PIN, asked, 2);
  else
    {
      self->asked++;
      self->step_source = g_idle_add (step_cb, self);
    }
  explicit_bzero (text, sizeof text);
}

static void
mado_card_dummy_cancel (MadoCardSession *session)
{
  mado_card_session_end (session, MADO_CARD_CANCELLED, MADO_CARD_SECRET_NONE, -1);
}

static void
mado_card_dummy_finalize (GObject *object)
{
  MadoCardDummy *self = MADO_CARD_DUMMY (object);

  g_clear_handle_id (&self->step_source, g_source_remove);
  mado_card_data_clear (&self->data);
  G_OBJECT_CLASS (mado_card_dummy_parent_class)->finalize (object);
}

static void
mado_card_dummy_class_init (MadoCardDummyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_card_dummy_finalize;
  MADO_CARD_SESSION_CLASS (klass)->start = mado_card_dummy_start;
  MADO_CARD_SESSION_CLASS (klass)->answer = mado_card_dummy_answer;
  MADO_CARD_SESSION_CLASS (klass)->cancel = mado_card_dummy_cancel;
}

static void
mado_card_dummy_init (MadoCardDummy *self)
{
}

MadoCardSession *
mado_card_dummy_new (const MadoCardOrder *order,
                     const MadoCardData  *data)
{
  MadoCardDummy *self = g_object_new (MADO_TYPE_CARD_DUMMY, NULL);

  mado_card_session_set_order (MADO_CARD_SESSION (self), order);
  self->data = *data;
  return MADO_CARD_SESSION (self);
}
