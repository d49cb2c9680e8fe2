/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * 交付前確認: what a certificate must be compared with before it is handed over,
 * a line each, and what differs in its text. It only points out: a line is
 * ticked by a person, never here, and a text without a difference is no proof.
 */
typedef enum
{
  MADO_HANDOVER_VALUE,   /* must stand there as it is: a name, a birth date */
  MADO_HANDOVER_SHOWN,   /* one of @words is a label that must, or must not, be filled in */
  MADO_HANDOVER_PERSONS, /* so many persons: as often @words stand there */
  MADO_HANDOVER_EYE,     /* only a person can see it: the number of copies */
} MadoHandoverKind;

typedef struct
{
  MadoHandoverKind kind;
  char            *label;
  char            *value;   /* as asked for, for people */
  char            *find;    /* VALUE: what is looked for */
  char           **words;   /* SHOWN, PERSONS */
  gboolean         wanted;  /* SHOWN */
  guint            count;   /* PERSONS */
  gboolean         ticked;
  char            *told;    /* nullable: what was pointed out, a sentence */
} MadoHandoverLine;

MadoHandoverLine *mado_handover_line_new  (MadoHandoverKind    kind,
                                           const char         *label,
                                           const char         *value);
void              mado_handover_line_free (MadoHandoverLine   *self);

/* Sets what is told of each line. FALSE: there is no text to compare with (a
 * picture), and nothing is told of any. */
gboolean          mado_handover_compare   (GPtrArray          *lines, /* MadoHandoverLine* */
                                           const char         *text);

G_END_DECLS
