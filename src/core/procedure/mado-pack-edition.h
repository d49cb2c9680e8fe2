/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/* Looks further into a pack that is about to be saved; adds to @faults
 * (MadoPackFault). */
typedef void (*MadoPackLook) (const char *dir, GPtrArray *faults);

/**
 * mado_pack_edition_save:
 * @base: folder of the pack that is changed; it stays as it is
 * @form: id of the layout that is written anew
 * @text: its file
 * @background: (nullable): a PDF that is put into forms/ under @background_name
 * @folder: where editions are kept; made if need be
 * @look: (nullable): what the check here cannot see
 * @faults: (out): (element-type MadoPackFault): why it was refused; empty: saved
 *
 * Writes a whole new edition of a city pack, with the next version in its
 * city.json, and checks all of it. Only an edition without a fault is kept;
 * of any other nothing remains.
 *
 * Returns: (transfer full): the new folder, or %NULL: refused, with @faults, or
 *   @error if nothing could be written
 */
char *mado_pack_edition_save (const char    *base,
                              const char    *form,
                              const char    *text,
                              const char    *background,
                              const char    *background_name,
                              const char    *folder,
                              MadoPackLook   look,
                              GPtrArray    **faults,
                              GError       **error);

/* "2026.4" → "2026.4-1" → "2026.4-2". */
char *mado_pack_edition_next (const char    *version);

G_END_DECLS
