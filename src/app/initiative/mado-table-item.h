/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/mado-id.h"

G_BEGIN_DECLS

/* A line of a table: its texts, what it looks like, and what it is about. */
#define MADO_TYPE_TABLE_ITEM (mado_table_item_get_type ())
G_DECLARE_FINAL_TYPE (MadoTableItem, mado_table_item, MADO, TABLE_ITEM, GObject)

/* @texts: one a column (full). @css_class and @about: static or interned,
 * nullable. */
MadoTableItem *mado_table_item_new       (char         **texts,
                                          const char    *css_class,
                                          const MadoId  *record /* nullable */,
                                          gpointer       about /* borrowed */);
/* For mado_table_view_setup(). */
char         **mado_table_item_dup_texts (gpointer       item,
                                          gpointer       unused);
const char    *mado_table_item_get_class (gpointer       item,
                                          gpointer       unused);
/* NULL: it is about no record. */
const MadoId  *mado_table_item_get_id    (MadoTableItem *self);
gpointer       mado_table_item_get_about (MadoTableItem *self);

G_END_DECLS
