/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem() */
#include "config.h"

#include "core/store/mado-search-arena.h"

#include "core/base/mado-text.h"

#include <string.h>

/* Replaced texts stay where they are, as holes, until they are half of all. */
#define COMPACT_FROM (64 * 1024)

typedef struct
{
  gsize    offset;
  gint64   record;
  gint64   changed;
  gboolean live;
} Entry;

G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (gint64)); /* row numbers are keys without an allocation each */

struct _MadoSearchArena
{
  GString    *text;
  GArray     *entries; /* Entry, by offset */
  GHashTable *index;   /* record's row number itself -> index of its live entry + 1 */
  gsize       waste;
};

MadoSearchArena *
mado_search_arena_new (void)
{
  MadoSearchArena *self = g_new0 (MadoSearchArena, 1);

  self->text = g_string_sized_new (1 << 20);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->index = g_hash_table_new (NULL, NULL);
  return self;
}

void
mado_search_arena_free (MadoSearchArena *self)
{
  if (self == NULL)
    return;
  memset (self->text->str, 0, self->text->allocated_len);
  g_string_free (self->text, TRUE);
  g_array_unref (self->entries);
  g_hash_table_unref (self->index);
  g_free (self);
}

static Entry *
entry_at (MadoSearchArena *self,
          guint            at)
{
  return &g_array_index (self->entries, Entry, at);
}

static const char *
entry_text (MadoSearchArena *self,
            const Entry     *entry)
{
  return self->text->str + entry->offset;
}

static void
append_entry (MadoSearchArena *self,
              gint64           record,
              gint64           changed,
              const char      *text)
{
  Entry entry = { self->text->len, record, changed, TRUE };

  g_string_append_len (self->text, text, (gssize) strlen (text) + 1);
  g_array_append_val (self->entries, entry);
  g_hash_table_replace (self->index, GSIZE_TO_POINTER ((gsize) record), GUINT_TO_POINTER (self->entries->len));
}

static void
compact (MadoSearchArena *self)
{
  GString *old_text = self->text;
  GArray *old_entries = self->entries;

  self->text = g_string_sized_new (old_text->len);
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), old_entries->len);
  g_hash_table_remove_all (self->index);
  self->waste = 0;
  for (guint i = 0; i < old_entries->len; i++)
    {
      const Entry *entry = &g_array_index (old_entries, Entry, i);

      if (entry->live)
        append_entry (self, entry->record, entry->changed, old_text->str + entry->offset);
    }
  memset (old_text->str, 0, old_text->allocated_len);
  g_string_free (old_text, TRUE);
  g_array_unref (old_entries);
}

static void
bury (MadoSearchArena *self,
      Entry           *entry)
{
  gsize length = strlen (entry_text (self, entry));

  /* What was erased must not be found in memory either. */
  memset (self->text->str + entry->offset, 0, length);
  entry->live = FALSE;
  self->waste += length + 1;
}

void
mado_search_arena_put (MadoSearchArena *self,
                       gint64           record,
                       gint64           changed,
                       const char      *text)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, GSIZE_TO_POINTER ((gsize) record)));
  Entry *entry = known > 0 ? entry_at (self, known - 1) : NULL;

  if (entry != NULL && text != NULL && strcmp (entry_text (self, entry), text) == 0)
    {
      entry->changed = changed;
      return;
    }
  if (entry != NULL)
    {
      bury (self, entry);
      g_hash_table_remove (self->index, GSIZE_TO_POINTER ((gsize) record));
    }
  if (text != NULL)
    append_entry (self, record, changed, text);
  if (self->waste > COMPACT_FROM && self->waste > self->text->len / 2)
    compact (self);
}

guint
mado_search_arena_get_n_records (MadoSearchArena *self)
{
  return g_hash_table_size (self->index);
}

/* The entry that the byte at @offset belongs to; they lie in order. */
static guint
find_entry (MadoSearchArena *self,
            guint            from,
            gsize            offset)
{
  guint low = from;
  guint high = self->entries->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (entry_at (self, middle)->offset <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  if (x->changed != y->changed)
    return x->changed < y->changed ? 1 : -1;
  return x->record < y->record ? 1 : x->record > y->record ? -1 : 0;
}

/* The newest so far, in order, at most @limit of them. */
typedef struct
{
  GArray *entries;
  guint   limit; /* 0: all, unsorted */
} Found;

static void
add_found (Found       *found,
           const Entry *entry)
{
  guint at = found->entries->len;

  if (found->limit == 0)
    {
      g_array_append_vals (found->entries, entry, 1);
      return;
    }
  while (at > 0 && compare_newest_first (entry, &g_array_index (found->entries, Entry, at - 1)) < 0)
    at--;
  if (at >= found->limit)
    return;
  if (found->entries->len == found->limit)
    g_array_set_size (found->entries, found->limit - 1);
  g_array_insert_vals (found->entries, at, entry, 1);
}

static void
collect_matches (MadoSearchArena *self,
                 const char      *key,
                 Found           *found)
{
  gsize key_length = strlen (key);
  gsize at = 0;
  guint index = 0;
  const char *hit;

  while (at < self->text->len &&
         (hit = memmem (self->text->str + at, self->text->len - at, key, key_length)) != NULL)
    {
      index = find_entry (self, index, (gsize) (hit - self->text->str));
      if (entry_at (self, index)->live)
        add_found (found, entry_at (self, index));
      if (++index == self->entries->len)
        break;
      at = entry_at (self, index)->offset;
    }
}

static void
collect_all (MadoSearchArena *self,
             Found           *found)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (entry_at (self, i)->live)
      add_found (found, entry_at (self, i));
}

/* Beyond this, sorting once is cheaper than keeping order all the time. */
#define KEEP_ORDER_TO 256

GArray *
mado_search_arena_find (MadoSearchArena *self,
                        const char      *key,
                        guint            limit)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  Found found = { entries, limit <= KEEP_ORDER_TO ? limit : 0 };
  GArray *records;
  guint n;

  if (*key == '\0')
    collect_all (self, &found);
  else
    collect_matches (self, key, &found);
  if (found.limit == 0)
    g_array_sort (entries, compare_newest_first);
  n = limit > 0 ? MIN (limit, entries->len) : entries->len;
  records = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  for (guint i = 0; i < n; i++)
    g_array_append_val (records, g_array_index (entries, Entry, i).record);
  return records;
}

char *
mado_search_arena_fold (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *folded = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (folded, '\n');
      mado_text_append_search_key (folded, lines[i]);
    }
  return g_string_free (folded, FALSE);
}
