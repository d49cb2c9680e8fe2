/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-session.h"

#include <glib/gi18n-lib.h>

/* What the people at the counter are told. They can often unlock a PIN on the
 * spot, so that is said. */

const char *
mado_card_kind_title (MadoCardKind kind)
{
  switch (kind)
    {
    case MADO_CARD_KIND_MYNUMBER:
      return _("Individual Number Card");
    case MADO_CARD_KIND_LICENCE:
      return _("Driving licence");
    case MADO_CARD_KIND_RESIDENCE:
      return _("Residence card");
    case MADO_CARD_KIND_UNKNOWN:
    default:
      return _("Unknown card");
    }
}

const char *
mado_card_secret_title (MadoCardSecret secret)
{
  switch (secret)
    {
    case MADO_CARD_SECRET_PIN:
      return _("4-digit PIN of the card (for the four items)");
    case MADO_CARD_SECRET_CODE_B:
      return _("Matching code B (14 digits)");
    case MADO_CARD_SECRET_CODE_A:
      return _("Matching code A (12 digits)");
    case MADO_CARD_SECRET_LICENCE_1:
      return _("PIN 1 of the licence (4 digits)");
    case MADO_CARD_SECRET_LICENCE_2:
      return _("PIN 2 of the licence (4 digits)");
    case MADO_CARD_SECRET_DL:
      return _("4-digit PIN of the licence on the card");
    case MADO_CARD_SECRET_CARD_NUMBER:
      return _("Number printed on the card (such as AB12345678CD)");
    case MADO_CARD_SECRET_AUTH:
      return _("4-digit PIN for user authentication");
    case MADO_CARD_SECRET_SIGN:
      return _("Password for signatures (6 to 16 letters and digits)");
    case MADO_CARD_SECRET_NONE:
    default:
      return "";
    }
}

static gboolean
is_licence_pin (MadoCardSecret secret)
{
  return secret == MADO_CARD_SECRET_LICENCE_1 || secret == MADO_CARD_SECRET_LICENCE_2 || secret == MADO_CARD_SECRET_DL;
}

static char *
wrong_pin (int tries)
{
  g_autofree char *number = g_strdup_printf ("%d", tries);

  if (tries < 0)
    return g_strdup (_("The PIN does not match. Nothing was read; please make sure of the PIN."));
  if (tries == 1)
    return g_strdup (_("The PIN is wrong. One more mistake locks it; please make sure of the PIN first."));
  return g_strdup_printf (_("The PIN is wrong. It is locked after %s more mistakes."), number);
}

static const char *
plain_sentence (MadoCardResult result,
                MadoCardKind   kind)
{
  switch (result)
    {
    case MADO_CARD_REFUSED:
      return _("One try is left, so the PIN was not sent. Ask the holder to make sure of it first.");
    case MADO_CARD_REMOVED:
      return _("The card was taken away. Leave it where it is and try once more; nothing was taken over.");
    case MADO_CARD_DAMAGED:
      return _("What the card holds cannot be read whole, so nothing was taken over. Please type it from the card.");
    case MADO_CARD_PROTOCOL_ERROR:
      return _("The card and the reader do not understand each other. Put the card on again; if it happens again, type it from the card.");
    case MADO_CARD_READER_ERROR:
      return _("The card reader cannot be used. Take the card away, look at the reader's plug, and see whether another program uses it.");
    case MADO_CARD_CARD_ERROR:
      return kind == MADO_CARD_KIND_LICENCE ? _("This card cannot be used. The licence office can look at it.")
                                            : _("The card reports a fault. Take it away, try once more, then type it from the card.");
    case MADO_CARD_DENIED:
      return _("The card does not let this be read. Nothing was taken over.");
    case MADO_CARD_NOT_FOUND:
      return _("This card does not carry what was asked for.");
    case MADO_CARD_WRONG_CARD:
      return _("This is another kind of card. Nothing was sent to it.");
    case MADO_CARD_WRONG_NUMBER:
      return _("The number does not match the card. Please compare it with what is printed; there is no limit on tries.");
    case MADO_CARD_NO_CARD:
      return _("There is no card on the reader.");
    case MADO_CARD_NO_SERVICE:
      return _("The card service of this computer does not run. Please tell your system administrator (pcscd).");
    case MADO_CARD_TIMEOUT:
      return _("The card does not answer. Take it away, wait a moment, and put it on again.");
    case MADO_CARD_BAD_INPUT:
      return _("What was typed cannot be right, so it was not sent. No try was used.");
    case MADO_CARD_CANCELLED:
      return _("Reading the card was stopped. Nothing was taken over.");
    default:
      return NULL;
    }
}

char *
mado_card_result_sentence (MadoCardResult result,
                           MadoCardKind   kind,
                           MadoCardSecret secret,
                           int            tries)
{
  if (result == MADO_CARD_WRONG_PIN)
    return wrong_pin (tries);
  if (result == MADO_CARD_BLOCKED)
    return g_strdup (is_licence_pin (secret)
                       ? _("The PIN is locked. A licence office or a police station has to set a new one.")
                       : _("The PIN is locked. It has to be set anew at the counter."));
  return g_strdup (plain_sentence (result, kind));
}

const char *
mado_card_trust_sentence (const char *trust)
{
  if (trust == NULL || g_str_equal (trust, "good"))
    return NULL;
  if (g_str_equal (trust, "expired"))
    return _("The certificate on the card has expired. A new one is issued at the counter.");
  if (g_str_equal (trust, "early"))
    return _("The certificate on the card is not valid yet. Please look at this computer's date.");
  return _("The certificate on the card was issued by nobody this program knows. It was not taken.");
}
