/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-field-value.h"
#include "core/form/mado-proposals-private.h"
#include "core/form/mado-provider.h"

#include <string.h>

struct _MadoProposals
{
  GObject     parent_instance;

  MadoPack   *pack;
  GPtrArray  *providers; /* MadoProvider*, owned, in the order of speaking */
  GPtrArray  *list;      /* MadoProposal*, by path */
  GHashTable *refused;   /* set of "path\n" + printed value */
};

G_DEFINE_FINAL_TYPE (MadoProposals, mado_proposals, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
proposal_free (gpointer data)
{
  MadoProposal *self = data;

  g_free (self->path);
  g_clear_pointer (&self->old_value, g_variant_unref);
  g_variant_unref (self->new_value);
  g_free (self);
}

static char *
refusal_key (const char *path,
             GVariant   *value)
{
  g_autofree char *printed = g_variant_print (value, TRUE);

  return g_strconcat (path, "\n", printed, NULL);
}

/* --- collecting -------------------------------------------------------------------- */

typedef struct
{
  MadoProposals        *self;
  const MadoFormReader *reader;
  MadoProvider         *provider;
  GHashTable           *spoken; /* paths for which an earlier provider had a word */
  GPtrArray            *list;
} Collector;

static gboolean
is_refused (MadoProposals *self,
            const char    *path,
            GVariant      *value)
{
  g_autofree char *key = refusal_key (path, value);

  return g_hash_table_contains (self->refused, key);
}

/* A value that breaks the rules of its field is not proposed: nobody could
 * take it. Paths that are no fields pass. */
static gboolean
is_fit (MadoProposals *self,
        const char    *path,
        GVariant      *value)
{
  MadoFieldContext context = { { { 2199, 12, 31 }, MADO_ERA_NONE } };
  const MadoField *field;

  return !mado_form_path_parse (self->pack, path, &field, NULL, NULL) ||
         mado_field_check (field, value, &context, NULL);
}

static void
collect_cb (const char *path,
            GVariant   *value,
            gpointer    data)
{
  Collector *c = data;
  g_autoptr (GVariant) new_value = g_variant_ref_sink (value);
  GVariant *old_value;
  MadoProposal *proposal;

  if (mado_value_is_none (new_value) || g_hash_table_contains (c->spoken, path) ||
      is_refused (c->self, path, new_value) || !is_fit (c->self, path, new_value))
    return;
  g_hash_table_add (c->spoken, g_strdup (path));
  old_value = c->reader->get (path, c->reader->user_data);
  if (old_value != NULL && mado_value_equal (old_value, new_value))
    return;

  proposal = g_new0 (MadoProposal, 1);
  proposal->path = g_strdup (path);
  proposal->old_value = old_value != NULL ? g_variant_ref (old_value) : NULL;
  if (old_value != NULL && c->reader->source != NULL)
    proposal->old_source = c->reader->source (path, c->reader->user_data);
  proposal->new_value = g_steal_pointer (&new_value);
  proposal->new_source = mado_provider_get_source (c->provider);
  proposal->provider = mado_provider_get_id (c->provider);
  g_ptr_array_add (c->list, proposal);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  const MadoProposal *x = *(const MadoProposal *const *) a;
  const MadoProposal *y = *(const MadoProposal *const *) b;

  return strcmp (x->path, y->path);
}

static gboolean
same_list (GPtrArray *a,
           GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const MadoProposal *x = g_ptr_array_index (a, i), *y = g_ptr_array_index (b, i);

      if (strcmp (x->path, y->path) != 0 || x->new_source != y->new_source ||
          x->old_source != y->old_source || x->alike != y->alike || (x->old_value == NULL) != (y->old_value == NULL) ||
          (x->old_value != NULL && !mado_value_equal (x->old_value, y->old_value)) ||
          !mado_value_equal (x->new_value, y->new_value))
        return FALSE;
    }
  return TRUE;
}

