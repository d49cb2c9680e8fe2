/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-procedure-list.h"

#include <glib/gi18n.h>

struct _MadoProcedureList
{
  GtkWidget    parent_instance;

  GtkWidget   *scroller;
  GtkWidget   *box;
  MadoCounter *counter;
  GHashTable  *shown; /* procedure id → title: what stood there at the last refresh */
  GPtrArray   *gone;  /* titles of what the last change took away */
};

G_DEFINE_FINAL_TYPE (MadoProcedureList, mado_procedure_list, GTK_TYPE_WIDGET)

const char *
mado_procedure_state_display (MadoProcState state)
{
  switch (state)
    {
    case MADO_STATE_GUIDED:
      return C_("state", "Guided");
    case MADO_STATE_FILLED:
      return C_("state", "Filled in");
    case MADO_STATE_SIGNED:
      return C_("state", "Signed");
    case MADO_STATE_ACCEPTED:
      return C_("state", "Accepted");
    case MADO_STATE_ENTERED:
      return C_("state", "Entered");
    case MADO_STATE_CHECKED:
      return C_("state", "Checked");
    case MADO_STATE_CLOSED:
      return C_("state", "Handed over");
    case MADO_STATE_HELD:
      return C_("state", "On hold");
    case MADO_STATE_FORWARDED:
      return C_("state", "Forwarded");
    case MADO_STATE_NOT_APPLICABLE:
      return C_("state", "Not applicable");
    case MADO_STATE_WITHDRAWN:
      return C_("state", "Withdrawn");
    case MADO_STATE_REFUSED:
      return C_("state", "Not accepted");
    case MADO_STATE_OTHER:
      return C_("state", "Needs a newer program");
    case MADO_STATE_NONE:
    default:
      return "";
    }
}

static GtkWidget *
label_new (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* A state is one word and stays on one line beside a long title. */
static GtkWidget *
badge_new (const char *text)
{
  GtkWidget *label = label_new (text, "procedure-state");

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

static void
append_texts (GtkWidget  *card,
              const char *title,
              GPtrArray  *texts,
              const char *style)
{
  g_autoptr (GString) line = g_string_new (title);

  if (texts == NULL || texts->len == 0)
    return;
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (line, "%s%s", i ? "、" : "", (const char *) g_ptr_array_index (texts, i));
  gtk_box_append (GTK_BOX (card), label_new (line->str, style));
}

static void
append_why (GtkWidget              *card,
            const MadoGuidanceItem *item)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < item->why->len; i++)
    g_ptr_array_add (texts, (gpointer) mado_text_get (g_ptr_array_index (item->why, i), NULL));
  append_texts (card, "", texts, "procedure-why");
}

static void
append_documents (GtkWidget              *card,
                  const MadoGuidanceItem *item)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < item->documents->len; i++)
    g_ptr_array_add (texts, (gpointer) mado_text_get (((const MadoDocument *) g_ptr_array_index (item->documents, i))->label,
                                                      NULL));
  append_texts (card, _("Bring: "), texts, "procedure-bring");
}

static void
append_deadline (GtkWidget              *card,
                 const MadoGuidanceItem *item)
{
  g_autofree char *wareki = NULL;
  g_autofree char *line = NULL;
  MadoDate date;

  if (item->deadline == NULL || !mado_date_parse_iso (item->deadline, &date))
    return;
  wareki = mado_date_to_wareki (&date);
  line = item->past ? g_strdup_printf (_("The deadline %s has passed. Please ask for the reason."), wareki)
                    : g_strdup_printf (_("Deadline %s"), wareki);
  gtk_box_append (GTK_BOX (card), label_new (line, item->past ? "procedure-past" : "procedure-deadline"));
}

static char *
badge_text (MadoProcedureList      *self,
            const MadoGuidanceItem *item)
{
  MadoProcState state = mado_counter_get_state (self->counter, item->procedure->id);

  if (item->status == MADO_GUIDANCE_UNSURE && state <= MADO_STATE_GUIDED)
    return g_strdup (_("Needs checking"));
  if (item->later && state <= MADO_STATE_GUIDED)
    return g_strdup (_("Later"));
  return g_strdup (mado_procedure_state_display (state));
}

