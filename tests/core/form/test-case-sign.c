/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "case-kit.h"

#include <string.h>

/* One signature, honestly. */

typedef struct
{
  Kit           kit;
  MadoPack     *pack;
  MadoCase     *kase;
  MadoCaseEdit *edit;
  const MadoProcedure *procedure;
  char         *path[3];  /* of a field of each MadoFieldRole, NULL: the form has none */
} Fixture;

/* The first procedure of the pack that has fields of all three roles outside
 * of persons, so that the test follows the pack. */
static gboolean
has_all_roles (const MadoProcedure *procedure,
               char                *path[3])
{
  for (guint i = 0; i < procedure->n_fields; i++)
    {
      const MadoProcedureField *asked = &procedure->fields[i];

      if (asked->person == NULL && path[asked->role] == NULL &&
          (asked->field->scope == MADO_SCOPE_CASE || asked->field->scope == MADO_SCOPE_PROCEDURE))
        path[asked->role] = mado_form_path (asked->field, procedure->id, NULL);
    }
  return path[MADO_ROLE_SIGNED] != NULL && path[MADO_ROLE_STAFF] != NULL && path[MADO_ROLE_LATER] != NULL;
}

static void
forget_paths (Fixture *self)
{
  for (guint i = 0; i < 3; i++)
    g_clear_pointer (&self->path[i], g_free);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (MadoRecord) record = NULL;
  const MadoProcedure *const *procs;
  guint n;

  kit_init (&self->kit, 4);
  record = kit_record (&self->kit);
  self->pack = case_kit_load_pack ();
  procs = mado_pack_list_procedures (self->pack, &n);
  for (guint i = 0; i < n && self->procedure == NULL; i++)
    {
      if (has_all_roles (procs[i], self->path))
        self->procedure = procs[i];
      else
        forget_paths (self);
    }
  g_assert_nonnull (self->procedure);
  self->kase = mado_case_new (self->pack, record);
  self->edit = mado_case_edit_new (self->kase);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->edit);
  g_clear_object (&self->kase);
  forget_paths (self);
  mado_pack_unref (self->pack);
  kit_clear (&self->kit);
}

static void
set (Fixture    *self,
     const char *path,
     const char *text)
{
  mado_case_edit_set_text (self->edit, path, text, MADO_SOURCE_TYPED);
  case_kit_write (&self->kit, self->edit, 1000 + (gint64) self->kit.n);
}

static void
sign (Fixture *self)
{
  const char *printed[] = { self->path[0], self->path[1], self->path[2], "role/head", NULL };
  g_auto (GStrv) cover = mado_case_sign_cover (self->pack, self->procedure->id, printed, mado_sign_lookup_record,
                                               mado_case_get_record (self->kase));
  g_autoptr (MadoSignature) signature = mado_signature_new ("s1", "tablet", 1234, (const char *const *) cover,
                                                            self->kit.random, mado_sign_lookup_record,
                                                            mado_case_get_record (self->kase));
  g_autoptr (GVariant) value = mado_signature_to_value (signature);
  g_autofree char *path = mado_case_path_proc (self->procedure->id, "signature");

  mado_case_edit_set (self->edit, path, value, MADO_SOURCE_PROGRAM);
  case_kit_write (&self->kit, self->edit, 1000 + (gint64) self->kit.n);
}

static void
assert_signed (Fixture    *self,
               MadoSigned  expected,
               const char *changed)
{
  g_auto (GStrv) paths = NULL;

  g_assert_cmpint (mado_case_check_signature (self->kase, self->procedure->id, &paths), ==, expected);
  if (changed != NULL)
    {
      g_assert_cmpuint (g_strv_length (paths), ==, 1);
      g_assert_cmpstr (paths[0], ==, changed);
    }
}

static void
test_valid (Fixture       *self,
            gconstpointer  data)
{
  assert_signed (self, MADO_SIGNED_NOT, NULL);
  set (self, self->path[MADO_ROLE_SIGNED], "one");
  sign (self);
  assert_signed (self, MADO_SIGNED_VALID, NULL);
}

static void
test_signed_value_changed (Fixture       *self,
                           gconstpointer  data)
{
  set (self, self->path[MADO_ROLE_SIGNED], "one");
  sign (self);
  set (self, self->path[MADO_ROLE_SIGNED], "two");
  assert_signed (self, MADO_SIGNED_VOID, self->path[MADO_ROLE_SIGNED]);
  /* Back to what was signed: what stands there is what was declared. */
  set (self, self->path[MADO_ROLE_SIGNED], "one");
  assert_signed (self, MADO_SIGNED_VALID, NULL);
  set (self, self->path[MADO_ROLE_SIGNED], "");
  assert_signed (self, MADO_SIGNED_VOID, self->path[MADO_ROLE_SIGNED]);
}

/* What was declared empty was declared too. */
static void
test_empty_signed_filled (Fixture       *self,
                          gconstpointer  data)
{
  set (self, "event", "tennyu");
  sign (self);
  assert_signed (self, MADO_SIGNED_VALID, NULL);
  set (self, self->path[MADO_ROLE_SIGNED], "one");
  assert_signed (self, MADO_SIGNED_VOID, self->path[MADO_ROLE_SIGNED]);
}

static void
test_staff_and_later_filled (Fixture       *self,
                             gconstpointer  data)
{
  set (self, self->path[MADO_ROLE_SIGNED], "one");
  sign (self);
  set (self, self->path[MADO_ROLE_STAFF], "number 5");
  set (self, self->path[MADO_ROLE_LATER], "added at the next window");
  assert_signed (self, MADO_SIGNED_VALID, NULL);
  set (self, self->path[MADO_ROLE_STAFF], "number 6");
  assert_signed (self, MADO_SIGNED_VALID, NULL);
}

