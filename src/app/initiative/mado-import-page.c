/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-import-page.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-plan-intake.h"
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
  MadoPlanIntake       *intake;
  GtkFileChooserNative *chooser; /* nullable; while it is open */
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoImportPage, mado_import_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- what will change --------------------------------------------------------------- */

static char *
print_summary (const MadoPlanPreview *preview)
{
  guint faults = preview->faults->len;
  guint n = preview->update.changes ? preview->update.changes->len : 0;

  if (faults > 0)
    return g_strdup_printf (ngettext ("%u fault; nothing can be read in. Mend the file, then Enter reads it again.",
                                      "%u faults; nothing can be read in. Mend the file, then Enter reads it again.", faults),
                            faults);
  if (n == 0)
    return g_strdup (_("The files say what is here already."));

  return g_strdup_printf (ngettext ("%u change. Ctrl+Enter reads it in.", "%u changes. Ctrl+Enter reads them in.", n), n);
}

static void
changed_cb (MadoImportPage *self)
{
  const MadoPlanPreview *preview = mado_plan_intake_get_preview (self->intake);
  g_autofree char *text = preview ? print_summary (preview) : NULL;

  mado_page_busy (MADO_PAGE (self), mado_plan_intake_get_busy (self->intake));
  gtk_label_set_text (self->summary,
                      text ? text : _("JSON, CSV, workbooks and filled-in answer forms. What will change is shown first."));
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
failed_cb (MadoImportPage *self,
           const char     *text)
{
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
}

static void
read_files (MadoImportPage    *self,
            const char *const *paths)
{
  if (paths[0])
    mado_plan_intake_read_files (self->intake, paths, _("Please check"));
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
written_cb (MadoImportPage *self,
            const char     *fault)
{
  if (fault)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Nothing was read in. %s"), fault);
      return;
    }
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("Read in. All departments get it by themselves."));
  mado_page_close (MADO_PAGE (self));
}

static gboolean
write_all (MadoImportPage *self)
{
  mado_plan_intake_write (self->intake);

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
    return mado_plan_intake_can_write (MADO_IMPORT_PAGE (page)->intake);

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
  g_clear_object (&self->chooser);
  g_clear_object (&self->intake);

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
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->choose, "clicked", G_CALLBACK (choose_cb), self);
}

MadoPage *
mado_import_page_new (MadoPlanPlace *place)
{
  MadoImportPage *self = g_object_new (MADO_TYPE_IMPORT_PAGE, NULL);

  self->intake = mado_plan_intake_new (place);
  g_signal_connect_object (self->intake, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intake, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->intake, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  mado_table_view_setup_kinds (self->view, mado_plan_intake_get_lines (self->intake), 130);
  changed_cb (self);

  return MADO_PAGE (self);
}
