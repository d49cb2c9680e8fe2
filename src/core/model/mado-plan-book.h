/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-path.h"

G_BEGIN_DECLS

/*
 * A plan as people speak of it, in plain memory: what files are read into,
 * reports are printed from and rates are worked out of. Strings are owned;
 * "" means none unless a member says NULL. Nothing here knows the journal:
 * form/mado-plan-view.h makes a book from records, form/mado-plan-change.h the
 * edits that bring records to a book.
 *
 * `extra` keeps what a file said beyond the members here: one JSON object as
 * text, or NULL.
 */

/* --- lines ------------------------------------------------------------------- */
typedef enum
{
  MADO_PLAN_LINE_TEXT,       /* no marker */
  MADO_PLAN_LINE_DEPARTMENT, /* （課名）: holds until the next one */
  MADO_PLAN_LINE_HEADING,    /* 【…】 */
  MADO_PLAN_LINE_ITEM,       /* ○ */
  MADO_PLAN_LINE_SUBITEM,    /* ・ ① １． */
  MADO_PLAN_LINE_SUBHEADING, /* ＜…＞ */
  MADO_PLAN_LINE_NOTE,       /* （…） ※ ⇒ */
  MADO_PLAN_LINE_REPOST,     /* the pointer of a （再掲） row */
} MadoPlanLineKind;

#define MADO_PLAN_MAX_LEVEL 3

const char *mado_plan_line_kind_to_string   (MadoPlanLineKind kind); /* "item" … */
gboolean    mado_plan_line_kind_from_string (const char *text, MadoPlanLineKind *kind);

typedef enum
{
  MADO_FIGURE_ACTUAL,
  MADO_FIGURE_PLANNED,
  MADO_FIGURE_TARGET, /* aim of the initiative */
  MADO_FIGURE_FIXED,  /* rates, conditions, sizes */
} MadoFigureKind;

const char *mado_figure_kind_to_string   (MadoFigureKind kind); /* "actual" … */
gboolean    mado_figure_kind_from_string (const char *text, MadoFigureKind *kind);

/* A number in a line's text. Numbers are decimal text ("86.4"), so that what
 * was read is what is written. */
typedef struct
{
  char          *id;       /* "" until it has a place in a record */
  guint          order;    /* among the figures of its row */
  char          *label;    /* what is counted */
  char          *value;
  char          *value_to; /* upper end of a range, "" */
  char          *unit;     /* "" if none is printed */
  char          *as_of;    /* ISO date; "": the report's */
  char          *period;   /* "2024-05", "FY2023" or "" */
  MadoFigureKind kind;
  char          *printed;  /* the words in the text */
  gboolean       approx;         /* 約, 程度 */
  gboolean       unit_inferred;
  char          *extra;    /* nullable */
} MadoPlanFigure;

/* Who wrote the value that is shown, and when. */
typedef struct
{
  char  *actor; /* "" if not known */
  gint64 at;    /* ms by corrected time; 0: never */
} MadoPlanStamp;

typedef struct
{
  char            *id;     /* "" until it has a place in a record */
  char            *order;  /* "" likewise */
  char            *section;/* where it is written; "" likewise */
  guint            level;  /* 0-3 */
  MadoPlanLineKind kind;
  char            *marker; /* NULL: none is printed; not repeated in text */
  char            *text;
  char           **departments; /* ids; NULL unless a DEPARTMENT line */
  GPtrArray       *figures;     /* MadoPlanFigure* */
  MadoPlanStamp    stamp;       /* newest change of any part of it */
  GPtrArray       *conflict;    /* nullable: char*, the texts between which a person has to choose, shown one first */
  char            *extra;       /* nullable */
} MadoPlanLine;

