/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-provider.h"

G_DEFINE_INTERFACE (MadoProvider, mado_provider, G_TYPE_OBJECT)

static void
mado_provider_default_init (MadoProviderInterface *iface)
{
}

const char *
mado_provider_get_id (MadoProvider *self)
{
  return MADO_PROVIDER_GET_IFACE (self)->get_id (self);
}

MadoSource
mado_provider_get_source (MadoProvider *self)
{
  return MADO_PROVIDER_GET_IFACE (self)->get_source (self);
}

void
mado_provider_propose (MadoProvider         *self,
                       const MadoFormReader *reader,
                       MadoProposeFunc       add,
                       gpointer              data)
{
  MADO_PROVIDER_GET_IFACE (self)->propose (self, reader, add, data);
}

/* --- fixed values ------------------------------------------------------------------ */

struct _MadoFixedProvider
{
  GObject     parent_instance;

  char       *id;
  MadoSource  source;
  GHashTable *values; /* path → GVariant* */
};

static void provider_init (MadoProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoFixedProvider, mado_fixed_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PROVIDER, provider_init))

static const char *
mado_fixed_provider_get_id (MadoProvider *provider)
{
  return MADO_FIXED_PROVIDER (provider)->id;
}

static MadoSource
mado_fixed_provider_get_source (MadoProvider *provider)
{
  return MADO_FIXED_PROVIDER (provider)->source;
}

static void
mado_fixed_provider_propose (MadoProvider         *provider,
                             const MadoFormReader *reader,
                             MadoProposeFunc       add,
                             gpointer              data)
{
  MadoFixedProvider *self = MADO_FIXED_PROVIDER (provider);
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &path, &value))
    add (path, value, data);
}

static void
provider_init (MadoProviderInterface *iface)
{
  iface->get_id = mado_fixed_provider_get_id;
  iface->get_source = mado_fixed_provider_get_source;
  iface->propose = mado_fixed_provider_propose;
}

static void
mado_fixed_provider_finalize (GObject *object)
{
  MadoFixedProvider *self = MADO_FIXED_PROVIDER (object);

  g_free (self->id);
  g_hash_table_unref (self->values);
  G_OBJECT_CLASS (mado_fixed_provider_parent_class)->finalize (object);
}

static void
mado_fixed_provider_class_init (MadoFixedProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_fixed_provider_finalize;
}

static void
mado_fixed_provider_init (MadoFixedProvider *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_variant_unref);
}

MadoFixedProvider *
mado_fixed_provider_new (const char *id,
                         MadoSource  source)
{
  MadoFixedProvider *self = g_object_new (MADO_TYPE_FIXED_PROVIDER, NULL);

  self->id = g_strdup (id);
  self->source = source;
  return self;
}

/**
 * mado_fixed_provider_set:
 * @value: (nullable): %NULL takes the value back; a floating one is taken over
 */
void
mado_fixed_provider_set (MadoFixedProvider *self,
                         const char        *path,
                         GVariant          *value)
{
  g_return_if_fail (MADO_IS_FIXED_PROVIDER (self));

  if (value == NULL)
    g_hash_table_remove (self->values, path);
  else
    g_hash_table_insert (self->values, g_strdup (path), g_variant_ref_sink (value));
}
