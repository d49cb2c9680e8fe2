/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-form-print.h"

/* A 住民異動届 of four rows with every kind of item, and its values. */
typedef struct _SampleForm SampleForm;

SampleForm     *sample_form_new    (void);
void            sample_form_free   (SampleForm       *self);
MadoFormLayout *sample_form_layout (SampleForm       *self);
void            sample_form_put    (SampleForm       *self,
                                    const char       *path,
                                    const char       *text,
                                    MadoPrintMarks    marks,
                                    const char       *added_on);
void            sample_form_family (SampleForm       *self,
                                    guint             persons);
gboolean        sample_form_value  (const char       *path,
                                    MadoPrintValue   *value,
                                    gpointer          user_data);
/* CBOR of a signature of three strokes. */
GByteArray     *sample_strokes     (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SampleForm, sample_form_free)
