/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"

#include <stdio.h>
#include <string.h>

/*
 * A document whose end is missing (a broken download) has no trailer, and
 * poppler gives up although the pages are there. What the trailer would say is
 * found again: the catalog.
 */

/* Larger ones are not worth the memory. */
#define MAX_MENDED (96 * 1024 * 1024)

static const guint8 *
find_last (const guint8 *data,
           gsize         length,
           const char   *needle)
{
  const guint8 *last = NULL;
  const guint8 *end = data + length;
  gsize size = strlen (needle);

  for (const guint8 *at = data; (at = memmem (at, end - at, needle, size)) != NULL; at += size)
    last = at;
  return last;
}

/* "12 0 obj" before @at: the 12. */
static guint64
object_before (const guint8 *data,
               const guint8 *at)
{
  const guint8 *obj = find_last (data, at - data, " obj");

  if (obj == NULL)
    return 0;
  while (obj > data && g_ascii_isdigit (obj[-1])) /* generation */
    obj--;
  while (obj > data && obj[-1] == ' ')
    obj--;
  while (obj > data && g_ascii_isdigit (obj[-1]))
    obj--;
  return g_ascii_strtoull ((const char *) obj, NULL, 10);
}

/* 0: none. @data ends with a NUL. */
static guint64
find_catalog (const guint8 *data,
              gsize         length)
{
  const guint8 *root = find_last (data, length, "/Root ");
  const guint8 *catalog;

  if (root != NULL && g_ascii_isdigit (root[6]))
    return g_ascii_strtoull ((const char *) root + 6, NULL, 10);
  catalog = find_last (data, length, "/Catalog");
  return catalog != NULL ? object_before (data, catalog) : 0;
}

/**
 * renderer_mend:
 *
 * Returns: (transfer full) (nullable): the document with a trailer that
 *   leads to its catalog
 */
GBytes *
renderer_mend (int file)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new_from_fd (file, FALSE, NULL);
  gsize length = mapped != NULL ? g_mapped_file_get_length (mapped) : 0;
  char trailer[96];
  guint8 *copy;
  guint64 root;

  if (length == 0 || length > MAX_MENDED)
    return NULL;
  copy = g_try_malloc (length + sizeof trailer);
  if (copy == NULL)
    return NULL;
  memcpy (copy, g_mapped_file_get_contents (mapped), length);
  copy[length] = 0;
  root = find_catalog (copy, length);
  if (root == 0 || root > G_MAXINT32)
    {
      g_free (copy);
      return NULL;
    }
  g_snprintf (trailer, sizeof trailer, "\nendobj\ntrailer\n<< /Root %u 0 R >>\nstartxref\n0\n%%%%EOF\n", (guint) root);
  memcpy (copy + length, trailer, strlen (trailer));
  return g_bytes_new_take (copy, length + strlen (trailer));
}