MadoPlanFigure *mado_plan_figure_new   (void);
MadoPlanFigure *mado_plan_figure_copy  (const MadoPlanFigure *self);
void            mado_plan_figure_free  (MadoPlanFigure *self);
gboolean        mado_plan_figure_equal (const MadoPlanFigure *a, const MadoPlanFigure *b); /* id and order aside */
MadoPlanLine   *mado_plan_line_new     (guint level, MadoPlanLineKind kind, const char *marker, const char *text);
MadoPlanLine   *mado_plan_line_copy    (const MadoPlanLine *self);
void            mado_plan_line_free    (MadoPlanLine *self);
/* Marker and text, as printed. */
char           *mado_plan_line_dup_printed (const MadoPlanLine *self);
/* Of MadoPlanLine*; deep. */
GPtrArray      *mado_plan_lines_new    (void);
GPtrArray      *mado_plan_lines_copy   (GPtrArray *lines);
/* All lines, one a line, deeper levels indented with full-width spaces. */
char           *mado_plan_lines_print  (GPtrArray *lines, gboolean indent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanFigure, mado_plan_figure_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanLine, mado_plan_line_free)

/* --- answers: how far a department is with a row for one round ------------------ */
typedef enum
{
  MADO_ANSWER_NONE,      /* nothing yet */
  MADO_ANSWER_DRAFT,     /* 入力中 */
  MADO_ANSWER_CONFIRMED, /* 課で確認 */
  MADO_ANSWER_ACCEPTED,  /* 受付 by those who gather */
  MADO_ANSWER_RETURNED,  /* 差戻し, with a comment */
} MadoAnswerState;

const char     *mado_answer_state_to_string   (MadoAnswerState state);
MadoAnswerState mado_answer_state_from_string (const char *text); /* NONE if unknown */

typedef struct
{
  char           *department; /* id */
  char           *round;      /* ISO date of the as-of date asked for */
  MadoAnswerState state;
  gboolean        unchanged;  /* 変更なし */
  char           *comment;
  MadoPlanStamp   stamp;
} MadoPlanAnswer;

/* --- initiatives ------------------------------------------------------------------ */
typedef struct
{
  MadoId      id;      /* null until it has a record */
  int         year;    /* fiscal year, 2024 */
  char       *order;   /* among the rows of the year */
  int         no;      /* number in the report; 0: none */
  int         goal;
  int         measure;
  char       *title;
  char       *mark;       /* of a row without a number: ―; "" */
  char       *title_note; /* "" */
  GPtrArray  *summary;    /* MadoPlanLine* */
  GPtrArray  *status;     /* MadoPlanLine* */
  char      **departments;/* ids, in the printed order */
  MadoId      repost_of;  /* 再掲: the row pointed to; null if none */
  MadoId      previous;   /* the same of the year before; null if none */
  GPtrArray  *answers;    /* MadoPlanAnswer* */
  MadoPlanStamp stamp;    /* newest change of anything a reader sees */
  gboolean    removed;
  char       *extra;      /* nullable */
} MadoInitiative;

MadoInitiative *mado_initiative_new   (void);
MadoInitiative *mado_initiative_copy  (const MadoInitiative *self);
void            mado_initiative_free  (MadoInitiative *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoInitiative, mado_initiative_free)
const MadoPlanAnswer *mado_initiative_find_answer (const MadoInitiative *self, const char *department, const char *round);
gboolean        mado_initiative_has_department    (const MadoInitiative *self, const char *department);
/* Figures of all lines, in their order (container). */
GPtrArray      *mado_initiative_list_figures      (const MadoInitiative *self);
guint           mado_initiative_count_conflicts   (const MadoInitiative *self);

/* --- KPI ---------------------------------------------------------------------------- */
typedef enum
{
  MADO_KPI_NUMBER,
  MADO_KPI_MULTI,    /* several numbers */
  MADO_KPI_COVERAGE, /* places in words */
  MADO_KPI_STATE,    /* one of an ordered list of words */
} MadoKpiKind;

const char *mado_kpi_kind_to_string   (MadoKpiKind kind);
gboolean    mado_kpi_kind_from_string (const char *text, MadoKpiKind *kind);

typedef enum
{
  MADO_KPI_PRESENT,
  MADO_KPI_NO_RESULT, /* ― */
  MADO_KPI_PENDING,   /* 調査中 */
} MadoKpiMissing;

