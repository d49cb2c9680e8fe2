/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-compare-page.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-marked-text.h"
#include "app/initiative/mado-report-job.h"
#include "core/base/mado-date.h"
#include "core/stats/mado-plan-compare.h"

struct _MadoComparePage
{
  GtkWidget      parent_instance;

  /* Template children */
  GtkWidget     *box;
  GtkEditable   *from;
  GtkEditable   *until;
  GtkLabel      *summary;
  GtkTextView   *view;

  /* Owned */
  MadoPlanPlace *place;
  GCancellable  *reading; /* nullable */
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoComparePage, mado_compare_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- showing ------------------------------------------------------------------------ */

static void
show_pair (MadoComparePage       *self,
           const MadoPlanRowPair *pair)
{
  const MadoInitiative *row = pair->newer ? pair->newer : pair->older;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *head = row->no > 0 ? g_strdup_printf ("No.%d %s", row->no, row->title) : g_strdup (row->title);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  mado_marked_text_heading (buffer, head);
  if (pair->older && pair->newer && !g_str_equal (pair->older->title, pair->newer->title))
    {
      g_autofree char *title = g_strdup_printf (_("Title before: %s"), pair->older->title);

      mado_marked_text_heading (buffer, title);
    }
  mado_marked_text_append (buffer, pair->older ? pair->older->summary : none, pair->newer ? pair->newer->summary : none);
  mado_marked_text_append (buffer, pair->older ? pair->older->status : none, pair->newer ? pair->newer->status : none);
}

static void
show_books (MadoComparePage *self,
            MadoPlanBooks   *books)
{
  g_autoptr (MadoPlanBook) nothing = mado_plan_book_new ();
  g_autoptr (GArray) pairs = mado_plan_books_compare (books->older ? books->older : nothing, books->newer ? books->newer : nothing);
  g_autofree char *text = g_strdup_printf (ngettext ("%u row differs", "%u rows differ", pairs->len), pairs->len);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), "", 0);
  for (guint i = 0; i < pairs->len; i++)
    show_pair (self, &g_array_index (pairs, MadoPlanRowPair, i));
  if (pairs->len == 0)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view),
                              _("Nothing has changed between these two. Give another day above, then Enter."), -1);
  gtk_label_set_text (self->summary, text);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (MadoComparePage) self = data;
  g_autoptr (GError) error = NULL;
  MadoPlanBooks *books = mado_plan_books_finish (MADO_PLAN_PLACE (object), result, &error);

  if (self->place && g_task_get_cancellable (G_TASK (result)) == self->reading)
    {
      g_clear_object (&self->reading);
      mado_page_busy (MADO_PAGE (self), NULL);
      if (books)
        show_books (self, books);
      else
        mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
    }
  g_clear_pointer (&books, mado_plan_books_free);
}

/* --- which two -------------------------------------------------------------------------- */

/* The end of that day. FALSE: told why not. An empty entry leaves @state. */
static gboolean
read_day (MadoComparePage *self,
          GtkEditable     *entry,
          MadoPlanState   *state)
{
  MadoContext *services = mado_plan_place_get_context (self->place);
  MadoDateContext context = { .today = mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (services))),
                              .last_era = MADO_ERA_REIWA };
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (9 * 3600); /* days are Japan's, as mado_date_from_ms() has them */
  g_autoptr (GDateTime) end = NULL;
  MadoDate date;

  if (!*gtk_editable_get_text (entry))
    return TRUE;
  if (!mado_date_parse (gtk_editable_get_text (entry), &context, &date, &error) || !mado_date_is_complete (&date))
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error ? error->message : _("Give the whole date."));
      gtk_widget_grab_focus (GTK_WIDGET (entry));
      return FALSE;
    }
  end = g_date_time_new (zone, date.year, date.month, date.day, 23, 59, 59);
  *state = (MadoPlanState) { NULL, g_date_time_to_unix (end) * 1000 + 999 };

  return TRUE;
}

static gboolean
compare (MadoComparePage *self)
{
  GPtrArray *editions = mado_plan_place_get_editions (self->place);
  MadoPlanState older = { editions && editions->len > 0 ? editions->pdata[editions->len - 1] : NULL, 0 };
  MadoPlanState newer = { NULL, 0 };

  if (!mado_plan_place_get_book (self->place) || !read_day (self, self->from, &older) || !read_day (self, self->until, &newer))
    return TRUE;
  if (!older.edition && older.ms == 0)
    {
      gtk_label_set_text (self->summary, _("No edition was fixed yet. Give a day to compare with."));
      return TRUE;
    }
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  mado_page_busy (MADO_PAGE (self), _("Reading …"));
  mado_plan_books_async (self->place, &newer, &older, self->reading, read_cb, g_object_ref (self));

  return TRUE;
}

/* --- page ---------------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Compare");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ? _("Compare") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  return page_can (page, command) && compare (MADO_COMPARE_PAGE (page));
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_COMPARE_PAGE (page)->from));
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
mado_compare_page_dispose (GObject *object)
{
  MadoComparePage *self = MADO_COMPARE_PAGE (object);

  g_clear_object (&self->reading);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_compare_page_parent_class)->dispose (object);
}

static void
mado_compare_page_class_init (MadoComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_compare_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoComparePage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoComparePage, from);
  gtk_widget_class_bind_template_child (widget_class, MadoComparePage, until);
  gtk_widget_class_bind_template_child (widget_class, MadoComparePage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoComparePage, view);
}

static void
mado_compare_page_init (MadoComparePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mado_marked_text_prepare (gtk_text_view_get_buffer (self->view));
}

MadoPage *
mado_compare_page_new (MadoPlanPlace *place)
{
  MadoComparePage *self = g_object_new (MADO_TYPE_COMPARE_PAGE, NULL);

  self->place = g_object_ref (place);
  compare (self);

  return MADO_PAGE (self);
}
