/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-table-item.h"

struct _MadoTableItem
{
  GObject     parent_instance;

  char      **texts;
  const char *css_class;
  MadoId      id;
  gboolean    has_id;
  gpointer    about;
};

G_DEFINE_FINAL_TYPE (MadoTableItem, mado_table_item, G_TYPE_OBJECT)

static void
mado_table_item_finalize (GObject *object)
{
  g_strfreev (MADO_TABLE_ITEM (object)->texts);

  G_OBJECT_CLASS (mado_table_item_parent_class)->finalize (object);
}

static void
mado_table_item_class_init (MadoTableItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_table_item_finalize;
}

static void
mado_table_item_init (MadoTableItem *self)
{
}

MadoTableItem *
mado_table_item_new (char        **texts,
                     const char   *css_class,
                     const MadoId *record,
                     gpointer      about)
{
  MadoTableItem *self = g_object_new (MADO_TYPE_TABLE_ITEM, NULL);

  self->texts = texts;
  self->css_class = css_class;
  self->has_id = record != NULL;
  if (record)
    self->id = *record;
  self->about = about;

  return self;
}

char **
mado_table_item_dup_texts (gpointer item,
                           gpointer unused)
{
  return g_strdupv (MADO_TABLE_ITEM (item)->texts);
}

const char *
mado_table_item_get_class (gpointer item,
                           gpointer unused)
{
  return MADO_TABLE_ITEM (item)->css_class;
}

const MadoId *
mado_table_item_get_id (MadoTableItem *self)
{
  return self->has_id ? &self->id : NULL;
}

gpointer
mado_table_item_get_about (MadoTableItem *self)
{
  return self->about;
}
