/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/*
 * Spreadsheets (XLSX) as tables of text. The file comes from anywhere: what it
 * may unpack to, how many parts and cells it has and how deep its XML goes are
 * limited; external entities and document types are refused.
 */
#define MADO_SHEET_MAX_FILE  (32 * 1024 * 1024)
#define MADO_SHEET_MAX_PART  (24 * 1024 * 1024) /* unpacked */
#define MADO_SHEET_MAX_TOTAL (64 * 1024 * 1024)
#define MADO_SHEET_MAX_PARTS 500
#define MADO_SHEET_MAX_ROWS  20000
#define MADO_SHEET_MAX_COLUMNS 200

typedef struct
{
  char      *name;
  gboolean   hidden;
  GPtrArray *rows; /* GStrv: cells of a row, from the first column; an empty row has none */
} MadoSheet;

void       mado_sheet_free  (MadoSheet *self);

/* Is it a ZIP archive, as XLSX is? */
gboolean   mado_sheet_is_archive (GBytes *bytes);
/* The sheets in the workbook's order (MadoSheet*, full); DAMAGED or INVALID
 * with a reason for a person. Line breaks of a cell are LF. */
GPtrArray *mado_sheet_read  (GBytes *bytes, GError **error);

G_END_DECLS
