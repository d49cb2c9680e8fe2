/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-wedge.h"

#define BODY "6BFOXN*TS0BI$ZD.P0 %+-/:"

/* Types @text with @gap ms between keys; returns the last verdict and counts
 * how many keys a text field would have got. */
static MadoWedgeVerdict
type (MadoWedge  *wedge,
      const char *text,
      gint64      gap,
      gint64     *now,
      guint      *reached)
{
  MadoWedgeVerdict verdict = MADO_WEDGE_PASS;
  guint held = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      *now += gap;
      verdict = mado_wedge_key (wedge, c, c == '\n', *now);
      switch (verdict)
        {
        case MADO_WEDGE_PASS:
          *reached += 1;
          break;
        case MADO_WEDGE_HOLD:
          held++;
          break;
        case MADO_WEDGE_GIVE_BACK:
          *reached += held + 1;
          held = 0;
          break;
        case MADO_WEDGE_SWALLOW:
        case MADO_WEDGE_CODE:
        case MADO_WEDGE_BROKEN:
        default:
          held = 0;
          break;
        }
    }

  return verdict;
}

static void
check_code (const char *typed,
            gint64      gap)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
  gint64 now = 1000;
  guint reached = 0;

  g_assert_cmpint (type (wedge, typed, gap, &now, &reached), ==, MADO_WEDGE_CODE);
  g_assert_cmpstr (mado_wedge_get_code (wedge), ==, "MG1:" BODY);
  g_assert_cmpuint (reached, ==, 0);
  g_assert_cmpint (mado_wedge_deadline (wedge), ==, -1);
}

static void
test_scans (void)
{
  check_code ("MG1:" BODY "\n", 1);
  check_code ("MG1:" BODY "\n", 20);
  check_code ("mg1:6bfoxn*ts0bi$zd.p0 %+-/:\n", 4); /* Caps Lock */
}

static void
test_full_width (void)
{
  check_code ("ＭＧ１：６ＢＦＯＸＮ＊ＴＳ０ＢＩ＄ＺＤ．Ｐ０　％＋－／：\n", 5);
}

static void
test_layouts (void)
{
  check_code ("MG1+6BFOXN(TS0BI$ZD.P0 %~-/+\n", 5);   /* US scanner, Japanese keyboard */
  check_code ("MG1'6BFOXN\"TS0BI$ZD.P0 %:-/'\n", 5);  /* Japanese scanner, US keyboard */
}

static void
test_person (void)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
  const char *typed = "Mg Mori MG1 mgm1:\n";
  gint64 now = 0;
  guint reached = 0;

  type (wedge, typed, 120, &now, &reached);
  if (mado_wedge_tick (wedge, now + 100) == MADO_WEDGE_GIVE_BACK)
    reached++;
  g_assert_cmpuint (reached, ==, g_utf8_strlen (typed, -1));
}

/* Two quick keys that begin like the prefix come back complete and in order. */
static void
test_fast_person (void)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");

  g_assert_cmpint (mado_wedge_key (wedge, 'm', FALSE, 0), ==, MADO_WEDGE_HOLD);
  g_assert_cmpint (mado_wedge_key (wedge, 'g', FALSE, 30), ==, MADO_WEDGE_HOLD);
  g_assert_cmpint (mado_wedge_key (wedge, 'a', FALSE, 60), ==, MADO_WEDGE_GIVE_BACK);
  g_assert_cmpint (mado_wedge_key (wedge, 'b', FALSE, 61), ==, MADO_WEDGE_PASS);
}

static void
test_held_key_comes_back (void)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");

  g_assert_cmpint (mado_wedge_key (wedge, 'M', FALSE, 0), ==, MADO_WEDGE_HOLD);
  g_assert_cmpint (mado_wedge_tick (wedge, 20), ==, MADO_WEDGE_PASS);
  g_assert_cmpint (mado_wedge_deadline (wedge), >, 20);
  g_assert_cmpint (mado_wedge_tick (wedge, mado_wedge_deadline (wedge)), ==, MADO_WEDGE_GIVE_BACK);
  g_assert_cmpint (mado_wedge_deadline (wedge), ==, -1);
}

static void
test_key_without_character (void)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");

  g_assert_cmpint (mado_wedge_key (wedge, 0, FALSE, 0), ==, MADO_WEDGE_PASS);
  g_assert_cmpint (mado_wedge_key (wedge, 'M', FALSE, 1), ==, MADO_WEDGE_HOLD);
  g_assert_cmpint (mado_wedge_key (wedge, 0, FALSE, 2), ==, MADO_WEDGE_GIVE_BACK);
  g_assert_cmpint (mado_wedge_key (wedge, 0, TRUE, 3), ==, MADO_WEDGE_PASS);
}

