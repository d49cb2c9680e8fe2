/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/layout/mado-layout-page-private.h"
#include "core/base/mado-date.h"

/* The properties of the chosen box. */

static const char *const kinds[] = { "static", "text", "digits", "check", "circle", "wareki", "signature", "box", "line", NULL };
static const char *const aligns[] = { "left", "centre", "right", NULL };

static guint
kind_of (MadoLayoutPage *self,
         guint           item)
{
  const char *kind = mado_form_draft_get_text (self->draft, item, "kind");

  for (guint i = 0; kinds[i] != NULL; i++)
    if (g_str_equal (kinds[i], kind))
      return i;
  return 0;
}

static const MadoFormPath *
find_path (MadoLayoutPage *self,
           const char     *path,
           guint          *at)
{
  for (guint i = 0; self->paths != NULL && i < self->paths->len; i++)
    {
      MadoFormPath *known = self->paths->pdata[i];

      if (g_str_equal (known->path, path))
        {
          *at = i;
          return known;
        }
    }
  return NULL;
}

char *
mado_layout_page_describe (MadoLayoutPage *self,
                           guint           item)
{
  const char *path = mado_form_draft_get_text (self->draft, item, "path");
  const char *label = mado_form_draft_get_text (self->draft, item, "label");
  GListModel *names = gtk_drop_down_get_model (self->kind);
  g_autoptr (GtkStringObject) kind = g_list_model_get_item (names, kind_of (self, item));
  guint at;
  const MadoFormPath *known = *path != '\0' ? find_path (self, path, &at) : NULL;
  const char *what = known != NULL ? known->label : path;

  return g_strdup_printf ("%u  %s  %s%s%s", item + 1, gtk_string_object_get_string (kind), what,
                          *what != '\0' && *label != '\0' ? " " : "", label);
}

/* --- lists that depend on the box ------------------------------------------------ */

void
mado_layout_page_fill_fields (MadoLayoutPage *self)
{
  const MadoFormLayout *layout = self->text != NULL ? mado_form_text_get_layout (self->text) : NULL;
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  g_clear_pointer (&self->paths, g_ptr_array_unref);
  self->paths = mado_form_paths_list (self->pack, self->id, layout != NULL ? layout->rows : 0);
  gtk_string_list_append (model, _("(none)"));
  for (guint i = 0; i < self->paths->len; i++)
    gtk_string_list_append (model, ((MadoFormPath *) self->paths->pdata[i])->label);
  gtk_drop_down_set_model (self->field, G_LIST_MODEL (model));
}

static void
add_value (MadoLayoutPage *self,
           GtkStringList  *model,
           const char     *code,
           const char     *label)
{
  g_ptr_array_add (self->values, g_strdup (code));
  gtk_string_list_append (model, label);
}

static void
add_choices (MadoLayoutPage  *self,
             GtkStringList   *model,
             const MadoField *field)
{
  if (field->type == MADO_FIELD_YES_NO)
    {
      add_value (self, model, "yes", _("Yes"));
      add_value (self, model, "no", _("No"));
    }
  else if (field->type == MADO_FIELD_DATE)
    for (int era = MADO_ERA_MEIJI; era <= MADO_ERA_REIWA; era++)
      add_value (self, model, mado_era_name ((MadoEra) era), mado_era_name ((MadoEra) era));
  for (guint i = 0; i < field->n_choices; i++)
    add_value (self, model, field->choices[i].code, mado_text_get (field->choices[i].label, NULL));
}

static void
fill_values (MadoLayoutPage *self,
             guint           item)
{
  static const struct { const char *code; const char *label; } parts[] = {
    { "era", N_("Era") }, { "year", N_("Year") }, { "month", N_("Month") }, { "day", N_("Day") },
  };
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  const char *kind = kinds[kind_of (self, item)];
  const char *now = mado_form_draft_get_text (self->draft, item, "value");
  guint at, chosen = 0;
  const MadoFormPath *path = find_path (self, mado_form_draft_get_text (self->draft, item, "path"), &at);

  g_ptr_array_set_size (self->values, 0);
  add_value (self, model, "", _("(whole)"));
  if (g_str_equal (kind, "check") || g_str_equal (kind, "circle"))
    {
      if (path != NULL && path->field != NULL)
        add_choices (self, model, path->field);
    }
  else if (g_str_equal (kind, "wareki") || g_str_equal (kind, "digits"))
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      add_value (self, model, parts[i].code, _(parts[i].label));
  if (!g_ptr_array_find_with_equal_func (self->values, now, g_str_equal, &chosen))
    {
      add_value (self, model, now, now);
      chosen = self->values->len - 1;
    }
  gtk_drop_down_set_model (self->value, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->value, chosen);
}

