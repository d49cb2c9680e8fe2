/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/layout/mado-layout-canvas.h"
#include "app/layout/mado-layout-page.h"
#include "core/procedure/mado-form-draft.h"
#include "core/procedure/mado-form-paths.h"
#include "print/mado-form-sample.h"

G_BEGIN_DECLS

struct _MadoLayoutPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkDropDown        *form;
  GtkDropDown        *sample;
  GtkSpinButton      *paper_page;
  GtkLabel           *state;
  GtkDropDown        *kind;
  GtkButton          *add_button;
  GtkListView        *view;
  GtkScrolledWindow  *scroller;
  GtkWidget          *properties;
  GtkLabel           *name;
  GtkDropDown        *field;
  GtkDropDown        *value;
  GtkEditable        *label;
  GtkSpinButton      *x, *y, *w, *h, *size, *cells, *line;
  GtkDropDown        *align;
  GtkCheckButton     *vertical, *dashed, *shaded;
  GtkListView        *fault_view;
  MadoLayoutCanvas   *canvas;      /* in the scroller */

  /* Owned */
  MadoContext        *context;
  MadoPack           *pack;
  char               *base;        /* folder of the pack that is changed */
  GPtrArray          *ids;         /* forms of the pack, borrowed texts */
  char               *id;          /* of the form that is open; nullable */
  MadoFormDraft      *draft;       /* nullable */
  MadoFormText       *text;        /* of the draft as it is; nullable */
  MadoFormPrint      *print;       /* nullable */
  MadoFormBackground *background;  /* nullable */
  char               *background_key; /* of what is shown or on its way */
  char               *background_fault;
  char               *work;        /* folder with forms/ of a background not saved yet; nullable */
  GPtrArray          *paths;       /* MadoFormPath */
  GPtrArray          *values;      /* codes behind the list of values */
  GtkStringList      *lines;
  GtkSingleSelection *selection;
  GtkStringList      *faults;
  GtkSingleSelection *fault_selection;
  GArray             *fault_items; /* int: item of each fault, -1 */
  gboolean            filling;     /* the screen follows the draft: nobody types */
  gboolean            changed;     /* since it was saved */
  gboolean            saving;
};

/* mado-layout-page.c */
void mado_layout_page_refresh      (MadoLayoutPage *self);
/* Something was changed by hand. */
void mado_layout_page_touched      (MadoLayoutPage *self);
int  mado_layout_page_get_item     (MadoLayoutPage *self);
void mado_layout_page_open_form    (MadoLayoutPage *self,
                                    const char     *id);

/* mado-layout-page-keys.c */
void mado_layout_page_init_page    (MadoPageInterface *iface);
void mado_layout_page_install_actions (GtkWidgetClass *widget_class);
void mado_layout_page_add_box      (MadoLayoutPage *self);
void mado_layout_page_remove_box   (MadoLayoutPage *self);

/* mado-layout-page-side.c */
void mado_layout_page_init_side    (MadoLayoutPage *self);
void mado_layout_page_show_item    (MadoLayoutPage *self);
void mado_layout_page_fill_fields  (MadoLayoutPage *self);
/* "12  Value  Name of the notifier" */
char *mado_layout_page_describe    (MadoLayoutPage *self,
                                    guint           item);

/* mado-layout-page-save.c */
void mado_layout_page_save         (MadoLayoutPage *self);
/* The draft that waits in the profile; NULL: none. */
char *mado_layout_page_kept        (MadoLayoutPage *self,
                                    const char     *id);
void mado_layout_page_keep         (MadoLayoutPage *self);
void mado_layout_page_forget_kept  (MadoLayoutPage *self);
/* The newest edition made here of the pack in use; else that pack itself. */
char *mado_layout_page_find_base   (MadoLayoutPage *self);

/* mado-layout-page-paper.c */
void mado_layout_page_want_background (MadoLayoutPage *self);
void mado_layout_page_ask_background  (MadoLayoutPage *self);
/* The page number that was typed. */
void mado_layout_page_turn_background (MadoLayoutPage *self);

G_END_DECLS
