/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "core/base/mado-training.h"

/* A layout once read, with the arena that holds it. */
typedef struct
{
  MadoArena            *arena;
  const MadoFormLayout *layout;
} FormEntry;

static void
form_entry_free (gpointer data)
{
  FormEntry *self = data;

  mado_arena_free (self->arena);
  g_free (self);
}

/* --- tables ------------------------------------------------------------------ */

static void
table_init (MadoTable *self)
{
  self->list = g_ptr_array_new ();
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
table_clear (MadoTable *self)
{
  g_ptr_array_unref (self->list);
  g_hash_table_unref (self->by_id);
}

gpointer
mado_table_get (const MadoTable *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

void
mado_table_add (MadoTable *self, MadoNode *node, const char *kind, const char *id, gpointer item)
{
  if (*id == '\0')
    return;
  if (g_hash_table_contains (self->by_id, id))
    {
      MadoNode key;

      mado_node_member (&key, node, "id");
      mado_node_fault (&key, _("The id “%s” is used a second time (%s)."), id, kind);
      return;
    }
  g_hash_table_insert (self->by_id, (char *) id, item);
  g_ptr_array_add (self->list, item);
  mado_node_remember (node, kind, id);
}

/* --- life ---------------------------------------------------------------------- */

static MadoPack *
pack_new (MadoBuild *build)
{
  MadoPack *self = g_new0 (MadoPack, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->dir = g_strdup (build->dir);
  self->arena = build->arena;
  self->holidays = g_hash_table_new (g_str_hash, g_str_equal);
  self->fields_by_tag = g_hash_table_new (NULL, NULL);
  self->town_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->towns = g_ptr_array_new ();
  self->municipalities = g_ptr_array_new ();
  self->forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, form_entry_free);
  table_init (&self->desks);
  table_init (&self->centres);
  table_init (&self->fields);
  table_init (&self->documents);
  table_init (&self->procedures);
  table_init (&self->referrals);
  table_init (&self->issues);
  table_init (&self->handovers);
  table_init (&self->questions);
  table_init (&self->events);
  return self;
}

MadoPack *
mado_pack_build (MadoBuild *build)
{
  MadoPack *self = pack_new (build);

  mado_load_places (self, build);
  if (!mado_build_failed (build))
    mado_load_towns (self, build);
  if (!mado_build_failed (build))
    mado_load_fields (self, build);
  if (!mado_build_failed (build))
    mado_load_procedures (self, build);
  if (!mado_build_failed (build))
    mado_load_guidance (self, build);
  if (!mado_build_failed (build))
    mado_load_issued (self, build);
  if (!mado_build_failed (build))
    mado_load_handover (self, build);
  return self;
}

MadoPack *
mado_pack_build_names (MadoBuild *build)
{
  MadoPack *self = pack_new (build);

  mado_load_places (self, build);
  if (!mado_build_failed (build))
    mado_load_event_names (self, build);
  return self;
}

static MadoPack *
load (const char *dir, MadoPack *(*read) (MadoBuild *), GError **error)
{
  g_autoptr(MadoBuild) build = mado_build_new (dir, mado_arena_new (), FALSE);
  g_autoptr(MadoPack) self = read (build);

  if (build->faults->len > 0)
    {
      MadoPackFault *fault = g_ptr_array_index (build->faults, 0);

      if (fault->line > 0)
        g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "%s/%s:%u: %s", dir, fault->file, fault->line, fault->text);
      else
        g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, "%s/%s: %s", dir, fault->file, fault->text);
      return NULL;
    }
  return g_steal_pointer (&self);
}

MadoPack *
mado_pack_load (const char *dir, GError **error)
{
  return load (dir, mado_pack_build, error);
}

MadoPack *
mado_pack_load_names (const char *dir, GError **error)
{
  return load (dir, mado_pack_build_names, error);
}

