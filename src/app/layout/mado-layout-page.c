/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/layout/mado-layout-page.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/layout/mado-layout-page-private.h"
#include "core/procedure/mado-pack-check.h"

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoLayoutPage, mado_layout_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, mado_layout_page_init_page))

int
mado_layout_page_get_item (MadoLayoutPage *self)
{
  return mado_layout_canvas_get_item (self->canvas);
}

/* --- what the draft says, on the screen ---------------------------------------------- */

/* Only what differs, so that the focus stays where it is. */
static void
show_lines (GtkStringList *list,
            GPtrArray     *texts)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < texts->len; i++)
    {
      const char *const one[] = { texts->pdata[i], NULL };

      if (i >= n)
        gtk_string_list_append (list, one[0]);
      else if (!g_str_equal (gtk_string_list_get_string (list, i), one[0]))
        gtk_string_list_splice (list, i, 1, one);
    }
  if (n > texts->len)
    gtk_string_list_splice (list, texts->len, n - texts->len, NULL);
}

static void
show_boxes (MadoLayoutPage *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n = self->draft != NULL ? mado_form_draft_get_n_items (self->draft) : 0;
  int item = mado_layout_page_get_item (self);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (texts, mado_layout_page_describe (self, i));
  self->filling = TRUE;
  show_lines (self->lines, texts);
  gtk_single_selection_set_selected (self->selection, item >= 0 ? (guint) item : GTK_INVALID_LIST_POSITION);
  self->filling = FALSE;
}

static void
add_fault (MadoLayoutPage *self,
           GPtrArray      *texts,
           int             item,
           const char     *text)
{
  g_array_append_val (self->fault_items, item);
  g_ptr_array_add (texts, item >= 0 ? g_strdup_printf ("%d: %s", item + 1, text) : g_strdup (text));
}

/* What would keep the form from being saved, then what would not fit the
 * made-up person. */
static void
show_faults (MadoLayoutPage *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *faults = self->text != NULL ? mado_form_text_get_faults (self->text) : NULL;
  GPtrArray *warnings = self->print != NULL ? mado_form_print_get_warnings (self->print) : NULL;

  g_array_set_size (self->fault_items, 0);
  if (self->background_fault != NULL)
    add_fault (self, texts, -1, self->background_fault);
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    {
      const MadoPackFault *fault = g_ptr_array_index (faults, i);

      add_fault (self, texts, mado_form_draft_item_at (self->draft, fault->line), fault->text);
    }
  for (guint i = 0; warnings != NULL && i < warnings->len; i++)
    {
      g_autofree char *sentence = mado_print_warning_to_text (g_ptr_array_index (warnings, i));

      add_fault (self, texts, -1, sentence);
    }
  self->filling = TRUE;
  show_lines (self->faults, texts);
  self->filling = FALSE;
}

static void
show_state (MadoLayoutPage *self)
{
  GPtrArray *faults = self->text != NULL ? mado_form_text_get_faults (self->text) : NULL;
  guint n = faults != NULL ? faults->len + (self->background_fault != NULL) : 0;
  g_autofree char *count = n > 0 ? g_strdup_printf (ngettext ("%u fault", "%u faults", n), n) : g_strdup (_("no faults"));
  g_autofree char *text = g_strdup_printf ("%s · %s", self->changed ? _("not saved") : _("saved"), count);

  gtk_label_set_text (self->state, self->draft != NULL ? text : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.undo", self->draft != NULL && mado_form_draft_can_undo (self->draft));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.redo", self->draft != NULL && mado_form_draft_can_redo (self->draft));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.background", self->draft != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "layout.discard", self->draft != NULL && self->changed);
  mado_page_keys_changed (MADO_PAGE (self));
}

static gboolean
paper_is_new (MadoLayoutPage *self,
              const char     *text)
{
  g_autoptr (GDir) dir = NULL;
  g_autofree char *forms = self->work != NULL ? g_build_filename (self->work, "forms", NULL) : NULL;
  const char *name;

  if (forms == NULL || (dir = g_dir_open (forms, 0, NULL)) == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_strstr_len (text, -1, name) != NULL)
      return TRUE;
  return FALSE;
}

