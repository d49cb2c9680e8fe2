/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip.h"
#include "core/slip/mado-slip-private.h"

#include <stdlib.h>
#include <string.h>

/* The struct itself: filling in, reading out, freeing. Bytes are made in
 * mado-slip-encode.c and read in mado-slip-decode.c. */

const MadoSlipFields mado_slip_fields_none;

static void
heads_free (MadoSlipHeads *heads)
{
  g_free (heads->section);
  g_free (heads->heads);
  g_free (heads->seen);
  g_free (heads);
}

static void
procedure_free (MadoSlipProcedure *procedure)
{
  g_free (procedure->proc);
  g_free (procedure->state);
  g_free (procedure->added);
  g_free (procedure);
}

static void
signature_free (MadoSlipSignature *signature)
{
  g_free (signature->method);
  g_strfreev (signature->procs);
  g_free (signature);
}

static void
value_free (MadoSlipValue *value)
{
  g_free (value->path);
  g_free (value->section);
  g_variant_unref (value->value);
  g_free (value);
}

MadoSlip *
mado_slip_new (const char   *city,
               const MadoId *record)
{
  MadoSlip *self = g_new0 (MadoSlip, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_strlcpy (self->city, city, sizeof self->city);
  self->kind = g_strdup ("case");
  self->record = *record;
  self->pack_version = g_strdup ("");
  self->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) heads_free);
  self->persons = g_new0 (char *, 1);
  self->procedures = g_ptr_array_new_with_free_func ((GDestroyNotify) procedure_free);
  self->windows = g_new0 (char *, 1);
  self->signatures = g_ptr_array_new_with_free_func ((GDestroyNotify) signature_free);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);
  self->left_out = g_new0 (char *, 1);
  return self;
}

MadoSlip *
mado_slip_new_draft (const char   *city,
                     const MadoId *draft_id,
                     MadoSource    source)
{
  MadoSlip *self = mado_slip_new (city, draft_id);

  self->draft = TRUE;
  self->draft_id = *draft_id;
  self->source = source;
  return self;
}

MadoSlip *
mado_slip_ref (MadoSlip *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_slip_unref (MadoSlip *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->kind);
  g_free (self->pack_version);
  g_ptr_array_unref (self->heads);
  g_strfreev (self->persons);
  g_ptr_array_unref (self->procedures);
  g_strfreev (self->windows);
  g_ptr_array_unref (self->signatures);
  g_ptr_array_unref (self->values);
  g_strfreev (self->left_out);
  g_free (self);
}

/* Adds to a NULL-ended list; lists of a slip are a few names long. */
void
mado_slip_append_name (char     ***list,
                       const char *name)
{
  guint n = g_strv_length (*list);

  *list = g_renew (char *, *list, n + 2);
  (*list)[n] = g_strdup (name);
  (*list)[n + 1] = NULL;
}

guint16
mado_slip_tail (const MadoId *id)
{
  return (guint16) (id->b[14] << 8 | id->b[15]);
}

static int
compare_tails (const void *a,
               const void *b)
{
  return (int) *(const guint16 *) a - (int) *(const guint16 *) b;
}

/**
 * mado_slip_add_heads:
 * @self: a slip
 * @section: section of the record
 * @clock: newest clock among the commits that @heads stand for
 *   (mado_record_get_clock()), 0 if not known: an edit made before or beside
 *   them must not look like a part of them
 * @heads: its heads as the printed values were read
 * @n_heads: how many
 * @seen: (nullable): the other commits of the section that are here
 * @n_seen: how many
 *
 * With @seen a reader can tell a newer slip from one that went another way
 * while somebody else was offline; it costs two bytes a commit. Of more than
 * %MADO_SLIP_MAX_SEEN the newest are carried (ids begin with their time).
 */
void
mado_slip_add_heads (MadoSlip     *self,
                     const char   *section,
                     guint64       clock,
                     const MadoId *heads,
                     guint         n_heads,
                     const MadoId *seen,
                     guint         n_seen)
{
  MadoSlipHeads *entry = g_new0 (MadoSlipHeads, 1);
  g_autofree MadoId *sorted = g_memdup2 (seen, n_seen * sizeof *seen);
  guint first = n_seen > MADO_SLIP_MAX_SEEN ? n_seen - MADO_SLIP_MAX_SEEN : 0;

  entry->section = g_strdup (section);
  entry->clock = clock;
  entry->heads = g_memdup2 (heads, n_heads * sizeof *heads);
  entry->n_heads = n_heads;
  if (n_heads > 1)
    qsort (entry->heads, n_heads, sizeof *heads, mado_id_compare);
  entry->n_seen = n_seen - first;
  entry->seen = g_new (guint16, entry->n_seen + 1);
  if (n_seen > 1)
    qsort (sorted, n_seen, sizeof *sorted, mado_id_compare);
  for (guint i = first; i < n_seen; i++)
    entry->seen[i - first] = mado_slip_tail (&sorted[i]);
  qsort (entry->seen, entry->n_seen, sizeof *entry->seen, compare_tails);
  g_ptr_array_add (self->heads, entry);
}

