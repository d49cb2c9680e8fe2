/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* city.json, desks.json, centres.json, holidays.json, towns.csv, municipalities.csv */

/* 団体コード: five digits weighted 6 5 4 3 2, check digit 11 minus the rest of
 * the sum by 11, its last digit (全国地方公共団体コード仕様). */
static gboolean
is_city_code (const char *code)
{
  int sum = 0, check;

  if (strlen (code) != 6 || strspn (code, "0123456789") != 6)
    return FALSE;
  for (int i = 0; i < 5; i++)
    sum += (code[i] - '0') * (6 - i);
  check = sum < 11 ? 11 - sum : 11 - sum % 11;
  return check % 10 == code[5] - '0';
}

static void
load_city (MadoPack *self, MadoBuild *build)
{
  MadoSource *source = mado_build_read (build, "city.json");
  MadoNode root, code;

  if (source == NULL)
    return;
  mado_node_root (&root, build, source);
  if (!mado_node_is_object (&root))
    return;
  self->city = mado_node_str (&root, "code", TRUE);
  if (*self->city != '\0' && !is_city_code (self->city) && mado_node_member (&code, &root, "code"))
    mado_node_fault (&code, _("“%s” is not a municipality code of 6 digits with a right check digit."), self->city);
  self->name = mado_node_text (&root, "name", TRUE);
  self->kana = mado_node_str (&root, "kana", TRUE);
  self->prefecture = mado_node_str (&root, "prefecture", TRUE);
  self->mayor = mado_node_text (&root, "mayor", TRUE);
  self->version = mado_node_str (&root, "version", TRUE);
  self->active_from = mado_node_date (&root, "active_from");
  self->max_questions = (guint) CLAMP (mado_node_int (&root, "max_questions", 8), 1, 99);
  self->languages = mado_node_strv (&root, "languages");
  mado_node_end (&root);
}

static void
load_desk (MadoPack *self, MadoNode *node)
{
  MadoDesk *desk = mado_arena_alloc (self->arena, sizeof *desk);
  MadoNode first;

  if (!mado_node_is_object (node))
    return;
  desk->index = self->desks.list->len;
  desk->id = mado_node_id (node, "id");
  desk->name = mado_node_text (node, "name", TRUE);
  desk->window = mado_node_str (node, "window", TRUE);
  desk->floor = (int) mado_node_int (node, "floor", 1);
  desk->floor_name = mado_node_text (node, "floor_name", TRUE);
  desk->phone = mado_node_str (node, "phone", FALSE);
  desk->opens = mado_node_str (node, "opens", TRUE);
  desk->closes = mado_node_str (node, "closes", TRUE);
  desk->first = mado_node_bool (node, "first", FALSE);
  mado_node_end (node);
  mado_table_add (&self->desks, node, "desk", desk->id, desk);
  if (!desk->first)
    return;
  mado_node_member (&first, node, "first");
  if (self->first_desk != NULL)
    mado_node_fault (&first, _("Only one desk can be the first: “%s” is it already."), self->first_desk->id);
  else
    self->first_desk = desk;
}

static void
load_centre (MadoPack *self, MadoNode *node)
{
  MadoCentre *centre = mado_arena_alloc (self->arena, sizeof *centre);

  if (!mado_node_is_object (node))
    return;
  centre->index = self->centres.list->len;
  centre->id = mado_node_id (node, "id");
  centre->name = mado_node_text (node, "name", TRUE);
  centre->address = mado_node_text (node, "address", FALSE);
  centre->phone = mado_node_str (node, "phone", FALSE);
  centre->opens = mado_node_str (node, "opens", TRUE);
  centre->closes = mado_node_str (node, "closes", TRUE);
  centre->remote = mado_node_bool (node, "remote", FALSE);
  mado_node_end (node);
  mado_table_add (&self->centres, node, "centre", centre->id, centre);
}

static void
load_holiday (MadoPack *self, MadoNode *node)
{
  const char *date;

  if (!mado_node_is_object (node))
    return;
  date = mado_node_date (node, "date");
  mado_node_text (node, "name", TRUE);
  mado_node_end (node);
  if (date != NULL)
    g_hash_table_add (self->holidays, (char *) date);
}

void
mado_load_places (MadoPack *self, MadoBuild *build)
{
  load_city (self, build);
  mado_pack_load_list (self, build, "desks.json", load_desk);
  if (self->first_desk == NULL && self->desks.list->len > 0)
    mado_build_fault (build, "desks.json", 1, _("No desk is marked as the first (\"first\": true)."));
  mado_pack_load_list (self, build, "centres.json", load_centre);
  mado_pack_load_list (self, build, "holidays.json", load_holiday);
}

/* --- towns ------------------------------------------------------------------------- */

#define TOWN_HEAD "id,postal_code,prefecture,municipality,town,kana,elementary,junior_high"
#define MUNICIPALITY_HEAD "prefecture,municipality,kana"

