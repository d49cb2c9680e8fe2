/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/*
 * Where a card's values go. A card is one person's, and what it shows was
 * registered last: it has no reading, no relation to the head and no registered
 * domicile, and its address is the *old* one of a person who moves. Each event
 * of the pack says where that address goes (card_address): "old", "addr" for
 * the present one, or nothing. It never goes to the new address, whatever a
 * pack says.
 *
 * With a death (mourning) a card is that of the visitor: it fills his name and
 * the identity check, never a person of the household.
 */

/* What was read of a card; texts are borrowed, "" or NULL: not read. */
typedef struct
{
  const char *name;     /* family and given name parted by a space of any width */
  const char *address;
  const char *birth;    /* ISO date */
  const char *sex;      /* "1" male, "2" female */
  const char *expiry;   /* ISO date, of the card */
  const char *proof;    /* its code in the list of identity documents: "mn_card", "licence", "residence_card" */
  guint       name_missing;    /* characters that stand as 〓: the text is not proposed */
  guint       address_missing;
} MadoCardPerson;

/* Whose line of the household table the card is: the same name (variant kanji
 * are one), else the same birth date with no name yet, else a line without
 * either. NULL: none of them, a new line is wanted. Borrowed. */
const char *mado_card_values_find_person (const MadoFormReader *reader,
                                          const MadoCardPerson *card);

/* Puts what the card knows into @provider, for the person @eid (NULL: for no
 * person). Fields that the pack does not have are left out. @event may be NULL:
 * not chosen yet, and the address goes nowhere. */
void        mado_card_values_place       (MadoPack             *pack,
                                          const MadoEvent      *event,
                                          const MadoFormReader *reader,
                                          const MadoCardPerson *card,
                                          const char           *eid,
                                          MadoFixedProvider    *provider);

/* The card was valid on @today (ISO). One without an expiry is. */
gboolean    mado_card_values_is_valid    (const MadoCardPerson *card,
                                          const char           *today);

/* Of the proposals of the card, how many stand against another value, and not
 * only in an empty field: what has to be pointed out. */
guint       mado_card_values_count_differences (MadoProposals *proposals);

G_END_DECLS
