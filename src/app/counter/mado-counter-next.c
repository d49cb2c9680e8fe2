/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-next.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-sign.h"

gboolean
mado_counter_is_all_accepted (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      MadoProcState state = mado_counter_get_state (counter, ids[i]);

      if (mado_counter_is_mine (counter, ids[i]) && !mado_proc_state_is_accepted (state)
          && !mado_proc_state_is_final (state) && state != MADO_STATE_HELD)
        return FALSE;
    }
  return TRUE;
}

const char *
mado_counter_get_next_label (MadoCounter *counter)
{
  g_auto (GStrv) additions = NULL;
  MadoSign way;

  if (mado_counter_waits_for_hand_over (counter))
    return _("Handed over");
  if (mado_counter_is_all_accepted (counter))
    return _("Print and close");
  if (mado_counter_next_signature (counter, &way))
    return way == MADO_SIGN_PAPER ? _("Paper received") : way == MADO_SIGN_SEAL ? _("Seal checked") : _("Signature");
  additions = mado_counter_list_additions (counter);
  return additions[0] != NULL ? _("Visitor confirms") : _("Accept");
}

/* What has to be looked at now, and which key notes it. */
char *
mado_counter_describe_next (MadoCounter *counter)
{
  g_autofree char *titles = NULL;
  g_autofree char *none = mado_counter_list_to_sign (counter, MADO_SIGN_NONE);
  MadoSign way;

  if (mado_counter_next_signature (counter, &way))
    titles = mado_counter_list_to_sign (counter, way);
  if (titles != NULL && way == MADO_SIGN_PAPER)
    return g_strdup_printf (_("On paper: %s. See the signature by own hand and keep the paper; Ctrl+Enter notes that it was received."),
                            titles);
  if (titles != NULL && way == MADO_SIGN_SEAL)
    return g_strdup_printf (_("With the seal's print: %s. See the print on the form; Ctrl+Enter notes that it was checked."), titles);
  if (titles == NULL && *none != 0)
    return g_strdup_printf (_("No signature is needed: %s. Ctrl+Enter accepts."), none);
  return g_strdup (_("PageDown turns the forms. Ctrl+Enter goes on; 2 on hold, 3 not applicable, 4 forward."));
}
