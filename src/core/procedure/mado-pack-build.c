/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

/* The reading of one pack: its files, the faults found, and (while checking)
 * where everything stands. */

#define MAX_FILE (4 * 1024 * 1024)

static void
source_free (gpointer data)
{
  MadoSource *self = data;

  g_free (self->name);
  g_free (self->text);
  g_clear_object (&self->parser);
  g_free (self);
}

static void
place_free (gpointer data)
{
  MadoPlace *self = data;

  g_free (self->path);
  g_free (self);
}

static void
fault_free (gpointer data)
{
  MadoPackFault *self = data;

  g_free (self->file);
  g_free (self->text);
  g_free (self);
}

static void
seen_expr_free (gpointer data)
{
  MadoSeenExpr *self = data;

  place_free (self->place);
  g_free (self);
}

MadoBuild *
mado_build_new (const char *dir, MadoArena *arena, gboolean checking)
{
  MadoBuild *self = g_new0 (MadoBuild, 1);

  self->dir = g_strdup (dir);
  self->arena = arena;
  self->checking = checking;
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->faults = g_ptr_array_new_with_free_func (fault_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  self->exprs = g_ptr_array_new_with_free_func (seen_expr_free);
  return self;
}

void
mado_build_free (MadoBuild *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->exprs);
  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->faults);
  g_free (self->dir);
  g_free (self);
}

gboolean
mado_build_failed (MadoBuild *self)
{
  return self->faults->len > 0 && !self->checking;
}

static void
add_fault (MadoBuild *self, const char *file, guint line, char *text)
{
  MadoPackFault *fault = g_new0 (MadoPackFault, 1);

  fault->file = g_strdup (file);
  fault->line = line;
  fault->text = text;
  g_ptr_array_add (self->faults, fault);
}

void
mado_build_fault (MadoBuild *self, const char *file, guint line, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  add_fault (self, file, line, g_strdup_vprintf (format, args));
  va_end (args);
}

void
mado_build_fault_place (MadoBuild *self, MadoPlace *place, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  add_fault (self, place->source->name, mado_json_line (place->source->text, place->path),
             g_strdup_vprintf (format, args));
  va_end (args);
}

void
mado_build_fault_at (MadoBuild *self, const char *key, const char *format, ...)
{
  MadoPlace *place = g_hash_table_lookup (self->places, key);
  va_list args;

  va_start (args, format);
  if (place != NULL)
    add_fault (self, place->source->name, mado_json_line (place->source->text, place->path),
               g_strdup_vprintf (format, args));
  else
    add_fault (self, "city.json", 0, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
twice_cb (const char *key, guint line, gpointer user_data)
{
  gpointer *pair = user_data;

  mado_build_fault (pair[0], pair[1], line, _("The key “%s” stands here a second time."), key);
}

/* json-glib says "<data>:12:5: Parse error ...": take the line from it. */
static guint
line_of_parse_error (const char *message)
{
  g_autoptr(GRegex) regex = g_regex_new (":([0-9]+):[0-9]+:", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (g_regex_match (regex, message, G_REGEX_MATCH_DEFAULT, &match))
    {
      g_autofree char *digits = g_match_info_fetch (match, 1);

      return (guint) g_ascii_strtoull (digits, NULL, 10);
    }
  return 1;
}

static gboolean
read_text (MadoBuild *self, const char *name, char **text, gsize *length)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autoptr(GError) error = NULL;

  if (!g_file_get_contents (path, text, length, &error))
    {
      if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        mado_build_fault (self, name, 0, _("This file is missing."));
      else
        mado_build_fault (self, name, 0, _("This file cannot be read: %s."), error->message);
      return FALSE;
    }
  if (*length > MAX_FILE)
    {
      mado_build_fault (self, name, 0, _("This file is too large for a city pack."));
      return FALSE;
    }
  if (!g_utf8_validate_len (*text, *length, NULL))
    {
      mado_build_fault (self, name, 0, _("This file is not UTF-8 text."));
      return FALSE;
    }
  return TRUE;
}

/* Takes over @text. */
static MadoSource *
parse (MadoBuild *self, const char *name, char *text, gsize length)
{
  g_autofree char *held = text;
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) error = NULL;
  MadoSource *source;

  if (!json_parser_load_from_data (parser, text, (gssize) length, &error))
    {
      mado_build_fault (self, name, line_of_parse_error (error->message),
                        _("This is not valid JSON: %s."), error->message);
      return NULL;
    }
  if (json_parser_get_root (parser) == NULL)
    {
      mado_build_fault (self, name, 1, _("This file is empty."));
      return NULL;
    }
  source = g_new0 (MadoSource, 1);
  source->name = g_strdup (name);
  source->text = g_steal_pointer (&held);
  source->parser = g_steal_pointer (&parser);
  g_ptr_array_add (self->sources, source);
  if (self->checking)
    mado_json_find_twice (source->text, twice_cb, (gpointer[]) { self, source->name });
  return source;
}

MadoSource *
mado_build_read (MadoBuild *self, const char *name)
{
  char *text = NULL;
  gsize length;

  if (read_text (self, name, &text, &length))
    return parse (self, name, text, length);
  g_free (text);
  return NULL;
}

MadoSource *
mado_build_read_text (MadoBuild *self, const char *name, const char *text)
{
  if (strlen (text) <= MAX_FILE && g_utf8_validate (text, -1, NULL))
    return parse (self, name, g_strdup (text), strlen (text));
  mado_build_fault (self, name, 0, _("This file is too large for a city pack."));
  return NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
mado_build_list (MadoBuild *self, const char *folder)
{
  g_autofree char *path = g_build_filename (self->dir, folder, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *shown = g_strconcat (folder, "/", NULL);

      mado_build_fault (self, shown, 0, _("This folder is missing."));
      return names;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strconcat (folder, "/", name, NULL));
  g_ptr_array_sort (names, compare_names);
  return names;
}

void
mado_pack_load_list (MadoPack *self, MadoBuild *build, const char *file, void (*load) (MadoPack *, MadoNode *))
{
  MadoSource *source = mado_build_read (build, file);
  MadoNode root;
  guint n;

  if (source == NULL)
    return;
  mado_node_root (&root, build, source);
  n = mado_node_length (&root);
  for (guint i = 0; i < n; i++)
    {
      MadoNode node;

      mado_node_element (&node, &root, i);
      load (self, &node);
    }
}
