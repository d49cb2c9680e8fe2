/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case.h"

#include <string.h>

struct _MadoCase
{
  GObject     parent_instance;

  MadoPack   *pack;       /* nullable */
  MadoRecord *record;

  /* Worked out from the record on first use, dropped with it. */
  char      **persons;
  GPtrArray  *procedures; /* MadoCaseProc* */
  char      **proc_ids;
};

G_DEFINE_FINAL_TYPE (MadoCase, mado_case, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
proc_free (gpointer data)
{
  MadoCaseProc *self = data;

  g_free (self->id);
  g_free (self->reason);
  g_free (self->actor);
  g_free (self);
}

static void
forget (MadoCase *self)
{
  g_clear_pointer (&self->persons, g_strfreev);
  g_clear_pointer (&self->procedures, g_ptr_array_unref);
  g_clear_pointer (&self->proc_ids, g_free);
}

static void
mado_case_finalize (GObject *object)
{
  MadoCase *self = MADO_CASE (object);

  forget (self);
  g_clear_object (&self->record);
  g_clear_pointer (&self->pack, mado_pack_unref);
  G_OBJECT_CLASS (mado_case_parent_class)->finalize (object);
}

static void
mado_case_class_init (MadoCaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_case_finalize;

  /**
   * MadoCase::changed:
   * @paths: (type GStrv): paths that show something else now
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MADO_TYPE_CASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
mado_case_init (MadoCase *self)
{
}

/* --- persons ------------------------------------------------------------------------ */

static gboolean
is_listed (char      **persons,
           const char *eid)
{
  return *eid != 0 && g_strv_contains ((const char *const *) persons, eid);
}

/* The head's line comes first, as on every sheet. */
static void
put_head_first (MadoCase *self)
{
  const char *head = mado_record_get_text (self->record, "role/head");
  char *moved;
  guint at = 0;

  if (!is_listed (self->persons, head))
    return;
  while (strcmp (self->persons[at], head) != 0)
    at++;
  moved = self->persons[at];
  memmove (self->persons + 1, self->persons, at * sizeof *self->persons);
  self->persons[0] = moved;
}

const char *const *
mado_case_list_persons (MadoCase *self)
{
  if (self->persons == NULL)
    {
      self->persons = mado_record_list_elements (self->record, "person");
      put_head_first (self);
    }
  return (const char *const *) self->persons;
}

const char *
mado_case_get_head (MadoCase *self)
{
  return mado_record_get_text (self->record, "role/head");
}

const char *
mado_case_get_role (MadoCase   *self,
                    const char *role,
                    const char *proc)
{
  g_autofree char *path = mado_case_path_role (role, proc);

  return mado_record_get_text (self->record, path);
}

static char *
dup_joined (MadoCase   *self,
            const char *eid,
            const char *family,
            const char *given)
{
  g_autofree char *family_path = mado_case_path_person (eid, family);
  g_autofree char *given_path = mado_case_path_person (eid, given);
  const char *one = mado_record_get_text (self->record, family_path);
  const char *two = mado_record_get_text (self->record, given_path);

  return g_strconcat (one, *one != 0 && *two != 0 ? "\u3000" : "", two, NULL);
}

char *
mado_case_dup_name (MadoCase   *self,
                    const char *eid)
{
  return eid == NULL || *eid == 0 ? g_strdup ("") : dup_joined (self, eid, "family_name", "given_name");
}

char *
mado_case_dup_kana (MadoCase   *self,
                    const char *eid)
{
  return eid == NULL || *eid == 0 ? g_strdup ("") : dup_joined (self, eid, "family_name_kana", "given_name_kana");
}

char *
mado_case_dup_visitor_name (MadoCase *self)
{
  const char *typed = mado_record_get_text (self->record, "visitor/visitor_name");

  return *typed != 0 ? g_strdup (typed) : mado_case_dup_name (self, mado_record_get_text (self->record, "role/visitor"));
}

/* --- procedures ------------------------------------------------------------------------ */

static MadoCaseProc *
find_proc (GPtrArray  *procs,
           const char *id)
{
  for (guint i = 0; i < procs->len; i++)
    if (strcmp (((MadoCaseProc *) procs->pdata[i])->id, id) == 0)
      return procs->pdata[i];
  return NULL;
}

static MadoCaseProc *
ensure_proc (MadoCase   *self,
             GPtrArray  *procs,
             const char *id)
{
  MadoCaseProc *proc = find_proc (procs, id);

  if (proc != NULL)
    return proc;
  proc = g_new0 (MadoCaseProc, 1);
  proc->id = g_strdup (id);
  proc->procedure = self->pack != NULL ? mado_pack_get_procedure (self->pack, id) : NULL;
  proc->desk = proc->procedure != NULL ? proc->procedure->desk->id : "";
  proc->reason = g_strdup ("");
  proc->actor = g_strdup ("");
  g_ptr_array_add (procs, proc);
  return proc;
}

static void
take_state (MadoCaseProc       *proc,
            const MadoRegister *reg)
{
  const MadoRegisterValue *shown = reg->values->pdata[0];

  proc->state = mado_proc_state_from_string (mado_value_get_text (shown->value));
  g_free (proc->actor);
  proc->actor = g_strdup (shown->actor != NULL ? shown->actor : "");
  proc->device = shown->device;
  proc->at = mado_hlc_ms (shown->clock);
  proc->conflict = reg->values->len > 1;
}

static void
take_register (MadoCase           *self,
               GPtrArray          *procs,
               const MadoRegister *reg)
{
  g_auto (MadoCasePath) path = { MADO_CASE_PATH_OTHER };
  const char *text = mado_value_get_text (((MadoRegisterValue *) reg->values->pdata[0])->value);

  if (!mado_case_path_parse (reg->path, &path) || path.kind != MADO_CASE_PATH_PROC)
    return;
  if (strcmp (path.name, "state") == 0)
    take_state (ensure_proc (self, procs, path.proc), reg);
  else if (strcmp (path.name, "added") == 0)
    ensure_proc (self, procs, path.proc)->added = mado_proc_added_from_string (text);
}

static int
compare_procs (gconstpointer a,
               gconstpointer b)
{
  const MadoCaseProc *one = *(MadoCaseProc *const *) a;
  const MadoCaseProc *two = *(MadoCaseProc *const *) b;
  guint i = one->procedure != NULL ? one->procedure->index : G_MAXUINT;
  guint k = two->procedure != NULL ? two->procedure->index : G_MAXUINT;

  return i != k ? (i < k ? -1 : 1) : strcmp (one->id, two->id);
}

static void
take_reason (MadoCase     *self,
             MadoCaseProc *proc)
{
  g_autofree char *path = mado_case_path_proc (proc->id, "reason");

  g_free (proc->reason);
  proc->reason = g_strdup (mado_record_get_text (self->record, path));
}

GPtrArray *
mado_case_list_procedures (MadoCase *self)
{
  g_autoptr (GPtrArray) registers = NULL;

  if (self->procedures != NULL)
    return self->procedures;
  self->procedures = g_ptr_array_new_with_free_func (proc_free);
  registers = mado_record_list (self->record, "proc/");
  for (guint i = 0; i < registers->len; i++)
    take_register (self, self->procedures, registers->pdata[i]);
  for (guint i = 0; i < self->procedures->len; i++)
    take_reason (self, self->procedures->pdata[i]);
  g_ptr_array_sort (self->procedures, compare_procs);
  return self->procedures;
}

const MadoCaseProc *
mado_case_find_procedure (MadoCase   *self,
                          const char *proc)
{
  return find_proc (mado_case_list_procedures (self), proc);
}

gboolean
mado_case_proc_is_wanted (const MadoCaseProc *self)
{
  if (self->state == MADO_STATE_NOT_APPLICABLE || self->state == MADO_STATE_WITHDRAWN)
    return FALSE;
  return self->added != MADO_ADDED_DECLINED && (self->added != MADO_ADDED_NONE || self->state != MADO_STATE_NONE);
}

const char *
mado_case_get_document (MadoCase   *self,
                        const char *proc,
                        const char *document)
{
  g_autofree char *path = mado_case_path_document (proc, document);

  return mado_record_get_text (self->record, path);
}

/* --- facts -------------------------------------------------------------------------------- */

const char *
mado_case_get_event (MadoCase *self)
{
  return mado_record_get_text (self->record, "event");
}

const char *
mado_case_get_ticket_no (MadoCase *self)
{
  return mado_record_get_text (self->record, "ticket_no");
}

const char *
mado_case_get_case_no (MadoCase *self)
{
  return mado_record_get_text (self->record, "case_no");
}

const char *
mado_case_get_origin (MadoCase *self)
{
  return mado_record_get_text (self->record, "origin");
}

const char *
mado_case_get_received_on (MadoCase *self)
{
  return mado_record_get_text (self->record, "received_on");
}

const char *
mado_case_get_parked (MadoCase *self)
{
  return mado_record_get_text (self->record, "parked");
}

const char *
mado_case_get_answer (MadoCase   *self,
                      const char *question)
{
  g_autofree char *path = mado_case_path_answer (question);

  return mado_record_get_text (self->record, path);
}

/* --- conflicts, marks, protection ------------------------------------------------------------ */

static gboolean
is_for_people (const char *path)
{
  static const char *const quiet[] = { "mark/", "route/", "confirm/", "chosen/", "ack/" };

  for (guint i = 0; i < G_N_ELEMENTS (quiet); i++)
    if (g_str_has_prefix (path, quiet[i]))
      return FALSE;
  return TRUE;
}

GPtrArray *
mado_case_list_conflicts (MadoCase *self)
{
  g_autoptr (GPtrArray) all = mado_record_list_conflicts (self->record);
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (is_for_people (((MadoRegister *) all->pdata[i])->path))
      g_ptr_array_add (out, all->pdata[i]);
  return out;
}

gint64
mado_case_get_mark (MadoCase   *self,
                    const char *desk,
                    const char *mark)
{
  g_autofree char *path = mado_case_path_mark (desk, mark);
  const MadoRegister *reg = mado_record_lookup (self->record, path);
  gint64 earliest = 0;

  for (guint i = 0; reg != NULL && i < reg->values->len; i++)
    {
      GVariant *value = ((MadoRegisterValue *) reg->values->pdata[i])->value;

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) &&
          (earliest == 0 || g_variant_get_int64 (value) < earliest))
        earliest = g_variant_get_int64 (value);
    }
  return earliest;
}

