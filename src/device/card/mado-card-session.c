/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-session.h"

#include <string.h>

typedef struct
{
  MadoCardOrder   order;
  char           *reader;
  char           *ca_folder;
  GBytes         *challenge;

  MadoCardKind    kind;
  MadoCardSecret  secret;
  int             tries;
  MadoCardResult  result;
  gboolean        ended;
  char           *place;
  char           *trust;
  MadoCardData   *data;  /* locked memory */
  GHashTable     *bytes; /* name → GBytes */
} MadoCardSessionPrivate;

enum { IDENTIFIED, ASK, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MadoCardSession, mado_card_session, G_TYPE_OBJECT)

#define PRIV(self) ((MadoCardSessionPrivate *) mado_card_session_get_instance_private (self))

static void
mado_card_session_finalize (GObject *object)
{
  MadoCardSessionPrivate *priv = PRIV (MADO_CARD_SESSION (object));

  mado_card_locked_free (priv->data, sizeof *priv->data);
  g_hash_table_unref (priv->bytes);
  g_clear_pointer (&priv->challenge, g_bytes_unref);
  g_free (priv->reader);
  g_free (priv->ca_folder);
  g_free (priv->place);
  g_free (priv->trust);
  G_OBJECT_CLASS (mado_card_session_parent_class)->finalize (object);
}

static void
mado_card_session_class_init (MadoCardSessionClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_card_session_finalize;
  signals[IDENTIFIED] = g_signal_new ("identified", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ASK] = g_signal_new ("ask", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_card_session_init (MadoCardSession *self)
{
  MadoCardSessionPrivate *priv = PRIV (self);

  priv->tries = -1;
  priv->data = mado_card_locked_new (sizeof *priv->data);
  priv->bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/* --- for whoever wants something read -------------------------------------------------- */

void
mado_card_session_start (MadoCardSession *self)
{
  MADO_CARD_SESSION_GET_CLASS (self)->start (self);
}

void
mado_card_session_answer (MadoCardSession *self,
                          const char      *secret,
                          gboolean         last_try)
{
  if (!PRIV (self)->ended)
    MADO_CARD_SESSION_GET_CLASS (self)->answer (self, secret, last_try);
}

void
mado_card_session_cancel (MadoCardSession *self)
{
  if (!PRIV (self)->ended)
    MADO_CARD_SESSION_GET_CLASS (self)->cancel (self);
}

MadoCardTask
mado_card_session_get_task (MadoCardSession *self)
{
  return PRIV (self)->order.task;
}

MadoCardKind
mado_card_session_get_kind (MadoCardSession *self)
{
  return PRIV (self)->kind;
}

gboolean
mado_card_session_is_ended (MadoCardSession *self)
{
  return PRIV (self)->ended;
}

MadoCardResult
mado_card_session_get_result (MadoCardSession *self)
{
  return PRIV (self)->result;
}

MadoCardSecret
mado_card_session_get_secret (MadoCardSession *self)
{
  return PRIV (self)->secret;
}

int
mado_card_session_get_tries (MadoCardSession *self)
{
  return PRIV (self)->tries;
}

const char *
mado_card_session_get_place (MadoCardSession *self)
{
  return PRIV (self)->place ? PRIV (self)->place : "-";
}

const MadoCardData *
mado_card_session_get_data (MadoCardSession *self)
{
  return PRIV (self)->data;
}

GBytes *
mado_card_session_get_bytes (MadoCardSession *self,
                             const char      *name)
{
  return g_hash_table_lookup (PRIV (self)->bytes, name);
}

const char *
mado_card_session_get_trust (MadoCardSession *self)
{
  return PRIV (self)->trust;
}

/* --- for those who read ------------------------------------------------------------------ */

void
mado_card_session_set_order (MadoCardSession     *self,
                             const MadoCardOrder *order)
{
  MadoCardSessionPrivate *priv = PRIV (self);

  priv->order = *order;
  priv->order.reader = priv->reader = g_strdup (order->reader);
  priv->order.ca_folder = priv->ca_folder = g_strdup (order->ca_folder);
  priv->order.challenge = priv->challenge = order->challenge ? g_bytes_ref (order->challenge) : NULL;
  if (order->timeout_ms == 0)
    priv->order.timeout_ms = 30 * 1000;
}

const MadoCardOrder *
mado_card_session_get_order (MadoCardSession *self)
{
  return &PRIV (self)->order;
}

MadoCardData *
mado_card_session_edit_data (MadoCardSession *self)
{
  return PRIV (self)->data;
}

void
mado_card_session_say_kind (MadoCardSession *self,
                            MadoCardKind     kind)
{
  PRIV (self)->kind = kind;
  g_signal_emit (self, signals[IDENTIFIED], 0, kind);
}

void
mado_card_session_say_ask (MadoCardSession *self,
                           MadoCardSecret   secret,
                           int              tries)
{
  PRIV (self)->secret = secret;
  PRIV (self)->tries = tries;
  g_signal_emit (self, signals[ASK], 0, secret, tries);
}

void
mado_card_session_keep_bytes (MadoCardSession *self,
                              const char      *name,
                              GBytes          *bytes)
{
  g_hash_table_replace (PRIV (self)->bytes, g_strdup (name), g_bytes_ref (bytes));
}

void
mado_card_session_keep_trust (MadoCardSession *self,
                              const char      *trust)
{
  g_free (PRIV (self)->trust);
  PRIV (self)->trust = g_strdup (trust);
}

void
mado_card_session_keep_place (MadoCardSession *self,
                              const char      *step,
                              const char      *status)
{
  g_free (PRIV (self)->place);
  PRIV (self)->place = g_strdup_printf ("%s %s", step, status);
}

void
mado_card_session_end (MadoCardSession *self,
                       MadoCardResult   result,
                       MadoCardSecret   secret,
                       int              tries)
{
  MadoCardSessionPrivate *priv = PRIV (self);

  if (priv->ended)
    return;
  priv->ended = TRUE;
  priv->result = result;
  priv->secret = secret;
  priv->tries = tries;
  if (result != MADO_CARD_OK)
    {
      mado_card_data_clear (priv->data);
      g_hash_table_remove_all (priv->bytes);
    }
  g_signal_emit (self, signals[ENDED], 0);
}
