/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-kana.h"
#include "core/form/mado-carry-provider.h"
#include "core/form/mado-field-value.h"

#include <string.h>

struct _MadoCarryProvider
{
  GObject      parent_instance;

  MadoPack    *pack;
  MadoFormSet *set;
};

static void provider_init (MadoProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCarryProvider, mado_carry_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PROVIDER, provider_init))

static const char *
mado_carry_provider_get_id (MadoProvider *provider)
{
  return "carry";
}

static MadoSource
mado_carry_provider_get_source (MadoProvider *provider)
{
  return MADO_SOURCE_PROGRAM;
}

/* --- what is certain ------------------------------------------------------------------ */

static GVariant *
copy_of (const MadoFormReader *reader,
         const char           *path)
{
  GVariant *value = reader->get (path, reader->user_data);

  return value != NULL ? g_variant_ref (value) : NULL;
}

static GVariant *
name_of (const MadoFormReader *reader,
         const char           *eid)
{
  g_autofree char *family = g_strconcat ("person/", eid, "/family_name", NULL);
  g_autofree char *given = g_strconcat ("person/", eid, "/given_name", NULL);
  g_autofree char *name = mado_kana_join_name (mado_form_reader_text (reader, family),
                                               mado_form_reader_text (reader, given));

  return *name != 0 ? mado_value_text (name) : NULL;
}

/* The line that role/head names, else the only one whose relation says so. */
static const char *
head_of (const MadoFormReader *reader)
{
  const char *recorded = mado_form_reader_text (reader, "role/head");
  const char *const *eids = reader->list_persons (reader->user_data);
  const char *head = NULL;

  for (guint i = 0; eids != NULL && eids[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("person/", eids[i], "/relation_to_head", NULL);

      if (strcmp (eids[i], recorded) == 0)
        return eids[i];
      if (strcmp (mado_form_reader_text (reader, path), "head") != 0)
        continue;
      if (head != NULL)
        return NULL;
      head = eids[i];
    }
  return head;
}

/* Whoever gives notice of a move that is still planned (転出) lives at the old
 * address today; everybody else who names a new one, there. */
static const char *
present_address (const MadoFormReader *reader)
{
  gboolean planned = reader->get ("field/planned_move_date", reader->user_data) != NULL &&
                     reader->get ("field/move_date", reader->user_data) == NULL;

  return planned ? "field/old." : "field/new.";
}

/* --- a visitor who comes for himself ------------------------------------------------------ */

static gboolean
enters_no_household (MadoCarryProvider    *self,
                     const MadoFormReader *reader)
{
  const char *id = mado_form_reader_text (reader, "event");
  const MadoEvent *event = *id != 0 ? mado_pack_get_event (self->pack, id) : NULL;

  return event != NULL && !event->household;
}

/* The one person concerned, if that is the visitor. */
static const char *
own_person (const MadoFormReader *reader)
{
  const char *const *eids = reader->list_persons (reader->user_data);

  return strcmp (mado_form_reader_text (reader, "visitor/visitor_role"), "self") == 0 && eids != NULL &&
                 eids[0] != NULL && eids[1] == NULL
             ? eids[0] : NULL;
}

/* Not a copy: the program never copies its own copies back. */
static gboolean
is_original (const MadoFormReader *reader,
             const char           *path)
{
  return reader->get (path, reader->user_data) != NULL &&
         (reader->source == NULL || reader->source (path, reader->user_data) != MADO_SOURCE_PROGRAM);
}

static GVariant *
visitor_name_for (const MadoFormReader *reader)
{
  const char *eid = own_person (reader);
  g_autofree char *family = eid ? g_strconcat ("person/", eid, "/family_name", NULL) : NULL;
  g_autofree char *given = eid ? g_strconcat ("person/", eid, "/given_name", NULL) : NULL;

  if (eid == NULL || !is_original (reader, family) || !is_original (reader, given))
    return NULL;
  return name_of (reader, eid);
}

/* One half of "𠮷田　健一". */
static GVariant *
half_of_visitor_name (const MadoFormReader *reader,
                      gboolean              given)
{
  g_autofree char *family_name = NULL;
  g_autofree char *given_name = NULL;

  if (!is_original (reader, "visitor/visitor_name") ||
      !mado_kana_split_name (mado_form_reader_text (reader, "visitor/visitor_name"), &family_name, &given_name))
    return NULL;
  return mado_value_text (given ? given_name : family_name);
}

/* Names that are written once for visitor and person concerned. */
static gboolean
is_own_name (MadoCarryProvider    *self,
             const MadoFormReader *reader,
             const MadoFormField  *item)
{
  return enters_no_household (self, reader) &&
         (strcmp (item->path, "visitor/visitor_name") == 0 || strcmp (item->field->id, "family_name") == 0 ||
          strcmp (item->field->id, "given_name") == 0);
}

static GVariant *
own_name_for (const MadoFormReader *reader,
              const MadoFormField  *item)
{
  if (item->eid == NULL)
    return visitor_name_for (reader);
  if (g_strcmp0 (own_person (reader), item->eid) != 0)
    return NULL;
  return half_of_visitor_name (reader, strcmp (item->field->id, "given_name") == 0);
}

/* --- what an empty field starts with --------------------------------------------------------- */

static GVariant *
initial_for (const MadoFormField *item)
{
  for (guint i = 0; i < item->procedures->len; i++)
    {
      const MadoProcedureField *asked = mado_procedure_find_field (item->procedures->pdata[i], item->field->id);

      if (asked != NULL && asked->initial != NULL)
        return mado_field_from_canonical (item->field, asked->initial);
    }
  return NULL;
}

static GVariant *
certain_for (const MadoFormReader *reader,
             const MadoFormField  *item)
{
  const char *id = item->field->id;
  const char *eid;

  if (g_str_has_prefix (item->path, "field/addr."))
    {
      g_autofree char *path = g_strconcat (present_address (reader), id + strlen ("addr."), NULL);

      return copy_of (reader, path);
    }
  if (strcmp (item->path, "field/head_name") == 0)
    {
      eid = head_of (reader);
      return eid != NULL ? name_of (reader, eid) : NULL;
    }
  if (strcmp (item->path, "field/head_birth_date") == 0 && (eid = head_of (reader)) != NULL)
    {
      g_autofree char *path = g_strconcat ("person/", eid, "/birth_date", NULL);

      return copy_of (reader, path);
    }
  if (strcmp (item->path, "visitor/visitor_name") == 0)
    {
      eid = mado_form_reader_text (reader, "role/visitor");
      return *eid != 0 ? name_of (reader, eid) : NULL;
    }
  return NULL;
}

/* May the program write here? Never over what a person or a paper said. */
static gboolean
is_free (const MadoFormReader *reader,
         const char           *path)
{
  if (reader->get (path, reader->user_data) == NULL)
    return TRUE;
  return reader->source != NULL && reader->source (path, reader->user_data) == MADO_SOURCE_PROGRAM;
}

GPtrArray *
mado_carry_provider_list_certain (MadoCarryProvider    *self,
                                  const MadoFormReader *reader)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  GPtrArray *items = mado_form_set_get_items (self->set);

  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);
      g_autoptr (GVariant) value = certain_for (reader, item);
      GVariant *old = reader->get (item->path, reader->user_data);

      if (value == NULL && is_own_name (self, reader, item))
        {
          value = own_name_for (reader, item);
          if (value == NULL && old != NULL)
            value = g_variant_ref_sink (mado_value_none ());
        }
      if (value == NULL && old == NULL && !item->uncertain)
        value = initial_for (item);
      if (value == NULL || !is_free (reader, item->path) ||
          (old != NULL && mado_value_equal (old, value)))
        continue;
      g_ptr_array_add (changes, mado_change_new (item->path, value, MADO_SOURCE_PROGRAM, TRUE));
    }
  return changes;
}

