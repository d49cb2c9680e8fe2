/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/signin/mado-door.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/signin/mado-late-projector.h"
#include "app/signin/mado-link.h"
#include "core/form/mado-case-project.h"
#include "core/store/mado-store-private.h"
#include "core/store/mado-ticket-proof.h"
#include "core/store/sqlite/mado-sqlite-store.h"

#define ALONE_SECONDS ((gint64) 10 * 365 * 24 * 3600)

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

/* What travels to the worker thread and back. */
typedef struct
{
  MadoContext      *context;
  MadoProfile      *profile;
  MadoLateProjector *projector; /* borrowed from the door */
  char             *server;
  char             *code;
  char             *place;
  char             *scope;
  char             *city;
  char             *staff_id;
  char             *name;
  char             *password;
  MadoSecretKey    *here_key;   /* nullable; of the person who is signed in */
  MadoStore        *here_store; /* nullable; the open journal */

  MadoSecretKey    *device_key;
  MadoProfileStaff *staff;
  MadoStore        *store;
  char             *token;
} Work;

static void
wipe_text (char *text)
{
  if (text)
    mado_wipe (text, strlen (text));
  g_free (text);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->context);
  g_clear_object (&work->profile);
  g_clear_object (&work->store);
  g_clear_object (&work->here_store);
  g_clear_pointer (&work->here_key, mado_secret_key_unref);
  g_clear_pointer (&work->device_key, mado_secret_key_unref);
  g_clear_pointer (&work->staff, mado_profile_staff_free);
  g_free (work->server);
  g_free (work->code);
  g_free (work->place);
  g_free (work->scope);
  g_free (work->city);
  g_free (work->staff_id);
  g_free (work->name);
  wipe_text (work->password);
  wipe_text (work->token);
  g_free (work);
}

static Work *
work_new (MadoDoor *self,
          const char *staff,
          const char *password)
{
  Work *work = g_new0 (Work, 1);
  MadoSecretKey *key = mado_context_get_device_key (self->context);
  MadoStore *store = mado_context_get_store (self->context);

  work->here_key = key ? mado_secret_key_ref (key) : NULL;
  work->here_store = store ? g_object_ref (store) : NULL;

  work->context = g_object_ref (self->context);
  work->profile = self->profile ? g_object_ref (self->profile) : NULL;
  work->projector = self->projector;
  work->staff_id = g_strdup (staff);
  work->password = g_strdup (password);

  return work;
}

/* --- worker side ---------------------------------------------------------------- */

static void
fill_identity (MadoIdentity           *identity,
               const MadoProfileFacts *facts,
               const MadoProfileStaff *staff)
{
  memset (identity, 0, sizeof *identity);
  g_strlcpy (identity->city, facts->city, sizeof identity->city);
  identity->device = facts->device;
  identity->actor = staff->id;
  identity->ticket = staff->ticket;
  identity->scope = facts->scope;
}

static gboolean
open_journal (Work    *work,
              GError **error)
{
  g_autofree char *path = mado_profile_get_journal_path (work->profile);
  MadoSqliteStoreOptions options = { .project_version = MADO_CASE_PROJECT_VERSION };
  MadoIdentity identity;

  fill_identity (&identity, mado_profile_get_facts (work->profile), work->staff);
  mado_late_projector_set_scope (work->projector, identity.scope);
  work->store = mado_sqlite_store_open_full (path, work->device_key, &identity,
                                             mado_late_project, work->projector,
                                             mado_context_get_clock (work->context),
                                             mado_context_get_random (work->context), &options, error);

  return work->store != NULL;
}

static gboolean
asks_server (Work *work)
{
  const MadoProfileFacts *facts = mado_profile_get_facts (work->profile);

  return facts->server && *facts->server;
}

