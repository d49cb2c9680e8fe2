/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-text.h"

#include <string.h>

/* --- characters -------------------------------------------------------------- */

static gboolean
is_one_of (gunichar          c,
           const char       *set)
{
  for (const char *p = set; *p != 0; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) == c)
      return TRUE;
  return FALSE;
}

static gboolean
is_digit (gunichar c)
{
  return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

static const char *
skip_spaces (const char *p)
{
  while (*p == ' ' || *p == '\t' || g_utf8_get_char (p) == 0x3000)
    p = g_utf8_next_char (p);
  return p;
}

/* Levels that the indentation stands for. */
static const char *
read_indent (const char *line,
             guint      *depth)
{
  guint halves = 0;

  for (;; line = g_utf8_next_char (line))
    {
      gunichar c = g_utf8_get_char (line);

      if (c == 0x3000 || c == '\t')
        halves += 2;
      else if (c == ' ')
        halves++;
      else
        break;
    }
  *depth = halves / 2;
  return line;
}

static gsize
length_without_end (const char *line)
{
  const char *end = line + strlen (line);

  while (end > line)
    {
      const char *last = g_utf8_prev_char (end);
      gunichar c = g_utf8_get_char (last);

      if (c != ' ' && c != '\t' && c != '\r' && c != 0x3000)
        break;
      end = last;
    }
  return (gsize) (end - line);
}

/* The whole line stands between these two, which do not close before its end. */
static gboolean
is_enclosed (const char *text,
             gunichar    open,
             gunichar    close)
{
  int depth = 0;

  if (g_utf8_get_char (text) != open)
    return FALSE;
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      depth += c == open;
      depth -= c == close;
      if (depth == 0)
        return *g_utf8_next_char (p) == 0;
    }
  return FALSE;
}

/* --- kinds -------------------------------------------------------------------- */

/* Bytes of a marker at the beginning, 0 if there is none; spaces behind it are
 * its own, so that the text begins with a word. */
static gsize
read_marker (const char       *text,
             MadoPlanLineKind *kind)
{
  const char *p = text;
  gunichar c = g_utf8_get_char (text);

  if (is_one_of (c, "○〇◯●"))
    *kind = MADO_PLAN_LINE_ITEM;
  else if (is_one_of (c, "・･•"))
    *kind = MADO_PLAN_LINE_SUBITEM;
  else if (is_one_of (c, "※⇒"))
    *kind = MADO_PLAN_LINE_NOTE;
  else if (c >= 0x2460 && c <= 0x2473) /* ① to ⑳ */
    *kind = MADO_PLAN_LINE_SUBITEM;
  else if (is_digit (c))
    {
      for (guint i = 0; i < 3 && is_digit (g_utf8_get_char (p)); i++)
        p = g_utf8_next_char (p);
      /* １．… but not 1.5 */
      if (!is_one_of (g_utf8_get_char (p), "．.") || is_digit (g_utf8_get_char (g_utf8_next_char (p))))
        return 0;
      *kind = MADO_PLAN_LINE_SUBITEM;
    }
  else
    return 0;
  return (gsize) (skip_spaces (g_utf8_next_char (p)) - text);
}

/* （総務課、市民課）: ids if every name is a department's. */
static char **
read_departments (const char             *text,
                  MadoPlanFindDepartment  find,
                  gpointer                data)
{
  g_autofree char *inner = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (find == NULL || !is_enclosed (text, 0xff08, 0xff09))
    return NULL;
  inner = g_strndup (text + strlen ("（"), strlen (text) - strlen ("（）"));
  names = g_strsplit (inner, "、", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *id = find (names[i], data);

      if (id == NULL)
        return NULL;
      g_strv_builder_add (ids, id);
    }
  return names[0] != NULL ? g_strv_builder_end (ids) : NULL;
}

static MadoPlanLineKind
kind_without_marker (const char   *text,
                     MadoPlanText  where)
{
  if (is_enclosed (text, 0x3010, 0x3011))
    return MADO_PLAN_LINE_HEADING;
  if (is_enclosed (text, 0xff1c, 0xff1e))
    return MADO_PLAN_LINE_SUBHEADING;
  if (is_enclosed (text, 0xff08, 0xff09) || is_enclosed (text, '(', ')'))
    return MADO_PLAN_LINE_NOTE;
  if (where == MADO_PLAN_STATUS && g_str_has_prefix (text, "基本目標") && g_str_has_suffix (text, "（再掲）"))
    return MADO_PLAN_LINE_REPOST;
  return MADO_PLAN_LINE_TEXT;
}

static guint
level_of (MadoPlanLineKind kind,
          MadoPlanText     where,
          guint            depth)
{
  guint least = where == MADO_PLAN_STATUS && (kind == MADO_PLAN_LINE_SUBITEM || kind == MADO_PLAN_LINE_SUBHEADING ||
                                              kind == MADO_PLAN_LINE_NOTE) ? 2 : 1;

  if (kind == MADO_PLAN_LINE_HEADING || kind == MADO_PLAN_LINE_DEPARTMENT)
    return 0;
  return CLAMP (depth + 1, least, MADO_PLAN_MAX_LEVEL);
}

MadoPlanLine *
mado_plan_line_parse (const char             *line,
                      guint                   level,
                      MadoPlanText            text,
                      MadoPlanFindDepartment  find,
                      gpointer                data)
{
  MadoPlanLineKind kind = MADO_PLAN_LINE_TEXT;
  gsize marked = read_marker (line, &kind);
  g_auto (GStrv) departments = marked == 0 ? read_departments (line, find, data) : NULL;
  g_autofree char *marker = marked > 0 ? g_strndup (line, marked) : NULL;
  MadoPlanLine *made;

  if (departments != NULL)
    kind = MADO_PLAN_LINE_DEPARTMENT;
  else if (marked == 0)
    kind = kind_without_marker (line, text);
  made = mado_plan_line_new (level_of (kind, text, level > 0 ? level - 1 : 0), kind, marker, line + marked);
  made->departments = g_steal_pointer (&departments);
  return made;
}

GPtrArray *
mado_plan_lines_parse (const char             *block,
                       MadoPlanText            text,
                       MadoPlanFindDepartment  find,
                       gpointer                data)
{
  g_auto (GStrv) raw = g_strsplit (block, "\n", -1);
  GPtrArray *lines = mado_plan_lines_new ();

  for (guint i = 0; raw[i] != NULL; i++)
    {
      guint depth;
      const char *begin = read_indent (raw[i], &depth);

      raw[i][(begin - raw[i]) + length_without_end (begin)] = 0;
      if (*begin != 0)
        g_ptr_array_add (lines, mado_plan_line_parse (begin, depth + 1, text, find, data));
    }
  return lines;
}

const char *
mado_plan_line_default_marker (MadoPlanLineKind kind)
{
  switch (kind)
    {
    case MADO_PLAN_LINE_ITEM:
      return "○";
    case MADO_PLAN_LINE_SUBITEM:
      return "・";
    default:
      return NULL;
    }
}
