/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"
#include "print/mado-form-print.h"

G_BEGIN_DECLS

/**
 * MadoFormSample:
 *
 * A made-up person for trying a layout: every path has a value that is right
 * for its field. Nobody's data are needed to see how a form will look.
 */
typedef struct
{
  MadoPack   *pack;   /* borrowed */
  enum
  {
    MADO_SAMPLE_PLAIN,
    MADO_SAMPLE_LONG, /* names, addresses and answers of the length that some people have */
    MADO_SAMPLE_RARE, /* 𠮷, 﨑, 辻󠄀: beyond the basic plane, compatibility kanji, variation selectors */
  } kind;
  GHashTable *values; /* borrowed, nullable: path → text or codes joined by commas, before all else */
} MadoFormSample;

/* A MadoPrintValueFunc; @user_data: MadoFormSample. */
gboolean       mado_form_sample_value (const char             *path,
                                       MadoPrintValue         *value,
                                       gpointer                user_data);
/* The form with this person, persons in every row, case and ticket numbers and
 * a made-up signature. */
MadoFormPrint *mado_form_sample_print (MadoFormSample         *self,
                                       const MadoFormLayout   *layout);

G_END_DECLS