static void
test_broken (void)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
  gint64 now = 0;
  guint reached = 0;

  g_assert_cmpint (type (wedge, "MG1:6BFO", 5, &now, &reached), ==, MADO_WEDGE_SWALLOW);
  g_assert_cmpint (mado_wedge_tick (wedge, now + MADO_WEDGE_STALL_MS + 1), ==, MADO_WEDGE_BROKEN);
  g_assert_cmpuint (reached, ==, 0);
  g_assert_cmpint (type (wedge, "MG1:\n", 5, &now, &reached), ==, MADO_WEDGE_BROKEN);
  g_assert_cmpuint (reached, ==, 0);
  g_assert_cmpint (mado_wedge_key (wedge, 'x', FALSE, now + 1), ==, MADO_WEDGE_PASS);
}

static void
test_text (void)
{
  g_autofree char *a = mado_wedge_read_text (" MG1:AB\n", "MG1:");
  g_autofree char *b = mado_wedge_read_text ("ｍｇ１：ａｂ", "MG1:");

  g_assert_cmpstr (a, ==, "MG1:AB");
  g_assert_cmpstr (b, ==, "MG1:AB");
  g_assert_null (mado_wedge_read_text ("", "MG1:"));
  g_assert_null (mado_wedge_read_text ("MG2:AB", "MG1:"));
  g_assert_null (mado_wedge_read_text ("MG1:東京", "MG1:"));
}

static void
test_other_prefix (void)
{
  g_autoptr (MadoWedge) wedge = mado_wedge_new ("]Q1MG1:");
  gint64 now = 0;
  guint reached = 0;

  g_assert_cmpint (type (wedge, "]Q1MG1:AB\n", 5, &now, &reached), ==, MADO_WEDGE_CODE);
  mado_wedge_set_prefix (wedge, "MG1:");
  g_assert_cmpint (type (wedge, "MG1:AB\n", 5, &now, &reached), ==, MADO_WEDGE_CODE);
  g_assert_cmpuint (reached, ==, 0);
}

/* The code of an issued document begins with another letter and is told the same way. */
static void
test_document (void)
{
  static const char *const typed[] = { "MD1:" BODY "\n", "md1:" BODY "\n", "MD1+6BFOXN(TS0BI$ZD.P0 %~-/+\n" };
  g_autofree char *pasted = mado_wedge_read_text (" md1:" BODY "\r\n", "MG1:");

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
      gint64 now = 1000;
      guint reached = 0;

      g_assert_cmpint (type (wedge, typed[i], 5, &now, &reached), ==, MADO_WEDGE_CODE);
      g_assert_cmpstr (mado_wedge_get_code (wedge), ==, "MD1:" BODY);
      g_assert_cmpuint (reached, ==, 0);
    }
  g_assert_cmpstr (pasted, ==, "MD1:" BODY);
  g_assert_null (mado_wedge_read_text ("MX1:" BODY, "MG1:"));
}

/* A radio scanner that loses its base for a moment: the rest of the code comes later, without a prefix. */
static void
test_rest_of_a_stalled_code (void)
{
  static const gint64 pauses[] = { MADO_WEDGE_STALL_MS + 1, 900, 1900 };

  for (guint i = 0; i < G_N_ELEMENTS (pauses); i++)
    for (guint told = 0; told < 2; told++) /* the clock told of the stall in between, or was too late */
      {
        g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
        gint64 now = 1000;
        guint reached = 0;

        type (wedge, "MG1:6BFO", 5, &now, &reached);
        if (told)
          g_assert_cmpint (mado_wedge_tick (wedge, now + MADO_WEDGE_STALL_MS + 1), ==, MADO_WEDGE_BROKEN);
        now += pauses[i];
        g_assert_cmpint (type (wedge, "XN*TS0BI$ZD\n", 5, &now, &reached), ==, MADO_WEDGE_SWALLOW);
        g_assert_cmpuint (reached, ==, 0);
        g_assert_cmpint (type (wedge, "MG1:" BODY "\n", 5, &now, &reached), ==, MADO_WEDGE_CODE);
        g_assert_cmpuint (reached, ==, 0);
      }
}

