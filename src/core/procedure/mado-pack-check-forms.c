/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include "core/base/mado-date.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What is checked about print layouts beyond their reading: that each value
 * exists, that marks stand at values that can be, that no value is printed over
 * another. */

/* Boxes may touch and share a rounded edge. */
#define TOUCHING_MM 0.5

static gboolean
is_case_word (const char *path)
{
  static const char *const words[] = { "case_no", "ticket_no", "received_on", "city_name", "mayor", NULL };

  return g_strv_contains (words, path);
}

static gboolean
has_person_field (const MadoProcedure *p, const char *role, const char *field)
{
  gboolean any = g_str_equal (role, "head") || g_str_equal (role, "notifier") || g_str_equal (role, "visitor");

  if (g_str_equal (field, "name"))
    field = "family_name";
  else if (g_str_equal (field, "kana"))
    field = "family_name_kana";
  if (!any && mado_procedure_find_role (p, role) == NULL)
    return FALSE;
  if (any && g_str_equal (field, "family_name"))
    return TRUE;
  for (guint i = 0; i < p->n_fields; i++)
    if (g_str_equal (p->fields[i].field->id, field) && (any || g_strcmp0 (p->fields[i].person, role) == 0))
      return TRUE;
  return FALSE;
}

/* PREFIX.address needs at least the town of that address. */
static gboolean
has_address (const MadoProcedure *p, const char *path)
{
  g_autofree char *town = NULL;

  if (!g_str_has_suffix (path, ".address"))
    return FALSE;
  town = g_strdup_printf ("%.*s.town", (int) (strlen (path) - strlen (".address")), path);
  return mado_procedure_find_field (p, town) != NULL;
}

