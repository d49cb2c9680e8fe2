/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include <glib/gi18n.h>

/* What the clerk is told about what happens elsewhere. */

/* --- two values ---------------------------------------------------------------------- */

/* Told once, wherever the clerk is; the key bar says how to go there. */
void
mado_counter_page_tell_conflict (MadoCounterPage *self)
{
  gboolean now = mado_counter_page_has_conflicts (self);

  if (now && !self->in_conflict && self->current != mado_counter_page_conflict_stage (self))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                       _("Two windows wrote different values into this case. Both are kept. F7 shows them; choose one."));
  self->in_conflict = now;
}

/* Who wrote the value that stands there now, and when: kokuho-1 10:42. */
static char *
writer_of (MadoCounter *counter,
           const char  *path)
{
  const MadoRegister *reg = mado_record_lookup (mado_counter_get_record (counter), path);
  const MadoRegisterValue *value = reg ? g_ptr_array_index (reg->values, 0) : NULL;
  g_autoptr (GDateTime) utc = value ? g_date_time_new_from_unix_utc (value->wall / 1000) : NULL;
  g_autoptr (GTimeZone) japan = g_time_zone_new_offset (9 * 3600);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_timezone (utc, japan) : NULL;
  g_autofree char *time = local ? g_date_time_format (local, "%H:%M") : g_strdup ("");

  return g_strdup_printf ("%s %s", value && value->actor ? value->actor : "", time);
}

static void
underneath_cb (MadoCounter     *counter,
               const char      *path,
               MadoCounterPage *self)
{
  const MadoFormField *item = mado_form_set_find (mado_counter_get_form_set (counter), path);
  g_autofree char *writer = NULL;

  /* What the program keeps by itself is nobody's field. */
  if (item == NULL)
    return;
  writer = writer_of (counter, path);
  /* Translators: label of the field; who and when: "kokuho-1 10:42" */
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                     _("Another window (%2$s) changed “%1$s” while it was being edited here. "
                       "In the field, Alt+A takes that value, Ctrl+E keeps yours."),
                     mado_text_get (item->field->label, NULL), writer);
}

/* --- the same person ------------------------------------------------------------------- */

static void
tell_same (MadoCounterPage *self)
{
  const MadoCaseRow *same = mado_counter_get_same (self->counter);

  if (same == NULL)
    return;
  /* Translators: name; queue ticket; case number. "%s さんは…" */
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                     _("%s was received today already: ticket %s, case number %s. Ctrl+G opens that case."),
                     same->name, same->ticket_no && *same->ticket_no ? same->ticket_no : "―",
                     same->case_no && *same->case_no ? same->case_no : "―");
}

gboolean
mado_counter_page_open_same (MadoCounterPage *self)
{
  const MadoCaseRow *same = mado_counter_get_same (self->counter);
  MadoId record;

  if (same == NULL || !mado_stage_leave (self->current))
    return FALSE;
  record = same->record;
  g_signal_emit_by_name (self, "open-record", &record);
  return TRUE;
}

/* --- a certificate that needs care ----------------------------------------------------------- */

/* The words are the same for whatever reason; the second Ctrl+Enter goes on. */
gboolean
mado_counter_page_tell_care (MadoCounterPage *self)
{
  if (self->care_told || !mado_counter_needs_care (self->counter))
    return FALSE;
  self->care_told = TRUE;
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                     _("Before this certificate is handed over, please ask the person in charge. "
                       "Ctrl+Enter once more goes on."));
  return TRUE;
}

static void
known_cb (MadoCounter     *counter,
          MadoCounterPage *self)
{
  tell_same (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
failed_cb (MadoCounter     *counter,
           const char      *text,
           MadoCounterPage *self)
{
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
}

void
mado_counter_page_listen (MadoCounterPage *self)
{
  g_signal_connect (self->counter, "underneath", G_CALLBACK (underneath_cb), self);
  g_signal_connect (self->counter, "known", G_CALLBACK (known_cb), self);
  g_signal_connect (self->counter, "failed", G_CALLBACK (failed_cb), self);
}