static void
test_person_after_a_stall (void)
{
  static const char *const typed[] = { "yamada", "mg", "m", "a\n", "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
      gint64 now = 1000;
      guint reached = 0;

      type (wedge, "MG1:6BFO", 5, &now, &reached);
      g_assert_cmpint (mado_wedge_tick (wedge, now + MADO_WEDGE_STALL_MS + 1), ==, MADO_WEDGE_BROKEN);
      now += 600;
      for (const char *p = typed[i]; *p != '\0'; p++)
        {
          const char key[] = { *p, '\0' };
          guint before = reached;

          type (wedge, key, 110, &now, &reached);
          if (mado_wedge_tick (wedge, now + MADO_WEDGE_GAP_MS + 1) == MADO_WEDGE_GIVE_BACK)
            reached++;
          g_assert_cmpuint (reached, ==, before + 1);
        }
    }
  {
    /* The next code comes whole, at once. */
    g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
    gint64 now = 1000;
    guint reached = 0;

    type (wedge, "MG1:6BFO", 5, &now, &reached);
    now += MADO_WEDGE_STALL_MS + 10;
    g_assert_cmpint (type (wedge, "MG1:" BODY "\n", 5, &now, &reached), ==, MADO_WEDGE_CODE);
    g_assert_cmpuint (reached, ==, 0);
  }
}

/* The largest slip and more: never a piece of a code. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 400, 1450, MADO_WEDGE_MAX, MADO_WEDGE_MAX + 1, 3 * MADO_WEDGE_MAX };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
      g_autofree char *body = g_strnfill (sizes[i] - 4, 'A'), *code = g_strconcat ("MG1:", body, NULL);
      g_autofree char *typed = g_strconcat (code, "\n", NULL);
      gboolean fits = sizes[i] <= MADO_WEDGE_MAX;
      gint64 now = 1000;
      guint reached = 0;

      g_assert_cmpint (type (wedge, typed, 2, &now, &reached), ==, fits ? MADO_WEDGE_CODE : MADO_WEDGE_BROKEN);
      if (fits)
        g_assert_cmpstr (mado_wedge_get_code (wedge), ==, code);
      g_assert_cmpuint (reached, ==, 0);
    }
}

static void
test_facts (void)
{
  static const struct
  {
    const char     *typed;
    MadoWedgeLayout layout;
    gboolean        small, wide, whole;
  } cases[] = {
    { "MG1:ABC\n", MADO_WEDGE_LAYOUT_SAME, FALSE, FALSE, TRUE },
    { "mg1:abc\n", MADO_WEDGE_LAYOUT_SAME, TRUE, FALSE, TRUE },
    { "ＭＧ１：ＡＢＣ\n", MADO_WEDGE_LAYOUT_SAME, FALSE, TRUE, TRUE },
    { "MG1+ABC\n", MADO_WEDGE_LAYOUT_US_ON_JP, FALSE, FALSE, TRUE },
    { "MG1'ABC\n", MADO_WEDGE_LAYOUT_JP_ON_US, FALSE, FALSE, TRUE },
    { "MG1:ABC", MADO_WEDGE_LAYOUT_SAME, FALSE, FALSE, FALSE },
    { "MG1+ABC", MADO_WEDGE_LAYOUT_US_ON_JP, FALSE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MadoWedge) wedge = mado_wedge_new ("MG1:");
      const MadoWedgeFacts *facts = mado_wedge_get_facts (wedge);
      gint64 now = 1000;
      guint reached = 0;

      type (wedge, cases[i].typed, 7, &now, &reached);
      mado_wedge_tick (wedge, now + MADO_WEDGE_STALL_MS + 1);
      g_assert_cmpint (facts->layout, ==, cases[i].layout);
      g_assert_cmpint (facts->small, ==, cases[i].small);
      g_assert_cmpint (facts->wide, ==, cases[i].wide);
      g_assert_cmpint (facts->whole, ==, cases[i].whole);
      g_assert_cmpuint (facts->n_keys, ==, 7);
      g_assert_cmpuint (facts->slowest_ms, ==, 7);
      g_assert_cmpint (facts->ms, ==, 42);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wedge/scans", test_scans);
  g_test_add_func ("/wedge/full-width", test_full_width);
  g_test_add_func ("/wedge/layouts", test_layouts);
  g_test_add_func ("/wedge/person", test_person);
  g_test_add_func ("/wedge/fast-person", test_fast_person);
  g_test_add_func ("/wedge/held-key-comes-back", test_held_key_comes_back);
  g_test_add_func ("/wedge/key-without-character", test_key_without_character);
  g_test_add_func ("/wedge/broken", test_broken);
  g_test_add_func ("/wedge/text", test_text);
  g_test_add_func ("/wedge/other-prefix", test_other_prefix);

  g_test_add_func ("/wedge/document", test_document);
  g_test_add_func ("/wedge/rest-of-a-stalled-code", test_rest_of_a_stalled_code);
  g_test_add_func ("/wedge/person-after-a-stall", test_person_after_a_stall);
  g_test_add_func ("/wedge/sizes", test_sizes);
  g_test_add_func ("/wedge/facts", test_facts);

  return g_test_run ();
}
