/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-parser.h"

#include <string.h>

#define MAX_METHOD 32

/* RFC 9110 §5.6.2: what names are made of. */
static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

/* RFC 9110 §5.5: tabs and everything that shows, but no other controls. */
static gboolean
is_value_char (char c)
{
  return c == '\t' || ((guchar) c >= 0x20 && c != 0x7f);
}

/* --- the end of a head -----------------------------------------------------------------*/

MadoHttpStep
mado_http_find_head (const char *data,
                     gsize       length,
                     gsize      *line,
                     gsize      *end,
                     guint      *status)
{
  const char *feed;

  *status = 400;
  /* Not text at all, such as the start of TLS. */
  if (length > 0 && data[0] != '\r' && !is_token_char (data[0]))
    return MADO_HTTP_BAD;
  while ((feed = memchr (data + *line, '\n', length - *line)) != NULL)
    {
      gsize size = (gsize) (feed - data) - *line;

      if (size > MADO_HTTP_MAX_LINE)
        break;
      if (size == 0 || feed[-1] != '\r')
        return MADO_HTTP_BAD;
      *line += size + 1;
      if (*line > MADO_HTTP_MAX_HEAD)
        break;
      if (size == 1)
        {
          *end = *line;
          return MADO_HTTP_DONE;
        }
    }
  if (feed == NULL && length - *line <= MADO_HTTP_MAX_LINE && length < MADO_HTTP_MAX_HEAD)
    return MADO_HTTP_MORE;
  *status = *line == 0 ? 414 : 431;
  return MADO_HTTP_BAD;
}

/* --- decoding ------------------------------------------------------------------------------*/

/* In place; FALSE if an escape is bent, stands for NUL, or no UTF-8 comes out. */
static gboolean
decode (char     *text,
        gboolean  is_form)
{
  char *to = text;
  gboolean plain = TRUE;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (*from == '%')
        {
          int high = g_ascii_xdigit_value (from[1]);
          int low = high >= 0 ? g_ascii_xdigit_value (from[2]) : -1;

          if (low < 0 || high + low == 0)
            return FALSE;
          *to++ = (char) (high * 16 + low);
          from += 2;
          plain = FALSE;
        }
      else
        *to++ = is_form && *from == '+' ? ' ' : *from;
    }
  *to = '\0';
  return plain || g_utf8_validate (text, -1, NULL);
}

GHashTable *
mado_http_query_parse (char *query)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new (g_str_hash, g_str_equal);

  while (query != NULL)
    {
      char *next = strchr (query, '&');
      char *value;

      if (next != NULL)
        *next++ = '\0';
      value = strchr (query, '=');
      if (value != NULL)
        *value++ = '\0';
      if (!decode (query, TRUE) || (value != NULL && !decode (value, TRUE)))
        return NULL;
      if (value != NULL)
        g_hash_table_replace (pairs, query, value);
      query = next;
    }
  return g_steal_pointer (&pairs);
}

/* --- a head --------------------------------------------------------------------------------*/

/* What stands there ends with CR LF; the CR becomes the end of the text. */
static char *
cut_line (char **at)
{
  char *line = *at;
  char *feed = strchr (line, '\n');

  if (feed == NULL)
    return NULL;
  feed[-1] = '\0';
  *at = feed + 1;
  return line;
}

/* "http://host/path" is what a proxy would send; the host is not ours to judge. */
static char *
skip_origin (char *target)
{
  char *slash;

  if (g_ascii_strncasecmp (target, "http://", 7) != 0)
    return target;
  slash = strchr (target + 7, '/');
  return slash != NULL && slash != target + 7 ? slash : target;
}

static guint
parse_target (MadoHttpHead *head,
              char         *target)
{
  for (const char *c = target; *c != '\0'; c++)
    if (*c <= ' ' || *c >= 0x7f || *c == '#')
      return 400;
  target = skip_origin (target);
  if (*target != '/' && !(g_str_equal (target, "*") && g_str_equal (head->method, "OPTIONS")))
    return 400;
  head->path = target;
  head->query = strchr (target, '?');
  if (head->query != NULL)
    *head->query++ = '\0';
  return decode (target, FALSE) ? 0 : 400;
}

static guint
parse_request_line (MadoHttpHead *head,
                    char         *line,
                    gboolean     *is_old)
{
  char *target = strchr (line, ' ');
  char *version = target != NULL ? strchr (target + 1, ' ') : NULL;

  if (version == NULL || target == line || target - line > MAX_METHOD)
    return 400;
  *target++ = '\0';
  *version++ = '\0';
  for (const char *c = line; *c != '\0'; c++)
    if (!is_token_char (*c))
      return 400;
  head->method = line;
  *is_old = g_str_equal (version, "HTTP/1.0");
  if (!*is_old && !g_str_equal (version, "HTTP/1.1"))
    return strlen (version) == 8 && g_str_has_prefix (version, "HTTP/") && g_ascii_isdigit (version[5]) &&
           version[6] == '.' && g_ascii_isdigit (version[7]) && version[5] != '1' ? 505 : 400;
  return parse_target (head, target);
}