/* The server says who this is; then the device key is wrapped for him too. */
static gboolean
sign_in_with_server (Work           *work,
                     MadoSecretKey  *key,
                     GError        **error)
{
  const MadoClientModule *module = mado_link_load_module (error);
  MadoSignIn sign_in = { 0 };
  gboolean done;

  if (!module || !module->sign_in (mado_profile_get_facts (work->profile), work->staff_id, work->password,
                                   key, &sign_in, error))
    return FALSE;

  done = mado_profile_put_staff (work->profile, sign_in.staff, work->password, key, FALSE,
                                 mado_context_get_random (work->context), error) &&
         (!work->here_store || module->keep_week_keys (work->here_store, sign_in.week_keys, error));
  if (done)
    {
      work->staff = mado_profile_staff_copy (sign_in.staff);
      work->token = g_strdup (sign_in.token);
      work->device_key = mado_secret_key_ref (key);
    }
  module->sign_in_clear (&sign_in);

  return done;
}

/* What is written under this sign-in from now on can always be vouched for. A
 * full or read-only disk is no reason to keep anybody from reading. */
static void
keep_ticket (Work *work)
{
  MadoStore *store = work->store ? work->store : work->here_store;
  g_autoptr (GError) error = NULL;

  if (store && work->staff->proof && !mado_ticket_keep (store, &work->staff->ticket, work->staff->proof, &error))
    g_message ("the proof of the sign-in was not kept: %s", error->message);
}

/* His password opens the device key, but only the server may still let him in. */
static gboolean
renew (Work    *work,
       GError **error)
{
  g_autoptr (MadoSecretKey) key = NULL;
  g_autoptr (MadoProfileStaff) staff = mado_profile_unlock (work->profile, work->staff_id, work->password,
                                                            G_MININT64, &key, error);
  g_autoptr (GError) local = NULL;

  if (!staff)
    return FALSE;
  if (asks_server (work) && sign_in_with_server (work, key, &local))
    return TRUE;

  g_set_error (error, MADO_ERROR, MADO_ERROR_EXPIRED, "%s",
               local && !g_error_matches (local, MADO_ERROR, MADO_ERROR_OFFLINE)
                 ? local->message
                 : _("The time for work without the server is over. Sign in while it can be reached."));
  return FALSE;
}

/* Without a key of his own he gets one when the device key is open already,
 * and the server knows him: a colleague sits here, behind the curtain. */
static gboolean
admit (Work    *work,
       GError **error)
{
  if (!asks_server (work) || !work->here_key)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
                           _("You have not worked at this computer yet. A colleague who has signs in first and hides the "
                             "screen with F12; then you sign in here with your own number."));
      return FALSE;
    }
  if (sign_in_with_server (work, work->here_key, error))
    return TRUE;
  if (g_error_matches (*error, MADO_ERROR, MADO_ERROR_OFFLINE))
    {
      g_clear_error (error);
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_OFFLINE,
                           _("Your first sign-in at this computer needs the server, which cannot be reached now."));
    }

  return FALSE;
}

static gboolean
is_wrong_password (const GError *error)
{
  return g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED);
}

/* With the key that is here: no sign-in waits for the network. The server is
 * asked only where the key here is not enough. */
