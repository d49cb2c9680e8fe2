/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include "core/exchange/mado-json-text.h"
#include "core/exchange/mado-plan-columns.h"
#include "core/stats/mado-kpi-rate.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* One member a line, lines and figures one a line: so that people can compare
 * two files. */

static void
put_member (GString    *out,
            const char *lead,
            const char *name)
{
  g_string_append (out, lead);
  mado_json_put_text (out, name);
  g_string_append (out, ": ");
}

static void
put_text (GString    *out,
          const char *lead,
          const char *name,
          const char *text)
{
  put_member (out, lead, name);
  mado_json_put_text (out, text);
}

static void
put_text_or_null (GString    *out,
                  const char *lead,
                  const char *name,
                  const char *text)
{
  put_member (out, lead, name);
  mado_json_put_text_or_null (out, text);
}

static void
put_int (GString    *out,
         const char *lead,
         const char *name,
         gint64      number)
{
  put_member (out, lead, name);
  mado_json_put_int (out, number);
}

/* --- heads ----------------------------------------------------------------------- */

static void
put_goals (GString            *out,
           const MadoPlanBook *book)
{
  put_member (out, ",\n ", "goals");
  g_string_append_c (out, '[');
  for (guint i = 0; i < book->goals->len; i++)
    {
      const MadoPlanGoal *goal = book->goals->pdata[i];

      put_int (out, i > 0 ? ",\n  { " : "\n  { ", "goal", goal->goal);
      put_text (out, ", ", "title", goal->title);
      put_text (out, ", ", "slogan", goal->slogan);
      g_string_append (out, " }");
    }
  g_string_append (out, "\n ]");
  put_member (out, ",\n ", "measures");
  g_string_append_c (out, '[');
  for (guint i = 0; i < book->measures->len; i++)
    {
      const MadoPlanMeasure *measure = book->measures->pdata[i];

      put_int (out, i > 0 ? ",\n  { " : "\n  { ", "goal", measure->goal);
      put_int (out, ", ", "measure", measure->measure);
      put_text (out, ", ", "title", measure->title);
      g_string_append (out, " }");
    }
  g_string_append (out, "\n ]");
}

static void
put_head (GString                *out,
          const MadoPlanBook     *book,
          const MadoPlanDocument *document,
          gboolean                is_kpi)
{
  put_text (out, "{\n ", "plan", book->name);
  put_text (out, ",\n ", "document", document->title);
  put_text (out, ",\n ", "document_no", document->number);
  put_text_or_null (out, ",\n ", "as_of", document->as_of);
  if (!is_kpi || *document->as_of_printed != 0)
    put_text_or_null (out, ",\n ", "as_of_printed", document->as_of_printed);
  put_text (out, ",\n ", "fiscal_year", document->fiscal_year);
  put_member (out, ",\n ", "plan_period");
  put_text (out, "{ ", "printed", document->period);
  put_text_or_null (out, ", ", "start", book->period_start);
  put_text_or_null (out, ", ", "end", book->period_end);
  g_string_append (out, " }");
}

static void
put_names (GString            *out,
           const MadoPlanBook *book,
           char              **ids)
{
  g_string_append_c (out, '[');
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      mado_json_put_text (out, mado_plan_book_get_department_name (book, ids[i]));
    }
  g_string_append_c (out, ']');
}

/* --- rows --------------------------------------------------------------------------- */

static void
put_lines (GString            *out,
           const MadoPlanBook *book,
           const char         *name,
           GPtrArray          *lines)
{
  put_member (out, ",\n   ", name);
  g_string_append_c (out, '[');
  for (guint i = 0; i < lines->len; i++)
    {
      const MadoPlanLine *line = lines->pdata[i];

      put_int (out, i > 0 ? ",\n    { " : "\n    { ", "level", line->level);
      put_text (out, ", ", "kind", mado_plan_line_kind_to_string (line->kind));
      put_text_or_null (out, ", ", "marker", line->marker);
      put_text (out, ", ", "text", line->text);
      if (line->departments != NULL)
        {
          put_member (out, ", ", "departments");
          put_names (out, book, line->departments);
        }
      mado_json_put_members (out, line->extra, ", ");
      g_string_append (out, " }");
    }
  g_string_append (out, lines->len > 0 ? "\n   ]" : "]");
}