MadoPack *
mado_pack_ref (MadoPack *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_pack_unref (MadoPack *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  table_clear (&self->desks);
  table_clear (&self->centres);
  table_clear (&self->fields);
  table_clear (&self->documents);
  table_clear (&self->procedures);
  table_clear (&self->referrals);
  table_clear (&self->issues);
  table_clear (&self->handovers);
  table_clear (&self->questions);
  table_clear (&self->events);
  g_hash_table_unref (self->forms);
  g_hash_table_unref (self->holidays);
  g_hash_table_unref (self->fields_by_tag);
  g_hash_table_unref (self->town_by_id);
  g_ptr_array_unref (self->towns);
  g_ptr_array_unref (self->municipalities);
  g_mutex_clear (&self->lock);
  mado_arena_free (self->arena);
  g_free (self->digest);
  g_free (self->dir);
  g_free (self);
}

/* --- city ---------------------------------------------------------------------- */

void
mado_pack_set_training (MadoPack *self)
{
  self->city = MADO_TRAINING_CITY;
}

const char *mado_pack_get_dir (MadoPack *self) { return self->dir; }
const char *mado_pack_get_city (MadoPack *self) { return self->city; }
const MadoText *mado_pack_get_city_name (MadoPack *self) { return self->name; }
const char *mado_pack_get_city_kana (MadoPack *self) { return self->kana; }
const MadoText *mado_pack_get_mayor (MadoPack *self) { return self->mayor; }
const char *mado_pack_get_prefecture (MadoPack *self) { return self->prefecture; }
const char *mado_pack_get_version (MadoPack *self) { return self->version; }
const char *mado_pack_get_active_from (MadoPack *self) { return self->active_from; }
const char *const *mado_pack_get_languages (MadoPack *self) { return self->languages; }

gboolean
mado_pack_is_closed (MadoPack *self, const char *iso_date)
{
  g_autofree char *date = mado_date_add_days (iso_date, 0);
  GDate day;
  unsigned y, m, d;

  if (*date == '\0' || sscanf (date, "%u-%u-%u", &y, &m, &d) != 3)
    return FALSE;
  g_date_set_dmy (&day, d, m, y);
  return g_date_get_weekday (&day) >= G_DATE_SATURDAY || g_hash_table_contains (self->holidays, date);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Relative names of all files below @folder, deepest paths included. */
static void
list_files (const char *dir, const char *folder, GPtrArray *names)
{
  g_autofree char *path = g_build_filename (dir, folder, NULL);
  g_autoptr(GDir) open = g_dir_open (path, 0, NULL);
  const char *name;

  while (open != NULL && (name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *relative = *folder != '\0' ? g_build_filename (folder, name, NULL) : g_strdup (name);
      g_autofree char *full = g_build_filename (dir, relative, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        list_files (dir, relative, names);
      else
        g_ptr_array_add (names, g_steal_pointer (&relative));
    }
}

static char *
compute_digest (const char *dir)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  list_files (dir, "", names);
  g_ptr_array_sort (names, compare_texts);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *text = NULL;
      gsize length = 0;
      guint64 size;

      if (!g_file_get_contents (path, &text, &length, NULL))
        length = 0;
      size = GUINT64_TO_LE (length);
      g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name) + 1);
      g_checksum_update (sum, (const guchar *) &size, sizeof size);
      if (length > 0)
        g_checksum_update (sum, (const guchar *) text, (gssize) length);
    }
  return g_strdup (g_checksum_get_string (sum));
}

const char *
mado_pack_get_digest (MadoPack *self)
{
  g_mutex_lock (&self->lock);
  if (self->digest == NULL)
    self->digest = compute_digest (self->dir);
  g_mutex_unlock (&self->lock);
  return self->digest;
}

/* --- look-ups -------------------------------------------------------------------- */

const MadoDesk *mado_pack_get_first_desk (MadoPack *self) { return self->first_desk; }

const MadoField *
mado_pack_get_field_by_tag (MadoPack *self, guint tag)
{
  return g_hash_table_lookup (self->fields_by_tag, GUINT_TO_POINTER (tag));
}

const MadoEvent *
mado_pack_get_event_by_key (MadoPack *self, guint key)
{
  for (guint i = 0; i < self->events.list->len; i++)
    {
      const MadoEvent *event = g_ptr_array_index (self->events.list, i);

      if (event->key == key)
        return event;
    }
  return NULL;
}

