/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-draft.h"

#include <glib/gi18n.h>

#include "app/mado-command.h"
#include "app/mado-page.h"
#include "core/form/mado-field-value.h"
#include "core/model/mado-case-path.h"

struct _MadoStageDraft
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *persons;
  GtkWidget   *wanted;
  GtkWidget   *hint;
  MadoCounter *counter;
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageDraft, mado_stage_draft, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static const char *
mado_stage_draft_get_title (MadoStage *stage)
{
  return _("For whom");
}

static gboolean
mado_stage_draft_applies (MadoStage *stage)
{
  return mado_counter_get_draft (MADO_STAGE_DRAFT (stage)->counter) != NULL;
}

static gboolean
mado_stage_draft_is_complete (MadoStage *stage)
{
  return !mado_stage_draft_applies (stage);
}

/* --- what is said ------------------------------------------------------------------------ */

static char *
value_of (MadoStageDraft *self,
          const char     *eid,
          const char     *name)
{
  g_autofree char *path = mado_case_path_person (eid, name);
  GVariant *value = mado_slip_lookup (mado_counter_get_draft (self->counter), path);
  const MadoField *field = mado_pack_get_field (mado_counter_get_pack (self->counter), name);
  MadoFieldContext context = { .dates = *mado_counter_get_dates (self->counter) };

  if (value == NULL || field == NULL || !mado_field_check (field, value, &context, NULL))
    return g_strdup ("");
  return mado_field_display (field, value, mado_counter_get_today (self->counter), NULL);
}

/* 佐藤　花子（サトウ　ハナコ） 昭和60年4月1日（1985）41歳 */
static char *
describe_person (MadoStageDraft *self,
                 const char     *eid)
{
  g_autofree char *family = value_of (self, eid, "family_name");
  g_autofree char *given = value_of (self, eid, "given_name");
  g_autofree char *family_kana = value_of (self, eid, "family_name_kana");
  g_autofree char *given_kana = value_of (self, eid, "given_name_kana");
  g_autofree char *birth = value_of (self, eid, "birth_date");
  g_autofree char *name = g_strconcat (family, *family && *given ? "　" : "", given, NULL);
  g_autofree char *kana = g_strconcat (family_kana, *family_kana && *given_kana ? "　" : "", given_kana, NULL);

  if (*kana)
    /* Translators: name (its reading), date of birth */
    return g_strdup_printf (_("%s (%s)  %s"), name, kana, birth);
  return g_strdup_printf ("%s　%s", name, birth);
}

static char *
describe_persons (MadoStageDraft *self,
                  MadoSlip       *draft)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; draft->persons[i] != NULL; i++)
    {
      g_autofree char *person = describe_person (self, draft->persons[i]);

      g_string_append_printf (text, "%s%s", i ? "\n" : "", person);
    }
  if (text->len == 0)
    g_string_append (text, _("The paper names nobody."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* 住民票の写し等の交付請求、印鑑登録証明書交付申請 */
static char *
describe_wanted (MadoStageDraft *self,
                 MadoSlip       *draft)
{
  g_autoptr (GString) titles = g_string_new (NULL);
  GVariant *event = mado_slip_lookup (draft, "event");
  const MadoEvent *found = event != NULL ? mado_pack_get_event (mado_counter_get_pack (self->counter), mado_value_get_text (event))
                                         : NULL;

  if (found != NULL)
    g_string_append (titles, mado_text_get (found->title, NULL));
  for (guint i = 0; i < draft->procedures->len; i++)
    {
      const char *id = ((const MadoSlipProcedure *) draft->procedures->pdata[i])->proc;
      const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (self->counter), id);

      if (procedure != NULL)
        g_string_append_printf (titles, "%s%s", titles->len ? "、" : "", mado_text_get (procedure->title, NULL));
    }
  return g_string_free (g_steal_pointer (&titles), FALSE);
}

static void
mado_stage_draft_refresh (MadoStage *stage)
{
  MadoStageDraft *self = MADO_STAGE_DRAFT (stage);
  MadoSlip *draft = mado_counter_get_draft (self->counter);
  g_autofree char *persons = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *hint = NULL;

  if (draft == NULL)
    return;
  persons = describe_persons (self, draft);
  wanted = describe_wanted (self, draft);
  /* Translators: %s is where it was prepared: Web, Terminal, Slip */
  hint = g_strdup_printf (_("Prepared by the visitor (%s). Nobody at a window has looked at it yet.\n"
                            "See who stands here, then press Ctrl+Enter: what was filled in appears."),
                          mado_source_display (draft->source));
  gtk_label_set_text (GTK_LABEL (self->persons), persons);
  gtk_label_set_text (GTK_LABEL (self->wanted), wanted);
  gtk_label_set_text (GTK_LABEL (self->hint), hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, persons,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint, -1);
}

/* --- as a stage ---------------------------------------------------------------------------- */

static void
mado_stage_draft_focus_first (MadoStage *stage)
{
  gtk_widget_grab_focus (GTK_WIDGET (stage));
}

static gboolean
mado_stage_draft_perform (MadoStage  *stage,
                          const char *command)
{
  MadoStageDraft *self = MADO_STAGE_DRAFT (stage);
  g_autofree char *text = NULL;
  guint refused;

  if (!g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || mado_counter_get_draft (self->counter) == NULL)
    return FALSE;
  refused = mado_counter_take_draft (self->counter);
  if (refused > 0)
    {
      text = g_strdup_printf (ngettext ("%u entry was not taken over: only a window can say it, or it breaks a rule.",
                                        "%u entries were not taken over: only a window can say them, or they break a rule.",
                                        refused), refused);
      mado_stage_message (stage, MADO_MESSAGE_INFO, text);
    }
  mado_stage_done (stage);
  return TRUE;
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_draft_get_title;
  iface->applies = mado_stage_draft_applies;
  iface->is_complete = mado_stage_draft_is_complete;
  iface->refresh = mado_stage_draft_refresh;
  iface->focus_first = mado_stage_draft_focus_first;
  iface->perform = mado_stage_draft_perform;
}

static void
mado_stage_draft_dispose (GObject *object)
{
  MadoStageDraft *self = MADO_STAGE_DRAFT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_draft_parent_class)->dispose (object);
}

static void
mado_stage_draft_class_init (MadoStageDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_draft_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_label (MadoStageDraft *self,
           const char     *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static void
mado_stage_draft_init (MadoStageDraft *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE); /* so that a screen reader says whose it is */
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->hint = add_label (self, "stage-hint");
  self->persons = add_label (self, "draft-persons");
  self->wanted = add_label (self, "draft-wanted");
}

GtkWidget *
mado_stage_draft_new (MadoCounter *counter)
{
  MadoStageDraft *self = g_object_new (MADO_TYPE_STAGE_DRAFT, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
