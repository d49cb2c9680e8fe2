/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-case.h"
#include "core/form/mado-case-sign.h"
#include "core/slip/mado-slip-record.h"

#include <string.h>

G_STATIC_ASSERT (MADO_SLIP_DIGEST_BYTES == MADO_SIGNATURE_SLIP_BYTES);

typedef struct
{
  MadoSlip    *slip;
  MadoCase    *kase;
  MadoPack    *pack;
  MadoFormSet *forms;
  const char  *scope;
} Making;

/* --- what never leaves the desk ---------------------------------------------------- */

static gboolean
keeps_values (const MadoProcedure *procedure)
{
  return procedure->sensitive || procedure->sensitive_values;
}

static gboolean
proc_keeps_values (MadoPack   *pack,
                   const char *proc)
{
  const MadoProcedure *procedure = proc != NULL ? mado_pack_get_procedure (pack, proc) : NULL;

  return procedure != NULL && keeps_values (procedure);
}

/* A field that only sensitive procedures ask for would tell of them, wherever
 * it is written. */
static gboolean
field_is_sensitive (MadoPack   *pack,
                    const char *field)
{
  guint n;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (pack, &n);
  gboolean asked = FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (mado_procedure_find_field (procedures[i], field) == NULL)
        continue;
      if (!keeps_values (procedures[i]))
        return FALSE;
      asked = TRUE;
    }
  return asked;
}

/* --- tiers ---------------------------------------------------------------------------- */

static const char *const identity[] = {
  "family_name", "given_name", "family_name_kana", "given_name_kana", "birth_date", "sex", "relation_to_head", NULL
};

static gboolean
is_mine (const Making        *self,
         const MadoProcedure *procedure)
{
  /* One clerk at a centre plays every desk that does its work there. */
  if (mado_pack_get_centre (self->pack, self->scope) != NULL)
    return procedure->branch == MADO_BRANCH_DO;
  return strcmp (procedure->desk->id, self->scope) == 0;
}

/* Another window has still to work on it. */
static gboolean
is_ahead (const Making        *self,
          const MadoProcedure *procedure)
{
  const MadoCaseProc *proc = mado_case_find_procedure (self->kase, procedure->id);

  return proc != NULL && mado_case_proc_is_wanted (proc) && !is_mine (self, procedure) &&
         !mado_proc_state_is_accepted (proc->state) && !mado_proc_state_is_final (proc->state);
}

/* Some window that has not accepted yet prints it on its form. */
static gboolean
is_still_needed (const Making *self,
                 const char   *path)
{
  const MadoFormField *item = mado_form_set_find (self->forms, path);

  for (guint i = 0; item != NULL && i < item->procedures->len; i++)
    if (is_ahead (self, item->procedures->pdata[i]))
      return TRUE;
  return FALSE;
}

static MadoSlipTier
tier_of_role (const Making       *self,
              const MadoCasePath *parts)
{
  const MadoProcedure *procedure = parts->proc != NULL ? mado_pack_get_procedure (self->pack, parts->proc) : NULL;

  return procedure == NULL || is_ahead (self, procedure) ? MADO_SLIP_TIER_WINDOW : MADO_SLIP_TIER_REST;
}

static MadoSlipTier
tier_of (const Making       *self,
         const char         *path,
         const MadoCasePath *parts)
{
  if (proc_keeps_values (self->pack, parts->proc))
    return MADO_SLIP_TIER_NEVER;
  switch (parts->kind)
    {
    case MADO_CASE_PATH_PERSON:
      if (!g_strv_contains (mado_case_list_persons (self->kase), parts->eid))
        return MADO_SLIP_TIER_NEVER; /* the line was taken out */
      if (g_strv_contains (identity, parts->name))
        return MADO_SLIP_TIER_IDENTITY;
      break;
    case MADO_CASE_PATH_FIELD:
    case MADO_CASE_PATH_PROC_FIELD:
    case MADO_CASE_PATH_PROC_PERSON:
    case MADO_CASE_PATH_VISITOR:
      break;
    case MADO_CASE_PATH_ROLE:
      return tier_of_role (self, parts);
    case MADO_CASE_PATH_FACT:
      return MADO_SLIP_TIER_WINDOW;
    case MADO_CASE_PATH_DOCUMENT:
      return MADO_SLIP_TIER_REST;
    default: /* answers, marks, reasons, strokes stay with the server */
      return MADO_SLIP_TIER_NEVER;
    }
  if (field_is_sensitive (self->pack, parts->name))
    return MADO_SLIP_TIER_NEVER;
  return is_still_needed (self, path) ? MADO_SLIP_TIER_WINDOW : MADO_SLIP_TIER_REST;
}

/* --- filling in ------------------------------------------------------------------------- */

/* 支援措置: no address leaves this desk, on paper neither, nor the part of the
 * record that other desks have not. */
static gboolean
section_is_shut (const Making *self,
                 const char   *section)
{
  return strcmp (section, MADO_CASE_SECTION_ADDR) == 0 && mado_case_is_protected (self->kase);
}

