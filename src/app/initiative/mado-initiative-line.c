/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-line.h"

#include <glib/gi18n.h>

#define LINE_HEIGHT 30
#define PADDING     8

typedef enum
{
  COLUMN_NO,
  COLUMN_TITLE,
  COLUMN_DEPARTMENTS,
  COLUMN_STATE,
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
  { N_("No."), 46, 0 },
  { N_("Initiative"), 0, 5 },
  { N_("Departments"), 0, 3 },
  { NC_("column", "State"), 130, 0 },
  { N_("Changed"), 170, 0 },
  { N_("Notes"), 0, 2 },
};

struct _MadoInitiativeLine
{
  GtkWidget           parent_instance;

  MadoInitiativeItem *item; /* nullable: the head */
};

G_DEFINE_FINAL_TYPE (MadoInitiativeLine, mado_initiative_line, GTK_TYPE_WIDGET)

static char *
format_state (const MadoInitiativeFacts *facts)
{
  if (facts->mine || facts->n_departments < 2)
    return g_strdup (mado_answer_state_label (facts->state));

  return g_strdup_printf ("%s %u/%u", mado_answer_state_label (facts->state), facts->n_answered, facts->n_departments);
}

static char *
format_notes (const MadoInitiativeFacts *facts)
{
  GString *notes = g_string_new (NULL);

  if (facts->n_conflicts > 0)
    g_string_append_printf (notes, _("%u conflicts"), facts->n_conflicts);
  if (*facts->comment)
    g_string_append_printf (notes, "%s%s", notes->len ? "  " : "", facts->comment);
  if (facts->relisted)
    g_string_append_printf (notes, "%s%s", notes->len ? "  " : "", _("Relisted"));

  return g_string_free (notes, FALSE);
}

static char *
column_text (MadoInitiativeLine *self,
             ColumnId            column)
{
  const MadoInitiativeFacts *facts = self->item ? mado_initiative_item_get_facts (self->item) : NULL;

  if (!facts)
    return g_strdup (column == COLUMN_STATE ? C_("column", "State") : _(columns[column].head));

  switch (column)
    {
    case COLUMN_NO:
      return g_strdup (facts->no);
    case COLUMN_TITLE:
      return g_strdup (facts->title);
    case COLUMN_DEPARTMENTS:
      return g_strdup (facts->departments);
    case COLUMN_STATE:
      return format_state (facts);
    case COLUMN_CHANGED:
      return g_strdup (facts->changed);
    case COLUMN_NOTES:
      return format_notes (facts);
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

static void
draw_text (GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           const GdkRGBA *color,
           const char    *text,
           int            x,
           int            width,
           int            height)
{
  int text_height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, MAX (0, width - PADDING) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
mado_initiative_line_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  MadoInitiativeLine *self = MADO_INITIATIVE_LINE (widget);
  const char *heading = self->item ? mado_initiative_item_get_facts (self->item)->heading : NULL;
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA color;
  int x = 0;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (heading)
    {
      draw_text (snapshot, layout, &color, heading, 0, width, height);
      return;
    }
  for (int i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *text = column_text (self, i);
      int share = column_width (i, width);

      draw_text (snapshot, layout, &color, text, x, share, height);
      x += share;
    }
}

static void
mado_initiative_line_measure (GtkWidget      *widget,
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
mado_initiative_line_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (mado_initiative_line_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
mado_initiative_line_dispose (GObject *object)
{
  g_clear_object (&MADO_INITIATIVE_LINE (object)->item);

  G_OBJECT_CLASS (mado_initiative_line_parent_class)->dispose (object);
}

static void
mado_initiative_line_class_init (MadoInitiativeLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_initiative_line_dispose;
  widget_class->snapshot = mado_initiative_line_snapshot;
  widget_class->measure = mado_initiative_line_measure;
  widget_class->css_changed = mado_initiative_line_css_changed;
  gtk_widget_class_set_css_name (widget_class, "initiativeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
mado_initiative_line_init (MadoInitiativeLine *self)
{
}

GtkWidget *
mado_initiative_line_new (void)
{
  return g_object_new (MADO_TYPE_INITIATIVE_LINE, NULL);
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
speak (MadoInitiativeLine *self)
{
  const char *heading = mado_initiative_item_get_facts (self->item)->heading;
  GString *sentence = g_string_new (heading);

  for (int i = 0; !heading && i < N_COLUMNS; i++)
    {
      g_autofree char *text = column_text (self, i);

      if (*text)
        g_string_append_printf (sentence, "%s%s", sentence->len ? " " : "", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence->str, -1);
  g_string_free (sentence, TRUE);
}

void
mado_initiative_line_set_item (MadoInitiativeLine *self,
                               MadoInitiativeItem *item)
{
  const MadoInitiativeFacts *facts = mado_initiative_item_get_facts (item);

  g_set_object (&self->item, item);
  set_class (GTK_WIDGET (self), "heading", facts->heading != NULL);
  set_class (GTK_WIDGET (self), "conflict", !facts->heading && facts->n_conflicts > 0);
  set_class (GTK_WIDGET (self), "returned", !facts->heading && facts->state == MADO_ANSWER_RETURNED);
  set_class (GTK_WIDGET (self), "done", !facts->heading && facts->state == MADO_ANSWER_ACCEPTED);
  speak (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