typedef struct
{
  char   *building;
  GArray *floors; /* int */
  char   *extent; /* 全域 or a place */
} MadoKpiArea;

typedef struct
{
  char *key;
  char *label;
  char *unit;
} MadoKpiComponent;

/* What one cell holds. */
typedef struct
{
  char          *when;    /* "target" or a fiscal year, "2023" */
  char          *printed;
  char          *value;   /* decimal text, "" if none */
  MadoKpiMissing missing;
  GPtrArray     *values;  /* MULTI: char*, one per component, "" where one is missing */
  GPtrArray     *areas;   /* COVERAGE: MadoKpiArea* */
  char          *state;   /* STATE */
  char          *extra;   /* nullable */
} MadoKpiValue;

typedef struct
{
  MadoId      id;
  char       *order;
  int         no;
  int         goal;
  int         measure;
  char       *name;
  char       *unit;       /* "" if none */
  MadoKpiKind kind;
  gboolean    lower_is_better;
  gboolean    cumulative;
  GPtrArray  *components; /* MadoKpiComponent* */
  char      **states;     /* lowest first; NULL */
  GPtrArray  *values;     /* MadoKpiValue* */
  char      **departments;/* ids; empty if none is named */
  char       *judgement;  /* as printed in the file that was read; "" if none */
  char       *note;
  char       *explanation;/* why it is as it is: asked for below 30 % */
  MadoPlanStamp stamp;
  gboolean    removed;
  char       *extra;      /* nullable */
} MadoKpi;

MadoKpi      *mado_kpi_new         (void);
void          mado_kpi_free        (MadoKpi *self);
MadoKpiValue *mado_kpi_value_new   (const char *when);
void          mado_kpi_value_free  (MadoKpiValue *self);
gboolean      mado_kpi_value_equal (const MadoKpiValue *a, const MadoKpiValue *b);
MadoKpiArea  *mado_kpi_area_new    (const char *building, const char *extent);
void          mado_kpi_area_free   (MadoKpiArea *self);
void          mado_kpi_component_free (MadoKpiComponent *self);
/* NULL if there is none. */
MadoKpiValue *mado_kpi_find_value  (const MadoKpi *self, const char *when);
MadoKpiValue *mado_kpi_find_year   (const MadoKpi *self, int year);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoKpi, mado_kpi_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoKpiValue, mado_kpi_value_free)

/* --- departments ---------------------------------------------------------------------- */
typedef struct
{
  char *from; /* ISO date since which it is called so; "" from the beginning */
  char *name;
} MadoDepartmentName;

typedef struct
{
  char       *id;         /* also its section and scope */
  GPtrArray  *names;      /* MadoDepartmentName*, oldest first */
  char       *until;      /* ISO date since which it is no more; "" while it is */
  char      **successors; /* ids */
  char      **officers;   /* 推進員: staff ids */
  GHashTable *people;     /* char* staff id → char* name: who was named as one, also in earlier years */
} MadoDepartment;

MadoDepartment *mado_department_new      (const char *id, const char *name);
MadoDepartment *mado_department_copy     (const MadoDepartment *self);
void            mado_department_free     (MadoDepartment *self);
/* Its name on @day (ISO, nullable: today's). */
const char     *mado_department_get_name (const MadoDepartment *self, const char *day);
gboolean        mado_department_is_open  (const MadoDepartment *self, const char *day);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDepartment, mado_department_free)

/* --- the book ---------------------------------------------------------------------------- */
typedef struct
{
  int   goal;
  char *title;
  char *slogan;
} MadoPlanGoal;

typedef struct
{
  int   goal;
  int   measure;
  char *title;
} MadoPlanMeasure;

/* How rates are worked out: settings of the plan. The printed rule is the default. */
typedef enum
{
  MADO_BASELINE_ZERO, /* a baseline of ― counts as 0 */
  MADO_BASELINE_SKIP, /* then there is no rate */
} MadoBaselineRule;