/* A line that starts with a blank would go on with the one before (obsolete
 * folding): a blank is no part of a name, so it falls here. */
static gboolean
parse_field (MadoHttpField *field,
             char          *line)
{
  char *colon = strchr (line, ':');
  char *end;

  if (colon == NULL || colon == line)
    return FALSE;
  for (const char *c = line; c < colon; c++)
    if (!is_token_char (*c))
      return FALSE;
  *colon++ = '\0';
  for (const char *c = colon; *c != '\0'; c++)
    if (!is_value_char (*c))
      return FALSE;
  while (*colon == ' ' || *colon == '\t')
    colon++;
  end = colon + strlen (colon);
  while (end > colon && (end[-1] == ' ' || end[-1] == '\t'))
    *--end = '\0';
  field->name = line;
  field->value = colon;
  return TRUE;
}

/* Digits and nothing else: no sign, no blank, no list. */
static gboolean
parse_length (const char *text,
              guint64    *length)
{
  gsize digits = strspn (text, "0123456789");

  if (digits == 0 || digits > 15 || text[digits] != '\0')
    return FALSE;
  *length = g_ascii_strtoull (text, NULL, 10);
  return TRUE;
}

static guint
read_framing (MadoHttpHead *head,
              const char   *length,
              const char   *encoding,
              gboolean      is_old)
{
  if (length != NULL && encoding != NULL)
    return 400;
  if (length != NULL && !parse_length (length, &head->length))
    return 400;
  head->has_length = length != NULL;
  if (encoding == NULL)
    return 0;
  if (is_old)
    return 400;
  head->chunked = g_ascii_strcasecmp (encoding, "chunked") == 0;
  return head->chunked ? 0 : 501;
}

/* The fields that say how the rest is read. */
static guint
read_fields (MadoHttpHead *head,
             gboolean      is_old)
{
  static const char *const once[] = { "Host", "Content-Length", "Transfer-Encoding", "Authorization" };
  const char *found[G_N_ELEMENTS (once)] = { NULL };
  const char *expect = is_old ? NULL : mado_http_head_get (head, "Expect");

  for (guint i = 0; i < head->n_fields; i++)
    {
      const MadoHttpField *field = &head->fields[i];

      for (guint o = 0; o < G_N_ELEMENTS (once); o++)
        if (g_ascii_strcasecmp (field->name, once[o]) == 0)
          {
            if (found[o] != NULL)
              return 400;
            found[o] = field->value;
          }
      if (g_ascii_strcasecmp (field->name, "Connection") == 0 && mado_http_has_token (field->value, "close"))
        head->keep_alive = FALSE;
    }
  if (!is_old && found[0] == NULL)
    return 400;
  if (expect != NULL && g_ascii_strcasecmp (expect, "100-continue") != 0)
    return 417;
  head->expects = expect != NULL;
  return read_framing (head, found[1], found[2], is_old);
}

guint
mado_http_head_parse (MadoHttpHead *head,
                      char         *text,
                      gsize         length)
{
  char *at = text;
  gboolean is_old = FALSE;
  guint status;

  memset (head, 0, G_STRUCT_OFFSET (MadoHttpHead, fields));
  /* Two line ends at the least; NUL would hide what follows it. */
  if (length < 4 || memchr (text, '\0', length) != NULL)
    return 400;
  text[length - 2] = '\0';
  status = parse_request_line (head, cut_line (&at), &is_old);
  if (status != 0)
    return status;
  head->keep_alive = !is_old;
  while (*at != '\0')
    {
      if (head->n_fields == MADO_HTTP_MAX_FIELDS)
        return 431;
      if (!parse_field (&head->fields[head->n_fields++], cut_line (&at)))
        return 400;
    }
  return read_fields (head, is_old);
}

const char *
mado_http_head_get (const MadoHttpHead *head,
                    const char         *name)
{
  for (guint i = 0; i < head->n_fields; i++)
    if (g_ascii_strcasecmp (head->fields[i].name, name) == 0)
      return head->fields[i].value;
  return NULL;
}

gboolean
mado_http_has_token (const char *list,
                     const char *token)
{
  gsize length = strlen (token);

  while (list != NULL && *list != '\0')
    {
      gsize part;

      list += strspn (list, " \t,");
      part = strcspn (list, " \t,");
      if (part == length && g_ascii_strncasecmp (list, token, length) == 0)
        return TRUE;
      list += part;
    }
  return FALSE;
}
