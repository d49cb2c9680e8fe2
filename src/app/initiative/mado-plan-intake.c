/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-plan-intake.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-table-item.h"

struct _MadoPlanIntake
{
  GObject          parent_instance;

  /* Owned */
  MadoPlanPlace   *place;
  GListStore      *lines;      /* MadoTableItem */
  MadoPlanPreview *preview;    /* nullable */
  char            *note_label; /* nullable */
  const char      *busy;       /* static, nullable: what it is doing */
  gboolean         stale;      /* what is being read was forgotten meanwhile */
};

enum { CHANGED, FAILED, WRITTEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoPlanIntake, mado_plan_intake, G_TYPE_OBJECT)

/* --- what is shown --------------------------------------------------------------------- */

static void
add_line (MadoPlanIntake *self,
          const char     *kind,
          const char     *text,
          const char     *css_class)
{
  char **texts = g_new0 (char *, 3);
  g_autoptr (MadoTableItem) item = NULL;

  texts[0] = g_strdup (kind);
  texts[1] = g_strdelimit (g_strdup (text), "\n", ' ');
  item = mado_table_item_new (texts, css_class, NULL, NULL);
  g_list_store_append (self->lines, item);
}

static void
add_change (MadoPlanIntake       *self,
            const MadoPlanChange *change)
{
  gboolean whole = *change->member == '\0';
  g_autofree char *line = whole ? mado_plan_change_print_subject (change) : mado_plan_change_print (change);

  if (whole && change->type == MADO_PLAN_ADDED)
    add_line (self, C_("plan", "New"), line, NULL);
  else if (whole && change->type == MADO_PLAN_REMOVED)
    add_line (self, C_("plan", "Taken out"), line, NULL);
  else
    add_line (self, _("Change"), line, NULL);
}

/* The plan itself, departments, rows and KPI, each by number; what has none yet
 * comes last. */
static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const MadoPlanChange *x = *(const MadoPlanChange *const *) a;
  const MadoPlanChange *y = *(const MadoPlanChange *const *) b;

  if (x->of != y->of)
    return x->of < y->of ? -1 : 1;
  if ((x->no > 0) != (y->no > 0))
    return x->no > 0 ? -1 : 1;

  return x->no < y->no ? -1 : x->no > y->no;
}

static void
show (MadoPlanIntake *self)
{
  MadoPlanPreview *preview = self->preview;
  GPtrArray *changes = preview->update.changes;

  for (guint i = 0; i < preview->faults->len; i++)
    add_line (self, _("Fault"), preview->faults->pdata[i], "conflict");
  if (preview->faults->len > 0)
    return;
  for (guint i = 0; i < preview->notes->len; i++)
    add_line (self, self->note_label, preview->notes->pdata[i], NULL);
  if (changes)
    g_ptr_array_sort (changes, compare_changes);
  for (guint i = 0; changes && i < changes->len; i++)
    add_change (self, changes->pdata[i]);
}

static void
drop (MadoPlanIntake *self)
{
  g_clear_pointer (&self->preview, mado_plan_preview_free);
  g_list_store_remove_all (self->lines);
}

/* --- reading ----------------------------------------------------------------------------- */

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (MadoPlanIntake) self = data;
  g_autoptr (GError) error = NULL;

  self->preview = mado_plan_preview_finish (MADO_PLAN_PLACE (object), result, &error);
  self->busy = NULL;
  if (self->stale)
    g_clear_pointer (&self->preview, mado_plan_preview_free);
  if (self->preview)
    show (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (error)
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
begin (MadoPlanIntake *self,
       const char     *note_label)
{
  drop (self);
  g_free (self->note_label);
  self->note_label = g_strdup (note_label);
  self->busy = _("Reading …");
  self->stale = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
mado_plan_intake_read_files (MadoPlanIntake    *self,
                             const char *const *paths,
                             const char        *note_label)
{
  if (self->busy)
    return;
  begin (self, note_label);
  mado_plan_preview_async (self->place, paths, read_cb, g_object_ref (self));
}

void
mado_plan_intake_read_step (MadoPlanIntake *self,
                            MadoAprilStep  *step,
                            const char     *note_label)
{
  if (self->busy)
    {
      mado_april_step_free (step);
      return;
    }
  begin (self, note_label);
  mado_april_preview_async (self->place, step, read_cb, g_object_ref (self));
}

void
mado_plan_intake_forget (MadoPlanIntake *self)
{
  self->stale = TRUE;
  if (!self->preview)
    return;
  drop (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- writing ------------------------------------------------------------------------------ */

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoPlanIntake) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mado_plan_take_in_finish (MADO_PLAN_PLACE (object), result, &error);

  self->busy = NULL;
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[WRITTEN], 0, done ? NULL : error->message);
}

void
mado_plan_intake_write (MadoPlanIntake *self)
{
  MadoPlanPreview *preview;

  if (!mado_plan_intake_can_write (self))
    return;
  preview = g_steal_pointer (&self->preview);
  drop (self);
  self->busy = _("Saving …");
  g_signal_emit (self, signals[CHANGED], 0);
  mado_plan_take_in_async (self->place, preview, written_cb, g_object_ref (self));
}

/* --- object -------------------------------------------------------------------------------- */

GListModel *
mado_plan_intake_get_lines (MadoPlanIntake *self)
{
  return G_LIST_MODEL (self->lines);
}

const MadoPlanPreview *
mado_plan_intake_get_preview (MadoPlanIntake *self)
{
  return self->preview;
}

const char *
mado_plan_intake_get_busy (MadoPlanIntake *self)
{
  return self->busy;
}

gboolean
mado_plan_intake_can_write (MadoPlanIntake *self)
{
  return self->preview && !self->busy && self->preview->faults->len == 0 && self->preview->update.edits &&
         self->preview->update.edits->len > 0;
}

static void
mado_plan_intake_dispose (GObject *object)
{
  MadoPlanIntake *self = MADO_PLAN_INTAKE (object);

  g_clear_pointer (&self->preview, mado_plan_preview_free);
  g_clear_pointer (&self->note_label, g_free);
  g_clear_object (&self->lines);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_plan_intake_parent_class)->dispose (object);
}

static void
mado_plan_intake_class_init (MadoPlanIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_plan_intake_dispose;

  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_PLAN_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_PLAN_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[WRITTEN] = g_signal_new ("written", MADO_TYPE_PLAN_INTAKE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
}

static void
mado_plan_intake_init (MadoPlanIntake *self)
{
  self->lines = g_list_store_new (MADO_TYPE_TABLE_ITEM);
}

MadoPlanIntake *
mado_plan_intake_new (MadoPlanPlace *place)
{
  MadoPlanIntake *self = g_object_new (MADO_TYPE_PLAN_INTAKE, NULL);

  self->place = g_object_ref (place);

  return self;
}
