/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/*
 * Where the values of a paper go. 転出証明書 brings a whole household: each person
 * with reading, relation, domicile and head of register, both addresses, and the
 * day on which they meant to leave, which is proposed as the day of the move. An
 * insurer's papers bring the person, what he was insured by, and the end of that
 * insurance, which is where 国保 begins. The front of a card goes where a card goes that
 * a reader has read (mado-card-values.h); its number is nobody's but for who asks.
 */

/* Texts are borrowed, NULL: not on the paper. */
typedef struct
{
  const char *name;         /* parts parted by a space */
  const char *kana;
  const char *birth;        /* ISO date */
  const char *sex;          /* male, female */
  const char *relation;     /* as printed: 世帯主, 妻, 子 */
  const char *domicile;
  const char *domicile_head;
} MadoPaperPerson;

typedef struct
{
  const char *planned_date;
  const char *old_address;
  const char *new_address;
  const char *old_head;
  const char *new_head;
  const char *domicile;
  const char *domicile_head;
  const char *insurer;
  const char *insurance_symbol;
  const char *insurance_number;
  const char *lost_date;
} MadoPaperSheet;

/* What a residence card says beyond the person. */
typedef struct
{
  const char *nationality;
  const char *status;       /* 在留資格 */
  const char *until;        /* ISO date: 在留期間の満了日 */
  const char *card_number;
} MadoPaperStay;

/* Puts the person of a paper into @provider for the person @eid of the case. */
void mado_paper_values_place_person (MadoPack              *pack,
                                     const MadoPaperPerson *person,
                                     const char            *eid,
                                     MadoFixedProvider     *provider);
/* The rest of the sheet. The addresses go to a case of somebody who moves, the
 * insurance to the procedures of @reader that ask for it. The first domicile of
 * the persons stands for the household where the sheet has none of its own. */
void mado_paper_values_place_sheet  (MadoPack              *pack,
                                     const MadoEvent       *event,
                                     const MadoFormReader  *reader,
                                     const MadoPaperSheet  *sheet,
                                     MadoFixedProvider     *provider);
/* What a residence card says of @eid, as far as a procedure of @reader asks for it. */
void mado_paper_values_place_stay   (MadoPack              *pack,
                                     const MadoFormReader  *reader,
                                     const MadoPaperStay   *stay,
                                     const char            *eid,
                                     MadoFixedProvider     *provider);
/* The choice of @field that @relation means, or NULL. 長男, 二女 … are 子 (since
 * 1995: 住民基本台帳事務処理要領). */
const char *mado_paper_values_relation (const MadoField     *field,
                                        const char          *relation);

G_END_DECLS
