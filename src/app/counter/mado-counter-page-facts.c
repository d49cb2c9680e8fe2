/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-page-private.h"

#include <glib/gi18n.h>

#include "app/counter/mado-procedure-list.h"
#include "core/form/mado-field-value.h"
#include "core/form/mado-identity-proof.h"

/* What stands beside the fields: whose visit this is, and what the other
 * windows did. */

static char *
first_person_line (MadoCounterPage *self)
{
  const char *const *persons = mado_counter_list_persons (self->counter);
  g_autofree char *name = persons[0] ? mado_counter_person_name (self->counter, persons[0]) : NULL;
  g_autofree char *birth_path = persons[0] ? g_strdup_printf ("person/%s/birth_date", persons[0]) : NULL;
  g_autofree char *birth = birth_path ? mado_counter_display (self->counter, birth_path) : NULL;

  if (name == NULL || *name == 0)
    return NULL;
  return birth && *birth ? g_strdup_printf ("%s　%s", name, birth) : g_strdup (name);
}

/* How who came was proven: 1点 or 2点, and by what. NULL: nothing was shown yet. */
static char *
proof_line (MadoCounterPage *self)
{
  const MadoFormReader *reader = mado_counter_get_reader (self->counter);
  const MadoField *field = mado_pack_get_field (mado_counter_get_pack (self->counter), "identity");
  g_autofree char *path = field != NULL ? mado_form_path (field, NULL, NULL) : NULL;
  GVariant *shown = path != NULL ? reader->get (path, reader->user_data) : NULL;
  g_autofree char *what = shown != NULL ? mado_field_display (field, shown, NULL, NULL) : NULL;

  if (shown == NULL)
    return NULL;
  switch (mado_identity_proof (field, shown))
    {
    case MADO_PROOF_ONE:
      return g_strdup_printf (_("Identity: one proof (%s)"), what);
    case MADO_PROOF_TWO:
      return g_strdup_printf (_("Identity: two proofs (%s)"), what);
    case MADO_PROOF_HALF:
      return g_strdup_printf (_("Identity: one more proof is needed (so far: %s)"), what);
    case MADO_PROOF_NONE:
    default:
      return NULL;
    }
}

void
mado_counter_page_show_facts (MadoCounterPage *self)
{
  const MadoEvent *event = mado_counter_get_event (self->counter);
  const char *ticket = mado_counter_get_text (self->counter, "ticket_no");
  const char *code = mado_counter_get_text (self->counter, "case_no");
  const char *parked = mado_counter_get_text (self->counter, "parked");
  g_autofree char *person = first_person_line (self), *proof = proof_line (self);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("Ticket %s"), *ticket ? ticket : "―");
  if (*code)
    g_string_append_printf (text, _("\nCase number %s"), code);
  if (event != NULL)
    g_string_append_printf (text, "\n%s", mado_text_get (event->title, NULL));
  if (person != NULL)
    g_string_append_printf (text, "\n%s", person);
  if (proof != NULL)
    g_string_append_printf (text, "\n%s", proof);
  if (*parked)
    g_string_append_printf (text, _("\nOn hold: %s"), parked);
  if (mado_counter_hides_address (self->counter))
    g_string_append (text, _("\nAddresses are not shown here."));
  gtk_label_set_text (self->facts, text->str);

  g_free (self->title);
  self->title = g_strdup_printf ("%s　%s", *ticket ? ticket : "―",
                                 event ? mado_text_get (event->short_title, NULL) : _("New visit"));
}

/* 番号札・氏名 / what the other windows did / what needs checking. */
void
mado_counter_page_show_band (MadoCounterPage *self)
{
  g_autofree char *person = first_person_line (self);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *const *procedures = mado_counter_list_procedures (self->counter);

  if (!mado_counter_is_origin (self->counter))
    {
      if (person != NULL)
        g_string_append (text, person);
      for (guint i = 0; procedures[i] != NULL; i++)
        if (!mado_counter_is_mine (self->counter, procedures[i]))
          {
            const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (self->counter), procedures[i]);

            g_string_append_printf (text, "%s%s %s", i || person ? "　/　" : "",
                                    procedure ? mado_text_get (procedure->title, NULL) : procedures[i],
                                    mado_procedure_state_display (mado_counter_get_state (self->counter, procedures[i])));
          }
    }
  gtk_label_set_text (self->band, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->band), text->len > 0);
}
