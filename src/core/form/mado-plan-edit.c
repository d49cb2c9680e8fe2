/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-edit.h"

#include "core/model/mado-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * The base of a path is what MadoCaseEdit says of it: a path that nothing
 * changed underneath is written with the present heads, so that the history
 * stays a line; one that did change keeps the heads of the state it was begun on.
 */

typedef struct
{
  char         *path;
  char         *section;
  GVariant     *value;
  guint         serial;
  gboolean      chosen; /* written even if it is what is shown */
  MadoEditBase *held;   /* nullable: follows the record */
} Pending;

struct _MadoPlanEdit
{
  GObject     parent_instance;

  MadoRecord *record;
  char       *gather;
  GHashTable *pending; /* path → Pending* */
  GHashTable *values;  /* path → GVariant*: the overlay for readers */
  guint       last_serial;
};

G_DEFINE_FINAL_TYPE (MadoPlanEdit, mado_plan_edit, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_CHANGED_UNDERNEATH, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
pending_free (gpointer data)
{
  Pending *self = data;

  g_free (self->path);
  g_free (self->section);
  g_variant_unref (self->value);
  g_clear_pointer (&self->held, mado_edit_base_unref);
  g_free (self);
}

static void
mado_plan_edit_finalize (GObject *object)
{
  MadoPlanEdit *self = MADO_PLAN_EDIT (object);

  g_clear_object (&self->record);
  g_free (self->gather);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->pending);
  G_OBJECT_CLASS (mado_plan_edit_parent_class)->finalize (object);
}

static void
mado_plan_edit_class_init (MadoPlanEditClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_plan_edit_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MADO_TYPE_PLAN_EDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED_UNDERNEATH] = g_signal_new ("changed-underneath", MADO_TYPE_PLAN_EDIT, G_SIGNAL_RUN_LAST, 0,
                                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_plan_edit_init (MadoPlanEdit *self)
{
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pending_free);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_variant_unref);
}

MadoPlanEdit *
mado_plan_edit_new (MadoRecord *record,
                    const char *gather)
{
  MadoPlanEdit *self = g_object_new (MADO_TYPE_PLAN_EDIT, NULL);

  self->record = g_object_ref (record);
  self->gather = g_strdup (gather != NULL ? gather : "");
  return self;
}

MadoRecord *
mado_plan_edit_get_record (MadoPlanEdit *self)
{
  return self->record;
}

/* --- the buffer -------------------------------------------------------------------- */

static void
notify (MadoPlanEdit *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
drop (MadoPlanEdit *self,
      const char   *path)
{
  g_hash_table_remove (self->values, path);
  g_hash_table_remove (self->pending, path);
}

/* Exactly this is shown, and nobody disputes it. */
static gboolean
is_shown (MadoPlanEdit *self,
          const char   *path,
          GVariant     *value)
{
  const MadoRegister *reg = mado_record_lookup (self->record, path);

  if (reg == NULL)
    return mado_value_is_none (value);
  return reg->values->len == 1 && !reg->contested &&
         mado_value_equal (((MadoRegisterValue *) reg->values->pdata[0])->value, value);
}

static Pending *
put (MadoPlanEdit *self,
     const char   *section,
     const char   *path,
     GVariant     *value)
{
  Pending *pending = g_hash_table_lookup (self->pending, path);

  if (pending == NULL)
    {
      pending = g_new0 (Pending, 1);
      pending->path = g_strdup (path);
      pending->section = g_strdup (section);
      pending->serial = ++self->last_serial;
      g_hash_table_insert (self->pending, pending->path, pending);
    }
  else
    g_variant_unref (pending->value);
  pending->value = g_variant_ref (value);
  g_hash_table_insert (self->values, pending->path, g_variant_ref (value));
  return pending;
}

void
mado_plan_edit_set (MadoPlanEdit *self,
                    const char   *section,
                    const char   *path,
                    GVariant     *value)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (value);
  const MadoRegister *reg = mado_record_lookup (self->record, path);
  Pending *pending = g_hash_table_lookup (self->pending, path);

  if ((pending == NULL || pending->held == NULL) && is_shown (self, path, taken))
    drop (self, path);
  else
    put (self, reg != NULL ? reg->section : section, path, taken);
  notify (self);
}

void
mado_plan_edit_choose (MadoPlanEdit *self,
                       const char   *path,
                       GVariant     *value)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (value);
  const MadoRegister *reg = mado_record_lookup (self->record, path);
  Pending *pending = put (self, reg != NULL ? reg->section : MADO_PLAN_SECTION_SHARED, path, taken);

  pending->chosen = TRUE;
  g_clear_pointer (&pending->held, mado_edit_base_unref);
  notify (self);
}

void
mado_plan_edit_unset (MadoPlanEdit *self,
                      const char   *path)
{
  drop (self, path);
  notify (self);
}

GVariant *
mado_plan_edit_get (MadoPlanEdit *self,
                    const char   *path)
{
  Pending *pending = g_hash_table_lookup (self->pending, path);

  if (pending == NULL)
    return mado_record_get (self->record, path);
  return mado_value_is_none (pending->value) ? NULL : pending->value;
}