typedef void (*RowFunc) (MadoPack *self, MadoBuild *build, char **cells, guint line);

/* Plain lines of cells, no quotes: a town name has no comma. */
static void
load_rows (MadoPack *self, MadoBuild *build, const char *name, const char *head, RowFunc func)
{
  g_autofree char *path = g_build_filename (build->dir, name, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_auto(GStrv) heads = g_strsplit (head, ",", -1);
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    {
      mado_build_fault (build, name, 0, _("This file is missing."));
      return;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      mado_build_fault (build, name, 0, _("This file is not UTF-8 text."));
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  if (!g_str_equal (g_strchomp (lines[0]), head))
    {
      mado_build_fault (build, name, 1, _("The first line must be “%s”."), head);
      return;
    }
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto(GStrv) cells = NULL;

      if (*g_strchomp (lines[i]) == '\0')
        continue;
      cells = g_strsplit (lines[i], ",", -1);
      if (g_strv_length (cells) != g_strv_length (heads))
        mado_build_fault (build, name, i + 1, _("This line has %u cells; %u are expected."),
                          g_strv_length (cells), g_strv_length (heads));
      else
        func (self, build, cells, i + 1);
    }
}

static void
add_town (MadoPack *self, MadoBuild *build, char **cells, guint line)
{
  MadoTown *town = mado_arena_alloc (self->arena, sizeof *town);

  town->index = self->towns->len;
  town->id = mado_arena_strdup (self->arena, cells[0]);
  town->postal_code = mado_arena_strdup (self->arena, cells[1]);
  town->prefecture = mado_arena_strdup (self->arena, cells[2]);
  town->municipality = mado_arena_strdup (self->arena, cells[3]);
  town->town = mado_arena_strdup (self->arena, cells[4]);
  town->kana = mado_arena_strdup (self->arena, cells[5]);
  town->elementary = mado_arena_strdup (self->arena, cells[6]);
  town->junior_high = mado_arena_strdup (self->arena, cells[7]);
  if (strlen (town->postal_code) != 7 || strspn (town->postal_code, "0123456789") != 7)
    mado_build_fault (build, "towns.csv", line, _("“%s” is not a postal code of 7 digits."), town->postal_code);
  if (*town->id == '\0' || g_hash_table_contains (self->town_by_id, town->id))
    mado_build_fault (build, "towns.csv", line, _("The town id “%s” is empty or used a second time."), town->id);
  else
    g_hash_table_insert (self->town_by_id, (char *) town->id, town);
  g_ptr_array_add (self->towns, town);
}

static void
add_municipality (MadoPack *self, MadoBuild *build, char **cells, guint line)
{
  MadoTown *town = mado_arena_alloc (self->arena, sizeof *town);

  town->index = self->municipalities->len;
  town->id = town->postal_code = town->town = town->elementary = town->junior_high = "";
  town->prefecture = mado_arena_strdup (self->arena, cells[0]);
  town->municipality = mado_arena_strdup (self->arena, cells[1]);
  town->kana = mado_arena_strdup (self->arena, cells[2]);
  if (*town->prefecture == '\0')
    mado_build_fault (build, "municipalities.csv", line, _("The prefecture is missing."));
  g_ptr_array_add (self->municipalities, town);
}

void
mado_load_towns (MadoPack *self, MadoBuild *build)
{
  load_rows (self, build, "towns.csv", TOWN_HEAD, add_town);
  load_rows (self, build, "municipalities.csv", MUNICIPALITY_HEAD, add_municipality);
}

const MadoTown *
mado_pack_get_town (MadoPack *self, const char *town_id)
{
  return town_id != NULL ? g_hash_table_lookup (self->town_by_id, town_id) : NULL;
}

GPtrArray *
mado_pack_find_towns (MadoPack *self, const char *start)
{
  GPtrArray *found = g_ptr_array_new ();
  gboolean digits = *start != '\0' && strspn (start, "0123456789") == strlen (start);

  for (guint i = 0; *start != '\0' && i < self->towns->len; i++)
    {
      MadoTown *town = g_ptr_array_index (self->towns, i);

      if (digits ? g_str_has_prefix (town->postal_code, start)
                 : g_str_has_prefix (town->kana, start) || g_str_has_prefix (town->town, start))
        g_ptr_array_add (found, town);
    }
  return found;
}

GPtrArray *
mado_pack_find_municipalities (MadoPack *self, const char *start)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; *start != '\0' && i < self->municipalities->len; i++)
    {
      MadoTown *town = g_ptr_array_index (self->municipalities, i);

      if (g_str_has_prefix (town->kana, start) || g_str_has_prefix (town->municipality, start) ||
          g_str_has_prefix (town->prefecture, start))
        g_ptr_array_add (found, town);
    }
  return found;
}