/* A later field that stood there at signing was printed and is covered. */
static void
test_later_changed (Fixture       *self,
                    gconstpointer  data)
{
  set (self, self->path[MADO_ROLE_LATER], "known already");
  sign (self);
  set (self, self->path[MADO_ROLE_LATER], "otherwise");
  assert_signed (self, MADO_SIGNED_VOID, self->path[MADO_ROLE_LATER]);
}

static void
test_other_form_untouched (Fixture       *self,
                           gconstpointer  data)
{
  set (self, self->path[MADO_ROLE_SIGNED], "one");
  sign (self);
  set (self, "proc/juki_tenshutsu/field/change_kind", "x");
  set (self, "ticket_no", "9");
  assert_signed (self, MADO_SIGNED_VALID, NULL);
}

static void
test_conflict_voids (Fixture       *self,
                     gconstpointer  data)
{
  const char *path = self->path[MADO_ROLE_SIGNED];

  set (self, path, "one");
  mado_case_edit_set_text (self->edit, path, "two", MADO_SOURCE_TYPED);
  case_kit_write_elsewhere (&self->kit, self->kase, 9000, path, T ("three"));
  case_kit_write (&self->kit, self->edit, 8000);
  sign (self);
  assert_signed (self, MADO_SIGNED_VOID, path);
  mado_case_edit_choose (self->edit, path, T ("three"), NULL);
  case_kit_write (&self->kit, self->edit, 9500);
  assert_signed (self, MADO_SIGNED_VALID, NULL);
}

static void
test_round_trip (Fixture       *self,
                 gconstpointer  data)
{
  static const char *const paths[] = { "field/b", "field/a", "field/b", NULL };
  g_autoptr (MadoSignature) one = mado_signature_new ("s1", "seal", 77, paths, self->kit.random,
                                                      mado_sign_lookup_record, mado_case_get_record (self->kase));
  g_autoptr (GVariant) value = mado_signature_to_value (one);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSignature) two = mado_signature_from_value (value, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (two->id, ==, "s1");
  g_assert_cmpstr (two->method, ==, "seal");
  g_assert_cmpint (two->signed_at, ==, 77);
  g_assert_cmpuint (g_strv_length (two->paths), ==, 2);
  g_assert_cmpstr (two->paths[0], ==, "field/a");
  g_assert_cmpmem (two->digest, sizeof two->digest, one->digest, sizeof one->digest);
}

/* Every cut and every flipped bit is told or reads as another signature;
 * nothing crashes. */
static void
test_bad_bytes (Fixture       *self,
                gconstpointer  data)
{
  static const char *const paths[] = { "field/a", "field/b", NULL };
  g_autoptr (MadoSignature) one = mado_signature_new ("s1", "tablet", 77, paths, self->kit.random,
                                                      mado_sign_lookup_record, mado_case_get_record (self->kase));
  g_autoptr (GVariant) value = mado_signature_to_value (one);
  gsize length;
  const guint8 *bytes = g_variant_get_fixed_array (value, &length, 1);

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GVariant) broken = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, cut, 1));
      g_autoptr (GError) error = NULL;

      g_assert_null (mado_signature_from_value (broken, &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
    }
  for (gsize bit = 0; bit < length * 8; bit++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, length);
      g_autoptr (GVariant) broken = NULL;
      g_autoptr (MadoSignature) read = NULL;

      copy[bit / 8] ^= (guint8) (1 << (bit % 8));
      broken = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, copy, length, 1));
      read = mado_signature_from_value (broken, NULL);
      if (read != NULL)
        {
          g_autoptr (GVariant) again = mado_signature_to_value (read);

          g_assert_false (mado_value_equal (again, value));
        }
    }
}

static void
test_wrong_type (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *path = mado_case_path_proc (self->procedure->id, "signature");
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_signature_from_value (NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  set (self, path, "scribble");
  assert_signed (self, MADO_SIGNED_DAMAGED, NULL);
}

static void
test_ack (Fixture       *self,
          gconstpointer  data)
{
  const char *paths[] = { self->path[MADO_ROLE_LATER], NULL };
  g_autoptr (GVariant) one = mado_case_ack_new (paths, 5, self->kit.random, mado_sign_lookup_record,
                                                mado_case_get_record (self->kase));
  g_autoptr (GVariant) two = mado_case_ack_new (paths, 5, self->kit.random, mado_sign_lookup_record,
                                                mado_case_get_record (self->kase));

  /* Salted: the same additions look different each time. */
  g_assert_false (mado_value_equal (one, two));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/case-sign/valid", test_valid);
  ADD ("/case-sign/signed-value-changed", test_signed_value_changed);
  ADD ("/case-sign/empty-signed-filled", test_empty_signed_filled);
  ADD ("/case-sign/staff-and-later-filled", test_staff_and_later_filled);
  ADD ("/case-sign/later-changed", test_later_changed);
  ADD ("/case-sign/other-form-untouched", test_other_form_untouched);
  ADD ("/case-sign/conflict-voids", test_conflict_voids);
  ADD ("/case-sign/round-trip", test_round_trip);
  ADD ("/case-sign/bad-bytes", test_bad_bytes);
  ADD ("/case-sign/wrong-type", test_wrong_type);
  ADD ("/case-sign/ack", test_ack);
#undef ADD
  return g_test_run ();
}
