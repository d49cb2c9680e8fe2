/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case-sign.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARK_BYTES 4
#define MAX_PATHS  2000

enum { KEY_ID = 1, KEY_SALT, KEY_DIGEST, KEY_PATHS, KEY_METHOD, KEY_AT, KEY_MARKS, KEY_SLIP };

void
mado_signature_free (MadoSignature *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_strfreev (self->paths);
  g_free (self->method);
  g_free (self->marks);
  g_free (self);
}

GVariant *
mado_sign_lookup_record (const char *path,
                         gboolean   *conflict,
                         gpointer    data)
{
  const MadoRegister *reg = mado_record_lookup (data, path);

  *conflict = reg != NULL && reg->values->len > 1;
  return mado_record_get (data, path);
}

/* --- what is covered ----------------------------------------------------------------- */

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_covered (MadoPack            *pack,
            const MadoProcedure *procedure,
            const char          *path,
            MadoSignLookup       lookup,
            gpointer             data)
{
  const MadoField *field = NULL;
  const MadoProcedureField *asked;
  gboolean conflict;

  if (!mado_form_path_parse (pack, path, &field, NULL, NULL))
    return TRUE; /* printed and declared, though no field: a role, a fact */
  asked = mado_procedure_find_field (procedure, field->id);
  if (asked == NULL || asked->role == MADO_ROLE_SIGNED)
    return TRUE;
  return asked->role == MADO_ROLE_LATER && lookup (path, &conflict, data) != NULL;
}

/* Once each, sorted. */
static char **
tidy_paths (GPtrArray *paths)
{
  GPtrArray *out = g_ptr_array_new ();

  g_ptr_array_sort (paths, compare_text);
  for (guint i = 0; i < paths->len; i++)
    if (i == 0 || strcmp (paths->pdata[i - 1], paths->pdata[i]) != 0)
      g_ptr_array_add (out, g_strdup (paths->pdata[i]));
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (out, FALSE);
}

char **
mado_case_sign_cover (MadoPack          *pack,
                      const char        *proc,
                      const char *const *printed,
                      MadoSignLookup     lookup,
                      gpointer           data)
{
  const MadoProcedure *procedure = mado_pack_get_procedure (pack, proc);
  g_autoptr (GPtrArray) covered = g_ptr_array_new ();

  for (guint i = 0; printed[i] != NULL; i++)
    if (procedure == NULL || is_covered (pack, procedure, printed[i], lookup, data))
      g_ptr_array_add (covered, (gpointer) printed[i]);
  return tidy_paths (covered);
}

/* --- digests ------------------------------------------------------------------------------ */

static void
put_pair (GByteArray     *out,
          const char     *path,
          MadoSignLookup  lookup,
          gpointer        data,
          gboolean       *conflict)
{
  GVariant *value = lookup (path, conflict, data);

  mado_cbor_put_array (out, 2);
  mado_cbor_put_text (out, path);
  if (value == NULL || mado_value_is_none (value))
    mado_cbor_put_null (out);
  else
    mado_cbor_put_value (out, value);
}

static void
make_mark (const guint8    salt[MADO_SALT_BYTES],
           const char     *path,
           MadoSignLookup  lookup,
           gpointer        data,
           guint8          mark[MARK_BYTES],
           gboolean       *conflict)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 digest[MADO_DIGEST_BYTES];

  put_pair (text, path, lookup, data, conflict);
  mado_digest_keyed (salt, MADO_SALT_BYTES, text->data, text->len, digest);
  memcpy (mark, digest, MARK_BYTES);
}

static void
make_digest (const guint8       salt[MADO_SALT_BYTES],
             const char *const *paths,
             MadoSignLookup     lookup,
             gpointer           data,
             guint8             digest[MADO_DIGEST_BYTES])
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  gboolean conflict;

  mado_cbor_put_array (text, g_strv_length ((char **) paths));
  for (guint i = 0; paths[i] != NULL; i++)
    put_pair (text, paths[i], lookup, data, &conflict);
  mado_digest_keyed (salt, MADO_SALT_BYTES, text->data, text->len, digest);
}

static MadoSignature *
new_with_salt (const char        *id,
               const char        *method,
               gint64             signed_at,
               const char *const *paths,
               const guint8       salt[MADO_SALT_BYTES],
               MadoSignLookup     lookup,
               gpointer           data)
{
  MadoSignature *self = g_new0 (MadoSignature, 1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  gboolean conflict;

  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) paths[i]);
  self->id = g_strdup (id);
  self->method = g_strdup (method);
  self->signed_at = signed_at;
  self->paths = tidy_paths (all);
  memcpy (self->salt, salt, sizeof self->salt);
  make_digest (self->salt, (const char *const *) self->paths, lookup, data, self->digest);
  self->marks = g_malloc0 (MARK_BYTES * g_strv_length (self->paths) + 1);
  for (guint i = 0; self->paths[i] != NULL; i++)
    make_mark (self->salt, self->paths[i], lookup, data, self->marks + MARK_BYTES * i, &conflict);
  return self;
}

