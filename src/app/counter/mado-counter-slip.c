/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-slip.h"

#include <glib/gi18n.h>

#include "core/form/mado-case-sign.h"
#include "core/model/mado-case-path.h"

#define VALID_DAYS 30

/* --- the field dictionary --------------------------------------------------------------- */

static guint
tag_cb (const char *field,
        gpointer    data)
{
  const MadoField *found = mado_pack_get_field (data, field);

  return found ? found->tag : 0;
}

static const char *
name_cb (guint    tag,
         gpointer data)
{
  const MadoField *found = mado_pack_get_field_by_tag (data, tag);

  return found ? found->id : NULL;
}

static guint
number_cb (const char *field,
           const char *code,
           gpointer    data)
{
  const MadoField *found = mado_pack_get_field (data, field);
  const MadoChoice *choice = found ? mado_field_find_choice (found, code) : NULL;

  return choice ? choice->key : 0;
}

static const char *
code_cb (const char *field,
         guint       number,
         gpointer    data)
{
  const MadoField *found = mado_pack_get_field (data, field);
  const MadoChoice *choice = found ? mado_field_find_key (found, number) : NULL;

  return choice ? choice->code : NULL;
}

MadoSlipFields
mado_counter_slip_fields (MadoPack *pack)
{
  return (MadoSlipFields) { tag_cb, name_cb, number_cb, code_cb, pack };
}

MadoSlipKeyring *
mado_counter_slip_keyring (MadoStore   *store,
                           const char  *city,
                           GError     **error)
{
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, "slip-keys", error);
  g_autoptr (MadoSlipKeyring) keys = NULL;
  MadoCborReader reader;
  gsize length;
  const void *data;
  guint64 count;

  if (bytes == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                     _("This computer has no keys for slips yet. They come with the next sign-in while the server can be reached."));
      return NULL;
    }
  keys = mado_slip_keyring_new (city);
  data = g_bytes_get_data (bytes, &length);
  mado_cbor_reader_init (&reader, data, length);
  count = mado_cbor_get_array (&reader);
  for (guint64 i = 0; i < count && !reader.failed; i++)
    {
      guint8 key[MADO_KEY_BYTES];
      guint16 number;
      gint64 from, to;

      mado_cbor_get_array (&reader);
      number = (guint16) mado_cbor_get_uint (&reader);
      from = mado_cbor_get_int (&reader);
      to = mado_cbor_get_int (&reader);
      if (mado_cbor_get_bytes_exact (&reader, key, sizeof key))
        mado_slip_keyring_add (keys, number, from, to, key);
      mado_wipe (key, sizeof key);
    }
  if (!mado_cbor_reader_finish (&reader, _("the keys for slips"), error))
    return NULL;
  return g_steal_pointer (&keys);
}

/* --- what is sealed --------------------------------------------------------------------- */

static const char *const IDENTITY[] = {
  "family_name", "given_name", "family_name_kana", "given_name_kana", "birth_date", "sex", "relation_to_head", NULL
};