static gboolean
is_in_summary (const MadoInitiative *row,
               const MadoPlanFigure *figure)
{
  for (guint i = 0; i < row->summary->len; i++)
    if (g_ptr_array_find (((MadoPlanLine *) row->summary->pdata[i])->figures, figure, NULL))
      return TRUE;
  return FALSE;
}

static void
put_figures (GString              *out,
             const MadoInitiative *row)
{
  g_autoptr (GPtrArray) figures = mado_initiative_list_figures (row);

  put_member (out, ",\n   ", "figures");
  g_string_append_c (out, '[');
  for (guint i = 0; i < figures->len; i++)
    {
      const MadoPlanFigure *figure = figures->pdata[i];

      put_text (out, i > 0 ? ",\n    { " : "\n    { ", "label", figure->label);
      put_member (out, ", ", "value");
      mado_json_put_number (out, figure->value);
      if (*figure->value_to != 0)
        {
          put_member (out, ", ", "value_to");
          mado_json_put_number (out, figure->value_to);
        }
      put_text_or_null (out, ", ", "unit", figure->unit);
      if (figure->unit_inferred)
        g_string_append (out, ", \"unit_inferred\": true");
      put_text_or_null (out, ", ", "as_of", figure->as_of);
      put_text_or_null (out, ", ", "period", figure->period);
      put_text (out, ", ", "kind", mado_figure_kind_to_string (figure->kind));
      put_text (out, ", ", "printed", figure->printed);
      put_text (out, ", ", "in", is_in_summary (row, figure) ? "summary" : "status");
      if (figure->approx)
        g_string_append (out, ", \"approx\": true");
      mado_json_put_members (out, figure->extra, ", ");
      g_string_append (out, " }");
    }
  g_string_append (out, figures->len > 0 ? "\n   ]" : "]");
}

static void
put_repost (GString            *out,
            const MadoPlanBook *book,
            const MadoInitiative *row)
{
  const MadoInitiative *of = mado_id_is_null (&row->repost_of) ? NULL : mado_plan_book_find_initiative (book, &row->repost_of);

  put_member (out, ",\n   ", "repost_of");
  if (of == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  put_int (out, "{ ", "no", of->no);
  put_int (out, ", ", "goal", of->goal);
  put_int (out, ", ", "measure", of->measure);
  put_text (out, ", ", "title", of->title);
  g_string_append (out, " }");
}

static void
put_row (GString              *out,
         const MadoPlanBook   *book,
         const MadoInitiative *row,
         guint                 seq)
{
  g_autofree char *summary = mado_plan_lines_print (row->summary, FALSE);

  put_int (out, "  {\n   ", "seq", seq);
  put_member (out, ",\n   ", "no");
  if (row->no > 0)
    mado_json_put_int (out, row->no);
  else
    g_string_append (out, "null");
  put_int (out, ",\n   ", "goal", row->goal);
  put_int (out, ",\n   ", "measure", row->measure);
  put_text (out, ",\n   ", "title", row->title);
  if (*row->mark != 0)
    put_text (out, ",\n   ", "mark", row->mark);
  if (*row->title_note != 0)
    put_text (out, ",\n   ", "title_note", row->title_note);
  put_text (out, ",\n   ", "summary", summary);
  put_lines (out, book, "summary_lines", row->summary);
  put_lines (out, book, "status", row->status);
  put_member (out, ",\n   ", "departments");
  put_names (out, book, row->departments);
  put_repost (out, book, row);
  put_figures (out, row);
  mado_json_put_members (out, row->extra, ",\n   ");
  g_string_append (out, "\n  }");
}

static void
put_rows (GString            *out,
          const MadoPlanBook *book,
          const char         *name,
          gboolean            numbered)
{
  guint n = 0;

  put_member (out, ",\n ", name);
  g_string_append_c (out, '[');
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];

      if ((row->no > 0) != numbered)
        continue;
      g_string_append (out, n++ > 0 ? ",\n" : "\n");
      put_row (out, book, row, i + 1);
    }
  g_string_append (out, n > 0 ? "\n ]" : "]");
}

