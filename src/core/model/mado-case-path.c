/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-case-path.h"

#include <string.h>

#define is_part(text) ((text) != NULL && *(text) != 0)

/* --- building ----------------------------------------------------------------- */

static char *
join2 (const char *a,
       const char *b)
{
  g_return_val_if_fail (is_part (b), NULL);
  return g_strconcat (a, "/", b, NULL);
}

static char *
join3 (const char *a,
       const char *b,
       const char *c)
{
  g_return_val_if_fail (is_part (b) && is_part (c), NULL);
  return g_strconcat (a, "/", b, "/", c, NULL);
}

char *
mado_case_path_person (const char *eid,
                       const char *field)
{
  return join3 ("person", eid, field);
}

char *
mado_case_path_field (const char *field)
{
  return join2 ("field", field);
}

char *
mado_case_path_answer (const char *question)
{
  return join2 ("answer", question);
}

char *
mado_case_path_role (const char *role,
                     const char *proc)
{
  return proc == NULL ? join2 ("role", role) : join3 ("role", role, proc);
}

char *
mado_case_path_visitor (const char *field)
{
  return join2 ("visitor", field);
}

char *
mado_case_path_proc (const char *proc,
                     const char *leaf)
{
  return join3 ("proc", proc, leaf);
}

char *
mado_case_path_proc_field (const char *proc,
                           const char *field)
{
  g_return_val_if_fail (is_part (proc) && is_part (field), NULL);
  return g_strconcat ("proc/", proc, "/field/", field, NULL);
}

char *
mado_case_path_proc_person (const char *proc,
                            const char *eid,
                            const char *field)
{
  g_return_val_if_fail (is_part (proc) && is_part (eid) && is_part (field), NULL);
  return g_strconcat ("proc/", proc, "/person/", eid, "/", field, NULL);
}

char *
mado_case_path_document (const char *proc,
                         const char *document)
{
  g_return_val_if_fail (is_part (proc) && is_part (document), NULL);
  return g_strconcat ("proc/", proc, "/document/", document, NULL);
}

char *
mado_case_path_signature (const char *id,
                          const char *leaf)
{
  return join3 ("signature", id, leaf);
}

char *
mado_case_path_ack (const char *desk)
{
  return join2 ("ack", desk);
}

char *
mado_case_path_mark (const char *desk,
                     const char *mark)
{
  return join3 ("mark", desk, mark);
}

char *
mado_case_path_route (const char *scope)
{
  return join2 ("route", scope);
}

char *
mado_case_path_confirm (const char *path)
{
  return join2 ("confirm", path);
}

char *
mado_case_path_chosen (const char *path)
{
  return join2 ("chosen", path);
}

/* --- taking apart ---------------------------------------------------------------- */

char *
mado_case_path_issued (const char *document,
                       const char *leaf)
{
  return join3 ("issued", document, leaf);
}

char *
mado_case_path_handover (const char *id,
                         const char *leaf)
{
  return join3 ("handover", id, leaf);
}

static const char *const facts[] = {
  "event", "ticket_no", "case_no", "origin", "received_on", "parked", "same-as", NULL,
};

/* A kind's first word, how many parts it has, and which of them (counted from
 * 1, 0: none) are procedure, element and name. @third must stand in third
 * place if set. More special kinds come first. */
typedef struct
{
  const char      *first;
  guint            parts;
  const char      *third;
  guint            proc;
  guint            eid;
  guint            name;
  MadoCasePathKind kind;
} Shape;

static const Shape shapes[] = {
  { "route", 2, NULL, 0, 0, 2, MADO_CASE_PATH_ROUTE },
  { "visitor", 2, NULL, 0, 0, 2, MADO_CASE_PATH_VISITOR },
  { "person", 3, NULL, 0, 2, 3, MADO_CASE_PATH_PERSON },
  { "role", 2, NULL, 0, 0, 2, MADO_CASE_PATH_ROLE },
  { "role", 3, NULL, 3, 0, 2, MADO_CASE_PATH_ROLE },
  { "field", 2, NULL, 0, 0, 2, MADO_CASE_PATH_FIELD },
  { "proc", 4, "field", 2, 0, 4, MADO_CASE_PATH_PROC_FIELD },
  { "proc", 4, "document", 2, 0, 4, MADO_CASE_PATH_DOCUMENT },
  { "proc", 5, "person", 2, 4, 5, MADO_CASE_PATH_PROC_PERSON },
  { "proc", 3, NULL, 2, 0, 3, MADO_CASE_PATH_PROC },
  { "answer", 2, NULL, 0, 0, 2, MADO_CASE_PATH_ANSWER },
  { "signature", 3, NULL, 0, 2, 3, MADO_CASE_PATH_SIGNATURE },
  { "ack", 2, NULL, 0, 0, 2, MADO_CASE_PATH_ACK },
  { "mark", 3, NULL, 2, 0, 3, MADO_CASE_PATH_MARK },
  { "issued", 3, NULL, 0, 2, 3, MADO_CASE_PATH_ISSUED },
  { "handover", 3, NULL, 0, 2, 3, MADO_CASE_PATH_HANDOVER },
};

