/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MadoError:
 *
 * The one error domain of the project. A code says what the caller can do;
 * the message is a whole sentence for a person (translated at the place that
 * sets it). Foreign errors are translated once, at the border, with
 * mado_error_convert().
 */
typedef enum
{
  MADO_ERROR_INTERNAL,     /* a fault of the program itself */
  MADO_ERROR_NOT_FOUND,    /* no such thing here */
  MADO_ERROR_EXISTS,       /* already there with other content */
  MADO_ERROR_CONFLICT,     /* someone changed it meanwhile */
  MADO_ERROR_OFFLINE,      /* no connection; what was asked is kept */
  MADO_ERROR_DENIED,       /* not permitted for this person or device */
  MADO_ERROR_NEEDS_PERSON, /* only a person can decide */
  MADO_ERROR_INVALID,      /* the input breaks a rule; the message says which */
  MADO_ERROR_DAMAGED,      /* bytes are not what they should be */
  MADO_ERROR_BUSY,         /* held by another; try again */
  MADO_ERROR_UNSUPPORTED,  /* newer format or kind than this program knows */
  MADO_ERROR_FOREIGN,      /* belongs to another city */
  MADO_ERROR_EXPIRED,      /* was good once */
  MADO_ERROR_UNKNOWN_KEY,  /* sealed or signed with a key that is not here */
  MADO_ERROR_PURGED,       /* the record was destroyed on purpose */
  MADO_ERROR_NO_SPACE,     /* disk full or over a quota */
  MADO_ERROR_READ_ONLY,    /* the place cannot be written */
  MADO_ERROR_TIMEOUT,      /* no answer in time */
  MADO_ERROR_CANCELLED,    /* a person or the program called it off */
} MadoError;

#define MADO_ERROR (mado_error_quark ())

GQuark      mado_error_quark   (void);
const char *mado_error_name    (int code);
void        mado_error_convert (GError **error);

G_END_DECLS
