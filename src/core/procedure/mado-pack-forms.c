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

static const char *const date_parts[] = { "era", "year", "month", "day", NULL };

/* Younger than the format: told by the check, but a pack in use stays readable. */
static void
check_numbers (const MadoFormItem *item, MadoNode *node)
{
  if (!node->build->checking)
    return;
  if (!(item->size >= 1 && item->size <= 200))
    mado_node_fault (node, _("The size of the type must be from 1 to 200 points."));
  if (!(item->line >= 0 && item->line <= 20))
    mado_node_fault (node, _("A line must be from 0 to 20 mm thick."));
  if (item->value != NULL && (item->kind == MADO_ITEM_WAREKI || item->kind == MADO_ITEM_DIGITS) &&
      !g_strv_contains (date_parts, item->value))
    mado_node_fault (node, _("“%s” is no part of a date: era, year, month or day."), item->value);
}

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
  check_numbers (item, node);
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

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* "paper.pdf", or {"file": "paper.pdf", "page": 2, "sha256": "…"}. Only the file
 * is looked for here: what is in it only the confined renderer reads. */
static void
load_background (MadoFormLayout *form, MadoBuild *build, MadoNode *root)
{
  g_autofree char *path = NULL;
  MadoNode node;
  gint64 page;

  if (!mado_node_member (&node, root, "background"))
    return;
  if (!JSON_NODE_HOLDS_OBJECT (node.json))
    form->background = mado_node_str (root, "background", FALSE);
  else
    {
      form->background = mado_node_str (&node, "file", TRUE);
      page = mado_node_int (&node, "page", 0);
      if (page < 0 || page > 9999)
        mado_node_fault (&node, _("“%s” must be a page number from 1 on."), "page");
      form->background_page = (guint) CLAMP (page, 0, 9999);
      form->background_hash = mado_node_str (&node, "sha256", FALSE);
      if (form->background_hash != NULL && !is_hash (form->background_hash))
        mado_node_fault (&node, _("“sha256” must be 64 small hexadecimal digits."));
      mado_node_end (&node);
    }
  if (form->background != NULL)
    path = g_build_filename (build->dir, "forms", form->background, NULL);
  if (form->background == NULL || *form->background == '\0' || *form->background == '.' || strchr (form->background, '/') != NULL ||
      !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    mado_node_fault (&node, _("The background “%s” is not in forms/."), form->background);
}

const MadoFormLayout *
mado_load_form_source (MadoBuild *build, MadoSource *source, const char *id)
{
  MadoFormLayout *form = mado_arena_alloc (build->arena, sizeof *form);
  MadoFormItem *items;
  MadoNode root, list;
  guint n;

  mado_node_root (&root, build, source);
  if (!mado_node_is_object (&root))
    return NULL;
  form->id = mado_node_id (&root, "id");
  if (!g_str_equal (form->id, id))
    mado_node_fault (&root, _("The file is named “%s”, but its id is “%s”."), id, form->id);
  form->title = mado_node_text (&root, "title", TRUE);
  form->paper = mado_node_str (&root, "paper", TRUE);
  set_paper (form, &root);
  load_background (form, build, &root);
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

const MadoFormLayout *
mado_load_form (MadoPack *self, MadoBuild *build, const char *id)
{
  g_autofree char *name = g_strconcat ("forms/", id, ".json", NULL);
  MadoSource *source = NULL;

  if (strchr (id, '/') != NULL)
    mado_build_fault (build, name, 0, _("This file is missing."));
  else
    source = mado_build_read (build, name);
  return source != NULL ? mado_load_form_source (build, source, id) : NULL;
}
