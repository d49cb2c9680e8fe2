/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/signin/mado-door-work.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/signin/mado-link.h"
#include "app/training/mado-training-keys.h"
#include "core/base/mado-training.h"
#include "core/form/mado-case-project.h"
#include "core/store/mado-store-private.h"
#include "core/store/mado-ticket-proof.h"
#include "core/store/sqlite/mado-sqlite-store.h"

#define ALONE_SECONDS ((gint64) 10 * 365 * 24 * 3600)

static void
wipe_text (char *text)
{
  if (text)
    mado_wipe (text, strlen (text));
  g_free (text);
}

void
mado_door_work_free (MadoDoorWork *work)
{
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

MadoDoorWork *
mado_door_work_new (MadoContext       *context,
                    MadoProfile       *profile,
                    MadoLateProjector *projector,
                    const char        *staff,
                    const char        *password)
{
  MadoDoorWork *work = g_new0 (MadoDoorWork, 1);
  MadoSecretKey *key = mado_context_get_device_key (context);
  MadoStore *store = mado_context_get_store (context);

  work->here_key = key ? mado_secret_key_ref (key) : NULL;
  work->here_store = store ? g_object_ref (store) : NULL;

  work->context = g_object_ref (context);
  work->profile = profile ? g_object_ref (profile) : NULL;
  work->projector = projector;
  work->staff_id = g_strdup (staff);
  work->password = g_strdup (password);

  return work;
}

/* --- worker side ---------------------------------------------------------------- */

void
mado_door_work_fill_identity (MadoIdentity           *identity,
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

gboolean
mado_door_work_open_journal (MadoDoorWork    *work,
                             GError **error)
{
  g_autofree char *path = mado_profile_get_journal_path (work->profile);
  MadoSqliteStoreOptions options = { .project_version = MADO_CASE_PROJECT_VERSION };
  MadoIdentity identity;

  mado_door_work_fill_identity (&identity, mado_profile_get_facts (work->profile), work->staff);
  mado_late_projector_set_scope (work->projector, identity.scope);
  work->store = mado_sqlite_store_open_full (path, work->device_key, &identity,
                                             mado_late_project, work->projector,
                                             mado_context_get_clock (work->context),
                                             mado_context_get_random (work->context), &options, error);

  return work->store != NULL;
}

gboolean
mado_door_work_asks_server (MadoDoorWork *work)
{
  const MadoProfileFacts *facts = mado_profile_get_facts (work->profile);

  return facts->server && *facts->server;
}

/* The server says who this is; then the device key is wrapped for him too. */
static gboolean
sign_in_with_server (MadoDoorWork           *work,
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
keep_ticket (MadoDoorWork *work)
{
  MadoStore *store = work->store ? work->store : work->here_store;
  g_autoptr (GError) error = NULL;

  if (store && work->staff->proof && !mado_ticket_keep (store, &work->staff->ticket, work->staff->proof, &error))
    g_message ("the proof of the sign-in was not kept: %s", error->message);
}

/* His password opens the device key, but only the server may still let him in. */
static gboolean
renew (MadoDoorWork    *work,
       GError **error)
{
  g_autoptr (MadoSecretKey) key = NULL;
  g_autoptr (MadoProfileStaff) staff = mado_profile_unlock (work->profile, work->staff_id, work->password,
                                                            G_MININT64, &key, error);
  g_autoptr (GError) local = NULL;

  if (!staff)
    return FALSE;
  if (mado_door_work_asks_server (work) && sign_in_with_server (work, key, &local))
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
admit (MadoDoorWork    *work,
       GError **error)
{
  if (!mado_door_work_asks_server (work) || !work->here_key)
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
unlock (MadoDoorWork    *work,
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
  if (work->here_key && mado_door_work_asks_server (work) && sign_in_with_server (work, work->here_key, NULL))
    return TRUE;

  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED, _("The staff number or the password is wrong."));
  return FALSE;
}

void
mado_door_work_unlock (GTask        *task,
                       gpointer      source,
                       gpointer      data,
                       GCancellable *cancellable)
{
  MadoDoorWork *work = data;
  GError *error = NULL;

  if (!unlock (work, &error) || (!work->here_store && !mado_door_work_open_journal (work, &error)))
    {
      g_task_return_error (task, error);
      return;
    }
  keep_ticket (work);
  g_task_return_boolean (task, TRUE);
}

void
mado_door_work_add_colleague (GTask        *task,
                              gpointer      source,
                              gpointer      data,
                              GCancellable *cancellable)
{
  GError *error = NULL;
  MadoDoorWork *work = data;

  if (admit (work, &error))
    g_task_return_pointer (task, g_strdup (work->staff->name && *work->staff->name ? work->staff->name : work->staff_id), g_free);
  else
    g_task_return_error (task, error);
}

static gboolean
enrol (MadoDoorWork    *work,
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
  done = mado_door_work_open_journal (work, error) && module->enrol_keep (work->store, &enrolled, error);
  module->enrolled_clear (&enrolled);

  return done;
}

void
mado_door_work_enrol (GTask        *task,
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
set_up_alone (MadoDoorWork    *work,
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
         mado_door_work_open_journal (work, error) &&
         (!mado_training_is_on () || mado_training_keys_put (work->store, random, error));
}

void
mado_door_work_set_up_alone (GTask        *task,
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
void
mado_door_work_ask_server (GTask        *task,
                           gpointer      source,
                           gpointer      data,
                           GCancellable *cancellable)
{
  MadoDoorWork *work = data;
  GError *error = NULL;

  if (!sign_in_with_server (work, work->here_key, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  keep_ticket (work);
  g_task_return_boolean (task, TRUE);
}
