/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-id.h"

G_BEGIN_DECLS

/*
 * MadoDag: who has seen whom, in one section of one record.
 *
 * A node's handle is the order in which it was added and never changes; its
 * rank is a topological order. Nodes that follow each other without a fork
 * share a *run*; a run stores once, as a list of rank intervals, what its first
 * node has seen. A linear history is one run, two desks that write side by side
 * are two, and "has b seen a?" is a comparison inside a run or a binary search
 * in a short list. Nothing here looks at devices or counters: an edit that
 * was begun before its own device's newest commit is an ordinary fork.
 *
 * A dep that is not here is awaited. When it comes the graph turns stale, and
 * its owner builds a new one: the answer is then as if it had been here always.
 */
typedef struct _MadoDag MadoDag;

#define MADO_DAG_NONE G_MAXUINT

MadoDag *mado_dag_new             (void);
void     mado_dag_free            (MadoDag      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDag, mado_dag_free)

/* Adds a node. @deps is borrowed for the life of the graph. Before the first
 * mado_dag_link() nothing is resolved; afterwards the node is linked at once,
 * unless that would change what is known of older nodes: then stale. */
guint    mado_dag_add             (MadoDag      *self,
                                   const MadoId *id,
                                   const MadoId *deps,
                                   guint         n_deps);
/* An extra edge, before mado_dag_link() only: @child has seen @parent. */
void     mado_dag_add_edge        (MadoDag      *self,
                                   guint         child,
                                   guint         parent);
/* Gives @id as a further name of @handle (a snapshot stands for many). */
void     mado_dag_add_alias       (MadoDag      *self,
                                   const MadoId *id,
                                   guint         handle);
/* Marks a node as resting on something that is not here. */
void     mado_dag_set_tainted     (MadoDag      *self,
                                   guint         handle);
void     mado_dag_link            (MadoDag      *self);
gboolean mado_dag_is_stale        (MadoDag      *self);

guint    mado_dag_get_length      (MadoDag      *self);
/* Handle at a rank: all nodes in topological order. */
guint    mado_dag_get_ranked      (MadoDag      *self,
                                   guint         rank);
guint    mado_dag_find            (MadoDag      *self,
                                   const MadoId *id);
/* TRUE if @b has seen @a; FALSE for a node and itself. */
gboolean mado_dag_has_seen        (MadoDag      *self,
                                   guint         b,
                                   guint         a);
gboolean mado_dag_is_head         (MadoDag      *self,
                                   guint         handle);
/* A dep of the node itself is missing / anything below it is missing. */
gboolean mado_dag_is_incomplete   (MadoDag      *self,
                                   guint         handle);
gboolean mado_dag_is_tainted      (MadoDag      *self,
                                   guint         handle);
guint    mado_dag_get_n_incomplete(MadoDag      *self);
/* Ids that are waited for, unsorted (container). */
GArray  *mado_dag_list_awaited    (MadoDag      *self);
/* Spans held in all runs: what the history costs in memory (for tests). */
gsize    mado_dag_count_spans     (MadoDag      *self);

G_END_DECLS
