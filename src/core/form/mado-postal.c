/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-text.h"
#include "core/form/mado-postal.h"

#include <string.h>

#define MIN_CODE_DIGITS 3

GPtrArray *
mado_postal_find (MadoPack   *pack,
                  const char *typed)
{
  g_autofree char *code = mado_text_canonical (MADO_TEXT_POSTAL, typed);
  gsize length = strlen (code);
  g_autofree char *kana = NULL;
  g_autofree char *plain = NULL;
  GPtrArray *found;

  if (length > 0 && strspn (code, "0123456789") == length)
    return length >= MIN_CODE_DIGITS && length <= 7 ? mado_pack_find_towns (pack, code)
                                                    : g_ptr_array_new ();
  plain = mado_text_canonical (MADO_TEXT_PLAIN, typed);
  kana = mado_text_canonical (MADO_TEXT_KANA, typed);
  found = mado_pack_find_towns (pack, kana);
  if (found->len > 0 || strcmp (kana, plain) == 0)
    return found;
  g_ptr_array_unref (found);
  return mado_pack_find_towns (pack, plain);
}

const MadoTown *
mado_postal_pick (GPtrArray *towns,
                  guint      key)
{
  if (key < 1 || key > MADO_POSTAL_MAX || key > towns->len)
    return NULL;
  return g_ptr_array_index (towns, key - 1);
}

const char *
mado_postal_code_of (MadoPack   *pack,
                     const char *municipality,
                     const char *town)
{
  g_autoptr (GPtrArray) towns = NULL;
  const char *code = NULL;

  if (*town == 0)
    return NULL;
  towns = mado_pack_find_towns (pack, town);
  for (guint i = 0; i < towns->len; i++)
    {
      const MadoTown *t = g_ptr_array_index (towns, i);

      if (strcmp (t->town, town) != 0 || (*municipality != 0 && strcmp (t->municipality, municipality) != 0))
        continue;
      if (code != NULL && strcmp (code, t->postal_code) != 0)
        return NULL;
      code = t->postal_code;
    }
  return code;
}

/* --- writing an address ----------------------------------------------------------------- */

static const char *const parts[] = { "postal_code", "prefecture", "municipality", "town", "town_id" };

static const char *
part_of (const MadoTown *town,
         guint           part)
{
  const char *const texts[] = {
    town->postal_code, town->prefecture, town->municipality, town->town, town->id,
  };

  return texts[part];
}

/* Path of a part below @prefix, or NULL if the pack has no such field. */
static char *
part_path (MadoPack   *pack,
           const char *prefix,
           guint       part,
           const char *procedure,
           const char *eid)
{
  g_autofree char *id = g_strconcat (prefix, parts[part], NULL);
  const MadoField *field = mado_pack_get_field (pack, id);

  return field != NULL ? mado_form_path (field, procedure, eid) : NULL;
}

GPtrArray *
mado_postal_fill (MadoPack       *pack,
                  const char     *prefix,
                  const MadoTown *town,
                  const char     *procedure,
                  const char     *eid)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = part_path (pack, prefix, i, procedure, eid);
      g_autoptr (GVariant) value = NULL;

      if (path == NULL || *part_of (town, i) == 0)
        continue;
      value = mado_value_text (part_of (town, i));
      g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_TYPED, TRUE));
    }
  return changes;
}

/* --- the provider -------------------------------------------------------------------------- */

struct _MadoPostalProvider
{
  GObject   parent_instance;

  MadoPack *pack;
};

static void provider_init (MadoProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoPostalProvider, mado_postal_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PROVIDER, provider_init))

static const char *
mado_postal_provider_get_id (MadoProvider *provider)
{
  return "postal";
}

static MadoSource
mado_postal_provider_get_source (MadoProvider *provider)
{
  return MADO_SOURCE_TYPED;
}

typedef struct
{
  MadoPack             *pack;
  const MadoFormReader *reader;
  MadoProposeFunc       add;
  gpointer              data;
  char                 *prefix;
} Address;

static const char *
address_text (const Address *a,
              guint          part)
{
  g_autofree char *path = part_path (a->pack, a->prefix, part, NULL, NULL);

  return path != NULL ? mado_form_reader_text (a->reader, path) : "";
}

static void
propose_part (const Address *a,
              guint          part,
              const char    *text)
{
  g_autofree char *path = part_path (a->pack, a->prefix, part, NULL, NULL);
  g_autoptr (GVariant) value = NULL;

  if (path == NULL || *text == 0)
    return;
  value = mado_value_text (text);
  a->add (path, value, a->data);
}

/* Only what is empty: a town that a person chose is not questioned by a code
 * that covers several. */
static void
propose_address (const Address *a)
{
  const char *code = address_text (a, 0);
  g_autoptr (GPtrArray) towns = NULL;
  const char *found;

  if (*code == 0)
    {
      found = mado_postal_code_of (a->pack, address_text (a, 2), address_text (a, 3));
      if (found != NULL)
        propose_part (a, 0, found);
      return;
    }
  towns = mado_pack_find_towns (a->pack, code);
  if (strlen (code) != 7 || towns->len != 1)
    return;
  for (guint i = 1; i < G_N_ELEMENTS (parts); i++)
    if (*address_text (a, i) == 0)
      propose_part (a, i, part_of (g_ptr_array_index (towns, 0), i));
}

static void
mado_postal_provider_propose (MadoProvider         *provider,
                              const MadoFormReader *reader,
                              MadoProposeFunc       add,
                              gpointer              data)
{
  MadoPostalProvider *self = MADO_POSTAL_PROVIDER (provider);
  guint n;
  const MadoField *const *fields = mado_pack_list_fields (self->pack, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *prefix = NULL;
      Address a = { self->pack, reader, add, data, NULL };

      if (fields[i]->type != MADO_FIELD_POSTAL_CODE || fields[i]->scope != MADO_SCOPE_CASE ||
          !g_str_has_suffix (fields[i]->id, parts[0]))
        continue;
      prefix = g_strndup (fields[i]->id, strlen (fields[i]->id) - strlen (parts[0]));
      a.prefix = prefix;
      propose_address (&a);
    }
}

static void
provider_init (MadoProviderInterface *iface)
{
  iface->get_id = mado_postal_provider_get_id;
  iface->get_source = mado_postal_provider_get_source;
  iface->propose = mado_postal_provider_propose;
}

static void
mado_postal_provider_finalize (GObject *object)
{
  MadoPostalProvider *self = MADO_POSTAL_PROVIDER (object);

  mado_pack_unref (self->pack);
  G_OBJECT_CLASS (mado_postal_provider_parent_class)->finalize (object);
}

static void
mado_postal_provider_class_init (MadoPostalProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_postal_provider_finalize;
}

static void
mado_postal_provider_init (MadoPostalProvider *self)
{
}

MadoPostalProvider *
mado_postal_provider_new (MadoPack *pack)
{
  MadoPostalProvider *self = g_object_new (MADO_TYPE_POSTAL_PROVIDER, NULL);

  self->pack = mado_pack_ref (pack);
  return self;
}
