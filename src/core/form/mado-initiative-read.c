/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-plan-view.h"

#include "core/model/mado-value.h"

#include <string.h>

/* A row from its record, with what is pending laid over it. */

typedef struct
{
  MadoRecord     *record;
  GHashTable     *pending; /* nullable */
  MadoInitiative *row;
  GHashTable     *lines[2]; /* lid → MadoPlanLine*, by MadoPlanText */
  GPtrArray      *departments; /* Keyed */
  GPtrArray      *decisions;   /* Decision */
  GHashTable     *answer_commits; /* MadoPlanAnswer* → MadoId* of the commit that shows its state */
} Reading;

typedef struct
{
  char *order;
  char *id;
} Keyed;

typedef struct
{
  char           *department;
  char           *round;
  MadoAnswerState state;
  MadoId          judged;
  char           *comment;
  MadoPlanStamp   stamp;
} Decision;

static void
keyed_free (gpointer data)
{
  Keyed *self = data;

  g_free (self->order);
  g_free (self->id);
  g_free (self);
}

static void
decision_free (gpointer data)
{
  Decision *self = data;

  g_free (self->department);
  g_free (self->round);
  g_free (self->comment);
  g_free (self->stamp.actor);
  g_free (self);
}

static void
take_text (char      **member,
           GVariant   *value)
{
  g_free (*member);
  *member = g_strdup (mado_value_get_text (value));
}

static gboolean
is_yes (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

static void
note_stamp (MadoPlanStamp           *stamp,
            const MadoRegisterValue *shown)
{
  gint64 at = mado_hlc_ms (shown->clock);

  if (at <= stamp->at)
    return;
  stamp->at = at;
  g_free (stamp->actor);
  stamp->actor = g_strdup (shown->actor != NULL ? shown->actor : "");
}

/* --- lines ------------------------------------------------------------------------ */

static MadoPlanLine *
ensure_line (Reading      *r,
             MadoPlanText  text,
             const char   *lid)
{
  MadoPlanLine *line = g_hash_table_lookup (r->lines[text], lid);

  if (line != NULL)
    return line;
  line = mado_plan_line_new (1, MADO_PLAN_LINE_TEXT, NULL, "");
  g_free (line->id);
  line->id = g_strdup (lid);
  g_hash_table_insert (r->lines[text], line->id, line);
  return line;
}

static void
take_shape (MadoPlanLine *line,
            GVariant     *value)
{
  g_auto (GStrv) parts = g_strsplit (mado_value_get_text (value), " ", 3);

  if (parts[0] == NULL || parts[1] == NULL)
    return;
  line->level = MIN ((guint) g_ascii_strtoull (parts[0], NULL, 10), MADO_PLAN_MAX_LEVEL);
  mado_plan_line_kind_from_string (parts[1], &line->kind);
  g_free (line->marker);
  line->marker = g_strdup (parts[2]);
}

static void
take_figure (MadoPlanLine *line,
             const char   *fid,
             GVariant     *value)
{
  MadoPlanFigure *figure = mado_plan_figure_from_value (value);

  for (guint i = 0; i < line->figures->len; i++)
    if (strcmp (((MadoPlanFigure *) line->figures->pdata[i])->id, fid) == 0)
      {
        g_ptr_array_remove_index (line->figures, i);
        break;
      }
  if (figure == NULL)
    return;
  g_free (figure->id);
  figure->id = g_strdup (fid);
  g_ptr_array_add (line->figures, figure);
}

static void
note_conflict (MadoPlanLine       *line,
               const MadoRegister *reg)
{
  g_clear_pointer (&line->conflict, g_ptr_array_unref);
  if (reg == NULL || reg->values->len < 2)
    return;
  line->conflict = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < reg->values->len; i++)
    g_ptr_array_add (line->conflict, g_strdup (mado_value_get_text (((MadoRegisterValue *) reg->values->pdata[i])->value)));
}