/* --- showing ------------------------------------------------------------------------ */

static void
set_spin (MadoLayoutPage *self,
          GtkSpinButton  *spin,
          guint           item,
          const char     *key,
          double          fallback)
{
  gtk_spin_button_set_value (spin, mado_form_draft_get_number (self->draft, item, key, fallback));
}

static gboolean
has_value (guint kind)
{
  return kind >= 1 && kind <= 5;
}

static void
set_uses (MadoLayoutPage *self,
          guint           kind)
{
  const char *name = kinds[kind];
  gboolean part = kind >= 2 && kind <= 5;
  gboolean words = kind == 0 || kind == 3 || kind == 4;
  gboolean type = kind <= 5;

  gtk_widget_set_sensitive (GTK_WIDGET (self->field), has_value (kind));
  gtk_widget_set_sensitive (GTK_WIDGET (self->value), part);
  gtk_widget_set_sensitive (GTK_WIDGET (self->label), words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->size), type);
  gtk_widget_set_sensitive (GTK_WIDGET (self->align), type);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cells), g_str_equal (name, "digits"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->line), kind == 2 || kind >= 7);
  gtk_widget_set_sensitive (GTK_WIDGET (self->vertical), kind == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->dashed), kind == 2 || kind >= 7);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shaded), g_str_equal (name, "box"));
}

static void
show_words (MadoLayoutPage *self,
            guint           item)
{
  const char *label = mado_form_draft_get_text (self->draft, item, "label");
  const char *align = mado_form_draft_get_text (self->draft, item, "align");

  if (!g_str_equal (gtk_editable_get_text (self->label), label))
    gtk_editable_set_text (self->label, label);
  gtk_drop_down_set_selected (self->align, 0);
  for (guint i = 0; aligns[i] != NULL; i++)
    if (g_str_equal (aligns[i], align))
      gtk_drop_down_set_selected (self->align, i);
  gtk_check_button_set_active (self->vertical, mado_form_draft_get_flag (self->draft, item, "vertical", FALSE));
  gtk_check_button_set_active (self->dashed, mado_form_draft_get_flag (self->draft, item, "dashed", FALSE));
  gtk_check_button_set_active (self->shaded, mado_form_draft_get_flag (self->draft, item, "shaded", FALSE));
}

void
mado_layout_page_show_item (MadoLayoutPage *self)
{
  int item = mado_layout_page_get_item (self);
  gboolean any = self->draft != NULL && item >= 0;
  g_autofree char *name = any ? mado_layout_page_describe (self, (guint) item) : g_strdup (_("No box is chosen."));
  guint at = 0;

  gtk_widget_set_sensitive (self->properties, any);
  gtk_label_set_text (self->name, name);
  mado_layout_canvas_describe (self->canvas, any ? name : "");
  if (!any)
    return;
  self->filling = TRUE;
  set_spin (self, self->x, (guint) item, "x", 0);
  set_spin (self, self->y, (guint) item, "y", 0);
  set_spin (self, self->w, (guint) item, "w", 0);
  set_spin (self, self->h, (guint) item, "h", 0);
  set_spin (self, self->size, (guint) item, "size", 9);
  set_spin (self, self->cells, (guint) item, "cells", 0);
  set_spin (self, self->line, (guint) item, "line", 0.2);
  gtk_drop_down_set_selected (self->field,
    find_path (self, mado_form_draft_get_text (self->draft, (guint) item, "path"), &at) != NULL ? at + 1 : 0);
  fill_values (self, (guint) item);
  show_words (self, (guint) item);
  set_uses (self, kind_of (self, (guint) item));
  self->filling = FALSE;
}