static gboolean
is_proc_leaf (const char *leaf)
{
  static const char *const leaves[] = { "state", "added", "reason", "signature", NULL };

  return g_strv_contains (leaves, leaf);
}

static gboolean
fits (const Shape *shape,
      char       **parts,
      guint        n)
{
  return shape->parts == n && strcmp (shape->first, parts[0]) == 0 &&
         (shape->third == NULL || strcmp (shape->third, parts[2]) == 0) &&
         (shape->kind != MADO_CASE_PATH_PROC || is_proc_leaf (parts[2]));
}

static gboolean
has_empty_part (char **parts)
{
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == 0)
      return TRUE;
  return parts[0] == NULL;
}

static char *
pick (char **parts,
      guint  place)
{
  return place > 0 ? g_strdup (parts[place - 1]) : NULL;
}

gboolean
mado_case_path_parse (const char   *path,
                      MadoCasePath *out)
{
  g_auto (GStrv) parts = g_strsplit (path != NULL ? path : "", "/", -1);
  guint n = g_strv_length (parts);

  *out = (MadoCasePath) { MADO_CASE_PATH_OTHER };
  if (has_empty_part (parts))
    return FALSE;
  if (n == 1 && g_strv_contains (facts, parts[0]))
    *out = (MadoCasePath) { MADO_CASE_PATH_FACT, NULL, NULL, g_strdup (parts[0]) };
  else if (n > 1 && strcmp (parts[0], "confirm") == 0)
    *out = (MadoCasePath) { MADO_CASE_PATH_CONFIRM, NULL, NULL, g_strdup (path + strlen ("confirm/")) };
  else if (n > 1 && strcmp (parts[0], "chosen") == 0)
    *out = (MadoCasePath) { MADO_CASE_PATH_CHOSEN, NULL, NULL, g_strdup (path + strlen ("chosen/")) };
  for (guint i = 0; out->name == NULL && i < G_N_ELEMENTS (shapes); i++)
    if (fits (&shapes[i], parts, n))
      *out = (MadoCasePath) { shapes[i].kind, pick (parts, shapes[i].proc), pick (parts, shapes[i].eid),
                              pick (parts, shapes[i].name) };
  return TRUE;
}

void
mado_case_path_clear (MadoCasePath *self)
{
  g_clear_pointer (&self->proc, g_free);
  g_clear_pointer (&self->eid, g_free);
  g_clear_pointer (&self->name, g_free);
}

/* --- what a path is ---------------------------------------------------------------- */

/* What the server has to know of an issued document to answer for it; its
 * name, addressee and reasons are nobody's but the desk's. */
static gboolean
is_open_leaf (const char *leaf)
{
  static const char *const open[] = { "kind", "number", "copies", "at", "of", "withdrawn", NULL };

  return g_strv_contains (open, leaf);
}

gboolean
mado_case_path_is_sealed (const char *path)
{
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };

  if (!mado_case_path_parse (path, &parts))
    return TRUE;
  switch (parts.kind)
    {
    case MADO_CASE_PATH_FACT:
    case MADO_CASE_PATH_ROUTE:
    case MADO_CASE_PATH_DOCUMENT:
    case MADO_CASE_PATH_MARK:
      return FALSE;
    case MADO_CASE_PATH_PERSON:
      return strcmp (parts.name, "removed") != 0;
    case MADO_CASE_PATH_PROC:
      return strcmp (parts.name, "state") != 0 && strcmp (parts.name, "added") != 0;
    case MADO_CASE_PATH_ISSUED:
      return !is_open_leaf (parts.name);
    case MADO_CASE_PATH_HANDOVER:
      return strcmp (parts.name, "at") != 0;
    default:
      return TRUE;
    }
}

gboolean
mado_case_field_is_address (const char *field)
{
  static const char *const prefixes[] = { "new.", "old.", "registered.", "addr.", NULL };

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (field, prefixes[i]))
      return TRUE;
  return strcmp (field, "contact_phone") == 0;
}

/* --- element ids --------------------------------------------------------------------- */

#define ELEMENT_LENGTH 6
static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

char *
mado_case_new_element (MadoRandom *random)
{
  char *eid = g_malloc (ELEMENT_LENGTH + 2);

  eid[0] = 'p';
  for (guint i = 1; i <= ELEMENT_LENGTH; i++)
    eid[i] = base32[mado_random_below (random, 32)];
  eid[ELEMENT_LENGTH + 1] = 0;
  return eid;
}

gboolean
mado_case_is_element (const char *eid)
{
  return eid != NULL && eid[0] == 'p' && strlen (eid) == ELEMENT_LENGTH + 1 &&
         strspn (eid + 1, base32) == ELEMENT_LENGTH;
}
