/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/sheet/mado-plan-form.h"

#include "core/exchange/mado-plan-columns.h"
#include "core/exchange/sheet/mado-plan-form-private.h"
#include "core/stats/mado-kpi-rate.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <xlsxwriter.h>

/* Text that is longer than a cell can hold. */
#define MAX_CELL 32767
/* The built-in number format "@" (ECMA-376 part 1, 18.8.30). */
#define TEXT_FORMAT 49

typedef struct
{
  lxw_workbook  *book;
  lxw_worksheet *sheet;
  lxw_format    *title;
  lxw_format    *head;
  lxw_format    *fixed;
  lxw_format    *answer;
  lxw_format    *centre;
  gboolean       fault;
} Out;

static lxw_format *
make_format (lxw_workbook *book,
             gboolean      bold,
             gboolean      locked,
             int           fill,
             gboolean      border)
{
  lxw_format *format = workbook_add_format (book);

  format_set_text_wrap (format);
  format_set_align (format, LXW_ALIGN_VERTICAL_TOP);
  if (bold)
    format_set_bold (format);
  if (!locked)
    format_set_unlocked (format);
  if (fill >= 0)
    format_set_bg_color (format, (lxw_color_t) fill);
  if (border)
    format_set_border (format, LXW_BORDER_THIN);
  return format;
}

static void
out_begin (Out        *out,
           const char *path)
{
  out->book = workbook_new (path);
  out->title = make_format (out->book, TRUE, TRUE, -1, FALSE);
  out->head = make_format (out->book, TRUE, TRUE, 0xd9d9d9, TRUE);
  out->fixed = make_format (out->book, FALSE, TRUE, 0xf2f2f2, TRUE);
  out->answer = make_format (out->book, FALSE, FALSE, -1, TRUE);
  out->centre = make_format (out->book, FALSE, FALSE, -1, TRUE);
  format_set_align (out->centre, LXW_ALIGN_CENTER);
  /* What is typed stays what was typed: 12/1 does not become a day of this
   * year, nor =… a sum. */
  format_set_num_format_index (out->answer, TEXT_FORMAT);
  format_set_num_format_index (out->centre, TEXT_FORMAT);
  out->fault = FALSE;
}

static void
put (Out        *out,
     guint       row,
     guint       column,
     const char *text,
     lxw_format *format)
{
  if (g_utf8_strlen (text, -1) > MAX_CELL)
    out->fault = TRUE;
  else if (*text == 0)
    worksheet_write_blank (out->sheet, row, (lxw_col_t) column, format);
  else if (worksheet_write_string (out->sheet, row, (lxw_col_t) column, text, format) != LXW_NO_ERROR)
    out->fault = TRUE;
}

/* --- the form ------------------------------------------------------------------------- */

static void
put_head (Out                *out,
          const MadoPlanBook *book,
          const char         *department,
          const char         *round)
{
  static const struct { const char *title; double width; } columns[] = {
    { FORM_NO, 5 }, { "施策", 16 }, { "主な取組", 24 }, { "事業概要", 34 }, { FORM_BEFORE, 52 }, { FORM_ANSWER, 52 }, { FORM_UNCHANGED, 9 },
    { "担当課", 20 },
  };
  g_autofree char *title = g_strdup_printf ("%s　実施状況・実施予定　回答様式（%s）", book->name,
                                            mado_plan_book_get_department_name (book, department));
  g_autofree char *words = g_strdup_printf ("時点：%s　「%s」の欄に今回の内容を書いてください。1行ずつ Alt+Enter で改行します。変わらない取組は「%s」に ○ を付けてください。",
                                            round, FORM_ANSWER, FORM_UNCHANGED);

  worksheet_write_string (out->sheet, 0, 0, title, NULL);
  worksheet_write_string (out->sheet, 1, 0, words, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      worksheet_set_column (out->sheet, (lxw_col_t) i, (lxw_col_t) i, columns[i].width, NULL);
      put (out, FORM_HEAD_ROW, i, columns[i].title, out->head);
    }
}

/* Rows are as high as their text; a program that does not work heights out
 * itself would show the first line only. */
static double
height_of (const char *summary,
           const char *status)
{
  const struct { const char *text; glong letters; } cells[] = { { summary, 16 }, { status, 25 } };
  double most = 1;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_auto (GStrv) lines = g_strsplit (cells[i].text, "\n", -1);
      double n = 0;

      for (guint k = 0; lines[k] != NULL; k++)
        n += 1 + (double) (g_utf8_strlen (lines[k], -1) / cells[i].letters);
      most = MAX (most, n);
    }
  return MIN (15 * most + 4, 409);
}

