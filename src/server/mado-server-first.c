/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

/*
 * An empty city gets people to try it with and one enrolment code, shown once
 * and kept nowhere in the clear: a window clerk and a reviewer for each desk,
 * a clerk for each centre, a promoter, a supervisor and an administrator.
 */
#define CODE_USES  50
#define CODE_HOURS 72
#define HASHERS    2

/* No letters that are taken for others when read from a screen. */
static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";

typedef struct
{
  char *id;
  char *name;
  char *desk;
  char *role;
  char *password;
  char *hash;
} Account;

static char *
make_secret (MadoRandom *random,
             guint       length)
{
  char *text = g_malloc0 (length + 1);

  for (guint i = 0; i < length; i++)
    text[i] = letters[mado_random_below (random, sizeof letters - 1)];
  return text;
}

static void
account_free (gpointer data)
{
  Account *account = data;

  g_free (account->id);
  g_free (account->name);
  g_free (account->desk);
  g_free (account->role);
  g_free (account->password);
  g_free (account->hash);
  g_free (account);
}

static void
add_account (GPtrArray  *accounts,
             MadoRandom *random,
             const char *id,
             const char *name,
             const char *desk,
             MadoRole    role)
{
  Account *account = g_new0 (Account, 1);

  account->id = g_strdup (id);
  account->name = g_strdup (name);
  account->desk = g_strdup (desk);
  account->role = g_strdup (mado_role_to_string (role));
  account->password = make_secret (random, 10);
  g_ptr_array_add (accounts, account);
}

static void
add_places (MadoServer *self,
            GPtrArray  *accounts)
{
  guint n_desks = 0, n_centres = 0;
  const MadoDesk *const *desks = mado_pack_list_desks (self->pack, &n_desks);
  const MadoCentre *const *centres = mado_pack_list_centres (self->pack, &n_centres);

  for (guint i = 0; i < n_desks; i++)
    {
      g_autofree char *clerk = g_strdup_printf ("%s-1", desks[i]->id);
      g_autofree char *reviewer = g_strdup_printf ("%s-2", desks[i]->id);
      g_autofree char *clerk_name = g_strdup_printf ("%s 窓口", mado_text_get (desks[i]->name, "ja"));
      g_autofree char *reviewer_name = g_strdup_printf ("%s 審査", mado_text_get (desks[i]->name, "ja"));

      add_account (accounts, self->random, clerk, clerk_name, desks[i]->id, MADO_ROLE_COUNTER);
      add_account (accounts, self->random, reviewer, reviewer_name, desks[i]->id, MADO_ROLE_REVIEWER);
    }
  for (guint i = 0; i < n_centres; i++)
    {
      g_autofree char *clerk = g_strdup_printf ("%s-1", centres[i]->id);

      add_account (accounts, self->random, clerk, mado_text_get (centres[i]->name, "ja"), centres[i]->id, MADO_ROLE_CENTRE);
    }
}

static void
hash_cb (gpointer data,
         gpointer user_data)
{
  Account *account = data;

  account->hash = mado_password_hash (account->password, FALSE);
}

/* argon2id takes its time: on all cores. */
static void
hash_all (GPtrArray *accounts)
{
  GThreadPool *pool = g_thread_pool_new (hash_cb, NULL, HASHERS, FALSE, NULL);

  for (guint i = 0; i < accounts->len; i++)
    g_thread_pool_push (pool, accounts->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

static gboolean
enter_accounts (MadoServer  *self,
                GPtrArray   *accounts,
                GString     *lines,
                GError     **error)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      Account *account = accounts->pdata[i];
      const char *roles[] = { account->role, NULL };
      g_autoptr (MadoCityUser) user = mado_city_user_new (account->id, account->name, account->desk, roles, account->hash);

      if (!mado_city_store_put_user (self->store, user, error))
        return FALSE;
      g_string_append_printf (lines, "account\t%s\t%s\t%s\t%s\t%s\n", account->id, account->password, account->name,
                              account->desk, account->role);
    }
  return TRUE;
}

static gboolean
enter_code (MadoServer  *self,
            GString     *lines,
            GError     **error)
{
  g_autofree char *code = make_secret (self->random, 20);
  guint8 digest[MADO_DIGEST_BYTES];

  mado_digest (code, strlen (code), digest);
  g_string_append_printf (lines, "code\t%s\n", code);
  return mado_city_store_put_code (self->store, digest, "", CODE_USES,
                                   mado_clock_now_ms (self->clock) + CODE_HOURS * G_GINT64_CONSTANT (3600000), error);
}

static gboolean
keep_file (const char  *path,
           GString     *lines,
           GError     **error)
{
  g_autoptr (GError) local = NULL;

  if (path == NULL || g_file_set_contents_full (path, lines->str, (gssize) lines->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local))
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The first accounts cannot be written to “%s”."), path);
  return FALSE;
}

gboolean
mado_server_first_start (MadoServer  *self,
                         const char  *first_file,
                         GError     **error)
{
  g_autoptr (GPtrArray) known = mado_city_store_list_users (self->store, error);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (account_free);
  g_autoptr (GString) lines = g_string_new (NULL);
  const char *home = "";

  if (known == NULL)
    return FALSE;
  if (known->len > 0)
    return TRUE;
  if (self->pack != NULL)
    {
      const MadoDesk *first = mado_pack_get_first_desk (self->pack);

      home = first != NULL ? first->id : "";
      add_places (self, accounts);
    }
  add_account (accounts, self->random, "suishin", "デジタル推進員", home, MADO_ROLE_PROMOTER);
  add_account (accounts, self->random, "kacho", "監督", home, MADO_ROLE_SUPERVISOR);
  add_account (accounts, self->random, "kanri", "システム管理", home, MADO_ROLE_ADMIN);
  hash_all (accounts);
  if (!enter_accounts (self, accounts, lines, error) || !enter_code (self, lines, error) ||
      !keep_file (first_file, lines, error))
    return FALSE;
  self->first = g_string_free (g_steal_pointer (&lines), FALSE);
  return TRUE;
}
