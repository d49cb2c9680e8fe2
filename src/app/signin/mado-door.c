/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/signin/mado-door.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/signin/mado-door-work.h"
#include "app/signin/mado-late-projector.h"
#include "core/store/mado-store-private.h"

struct _MadoDoor
{
  GObject      parent_instance;

  MadoContext *context;
  MadoProfile *profile; /* nullable */
  MadoLateProjector *projector; /* outlives the stores that it serves */
};

G_DEFINE_FINAL_TYPE (MadoDoor, mado_door, G_TYPE_OBJECT)

enum
{
  TOKEN,
  TURNED_AWAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static MadoDoorWork *
work_new (MadoDoor   *self,
          const char *staff,
          const char *password)
{
  return mado_door_work_new (self->context, self->profile, self->projector, staff, password);
}

static void
server_answered_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  MadoDoor *self = MADO_DOOR (object);
  MadoDoorWork *work = g_task_get_task_data (G_TASK (result));
  const MadoIdentity *identity = mado_context_get_identity (self->context);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  /* Somebody else may sit here by now. */
  if (!identity || !g_str_equal (identity->actor, work->staff_id))
    return;
  if (done)
    g_signal_emit (self, signals[TOKEN], 0, work->token);
  else if (g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED) ||
           g_error_matches (error, MADO_ERROR, MADO_ERROR_EXPIRED))
    g_signal_emit (self, signals[TURNED_AWAY], 0, error->message);
  else
    g_debug ("sign-in with the server: %s", error->message);
}

static void
ask_server (MadoDoor     *self,
            MadoDoorWork *from)
{
  g_autoptr (GTask) task = NULL;

  if (!mado_door_work_asks_server (from))
    return;

  task = g_task_new (self, NULL, server_answered_cb, NULL);
  g_task_set_task_data (task, work_new (self, from->staff_id, from->password), (GDestroyNotify) mado_door_work_free);
  g_task_run_in_thread (task, mado_door_work_ask_server);
}

#define N_ORDER 6

/* Whoever has several roles sits at this desk with the widest one: for cases,
 * and for plans, which are another matter. */
static const MadoRole case_order[N_ORDER] = {
  MADO_ROLE_SUPERVISOR, MADO_ROLE_REVIEWER, MADO_ROLE_CENTRE,
  MADO_ROLE_COUNTER, MADO_ROLE_PROMOTER, MADO_ROLE_ADMIN,
};
static const MadoRole plan_order[N_ORDER] = {
  MADO_ROLE_SUPERVISOR, MADO_ROLE_ADMIN, MADO_ROLE_PROMOTER,
  MADO_ROLE_REVIEWER, MADO_ROLE_CENTRE, MADO_ROLE_COUNTER,
};

static MadoRole
best_role (const MadoProfileStaff *staff,
           const MadoRole          order[N_ORDER])
{
  for (guint o = 0; staff->roles && o < N_ORDER; o++)
    for (guint i = 0; staff->roles[i]; i++)
      if (mado_role_from_string (staff->roles[i]) == order[o])
        return order[o];

  return MADO_ROLE_COUNTER;
}

static void
let_in (MadoDoor     *self,
        MadoDoorWork *work)
{
  const MadoProfileFacts *facts;
  MadoStore *store = work->store ? work->store : mado_context_get_store (self->context);
  MadoIdentity identity;

  g_set_object (&self->profile, work->profile);
  facts = mado_profile_get_facts (self->profile);
  mado_door_work_fill_identity (&identity, facts, work->staff);
  mado_store_set_person (store, work->staff->id, best_role (work->staff, case_order), &work->staff->ticket, NULL);
  mado_store_set_open_role (store, best_role (work->staff, plan_order));
  mado_context_set_roles (self->context, (const char *const *) work->staff->roles);
  mado_preferences_set (mado_context_get_preferences (self->context), MADO_PREFERENCE_LAST_STAFF, work->staff_id);
  mado_preferences_save (mado_context_get_preferences (self->context), NULL);
  g_object_ref (store);
  mado_context_sign_in (self->context, store, &identity, work->device_key, work->staff->name);
  g_object_unref (store);
}

static gboolean
finish (MadoDoor      *self,
        GAsyncResult  *result,
        GError       **error)
{
  MadoDoorWork *work = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  let_in (self, work);
  if (work->token)
    g_signal_emit (self, signals[TOKEN], 0, work->token);
  else
    ask_server (self, work);

  return TRUE;
}

static void
run (MadoDoor            *self,
     MadoDoorWork        *work,
     GTaskThreadFunc      thread,
     GAsyncReadyCallback  callback,
     gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, work, (GDestroyNotify) mado_door_work_free);
  g_task_run_in_thread (task, thread);
}

static void
mado_door_dispose (GObject *object)
{
  MadoDoor *self = MADO_DOOR (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_door_parent_class)->dispose (object);
}

static void
mado_door_finalize (GObject *object)
{
  mado_late_projector_free (MADO_DOOR (object)->projector);

  G_OBJECT_CLASS (mado_door_parent_class)->finalize (object);
}

