/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-case-edit.h"
#include "core/form/mado-case-sign.h"
#include "core/form/mado-form-set.h"

G_BEGIN_DECLS

/* An example person of the demo pack's personas/ as a clerk would enter him:
 * names are added, every procedure expected stands as filled. */
void         persona_enter   (MadoCaseEdit *edit, const char *file, const char *origin, MadoRandom *random);
/* One signature over every form that is signed on glass, as it stands in the record. */
void         persona_sign    (MadoCaseEdit *edit, gint64 now, MadoRandom *random);
MadoFormSet *persona_forms   (MadoCase *kase);
/* "person/<eid>/FIELD" of the nth person. */
char        *persona_path    (MadoCase *kase, guint person, const char *field);

G_END_DECLS
