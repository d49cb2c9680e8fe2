/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/procedure/mado-pack-private.h"

#include <string.h>

/* Conditions, parsed from a text and evaluated over a small world. */
typedef struct
{
  MadoArena *arena;
  MadoBuild *build;
  MadoSource source;
} World;

static const char *
lookup (const char *name, int person, gpointer user_data)
{
  static const char *const ages[] = { "40", "9", NULL };

  if (g_str_equal (name, "yes"))
    return "yes";
  if (g_str_equal (name, "no"))
    return "no";
  if (g_str_equal (name, "empty"))
    return "";
  if (g_str_equal (name, "unsure"))
    return "unsure";
  if (g_str_equal (name, "number"))
    return "12";
  if (g_str_equal (name, "date"))
    return "2026-04-01";
  if (g_str_equal (name, "age") && person >= 0)
    return ages[person];
  return NULL;
}

static guint
three (gpointer user_data)
{
  return 3;
}

static const MadoExpr *
parse (World *w, const char *text)
{
  g_autoptr(GError) error = NULL;
  MadoNode root;

  w->arena = mado_arena_new ();
  w->build = mado_build_new ("/nowhere", w->arena, FALSE);
  w->source = (MadoSource) { .name = (char *) "test", .text = (char *) text, .parser = json_parser_new () };
  g_assert_true (json_parser_load_from_data (w->source.parser, text, -1, &error));
  mado_node_root (&root, w->build, &w->source);
  return mado_expr_parse (&root);
}

static void
clear (World *w)
{
  mado_build_free (w->build);
  mado_arena_free (w->arena);
  g_object_unref (w->source.parser);
}

static void
assert_value (const char *text, MadoTri expected)
{
  MadoExprScope scope = { lookup, three, NULL };
  World w;
  const MadoExpr *expr = parse (&w, text);

  g_assert_cmpuint (w.build->faults->len, ==, 0);
  if (mado_expr_eval (expr, &scope) != expected)
    g_error ("%s gives %d, not %d", text, mado_expr_eval (expr, &scope), expected);
  clear (&w);
}

static void
test_values (void)
{
  g_assert_cmpint (mado_expr_eval (NULL, NULL), ==, MADO_TRI_YES);
  assert_value ("{\"var\": \"yes\"}", MADO_TRI_YES);
  assert_value ("{\"var\": \"no\"}", MADO_TRI_NO);
  assert_value ("{\"var\": \"empty\"}", MADO_TRI_NO);
  assert_value ("{\"var\": \"unsure\"}", MADO_TRI_UNKNOWN);
  assert_value ("{\"var\": \"nothing\"}", MADO_TRI_UNKNOWN);
  assert_value ("null", MADO_TRI_UNKNOWN);
  assert_value ("true", MADO_TRI_YES);
  assert_value ("{\"has\": \"empty\"}", MADO_TRI_NO);
  assert_value ("{\"has\": \"date\"}", MADO_TRI_YES);
}

static void
test_logic (void)
{
  assert_value ("{\"and\": [{\"var\": \"no\"}, null]}", MADO_TRI_NO);
  assert_value ("{\"and\": [{\"var\": \"yes\"}, null]}", MADO_TRI_UNKNOWN);
  assert_value ("{\"or\": [{\"var\": \"yes\"}, null]}", MADO_TRI_YES);
  assert_value ("{\"or\": [{\"var\": \"no\"}, null]}", MADO_TRI_UNKNOWN);
  assert_value ("{\"!\": null}", MADO_TRI_UNKNOWN);
  assert_value ("{\"!\": {\"var\": \"no\"}}", MADO_TRI_YES);
  assert_value ("{\"!\": [{\"var\": \"yes\"}]}", MADO_TRI_NO);
}