static void
take_line (Reading                *r,
           const MadoPlanLinePath *path,
           GVariant               *value,
           const MadoRegister     *reg)
{
  MadoPlanLine *line;

  if (!path->figure && strcmp (path->leaf, "removed") == 0)
    return; /* judged at the end */
  line = ensure_line (r, path->text, path->lid);
  if (path->figure)
    take_figure (line, path->leaf, value);
  else if (strcmp (path->leaf, "text") == 0)
    {
      take_text (&line->text, value);
      note_conflict (line, reg);
    }
  else if (strcmp (path->leaf, "shape") == 0)
    take_shape (line, value);
  else if (strcmp (path->leaf, "order") == 0)
    take_text (&line->order, value);
  else if (strcmp (path->leaf, "departments") == 0)
    {
      g_strfreev (line->departments);
      line->departments = mado_value_dup_texts (value);
    }
  else if (strcmp (path->leaf, "extra") == 0)
    {
      g_free (line->extra);
      line->extra = mado_value_is_none (value) ? NULL : g_strdup (mado_value_get_text (value));
    }
  if (reg == NULL)
    return;
  g_free (line->section);
  line->section = g_strdup (reg->section);
  note_stamp (&line->stamp, reg->values->pdata[0]);
}

/* Out of sight: removed, as the record or somebody here says. A removal that
 * is contested leaves the line, which then has a conflict: its text or nothing. */
static gboolean
line_is_removed (Reading            *r,
                 MadoPlanText        text,
                 MadoPlanLine       *line)
{
  g_autofree char *path = mado_plan_path_line (text, line->id, "removed");
  GVariant *pending = r->pending != NULL ? g_hash_table_lookup (r->pending, path) : NULL;
  const MadoRegister *reg;

  if (pending != NULL)
    return is_yes (pending);
  reg = mado_record_lookup (r->record, path);
  if (reg == NULL)
    return FALSE;
  if (reg->contested && line->conflict == NULL)
    {
      line->conflict = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (line->conflict, g_strdup (line->text));
      g_ptr_array_add (line->conflict, g_strdup (""));
    }
  return is_yes (((MadoRegisterValue *) reg->values->pdata[0])->value) && reg->values->len == 1 && !reg->contested;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const MadoPlanLine *one = *(MadoPlanLine *const *) a;
  const MadoPlanLine *two = *(MadoPlanLine *const *) b;
  int order = strcmp (one->order, two->order);

  return order != 0 ? order : strcmp (one->id, two->id);
}

void
mado_plan_lines_sort (GPtrArray *lines)
{
  g_ptr_array_sort (lines, compare_lines);
}

static int
compare_figures (gconstpointer a,
                 gconstpointer b)
{
  const MadoPlanFigure *one = *(MadoPlanFigure *const *) a;
  const MadoPlanFigure *two = *(MadoPlanFigure *const *) b;

  return one->order != two->order ? (one->order < two->order ? -1 : 1) : strcmp (one->id, two->id);
}

static void
collect_lines (Reading      *r,
               MadoPlanText  text,
               GPtrArray    *out)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, r->lines[text]);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    {
      if (line_is_removed (r, text, line))
        mado_plan_line_free (line);
      else
        g_ptr_array_add (out, line);
    }
  mado_plan_lines_sort (out);
  for (guint i = 0; i < out->len; i++)
    g_ptr_array_sort (((MadoPlanLine *) out->pdata[i])->figures, compare_figures);
}

/* --- departments and answers --------------------------------------------------------- */

static void
take_department (Reading    *r,
                 char      **parts,
                 GVariant   *value)
{
  g_autofree char *element = g_strconcat ("department/", parts[1], NULL);
  g_autofree char *removed = g_strconcat (element, "/removed", NULL);
  GVariant *pending = r->pending != NULL ? g_hash_table_lookup (r->pending, removed) : NULL;
  Keyed *keyed;

  if (strcmp (parts[2], "order") != 0 ||
      (pending != NULL ? is_yes (pending) : mado_record_element_is_removed (r->record, element)))
    return;
  for (guint i = 0; i < r->departments->len; i++)
    if (strcmp (((Keyed *) r->departments->pdata[i])->id, parts[1]) == 0)
      {
        g_ptr_array_remove_index (r->departments, i);
        break;
      }
  keyed = g_new0 (Keyed, 1);
  keyed->order = g_strdup (mado_value_get_text (value));
  keyed->id = g_strdup (parts[1]);
  g_ptr_array_add (r->departments, keyed);
}

