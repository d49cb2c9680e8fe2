/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-kana.h"
#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/* Proposes the reading that was composed while a name was typed, for every
 * field that is the kana of another (pack: kana_of). Official 振り仮名 that
 * stands there already is never questioned: it speaks only for empty fields. */
#define MADO_TYPE_KANA_PROVIDER (mado_kana_provider_get_type ())
G_DECLARE_FINAL_TYPE (MadoKanaProvider, mado_kana_provider, MADO, KANA_PROVIDER, GObject)

MadoKanaProvider *mado_kana_provider_new         (MadoPack         *pack);
/* The history of the entry that edits @path; made on first use. Borrowed. */
MadoKanaHistory  *mado_kana_provider_get_history (MadoKanaProvider *self,
                                                  const char       *path);

G_END_DECLS
