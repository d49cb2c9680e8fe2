/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-case-state.h"

#include <string.h>

/* --- words ---------------------------------------------------------------------- */

static const char *const state_names[] = {
  "", "guided", "filled", "signed", "accepted", "entered", "checked", "closed",
  "held", "forwarded", "not_applicable", "withdrawn", "refused", "",
};

static const char *const added_names[] = { "", "guided", "picked", "declined", "unsure" };

static const char *const authority_names[] = {
  "", "self", "household", "statutory", "letter", "messenger",
};

/* Place of @text in @names, 0 for an empty or unknown word. */
static guint
find_word (const char *const *names,
           guint              n,
           const char        *text)
{
  for (guint i = 1; text != NULL && *text != 0 && i < n; i++)
    if (strcmp (names[i], text) == 0)
      return i;
  return 0;
}

#define FIND(names, text) find_word (names, G_N_ELEMENTS (names), text)
#define NAME(names, i) ((guint) (i) < G_N_ELEMENTS (names) ? names[i] : "")

const char *
mado_proc_state_to_string (MadoProcState state)
{
  return NAME (state_names, state);
}

MadoProcState
mado_proc_state_from_string (const char *text)
{
  guint found = FIND (state_names, text);

  if (found == 0 && text != NULL && *text != 0)
    return MADO_STATE_OTHER;
  return (MadoProcState) found;
}

const char *
mado_proc_added_to_string (MadoProcAdded added)
{
  return NAME (added_names, added);
}

MadoProcAdded
mado_proc_added_from_string (const char *text)
{
  return (MadoProcAdded) FIND (added_names, text);
}

const char *
mado_authority_to_string (MadoAuthority authority)
{
  return NAME (authority_names, authority);
}

MadoAuthority
mado_authority_from_string (const char *text)
{
  return (MadoAuthority) FIND (authority_names, text);
}

const char *const *
mado_case_mark_names (void)
{
  static const char *const names[] = {
    MADO_MARK_ARRIVED, MADO_MARK_CALLED, MADO_MARK_OPENED, MADO_MARK_FIRST_ENTRY,
    MADO_MARK_SIGNED, MADO_MARK_ACCEPTED, MADO_MARK_FORWARDED, MADO_MARK_LEFT, NULL,
  };

  return names;
}

/* --- steps ------------------------------------------------------------------------- */

/*
 * From each state the states that one step may lead to.
 *
 * Forward steps may jump (a paper form is accepted without having been signed
 * here; a certificate is handed over at once). One step back is a correction:
 * a second check that fails goes back to entry, a changed declaration back to
 * filling. What stands beside the way (held, forwarded) goes on where it
 * stood. Final states are taken back only to where they can be decided anew.
 * Refusing (不受理) is for what was brought, so not for a mere entry of the
 * list. A word of a newer program can be left for anything known.
 */
#define S(state) (1u << MADO_STATE_##state)

static const guint beside = S (HELD) | S (FORWARDED) | S (NOT_APPLICABLE) | S (WITHDRAWN);

static guint
followers (MadoProcState from)
{
  switch (from)
    {
    case MADO_STATE_NONE:
      return S (GUIDED) | S (FILLED) | S (NOT_APPLICABLE) | S (FORWARDED);
    case MADO_STATE_GUIDED:
      return S (FILLED) | S (SIGNED) | S (ACCEPTED) | beside;
    case MADO_STATE_FILLED:
      return S (GUIDED) | S (SIGNED) | S (ACCEPTED) | S (REFUSED) | beside;
    case MADO_STATE_SIGNED:
      return S (FILLED) | S (ACCEPTED) | S (REFUSED) | beside;
    case MADO_STATE_ACCEPTED:
      return S (FILLED) | S (SIGNED) | S (ENTERED) | S (CHECKED) | S (CLOSED) | S (REFUSED) | beside;
    case MADO_STATE_ENTERED:
      return S (ACCEPTED) | S (CHECKED) | S (CLOSED) | S (HELD) | S (WITHDRAWN);
    case MADO_STATE_CHECKED:
      return S (ENTERED) | S (CLOSED) | S (HELD);
    case MADO_STATE_CLOSED:
      return S (CHECKED);
    case MADO_STATE_HELD:
      return S (GUIDED) | S (FILLED) | S (SIGNED) | S (ACCEPTED) | S (ENTERED) | S (CHECKED) | S (REFUSED) |
             (beside & ~S (HELD));
    case MADO_STATE_FORWARDED:
      return S (GUIDED) | S (FILLED) | S (SIGNED) | S (ACCEPTED) | S (CLOSED) | S (REFUSED) | (beside & ~S (FORWARDED));
    case MADO_STATE_NOT_APPLICABLE:
    case MADO_STATE_WITHDRAWN:
      return S (GUIDED) | S (FILLED);
    case MADO_STATE_REFUSED:
      return S (FILLED) | S (ACCEPTED) | S (WITHDRAWN);
    case MADO_STATE_OTHER:
    default:
      return ~(S (NONE) | S (OTHER));
    }
}

gboolean
mado_proc_state_may_follow (MadoProcState from,
                            MadoProcState to)
{
  return to > MADO_STATE_NONE && to < MADO_STATE_OTHER && from != to && (followers (from) & (1u << to)) != 0;
}

gboolean
mado_proc_state_is_final (MadoProcState state)
{
  return state == MADO_STATE_CLOSED || state == MADO_STATE_NOT_APPLICABLE || state == MADO_STATE_WITHDRAWN ||
         state == MADO_STATE_REFUSED;
}

gboolean
mado_proc_state_is_accepted (MadoProcState state)
{
  return state >= MADO_STATE_ACCEPTED && state <= MADO_STATE_CLOSED;
}

gboolean
mado_proc_state_needs_reason (MadoProcState state)
{
  return state >= MADO_STATE_HELD && state <= MADO_STATE_REFUSED;
}
