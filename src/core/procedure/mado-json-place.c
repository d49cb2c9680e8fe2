/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <string.h>

/*
 * json-glib keeps no positions. When a fault is found (and only then) the text
 * is walked again to the value in question. The text is known to be valid JSON
 * (json-glib has read it), so the walk only has to skip correctly.
 */
typedef struct
{
  const char *at;
  guint       line;
} Walk;

static void
skip_space (Walk *w)
{
  while (*w->at != '\0' && strchr (" \t\r\n", *w->at) != NULL)
    if (*w->at++ == '\n')
      w->line++;
}

static char *
take_string (Walk *w)
{
  GString *text = g_string_new (NULL);

  for (w->at++; *w->at != '\0' && *w->at != '"'; w->at++)
    {
      if (*w->at == '\\' && w->at[1] != '\0')
        w->at++;
      g_string_append_c (text, *w->at);
    }
  if (*w->at == '"')
    w->at++;
  return g_string_free (text, FALSE);
}

static void walk_value (Walk *w, const char *path, guint *found, MadoJsonTwiceFunc func, gpointer user_data);

/* The rest of @path behind its first part if that part is @name, else NULL. */
static const char *
step_into (const char *path, const char *name)
{
  gsize length = strlen (name);

  if (path == NULL || path[0] != '/' || strncmp (path + 1, name, length) != 0)
    return NULL;
  return path[1 + length] == '/' || path[1 + length] == '\0' ? path + 1 + length : NULL;
}

static void
walk_object (Walk *w, const char *path, guint *found, MadoJsonTwiceFunc func, gpointer user_data)
{
  g_autoptr(GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  w->at++;
  for (skip_space (w); *w->at == '"'; skip_space (w))
    {
      guint line = w->line;
      char *key = take_string (w);
      const char *rest = step_into (path, key);

      if (rest != NULL && *rest == '\0' && *found == 0)
        *found = line;
      if (func != NULL && g_hash_table_contains (keys, key))
        func (key, line, user_data);
      g_hash_table_add (keys, key);
      skip_space (w);
      if (*w->at == ':')
        w->at++;
      walk_value (w, rest, found, func, user_data);
      skip_space (w);
      if (*w->at == ',')
        w->at++;
    }
  if (*w->at == '}')
    w->at++;
}

static void
walk_array (Walk *w, const char *path, guint *found, MadoJsonTwiceFunc func, gpointer user_data)
{
  guint i = 0;

  w->at++;
  for (skip_space (w); *w->at != ']' && *w->at != '\0'; skip_space (w))
    {
      g_autofree char *name = g_strdup_printf ("%u", i++);
      const char *rest = step_into (path, name);

      if (rest != NULL && *rest == '\0' && *found == 0)
        *found = w->line;
      walk_value (w, rest, found, func, user_data);
      skip_space (w);
      if (*w->at == ',')
        w->at++;
    }
  if (*w->at == ']')
    w->at++;
}

static void
walk_value (Walk *w, const char *path, guint *found, MadoJsonTwiceFunc func, gpointer user_data)
{
  skip_space (w);
  if (*w->at == '{')
    walk_object (w, path, found, func, user_data);
  else if (*w->at == '[')
    walk_array (w, path, found, func, user_data);
  else if (*w->at == '"')
    g_free (take_string (w));
  else
    while (*w->at != '\0' && strchr (",]} \t\r\n", *w->at) == NULL)
      w->at++;
}

guint
mado_json_line (const char *text, const char *path)
{
  Walk w = { text, 1 };
  guint found = 0;

  skip_space (&w);
  if (*path == '\0')
    return w.line;
  walk_value (&w, path, &found, NULL, NULL);
  return found != 0 ? found : 1;
}

void
mado_json_find_twice (const char *text, MadoJsonTwiceFunc func, gpointer user_data)
{
  Walk w = { text, 1 };
  guint found = 1;

  walk_value (&w, NULL, &found, func, user_data);
}
