/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-form-view.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-forms.h"

typedef struct
{
  MadoFormPrint *form;  /* borrowed from forms */
  guint          page;
  char          *title;
} Sheet;

struct _MadoFormView
{
  GtkWidget    parent_instance;

  GtkWidget   *scroller;
  GtkWidget   *area;
  MadoCounter *counter;
  GPtrArray   *forms;  /* MadoFormPrint* */
  GArray      *sheets; /* Sheet */
  guint        at;
  GHashTable  *backgrounds; /* id of a layout → MadoFormBackground*, or NULL: on its way or failed */
  char        *fault;       /* why a background is missing; or NULL */
};

G_DEFINE_FINAL_TYPE (MadoFormView, mado_form_view, GTK_TYPE_WIDGET)

static guint changed_signal;

/* Large enough to read on the screen; the page scrolls. */
#define PIXELS_PER_MM 3.4

static void
sheet_clear (gpointer data)
{
  g_free (((Sheet *) data)->title);
}

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        data)
{
  MadoFormView *self = data;
  const Sheet *sheet;
  double w, h, scale;

  if (self->sheets->len == 0)
    return;
  sheet = &g_array_index (self->sheets, Sheet, self->at);
  mado_form_print_get_size (sheet->form, &w, &h);
  scale = MIN (width / w, height / h);
  cairo_translate (cr, (width - w * scale) / 2, 0);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, w, h);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, .6, .6, .6);
  cairo_set_line_width (cr, .2);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  mado_form_print_draw_page (sheet->form, cr, sheet->page);
}

/* --- the city's paper: read by the confined renderer, on a thread -------------- */

typedef struct
{
  MadoPack             *pack;   /* keeps the layout */
  const MadoFormLayout *layout;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  mado_pack_unref (load->pack);
  g_free (load);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Load *load = data;
  GError *error = NULL;
  MadoFormBackground *background = mado_form_background_load (mado_pack_get_dir (load->pack), load->layout, &error);

  if (background != NULL)
    g_task_return_pointer (task, background, (GDestroyNotify) mado_form_background_unref);
  else
    g_task_return_error (task, error);
}

static void
background_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  MadoFormView *self = MADO_FORM_VIEW (object);
  Load *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  MadoFormBackground *background = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->scroller == NULL) /* gone meanwhile */
    {
      g_clear_pointer (&background, mado_form_background_unref);
      return;
    }
  if (background == NULL)
    {
      g_free (self->fault);
      self->fault = g_strdup (error->message);
    }
  else
    {
      g_hash_table_replace (self->backgrounds, g_strdup (load->layout->id), background);
      for (guint i = 0; i < self->forms->len; i++)
        {
          MadoFormPrint *form = g_ptr_array_index (self->forms, i);

          if (g_str_equal (mado_form_print_get_layout (form)->id, load->layout->id))
            mado_form_print_set_background (form, background);
        }
    }
  gtk_widget_queue_draw (self->area);
  g_signal_emit (self, changed_signal, 0);
}

static void
want_background (MadoFormView  *self,
                 MadoFormPrint *form)
{
  const MadoFormLayout *layout = mado_form_print_get_layout (form);
  g_autoptr (GTask) task = NULL;
  Load *load;
  gpointer known = NULL;

  if (layout->background == NULL)
    return;
  if (g_hash_table_lookup_extended (self->backgrounds, layout->id, NULL, &known))
    {
      mado_form_print_set_background (form, known);
      return;
    }
  g_hash_table_insert (self->backgrounds, g_strdup (layout->id), NULL);
  load = g_new0 (Load, 1);
  load->pack = mado_pack_ref (mado_counter_get_pack (self->counter));
  load->layout = layout;
  task = g_task_new (self, NULL, background_cb, NULL);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
}

static void
background_free (gpointer data)
{
  if (data != NULL)
    mado_form_background_unref (data);
}

static void
add_procedure (MadoFormView *self,
               const char   *id)
{
  const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (self->counter), id);
  g_autoptr (GPtrArray) forms = mado_counter_forms_new (self->counter, id, NULL);

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      MadoFormPrint *form = g_ptr_array_index (forms, i);

      want_background (self, form);
      for (guint page = 0; page < mado_form_print_get_n_pages (form); page++)
        {
          Sheet sheet = { form, page, g_strdup (mado_text_get (procedure->title, NULL)) };

          g_array_append_val (self->sheets, sheet);
        }
    }
  if (forms != NULL)
    g_ptr_array_extend_and_steal (self->forms, g_steal_pointer (&forms));
}

void
mado_form_view_set (MadoFormView      *self,
                    const char *const *procedures)
{
  g_array_set_size (self->sheets, 0);
  g_ptr_array_set_size (self->forms, 0);
  for (guint i = 0; procedures[i] != NULL; i++)
    add_procedure (self, procedures[i]);
  if (self->at >= self->sheets->len)
    self->at = 0;
  gtk_widget_queue_draw (self->area);
}

guint
mado_form_view_get_size (MadoFormView *self)
{
  return self->sheets->len;
}

gboolean
mado_form_view_turn (MadoFormView *self,
                     int           pages)
{
  int at = (int) self->at + pages;

  if (at < 0 || at >= (int) self->sheets->len)
    return FALSE;
  self->at = (guint) at;
  gtk_widget_queue_draw (self->area);
  return TRUE;
}

char *
mado_form_view_describe (MadoFormView *self)
{
  const Sheet *sheet;
  GPtrArray *warnings;
  guint count = 0;

  if (self->sheets->len == 0)
    return g_strdup (_("No form is printed here."));
  sheet = &g_array_index (self->sheets, Sheet, self->at);
  warnings = mado_form_print_get_warnings (sheet->form);
  for (guint i = 0; i < warnings->len; i++)
    count += ((const MadoPrintWarning *) g_ptr_array_index (warnings, i))->page == sheet->page;
  if (self->fault != NULL && mado_form_print_get_layout (sheet->form)->background != NULL)
    return g_strdup_printf (_("%u / %u  %s  (without its background: %s)"), self->at + 1, self->sheets->len, sheet->title,
                            self->fault);
  if (count > 0)
    return g_strdup_printf (_("%u / %u  %s  (%u entries are long: please look)"), self->at + 1, self->sheets->len,
                            sheet->title, count);
  return g_strdup_printf ("%u / %u  %s", self->at + 1, self->sheets->len, sheet->title);
}

static void
mado_form_view_dispose (GObject *object)
{
  MadoFormView *self = MADO_FORM_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_form_view_parent_class)->dispose (object);
}

static void
mado_form_view_finalize (GObject *object)
{
  MadoFormView *self = MADO_FORM_VIEW (object);

  g_array_unref (self->sheets);
  g_ptr_array_unref (self->forms);
  g_hash_table_unref (self->backgrounds);
  g_free (self->fault);
  G_OBJECT_CLASS (mado_form_view_parent_class)->finalize (object);
}

static void
mado_form_view_class_init (MadoFormViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_form_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_form_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", MADO_TYPE_FORM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_form_view_init (MadoFormView *self)
{
  self->backgrounds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, background_free);
  self->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_form_print_free);
  self->sheets = g_array_new (FALSE, FALSE, sizeof (Sheet));
  g_array_set_clear_func (self->sheets, sheet_clear);
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->area), (int) (210 * PIXELS_PER_MM));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), (int) (297 * PIXELS_PER_MM));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Form as printed"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->area);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_focusable (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
mado_form_view_new (MadoCounter *counter)
{
  MadoFormView *self = g_object_new (MADO_TYPE_FORM_VIEW, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
