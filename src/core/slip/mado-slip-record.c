/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-record.h"
#include "core/model/mado-case-path.h"

#include <string.h>

/* How one section of the slip stands to the record. */
typedef struct
{
  gboolean slip_has_more;
  gboolean record_has_more;
} Difference;

static gboolean
lists_head (const MadoSlipHeads *heads,
            const MadoId        *id)
{
  for (guint i = 0; i < heads->n_heads; i++)
    if (mado_id_equal (&heads->heads[i], id))
      return TRUE;
  return FALSE;
}

/* The clock of a commit that still shows in the record, or 0. */
static guint64
clock_of (MadoRecord   *record,
          const MadoId *commit)
{
  g_autoptr (GPtrArray) registers = mado_record_list (record, "");

  for (guint i = 0; i < registers->len; i++)
    {
      const MadoRegister *entry = registers->pdata[i];

      for (guint k = 0; k < entry->values->len; k++)
        {
          const MadoRegisterValue *value = entry->values->pdata[k];

          if (mado_id_equal (&value->commit, commit))
            return value->clock;
        }
    }
  return 0;
}

/* Had the issuer this commit? The seen tails say so. Where they cannot (none
 * named, or perhaps more than were carried), one that is newer than all the
 * slip stands for certainly was not there, an older one probably was. */
static gboolean
issuer_had (MadoSlip            *self,
            const MadoSlipHeads *heads,
            MadoRecord          *record,
            const MadoId        *commit)
{
  if (lists_head (heads, commit))
    return TRUE;
  if (mado_slip_heads_may_have_seen (heads, commit))
    return TRUE;
  if (heads->n_seen > 0 && heads->n_seen < MADO_SLIP_MAX_SEEN)
    return FALSE;
  return clock_of (record, commit) <= mado_slip_get_clock (self, heads->section);
}

static void
compare_section (MadoSlip            *self,
                 const MadoSlipHeads *heads,
                 MadoRecord          *record,
                 Difference          *difference)
{
  guint n;
  const MadoId *here = mado_record_get_heads (record, heads->section, &n);
  gboolean knows = TRUE;

  /* A base that an earlier scan laid makes its heads look like heads of the
   * record; only commits count here. */
  for (guint i = 0; i < heads->n_heads; i++)
    knows = knows && mado_record_has_commit (record, &heads->heads[i]);
  if (!knows)
    difference->slip_has_more = TRUE;
  for (guint i = 0; i < n; i++)
    {
      if (!mado_record_has_commit (record, &here[i]) || lists_head (heads, &here[i]))
        continue;
      if (knows || !issuer_had (self, heads, record, &here[i]))
        difference->record_has_more = TRUE;
    }
}

/* A desk sees some sections only. One that the record does not have at all is
 * not this desk's to see, or has not come yet; either way it says nothing of
 * how the rest stands. The shared section always counts. */
static gboolean
section_counts (MadoRecord *record,
                const char *section)
{
  const char *const *sections = mado_record_get_sections (record);

  return strcmp (section, MADO_CASE_SECTION_SHARED) == 0 || sections == NULL || sections[0] == NULL ||
         g_strv_contains (sections, section);
}

/**
 * mado_slip_compare:
 * @self: a slip
 * @record: the record it names, as this desktop has it; an empty one if it
 *   has nothing
 *
 * Decided by heads alone; the generation is a number for people.
 */
MadoSlipRelation
mado_slip_compare (MadoSlip   *self,
                   MadoRecord *record)
{
  Difference difference = { FALSE, FALSE };

  for (guint i = 0; i < self->heads->len; i++)
    {
      const MadoSlipHeads *heads = self->heads->pdata[i];

      if (section_counts (record, heads->section))
        compare_section (self, heads, record, &difference);
    }
  if (difference.slip_has_more)
    return difference.record_has_more ? MADO_SLIP_DIVERGED : MADO_SLIP_NEWER;
  return difference.record_has_more ? MADO_SLIP_OLDER : MADO_SLIP_SAME;
}

const char *
mado_slip_relation_to_string (MadoSlipRelation relation)
{
  static const char *const names[] = { "same", "older", "newer", "diverged" };

  return names[relation];
}

static void
add_change (GPtrArray  *changes,
            const char *path,
            GVariant   *value)
{
  g_ptr_array_add (changes, mado_change_new (path, value, MADO_SOURCE_SLIP, mado_case_path_is_sealed (path)));
}

static void
add_states (MadoSlip  *self,
            GPtrArray *changes)
{
  for (guint i = 0; i < self->procedures->len; i++)
    {
      const MadoSlipProcedure *procedure = self->procedures->pdata[i];
      g_autofree char *state = mado_case_path_proc (procedure->proc, "state");
      g_autofree char *added = mado_case_path_proc (procedure->proc, "added");

      if (*procedure->state != 0 && *procedure->state != '?')
        add_change (changes, state, g_variant_new_string (procedure->state));
      if (*procedure->added != 0 && *procedure->added != '?')
        add_change (changes, added, g_variant_new_string (procedure->added));
    }
}

GPtrArray *
mado_slip_list_changes (MadoSlip   *self,
                        const char *section)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);

  for (guint i = 0; i < self->values->len; i++)
    {
      const MadoSlipValue *value = self->values->pdata[i];

      if (value->known && strcmp (value->section, section) == 0)
        add_change (changes, value->path, value->value);
    }
  if (strcmp (section, MADO_CASE_SECTION_SHARED) == 0)
    add_states (self, changes);
  return changes;
}

guint64
mado_slip_get_clock (MadoSlip   *self,
                     const char *section)
{
  const MadoSlipHeads *heads = mado_slip_get_heads (self, section);

  return heads != NULL && heads->clock != 0 ? heads->clock : (guint64) MAX (self->issued, 0) << 16;
}

guint
mado_slip_apply_base (MadoSlip   *self,
                      MadoRecord *record)
{
  guint applied = 0;

  for (guint i = 0; i < self->heads->len; i++)
    {
      const MadoSlipHeads *heads = self->heads->pdata[i];
      g_autoptr (GPtrArray) changes = NULL;

      if (heads->n_heads == 0 || mado_record_knows (record, heads->heads, heads->n_heads))
        continue;
      changes = mado_slip_list_changes (self, heads->section);
      mado_record_apply_base (record, heads->section, heads->heads, heads->n_heads,
                              mado_slip_get_clock (self, heads->section), changes);
      applied++;
    }
  return applied;
}

void
mado_slip_base_id (MadoSlip   *self,
                   const char *section,
                   MadoId     *id)
{
  const MadoSlipHeads *heads = mado_slip_get_heads (self, section);
  g_autoptr (GByteArray) key = g_byte_array_new ();

  g_byte_array_append (key, self->record.b, sizeof self->record.b);
  g_byte_array_append (key, (const guint8 *) section, (guint) strlen (section) + 1);
  if (heads != NULL)
    g_byte_array_append (key, (const guint8 *) heads->heads, heads->n_heads * (guint) sizeof (MadoId));
  mado_id_derive (id, "slip-base", key->data, key->len);
}
