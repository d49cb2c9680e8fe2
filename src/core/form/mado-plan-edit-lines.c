/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-edit.h"

#include "core/form/mado-plan-text.h"
#include "core/model/mado-value.h"

#include <string.h>

/* What a person does with lines, as values at paths. */

typedef struct
{
  MadoInitiative *row;
  GPtrArray      *lines;
  gint            at; /* -1: not there */
} Place;

static void
place_find (Place        *place,
            MadoPlanEdit *self,
            MadoPlanText  text,
            const char   *lid /* nullable */)
{
  place->row = mado_plan_edit_read_row (self);
  place->lines = text == MADO_PLAN_SUMMARY ? place->row->summary : place->row->status;
  place->at = -1;
  for (guint i = 0; lid != NULL && i < place->lines->len; i++)
    if (strcmp (((MadoPlanLine *) place->lines->pdata[i])->id, lid) == 0)
      place->at = (gint) i;
}

static void
place_clear (Place *place)
{
  g_clear_pointer (&place->row, mado_initiative_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static MadoPlanLine *
line_at (const Place *place,
         gint         i)
{
  return i >= 0 && i < (gint) place->lines->len ? place->lines->pdata[i] : NULL;
}

static void
set_leaf (MadoPlanEdit *self,
          const char   *section,
          MadoPlanText  text,
          const char   *lid,
          const char   *leaf,
          GVariant     *value /* full */)
{
  g_autofree char *path = mado_plan_path_line (text, lid, leaf);
  g_autoptr (GVariant) taken = value;

  mado_plan_edit_set (self, section, path, taken);
}

/* --- sections ------------------------------------------------------------------- */

static const char *
section_before (const Place *place,
                gint         until)
{
  for (gint i = until; i >= 0; i--)
    {
      const MadoPlanLine *line = place->lines->pdata[i];

      if (line->kind == MADO_PLAN_LINE_DEPARTMENT)
        return line->departments != NULL && g_strv_length (line->departments) == 1 ? line->departments[0]
                                                                                  : MADO_PLAN_SECTION_SHARED;
    }
  return MADO_PLAN_SECTION_SHARED;
}

const char *
mado_plan_edit_section_at (MadoPlanEdit *self,
                           MadoPlanText  text,
                           const char   *after)
{
  g_auto (Place) place = { 0 };

  place_find (&place, self, text, after);
  return g_intern_string (section_before (&place, place.at));
}

/* --- one line -------------------------------------------------------------------- */

void
mado_plan_edit_set_line_text (MadoPlanEdit *self,
                              MadoPlanText  text,
                              const char   *lid,
                              const char   *to)
{
  g_autofree char *section = g_strdup (mado_plan_edit_section_at (self, text, lid));

  set_leaf (self, section, text, lid, "text", mado_value_text (to));
}

void
mado_plan_edit_set_line_shape (MadoPlanEdit     *self,
                               MadoPlanText      text,
                               const char       *lid,
                               guint             level,
                               MadoPlanLineKind  kind,
                               const char       *marker)
{
  g_autoptr (MadoPlanLine) shape = mado_plan_line_new (level, kind, marker, "");
  g_autofree char *section = g_strdup (mado_plan_edit_section_at (self, text, lid));

  set_leaf (self, section, text, lid, "shape", mado_plan_shape_to_value (shape));
}

/* Kinds that have a level of their own keep it. */
gboolean
mado_plan_edit_indent (MadoPlanEdit *self,
                       MadoPlanText  text,
                       const char   *lid,
                       int           by)
{
  g_auto (Place) place = { 0 };
  const MadoPlanLine *line;
  MadoPlanLineKind kind;
  int level;

  place_find (&place, self, text, lid);
  line = line_at (&place, place.at);
  if (line == NULL || line->kind == MADO_PLAN_LINE_DEPARTMENT || line->kind == MADO_PLAN_LINE_HEADING ||
      line->kind == MADO_PLAN_LINE_REPOST)
    return FALSE;
  level = (int) line->level + by;
  if (level < 1 || level > MADO_PLAN_MAX_LEVEL)
    return FALSE;
  kind = line->kind;
  if (kind == MADO_PLAN_LINE_ITEM && level > 1)
    kind = MADO_PLAN_LINE_SUBITEM;
  else if (kind == MADO_PLAN_LINE_SUBITEM && level == 1 && text == MADO_PLAN_STATUS)
    kind = MADO_PLAN_LINE_ITEM;
  mado_plan_edit_set_line_shape (self, text, lid, (guint) level, kind,
                                 kind == line->kind ? line->marker : mado_plan_line_default_marker (kind));
  return TRUE;
}

/* Between its new neighbours; a line of another section there is passed by
 * order alone, its own values stay untouched. */
gboolean
mado_plan_edit_move (MadoPlanEdit *self,
                     MadoPlanText  text,
                     const char   *lid,
                     int           by)
{
  g_auto (Place) place = { 0 };
  const MadoPlanLine *line;
  const MadoPlanLine *over;
  const MadoPlanLine *beyond;
  g_autofree char *key = NULL;

  g_return_val_if_fail (by == 1 || by == -1, FALSE);
  place_find (&place, self, text, lid);
  line = line_at (&place, place.at);
  over = line_at (&place, place.at + by);
  if (line == NULL || over == NULL || strcmp (line->section, over->section) != 0 || over->kind == MADO_PLAN_LINE_DEPARTMENT)
    return FALSE;
  beyond = line_at (&place, place.at + 2 * by);
  key = by > 0 ? mado_plan_order_between (over->order, beyond != NULL ? beyond->order : NULL)
               : mado_plan_order_between (beyond != NULL ? beyond->order : NULL, over->order);
  set_leaf (self, line->section, text, lid, "order", mado_value_text (key));
  return TRUE;
}

static char *
add_line (MadoPlanEdit       *self,
          MadoPlanText        text,
          const Place        *place,
          gint                after,
          const MadoPlanLine *like,
          MadoRandom         *random)
{
  const MadoPlanLine *before = line_at (place, after);
  const MadoPlanLine *next = line_at (place, after + 1);
  g_autofree char *key = mado_plan_order_between (before != NULL ? before->order : NULL, next != NULL ? next->order : NULL);
  const char *section = section_before (place, after);
  char *lid = mado_plan_new_line (random);

  set_leaf (self, section, text, lid, "text", mado_value_text (like->text));
  set_leaf (self, section, text, lid, "shape", mado_plan_shape_to_value (like));
  set_leaf (self, section, text, lid, "order", mado_value_text (key));
  if (like->departments != NULL)
    set_leaf (self, section, text, lid, "departments", mado_value_texts ((const char *const *) like->departments));
  return lid;
}

char *
mado_plan_edit_insert (MadoPlanEdit       *self,
                       MadoPlanText        text,
                       const char         *after,
                       const MadoPlanLine *like,
                       MadoRandom         *random)
{
  g_auto (Place) place = { 0 };

  place_find (&place, self, text, after);
  return add_line (self, text, &place, place.at, like, random);
}

char *
mado_plan_edit_split (MadoPlanEdit *self,
                      MadoPlanText  text,
                      const char   *lid,
                      gsize         offset,
                      MadoRandom   *random)
{
  g_auto (Place) place = { 0 };
  MadoPlanLine *line;
  g_autoptr (MadoPlanLine) rest = NULL;
  g_autofree char *head = NULL;

  place_find (&place, self, text, lid);
  line = line_at (&place, place.at);
  if (line == NULL || offset > strlen (line->text))
    return NULL;
  rest = mado_plan_line_new (line->level, line->kind, line->marker, line->text + offset);
  head = g_strndup (line->text, offset);
  mado_plan_edit_set_line_text (self, text, lid, head);
  return add_line (self, text, &place, place.at, rest, random);
}

void
mado_plan_edit_remove_line (MadoPlanEdit *self,
                            MadoPlanText  text,
                            const char   *lid)
{
  static const char *const leaves[] = { "text", "shape", "order", "departments", "extra", NULL };
  g_autofree char *prefix = mado_plan_path_line (text, lid, "text");
  g_autofree char *section = g_strdup (mado_plan_edit_section_at (self, text, lid));
  gboolean saved = mado_record_lookup (mado_plan_edit_get_record (self), prefix) != NULL;

  /* What was entered for it goes with it; a line that was never saved is gone. */
  for (guint i = 0; leaves[i] != NULL; i++)
    {
      g_autofree char *path = mado_plan_path_line (text, lid, leaves[i]);

      mado_plan_edit_unset (self, path);
    }
  if (saved)
    set_leaf (self, section, text, lid, "removed", mado_value_bool (TRUE));
}

gboolean
mado_plan_edit_join (MadoPlanEdit *self,
                     MadoPlanText  text,
                     const char   *lid)
{
  g_auto (Place) place = { 0 };
  const MadoPlanLine *line;
  const MadoPlanLine *before;
  g_autofree char *joined = NULL;

  place_find (&place, self, text, lid);
  line = line_at (&place, place.at);
  before = line_at (&place, place.at - 1);
  if (line == NULL || before == NULL || strcmp (line->section, before->section) != 0)
    return FALSE;
  joined = g_strconcat (before->text, line->text, NULL);
  mado_plan_edit_set_line_text (self, text, before->id, joined);
  mado_plan_edit_remove_line (self, text, lid);
  return TRUE;
}

guint
mado_plan_edit_paste (MadoPlanEdit *self,
                      MadoPlanText  text,
                      const char   *after,
                      const char   *block,
                      MadoRandom   *random)
{
  g_autoptr (GPtrArray) lines = mado_plan_lines_parse (block, text, NULL, NULL);
  g_autofree char *last = g_strdup (after);

  for (guint i = 0; i < lines->len; i++)
    {
      char *lid = mado_plan_edit_insert (self, text, last, lines->pdata[i], random);

      g_free (last);
      last = lid;
    }
  return lines->len;
}

/* --- figures ------------------------------------------------------------------------ */

static const MadoPlanFigure *
find_figure (const MadoPlanLine *line,
             const char         *fid)
{
  for (guint i = 0; fid != NULL && i < line->figures->len; i++)
    if (strcmp (((MadoPlanFigure *) line->figures->pdata[i])->id, fid) == 0)
      return line->figures->pdata[i];
  return NULL;
}

/* A new figure's id: the next number of its line. */
static char *
new_figure_id (const MadoPlanLine *line)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *id = g_strdup_printf ("f%u", i);

      if (find_figure (line, id) == NULL)
        return g_steal_pointer (&id);
    }
}

