/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-sign.h"

#include <glib/gi18n.h>

#include "core/form/mado-case-sign.h"
#include "core/form/mado-form-scope.h"
#include "core/model/mado-case-path.h"
#include "app/counter/mado-counter-forms.h"

static const char *
method_name (MadoSign sign)
{
  switch (sign)
    {
    case MADO_SIGN_PAPER:
      return "paper";
    case MADO_SIGN_SEAL:
      return "seal";
    case MADO_SIGN_NONE:
      return "none";
    case MADO_SIGN_TABLET:
    default:
      return "tablet";
    }
}

static const MadoProcedure *
procedure_of (MadoCounter *counter,
              const char  *id)
{
  return mado_pack_get_procedure (mado_counter_get_pack (counter), id);
}

static MadoSignature *
signature_of (MadoCounter *counter,
              const char  *id)
{
  g_autofree char *path = mado_case_path_proc (id, "signature");
  GVariant *value = mado_counter_get (counter, path);

  return value ? mado_signature_from_value (value, NULL) : NULL;
}

/* What is on the screen: pending values over the record. */
static GVariant *
lookup_cb (const char *path,
           gboolean   *conflict,
           gpointer    data)
{
  const MadoRegister *reg = mado_record_lookup (mado_counter_get_record (data), path);

  *conflict = reg != NULL && reg->values->len > 1 && !mado_case_edit_is_pending (mado_counter_get_edit (data), path);
  return mado_counter_get (data, path);
}

static MadoSigned
standing (MadoCounter *counter,
          const char  *id)
{
  g_autoptr (MadoSignature) signature = signature_of (counter, id);

  return signature ? mado_signature_check (signature, lookup_cb, counter, NULL) : MADO_SIGNED_NOT;
}

/* Waits for the visitor: wanted, not ended, not signed or signed for something else. */
static gboolean
waits_for_signature (MadoCounter *counter,
                     const char  *id)
{
  MadoProcState state = mado_counter_get_state (counter, id);

  return !mado_proc_state_is_final (state) && standing (counter, id) != MADO_SIGNED_VALID;
}

/* --- ready? --------------------------------------------------------------------------- */

/* Of a form on paper this program keeps what the staff writes on it, above all
 * its number: without that nothing was accepted. */
gboolean
mado_counter_wants_of_staff (MadoCounter         *counter,
                             const MadoFormField *item)
{
  if (item->need != MADO_NEED_STAFF)
    return FALSE;
  for (guint i = 0; i < item->procedures->len; i++)
    {
      const MadoProcedure *procedure = g_ptr_array_index (item->procedures, i);

      if (procedure->sign == MADO_SIGN_PAPER && mado_counter_is_mine (counter, procedure->id))
        return TRUE;
    }
  return FALSE;
}

static char *
first_gap (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) items = NULL;

      if (!mado_counter_is_mine (counter, ids[i]) || mado_proc_state_is_final (mado_counter_get_state (counter, ids[i])))
        continue;
      items = mado_form_set_list_form (mado_counter_get_form_set (counter), ids[i]);
      for (guint k = 0; k < items->len; k++)
        {
          const MadoFormField *item = g_ptr_array_index (items, k);

          if (!item->filled && !item->uncertain
              && (item->need == MADO_NEED_NOW || mado_counter_wants_of_staff (counter, item)))
            return g_strdup_printf (_("“%s” is still missing (%s). F5 goes there."), mado_text_get (item->field->label, NULL),
                                    mado_text_get (procedure_of (counter, ids[i])->title, NULL));
        }
    }
  return NULL;
}

/* What may not be accepted from this visitor, as long as it is still wanted. */
static char *
first_refusal (MadoCounter *counter)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (counter);

  for (guint i = 0; guidance != NULL && i < guidance->refusals->len; i++)
    {
      const MadoGuidanceRefusal *refusal = g_ptr_array_index (guidance->refusals, i);
      const char *id = refusal->procedure->id;

      if (g_strv_contains (mado_counter_list_procedures (counter), id) && mado_counter_is_mine (counter, id)
          && !mado_proc_state_is_final (mado_counter_get_state (counter, id)))
        return g_strdup_printf (_("%s cannot be accepted. %s"), mado_text_get (refusal->procedure->title, NULL),
                                mado_text_get (refusal->refusal->why, NULL));
    }
  return NULL;
}

