/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/stats/mado-plan-compare.h"

#include "core/model/mado-plan-match.h"

#include <string.h>

/* --- characters --------------------------------------------------------------------- */

#define MAX_CELLS (4 * 1000 * 1000)
/* Equal stretches shorter than this between two changes are part of them. */
#define LEAST_EQUAL 2

static void
add_span (GArray *spans,
          int     from,
          int     until)
{
  MadoPlanSpan *last = spans->len > 0 ? &g_array_index (spans, MadoPlanSpan, spans->len - 1) : NULL;
  MadoPlanSpan span = { from, until };

  if (last != NULL && last->until == from)
    last->until = until;
  else
    g_array_append_val (spans, span);
}

/* FALSE: [from, until) of @a and the rest of @b are not equal but in these. */
static guint16 *
lengths (const gunichar *a,
         gsize           na,
         const gunichar *b,
         gsize           nb)
{
  guint16 *table = g_new0 (guint16, (na + 1) * (nb + 1));

  for (gsize i = na; i-- > 0;)
    for (gsize k = nb; k-- > 0;)
      table[i * (nb + 1) + k] = a[i] == b[k] ? (guint16) (table[(i + 1) * (nb + 1) + k + 1] + 1)
                                             : MAX (table[(i + 1) * (nb + 1) + k], table[i * (nb + 1) + k + 1]);
  return table;
}

/* Marks which characters both have. */
static void
mark_equal (const gunichar *a,
            gsize           na,
            const gunichar *b,
            gsize           nb,
            gboolean       *in_a,
            gboolean       *in_b)
{
  g_autofree guint16 *table = NULL;
  gsize i = 0;
  gsize k = 0;

  if ((na + 1) * (nb + 1) > MAX_CELLS)
    return; /* all of it is another text */
  table = lengths (a, na, b, nb);
  while (i < na && k < nb)
    if (a[i] == b[k])
      in_a[i++] = in_b[k++] = TRUE;
    else if (table[(i + 1) * (nb + 1) + k] >= table[i * (nb + 1) + k + 1])
      i++;
    else
      k++;
}

/* Single equal characters within a change tell a reader nothing. */
static void
drop_crumbs (gboolean *equal,
             gsize     n)
{
  for (gsize i = 0; i < n;)
    {
      gsize until = i;

      while (until < n && equal[until])
        until++;
      if (until - i > 0 && until - i < LEAST_EQUAL && i > 0 && until < n)
        memset (equal + i, 0, (until - i) * sizeof *equal);
      i = MAX (until, i + 1);
    }
}

static GArray *
collect (const char     *text,
         const gboolean *equal,
         gsize           head)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (MadoPlanSpan));
  const char *p = text + head;

  for (gsize i = 0; *p != 0; i++)
    {
      const char *next = g_utf8_next_char (p);

      if (equal == NULL || !equal[i])
        add_span (spans, (int) (p - text), (int) (next - text));
      p = next;
    }
  return spans;
}

void
mado_plan_text_differ (const char  *older,
                       const char  *newer,
                       GArray     **only_older,
                       GArray     **only_newer)
{
  gsize head = 0;
  glong na;
  glong nb;
  g_autofree gunichar *a = NULL;
  g_autofree gunichar *b = NULL;
  g_autofree gboolean *in_a = NULL;
  g_autofree gboolean *in_b = NULL;

  while (older[head] != 0 && older[head] == newer[head])
    head++;
  while (head > 0 && ((guchar) older[head] & 0xc0) == 0x80)
    head--;
  a = g_utf8_to_ucs4_fast (older + head, -1, &na);
  b = g_utf8_to_ucs4_fast (newer + head, -1, &nb);
  in_a = g_new0 (gboolean, (gsize) na + 1);
  in_b = g_new0 (gboolean, (gsize) nb + 1);
  mark_equal (a, (gsize) na, b, (gsize) nb, in_a, in_b);
  drop_crumbs (in_a, (gsize) na);
  drop_crumbs (in_b, (gsize) nb);
  *only_older = collect (older, in_a, head);
  *only_newer = collect (newer, in_b, head);
}

/* --- lines ------------------------------------------------------------------------------ */

static void
pair_free (gpointer data)
{
  MadoPlanLinePair *self = data;

  g_clear_pointer (&self->only_older, g_array_unref);
  g_clear_pointer (&self->only_newer, g_array_unref);
  g_free (self);
}