/* The words of the figure with the new value in the place of the old one. */
static char *
reprint (const char *printed,
         const char *value)
{
  for (const char *p = printed; *p != 0; p = g_utf8_next_char (p))
    {
      const char *end;
      g_autofree char *number = mado_plan_number_parse (p, &end);
      g_autofree char *old = NULL;
      g_autofree char *like = NULL;

      if (number == NULL)
        continue;
      old = g_strndup (p, (gsize) (end - p));
      like = mado_plan_number_like (value, old);
      return g_strdup_printf ("%.*s%s%s", (int) (p - printed), printed, like, end);
    }
  return NULL;
}

gboolean
mado_plan_edit_set_figure (MadoPlanEdit         *self,
                           MadoPlanText          text,
                           const char           *lid,
                           const char           *fid,
                           const MadoPlanFigure *figure)
{
  g_auto (Place) place = { 0 };
  const MadoPlanLine *line;
  const MadoPlanFigure *old;
  g_autoptr (MadoPlanFigure) made = mado_plan_figure_copy (figure);
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *section = NULL;
  g_autoptr (GVariant) value = NULL;

  place_find (&place, self, text, lid);
  line = line_at (&place, place.at);
  if (line == NULL)
    return FALSE;
  section = g_strdup (*line->section != 0 ? line->section : section_before (&place, place.at));
  old = find_figure (line, fid);
  if (old != NULL && strcmp (old->value, figure->value) != 0)
    {
      const char *at = strstr (line->text, old->printed);
      g_autofree char *printed = reprint (old->printed, figure->value);
      g_autofree char *to = NULL;

      if (at == NULL || printed == NULL)
        return FALSE;
      to = g_strdup_printf ("%.*s%s%s", (int) (at - line->text), line->text, printed, at + strlen (old->printed));
      mado_plan_edit_set_line_text (self, text, lid, to);
      g_free (made->printed);
      made->printed = g_steal_pointer (&printed);
    }
  else if (strstr (line->text, made->printed) == NULL)
    return FALSE;
  if (old == NULL) /* behind the row's others */
    {
      g_autoptr (GPtrArray) all = mado_initiative_list_figures (place.row);

      made->order = all->len > 0 ? ((MadoPlanFigure *) all->pdata[all->len - 1])->order + 1 : 0;
    }
  else
    made->order = old->order;
  id = old != NULL ? g_strdup (fid) : new_figure_id (line);
  path = mado_plan_path_figure (text, lid, id);
  value = mado_plan_figure_to_value (made);
  mado_plan_edit_set (self, section, path, value);
  return TRUE;
}
