/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-document-check.h"

#include <glib/gi18n-lib.h>

#include "client/mado-json.h"

void
mado_document_answer_free (MadoDocumentAnswer *self)
{
  g_free (self->state);
  g_free (self->reason);
  g_free (self->kind);
  g_free (self->number);
  g_free (self->issued);
  g_free (self->by);
  g_free (self);
}

static char *
dup_text (JsonObject *object,
          const char *name)
{
  const char *text = mado_json_get_text (object, name);

  return g_strdup (text != NULL ? text : "");
}

static MadoDocumentAnswer *
read_answer (GBytes  *body,
             GError **error)
{
  g_autoptr (JsonObject) object = mado_json_parse (body, error);
  MadoDocumentAnswer *self;

  if (object == NULL)
    return NULL;
  if (mado_json_get_text (object, "state") == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The server's answer cannot be read."));
      return NULL;
    }
  self = g_new0 (MadoDocumentAnswer, 1);
  self->state = dup_text (object, "state");
  self->reason = dup_text (object, "reason");
  self->kind = dup_text (object, "kind");
  self->number = dup_text (object, "number");
  self->issued = dup_text (object, "issued");
  self->by = dup_text (object, "by");
  self->revoked = g_strcmp0 (mado_json_get_text (object, "device"), "revoked") == 0;
  return self;
}

MadoDocumentAnswer *
mado_document_check (MadoTransport  *transport,
                     const char     *token,
                     const char     *code,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GBytes) body = NULL;
  g_auto (MadoResponse) response = { 0 };
  MadoRequest request = { .method = "POST", .path = "/v1/documents", .content_type = "application/json", .token = token };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);
  json_builder_end_object (builder);
  body = mado_json_finish (builder);
  request.body = body;
  if (!mado_transport_call (transport, &request, &response, cancellable, error))
    {
      if (response.status == 404)
        {
          g_clear_error (error);
          g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, _("The server is too old to answer for documents."));
        }
      return NULL;
    }
  return read_answer (response.body, error);
}