#define DEFINE_TABLE(Type, one, many) \
  const Type *mado_pack_get_##one (MadoPack *self, const char *id) \
  { return mado_table_get (&self->many, id); } \
  const Type *const *mado_pack_list_##many (MadoPack *self, guint *n) \
  { if (n != NULL) *n = self->many.list->len; return (const Type *const *) self->many.list->pdata; }

DEFINE_TABLE (MadoDesk, desk, desks)
DEFINE_TABLE (MadoCentre, centre, centres)
DEFINE_TABLE (MadoField, field, fields)
DEFINE_TABLE (MadoDocument, document, documents)
DEFINE_TABLE (MadoProcedure, procedure, procedures)
DEFINE_TABLE (MadoReferral, referral, referrals)
DEFINE_TABLE (MadoIssueKind, issue, issues)
DEFINE_TABLE (MadoQuestion, question, questions)
DEFINE_TABLE (MadoEvent, event, events)

/* --- print layouts ---------------------------------------------------------------- */

static FormEntry *
read_form (MadoPack *self, const char *id, GError **error)
{
  FormEntry *entry = g_new0 (FormEntry, 1);
  g_autoptr(MadoBuild) build = NULL;

  entry->arena = mado_arena_new ();
  build = mado_build_new (self->dir, entry->arena, FALSE);
  entry->layout = mado_load_form (self, build, id);
  if (build->faults->len > 0)
    {
      MadoPackFault *fault = g_ptr_array_index (build->faults, 0);

      g_set_error (error, MADO_ERROR, fault->line > 0 ? MADO_ERROR_INVALID : MADO_ERROR_NOT_FOUND,
                   "%s/%s:%u: %s", self->dir, fault->file, fault->line, fault->text);
      form_entry_free (entry);
      return NULL;
    }
  return entry;
}

const MadoFormLayout *
mado_pack_load_form (MadoPack *self, const char *id, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  FormEntry *entry = g_hash_table_lookup (self->forms, id);

  if (entry == NULL)
    {
      entry = read_form (self, id, error);
      if (entry == NULL)
        return NULL;
      g_hash_table_insert (self->forms, g_strdup (id), entry);
    }
  return entry->layout;
}

/* --- helpers ------------------------------------------------------------------------ */

const MadoChoice *
mado_field_find_choice (const MadoField *self, const char *code)
{
  for (guint i = 0; code != NULL && i < self->n_choices; i++)
    if (g_str_equal (self->choices[i].code, code))
      return &self->choices[i];
  return NULL;
}

const MadoChoice *
mado_field_find_key (const MadoField *self, guint key)
{
  for (guint i = 0; i < self->n_choices; i++)
    if (self->choices[i].key == key)
      return &self->choices[i];
  return NULL;
}

const MadoProcedureField *
mado_procedure_find_field (const MadoProcedure *self, const char *field_id)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (g_str_equal (self->fields[i].field->id, field_id))
      return &self->fields[i];
  return NULL;
}

const MadoProcedureRole *
mado_procedure_find_role (const MadoProcedure *self, const char *role_id)
{
  for (guint i = 0; i < self->n_roles; i++)
    if (g_str_equal (self->roles[i].id, role_id))
      return &self->roles[i];
  return NULL;
}

const char *
mado_procedure_section (const MadoProcedure *self, const MadoField *field)
{
  switch (field->section)
    {
    case MADO_SECTION_ADDR:   return "addr";
    case MADO_SECTION_SHARED: return "shared";
    default:                  return self->desk->id;
    }
}

gint64
mado_procedure_fee (const MadoProcedure *self, const char *date, guint copies, const MadoExprScope *scope)
{
  for (guint i = 0; i < self->n_fees; i++)
    {
      const MadoFee *fee = &self->fees[i];

      if (date != NULL && fee->from != NULL && strcmp (date, fee->from) < 0)
        continue;
      if (date != NULL && fee->until != NULL && strcmp (date, fee->until) > 0)
        continue;
      if (fee->when != NULL && (scope == NULL || mado_expr_eval (fee->when, scope) != MADO_TRI_YES))
        continue;
      return fee->per_copy ? fee->amount * copies : fee->amount;
    }
  return 0;
}