static void
put_row (Out                  *out,
         const MadoPlanBook   *book,
         const MadoInitiative *row,
         guint                 place)
{
  g_autofree char *number = mado_plan_row_number (row);
  g_autofree char *title = mado_plan_row_title (row);
  g_autofree char *summary = mado_plan_lines_print (row->summary, TRUE);
  g_autofree char *status = mado_plan_lines_print (row->status, TRUE);
  g_autofree char *departments = mado_plan_book_dup_department_names (book, (const char *const *) row->departments);
  const MadoPlanMeasure *measure = mado_plan_book_find_measure (book, row->goal, row->measure);
  guint at = FORM_HEAD_ROW + 1 + place;

  worksheet_set_row (out->sheet, at, height_of (summary, status), NULL);
  put (out, at, FORM_COLUMN_NO, number, out->fixed);
  put (out, at, 1, measure != NULL ? measure->title : "", out->fixed);
  put (out, at, 2, title, out->fixed);
  put (out, at, 3, summary, out->fixed);
  put (out, at, FORM_COLUMN_BEFORE, status, out->fixed);
  put (out, at, FORM_COLUMN_ANSWER, status, out->answer);
  put (out, at, FORM_COLUMN_UNCHANGED, "", out->centre);
  put (out, at, 7, departments, out->fixed);
}

static char *
heads_of (MadoRecord *record)
{
  const char *const *sections = mado_record_get_sections (record);
  GString *out = g_string_new (NULL);

  for (guint i = 0; sections[i] != NULL; i++)
    {
      guint n;
      const MadoId *heads = mado_record_get_heads (record, sections[i], &n);

      for (guint k = 0; k < n; k++)
        {
          g_autofree char *id = mado_id_to_string (&heads[k]);

          g_string_append_printf (out, "%s%s", out->len > 0 ? "," : "", id);
        }
    }
  return g_string_free (out, FALSE);
}

static void
put_hidden (Out         *out,
            MadoPlanSet *set,
            GPtrArray   *rows,
            const char  *department,
            const char  *round)
{
  g_autofree char *plan = mado_id_to_string (&set->book->id);
  g_autofree char *year = g_strdup_printf ("%d", set->book->year);
  const char *facts[][2] = { { "format", "1" }, { "plan", plan }, { "year", year }, { "department", department }, { "round", round } };

  out->sheet = workbook_add_worksheet (out->book, FORM_HIDDEN_SHEET);
  worksheet_hide (out->sheet);
  worksheet_protect (out->sheet, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      put (out, i, 0, facts[i][0], NULL);
      put (out, i, 1, facts[i][1], NULL);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const MadoInitiative *row = rows->pdata[i];
      g_autofree char *id = mado_id_to_string (&row->id);
      g_autofree char *heads = heads_of (g_hash_table_lookup (set->records, &row->id));
      g_autofree char *number = mado_plan_row_number (row);

      put (out, FORM_HIDDEN_ROWS + i, 0, number, NULL);
      put (out, FORM_HIDDEN_ROWS + i, 1, id, NULL);
      put (out, FORM_HIDDEN_ROWS + i, 2, heads, NULL);
    }
}

static GPtrArray *
rows_of (const MadoPlanBook *book,
         const char         *department)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < book->initiatives->len; i++)
    {
      MadoInitiative *row = book->initiatives->pdata[i];

      if (!row->removed && mado_id_is_null (&row->repost_of) && mado_initiative_has_department (row, department))
        g_ptr_array_add (rows, row);
    }
  return rows;
}

static gboolean
finish (Out         *out,
        const char  *made,
        const char  *path,
        GError     **error)
{
  lxw_error status = workbook_close (out->book);

  if (status == LXW_NO_ERROR && !out->fault && g_rename (made, path) == 0)
    return TRUE;
  g_set_error (error, MADO_ERROR, status == LXW_NO_ERROR && out->fault ? MADO_ERROR_INVALID : MADO_ERROR_READ_ONLY,
               out->fault ? _("“%s” was not written: a text is longer than a cell of a workbook can be.")
                          : _("“%s” cannot be written."), path);
  g_unlink (made);
  return FALSE;
}