/* Some window that has not accepted yet prints it on its form. */
static gboolean
is_still_needed (MadoCounter *counter,
                 const char  *path)
{
  const MadoFormField *item = mado_form_set_find (mado_counter_get_form_set (counter), path);

  for (guint i = 0; item != NULL && i < item->procedures->len; i++)
    {
      const MadoProcedure *procedure = g_ptr_array_index (item->procedures, i);
      MadoProcState state = mado_counter_get_state (counter, procedure->id);

      if (!mado_counter_is_mine (counter, procedure->id) && !mado_proc_state_is_accepted (state)
          && !mado_proc_state_is_final (state))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_sensitive (MadoCounter *counter,
              const char  *proc)
{
  const MadoProcedure *procedure = proc ? mado_pack_get_procedure (mado_counter_get_pack (counter), proc) : NULL;

  return procedure != NULL && (procedure->sensitive || procedure->sensitive_values);
}

static MadoSlipTier
tier_of (MadoCounter        *counter,
         const char         *path,
         const MadoCasePath *parts)
{
  if (is_sensitive (counter, parts->proc))
    return MADO_SLIP_TIER_NEVER;
  switch (parts->kind)
    {
    case MADO_CASE_PATH_PERSON:
      if (g_strv_contains (IDENTITY, parts->name))
        return MADO_SLIP_TIER_IDENTITY;
      break;
    case MADO_CASE_PATH_FIELD:
    case MADO_CASE_PATH_PROC_FIELD:
    case MADO_CASE_PATH_PROC_PERSON:
    case MADO_CASE_PATH_VISITOR:
    case MADO_CASE_PATH_ROLE:
      break;
    case MADO_CASE_PATH_FACT:
      return MADO_SLIP_TIER_WINDOW;
    default: /* answers, marks, documents, signatures stay with the server */
      return MADO_SLIP_TIER_NEVER;
    }
  return is_still_needed (counter, path) ? MADO_SLIP_TIER_WINDOW : MADO_SLIP_TIER_REST;
}

static void
add_values (MadoCounter *counter,
            MadoSlip    *slip)
{
  g_autoptr (GPtrArray) all = mado_record_list (mado_counter_get_record (counter), "");
  gboolean shut = mado_case_is_protected (mado_counter_get_case (counter));

  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = g_ptr_array_index (all, i);
      const MadoRegisterValue *value = g_ptr_array_index (reg->values, 0);
      g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

      /* 支援措置: no address leaves this desk, on paper neither. */
      if ((shut && g_str_equal (reg->section, "addr")) || !mado_case_path_parse (reg->path, &parts)
          || mado_value_is_none (value->value))
        continue;
      mado_slip_add_value (slip, reg->section, reg->path, value->value, tier_of (counter, reg->path, &parts));
    }
}

static void
add_heads (MadoCounter *counter,
           MadoSlip    *slip)
{
  MadoRecord *record = mado_counter_get_record (counter);
  const char *const *sections = mado_record_get_sections (record);

  for (guint i = 0; sections[i] != NULL; i++)
    {
      guint n_heads;
      const MadoId *heads = mado_record_get_heads (record, sections[i], &n_heads);

      mado_slip_add_heads (slip, sections[i], heads, n_heads, NULL, 0);
    }
}

static void
add_procedures (MadoCounter *counter,
                MadoSlip    *slip)
{
  const char *const *ids = mado_counter_list_procedures (counter);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *added = mado_case_path_proc (ids[i], "added");
      const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (counter), ids[i]);

      if (procedure != NULL && procedure->sensitive)
        mado_slip_add_window (slip, procedure->desk->id);
      else
        mado_slip_add_procedure (slip, ids[i], mado_proc_state_to_string (mado_counter_get_state (counter, ids[i])),
                                 mado_counter_get_text (counter, added));
    }
}

/* One signature covers several forms: they share its id. */
static void
add_signatures (MadoCounter *counter,
                MadoSlip    *slip)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  g_autoptr (GStrvBuilder) procs = g_strv_builder_new ();
  g_autoptr (GByteArray) digests = g_byte_array_new ();
  g_autoptr (MadoSignature) first = NULL;
  g_auto (GStrv) covered = NULL;
  guint8 digest[MADO_SLIP_DIGEST_BYTES];
  MadoId id;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *path = mado_case_path_proc (ids[i], "signature");
      GVariant *value = mado_counter_get (counter, path);
      g_autoptr (MadoSignature) signature = value ? mado_signature_from_value (value, NULL) : NULL;

      if (signature == NULL || is_sensitive (counter, ids[i])
          || (first != NULL && !g_str_equal (first->id, signature->id)))
        continue;
      g_strv_builder_add (procs, ids[i]);
      g_byte_array_append (digests, signature->digest, MADO_DIGEST_BYTES);
      if (first == NULL)
        first = g_steal_pointer (&signature);
    }
  if (first == NULL || !mado_id_parse (first->id, &id))
    return;
  covered = g_strv_builder_end (procs);
  mado_slip_signature_digest ((const char *const *) covered, digests->data, digest);
  mado_slip_add_signature (slip, &id, digest, first->method, first->signed_at, (const char *const *) covered);
}

MadoSlip *
mado_counter_slip_new (MadoCounter *counter)
{
  MadoContext *context = mado_counter_get_context (counter);
  MadoPack *pack = mado_counter_get_pack (counter);
  const MadoIdentity *identity = mado_context_get_identity (context);
  MadoSlip *slip = mado_slip_new (mado_pack_get_city (pack), mado_counter_get_record_id (counter));
  const char *const *persons = mado_counter_list_persons (counter);

  slip->issued = mado_clock_now_ms (mado_context_get_clock (context));
  slip->expires = slip->issued + (gint64) VALID_DAYS * 24 * 3600 * 1000;
  slip->device = identity->device;
  slip->generation = 1;
  slip->pack_version = g_strdup (mado_pack_get_version (pack));
  for (guint i = 0; persons[i] != NULL; i++)
    mado_slip_add_person (slip, persons[i]);
  add_heads (counter, slip);
  add_procedures (counter, slip);
  add_signatures (counter, slip);
  add_values (counter, slip);
  return slip;
}
