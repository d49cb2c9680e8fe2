/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What poppler's tools make of a file: its text, its number of pages, and a
 * page as grey dots. They fail the test if a tool does not run. */
char   *pages_text  (const char *pdf);
int     pages_count (const char *pdf);
guint8 *pages_grey  (const char *pdf,
                     int         page,
                     int         dpi,
                     int        *width,
                     int        *height);
/* Text without white space and line ends, to look for words that wrap. */
char   *pages_squash (const char *text);
goffset pages_size  (const char *pdf);
