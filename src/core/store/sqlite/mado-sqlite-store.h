/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* What few need to say. Zero is the ordinary value of each. */
typedef struct
{
  const char *vfs;             /* a fault-injecting VFS; for tests */
  guint       project_version; /* of the MadoProjectFunc: another number than the file's rebuilds the rows */
  gboolean    no_background;   /* background work only in mado_store_settle_down(); for tests */
} MadoSqliteStoreOptions;

/**
 * mado_sqlite_store_open:
 * @path: the journal file, usually journal.db; made if it is not there
 * @device_key: opens the keys in it
 * @identity: who writes
 * @project: makes rows and search text of records; may be %NULL
 *
 * Opens a journal. Nothing is read but the head of it; 10,000 cases take no
 * longer than none. Exactly one process has a journal open: the next one gets
 * MADO_ERROR_BUSY. A damaged file is left as it is and copied aside
 * (MADO_ERROR_DAMAGED, the message names the copy); a file of a newer program
 * is MADO_ERROR_UNSUPPORTED; another device key is MADO_ERROR_UNKNOWN_KEY.
 *
 * Returns: (transfer full): the store, or %NULL with @error set
 */
MadoStore *mado_sqlite_store_open      (const char                   *path,
                                        MadoSecretKey                *device_key,
                                        const MadoIdentity           *identity,
                                        MadoProjectFunc               project,
                                        gpointer                      project_data,
                                        MadoClock                    *clock,
                                        MadoRandom                   *random,
                                        GError                      **error);
MadoStore *mado_sqlite_store_open_full (const char                   *path,
                                        MadoSecretKey                *device_key,
                                        const MadoIdentity           *identity,
                                        MadoProjectFunc               project,
                                        gpointer                      project_data,
                                        MadoClock                    *clock,
                                        MadoRandom                   *random,
                                        const MadoSqliteStoreOptions *options,
                                        GError                      **error);

G_END_DECLS