static gboolean
unlock (Work    *work,
        GError **error)
{
  gint64 now = mado_clock_now_ms (mado_context_get_clock (work->context));
  g_autoptr (GError) local = NULL;

  work->staff = mado_profile_unlock (work->profile, work->staff_id, work->password, now, &work->device_key, &local);
  if (work->staff)
    return TRUE;
  if (g_error_matches (local, MADO_ERROR, MADO_ERROR_EXPIRED))
    return renew (work, error);
  if (g_error_matches (local, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    return admit (work, error);
  if (!is_wrong_password (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* Perhaps it was changed elsewhere. */
  if (work->here_key && asks_server (work) && sign_in_with_server (work, work->here_key, NULL))
    return TRUE;

  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED, _("The staff number or the password is wrong."));
  return FALSE;
}

static void
unlock_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  if (!unlock (work, &error) || (!work->here_store && !open_journal (work, &error)))
    {
      g_task_return_error (task, error);
      return;
    }
  keep_ticket (work);
  g_task_return_boolean (task, TRUE);
}

static void
colleague_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  Work *work = data;

  if (admit (work, &error))
    g_task_return_pointer (task, g_strdup (work->staff->name && *work->staff->name ? work->staff->name : work->staff_id), g_free);
  else
    g_task_return_error (task, error);
}

static gboolean
enrol (Work    *work,
       GError **error)
{
  const MadoClientModule *module = mado_link_load_module (error);
  MadoEnrolPlan plan = { mado_context_get_profile (work->context), work->server, work->code, work->place, work->scope,
                         work->staff_id, work->password };
  MadoEnrolled enrolled = { 0 };
  gboolean done;

  if (!module)
    return FALSE;

  if (!module->enrol_place (&plan, mado_context_get_clock (work->context), mado_context_get_random (work->context),
                            &enrolled, error))
    return FALSE;

  work->profile = g_object_ref (enrolled.profile);
  work->device_key = mado_secret_key_ref (enrolled.device_key);
  work->staff = mado_profile_staff_copy (enrolled.staff);
  work->token = g_strdup (enrolled.token);
  done = open_journal (work, error) && module->enrol_keep (work->store, &enrolled, error);
  module->enrolled_clear (&enrolled);

  return done;
}

static void
enrol_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (enrol (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
set_up_alone (Work    *work,
              GError **error)
{
  MadoRandom *random = mado_context_get_random (work->context);
  MadoClock *clock = mado_context_get_clock (work->context);
  char *roles[] = { (char *) "counter", NULL };
  MadoProfileFacts facts = { work->city, work->scope, work->place, (char *) "" };
  MadoProfileStaff staff = { .id = work->staff_id, .name = work->name, .roles = roles };

  mado_id_generate (&facts.device, clock, random);
  staff.expires = staff.offline_until = mado_clock_now_ms (clock) + ALONE_SECONDS * 1000;
  work->device_key = mado_secret_key_new (random);
  work->profile = mado_profile_create (mado_context_get_profile (work->context), &facts, error);
  if (!work->profile)
    return FALSE;
  work->staff = mado_profile_staff_copy (&staff);

  return mado_profile_put_staff (work->profile, &staff, work->password, work->device_key, FALSE, random, error) &&
         open_journal (work, error);
}

static void
set_up_alone_thread (GTask        *task,
                     gpointer      source,
                     gpointer      data,
                     GCancellable *cancellable)
{
  GError *error = NULL;

  if (set_up_alone (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The server is asked beside the work. */
static void
ask_server_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  if (!sign_in_with_server (work, work->here_key, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  keep_ticket (work);
  g_task_return_boolean (task, TRUE);
}

/* --- main side ------------------------------------------------------------------- */

static void
server_answered_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  MadoDoor *self = MADO_DOOR (object);
  Work *work = g_task_get_task_data (G_TASK (result));
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
ask_server (MadoDoor *self,
            Work       *from)
{
  g_autoptr (GTask) task = NULL;

  if (!asks_server (from))
    return;

  task = g_task_new (self, NULL, server_answered_cb, NULL);
  g_task_set_task_data (task, work_new (self, from->staff_id, from->password), work_free);
  g_task_run_in_thread (task, ask_server_thread);
}

/* Whoever has several roles sits at this desk with the widest one for cases. */
static MadoRole
best_role (const MadoProfileStaff *staff)
{
  static const MadoRole order[] = {
    MADO_ROLE_SUPERVISOR, MADO_ROLE_REVIEWER, MADO_ROLE_CENTRE,
    MADO_ROLE_COUNTER, MADO_ROLE_PROMOTER, MADO_ROLE_ADMIN,
  };

  for (guint o = 0; staff->roles && o < G_N_ELEMENTS (order); o++)
    for (guint i = 0; staff->roles[i]; i++)
      if (mado_role_from_string (staff->roles[i]) == order[o])
        return order[o];

  return MADO_ROLE_COUNTER;
}

static void
let_in (MadoDoor *self,
        Work       *work)
{
  const MadoProfileFacts *facts;
  MadoStore *store = work->store ? work->store : mado_context_get_store (self->context);
  MadoIdentity identity;

  g_set_object (&self->profile, work->profile);
  facts = mado_profile_get_facts (self->profile);
  fill_identity (&identity, facts, work->staff);
  mado_store_set_person (store, work->staff->id, best_role (work->staff), &work->staff->ticket, NULL);
  mado_preferences_set (mado_context_get_preferences (self->context), MADO_PREFERENCE_LAST_STAFF, work->staff_id);
  mado_preferences_save (mado_context_get_preferences (self->context), NULL);
  g_object_ref (store);
  mado_context_sign_in (self->context, store, &identity, work->device_key, work->staff->name);
  g_object_unref (store);
}

static gboolean
finish (MadoDoor   *self,
        GAsyncResult *result,
        GError      **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

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
run (MadoDoor          *self,
     Work                *work,
     GTaskThreadFunc      thread,
     GAsyncReadyCallback  callback,
     gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, work, work_free);
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
mado_door_unlock_async (MadoDoor          *self,
                          const char          *staff,
                          const char          *password,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_return_if_fail (MADO_IS_DOOR (self));
  g_return_if_fail (self->profile != NULL);

  run (self, work_new (self, staff, password), unlock_thread, callback, data);
}

gboolean
mado_door_unlock_finish (MadoDoor    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish (self, result, error);
}

void
mado_door_add_colleague_async (MadoDoor            *self,
                               const char          *staff,
                               const char          *password,
                               GAsyncReadyCallback  callback,
                               gpointer             data)
{
  g_return_if_fail (MADO_IS_DOOR (self));
  g_return_if_fail (self->profile != NULL);

  run (self, work_new (self, staff, password), colleague_thread, callback, data);
}

char *
mado_door_add_colleague_finish (MadoDoor      *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mado_door_enrol_async (MadoDoor          *self,
                         const char          *server,
                         const char          *code,
                         const char          *place,
                         const char          *scope,
                         const char          *staff,
                         const char          *password,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  Work *work;

  g_return_if_fail (MADO_IS_DOOR (self));

  work = work_new (self, staff, password);
  work->server = g_strdup (server);
  work->code = g_strdup (code);
  work->place = g_strdup (place);
  work->scope = g_strdup (scope);
  run (self, work, enrol_thread, callback, data);
}

gboolean
mado_door_enrol_finish (MadoDoor    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish (self, result, error);
}

void
mado_door_set_up_alone_async (MadoDoor          *self,
                                const char          *city,
                                const char          *scope,
                                const char          *staff,
                                const char          *name,
                                const char          *password,
                                GAsyncReadyCallback  callback,
                                gpointer             data)
{
  Work *work;

  g_return_if_fail (MADO_IS_DOOR (self));

  work = work_new (self, staff, password);
  work->city = g_strdup (city);
  work->scope = g_strdup (scope);
  work->place = g_strdup ("");
  work->name = g_strdup (name);
  run (self, work, set_up_alone_thread, callback, data);
}

gboolean
mado_door_set_up_alone_finish (MadoDoor    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return finish (self, result, error);
}

static gboolean
read_key_file (const char     *path,
               char          **staff,
               MadoSecretKey **key,
               GError        **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 seed[32];

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;

  lines = g_strsplit (text, "\n", 3);
  if (g_strv_length (lines) < 2 || strlen (g_strstrip (lines[1])) != 64)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” holds no device key."), path);
      return FALSE;
    }
  for (guint i = 0; i < 32; i++)
    seed[i] = g_ascii_xdigit_value (lines[1][2 * i]) << 4 | g_ascii_xdigit_value (lines[1][2 * i + 1]);
  *staff = g_strdup (g_strstrip (lines[0]));
  *key = mado_secret_key_new_from_seed (seed);
  mado_wipe (seed, sizeof seed);

  return TRUE;
}

gboolean
mado_door_unlock_with_file (MadoDoor  *self,
                              const char  *path,
                              GError     **error)
{
  g_autofree char *id = NULL;
  Work *work;
  gboolean done;

  g_return_val_if_fail (MADO_IS_DOOR (self), FALSE);
  g_return_val_if_fail (self->profile != NULL, FALSE);

  work = work_new (self, "", "");
  done = read_key_file (path, &id, &work->device_key, error);
  if (done)
    {
      MadoProfileStaff staff = { .id = id, .name = id };

      work->staff = mado_profile_staff_copy (&staff);
      done = open_journal (work, error);
    }
  if (done)
    let_in (self, work);
  work_free (work);

  return done;
}
