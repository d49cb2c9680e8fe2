/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/* One request and its answer, without any HTTP library in sight: the seam at
 * which a test drops, delays, repeats, reorders or cuts. */
typedef struct
{
  const char *method;
  const char *path;         /* from "/v1/…" on, query included */
  const char *content_type; /* NULL without a body */
  const char *token;        /* nullable */
  GBytes     *body;         /* nullable */
  /* nullable headers */
  const char *range;         /* Range */
  const char *content_range; /* Content-Range */
  const char *etag;          /* If-None-Match */
  const char *epoch;         /* Mado-Epoch: the history that is known here */
} MadoRequest;

typedef struct
{
  guint   status;
  GBytes *body;         /* never NULL */
  gint64  server_time;  /* ms, 0 if the answer did not say */
  char   *epoch;        /* nullable */
  guint   retry_after;  /* seconds, 0 if none */
  char   *etag;         /* nullable */
  guint64 have;         /* Mado-Have: bytes of a blob */
  guint64 total;        /* of Content-Range, 0 if none */
} MadoResponse;

void mado_response_clear (MadoResponse *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoResponse, mado_response_clear)

#define MADO_TYPE_TRANSPORT (mado_transport_get_type ())
G_DECLARE_INTERFACE (MadoTransport, mado_transport, MADO, TRANSPORT, GObject)

struct _MadoTransportInterface
{
  GTypeInterface parent_iface;

  gboolean (*send) (MadoTransport *self, const MadoRequest *request, MadoResponse *response,
                    GCancellable *cancellable, GError **error);
};

/* Blocks. FALSE: no answer (OFFLINE, TIMEOUT, CANCELLED); a status of 400 or
 * more is an answer and gives TRUE. Used from one thread. */
gboolean mado_transport_send (MadoTransport     *self,
                              const MadoRequest *request,
                              MadoResponse      *response,
                              GCancellable      *cancellable,
                              GError           **error);
/* The same, and an answer of 400 or more becomes an error: the server's code
 * and sentence. */
gboolean mado_transport_call (MadoTransport     *self,
                              const MadoRequest *request,
                              MadoResponse      *response,
                              GCancellable      *cancellable,
                              GError           **error);

G_END_DECLS
