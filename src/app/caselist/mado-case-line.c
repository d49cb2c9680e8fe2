/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/caselist/mado-case-line.h"

#include <glib/gi18n.h>

typedef enum
{
  COLUMN_TICKET,
  COLUMN_NAME,
  COLUMN_EVENT,
  COLUMN_STATE,
  COLUMN_WAITING,
  COLUMN_DESK,
  COLUMN_CHANGED,
  COLUMN_NOTES,
  N_COLUMNS
} ColumnId;

static const MadoLineColumn columns[N_COLUMNS] = {
  { N_("Ticket"), 76, 0 },
  { N_("Name"), 0, 3 },
  { N_("Event"), 96, 0 },
  { N_("State"), 100, 0 },
  { N_("Waiting"), 84, 0 },
  { N_("Window"), 0, 2 },
  { N_("Changed at"), 76, 0 },
  { N_("Notes"), 0, 2 },
};

struct _MadoCaseLine
{
  MadoDrawnLine        parent_instance;

  const MadoCaseWords *words; /* borrowed */
  MadoCaseItem        *item;  /* nullable: the head */
};

G_DEFINE_FINAL_TYPE (MadoCaseLine, mado_case_line, MADO_TYPE_DRAWN_LINE)

static char *
format_clock (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);

  return ms > 0 && time ? g_date_time_format (time, "%H:%M") : g_strdup ("");
}

static char *
format_waiting (MadoCaseLine *self)
{
  const MadoCaseRow *row = mado_case_item_get_row (self->item);
  gint64 minutes = (self->words->now (self->words->data) - row->opened_at) / 60000;

  if (mado_case_item_get_rank (self->item) == 2 || row->opened_at <= 0)
    return g_strdup ("");
  if (minutes < 60)
    return g_strdup_printf (_("%d min"), (int) MAX (0, minutes));
  if (minutes < 24 * 60)
    return g_strdup_printf (_("%d h %02d min"), (int) (minutes / 60), (int) (minutes % 60));

  return g_strdup_printf (ngettext ("%d day", "%d days", minutes / 1440), (int) (minutes / 1440));
}

static char *
format_notes (const MadoCaseRow *row)
{
  GString *notes = g_string_new (NULL);

  if (row->n_conflicts > 0)
    g_string_append_printf (notes, _("%u conflicts"), row->n_conflicts);
  if (row->n_open > 0)
    g_string_append_printf (notes, _("%s%u left"), notes->len ? "  " : "", row->n_open);
  if (row->case_no && *row->case_no)
    g_string_append_printf (notes, "%s%s", notes->len ? "  " : "", row->case_no);

  return g_string_free (notes, FALSE);
}

static char *
format_name (const MadoCaseRow *row)
{
  if (!row->name || !*row->name)
    return g_strdup (row->kana ? row->kana : "");
  if (!row->kana || !*row->kana)
    return g_strdup (row->name);

  return g_strdup_printf ("%s　%s", row->name, row->kana);
}

static const MadoLineColumn *
mado_case_line_get_columns (MadoDrawnLine *line,
                            guint         *n)
{
  *n = N_COLUMNS;

  return columns;
}

static char *
mado_case_line_dup_text (MadoDrawnLine *line,
                         guint          column)
{
  MadoCaseLine *self = MADO_CASE_LINE (line);
  const MadoCaseRow *row;

  if (!self->item)
    return g_strdup (_(columns[column].head));

  row = mado_case_item_get_row (self->item);
  switch ((ColumnId) column)
    {
    case COLUMN_TICKET:
      return g_strdup (row->ticket_no ? row->ticket_no : "");
    case COLUMN_NAME:
      return format_name (row);
    case COLUMN_EVENT:
      return g_strdup (self->words->event_label (row->event, self->words->data));
    case COLUMN_STATE:
      return g_strdup (mado_case_state_label (row->parked ? "parked" : row->state));
    case COLUMN_WAITING:
      return format_waiting (self);
    case COLUMN_DESK:
      return g_strdup (self->words->desk_label (row->desk, self->words->data));
    case COLUMN_CHANGED:
      return format_clock (row->changed_at);
    case COLUMN_NOTES:
      return format_notes (row);
    case N_COLUMNS:
    default:
      return g_strdup ("");
    }
}

static void
mado_case_line_dispose (GObject *object)
{
  MadoCaseLine *self = MADO_CASE_LINE (object);

  g_clear_object (&self->item);

  G_OBJECT_CLASS (mado_case_line_parent_class)->dispose (object);
}

static void
mado_case_line_class_init (MadoCaseLineClass *klass)
{
  MadoDrawnLineClass *line_class = MADO_DRAWN_LINE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_case_line_dispose;
  line_class->get_columns = mado_case_line_get_columns;
  line_class->dup_text = mado_case_line_dup_text;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "caseline");
}

static void
mado_case_line_init (MadoCaseLine *self)
{
}

GtkWidget *
mado_case_line_new (const MadoCaseWords *words)
{
  MadoCaseLine *self = g_object_new (MADO_TYPE_CASE_LINE, NULL);

  self->words = words;

  return GTK_WIDGET (self);
}

void
mado_case_line_set_item (MadoCaseLine *self,
                         MadoCaseItem *item)
{
  g_return_if_fail (MADO_IS_CASE_LINE (self));

  g_set_object (&self->item, item);
  if (item)
    {
      const MadoCaseRow *row = mado_case_item_get_row (item);
      MadoDrawnLine *line = MADO_DRAWN_LINE (self);

      mado_drawn_line_set_class (line, "parked", row->parked);
      mado_drawn_line_set_class (line, "conflict", row->n_conflicts > 0);
      mado_drawn_line_set_class (line, "done", mado_case_item_get_rank (item) == 2);
      mado_drawn_line_changed (line);
    }
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
