/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-error.h"

G_DEFINE_QUARK (mado-error-quark, mado_error)

/**
 * mado_error_name:
 * @code: a #MadoError
 *
 * Returns: (transfer none): the stable name of @code as it appears in the
 *   protocol and in machine-readable output, for example "not-found".
 */
const char *
mado_error_name (int code)
{
  static const char *const names[] = {
    "internal", "not-found", "exists", "conflict", "offline", "denied",
    "needs-person", "invalid", "damaged", "busy", "unsupported", "foreign",
    "expired", "unknown-key", "purged", "no-space", "read-only", "timeout",
    "cancelled",
  };

  if (code < 0 || code >= (int) G_N_ELEMENTS (names))
    return "internal";
  return names[code];
}

static int
code_from_io (int io_code)
{
  switch (io_code)
    {
    case G_IO_ERROR_NOT_FOUND:
      return MADO_ERROR_NOT_FOUND;
    case G_IO_ERROR_EXISTS:
      return MADO_ERROR_EXISTS;
    case G_IO_ERROR_PERMISSION_DENIED:
      return MADO_ERROR_DENIED;
    case G_IO_ERROR_READ_ONLY:
      return MADO_ERROR_READ_ONLY;
    case G_IO_ERROR_NO_SPACE:
      return MADO_ERROR_NO_SPACE;
    case G_IO_ERROR_BUSY:
    case G_IO_ERROR_WOULD_BLOCK:
      return MADO_ERROR_BUSY;
    case G_IO_ERROR_TIMED_OUT:
      return MADO_ERROR_TIMEOUT;
    case G_IO_ERROR_CANCELLED:
      return MADO_ERROR_CANCELLED;
    case G_IO_ERROR_INVALID_DATA:
    case G_IO_ERROR_PARTIAL_INPUT:
      return MADO_ERROR_DAMAGED;
    case G_IO_ERROR_INVALID_ARGUMENT:
      return MADO_ERROR_INVALID;
    case G_IO_ERROR_NOT_SUPPORTED:
      return MADO_ERROR_UNSUPPORTED;
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_BROKEN_PIPE:
      return MADO_ERROR_OFFLINE;
    default:
      return MADO_ERROR_INTERNAL;
    }
}

/**
 * mado_error_convert:
 * @error: (inout) (nullable): location of a set #GError, or %NULL
 *
 * Turns a foreign error (GIO, GFile, GLib resolver) into the domain
 * %MADO_ERROR, keeping its message. An error that is ours already, or an
 * empty location, stays as it is.
 */
void
mado_error_convert (GError **error)
{
  GError *e;

  if (error == NULL || *error == NULL || (*error)->domain == MADO_ERROR)
    return;

  e = *error;
  if (e->domain == G_IO_ERROR)
    e->code = code_from_io (e->code);
  else if (e->domain == G_FILE_ERROR)
    e->code = code_from_io (g_io_error_from_file_error (e->code));
  else if (e->domain == G_RESOLVER_ERROR)
    e->code = MADO_ERROR_OFFLINE;
  else
    e->code = MADO_ERROR_INTERNAL;
  e->domain = MADO_ERROR;
}
