/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-scanned.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-slip.h"
#include "core/base/mado-case-code.h"
#include "core/slip/mado-slip-case.h"
#include "core/slip/mado-slip-record.h"

typedef struct
{
  MadoStore   *store;
  MadoPack    *pack;
  const char  *scope;
  MadoScanned *out;
} Reading;

/* --- a slip -------------------------------------------------------------------------- */

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  MadoPublicKey key;

  if (!mado_store_get_device (data, device, &key, NULL))
    return FALSE;
  memcpy (sign_public, key.sign, 32);
  return TRUE;
}

static char *
describe_left_out (guint n)
{
  return g_strdup_printf (ngettext ("%u entry had no room on the slip. It comes from the server, or from the visitor's papers.",
                                    "%u entries had no room on the slip. They come from the server, or from the visitor's papers.",
                                    n), n);
}

static char *
describe (MadoSlip         *slip,
          MadoSlipRelation  relation)
{
  if (slip->trust == MADO_SLIP_TRUST_CITIZEN)
    return g_strdup (_("This slip was not made at one of our windows. Treat what it says as told by the visitor."));
  if (relation == MADO_SLIP_OLDER)
    return g_strdup (_("More happened since this slip was printed. The newest state is shown."));
  if (relation == MADO_SLIP_DIVERGED)
    return g_strdup (_("The slip and this computer each know something the other does not. Both are kept."));
  if (slip->reference)
    return g_strdup (_("The slip had no room for the values. They come from the server."));
  if (slip->expired)
    return g_strdup (_("This slip is past its date. Please check that it still holds."));
  if (relation != MADO_SLIP_SAME && slip->left_out[0] != NULL)
    return describe_left_out (g_strv_length (slip->left_out));
  return NULL;
}

static gboolean
keep_base (Reading   *self,
           MadoSlip  *slip,
           GError   **error)
{
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = g_ptr_array_index (slip->heads, i);
      g_autoptr (GPtrArray) changes = NULL;

      if (!mado_slip_section_is_for (self->pack, heads->section, self->scope))
        continue;
      changes = mado_slip_list_case_changes (slip, self->pack, heads->section);
      if (!mado_store_put_base (self->store, slip->kind, &slip->record, heads->section, heads->heads, heads->n_heads,
                                mado_slip_get_clock (slip, heads->section), changes, error))
        return FALSE;
    }
  return TRUE;
}

/* Who brings the slip stands at the counter: that is the reason for access,
 * and it is recorded as one. */
static MadoRecord *
load_for_slip (MadoStore    *store,
               const MadoId *id)
{
  g_autoptr (GError) error = NULL;
  MadoRecord *record = mado_store_load (store, id, &error);

  if (record == NULL && g_error_matches (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON) &&
      mado_store_break_glass (store, id, _("The procedure slip was read."), NULL))
    record = mado_store_load (store, id, NULL);
  return record;
}

/* Scanned for the first time it is a new visit; later it is the case that came
 * of it. */
static gboolean
take_draft (Reading   *self,
            MadoSlip  *slip,
            gint64     now,
            GError   **error)
{
  g_autoptr (MadoRecord) record = mado_store_load (self->store, &slip->record, NULL);
  MadoDate today = mado_date_from_ms (now);

  self->out->record = slip->record;
  if (record != NULL && mado_record_get_sections (record)[0] != NULL)
    {
      self->out->note = g_strdup (_("This was scanned before. Here is the case that came of it."));
      return TRUE;
    }
  if (!mado_slip_draft_is_useful (slip, self->pack, &today))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                           _("This paper asks for nothing that is known here. Type what stands on it."));
      return FALSE;
    }
  self->out->draft = mado_slip_ref (slip);
  if (slip->expired)
    self->out->note = g_strdup (_("This slip is past its date. Please check that it still holds."));
  return TRUE;
}

/* Whose slip it is can be told without any key. */
static void
say_if_foreign (MadoPack        *pack,
                const char      *code,
                MadoSlipFields  *fields,
                GError         **error)
{
  g_autoptr (MadoSlipKeyring) none = mado_slip_keyring_new (mado_pack_get_city (pack));
  g_autoptr (GError) reason = NULL;
  g_autoptr (MadoSlip) slip = mado_slip_decode (code, fields, none, issuer_cb, NULL, 0, &reason);

  if (!g_error_matches (reason, MADO_ERROR, MADO_ERROR_FOREIGN))
    return;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&reason));
}

static gboolean
read_slip (Reading     *self,
           const char  *code,
           gint64       now,
           GError     **error)
{
  g_autoptr (MadoSlipKeyring) keys = mado_counter_slip_keyring (self->store, mado_pack_get_city (self->pack), error);
  MadoSlipFields fields;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoRecord) record = NULL;
  MadoSlipRelation relation = MADO_SLIP_NEWER;

  mado_slip_fields_init_pack (&fields, self->pack);
  if (keys == NULL)
    {
      say_if_foreign (self->pack, code, &fields, error);
      return FALSE;
    }
  slip = mado_slip_decode (code, &fields, keys, issuer_cb, self->store, now, error);
  if (slip == NULL)
    return FALSE;
  if (slip->draft)
    return take_draft (self, slip, now, error);
  self->out->record = slip->record;
  record = load_for_slip (self->store, &slip->record);
  if (record != NULL)
    relation = mado_slip_compare (slip, record);
  self->out->note = describe (slip, relation);
  return relation == MADO_SLIP_SAME || relation == MADO_SLIP_OLDER || keep_base (self, slip, error);
}

/* --- a case number --------------------------------------------------------------------- */

static gboolean
find_by_number (Reading  *self,
                guint64   number,
                GError  **error)
{
  g_autofree char *code = mado_case_code_format (number);
  g_autofree char *shown = mado_case_code_display (code);
  g_autoptr (GPtrArray) rows = mado_store_search (self->store, code, 2, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const MadoCaseRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->case_no, code))
        {
          self->out->record = row->record;
          return TRUE;
        }
    }
  g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
               _("No case with the number %s is here. If the server cannot be reached, please scan the slip."), shown);
  return FALSE;
}

MadoScanned *
mado_scanned_read (MadoStore    *store,
                   MadoPack     *pack,
                   MadoClock    *clock,
                   const char   *scope,
                   const char   *code,
                   GError      **error)
{
  g_autoptr (MadoScanned) scanned = g_new0 (MadoScanned, 1);
  g_autoptr (GError) reason = NULL;
  Reading reading = { store, pack, scope, scanned };
  guint64 number;
  gboolean good;

  if (mado_slip_is_slip (code))
    good = read_slip (&reading, code, mado_clock_now_ms (clock), &reason);
  else if (mado_case_code_parse (code, &number, NULL))
    good = find_by_number (&reading, number, &reason);
  else
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("This code is not one of ours. Nothing was changed. The short number on the slip can be typed instead."));
      return NULL;
    }
  if (good)
    return g_steal_pointer (&scanned);
  g_set_error (error, MADO_ERROR, reason->code, _("%s Nothing was changed."), reason->message);
  return NULL;
}

void
mado_scanned_free (MadoScanned *self)
{
  g_clear_pointer (&self->draft, mado_slip_unref);
  g_free (self->note);
  g_free (self);
}
