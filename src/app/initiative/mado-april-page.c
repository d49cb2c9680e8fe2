/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-april-page.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-plan-intake.h"
#include "app/initiative/mado-table-line.h"
#include "core/base/mado-date.h"
#include "core/base/mado-text.h"

struct _MadoAprilPage
{
  GtkWidget       parent_instance;

  /* Template children */
  GtkWidget      *box;
  GtkLabel       *kind_label;
  GtkLabel       *summary;
  GtkWidget      *year_form;
  GtkWidget      *reorganise_form;
  GtkWidget      *officers_form;
  GtkWidget      *rule_form;
  GtkLabel       *year_text;
  GtkDropDown    *reorg;
  GtkEditable    *from;
  GtkEditable    *to;
  GtkEditable    *date;
  GtkEditable    *path;
  GtkEditable    *threshold;
  GtkDropDown    *baseline;
  GtkDropDown    *multi;
  GtkCheckButton *coverage;
  GtkCheckButton *state;
  GtkListView    *view;

  /* Owned */
  MadoPlanPlace  *place;
  MadoPlanIntake *intake;
  MadoAprilKind   kind;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoAprilPage, mado_april_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static const char *
kind_name (MadoAprilKind kind)
{
  static const char *const names[MADO_N_APRILS] = {
    N_("New fiscal year"), N_("Reorganisation"), N_("Promotion officers"), N_("Rule for the rates"),
  };

  return _(names[kind]);
}

/* --- what would change --------------------------------------------------------------- */

static char *
print_summary (MadoAprilPage         *self,
               const MadoPlanPreview *preview)
{
  guint faults = preview->faults->len;
  guint n;

  if (faults > 0)
    return g_strdup_printf (ngettext ("%u fault; nothing can be written", "%u faults; nothing can be written", faults), faults);
  if (!mado_plan_intake_can_write (self->intake))
    return g_strdup (_("This is how it is already."));
  n = preview->update.edits->len;

  return g_strdup_printf (ngettext ("%u record changes. Ctrl+Enter writes it.", "%u records change. Ctrl+Enter writes them.", n), n);
}

static void
changed_cb (MadoAprilPage *self)
{
  const MadoPlanPreview *preview = mado_plan_intake_get_preview (self->intake);
  g_autofree char *text = preview ? print_summary (self, preview) : NULL;

  mado_page_busy (MADO_PAGE (self), mado_plan_intake_get_busy (self->intake));
  gtk_label_set_text (self->summary, text ? text : _("Enter shows what would change."));
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
failed_cb (MadoAprilPage *self,
           const char    *text)
{
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
}

/* --- what was asked for ----------------------------------------------------------------- */

static char *
entered (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static gboolean
refuse (MadoAprilPage *self,
        GtkEditable   *entry,
        const char    *text)
{
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", text);
  gtk_widget_grab_focus (GTK_WIDGET (entry));

  return FALSE;
}

static gboolean
read_reorg (MadoAprilPage *self,
            MadoAprilStep *step)
{
  MadoContext *context = mado_plan_place_get_context (self->place);
  MadoDateContext today = { .today = mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (context))),
                            .last_era = MADO_ERA_REIWA };
  g_autoptr (GError) error = NULL;
  MadoDate date;

  step->reorg = (MadoReorgKind) gtk_drop_down_get_selected (self->reorg);
  step->from = entered (self->from);
  step->to = entered (self->to);
  if (!*step->from)
    return refuse (self, self->from, _("Name the departments of now."));
  if (!*step->to)
    return refuse (self, self->to, _("Name the departments that come."));
  if (!mado_date_parse (gtk_editable_get_text (self->date), &today, &date, &error) || !mado_date_is_complete (&date))
    return refuse (self, self->date, error ? error->message : _("Give the whole date."));
  step->date = mado_date_to_iso (&date);

  return TRUE;
}

static gboolean
read_rule (MadoAprilPage *self,
           MadoAprilStep *step)
{
  g_autofree char *text = entered (self->threshold);
  g_autofree char *number = mado_text_fold_number (text);
  guint64 value;

  if (!g_ascii_string_to_unsigned (number, 10, 1, 99, &value, NULL))
    return refuse (self, self->threshold, _("The middle class begins between 1 and 99 per cent."));
  step->rule.threshold = (double) value;
  step->rule.missing_baseline = (MadoBaselineRule) gtk_drop_down_get_selected (self->baseline);
  step->rule.multi = (MadoMultiRule) gtk_drop_down_get_selected (self->multi);
  step->rule.coverage_counts = gtk_check_button_get_active (self->coverage);
  step->rule.state_counts = gtk_check_button_get_active (self->state);

  return TRUE;
}

static gboolean
read_step (MadoAprilPage *self,
           MadoAprilStep *step)
{
  if (self->kind == MADO_APRIL_REORGANISE)
    return read_reorg (self, step);
  if (self->kind == MADO_APRIL_RULE)
    return read_rule (self, step);
  if (self->kind != MADO_APRIL_OFFICERS)
    return TRUE;
  step->path = entered (self->path);

  return *step->path ? TRUE : refuse (self, self->path, _("Name the file with the list."));
}

static gboolean
look (MadoAprilPage *self)
{
  g_autoptr (MadoAprilStep) step = mado_april_step_new (self->kind);

  if (!mado_plan_intake_get_busy (self->intake) && read_step (self, step))
    mado_plan_intake_read_step (self->intake, g_steal_pointer (&step), kind_name (self->kind));

  return TRUE;
}

static void
entered_cb (MadoAprilPage *self)
{
  mado_plan_intake_forget (self->intake);
}

/* --- one of the four ---------------------------------------------------------------------- */

static void
focus_form (MadoAprilPage *self)
{
  GtkEditable *first[MADO_N_APRILS] = { NULL, self->from, self->path, self->threshold };

  if (first[self->kind])
    gtk_widget_grab_focus (GTK_WIDGET (first[self->kind]));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
show_rule (MadoAprilPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  g_autofree char *threshold = book ? g_strdup_printf ("%g", book->rule.threshold) : NULL;

  if (!book)
    return;
  gtk_editable_set_text (self->threshold, threshold);
  gtk_drop_down_set_selected (self->baseline, book->rule.missing_baseline);
  gtk_drop_down_set_selected (self->multi, book->rule.multi);
  gtk_check_button_set_active (self->coverage, book->rule.coverage_counts);
  gtk_check_button_set_active (self->state, book->rule.state_counts);
}

static void
show_year (MadoAprilPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  g_autofree char *now = book ? mado_plan_year_print (book->year) : g_strdup ("");
  g_autofree char *next = book ? mado_plan_year_print (book->year + 1) : g_strdup ("");
  g_autofree char *text = g_strdup_printf (_("The text of %s is carried over into %s; answers begin anew and %s stays as it is."), now, next, now);

  gtk_label_set_text (self->year_text, text);
}

static void
set_kind (MadoAprilPage *self,
          MadoAprilKind  kind)
{
  GtkWidget *forms[MADO_N_APRILS] = { self->year_form, self->reorganise_form, self->officers_form, self->rule_form };

  self->kind = kind;
  for (guint i = 0; i < MADO_N_APRILS; i++)
    gtk_widget_set_visible (forms[i], i == kind);
  gtk_label_set_text (self->kind_label, kind_name (kind));
  show_year (self);
  show_rule (self);
  entered_cb (self);
  focus_form (self);
  if (kind == MADO_APRIL_YEAR)
    look (self);
}

/* --- writing ------------------------------------------------------------------------------- */

static void
written_cb (MadoAprilPage *self,
            const char    *fault)
{
  if (fault)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Nothing was written. %s"), fault);
      return;
    }
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Written. All departments get it by themselves."));
  mado_page_close (MADO_PAGE (self));
}

static gboolean
write_all (MadoAprilPage *self)
{
  mado_plan_intake_write (self->intake);

  return TRUE;
}

/* --- page ------------------------------------------------------------------------------------ */

static const char *
page_get_title (MadoPage *page)
{
  return _("Year and departments");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return mado_plan_intake_can_write (MADO_APRIL_PAGE (page)->intake);

  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_FILTER);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return C_("key", "Write it");
  if (g_str_equal (command, MADO_COMMAND_FILTER))
    return kind_name ((MADO_APRIL_PAGE (page)->kind + 1) % MADO_N_APRILS);

  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoAprilPage *self = MADO_APRIL_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return write_all (self);
  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    return look (self);
  if (!g_str_equal (command, MADO_COMMAND_FILTER))
    return FALSE;
  if (!mado_plan_intake_get_busy (self->intake))
    set_kind (self, (self->kind + 1) % MADO_N_APRILS);

  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  focus_form (MADO_APRIL_PAGE (page));
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
}

