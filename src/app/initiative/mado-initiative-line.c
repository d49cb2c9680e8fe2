/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-line.h"

#include <glib/gi18n.h>

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

static const MadoLineColumn columns[N_COLUMNS] = {
  { N_("No."), 46, 0 },
  { N_("Initiative"), 0, 5 },
  { N_("Departments"), 0, 3 },
  { NC_("column", "State"), 130, 0 },
  { N_("Changed"), 170, 0 },
  { N_("Notes"), 0, 2 },
};

struct _MadoInitiativeLine
{
  MadoDrawnLine       parent_instance;

  MadoInitiativeItem *item; /* nullable: the head */
};

G_DEFINE_FINAL_TYPE (MadoInitiativeLine, mado_initiative_line, MADO_TYPE_DRAWN_LINE)

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

static const MadoLineColumn *
mado_initiative_line_get_columns (MadoDrawnLine *line,
                                  guint         *n)
{
  *n = N_COLUMNS;

  return columns;
}

static char *
mado_initiative_line_dup_heading (MadoDrawnLine *line)
{
  MadoInitiativeLine *self = MADO_INITIATIVE_LINE (line);

  return self->item ? g_strdup (mado_initiative_item_get_facts (self->item)->heading) : NULL;
}

static char *
mado_initiative_line_dup_text (MadoDrawnLine *line,
                               guint          column)
{
  MadoInitiativeLine *self = MADO_INITIATIVE_LINE (line);
  const MadoInitiativeFacts *facts = self->item ? mado_initiative_item_get_facts (self->item) : NULL;

  if (!facts)
    return g_strdup (column == COLUMN_STATE ? C_("column", "State") : _(columns[column].head));

  switch ((ColumnId) column)
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

static void
mado_initiative_line_dispose (GObject *object)
{
  g_clear_object (&MADO_INITIATIVE_LINE (object)->item);

  G_OBJECT_CLASS (mado_initiative_line_parent_class)->dispose (object);
}

static void
mado_initiative_line_class_init (MadoInitiativeLineClass *klass)
{
  MadoDrawnLineClass *line_class = MADO_DRAWN_LINE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_initiative_line_dispose;
  line_class->get_columns = mado_initiative_line_get_columns;
  line_class->dup_heading = mado_initiative_line_dup_heading;
  line_class->dup_text = mado_initiative_line_dup_text;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "initiativeline");
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

void
mado_initiative_line_set_item (MadoInitiativeLine *self,
                               MadoInitiativeItem *item)
{
  const MadoInitiativeFacts *facts = mado_initiative_item_get_facts (item);
  MadoDrawnLine *line = MADO_DRAWN_LINE (self);

  g_set_object (&self->item, item);
  mado_drawn_line_set_class (line, "heading", facts->heading != NULL);
  mado_drawn_line_set_class (line, "conflict", !facts->heading && facts->n_conflicts > 0);
  mado_drawn_line_set_class (line, "returned", !facts->heading && facts->state == MADO_ANSWER_RETURNED);
  mado_drawn_line_set_class (line, "done", !facts->heading && facts->state == MADO_ANSWER_ACCEPTED);
  mado_drawn_line_changed (line);
}