MadoSignature *
mado_signature_new (const char        *id,
                    const char        *method,
                    gint64             signed_at,
                    const char *const *paths,
                    MadoRandom        *random,
                    MadoSignLookup     lookup,
                    gpointer           data)
{
  guint8 salt[MADO_SALT_BYTES];

  mado_random_bytes (random, salt, sizeof salt);
  return new_with_salt (id, method, signed_at, paths, salt, lookup, data);
}

MadoSignature *
mado_signature_new_stand_in (const char        *id,
                             const char        *method,
                             gint64             signed_at,
                             const char        *proc,
                             const guint8       slip_digest[MADO_SIGNATURE_SLIP_BYTES],
                             const char *const *paths,
                             MadoSignLookup     lookup,
                             gpointer           data)
{
  MadoSignature *self;
  guint8 salt[MADO_DIGEST_BYTES];

  mado_digest_keyed (slip_digest, MADO_SIGNATURE_SLIP_BYTES, proc, strlen (proc), salt);
  self = new_with_salt (id, method, signed_at, paths, salt, lookup, data);
  self->is_stand_in = TRUE;
  memcpy (self->slip_digest, slip_digest, sizeof self->slip_digest);
  return self;
}

/* --- the value ------------------------------------------------------------------------------- */

static GVariant *
bytes_value (GByteArray *out)
{
  return g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, out->data, out->len, 1));
}

GVariant *
mado_signature_to_value (MadoSignature *self)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint n = g_strv_length (self->paths);

  mado_cbor_put_map (out, 6 + (self->marks != NULL) + self->is_stand_in);
  mado_cbor_put_uint (out, KEY_ID);
  mado_cbor_put_text (out, self->id);
  mado_cbor_put_uint (out, KEY_SALT);
  mado_cbor_put_bytes (out, self->salt, sizeof self->salt);
  mado_cbor_put_uint (out, KEY_DIGEST);
  mado_cbor_put_bytes (out, self->digest, sizeof self->digest);
  mado_cbor_put_uint (out, KEY_PATHS);
  mado_cbor_put_array (out, n);
  for (guint i = 0; i < n; i++)
    mado_cbor_put_text (out, self->paths[i]);
  mado_cbor_put_uint (out, KEY_METHOD);
  mado_cbor_put_text (out, self->method);
  mado_cbor_put_uint (out, KEY_AT);
  mado_cbor_put_int (out, self->signed_at);
  if (self->marks != NULL)
    {
      mado_cbor_put_uint (out, KEY_MARKS);
      mado_cbor_put_bytes (out, self->marks, n * MARK_BYTES);
    }
  if (self->is_stand_in)
    {
      mado_cbor_put_uint (out, KEY_SLIP);
      mado_cbor_put_bytes (out, self->slip_digest, sizeof self->slip_digest);
    }
  return bytes_value (out);
}

static char **
get_paths (MadoCborReader *in)
{
  GPtrArray *paths = g_ptr_array_new ();
  guint64 n = mado_cbor_get_array (in);

  if (n > MAX_PATHS)
    mado_cbor_fail (in);
  for (guint64 i = 0; i < n && !in->failed; i++)
    {
      char *path = mado_cbor_dup_text (in);

      if (path == NULL || (i > 0 && strcmp (paths->pdata[i - 1], path) >= 0))
        mado_cbor_fail (in);
      if (path != NULL)
        g_ptr_array_add (paths, path);
    }
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (paths, FALSE);
}

static void
get_marks (MadoCborReader *in,
           MadoSignature  *self)
{
  gsize length;
  const guint8 *marks = mado_cbor_get_bytes (in, &length);

  if (marks == NULL || self->paths == NULL || length != MARK_BYTES * g_strv_length (self->paths))
    mado_cbor_fail (in);
  else
    self->marks = g_memdup2 (marks, length + (length == 0));
}

static void
get_item (MadoCborReader *in,
          MadoSignature  *self,
          guint64         key)
{
  switch (key)
    {
    case KEY_ID:
      self->id = mado_cbor_dup_text (in);
      break;
    case KEY_SALT:
      mado_cbor_get_bytes_exact (in, self->salt, sizeof self->salt);
      break;
    case KEY_DIGEST:
      mado_cbor_get_bytes_exact (in, self->digest, sizeof self->digest);
      break;
    case KEY_PATHS:
      self->paths = get_paths (in);
      break;
    case KEY_METHOD:
      self->method = mado_cbor_dup_text (in);
      break;
    case KEY_AT:
      self->signed_at = mado_cbor_get_int (in);
      break;
    case KEY_MARKS:
      get_marks (in, self);
      break;
    case KEY_SLIP:
      self->is_stand_in = mado_cbor_get_bytes_exact (in, self->slip_digest, sizeof self->slip_digest);
      break;
    default: /* of a newer program */
      mado_cbor_skip (in);
    }
}