/* --- changing -------------------------------------------------------------------------- */

static gboolean
may_change (MadoLayoutPage *self)
{
  return !self->filling && self->draft != NULL && mado_layout_page_get_item (self) >= 0;
}

static void
spin_cb (GtkSpinButton  *spin,
         MadoLayoutPage *self)
{
  const struct { GtkSpinButton *spin; const char *key; } known[] = {
    { self->x, "x" }, { self->y, "y" }, { self->w, "w" }, { self->h, "h" },
    { self->size, "size" }, { self->cells, "cells" }, { self->line, "line" },
  };
  int item = mado_layout_page_get_item (self);

  if (!may_change (self))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].spin == spin)
      {
        g_autofree char *tag = g_strdup_printf ("%s-%d", known[i].key, item);

        mado_form_draft_set_number (self->draft, (guint) item, known[i].key, gtk_spin_button_get_value (spin), tag);
      }
  mado_layout_page_touched (self);
}

static void
field_cb (MadoLayoutPage *self)
{
  guint at = gtk_drop_down_get_selected (self->field);
  const MadoFormPath *path = at > 0 && at <= self->paths->len ? self->paths->pdata[at - 1] : NULL;

  if (!may_change (self))
    return;
  mado_form_draft_set_text (self->draft, (guint) mado_layout_page_get_item (self), "path", path != NULL ? path->path : NULL, NULL);
  mado_layout_page_touched (self);
}

static void
value_cb (MadoLayoutPage *self)
{
  guint at = gtk_drop_down_get_selected (self->value);

  if (!may_change (self) || at >= self->values->len)
    return;
  mado_form_draft_set_text (self->draft, (guint) mado_layout_page_get_item (self), "value", self->values->pdata[at], NULL);
  mado_layout_page_touched (self);
}

static void
label_cb (MadoLayoutPage *self)
{
  int item = mado_layout_page_get_item (self);
  g_autofree char *tag = g_strdup_printf ("label-%d", item);

  if (!may_change (self))
    return;
  mado_form_draft_set_text (self->draft, (guint) item, "label", gtk_editable_get_text (self->label), tag);
  mado_layout_page_touched (self);
}

static void
align_cb (MadoLayoutPage *self)
{
  guint at = gtk_drop_down_get_selected (self->align);

  if (!may_change (self) || at >= 3)
    return;
  mado_form_draft_set_text (self->draft, (guint) mado_layout_page_get_item (self), "align", at == 0 ? NULL : aligns[at], NULL);
  mado_layout_page_touched (self);
}

static void
flag_cb (GtkCheckButton *button,
         MadoLayoutPage *self)
{
  const char *key = button == self->vertical ? "vertical" : button == self->dashed ? "dashed" : "shaded";

  if (!may_change (self))
    return;
  mado_form_draft_set_flag (self->draft, (guint) mado_layout_page_get_item (self), key, gtk_check_button_get_active (button), NULL);
  mado_layout_page_touched (self);
}

void
mado_layout_page_init_side (MadoLayoutPage *self)
{
  GtkSpinButton *spins[] = { self->x, self->y, self->w, self->h, self->size, self->cells, self->line };
  GtkCheckButton *flags[] = { self->vertical, self->dashed, self->shaded };
  g_autoptr (GtkExpression) words = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->values = g_ptr_array_new_with_free_func (g_free);
  gtk_drop_down_set_expression (self->field, words);
  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    g_signal_connect (spins[i], "value-changed", G_CALLBACK (spin_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    g_signal_connect (flags[i], "toggled", G_CALLBACK (flag_cb), self);
  g_signal_connect_swapped (self->field, "notify::selected", G_CALLBACK (field_cb), self);
  g_signal_connect_swapped (self->value, "notify::selected", G_CALLBACK (value_cb), self);
  g_signal_connect_swapped (self->align, "notify::selected", G_CALLBACK (align_cb), self);
  g_signal_connect_swapped (self->label, "changed", G_CALLBACK (label_cb), self);
}