char *
mado_counter_why_not_ready (MadoCounter *counter)
{
  g_autofree char *refused = NULL;
  GPtrArray *findings = mado_counter_get_findings (counter);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const MadoFinding *finding = g_ptr_array_index (findings, i);

      if (finding->level == MADO_FINDING_STOP
          && (finding->procedure == NULL || mado_counter_is_mine (counter, finding->procedure->id)))
        return g_strdup (finding->message);
    }
  if (mado_counter_list_procedures (counter)[0] == NULL)
    return g_strdup (_("No procedure has been chosen yet."));
  refused = first_refusal (counter);
  if (refused != NULL)
    return g_steal_pointer (&refused);
  return first_gap (counter);
}

gboolean
mado_counter_signs (MadoCounter         *counter,
                    const MadoProcedure *procedure,
                    MadoSign             way)
{
  return procedure->sign == way && (mado_counter_is_origin (counter) || mado_counter_is_mine (counter, procedure->id));
}

char *
mado_counter_list_to_sign (MadoCounter *counter,
                           MadoSign     way)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_signs (counter, procedure_of (counter, ids[i]), way) && waits_for_signature (counter, ids[i]))
      g_string_append_printf (titles, "%s%s", titles->len ? "、" : "",
                              mado_text_get (procedure_of (counter, ids[i])->title, NULL));
  return g_string_free (g_steal_pointer (&titles), FALSE);
}

gboolean
mado_counter_next_signature (MadoCounter *counter,
                             MadoSign    *way)
{
  static const MadoSign order[] = { MADO_SIGN_PAPER, MADO_SIGN_SEAL, MADO_SIGN_TABLET };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *titles = mado_counter_list_to_sign (counter, order[i]);

      *way = order[i];
      if (*titles != 0)
        return TRUE;
    }
  return FALSE;
}

GHashTable *
mado_counter_list_declared (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  GHashTable *declared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (MadoSignature) signature = signature_of (counter, ids[i]);

      if (signature == NULL || mado_signature_check (signature, lookup_cb, counter, NULL) != MADO_SIGNED_VALID)
        continue;
      for (guint k = 0; signature->paths[k] != NULL; k++)
        g_hash_table_add (declared, g_strdup (signature->paths[k]));
    }
  return declared;
}

/* --- additions ------------------------------------------------------------------------------ */

static void
list_added_to (MadoCounter *counter,
               const char  *id,
               GPtrArray   *out)
{
  g_autoptr (MadoSignature) signature = signature_of (counter, id);
  g_autoptr (GPtrArray) items = NULL;

  if (signature == NULL)
    return;
  items = mado_form_set_list_form (mado_counter_get_form_set (counter), id);
  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (items, i);

      if (item->filled && item->need != MADO_NEED_STAFF
          && !g_strv_contains ((const char *const *) signature->paths, item->path)
          && !g_ptr_array_find_with_equal_func (out, item->path, g_str_equal, NULL))
        g_ptr_array_add (out, g_strdup (item->path));
    }
}

/* Did the visitor tap for exactly these values already? The record keeps only
 * a digest, so the question is asked again whenever this desk wrote since. */
static gboolean
is_acknowledged (MadoCounter *counter,
                 char       **paths)
{
  g_autofree char *ack = mado_case_path_ack (mado_counter_get_scope (counter));
  const MadoRegister *reg = mado_record_lookup (mado_counter_get_record (counter), ack);
  guint64 clock;

  if (reg == NULL)
    return FALSE;
  clock = ((const MadoRegisterValue *) g_ptr_array_index (reg->values, 0))->clock;
  for (guint i = 0; paths[i] != NULL; i++)
    {
      const MadoRegister *value = mado_record_lookup (mado_counter_get_record (counter), paths[i]);

      if (value == NULL || ((const MadoRegisterValue *) g_ptr_array_index (value->values, 0))->clock > clock)
        return FALSE;
    }
  return TRUE;
}

