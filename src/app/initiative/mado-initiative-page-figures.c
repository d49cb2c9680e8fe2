/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-page-private.h"

#include <glib/gi18n.h>

#include "core/base/mado-date.h"
#include "core/form/mado-plan-text.h"

/* Figures are recognised in the text as it stands; those that the record has
 * already know their label and as-of date better. */

typedef struct
{
  int from; /* letters of the paragraph */
  int to;
} Span;

static GPtrArray *
find_figures (const MadoInitiative *row,
              guint                 at)
{
  const MadoPlanLine *line = row->status->pdata[at];
  g_autoptr (GPtrArray) found = mado_plan_figures_find (row->status, at, row->year);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_figure_free);

  for (guint i = 0; i < line->figures->len; i++)
    g_ptr_array_add (all, mado_plan_figure_copy (line->figures->pdata[i]));
  for (guint i = 0; i < found->len; i++)
    {
      const MadoPlanFigure *figure = found->pdata[i];
      gboolean known = FALSE;

      for (guint k = 0; k < line->figures->len && !known; k++)
        known = strstr (((MadoPlanFigure *) line->figures->pdata[k])->printed, figure->printed) != NULL ||
                strstr (figure->printed, ((MadoPlanFigure *) line->figures->pdata[k])->printed) != NULL;
      if (!known)
        g_ptr_array_add (all, mado_plan_figure_copy (figure));
    }

  return all;
}

/* Where the number stands in the paragraph, its marker counted. */
static gboolean
find_span (const MadoPlanLine   *line,
           const MadoPlanFigure *figure,
           Span                 *span)
{
  g_autofree char *printed = mado_plan_line_dup_printed (line);
  const char *at = *figure->printed ? strstr (printed, figure->printed) : NULL;

  if (!at)
    return FALSE;
  for (const char *p = at; *p && p < at + strlen (figure->printed); p = g_utf8_next_char (p))
    {
      const char *end;
      g_autofree char *number = mado_plan_number_parse (p, &end);

      if (!number)
        continue;
      span->from = (int) g_utf8_pointer_to_offset (printed, p);
      span->to = (int) g_utf8_pointer_to_offset (printed, end);
      return TRUE;
    }

  return FALSE;
}

static int
cursor_offset (MadoInitiativePage *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->lines);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));

  return gtk_text_iter_get_line_offset (&iter);
}

/* Paragraphs without words are no lines: places differ from then on. */
static gboolean
find_line (MadoInitiativePage   *self,
           const MadoInitiative *row,
           guint                 paragraph,
           guint                *at)
{
  const char *lid = mado_lines_buffer_get_lid (self->lines, paragraph);

  for (guint i = 0; lid && i < row->status->len; i++)
    if (g_str_equal (((MadoPlanLine *) row->status->pdata[i])->id, lid))
      {
        *at = i;
        return TRUE;
      }

  return FALSE;
}

/* --- the strip ------------------------------------------------------------------------ */

static void
fill_strip (MadoInitiativePage *self)
{
  const MadoPlanFigure *figure = self->at_cursor;
  g_autofree char *as_of = figure ? mado_plan_date_format (figure->as_of) : NULL;
  gboolean locked = mado_lines_buffer_is_locked (self->lines, mado_lines_buffer_get_cursor (self->lines));

  gtk_label_set_text (self->figure_label, figure ? figure->label : locked ? _("This line belongs to another department")
                                                                           : _("No figure in this line"));
  gtk_editable_set_text (self->figure_value, figure ? figure->value : "");
  gtk_label_set_text (self->figure_unit, figure ? figure->unit : "");
  gtk_editable_set_text (self->figure_as_of, as_of ? as_of : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->figure_value), figure != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->figure_as_of), figure != NULL);
}

void
mado_initiative_page_show_figure (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  g_autoptr (GPtrArray) figures = NULL;
  guint paragraph = mado_lines_buffer_get_cursor (self->lines), at;
  int offset = cursor_offset (self);

  /* Not under the fingers of who types there. */
  if (gtk_widget_get_state_flags (self->figure) & GTK_STATE_FLAG_FOCUS_WITHIN)
    return;

  g_clear_pointer (&self->at_cursor, mado_plan_figure_free);
  g_clear_pointer (&self->figure_lid, g_free);
  if (row && find_line (self, row, paragraph, &at) && !mado_lines_buffer_is_locked (self->lines, paragraph))
    {
      const MadoPlanFigure *chosen = NULL;

      figures = find_figures (row, at);
      for (guint i = 0; i < figures->len; i++)
        {
          Span span;

          if (find_span (row->status->pdata[at], figures->pdata[i], &span) && (!chosen || span.from <= offset))
            chosen = figures->pdata[i];
        }
      self->at_cursor = chosen ? mado_plan_figure_copy (chosen) : NULL;
      self->figure_lid = g_strdup (((MadoPlanLine *) row->status->pdata[at])->id);
    }
  fill_strip (self);
}

/* --- F5 ----------------------------------------------------------------------------------- */

static gboolean
select_span (MadoInitiativePage *self,
             guint               paragraph,
             const Span         *span)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->lines);
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &from, (int) paragraph, span->from);
  gtk_text_buffer_get_iter_at_line_offset (buffer, &to, (int) paragraph, span->to);
  gtk_text_buffer_select_range (buffer, &to, &from);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (buffer));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));

  return TRUE;
}

