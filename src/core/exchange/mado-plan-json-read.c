/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* The plan's rows (資料1-1), its KPI (資料1-2) and the list of departments as
 * JSON. Which of them a file is is told by its members. */

#define MAX_DEPTH 64

/* --- members ------------------------------------------------------------------- */

/* What one object says; members that were asked for are not kept as extra. */
typedef struct
{
  MadoPlanReading *reading;
  JsonObject      *object;
  guint            row;    /* for faults */
  GHashTable      *asked;
} Object;

static Object
object_open (MadoPlanReading *reading,
             JsonObject      *object,
             guint            row)
{
  return (Object) { reading, object, row, g_hash_table_new (g_str_hash, g_str_equal) };
}

/* The rest as one JSON object, or NULL. */
static char *
object_close (Object *self)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, self->object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_hash_table_contains (self->asked, name))
      json_object_set_member (rest, name, json_node_ref (value));
  g_hash_table_unref (self->asked);
  if (json_object_get_size (rest) == 0)
    return NULL;
  json_node_set_object (node, rest);
  return json_to_string (node, FALSE);
}

static JsonNode *
ask (Object     *self,
     const char *name)
{
  g_hash_table_add (self->asked, (gpointer) name);
  return json_object_get_member (self->object, name);
}

static gboolean
is_null (JsonNode *node)
{
  return node == NULL || json_node_is_null (node);
}

static void
wrong_type (Object     *self,
            const char *name,
            const char *wanted)
{
  mado_plan_reading_fault (self->reading, self->row, name, _("Here should stand %s."), wanted);
}

/* "" where it is missing or null. */
static char *
ask_text (Object     *self,
          const char *name)
{
  JsonNode *node = ask (self, name);

  if (is_null (node))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_auto (GStrv) lines = g_strsplit (json_node_get_string (node), "\r\n", -1);

      mado_plan_reading_check_text (self->reading, self->row, name, json_node_get_string (node));
      return g_strjoinv ("\n", lines);
    }
  wrong_type (self, name, _("a text"));
  return g_strdup ("");
}

/* A number as its decimal digits; also one that was written as text. */
static char *
node_to_decimal (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *end;
  g_autofree char *number = NULL;

  if (is_null (node) || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      double value = json_node_get_double (node);

      g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
      if (g_ascii_strtod (buffer, NULL) != value)
        g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
      return strpbrk (buffer, "einf") == NULL ? g_strdup (buffer) : NULL;
    }
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  number = mado_plan_number_parse (json_node_get_string (node), &end);
  return number != NULL && *end == 0 ? g_steal_pointer (&number) : NULL;
}

static char *
ask_decimal (Object     *self,
             const char *name)
{
  JsonNode *node = ask (self, name);
  char *decimal = node_to_decimal (node);

  if (decimal != NULL)
    return decimal;
  if (!is_null (node))
    wrong_type (self, name, _("a number"));
  return g_strdup ("");
}

static int
ask_int (Object     *self,
         const char *name,
         gboolean    needed)
{
  JsonNode *node = ask (self, name);
  g_autofree char *decimal = node_to_decimal (node);

  if (decimal != NULL && strlen (decimal) < 10 && strchr (decimal, '.') == NULL)
    return (int) g_ascii_strtoll (decimal, NULL, 10);
  if (!is_null (node) || needed)
    wrong_type (self, name, _("a whole number"));
  return 0;
}

static gboolean
ask_bool (Object     *self,
          const char *name)
{
  JsonNode *node = ask (self, name);

  if (is_null (node))
    return FALSE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  wrong_type (self, name, _("true or false"));
  return FALSE;
}

/* NULL where it is missing; a fault if it is something else. */
static JsonArray *
ask_array (Object     *self,
           const char *name)
{
  JsonNode *node = ask (self, name);

  if (is_null (node))
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  wrong_type (self, name, _("a list"));
  return NULL;
}

