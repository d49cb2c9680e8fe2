/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gmodule.h>

#include "client/mado-document-check.h"
#include "client/mado-enrol.h"
#include "client/mado-probe.h"

G_BEGIN_DECLS

/*
 * The client as the desktop loads it after its first paint: linking libsoup
 * costs a third of an empty window's start. The module uses the core that the
 * program already has, so both see the same types. Everything blocks unless
 * its header says otherwise.
 */
typedef struct _MadoClient MadoClient; /* a GObject; mado-client.h needs libsoup */

/* MadoClientState, as the desktop sees it. */
typedef enum
{
  MADO_CLIENT_LINK_OFFLINE,
  MADO_CLIENT_LINK_BUSY,
  MADO_CLIENT_LINK_ONLINE,
  MADO_CLIENT_LINK_DENIED,
  MADO_CLIENT_LINK_OUTDATED,
} MadoClientLink;

typedef struct
{
  guint version; /* 1 */

  gboolean        (*enrol)          (const char *server, const char *code, const char *name,
                                     const char *scope, MadoSecretKey *device_key,
                                     MadoEnrolment *enrolment, GError **error);
  gboolean        (*sign_in)        (const MadoProfileFacts *facts, const char *staff,
                                     const char *password, MadoSecretKey *device_key,
                                     MadoSignIn *result, GError **error);
  void            (*enrolment_clear) (MadoEnrolment *self);
  void            (*sign_in_clear)  (MadoSignIn *self);
  gboolean        (*keep_week_keys) (MadoStore *store, GArray *week_keys, GError **error);
  gboolean        (*keep_lease)     (MadoStore *store, const MadoLease *lease, GError **error);

  MadoClient     *(*client_new)     (MadoStore *store, const MadoProfileFacts *facts,
                                     MadoSecretKey *device_key, MadoClock *clock,
                                     MadoRandom *random, const char *token);
  void            (*client_start)   (MadoClient *self);
  void            (*client_stop)    (MadoClient *self);
  void            (*client_set_token) (MadoClient *self, const char *token);
  void            (*client_hurry)   (MadoClient *self);
  MadoClientLink  (*client_get_link) (MadoClient *self);
  char           *(*client_dup_fault) (MadoClient *self);
  void            (*client_tell)    (MadoClient *self, const MadoId *record,
                                     const char *section, const char *path);
  /* Before client_start: where the profile is, for the city pack. */
  void            (*client_set_dir) (MadoClient *self, const char *dir);
  gboolean        (*enrol_place)    (const MadoEnrolPlan *plan, MadoClock *clock, MadoRandom *random,
                                     MadoEnrolled *out, GError **error);
  void            (*enrolled_clear) (MadoEnrolled *self);
  gboolean        (*enrol_keep)     (MadoStore *store, const MadoEnrolled *enrolled, GError **error);
  void            (*fetch_blob_async)  (MadoClient *self, const MadoId *record, const char *section,
                                        const guint8 digest[MADO_DIGEST_BYTES], GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);
  gboolean        (*fetch_blob_finish) (MadoClient *self, GAsyncResult *result, GError **error);
  void            (*check_document_async)  (MadoClient *self, const char *code, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer data);
  MadoDocumentAnswer *(*check_document_finish) (MadoClient *self, GAsyncResult *result, GError **error);
  void            (*document_answer_free)  (MadoDocumentAnswer *self);
  /* For the page of the devices. */
  void            (*probe)          (const char *server, const guint8 *sign, MadoClock *clock,
                                     MadoServerProbe *probe, GCancellable *cancellable);
  void            (*probe_clear)    (MadoServerProbe *probe);
} MadoClientModule;

#define MADO_CLIENT_MODULE_SYMBOL "mado_client_module"

G_MODULE_EXPORT const MadoClientModule *mado_client_module (void);

G_END_DECLS
