/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-april-page.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-april-job.h"
#include "app/initiative/mado-table-item.h"
#include "app/initiative/mado-table-line.h"
#include "core/base/mado-date.h"
#include "core/base/mado-text.h"

struct _MadoAprilPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkLabel           *kind_label;
  GtkLabel           *summary;
  GtkWidget          *year_form;
  GtkWidget          *reorganise_form;
  GtkWidget          *officers_form;
  GtkWidget          *rule_form;
  GtkLabel           *year_text;
  GtkDropDown        *reorg;
  GtkEditable        *from;
  GtkEditable        *to;
  GtkEditable        *date;
  GtkEditable        *path;
  GtkEditable        *threshold;
  GtkDropDown        *baseline;
  GtkDropDown        *multi;
  GtkCheckButton     *coverage;
  GtkCheckButton     *state;
  GtkListView        *view;

  /* Owned */
  MadoPlanPlace      *place;
  GListStore         *items;     /* MadoTableItem */
  GtkSingleSelection *selection;
  MadoPlanPreview    *preview;   /* nullable */
  MadoAprilKind       kind;
  gboolean            busy;
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

static void
add_line (MadoAprilPage *self,
          const char    *kind,
          const char    *text,
          const char    *css_class)
{
  char **texts = g_new0 (char *, 3);
  g_autoptr (MadoTableItem) item = NULL;

  texts[0] = g_strdup (kind);
  texts[1] = g_strdelimit (g_strdup (text), "\n", ' ');
  item = mado_table_item_new (texts, css_class, NULL, NULL);
  g_list_store_append (self->items, item);
}

static gboolean
can_write (MadoAprilPage *self)
{
  return self->preview && !self->busy && self->preview->faults->len == 0 && self->preview->update.edits &&
         self->preview->update.edits->len > 0;
}

static void
show_preview (MadoAprilPage *self)
{
  MadoPlanPreview *preview = self->preview;
  guint n = preview->update.changes ? preview->update.changes->len : 0;
  g_autofree char *text = NULL;

  g_list_store_remove_all (self->items);
  for (guint i = 0; i < preview->faults->len; i++)
    add_line (self, _("Fault"), preview->faults->pdata[i], "conflict");
  for (guint i = 0; preview->faults->len == 0 && i < preview->notes->len; i++)
    add_line (self, kind_name (self->kind), preview->notes->pdata[i], NULL);
  for (guint i = 0; preview->faults->len == 0 && i < n; i++)
    {
      g_autofree char *line = mado_plan_change_print (preview->update.changes->pdata[i]);

      add_line (self, _("Change"), line, NULL);
    }
  if (preview->faults->len > 0)
    text = g_strdup_printf (ngettext ("%u fault; nothing can be written", "%u faults; nothing can be written", preview->faults->len),
                            preview->faults->len);
  else if (!can_write (self))
    text = g_strdup (_("This is how it is already."));
  else
    text = g_strdup_printf (ngettext ("%u record changes. Ctrl+Enter writes it.", "%u records change. Ctrl+Enter writes them.",
                                      preview->update.edits->len), preview->update.edits->len);
  gtk_label_set_text (self->summary, text);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
previewed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (MadoAprilPage) self = data;
  g_autoptr (GError) error = NULL;
  MadoPlanPreview *preview = mado_plan_preview_finish (MADO_PLAN_PLACE (object), result, &error);

  self->busy = FALSE;
  if (!self->place)
    {
      g_clear_pointer (&preview, mado_plan_preview_free);
      return;
    }
  mado_page_busy (MADO_PAGE (self), NULL);
  if (!preview)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }
  self->preview = preview;
  show_preview (self);
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

  if (self->busy || !read_step (self, step))
    return TRUE;
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  self->busy = TRUE;
  mado_page_busy (MADO_PAGE (self), _("Reading …"));
  mado_page_keys_changed (MADO_PAGE (self));
  mado_april_preview_async (self->place, g_steal_pointer (&step), previewed_cb, g_object_ref (self));

  return TRUE;
}

/* What was shown is not what would be written any more. */
static void
entered_cb (MadoAprilPage *self)
{
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  g_list_store_remove_all (self->items);
  gtk_label_set_text (self->summary, _("Enter shows what would change."));
  mado_page_keys_changed (MADO_PAGE (self));
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
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoAprilPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mado_plan_take_in_finish (MADO_PLAN_PLACE (object), result, &error);

  self->busy = FALSE;
  if (!self->place)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (done)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Written. All departments get it by themselves."));
      mado_page_close (MADO_PAGE (self));
    }
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Nothing was written. %s"), error->message);
}

static gboolean
write_all (MadoAprilPage *self)
{
  if (!can_write (self))
    return TRUE;
  self->busy = TRUE;
  mado_page_busy (MADO_PAGE (self), _("Saving …"));
  mado_plan_take_in_async (self->place, g_steal_pointer (&self->preview), written_cb, g_object_ref (self));

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
    return can_write (MADO_APRIL_PAGE (page));

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
  if (!self->busy)
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
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
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
  MadoTableColumns *columns = mado_table_columns_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (MADO_TYPE_TABLE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  mado_table_columns_add (columns, "", 150, 0, FALSE);
  mado_table_columns_add (columns, "", 0, 1, FALSE);
  mado_table_view_setup (self->view, GTK_SELECTION_MODEL (self->selection), columns, mado_table_item_dup_texts,
                         mado_table_item_get_class, NULL);
  mado_table_columns_unref (columns);
  watch_form (self);
}

MadoPage *
mado_april_page_new (MadoPlanPlace *place)
{
  MadoAprilPage *self = g_object_new (MADO_TYPE_APRIL_PAGE, NULL);

  self->place = g_object_ref (place);
  set_kind (self, MADO_APRIL_YEAR);

  return MADO_PAGE (self);
}
