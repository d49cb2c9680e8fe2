/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-progress-page-private.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-plan-output.h"
#include "app/initiative/mado-plan-steps.h"
#include "core/exchange/mado-plan-file.h"

/* Steps of those who gather: the call, the edition, one way of writing, reminders. */

static char *
read_date (MadoProgressPage *self,
           GtkEditable      *entry)
{
  MadoDateContext context = { .today = mado_progress_page_today (self), .last_era = MADO_ERA_REIWA };
  g_autoptr (GError) error = NULL;
  MadoDate date;

  if (mado_date_parse (gtk_editable_get_text (entry), &context, &date, &error) && mado_date_is_complete (&date))
    return mado_date_to_iso (&date);

  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error ? error->message : _("Give the whole date."));
  gtk_widget_grab_focus (GTK_WIDGET (entry));

  return NULL;
}

static void
done (MadoProgressPage *self,
      GObject          *place,
      GAsyncResult     *result,
      const char       *said)
{
  g_autoptr (GError) error = NULL;
  int n = mado_plan_step_finish (MADO_PLAN_PLACE (place), result, &error);

  self->busy = FALSE;
  if (!self->place)
    return;
  if (n < 0)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", n > 0 ? said : _("There was nothing to write."));
}

static void
called_cb (GObject      *place,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoProgressPage) self = data;

  done (self, place, result, _("The call for updates is out; every department sees it."));
}

static void
fixed_cb (GObject      *place,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoProgressPage) self = data;

  done (self, place, result, _("The edition is fixed. It stays as it is, whatever is written later."));
}

static void
unified_cb (GObject      *place,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoProgressPage) self = data;

  done (self, place, result, _("Written one way. The history has what was there before."));
}

void
mado_progress_page_call (MadoProgressPage *self)
{
  g_autofree char *as_of = self->busy ? NULL : read_date (self, self->as_of);
  g_autofree char *deadline = as_of ? read_date (self, self->deadline) : NULL;

  if (!deadline)
    return;
  self->busy = TRUE;
  mado_plan_call_async (self->place, as_of, deadline, called_cb, g_object_ref (self));
}

static gboolean
has_edition (MadoProgressPage *self,
             const char       *as_of)
{
  GPtrArray *editions = mado_plan_place_get_editions (self->place);

  for (guint i = 0; editions && i < editions->len; i++)
    if (g_str_equal (((MadoPlanEdition *) editions->pdata[i])->as_of, as_of))
      return TRUE;

  return FALSE;
}

void
mado_progress_page_fix (MadoProgressPage *self)
{
  g_autofree char *as_of = self->busy ? NULL : read_date (self, self->as_of);
  const char *name = gtk_editable_get_text (self->edition);

  if (!as_of)
    return;
  if (has_edition (self, as_of))
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", _("There is an edition of that day already; it stays as it is."));
      gtk_widget_grab_focus (GTK_WIDGET (self->as_of));
      return;
    }
  if (!*name)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", _("Give the edition a name, of the meeting for example."));
      gtk_widget_grab_focus (GTK_WIDGET (self->edition));
      return;
    }
  self->busy = TRUE;
  mado_plan_fix_async (self->place, as_of, name, fixed_cb, g_object_ref (self));
}

/* One, or all of them. */
gboolean
mado_progress_page_unify (MadoProgressPage *self,
                          gboolean          all)
{
  g_autoptr (GPtrArray) reviews = g_ptr_array_new ();
  MadoTableItem *item = gtk_single_selection_get_selected_item (self->selection);
  MadoReview *selected = item ? mado_table_item_get_about (item) : NULL;

  for (guint i = 0; i < self->reviews->len; i++)
    if (((MadoReview *) self->reviews->pdata[i])->kind == MADO_REVIEW_NOTATION && (all || self->reviews->pdata[i] == selected))
      g_ptr_array_add (reviews, self->reviews->pdata[i]);
  if (self->busy)
    return TRUE;
  self->busy = TRUE;
  mado_plan_unify_async (self->place, reviews, unified_cb, g_object_ref (self));

  return TRUE;
}

/* 督促一覧: who is missing, for a mail or the telephone. */
gboolean
mado_progress_page_keep_reminders (MadoProgressPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  char *text = mado_plan_csv_write_reminders (book, self->progress);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  path = mado_plan_output_write (_("Reminders.csv"), bytes, &error);
  if (path)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("Kept as %s"), path);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);

  return TRUE;
}
