/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#define SMALL MADO_JSON_MAX
#define MEGA  (1024 * 1024)

/* The whole surface. A path that ends with '/' takes one more part. */
static const MadoRoute routes[] = {
  /* method    path               resource                     body             open   threaded */
  { "PUT",    "/v1/commits/",    mado_resource_put_commit,    MADO_COMMIT_MAX_BYTES + 1024, FALSE, FALSE },
  { "POST",   "/v1/commits",     mado_resource_post_commits,  MADO_BATCH_MAX,  FALSE, FALSE },
  { "GET",    "/v1/commits",     mado_resource_feed,          0,               FALSE, TRUE },
  { "GET",    "/healthz",        mado_resource_health,        0,               TRUE,  FALSE },
  { "GET",    "/metrics",        mado_resource_metrics,       0,               TRUE,  FALSE },
  { "GET",    "/v1/hello",       mado_resource_hello,         0,               TRUE,  FALSE },
  { "POST",   "/v1/enrol",       mado_resource_enrol,         SMALL,           TRUE,  TRUE },
  { "POST",   "/v1/nonce",       mado_resource_nonce,         SMALL,           TRUE,  FALSE },
  { "POST",   "/v1/session",     mado_resource_sign_in,       SMALL,           TRUE,  TRUE },
  { "GET",    "/v1/session",     mado_resource_session,       0,               FALSE, TRUE },
  { "DELETE", "/v1/session",     mado_resource_sign_out,      0,               FALSE, TRUE },
  { "POST",   "/v1/password",    mado_resource_password,      SMALL,           FALSE, TRUE },
  { "GET",    "/v1/slip-keys",   mado_resource_slip_keys,     0,               FALSE, TRUE },
  { "GET",    "/v1/slip-box",    mado_resource_slip_box,      0,               TRUE,  TRUE },
  { "POST",   "/v1/leases",      mado_resource_leases,        SMALL,           FALSE, TRUE },
  { "POST",   "/v1/tickets",     mado_resource_tickets,       SMALL,           FALSE, TRUE },
  { "POST",   "/v1/keys",        mado_resource_keys,          MEGA,            FALSE, TRUE },
  { "POST",   "/v1/reads",       mado_resource_reads,         MEGA,            FALSE, TRUE },
  { "POST",   "/v1/claims",      mado_resource_claims,        SMALL,           FALSE, TRUE },
  { "POST",   "/v1/documents",   mado_resource_documents,     SMALL,           FALSE, TRUE },
  { "GET",    "/v1/devices",     mado_resource_devices,       0,               FALSE, TRUE },
  { "DELETE", "/v1/devices/",    mado_resource_revoke,        0,               FALSE, TRUE },
  { "POST",   "/v1/codes",       mado_resource_codes,         SMALL,           FALSE, TRUE },
  { "HEAD",   "/v1/blobs/",      mado_resource_blob_head,     0,               FALSE, TRUE },
  { "GET",    "/v1/blobs/",      mado_resource_blob_get,      0,               FALSE, TRUE },
  { "PUT",    "/v1/blobs/",      mado_resource_blob_put,      4 * MEGA,        FALSE, TRUE },
  { "GET",    "/v1/pack",        mado_resource_pack,          0,               FALSE, FALSE },
  { "GET",    "/v1/quarantine",  mado_resource_quarantine,    0,               FALSE, TRUE },
  { "POST",   "/v1/quarantine/", mado_resource_decide,        SMALL,           FALSE, TRUE },
  { "GET",    "/v1/purges",      mado_resource_due,           0,               FALSE, TRUE },
  { "POST",   "/v1/purges",      mado_resource_purge,         SMALL,           FALSE, TRUE },
  { "GET",    "/v1/live",        NULL,                        0,               FALSE, FALSE },
};

static gboolean
path_matches (const MadoRoute *route,
              const char      *path,
              const char     **rest)
{
  gsize length = strlen (route->path);

  *rest = "";
  if (route->path[length - 1] != '/')
    return g_str_equal (route->path, path);
  if (strncmp (route->path, path, length) != 0 || path[length] == '\0' || strchr (path + length, '/') != NULL)
    return FALSE;
  *rest = path + length;
  return TRUE;
}

const MadoRoute *
mado_route_find (const char  *method,
                 const char  *path,
                 const char **rest,
                 gboolean    *known_path)
{
  *known_path = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (!path_matches (&routes[i], path, rest))
        continue;
      *known_path = TRUE;
      if (g_str_equal (routes[i].method, method))
        return &routes[i];
    }
  return NULL;
}