static void
test_comparisons (void)
{
  assert_value ("{\"==\": [{\"var\": \"number\"}, 12]}", MADO_TRI_YES);
  assert_value ("{\"<\": [{\"var\": \"number\"}, 9]}", MADO_TRI_NO); /* not as texts */
  assert_value ("{\">=\": [{\"var\": \"date\"}, \"2026-03-31\"]}", MADO_TRI_YES);
  assert_value ("{\"<\": [{\"var\": \"empty\"}, 9]}", MADO_TRI_NO);
  assert_value ("{\"!=\": [{\"var\": \"nothing\"}, \"x\"]}", MADO_TRI_UNKNOWN);
  assert_value ("{\"in\": [{\"var\": \"number\"}, [\"11\", \"12\"]]}", MADO_TRI_YES);
  assert_value ("{\"in\": [{\"var\": \"nothing\"}, [\"11\"]]}", MADO_TRI_UNKNOWN);
}

/* ages 40, 9 and one unknown */
static void
test_household (void)
{
  assert_value ("{\"some\": [\"persons\", {\"<\": [{\"var\": \"age\"}, 10]}]}", MADO_TRI_YES);
  assert_value ("{\"some\": [\"persons\", {\">\": [{\"var\": \"age\"}, 70]}]}", MADO_TRI_UNKNOWN);
  assert_value ("{\"all\": [\"persons\", {\"<\": [{\"var\": \"age\"}, 10]}]}", MADO_TRI_NO);
  assert_value ("{\"none\": [\"persons\", {\"<\": [{\"var\": \"age\"}, 10]}]}", MADO_TRI_NO);
  assert_value ("{\">\": [{\"count\": [\"persons\", {\"var\": \"yes\"}]}, 2]}", MADO_TRI_YES);
  assert_value ("{\">\": [{\"count\": [\"persons\", {\">\": [{\"var\": \"age\"}, 1]}]}, 1]}", MADO_TRI_UNKNOWN);
}

static void
test_empty_household (void)
{
  MadoExprScope scope = { lookup, NULL, NULL };
  World w;

  g_assert_cmpint (mado_expr_eval (parse (&w, "{\"some\": [\"persons\", true]}"), &scope), ==, MADO_TRI_UNKNOWN);
  clear (&w);
}

static void
test_faults (void)
{
  static const char *const bad[] = {
    "\"text\"", "{}", "{\"and\": [], \"or\": []}", "{\"frob\": []}", "{\"==\": [1]}",
    "{\"some\": [\"people\", true]}", "{\"var\": 3}", "[]", "{\"in\": [{\"var\": \"x\"}, \"y\"]}", "{\"and\": 3}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      World w;

      parse (&w, bad[i]);
      if (w.build->faults->len == 0)
        g_error ("no fault in %s", bad[i]);
      clear (&w);
    }
}

static void
test_depth (void)
{
  GString *text = g_string_new (NULL);
  World w;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "{\"!\":");
  g_string_append (text, "true");
  for (guint i = 0; i < 100; i++)
    g_string_append_c (text, '}');
  parse (&w, text->str);
  g_assert_cmpuint (w.build->faults->len, ==, 1);
  clear (&w);
  g_string_free (text, TRUE);
}

static void
test_lines (void)
{
  const char *text = "{\n \"a\": [\n  1,\n  {\"b\\\"c\": \"}\\\"]\"},\n  {\n   \"d\": 3 }\n ],\n \"a\": 2\n}\n";

  g_assert_cmpuint (mado_json_line (text, ""), ==, 1);
  g_assert_cmpuint (mado_json_line (text, "/a"), ==, 2);
  g_assert_cmpuint (mado_json_line (text, "/a/1"), ==, 4);
  g_assert_cmpuint (mado_json_line (text, "/a/2"), ==, 5);
  g_assert_cmpuint (mado_json_line (text, "/a/2/d"), ==, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conditions/values", test_values);
  g_test_add_func ("/conditions/logic", test_logic);
  g_test_add_func ("/conditions/comparisons", test_comparisons);
  g_test_add_func ("/conditions/household", test_household);
  g_test_add_func ("/conditions/empty-household", test_empty_household);
  g_test_add_func ("/conditions/faults", test_faults);
  g_test_add_func ("/conditions/depth", test_depth);
  g_test_add_func ("/conditions/lines", test_lines);
  return g_test_run ();
}
