/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* madoguchi-ctl GROUP COMMAND [ARGS]: each file ctl-GROUP.c has one table of
 * commands; main.c has the table of groups. A command gets its arguments
 * (argv[0] is the first one behind COMMAND) and returns the exit status. */
typedef struct
{
  const char *name;
  const char *arguments; /* as shown in the help, "DIR" */
  const char *summary;   /* N_() */
  int       (*run) (int argc, char **argv);
} CtlCommand;

/* Ends with a command without name. */
extern const CtlCommand ctl_camera_commands[];
extern const CtlCommand ctl_card_commands[];
extern const CtlCommand ctl_document_commands[];
extern const CtlCommand ctl_pack_commands[];
extern const CtlCommand ctl_paper_commands[];
extern const CtlCommand ctl_pdf_commands[];
extern const CtlCommand ctl_place_commands[];
extern const CtlCommand ctl_plan_commands[];
extern const CtlCommand ctl_qr_commands[];
extern const CtlCommand ctl_slip_commands[];

G_END_DECLS
