/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-json-text.h"

#include <string.h>

void
mado_json_put_text (GString    *out,
                    const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != 0; p++)
    switch (*p)
      {
      case '"':
        g_string_append (out, "\\\"");
        break;
      case '\\':
        g_string_append (out, "\\\\");
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      case '\t':
        g_string_append (out, "\\t");
        break;
      case '\r':
        g_string_append (out, "\\r");
        break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          g_string_append_printf (out, "\\u%04x", (guchar) *p);
        else
          g_string_append_c (out, *p);
      }
  g_string_append_c (out, '"');
}

void
mado_json_put_number (GString    *out,
                      const char *decimal)
{
  g_string_append (out, decimal != NULL && *decimal != 0 ? decimal : "null");
}

void
mado_json_put_int (GString *out,
                   gint64   number)
{
  g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
}

void
mado_json_put_text_or_null (GString    *out,
                            const char *text)
{
  if (text == NULL || *text == 0)
    g_string_append (out, "null");
  else
    mado_json_put_text (out, text);
}

void
mado_json_put_members (GString    *out,
                       const char *object,
                       const char *lead)
{
  gsize length = object != NULL ? strlen (object) : 0;

  if (length <= 2)
    return;
  g_string_append (out, lead);
  g_string_append_len (out, object + 1, (gssize) length - 2);
}
