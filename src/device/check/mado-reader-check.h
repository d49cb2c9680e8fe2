/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/card/mado-card-types.h"
#include "device/check/mado-device-finding.h"

G_BEGIN_DECLS

/**
 * mado_reader_check_judge:
 * @result, @kind: how an IDENTIFY task ended, and what card it saw
 * @plugged: names of the card readers at the USB (mado_usb_list())
 *
 * What the card service says, beside what is plugged in: that tells a missing
 * reader from a missing service or driver. MadoDeviceFinding* (full).
 */
GPtrArray *mado_reader_check_judge (MadoCardResult      result,
                                    MadoCardKind        kind,
                                    const char *const  *plugged);

G_END_DECLS
