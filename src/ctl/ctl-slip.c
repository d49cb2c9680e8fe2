/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-clock.h"
#include "core/base/mado-random.h"
#include "core/slip/mado-slip-pack.h"
#include "ctl/ctl-group.h"
#include "ctl/ctl-slip-json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* madoguchi-ctl slip decode|encode KEYFILE [FILE] [PACK]: FILE "-" or nothing
 * is the standard input; PACK is a folder whose fields take the place of the
 * key file's. */

static char *
read_input (const char  *path,
            GError     **error)
{
  char *text = NULL;

  if (strcmp (path, "-") != 0)
    g_file_get_contents (path, &text, NULL, error);
  else
    g_file_get_contents ("/dev/stdin", &text, NULL, error);
  mado_error_convert (error);
  return text;
}

static JsonObject *
parse_object (JsonParser  *parser,
              const char  *text,
              GError     **error)
{
  g_autoptr (GError) fault = NULL;

  if (!json_parser_load_from_data (parser, text, -1, &fault))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("The file is no JSON: %s"), fault->message);
      return NULL;
    }
  if (json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The file holds no JSON object."));
      return NULL;
    }
  return json_node_get_object (json_parser_get_root (parser));
}

static CtlSlipKeys *
load_keys (const char  *path,
           GError     **error)
{
  g_autofree char *text = read_input (path, error);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = text == NULL ? NULL : parse_object (parser, text, error);

  return object == NULL ? NULL : ctl_slip_keys_new (object, error);
}

static int
finish (GError *error)
{
  if (error == NULL)
    return 0;
  g_printerr ("%s: %s\n", mado_error_name (error->code), error->message);
  return 1;
}

typedef struct
{
  CtlSlipKeys   *keys;
  MadoPack      *pack;
  MadoSlipFields fields;
  char          *input;
} Work;

static void
work_clear (Work *self)
{
  g_clear_pointer (&self->keys, ctl_slip_keys_free);
  g_clear_pointer (&self->pack, mado_pack_unref);
  g_clear_pointer (&self->input, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
work_load (Work    *self,
           int      argc,
           char   **argv,
           GError **error)
{
  self->keys = load_keys (argv[0], error);
  if (self->keys == NULL)
    return FALSE;
  self->fields = self->keys->fields;
  if (argc > 2)
    {
      self->pack = mado_pack_load (argv[2], error);
      if (self->pack == NULL)
        return FALSE;
      mado_slip_fields_init_pack (&self->fields, self->pack);
    }
  self->input = read_input (argc > 1 ? argv[1] : "-", error);
  return self->input != NULL;
}

static gboolean
arguments_are_right (int argc)
{
  if (argc >= 1 && argc <= 3)
    return TRUE;
  g_printerr (_("Name a key file, then the file to read (or - for what is typed), then a city pack if you have one.\n"));
  return FALSE;
}

static int
decode (int argc, char **argv)
{
  g_auto (Work) work = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (!arguments_are_right (argc))
    return 2;
  if (work_load (&work, argc, argv, &error))
    slip = mado_slip_decode (work.input, &work.fields, work.keys->keyring, ctl_slip_keys_find, work.keys,
                             mado_clock_now_ms (clock), &error);
  if (slip == NULL)
    return finish (error);
  node = ctl_slip_to_json (slip);
  text = json_to_string (node, TRUE);
  puts (text); /* g_print() would spoil kanji in a locale without them */
  return 0;
}

static char *
encode_text (Work    *work,
             GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autoptr (MadoSlip) slip = NULL;
  JsonObject *object = parse_object (parser, work->input, error);

  if (object == NULL)
    return NULL;
  slip = ctl_slip_from_json (object, error);
  if (slip == NULL)
    return NULL;
  if (slip->draft && work->keys->has_box)
    return mado_slip_encode_draft (slip, &work->fields, work->keys->box_number, work->keys->box_public, random, NULL, error);
  if (slip->draft)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                           _("The key file has no “boxes” with the city's public key to close a draft for."));
      return NULL;
    }
  if (work->keys->device == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY, _("The key file has no “device_seed” to sign with."));
      return NULL;
    }
  return mado_slip_encode (slip, &work->fields, work->keys->keyring, work->keys->device, random, NULL, error);
}

static int
encode (int argc, char **argv)
{
  g_auto (Work) work = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!arguments_are_right (argc))
    return 2;
  if (work_load (&work, argc, argv, &error))
    text = encode_text (&work, &error);
  if (text != NULL)
    g_print ("%s\n", text);
  return finish (error);
}

const CtlCommand ctl_slip_commands[] = {
  { "decode", "KEYFILE [FILE] [PACK]", N_("Shows what the code of a slip says, as JSON."), decode },
  { "encode", "KEYFILE [FILE] [PACK]", N_("Makes the text of a slip's code from JSON."), encode },
  { NULL, NULL, NULL, NULL },
};
