/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Who signs in while training. They stand on the sign-in page there, so that
 * nobody types a real password into it. */
#define MADO_TRAINEE          "9001"
#define MADO_TRAINEE_PASSWORD "renshu"