static void
put_counts (GString            *out,
            const MadoPlanBook *book)
{
  guint rows = 0;
  guint reposts = 0;

  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];

      rows += row->no > 0;
      reposts += row->no > 0 && !mado_id_is_null (&row->repost_of);
    }
  put_int (out, ",\n \"counts\": { ", "goals", book->goals->len);
  put_int (out, ", ", "measures", book->measures->len);
  put_int (out, ", ", "initiatives", rows);
  put_int (out, ", ", "reposts", reposts);
  put_int (out, ", ", "relisted_rows", book->initiatives->len - rows);
  g_string_append (out, " }");
}

char *
mado_plan_json_write (const MadoPlanBook *book)
{
  GString *out = g_string_sized_new (256 * 1024);

  put_head (out, book, &book->plan, FALSE);
  mado_json_put_members (out, book->plan.extra, ",\n ");
  put_counts (out, book);
  put_goals (out, book);
  put_rows (out, book, "initiatives", TRUE);
  put_rows (out, book, "relisted_rows", FALSE);
  g_string_append (out, "\n}\n");
  return g_string_free (out, FALSE);
}

/* --- KPI ------------------------------------------------------------------------------ */

static void
put_areas (GString            *out,
           const MadoKpiValue *cell)
{
  put_member (out, ", ", "areas");
  g_string_append_c (out, '[');
  for (guint i = 0; i < cell->areas->len; i++)
    {
      const MadoKpiArea *area = cell->areas->pdata[i];

      put_text (out, i > 0 ? ", { " : " { ", "building", area->building);
      put_member (out, ", ", "floors");
      for (guint k = 0; k < area->floors->len; k++)
        g_string_append_printf (out, "%s%d", k > 0 ? ", " : "[", g_array_index (area->floors, int, k));
      g_string_append (out, area->floors->len > 0 ? "]" : "[]");
      put_text (out, ", ", "extent", area->extent);
      g_string_append (out, " }");
    }
  g_string_append (out, " ]");
}

