/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-item.h"

#include <glib/gi18n.h>

#include "core/base/mado-text.h"

struct _MadoInitiativeItem
{
  GObject             parent_instance;

  MadoInitiativeFacts facts;
};

G_DEFINE_FINAL_TYPE (MadoInitiativeItem, mado_initiative_item, G_TYPE_OBJECT)

static void
mado_initiative_item_finalize (GObject *object)
{
  MadoInitiativeFacts *facts = &MADO_INITIATIVE_ITEM (object)->facts;

  g_free (facts->heading);
  g_free (facts->no);
  g_free (facts->title);
  g_free (facts->departments);
  g_free (facts->changed);
  g_free (facts->comment);

  G_OBJECT_CLASS (mado_initiative_item_parent_class)->finalize (object);
}

static void
mado_initiative_item_class_init (MadoInitiativeItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_initiative_item_finalize;
}

static void
mado_initiative_item_init (MadoInitiativeItem *self)
{
}

const MadoInitiativeFacts *
mado_initiative_item_get_facts (MadoInitiativeItem *self)
{
  return &self->facts;
}

const char *
mado_answer_state_label (MadoAnswerState state)
{
  static const char *const labels[] = {
    [MADO_ANSWER_NONE] = NC_("answer", "Not updated"),
    [MADO_ANSWER_DRAFT] = NC_("answer", "Being entered"),
    [MADO_ANSWER_CONFIRMED] = NC_("answer", "Confirmed"),
    [MADO_ANSWER_ACCEPTED] = NC_("answer", "Accepted"),
    [MADO_ANSWER_RETURNED] = NC_("answer", "Returned"),
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "answer", labels[state]);
}

/* --- facts of a row --------------------------------------------------------------- */

static MadoAnswerState
state_of (const MadoInitiative *row,
          const char           *department,
          const char           *round,
          const char          **comment)
{
  const MadoPlanAnswer *answer = round ? mado_initiative_find_answer (row, department, round) : NULL;

  *comment = answer && answer->state == MADO_ANSWER_RETURNED ? answer->comment : "";

  return answer ? answer->state : MADO_ANSWER_NONE;
}

/* Returned comes before nothing yet: both wait for the department. */
static guint
rank_of (MadoAnswerState state)
{
  static const guint ranks[] = {
    [MADO_ANSWER_RETURNED] = 0, [MADO_ANSWER_NONE] = 1, [MADO_ANSWER_DRAFT] = 2,
    [MADO_ANSWER_CONFIRMED] = 3, [MADO_ANSWER_ACCEPTED] = 4,
  };

  return ranks[state];
}

static gboolean
is_open (MadoAnswerState state)
{
  return state == MADO_ANSWER_NONE || state == MADO_ANSWER_RETURNED;
}

static void
read_answers (MadoInitiativeFacts  *facts,
              const MadoInitiative *row,
              const char           *scope,
              const char           *round)
{
  const char *comment, *least_comment = "", *own_comment = "";
  MadoAnswerState least = MADO_ANSWER_ACCEPTED, own = MADO_ANSWER_NONE;

  for (guint i = 0; row->departments && row->departments[i]; i++)
    {
      MadoAnswerState state = state_of (row, row->departments[i], round, &comment);

      facts->n_departments++;
      facts->n_answered += !is_open (state) && state != MADO_ANSWER_DRAFT;
      if (i == 0 || rank_of (state) < rank_of (least))
        {
          least = state;
          least_comment = comment;
        }
      if (g_str_equal (row->departments[i], scope))
        {
          facts->mine = TRUE;
          own = state;
          own_comment = comment;
        }
    }
  facts->state = facts->mine ? own : facts->n_departments > 0 ? least : MADO_ANSWER_NONE;
  facts->comment = g_strdup (facts->mine ? own_comment : least_comment);
}

static char *
format_stamp (const MadoPlanBook         *book,
              const MadoInitiativeFilter *filter,
              const MadoPlanStamp        *stamp)
{
  gboolean own = filter && filter->my_name && *filter->my_name && g_strcmp0 (filter->me, stamp->actor) == 0;

  g_autoptr (GDateTime) time = stamp->at > 0 ? g_date_time_new_from_unix_local (stamp->at / 1000) : NULL;
  g_autofree char *when = time ? g_date_time_format (time, "%m/%d %H:%M") : NULL;

  return when ? g_strconcat (when, " ", own ? filter->my_name : mado_plan_book_get_person (book, stamp->actor), NULL) : g_strdup ("");
}

static gboolean
is_relisted (const MadoInitiative *row)
{
  const MadoId none = { { 0 } };

  return !mado_id_equal (&row->repost_of, &none);
}

static MadoInitiativeItem *
row_item_new (const MadoPlanBook         *book,
              const MadoInitiative       *row,
              const char                 *scope,
              const char                 *round,
              const MadoInitiativeFilter *filter)
{
  MadoInitiativeItem *self = g_object_new (MADO_TYPE_INITIATIVE_ITEM, NULL);
  MadoInitiativeFacts *facts = &self->facts;

  facts->id = row->id;
  facts->no = row->no > 0 ? g_strdup_printf ("%d", row->no) : g_strdup (*row->mark ? row->mark : "―");
  facts->title = g_strconcat (row->title, row->title_note, NULL);
  facts->departments = mado_plan_book_dup_department_names (book, (const char *const *) row->departments);
  facts->relisted = is_relisted (row);
  facts->at = row->stamp.at;
  facts->changed = format_stamp (book, filter, &row->stamp);
  facts->n_conflicts = mado_initiative_count_conflicts (row);
  read_answers (facts, row, scope, round);

  return self;
}

