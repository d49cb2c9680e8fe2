/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-wedge.h"

#include <string.h>

/*
 * States: IDLE — nothing held; PREFIX — the first characters of the prefix are
 * held; BODY — the prefix was complete, everything is swallowed until Enter.
 *
 * A code that stalls (a scanner by radio that loses its base for a moment) is
 * told as broken, but its rest may still come, without any prefix. So for a
 * while after that keys are held (REST): what then comes faster than a person
 * types is that rest, and is swallowed to its end (TAIL).
 *
 * Layouts: the prefix tells which keyboard the scanner believes in, because
 * its last character is a colon. US scanner, Japanese keyboard: ":" comes as
 * "+" (Shift+;), "+" as "~", "*" as "(". Japanese scanner, US keyboard: ":"
 * comes as "'", "+" as ":", "*" as "\"".
 */
typedef enum
{
  IDLE,
  PREFIX,
  BODY,
  REST,
  TAIL,
} State;

#define N_LAYOUTS 3

#define REST_KEYS 4 /* so many in a row are no person's */

struct _MadoWedge
{
  char    *prefix;
  State    state;
  GString *held;   /* as typed, folded to half-width upper case */
  gint64   last_ms;
  gint64   rest_until_ms; /* of a code that stalled; 0: there is none */
  char    *code;
  gint64   first_ms;
  MadoWedgeFacts facts;
};

/* What arrives for a colon, plus and asterisk of the code. */
static const struct
{
  char typed;
  char meant;
} swaps[N_LAYOUTS][4] = {
  [MADO_WEDGE_LAYOUT_US_ON_JP] = { { '+', ':' }, { '~', '+' }, { '(', '*' }, { 0 } },
  [MADO_WEDGE_LAYOUT_JP_ON_US] = { { '\'', ':' }, { ':', '+' }, { '"', '*' }, { 0 } },
};

/* What an input method writes for the code's signs. */
static gunichar
undo_kana_sign (gunichar c)
{
  switch (c)
    {
    case 0x30fc: /* ー */
    case 0x2212: /* − */
      return '-';
    case 0x3002: /* 。 */
      return '.';
    case 0x30fb: /* ・ */
      return '/';
    default:
      return c;
    }
}

static char
fold (gunichar c)
{
  c = undo_kana_sign (c);
  if (c >= 0xff01 && c <= 0xff5e)
    c -= 0xff01 - 0x21;
  if (c == 0x3000)
    c = ' ';

  return c >= 0x20 && c < 0x7f ? g_ascii_toupper ((char) c) : 0;
}

static char
put_right (char            c,
           MadoWedgeLayout layout)
{
  for (int i = 0; swaps[layout][i].typed; i++)
    if (swaps[layout][i].typed == c)
      return swaps[layout][i].meant;

  return c;
}

/* Slips begin with MG1:, documents that we issue with MD1: and are read as well. */
static gboolean
is_expected (const char *prefix,
             gsize       i,
             char        c)
{
  char expected = g_ascii_toupper (prefix[i]);

  return c == expected || (expected == 'G' && c == 'D' && i > 0 && g_ascii_toupper (prefix[i - 1]) == 'M');
}

static gboolean
matches (const char      *typed,
         gsize            length,
         const char      *prefix,
         MadoWedgeLayout  layout)
{
  for (gsize i = 0; i < length; i++)
    if (prefix[i] == '\0' || !is_expected (prefix, i, put_right (typed[i], layout)))
      return FALSE;

  return TRUE;
}

/* The layout under which @typed begins like the prefix; -1 if none. */
static int
find_layout (const char *typed,
             gsize       length,
             const char *prefix)
{
  for (int layout = 0; layout < N_LAYOUTS; layout++)
    if (matches (typed, length, prefix, layout))
      return layout;

  return -1;
}

MadoWedge *
mado_wedge_new (const char *prefix)
{
  MadoWedge *self = g_new0 (MadoWedge, 1);

  self->held = g_string_new (NULL);
  mado_wedge_set_prefix (self, prefix);

  return self;
}

void
mado_wedge_free (MadoWedge *self)
{
  g_string_free (self->held, TRUE);
  g_free (self->prefix);
  g_free (self->code);
  g_free (self);
}

