/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-pack.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/base/mado-error.h"
#include "print/mado-form-sample.h"

/* madoguchi-ctl pack form: a form of a pack as PDF, with a made-up person or
 * with values of a file. 0: written; 1: refused, with the reason; 2: wrong
 * words. What does not fit is told on stderr as well. */

typedef struct
{
  const char *dir;
  const char *form;
  const char *sample;
  const char *values;
  const char *output;
} Options;

static gboolean
read_options (int       argc,
              char    **argv,
              Options  *options)
{
  const struct { const char *name; const char **place; } known[] = {
    { "--sample", &options->sample }, { "--values", &options->values }, { "--output", &options->output },
  };

  for (int i = 0; i < argc; i++)
    {
      const char **place = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (known); j++)
        if (g_str_equal (known[j].name, argv[i]))
          place = known[j].place;
      if (place != NULL && ++i == argc)
        return FALSE;
      if (place == NULL && g_str_has_prefix (argv[i], "--"))
        return FALSE;
      if (place == NULL)
        place = options->dir == NULL ? &options->dir : options->form == NULL ? &options->form : NULL;
      if (place == NULL || *place != NULL)
        return FALSE;
      *place = argv[i];
    }
  return options->form != NULL && options->output != NULL;
}

static gboolean
read_kind (const char      *name,
           MadoFormSample  *sample,
           GError         **error)
{
  static const char *const names[] = { "plain", "long", "rare" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name == NULL || g_str_equal (names[i], name))
      {
        sample->kind = i;
        return TRUE;
      }
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("There is no sample person “%s”: plain, long or rare."), name);
  return FALSE;
}

/* { "path": "text", … } */
static GHashTable *
read_values (const char  *path,
             GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) fault = NULL;
  JsonNode *root;
  JsonObjectIter iter;
  JsonNode *node;
  const char *name;

  if (!json_parser_load_from_file (parser, path, &fault))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("The values cannot be read: %s."), fault->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The values must be an object { \"path\": \"text\" }."));
      return NULL;
    }
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("Every value of “%s” must be a string."), name);
          return NULL;
        }
      g_hash_table_replace (values, g_strdup (name), g_strdup (json_node_get_string (node)));
    }
  return g_steal_pointer (&values);
}

static void
tell_warnings (MadoFormPrint *form)
{
  GPtrArray *warnings = mado_form_print_get_warnings (form);

  for (guint i = 0; i < warnings->len; i++)
    {
      const MadoPrintWarning *warning = g_ptr_array_index (warnings, i);
      g_autofree char *sentence = mado_print_warning_to_text (warning);

      g_printerr ("%s: %s\n", warning->path != NULL ? warning->path : "", sentence);
    }
}

static gboolean
write_form (const Options  *options,
            GError        **error)
{
  g_autoptr (MadoPack) pack = mado_pack_load (options->dir, error);
  MadoFormSample sample = { .pack = pack };
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (MadoFormBackground) background = NULL;
  g_autoptr (MadoFormPrint) form = NULL;
  const MadoFormLayout *layout = pack != NULL ? mado_pack_load_form (pack, options->form, error) : NULL;

  if (layout == NULL || !read_kind (options->sample, &sample, error))
    return FALSE;
  if (options->values != NULL && (values = read_values (options->values, error)) == NULL)
    return FALSE;
  sample.values = values;
  if (layout->background != NULL && (background = mado_form_background_load (options->dir, layout, error)) == NULL)
    {
      g_prefix_error (error, "%s/forms/%s.json: ", options->dir, options->form);
      return FALSE;
    }
  form = mado_form_sample_print (&sample, layout);
  mado_form_print_set_background (form, background);
  if (!mado_form_print_to_pdf_file (&form, 1, mado_text_get (layout->title, NULL), options->output, error))
    return FALSE;
  tell_warnings (form);
  return TRUE;
}

int
ctl_pack_form (int    argc,
               char **argv)
{
  Options options = { NULL };
  g_autoptr (GError) error = NULL;

  if (!read_options (argc, argv, &options))
    {
      g_printerr (_("Name the folder of a city pack, a form, and with --output the PDF to write; --sample plain, long or rare and --values FILE.json say what is filled in.\n"));
      return 2;
    }
  if (write_form (&options, &error))
    return 0;
  g_printerr ("%s: %s\n", mado_error_name (error->code), error->message);
  return 1;
}
