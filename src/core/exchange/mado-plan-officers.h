/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/**
 * mado_plan_officers_read:
 * @bytes: a CSV file in any encoding that plans are read in; columns 職員番号,
 *   氏名 (may be missing) and 担当課 in any order, or without headings
 *   staff id and department, or staff id, name and department
 *
 * The yearly list of promotion officers (推進員). A person may stand in it for
 * several departments.
 *
 * Returns: MadoPlanOfficer* (full); %NULL with INVALID: all faults in one
 *   message, a line each, with row and column
 */
GPtrArray *mado_plan_officers_read (const MadoPlanBook *book, GBytes *bytes, GError **error);

G_END_DECLS
