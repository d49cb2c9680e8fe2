/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * HTTP/1.1 as bytes: where a head ends, what stands in it, and chunked bodies.
 * No sockets, no waiting. Source: RFC 9110 and RFC 9112, read strictly: what
 * two programs could read in two ways (RFC 9112 §11.2, request smuggling) is
 * refused and not guessed at.
 */

#define MADO_HTTP_MAX_HEAD   (16 * 1024)
#define MADO_HTTP_MAX_LINE   (8 * 1024)
#define MADO_HTTP_MAX_FIELDS 64

typedef struct
{
  const char *name;
  const char *value;
} MadoHttpField;

/* All texts point into the bytes that were parsed. */
typedef struct
{
  const char   *method;
  const char   *path;   /* decoded; starts with '/', or is "*" */
  char         *query;  /* nullable; still encoded */
  gboolean      keep_alive;
  gboolean      chunked;
  gboolean      expects;    /* waits for "100 Continue" */
  gboolean      has_length;
  guint64       length;     /* of the body; 0 if there is none */
  guint         n_fields;
  MadoHttpField fields[MADO_HTTP_MAX_FIELDS];
} MadoHttpHead;

typedef enum
{
  MADO_HTTP_MORE, /* not all bytes are here */
  MADO_HTTP_DONE,
  MADO_HTTP_BAD
} MadoHttpStep;

/**
 * mado_http_find_head:
 * @line: (inout): start of the line that is not complete yet; 0 at first, and
 *   whatever was left here when the same bytes come again with more behind
 * @end: (out): DONE: length of the head, its empty line included; 2 is an
 *   empty line alone, which may stand before a request
 * @status: (out): BAD: the status to refuse with
 */
MadoHttpStep mado_http_find_head   (const char *data, gsize length, gsize *line, gsize *end, guint *status);

/**
 * mado_http_head_parse:
 * @text: (inout): a whole head, as mado_http_find_head() found it; is cut into
 *   texts and has to live as long as @head
 *
 * Returns: 0, or the status to refuse with
 */
guint        mado_http_head_parse  (MadoHttpHead *head, char *text, gsize length);

/* The first of that name, or NULL. Length, encoding, host and authorization
 * never stand there twice. */
const char  *mado_http_head_get    (const MadoHttpHead *head, const char *name);

/* Whether a comma-separated @list (nullable) has @token. */
gboolean     mado_http_has_token   (const char *list, const char *token);

/**
 * mado_http_query_parse:
 * @query: (inout): is cut into texts, which the table borrows
 *
 * Returns: (nullable): names and values, the last one of a name; NULL if it
 *   is not a form of valid UTF-8
 */
GHashTable  *mado_http_query_parse (char *query);

/* A chunked body under way; zeroed at first. */
typedef struct
{
  guint   part;
  guint64 left;
  guint   digits;
  gsize   line;   /* bytes of this line, or of all trailers */
} MadoHttpChunks;

/**
 * mado_http_chunks_feed:
 * @used: (out): how many of the bytes were taken
 * @body: what was unwrapped is added here
 * @max: BAD with 413 beyond this
 */
MadoHttpStep mado_http_chunks_feed (MadoHttpChunks *self, const char *data, gsize length, gsize *used, GByteArray *body,
                                    gsize max, guint *status);

G_END_DECLS