/* The first number of the paragraph behind @offset. */
static gboolean
first_behind (const MadoInitiative *row,
              guint                 at,
              int                   offset,
              Span                 *best)
{
  g_autoptr (GPtrArray) figures = find_figures (row, at);
  gboolean found = FALSE;

  for (guint i = 0; i < figures->len; i++)
    {
      Span span;

      if (!find_span (row->status->pdata[at], figures->pdata[i], &span) || span.from < offset ||
          (found && span.from >= best->from))
        continue;
      *best = span;
      found = TRUE;
    }

  return found;
}

gboolean
mado_initiative_page_next_figure (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  guint n = (guint) gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (self->lines));
  guint from = mado_lines_buffer_get_cursor (self->lines);

  for (guint i = 0; row && i <= n; i++)
    {
      guint paragraph = (from + i) % n, at;
      Span span;

      if (!mado_lines_buffer_is_locked (self->lines, paragraph) && find_line (self, row, paragraph, &at) &&
          first_behind (row, at, i == 0 ? cursor_offset (self) : 0, &span))
        return select_span (self, paragraph, &span);
    }
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("No figure in the lines that you may change."));

  return TRUE;
}

/* --- from the strip into the text ------------------------------------------------------------ */

static gboolean
read_as_of (MadoInitiativePage  *self,
            MadoPlanFigure      *figure)
{
  const char *text = gtk_editable_get_text (self->figure_as_of);
  MadoContext *services = mado_plan_place_get_context (self->place);
  MadoDateContext context = { .today = mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (services))),
                              .last_era = MADO_ERA_REIWA };
  g_autoptr (GError) error = NULL;
  MadoDate date;

  g_clear_pointer (&figure->as_of, g_free);
  if (!*text)
    {
      figure->as_of = g_strdup ("");
      return TRUE;
    }
  if (!mado_date_parse (text, &context, &date, &error))
    {
      figure->as_of = g_strdup (self->at_cursor->as_of);
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      return FALSE;
    }
  figure->as_of = mado_date_to_iso (&date);

  return TRUE;
}

/* A figure that was only recognised is put into the record first. */
static char *
ensure_id (MadoInitiativePage *self,
           MadoPlanEdit       *edit)
{
  g_autoptr (MadoInitiative) row = NULL;

  if (*self->at_cursor->id)
    return g_strdup (self->at_cursor->id);
  if (!mado_plan_edit_set_figure (edit, MADO_PLAN_STATUS, self->figure_lid, NULL, self->at_cursor))
    return NULL;
  row = mado_plan_edit_read_row (edit);
  for (guint i = 0; i < row->status->len; i++)
    {
      const MadoPlanLine *line = row->status->pdata[i];

      for (guint k = 0; g_str_equal (line->id, self->figure_lid) && k < line->figures->len; k++)
        if (g_str_equal (((MadoPlanFigure *) line->figures->pdata[k])->printed, self->at_cursor->printed))
          return g_strdup (((MadoPlanFigure *) line->figures->pdata[k])->id);
    }

  return NULL;
}

gboolean
mado_initiative_page_apply_figure (MadoInitiativePage *self)
{
  MadoPlanEdit *edit = mado_row_session_get_edit (self->session);
  g_autofree char *value = mado_plan_number_parse (gtk_editable_get_text (self->figure_value), NULL);
  g_autoptr (MadoPlanFigure) figure = self->at_cursor ? mado_plan_figure_copy (self->at_cursor) : NULL;
  g_autofree char *id = NULL;

  if (!figure)
    return TRUE;
  if (!value)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", _("This is not one number. Nothing was changed."));
      return TRUE;
    }
  if (!read_as_of (self, figure))
    return TRUE;
  g_free (figure->value);
  figure->value = g_steal_pointer (&value);
  id = ensure_id (self, edit);
  if (!id || !mado_plan_edit_set_figure (edit, MADO_PLAN_STATUS, self->figure_lid, id, figure))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s",
                       _("The figure's words are not in the line any more. Change the text itself."));
  mado_lines_buffer_refresh (self->lines);
  mado_initiative_page_edited (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  mado_initiative_page_show_figure (self);

  return TRUE;
}

void
mado_initiative_page_mark_figures (MadoInitiativePage *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->lines);
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  guint n = (guint) gtk_text_buffer_get_line_count (buffer);
  GtkTextIter start, end;

  if (!row)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, "figure", &start, &end);
  for (guint paragraph = 0; paragraph < n; paragraph++)
    {
      g_autoptr (GPtrArray) figures = NULL;
      guint at;

      if (!find_line (self, row, paragraph, &at))
        continue;
      figures = find_figures (row, at);
      for (guint i = 0; i < figures->len; i++)
        {
          Span span;

          if (!find_span (row->status->pdata[at], figures->pdata[i], &span))
            continue;
          gtk_text_buffer_get_iter_at_line_offset (buffer, &start, (int) paragraph, span.from);
          gtk_text_buffer_get_iter_at_line_offset (buffer, &end, (int) paragraph, span.to);
          gtk_text_buffer_apply_tag_by_name (buffer, "figure", &start, &end);
        }
    }
}