char **
mado_counter_list_additions (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_is_mine (counter, ids[i]))
      list_added_to (counter, ids[i], out);
  g_ptr_array_add (out, NULL);
  paths = (char **) g_ptr_array_steal (out, NULL);
  if (is_acknowledged (counter, paths))
    return g_new0 (char *, 1);
  return g_steal_pointer (&paths);
}

void
mado_counter_acknowledge (MadoCounter *counter)
{
  MadoContext *context = mado_counter_get_context (counter);
  g_auto (GStrv) paths = mado_counter_list_additions (counter);
  g_autofree char *ack = mado_case_path_ack (mado_counter_get_scope (counter));

  mado_case_edit_set (mado_counter_get_edit (counter), ack,
                      mado_case_ack_new ((const char *const *) paths, mado_clock_now_ms (mado_context_get_clock (context)),
                                         mado_context_get_random (context), lookup_cb, counter),
                      MADO_SOURCE_TYPED);
}

/* --- signing -------------------------------------------------------------------------------- */

static void
step_to (MadoCounter   *counter,
         const char    *id,
         MadoProcState  state)
{
  MadoProcState now = mado_counter_get_state (counter, id);

  if (now != state && mado_proc_state_may_follow (now, state))
    mado_case_edit_set_state (mado_counter_get_edit (counter), id, state, NULL, NULL);
}

static void
sign_form (MadoCounter *counter,
           const char  *id,
           const char  *signature_id,
           gint64       now)
{
  g_auto (GStrv) printed = mado_counter_forms_paths (counter, id);
  g_auto (GStrv) covered = mado_case_sign_cover (mado_counter_get_pack (counter), id, (const char *const *) printed,
                                                lookup_cb, counter);
  g_autoptr (MadoSignature) signature =
      mado_signature_new (signature_id, method_name (procedure_of (counter, id)->sign), now,
                          (const char *const *) covered, mado_context_get_random (mado_counter_get_context (counter)),
                          lookup_cb, counter);
  g_autofree char *path = mado_case_path_proc (id, "signature");

  mado_case_edit_set (mado_counter_get_edit (counter), path, mado_signature_to_value (signature), MADO_SOURCE_TYPED);
  step_to (counter, id, MADO_STATE_FILLED);
  step_to (counter, id, MADO_STATE_SIGNED);
}

static void
keep_strokes (MadoCounter *counter,
              const char  *signature_id,
              GBytes      *strokes)
{
  g_autofree char *path = mado_case_path_signature (signature_id, "strokes");
  g_autofree char *signer = mado_case_path_signature (signature_id, "signer");
  gsize length;
  const void *data = g_bytes_get_data (strokes, &length);

  mado_case_edit_set (mado_counter_get_edit (counter), path,
                      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, length, 1), MADO_SOURCE_TYPED);
  mado_case_edit_set_text (mado_counter_get_edit (counter), signer, MADO_ROLE_VISITOR, MADO_SOURCE_PROGRAM);
}

void
mado_counter_sign (MadoCounter *counter,
                   MadoSign     way,
                   GBytes      *strokes)
{
  MadoContext *context = mado_counter_get_context (counter);
  g_auto (GStrv) ids = g_strdupv ((char **) mado_counter_list_procedures (counter));
  gint64 now = mado_clock_now_ms (mado_context_get_clock (context));
  g_autofree char *signature_id = NULL;
  MadoId id;

  mado_id_generate (&id, mado_context_get_clock (context), mado_context_get_random (context));
  signature_id = mado_id_to_string (&id);
  if (strokes != NULL)
    keep_strokes (counter, signature_id, strokes);
  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_signs (counter, procedure_of (counter, ids[i]), way) && waits_for_signature (counter, ids[i]))
      sign_form (counter, ids[i], signature_id, now);
  if (way != MADO_SIGN_NONE)
    mado_counter_mark (counter, MADO_MARK_SIGNED);
}