static gboolean
has_path (const MadoProcedure *p, const char *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *role = NULL;
  char *bracket;

  if (is_case_word (path) || mado_procedure_find_field (p, path) != NULL || has_address (p, path))
    return TRUE;
  if (dot == NULL)
    return FALSE;
  role = g_strndup (path, (gsize) (dot - path));
  bracket = strchr (role, '[');
  if (bracket != NULL)
    {
      if (!g_regex_match_simple ("^\\[[0-9]{1,2}\\]$", bracket, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
        return FALSE;
      *bracket = '\0';
    }
  return has_person_field (p, role, dot + 1);
}

static gboolean
uses_form (const MadoProcedure *p, const char *id)
{
  return g_strv_contains (p->forms, id);
}

/* --- one item ------------------------------------------------------------------- */

typedef struct
{
  MadoPack             *pack;
  MadoBuild            *build;
  const MadoFormLayout *form;
  MadoSource           *source;
} FormCheck;

static void fault_item (FormCheck *self, guint item, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
fault_item (FormCheck *self, guint item, const char *format, ...)
{
  g_autofree char *path = g_strdup_printf ("/items/%u", item);
  g_autofree char *text = NULL;
  MadoPlace place = { self->source, path };
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  mado_build_fault_place (self->build, &place, "%s", text);
}

static gboolean
is_era (const char *name)
{
  for (int era = MADO_ERA_MEIJI; era <= MADO_ERA_REIWA; era++)
    if (g_str_equal (mado_era_name ((MadoEra) era), name))
      return TRUE;
  return FALSE;
}

const MadoField *
mado_form_path_field (MadoPack *pack, const char *path)
{
  const MadoField *field = mado_pack_get_field (pack, path);
  const char *dot = strchr (path, '.');

  if (field == NULL && dot != NULL)
    field = mado_pack_get_field (pack, dot + 1);
  return field;
}

static gboolean
is_possible (const MadoField *field, const char *value)
{
  switch (field->type)
    {
    case MADO_FIELD_CHOICE:
    case MADO_FIELD_CHOICES:
      return mado_field_find_choice (field, value) != NULL;
    case MADO_FIELD_YES_NO:
      return g_str_equal (value, "yes") || g_str_equal (value, "no");
    case MADO_FIELD_DATE:
      return is_era (value);
    case MADO_FIELD_TEXT:
    case MADO_FIELD_KANA:
    case MADO_FIELD_NUMBER:
    case MADO_FIELD_PHONE:
    case MADO_FIELD_EMAIL:
    case MADO_FIELD_POSTAL_CODE:
    case MADO_FIELD_TIME:
    default:
      return TRUE;
    }
}

static void
check_value (FormCheck *self, guint index)
{
  const MadoFormItem *item = &self->form->items[index];
  const MadoField *field = mado_form_path_field (self->pack, item->path);
  gboolean marks = item->kind == MADO_ITEM_CHECK || item->kind == MADO_ITEM_CIRCLE;
  gboolean date = item->kind == MADO_ITEM_WAREKI || (item->kind == MADO_ITEM_DIGITS && item->value != NULL);

  if (field == NULL)
    return;
  if (marks && item->value != NULL && !is_possible (field, item->value))
    fault_item (self, index, _("“%s” can never have the value “%s”."), item->path, item->value);
  if (date && field->type != MADO_FIELD_DATE && field->type != MADO_FIELD_TIME)
    fault_item (self, index, _("“%s” is no date."), item->path);
}

static gboolean
prints_text (const MadoFormItem *item)
{
  return (item->kind == MADO_ITEM_TEXT || item->kind == MADO_ITEM_DIGITS || item->kind == MADO_ITEM_WAREKI ||
          item->kind == MADO_ITEM_SIGNATURE) && item->w > 0 && item->h > 0;
}

static gboolean
overlap (const MadoFormItem *a, const MadoFormItem *b)
{
  double across = MIN (a->x + a->w, b->x + b->w) - MAX (a->x, b->x);
  double down = MIN (a->y + a->h, b->y + b->h) - MAX (a->y, b->y);

  return across > TOUCHING_MM && down > TOUCHING_MM;
}

static void
check_overlaps (FormCheck *self, guint index)
{
  const MadoFormItem *item = &self->form->items[index];

  for (guint i = 0; i < index && prints_text (item); i++)
    if (prints_text (&self->form->items[i]) && overlap (item, &self->form->items[i]))
      {
        fault_item (self, index, _("This value would be printed over that of item %u."), i + 1);
        return;
      }
}

static void
check_path (FormCheck *self, guint index)
{
  const char *path = self->form->items[index].path;

  for (guint j = 0; j < self->pack->procedures.list->len; j++)
    {
      const MadoProcedure *p = g_ptr_array_index (self->pack->procedures.list, j);

      if (uses_form (p, self->form->id) && has_path (p, path))
        return;
    }
  fault_item (self, index, _("No procedure of this form has “%s”."), path);
}

void
mado_check_form (MadoPack *pack, MadoBuild *build, const MadoFormLayout *form, MadoSource *source)
{
  FormCheck self = { pack, build, form, source };
  gboolean used = FALSE;

  for (guint j = 0; j < pack->procedures.list->len; j++)
    used |= uses_form (g_ptr_array_index (pack->procedures.list, j), form->id);
  if (!used)
    mado_build_fault (build, source->name, 1, _("No procedure uses this form."));
  for (guint i = 0; used && i < form->n_items; i++)
    {
      if (form->items[i].path != NULL)
        {
          check_path (&self, i);
          check_value (&self, i);
        }
      check_overlaps (&self, i);
    }
}

/* --- all of them ------------------------------------------------------------------ */

static void
check_file (MadoPack *pack, MadoBuild *build, const char *id)
{
  const MadoFormLayout *form = mado_load_form (pack, build, id);
  g_autofree char *name = g_strconcat ("forms/", id, ".json", NULL);

  for (guint i = 0; form != NULL && i < build->sources->len; i++)
    {
      MadoSource *source = g_ptr_array_index (build->sources, i);

      if (g_str_equal (source->name, name))
        mado_check_form (pack, build, form, source);
    }
}

void
mado_check_forms (MadoPack *pack, MadoBuild *build, guint *n_forms)
{
  g_autoptr(GPtrArray) files = mado_build_list (build, "forms");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char key[160];

  for (guint i = 0; i < files->len; i++)
    {
      const char *name = (const char *) g_ptr_array_index (files, i) + strlen ("forms/");
      char *id = g_strndup (name, strlen (name) - strlen (".json"));

      check_file (pack, build, id);
      g_hash_table_add (seen, id);
    }
  for (guint i = 0; i < pack->procedures.list->len; i++)
    {
      const MadoProcedure *p = g_ptr_array_index (pack->procedures.list, i);

      for (guint j = 0; p->forms[j] != NULL; j++)
        if (!g_hash_table_contains (seen, p->forms[j]))
          {
            g_snprintf (key, sizeof key, "forms:%s", p->id);
            mado_build_fault_at (build, key, _("The layout forms/%s.json is missing."), p->forms[j]);
          }
    }
  *n_forms = files->len;
}
