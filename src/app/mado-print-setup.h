/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-preferences.h"

G_BEGIN_DECLS

/**
 * MadoPrintSetup:
 *
 * How one kind of document is printed at this place: which printer, which
 * paper from which tray, both sides or one, how many copies. Kept as one
 * preference for each kind. Strings are the words that CUPS takes for its
 * standard options; "" leaves a thing to the printer.
 */
typedef enum
{
  MADO_PRINT_SLIP,     /* 手続き一覧 on A4 */
  MADO_PRINT_ISSUED,   /* what the city issues with this program: 受付票, 通知, 控え … */
  MADO_PRINT_DOCUMENT, /* documents that came from elsewhere */
  MADO_N_PRINTS,
} MadoPrintKind;

typedef struct
{
  char *printer; /* "" as A4_PRINTER says, for which "" is the system's */
  char *paper;   /* "A4", "A3", "A5", "B5" (JIS), "" */
  char *tray;    /* "Auto", "Tray1" …, "Manual", "" */
  char *sides;   /* "one-sided", "two-sided-long-edge", "two-sided-short-edge", "" */
  int   copies;  /* 1 to 99 */
} MadoPrintSetup;

/* What people call the kind; translated. */
const char     *mado_print_kind_name  (MadoPrintKind          kind);

/* A text that is damaged gives what is whole in it, the rest as unset. */
MadoPrintSetup *mado_print_setup_get  (MadoPreferences       *preferences,
                                       MadoPrintKind          kind);
/* One copy, the rest as @printer does by itself; "" the system's. */
MadoPrintSetup *mado_print_setup_new  (const char            *printer);
/* Sets the preference; the caller saves. */
void            mado_print_setup_set  (MadoPreferences       *preferences,
                                       MadoPrintKind          kind,
                                       const MadoPrintSetup  *setup);
void            mado_print_setup_free (MadoPrintSetup        *self);

/* (transfer full): "lp" and its arguments; it reads the file from its standard
 * input. @copies as the setup says. */
char          **mado_print_setup_to_lp (const MadoPrintSetup *self);
/* Gives @bytes to the system's print command and waits until it has taken
 * them. NEEDS_PERSON: it did not, and why. */
gboolean        mado_print_setup_send (const MadoPrintSetup  *self,
                                       GBytes                *bytes,
                                       GCancellable          *cancellable,
                                       GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPrintSetup, mado_print_setup_free)

G_END_DECLS
