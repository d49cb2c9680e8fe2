/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-marked-text.h"

#include <string.h>

#include "core/stats/mado-plan-compare.h"

static const char *const level_tags[] = { "level-0", "level-1", "level-2", "level-3" };

void
mado_marked_text_prepare (GtkTextBuffer *buffer)
{
  for (int i = 0; i < 4; i++)
    gtk_text_buffer_create_tag (buffer, level_tags[i], "left-margin", 8 + MAX (0, i - 1) * 22, "indent", i == 0 ? 0 : -15, NULL);
  gtk_text_buffer_create_tag (buffer, "heading", "weight", PANGO_WEIGHT_BOLD, "pixels-above-lines", 8, NULL);
  gtk_text_buffer_create_tag (buffer, "deleted", "strikethrough", TRUE, "background-rgba", &(GdkRGBA) { .5, .5, .5, .22 }, NULL);
  gtk_text_buffer_create_tag (buffer, "inserted", "underline", PANGO_UNDERLINE_SINGLE,
                              "background-rgba", &(GdkRGBA) { .98, .66, .15, .25 }, NULL);
}

static void
append (GtkTextBuffer *buffer,
        const char    *text,
        const char    *tag /* nullable */,
        guint          level)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, level_tags[MIN (level, 3)], tag, NULL);
}

static void
end_line (GtkTextBuffer *buffer)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (!gtk_text_iter_starts_line (&end) || gtk_text_iter_get_offset (&end) == 0)
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
}

static void
append_whole (GtkTextBuffer      *buffer,
              const MadoPlanLine *line,
              const char         *tag)
{
  g_autofree char *printed = mado_plan_line_dup_printed (line);

  append (buffer, printed, tag, line->level);
  end_line (buffer);
}

static const MadoPlanSpan *
span_at (GArray *spans,
         guint   n)
{
  return n < spans->len ? &g_array_index (spans, MadoPlanSpan, n) : NULL;
}

/* Bytes from @at that both texts share. */
static int
common_length (const MadoPlanSpan *gone,
               int                 older_at,
               int                 older_length,
               const MadoPlanSpan *come,
               int                 newer_at,
               int                 newer_length)
{
  int left = (gone ? gone->from : older_length) - older_at, right = (come ? come->from : newer_length) - newer_at;

  return MAX (0, MIN (left, right));
}

static void
append_bytes (GtkTextBuffer *buffer,
              const char    *text,
              int            length,
              const char    *tag,
              guint          level)
{
  g_autofree char *piece = g_strndup (text, (gsize) length);

  if (length > 0)
    append (buffer, piece, tag, level);
}

/* What goes stands in front of what comes in its place. */
static void
append_pair (GtkTextBuffer          *buffer,
             const MadoPlanLinePair *pair)
{
  g_autofree char *from = mado_plan_line_dup_printed (pair->older);
  g_autofree char *to = mado_plan_line_dup_printed (pair->newer);
  int older_length = (int) strlen (from), newer_length = (int) strlen (to), i = 0, j = 0;
  guint n_gone = 0, n_come = 0, level = pair->newer->level;

  while (i < older_length || j < newer_length)
    {
      const MadoPlanSpan *gone = span_at (pair->only_older, n_gone), *come = span_at (pair->only_newer, n_come);
      int common = common_length (gone, i, older_length, come, j, newer_length);

      if (memcmp (from + i, to + j, (size_t) common) != 0 || (common == 0 && !(gone && gone->from == i) && !(come && come->from == j)))
        break;
      append_bytes (buffer, to + j, common, NULL, level);
      i += common;
      j += common;
      if (gone && gone->from == i)
        {
          append_bytes (buffer, from + i, gone->until - gone->from, "deleted", level);
          i = gone->until;
          n_gone++;
        }
      else if (come && come->from == j)
        {
          append_bytes (buffer, to + j, come->until - come->from, "inserted", level);
          j = come->until;
          n_come++;
        }
    }
  /* Nothing is left out, whatever the spans say. */
  append_bytes (buffer, from + i, older_length - i, "deleted", level);
  append_bytes (buffer, to + j, newer_length - j, "inserted", level);
  end_line (buffer);
}

guint
mado_marked_text_append (GtkTextBuffer *buffer,
                         GPtrArray     *older,
                         GPtrArray     *newer)
{
  g_autoptr (GPtrArray) pairs = mado_plan_lines_compare (older, newer);
  guint n = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const MadoPlanLinePair *pair = pairs->pdata[i];

      n += mado_plan_line_pair_differs (pair);
      if (pair->older && pair->newer)
        append_pair (buffer, pair);
      else
        append_whole (buffer, pair->newer ? pair->newer : pair->older, pair->newer ? "inserted" : "deleted");
    }

  return n;
}

guint
mado_marked_text_show (GtkTextBuffer *buffer,
                       GPtrArray     *older,
                       GPtrArray     *newer)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  gtk_text_buffer_set_text (buffer, "", 0);

  return mado_marked_text_append (buffer, older ? older : none, newer);
}

void
mado_marked_text_heading (GtkTextBuffer *buffer,
                          const char    *text)
{
  append (buffer, text, "heading", 0);
  end_line (buffer);
}
