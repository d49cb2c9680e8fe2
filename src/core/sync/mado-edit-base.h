/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/**
 * MadoEditBase:
 *
 * What a person had before the eyes when the edit of one path began: the heads
 * of its section, which the edit takes as deps, and the commits whose values
 * the path showed, with those that say whether the line it belongs to was
 * taken out. An edit buffer holds one for a path that changed underneath; a
 * draft carries one, so that an edit goes on after a restart where it began.
 *
 * Whether something new is shown is told by the commits and not by asking who
 * has seen whom: a record that was opened from its snapshot has no history.
 *
 * Immutable and reference counted; may be shared between threads.
 */
typedef struct
{
  /*< public, read-only >*/
  char   *section;
  MadoId *heads;   /* sorted; none: the section was empty */
  guint   n_heads;
  MadoId *shown;   /* sorted, no repeats */
  guint   n_shown;
} MadoEditBase;

/* The state of @record, for an edit of @path that will be written in @section. */
MadoEditBase *mado_edit_base_new         (MadoRecord   *record,
                                          const char   *section,
                                          const char   *path);
/* From its parts, as a draft kept them; copied. */
MadoEditBase *mado_edit_base_new_of      (const char   *section,
                                          const MadoId *heads,
                                          guint         n_heads,
                                          const MadoId *shown,
                                          guint         n_shown);
/* For the next edit by the same person, who has seen what @self has and
 * @commit, the own one that was written on it. */
MadoEditBase *mado_edit_base_new_after   (MadoEditBase *self,
                                          const MadoId *commit);
MadoEditBase *mado_edit_base_ref         (MadoEditBase *self);
void          mado_edit_base_unref       (MadoEditBase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoEditBase, mado_edit_base_unref)

/* TRUE if @record knows the heads and shows nothing at @path that was not
 * shown then: the edit may follow the record. */
gboolean      mado_edit_base_still_stands (MadoEditBase *self,
                                           MadoRecord   *record,
                                           const char   *path);

G_END_DECLS