void
mado_layout_page_refresh (MadoLayoutPage *self)
{
  g_autoptr (MadoFormText) before = g_steal_pointer (&self->text);
  MadoFormPrint *old = g_steal_pointer (&self->print);
  MadoFormSample sample = { .pack = self->pack };
  const MadoFormLayout *layout = NULL;

  if (self->draft != NULL)
    {
      g_autofree char *text = mado_form_draft_to_text (self->draft);

      self->text = mado_form_text_new (self->pack, paper_is_new (self, text) ? self->work : self->base, self->id, text);
      layout = mado_form_text_get_layout (self->text);
      sample.kind = gtk_drop_down_get_selected (self->sample) % 3;
      mado_layout_page_want_background (self);
    }
  if (layout != NULL && layout->width > 0)
    {
      self->print = mado_form_sample_print (&sample, layout);
      mado_form_print_set_background (self->print, self->background);
    }
  if (mado_layout_page_get_item (self) >= (layout != NULL ? (int) layout->n_items : 0))
    mado_layout_canvas_choose (self->canvas, -1);
  mado_layout_canvas_show (self->canvas, self->print != NULL ? layout : NULL, self->print);
  g_clear_pointer (&old, mado_form_print_free);
  self->filling = TRUE;
  gtk_spin_button_set_value (self->paper_page, layout != NULL ? layout->background_page : 0);
  self->filling = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->paper_page), layout != NULL && layout->background != NULL);
  show_boxes (self);
  mado_layout_page_show_item (self);
  show_faults (self);
  show_state (self);
}

void
mado_layout_page_touched (MadoLayoutPage *self)
{
  self->changed = TRUE;
  mado_layout_page_refresh (self);
}

/* --- a form is opened ------------------------------------------------------------------ */

void
mado_layout_page_open_form (MadoLayoutPage *self,
                            const char     *id)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = g_build_filename (self->base, "forms", name, NULL);
  g_autofree char *kept = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  mado_layout_page_keep (self);
  kept = mado_layout_page_kept (self, id);
  g_clear_pointer (&self->draft, mado_form_draft_free);
  g_free (self->id);
  self->id = g_strdup (id);
  if (kept == NULL && !g_file_get_contents (path, &text, NULL, NULL))
    g_set_error (&error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("The file “%s” cannot be read."), path);
  else
    self->draft = mado_form_draft_new (kept != NULL ? kept : text, &error);
  self->changed = kept != NULL;
  mado_layout_canvas_choose (self->canvas, -1);
  mado_layout_page_refresh (self);
  self->filling = TRUE;
  mado_layout_page_fill_fields (self);
  self->filling = FALSE;
  show_boxes (self);
  if (error != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  else if (kept != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Changes of this form that were not saved are here again."));
}

static void
form_cb (MadoLayoutPage *self)
{
  guint at = gtk_drop_down_get_selected (self->form);

  if (!self->filling && self->ids != NULL && at < self->ids->len)
    mado_layout_page_open_form (self, self->ids->pdata[at]);
}

static void
list_forms (MadoLayoutPage *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  self->ids = mado_form_ids_list (self->pack);
  for (guint i = 0; i < self->ids->len; i++)
    {
      const MadoFormLayout *layout = mado_pack_load_form (self->pack, self->ids->pdata[i], NULL);

      gtk_string_list_append (model, layout != NULL ? mado_text_get (layout->title, NULL) : self->ids->pdata[i]);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->form, G_LIST_MODEL (model));
  self->filling = FALSE;
  if (self->ids->len > 0)
    mado_layout_page_open_form (self, self->ids->pdata[0]);
}

static void
take_pack (MadoLayoutPage *self)
{
  MadoPack *pack = mado_context_get_pack (self->context);

  if (pack == NULL || self->pack != NULL)
    return;
  self->pack = mado_pack_ref (pack);
  self->base = mado_layout_page_find_base (self);
  list_forms (self);
}

/* --- boxes ------------------------------------------------------------------------------ */

static void
choose (MadoLayoutPage *self,
        int             item)
{
  mado_layout_canvas_choose (self->canvas, item);
  self->filling = TRUE;
  gtk_single_selection_set_selected (self->selection, item >= 0 ? (guint) item : GTK_INVALID_LIST_POSITION);
  self->filling = FALSE;
  mado_layout_page_show_item (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
chosen_cb (MadoLayoutCanvas *canvas,
           int               item,
           MadoLayoutPage   *self)
{
  choose (self, item);
}

static void
selected_cb (MadoLayoutPage *self)
{
  guint at = gtk_single_selection_get_selected (self->selection);

  if (!self->filling)
    choose (self, at == GTK_INVALID_LIST_POSITION ? -1 : (int) at);
}

static void
fault_cb (MadoLayoutPage *self)
{
  guint at = gtk_single_selection_get_selected (self->fault_selection);

  if (!self->filling && at < self->fault_items->len && g_array_index (self->fault_items, int, at) >= 0)
    choose (self, g_array_index (self->fault_items, int, at));
}

static void
placed_cb (MadoLayoutCanvas *canvas,
           int               item,
           double            x,
           double            y,
           double            w,
           double            h,
           const char       *tag,
           MadoLayoutPage   *self)
{
  mado_form_draft_set_place (self->draft, (guint) item, x, y, w, h, tag);
  mado_layout_page_touched (self);
}

/* --- life ---------------------------------------------------------------------------------- */

static void
remove_work (MadoLayoutPage *self)
{
  g_autofree char *forms = self->work != NULL ? g_build_filename (self->work, "forms", NULL) : NULL;
  g_autoptr (GDir) dir = forms != NULL ? g_dir_open (forms, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (forms, name, NULL);

      g_remove (path);
    }
  if (forms != NULL)
    {
      g_rmdir (forms);
      g_rmdir (self->work);
    }
  g_clear_pointer (&self->work, g_free);
}

static void
mado_layout_page_dispose (GObject *object)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (object);

  if (self->canvas != NULL)
    mado_layout_canvas_show (self->canvas, NULL, NULL);
  self->canvas = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  remove_work (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mado_layout_page_parent_class)->dispose (object);
}

static void
mado_layout_page_finalize (GObject *object)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (object);

  g_clear_pointer (&self->print, mado_form_print_free);
  g_clear_pointer (&self->text, mado_form_text_free);
  g_clear_pointer (&self->draft, mado_form_draft_free);
  g_clear_pointer (&self->background, mado_form_background_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->pack, mado_pack_unref);
  g_array_unref (self->fault_items);
  g_object_unref (self->lines);
  g_object_unref (self->selection);
  g_object_unref (self->faults);
  g_object_unref (self->fault_selection);
  g_free (self->base);
  g_free (self->id);
  g_free (self->background_key);
  g_free (self->background_fault);
  G_OBJECT_CLASS (mado_layout_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, MadoLayoutPage, child)
  BIND (box);
  BIND (form);
  BIND (sample);
  BIND (paper_page);
  BIND (state);
  BIND (kind);
  BIND (add_button);
  BIND (view);
  BIND (scroller);
  BIND (properties);
  BIND (name);
  BIND (field);
  BIND (value);
  BIND (label);
  BIND (x);
  BIND (y);
  BIND (w);
  BIND (h);
  BIND (size);
  BIND (cells);
  BIND (line);
  BIND (align);
  BIND (vertical);
  BIND (dashed);
  BIND (shaded);
  BIND (fault_view);
#undef BIND
}

static void
mado_layout_page_class_init (MadoLayoutPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_layout_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_layout_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "layout-page");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-layout-page.ui");
  bind_children (widget_class);
  mado_layout_page_install_actions (widget_class);
}