void
mado_proposals_refresh (MadoProposals        *self,
                        const MadoFormReader *reader)
{
  g_autoptr (GHashTable) spoken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Collector c = { self, reader, NULL, spoken, NULL };
  gboolean same;

  g_return_if_fail (MADO_IS_PROPOSALS (self));

  c.list = g_ptr_array_new_with_free_func (proposal_free);
  for (guint i = 0; i < self->providers->len; i++)
    {
      c.provider = g_ptr_array_index (self->providers, i);
      mado_provider_propose (c.provider, reader, collect_cb, &c);
    }
  mado_proposals_drop_alike (self->pack, reader, c.list);
  g_ptr_array_sort (c.list, compare_paths);
  same = same_list (self->list, c.list);
  g_ptr_array_unref (self->list);
  self->list = c.list;
  if (!same)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- deciding ------------------------------------------------------------------------ */

GPtrArray *
mado_proposals_get_list (MadoProposals *self)
{
  return self->list;
}

static gboolean
find_index (MadoProposals *self,
            const char    *path,
            guint         *index)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const MadoProposal *proposal = g_ptr_array_index (self->list, i);

      if (strcmp (proposal->path, path) == 0)
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

const MadoProposal *
mado_proposals_find (MadoProposals *self,
                     const char    *path)
{
  guint i;

  return find_index (self, path, &i) ? g_ptr_array_index (self->list, i) : NULL;
}

/* Which values of a case are open (states, marks) is the affair of the paths
 * that hold them; fields are always personal. */
static MadoChange *
to_change (const MadoProposal *proposal)
{
  return mado_change_new (proposal->path, proposal->new_value, proposal->new_source, TRUE);
}

MadoChange *
mado_proposals_take (MadoProposals *self,
                     const char    *path)
{
  MadoChange *change;
  guint i;

  if (!find_index (self, path, &i))
    return NULL;
  change = to_change (g_ptr_array_index (self->list, i));
  g_ptr_array_remove_index (self->list, i);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return change;
}

GPtrArray *
mado_proposals_take_all (MadoProposals *self,
                         const char    *prefix)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);

  for (guint i = 0; i < self->list->len;)
    {
      const MadoProposal *proposal = g_ptr_array_index (self->list, i);

      if (prefix != NULL && !g_str_has_prefix (proposal->path, prefix))
        {
          i++;
          continue;
        }
      g_ptr_array_add (changes, to_change (proposal));
      g_ptr_array_remove_index (self->list, i);
    }
  if (changes->len > 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return changes;
}

void
mado_proposals_refuse (MadoProposals *self,
                       const char    *path)
{
  const MadoProposal *proposal;
  guint i;

  if (!find_index (self, path, &i))
    return;
  proposal = g_ptr_array_index (self->list, i);
  g_hash_table_add (self->refused, refusal_key (path, proposal->new_value));
  g_ptr_array_remove_index (self->list, i);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
mado_proposals_add (MadoProposals *self,
                    MadoProvider  *provider)
{
  g_return_if_fail (MADO_IS_PROPOSALS (self));
  g_return_if_fail (MADO_IS_PROVIDER (provider));

  g_ptr_array_add (self->providers, g_object_ref (provider));
}

void
mado_proposals_remove (MadoProposals *self,
                       MadoProvider  *provider)
{
  g_return_if_fail (MADO_IS_PROPOSALS (self));

  g_ptr_array_remove (self->providers, provider);
}

/* --- the type ---------------------------------------------------------------------------- */

static void
mado_proposals_finalize (GObject *object)
{
  MadoProposals *self = MADO_PROPOSALS (object);

  g_ptr_array_unref (self->list);
  g_ptr_array_unref (self->providers);
  g_hash_table_unref (self->refused);
  mado_pack_unref (self->pack);
  G_OBJECT_CLASS (mado_proposals_parent_class)->finalize (object);
}

static void
mado_proposals_class_init (MadoProposalsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_proposals_finalize;

  /**
   * MadoProposals::changed: the list is another than before.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_proposals_init (MadoProposals *self)
{
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = g_ptr_array_new_with_free_func (proposal_free);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

MadoProposals *
mado_proposals_new (MadoPack *pack)
{
  MadoProposals *self = g_object_new (MADO_TYPE_PROPOSALS, NULL);

  self->pack = mado_pack_ref (pack);
  return self;
}
