/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-page-private.h"

#include <glib/gi18n.h>

/* What stands above the text: number, title, departments, state. */

static void
show_state (MadoInitiativePage   *self,
            const MadoInitiative *row)
{
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  const char *scope = mado_plan_place_get_scope (self->place);
  const MadoPlanAnswer *answer = round ? mado_initiative_find_answer (row, scope, round->as_of) : NULL;
  g_autofree char *changed = mado_plan_place_format_stamp (self->place, &row->stamp);
  g_autofree char *text = NULL;

  if (round && mado_initiative_has_department (row, scope))
    text = g_strdup_printf ("%s%s　%s", mado_answer_state_label (answer ? answer->state : MADO_ANSWER_NONE),
                            answer && answer->unchanged ? _(" (no change)") : "", changed);
  gtk_label_set_text (self->state, text ? text : changed);
}

static char *
describe_answers (MadoPlanBook         *book,
                  const MadoInitiative *row,
                  const char           *round)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; row->departments && row->departments[i]; i++)
    {
      const MadoPlanAnswer *answer = round ? mado_initiative_find_answer (row, row->departments[i], round) : NULL;

      g_string_append_printf (text, "%s%s", i > 0 ? "、" : "", mado_plan_book_get_department_name (book, row->departments[i]));
      if (round)
        g_string_append_printf (text, " [%s]", mado_answer_state_label (answer ? answer->state : MADO_ANSWER_NONE));
      if (answer && answer->state == MADO_ANSWER_RETURNED && *answer->comment)
        g_string_append_printf (text, "「%s」", answer->comment);
    }

  return g_string_free (text, FALSE);
}

void
mado_initiative_page_show_cells (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  const MadoPlanMeasure *measure;
  const MadoInitiative *first;
  g_autofree char *year = NULL;
  g_autofree char *text = NULL;
  g_autofree char *answers = NULL;
  g_autofree char *summary = NULL;

  if (!row || !book)
    return;

  measure = mado_plan_book_find_measure (book, row->goal, row->measure);
  first = mado_plan_book_find_initiative (book, &row->repost_of);
  answers = describe_answers (book, row, round ? round->as_of : NULL);
  g_free (self->page_title);
  self->page_title = row->no > 0 ? g_strdup_printf ("No.%d %s", row->no, row->title) : g_strdup (row->title);
  text = g_strconcat (self->page_title, row->title_note, NULL);
  gtk_label_set_text (self->title, text);
  g_free (text);
  text = first ? g_strdup_printf (_("%d-%d %s　·　%s　·　relisted from No.%d %s"), row->goal, row->measure,
                                  measure ? measure->title : "", answers, first->no, first->title)
               : g_strdup_printf ("%d-%d %s　·　%s", row->goal, row->measure, measure ? measure->title : "", answers);
  gtk_label_set_text (self->facts, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->facts), text);
  summary = mado_plan_lines_print (row->summary, TRUE);
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary), summary);
  year = mado_plan_year_print (row->year);
  g_free (text);
  text = g_strdup_printf (_("%s  Status and plans"), year);
  gtk_label_set_text (self->status_head, text);
  gtk_label_set_text (self->hint, _("Tab, Shift+Tab level　Alt+↑ Alt+↓ move"));
  show_state (self, row);
  mado_page_keys_changed (MADO_PAGE (self));
}