static MadoInitiativeItem *
heading_new (char *text /* full */)
{
  MadoInitiativeItem *self = g_object_new (MADO_TYPE_INITIATIVE_ITEM, NULL);

  self->facts.heading = text;

  return self;
}

/* --- what is shown -------------------------------------------------------------------- */

static void
append_lines (GString   *text,
              GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "\n%s", ((MadoPlanLine *) lines->pdata[i])->text);
}

/* Found by its number, or by every word of it: title, departments, both texts. */
static gboolean
matches (const MadoInitiative      *row,
         const MadoInitiativeFacts *facts,
         const char                *query)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *number = NULL;
  g_autofree char *key = NULL;
  g_autofree char *wanted = NULL;

  if (!query || !*query)
    return TRUE;
  number = mado_text_fold_number (query);
  if (*number && strlen (number) <= 3 && strspn (number, "0123456789") == strlen (number))
    return g_str_equal (number, facts->no);

  text = g_string_new (facts->title);
  g_string_append_printf (text, "\n%s", facts->departments);
  append_lines (text, row->summary);
  append_lines (text, row->status);
  key = mado_text_search_key (text->str);
  wanted = mado_text_search_key (query);

  return strstr (key, wanted) != NULL;
}

static gboolean
is_shown (const MadoInitiativeFacts  *facts,
          MadoShow                    show)
{
  switch (show)
    {
    case MADO_SHOW_MINE:
      return facts->mine;
    case MADO_SHOW_OPEN:
      return is_open (facts->state) || (!facts->mine && facts->n_answered < facts->n_departments);
    case MADO_SHOW_CONFIRMED:
      return facts->state == MADO_ANSWER_CONFIRMED;
    case MADO_SHOW_RETURNED:
      return facts->state == MADO_ANSWER_RETURNED;
    case MADO_SHOW_CONFLICTS:
      return facts->n_conflicts > 0;
    case MADO_SHOW_ALL:
    case MADO_N_SHOWS:
    default:
      return TRUE;
    }
}

static gboolean
passes (const MadoInitiative       *row,
        const MadoInitiativeFacts  *facts,
        const MadoInitiativeFilter *filter)
{
  if (!filter)
    return TRUE;
  if (filter->department && !mado_initiative_has_department (row, filter->department))
    return FALSE;
  if (filter->until > 0 && facts->at >= filter->until)
    return FALSE;

  return is_shown (facts, filter->show) && matches (row, facts, filter->query);
}

static char *
measure_heading (const MadoPlanBook   *book,
                 const MadoInitiative *row)
{
  const MadoPlanGoal *goal = mado_plan_book_find_goal (book, row->goal);
  const MadoPlanMeasure *measure = mado_plan_book_find_measure (book, row->goal, row->measure);

  return g_strdup_printf (_("Goal %d %s　›　Measure %d-%d %s"), row->goal, goal ? goal->title : "",
                          row->goal, row->measure, measure ? measure->title : "");
}

static void
add_group (GPtrArray *items,
           GPtrArray *rows /* full elements */,
           char      *heading /* full */)
{
  if (rows->len == 0)
    {
      g_free (heading);
      return;
    }
  g_ptr_array_add (items, heading_new (heading));
  g_ptr_array_extend_and_steal (items, g_ptr_array_ref (rows));
}

void
mado_initiative_items_count (const MadoPlanBook *book,
                             const char         *scope,
                             const char         *round,
                             guint              *n_mine,
                             guint              *n_open)
{
  const char *comment;

  *n_mine = *n_open = 0;
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];

      if (!mado_initiative_has_department (row, scope))
        continue;
      (*n_mine)++;
      *n_open += round && is_open (state_of (row, scope, round, &comment));
    }
}

static char *
own_heading (const MadoPlanBook *book,
             const char         *scope,
             const char         *round)
{
  guint n_mine, n_open;

  mado_initiative_items_count (book, scope, round, &n_mine, &n_open);
  if (!round)
    return g_strdup_printf (_("Own department (%s)  %u rows"), mado_plan_book_get_department_name (book, scope), n_mine);

  return g_strdup_printf (_("Own department (%s)  %u rows  %u not updated"),
                          mado_plan_book_get_department_name (book, scope), n_mine, n_open);
}

GPtrArray *
mado_initiative_items_make (const MadoPlanBook         *book,
                            const char                 *scope,
                            const char                 *round,
                            const MadoInitiativeFilter *filter)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  int goal = -1, measure = -1;

  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];
      g_autoptr (MadoInitiativeItem) item = row_item_new (book, row, scope, round, filter);

      if (!passes (row, &item->facts, filter))
        continue;
      if (item->facts.mine)
        {
          g_ptr_array_add (own, g_steal_pointer (&item));
          continue;
        }
      if (row->goal != goal || row->measure != measure)
        g_ptr_array_add (others, heading_new (measure_heading (book, row)));
      goal = row->goal;
      measure = row->measure;
      g_ptr_array_add (others, g_steal_pointer (&item));
    }
  add_group (items, own, own_heading (book, scope, round));
  g_ptr_array_extend_and_steal (items, g_steal_pointer (&others));

  return g_steal_pointer (&items);
}
