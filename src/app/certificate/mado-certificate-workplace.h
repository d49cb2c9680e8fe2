/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-workplace.h"

G_BEGIN_DECLS

/* 証明書: the workplace where documents are looked at and checked. */
#define MADO_TYPE_CERTIFICATE_WORKPLACE (mado_certificate_workplace_get_type ())
G_DECLARE_FINAL_TYPE (MadoCertificateWorkplace, mado_certificate_workplace, MADO, CERTIFICATE_WORKPLACE, GObject)

MadoWorkplace *mado_certificate_workplace_new (void);

G_END_DECLS
