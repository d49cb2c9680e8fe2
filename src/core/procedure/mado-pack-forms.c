/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* forms/<id>.json: where each field is printed */

static const char *const kind_names[] = {
  "static", "text", "digits", "check", "circle", "wareki", "signature", "box", "line", NULL
};
static const char *const align_names[] = { "left", "centre", "right", NULL };

static const struct { const char *name; double width, height; } papers[] = {
  { "A4", 210, 297 }, { "A4-landscape", 297, 210 }, { "A5", 148, 210 }, { "A3-landscape", 420, 297 },
};

static void
check_item (const MadoFormLayout *form, const MadoFormItem *item, MadoNode *node)
{
  gboolean wants_path = item->kind == MADO_ITEM_TEXT || item->kind == MADO_ITEM_DIGITS ||
                        item->kind == MADO_ITEM_CHECK || item->kind == MADO_ITEM_CIRCLE ||
                        item->kind == MADO_ITEM_WAREKI;

  if (wants_path && item->path == NULL)
    mado_node_fault (node, _("This item prints a value and needs a \"path\"."));
  if (!wants_path && item->path != NULL)
    mado_node_fault (node, _("This item prints no value, so \"path\" must not stand here."));
  if ((item->kind == MADO_ITEM_CHECK || item->kind == MADO_ITEM_CIRCLE) && item->value == NULL)
    mado_node_fault (node, _("This item needs the \"value\" at which it is marked."));
  if (item->kind == MADO_ITEM_STATIC && item->label == NULL)
    mado_node_fault (node, _("This item needs a \"label\"."));
  if (item->kind == MADO_ITEM_DIGITS && item->cells == 0)
    mado_node_fault (node, _("This item needs the number of \"cells\"."));
  if (item->x < 0 || item->y < 0 || item->w < 0 || item->h < 0 ||
      item->x + item->w > form->width + 0.01 || item->y + item->h > form->height + 0.01)
    mado_node_fault (node, _("This item lies outside the sheet."));
}

static void
load_item (const MadoFormLayout *form, MadoFormItem *item, MadoNode *node)
{
  if (!mado_node_is_object (node))
    return;
  item->kind = mado_node_enum (node, "kind", kind_names, MADO_ITEM_STATIC);
  item->label = mado_node_text (node, "label", FALSE);
  item->path = mado_node_str (node, "path", FALSE);
  item->value = mado_node_str (node, "value", FALSE);
  item->x = mado_node_number (node, "x", 0);
  item->y = mado_node_number (node, "y", 0);
  item->w = mado_node_number (node, "w", 0);
  item->h = mado_node_number (node, "h", 0);
  item->size = mado_node_number (node, "size", 9);
  item->line = mado_node_number (node, "line", 0.2);
  item->cells = (guint) CLAMP (mado_node_int (node, "cells", 0), 0, 100);
  item->align = mado_node_enum (node, "align", align_names, MADO_ALIGN_LEFT);
  item->shrink = mado_node_bool (node, "shrink", item->kind == MADO_ITEM_TEXT);
  item->vertical = mado_node_bool (node, "vertical", FALSE);
  item->dashed = mado_node_bool (node, "dashed", FALSE);
  item->shaded = mado_node_bool (node, "shaded", FALSE);
  mado_node_end (node);
  check_item (form, item, node);
}

static void
set_paper (MadoFormLayout *form, MadoNode *root)
{
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    if (g_strcmp0 (papers[i].name, form->paper) == 0)
      {
        form->width = papers[i].width;
        form->height = papers[i].height;
        return;
      }
  mado_node_fault (root, _("The paper “%s” is not known."), form->paper);
}

static void
check_background (MadoFormLayout *form, MadoBuild *build, MadoNode *root)
{
  g_autofree char *path = NULL;

  if (form->background == NULL)
    return;
  path = g_build_filename (build->dir, "forms", form->background, NULL);
  if (strchr (form->background, '/') != NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    mado_node_fault (root, _("The background “%s” is not in forms/."), form->background);
}

const MadoFormLayout *
mado_load_form (MadoPack *self, MadoBuild *build, const char *id)
{
  g_autofree char *name = g_strconcat ("forms/", id, ".json", NULL);
  MadoFormLayout *form = mado_arena_alloc (build->arena, sizeof *form);
  MadoFormItem *items;
  MadoSource *source;
  MadoNode root, list;
  guint n;

  if (strchr (id, '/') != NULL || (source = mado_build_read (build, name)) == NULL)
    {
      if (strchr (id, '/') != NULL)
        mado_build_fault (build, name, 0, _("This file is missing."));
      return NULL;
    }
  mado_node_root (&root, build, source);
  if (!mado_node_is_object (&root))
    return NULL;
  form->id = mado_node_id (&root, "id");
  if (!g_str_equal (form->id, id))
    mado_node_fault (&root, _("The file is named “%s”, but its id is “%s”."), id, form->id);
  form->title = mado_node_text (&root, "title", TRUE);
  form->paper = mado_node_str (&root, "paper", TRUE);
  set_paper (form, &root);
  form->background = mado_node_str (&root, "background", FALSE);
  check_background (form, build, &root);
  form->repeat = mado_node_str (&root, "repeat", FALSE);
  form->rows = (guint) CLAMP (mado_node_int (&root, "rows", 0), 0, 100);
  mado_node_member (&list, &root, "items");
  n = mado_node_length (&list);
  items = mado_arena_alloc (build->arena, n * sizeof *items);
  form->items = items;
  form->n_items = n;
  mado_node_end (&root);
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      load_item (form, &items[i], &item);
    }
  return form;
}
