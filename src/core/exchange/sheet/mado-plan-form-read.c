/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/sheet/mado-plan-form.h"

#include "core/exchange/mado-plan-import.h"
#include "core/exchange/sheet/mado-plan-form-private.h"
#include "core/form/mado-plan-edit.h"
#include "core/form/mado-plan-text.h"
#include "core/model/mado-plan-match.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
row_free (gpointer data)
{
  MadoPlanFormRow *self = data;

  g_array_unref (self->heads);
  g_free (self->number);
  g_free (self->before);
  g_free (self->answer);
  g_free (self);
}

void
mado_plan_form_free (MadoPlanForm *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->department);
  g_free (self->round);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* --- reading ---------------------------------------------------------------------------- */

static const char *
cell (const MadoSheet *sheet,
      guint            row,
      guint            column)
{
  char **cells = row < sheet->rows->len ? sheet->rows->pdata[row] : NULL;

  return cells != NULL && column < g_strv_length (cells) ? cells[column] : "";
}

static const MadoSheet *
find_sheet (GPtrArray  *sheets,
            const char *name)
{
  for (guint i = 0; i < sheets->len; i++)
    if (g_strcmp0 (((MadoSheet *) sheets->pdata[i])->name, name) == 0)
      return sheets->pdata[i];
  return NULL;
}

static gboolean
read_facts (MadoPlanForm    *form,
            const MadoSheet *hidden)
{
  form->year = (int) g_ascii_strtoll (cell (hidden, 2, 1), NULL, 10);
  form->department = g_strdup (cell (hidden, 3, 1));
  form->round = g_strdup (cell (hidden, 4, 1));
  return strcmp (cell (hidden, 0, 1), "1") == 0 && mado_id_parse (cell (hidden, 1, 1), &form->plan) && form->year > 0 &&
         mado_plan_is_department (form->department) && *form->round != 0;
}

static GArray *
parse_heads (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  GArray *heads = g_array_new (FALSE, FALSE, sizeof (MadoId));

  for (guint i = 0; parts[i] != NULL; i++)
    {
      MadoId id;

      if (mado_id_parse (parts[i], &id))
        g_array_append_val (heads, id);
    }
  return heads;
}

/* The hidden sheet names the rows; they may have been sorted in the other. */
static guint
find_row (const MadoSheet *sheet,
          guint            head,
          const char      *number)
{
  for (guint i = head + 1; i < sheet->rows->len; i++)
    if (strcmp (cell (sheet, i, FORM_COLUMN_NO), number) == 0)
      return i;
  return G_MAXUINT;
}

