/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-slip-json.h"

#include <string.h>
#include <zlib.h>

/* tests/vectors/slip.json, both ways. */

typedef struct
{
  JsonParser  *parser;
  JsonObject  *root;
  CtlSlipKeys *keys;
  gint64       now;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests", "vectors", "slip.json", NULL);
  g_autoptr (GError) error = NULL;

  self->parser = json_parser_new ();
  json_parser_load_from_file (self->parser, path, &error);
  g_assert_no_error (error);
  self->root = json_node_get_object (json_parser_get_root (self->parser));
  self->keys = ctl_slip_keys_new (self->root, &error);
  g_assert_no_error (error);
  self->now = json_object_get_int_member (self->root, "now");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  ctl_slip_keys_free (self->keys);
  g_object_unref (self->parser);
}

static void
check_reading (Fixture    *self,
               JsonObject *vector)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) slip = mado_slip_decode (json_object_get_string_member (vector, "text"), &self->keys->fields,
                                                self->keys->keyring, ctl_slip_keys_find, self->keys, self->now, &error);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  node = ctl_slip_to_json (slip);
  g_assert_true (json_node_equal (node, json_object_get_member (vector, "slip")));
}

/* The same text again, when the same zlib deflates; another one may deflate
 * otherwise, and then the text has to say the same. */
static void
check_making (Fixture    *self,
              JsonObject *vector)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRandom) random = mado_random_new_seeded ((guint64) json_object_get_int_member (vector, "random_seed"));
  g_autoptr (MadoSlip) slip = ctl_slip_from_json (json_object_get_object_member (vector, "slip"), &error);
  g_autoptr (MadoSlip) again = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  if (slip->draft)
    text = mado_slip_encode_draft (slip, &self->keys->fields, self->keys->box_number, self->keys->box_public, random, NULL, &error);
  else
    text = mado_slip_encode (slip, &self->keys->fields, self->keys->keyring, self->keys->device, random, NULL, &error);
  g_assert_no_error (error);
  if (strcmp (zlibVersion (), json_object_get_string_member (self->root, "zlib")) == 0)
    g_assert_cmpstr (text, ==, json_object_get_string_member (vector, "text"));
  again = mado_slip_decode (text, &self->keys->fields, self->keys->keyring, ctl_slip_keys_find, self->keys, self->now, &error);
  g_assert_no_error (error);
  node = ctl_slip_to_json (again);
  g_assert_true (json_node_equal (node, json_object_get_member (vector, "slip")));
}

static void
test_slips (Fixture       *self,
            gconstpointer  data)
{
  JsonArray *slips = json_object_get_array_member (self->root, "slips");

  g_assert_cmpuint (json_array_get_length (slips), >=, 5);
  for (guint i = 0; i < json_array_get_length (slips); i++)
    {
      JsonObject *vector = json_array_get_object_element (slips, i);

      g_test_message ("%s", json_object_get_string_member (vector, "name"));
      check_reading (self, vector);
      if (!json_object_has_member (vector, "decode_only"))
        check_making (self, vector);
    }
}

static void
test_broken (Fixture       *self,
             gconstpointer  data)
{
  JsonArray *broken = json_object_get_array_member (self->root, "broken");

  g_assert_cmpuint (json_array_get_length (broken), >=, 14);
  for (guint i = 0; i < json_array_get_length (broken); i++)
    {
      JsonObject *vector = json_array_get_object_element (broken, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoSlip) slip = mado_slip_decode (json_object_get_string_member (vector, "text"), &self->keys->fields,
                                                    self->keys->keyring, ctl_slip_keys_find, self->keys, self->now, &error);

      g_test_message ("%s", json_object_get_string_member (vector, "name"));
      g_assert_null (slip);
      g_assert_cmpstr (mado_error_name (error->code), ==, json_object_get_string_member (vector, "error"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/slip-vectors/slips", Fixture, NULL, set_up, test_slips, tear_down);
  g_test_add ("/slip-vectors/broken", Fixture, NULL, set_up, test_broken, tear_down);
  return g_test_run ();
}