/* --- what waits for Enter ---------------------------------------------------------------- */

static void
mado_carry_provider_propose (MadoProvider         *provider,
                             const MadoFormReader *reader,
                             MadoProposeFunc       add,
                             gpointer              data)
{
  MadoCarryProvider *self = MADO_CARRY_PROVIDER (provider);
  GPtrArray *items = mado_form_set_get_items (self->set);

  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);
      g_autoptr (GVariant) value = NULL;

      if (reader->get (item->path, reader->user_data) != NULL)
        continue;
      value = certain_for (reader, item);
      if (value == NULL && item->propose != NULL)
        value = copy_of (reader, item->propose);
      if (value != NULL)
        add (item->path, value, data);
    }
}

static void
provider_init (MadoProviderInterface *iface)
{
  iface->get_id = mado_carry_provider_get_id;
  iface->get_source = mado_carry_provider_get_source;
  iface->propose = mado_carry_provider_propose;
}

static void
mado_carry_provider_finalize (GObject *object)
{
  MadoCarryProvider *self = MADO_CARRY_PROVIDER (object);

  g_object_unref (self->set);
  mado_pack_unref (self->pack);
  G_OBJECT_CLASS (mado_carry_provider_parent_class)->finalize (object);
}

static void
mado_carry_provider_class_init (MadoCarryProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_carry_provider_finalize;
}

static void
mado_carry_provider_init (MadoCarryProvider *self)
{
}

MadoCarryProvider *
mado_carry_provider_new (MadoPack    *pack,
                         MadoFormSet *set)
{
  MadoCarryProvider *self = g_object_new (MADO_TYPE_CARRY_PROVIDER, NULL);

  self->pack = mado_pack_ref (pack);
  self->set = g_object_ref (set);
  return self;
}
