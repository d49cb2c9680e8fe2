/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-city-store.h"

G_BEGIN_DECLS

/**
 * MadoServer:
 *
 * The city's server: store, resources, live hub and HTTP engine in one. Made
 * and run on one thread (its main context); what takes long goes to its own
 * pools.
 */
typedef struct _MadoServer MadoServer;

typedef struct
{
  const char *data_dir;
  const char *key_dir;    /* NULL: data_dir */
  const char *pack_dir;   /* NULL: none */
  const char *city;       /* NULL: the pack's, or what the data says */
  const char *address;    /* NULL: 127.0.0.1 */
  guint16     port;       /* 0: a free one */
  const char *first_file; /* NULL; where the first accounts and code are written too */
  gboolean    no_demo;    /* do not make accounts in an empty city */
  gboolean    restored;
  guint       request_seconds; /* 0: 60; for tests */
  guint       retention_days; /* 0: 5 years; of records without procedures, or without a pack */
} MadoServerOptions;

MadoServer    *mado_server_new       (const MadoServerOptions *options, MadoClock *clock, MadoRandom *random,
                                      GError **error);
gboolean       mado_server_listen    (MadoServer *self, GError **error);
guint16        mado_server_get_port  (MadoServer *self);
MadoCityStore *mado_server_get_store (MadoServer *self);
/* What was made at the first start, "account\tID\tPASSWORD\tNAME\tDESK\tROLE"
 * and "code\tCODE" lines; NULL if this was not the first. Shown once. */
const char    *mado_server_get_first (MadoServer *self);
/* Stops listening, lets what is under way finish, closes the store. */
void           mado_server_free      (MadoServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoServer, mado_server_free)

G_END_DECLS