typedef enum
{
  MADO_MULTI_LOWEST,  /* several numbers are judged by the lowest rate */
  MADO_MULTI_MEAN,
  MADO_MULTI_HIGHEST,
} MadoMultiRule;

typedef struct
{
  int              baseline_year; /* 2021 */
  int              year;          /* the year that is judged, 2023 */
  double           threshold;     /* per cent of the middle class, 30 */
  MadoBaselineRule missing_baseline;
  MadoMultiRule    multi;
  gboolean         coverage_counts; /* places in words: all of the target covered is 100 %; else no rate */
  gboolean         state_counts;    /* a state at or above the target's is 100 %; else no rate */
} MadoKpiRule;

void mado_kpi_rule_init (MadoKpiRule *rule); /* the printed rule; years 0 */

/* Head of one of the two printed documents. */
typedef struct
{
  char *title;
  char *number;        /* 資料１-１ */
  char *as_of;         /* ISO, "" */
  char *as_of_printed;
  char *fiscal_year;   /* 令和６年度 */
  char *period;        /* of the plan, as this document prints it */
  char *extra;         /* nullable */
} MadoPlanDocument;

typedef struct
{
  MadoId      id;          /* of the plan's record; null if none yet */
  char       *name;
  char       *period_start;/* ISO or "" */
  char       *period_end;
  int         year;        /* fiscal year of the rows, 0 if there are none */
  MadoPlanDocument plan;   /* 資料1-1 */
  MadoPlanDocument kpi;    /* 資料1-2 */
  char       *gather;      /* department (or desk) that gathers: 情報政策課; "" */
  MadoKpiRule rule;
  GPtrArray  *goals;       /* MadoPlanGoal* */
  GPtrArray  *measures;    /* MadoPlanMeasure* */
  GPtrArray  *initiatives; /* MadoInitiative*, in order */
  GPtrArray  *kpis;        /* MadoKpi*, in order */
  GPtrArray  *departments; /* MadoDepartment*, in order */
} MadoPlanBook;

MadoPlanBook    *mado_plan_book_new              (void);
void             mado_plan_book_free             (MadoPlanBook *self);
MadoPlanGoal    *mado_plan_book_add_goal         (MadoPlanBook *self, int goal, const char *title, const char *slogan);
MadoPlanMeasure *mado_plan_book_add_measure      (MadoPlanBook *self, int goal, int measure, const char *title);
MadoPlanGoal    *mado_plan_book_find_goal        (const MadoPlanBook *self, int goal);
MadoPlanMeasure *mado_plan_book_find_measure     (const MadoPlanBook *self, int goal, int measure);
MadoInitiative  *mado_plan_book_find_initiative  (const MadoPlanBook *self, const MadoId *id);
MadoInitiative  *mado_plan_book_find_no          (const MadoPlanBook *self, int no);
MadoKpi         *mado_plan_book_find_kpi         (const MadoPlanBook *self, int no);
MadoDepartment  *mado_plan_book_find_department  (const MadoPlanBook *self, const char *id);
/* By a name it has or had. */
MadoDepartment  *mado_plan_book_find_department_named (const MadoPlanBook *self, const char *name);
/* The name on the book's as-of date; the id itself if it is not known. */
const char      *mado_plan_book_get_department_name   (const MadoPlanBook *self, const char *id);
/* The name of a person, where a list of officers had it; else the staff id itself. */
const char      *mado_plan_book_get_person            (const MadoPlanBook *self, const char *staff);
/* The officers of a department by name, joined by 、; "" if it has none. */
char            *mado_plan_book_dup_officer_names     (const MadoPlanBook *self, const char *department);
/* Names joined by 、 */
char            *mado_plan_book_dup_department_names  (const MadoPlanBook *self, const char *const *ids);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanBook, mado_plan_book_free)

/* 令和６年度 (full-width up to 9, half-width from 10 on, as cities print it) */
char            *mado_plan_year_print (int year);
/* 令和6年度, R6, 2024, FY2024 …; 0 if it is none */
int              mado_plan_year_parse (const char *text);

G_END_DECLS
