/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/mado-plan-import.h"
#include "core/exchange/sheet/mado-plan-form.h"

G_BEGIN_DECLS

/* What the commands of the group "plan" share: the options, and the folder in
 * which a plan lies. */
typedef struct
{
  char    *folder;
  char    *staff;
  char    *password_file;
  char    *city;
  char    *name;
  char    *format;
  char    *output;
  char    *year;
  char    *baseline;
  char    *threshold;
  char    *edition;
  char    *at;
  char    *since;
  char    *departments;
  char    *as_of;
  gboolean preview;
  gboolean kpi;
  gboolean new_departments;
  char   **rest; /* files and folders */
  const char *place_city; /* of the place that was opened; interned */
} PlanChoices;

void     plan_choices_clear (PlanChoices *self);
/* Prints what is wrong; FALSE then. */
gboolean plan_choices_parse (PlanChoices *self, int argc, char **argv, const char *command);
/* 団体コード: of the place, else as given, else none (000000). */
const char *plan_choices_get_city (const PlanChoices *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanChoices, plan_choices_clear)

/**
 * plan_folder_open:
 *
 * Opens the journal in a folder: of a place (profile.ini; staff number and
 * password file are needed), else a folder of its own for one plan, made if
 * @make: journal.db and device.key. Such a folder holds nothing but open
 * kinds, so its key lies beside it, readable by its owner alone. The choices'
 * city becomes that of the place.
 */
MadoStore *plan_folder_open (PlanChoices *choices, gboolean make, GError **error);
/* The plan in it: one year, perhaps as it was at --at or in --edition. */
MadoPlanBook *plan_folder_read (PlanChoices *choices, GError **error);
/* Reads files given on the command line; prints faults. NULL: there were any.
 * Answer forms go to @forms (nullable: they are no files of a plan here). */
MadoPlanReading *plan_files_read (char **files, const MadoPlanBook *known, MadoPlanReadFlags flags, GPtrArray *forms);
/* Prints the faults of a reading, and how many. */
void             plan_faults_print (MadoPlanReading *reading);
/* A book from files or from a folder, whichever was given. */
MadoPlanBook *plan_choices_read_book (PlanChoices *choices);
/* To --output, else to standard output. Exit status. */
int plan_put_out (const PlanChoices *choices, const void *data, gsize length);

int ctl_plan_report    (int argc, char **argv);
int ctl_plan_form      (int argc, char **argv);
int ctl_plan_review    (int argc, char **argv);
int ctl_plan_fix       (int argc, char **argv);
int ctl_plan_next_year (int argc, char **argv);
int ctl_plan_reorganise (int argc, char **argv);
int ctl_plan_officers   (int argc, char **argv);

G_END_DECLS
