/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-handover.h"

#include "client/mado-tickets.h"
#include "client/mado-wire.h"

#define BATCH_KEYS    1000
#define BATCH_COMMITS 500
#define BATCH_BYTES   (4 * 1024 * 1024)

typedef struct
{
  MadoTransport *transport;
  const char    *token;
  MadoStore     *store;
  GCancellable  *cancellable;
  char          *epoch;       /* "": none yet */
  gboolean       other_epoch; /* the server has begun another history */
  guint          n_refused;
} Handover;

static gboolean
post (Handover     *self,
      const char   *path,
      GBytes       *body,
      MadoResponse *response,
      GError      **error)
{
  MadoRequest request = { .method = "POST", .path = path, .content_type = "application/cbor-seq", .token = self->token,
                          .body = body,
                          .epoch = self->epoch };

  return mado_transport_call (self->transport, &request, response, self->cancellable, error);
}

static gboolean
keys_answered (Handover  *self,
               GBytes    *body,
               GError   **error)
{
  g_autoptr (GPtrArray) answers = mado_wire_get_key_answers (body, error);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (MadoId));

  if (answers == NULL)
    return FALSE;
  for (guint i = 0; i < answers->len; i++)
    {
      const MadoWireAnswer *answer = g_ptr_array_index (answers, i);

      if (answer->has_id && answer->known)
        g_array_append_val (taken, answer->id);
    }
  return taken->len == 0 || mado_store_keys_taken (self->store, (const MadoId *) taken->data, taken->len, error);
}

static gboolean
hand_in_keys (Handover      *self,
              const guint8   shared[MADO_KEY_BYTES],
              MadoRandom    *random,
              GError       **error)
{
  g_autoptr (GPtrArray) keys = mado_store_unsent_keys (self->store, error);

  if (keys == NULL)
    return FALSE;
  for (guint first = 0; first < keys->len; first += BATCH_KEYS)
    {
      g_auto (MadoResponse) response = { 0 };
      g_autoptr (GBytes) body = mado_wire_put_keys (keys, first, MIN (BATCH_KEYS, keys->len - first), shared, random);

      if (!post (self, "/v1/keys", body, &response, error) || !keys_answered (self, response.body, error))
        return FALSE;
    }
  return TRUE;
}

/* How many commits from @first fit into one request. */
static guint
batch_size (GPtrArray *commits,
            guint      first)
{
  gsize bytes = 0;
  guint count = 0;

  while (first + count < commits->len && count < BATCH_COMMITS)
    {
      MadoCommit *commit = g_ptr_array_index (commits, first + count);

      bytes += g_bytes_get_size (commit->bytes) + 9;
      if (count > 0 && bytes > BATCH_BYTES)
        break;
      count++;
    }
  return count;
}

static gboolean
settle (Handover             *self,
        MadoCommit           *commit,
        const MadoWireAnswer *answer,
        GError              **error)
{
  if (!answer->known)
    return TRUE;
  /* An unreadable commit comes back without its id; its place in the answer
   * says which one it was. Any other id is not an answer to this commit. */
  if (answer->has_id && !mado_id_equal (&answer->id, &commit->id))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The server's answer does not fit what was sent.");
      return FALSE;
    }
  if (answer->verdict == MADO_VERDICT_QUARANTINED)
    self->n_refused++;
  return mado_store_settle (self->store, &commit->id, answer->verdict,
                            answer->message && *answer->message ? answer->message : answer->reason, answer->seq, error);
}

static gboolean
settle_all (Handover   *self,
            GPtrArray  *commits,
            guint       first,
            guint       count,
            GBytes     *body,
            gboolean   *progress,
            GError    **error)
{
  g_autoptr (GPtrArray) answers = mado_wire_get_answers (body, error);

  if (answers == NULL)
    return FALSE;
  for (guint i = 0; i < MIN (count, answers->len); i++)
    {
      const MadoWireAnswer *answer = g_ptr_array_index (answers, i);

      if (!settle (self, g_ptr_array_index (commits, first + i), answer, error))
        return FALSE;
      *progress |= answer->known;
    }
  if (answers->len < count)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The server's answer was cut short.");
      return FALSE;
    }
  return TRUE;
}

/* The server was put back from a copy and judges nothing of ours before we have
 * begun anew with it, which the feed will do next. */
static gboolean
is_other_epoch (Handover           *self,
                const MadoResponse *response,
                const GError       *refusal)
{
  return g_error_matches (refusal, MADO_ERROR, MADO_ERROR_CONFLICT) && response->epoch != NULL
         && !g_str_equal (self->epoch, response->epoch);
}

/* A refusal of the whole request is narrowed down to the commit that causes
 * it, so that nothing behind that one waits. */
static gboolean
hand_in_range (Handover  *self,
               GPtrArray *commits,
               guint      first,
               guint      count,
               gboolean  *progress,
               GError   **error)
{
  g_autoptr (GBytes) body = mado_wire_put_commits (commits, first, count);
  g_auto (MadoResponse) response = { 0 };
  g_autoptr (GError) refusal = NULL;

  if (post (self, "/v1/commits", body, &response, &refusal))
    return settle_all (self, commits, first, count, response.body, progress, error);
  if (is_other_epoch (self, &response, refusal))
    {
      self->other_epoch = TRUE;
      return TRUE;
    }
  if (!g_error_matches (refusal, MADO_ERROR, MADO_ERROR_INVALID)
      && !g_error_matches (refusal, MADO_ERROR, MADO_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (count == 1)
    {
      MadoCommit *commit = g_ptr_array_index (commits, first);

      self->n_refused++;
      *progress = TRUE;
      return mado_store_settle (self->store, &commit->id, MADO_VERDICT_QUARANTINED, refusal->message, 0, error);
    }
  return hand_in_range (self, commits, first, count / 2, progress, error)
         && hand_in_range (self, commits, first + count / 2, count - count / 2, progress, error);
}

static gboolean
hand_in_commits (Handover *self,
                 GError  **error)
{
  for (;;)
    {
      g_autoptr (GPtrArray) commits = mado_store_outbox (self->store, BATCH_COMMITS, error);
      gboolean progress = FALSE;

      if (commits == NULL
          || !mado_tickets_hand_in (self->transport, self->token, self->store, self->epoch, commits,
                                    self->cancellable, error))
        return FALSE;
      for (guint first = 0; first < commits->len && !self->other_epoch;)
        {
          guint count = batch_size (commits, first);

          if (!hand_in_range (self, commits, first, count, &progress, error))
            return FALSE;
          first += count;
        }
      /* Verdicts of a newer protocol leave commits in the outbox; asking again
       * at once would not help. */
      if (commits->len == 0 || !progress)
        return TRUE;
    }
}

gboolean
mado_handover_run (MadoTransport *transport,
                   const char    *token,
                   MadoStore     *store,
                   const guint8   shared[MADO_KEY_BYTES],
                   MadoRandom    *random,
                   guint         *n_refused,
                   GCancellable  *cancellable,
                   GError       **error)
{
  Handover self = { .transport = transport, .token = token, .store = store, .cancellable = cancellable };
  gboolean ok = mado_store_get_cursor (store, &self.epoch, NULL, error) && hand_in_keys (&self, shared, random, error)
                && hand_in_commits (&self, error);

  g_free (self.epoch);
  if (n_refused != NULL)
    *n_refused = self.n_refused;
  return ok;
}
