/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-dag-private.h"

/* Ranks lo to hi, both included. Lists of spans are sorted and apart. */
typedef struct
{
  guint lo;
  guint hi;
} Span;

typedef struct
{
  GArray *seen;    /* Span: what the first node had seen */
  GArray *members; /* Span: ranks of the run's own nodes */
  guint   tip;     /* handle of the newest */
} Run;

typedef struct
{
  MadoId        id;
  const MadoId *deps;
  guint         n_deps;
  GArray       *extra; /* handles; nullable */
  guint         rank;  /* MADO_DAG_NONE: not linked yet */
  guint         run;
  guint         has_child : 1;
  guint         incomplete : 1;
  guint         tainted : 1;
  guint         cyclic : 1;
} Node;

struct _MadoDag
{
  GArray     *nodes;   /* Node */
  GArray     *runs;    /* Run */
  GArray     *ranked;  /* handles */
  GHashTable *by_id;   /* MadoId* → handle + 1 */
  GHashTable *awaited; /* MadoId* */
  guint       n_incomplete;
  gboolean    linked;
  gboolean    stale;
  gboolean    has_cycle;
};

#define NODE(self, handle) (&g_array_index ((self)->nodes, Node, (handle)))
#define RUN(self, index) (&g_array_index ((self)->runs, Run, (index)))

/* --- spans ---------------------------------------------------------------- */

static gboolean
spans_contain (const GArray *spans,
               guint         rank)
{
  guint lo = 0;
  guint hi = spans->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;
      const Span *span = &g_array_index (spans, Span, mid);

      if (rank < span->lo)
        hi = mid;
      else if (rank > span->hi)
        lo = mid + 1;
      else
        return TRUE;
    }
  return FALSE;
}

static void
spans_push (GArray *spans,
            guint   lo,
            guint   hi)
{
  Span span = { lo, hi };

  if (spans->len > 0)
    {
      Span *last = &g_array_index (spans, Span, spans->len - 1);

      if (lo <= last->hi + 1)
        {
          last->hi = MAX (last->hi, hi);
          return;
        }
    }
  g_array_append_val (spans, span);
}

/* Merges @more, as far as @until, into @spans. */
static GArray *
spans_union (GArray       *spans,
             const GArray *more,
             guint         until)
{
  GArray *out = g_array_sized_new (FALSE, FALSE, sizeof (Span), spans->len + 1);
  guint i = 0;
  guint j = 0;

  while (i < spans->len || j < more->len)
    {
      const Span *a = i < spans->len ? &g_array_index (spans, Span, i) : NULL;
      const Span *b = j < more->len ? &g_array_index (more, Span, j) : NULL;

      if (b != NULL && b->lo > until)
        {
          j = more->len;
          continue;
        }
      if (b == NULL || (a != NULL && a->lo <= b->lo))
        {
          spans_push (out, a->lo, a->hi);
          i++;
        }
      else
        {
          spans_push (out, b->lo, MIN (b->hi, until));
          j++;
        }
    }
  g_array_unref (spans);
  return out;
}

/* --- life ------------------------------------------------------------------ */

static void
clear_node (gpointer data)
{
  Node *node = data;

  g_clear_pointer (&node->extra, g_array_unref);
}

static void
clear_run (gpointer data)
{
  Run *run = data;

  g_array_unref (run->seen);
  g_array_unref (run->members);
}

MadoDag *
mado_dag_new (void)
{
  MadoDag *self = g_new0 (MadoDag, 1);

  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  g_array_set_clear_func (self->nodes, clear_node);
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (self->runs, clear_run);
  self->ranked = g_array_new (FALSE, FALSE, sizeof (guint));
  self->by_id = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, NULL);
  self->awaited = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, NULL);
  return self;
}

void
mado_dag_free (MadoDag *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->runs);
  g_array_unref (self->ranked);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->awaited);
  g_free (self);
}

/* --- linking ---------------------------------------------------------------- */

/* Handles of the parents that are here, sorted by falling rank. Deps that are
 * not here, and edges inside a cycle (which only forged ids can make), count
 * as missing. */