static gboolean
is_mark (const char *text)
{
  static const char *const marks[] = { "○", "〇", "◯", "●", "レ", "✓", "✔", "o", "O", "ｏ", "1", "変更なし", "なし", "はい" };
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strcmp (trimmed, marks[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A sum that did not work out; a program shows it in place of the text. */
static gboolean
is_error (const char *text)
{
  static const char *const errors[] = { "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", NULL };

  return g_strv_contains (errors, text);
}

static guint
find_head (const MadoSheet *sheet)
{
  for (guint i = 0; i < MIN (sheet->rows->len, 20); i++)
    if (strcmp (cell (sheet, i, FORM_COLUMN_NO), FORM_NO) == 0 && strcmp (cell (sheet, i, FORM_COLUMN_ANSWER), FORM_ANSWER) == 0)
      return i;
  return G_MAXUINT;
}

static void
read_row (MadoPlanReading *reading,
          MadoPlanForm    *form,
          const MadoSheet *sheet,
          const MadoSheet *hidden,
          guint            head,
          guint            place)
{
  const char *number = cell (hidden, place, 0);
  guint at = find_row (sheet, head, number);
  MadoPlanFormRow *row;
  const char *mark;

  if (at == G_MAXUINT)
    {
      mado_plan_reading_fault (reading, 0, FORM_NO, _("No %s is missing in the form; nothing of it can be read."), number);
      return;
    }
  row = g_new0 (MadoPlanFormRow, 1);
  row->row = at + 1;
  row->number = g_strdup (number);
  row->heads = parse_heads (cell (hidden, place, 2));
  row->before = g_strdup (cell (sheet, at, FORM_COLUMN_BEFORE));
  row->answer = g_strdup (cell (sheet, at, FORM_COLUMN_ANSWER));
  mark = cell (sheet, at, FORM_COLUMN_UNCHANGED);
  row->unchanged = is_mark (mark);
  g_ptr_array_add (form->rows, row);
  if (!mado_id_parse (cell (hidden, place, 1), &row->record) || row->heads->len == 0)
    mado_plan_reading_fault (reading, row->row, FORM_NO, _("The form has been damaged; please fill in a new one."));
  if (*mark != 0 && !row->unchanged)
    mado_plan_reading_fault (reading, row->row, FORM_UNCHANGED, _("“%s” is not understood here: ○ or nothing."), mark);
  if (row->unchanged && strcmp (row->before, row->answer) != 0)
    mado_plan_reading_fault (reading, row->row, FORM_UNCHANGED, _("It is marked as unchanged, but the text was changed."));
  if (is_error (row->answer))
    mado_plan_reading_fault (reading, row->row, FORM_ANSWER, _("“%s” is what a formula came to, not a text."), row->answer);
  if (*row->answer == 0 && *row->before != 0)
    mado_plan_reading_fault (reading, row->row, FORM_ANSWER, _("The text was cleared. Write what stands now, or mark it as unchanged."));
}

MadoPlanForm *
mado_plan_form_read (MadoPlanReading *reading,
                     const char      *name,
                     GBytes          *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = mado_sheet_read (bytes, &error);
  g_autoptr (MadoPlanForm) form = g_new0 (MadoPlanForm, 1);
  const MadoSheet *sheet;
  const MadoSheet *hidden;
  guint faults = reading->faults->len;
  guint head;

  g_free (reading->file);
  reading->file = g_strdup (name);
  form->file = g_strdup (name);
  form->rows = g_ptr_array_new_with_free_func (row_free);
  if (sheets == NULL)
    {
      mado_plan_reading_fault (reading, 0, "", "%s", error->message);
      return NULL;
    }
  sheet = find_sheet (sheets, FORM_SHEET);
  hidden = find_sheet (sheets, FORM_HIDDEN_SHEET);
  if (sheet == NULL || hidden == NULL || !read_facts (form, hidden))
    {
      mado_plan_reading_fault (reading, 0, "", _("This workbook is no answer form of the plan."));
      return NULL;
    }
  head = find_head (sheet);
  if (head == G_MAXUINT)
    {
      mado_plan_reading_fault (reading, FORM_HEAD_ROW + 1, FORM_ANSWER, _("This column is missing."));
      return NULL;
    }
  for (guint i = FORM_HIDDEN_ROWS; i < hidden->rows->len; i++)
    if (*cell (hidden, i, 0) != 0)
      read_row (reading, form, sheet, hidden, head, i);
  return reading->faults->len == faults ? g_steal_pointer (&form) : NULL;
}

/* --- what it changes ------------------------------------------------------------------------ */

typedef struct
{
  MadoStore       *store;
  MadoPlanSet     *set;
  MadoPlanReading *reading;
  MadoPlanUpdate  *update;
  MadoPlanForm    *form;
  GHashTable      *answered; /* record → MadoPlanForm* whose department answered it, "record\ndepartment" */
} Preparing;

/* The row as it was when the form was made. */
static MadoRecord *
fold_base (Preparing             *p,
           const MadoPlanFormRow *row)
{
  g_autoptr (GPtrArray) commits = mado_store_history (p->store, &row->record, NULL);
  MadoRecord *record = commits != NULL
    ? mado_record_at_heads (commits, (const MadoId *) (gpointer) row->heads->data, row->heads->len) : NULL;

  if (record == NULL)
    mado_plan_reading_fault (p->reading, row->row, FORM_NO, _("No %s of the form is not here; was it made from another plan?"),
                             row->number);
  return record;
}

static const char *
find_by_name (const char *name,
              gpointer    data)
{
  MadoDepartment *department = mado_plan_book_find_department_named (data, name);

  return department != NULL ? department->id : NULL;
}

static void
adopt (GPtrArray *lines,
       GPtrArray *older)
{
  g_autoptr (GArray) match = mado_plan_lines_match (older, lines);

  for (guint i = 0; i < lines->len; i++)
    {
      int place = g_array_index (match, int, i);
      const MadoPlanLine *was = place >= 0 ? older->pdata[place] : NULL;
      MadoPlanLine *line = lines->pdata[i];

      if (was == NULL)
        continue;
      line->extra = g_strdup (was->extra);
      for (guint k = 0; k < was->figures->len; k++)
        if (strstr (line->text, ((MadoPlanFigure *) was->figures->pdata[k])->printed) != NULL)
          g_ptr_array_add (line->figures, mado_plan_figure_copy (was->figures->pdata[k]));
    }
}

/* Somebody pressed the space bar at a line's end: not a change. */
static gboolean
is_same_text (GPtrArray *a,
              GPtrArray *b)
{
  g_autofree char *one = mado_plan_lines_print (a, TRUE);
  g_autofree char *two = mado_plan_lines_print (b, TRUE);

  return strcmp (one, two) == 0;
}

static void
write_row (Preparing             *p,
           const MadoPlanFormRow *row,
           MadoRecord            *base)
{
  g_autoptr (GHashTable) records = g_hash_table_new (mado_id_hash, mado_id_equal);
  g_autoptr (MadoInitiative) older = mado_initiative_read (base, NULL);
  g_autoptr (GPtrArray) lines = mado_plan_lines_parse (row->answer, MADO_PLAN_STATUS, find_by_name, p->set->book);
  g_autoptr (MadoPlanBook) one = mado_plan_book_new ();
  g_auto (MadoPlanUpdate) update = { 0 };
  MadoInitiative *changed;

  if (is_same_text (lines, older->status))
    return;
  changed = mado_initiative_copy (older);
  g_ptr_array_unref (changed->status);
  changed->status = g_steal_pointer (&lines);
  adopt (changed->status, older->status);
  g_hash_table_insert (records, (gpointer) mado_record_get_id (base), base);
  one->id = p->set->book->id;
  one->year = p->set->book->year;
  g_free (one->gather);
  one->gather = g_strdup (p->set->book->gather);
  for (guint i = 0; i < p->set->book->departments->len; i++)
    g_ptr_array_add (one->departments, mado_department_copy (p->set->book->departments->pdata[i]));
  g_ptr_array_add (one->initiatives, changed);
  mado_plan_update_make_rows (&update, one, &(MadoPlanUpdateOptions) { "", records, MADO_SOURCE_IMPORT, "answer" });
  g_ptr_array_extend_and_steal (p->update->edits, g_steal_pointer (&update.edits));
  g_ptr_array_extend_and_steal (p->update->changes, g_steal_pointer (&update.changes));
}

static void
write_answer (Preparing             *p,
              const MadoPlanFormRow *row)
{
  MadoRecord *record = g_hash_table_lookup (p->set->records, &row->record);
  g_autoptr (MadoPlanEdit) edit = record != NULL ? mado_plan_edit_new (record, p->set->book->gather) : NULL;
  MadoEdit *made;

  if (edit == NULL)
    return;
  mado_plan_edit_set_answer (edit, p->form->department, p->form->round, MADO_ANSWER_CONFIRMED, row->unchanged);
  made = mado_plan_edit_make (edit, "answer");
  if (made != NULL)
    g_ptr_array_add (p->update->edits, made);
}

static void
prepare_row (Preparing             *p,
             const MadoPlanFormRow *row)
{
  g_autofree char *id = mado_id_to_string (&row->record);
  g_autofree char *key = g_strconcat (id, "\n", p->form->department, NULL);
  g_autoptr (MadoRecord) base = NULL;

  if (!row->unchanged && strcmp (row->before, row->answer) == 0)
    return; /* not answered yet */
  if (!g_hash_table_add (p->answered, g_steal_pointer (&key)))
    {
      mado_plan_reading_fault (p->reading, row->row, FORM_NO, _("No %s is answered by two of the forms."), row->number);
      return;
    }
  base = fold_base (p, row);
  if (base == NULL)
    return;
  write_row (p, row, base);
  write_answer (p, row);
}

gboolean
mado_plan_form_is (GPtrArray *sheets)
{
  return find_sheet (sheets, FORM_HIDDEN_SHEET) != NULL;
}

/* A workbook does not write empty cells at the end of a row. */
static void
pad_rows (GPtrArray *rows)
{
  guint n = g_strv_length (rows->pdata[0]);

  for (guint i = 1; i < rows->len; i++)
    {
      char **cells = rows->pdata[i];
      guint have = g_strv_length (cells);

      if (have == 0 || have >= n)
        continue;
      cells = g_renew (char *, cells, n + 1);
      for (; have < n; have++)
        cells[have] = g_strdup ("");
      cells[n] = NULL;
      rows->pdata[i] = cells;
    }
}

gboolean
mado_plan_sheet_read_tables (MadoPlanReading *reading,
                             const char      *name,
                             GPtrArray       *sheets)
{
  guint faults = reading->faults->len;

  for (guint i = 0; i < sheets->len; i++)
    {
      const MadoSheet *sheet = sheets->pdata[i];
      g_autofree char *file = sheets->len > 1 ? g_strdup_printf ("%s [%s]", name, sheet->name) : g_strdup (name);

      if (sheet->hidden || sheet->rows->len == 0)
        continue;
      pad_rows (sheet->rows);
      g_free (reading->file);
      reading->file = g_steal_pointer (&file);
      mado_plan_table_read (reading, sheet->rows);
    }
  return reading->faults->len == faults;
}

gboolean
mado_plan_form_prepare (MadoStore       *store,
                        MadoPlanSet     *set,
                        GPtrArray       *forms,
                        MadoPlanReading *reading,
                        MadoPlanUpdate  *update)
{
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Preparing p = { store, set, reading, update, NULL, answered };
  guint faults = reading->faults->len;

  update->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_edit_free);
  update->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_plan_change_free);
  for (guint i = 0; i < forms->len; i++)
    {
      p.form = forms->pdata[i];
      g_free (reading->file);
      reading->file = g_strdup (p.form->file);
      if (!mado_id_equal (&p.form->plan, &set->book->id) || p.form->year != set->book->year)
        mado_plan_reading_fault (reading, 0, "", _("The form is of another plan or fiscal year."));
      else if (mado_plan_book_find_department (set->book, p.form->department) == NULL)
        mado_plan_reading_fault (reading, 0, "", _("There is no department “%s”."), p.form->department);
      else
        for (guint k = 0; k < p.form->rows->len; k++)
          prepare_row (&p, p.form->rows->pdata[k]);
    }
  return reading->faults->len == faults;
}
