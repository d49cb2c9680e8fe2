/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-kana-provider.h"

#include <string.h>

struct _MadoKanaProvider
{
  GObject     parent_instance;

  MadoPack   *pack;
  GHashTable *histories; /* path of the written name → MadoKanaHistory* */
};

static void provider_init (MadoProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoKanaProvider, mado_kana_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PROVIDER, provider_init))

static const char *
mado_kana_provider_get_id (MadoProvider *provider)
{
  return "kana";
}

static MadoSource
mado_kana_provider_get_source (MadoProvider *provider)
{
  return MADO_SOURCE_TYPED;
}

/* The field whose kana_of is @written, or NULL. */
static const MadoField *
kana_field_of (MadoPack        *pack,
               const MadoField *written)
{
  guint n;
  const MadoField *const *fields = mado_pack_list_fields (pack, &n);

  for (guint i = 0; i < n; i++)
    if (fields[i]->kana_of != NULL && strcmp (fields[i]->kana_of, written->id) == 0)
      return fields[i];
  return NULL;
}

static void
propose_one (MadoKanaProvider     *self,
             const char           *path,
             MadoKanaHistory      *history,
             const MadoFormReader *reader,
             MadoProposeFunc       add,
             gpointer              data)
{
  g_autofree char *procedure = NULL, *eid = NULL, *kana_path = NULL, *reading = NULL;
  g_autoptr (GVariant) value = NULL;
  const MadoField *written, *kana;

  if (!mado_form_path_parse (self->pack, path, &written, &procedure, &eid))
    return;
  kana = kana_field_of (self->pack, written);
  if (kana == NULL || kana->scope != written->scope)
    return;
  kana_path = mado_form_path (kana, procedure, eid);
  if (reader->get (kana_path, reader->user_data) != NULL)
    return;
  reading = mado_kana_history_reading (history, mado_form_reader_text (reader, path));
  if (reading == NULL)
    return;
  value = mado_value_text (reading);
  add (kana_path, value, data);
}

static void
mado_kana_provider_propose (MadoProvider         *provider,
                            const MadoFormReader *reader,
                            MadoProposeFunc       add,
                            gpointer              data)
{
  MadoKanaProvider *self = MADO_KANA_PROVIDER (provider);
  GHashTableIter iter;
  gpointer path, history;

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, &path, &history))
    propose_one (self, path, history, reader, add, data);
}

static void
provider_init (MadoProviderInterface *iface)
{
  iface->get_id = mado_kana_provider_get_id;
  iface->get_source = mado_kana_provider_get_source;
  iface->propose = mado_kana_provider_propose;
}

static void
mado_kana_provider_finalize (GObject *object)
{
  MadoKanaProvider *self = MADO_KANA_PROVIDER (object);

  g_hash_table_unref (self->histories);
  mado_pack_unref (self->pack);
  G_OBJECT_CLASS (mado_kana_provider_parent_class)->finalize (object);
}

static void
mado_kana_provider_class_init (MadoKanaProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_kana_provider_finalize;
}

static void
mado_kana_provider_init (MadoKanaProvider *self)
{
  self->histories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) mado_kana_history_free);
}

MadoKanaProvider *
mado_kana_provider_new (MadoPack *pack)
{
  MadoKanaProvider *self = g_object_new (MADO_TYPE_KANA_PROVIDER, NULL);

  self->pack = mado_pack_ref (pack);
  return self;
}

MadoKanaHistory *
mado_kana_provider_get_history (MadoKanaProvider *self,
                                const char       *path)
{
  MadoKanaHistory *history = g_hash_table_lookup (self->histories, path);

  if (history == NULL)
    {
      history = mado_kana_history_new ();
      g_hash_table_insert (self->histories, g_strdup (path), history);
    }
  return history;
}
