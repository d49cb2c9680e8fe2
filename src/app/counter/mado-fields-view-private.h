/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-fields-view.h"

G_BEGIN_DECLS

struct _MadoFieldsView
{
  GtkWidget          parent_instance;

  GtkWidget         *scroller;
  GtkWidget         *box;
  MadoCounter       *counter; /* owned */
  MadoFieldsHeading  heading;
  gpointer           data;
  GHashTable        *rows;    /* path → MadoFieldRow*, owned reference */
  GPtrArray         *order;   /* MadoFieldRow* shown now, in the order of entry */
  GHashTable        *unlocked;/* set of paths that a person opened with Ctrl+E */
  char              *shape;   /* what is laid out now */
};

/* mado-fields-view-rows.c */
MadoFieldRow *mado_fields_view_ensure_row (MadoFieldsView      *self,
                                           const MadoFormField *item);
void          mado_fields_view_link_kana  (MadoFieldsView      *self,
                                           const MadoFormField *item,
                                           MadoFieldRow        *row);

G_END_DECLS