static GArray *
collect_parents (MadoDag *self,
                 Node    *node)
{
  GArray *parents = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < node->n_deps; i++)
    {
      guint parent = mado_dag_find (self, &node->deps[i]);

      if (parent != MADO_DAG_NONE && NODE (self, parent)->rank != MADO_DAG_NONE &&
          !(node->cyclic && NODE (self, parent)->cyclic))
        {
          g_array_append_val (parents, parent);
          continue;
        }
      node->incomplete = node->tainted = TRUE;
      self->stale |= self->linked && parent != MADO_DAG_NONE; /* it names itself: a cycle of one */
      if (parent == MADO_DAG_NONE)
        g_hash_table_add (self->awaited, mado_id_copy (&node->deps[i]));
    }
  for (guint i = 0; node->extra != NULL && i < node->extra->len; i++)
    {
      guint parent = g_array_index (node->extra, guint, i);

      if (NODE (self, parent)->rank != MADO_DAG_NONE && !(node->cyclic && NODE (self, parent)->cyclic))
        g_array_append_val (parents, parent);
    }
  return parents;
}

static int
compare_rank (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  guint ra = NODE ((MadoDag *) data, *(const guint *) a)->rank;
  guint rb = NODE ((MadoDag *) data, *(const guint *) b)->rank;

  return ra < rb ? 1 : ra > rb ? -1 : 0;
}

/* Leaves only the parents that no other parent has seen. */
static void
reduce_parents (MadoDag *self,
                GArray  *parents)
{
  guint kept = 0;

  g_array_sort_with_data (parents, compare_rank, self);
  for (guint i = 0; i < parents->len; i++)
    {
      guint parent = g_array_index (parents, guint, i);
      gboolean covered = FALSE;

      for (guint k = 0; k < kept && !covered; k++)
        {
          guint other = g_array_index (parents, guint, k);

          covered = other == parent || mado_dag_has_seen (self, other, parent);
        }
      if (!covered)
        g_array_index (parents, guint, kept++) = parent;
    }
  g_array_set_size (parents, kept);
}

static guint
start_run (MadoDag      *self,
           const GArray *parents)
{
  Run run = { g_array_new (FALSE, FALSE, sizeof (Span)), g_array_new (FALSE, FALSE, sizeof (Span)), 0 };

  for (guint i = 0; i < parents->len; i++)
    {
      const Node *parent = NODE (self, g_array_index (parents, guint, i));

      run.seen = spans_union (run.seen, RUN (self, parent->run)->seen, G_MAXUINT);
      run.seen = spans_union (run.seen, RUN (self, parent->run)->members, parent->rank);
    }
  g_array_append_val (self->runs, run);
  return self->runs->len - 1;
}

static void
link_node (MadoDag *self,
           guint    handle)
{
  Node *node = NODE (self, handle);
  g_autoptr (GArray) parents = collect_parents (self, node);
  guint first;

  for (guint i = 0; i < parents->len; i++)
    {
      Node *parent = NODE (self, g_array_index (parents, guint, i));

      parent->has_child = TRUE;
      node->tainted |= parent->tainted;
    }
  reduce_parents (self, parents);
  node->rank = self->ranked->len;
  g_array_append_val (self->ranked, handle);
  first = parents->len == 1 ? g_array_index (parents, guint, 0) : MADO_DAG_NONE;
  if (first != MADO_DAG_NONE && RUN (self, NODE (self, first)->run)->tip == first)
    node->run = NODE (self, first)->run;
  else
    node->run = start_run (self, parents);
  RUN (self, node->run)->tip = handle;
  spans_push (RUN (self, node->run)->members, node->rank, node->rank);
  self->n_incomplete += node->incomplete;
}

/* For every node: how many parents it waits for, and who waits for it. */
static GArray **
count_waits (MadoDag *self,
             guint   *waits)
{
  GArray **children = g_new0 (GArray *, self->nodes->len);

  for (guint h = 0; h < self->nodes->len; h++)
    {
      const Node *node = NODE (self, h);
      guint n_extra = node->extra != NULL ? node->extra->len : 0;

      for (guint i = 0; i < node->n_deps + n_extra; i++)
        {
          guint parent = i < node->n_deps ? mado_dag_find (self, &node->deps[i])
                                          : g_array_index (node->extra, guint, i - node->n_deps);

          if (parent == MADO_DAG_NONE)
            continue;
          if (children[parent] == NULL)
            children[parent] = g_array_new (FALSE, FALSE, sizeof (guint));
          g_array_append_val (children[parent], h);
          waits[h]++;
        }
    }
  return children;
}

/* Nodes that never become free lie in a cycle or above one. Edges among them
 * are dropped, all of them: so the result depends on the set alone. */
