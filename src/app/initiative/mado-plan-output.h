/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Files that the program makes of a plan: in the person's documents, in a
 * folder 推進計画. A file that is there already is not overwritten; the new one
 * gets a number. Blocks.
 */
char *mado_plan_output_write (const char  *name,
                              GBytes      *bytes,
                              GError     **error);

/* A new empty file of that name, for what writes by itself. */
char *mado_plan_output_reserve (const char *name,
                                GError    **error);
/* A new empty folder. */
char *mado_plan_output_folder  (const char *name,
                                GError    **error);

G_END_DECLS