gboolean
mado_plan_form_write (MadoPlanSet  *set,
                      const char   *department,
                      const char   *round,
                      const char   *path,
                      GError      **error)
{
  g_autoptr (GPtrArray) rows = rows_of (set->book, department);
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  lxw_protection protection = { .format_rows = LXW_TRUE, .format_columns = LXW_TRUE };
  Out out;

  if (rows->len == 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("“%s” has no rows to answer."),
                   mado_plan_book_get_department_name (set->book, department));
      return FALSE;
    }
  out_begin (&out, made);
  out.sheet = workbook_add_worksheet (out.book, FORM_SHEET);
  put_head (&out, set->book, department, round);
  for (guint i = 0; i < rows->len; i++)
    put_row (&out, set->book, rows->pdata[i], i);
  worksheet_freeze_panes (out.sheet, FORM_HEAD_ROW + 1, 3);
  worksheet_set_landscape (out.sheet);
  worksheet_set_paper (out.sheet, 9); /* A4 */
  worksheet_fit_to_pages (out.sheet, 1, 0);
  worksheet_repeat_rows (out.sheet, FORM_HEAD_ROW, FORM_HEAD_ROW);
  worksheet_protect (out.sheet, NULL, &protection);
  put_hidden (&out, set, rows, department, round);
  return finish (&out, made, path, error);
}

/* A name of a file: no separators, nothing hidden. */
static char *
file_name (const char *department)
{
  char *name = g_strdup_printf ("回答様式_%s.xlsx", department);

  for (char *p = name; *p != 0; p++)
    if (strchr ("/\\:*?\"<>|", *p) != NULL)
      *p = '_';
  return name;
}

int
mado_plan_form_write_all (MadoPlanSet  *set,
                          const char   *round,
                          const char   *dir,
                          GError      **error)
{
  int n = 0;

  if (g_mkdir_with_parents (dir, 0777) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("“%s” cannot be written."), dir);
      return -1;
    }
  for (guint i = 0; i < set->book->departments->len; i++)
    {
      const MadoDepartment *department = set->book->departments->pdata[i];
      g_autofree char *name = file_name (mado_department_get_name (department, round));
      g_autofree char *path = g_build_filename (dir, name, NULL);
      GError *fault = NULL;

      if (mado_plan_form_write (set, department->id, round, path, &fault))
        n++;
      else if (!g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, fault);
          return -1;
        }
      g_clear_error (&fault);
    }
  return n;
}

/* --- the plan as tables ------------------------------------------------------------------- */

/* Cells of the tables that CSV has. */
static void
put_table (Out        *out,
           const char *name,
           const char *csv)
{
  g_autoptr (MadoPlanReading) reading = mado_plan_reading_new (NULL, MADO_PLAN_READ_DEFAULT);
  g_autoptr (GBytes) bytes = g_bytes_new_static (csv, strlen (csv));
  gsize length;
  g_autofree char *text = mado_plan_decode (bytes, &length);
  g_autoptr (GPtrArray) rows = mado_plan_csv_split (reading, text);

  out->sheet = workbook_add_worksheet (out->book, name);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      char **cells = rows->pdata[i];

      for (guint k = 0; cells[k] != NULL; k++)
        put (out, i, k, cells[k], i == 0 ? out->head : out->answer);
    }
  worksheet_set_column (out->sheet, 0, 4, 10, NULL);
  worksheet_set_column (out->sheet, 5, 8, 40, NULL);
  worksheet_freeze_panes (out->sheet, 1, 0);
  worksheet_set_landscape (out->sheet);
  worksheet_set_paper (out->sheet, 9);
  worksheet_fit_to_pages (out->sheet, 1, 0);
  worksheet_repeat_rows (out->sheet, 0, 0);
}

gboolean
mado_plan_sheet_write (const MadoPlanBook  *book,
                       const char          *path,
                       GError             **error)
{
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  Out out;

  out_begin (&out, made);
  if (book->initiatives->len > 0)
    {
      g_autofree char *csv = mado_plan_csv_write (book);

      put_table (&out, "取組", csv);
    }
  if (book->kpis->len > 0)
    {
      g_autofree char *csv = mado_plan_csv_write_kpis (book);

      put_table (&out, "KPI", csv);
    }
  return finish (&out, made, path, error);
}

gboolean
mado_plan_sheet_write_changes (const MadoPlanBook  *older,
                               const MadoPlanBook  *newer,
                               const char          *path,
                               GError             **error)
{
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  g_autofree char *csv = mado_plan_csv_write_changes (older, newer);
  Out out;

  out_begin (&out, made);
  put_table (&out, "変更", csv);
  worksheet_set_column (out.sheet, 1, 1, 30, NULL);
  worksheet_set_column (out.sheet, 4, 5, 60, NULL);
  return finish (&out, made, path, error);
}