/* --- accepting --------------------------------------------------------------------------------- */

static char *
missing_document (MadoCounter *counter,
                  const char  *id)
{
  const MadoProcedure *procedure = procedure_of (counter, id);

  for (guint i = 0; i < procedure->n_documents; i++)
    {
      g_autofree char *path = mado_case_path_document (id, procedure->documents[i].document->id);

      if (g_str_equal (mado_counter_get_text (counter, path), "later"))
        return g_strdup_printf (_("Later: %s"), mado_text_get (procedure->documents[i].document->label, NULL));
    }
  return NULL;
}

static gboolean
accept_one (MadoCounter *counter,
            const char  *id)
{
  g_autofree char *missing = missing_document (counter, id);
  MadoProcState now = mado_counter_get_state (counter, id);
  MadoProcState wanted = missing ? MADO_STATE_HELD : MADO_STATE_ACCEPTED;

  if (mado_proc_state_is_accepted (now) || mado_proc_state_is_final (now) || !mado_proc_state_may_follow (now, wanted))
    return FALSE;
  return mado_case_edit_set_state (mado_counter_get_edit (counter), id, wanted, missing, NULL)
         && wanted == MADO_STATE_ACCEPTED;
}

guint
mado_counter_accept (MadoCounter *counter)
{
  g_auto (GStrv) ids = g_strdupv ((char **) mado_counter_list_procedures (counter));
  guint accepted = 0;

  mado_counter_sign (counter, MADO_SIGN_NONE, NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_is_mine (counter, ids[i]) && standing (counter, ids[i]) == MADO_SIGNED_VALID)
      accepted += accept_one (counter, ids[i]);
  mado_counter_mark (counter, MADO_MARK_ACCEPTED);
  return accepted;
}

static gint64
fee_of (MadoCounter         *counter,
        const MadoProcedure *procedure,
        const char          *today)
{
  g_autofree char *path = mado_case_path_proc_field (procedure->id, "copies");
  GVariant *copies = mado_counter_get (counter, path);
  g_auto (MadoFormScope) scope = { 0 };

  mado_form_scope_init (&scope, mado_counter_get_pack (counter), mado_counter_get_reader (counter), procedure, NULL);
  return mado_procedure_fee (procedure, today,
                             copies && g_variant_is_of_type (copies, G_VARIANT_TYPE_INT64)
                                 ? (guint) g_variant_get_int64 (copies) : 1, &scope.expr);
}

gint64
mado_counter_fee (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  g_autofree char *today = mado_date_to_iso (mado_counter_get_today (counter));
  gint64 sum = 0;

  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_is_mine (counter, ids[i]))
      sum += fee_of (counter, procedure_of (counter, ids[i]), today);
  return sum;
}

/* --- handing over ----------------------------------------------------------------------------------- */

gboolean
mado_counter_waits_for_hand_over (MadoCounter *counter)
{
  const MadoEvent *event = mado_counter_get_event (counter);
  const char *const *ids = mado_counter_list_procedures (counter);
  gboolean waits = FALSE;

  if (event == NULL || event->household)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      MadoProcState state = mado_counter_get_state (counter, ids[i]);

      if (mado_proc_state_is_final (state))
        continue;
      if (!mado_counter_is_mine (counter, ids[i]) || !mado_proc_state_is_accepted (state))
        return FALSE;
      waits = TRUE;
    }
  return waits;
}

void
mado_counter_hand_over (MadoCounter *counter)
{
  g_auto (GStrv) ids = g_strdupv ((char **) mado_counter_list_procedures (counter));

  for (guint i = 0; ids[i] != NULL; i++)
    step_to (counter, ids[i], MADO_STATE_CLOSED);
}