/* What the routes of section "addr" say of @scope: TRUE if @open is said. In
 * doubt a route is shut: one "no" among concurrent values is enough. */
static gboolean
has_address_route (MadoCase   *self,
                   const char *scope, /* NULL: any */
                   gboolean    open)
{
  g_autoptr (GPtrArray) routes = mado_record_list (self->record, "route/");
  gboolean found = FALSE;

  for (guint i = 0; i < routes->len; i++)
    {
      const MadoRegister *reg = routes->pdata[i];
      gboolean all_yes = TRUE;

      if (strcmp (reg->section, MADO_CASE_SECTION_ADDR) != 0 ||
          (scope != NULL && strcmp (reg->path + strlen ("route/"), scope) != 0))
        continue;
      for (guint k = 0; k < reg->values->len; k++)
        {
          GVariant *value = ((MadoRegisterValue *) reg->values->pdata[k])->value;

          all_yes &= g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
        }
      found |= all_yes == open;
    }
  return found;
}

gboolean
mado_case_is_protected (MadoCase *self)
{
  return has_address_route (self, NULL, FALSE);
}

gboolean
mado_case_may_see_address (MadoCase   *self,
                           const char *scope)
{
  return has_address_route (self, scope, TRUE);
}

/* --- reader ------------------------------------------------------------------------------------- */

