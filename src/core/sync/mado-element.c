/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/*
 * Elements of collections ("person/p1/…"): there as long as they are not
 * removed, and a removal counts only if every edit of the element was either
 * seen by a removal or made in sight of one. Else it is contested: the element
 * stays visible and the conflict is shown until somebody writes the register
 * "removed" again, having seen both.
 */

static gboolean
is_yes (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

/* A removal that a slip's base brings is a copy of somebody's, perhaps of one
 * that is here: who has seen that one has seen the removal. */
static gboolean
has_seen_a_removal (MadoReg         *removed,
                    const MadoWrite *write)
{
  for (guint i = 0; i < removed->writes->len; i++)
    {
      const MadoWrite *removal = &g_array_index (removed->writes, MadoWrite, i);

      if (is_yes (removal->change->value) && mado_dag_has_seen (removed->section->dag, write->handle, removal->handle))
        return TRUE;
    }
  return FALSE;
}

/* @write was made by somebody who had not seen any of the removals, and none
 * of those who removed had seen it. A slip's base is nobody's edit. */
static gboolean
is_unseen_edit (MadoReg         *removed,
                const MadoWrite *write,
                GPtrArray       *removals)
{
  MadoSection *section = removed->section;

  if (mado_section_get_commit (section, write->handle) == NULL)
    return FALSE;
  for (guint i = 0; i < removals->len; i++)
    {
      guint removal = ((const MadoWrite *) removals->pdata[i])->handle;

      if (removal == write->handle || mado_dag_has_seen (section->dag, removal, write->handle) ||
          mado_dag_has_seen (section->dag, write->handle, removal))
        return FALSE;
      if (mado_section_get_base (section, removal) != NULL && has_seen_a_removal (removed, write))
        return FALSE;
    }
  return TRUE;
}

/**
 * mado_element_is_contested:
 * @removed: an element's register "removed"
 * @removals: (element-type MadoWrite): its standing writes, all of one value
 *
 * Replaced edits count too: correcting a field of an element whose removal is
 * contested does not decide the contest.
 */
gboolean
mado_element_is_contested (MadoReg   *removed,
                           GPtrArray *removals)
{
  MadoSection *section = removed->section;
  g_autofree char *prefix = g_strndup (removed->path, strlen (removed->path) - strlen ("removed"));
  guint from;
  guint until;

  if (!is_yes (((const MadoWrite *) removals->pdata[0])->change->value))
    return FALSE;
  mado_section_range (section, prefix, &from, &until);
  for (guint i = from; i < until; i++)
    {
      MadoReg *reg = section->sorted->pdata[i];

      for (guint k = 0; reg != removed && k < reg->writes->len; k++)
        if (is_unseen_edit (removed, &g_array_index (reg->writes, MadoWrite, k), removals))
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_removed_in (MadoSection *section,
               const char  *path)
{
  MadoReg *reg = mado_section_lookup (section, path);
  const MadoRegister *shown;
  GVariant *value;

  if (reg == NULL)
    return FALSE;
  shown = mado_reg_resolve (reg);
  value = ((MadoRegisterValue *) shown->values->pdata[0])->value;
  return shown->values->len == 1 && !shown->contested && is_yes (value);
}

gboolean
mado_record_element_is_removed (MadoRecord *self,
                                const char *element)
{
  GPtrArray *sections = mado_record_fold_sections (self);
  g_autofree char *path = g_strconcat (element, "/removed", NULL);

  for (guint i = 0; i < sections->len; i++)
    if (is_removed_in (sections->pdata[i], path))
      return TRUE;
  return FALSE;
}

/* --- listing ----------------------------------------------------------------------- */

typedef struct
{
  char   *eid;
  guint64 clock; /* first appearance */
  guint   index;
} Element;

static void
element_free (gpointer data)
{
  g_free (((Element *) data)->eid);
  g_free (data);
}

static void
note_element (GHashTable    *elements,
              const char    *eid,
              gsize          length,
              const MadoReg *reg)
{
  g_autofree char *name = g_strndup (eid, length);
  Element *element = g_hash_table_lookup (elements, name);

  if (element == NULL)
    {
      element = g_new0 (Element, 1);
      element->eid = g_steal_pointer (&name);
      element->clock = G_MAXUINT64;
      g_hash_table_insert (elements, element->eid, element);
    }
  if (reg->first_clock < element->clock ||
      (reg->first_clock == element->clock && reg->first_index < element->index))
    {
      element->clock = reg->first_clock;
      element->index = reg->first_index;
    }
}

static void
collect_elements (MadoSection *section,
                  const char  *prefix,
                  GHashTable  *elements)
{
  guint from;
  guint until;

  mado_section_range (section, prefix, &from, &until);
  for (guint i = from; i < until; i++)
    {
      const MadoReg *reg = section->sorted->pdata[i];
      const char *eid = reg->path + strlen (prefix);
      const char *end = strchr (eid, '/');

      if (end != NULL && end > eid)
        note_element (elements, eid, (gsize) (end - eid), reg);
    }
}

static int
compare_elements (gconstpointer a,
                  gconstpointer b)
{
  const Element *one = *(Element *const *) a;
  const Element *two = *(Element *const *) b;

  if (one->clock != two->clock)
    return one->clock < two->clock ? -1 : 1;
  if (one->index != two->index)
    return one->index < two->index ? -1 : 1;
  return strcmp (one->eid, two->eid);
}

static gboolean
is_listed (MadoRecord *self,
           const char *collection,
           const char *eid)
{
  g_autofree char *element = g_strconcat (collection, "/", eid, NULL);

  return !mado_record_element_is_removed (self, element);
}

char **
mado_record_list_elements (MadoRecord *self,
                           const char *collection)
{
  GPtrArray *sections = mado_record_fold_sections (self);
  g_autoptr (GHashTable) elements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, element_free);
  g_autofree char *prefix = g_strconcat (collection, "/", NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) out = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer element;

  for (guint i = 0; i < sections->len; i++)
    collect_elements (sections->pdata[i], prefix, elements);
  g_hash_table_iter_init (&iter, elements);
  while (g_hash_table_iter_next (&iter, NULL, &element))
    g_ptr_array_add (found, element);
  g_ptr_array_sort (found, compare_elements);
  for (guint i = 0; i < found->len; i++)
    if (is_listed (self, collection, ((Element *) found->pdata[i])->eid))
      g_ptr_array_add (out, g_strdup (((Element *) found->pdata[i])->eid));
  g_ptr_array_add (out, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&out), FALSE);
}
