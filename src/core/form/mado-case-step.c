/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case-edit-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The steps that people take with a case, as changes of the edit buffer: lines
 * of persons, states of procedures, marks, routes; and the two lists that
 * depend on what is pending. */

/* --- persons ------------------------------------------------------------------- */

static gboolean
is_pending_removed (MadoCaseEdit *self,
                    const char   *eid)
{
  g_autofree char *path = mado_case_path_person (eid, "removed");
  GVariant *value = mado_case_edit_is_pending (self, path) ? mado_case_edit_get (self, path) : NULL;

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

static void
add_pending_person (GPtrArray      *out,
                    const MadoOpen *open)
{
  g_autofree char *path = mado_open_dup_path (open);
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

  if (open->value != NULL && mado_case_path_parse (path, &parts) && parts.kind == MADO_CASE_PATH_PERSON &&
      !g_ptr_array_find_with_equal_func (out, parts.eid, g_str_equal, NULL))
    g_ptr_array_add (out, g_strdup (parts.eid));
}

char **
mado_case_edit_list_persons (MadoCaseEdit *self)
{
  const char *const *persons = mado_case_list_persons (mado_case_edit_get_case (self));
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; persons[i] != NULL; i++)
    g_ptr_array_add (all, g_strdup (persons[i]));
  for (guint i = 0; i < opens->len; i++)
    add_pending_person (all, opens->pdata[i]);
  for (guint i = 0; i < all->len; i++)
    if (!is_pending_removed (self, all->pdata[i]))
      g_ptr_array_add (out, g_strdup (all->pdata[i]));
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}

/* A line has to hold something to be there: "not removed" will do. */
char *
mado_case_edit_add_person (MadoCaseEdit *self,
                           MadoRandom   *random)
{
  g_autofree char *eid = mado_case_new_element (random);
  g_autofree char *path = mado_case_path_person (eid, "removed");

  mado_case_edit_set (self, path, g_variant_new_boolean (FALSE), MADO_SOURCE_PROGRAM);
  return g_steal_pointer (&eid);
}

static gboolean
is_recorded (MadoCaseEdit *self,
             const char   *eid)
{
  g_autofree char *prefix = g_strconcat ("person/", eid, "/", NULL);
  g_autoptr (GPtrArray) found = mado_record_list (mado_case_edit_get_record (self), prefix);

  return found->len > 0;
}

void
mado_case_edit_remove_person (MadoCaseEdit *self,
                              const char   *eid)
{
  g_auto (GStrv) pending = mado_case_edit_list_pending (self);
  g_autofree char *prefix = g_strconcat ("person/", eid, "/", NULL);
  g_autofree char *path = mado_case_path_person (eid, "removed");

  for (guint i = 0; pending[i] != NULL; i++)
    if (g_str_has_prefix (pending[i], prefix))
      mado_case_edit_unset (self, pending[i]);
  if (is_recorded (self, eid))
    mado_case_edit_set (self, path, g_variant_new_boolean (TRUE), MADO_SOURCE_TYPED);
}

/* --- procedures -------------------------------------------------------------------- */

static MadoCaseProc
describe_pending (MadoCaseEdit *self,
                  const char   *proc)
{
  g_autofree char *state = mado_case_path_proc (proc, "state");
  g_autofree char *added = mado_case_path_proc (proc, "added");

  return (MadoCaseProc) {
    .state = mado_proc_state_from_string (mado_case_edit_get_text (self, state)),
    .added = mado_proc_added_from_string (mado_case_edit_get_text (self, added)),
  };
}

static void
add_pending_proc (GPtrArray      *out,
                  const MadoOpen *open)
{
  g_autofree char *path = mado_open_dup_path (open);
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

  if (open->value != NULL && mado_case_path_parse (path, &parts) && parts.kind == MADO_CASE_PATH_PROC &&
      !g_ptr_array_find_with_equal_func (out, parts.proc, g_str_equal, NULL))
    g_ptr_array_add (out, g_strdup (parts.proc));
}

static int
compare_in_pack (gconstpointer a,
                 gconstpointer b,
                 gpointer      pack)
{
  const MadoProcedure *one = pack != NULL ? mado_pack_get_procedure (pack, *(const char *const *) a) : NULL;
  const MadoProcedure *two = pack != NULL ? mado_pack_get_procedure (pack, *(const char *const *) b) : NULL;
  guint i = one != NULL ? one->index : G_MAXUINT;
  guint k = two != NULL ? two->index : G_MAXUINT;

  return i != k ? (i < k ? -1 : 1) : strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
mado_case_edit_list_wanted (MadoCaseEdit *self)
{
  MadoCase *kase = mado_case_edit_get_case (self);
  GPtrArray *procs = mado_case_list_procedures (kase);
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < procs->len; i++)
    g_ptr_array_add (all, g_strdup (((MadoCaseProc *) procs->pdata[i])->id));
  for (guint i = 0; i < opens->len; i++)
    add_pending_proc (all, opens->pdata[i]);
  g_ptr_array_sort_with_data (all, compare_in_pack, mado_case_get_pack (kase));
  for (guint i = 0; i < all->len; i++)
    {
      MadoCaseProc proc = describe_pending (self, all->pdata[i]);

      if (mado_case_proc_is_wanted (&proc))
        g_ptr_array_add (out, g_strdup (all->pdata[i]));
    }
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}

