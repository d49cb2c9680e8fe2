/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-slip-json.h"

#include <string.h>

/* A key file: the city, its weekly keys, its box keys, who may sign, and, if it names them,
 * the tags of fields. For look-ups by hand and for the vectors; a desktop
 * keeps all this in its store. */

typedef struct
{
  MadoId device;
  guint8 sign[32];
} Issuer;

typedef struct
{
  char  *id;
  guint  tag;
  char **codes;
} Name;

static void
name_free (Name *name)
{
  g_free (name->id);
  g_strfreev (name->codes);
  g_free (name);
}

/* --- field dictionary --------------------------------------------------------------- */

static const Name *
find_name (GPtrArray  *names,
           const char *id)
{
  for (guint i = 0; i < names->len; i++)
    if (strcmp (((const Name *) names->pdata[i])->id, id) == 0)
      return names->pdata[i];
  return NULL;
}

static guint
field_tag (const char *id,
           gpointer    data)
{
  const Name *name = find_name (data, id);

  return name == NULL ? 0 : name->tag;
}

static const char *
field_name (guint    tag,
            gpointer data)
{
  GPtrArray *names = data;

  for (guint i = 0; i < names->len; i++)
    if (((const Name *) names->pdata[i])->tag == tag)
      return ((const Name *) names->pdata[i])->id;
  return NULL;
}

static guint
field_number (const char *id,
              const char *code,
              gpointer    data)
{
  const Name *name = find_name (data, id);

  for (guint i = 0; name != NULL && name->codes[i] != NULL; i++)
    if (strcmp (name->codes[i], code) == 0)
      return i + 1;
  return 0;
}

static const char *
field_code (const char *id,
            guint       number,
            gpointer    data)
{
  const Name *name = find_name (data, id);

  return name != NULL && number >= 1 && number <= g_strv_length (name->codes) ? name->codes[number - 1] : NULL;
}

/* --- reading -------------------------------------------------------------------------- */

static JsonArray *
get_array (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
from_hex (const char *hex,
          guint8      out[32])
{
  if (hex == NULL || strlen (hex) != 64)
    return FALSE;
  for (guint i = 0; i < 32; i++)
    {
      if (!g_ascii_isxdigit (hex[2 * i]) || !g_ascii_isxdigit (hex[2 * i + 1]))
        return FALSE;
      out[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
    }
  return TRUE;
}

static gboolean
read_key (CtlSlipKeys *self,
          JsonObject  *object)
{
  guint8 key[MADO_KEY_BYTES];

  if (!from_hex (json_object_get_string_member_with_default (object, "key", ""), key))
    return FALSE;
  mado_slip_keyring_add (self->keyring, (guint16) json_object_get_int_member_with_default (object, "number", 0),
                         json_object_get_int_member_with_default (object, "from", 0),
                         json_object_get_int_member_with_default (object, "to", 0), key);
  mado_wipe (key, sizeof key);
  return TRUE;
}

/* The city's public key, which the server tells everybody; or the seed of the
 * pair, which only the vectors have. The last one named makes drafts. */
static gboolean
read_box (CtlSlipKeys *self,
          JsonObject  *object)
{
  guint8 seed[32];
  g_autoptr (MadoSecretKey) key = NULL;

  self->box_number = (guint16) json_object_get_int_member_with_default (object, "number", 0);
  self->has_box = from_hex (json_object_get_string_member_with_default (object, "public", ""), self->box_public);
  if (!from_hex (json_object_get_string_member_with_default (object, "seed", ""), seed))
    return self->has_box;
  key = mado_secret_key_new_from_seed (seed);
  mado_wipe (seed, sizeof seed);
  memcpy (self->box_public, mado_secret_key_get_public (key)->box, sizeof self->box_public);
  self->has_box = TRUE;
  mado_slip_keyring_add_box (self->keyring, self->box_number, key);
  return TRUE;
}

static gboolean
read_issuer (CtlSlipKeys *self,
             JsonObject  *object)
{
  g_autofree Issuer *issuer = g_new0 (Issuer, 1);

  if (!mado_id_parse (json_object_get_string_member_with_default (object, "id", ""), &issuer->device) ||
      !from_hex (json_object_get_string_member_with_default (object, "sign", ""), issuer->sign))
    return FALSE;
  g_ptr_array_add (self->issuers, g_steal_pointer (&issuer));
  return TRUE;
}

static gboolean
read_name (CtlSlipKeys *self,
           JsonObject  *object)
{
  Name *name = g_new0 (Name, 1);
  JsonArray *codes = get_array (object, "codes");
  guint n = codes == NULL ? 0 : json_array_get_length (codes);

  name->id = g_strdup (json_object_get_string_member_with_default (object, "id", ""));
  name->tag = (guint) json_object_get_int_member_with_default (object, "tag", 0);
  name->codes = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    name->codes[i] = g_strdup (json_array_get_string_element (codes, i));
  g_ptr_array_add (self->names, name);
  return *name->id != 0 && name->tag > 0;
}

static gboolean
read_each (CtlSlipKeys  *self,
           JsonObject   *object,
           const char   *member,
           gboolean    (*read) (CtlSlipKeys *self, JsonObject *object),
           GError      **error)
{
  JsonArray *array = get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node) || !read (self, json_node_get_object (node)))
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "The key file is wrong at “%s”, entry %u.", member, i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

CtlSlipKeys *
ctl_slip_keys_new (JsonObject  *object,
                   GError     **error)
{
  g_autoptr (CtlSlipKeys) self = g_new0 (CtlSlipKeys, 1);
  guint8 seed[32];

  self->keyring = mado_slip_keyring_new (json_object_get_string_member_with_default (object, "city", ""));
  self->issuers = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify) name_free);
  self->fields = (MadoSlipFields) { field_tag, field_name, field_number, field_code, self->names };
  if (from_hex (json_object_get_string_member_with_default (object, "device_seed", ""), seed))
    self->device = mado_secret_key_new_from_seed (seed);
  mado_wipe (seed, sizeof seed);
  if (!read_each (self, object, "keys", read_key, error) ||
      !read_each (self, object, "boxes", read_box, error) ||
      !read_each (self, object, "devices", read_issuer, error) ||
      !read_each (self, object, "fields", read_name, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ctl_slip_keys_free (CtlSlipKeys *self)
{
  mado_slip_keyring_unref (self->keyring);
  g_clear_pointer (&self->device, mado_secret_key_unref);
  g_ptr_array_unref (self->issuers);
  g_ptr_array_unref (self->names);
  g_free (self);
}

gboolean
ctl_slip_keys_find (const MadoId *device,
                    guint8        sign_public[32],
                    gpointer      data)
{
  CtlSlipKeys *self = data;

  for (guint i = 0; i < self->issuers->len; i++)
    {
      const Issuer *issuer = self->issuers->pdata[i];

      if (mado_id_equal (&issuer->device, device))
        {
          memcpy (sign_public, issuer->sign, sizeof issuer->sign);
          return TRUE;
        }
    }
  return FALSE;
}
