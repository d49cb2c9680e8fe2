/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-field-row.h"
#include "core/base/mado-kana.h"

G_BEGIN_DECLS

struct _MadoFieldRow
{
  GtkWidget          parent_instance;

  char              *name;
  char              *title;
  const MadoField   *field;      /* the pack's */
  MadoDateContext   *dates;      /* borrowed */
  int                label_width;

  /* Children */
  GtkWidget         *label;
  GtkWidget         *entry;
  GtkWidget         *badge;
  GtkWidget         *note;

  /* State */
  GVariant          *value;      /* as the record has it; nullable */
  MadoSource         source;
  GVariant          *proposal;
  MadoSource         proposal_source;
  char              *proposal_why;
  char             **candidates;
  char              *error;
  char              *conflict;
  char              *shown;      /* what the entry held when it was last set */
  gboolean           focused;
  gboolean           setting;
  gboolean           locked;
  gboolean           required;
  gboolean           unconfirmed; /* a guess that nobody has confirmed */
  gboolean           changed_elsewhere;
  GVariant          *elsewhere;  /* what stands there; NULL: emptied */
  gboolean           questioned; /* the text looks like a 個人番号 */
  gboolean           vouched;    /* a person said that this text is none */
  guint              late_id;    /* a text that came after the focus had gone */

  MadoKanaHistory   *history;
  MadoFieldRow      *kana;       /* weak */
};

/* mado-field-row-show.c: what stands in the row. */
void     mado_field_row_show_value  (MadoFieldRow *self);
void     mado_field_row_update_note (MadoFieldRow *self);
void     mado_field_row_set_class   (GtkWidget    *widget,
                                     const char   *name,
                                     gboolean      on);
gboolean mado_field_row_same_value  (GVariant     *a,
                                     GVariant     *b);

/* mado-field-row-typing.c: what the person does with it. */
void     mado_field_row_watch       (MadoFieldRow *self);

G_END_DECLS
