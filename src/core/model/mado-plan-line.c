/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-book.h"

#include <string.h>

/* Lines and figures of a plan's rows. */

static const char *const line_kinds[] = {
  "text", "department", "heading", "item", "subitem", "subheading", "note", "repost",
};
static const char *const figure_kinds[] = { "actual", "planned", "target", "fixed" };

static gboolean
find_name (const char *const *names,
           guint              n,
           const char        *text,
           guint             *found)
{
  for (guint i = 0; text != NULL && i < n; i++)
    if (strcmp (names[i], text) == 0)
      {
        *found = i;
        return TRUE;
      }
  return FALSE;
}

const char *
mado_plan_line_kind_to_string (MadoPlanLineKind kind)
{
  return line_kinds[(guint) kind < G_N_ELEMENTS (line_kinds) ? kind : MADO_PLAN_LINE_TEXT];
}

gboolean
mado_plan_line_kind_from_string (const char       *text,
                                 MadoPlanLineKind *kind)
{
  guint found;

  if (!find_name (line_kinds, G_N_ELEMENTS (line_kinds), text, &found))
    return FALSE;
  *kind = (MadoPlanLineKind) found;
  return TRUE;
}

const char *
mado_figure_kind_to_string (MadoFigureKind kind)
{
  return figure_kinds[(guint) kind < G_N_ELEMENTS (figure_kinds) ? kind : MADO_FIGURE_ACTUAL];
}

gboolean
mado_figure_kind_from_string (const char     *text,
                              MadoFigureKind *kind)
{
  guint found;

  if (!find_name (figure_kinds, G_N_ELEMENTS (figure_kinds), text, &found))
    return FALSE;
  *kind = (MadoFigureKind) found;
  return TRUE;
}

/* --- figures ------------------------------------------------------------------------ */

MadoPlanFigure *
mado_plan_figure_new (void)
{
  MadoPlanFigure *self = g_new0 (MadoPlanFigure, 1);
  char **members[] = { &self->id, &self->label, &self->value, &self->value_to, &self->unit, &self->as_of, &self->period,
                       &self->printed };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    *members[i] = g_strdup ("");
  return self;
}

MadoPlanFigure *
mado_plan_figure_copy (const MadoPlanFigure *self)
{
  MadoPlanFigure *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->label = g_strdup (self->label);
  copy->value = g_strdup (self->value);
  copy->value_to = g_strdup (self->value_to);
  copy->unit = g_strdup (self->unit);
  copy->as_of = g_strdup (self->as_of);
  copy->period = g_strdup (self->period);
  copy->printed = g_strdup (self->printed);
  copy->extra = g_strdup (self->extra);
  return copy;
}

void
mado_plan_figure_free (MadoPlanFigure *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->label);
  g_free (self->value);
  g_free (self->value_to);
  g_free (self->unit);
  g_free (self->as_of);
  g_free (self->period);
  g_free (self->printed);
  g_free (self->extra);
  g_free (self);
}

gboolean
mado_plan_figure_equal (const MadoPlanFigure *a,
                        const MadoPlanFigure *b)
{
  return strcmp (a->label, b->label) == 0 && strcmp (a->value, b->value) == 0 && strcmp (a->value_to, b->value_to) == 0 &&
         strcmp (a->unit, b->unit) == 0 && strcmp (a->as_of, b->as_of) == 0 && strcmp (a->period, b->period) == 0 &&
         a->kind == b->kind && strcmp (a->printed, b->printed) == 0 && a->approx == b->approx &&
         a->unit_inferred == b->unit_inferred && g_strcmp0 (a->extra, b->extra) == 0;
}

/* --- lines -------------------------------------------------------------------------- */

MadoPlanLine *
mado_plan_line_new (guint             level,
                    MadoPlanLineKind  kind,
                    const char       *marker,
                    const char       *text)
{
  MadoPlanLine *self = g_new0 (MadoPlanLine, 1);

  self->id = g_strdup ("");
  self->order = g_strdup ("");
  self->section = g_strdup ("");
  self->level = level;
  self->kind = kind;
  self->marker = g_strdup (marker);
  self->text = g_strdup (text);
  self->figures = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_figure_free);
  self->stamp.actor = g_strdup ("");
  return self;
}

MadoPlanLine *
mado_plan_line_copy (const MadoPlanLine *self)
{
  MadoPlanLine *copy = mado_plan_line_new (self->level, self->kind, self->marker, self->text);

  g_free (copy->id);
  g_free (copy->order);
  g_free (copy->section);
  g_free (copy->stamp.actor);
  copy->id = g_strdup (self->id);
  copy->order = g_strdup (self->order);
  copy->section = g_strdup (self->section);
  copy->departments = g_strdupv (self->departments);
  copy->stamp = (MadoPlanStamp) { g_strdup (self->stamp.actor), self->stamp.at };
  copy->extra = g_strdup (self->extra);
  for (guint i = 0; i < self->figures->len; i++)
    g_ptr_array_add (copy->figures, mado_plan_figure_copy (self->figures->pdata[i]));
  if (self->conflict != NULL)
    copy->conflict = g_ptr_array_copy (self->conflict, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
  if (copy->conflict != NULL)
    g_ptr_array_set_free_func (copy->conflict, g_free);
  return copy;
}

void
mado_plan_line_free (MadoPlanLine *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->order);
  g_free (self->section);
  g_free (self->marker);
  g_free (self->text);
  g_strfreev (self->departments);
  g_ptr_array_unref (self->figures);
  g_free (self->stamp.actor);
  g_clear_pointer (&self->conflict, g_ptr_array_unref);
  g_free (self->extra);
  g_free (self);
}

char *
mado_plan_line_dup_printed (const MadoPlanLine *self)
{
  return g_strconcat (self->marker != NULL ? self->marker : "", self->text, NULL);
}

GPtrArray *
mado_plan_lines_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_line_free);
}

GPtrArray *
mado_plan_lines_copy (GPtrArray *lines)
{
  GPtrArray *copy = mado_plan_lines_new ();

  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (copy, mado_plan_line_copy (lines->pdata[i]));
  return copy;
}

char *
mado_plan_lines_print (GPtrArray *lines,
                       gboolean   indent)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const MadoPlanLine *line = lines->pdata[i];

      if (i > 0)
        g_string_append_c (out, '\n');
      for (guint k = 1; indent && k < line->level; k++)
        g_string_append (out, "\u3000");
      if (line->marker != NULL)
        g_string_append (out, line->marker);
      g_string_append (out, line->text);
    }
  return g_string_free (out, FALSE);
}
