/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-import-page.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-import-job.h"
#include "app/initiative/mado-table-item.h"
#include "app/initiative/mado-table-line.h"

struct _MadoImportPage
{
  GtkWidget             parent_instance;

  /* Template children */
  GtkWidget            *box;
  GtkEditable          *path;
  GtkWidget            *choose;
  GtkLabel             *summary;
  GtkListView          *view;

  /* Owned */
  MadoPlanPlace        *place;
  GListStore           *items;   /* MadoTableItem */
  GtkSingleSelection   *selection;
  GtkFileChooserNative *chooser; /* nullable; while it is open */
  MadoPlanPreview      *preview; /* nullable */
  gboolean              busy;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoImportPage, mado_import_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- what will change --------------------------------------------------------------- */

static void
add_line (MadoImportPage *self,
          const char     *kind,
          const char     *text,
          const char     *css_class)
{
  char **texts = g_new0 (char *, 3);
  g_autoptr (MadoTableItem) item = NULL;

  texts[0] = g_strdup (kind);
  texts[1] = g_strdelimit (g_strdup (text), "\n", ' ');
  item = mado_table_item_new (texts, css_class, NULL, NULL);
  g_list_store_append (self->items, item);
}

static gboolean
can_write (MadoImportPage *self)
{
  return self->preview && !self->busy && self->preview->faults->len == 0 && self->preview->update.edits &&
         self->preview->update.edits->len > 0;
}

static void
show_preview (MadoImportPage *self)
{
  MadoPlanPreview *preview = self->preview;
  guint n = preview->update.changes ? preview->update.changes->len : 0;
  g_autofree char *text = NULL;

  g_list_store_remove_all (self->items);
  for (guint i = 0; i < preview->faults->len; i++)
    add_line (self, _("Fault"), preview->faults->pdata[i], "conflict");
  for (guint i = 0; i < preview->notes->len; i++)
    add_line (self, _("Please check"), preview->notes->pdata[i], NULL);
  for (guint i = 0; preview->faults->len == 0 && i < n; i++)
    {
      g_autofree char *line = mado_plan_change_print (preview->update.changes->pdata[i]);

      add_line (self, _("Change"), line, NULL);
    }
  if (preview->faults->len > 0)
    text = g_strdup_printf (ngettext ("%u fault; nothing can be read in. Mend the file, then Enter reads it again.",
                                      "%u faults; nothing can be read in. Mend the file, then Enter reads it again.",
                                      preview->faults->len),
                            preview->faults->len);
  else if (n == 0)
    text = g_strdup (_("The files say what is here already."));
  else
    text = g_strdup_printf (ngettext ("%u change. Ctrl+Enter reads it in.", "%u changes. Ctrl+Enter reads them in.", n), n);
  gtk_label_set_text (self->summary, text);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
previewed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (MadoImportPage) self = data;
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
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  self->preview = preview;
  show_preview (self);
}

static void
read_files (MadoImportPage    *self,
            const char *const *paths)
{
  if (self->busy || !paths[0])
    return;
  self->busy = TRUE;
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  mado_page_busy (MADO_PAGE (self), _("Reading …"));
  mado_page_keys_changed (MADO_PAGE (self));
  mado_plan_preview_async (self->place, paths, previewed_cb, g_object_ref (self));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A folder stands for the forms in it; those that a spreadsheet has open leave
 * a hidden or a ~$ file beside them. */
static char **
list_forms (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (*name != '.' && !g_str_has_prefix (name, "~$") && g_str_has_suffix (name, ".xlsx"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_texts);
  g_ptr_array_add (paths, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

static gboolean
read_typed (MadoImportPage *self)
{
  g_autofree char *path = g_strstrip (g_strdup (gtk_editable_get_text (self->path)));
  const char *one[] = { path, NULL };
  g_auto (GStrv) forms = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      if (*path)
        read_files (self, one);
      return TRUE;
    }
  forms = list_forms (path);
  if (forms[0])
    read_files (self, (const char *const *) forms);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", _("There are no workbooks in this folder."));

  return TRUE;
}

/* --- choosing --------------------------------------------------------------------------- */

static void
chosen_cb (MadoImportPage *self,
           int             response)
{
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint n;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
      n = g_list_model_get_n_items (files);
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);

          g_ptr_array_add (paths, g_file_get_path (file));
        }
      g_ptr_array_add (paths, NULL);
      gtk_editable_set_text (self->path, paths->len == 2 ? paths->pdata[0] : "");
      read_files (self, (const char *const *) paths->pdata);
    }
  g_clear_object (&self->chooser);
}

static void
choose_cb (MadoImportPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Choose files …"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- writing ------------------------------------------------------------------------------ */

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoImportPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mado_plan_take_in_finish (MADO_PLAN_PLACE (object), result, &error);

  self->busy = FALSE;
  if (!self->place)
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (done)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Read in. All departments get it by themselves."));
      mado_page_close (MADO_PAGE (self));
    }
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Nothing was read in. %s"), error->message);
}

static gboolean
write_all (MadoImportPage *self)
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
  return _("Read in from files");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return can_write (MADO_IMPORT_PAGE (page));

  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ? C_("key", "Read in") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return write_all (MADO_IMPORT_PAGE (page));

  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) && read_typed (MADO_IMPORT_PAGE (page));
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_IMPORT_PAGE (page)->path));
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
mado_import_page_dispose (GObject *object)
{
  MadoImportPage *self = MADO_IMPORT_PAGE (object);

  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  g_clear_object (&self->chooser);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_import_page_parent_class)->dispose (object);
}

static void
mado_import_page_class_init (MadoImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_import_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-import-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoImportPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoImportPage, path);
  gtk_widget_class_bind_template_child (widget_class, MadoImportPage, choose);
  gtk_widget_class_bind_template_child (widget_class, MadoImportPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoImportPage, view);
}

static void
mado_import_page_init (MadoImportPage *self)
{
  MadoTableColumns *columns = mado_table_columns_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (MADO_TYPE_TABLE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  mado_table_columns_add (columns, "", 130, 0, FALSE);
  mado_table_columns_add (columns, "", 0, 1, FALSE);
  mado_table_view_setup (self->view, GTK_SELECTION_MODEL (self->selection), columns, mado_table_item_dup_texts,
                         mado_table_item_get_class, NULL);
  mado_table_columns_unref (columns);
  gtk_label_set_text (self->summary, _("JSON, CSV, workbooks and filled-in answer forms. What will change is shown first."));
  g_signal_connect_swapped (self->choose, "clicked", G_CALLBACK (choose_cb), self);
}

MadoPage *
mado_import_page_new (MadoPlanPlace *place)
{
  MadoImportPage *self = g_object_new (MADO_TYPE_IMPORT_PAGE, NULL);

  self->place = g_object_ref (place);

  return MADO_PAGE (self);
}