static void
add_values (Making *self)
{
  g_autoptr (GPtrArray) all = mado_record_list (mado_case_get_record (self->kase), "");

  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];
      const MadoRegisterValue *shown = reg->values->pdata[0];
      g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };
      MadoSlipTier tier;

      if (section_is_shut (self, reg->section) || !mado_case_path_parse (reg->path, &parts))
        continue;
      tier = tier_of (self, reg->path, &parts);
      if (tier != MADO_SLIP_TIER_NEVER)
        mado_slip_add_value (self->slip, reg->section, reg->path, shown->value, tier);
    }
}

/* What an earlier slip stands for is not known commit by commit: then none is
 * named, rather than too few. */
static GArray *
list_seen (MadoRecord   *record,
           const char   *section,
           const MadoId *heads,
           guint         n_heads)
{
  GArray *seen = mado_record_list_commits (record, section);

  if (mado_record_has_base (record, section))
    g_array_set_size (seen, 0);
  for (guint i = seen->len; i-- > 0;)
    for (guint k = 0; k < n_heads; k++)
      if (mado_id_equal (&g_array_index (seen, MadoId, i), &heads[k]))
        {
          g_array_remove_index (seen, i);
          break;
        }
  return seen;
}

static void
add_heads (Making *self)
{
  MadoRecord *record = mado_case_get_record (self->kase);
  const char *const *sections = mado_record_get_sections (record);

  for (guint i = 0; sections[i] != NULL; i++)
    {
      guint n_heads;
      const MadoId *heads = mado_record_get_heads (record, sections[i], &n_heads);
      g_autoptr (GArray) seen = list_seen (record, sections[i], heads, n_heads);

      if (n_heads > 0 && !section_is_shut (self, sections[i]))
        mado_slip_add_heads (self->slip, sections[i], mado_record_get_clock (record, sections[i]), heads, n_heads,
                             (const MadoId *) (gpointer) seen->data, seen->len);
    }
}

static void
add_procedures (Making *self)
{
  GPtrArray *procs = mado_case_list_procedures (self->kase);

  for (guint i = 0; i < procs->len; i++)
    {
      const MadoCaseProc *proc = procs->pdata[i];

      if (!mado_case_proc_is_wanted (proc))
        continue;
      if (proc->procedure != NULL && proc->procedure->sensitive)
        mado_slip_add_window (self->slip, proc->desk);
      else
        mado_slip_add_procedure (self->slip, proc->id, mado_proc_state_to_string (proc->state),
                                 mado_proc_added_to_string (proc->added));
    }
}

/* --- signatures --------------------------------------------------------------------------- */

static MadoSignature *
read_signature (Making     *self,
                const char *proc)
{
  g_autofree char *path = mado_case_path_proc (proc, "signature");
  GVariant *value = mado_record_get (mado_case_get_record (self->kase), path);

  return value != NULL ? mado_signature_from_value (value, NULL) : NULL;
}

/* One signature covers several forms: they share its id. */
static void
add_signature (Making     *self,
               GPtrArray  *signatures, /* beside slip->procedures */
               guint       first)
{
  const MadoSignature *model = signatures->pdata[first];
  g_autoptr (GPtrArray) procs = g_ptr_array_new ();
  g_autoptr (GByteArray) digests = g_byte_array_new ();
  guint8 digest[MADO_SLIP_DIGEST_BYTES];
  MadoId id;

  if (!mado_id_parse (model->id, &id))
    return;
  for (guint i = first; i < signatures->len; i++)
    {
      const MadoSignature *signature = signatures->pdata[i];

      if (signature == NULL || strcmp (signature->id, model->id) != 0)
        continue;
      g_ptr_array_add (procs, ((const MadoSlipProcedure *) self->slip->procedures->pdata[i])->proc);
      g_byte_array_append (digests, signature->digest, MADO_DIGEST_BYTES);
    }
  g_ptr_array_add (procs, NULL);
  if (model->is_stand_in) /* the real digests are not here, what an earlier slip said is */
    memcpy (digest, model->slip_digest, sizeof digest);
  else
    mado_slip_signature_digest ((const char *const *) procs->pdata, digests->data, digest);
  mado_slip_add_signature (self->slip, &id, digest, model->method, model->signed_at, (const char *const *) procs->pdata);
}

