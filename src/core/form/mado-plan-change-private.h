/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-plan-change.h"

G_BEGIN_DECLS

/* The edit of one record in the making. */
typedef struct
{
  MadoPlanUpdate              *update;
  const MadoPlanUpdateOptions *options;
  const char                  *gather;
  MadoRecord                  *record; /* nullable: new */
  MadoEdit                    *edit;

  MadoPlanChangeOf             of;
  MadoId                       id;
  int                          no;
  const char                  *name;
} PlanWriter;

void plan_writer_begin    (PlanWriter *self, MadoPlanUpdate *update, const MadoPlanUpdateOptions *options,
                           const char *gather, const char *kind, const MadoId *id, MadoPlanChangeOf of, int no,
                           const char *name);
/* Takes @value (full). TRUE: it differs from what the record shows. */
gboolean plan_writer_put  (PlanWriter *self, const char *section, const char *path, GVariant *value);
gboolean plan_writer_text (PlanWriter *self, const char *path, const char *text /* "" clears */);
gboolean plan_writer_int  (PlanWriter *self, const char *path, gint64 number);
/* Tells a person; @member "" for the record as a whole. */
void     plan_writer_note (PlanWriter *self, MadoPlanChangeType type, const char *member, const char *before, const char *after);
/* A section that is new here opens to @scope. */
void     plan_writer_open (PlanWriter *self, const char *section, const char *scope);
void     plan_writer_end  (PlanWriter *self);

void     mado_plan_write_row (PlanWriter *writer, const MadoPlanBook *book, const MadoInitiative *row);

G_END_DECLS
