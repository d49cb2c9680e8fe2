/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "client/mado-json.h"

#include <glib/gi18n-lib.h>

/*
 * What only one may have. The claim is taken first, under its uniqueness rule;
 * then the server writes the commit that says so, as itself. Should it stop in
 * between, the same request again finds its claim and writes the commit then.
 */
typedef struct
{
  const char *kind;
  const char *name;
  const char *section;
  MadoId      record;
} Claim;

static gboolean
read_claim (JsonObject *object,
            Claim      *claim)
{
  claim->kind = mado_json_get_text (object, "kind");
  claim->name = mado_json_get_text (object, "name");
  claim->section = mado_json_get_text (object, "section");
  return claim->kind != NULL && claim->name != NULL && claim->section != NULL && *claim->kind != '\0' &&
         *claim->name != '\0' && strlen (claim->kind) <= 31 && strlen (claim->name) <= 128 &&
         strlen (claim->section) <= 31 && mado_json_get_id (object, "record", &claim->record);
}

static GBytes *
write_commit (MadoCall      *call,
              const Claim   *claim,
              const MadoId  *id,
              GError       **error)
{
  MadoServer *self = call->server;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autoptr (GVariant) value = mado_value_text (claim->name);
  g_autofree char *path = g_strconcat ("claim/", claim->kind, NULL);
  MadoCommitDraft draft = { .city = mado_city_store_get_city (self->store), .id = *id, .device = self->own_device,
                            .actor = "server", .kind = "case", .record = claim->record, .section = claim->section,
                            .purpose = "claim", .changes = changes };
  g_autoptr (MadoCommit) commit = NULL;

  if (!mado_city_store_lease (self->store, "server-n", 1, &self->own_device, &draft.n, error))
    return NULL;
  g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_PROGRAM, FALSE));
  draft.clock = mado_clock_tick (self->clock);
  draft.wall = mado_clock_wall_ms (self->clock);
  commit = mado_commit_sign (&draft, self->identity, self->random, error);
  return commit != NULL ? g_bytes_ref (commit->bytes) : NULL;
}

static gboolean
store_commit (MadoCall   *call,
              GBytes     *bytes,
              guint64    *seq,
              GError    **error)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, error);
  MadoCityItem item = { .bytes = bytes, .commit = commit, .sender = call->server->own_device, .for_scope = call->device.scope };

  if (commit == NULL || !mado_city_store_append (call->server->store, &item, 1, error))
    return FALSE;
  *seq = item.seq;
  if (item.verdict == MADO_VERDICT_STORED || item.verdict == MADO_VERDICT_DUPLICATE)
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, item.verdict == MADO_VERDICT_PURGED ? MADO_ERROR_PURGED : MADO_ERROR_INTERNAL,
                       _("The claim could not be written to this record."));
  return FALSE;
}

static void
reply_claim (MadoCall    *call,
             const Claim *claim,
             guint        status,
             GBytes      *bytes,
             guint64      seq)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  mado_json_text (builder, "kind", claim->kind);
  mado_json_text (builder, "name", claim->name);
  mado_json_int (builder, "seq", (gint64) seq);
  mado_json_bytes (builder, "commit", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  json_builder_end_object (builder);
  mado_call_reply_json (call, status, builder);
}

static gboolean
may_claim (MadoCall    *call,
           const Claim *claim)
{
  const char *routes[] = { call->device.scope, NULL };
  MadoSubject subject = { .kind = "case", .section = claim->section, .routes = routes };

  /* A record that is not here yet belongs to who asks. */
  return mado_call_may (call, MADO_VERB_WRITE, &subject) &&
         (mado_city_store_scope_reads (call->server->store, call->device.scope, &claim->record, claim->section) ||
          mado_city_store_last_received (call->server->store, &claim->record) == 0);
}

void
mado_resource_claims (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Claim claim;
  MadoId id, by;
  gboolean taken;
  guint64 seq = 0;

  if (object == NULL)
    return;
  if (!read_claim (object, &claim))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      return;
    }
  if (!may_claim (call, &claim))
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("This desk may not change this part of the record."));
      return;
    }
  mado_id_generate (&id, self->clock, self->random);
  if (!mado_city_store_claim (self->store, claim.kind, claim.name, &claim.record, claim.section, &id, &taken, &by, &error))
    {
      mado_call_fail_error (call, error);
      return;
    }
  bytes = mado_city_store_get_commit (self->store, &by, &seq, &error);
  if (bytes == NULL && error == NULL)
    {
      bytes = write_commit (call, &claim, &by, &error);
      if (bytes != NULL && !store_commit (call, bytes, &seq, &error))
        g_clear_pointer (&bytes, g_bytes_unref);
    }
  if (bytes != NULL)
    reply_claim (call, &claim, taken ? 200 : 201, bytes, seq);
  else
    mado_call_fail_error (call, error);
}