void
mado_wedge_set_prefix (MadoWedge  *self,
                       const char *prefix)
{
  g_return_if_fail (prefix && *prefix);

  g_free (self->prefix);
  self->prefix = g_ascii_strup (prefix, -1);
  self->state = IDLE;
  g_string_truncate (self->held, 0);
}

/* --- how it came -------------------------------------------------------------------- */

static void
note_key (MadoWedge *self,
          gunichar   c,
          gint64     now_ms)
{
  MadoWedgeFacts *facts = &self->facts;

  if (self->state == IDLE || (self->state == REST && self->held->len == 0))
    {
      *facts = (MadoWedgeFacts) { 0 };
      self->first_ms = self->last_ms = now_ms;
    }
  facts->n_keys++;
  facts->small |= (c >= 'a' && c <= 'z') || (c >= 0xff41 && c <= 0xff5a);
  facts->wide |= c >= 0xff01 && c <= 0xff5e;
  facts->slowest_ms = MAX (facts->slowest_ms, (guint) MAX (0, now_ms - self->last_ms));
  facts->ms = now_ms - self->first_ms;
}

static void
note_layout (MadoWedge *self)
{
  self->facts.layout = (MadoWedgeLayout) MAX (0, find_layout (self->held->str, strlen (self->prefix), self->prefix));
}

const MadoWedgeFacts *
mado_wedge_get_facts (MadoWedge *self)
{
  return &self->facts;
}

/* --- the states ------------------------------------------------------------------------ */

static MadoWedgeVerdict
reset (MadoWedge        *self,
       MadoWedgeVerdict  verdict)
{
  self->state = IDLE;
  g_string_truncate (self->held, 0);

  return verdict;
}

/* A code stalled in the middle: its rest is waited for. */
static MadoWedgeVerdict
stall (MadoWedge *self,
       gint64     now_ms)
{
  note_layout (self);
  self->facts.whole = FALSE;
  self->rest_until_ms = now_ms + MADO_WEDGE_REST_MS;
  reset (self, MADO_WEDGE_BROKEN);
  self->state = REST;

  return MADO_WEDGE_BROKEN;
}

static MadoWedgeVerdict
begin (MadoWedge *self,
       char       c,
       gint64     now_ms)
{
  g_string_truncate (self->held, 0);
  g_string_append_c (self->held, c);
  self->last_ms = now_ms;
  if (find_layout (self->held->str, 1, self->prefix) < 0)
    return reset (self, MADO_WEDGE_PASS);

  self->state = strlen (self->prefix) == 1 ? BODY : PREFIX;

  return self->state == BODY ? MADO_WEDGE_SWALLOW : MADO_WEDGE_HOLD;
}

static MadoWedgeVerdict
go_on_with_prefix (MadoWedge *self,
                   char       c,
                   gint64     now_ms)
{
  if (now_ms - self->last_ms > MADO_WEDGE_GAP_MS)
    return reset (self, MADO_WEDGE_GIVE_BACK);

  g_string_append_c (self->held, c);
  self->last_ms = now_ms;
  if (find_layout (self->held->str, self->held->len, self->prefix) < 0)
    return reset (self, MADO_WEDGE_GIVE_BACK);
  if (self->held->len < strlen (self->prefix))
    return MADO_WEDGE_HOLD;

  self->state = BODY;

  return MADO_WEDGE_SWALLOW;
}

static MadoWedgeVerdict
finish (MadoWedge *self)
{
  note_layout (self);
  g_free (self->code);
  self->code = self->held->len <= MADO_WEDGE_MAX ? mado_wedge_read_text (self->held->str, self->prefix) : NULL;
  self->facts.whole = self->code && strlen (self->code) > strlen (self->prefix);

  return reset (self, self->facts.whole ? MADO_WEDGE_CODE : MADO_WEDGE_BROKEN);
}

static MadoWedgeVerdict
go_on_with_body (MadoWedge *self,
                 char       c,
                 gboolean   ends,
                 gint64     now_ms)
{
  self->last_ms = now_ms;
  if (ends)
    return finish (self);
  if (c && self->held->len <= MADO_WEDGE_MAX) /* one too many is kept: it is no code then */
    g_string_append_c (self->held, c);

  return MADO_WEDGE_SWALLOW;
}

