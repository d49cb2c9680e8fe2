/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-handover-lines.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/mado-text.h"

MadoHandoverLine *
mado_handover_line_new (MadoHandoverKind  kind,
                        const char       *label,
                        const char       *value)
{
  MadoHandoverLine *self = g_new0 (MadoHandoverLine, 1);

  self->kind = kind;
  self->label = g_strdup (label);
  self->value = g_strdup (value);
  return self;
}

void
mado_handover_line_free (MadoHandoverLine *self)
{
  g_free (self->label);
  g_free (self->value);
  g_free (self->find);
  g_strfreev (self->words);
  g_free (self->told);
  g_free (self);
}

/* Certificates spread their words: 氏　名, 本 籍. */
static char *
squash (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  return g_string_free (out, FALSE);
}

/* --- a value --------------------------------------------------------------------- */

static char *
tell_value (const MadoHandoverLine *line,
            const char             *text)
{
  g_autofree char *find = squash (line->find != NULL ? line->find : "");
  g_autofree char *text_key = NULL, *find_key = NULL;

  if (*find == '\0' || strstr (text, find) != NULL)
    return NULL;
  text_key = mado_text_search_key (text);
  find_key = mado_text_search_key (find);
  if (strstr (text_key, find_key) != NULL)
    return g_strdup_printf (_("“%s” is written with other characters on it. Look closely."), line->value);
  return g_strdup_printf (_("“%s” was not found on it. Is it the right person's?"), line->value);
}

/* --- a label ------------------------------------------------------------------------ */

/* What follows a label that is left empty on purpose, or a mention in a sentence. */
static gboolean
is_left_out (const char *behind)
{
  static const char *const starts[] = { "省略", "【省略", "（省略", "(省略", "[省略", "＊", "*", "－", "―", "記載しない", "略", "・", "、", "及び",
                                        "または", "等", "の記載", "を省略", "は省略", "については" };

  while (g_str_has_prefix (behind, "：") || g_str_has_prefix (behind, ":"))
    behind = g_utf8_next_char (behind);
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (behind, starts[i]))
      return TRUE;
  return *behind == '\0';
}

static guint
count_word (const char *text,
            const char *word,
            gboolean    filled_in)
{
  g_autofree char *find = squash (word);
  guint n = 0;

  for (const char *at = text; *find != '\0' && (at = strstr (at, find)) != NULL; at += strlen (find))
    n += !filled_in || !is_left_out (at + strlen (find));
  return n;
}

static char *
tell_shown (const MadoHandoverLine *line,
            const char             *text)
{
  guint n = 0;

  for (guint i = 0; line->words[i] != NULL; i++)
    n += count_word (text, line->words[i], TRUE);
  if (n > 0 && !line->wanted)
    return g_strdup_printf (_("“%s” stands on it, though it was not asked for."), line->words[0]);
  if (n == 0 && line->wanted)
    return g_strdup_printf (_("“%s” was asked for, but was not found on it."), line->words[0]);
  return NULL;
}

static char *
tell_persons (const MadoHandoverLine *line,
              const char             *text)
{
  g_autofree char *found = NULL, *asked = NULL;
  guint n = 0;

  for (guint i = 0; line->words[i] != NULL; i++)
    n += count_word (text, line->words[i], FALSE);
  if (n == line->count || n == 0)
    return NULL;
  found = g_strdup_printf ("%u", n);
  asked = g_strdup_printf ("%u", line->count);
  return g_strdup_printf (_("It seems to show %s persons; asked for: %s."), found, asked);
}

gboolean
mado_handover_compare (GPtrArray  *lines,
                       const char *text)
{
  g_autofree char *squashed = squash (text != NULL ? text : "");

  for (guint i = 0; i < lines->len; i++)
    {
      MadoHandoverLine *line = lines->pdata[i];

      g_clear_pointer (&line->told, g_free);
      if (*squashed == '\0')
        continue;
      if (line->kind == MADO_HANDOVER_VALUE)
        line->told = tell_value (line, squashed);
      else if (line->kind == MADO_HANDOVER_SHOWN)
        line->told = tell_shown (line, squashed);
      else if (line->kind == MADO_HANDOVER_PERSONS)
        line->told = tell_persons (line, squashed);
    }
  return *squashed != '\0';
}