/* Keys rise, so none comes twice. */
static void
get_items (MadoCborReader *in,
           MadoSignature  *self)
{
  guint64 n = mado_cbor_get_map (in);
  guint64 last = 0;

  for (guint64 i = 0; i < n && !in->failed; i++)
    {
      guint64 key = mado_cbor_get_uint (in);

      if (key <= last)
        mado_cbor_fail (in);
      else
        get_item (in, self, last = key);
    }
  if (self->id == NULL || self->paths == NULL || self->method == NULL)
    mado_cbor_fail (in);
}

MadoSignature *
mado_signature_from_value (GVariant  *value,
                           GError   **error)
{
  g_autoptr (MadoSignature) self = g_new0 (MadoSignature, 1);
  MadoCborReader in;
  gsize length;
  const void *data;

  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The signature cannot be read. Please have the form signed again."));
      return NULL;
    }
  data = g_variant_get_fixed_array (value, &length, 1);
  mado_cbor_reader_init (&in, data, length);
  get_items (&in, self);
  if (!mado_cbor_reader_finish (&in, "signature", NULL))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The signature cannot be read. Please have the form signed again."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* --- checking ------------------------------------------------------------------------------------ */

/* A path in conflict counts as changed until somebody has chosen. */
static GPtrArray *
list_changed (MadoSignature  *self,
              MadoSignLookup  lookup,
              gpointer        data)
{
  GPtrArray *changed = g_ptr_array_new ();

  for (guint i = 0; self->paths[i] != NULL; i++)
    {
      guint8 mark[MARK_BYTES];
      gboolean conflict = FALSE;

      make_mark (self->salt, self->paths[i], lookup, data, mark, &conflict);
      if (conflict || (self->marks != NULL && memcmp (mark, self->marks + MARK_BYTES * i, MARK_BYTES) != 0))
        g_ptr_array_add (changed, g_strdup (self->paths[i]));
    }
  return changed;
}

/* The whole digest decides; marks only say where to look. */
MadoSigned
mado_signature_check (MadoSignature    *self,
                      MadoSignLookup    lookup,
                      gpointer          data,
                      char           ***changed)
{
  g_autoptr (GPtrArray) paths = list_changed (self, lookup, data);
  guint8 digest[MADO_DIGEST_BYTES];
  gboolean is_void;

  make_digest (self->salt, (const char *const *) self->paths, lookup, data, digest);
  is_void = paths->len > 0 || memcmp (digest, self->digest, sizeof digest) != 0;
  g_ptr_array_add (paths, NULL);
  g_ptr_array_set_free_func (paths, changed != NULL ? NULL : g_free);
  if (changed != NULL)
    *changed = (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
  return is_void ? MADO_SIGNED_VOID : MADO_SIGNED_VALID;
}

/* Two desks took a signature each: what the shown one covers counts. */
MadoSigned
mado_case_check_signature (MadoCase    *kase,
                           const char  *proc,
                           char      ***changed)
{
  g_autofree char *path = mado_case_path_proc (proc, "signature");
  GVariant *value = mado_record_get (mado_case_get_record (kase), path);
  g_autoptr (MadoSignature) signature = value != NULL ? mado_signature_from_value (value, NULL) : NULL;

  if (changed != NULL)
    *changed = NULL;
  if (value == NULL)
    return MADO_SIGNED_NOT;
  if (signature == NULL)
    return MADO_SIGNED_DAMAGED;
  return mado_signature_check (signature, mado_sign_lookup_record, mado_case_get_record (kase), changed);
}

/* Salt before the digest: an acknowledgement must not betray what was added. */
GVariant *
mado_case_ack_new (const char *const *paths,
                   gint64             at,
                   MadoRandom        *random,
                   MadoSignLookup     lookup,
                   gpointer           data)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 bytes[MADO_SALT_BYTES + MADO_DIGEST_BYTES];

  mado_random_bytes (random, bytes, MADO_SALT_BYTES);
  make_digest (bytes, paths, lookup, data, bytes + MADO_SALT_BYTES);
  mado_cbor_put_map (out, 2);
  mado_cbor_put_uint (out, 1);
  mado_cbor_put_bytes (out, bytes, sizeof bytes);
  mado_cbor_put_uint (out, 2);
  mado_cbor_put_int (out, at);
  return bytes_value (out);
}
