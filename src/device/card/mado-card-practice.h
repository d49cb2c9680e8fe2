/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-random.h"
#include "device/card/mado-card-link.h"
#include "device/card/mado-practice-card.h"

G_BEGIN_DECLS

#define MADO_TYPE_CARD_PRACTICE (mado_card_practice_get_type ())
G_DECLARE_FINAL_TYPE (MadoCardPractice, mado_card_practice, MADO, CARD_PRACTICE, GObject)

/**
 * MadoCardPractice:
 *
 * A made-up card on the reader of a folder of training, command by command as a
 * real one answers: it knows the applications and files that this program
 * reads, opens them by their secrets, counts the tries in the folder, and is
 * gone at once when it is taken away. No signatures (JPKI), no pictures of the
 * residence card and no licence on an Individual Number Card: it says that it
 * has none. Only the card reading process has it, and only with --practice.
 */

/* NO_CARD: nothing lies there. READER_ERROR: @folder is none of training. */
MadoCardResult mado_card_practice_open (const char        *folder,
                                        MadoRandom        *random,
                                        MadoCardPractice **link);

G_END_DECLS
