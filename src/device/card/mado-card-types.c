/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-types.h"

#include <string.h>

static const char *const kinds[] = { "unknown", "mynumber", "licence", "residence" };
static const char *const tasks[] = { "identify", "attrs", "attrs-b", "number", "number-a", "licence",
                                     "dl", "residence", "sign", "sign-cert" };
static const char *const secrets[] = { "none", "pin", "code-b", "code-a", "licence-1", "licence-2",
                                       "dl", "card-number", "auth", "sign" };
static const char *const results[] = { "ok", "wrong-pin", "blocked", "refused", "removed", "damaged", "protocol-error",
                                       "reader-error", "card-error", "denied", "not-found", "wrong-card",
                                       "wrong-number", "no-card", "no-service", "timeout", "bad-input", "cancelled" };

G_STATIC_ASSERT (G_N_ELEMENTS (tasks) == MADO_CARD_TASK_SIGN_CERT + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (secrets) == MADO_CARD_SECRET_SIGN + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (results) == MADO_CARD_CANCELLED + 1);

static gboolean
find (const char *const *names,
      guint              n,
      const char        *name,
      int               *value)
{
  for (guint i = 0; name != NULL && i < n; i++)
    if (g_str_equal (names[i], name))
      {
        *value = i;
        return TRUE;
      }
  return FALSE;
}

#define NAMES(stem, Type, table)                                                \
  const char *                                                                  \
  mado_card_##stem##_name (Type value)                                          \
  {                                                                             \
    g_return_val_if_fail ((guint) value < G_N_ELEMENTS (table), NULL);          \
    return table[value];                                                        \
  }                                                                             \
                                                                                \
  gboolean                                                                      \
  mado_card_##stem##_read (const char *name,                                    \
                           Type       *value)                                   \
  {                                                                             \
    int found;                                                                  \
                                                                                \
    if (!find (table, G_N_ELEMENTS (table), name, &found))                      \
      return FALSE;                                                             \
    *value = found;                                                             \
    return TRUE;                                                                \
  }

NAMES (kind, MadoCardKind, kinds)
NAMES (task, MadoCardTask, tasks)
NAMES (secret, MadoCardSecret, secrets)
NAMES (result, MadoCardResult, results)

MadoCardKind
mado_card_task_kind (MadoCardTask task)
{
  switch (task)
    {
    case MADO_CARD_TASK_IDENTIFY:
      return MADO_CARD_KIND_UNKNOWN;
    case MADO_CARD_TASK_LICENCE:
      return MADO_CARD_KIND_LICENCE;
    case MADO_CARD_TASK_RESIDENCE:
      return MADO_CARD_KIND_RESIDENCE;
    case MADO_CARD_TASK_ATTRS:
    case MADO_CARD_TASK_ATTRS_B:
    case MADO_CARD_TASK_NUMBER:
    case MADO_CARD_TASK_NUMBER_A:
    case MADO_CARD_TASK_DL:
    case MADO_CARD_TASK_SIGN:
    case MADO_CARD_TASK_SIGN_CERT:
    default:
      return MADO_CARD_KIND_MYNUMBER;
    }
}

MadoCardSecret
mado_card_task_secret (MadoCardTask task)
{
  switch (task)
    {
    case MADO_CARD_TASK_ATTRS:
    case MADO_CARD_TASK_NUMBER:
      return MADO_CARD_SECRET_PIN;
    case MADO_CARD_TASK_ATTRS_B:
      return MADO_CARD_SECRET_CODE_B;
    case MADO_CARD_TASK_NUMBER_A:
      return MADO_CARD_SECRET_CODE_A;
    case MADO_CARD_TASK_LICENCE:
      return MADO_CARD_SECRET_LICENCE_1;
    case MADO_CARD_TASK_DL:
      return MADO_CARD_SECRET_DL;
    case MADO_CARD_TASK_RESIDENCE:
      return MADO_CARD_SECRET_CARD_NUMBER;
    case MADO_CARD_TASK_SIGN:
      return MADO_CARD_SECRET_AUTH;
    case MADO_CARD_TASK_SIGN_CERT:
      return MADO_CARD_SECRET_SIGN;
    case MADO_CARD_TASK_IDENTIFY:
    default:
      return MADO_CARD_SECRET_NONE;
    }
}

/* --- typed secrets ------------------------------------------------------------- */

static gboolean
digits (const char *text,
        gsize       n)
{
  return strlen (text) == n && strspn (text, "0123456789") == n;
}

/* AB12345678CD */
static gboolean
card_number (const char *text)
{
  if (strlen (text) != 12)
    return FALSE;
  for (guint i = 0; i < 12; i++)
    if (i < 2 || i >= 10 ? !g_ascii_isalpha (text[i]) : !g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
password (const char *text)
{
  gsize n = strlen (text);
  gboolean letter = FALSE, digit = FALSE;

  if (n < 6 || n > 16)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (!g_ascii_isalnum (text[i]))
        return FALSE;
      letter |= g_ascii_isalpha (text[i]);
      digit |= g_ascii_isdigit (text[i]);
    }
  return letter && digit;
}

static void
capitals (char *text)
{
  for (; *text != '\0'; text++)
    *text = g_ascii_toupper (*text);
}

guint
mado_card_secret_length (MadoCardSecret secret)
{
  switch (secret)
    {
    case MADO_CARD_SECRET_CODE_B:
      return 14;
    case MADO_CARD_SECRET_CODE_A:
    case MADO_CARD_SECRET_CARD_NUMBER:
      return 12;
    case MADO_CARD_SECRET_SIGN:
      return MADO_CARD_SECRET_MAX;
    case MADO_CARD_SECRET_NONE:
    case MADO_CARD_SECRET_PIN:
    case MADO_CARD_SECRET_LICENCE_1:
    case MADO_CARD_SECRET_LICENCE_2:
    case MADO_CARD_SECRET_DL:
    case MADO_CARD_SECRET_AUTH:
    default:
      return 4;
    }
}

gboolean
mado_card_secret_prepare (MadoCardSecret  secret,
                          char           *text)
{
  switch (secret)
    {
    case MADO_CARD_SECRET_PIN:
    case MADO_CARD_SECRET_LICENCE_1:
    case MADO_CARD_SECRET_LICENCE_2:
    case MADO_CARD_SECRET_DL:
    case MADO_CARD_SECRET_AUTH:
      return digits (text, 4);
    case MADO_CARD_SECRET_CODE_B:
      return digits (text, 14);
    case MADO_CARD_SECRET_CODE_A:
      return digits (text, 12);
    case MADO_CARD_SECRET_CARD_NUMBER:
      if (!card_number (text))
        return FALSE;
      capitals (text);
      return TRUE;
    case MADO_CARD_SECRET_SIGN:
      if (!password (text))
        return FALSE;
      capitals (text);
      return TRUE;
    case MADO_CARD_SECRET_NONE:
    default:
      return FALSE;
    }
}