static GArray *
whole_text (const char *text)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (MadoPlanSpan));

  if (*text != 0)
    add_span (spans, 0, (int) strlen (text));
  return spans;
}

static void
add_pair (GPtrArray          *pairs,
          const MadoPlanLine *older,
          const MadoPlanLine *newer)
{
  MadoPlanLinePair *pair = g_new0 (MadoPlanLinePair, 1);
  g_autofree char *before = older != NULL ? mado_plan_line_dup_printed (older) : g_strdup ("");
  g_autofree char *after = newer != NULL ? mado_plan_line_dup_printed (newer) : g_strdup ("");

  pair->older = older;
  pair->newer = newer;
  if (older != NULL && newer != NULL)
    mado_plan_text_differ (before, after, &pair->only_older, &pair->only_newer);
  else
    {
      pair->only_older = whole_text (before);
      pair->only_newer = whole_text (after);
    }
  g_ptr_array_add (pairs, pair);
}

gboolean
mado_plan_line_pair_differs (const MadoPlanLinePair *pair)
{
  return pair->only_older->len > 0 || pair->only_newer->len > 0 || pair->older == NULL || pair->newer == NULL ||
         pair->older->level != pair->newer->level;
}

GPtrArray *
mado_plan_lines_compare (GPtrArray *older,
                         GPtrArray *newer)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (pair_free);
  g_autoptr (GArray) match = mado_plan_lines_match (older, newer);
  guint i = 0;

  for (guint k = 0; k < newer->len; k++)
    {
      int place = g_array_index (match, int, k);

      for (; place >= 0 && i < (guint) place; i++)
        add_pair (pairs, older->pdata[i], NULL);
      add_pair (pairs, place >= 0 ? older->pdata[place] : NULL, newer->pdata[k]);
      if (place >= 0)
        i = (guint) place + 1;
    }
  for (; i < older->len; i++)
    add_pair (pairs, older->pdata[i], NULL);
  return pairs;
}

/* --- rows ----------------------------------------------------------------------------------- */

static gboolean
lines_differ (GPtrArray *a,
              GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    {
      const MadoPlanLine *one = a->pdata[i];
      const MadoPlanLine *two = b->pdata[i];

      if (one->level != two->level || g_strcmp0 (one->marker, two->marker) != 0 || strcmp (one->text, two->text) != 0)
        return TRUE;
    }
  return a->len != b->len;
}

static gboolean
rows_differ (const MadoInitiative *a,
             const MadoInitiative *b)
{
  return strcmp (a->title, b->title) != 0 || lines_differ (a->summary, b->summary) || lines_differ (a->status, b->status) ||
         !g_strv_equal ((const char *const *) a->departments, (const char *const *) b->departments);
}

static const MadoInitiative *
find_same (const MadoPlanBook   *book,
           const MadoInitiative *row)
{
  const MadoInitiative *found = mado_plan_book_find_initiative (book, &row->id);

  if (found == NULL && !mado_id_is_null (&row->previous))
    found = mado_plan_book_find_initiative (book, &row->previous);
  /* Books that were read from files have no ids of records in common. */
  if (found == NULL && row->no > 0)
    found = mado_plan_book_find_no (book, row->no);
  return found;
}

static gboolean
has_next (const MadoPlanBook   *newer,
          const MadoInitiative *row)
{
  for (guint i = 0; i < newer->initiatives->len; i++)
    {
      const MadoInitiative *other = newer->initiatives->pdata[i];

      if (mado_id_equal (&other->id, &row->id) || mado_id_equal (&other->previous, &row->id) ||
          (row->no > 0 && other->no == row->no))
        return TRUE;
    }
  return FALSE;
}

GArray *
mado_plan_books_compare (const MadoPlanBook *older,
                         const MadoPlanBook *newer)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (MadoPlanRowPair));

  for (guint i = 0; i < newer->initiatives->len; i++)
    {
      const MadoInitiative *row = newer->initiatives->pdata[i];
      MadoPlanRowPair pair = { find_same (older, row), row };

      if (pair.older == NULL || rows_differ (pair.older, row))
        g_array_append_val (pairs, pair);
    }
  for (guint i = 0; i < older->initiatives->len; i++)
    {
      MadoPlanRowPair pair = { older->initiatives->pdata[i], NULL };

      if (!has_next (newer, pair.older))
        g_array_append_val (pairs, pair);
    }
  return pairs;
}
