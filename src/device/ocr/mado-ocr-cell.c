/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-ocr-cell.h"

void
mado_ocr_cell_free (MadoOcrCell *self)
{
  g_free (self->text);
  g_free (self);
}
