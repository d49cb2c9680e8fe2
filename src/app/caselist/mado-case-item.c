/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/caselist/mado-case-item.h"

#include <glib/gi18n.h>

#include "core/model/mado-case-state.h"

struct _MadoCaseItem
{
  GObject      parent_instance;

  MadoCaseRow *row;
};

G_DEFINE_FINAL_TYPE (MadoCaseItem, mado_case_item, G_TYPE_OBJECT)

static void
mado_case_item_finalize (GObject *object)
{
  mado_case_row_free (MADO_CASE_ITEM (object)->row);

  G_OBJECT_CLASS (mado_case_item_parent_class)->finalize (object);
}

static void
mado_case_item_class_init (MadoCaseItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_case_item_finalize;
}

static void
mado_case_item_init (MadoCaseItem *self)
{
}

MadoCaseItem *
mado_case_item_new (MadoCaseRow *row)
{
  MadoCaseItem *self = g_object_new (MADO_TYPE_CASE_ITEM, NULL);

  self->row = row;

  return self;
}

const MadoCaseRow *
mado_case_item_get_row (MadoCaseItem *self)
{
  g_return_val_if_fail (MADO_IS_CASE_ITEM (self), NULL);

  return self->row;
}

guint
mado_case_item_get_rank (MadoCaseItem *self)
{
  const MadoCaseRow *row = self->row;

  if (row->parked)
    return 1;

  if (row->n_open > 0 || row->n_conflicts > 0)
    return 0;

  return 2;
}

int
mado_case_item_compare (gconstpointer a,
                        gconstpointer b,
                        gpointer      unused)
{
  MadoCaseItem *left = (MadoCaseItem *) a, *right = (MadoCaseItem *) b;
  guint rank = mado_case_item_get_rank (left), other = mado_case_item_get_rank (right);

  if (rank != other)
    return rank < other ? -1 : 1;

  /* Who came first goes first; of the finished ones the last is on top. */
  if (rank < 2)
    return left->row->opened_at < right->row->opened_at ? -1
           : left->row->opened_at > right->row->opened_at;

  return left->row->changed_at > right->row->changed_at ? -1
         : left->row->changed_at < right->row->changed_at;
}

const char *
mado_case_state_label (const char *state)
{
  static const struct
  {
    const char *state;
    const char *label;
  } labels[] = {
    { "open", NC_("state of a case", "Open") },
    { "guided", NC_("state of a case", "Guided") },
    { "filled", NC_("state of a case", "Filled in") },
    { "signed", NC_("state of a case", "Signed") },
    { "accepted", NC_("state of a case", "Accepted") },
    { "entered", NC_("state of a case", "Entered") },
    { "checked", NC_("state of a case", "Checked") },
    { "closed", NC_("state of a case", "Finished") },
    { "parked", NC_("state of a case", "On hold") },
    { "held", NC_("state of a case", "Documents missing") },
    { "forwarded", NC_("state of a case", "Forwarded") },
    { "not_applicable", NC_("state of a case", "Not applicable") },
    { "withdrawn", NC_("state of a case", "Withdrawn") },
    { "refused", NC_("state of a case", "Refused") },
    { "incomplete", NC_("state of a case", "Waiting for records") },
  };

  for (guint i = 0; state && i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].state, state))
      return g_dpgettext2 (GETTEXT_PACKAGE, "state of a case", labels[i].label);

  return state ? state : "";
}
