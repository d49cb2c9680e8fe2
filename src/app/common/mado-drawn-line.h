/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A column of drawn lines. */
typedef struct
{
  const char *head;  /* untranslated */
  int         width; /* pixels; 0: a share of what is left */
  int         share;
  gboolean    right; /* numbers stand at the right */
} MadoLineColumn;

/**
 * MadoDrawnLine:
 *
 * One line of a table, drawn by one widget and read out as one sentence: a
 * label for each cell of twenty lines costs a third of the program's start.
 * What the columns and texts are is a subclass's.
 */
#define MADO_TYPE_DRAWN_LINE (mado_drawn_line_get_type ())
G_DECLARE_DERIVABLE_TYPE (MadoDrawnLine, mado_drawn_line, MADO, DRAWN_LINE, GtkWidget)

struct _MadoDrawnLineClass
{
  GtkWidgetClass parent_class;

  int height;  /* pixels */
  int minimum; /* width in pixels */
  int natural;

  /* Borrowed by the widget for as long as it lives. */
  const MadoLineColumn *(*get_columns)  (MadoDrawnLine *self, guint *n);
  /* One cell. */
  char                 *(*dup_text)     (MadoDrawnLine *self, guint column);
  /* Nullable, may answer NULL: one text over the whole line instead. */
  char                 *(*dup_heading)  (MadoDrawnLine *self);
};

/* What it shows is another: it is drawn and read out anew. */
void mado_drawn_line_changed   (MadoDrawnLine *self);
/* Adds the CSS class or takes it away. */
void mado_drawn_line_set_class (MadoDrawnLine *self,
                                const char    *name,
                                gboolean       on);

G_END_DECLS