gboolean
mado_plan_edit_is_pending (MadoPlanEdit *self,
                           const char   *path)
{
  return g_hash_table_contains (self->pending, path);
}

gboolean
mado_plan_edit_is_held (MadoPlanEdit *self,
                        const char   *path)
{
  Pending *pending = g_hash_table_lookup (self->pending, path);

  return pending != NULL && pending->held != NULL;
}

guint
mado_plan_edit_get_n_pending (MadoPlanEdit *self)
{
  return g_hash_table_size (self->pending);
}

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
list_paths (MadoPlanEdit *self,
            gboolean      held)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!held || ((Pending *) value)->held != NULL)
      g_ptr_array_add (out, g_strdup (((Pending *) value)->path));
  g_ptr_array_sort (out, compare_text);
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&out), FALSE);
}

char **
mado_plan_edit_list_pending (MadoPlanEdit *self)
{
  return list_paths (self, FALSE);
}

char **
mado_plan_edit_list_held (MadoPlanEdit *self)
{
  return list_paths (self, TRUE);
}

void
mado_plan_edit_take_over (MadoPlanEdit *self,
                          const char   *path)
{
  Pending *pending = g_hash_table_lookup (self->pending, path);

  if (pending == NULL || pending->held == NULL)
    return;
  g_clear_pointer (&pending->held, mado_edit_base_unref);
  if (is_shown (self, path, pending->value))
    drop (self, path);
  notify (self);
}

/* --- the record changes underneath ------------------------------------------------------ */

/* @changed is the path, or takes away the line it belongs to. */
static gboolean
concerns (const char *changed,
          const char *path)
{
  gsize length = strlen (changed);

  if (strcmp (changed, path) == 0)
    return TRUE;
  return g_str_has_suffix (changed, "/removed") && strncmp (changed, path, length - strlen ("removed")) == 0;
}

static gboolean
is_concerned (char      **changes,
              const char *path)
{
  for (guint i = 0; changes[i] != NULL; i++)
    if (concerns (changes[i], path))
      return TRUE;
  return FALSE;
}

void
mado_plan_edit_set_record (MadoPlanEdit *self,
                           MadoRecord   *record)
{
  g_autoptr (MadoRecord) older = g_steal_pointer (&self->record);
  g_auto (GStrv) changes = mado_record_list_changes (older, record);
  g_auto (GStrv) paths = mado_plan_edit_list_pending (self);

  self->record = g_object_ref (record);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      Pending *pending = g_hash_table_lookup (self->pending, paths[i]);

      if (!is_concerned (changes, paths[i]))
        continue;
      if (is_shown (self, paths[i], pending->value)) /* another wrote the same */
        {
          drop (self, paths[i]);
          continue;
        }
      if (pending->held == NULL)
        pending->held = mado_edit_base_new (older, pending->section, paths[i]);
      g_signal_emit (self, signals[SIGNAL_CHANGED_UNDERNEATH], 0, paths[i]);
    }
  notify (self);
}

/* --- reading ------------------------------------------------------------------------------- */

MadoInitiative *
mado_plan_edit_read_row (MadoPlanEdit *self)
{
  MadoInitiative *row = mado_initiative_read (self->record, self->values);
  GPtrArray *texts[] = { row->status, row->summary };

  /* A new line stands nowhere yet: it is written where its paths say. */
  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    for (guint i = 0; i < texts[t]->len; i++)
      {
        MadoPlanLine *line = texts[t]->pdata[i];
        g_autofree char *path = mado_plan_path_line ((MadoPlanText) t, line->id, "text");
        Pending *pending = g_hash_table_lookup (self->pending, path);

        if (pending == NULL)
          continue;
        if (*line->section == 0)
          {
            g_free (line->section);
            line->section = g_strdup (pending->section);
          }
        if (pending->chosen)
          g_clear_pointer (&line->conflict, g_ptr_array_unref);
      }
  return row;
}

MadoKpi *
mado_plan_edit_read_kpi (MadoPlanEdit *self)
{
  return mado_kpi_read (self->record, self->values);
}

/* --- answers --------------------------------------------------------------------------------- */

void
mado_plan_edit_set_answer (MadoPlanEdit    *self,
                           const char      *department,
                           const char      *round,
                           MadoAnswerState  state,
                           gboolean         unchanged)
{
  g_autofree char *state_path = mado_plan_path_answer (department, round, "state");
  g_autofree char *unchanged_path = mado_plan_path_answer (department, round, "unchanged");
  g_autoptr (GVariant) text = mado_value_text (mado_answer_state_to_string (state));
  g_autoptr (GVariant) yes = mado_value_bool (unchanged);
  const MadoRegister *reg = mado_record_lookup (self->record, unchanged_path);
  Pending *pending;

  /* Confirming again after a return is news, although the word is the same. */
  pending = put (self, department, state_path, text);
  pending->chosen = TRUE;
  if (unchanged || reg != NULL)
    mado_plan_edit_set (self, department, unchanged_path, yes);
  else
    notify (self);
}