static JsonObject *
ask_object (Object     *self,
            const char *name)
{
  JsonNode *node = ask (self, name);

  if (is_null (node))
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  wrong_type (self, name, _("an object"));
  return NULL;
}

static guint
length_of (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static JsonObject *
element_object (Object     *self,
                JsonArray  *array,
                guint       i,
                const char *name)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  wrong_type (self, name, _("an object"));
  return NULL;
}

static const char *
element_text (Object     *self,
              JsonArray  *array,
              guint       i,
              const char *name)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  wrong_type (self, name, _("a text"));
  return "";
}

static void
take (char **member,
      char  *text)
{
  g_free (*member);
  *member = text;
}

/* --- heads --------------------------------------------------------------------------- */

static void
read_goals (Object *self)
{
  MadoPlanBook *book = self->reading->book;
  JsonArray *goals = ask_array (self, "goals");
  JsonArray *measures = ask_array (self, "measures");

  for (guint i = 0; i < length_of (goals); i++)
    {
      JsonObject *one = element_object (self, goals, i, "goals");
      Object goal;
      g_autofree char *title = NULL;
      g_autofree char *slogan = NULL;
      int n;

      if (one == NULL)
        continue;
      goal = object_open (self->reading, one, i + 1);
      n = ask_int (&goal, "goal", TRUE);
      title = ask_text (&goal, "title");
      slogan = ask_text (&goal, "slogan");
      g_free (object_close (&goal));
      if (mado_plan_book_find_goal (book, n) == NULL)
        mado_plan_book_add_goal (book, n, title, slogan);
    }
  for (guint i = 0; i < length_of (measures); i++)
    {
      JsonObject *one = element_object (self, measures, i, "measures");
      Object measure;
      g_autofree char *title = NULL;
      int g, m;

      if (one == NULL)
        continue;
      measure = object_open (self->reading, one, i + 1);
      g = ask_int (&measure, "goal", TRUE);
      m = ask_int (&measure, "measure", TRUE);
      title = ask_text (&measure, "title");
      g_free (object_close (&measure));
      if (mado_plan_book_find_measure (book, g, m) == NULL)
        mado_plan_book_add_measure (book, g, m, title);
    }
}

static void
read_period (Object           *self,
             MadoPlanDocument *document)
{
  MadoPlanBook *book = self->reading->book;
  JsonObject *found = ask_object (self, "plan_period");
  Object period;

  if (found == NULL)
    return;
  period = object_open (self->reading, found, 0);
  take (&document->period, ask_text (&period, "printed"));
  take (&book->period_start, ask_text (&period, "start"));
  take (&book->period_end, ask_text (&period, "end"));
  g_free (object_close (&period));
}

static void
read_document (Object           *self,
               MadoPlanDocument *document)
{
  g_autofree char *name = ask_text (self, "plan");

  if (*self->reading->book->name != 0 && *name != 0 && strcmp (name, self->reading->book->name) != 0)
    mado_plan_reading_fault (self->reading, 0, "plan", _("The files are of two plans, “%s” and “%s”."),
                             self->reading->book->name, name);
  if (*name == 0)
    mado_plan_reading_note (self->reading, 0, "plan", _("The name of the plan is missing."));
  take (&self->reading->book->name, g_steal_pointer (&name));
  take (&document->title, ask_text (self, "document"));
  take (&document->number, ask_text (self, "document_no"));
  take (&document->as_of, ask_text (self, "as_of"));
  take (&document->as_of_printed, ask_text (self, "as_of_printed"));
  take (&document->fiscal_year, ask_text (self, "fiscal_year"));
  read_period (self, document);
  read_goals (self);
}

/* --- lines ------------------------------------------------------------------------------ */

