/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-retention.h"

#include "client/mado-json.h"

#include <glib/gi18n-lib.h>

/* Destroying what need not be kept any longer: the server says what is due, a
 * supervisor decides. */
#define MAX_WHY   500
#define MAX_LIST  500
#define AT_ONCE   200

/* --- what is due ------------------------------------------------------------------------*/

static gboolean
is_due (MadoServer    *self,
        const MadoId  *record,
        gboolean      *due,
        GError       **error)
{
  g_autoptr (GArray) progress = mado_city_store_get_progress (self->store, record, error);

  if (progress == NULL)
    return FALSE;
  *due = mado_retention_due (self, (const MadoCityProgress *) progress->data, progress->len,
                             mado_city_store_last_received (self->store, record)) <= mado_clock_now_ms (self->clock);
  return TRUE;
}

static void
put_item (JsonBuilder  *builder,
          const MadoId *record,
          gint64        due)
{
  json_builder_begin_object (builder);
  mado_json_id (builder, "record", record);
  mado_json_int (builder, "due", due);
  json_builder_end_object (builder);
}

/* The due ones of a stretch of records, whose rows lie together. */
static guint
put_due (MadoServer  *self,
         GArray      *progress,
         JsonBuilder *builder)
{
  const MadoCityProgress *rows = (const MadoCityProgress *) progress->data;
  gint64 now = mado_clock_now_ms (self->clock);
  guint found = 0, n;

  for (guint i = 0; i < progress->len; i += n)
    {
      gint64 due;

      for (n = 1; i + n < progress->len && mado_id_equal (&rows[i].record, &rows[i + n].record); n++)
        ;
      due = mado_retention_due (self, rows + i, n, mado_city_store_last_received (self->store, &rows[i].record));
      if (due > now)
        continue;
      put_item (builder, &rows[i].record, due);
      found++;
    }
  return found;
}

void
mado_resource_due (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  MadoId after = { { 0 } };
  guint found = 0, n = 0;

  if (!mado_call_has_role (call, MADO_ROLE_SUPERVISOR))
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("Only a supervisor may do this."));
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  do
    {
      g_autoptr (GArray) progress = mado_city_store_list_progress (self->store, &after, AT_ONCE, &error);

      if (progress == NULL)
        {
          mado_call_fail_error (call, error);
          return;
        }
      n = progress->len;
      if (n > 0)
        after = g_array_index (progress, MadoCityProgress, n - 1).record;
      found += put_due (self, progress, builder);
    }
  while (n > 0 && found < MAX_LIST);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

/* --- destroying it ------------------------------------------------------------------------*/

void
mado_resource_purge (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (GError) error = NULL;
  MadoSubject subject = { .kind = "case", .section = "shared" };
  const char *why;
  MadoId record;

  if (object == NULL)
    return;
  why = mado_json_get_text (object, "why");
  if (!mado_json_get_id (object, "record", &record) || why == NULL || *why == '\0' || strlen (why) > MAX_WHY)
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("Say which record, and why."));
      return;
    }
  if (!is_due (self, &record, &subject.is_due, &error))
    mado_call_fail_error (call, error);
  else if (!mado_call_may (call, MADO_VERB_PURGE, &subject))
    mado_call_fail (call, 403, MADO_ERROR_DENIED, subject.is_due
                    ? _("Only a supervisor or an administrator may do this.")
                    : _("This record has to be kept longer. It can be destroyed when its time is over."));
  else if (mado_city_store_purge (self->store, &record, call->session->ticket->staff, why, &error))
    mado_call_reply_empty (call, 204);
  else
    mado_call_fail_error (call, error);
}