static void
link_cyclic (MadoDag *self)
{
  for (guint h = 0; h < self->nodes->len; h++)
    if (NODE (self, h)->rank == MADO_DAG_NONE)
      NODE (self, h)->cyclic = self->has_cycle = TRUE;
  for (guint h = 0; self->has_cycle && h < self->nodes->len; h++)
    if (NODE (self, h)->rank == MADO_DAG_NONE)
      link_node (self, h);
}

/* Depth first (a stack, not a queue), so that desks that worked side by side
 * get ranks in blocks and their spans stay few. */
void
mado_dag_link (MadoDag *self)
{
  g_autofree guint *waits = g_new0 (guint, self->nodes->len + 1);
  g_autofree guint *stack = g_new (guint, self->nodes->len + 1);
  g_autofree GArray **children = count_waits (self, waits);
  guint depth = 0;

  g_return_if_fail (!self->linked);

  for (guint h = self->nodes->len; h-- > 0;)
    if (waits[h] == 0)
      stack[depth++] = h;
  while (depth > 0)
    {
      guint handle = stack[--depth];

      link_node (self, handle);
      for (guint i = children[handle] != NULL ? children[handle]->len : 0; i-- > 0;)
        {
          guint child = g_array_index (children[handle], guint, i);

          if (--waits[child] == 0)
            stack[depth++] = child;
        }
    }
  link_cyclic (self);
  for (guint h = 0; h < self->nodes->len; h++)
    g_clear_pointer (&children[h], g_array_unref);
  self->linked = TRUE;
}

/* --- building ---------------------------------------------------------------- */

guint
mado_dag_add (MadoDag      *self,
              const MadoId *id,
              const MadoId *deps,
              guint         n_deps)
{
  Node node = { *id, deps, n_deps, NULL, MADO_DAG_NONE, 0 };
  guint handle = self->nodes->len;

  g_array_append_val (self->nodes, node);
  g_hash_table_insert (self->by_id, mado_id_copy (id), GUINT_TO_POINTER (handle + 1));
  if (!self->linked || self->stale)
    return handle;
  if (self->has_cycle || g_hash_table_contains (self->awaited, id))
    {
      self->stale = TRUE;
      return handle;
    }
  link_node (self, handle);
  return handle;
}

void
mado_dag_add_edge (MadoDag *self,
                   guint    child,
                   guint    parent)
{
  Node *node = NODE (self, child);

  g_return_if_fail (!self->linked);

  if (node->extra == NULL)
    node->extra = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (node->extra, parent);
}

void
mado_dag_add_alias (MadoDag      *self,
                    const MadoId *id,
                    guint         handle)
{
  g_hash_table_insert (self->by_id, mado_id_copy (id), GUINT_TO_POINTER (handle + 1));
}

void
mado_dag_set_tainted (MadoDag *self,
                      guint    handle)
{
  NODE (self, handle)->tainted = TRUE;
}

/* --- asking ------------------------------------------------------------------ */

gboolean
mado_dag_is_stale (MadoDag *self)
{
  return self->stale;
}

guint
mado_dag_get_length (MadoDag *self)
{
  return self->nodes->len;
}

guint
mado_dag_get_ranked (MadoDag *self,
                     guint    rank)
{
  return g_array_index (self->ranked, guint, rank);
}

guint
mado_dag_find (MadoDag      *self,
               const MadoId *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id)) - 1;
}

gboolean
mado_dag_has_seen (MadoDag *self,
                   guint    b,
                   guint    a)
{
  const Node *newer = NODE (self, b);
  const Node *older = NODE (self, a);

  if (older->rank >= newer->rank)
    return FALSE;
  return older->run == newer->run || spans_contain (RUN (self, newer->run)->seen, older->rank);
}

gboolean
mado_dag_is_head (MadoDag *self,
                  guint    handle)
{
  return !NODE (self, handle)->has_child;
}

gboolean
mado_dag_is_incomplete (MadoDag *self,
                        guint    handle)
{
  return NODE (self, handle)->incomplete;
}

gboolean
mado_dag_is_tainted (MadoDag *self,
                     guint    handle)
{
  return NODE (self, handle)->tainted;
}

guint
mado_dag_get_n_incomplete (MadoDag *self)
{
  return self->n_incomplete;
}

GArray *
mado_dag_list_awaited (MadoDag *self)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (MadoId));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->awaited);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (out, id, 1);
  return out;
}

gsize
mado_dag_count_spans (MadoDag *self)
{
  gsize count = 0;

  for (guint i = 0; i < self->runs->len; i++)
    count += RUN (self, i)->seen->len + RUN (self, i)->members->len;
  return count;
}
