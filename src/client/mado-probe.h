/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/mado-clock.h"

G_BEGIN_DECLS

/**
 * MadoServerProbe:
 *
 * One look at a server, for whoever looks after this computer: GET /v1/hello
 * without any sign-in (PROTOCOL.md), and the certificate that came with it. It
 * changes nothing, here or there.
 */
typedef enum
{
  MADO_PROBE_ANSWERED,
  MADO_PROBE_NO_NAME,     /* the network does not know the name */
  MADO_PROBE_REFUSED,     /* a machine is there, no server on this port */
  MADO_PROBE_SILENT,      /* nothing answers, in time or at all */
  MADO_PROBE_CERTIFICATE, /* it answered with a certificate that is not trusted: see certificate_faults */
  MADO_PROBE_OTHER,       /* something else answered: no server of ours */
  MADO_PROBE_CANCELLED,
} MadoProbeResult;

typedef struct
{
  MadoProbeResult       result;
  char                 *program;      /* "madoguchi-server 1.2", nullable */
  gint64                protocol;     /* 0: not told */
  gint64                protocol_min;
  gint64                skew_ms;      /* its clock less ours, within half of the round trip */
  gint64                round_trip_ms;
  gboolean              other_city;   /* it is another city's server, or its keys are others than at enrolment */
  gboolean              secure;       /* https */
  gint64                good_until;   /* of the certificate, Unix seconds; 0: not known */
  GTlsCertificateFlags  certificate_faults;
} MadoServerProbe;

/* @sign: (nullable): the key with which the server signed at enrolment, 32
 * bytes. Waits up to 8 s; on a thread. */
void mado_server_probe       (const char       *server,
                              const guint8     *sign,
                              MadoClock        *clock,
                              MadoServerProbe  *probe,
                              GCancellable     *cancellable);
void mado_server_probe_clear (MadoServerProbe  *probe);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoServerProbe, mado_server_probe_clear)

G_END_DECLS
