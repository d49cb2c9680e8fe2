/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-path.h"

#include <string.h>

#define is_part(text) ((text) != NULL && *(text) != 0)

/* --- building ------------------------------------------------------------------ */

static const char *
collection_of (MadoPlanText text)
{
  return text == MADO_PLAN_SUMMARY ? "summary" : "line";
}

char *
mado_plan_path_line (MadoPlanText  text,
                     const char   *lid,
                     const char   *leaf)
{
  g_return_val_if_fail (is_part (lid) && is_part (leaf), NULL);
  return g_strconcat (collection_of (text), "/", lid, "/", leaf, NULL);
}

char *
mado_plan_path_figure (MadoPlanText  text,
                       const char   *lid,
                       const char   *fid)
{
  g_return_val_if_fail (is_part (lid) && is_part (fid), NULL);
  return g_strconcat (collection_of (text), "/", lid, "/figure/", fid, NULL);
}

char *
mado_plan_path_department (const char *department,
                           const char *leaf)
{
  g_return_val_if_fail (is_part (department) && is_part (leaf), NULL);
  return g_strconcat ("department/", department, "/", leaf, NULL);
}

char *
mado_plan_path_answer (const char *department,
                       const char *round,
                       const char *leaf)
{
  g_return_val_if_fail (is_part (department) && is_part (round) && is_part (leaf), NULL);
  return g_strconcat ("answer/", department, "/", round, "/", leaf, NULL);
}

char *
mado_plan_path_decision (const char *department,
                         const char *round)
{
  g_return_val_if_fail (is_part (department) && is_part (round), NULL);
  return g_strconcat ("decision/", department, "/", round, NULL);
}

char *
mado_plan_path_row (int           year,
                    const MadoId *initiative,
                    const char   *leaf)
{
  g_autofree char *id = mado_id_to_string (initiative);

  g_return_val_if_fail (is_part (leaf), NULL);
  return g_strdup_printf ("year/%d/row/%s/%s", year, id, leaf);
}

char *
mado_plan_path_kpi (const MadoId *kpi,
                    const char   *leaf)
{
  g_autofree char *id = mado_id_to_string (kpi);

  g_return_val_if_fail (is_part (leaf), NULL);
  return g_strconcat ("kpi/", id, "/", leaf, NULL);
}

char *
mado_plan_path_value (const char *when)
{
  g_return_val_if_fail (is_part (when), NULL);
  return g_strconcat ("value/", when, NULL);
}

char *
mado_plan_path_setting (const char *name)
{
  g_return_val_if_fail (is_part (name), NULL);
  return g_strconcat ("setting/", name, NULL);
}

/* --- taking apart ---------------------------------------------------------------- */

gboolean
mado_plan_line_path_parse (const char       *path,
                           MadoPlanLinePath *out)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 5);
  guint n = g_strv_length (parts);
  gboolean summary = n > 0 && strcmp (parts[0], "summary") == 0;

  *out = (MadoPlanLinePath) { MADO_PLAN_STATUS };
  if (n < 3 || (!summary && strcmp (parts[0], "line") != 0) || *parts[1] == 0)
    return FALSE;
  out->figure = n == 4 && strcmp (parts[2], "figure") == 0;
  if (n != 3 && !out->figure)
    return FALSE;
  out->text = summary ? MADO_PLAN_SUMMARY : MADO_PLAN_STATUS;
  out->lid = g_strdup (parts[1]);
  out->leaf = g_strdup (parts[n - 1]);
  return TRUE;
}

void
mado_plan_line_path_clear (MadoPlanLinePath *self)
{
  g_clear_pointer (&self->lid, g_free);
  g_clear_pointer (&self->leaf, g_free);
}

/* --- ids -------------------------------------------------------------------------- */

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

static char *
write_base32 (char         first,
              const guint8 *bytes,
              guint        letters)
{
  char *out = g_malloc (letters + 2);

  out[0] = first;
  for (guint i = 0; i < letters; i++)
    out[i + 1] = base32[bytes[i] % 32];
  out[letters + 1] = 0;
  return out;
}

static void
derive (MadoId     *id,
        const char *domain,
        const char *key)
{
  mado_id_derive (id, domain, key, strlen (key));
}