static MadoPlanFigure *
read_figure (Object *self)
{
  MadoPlanFigure *figure = mado_plan_figure_new ();
  g_autofree char *kind = NULL;

  take (&figure->label, ask_text (self, "label"));
  take (&figure->value, ask_decimal (self, "value"));
  take (&figure->value_to, ask_decimal (self, "value_to"));
  take (&figure->unit, ask_text (self, "unit"));
  take (&figure->as_of, ask_text (self, "as_of"));
  take (&figure->period, ask_text (self, "period"));
  kind = ask_text (self, "kind");
  if (*kind != 0 && !mado_figure_kind_from_string (kind, &figure->kind))
    mado_plan_reading_fault (self->reading, self->row, "figures", _("“%s” is no kind of figure."), kind);
  take (&figure->printed, ask_text (self, "printed"));
  figure->approx = ask_bool (self, "approx");
  figure->unit_inferred = ask_bool (self, "unit_inferred");
  return figure;
}

/* The line in which the words stand. */
static MadoPlanLine *
find_line (GPtrArray  *lines,
           const char *printed)
{
  for (guint i = 0; i < lines->len; i++)
    if (strstr (((MadoPlanLine *) lines->pdata[i])->text, printed) != NULL)
      return lines->pdata[i];
  return NULL;
}

static void
read_figures (Object         *self,
              MadoInitiative *row)
{
  JsonArray *figures = ask_array (self, "figures");

  for (guint i = 0; i < length_of (figures); i++)
    {
      JsonObject *one = element_object (self, figures, i, "figures");
      g_autofree char *in = NULL;
      MadoPlanFigure *figure;
      MadoPlanLine *line;
      Object object;

      if (one == NULL)
        continue;
      object = object_open (self->reading, one, self->row);
      figure = read_figure (&object);
      in = ask_text (&object, "in");
      figure->extra = object_close (&object);
      figure->order = i;
      line = find_line (strcmp (in, "summary") == 0 ? row->summary : row->status, figure->printed);
      if (line != NULL)
        g_ptr_array_add (line->figures, figure);
      else
        {
          mado_plan_reading_fault (self->reading, self->row, "figures",
                                   _("The words “%s” of a figure are not in the text of the row."), figure->printed);
          mado_plan_figure_free (figure);
        }
    }
}