gboolean
mado_case_edit_set_state (MadoCaseEdit   *self,
                          const char     *proc,
                          MadoProcState   state,
                          const char     *reason,
                          GError        **error)
{
  g_autofree char *path = mado_case_path_proc (proc, "state");
  g_autofree char *reason_path = mado_case_path_proc (proc, "reason");
  MadoProcState from = mado_proc_state_from_string (mado_case_edit_get_text (self, path));

  if (!mado_proc_state_may_follow (from, state))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("This procedure cannot take that step from where it stands. Nothing was changed."));
      return FALSE;
    }
  if (mado_proc_state_needs_reason (state) && (reason == NULL || *reason == 0))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, _("Please write a reason for this step."));
      return FALSE;
    }
  mado_case_edit_set_text (self, path, mado_proc_state_to_string (state), MADO_SOURCE_PROGRAM);
  if (reason != NULL && *reason != 0)
    mado_case_edit_set_text (self, reason_path, reason, MADO_SOURCE_TYPED);
  return TRUE;
}

void
mado_case_edit_set_mark (MadoCaseEdit *self,
                         const char   *desk,
                         const char   *mark,
                         gint64        ms)
{
  g_autofree char *path = mado_case_path_mark (desk, mark);

  mado_case_edit_set (self, path, g_variant_new_int64 (ms), MADO_SOURCE_PROGRAM);
}

/* --- routes -------------------------------------------------------------------------- */

static gboolean
has_route (MadoCaseEdit *self,
           const char   *section,
           const char   *path)
{
  g_autoptr (GPtrArray) found = mado_record_list (mado_case_edit_get_record (self), path);

  for (guint i = 0; i < found->len; i++)
    if (strcmp (((MadoRegister *) found->pdata[i])->path, path) == 0 &&
        strcmp (((MadoRegister *) found->pdata[i])->section, section) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_pending_route (MadoCaseEdit *self,
                  const char   *section,
                  const char   *path)
{
  g_autofree char *key = g_strconcat (path, "\n", section, NULL);

  return mado_case_edit_is_pending (self, key);
}

/* Only where nothing was said of this scope yet. */
static void
add_route (MadoCaseEdit *self,
           const char   *section,
           const char   *scope)
{
  g_autofree char *path = mado_case_path_route (scope);

  if (!has_route (self, section, path) && !is_pending_route (self, section, path))
    mado_case_edit_set_in (self, section, path, g_variant_new_boolean (TRUE), MADO_SOURCE_PROGRAM);
}

/* While addresses are protected, a desk that comes into the case later is not
 * let in by the program; a person may. */
static gboolean
is_protected (MadoCaseEdit *self)
{
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);

  for (guint i = 0; i < opens->len; i++)
    {
      const MadoOpen *open = opens->pdata[i];

      if (g_str_has_prefix (open->key, "route/") && strcmp (open->section, MADO_CASE_SECTION_ADDR) == 0 &&
          open->value != NULL && g_variant_is_of_type (open->value, G_VARIANT_TYPE_BOOLEAN) &&
          !g_variant_get_boolean (open->value))
        return TRUE;
    }
  return mado_case_is_protected (mado_case_edit_get_case (self));
}

static gboolean
has_section (MadoCaseEdit *self,
             const char   *section)
{
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);
  guint n;

  mado_record_get_heads (mado_case_edit_get_record (self), section, &n);
  for (guint i = 0; i < opens->len; i++)
    n += ((MadoOpen *) opens->pdata[i])->value != NULL && strcmp (((MadoOpen *) opens->pdata[i])->section, section) == 0;
  return n > 0;
}

static void
add_desk_routes (MadoCaseEdit *self,
                 const char   *desk)
{
  if (has_section (self, MADO_CASE_SECTION_SHARED))
    add_route (self, MADO_CASE_SECTION_SHARED, desk);
  if (has_section (self, MADO_CASE_SECTION_ADDR) && !is_protected (self))
    add_route (self, MADO_CASE_SECTION_ADDR, desk);
  if (has_section (self, desk))
    add_route (self, desk, desk);
}

void
mado_case_edit_add_routes (MadoCaseEdit *self,
                           const char   *scope)
{
  MadoPack *pack = mado_case_get_pack (mado_case_edit_get_case (self));
  g_auto (GStrv) wanted = mado_case_edit_list_wanted (self);
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);

  for (guint i = 0; i < opens->len; i++)
    if (((MadoOpen *) opens->pdata[i])->value != NULL)
      add_route (self, ((MadoOpen *) opens->pdata[i])->section, scope);
  for (guint i = 0; pack != NULL && wanted[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (pack, wanted[i]);

      if (procedure != NULL)
        add_desk_routes (self, procedure->desk->id);
    }
}

static void
set_address_route (MadoCaseEdit *self,
                   const char   *id,
                   const char   *scope)
{
  g_autofree char *path = mado_case_path_route (id);

  mado_case_edit_set_in (self, MADO_CASE_SECTION_ADDR, path, g_variant_new_boolean (strcmp (id, scope) == 0),
                         MADO_SOURCE_TYPED);
}

void
mado_case_edit_protect (MadoCaseEdit *self,
                        const char   *scope)
{
  MadoPack *pack = mado_case_get_pack (mado_case_edit_get_case (self));
  const MadoDesk *const *desks = NULL;
  const MadoCentre *const *centres = NULL;
  guint n_desks = 0;
  guint n_centres = 0;

  if (pack != NULL)
    {
      desks = mado_pack_list_desks (pack, &n_desks);
      centres = mado_pack_list_centres (pack, &n_centres);
    }
  for (guint i = 0; i < n_desks; i++)
    set_address_route (self, desks[i]->id, scope);
  for (guint i = 0; i < n_centres; i++)
    set_address_route (self, centres[i]->id, scope);
  set_address_route (self, scope, scope);
}
