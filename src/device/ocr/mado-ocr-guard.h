/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the reading process gives up before it sees a picture: limits of memory,
 * time and files; with landlock all files but the trained data of tesseract, with
 * seccomp all calls but those that reading needs. Nothing of it needs a right that
 * a common user has not. For good: there is no way back. */

typedef enum
{
  MADO_OCR_GUARD_LIMITS = 1 << 0,
  MADO_OCR_GUARD_FILES  = 1 << 1,
  MADO_OCR_GUARD_CALLS  = 1 << 2,
} MadoOcrGuard;

/* Which of them hold: what the kernel does not offer is missing. */
MadoOcrGuard mado_ocr_guard (void);

G_END_DECLS
