/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-paper.h"

static const char *const kind_ids[] = { "unknown", "move-out", "insurance", "insurance-ended", "licence", "residence" };

MadoPaper *
mado_paper_new (void)
{
  MadoPaper *self = g_new0 (MadoPaper, 1);

  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_paper_field_free);
  return self;
}

void
mado_paper_free (MadoPaper *self)
{
  g_ptr_array_unref (self->fields);
  g_free (self);
}

MadoPaperField *
mado_paper_field_new (const char *key,
                      int         person)
{
  MadoPaperField *self = g_new0 (MadoPaperField, 1);

  self->key = g_intern_string (key);
  self->person = person;
  return self;
}

void
mado_paper_field_free (MadoPaperField *self)
{
  g_free (self->printed);
  g_free (self->value);
  g_clear_pointer (&self->crop, g_bytes_unref);
  g_free (self);
}

const MadoPaperField *
mado_paper_find (MadoPaper  *self,
                 const char *key,
                 int         person)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const MadoPaperField *field = self->fields->pdata[i];

      if (field->person == person && g_str_equal (field->key, key))
        return field;
    }
  return NULL;
}

const char *
mado_paper_kind_id (MadoPaperKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_ids), NULL);

  return kind_ids[kind];
}

MadoPaperKind
mado_paper_kind_read (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_ids); i++)
    if (g_strcmp0 (id, kind_ids[i]) == 0)
      return (MadoPaperKind) i;

  return MADO_PAPER_UNKNOWN;
}
