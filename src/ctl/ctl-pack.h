/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* pack form, in ctl-pack-form.c. */
int ctl_pack_form (int argc, char **argv);

G_END_DECLS
