/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-progress-page-private.h"

#include <glib/gi18n.h>

#include "app/common/mado-list-focus.h"
#include "app/initiative/mado-initiative-page.h"
#include "app/initiative/mado-plan-actions.h"
#include "app/initiative/mado-report-job.h"
#include "app/initiative/mado-table-line.h"

static void page_iface_init (MadoPageInterface *iface);
static void changed_cb      (MadoProgressPage  *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoProgressPage, mado_progress_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static const char *
mode_name (MadoProgressMode mode)
{
  static const char *const names[N_MODES] = { N_("Replies of the departments"), N_("Review before an edition"), N_("Editions") };

  return _(names[mode]);
}

MadoDate
mado_progress_page_today (MadoProgressPage *self)
{
  return mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (mado_plan_place_get_context (self->place))));
}

/* --- how far the departments are ----------------------------------------------------- */

static char **
texts_new (const char *first,
           ...)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  va_list args;

  va_start (args, first);
  for (const char *text = first; text; text = va_arg (args, const char *))
    g_strv_builder_add (texts, text);
  va_end (args);

  return g_strv_builder_end (texts);
}

static char *
count (guint n)
{
  return n > 0 ? g_strdup_printf ("%u", n) : g_strdup ("");
}

static void
add_progress (MadoProgressPage       *self,
              const MadoPlanBook     *book,
              const MadoPlanProgress *progress)
{
  g_autofree char *rows = count (progress->rows), *none = count (progress->none), *draft = count (progress->draft);
  g_autofree char *confirmed = count (progress->confirmed), *accepted = count (progress->accepted);
  g_autofree char *returned = count (progress->returned);
  g_autofree char *officers = mado_plan_book_dup_officer_names (book, progress->department);
  gboolean missing = mado_plan_is_missing (progress);
  g_autoptr (MadoTableItem) item =
    mado_table_item_new (texts_new (missing ? _("Missing") : _("Done"), mado_plan_book_get_department_name (book, progress->department),
                                    officers, rows, none, draft, returned, confirmed, accepted, NULL),
                         missing ? "returned" : "done", NULL, NULL);

  g_list_store_append (self->items, item);
}

static guint
fill_progress (MadoProgressPage *self,
               MadoPlanBook     *book)
{
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  guint n = 0;

  g_clear_pointer (&self->progress, g_ptr_array_unref);
  self->progress = mado_plan_progress (book, round ? round->as_of : "");
  for (guint missing = 1; missing < 2; missing--)
    for (guint i = 0; i < self->progress->len; i++)
      if (mado_plan_is_missing (self->progress->pdata[i]) == (gboolean) missing)
        {
          add_progress (self, book, self->progress->pdata[i]);
          n += missing;
        }

  return n;
}

/* --- what to look at -------------------------------------------------------------------- */

static void
read_reviews (MadoProgressPage *self,
              MadoPlanBook     *book)
{
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  MadoDate date = mado_progress_page_today (self);

  if (round)
    mado_date_parse_iso (round->as_of, &date);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  self->reviews = mado_plan_review (book, &date, self->earlier);
}

/* --- what the last editions said: a text that all of them have may be stale -------------- */

static void
earlier_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (MadoProgressPage) self = data;
  g_autoptr (GError) error = NULL;
  MadoPlanBooks *books = mado_plan_books_finish (MADO_PLAN_PLACE (object), result, &error);

  if (books && self->place && books->older && books->newer)
    {
      g_clear_pointer (&self->earlier, g_ptr_array_unref);
      self->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_book_free);
      g_ptr_array_add (self->earlier, g_steal_pointer (&books->older));
      g_ptr_array_add (self->earlier, g_steal_pointer (&books->newer));
      changed_cb (self);
    }
  else if (error && self->place)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
  g_clear_pointer (&books, mado_plan_books_free);
}

/* Once for each newest edition; it takes a moment, and the list does not wait. */
static void
read_earlier (MadoProgressPage *self)
{
  GPtrArray *editions = mado_plan_place_get_editions (self->place);
  guint n = editions ? editions->len : 0;
  MadoPlanState newer, older;

  if (n < 2 || mado_id_equal (&((MadoPlanEdition *) editions->pdata[n - 1])->id, &self->newest))
    return;
  newer = (MadoPlanState) { editions->pdata[n - 1], 0 };
  older = (MadoPlanState) { editions->pdata[n - 2], 0 };
  self->newest = newer.edition->id;
  mado_plan_books_async (self->place, &newer, &older, NULL, earlier_read_cb, g_object_ref (self));
}

