/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* What stands in the margins of every page; strings owned, NULL leaves out. */
typedef struct
{
  char     *numbers;      /* 番号札 107　受付番号 … */
  char     *held;         /* reason, may be "" */
  gboolean  is_held;
  char     *signature;    /* signed when, or why void */
  char     *added;        /* note on additions */
  gboolean  staff_number;
} MadoFormMargin;

void mado_form_margin_clear (MadoFormMargin       *self);
void mado_form_margin_draw  (const MadoFormMargin *self,
                             cairo_t              *cr,
                             double                width,
                             double                height,
                             guint                 page,
                             guint                 pages);

G_END_DECLS
