/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/sqlite/mado-sqlite.h"

G_BEGIN_DECLS

#define MADO_SCHEMA_VERSION 1

/* Brings an open journal to the newest schema, or leaves it as it was. An
 * older file is copied to "<path>.before-v<N>" first. */
gboolean mado_sqlite_schema_migrate (MadoSqlite *db, GError **error);
/* Up to @version only; for making fixtures and testing steps. */
gboolean mado_sqlite_schema_migrate_to (MadoSqlite *db, guint version, GError **error);

G_END_DECLS