/* --- object ------------------------------------------------------------------------------------ */

static void
mado_april_page_dispose (GObject *object)
{
  MadoAprilPage *self = MADO_APRIL_PAGE (object);

  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->intake);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_april_page_parent_class)->dispose (object);
}

static void
mado_april_page_class_init (MadoAprilPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_april_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-april-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, kind_label);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, year_form);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, reorganise_form);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, officers_form);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, rule_form);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, year_text);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, reorg);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, from);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, to);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, date);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, path);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, threshold);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, baseline);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, multi);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, coverage);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, state);
  gtk_widget_class_bind_template_child (widget_class, MadoAprilPage, view);
}

static void
watch_form (MadoAprilPage *self)
{
  GtkEditable *entries[] = { self->from, self->to, self->date, self->path, self->threshold };
  GtkDropDown *choices[] = { self->reorg, self->baseline, self->multi };
  GtkCheckButton *checks[] = { self->coverage, self->state };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_signal_connect_swapped (entries[i], "changed", G_CALLBACK (entered_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_signal_connect_swapped (choices[i], "notify::selected", G_CALLBACK (entered_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    g_signal_connect_swapped (checks[i], "toggled", G_CALLBACK (entered_cb), self);
}

static void
mado_april_page_init (MadoAprilPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MadoPage *
mado_april_page_new (MadoPlanPlace *place)
{
  MadoAprilPage *self = g_object_new (MADO_TYPE_APRIL_PAGE, NULL);

  self->place = g_object_ref (place);
  self->intake = mado_plan_intake_new (place);
  g_signal_connect_object (self->intake, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intake, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intake, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  mado_table_view_setup_kinds (self->view, mado_plan_intake_get_lines (self->intake), 150);
  watch_form (self);
  changed_cb (self);
  set_kind (self, MADO_APRIL_YEAR);

  return MADO_PAGE (self);
}
