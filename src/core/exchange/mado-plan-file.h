/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * Plans in files. JSON and CSV are read and written here; answer forms in
 * mado-plan-form.h. Reading never guesses in silence: what cannot be taken as
 * it stands is a fault with its row and column, and nothing is imported while
 * there is one; what was taken in a way that a person should know is a note.
 */

/* Where and what; row and column as a spreadsheet counts them. */
typedef struct
{
  char *file;   /* name, "" if there is only one */
  guint row;    /* 1: the first line of a table; in JSON the row's place, from 1; 0: the file as a whole */
  char *column; /* heading or member; "" */
  char *text;   /* translated, whole sentence */
} MadoPlanFault;

void  mado_plan_fault_free  (MadoPlanFault *self);
/* "plan.csv, row 3, 担当課: …" */
char *mado_plan_fault_print (const MadoPlanFault *self);

typedef enum
{
  MADO_PLAN_READ_DEFAULT         = 0,
  /* Departments that are not known yet are new ones, not mistakes. */
  MADO_PLAN_READ_NEW_DEPARTMENTS = 1 << 0,
} MadoPlanReadFlags;

typedef struct
{
  /*< public, read-only >*/
  MadoPlanBook       *book;   /* what was read so far, from all files together */
  const MadoPlanBook *known;  /* nullable: what is here already; borrowed */
  MadoPlanReadFlags   flags;
  GPtrArray          *faults; /* MadoPlanFault* */
  GPtrArray          *notes;  /* MadoPlanFault* */
  gboolean            has_plan;
  gboolean            has_kpi;
  gboolean            has_departments;
  gboolean            figures_missing; /* a file's text came without its figures */
  char               *file;   /* being read */
  GHashTable         *reposts; /* MadoInitiative* → GINT number pointed to */
  GHashTable         *new_departments; /* char* name → how often, and where first */
  GHashTable         *places;  /* MadoInitiative* or MadoKpi* → where it stands */
} MadoPlanReading;

#define MADO_PLAN_MAX_FILE (32 * 1024 * 1024)

MadoPlanReading *mado_plan_reading_new       (const MadoPlanBook *known,
                                              MadoPlanReadFlags   flags);
void             mado_plan_reading_free      (MadoPlanReading    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanReading, mado_plan_reading_free)
/* Reads a file by its content: JSON, else CSV (UTF-8 with or without BOM,
 * UTF-16 with BOM, CP932). Faults are in the reading; FALSE if there were any. */
gboolean         mado_plan_reading_add_file  (MadoPlanReading    *self,
                                              const char         *path);
gboolean         mado_plan_reading_add_bytes (MadoPlanReading    *self,
                                              const char         *name,
                                              GBytes             *bytes);
/* Checks what only the whole can tell: duplicate numbers, 再掲 that point
 * nowhere, departments that look like misspelt ones. FALSE: there are faults. */
gboolean         mado_plan_reading_finish    (MadoPlanReading    *self);

void             mado_plan_reading_fault     (MadoPlanReading *self, guint row, const char *column,
                                              const char *format, ...) G_GNUC_PRINTF (4, 5);
void             mado_plan_reading_note      (MadoPlanReading *self, guint row, const char *column,
                                              const char *format, ...) G_GNUC_PRINTF (4, 5);
/* Where a row or KPI of the book stands; @in_table: then its columns have the table's headings. */
void             mado_plan_reading_place     (MadoPlanReading *self, gconstpointer record, guint row, gboolean in_table);
/* Id of a department by name; a fault (and NULL) if it is not one. Borrowed. */
const char      *mado_plan_reading_department (MadoPlanReading *self, guint row, const char *column, const char *name);

/* Does @text hold a character that can be neither shown nor printed? A fault then. */
gboolean         mado_plan_reading_check_text (MadoPlanReading *self, guint row, const char *column, const char *text);

/* The text of a file in UTF-8 without BOM, lines ended by LF; NULL: none of the encodings. */
char            *mado_plan_decode            (GBytes          *bytes,
                                              gsize           *length);

/* --- by format ------------------------------------------------------------------- */
void  mado_plan_json_read       (MadoPlanReading *reading, const char *text, gsize length);
void  mado_plan_csv_read        (MadoPlanReading *reading, const char *text);
/* A table of the same columns as CSV, from a spreadsheet: rows of cells (GPtrArray of GStrv). */
void  mado_plan_table_read      (MadoPlanReading *reading, GPtrArray *rows);
/* Cells of a CSV text (GPtrArray of GStrv, full); NULL and a fault if a quote is not closed. */
GPtrArray *mado_plan_csv_split  (MadoPlanReading *reading, const char *text);

/* The same content as was read, in UTF-8. */
char *mado_plan_json_write      (const MadoPlanBook *book);
char *mado_plan_json_write_kpis (const MadoPlanBook *book);
/* With BOM, CRLF between rows, LF in cells. */
char *mado_plan_csv_write       (const MadoPlanBook *book);
char *mado_plan_csv_write_kpis  (const MadoPlanBook *book);
/* What differs: No, title, member, kind, old, new. */
char *mado_plan_csv_write_changes (const MadoPlanBook *older, const MadoPlanBook *newer);
/* 督促一覧: departments that have something to do, with their officers and how
 * many rows are in which state. @progress: MadoPlanProgress*. */
char *mado_plan_csv_write_reminders (const MadoPlanBook *book, GPtrArray *progress);

/* --- cells of a KPI as people write them (mado-kpi-cell.c) ---------------------------- */
/* 86.4万人, ８，１００，０００人, ―, 調査中 … into a number and its unit (out, nullable). FALSE: not one number. */
gboolean mado_kpi_cell_parse_number (MadoKpiValue *cell, char **unit);
/* The same number counted in another unit: 86.4 in 万人 is 864000 in 人. Units
 * that do not count the same thing are left alone. */
void     mado_kpi_cell_scale        (MadoKpiValue *cell, const char *from, const char *to);
/* 本館１、２階全域 … into areas. FALSE: it is none. */
gboolean mado_kpi_cell_parse_areas  (MadoKpiValue *cell);
/* Can a number with the unit @found (nullable) stand where @unit is counted? 万人 where it is 人; not 件. */
gboolean mado_kpi_unit_fits         (const char *found, const char *unit);
/* Finds out what kind a KPI is from its cells' words and fills them in. */
void     mado_kpi_infer             (MadoKpi *kpi);

G_END_DECLS