static void
fill_reviews (MadoProgressPage *self)
{
  for (guint i = 0; i < self->reviews->len; i++)
    {
      MadoReview *review = self->reviews->pdata[i];
      g_autofree char *no = review->is_kpi ? g_strdup_printf ("KPI %d", review->no) : g_strdup_printf ("%d", review->no);
      g_autofree char *words = *review->suggestion ? g_strdup_printf ("%s → %s", review->words, review->suggestion)
                                                   : g_strdup (review->words);
      g_autoptr (MadoTableItem) item =
        mado_table_item_new (texts_new (mado_review_kind_print (review->kind), no, review->title, words, NULL),
                             review->kind == MADO_REVIEW_CONFLICT ? "conflict" : NULL,
                             review->is_kpi ? NULL : &review->record, review);

      g_list_store_append (self->items, item);
    }
}

static void
fill_editions (MadoProgressPage *self)
{
  GPtrArray *editions = mado_plan_place_get_editions (self->place);

  for (guint i = editions ? editions->len : 0; i > 0; i--)
    {
      const MadoPlanEdition *edition = editions->pdata[i - 1];
      MadoPlanStamp stamp = { edition->actor, edition->at };
      g_autofree char *as_of = mado_plan_date_format (edition->as_of);
      g_autofree char *when = mado_plan_place_format_stamp (self->place, &stamp);
      g_autoptr (MadoTableItem) item = mado_table_item_new (texts_new (as_of, edition->name, when, NULL), NULL, NULL, NULL);

      g_list_store_append (self->items, item);
    }
}

/* --- the table ----------------------------------------------------------------------------- */

static MadoTableColumns *
make_columns (MadoProgressMode mode)
{
  MadoTableColumns *columns = mado_table_columns_new ();

  if (mode == MODE_PROGRESS)
    {
      mado_table_columns_add (columns, C_("column", "State"), 90, 0, FALSE);
      mado_table_columns_add (columns, _("Department"), 0, 1, FALSE);
      mado_table_columns_add (columns, C_("column", "Officers"), 0, 1, FALSE);
      mado_table_columns_add (columns, _("Rows"), 100, 0, TRUE);
      mado_table_columns_add (columns, C_("answer", "Not updated"), 110, 0, TRUE);
      mado_table_columns_add (columns, C_("answer", "Being entered"), 110, 0, TRUE);
      mado_table_columns_add (columns, C_("answer", "Returned"), 110, 0, TRUE);
      mado_table_columns_add (columns, C_("answer", "Confirmed"), 110, 0, TRUE);
      mado_table_columns_add (columns, C_("answer", "Accepted"), 110, 0, TRUE);
    }
  else if (mode == MODE_REVIEW)
    {
      mado_table_columns_add (columns, _("What for"), 250, 0, FALSE);
      mado_table_columns_add (columns, _("No."), 66, 0, FALSE);
      mado_table_columns_add (columns, _("Initiative"), 0, 2, FALSE);
      mado_table_columns_add (columns, _("Words"), 0, 4, FALSE);
    }
  else
    {
      mado_table_columns_add (columns, _("As of"), 200, 0, FALSE);
      mado_table_columns_add (columns, _("Name of the edition"), 0, 1, FALSE);
      mado_table_columns_add (columns, _("Changed"), 220, 0, FALSE);
    }

  return columns;
}

static void
set_mode (MadoProgressPage *self,
          MadoProgressMode  mode)
{
  MadoTableColumns *columns = make_columns (mode);
  GtkWidget *head = gtk_widget_get_first_child (GTK_WIDGET (self->head_place));

  self->mode = mode;
  if (head)
    gtk_box_remove (self->head_place, head);
  gtk_box_append (self->head_place, mado_table_line_new (columns));
  mado_table_view_setup (self->view, GTK_SELECTION_MODEL (self->selection), columns, mado_table_item_dup_texts,
                         mado_table_item_get_class, NULL);
  mado_table_columns_unref (columns);
  gtk_label_set_text (self->mode_label, mode_name (mode));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, mode_name (mode), -1);
  changed_cb (self);
}

static void
show_summary (MadoProgressPage *self,
              guint             n_missing)
{
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  g_autofree char *as_of = mado_plan_date_format (round ? round->as_of : NULL);
  g_autofree char *deadline = mado_plan_date_format (round ? round->deadline : NULL);
  g_autofree char *text = NULL;

  if (!round)
    {
      gtk_label_set_text (self->summary, _("No call for updates runs"));
      return;
    }
  text = g_strdup_printf (_("As of %s  Reply by %s  Missing: %u of %u departments  To review: %u"), as_of, *deadline ? deadline : "―",
                          n_missing, self->progress->len, self->reviews->len);
  gtk_label_set_text (self->summary, text);
}

