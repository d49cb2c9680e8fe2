/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-issue-page-private.h"

#include <glib/gi18n.h>

/* What was issued and handed over in this case. */

static char *
describe_time (gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GTimeZone) japan = g_time_zone_new_offset (9 * 3600);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, japan) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y/%m/%d %H:%M") : g_strdup ("");
}

static const MadoIssued *
find (MadoIssuePage *self,
      const char    *id)
{
  for (guint i = 0; i < self->issued->len; i++)
    if (g_str_equal (((MadoIssued *) self->issued->pdata[i])->id, id))
      return self->issued->pdata[i];
  return NULL;
}

static char *
describe_state (MadoIssuePage    *self,
                const MadoIssued *issued)
{
  const MadoIssued *by = find (self, issued->by);

  switch (issued->state)
    {
    case MADO_ISSUED_GENUINE:
      return g_strdup (C_("issued document", "Holds"));
    case MADO_ISSUED_REPLACED:
      return g_strdup_printf (_("Issued again as %s"), by != NULL ? by->number : "");
    case MADO_ISSUED_WITHDRAWN:
      return g_strdup (C_("issued document", "Withdrawn"));
    case MADO_ISSUED_UNKNOWN:
    default:
      return g_strdup ("");
    }
}

static char *
describe_title (MadoIssuePage    *self,
                const MadoIssued *issued)
{
  MadoPack *pack = mado_context_get_pack (self->context);
  const MadoIssueKind *kind = pack != NULL ? mado_pack_get_issue (pack, issued->kind) : NULL;

  if (*issued->title != '\0')
    return g_strdup (issued->title);
  return g_strdup (kind != NULL ? mado_text_get (kind->title, NULL) : issued->kind);
}

static GtkWidget *
add_text (GtkWidget  *box,
          const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_row (MadoIssuePage *self,
         const char    *head,
         const char    *who,
         const char    *why,
         const char    *state,
         gboolean       holds)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label;
  g_autofree char *spoken = g_strjoin (" ", head, who, why, state, NULL);

  gtk_widget_add_css_class (row, holds ? "issued" : "issued-void");
  label = add_text (line, head, "heading");
  gtk_widget_set_hexpand (label, TRUE);
  if (*state != '\0')
    add_text (line, state, "issued-state");
  gtk_box_append (GTK_BOX (box), line);
  add_text (box, who, NULL);
  if (*why != '\0')
    add_text (box, why, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

static void
add_issued (MadoIssuePage    *self,
            const MadoIssued *issued)
{
  g_autofree char *title = describe_title (self, issued), *time = describe_time (issued->at), *state = describe_state (self, issued);
  g_autofree char *copies = g_strdup_printf ("%" G_GINT64_FORMAT, issued->copies);
  const char *place = self->counter != NULL ? mado_counter_get_place (self->counter, &issued->device) : "";
  g_autofree char *head = g_strdup_printf ("%s　%s", issued->number, title);
  /* Translators: time, department, staff number, copies, addressee */
  g_autofree char *who = g_strdup_printf (_("%s  %s %s  %s copies  for %s"), time, place, issued->actor, copies,
                                          *issued->to != '\0' ? issued->to : "－");
  g_autofree char *why = *issued->reason != '\0' ? g_strdup_printf (_("Reason: %s"), issued->reason) : g_strdup ("");

  add_row (self, head, who, why, state, issued->state == MADO_ISSUED_GENUINE);
}

static void
add_handed_over (MadoIssuePage        *self,
                 const MadoHandedOver *over)
{
  g_autofree char *time = describe_time (over->at), *copies = g_strdup_printf ("%" G_GINT64_FORMAT, over->copies);
  /* Translators: name of the paper */
  g_autofree char *head = g_strdup_printf (_("Handed over: %s"), over->title);
  /* Translators: time, staff number, copies, to whom */
  g_autofree char *who = g_strdup_printf (_("%s  %s  %s copies  to %s"), time, over->actor, copies, over->to);
  g_autofree char *told = g_strjoinv (" ", over->told);
  g_autofree char *why = *told != '\0' ? g_strdup_printf (_("It had been pointed out: %s"), told) : g_strdup ("");

  add_row (self, head, who, why, "", TRUE);
}

MadoIssued *
mado_issue_page_get_selected (MadoIssuePage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  return index >= 0 && self->issued != NULL && (guint) index < self->issued->len ? self->issued->pdata[index] : NULL;
}

static char *
selected_id (MadoIssuePage *self)
{
  MadoIssued *selected = mado_issue_page_get_selected (self);

  if (selected != NULL)
    return g_strdup (selected->id);
  return g_strdup (self->verdict != NULL ? self->verdict->code.document : "");
}

static GPtrArray *
newest_first (GPtrArray *list /* full */)
{
  GPtrArray *turned = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_issued_free);

  while (list->len > 0)
    g_ptr_array_add (turned, g_ptr_array_steal_index (list, list->len - 1));
  g_ptr_array_unref (list);
  return turned;
}

void
mado_issue_page_show_list (MadoIssuePage *self)
{
  g_autofree char *chosen = selected_id (self);
  g_autoptr (GPtrArray) over = NULL;
  GtkListBoxRow *row;

  if (self->counter == NULL)
    return;
  g_clear_pointer (&self->issued, g_ptr_array_unref);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->issued = newest_first (mado_issued_list (mado_counter_get_record (self->counter)));
  over = mado_handed_over_list (mado_counter_get_record (self->counter));
  for (guint i = 0; i < self->issued->len; i++)
    add_issued (self, self->issued->pdata[i]);
  for (guint i = over->len; i > 0; i--)
    add_handed_over (self, over->pdata[i - 1]);
  for (guint i = 0; i < self->issued->len; i++)
    if (g_str_equal (((MadoIssued *) self->issued->pdata[i])->id, chosen))
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), self->issued->len + over->len == 0);
  gtk_widget_set_visible (self->hint, self->issued->len > 0);
  mado_page_keys_changed (MADO_PAGE (self));
}
