/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-paper.h"

G_BEGIN_DECLS

/*
 * Reads the picture of a paper (PNG, JPEG, TIFF or BMP in @picture) in a process
 * of its own, which ends when @cancellable does or after 60 s. A sheet with eight
 * persons takes about five seconds. Nothing is written to disk.
 *
 * Errors, each with a whole sentence and a way on: NOT_FOUND no form that is
 * known is in the picture; INVALID no picture, or too large; DAMAGED; UNSUPPORTED
 * the trained data for Japanese is not installed; TIMEOUT no answer in time;
 * CANCELLED.
 */
void       mado_paper_read_async  (GBytes               *picture,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              data);
/* What the process has said, as ocr-process.c describes it; of a broken process
 * anything. Without its last line it is an error. */
MadoPaper *mado_paper_hear        (const char           *said,
                                   GError              **error);
/* Transfer full. */
MadoPaper *mado_paper_read_finish (GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