static void
changed_cb (MadoProgressPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  guint at = gtk_single_selection_get_selected (self->selection), missing;

  if (!book)
    return;
  g_list_store_remove_all (self->items);
  read_earlier (self);
  read_reviews (self, book);
  missing = fill_progress (self, book);
  if (self->mode != MODE_PROGRESS)
    g_list_store_remove_all (self->items);
  if (self->mode == MODE_REVIEW)
    fill_reviews (self);
  else if (self->mode == MODE_EDITIONS)
    fill_editions (self);
  show_summary (self, missing);
  if (at < g_list_model_get_n_items (G_LIST_MODEL (self->items)))
    gtk_single_selection_set_selected (self->selection, at);
  gtk_label_set_text (self->empty, self->mode == MODE_REVIEW ? _("Nothing to review.") : _("No edition was fixed yet."));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0);
  gtk_widget_set_visible (self->lines, g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0);
  gtk_widget_set_visible (self->gather, mado_plan_place_gathers (self->place));
  mado_page_keys_changed (MADO_PAGE (self));
}

/* --- page ---------------------------------------------------------------------------------------- */

static gboolean
open_selected (MadoProgressPage *self)
{
  MadoTableItem *item = gtk_single_selection_get_selected_item (self->selection);
  const MadoId *id = item ? mado_table_item_get_id (item) : NULL;

  if (id)
    mado_page_open (MADO_PAGE (self), mado_initiative_page_new (self->place, id));

  return id != NULL;
}

static const char *
page_get_title (MadoPage *page)
{
  return _("Replies and review");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoProgressPage *self = MADO_PROGRESS_PAGE (page);
  MadoTableItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return item && mado_table_item_get_id (item);
  if (g_str_equal (command, MADO_COMMAND_TAKE_ALL) || g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return self->mode == MODE_REVIEW;

  return g_str_equal (command, MADO_COMMAND_FILTER) || g_str_equal (command, MADO_COMMAND_PRINT);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return _("Open");
  if (g_str_equal (command, MADO_COMMAND_FILTER))
    return mode_name ((MADO_PROGRESS_PAGE (page)->mode + 1) % N_MODES);
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return C_("key", "Keep reminders");
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return C_("key", "Write this one way");
  if (g_str_equal (command, MADO_COMMAND_TAKE_ALL))
    return C_("key", "Write all one way");

  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoProgressPage *self = MADO_PROGRESS_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return open_selected (self);
  if (g_str_equal (command, MADO_COMMAND_TAKE_ALL) || g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return mado_progress_page_unify (self, g_str_equal (command, MADO_COMMAND_TAKE_ALL));
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return mado_progress_page_keep_reminders (self);
  if (!g_str_equal (command, MADO_COMMAND_FILTER))
    return FALSE;

  set_mode (self, (self->mode + 1) % N_MODES);

  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  mado_list_focus (GTK_WIDGET (MADO_PROGRESS_PAGE (page)->view));
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

static void
mado_progress_page_dispose (GObject *object)
{
  MadoProgressPage *self = MADO_PROGRESS_PAGE (object);

  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->progress, g_ptr_array_unref);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  g_clear_pointer (&self->earlier, g_ptr_array_unref);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_progress_page_parent_class)->dispose (object);
}

static void
mado_progress_page_class_init (MadoProgressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_progress_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-progress-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, mode_label);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, head_place);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, empty);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, lines);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, gather);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, as_of);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, deadline);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, call);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, edition);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, fix);
  gtk_widget_class_bind_template_child (widget_class, MadoProgressPage, actions);
}

static void
mado_progress_page_init (MadoProgressPage *self)
{
  static const char *const commands[] = { MADO_COMMAND_EDIT_LOCKED, MADO_COMMAND_TAKE_ALL, NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  mado_plan_actions_fill (self->actions, MADO_PAGE (self), commands);
  self->items = g_list_store_new (MADO_TYPE_TABLE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  g_signal_connect_swapped (self->call, "clicked", G_CALLBACK (mado_progress_page_call), self);
  g_signal_connect_swapped (self->fix, "clicked", G_CALLBACK (mado_progress_page_fix), self);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (open_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (mado_page_keys_changed), self, G_CONNECT_SWAPPED);
}

MadoPage *
mado_progress_page_new (MadoPlanPlace *place)
{
  MadoProgressPage *self = g_object_new (MADO_TYPE_PROGRESS_PAGE, NULL);

  self->place = g_object_ref (place);
  set_mode (self, MODE_PROGRESS);
  g_signal_connect_object (place, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return MADO_PAGE (self);
}
