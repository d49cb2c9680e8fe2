/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-kana.h"
#include "core/base/mado-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SEGMENTS 64

/* What was written by one commit of the input method, and how it was read. */
typedef struct
{
  char *written;
  char *reading; /* katakana */
} Segment;

struct _MadoKanaHistory
{
  char      *composing; /* the last preedit that was all kana, or NULL */
  GPtrArray *segments;  /* Segment*, oldest first */
};

/* --- 振り仮名 ------------------------------------------------------------------------ */

static gboolean
is_small (gunichar c)
{
  return g_utf8_strchr ("ァィゥェォッャュョヮ", -1, c) != NULL;
}

static gboolean
is_reading_letter (gunichar c)
{
  return (c >= 0x30a1 && c <= 0x30f4) || c == 0x30fc;
}

gboolean
mado_kana_check (const char *text,
                 GError    **error)
{
  gboolean at_start = TRUE;

  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char letter[7] = { 0 };

      if (c == 0x3000)
        {
          at_start = TRUE;
          continue;
        }
      g_unichar_to_utf8 (c, letter);
      if (!is_reading_letter (c))
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("A reading is written in katakana; %s cannot stand in it."), letter);
          return FALSE;
        }
      if (at_start && (c == 0x30fc || is_small (c)))
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("A reading cannot begin with %s."), letter);
          return FALSE;
        }
      at_start = FALSE;
    }
  return TRUE;
}

/* --- names --------------------------------------------------------------------------- */

gboolean
mado_kana_split_name (const char *full,
                      char      **family,
                      char      **given)
{
  g_autofree char *name = mado_text_canonical (MADO_TEXT_NAME, full);
  char *space = strstr (name, "\u3000");

  if (space == NULL)
    {
      *family = g_steal_pointer (&name);
      *given = g_strdup ("");
      return FALSE;
    }
  *family = g_strndup (name, (gsize) (space - name));
  *given = g_strdup (space + strlen ("\u3000"));
  return TRUE;
}

char *
mado_kana_join_name (const char *family,
                     const char *given)
{
  if (family == NULL || *family == 0)
    return g_strdup (given != NULL ? given : "");
  if (given == NULL || *given == 0)
    return g_strdup (family);
  return g_strconcat (family, "\u3000", given, NULL);
}

/* --- the reading that was composed ------------------------------------------------------ */

static void
segment_free (gpointer data)
{
  Segment *segment = data;

  g_free (segment->written);
  g_free (segment->reading);
  g_free (segment);
}

MadoKanaHistory *
mado_kana_history_new (void)
{
  MadoKanaHistory *self = g_new0 (MadoKanaHistory, 1);

  self->segments = g_ptr_array_new_with_free_func (segment_free);
  return self;
}

void
mado_kana_history_free (MadoKanaHistory *self)
{
  g_free (self->composing);
  g_ptr_array_unref (self->segments);
  g_free (self);
}

void
mado_kana_history_clear (MadoKanaHistory *self)
{
  g_clear_pointer (&self->composing, g_free);
  g_ptr_array_set_size (self->segments, 0);
}

/* Katakana of @text if it is kana and spaces only. A Latin tail that an input
 * method has not turned into kana yet (やまd) is left out. */
static char *
pure_kana (const char *text,
           gboolean    allow_tail)
{
  g_autofree char *katakana = mado_text_canonical (MADO_TEXT_KANA, text);
  const char *p = katakana;

  for (; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_reading_letter (c) && c != 0x3000)
        break;
    }
  if (*p != 0 && allow_tail)
    {
      const char *tail = p;

      while (g_ascii_isalpha (*tail))
        tail++;
      if (*tail != 0)
        return NULL;
    }
  else if (*p != 0)
    return NULL;
  return p == katakana ? NULL : g_strndup (katakana, (gsize) (p - katakana));
}

void
mado_kana_history_preedit (MadoKanaHistory *self,
                           const char      *preedit)
{
  char *reading;

  /* "" comes before or after the commit, depending on the input method: what
   * was composed is kept until the commit takes it. */
  if (preedit == NULL || *preedit == 0 || !g_utf8_validate (preedit, -1, NULL))
    return;
  reading = pure_kana (preedit, TRUE);
  if (reading != NULL)
    {
      g_free (self->composing);
      self->composing = reading;
    }
}

void
mado_kana_history_commit (MadoKanaHistory *self,
                          const char      *text)
{
  g_autofree char *composed = g_steal_pointer (&self->composing);
  char *reading;
  Segment *segment;

  if (text == NULL || *text == 0 || !g_utf8_validate (text, -1, NULL))
    return;
  /* Kana reads as itself, whatever was composed before. */
  reading = pure_kana (text, FALSE);
  if (reading == NULL)
    reading = g_steal_pointer (&composed);
  if (reading == NULL)
    return;

  segment = g_new (Segment, 1);
  segment->written = g_strdup (text);
  segment->reading = reading;
  if (self->segments->len == MAX_SEGMENTS)
    g_ptr_array_remove_index (self->segments, 0);
  g_ptr_array_add (self->segments, segment);
}

/* The newest, and among equals the longest, commit that @text begins with. */
static const Segment *
find_segment (MadoKanaHistory *self,
              const char      *text)
{
  const Segment *best = NULL;

  for (guint i = self->segments->len; i > 0; i--)
    {
      const Segment *segment = g_ptr_array_index (self->segments, i - 1);

      if (g_str_has_prefix (text, segment->written) &&
          (best == NULL || strlen (segment->written) > strlen (best->written)))
        best = segment;
    }
  return best;
}

char *
mado_kana_history_reading (MadoKanaHistory *self,
                           const char      *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *reading = NULL;

  for (const char *p = text; *p != 0;)
    {
      const Segment *segment = find_segment (self, p);
      gunichar c = g_utf8_get_char (p);

      if (segment != NULL)
        {
          g_string_append (out, segment->reading);
          p += strlen (segment->written);
          continue;
        }
      if (!g_unichar_isspace (c) && !(c >= 0x3041 && c <= 0x30fc) && !(c >= 0xff66 && c <= 0xff9f))
        return NULL;
      g_string_append_unichar (out, c);
      p = g_utf8_next_char (p);
    }
  reading = mado_text_canonical (MADO_TEXT_KANA, out->str);
  return *reading != 0 ? g_steal_pointer (&reading) : NULL;
}