static void
put_cell (GString       *out,
          const char    *name,
          const MadoKpi *kpi,
          const char    *when)
{
  const MadoKpiValue *cell = mado_kpi_find_value (kpi, when);

  put_member (out, ",\n   ", name);
  if (cell == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  put_text (out, "{ ", "printed", cell->printed);
  put_member (out, ", ", "value");
  mado_json_put_number (out, cell->value);
  if (cell->missing != MADO_KPI_PRESENT)
    put_text (out, ", ", "missing", cell->missing == MADO_KPI_PENDING ? "pending" : "none");
  if (cell->values->len > 0)
    {
      put_member (out, ", ", "values");
      g_string_append (out, "{ ");
      for (guint i = 0; i < cell->values->len && i < kpi->components->len; i++)
        {
          put_member (out, i > 0 ? ", " : "", ((MadoKpiComponent *) kpi->components->pdata[i])->key);
          mado_json_put_number (out, cell->values->pdata[i]);
        }
      g_string_append (out, " }");
    }
  if (cell->areas->len > 0)
    put_areas (out, cell);
  if (*cell->state != 0)
    put_text (out, ", ", "state", cell->state);
  mado_json_put_members (out, cell->extra, ", ");
  g_string_append (out, " }");
}

static void
put_parts (GString       *out,
           const MadoKpi *kpi)
{
  for (guint i = 0; i < kpi->components->len; i++)
    {
      const MadoKpiComponent *component = kpi->components->pdata[i];

      put_text (out, i > 0 ? ",\n    { " : ",\n   \"components\": [\n    { ", "key", component->key);
      put_text (out, ", ", "label", component->label);
      put_text (out, ", ", "unit", component->unit);
      g_string_append (out, " }");
    }
  if (kpi->components->len > 0)
    g_string_append (out, "\n   ]");
  if (kpi->states == NULL || kpi->kind != MADO_KPI_STATE)
    return;
  put_member (out, ",\n   ", "states");
  for (guint i = 0; kpi->states[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? ", " : "[");
      mado_json_put_text (out, kpi->states[i]);
    }
  g_string_append (out, *kpi->states != NULL ? "]" : "[]");
}

static void
put_kpi (GString            *out,
         const MadoPlanBook *book,
         const MadoKpi      *kpi,
         GArray             *years)
{
  g_auto (MadoKpiRate) rate = { 0 };
  g_autofree char *judgement = NULL;

  mado_kpi_rate_init (&rate, kpi, &book->rule);
  judgement = mado_kpi_class_print (rate.kpi_class, &book->rule);
  put_int (out, "  {\n   ", "no", kpi->no);
  put_int (out, ",\n   ", "goal", kpi->goal);
  put_int (out, ",\n   ", "measure", kpi->measure);
  put_text (out, ",\n   ", "name", kpi->name);
  put_text (out, ",\n   ", "kind", mado_kpi_kind_to_string (kpi->kind));
  put_text_or_null (out, ",\n   ", "unit", kpi->unit);
  if (kpi->lower_is_better)
    g_string_append (out, ",\n   \"lower_is_better\": true");
  if (kpi->cumulative)
    g_string_append (out, ",\n   \"cumulative\": true");
  put_parts (out, kpi);
  put_cell (out, "target", kpi, "target");
  for (guint i = 0; i < years->len; i++)
    {
      int year = g_array_index (years, int, i);
      g_autofree char *name = g_strdup_printf ("r%d", year - 2018);
      g_autofree char *when = g_strdup_printf ("%d", year);

      put_cell (out, name, kpi, when);
    }
  put_text (out, ",\n   ", "judgement", judgement);
  put_text (out, ",\n   ", "judgement_class", mado_kpi_class_to_string (rate.kpi_class));
  put_text_or_null (out, ",\n   ", "note", kpi->note);
  if (*kpi->explanation != 0)
    put_text (out, ",\n   ", "explanation", kpi->explanation);
  if (*kpi->departments != NULL)
    {
      put_member (out, ",\n   ", "departments");
      put_names (out, book, kpi->departments);
    }
  mado_json_put_members (out, kpi->extra, ",\n   ");
  g_string_append (out, "\n  }");
}

/* The words of the classes are the file's, their counts are worked out. */
static char *
renew_counts (const MadoPlanBook *book)
{
  g_autoptr (JsonNode) root = book->kpi.extra != NULL ? json_from_string (book->kpi.extra, NULL) : NULL;
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *classes = object != NULL && json_object_has_member (object, "classes") &&
                       JSON_NODE_HOLDS_ARRAY (json_object_get_member (object, "classes"))
                         ? json_object_get_array_member (object, "classes") : NULL;
  guint counts[3];

  mado_kpi_count_classes (book, counts);
  for (guint i = 0; classes != NULL && i < json_array_get_length (classes); i++)
    {
      JsonNode *node = json_array_get_element (classes, i);
      JsonObject *one = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *key = one != NULL ? json_object_get_string_member_with_default (one, "key", "") : "";

      for (guint k = 0; k < 3; k++)
        if (strcmp (key, mado_kpi_class_to_string ((MadoKpiClass) k)) == 0)
          json_object_set_int_member (one, "count", counts[k]);
    }
  return classes != NULL ? json_to_string (root, FALSE) : g_strdup (book->kpi.extra);
}

char *
mado_plan_json_write_kpis (const MadoPlanBook *book)
{
  g_autoptr (GArray) years = mado_plan_kpi_columns (book);
  g_autofree char *extra = renew_counts (book);
  GString *out = g_string_sized_new (64 * 1024);

  put_head (out, book, &book->kpi, TRUE);
  mado_json_put_members (out, extra, ",\n ");
  put_int (out, ",\n ", "total", book->kpis->len);
  put_goals (out, book);
  put_member (out, ",\n ", "items");
  g_string_append_c (out, '[');
  for (guint i = 0; i < book->kpis->len; i++)
    {
      g_string_append (out, i > 0 ? ",\n" : "\n");
      put_kpi (out, book, book->kpis->pdata[i], years);
    }
  g_string_append (out, "\n ]\n}\n");
  return g_string_free (out, FALSE);
}
