/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/mado-training.h"

#define GROUP "place"

struct _MadoProfile
{
  GObject          parent_instance;

  char            *dir;
  MadoProfileFacts facts;
};

G_DEFINE_FINAL_TYPE (MadoProfile, mado_profile, G_TYPE_OBJECT)

void
mado_profile_facts_clear (MadoProfileFacts *facts)
{
  g_clear_pointer (&facts->city, g_free);
  g_clear_pointer (&facts->scope, g_free);
  g_clear_pointer (&facts->name, g_free);
  g_clear_pointer (&facts->server, g_free);
  g_clear_pointer (&facts->proof, g_bytes_unref);
}

MadoProfileStaff *
mado_profile_staff_copy (const MadoProfileStaff *self)
{
  MadoProfileStaff *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->roles = g_strdupv (self->roles);
  copy->proof = self->proof != NULL ? g_bytes_ref (self->proof) : NULL;
  return copy;
}

void
mado_profile_staff_free (MadoProfileStaff *self)
{
  g_free (self->id);
  g_free (self->name);
  g_strfreev (self->roles);
  g_clear_pointer (&self->proof, g_bytes_unref);
  g_free (self);
}

static void
mado_profile_finalize (GObject *object)
{
  MadoProfile *self = MADO_PROFILE (object);

  g_free (self->dir);
  mado_profile_facts_clear (&self->facts);
  G_OBJECT_CLASS (mado_profile_parent_class)->finalize (object);
}

static void
mado_profile_class_init (MadoProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_profile_finalize;
}

static void
mado_profile_init (MadoProfile *self)
{
}

static void
set_bytes (GKeyFile     *file,
           const char   *group,
           const char   *name,
           const guint8 *data,
           gsize         length)
{
  g_autofree char *text = g_base64_encode (data, length);

  g_key_file_set_string (file, group, name, text);
}

static gboolean
get_bytes (GKeyFile   *file,
           const char *group,
           const char *name,
           guint8     *out,
           gsize       length)
{
  g_autofree char *text = g_key_file_get_string (file, group, name, NULL);
  g_autofree guchar *data = NULL;
  gsize got = 0;

  if (text == NULL)
    return FALSE;
  data = g_base64_decode (text, &got);
  if (got != length)
    return FALSE;
  memcpy (out, data, length);
  return TRUE;
}

static void
put_bytes (GKeyFile   *file,
           const char *group,
           const char *name,
           GBytes     *bytes)
{
  if (bytes != NULL)
    set_bytes (file, group, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* NULL: not there, as in a profile of an older program. */
static GBytes *
dup_bytes (GKeyFile   *file,
           const char *group,
           const char *name)
{
  g_autofree char *text = g_key_file_get_string (file, group, name, NULL);
  guchar *data;
  gsize length = 0;

  if (text == NULL || *text == '\0')
    return NULL;
  data = g_base64_decode (text, &length);
  return g_bytes_new_take (data, length);
}

static gboolean
set_damaged (GError    **error,
             const char *path)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The file %s cannot be read as a profile.", path);
  return FALSE;
}

static gboolean
read_facts (MadoProfileFacts *facts,
            const char       *path,
            GError          **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *device = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, "This computer has not been enrolled yet.");
      return FALSE;
    }
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return set_damaged (error, path);

  facts->city = g_key_file_get_string (file, GROUP, "city", NULL);
  facts->scope = g_key_file_get_string (file, GROUP, "scope", NULL);
  facts->name = g_key_file_get_string (file, GROUP, "name", NULL);
  facts->server = g_key_file_get_string (file, GROUP, "server", NULL);
  facts->proof = dup_bytes (file, GROUP, "proof");
  device = g_key_file_get_string (file, GROUP, "device", NULL);
  if (facts->city == NULL || strlen (facts->city) != 6 || facts->scope == NULL || facts->name == NULL
      || facts->server == NULL || device == NULL || !mado_id_parse (device, &facts->device)
      || !get_bytes (file, GROUP, "server-sign", facts->server_key.sign, 32)
      || !get_bytes (file, GROUP, "server-box", facts->server_key.box, 32))
    return set_damaged (error, path);
  return TRUE;
}