static void
read_line_departments (Object       *self,
                       MadoPlanLine *line)
{
  JsonArray *names = ask_array (self, "departments");
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (names == NULL)
    return;
  for (guint i = 0; i < length_of (names); i++)
    {
      const char *id = mado_plan_reading_department (self->reading, self->row, "departments",
                                                     element_text (self, names, i, "departments"));

      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  line->departments = g_strv_builder_end (ids);
}

static void
read_lines (Object     *self,
            const char *name,
            GPtrArray  *lines)
{
  JsonArray *array = ask_array (self, name);

  for (guint i = 0; i < length_of (array); i++)
    {
      JsonObject *one = element_object (self, array, i, name);
      g_autofree char *kind_text = NULL;
      g_autofree char *marker = NULL;
      g_autofree char *text = NULL;
      MadoPlanLineKind kind = MADO_PLAN_LINE_TEXT;
      MadoPlanLine *line;
      Object object;
      int level;

      if (one == NULL)
        continue;
      object = object_open (self->reading, one, self->row);
      level = ask_int (&object, "level", TRUE);
      kind_text = ask_text (&object, "kind");
      if (!mado_plan_line_kind_from_string (kind_text, &kind))
        mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is no kind of line."), kind_text);
      if (level < 0 || level > MADO_PLAN_MAX_LEVEL)
        mado_plan_reading_fault (self->reading, self->row, name, _("The level of a line is 0 to 3."));
      marker = ask_text (&object, "marker");
      text = ask_text (&object, "text");
      line = mado_plan_line_new ((guint) CLAMP (level, 0, MADO_PLAN_MAX_LEVEL), kind, *marker != 0 ? marker : NULL, text);
      if (strchr (text, '\n') != NULL)
        mado_plan_reading_fault (self->reading, self->row, name, _("A line has a line break in it."));
      read_line_departments (&object, line);
      line->extra = object_close (&object);
      g_ptr_array_add (lines, line);
    }
}

/* --- rows ---------------------------------------------------------------------------------- */

static const char *
find_by_name (const char *name,
              gpointer    data)
{
  MadoDepartment *department = mado_plan_book_find_department_named (data, name);

  return department != NULL ? department->id : NULL;
}

/* The whole text is what the lines say, unless the file says otherwise. */
static void
read_summary (Object         *self,
              MadoInitiative *row)
{
  g_autofree char *whole = ask_text (self, "summary");
  g_autofree char *printed = NULL;

  read_lines (self, "summary_lines", row->summary);
  if (row->summary->len == 0 && *whole != 0)
    {
      g_ptr_array_unref (row->summary);
      row->summary = mado_plan_lines_parse (whole, MADO_PLAN_SUMMARY, find_by_name, self->reading->book);
    }
  printed = mado_plan_lines_print (row->summary, FALSE);
  if (*whole != 0 && strcmp (printed, whole) != 0)
    mado_plan_reading_note (self->reading, self->row, "summary",
                            _("The summary differs from its lines; the lines are taken."));
}

static void
read_departments (Object          *self,
                  MadoInitiative  *row)
{
  JsonArray *names = ask_array (self, "departments");
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < length_of (names); i++)
    {
      const char *id = mado_plan_reading_department (self->reading, self->row, "departments",
                                                     element_text (self, names, i, "departments"));

      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  g_strfreev (row->departments);
  row->departments = g_strv_builder_end (ids);
}

static void
read_repost (Object         *self,
             MadoInitiative *row)
{
  JsonObject *found = ask_object (self, "repost_of");
  Object object;
  int no;

  if (found == NULL)
    return;
  object = object_open (self->reading, found, self->row);
  no = ask_int (&object, "no", TRUE);
  g_hash_table_insert (self->reading->reposts, row, GINT_TO_POINTER (no));
  g_free (object_close (&object));
}

static MadoInitiative *
read_row (MadoPlanReading *reading,
          JsonObject      *object,
          guint            place)
{
  Object self = object_open (reading, object, place);
  MadoInitiative *row = mado_initiative_new ();
  int seq = ask_int (&self, "seq", FALSE);

  row->no = ask_int (&self, "no", FALSE);
  row->goal = ask_int (&self, "goal", TRUE);
  row->measure = ask_int (&self, "measure", TRUE);
  take (&row->title, ask_text (&self, "title"));
  take (&row->mark, ask_text (&self, "mark"));
  take (&row->title_note, ask_text (&self, "title_note"));
  if (*row->title == 0)
    mado_plan_reading_fault (reading, place, "title", _("The title is missing."));
  read_departments (&self, row);
  read_summary (&self, row);
  read_lines (&self, "status", row->status);
  read_repost (&self, row);
  read_figures (&self, row);
  row->extra = object_close (&self);
  if (seq > 0)
    take (&row->order, mado_plan_order_nth ((guint) seq - 1));
  return row;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return strcmp ((*(MadoInitiative *const *) a)->order, (*(MadoInitiative *const *) b)->order);
}

static void
read_rows (Object     *self,
           const char *name)
{
  JsonArray *array = ask_array (self, name);

  for (guint i = 0; i < length_of (array); i++)
    {
      JsonObject *one = element_object (self, array, i, name);
      MadoInitiative *row;

      if (one == NULL)
        continue;
      row = read_row (self->reading, one, i + 1);
      if (*row->order == 0)
        take (&row->order, mado_plan_order_nth (self->reading->book->initiatives->len));
      g_ptr_array_add (self->reading->book->initiatives, row);
    }
}

static void
read_plan (MadoPlanReading *reading,
           JsonObject      *root)
{
  Object self = object_open (reading, root, 0);

  reading->has_plan = TRUE;
  read_document (&self, &reading->book->plan);
  reading->book->year = mado_plan_year_parse (reading->book->plan.fiscal_year);
  if (reading->book->year == 0)
    mado_plan_reading_fault (reading, 0, "fiscal_year", _("“%s” is no fiscal year."), reading->book->plan.fiscal_year);
  ask (&self, "counts"); /* counted again when it is written */
  read_rows (&self, "initiatives");
  read_rows (&self, "relisted_rows");
  g_ptr_array_sort (reading->book->initiatives, compare_rows);
  take (&reading->book->plan.extra, object_close (&self));
}

/* --- KPI ------------------------------------------------------------------------------------- */

static void
read_values (Object        *self,
             const MadoKpi *kpi,
             MadoKpiValue  *cell)
{
  JsonObject *values = ask_object (self, "values");

  if (values == NULL)
    return;
  for (guint i = 0; i < kpi->components->len; i++)
    {
      const MadoKpiComponent *component = kpi->components->pdata[i];
      char *decimal = json_object_has_member (values, component->key)
                        ? node_to_decimal (json_object_get_member (values, component->key)) : NULL;

      g_ptr_array_add (cell->values, decimal != NULL ? decimal : g_strdup (""));
    }
}

static void
read_areas (Object       *self,
            MadoKpiValue *cell)
{
  JsonArray *areas = ask_array (self, "areas");

  for (guint i = 0; i < length_of (areas); i++)
    {
      JsonObject *one = element_object (self, areas, i, "areas");
      g_autofree char *building = NULL;
      g_autofree char *extent = NULL;
      JsonArray *floors;
      MadoKpiArea *area;
      Object object;

      if (one == NULL)
        continue;
      object = object_open (self->reading, one, self->row);
      building = ask_text (&object, "building");
      extent = ask_text (&object, "extent");
      floors = ask_array (&object, "floors");
      area = mado_kpi_area_new (building, extent);
      for (guint k = 0; k < length_of (floors); k++)
        {
          g_autofree char *decimal = node_to_decimal (json_array_get_element (floors, k));
          int floor = decimal != NULL ? (int) g_ascii_strtoll (decimal, NULL, 10) : 0;

          g_array_append_val (area->floors, floor);
        }
      g_free (object_close (&object));
      g_ptr_array_add (cell->areas, area);
    }
}

/* "8,100,000人" where a bare number should stand is understood. */
static char *
ask_value (Object        *self,
           const MadoKpi *kpi,
           MadoKpiValue  *cell)
{
  JsonNode *node = ask (self, "value");
  g_autofree char *text = NULL;
  g_autofree char *unit = NULL;
  g_autoptr (MadoKpiValue) made = NULL;

  if (is_null (node) || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return ask_decimal (self, "value");
  text = ask_text (self, "value");
  made = mado_kpi_value_new (cell->when);
  take (&made->printed, g_steal_pointer (&text));
  if (!mado_kpi_cell_parse_number (made, &unit))
    mado_plan_reading_fault (self->reading, self->row, "value", _("“%s” is not a number."), made->printed);
  else if (unit != NULL)
    mado_kpi_cell_scale (made, unit, kpi->unit);
  if (*cell->printed == 0)
    take (&cell->printed, g_strdup (made->printed));
  return g_strdup (made->value);
}

static void
check_cell (Object       *self,
            const char   *name,
            const MadoKpi *kpi,
            MadoKpiValue *cell)
{
  g_autofree char *unit = NULL;

  if (kpi->kind == MADO_KPI_NUMBER && *cell->value == 0 && cell->missing == MADO_KPI_PRESENT &&
      !mado_kpi_cell_parse_number (cell, &unit))
    mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is not a number."), cell->printed);
  else if (unit != NULL)
    mado_kpi_cell_scale (cell, unit, kpi->unit);
  if (kpi->kind == MADO_KPI_STATE && *cell->state != 0 && kpi->states != NULL &&
      !g_strv_contains ((const char *const *) kpi->states, cell->state))
    mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is not one of the states."), cell->state);
}

static void
read_cell (Object     *self,
           const char *name,
           const char *when,
           MadoKpi    *kpi)
{
  JsonObject *found = ask_object (self, name);
  MadoKpiValue *cell;
  g_autofree char *missing = NULL;
  Object object;

  if (found == NULL)
    return;
  object = object_open (self->reading, found, self->row);
  cell = mado_kpi_value_new (when);
  take (&cell->printed, ask_text (&object, "printed"));
  take (&cell->value, ask_value (&object, kpi, cell));
  if (*cell->printed == 0 && *cell->value != 0)
    take (&cell->printed, g_strconcat (cell->value, kpi->unit, NULL));
  missing = ask_text (&object, "missing");
  if (strcmp (missing, "none") == 0)
    cell->missing = MADO_KPI_NO_RESULT;
  else if (strcmp (missing, "pending") == 0)
    cell->missing = MADO_KPI_PENDING;
  else if (*missing != 0)
    mado_plan_reading_fault (self->reading, self->row, name, _("“%s” does not say why a value is missing."), missing);
  read_values (&object, kpi, cell);
  read_areas (&object, cell);
  take (&cell->state, ask_text (&object, "state"));
  check_cell (self, name, kpi, cell);
  cell->extra = object_close (&object);
  g_ptr_array_add (kpi->values, cell);
}

static void
read_components (Object  *self,
                 MadoKpi *kpi)
{
  JsonArray *components = ask_array (self, "components");
  JsonArray *states = ask_array (self, "states");

  for (guint i = 0; i < length_of (components); i++)
    {
      JsonObject *one = element_object (self, components, i, "components");
      MadoKpiComponent *component;
      Object object;

      if (one == NULL)
        continue;
      object = object_open (self->reading, one, self->row);
      component = g_new0 (MadoKpiComponent, 1);
      component->key = ask_text (&object, "key");
      component->label = ask_text (&object, "label");
      component->unit = ask_text (&object, "unit");
      g_free (object_close (&object));
      g_ptr_array_add (kpi->components, component);
    }
  if (states == NULL)
    return;
  kpi->states = g_new0 (char *, length_of (states) + 1);
  for (guint i = 0; i < length_of (states); i++)
    kpi->states[i] = g_strdup (element_text (self, states, i, "states"));
}

/* r3 → 2021; 0: not a year's member. */
static int
year_of_member (const char *name)
{
  return *name == 'r' && g_ascii_isdigit (name[1]) ? mado_plan_year_parse (name) : 0;
}

static void
read_years (Object  *self,
            MadoKpi *kpi)
{
  g_autoptr (GList) names = json_object_get_members (self->object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      int year = year_of_member (l->data);
      g_autofree char *when = g_strdup_printf ("%d", year);

      if (year > 0)
        read_cell (self, l->data, when, kpi);
    }
}

static void
read_kpi (MadoPlanReading *reading,
          JsonObject      *object,
          guint            place)
{
  Object self = object_open (reading, object, place);
  MadoKpi *kpi = mado_kpi_new ();
  g_autofree char *kind = NULL;
  JsonArray *departments;

  kpi->no = ask_int (&self, "no", TRUE);
  kpi->goal = ask_int (&self, "goal", FALSE);
  kpi->measure = ask_int (&self, "measure", FALSE);
  take (&kpi->name, ask_text (&self, "name"));
  kind = ask_text (&self, "kind");
  if (*kind != 0 && !mado_kpi_kind_from_string (kind, &kpi->kind))
    mado_plan_reading_fault (reading, place, "kind", _("“%s” is no kind of KPI."), kind);
  if (*kpi->name == 0)
    mado_plan_reading_note (reading, place, "name", _("The name is missing."));
  take (&kpi->unit, ask_text (&self, "unit"));
  kpi->lower_is_better = ask_bool (&self, "lower_is_better");
  kpi->cumulative = ask_bool (&self, "cumulative");
  read_components (&self, kpi);
  read_cell (&self, "target", "target", kpi);
  read_years (&self, kpi);
  if (*kind == 0)
    mado_kpi_infer (kpi);
  take (&kpi->judgement, ask_text (&self, "judgement"));
  ask (&self, "judgement_class"); /* worked out again when it is written */
  take (&kpi->note, ask_text (&self, "note"));
  take (&kpi->explanation, ask_text (&self, "explanation"));
  departments = ask_array (&self, "departments");
  if (departments != NULL)
    {
      g_strfreev (kpi->departments);
      kpi->departments = g_new0 (char *, length_of (departments) + 1);
      for (guint i = 0, n = 0; i < length_of (departments); i++)
        {
          const char *id = mado_plan_reading_department (reading, place, "departments",
                                                         element_text (&self, departments, i, "departments"));

          if (id != NULL)
            kpi->departments[n++] = g_strdup (id);
        }
    }
  kpi->extra = object_close (&self);
  g_ptr_array_add (reading->book->kpis, kpi);
}

/* "(r5 - r3) / (target - r3)" names the judged year and the baseline. */
static void
read_rule (Object *self)
{
  MadoKpiRule *rule = &self->reading->book->rule;
  JsonObject *rate = ask (self, "rate") != NULL && JSON_NODE_HOLDS_OBJECT (ask (self, "rate")) ? ask_object (self, "rate") : NULL;
  const char *formula = rate != NULL ? json_object_get_string_member_with_default (rate, "formula", "") : "";
  g_autoptr (GRegex) regex = g_regex_new ("^\\(\\s*r(\\d+)\\s*-\\s*r(\\d+)\\s*\\)\\s*/\\s*\\(\\s*target\\s*-\\s*r\\2\\s*\\)$",
                                          0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *year = NULL;
  g_autofree char *baseline = NULL;

  rule->year = mado_plan_year_parse (self->reading->book->kpi.fiscal_year);
  if (!g_regex_match (regex, formula, 0, &match))
    {
      if (*formula != 0)
        mado_plan_reading_note (self->reading, 0, "rate", _("The formula “%s” is not known; the usual one is taken."), formula);
      return;
    }
  year = g_match_info_fetch (match, 1);
  baseline = g_match_info_fetch (match, 2);
  rule->year = 2018 + (int) g_ascii_strtoll (year, NULL, 10);
  rule->baseline_year = 2018 + (int) g_ascii_strtoll (baseline, NULL, 10);
}

/* The first year of the table is the baseline, the last with a value is judged. */
static void
default_rule (MadoPlanBook *book)
{
  int first = 0;
  int last = 0;

  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];

      for (guint k = 0; k < kpi->values->len; k++)
        {
          const MadoKpiValue *cell = kpi->values->pdata[k];
          int year = (int) g_ascii_strtoll (cell->when, NULL, 10);

          if (year == 0)
            continue;
          first = first == 0 ? year : MIN (first, year);
          last = MAX (last, *cell->printed != 0 ? year : 0);
        }
    }
  if (book->rule.baseline_year == 0)
    book->rule.baseline_year = first;
  if (book->rule.year == 0)
    book->rule.year = last;
}

static void
read_kpis (MadoPlanReading *reading,
           JsonObject      *root)
{
  Object self = object_open (reading, root, 0);
  JsonArray *items;

  reading->has_kpi = TRUE;
  read_document (&self, &reading->book->kpi);
  read_rule (&self);
  g_hash_table_remove (self.asked, "rate"); /* its words are kept */
  ask (&self, "total");
  items = ask_array (&self, "items");
  for (guint i = 0; i < length_of (items); i++)
    {
      JsonObject *one = element_object (&self, items, i, "items");

      if (one != NULL)
        read_kpi (reading, one, i + 1);
    }
  default_rule (reading->book);
  take (&reading->book->kpi.extra, object_close (&self));
}

/* --- departments ------------------------------------------------------------------------------- */

/* Who gathers: a name of the list. */
static void
read_gather (Object *self)
{
  g_autofree char *name = ask_text (self, "gather");
  const MadoDepartment *found = mado_plan_book_find_department_named (self->reading->book, name);

  if (found != NULL)
    take (&self->reading->book->gather, g_strdup (found->id));
  else if (*name != 0)
    mado_plan_reading_fault (self->reading, 0, "gather", _("There is no department “%s”."), name);
}

static void
read_department_list (MadoPlanReading *reading,
                      JsonObject      *root)
{
  Object self = object_open (reading, root, 0);
  JsonArray *list = ask_array (&self, "departments");

  reading->has_departments = TRUE;
  for (guint i = 0; i < length_of (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *one = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *name = one != NULL ? json_object_get_string_member_with_default (one, "name", "")
                                     : element_text (&self, list, i, "departments");
      const char *given = one != NULL ? json_object_get_string_member_with_default (one, "id", "") : "";
      g_autofree char *id = *given != 0 ? g_strdup (given) : mado_plan_department_id (name);

      if (*name == 0)
        mado_plan_reading_fault (reading, i + 1, "name", _("The name is missing."));
      else if (!mado_plan_is_department (id))
        mado_plan_reading_fault (reading, i + 1, "id", _("“%s” cannot be the id of a department."), id);
      else if (mado_plan_book_find_department_named (reading->book, name) == NULL)
        g_ptr_array_add (reading->book->departments, mado_department_new (id, name));
    }
  read_gather (&self);
  g_free (object_close (&self));
}

/* --- the file ------------------------------------------------------------------------------------ */

/* The parser goes down once per bracket. */
static gboolean
is_too_deep (const char *text)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (const char *p = text; *p != 0; p++)
    if (quoted)
      {
        if (*p == '\\' && p[1] != 0)
          p++;
        else if (*p == '"')
          quoted = FALSE;
      }
    else if (*p == '"')
      quoted = TRUE;
    else if (*p == '[' || *p == '{')
      {
        if (++depth > MAX_DEPTH)
          return TRUE;
      }
    else if ((*p == ']' || *p == '}') && depth > 0)
      depth--;
  return FALSE;
}

/* The parser knows the place in the words of its error only: "<data>:3:14: …". */
static void
tell_broken (MadoPlanReading *reading,
             const char      *message)
{
  g_autoptr (GRegex) regex = g_regex_new (":(\\d+):(\\d+):", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *line = NULL;
  g_autofree char *place = NULL;

  if (g_regex_match (regex, message, 0, &match))
    {
      line = g_match_info_fetch (match, 1);
      place = g_match_info_fetch (match, 2);
    }
  mado_plan_reading_fault (reading, 0, "", _("The file is not whole JSON: line %s, place %s."), line != NULL ? line : "1",
                           place != NULL ? place : "1");
}

/* A bare list of KPI is as good as one with a head. */
static JsonObject *
wrap_list (JsonNode *root)
{
  JsonArray *list = json_node_get_array (root);
  JsonObject *object;

  if (json_array_get_length (list) == 0 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, 0)) ||
      !json_object_has_member (json_array_get_object_element (list, 0), "target"))
    return NULL;
  object = json_object_new ();
  json_object_set_array_member (object, "items", json_array_ref (list));
  return object;
}

void
mado_plan_json_read (MadoPlanReading *reading,
                     const char      *text,
                     gsize            length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) wrapped = NULL;
  JsonNode *root;
  JsonObject *object;

  if (is_too_deep (text))
    {
      mado_plan_reading_fault (reading, 0, "", _("The file is nested too deeply."));
      return;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, &error))
    {
      tell_broken (reading, error->message);
      return;
    }
  root = json_parser_get_root (parser);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    object = wrapped = wrap_list (root);
  if (object != NULL && json_object_has_member (object, "initiatives"))
    read_plan (reading, object);
  else if (object != NULL && json_object_has_member (object, "items"))
    read_kpis (reading, object);
  else if (object != NULL && json_object_has_member (object, "departments"))
    read_department_list (reading, object);
  else
    mado_plan_reading_fault (reading, 0, "", _("The file holds neither rows (initiatives), KPI (items) nor departments."));
}