static void
setup_line_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), data != NULL);
  gtk_label_set_ellipsize (GTK_LABEL (label), data != NULL ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_line_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkSingleSelection *
set_list (GtkListView   *view,
          GtkStringList *list,
          gboolean       wrap)
{
  GtkSingleSelection *selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (list)));
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_line_cb), wrap ? list : NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_line_cb), NULL);
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));
  return selection;
}

static void
mado_layout_page_init (MadoLayoutPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->fault_items = g_array_new (FALSE, FALSE, sizeof (int));
  self->canvas = mado_layout_canvas_new ();
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->canvas));
  self->lines = gtk_string_list_new (NULL);
  self->faults = gtk_string_list_new (NULL);
  self->selection = set_list (self->view, self->lines, FALSE);
  self->fault_selection = set_list (self->fault_view, self->faults, TRUE);
  mado_layout_page_init_side (self);
  gtk_drop_down_set_selected (self->kind, 1);
  g_signal_connect (self->canvas, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect (self->canvas, "placed", G_CALLBACK (placed_cb), self);
  g_signal_connect_swapped (self->canvas, "removed", G_CALLBACK (mado_layout_page_remove_box), self);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->fault_selection, "notify::selected", G_CALLBACK (fault_cb), self);
  g_signal_connect_swapped (self->form, "notify::selected", G_CALLBACK (form_cb), self);
  g_signal_connect_swapped (self->sample, "notify::selected", G_CALLBACK (mado_layout_page_refresh), self);
  g_signal_connect_swapped (self->paper_page, "value-changed", G_CALLBACK (mado_layout_page_turn_background), self);
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (mado_layout_page_add_box), self);
}

/* Once somebody listens to what the page has to say. */
static gboolean
begin_cb (gpointer data)
{
  MadoLayoutPage *self = data;

  if (self->box != NULL)
    take_pack (self);
  return G_SOURCE_REMOVE;
}

MadoLayoutPage *
mado_layout_page_new (MadoContext *context)
{
  MadoLayoutPage *self = g_object_new (MADO_TYPE_LAYOUT_PAGE, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "notify::pack", G_CALLBACK (take_pack), self, G_CONNECT_SWAPPED);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, begin_cb, g_object_ref (self), g_object_unref);
  return self;
}