static gboolean
write_private (GKeyFile   *file,
               const char *path,
               GError    **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  if (!g_file_set_contents_full (path, text, (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    {
      mado_error_convert (error);
      return FALSE;
    }
  return TRUE;
}

/* Training and the real thing never open what is the other's. */
static gboolean
is_of_this_world (const MadoProfileFacts *facts,
                  GError                **error)
{
  if (g_str_equal (facts->city, MADO_TRAINING_CITY) == mado_training_is_on ())
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_FOREIGN,
                       mado_training_is_on () ? _("This folder belongs to a real counter. Training mode does not open it.")
                                              : _("This folder belongs to training mode. It is no folder of a real counter."));
  return FALSE;
}

MadoProfile *
mado_profile_open (const char *dir,
                   GError    **error)
{
  g_autoptr (MadoProfile) self = g_object_new (MADO_TYPE_PROFILE, NULL);
  g_autofree char *path = g_build_filename (dir, "profile.ini", NULL);

  self->dir = g_strdup (dir);
  if (!read_facts (&self->facts, path, error) || !is_of_this_world (&self->facts, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
make_folders (const char *dir,
              GError    **error)
{
  g_autofree char *staff = g_build_filename (dir, "staff", NULL);

  if (g_mkdir_with_parents (staff, 0700) == 0)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, "The folder %s cannot be made.", staff);
  return FALSE;
}

MadoProfile *
mado_profile_create (const char             *dir,
                     const MadoProfileFacts *facts,
                     GError                **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (dir, "profile.ini", NULL);
  g_autofree char *device = mado_id_to_string (&facts->device);
  g_autoptr (GError) fault = NULL;
  g_autoptr (MadoProfile) old = mado_profile_open (dir, &fault);

  if (g_error_matches (fault, MADO_ERROR, MADO_ERROR_FOREIGN))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (!is_of_this_world (facts, error))
    return NULL;
  if (old != NULL && !mado_id_equal (&old->facts.device, &facts->device))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_EXISTS, "This folder belongs to another enrolled computer.");
      return NULL;
    }
  if (!make_folders (dir, error))
    return NULL;

  g_key_file_set_string (file, GROUP, "city", facts->city);
  g_key_file_set_string (file, GROUP, "scope", facts->scope);
  g_key_file_set_string (file, GROUP, "name", facts->name);
  g_key_file_set_string (file, GROUP, "server", facts->server);
  g_key_file_set_string (file, GROUP, "device", device);
  set_bytes (file, GROUP, "server-sign", facts->server_key.sign, 32);
  set_bytes (file, GROUP, "server-box", facts->server_key.box, 32);
  put_bytes (file, GROUP, "proof", facts->proof);
  if (!write_private (file, path, error))
    return NULL;
  return mado_profile_open (dir, error);
}

const char *
mado_profile_get_dir (MadoProfile *self)
{
  return self->dir;
}

const MadoProfileFacts *
mado_profile_get_facts (MadoProfile *self)
{
  return &self->facts;
}

char *
mado_profile_get_journal_path (MadoProfile *self)
{
  return g_build_filename (self->dir, "journal.db", NULL);
}

/* The id becomes a file name: letters, digits, - and _ only. */
static char *
staff_path (MadoProfile *self,
            const char  *id,
            GError     **error)
{
  g_autofree char *name = NULL;

  for (const char *p = id; *p; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
      {
        g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "A staff number has letters and digits only.");
        return NULL;
      }
  if (*id == 0 || strlen (id) > 64)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "The staff number is missing or too long.");
      return NULL;
    }
  name = g_strconcat (id, ".key", NULL);
  return g_build_filename (self->dir, "staff", name, NULL);
}

static char *
seal_extra (MadoProfile *self,
            const char  *staff_id)
{
  g_autofree char *device = mado_id_to_string (&self->facts.device);

  return g_strdup_printf ("mado-device-key|%s|%s", device, staff_id);
}

