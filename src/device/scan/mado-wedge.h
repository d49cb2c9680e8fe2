/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoWedge:
 *
 * Tells a keyboard-wedge scanner from a person. A scanner types a whole code in
 * one burst that begins with a prefix (MG1:, and MD1: of issued documents with it) and ends with Enter; a person
 * never types the prefix that fast. A pure state machine over keys and their
 * times; it sees keys before any input method does, so it does not matter
 * whether one is on.
 *
 * Keys that might be the prefix are held back. They are given back in order
 * the moment they turn out to be a person's (at the latest after
 * MADO_WEDGE_GAP_MS), or swallowed for good once the prefix is complete: no
 * part of a code ever reaches a text field.
 *
 * Caps Lock, full-width letters and scanners set to a US keyboard on a
 * Japanese one (or the other way round) are put right.
 */
#define MADO_WEDGE_GAP_MS   45   /* longest pause inside the prefix */
#define MADO_WEDGE_STALL_MS 400  /* longest pause inside the rest */
#define MADO_WEDGE_REST_MS  2000 /* after a stall: so long the rest of the code is looked for */
#define MADO_WEDGE_MAX      4096

typedef enum
{
  MADO_WEDGE_PASS,    /* a person's key: let it through */
  MADO_WEDGE_HOLD,    /* keep this key and say nothing yet */
  MADO_WEDGE_GIVE_BACK, /* a person after all: give back what was held, then this key */
  MADO_WEDGE_SWALLOW, /* part of a code; drop it and all that was held */
  MADO_WEDGE_CODE,    /* the code is complete: mado_wedge_get_code() */
  MADO_WEDGE_BROKEN,  /* a code broke off: say so, nothing was opened */
} MadoWedgeVerdict;

/* How the last code came, never what it was. */
typedef enum
{
  MADO_WEDGE_LAYOUT_SAME,
  MADO_WEDGE_LAYOUT_US_ON_JP, /* the scanner believes in a US keyboard, this computer has a Japanese one */
  MADO_WEDGE_LAYOUT_JP_ON_US, /* the other way round */
} MadoWedgeLayout;

typedef struct
{
  gboolean        whole;       /* FALSE: it broke off, or no Enter came */
  MadoWedgeLayout layout;      /* put right, but the scanner should be set */
  gboolean        small;       /* letters came small: Caps Lock */
  gboolean        wide;        /* full-width letters: something converts keys */
  guint           n_keys;
  guint           slowest_ms;  /* longest pause between two keys */
  gint64          ms;          /* from the first key to the last */
} MadoWedgeFacts;

typedef struct _MadoWedge MadoWedge;

MadoWedge        *mado_wedge_new        (const char *prefix);
void              mado_wedge_free       (MadoWedge  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoWedge, mado_wedge_free)
void              mado_wedge_set_prefix (MadoWedge  *self,
                                         const char *prefix);

/* A key was pressed. @c: its character, 0 for keys without one (Shift alone
 * need not be told); @ends: Enter or Tab. @now_ms: any steady clock. */
MadoWedgeVerdict  mado_wedge_key        (MadoWedge  *self,
                                         gunichar    c,
                                         gboolean    ends,
                                         gint64      now_ms);
/* Time passed without a key; GIVE_BACK, BROKEN, or PASS for nothing to do. */
MadoWedgeVerdict  mado_wedge_tick       (MadoWedge  *self,
                                         gint64      now_ms);
/* When to call mado_wedge_tick() at the latest; -1: no need. */
gint64            mado_wedge_deadline   (MadoWedge  *self);
/* The last code, in the form slips have ("MG1:…"). */
const char       *mado_wedge_get_code   (MadoWedge  *self);

/* Of the last code, or of what broke off. */
const MadoWedgeFacts *mado_wedge_get_facts (MadoWedge *self);

/* What a person pasted or an input method made of a scan: trimmed, half-width,
 * upper case, keyboard put right. NULL: this is not a code with @prefix. */
char             *mado_wedge_read_text  (const char *text,
                                         const char *prefix);

G_END_DECLS
