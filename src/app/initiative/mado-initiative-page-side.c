/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-page-private.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-marked-text.h"
#include "core/model/mado-value.h"

#define MOST_COMMITS 60

/* --- the last edition beside it, and who changed what when ------------------------ */

static void
show_marked (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  guint n = mado_marked_text_show (gtk_text_view_get_buffer (self->side), self->base ? self->base->status : NULL,
                                   row->status);
  g_autofree char *head = n > 0 ? g_strdup_printf (ngettext ("Against: %s  %u line differs", "Against: %s  %u lines differ", n),
                                                   self->base_label, n)
                                : g_strdup_printf (_("Against: %s  no difference"), self->base_label);

  gtk_label_set_text (self->side_head, head);
}

static const char *
leaf_words (const char *leaf)
{
  static const struct
  {
    const char *leaf;
    const char *words;
  } all[] = {
    { "shape", N_("level or marker") }, { "order", N_("moved") }, { "removed", N_("removed") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].leaf, leaf))
      return _(all[i].words);

  return NULL;
}

static char *
describe_change (const MadoChange *change)
{
  g_auto (MadoPlanLinePath) path = { 0 };
  const char *text = mado_value_get_text (change->value);

  if (mado_plan_line_path_parse (change->path, &path))
    {
      if (path.figure)
        return NULL;
      if (g_str_equal (path.leaf, "text"))
        return g_strdup (text ? text : "");

      return leaf_words (path.leaf) ? g_strdup_printf ("（%s）", leaf_words (path.leaf)) : NULL;
    }
  if (g_str_has_prefix (change->path, "answer/") && g_str_has_suffix (change->path, "/state"))
    return g_strdup_printf ("→ %s", mado_answer_state_label (mado_answer_state_from_string (text ? text : "")));
  if (g_str_has_prefix (change->path, "chosen/"))
    return g_strdup_printf (_("chosen because: %s"), text ? text : "");
  if (g_str_has_prefix (change->path, "decision/"))
    return g_strdup (_("judged by those who gather"));

  return g_str_equal (change->path, "title") && text ? g_strdup (text) : NULL;
}

/* Level and place of a line that is new or has new words go without saying. */
static gboolean
says_more (const MadoCommit *commit,
           const MadoChange *change)
{
  g_auto (MadoPlanLinePath) path = { 0 };
  g_autofree char *text_path = NULL;

  if (!mado_plan_line_path_parse (change->path, &path) || path.figure ||
      (!g_str_equal (path.leaf, "shape") && !g_str_equal (path.leaf, "order")))
    return TRUE;
  text_path = mado_plan_path_line (path.text, path.lid, "text");
  for (guint i = 0; i < commit->changes->len; i++)
    if (g_str_equal (((MadoChange *) commit->changes->pdata[i])->path, text_path))
      return FALSE;

  return TRUE;
}

static char *
describe_commit (const MadoCommit *commit)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; commit->changes && i < commit->changes->len; i++)
    {
      g_autofree char *line = says_more (commit, commit->changes->pdata[i]) ? describe_change (commit->changes->pdata[i]) : NULL;

      if (line && *line && g_hash_table_add (seen, (gpointer) g_intern_string (line)))
        g_string_append_printf (text, "%s%s", text->len ? "\n" : "", line);
    }

  return g_string_free (text, FALSE);
}

static void
append_commit (MadoInitiativePage *self,
               const MadoCommit   *commit)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->side);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (commit->wall / 1000);
  g_autofree char *when = g_date_time_format (time, "%Y/%m/%d %H:%M");
  g_autofree char *what = describe_commit (commit);
  g_autofree char *head = g_strdup_printf ("%s　%s", when, mado_plan_place_get_person (self->place, commit->actor));
  GtkTextIter end;

  if (!*what)
    return;
  mado_marked_text_heading (buffer, head);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, what, -1, "level-2", NULL);
  gtk_text_buffer_insert (buffer, &end, "\n", 1);
}

static void
show_history (MadoInitiativePage *self)
{
  GPtrArray *history = mado_row_session_get_history (self->session);
  guint n = history ? history->len : 0;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->side), "", 0);
  for (guint i = n; i > 0 && n - i < MOST_COMMITS; i--)
    append_commit (self, history->pdata[i - 1]);
  gtk_label_set_text (self->side_head, _("Who changed what when, newest first"));
}

void
mado_initiative_page_show_side (MadoInitiativePage *self)
{
  if (!mado_row_session_get_edit (self->session))
    return;
  if (self->shows_history)
    show_history (self);
  else
    show_marked (self);
}

/* --- the bar that asks ---------------------------------------------------------------- */

static void
empty_choices (MadoInitiativePage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->choices, 0)))
    gtk_list_box_remove (self->choices, GTK_WIDGET (row));
  g_clear_pointer (&self->asked_texts, g_ptr_array_unref);
  g_clear_pointer (&self->asked_lid, g_free);
}