gboolean
mado_plan_edit_decide (MadoPlanEdit     *self,
                       const char       *department,
                       const char       *round,
                       MadoAnswerState   state,
                       const char       *comment,
                       GError          **error)
{
  g_autofree char *answer = mado_plan_path_answer (department, round, "state");
  g_autofree char *path = mado_plan_path_decision (department, round);
  const MadoRegister *reg = mado_record_lookup (self->record, answer);
  g_autoptr (GVariant) value = NULL;
  Pending *pending;

  g_return_val_if_fail (state == MADO_ANSWER_ACCEPTED || state == MADO_ANSWER_RETURNED, FALSE);
  if (reg == NULL ||
      mado_answer_state_from_string (mado_value_get_text (((MadoRegisterValue *) reg->values->pdata[0])->value)) !=
        MADO_ANSWER_CONFIRMED)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("The department has not confirmed its answer yet; there is nothing to accept or return."));
      return FALSE;
    }
  if (state == MADO_ANSWER_RETURNED && (comment == NULL || *comment == 0))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, _("Please write what should be changed."));
      return FALSE;
    }
  value = mado_plan_decision_to_value (state, &((MadoRegisterValue *) reg->values->pdata[0])->commit,
                                       comment != NULL ? comment : "");
  pending = put (self, MADO_PLAN_SECTION_GATHER, path, value);
  pending->chosen = TRUE;
  notify (self);
  return TRUE;
}

/* --- writing ---------------------------------------------------------------------------------- */

static int
compare_serial (gconstpointer a,
                gconstpointer b)
{
  const Pending *one = *(Pending *const *) a;
  const Pending *two = *(Pending *const *) b;

  return one->serial < two->serial ? -1 : one->serial > two->serial;
}

static void
add_route (MadoPlanEdit *self,
           MadoEdit     *edit,
           const char   *section,
           const char   *scope)
{
  g_autofree char *path = g_strconcat ("route/", scope, NULL);
  g_autoptr (GVariant) yes = mado_value_bool (TRUE);

  if (*scope != 0)
    mado_edit_add_with_deps (edit, section, NULL, 0, mado_change_new (path, yes, MADO_SOURCE_PROGRAM, FALSE));
}

/* A section that is made here opens to those who work in it. */
static void
add_routes (MadoPlanEdit *self,
            MadoEdit     *edit)
{
  const char *const *known = mado_record_get_sections (self->record);
  guint n = edit->sections->len;

  for (guint i = 0; i < n; i++)
    {
      const char *section = ((MadoSectionEdit *) edit->sections->pdata[i])->section;

      if (g_strv_contains (known, section))
        continue;
      add_route (self, edit, section, self->gather);
      if (mado_plan_is_department (section))
        add_route (self, edit, section, section);
    }
}

MadoEdit *
mado_plan_edit_make (MadoPlanEdit *self,
                     const char   *purpose)
{
  g_autoptr (MadoEdit) edit = mado_edit_new (mado_record_get_kind (self->record), mado_record_get_id (self->record), purpose);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer entry;

  edit->clear_drafts = TRUE;
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_ptr_array_add (all, entry);
  g_ptr_array_sort (all, compare_serial);
  for (guint i = 0; i < all->len; i++)
    {
      Pending *pending = all->pdata[i];
      const MadoId *deps;
      guint n;

      if (pending->held != NULL)
        {
          deps = pending->held->heads;
          n = pending->held->n_heads;
        }
      else
        deps = mado_record_get_heads (self->record, pending->section, &n);
      mado_edit_add_with_deps (edit, pending->section, deps, n,
                               mado_change_new (pending->path, pending->value, MADO_SOURCE_TYPED, FALSE));
    }
  if (mado_edit_is_empty (edit))
    return NULL;
  add_routes (self, edit);
  return g_steal_pointer (&edit);
}

void
mado_plan_edit_clear (MadoPlanEdit *self)
{
  g_hash_table_remove_all (self->values);
  g_hash_table_remove_all (self->pending);
  notify (self);
}

MadoEditBase *
mado_plan_edit_dup_base (MadoPlanEdit *self,
                         const char   *path)
{
  Pending *pending = g_hash_table_lookup (self->pending, path);
  const MadoRegister *reg = mado_record_lookup (self->record, path);

  if (pending != NULL && pending->held != NULL)
    return mado_edit_base_ref (pending->held);
  return mado_edit_base_new (self->record, pending != NULL ? pending->section
                             : reg != NULL ? reg->section : MADO_PLAN_SECTION_SHARED, path);
}

void
mado_plan_edit_take_drafts (MadoPlanEdit *self,
                            GPtrArray    *drafts)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const MadoDraft *draft = drafts->pdata[i];
      const char *section = draft->base != NULL ? draft->base->section : MADO_PLAN_SECTION_SHARED;
      Pending *pending;

      if (is_shown (self, draft->path, draft->value))
        continue;
      pending = put (self, section, draft->path, draft->value);
      if (draft->base != NULL && !mado_edit_base_still_stands (draft->base, self->record, draft->path) &&
          pending->held == NULL)
        pending->held = mado_edit_base_ref (draft->base);
    }
  notify (self);
}