static int
compare_keyed (gconstpointer a,
               gconstpointer b)
{
  const Keyed *one = *(Keyed *const *) a;
  const Keyed *two = *(Keyed *const *) b;
  int order = strcmp (one->order, two->order);

  return order != 0 ? order : strcmp (one->id, two->id);
}

static void
collect_departments (Reading *r)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  g_ptr_array_sort (r->departments, compare_keyed);
  for (guint i = 0; i < r->departments->len; i++)
    g_strv_builder_add (out, ((Keyed *) r->departments->pdata[i])->id);
  g_strfreev (r->row->departments);
  r->row->departments = g_strv_builder_end (out);
}

static MadoPlanAnswer *
ensure_answer (Reading    *r,
               const char *department,
               const char *round)
{
  MadoPlanAnswer *answer = (MadoPlanAnswer *) mado_initiative_find_answer (r->row, department, round);

  if (answer != NULL)
    return answer;
  answer = g_new0 (MadoPlanAnswer, 1);
  answer->department = g_strdup (department);
  answer->round = g_strdup (round);
  answer->comment = g_strdup ("");
  answer->stamp.actor = g_strdup ("");
  g_ptr_array_add (r->row->answers, answer);
  return answer;
}

static void
take_answer (Reading             *r,
             char               **parts,
             GVariant            *value,
             const MadoRegister  *reg)
{
  MadoPlanAnswer *answer = ensure_answer (r, parts[1], parts[2]);
  const char *leaf = parts[3];

  if (strcmp (leaf, "state") == 0)
    {
      answer->state = mado_answer_state_from_string (mado_value_get_text (value));
      if (reg != NULL)
        g_hash_table_insert (r->answer_commits, answer, mado_id_copy (&((MadoRegisterValue *) reg->values->pdata[0])->commit));
      else
        g_hash_table_remove (r->answer_commits, answer);
    }
  else if (strcmp (leaf, "unchanged") == 0)
    answer->unchanged = is_yes (value);
  else if (strcmp (leaf, "comment") == 0)
    take_text (&answer->comment, value);
  if (reg != NULL)
    note_stamp (&answer->stamp, reg->values->pdata[0]);
}

static void
take_decision (Reading             *r,
               char               **parts,
               GVariant            *value,
               const MadoRegister  *reg)
{
  g_auto (GStrv) items = mado_value_dup_texts (value);
  Decision *decision;

  if (g_strv_length (items) < 3)
    return;
  decision = g_new0 (Decision, 1);
  decision->department = g_strdup (parts[1]);
  decision->round = g_strdup (parts[2]);
  decision->state = mado_answer_state_from_string (items[0]);
  mado_id_parse (items[1], &decision->judged);
  decision->comment = g_strdup (items[2]);
  decision->stamp.actor = g_strdup ("");
  if (reg != NULL)
    note_stamp (&decision->stamp, reg->values->pdata[0]);
  g_ptr_array_add (r->decisions, decision);
}

/* A decision holds for the answer it has judged; a newer answer is open again,
 * and the comment stays in sight. */
static void
apply_decision (Reading        *r,
                const Decision *decision)
{
  MadoPlanAnswer *answer = ensure_answer (r, decision->department, decision->round);
  const MadoId *commit = g_hash_table_lookup (r->answer_commits, answer);
  gboolean holds = commit != NULL ? mado_id_equal (commit, &decision->judged)
                                  : mado_id_is_null (&decision->judged) && answer->state == MADO_ANSWER_NONE;

  if (*decision->comment != 0)
    {
      g_free (answer->comment);
      answer->comment = g_strdup (decision->comment);
    }
  if (!holds)
    return;
  answer->state = decision->state;
  g_free (answer->stamp.actor);
  answer->stamp = (MadoPlanStamp) { g_strdup (decision->stamp.actor), decision->stamp.at };
}