void
mado_plan_id_plan (MadoId     *id,
                   const char *city,
                   const char *name)
{
  g_autofree char *key = g_strconcat (city, "\n", name, NULL);

  derive (id, "mado-plan", key);
}

void
mado_plan_id_initiative (MadoId       *id,
                         const MadoId *plan,
                         int           year,
                         const char   *key)
{
  g_autofree char *plan_id = mado_id_to_string (plan);
  g_autofree char *all = g_strdup_printf ("%s\n%d\n%s", plan_id, year, key);

  derive (id, "mado-plan-initiative", all);
}

void
mado_plan_id_kpi (MadoId       *id,
                  const MadoId *plan,
                  const char   *key)
{
  g_autofree char *plan_id = mado_id_to_string (plan);
  g_autofree char *all = g_strconcat (plan_id, "\n", key, NULL);

  derive (id, "mado-plan-kpi", all);
}

void
mado_plan_id_department (MadoId     *id,
                         const char *city,
                         const char *department)
{
  g_autofree char *key = g_strconcat (city, "\n", department, NULL);

  derive (id, "mado-plan-department", key);
}

void
mado_plan_id_edition (MadoId       *id,
                      const MadoId *plan,
                      int           year,
                      const char   *as_of)
{
  g_autofree char *plan_id = mado_id_to_string (plan);
  g_autofree char *all = g_strdup_printf ("%s\n%d\n%s", plan_id, year, as_of);

  derive (id, "mado-plan-edition", all);
}

char *
mado_plan_department_id (const char *name)
{
  MadoId id;

  derive (&id, "mado-plan-department-name", name);
  return write_base32 ('d', id.b, 10);
}

char *
mado_plan_line_id (const MadoId *initiative,
                   MadoPlanText  text,
                   guint         place,
                   const char   *content)
{
  g_autofree char *row = mado_id_to_string (initiative);
  g_autofree char *key = g_strdup_printf ("%s\n%s\n%u\n%s", row, collection_of (text), place, content);
  MadoId id;

  derive (&id, "mado-plan-line", key);
  return write_base32 ('l', id.b, 10);
}

char *
mado_plan_new_line (MadoRandom *random)
{
  guint8 bytes[8];

  mado_random_bytes (random, bytes, sizeof bytes);
  return write_base32 ('l', bytes, sizeof bytes);
}

gboolean
mado_plan_is_department (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > 31 || strcmp (text, MADO_PLAN_SECTION_SHARED) == 0 ||
      strcmp (text, MADO_PLAN_SECTION_GATHER) == 0)
    return FALSE;
  for (const char *c = text; *c != 0; c++)
    if (!g_ascii_isalnum (*c) && strchr ("_-.@", *c) == NULL)
      return FALSE;
  return TRUE;
}

/* --- order -------------------------------------------------------------------------- */

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
#define BASE 62

static int
digit_of (char c)
{
  const char *found = c != 0 ? strchr (digits, c) : NULL;

  return found != NULL ? (int) (found - digits) : 0;
}

/* Four digits leave room in front, behind and between. */
char *
mado_plan_order_nth (guint place)
{
  char out[6] = { 0 };
  guint rest = place + 1;

  out[4] = 'V'; /* the middle: a neighbour can be made on both sides at once */
  for (int i = 3; i >= 0; i--, rest /= BASE)
    out[i] = digits[rest % BASE];
  return g_strdup (out);
}

/* Reads both keys as fractions in base 62; the result lies strictly between
 * and does not end in the lowest digit, so that there is room before it. */
char *
mado_plan_order_between (const char *before,
                         const char *after)
{
  GString *out = g_string_new (NULL);
  gboolean open = after == NULL; /* nothing above from here on */

  for (guint i = 0;; i++)
    {
      int low = before != NULL && i < strlen (before) ? digit_of (before[i]) : 0;
      int high = open ? BASE : i < strlen (after) ? digit_of (after[i]) : 0;

      if (high - low > 1)
        {
          g_string_append_c (out, digits[low + (high - low) / 2]);
          return g_string_free (out, FALSE);
        }
      g_string_append_c (out, digits[low]);
      if (high > low)
        open = TRUE;
      else if (!open && i >= (before != NULL ? strlen (before) : 0) && i >= strlen (after))
        return g_string_free (out, FALSE); /* equal or swapped keys: nothing lies between; ids decide */
    }
}