/* A new code may begin here as well. */
static MadoWedgeVerdict
go_on_with_rest (MadoWedge *self,
                 char       c,
                 gboolean   ends,
                 gint64     now_ms)
{
  gboolean first = self->held->len == 0;
  int layout;

  if (!c && !ends)
    return first ? MADO_WEDGE_PASS : reset (self, MADO_WEDGE_GIVE_BACK);
  if (!first && now_ms - self->last_ms > MADO_WEDGE_GAP_MS)
    return reset (self, MADO_WEDGE_GIVE_BACK);
  if (ends) /* nobody hits a letter and Enter at once */
    return reset (self, first ? MADO_WEDGE_PASS : MADO_WEDGE_SWALLOW);

  g_string_append_c (self->held, c);
  self->last_ms = now_ms;
  layout = find_layout (self->held->str, self->held->len, self->prefix);
  if (layout >= 0 && self->held->len == strlen (self->prefix))
    self->state = BODY;
  else if (layout < 0 && self->held->len >= REST_KEYS)
    self->state = TAIL;

  return self->state == REST ? MADO_WEDGE_HOLD : MADO_WEDGE_SWALLOW;
}

static MadoWedgeVerdict
go_on_with_tail (MadoWedge *self,
                 gboolean   ends,
                 gint64     now_ms)
{
  self->last_ms = now_ms;

  return ends ? reset (self, MADO_WEDGE_SWALLOW) : MADO_WEDGE_SWALLOW;
}

/* What stood still for too long is over before the next key is looked at. */
static void
let_go (MadoWedge *self,
        gint64     now_ms)
{
  if (self->state == BODY && now_ms - self->last_ms > MADO_WEDGE_STALL_MS)
    stall (self, now_ms);
  if (self->state == TAIL && now_ms - self->last_ms > MADO_WEDGE_STALL_MS)
    reset (self, MADO_WEDGE_PASS);
  if (self->state == REST && self->held->len == 0 && now_ms > self->rest_until_ms)
    reset (self, MADO_WEDGE_PASS);
}

MadoWedgeVerdict
mado_wedge_key (MadoWedge *self,
                gunichar   c,
                gboolean   ends,
                gint64     now_ms)
{
  char folded = ends ? 0 : fold (c);

  let_go (self, now_ms);
  if (folded)
    note_key (self, c, now_ms);
  if (self->state == BODY)
    return go_on_with_body (self, folded, ends, now_ms);
  if (self->state == TAIL)
    return go_on_with_tail (self, ends, now_ms);
  if (self->state == REST)
    return go_on_with_rest (self, folded, ends, now_ms);
  if (!folded)
    return self->state == PREFIX ? reset (self, MADO_WEDGE_GIVE_BACK) : MADO_WEDGE_PASS;
  if (self->state == PREFIX)
    return go_on_with_prefix (self, folded, now_ms);

  return begin (self, folded, now_ms);
}

MadoWedgeVerdict
mado_wedge_tick (MadoWedge *self,
                 gint64     now_ms)
{
  if ((self->state == PREFIX || (self->state == REST && self->held->len > 0)) && now_ms - self->last_ms > MADO_WEDGE_GAP_MS)
    return reset (self, MADO_WEDGE_GIVE_BACK);
  if (self->state == BODY && now_ms - self->last_ms > MADO_WEDGE_STALL_MS)
    return stall (self, now_ms);
  let_go (self, now_ms);

  return MADO_WEDGE_PASS;
}

gint64
mado_wedge_deadline (MadoWedge *self)
{
  if (self->state == PREFIX || (self->state == REST && self->held->len > 0))
    return self->last_ms + MADO_WEDGE_GAP_MS + 1;
  if (self->state == BODY)
    return self->last_ms + MADO_WEDGE_STALL_MS + 1;

  return -1;
}

const char *
mado_wedge_get_code (MadoWedge *self)
{
  return self->code;
}

char *
mado_wedge_read_text (const char *text,
                      const char *prefix)
{
  g_autoptr (GString) out = g_string_new (NULL);
  int layout;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' || c == '\n' || c == '\t')
        continue;
      if (!fold (c))
        return NULL;
      g_string_append_c (out, fold (c));
    }
  while (out->len > 0 && out->str[0] == ' ')
    g_string_erase (out, 0, 1);

  if (out->len < strlen (prefix))
    return NULL;
  layout = find_layout (out->str, strlen (prefix), prefix);
  if (layout < 0)
    return NULL;
  for (gsize i = 0; i < out->len; i++)
    out->str[i] = put_right (out->str[i], layout);

  return g_strdup (out->str);
}