/* --- facts -------------------------------------------------------------------------------- */

static void
take_fact (MadoInitiative *row,
           const char     *name,
           GVariant       *value)
{
  if (strcmp (name, "year") == 0)
    row->year = mado_value_get_int (value);
  else if (strcmp (name, "no") == 0)
    row->no = mado_value_get_int (value);
  else if (strcmp (name, "goal") == 0)
    row->goal = mado_value_get_int (value);
  else if (strcmp (name, "measure") == 0)
    row->measure = mado_value_get_int (value);
  else if (strcmp (name, "order") == 0)
    take_text (&row->order, value);
  else if (strcmp (name, "title") == 0)
    take_text (&row->title, value);
  else if (strcmp (name, "mark") == 0)
    take_text (&row->mark, value);
  else if (strcmp (name, "title_note") == 0)
    take_text (&row->title_note, value);
  else if (strcmp (name, "repost_of") == 0)
    mado_id_parse (mado_value_get_text (value), &row->repost_of);
  else if (strcmp (name, "previous") == 0)
    mado_id_parse (mado_value_get_text (value), &row->previous);
  else if (strcmp (name, "removed") == 0)
    row->removed = is_yes (value);
  else if (strcmp (name, "extra") == 0)
    {
      g_free (row->extra);
      row->extra = mado_value_is_none (value) ? NULL : g_strdup (mado_value_get_text (value));
    }
}

static gboolean
is_for_readers (const char *path)
{
  return !g_str_has_prefix (path, "route/") && !g_str_has_prefix (path, "answer/") && !g_str_has_prefix (path, "decision/");
}

static void
take_path (Reading            *r,
           const char         *path,
           GVariant           *value,
           const MadoRegister *reg)
{
  g_auto (MadoPlanLinePath) line = { 0 };
  g_auto (GStrv) parts = NULL;
  guint n;

  if (reg != NULL && is_for_readers (path))
    note_stamp (&r->row->stamp, reg->values->pdata[0]);
  if (mado_plan_line_path_parse (path, &line))
    {
      take_line (r, &line, value, reg);
      return;
    }
  parts = g_strsplit (path, "/", 5);
  n = g_strv_length (parts);
  if (n == 1)
    take_fact (r->row, path, value);
  else if (n == 3 && strcmp (parts[0], "department") == 0)
    take_department (r, parts, value);
  else if (n == 4 && strcmp (parts[0], "answer") == 0)
    take_answer (r, parts, value, reg);
  else if (n == 3 && strcmp (parts[0], "decision") == 0)
    take_decision (r, parts, value, reg);
}

static void
take_pending (Reading *r)
{
  GHashTableIter iter;
  gpointer path;
  gpointer value;

  if (r->pending == NULL)
    return;
  g_hash_table_iter_init (&iter, r->pending);
  while (g_hash_table_iter_next (&iter, &path, &value))
    take_path (r, path, value, NULL);
}

MadoInitiative *
mado_initiative_read (MadoRecord *record,
                      GHashTable *pending)
{
  g_autoptr (GPtrArray) all = mado_record_list (record, "");
  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (keyed_free);
  g_autoptr (GPtrArray) decisions = g_ptr_array_new_with_free_func (decision_free);
  g_autoptr (GHashTable) status = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) summary = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) commits = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Reading r = { record, pending, mado_initiative_new (), { status, summary }, departments, decisions, commits };

  r.row->id = *mado_record_get_id (record);
  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];

      take_path (&r, reg->path, ((MadoRegisterValue *) reg->values->pdata[0])->value, reg);
    }
  take_pending (&r);
  collect_lines (&r, MADO_PLAN_STATUS, r.row->status);
  collect_lines (&r, MADO_PLAN_SUMMARY, r.row->summary);
  collect_departments (&r);
  for (guint i = 0; i < decisions->len; i++)
    apply_decision (&r, decisions->pdata[i]);
  return r.row;
}