void
mado_slip_add_person (MadoSlip   *self,
                      const char *eid)
{
  mado_slip_append_name (&self->persons, eid);
}

void
mado_slip_add_procedure (MadoSlip   *self,
                         const char *proc,
                         const char *state,
                         const char *added)
{
  MadoSlipProcedure *procedure = g_new0 (MadoSlipProcedure, 1);

  procedure->proc = g_strdup (proc);
  procedure->state = g_strdup (state != NULL ? state : "");
  procedure->added = g_strdup (added != NULL ? added : "");
  g_ptr_array_add (self->procedures, procedure);
}

void
mado_slip_add_window (MadoSlip   *self,
                      const char *desk)
{
  if (!g_strv_contains ((const char *const *) self->windows, desk))
    mado_slip_append_name (&self->windows, desk);
}

void
mado_slip_add_signature (MadoSlip          *self,
                         const MadoId      *id,
                         const guint8       digest[MADO_SLIP_DIGEST_BYTES],
                         const char        *method,
                         gint64             signed_at,
                         const char *const *procs)
{
  MadoSlipSignature *signature = g_new0 (MadoSlipSignature, 1);

  signature->id = *id;
  memcpy (signature->digest, digest, sizeof signature->digest);
  signature->method = g_strdup (method);
  signature->signed_at = signed_at;
  signature->procs = g_strdupv ((char **) procs);
  g_ptr_array_add (self->signatures, signature);
}

void
mado_slip_add_value (MadoSlip     *self,
                     const char   *section,
                     const char   *path,
                     GVariant     *value,
                     MadoSlipTier  tier)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  MadoSlipValue *entry;

  if (mado_value_is_none (owned))
    return;
  entry = g_new0 (MadoSlipValue, 1);
  entry->path = g_strdup (path);
  entry->section = g_strdup (section);
  entry->value = g_steal_pointer (&owned);
  entry->tier = tier;
  entry->known = TRUE;
  if (self->draft && mado_slip_get_heads (self, section) == NULL)
    mado_slip_add_heads (self, section, 0, NULL, 0, NULL, 0); /* nothing was before it */
  g_ptr_array_add (self->values, entry);
}

static int
compare_by_name (const void *a,
                 const void *b,
                 void       *data)
{
  const char *const *procs = data;

  return strcmp (procs[*(const guint *) a], procs[*(const guint *) b]);
}

void
mado_slip_signature_digest (const char *const *procs,
                            const guint8      *digests,
                            guint8             digest[MADO_SLIP_DIGEST_BYTES])
{
  guint n = g_strv_length ((char **) procs);
  g_autofree guint *order = g_new (guint, MAX (n, 1));
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 whole[MADO_DIGEST_BYTES];

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) n, sizeof *order, compare_by_name, (gpointer) procs);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (all, digests + (gsize) order[i] * MADO_DIGEST_BYTES, MADO_DIGEST_BYTES);
  mado_digest (all->data, all->len, whole);
  memcpy (digest, whole, MADO_SLIP_DIGEST_BYTES);
}

GVariant *
mado_slip_lookup (MadoSlip   *self,
                  const char *path)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const MadoSlipValue *value = self->values->pdata[i];

      if (strcmp (value->path, path) == 0)
        return value->value;
    }
  return NULL;
}

const MadoSlipHeads *
mado_slip_get_heads (MadoSlip   *self,
                     const char *section)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      const MadoSlipHeads *heads = self->heads->pdata[i];

      if (strcmp (heads->section, section) == 0)
        return heads;
    }
  return NULL;
}

gboolean
mado_slip_heads_may_have_seen (const MadoSlipHeads *self,
                               const MadoId        *commit)
{
  guint16 tail = mado_slip_tail (commit);

  for (guint i = 0; i < self->n_heads; i++)
    if (mado_id_equal (&self->heads[i], commit))
      return TRUE;
  return bsearch (&tail, self->seen, self->n_seen, sizeof tail, compare_tails) != NULL;
}