static void
mado_door_class_init (MadoDoorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_door_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_door_finalize;

  signals[TOKEN] = g_signal_new ("token", MADO_TYPE_DOOR, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TURNED_AWAY] = g_signal_new ("turned-away", MADO_TYPE_DOOR, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mado_door_init (MadoDoor *self)
{
  self->projector = mado_late_projector_new ();
}

MadoDoor *
mado_door_new (MadoContext *context)
{
  MadoDoor *self = g_object_new (MADO_TYPE_DOOR, NULL);

  self->context = g_object_ref (context);
  self->profile = mado_profile_open (mado_context_get_profile (context), NULL);

  return self;
}

void
mado_door_give_pack (MadoDoor *self,
                     MadoPack *pack)
{
  g_return_if_fail (MADO_IS_DOOR (self));

  mado_late_projector_give (self->projector, pack);
}

MadoProfile *
mado_door_get_profile (MadoDoor *self)
{
  g_return_val_if_fail (MADO_IS_DOOR (self), NULL);

  return self->profile;
}

const MadoProfileFacts *
mado_door_get_facts (MadoDoor *self)
{
  g_return_val_if_fail (MADO_IS_DOOR (self), NULL);

  return self->profile ? mado_profile_get_facts (self->profile) : NULL;
}

void
mado_door_unlock_async (MadoDoor           *self,
                        const char         *staff,
                        const char         *password,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_return_if_fail (MADO_IS_DOOR (self));
  g_return_if_fail (self->profile != NULL);

  run (self, work_new (self, staff, password), mado_door_work_unlock, callback, data);
}

gboolean
mado_door_unlock_finish (MadoDoor     *self,
                         GAsyncResult *result,
                         GError      **error)
{
  return finish (self, result, error);
}

void
mado_door_add_colleague_async (MadoDoor           *self,
                               const char         *staff,
                               const char         *password,
                               GAsyncReadyCallback callback,
                               gpointer            data)
{
  g_return_if_fail (MADO_IS_DOOR (self));
  g_return_if_fail (self->profile != NULL);

  run (self, work_new (self, staff, password), mado_door_work_add_colleague, callback, data);
}

char *
mado_door_add_colleague_finish (MadoDoor     *self,
                                GAsyncResult *result,
                                GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mado_door_enrol_async (MadoDoor           *self,
                       const char         *server,
                       const char         *code,
                       const char         *place,
                       const char         *scope,
                       const char         *staff,
                       const char         *password,
                       GAsyncReadyCallback callback,
                       gpointer            data)
{
  MadoDoorWork *work;

  g_return_if_fail (MADO_IS_DOOR (self));

  work = work_new (self, staff, password);
  work->server = g_strdup (server);
  work->code = g_strdup (code);
  work->place = g_strdup (place);
  work->scope = g_strdup (scope);
  run (self, work, mado_door_work_enrol, callback, data);
}

gboolean
mado_door_enrol_finish (MadoDoor     *self,
                        GAsyncResult *result,
                        GError      **error)
{
  return finish (self, result, error);
}

void
mado_door_set_up_alone_async (MadoDoor           *self,
                              const char         *city,
                              const char         *scope,
                              const char         *staff,
                              const char         *name,
                              const char         *password,
                              GAsyncReadyCallback callback,
                              gpointer            data)
{
  MadoDoorWork *work;

  g_return_if_fail (MADO_IS_DOOR (self));

  work = work_new (self, staff, password);
  work->city = g_strdup (city);
  work->scope = g_strdup (scope);
  work->place = g_strdup ("");
  work->name = g_strdup (name);
  run (self, work, mado_door_work_set_up_alone, callback, data);
}

gboolean
mado_door_set_up_alone_finish (MadoDoor     *self,
                               GAsyncResult *result,
                               GError      **error)
{
  return finish (self, result, error);
}

static gboolean
read_key_file (const char     *path,
               char          **staff,
               char         ***roles,
               MadoSecretKey **key,
               GError        **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 seed[32];

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;

  /* Staff id, key, and on a third line roles other than the counter's. */
  lines = g_strsplit (text, "\n", 4);
  if (g_strv_length (lines) < 2 || strlen (g_strstrip (lines[1])) != 64)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” holds no device key."), path);
      return FALSE;
    }
  for (guint i = 0; i < 32; i++)
    seed[i] = g_ascii_xdigit_value (lines[1][2 * i]) << 4 | g_ascii_xdigit_value (lines[1][2 * i + 1]);
  *staff = g_strdup (g_strstrip (lines[0]));
  if (lines[2] && *g_strstrip (lines[2]))
    *roles = g_strsplit (lines[2], " ", -1);
  *key = mado_secret_key_new_from_seed (seed);
  mado_wipe (seed, sizeof seed);

  return TRUE;
}

gboolean
mado_door_unlock_with_file (MadoDoor   *self,
                            const char *path,
                            GError    **error)
{
  g_autofree char *id = NULL;
  g_auto (GStrv) roles = NULL;
  MadoDoorWork *work;
  gboolean done;

  g_return_val_if_fail (MADO_IS_DOOR (self), FALSE);
  g_return_val_if_fail (self->profile != NULL, FALSE);

  work = work_new (self, "", "");
  done = read_key_file (path, &id, &roles, &work->device_key, error);
  if (done)
    {
      MadoProfileStaff staff = { .id = id, .name = id, .roles = roles };

      work->staff = mado_profile_staff_copy (&staff);
      done = mado_door_work_open_journal (work, error);
    }
  if (done)
    let_in (self, work);
  mado_door_work_free (work);

  return done;
}