gboolean
mado_profile_put_staff (MadoProfile            *self,
                        const MadoProfileStaff *staff,
                        const char             *password,
                        MadoSecretKey          *device_key,
                        gboolean                cheap,
                        MadoRandom             *random,
                        GError                **error)
{
  g_autofree char *path = staff_path (self, staff->id, error);
  g_autofree char *extra = seal_extra (self, staff->id);
  g_autofree char *ticket = mado_id_to_string (&staff->ticket);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) sealed = NULL;
  guint8 salt[MADO_SALT_BYTES];
  guint8 key[MADO_KEY_BYTES];
  guint8 seed[32];

  if (path == NULL)
    return FALSE;
  mado_random_bytes (random, salt, sizeof salt);
  if (!mado_password_key (password, salt, cheap, key, error))
    return FALSE;
  mado_secret_key_get_seed (device_key, seed);
  sealed = mado_seal (random, key, seed, sizeof seed, extra, strlen (extra));
  mado_wipe (key, sizeof key);
  mado_wipe (seed, sizeof seed);

  g_key_file_set_string (file, "staff", "id", staff->id);
  g_key_file_set_string (file, "staff", "name", staff->name ? staff->name : "");
  g_key_file_set_string_list (file, "staff", "roles", (const char *const *) staff->roles,
                              staff->roles ? g_strv_length (staff->roles) : 0);
  g_key_file_set_string (file, "staff", "ticket", ticket);
  g_key_file_set_int64 (file, "staff", "expires", staff->expires);
  g_key_file_set_int64 (file, "staff", "offline-until", staff->offline_until);
  put_bytes (file, "staff", "proof", staff->proof);
  g_key_file_set_boolean (file, "key", "cheap", cheap);
  set_bytes (file, "key", "salt", salt, sizeof salt);
  set_bytes (file, "key", "sealed", g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  return write_private (file, path, error);
}

static MadoProfileStaff *
read_staff (GKeyFile   *file,
            const char *path,
            GError    **error)
{
  g_autoptr (MadoProfileStaff) staff = g_new0 (MadoProfileStaff, 1);
  g_autofree char *ticket = g_key_file_get_string (file, "staff", "ticket", NULL);

  staff->id = g_key_file_get_string (file, "staff", "id", NULL);
  staff->name = g_key_file_get_string (file, "staff", "name", NULL);
  staff->roles = g_key_file_get_string_list (file, "staff", "roles", NULL, NULL);
  staff->expires = g_key_file_get_int64 (file, "staff", "expires", NULL);
  staff->offline_until = g_key_file_get_int64 (file, "staff", "offline-until", NULL);
  staff->proof = dup_bytes (file, "staff", "proof");
  if (staff->id == NULL || ticket == NULL || !mado_id_parse (ticket, &staff->ticket))
    {
      set_damaged (error, path);
      return NULL;
    }
  return g_steal_pointer (&staff);
}

static MadoSecretKey *
open_key (MadoProfile *self,
          GKeyFile    *file,
          const char  *path,
          const char  *staff_id,
          const char  *password,
          GError     **error)
{
  g_autofree char *extra = seal_extra (self, staff_id);
  g_autoptr (GBytes) seed = NULL;
  guint8 salt[MADO_SALT_BYTES];
  guint8 sealed[32 + MADO_SEAL_OVERHEAD];
  guint8 key[MADO_KEY_BYTES];

  if (!get_bytes (file, "key", "salt", salt, sizeof salt) || !get_bytes (file, "key", "sealed", sealed, sizeof sealed))
    {
      set_damaged (error, path);
      return NULL;
    }
  if (!mado_password_key (password, salt, g_key_file_get_boolean (file, "key", "cheap", NULL), key, error))
    return NULL;
  seed = mado_open (key, sealed, sizeof sealed, extra, strlen (extra), NULL);
  mado_wipe (key, sizeof key);
  if (seed == NULL)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DENIED, "The staff number or the password is wrong.");
      return NULL;
    }
  return mado_secret_key_new_from_seed (g_bytes_get_data (seed, NULL));
}

MadoProfileStaff *
mado_profile_unlock (MadoProfile    *self,
                     const char     *staff_id,
                     const char     *password,
                     gint64          now_ms,
                     MadoSecretKey **device_key,
                     GError        **error)
{
  g_autofree char *path = staff_path (self, staff_id, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MadoProfileStaff) staff = NULL;
  g_autoptr (MadoSecretKey) key = NULL;

  if (path == NULL)
    return NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
                   "The first sign-in on this computer needs the connection to the server.");
      return NULL;
    }
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    {
      set_damaged (error, path);
      return NULL;
    }
  staff = read_staff (file, path, error);
  if (staff == NULL)
    return NULL;
  key = open_key (self, file, path, staff_id, password, error);
  if (key == NULL)
    return NULL;
  if (now_ms > staff->offline_until)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_EXPIRED,
                   "The time for work without the server is over. Please sign in while it can be reached.");
      return NULL;
    }
  *device_key = g_steal_pointer (&key);
  return g_steal_pointer (&staff);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
mado_profile_list_staff (MadoProfile *self)
{
  g_autofree char *path = g_build_filename (self->dir, "staff", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".key"))
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - 4));
  g_ptr_array_sort (ids, compare_names);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}
