/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-date.h"
#include "core/form/mado-plan-change.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/**
 * MadoPlanSet:
 *
 * The records of one plan and year as they are in a store, and the book they
 * make. Immutable and reference counted; the records belong to whoever holds
 * it, one thread at a time.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public, read-only >*/
  MadoRecord   *plan;
  GPtrArray    *initiatives; /* MadoRecord* */
  GPtrArray    *kpis;        /* MadoRecord* */
  GPtrArray    *departments; /* MadoRecord* */
  GHashTable   *records;     /* MadoId* → MadoRecord*: all of them */
  MadoPlanBook *book;
} MadoPlanSet;

MadoPlanSet *mado_plan_set_ref   (MadoPlanSet *self);
void         mado_plan_set_unref (MadoPlanSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanSet, mado_plan_set_unref)

/* The plan of that name (nullable: the only one; NOT_FOUND if there is none,
 * NEEDS_PERSON if there are several), of one year (0: its newest). Blocks. */
MadoPlanSet *mado_plan_set_load  (MadoStore   *store,
                                  const char  *name,
                                  int          year,
                                  GError     **error);
/* The same on a thread of its own. */
void         mado_plan_set_load_async  (MadoStore           *store,
                                        const char          *name,
                                        int                  year,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             data);
MadoPlanSet *mado_plan_set_load_finish (MadoStore           *store,
                                        GAsyncResult        *result,
                                        GError             **error);
/* The book as it was at @ms, or as an edition fixed it (one of both; the other
 * 0 or NULL). NOT_FOUND: there was nothing yet. Blocks. */
MadoPlanBook *mado_plan_book_load_earlier (MadoStore             *store,
                                           MadoPlanSet           *set,
                                           gint64                 ms,
                                           const MadoPlanEdition *edition,
                                           GError               **error);
/* The last millisecond of that day in Japan, for mado_plan_book_load_earlier(). */
gint64       mado_plan_end_of_day (const MadoDate *day);
/* Editions of the set's plan and year, oldest first (MadoPlanEdition*). Blocks. */
GPtrArray   *mado_plan_list_editions (MadoStore    *store,
                                      MadoPlanSet  *set,
                                      GError      **error);
/* The edit that fixes an edition of what the set holds now. */
MadoEdit    *mado_plan_edition_make  (MadoPlanSet  *set,
                                      const char   *as_of,
                                      const char   *name);

G_END_DECLS