static GtkWidget *
card_new (MadoProcedureList      *self,
          const MadoGuidanceItem *item)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = label_new (mado_text_get (item->procedure->title, NULL), "procedure-title");
  g_autofree char *badge = badge_text (self, item);

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  if (*badge)
    gtk_box_append (GTK_BOX (head), badge_new (badge));
  gtk_box_append (GTK_BOX (card), head);
  append_why (card, item);
  append_documents (card, item);
  append_deadline (card, item);
  gtk_widget_add_css_class (card, "procedure-card");
  return card;
}

static char *
stop_title (const MadoGuidanceStop *stop)
{
  if (stop->back)
    return g_strdup_printf (_("Finally return to window %s"), stop->desk->window);
  return g_strdup_printf (_("Window %s  %s  %s"), stop->desk->window, mado_text_get (stop->desk->name, NULL),
                          mado_text_get (stop->desk->floor_name, NULL));
}

static void
append_stop (MadoProcedureList      *self,
             const MadoGuidanceStop *stop,
             GHashTable             *now)
{
  g_autofree char *title = stop_title (stop);

  gtk_box_append (GTK_BOX (self->box), label_new (title, "window-title"));
  for (guint i = 0; !stop->back && i < stop->items->len; i++)
    {
      const MadoGuidanceItem *item = g_ptr_array_index (stop->items, i);

      gtk_box_append (GTK_BOX (self->box), card_new (self, item));
      g_hash_table_replace (now, g_strdup (item->procedure->id), g_strdup (mado_text_get (item->procedure->title, NULL)));
    }
}

static void
append_notes (MadoProcedureList *self,
              GPtrArray         *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const MadoGuidanceNote *note = g_ptr_array_index (notes, i);
      g_autofree char *line = note->referral
                                  ? g_strdup_printf (_("Referral: %s (%s)"), mado_text_get (note->referral->title, NULL),
                                                     mado_text_get (note->referral->where, NULL))
                                  : g_strdup (mado_text_get (note->text, NULL));

      gtk_box_append (GTK_BOX (self->box), label_new (line, "procedure-note"));
    }
}

static void
append_refusals (MadoProcedureList *self,
                 GPtrArray         *refusals,
                 GHashTable        *now)
{
  for (guint i = 0; i < refusals->len; i++)
    {
      const MadoGuidanceRefusal *refusal = g_ptr_array_index (refusals, i);
      g_autofree char *line = g_strdup_printf (_("Not possible here: %s. %s %s"),
                                               mado_text_get (refusal->procedure->title, NULL),
                                               mado_text_get (refusal->refusal->why, NULL),
                                               mado_text_get (refusal->refusal->way_on, NULL));

      gtk_box_append (GTK_BOX (self->box), label_new (line, "procedure-past"));
      /* Refused is not "no longer needed". */
      g_hash_table_replace (now, g_strdup (refusal->procedure->id),
                            g_strdup (mado_text_get (refusal->procedure->title, NULL)));
    }
}

/* What stood here before and does not any more. */
static void
note_gone (MadoProcedureList *self,
           GHashTable        *now)
{
  GHashTableIter iter;
  gpointer id, title;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, &title))
    if (!g_hash_table_contains (now, id))
      {
        if (!any)
          g_ptr_array_set_size (self->gone, 0);
        any = TRUE;
        g_ptr_array_add (self->gone, g_strdup (title));
      }
  if (!any && g_hash_table_size (now) != g_hash_table_size (self->shown))
    g_ptr_array_set_size (self->gone, 0);
}

/* --- at the other windows: what the case says, not what guidance would say ------------ */

