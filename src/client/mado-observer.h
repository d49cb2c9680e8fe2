/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/base/mado-clock.h"

G_BEGIN_DECLS

/**
 * MadoObserver:
 *
 * A transport around another that notes what every answer says besides its
 * body: the server's time, which corrects the clock, how
 * long to leave the server alone, and whether this program is too old for it.
 */
#define MADO_TYPE_OBSERVER (mado_observer_get_type ())
G_DECLARE_FINAL_TYPE (MadoObserver, mado_observer, MADO, OBSERVER, GObject)

MadoObserver *mado_observer_new             (MadoTransport *inner,
                                             MadoClock     *clock);
/* Of the last answer: */
guint         mado_observer_get_status      (MadoObserver  *self);
guint         mado_observer_get_retry_after (MadoObserver  *self); /* seconds, 0 if none */

G_END_DECLS
