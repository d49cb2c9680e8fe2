/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-match.h"

#include "core/base/mado-text.h"

#include <string.h>

/* More than this is matched by place alone; no person writes such a row. */
#define MAX_CELLS (4 * 1000 * 1000)

static gboolean
is_same (const MadoPlanLine *a,
         const MadoPlanLine *b)
{
  return a->kind == b->kind && a->level == b->level && g_strcmp0 (a->marker, b->marker) == 0 && strcmp (a->text, b->text) == 0;
}

/* Length of the longest common sequence of each pair of rests. */
static guint16 *
common_lengths (GPtrArray *older,
                GPtrArray *newer)
{
  gsize width = newer->len + 1;
  guint16 *table = g_new0 (guint16, (older->len + 1) * width);

  for (guint i = older->len; i-- > 0;)
    for (guint k = newer->len; k-- > 0;)
      table[i * width + k] = is_same (older->pdata[i], newer->pdata[k])
                               ? (guint16) (table[(i + 1) * width + k + 1] + 1)
                               : MAX (table[(i + 1) * width + k], table[i * width + k + 1]);
  return table;
}

/* Changed lines between two equal ones. */
static void
match_gap (GPtrArray *older,
           guint      from,
           guint      until,
           GPtrArray *newer,
           GArray    *found,
           guint      new_from,
           guint      new_until)
{
  guint i = from;

  for (guint k = new_from; k < new_until; k++)
    for (guint j = i; j < until; j++)
      {
        const MadoPlanLine *one = older->pdata[j];
        const MadoPlanLine *two = newer->pdata[k];

        if (one->kind != two->kind ||
            (until - from != new_until - new_from && mado_plan_text_likeness (one->text, two->text) < 0.4))
          continue;
        g_array_index (found, int, k) = (int) j;
        i = j + 1;
        break;
      }
}

GArray *
mado_plan_lines_match (GPtrArray *older,
                       GPtrArray *newer)
{
  GArray *found = g_array_sized_new (FALSE, FALSE, sizeof (int), newer->len);
  gsize width = newer->len + 1;
  g_autofree guint16 *table = NULL;
  guint i = 0;
  guint k = 0;
  guint from = 0;
  guint new_from = 0;

  g_array_set_size (found, newer->len);
  for (guint n = 0; n < newer->len; n++)
    g_array_index (found, int, n) = -1;
  if ((older->len + 1) * width > MAX_CELLS)
    {
      match_gap (older, 0, older->len, newer, found, 0, newer->len);
      return found;
    }
  table = common_lengths (older, newer);
  while (i < older->len && k < newer->len)
    if (is_same (older->pdata[i], newer->pdata[k]))
      {
        match_gap (older, from, i, newer, found, new_from, k);
        g_array_index (found, int, k) = (int) i;
        from = ++i;
        new_from = ++k;
      }
    else if (table[(i + 1) * width + k] >= table[i * width + k + 1])
      i++;
    else
      k++;
  match_gap (older, from, older->len, newer, found, new_from, newer->len);
  return found;
}

double
mado_plan_text_likeness (const char *a,
                         const char *b)
{
  gsize la = strlen (a);
  gsize lb = strlen (b);
  gsize head = 0;
  gsize tail = 0;

  while (head < la && head < lb && a[head] == b[head])
    head++;
  while (tail < la - head && tail < lb - head && a[la - 1 - tail] == b[lb - 1 - tail])
    tail++;
  return la + lb == 0 ? 1 : 2.0 * (double) (head + tail) / (double) (la + lb);
}

#define MAX_LETTERS 64

guint
mado_plan_text_distance (const char *a,
                         const char *b,
                         guint       most)
{
  g_autofree char *one = mado_text_fold_width (a);
  g_autofree char *two = mado_text_fold_width (b);
  g_autofree gunichar *x = g_utf8_to_ucs4_fast (one, -1, NULL);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast (two, -1, NULL);
  glong nx = g_utf8_strlen (one, -1);
  glong ny = g_utf8_strlen (two, -1);
  guint row[MAX_LETTERS + 1];

  if (nx > MAX_LETTERS || ny > MAX_LETTERS || (guint) ABS (nx - ny) > most)
    return strcmp (one, two) == 0 ? 0 : most + 1;
  for (glong k = 0; k <= ny; k++)
    row[k] = (guint) k;
  for (glong i = 1; i <= nx; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (glong k = 1; k <= ny; k++)
        {
          guint changed = diagonal + (x[i - 1] != y[k - 1]);

          diagonal = row[k];
          row[k] = MIN (MIN (row[k], row[k - 1]) + 1, changed);
        }
    }
  return MIN (row[ny], most + 1);
}