static GtkWidget *
recorded_card_new (MadoProcedureList   *self,
                   const MadoProcedure *procedure)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = label_new (mado_text_get (procedure->title, NULL), "procedure-title");
  const char *state = mado_procedure_state_display (mado_counter_get_state (self->counter, procedure->id));
  MadoDate deadline;

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  if (*state)
    gtk_box_append (GTK_BOX (head), badge_new (state));
  gtk_box_append (GTK_BOX (card), head);
  if (mado_form_rules_deadline (mado_counter_get_pack (self->counter), procedure, mado_counter_get_reader (self->counter),
                                &deadline))
    {
      g_autofree char *day = mado_date_to_wareki (&deadline);
      g_autofree char *line = g_strdup_printf (_("Deadline %s"), day);

      gtk_box_append (GTK_BOX (card), label_new (line, "procedure-deadline"));
    }
  gtk_widget_add_css_class (card, "procedure-card");
  return card;
}

static void
append_recorded_stop (MadoProcedureList *self,
                      const MadoDesk    *desk,
                      GPtrArray         *procedures)
{
  g_autofree char *title = g_strdup_printf (_("Window %s  %s  %s"), desk->window, mado_text_get (desk->name, NULL),
                                            mado_text_get (desk->floor_name, NULL));

  gtk_box_append (GTK_BOX (self->box), label_new (title, "window-title"));
  for (guint i = 0; i < procedures->len; i++)
    if (((const MadoProcedure *) g_ptr_array_index (procedures, i))->desk == desk)
      gtk_box_append (GTK_BOX (self->box), recorded_card_new (self, g_ptr_array_index (procedures, i)));
}

static void
show_recorded (MadoProcedureList *self)
{
  MadoPack *pack = mado_counter_get_pack (self->counter);
  const char *const *ids = mado_counter_list_procedures (self->counter);
  g_autoptr (GPtrArray) procedures = g_ptr_array_new ();
  g_autoptr (GPtrArray) desks = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_pack_get_procedure (pack, ids[i]) != NULL)
      g_ptr_array_add (procedures, (gpointer) mado_pack_get_procedure (pack, ids[i]));
  desks = mado_guidance_walk (pack, (const MadoProcedure *const *) procedures->pdata, procedures->len);
  for (guint i = 0; i < desks->len; i++)
    {
      const MadoDesk *desk = g_ptr_array_index (desks, i);
      g_autofree char *back = NULL;

      if (i == 0 || desk != g_ptr_array_index (desks, 0))
        {
          append_recorded_stop (self, desk, procedures);
          continue;
        }
      back = g_strdup_printf (_("Finally return to window %s"), desk->window);
      gtk_box_append (GTK_BOX (self->box), label_new (back, "window-title"));
    }
}

void
mado_procedure_list_refresh (MadoProcedureList *self)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (self->counter);
  g_autoptr (GHashTable) now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  if (!mado_counter_is_origin (self->counter))
    {
      show_recorded (self);
      return;
    }
  if (guidance == NULL)
    return;
  for (guint i = 0; i < guidance->walk->len; i++)
    append_stop (self, g_ptr_array_index (guidance->walk, i), now);
  append_refusals (self, guidance->refusals, now);
  append_notes (self, guidance->referrals);
  append_notes (self, guidance->advice);
  note_gone (self, now);
  append_texts (self->box, _("No longer needed after the last answer: "), self->gone, "procedure-gone");
  g_hash_table_unref (self->shown);
  self->shown = g_steal_pointer (&now);
}

static void
mado_procedure_list_dispose (GObject *object)
{
  MadoProcedureList *self = MADO_PROCEDURE_LIST (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  G_OBJECT_CLASS (mado_procedure_list_parent_class)->dispose (object);
}

static void
mado_procedure_list_class_init (MadoProcedureListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_procedure_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "procedurelist");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mado_procedure_list_init (MadoProcedureList *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->gone = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Procedures"), -1);
}

GtkWidget *
mado_procedure_list_new (MadoCounter *counter)
{
  MadoProcedureList *self = g_object_new (MADO_TYPE_PROCEDURE_LIST, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
