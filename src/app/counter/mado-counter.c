/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-private.h"

#include "core/form/mado-field-value.h"
#include "core/model/mado-case-path.h"

enum { CHANGED, UNDERNEATH, KNOWN, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoCounter, mado_counter, G_TYPE_OBJECT)

/* --- values ------------------------------------------------------------------------------ */

GVariant *
mado_counter_get (MadoCounter *self,
                  const char  *path)
{
  /* Asked for labels before the record is loaded. */
  return self->edit ? mado_case_edit_get (self->edit, path) : NULL;
}

const char *
mado_counter_get_text (MadoCounter *self,
                       const char  *path)
{
  return self->edit ? mado_case_edit_get_text (self->edit, path) : "";
}

MadoSource
mado_counter_get_source (MadoCounter *self,
                         const char  *path)
{
  return mado_case_edit_get_source (self->edit, path);
}

/* A reading that is typed by hand is seen by the one who types it. */
static void
confirm_typed (MadoCounter *self,
               const char  *path,
               MadoSource   source)
{
  const MadoField *field = NULL;

  if (source == MADO_SOURCE_TYPED && mado_form_path_parse (mado_counter_get_pack (self), path, &field, NULL, NULL)
      && field->kana_of != NULL)
    mado_case_edit_confirm (self->edit, path);
}

void
mado_counter_set (MadoCounter *self,
                  const char  *path,
                  GVariant    *value,
                  MadoSource   source)
{
  g_autoptr (GVariant) held = value ? g_variant_ref_sink (value) : NULL;

  mado_case_edit_set (self->edit, path, held ? held : mado_value_none (), source);
  confirm_typed (self, path, source);
  mado_counter_keep_draft (self, path);
  if (source == MADO_SOURCE_TYPED)
    mado_counter_mark (self, MADO_MARK_FIRST_ENTRY);
  mado_counter_refresh (self);
}

void
mado_counter_open_field (MadoCounter *self,
                         const char  *path)
{
  g_free (self->open_path);
  self->open_path = g_strdup (path);
  if (self->edit != NULL)
    mado_case_edit_open (self->edit, path);
}

void
mado_counter_close_field (MadoCounter *self,
                          const char  *path)
{
  if (g_strcmp0 (self->open_path, path) == 0)
    g_clear_pointer (&self->open_path, g_free);
  if (self->edit != NULL)
    mado_case_edit_close (self->edit, path);
}

void
mado_counter_confirm (MadoCounter *self,
                      const char  *path)
{
  g_autofree char *confirm = mado_case_path_confirm (path);

  mado_case_edit_confirm (self->edit, path);
  mado_counter_keep_draft (self, confirm);
  mado_counter_refresh (self);
}

/* A card or a certificate has the official reading, and what was typed was
 * heard or read by a person; everything else is a guess. */
gboolean
mado_counter_is_unconfirmed (MadoCounter *self,
                             const char  *path)
{
  const MadoField *field = NULL;
  MadoSource source = mado_counter_get_source (self, path);

  if (!mado_form_path_parse (mado_counter_get_pack (self), path, &field, NULL, NULL) || field->kana_of == NULL
      || mado_counter_get (self, path) == NULL || source == MADO_SOURCE_TYPED || source == MADO_SOURCE_CARD)
    return FALSE;
  return !self->reader.confirmed (path, self->reader.user_data);
}

void
mado_counter_settle (MadoCounter *self,
                     const char  *path,
                     gboolean     theirs)
{
  if (theirs)
    {
      mado_case_edit_unset (self->edit, path);
      if (g_strcmp0 (self->open_path, path) == 0)
        mado_case_edit_open (self->edit, path);
    }
  else
    mado_case_edit_take_over (self->edit, path);
  mado_counter_keep_draft (self, path);
  mado_counter_refresh (self);
}

char *
mado_counter_display (MadoCounter *self,
                      const char  *path)
{
  const MadoField *field = NULL;
  GVariant *value = mado_counter_get (self, path);

  if (value == NULL || !mado_form_path_parse (mado_counter_get_pack (self), path, &field, NULL, NULL))
    return g_strdup (value ? mado_value_get_text (value) : "");
  return mado_field_display (field, value, &self->dates.today, NULL);
}

const char *const *
mado_counter_list_persons (MadoCounter *self)
{
  return (const char *const *) self->persons;
}

const char *
mado_counter_add_person (MadoCounter *self)
{
  g_autofree char *eid = mado_case_edit_add_person (self->edit, mado_context_get_random (self->context));

  mado_counter_refresh (self);
  for (guint i = 0; self->persons[i] != NULL; i++)
    if (g_str_equal (self->persons[i], eid))
      return self->persons[i];
  return NULL;
}