static gboolean
is_named (const MadoSlip *slip,
          const char     *id)
{
  for (guint i = 0; i < slip->signatures->len; i++)
    {
      g_autofree char *named = mado_id_to_string (&((const MadoSlipSignature *) slip->signatures->pdata[i])->id);

      if (strcmp (named, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_signatures (Making *self)
{
  g_autoptr (GPtrArray) signatures = g_ptr_array_new ();

  for (guint i = 0; i < self->slip->procedures->len; i++)
    g_ptr_array_add (signatures, read_signature (self, ((MadoSlipProcedure *) self->slip->procedures->pdata[i])->proc));
  for (guint i = 0; i < signatures->len; i++)
    if (signatures->pdata[i] != NULL && !is_named (self->slip, ((MadoSignature *) signatures->pdata[i])->id))
      add_signature (self, signatures, i);
  for (guint i = 0; i < signatures->len; i++)
    g_clear_pointer (&signatures->pdata[i], mado_signature_free);
}

MadoSlip *
mado_slip_new_for_case (MadoCase     *kase,
                        MadoFormSet  *forms,
                        const char   *scope,
                        const MadoId *device,
                        gint64        now)
{
  MadoPack *pack = mado_case_get_pack (kase);
  MadoSlip *slip = mado_slip_new (mado_pack_get_city (pack), mado_case_get_id (kase));
  Making making = { slip, kase, pack, forms, scope };
  const char *const *persons = mado_case_list_persons (kase);

  slip->issued = now;
  slip->expires = now + G_GINT64_CONSTANT (86400000) * MADO_SLIP_VALID_DAYS;
  slip->device = *device;
  slip->generation = 1;
  g_free (slip->pack_version);
  slip->pack_version = g_strdup (mado_pack_get_version (pack));
  for (guint i = 0; persons[i] != NULL; i++)
    mado_slip_add_person (slip, persons[i]);
  add_heads (&making);
  add_procedures (&making);
  add_signatures (&making);
  add_values (&making);
  return slip;
}

/* --- laying a slip under a case -------------------------------------------------------------- */

typedef struct
{
  MadoSlip    *slip;
  MadoPack    *pack;
  MadoRecord  *record; /* what the slip says, and nothing else */
  MadoFormSet *forms;
} Reading;

static gboolean
carries_section (MadoSlip   *slip,
                 const char *section)
{
  for (guint i = 0; i < slip->values->len; i++)
    if (strcmp (((const MadoSlipValue *) slip->values->pdata[i])->section, section) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_understood (const MadoSlip *slip)
{
  for (guint i = 0; i < slip->values->len; i++)
    if (!((const MadoSlipValue *) slip->values->pdata[i])->known)
      return FALSE;
  return !slip->reference;
}

/* Nothing is at this path on the slip: was nothing there at signing either, or
 * did the slip merely not say? */
static gboolean
was_empty (const Reading       *self,
           const MadoFormField *item)
{
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

  return is_understood (self->slip) && !g_strv_contains ((const char *const *) self->slip->left_out, item->path) &&
         carries_section (self->slip, item->section) && !field_is_sensitive (self->pack, item->field->id) &&
         mado_case_path_parse (item->path, &parts) && !proc_keeps_values (self->pack, parts.proc);
}

static char **
list_covered (const Reading *self,
              const char    *proc)
{
  g_autoptr (GPtrArray) items = mado_form_set_list_form (self->forms, proc);
  g_autoptr (GPtrArray) printed = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = items->pdata[i];

      if (mado_record_get (self->record, item->path) != NULL || was_empty (self, item))
        g_ptr_array_add (printed, item->path);
    }
  g_ptr_array_add (printed, NULL);
  return mado_case_sign_cover (self->pack, proc, (const char *const *) printed->pdata, mado_sign_lookup_record, self->record);
}

static void
add_stand_in (const Reading           *self,
              const MadoSlipSignature *signature,
              const char              *proc,
              GPtrArray               *changes)
{
  g_auto (GStrv) covered = list_covered (self, proc);
  g_autofree char *path = mado_case_path_proc (proc, "signature");
  g_autofree char *id = mado_id_to_string (&signature->id);
  g_autoptr (MadoSignature) stand_in =
      mado_signature_new_stand_in (id, signature->method, signature->signed_at, proc, signature->digest,
                                   (const char *const *) covered, mado_sign_lookup_record, self->record);
  g_autoptr (GVariant) value = mado_signature_to_value (stand_in);

  g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_SLIP, mado_case_path_is_sealed (path)));
}

GPtrArray *
mado_slip_list_case_changes (MadoSlip   *self,
                             MadoPack   *pack,
                             const char *section)
{
  GPtrArray *changes = mado_slip_list_changes (self, section);
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (MadoCase) kase = NULL;
  g_autoptr (MadoFormSet) forms = NULL;
  MadoFormReader reader;

  /* What a citizen's program says of signatures is no knowledge. */
  if (strcmp (section, MADO_CASE_SECTION_SHARED) != 0 || self->signatures->len == 0 || self->trust == MADO_SLIP_TRUST_CITIZEN)
    return changes;
  record = mado_record_new (self->kind, &self->record);
  mado_slip_apply_base (self, record);
  kase = mado_case_new (pack, record);
  forms = mado_form_set_new (pack);
  reader = mado_case_get_reader (kase);
  mado_form_set_refresh (forms, &reader);
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const MadoSlipSignature *signature = self->signatures->pdata[i];
      Reading reading = { self, pack, record, forms };

      for (guint k = 0; signature->procs[k] != NULL; k++)
        add_stand_in (&reading, signature, signature->procs[k], changes);
    }
  return changes;
}

gboolean
mado_slip_section_is_for (MadoPack   *pack,
                          const char *section,
                          const char *scope)
{
  return strcmp (section, MADO_CASE_SECTION_SHARED) == 0 || strcmp (section, MADO_CASE_SECTION_ADDR) == 0 ||
         strcmp (section, scope) == 0 || mado_pack_get_centre (pack, scope) != NULL;
}
