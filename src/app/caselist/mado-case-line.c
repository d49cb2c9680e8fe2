/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/caselist/mado-case-line.h"

#include <glib/gi18n.h>

#define LINE_HEIGHT 30
#define PADDING     8

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

/* Widths in pixels; a share of what is left where there is none. */
static const struct
{
  const char *head;
  int         width;
  int         share;
} columns[N_COLUMNS] = {
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
  GtkWidget            parent_instance;

  const MadoCaseWords *words; /* borrowed */
  MadoCaseItem        *item;  /* nullable: the head */
};

G_DEFINE_FINAL_TYPE (MadoCaseLine, mado_case_line, GTK_TYPE_WIDGET)

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

static char *
column_text (MadoCaseLine *self,
             ColumnId      column)
{
  const MadoCaseRow *row;

  if (!self->item)
    return g_strdup (_(columns[column].head));

  row = mado_case_item_get_row (self->item);
  switch (column)
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

static int
column_width (ColumnId column,
              int      total)
{
  int left = total, shares = 0;

  for (int i = 0; i < N_COLUMNS; i++)
    {
      left -= columns[i].width;
      shares += columns[i].share;
    }

  return columns[column].share ? MAX (60, left * columns[column].share / shares) : columns[column].width;
}

/* One layout for all columns and none kept: two hundred lines with eight each
 * would cost five megabytes. A line is drawn anew only when it changes. */
static void
mado_case_line_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  MadoCaseLine *self = MADO_CASE_LINE (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA color;
  int x = 0;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  for (int i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *text = column_text (self, i);
      int share = column_width (i, width), text_height;

      pango_layout_set_text (layout, text, -1);
      pango_layout_set_width (layout, MAX (0, share - PADDING) * PANGO_SCALE);
      pango_layout_get_pixel_size (layout, NULL, &text_height);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (height - text_height) / 2));
      gtk_snapshot_append_layout (snapshot, layout, &color);
      gtk_snapshot_restore (snapshot);
      x += share;
    }
}

static void
mado_case_line_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? LINE_HEIGHT : 640;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? LINE_HEIGHT : 1200;
  *minimum_baseline = *natural_baseline = -1;
}

static void
mado_case_line_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (mado_case_line_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
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
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_case_line_dispose;
  widget_class->snapshot = mado_case_line_snapshot;
  widget_class->measure = mado_case_line_measure;
  widget_class->css_changed = mado_case_line_css_changed;
  gtk_widget_class_set_css_name (widget_class, "caseline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
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

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
speak (MadoCaseLine *self)
{
  GString *sentence = g_string_new (NULL);

  for (int i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *text = column_text (self, i);

      if (*text)
        g_string_append_printf (sentence, "%s%s", sentence->len ? " " : "", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence->str, -1);
  g_string_free (sentence, TRUE);
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

      set_class (GTK_WIDGET (self), "parked", row->parked);
      set_class (GTK_WIDGET (self), "conflict", row->n_conflicts > 0);
      set_class (GTK_WIDGET (self), "done", mado_case_item_get_rank (item) == 2);
      speak (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