void
mado_counter_drop_if_empty (MadoCounter *self,
                            const char  *eid)
{
  static const char *const fields[] = { "family_name", "given_name", "family_name_kana", "given_name_kana",
                                        "birth_date", "sex", "relation_to_head" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *path = mado_case_path_person (eid, fields[i]);

      if (mado_counter_get (self, path) != NULL)
        return;
    }
  mado_counter_remove_person (self, eid);
}

void
mado_counter_remove_person (MadoCounter *self,
                            const char  *eid)
{
  mado_case_edit_remove_person (self->edit, eid);
  mado_counter_refresh (self);
}

char *
mado_counter_person_name (MadoCounter *self,
                          const char  *eid)
{
  g_autofree char *family = NULL;
  g_autofree char *given = NULL;
  const char *a, *b;

  if (g_str_equal (eid, "visitor"))
    {
      g_autofree char *path = mado_case_path_visitor ("visitor_name");

      return g_strdup (mado_counter_get_text (self, path));
    }
  family = mado_case_path_person (eid, "family_name");
  given = mado_case_path_person (eid, "given_name");
  a = mado_counter_get_text (self, family);
  b = mado_counter_get_text (self, given);
  return g_strconcat (a, *a && *b ? "　" : "", b, NULL);
}

void
mado_counter_answer (MadoCounter *self,
                     const char  *question,
                     MadoAnswer   answer)
{
  g_autofree char *path = mado_case_path_answer (question);

  mado_counter_set (self, path, answer == MADO_ANSWER_NONE ? NULL : g_variant_new_string (mado_answer_to_text (answer)),
                    MADO_SOURCE_TYPED);
}

void
mado_counter_pick (MadoCounter *self,
                   const char  *procedure,
                   gboolean     picked)
{
  g_autofree char *added = mado_case_path_proc (procedure, "added");
  g_autofree char *state = mado_case_path_proc (procedure, "state");

  mado_case_edit_set_text (self->edit, added, picked ? mado_proc_added_to_string (MADO_ADDED_PICKED) : "",
                           MADO_SOURCE_PROGRAM);
  mado_case_edit_set_text (self->edit, state, picked ? mado_proc_state_to_string (MADO_STATE_GUIDED) : "",
                           MADO_SOURCE_PROGRAM);
  mado_counter_refresh (self);
}

void
mado_counter_choose (MadoCounter *self,
                     const char  *path,
                     GVariant    *value,
                     const char  *reason)
{
  mado_case_edit_choose (self->edit, path, value, reason);
  mado_counter_refresh (self);
}

/* --- procedures ------------------------------------------------------------------------------ */

MadoProcState
mado_counter_get_state (MadoCounter *self,
                        const char  *procedure)
{
  g_autofree char *path = mado_case_path_proc (procedure, "state");

  return mado_proc_state_from_string (mado_counter_get_text (self, path));
}

gboolean
mado_counter_set_state (MadoCounter   *self,
                        const char    *procedure,
                        MadoProcState  state,
                        const char    *reason,
                        GError       **error)
{
  gboolean ok = mado_case_edit_set_state (self->edit, procedure, state, reason, error);

  mado_counter_refresh (self);
  return ok;
}

gboolean
mado_counter_is_mine (MadoCounter *self,
                      const char  *procedure)
{
  MadoPack *pack = mado_counter_get_pack (self);
  const MadoProcedure *found = mado_pack_get_procedure (pack, procedure);

  if (found == NULL)
    return FALSE;
  /* One clerk at a centre plays every desk that does its work there. */
  if (mado_pack_get_centre (pack, mado_counter_get_scope (self)) != NULL)
    return found->branch == MADO_BRANCH_DO;
  return g_str_equal (found->desk->id, mado_counter_get_scope (self));
}

void
mado_counter_mark (MadoCounter *self,
                   const char  *mark)
{
  const char *scope = mado_counter_get_scope (self);
  g_autofree char *path = mado_case_path_mark (scope, mark);

  if (mado_case_edit_get (self->edit, path) == NULL)
    mado_case_edit_set_mark (self->edit, scope, mark, mado_clock_now_ms (mado_context_get_clock (self->context)));
}

void
mado_counter_protect (MadoCounter *self)
{
  mado_case_edit_protect (self->edit, mado_counter_get_scope (self));
  mado_counter_refresh (self);
}

/* --- small questions -------------------------------------------------------------------------- */

const MadoId *
mado_counter_get_record_id (MadoCounter *self)
{
  return &self->record;
}

MadoRecord *
mado_counter_get_record (MadoCounter *self)
{
  return self->kase ? mado_case_get_record (self->kase) : NULL;
}

