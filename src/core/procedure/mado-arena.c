/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <string.h>

#define BLOCK (64 * 1024)

struct _MadoArena
{
  GPtrArray *blocks;
  char      *next;
  gsize      left;
};

MadoArena *
mado_arena_new (void)
{
  MadoArena *self = g_new0 (MadoArena, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
mado_arena_free (MadoArena *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

gpointer
mado_arena_alloc (MadoArena *self, gsize size)
{
  gpointer result;

  size = (size + 15) & ~(gsize) 15;
  if (size > BLOCK / 4)
    {
      result = g_malloc0 (size);
      g_ptr_array_add (self->blocks, result);
      return result;
    }
  if (size > self->left)
    {
      self->next = g_malloc0 (BLOCK);
      self->left = BLOCK;
      g_ptr_array_add (self->blocks, self->next);
    }
  result = self->next;
  self->next += size;
  self->left -= size;
  return result;
}

const char *
mado_arena_strdup (MadoArena *self, const char *text)
{
  gsize size = strlen (text) + 1;

  return memcpy (mado_arena_alloc (self, size), text, size);
}