static GVariant *
read_value (const char *path,
            gpointer    data)
{
  return mado_record_get (MADO_CASE (data)->record, path);
}

static const MadoRegisterValue *
find_shown (MadoCase   *self,
            const char *path)
{
  const MadoRegister *reg = mado_record_lookup (self->record, path);

  return reg != NULL ? reg->values->pdata[0] : NULL;
}

static MadoSource
read_source (const char *path,
             gpointer    data)
{
  const MadoRegisterValue *shown = find_shown (data, path);

  return shown == NULL || mado_value_is_none (shown->value) ? MADO_SOURCE_UNKNOWN : shown->source;
}

static gboolean
read_confirmed (const char *path,
                gpointer    data)
{
  const MadoRegisterValue *shown = find_shown (data, path);

  return shown != NULL && shown->confirmed;
}

static const char *const *
read_persons (gpointer data)
{
  return mado_case_list_persons (data);
}

static const char *const *
read_procedures (gpointer data)
{
  MadoCase *self = data;

  if (self->proc_ids == NULL)
    {
      GPtrArray *procs = mado_case_list_procedures (self);
      guint n = 0;

      self->proc_ids = g_new0 (char *, procs->len + 1);
      for (guint i = 0; i < procs->len; i++)
        if (mado_case_proc_is_wanted (procs->pdata[i]))
          self->proc_ids[n++] = ((MadoCaseProc *) procs->pdata[i])->id;
    }
  return (const char *const *) self->proc_ids;
}

MadoFormReader
mado_case_get_reader (MadoCase *self)
{
  return (MadoFormReader) {
    .get = read_value, .source = read_source, .confirmed = read_confirmed, .list_persons = read_persons,
    .list_procedures = read_procedures, .user_data = self,
  };
}

/* --- life ----------------------------------------------------------------------------------------- */

MadoCase *
mado_case_new (MadoPack   *pack,
               MadoRecord *record)
{
  MadoCase *self = g_object_new (MADO_TYPE_CASE, NULL);

  self->pack = pack != NULL ? mado_pack_ref (pack) : NULL;
  self->record = g_object_ref (record);
  return self;
}

MadoPack *
mado_case_get_pack (MadoCase *self)
{
  return self->pack;
}

MadoRecord *
mado_case_get_record (MadoCase *self)
{
  return self->record;
}

const MadoId *
mado_case_get_id (MadoCase *self)
{
  return mado_record_get_id (self->record);
}

void
mado_case_set_record (MadoCase   *self,
                      MadoRecord *record)
{
  g_auto (GStrv) paths = NULL;

  g_return_if_fail (MADO_IS_CASE (self) && MADO_IS_RECORD (record));

  if (record == self->record)
    return;
  paths = mado_record_list_changes (self->record, record);
  g_set_object (&self->record, record);
  forget (self);
  if (paths[0] != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, paths);
}