MadoCase *
mado_counter_get_case (MadoCounter *self)
{
  return self->kase;
}

MadoCaseEdit *
mado_counter_get_edit (MadoCounter *self)
{
  return self->edit;
}

MadoPack *
mado_counter_get_pack (MadoCounter *self)
{
  return mado_context_get_pack (self->context);
}

MadoContext *
mado_counter_get_context (MadoCounter *self)
{
  return self->context;
}

const char *
mado_counter_get_scope (MadoCounter *self)
{
  return mado_context_get_identity (self->context)->scope;
}

gboolean
mado_counter_is_origin (MadoCounter *self)
{
  return self->edit != NULL
         && g_str_equal (mado_case_edit_get_text (self->edit, "origin"), mado_counter_get_scope (self));
}

const MadoEvent *
mado_counter_get_event (MadoCounter *self)
{
  const char *id = self->edit ? mado_case_edit_get_text (self->edit, "event") : "";

  return *id ? mado_pack_get_event (mado_counter_get_pack (self), id) : NULL;
}

const MadoDate *
mado_counter_get_today (MadoCounter *self)
{
  return &self->dates.today;
}

MadoDateContext *
mado_counter_get_dates (MadoCounter *self)
{
  return &self->dates;
}

gboolean
mado_counter_hides_address (MadoCounter *self)
{
  return self->kase != NULL && !self->is_new && !mado_counter_is_origin (self)
         && !mado_case_may_see_address (self->kase, mado_counter_get_scope (self));
}

const char *
mado_counter_get_place (MadoCounter  *self,
                        const MadoId *device)
{
  const char *scope = self->places ? g_hash_table_lookup (self->places, device) : NULL;
  const MadoDesk *desk = scope ? mado_pack_get_desk (mado_counter_get_pack (self), scope) : NULL;
  const MadoCentre *centre = scope && !desk ? mado_pack_get_centre (mado_counter_get_pack (self), scope) : NULL;

  if (desk != NULL)
    return mado_text_get (desk->name, NULL);
  return centre != NULL ? mado_text_get (centre->name, NULL) : "";
}

const MadoFormReader *
mado_counter_get_reader (MadoCounter *self)
{
  return &self->reader;
}

const MadoGuidance *
mado_counter_get_guidance (MadoCounter *self)
{
  return self->guidance;
}

MadoFormSet *
mado_counter_get_form_set (MadoCounter *self)
{
  return self->forms;
}

GPtrArray *
mado_counter_get_findings (MadoCounter *self)
{
  return self->findings;
}

const char *const *
mado_counter_list_procedures (MadoCounter *self)
{
  return (const char *const *) self->procedures;
}

/* --- the type ------------------------------------------------------------------------------------ */

static void
mado_counter_dispose (GObject *object)
{
  MadoCounter *self = MADO_COUNTER (object);

  g_clear_object (&self->edit);
  g_clear_object (&self->kase);
  g_clear_object (&self->carry);
  g_clear_object (&self->forms);
  g_clear_object (&self->context);
  g_clear_pointer (&self->draft, mado_slip_unref);
  G_OBJECT_CLASS (mado_counter_parent_class)->dispose (object);
}

static void
mado_counter_finalize (GObject *object)
{
  MadoCounter *self = MADO_COUNTER (object);

  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->facts, mado_facts_free);
  g_clear_pointer (&self->guidance, mado_guidance_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_strfreev (self->procedures);
  g_strfreev (self->persons);
  g_free (self->today);
  g_free (self->open_path);
  g_free (self->looked_for);
  g_clear_pointer (&self->same, mado_case_row_free);
  G_OBJECT_CLASS (mado_counter_parent_class)->finalize (object);
}

static void
mado_counter_class_init (MadoCounterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_counter_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_counter_finalize;
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNDERNEATH] = g_signal_new ("underneath", MADO_TYPE_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[KNOWN] = g_signal_new ("known", MADO_TYPE_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", MADO_TYPE_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
mado_counter_init (MadoCounter *self)
{
  self->procedures = g_new0 (char *, 1);
  self->persons = g_new0 (char *, 1);
}

MadoCounter *
mado_counter_new (MadoContext *context)
{
  MadoCounter *self = g_object_new (MADO_TYPE_COUNTER, NULL);

  self->context = g_object_ref (context);
  self->forms = mado_form_set_new (mado_context_get_pack (context));
  self->carry = mado_carry_provider_new (mado_context_get_pack (context), self->forms);
  self->dates.today = mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (context)));
  self->today = mado_date_to_iso (&self->dates.today);
  mado_counter_set_up_reader (self);
  mado_counter_watch_store (self);
  return self;
}
