/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Folded search texts of all records, one after the other in one piece of
 * memory that a query walks with memmem(): 10,000 cases take a millisecond,
 * with no index to build or to keep. Texts are parted by zero bytes, so a
 * query never matches across two. Keys are folded by mado_text_search_key().
 */
typedef struct _MadoSearchArena MadoSearchArena;

MadoSearchArena *mado_search_arena_new    (void);
void             mado_search_arena_free   (MadoSearchArena *self);
/* @text NULL takes the record out. @changed orders the answers. */
void             mado_search_arena_put    (MadoSearchArena *self,
                                           gint64           record,
                                           gint64           changed,
                                           const char      *text);
guint            mado_search_arena_get_n_records (MadoSearchArena *self);
/* Record numbers (gint64) of those that contain @key, newest change first; at
 * most @limit, 0: all. */
GArray          *mado_search_arena_find   (MadoSearchArena *self,
                                           const char      *key,
                                           guint            limit);
/* Folds each line of @text by itself, so that a query matches within one. */
char            *mado_search_arena_fold   (const char      *text);

G_END_DECLS