static void
ask (MadoInitiativePage *self,
     Asks                asks,
     const char         *head,
     const char         *reason_label)
{
  self->asks = asks;
  gtk_label_set_text (self->question_head, head);
  gtk_editable_set_text (self->reason, "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reason), reason_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, reason_label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), asks == ASKS_TEXT);
  gtk_widget_set_visible (self->question, TRUE);
  mado_page_keys_changed (MADO_PAGE (self));
}

void
mado_initiative_page_stop_asking (MadoInitiativePage *self)
{
  self->asks = ASKS_NOTHING;
  gtk_widget_set_visible (self->question, FALSE);
  empty_choices (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  mado_page_keys_changed (MADO_PAGE (self));
}

void
mado_initiative_page_ask_comment (MadoInitiativePage *self)
{
  empty_choices (self);
  ask (self, ASKS_COMMENT, _("The answer goes back to the department. Enter sends it, Esc does not."),
       _("What should be changed"));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

/* Who wrote a text, if the record still says so. */
static char *
describe_text (MadoInitiativePage *self,
               const char         *lid,
               const char         *text)
{
  g_autofree char *path = mado_plan_path_line (MADO_PLAN_STATUS, lid, "text");
  const MadoRegister *reg = mado_record_lookup (mado_plan_edit_get_record (mado_row_session_get_edit (self->session)), path);

  for (guint i = 0; reg && i < reg->values->len; i++)
    {
      const MadoRegisterValue *value = reg->values->pdata[i];
      MadoPlanStamp stamp = { value->actor, value->wall };
      g_autofree char *who = NULL;

      if (g_strcmp0 (mado_value_get_text (value->value), text) != 0)
        continue;
      who = mado_plan_place_format_stamp (self->place, &stamp);
      return g_strdup_printf ("%s　（%s）", text, who);
    }

  return g_strdup (*text ? text : _("(the line is taken out)"));
}

static void
add_choice (MadoInitiativePage *self,
            const char         *lid,
            guint               n,
            const char         *text)
{
  g_autofree char *described = describe_text (self, lid, text);
  g_autofree char *numbered = g_strdup_printf ("%u　%s", n + 1, described);
  GtkWidget *label = gtk_label_new (numbered);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_box_append (self->choices, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)), GTK_ACCESSIBLE_PROPERTY_LABEL, numbered, -1);
  g_ptr_array_add (self->asked_texts, g_strdup (text));
}

gboolean
mado_initiative_page_ask_conflict (MadoInitiativePage *self)
{
  g_autoptr (MadoInitiative) row = mado_initiative_page_read (self);
  GtkListBoxRow *first;

  empty_choices (self);
  for (guint i = 0; i < row->status->len; i++)
    {
      const MadoPlanLine *line = row->status->pdata[i];

      if (!line->conflict)
        continue;
      self->asked_texts = g_ptr_array_new_with_free_func (g_free);
      self->asked_lid = g_strdup (line->id);
      for (guint k = 0; k < line->conflict->len; k++)
        add_choice (self, line->id, k, line->conflict->pdata[k]);
      mado_lines_buffer_place_cursor (self->lines, i, 0);
      gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->lines)));
      ask (self, ASKS_TEXT,
           _("Two texts for one line. Which one stands? Choose by its number and say why. Enter settles it, Esc leaves it open."),
           _("Reason for the choice"));
      first = gtk_list_box_get_row_at_index (self->choices, 0);
      gtk_list_box_select_row (self->choices, first);
      gtk_widget_grab_focus (GTK_WIDGET (first));
      return TRUE;
    }
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("No line has two texts."));

  return TRUE;
}

gboolean
mado_initiative_page_choose_nth (MadoInitiativePage *self,
                                 guint               n)
{
  if (self->asks != ASKS_TEXT || n >= self->asked_texts->len)
    return FALSE;

  gtk_list_box_select_row (self->choices, gtk_list_box_get_row_at_index (self->choices, (int) n));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));

  return TRUE;
}

static gboolean
settle (MadoInitiativePage *self,
        const char         *reason)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->choices);
  int n = row ? gtk_list_box_row_get_index (row) : 0;

  mado_row_session_choose (self->session, MADO_PLAN_STATUS, self->asked_lid, self->asked_texts->pdata[n], reason);
  mado_initiative_page_stop_asking (self);
  mado_lines_buffer_refresh (self->lines);
  mado_initiative_page_edited (self);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Chosen. Ctrl+Enter saves it."));

  return TRUE;
}

gboolean
mado_initiative_page_answer (MadoInitiativePage *self)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  if (!*reason)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return TRUE;
    }
  if (self->asks == ASKS_TEXT)
    return settle (self, reason);

  mado_initiative_page_stop_asking (self);
  mado_initiative_page_return_answer (self, reason);

  return TRUE;
}
