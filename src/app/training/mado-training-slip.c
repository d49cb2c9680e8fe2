/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-slip.h"

#include <glib/gi18n.h>

#include "app/counter/mado-counter-slip.h"
#include "app/training/mado-training-household.h"
#include "app/training/mado-training-keys.h"
#include "core/model/mado-case-path.h"
#include "core/slip/mado-slip-pack.h"

#define VALID_MS (G_GINT64_CONSTANT (86400000) * 30)

/* What this city does not ask for is not on its slips. */
static void
add (MadoSlip   *slip,
     MadoPack   *pack,
     const char *eid,
     const char *field,
     const char *text)
{
  g_autofree char *path = NULL;

  if (text == NULL || mado_pack_get_field (pack, field) == NULL)
    return;
  path = mado_case_path_person (eid, field);
  mado_slip_add_value (slip, "shared", path, g_variant_new_string (text), MADO_SLIP_TIER_IDENTITY);
}

static void
add_person (MadoSlip                 *slip,
            MadoPack                 *pack,
            guint                     n,
            const MadoTrainingPerson *person)
{
  g_autofree char *eid = g_strdup_printf ("pkens%c%c", 'a' + n, 'a' + n);

  mado_slip_add_person (slip, eid);
  add (slip, pack, eid, "family_name", MADO_TRAINING_FAMILY);
  add (slip, pack, eid, "given_name", person->given);
  add (slip, pack, eid, "family_name_kana", MADO_TRAINING_FAMILY_KANA);
  add (slip, pack, eid, "given_name_kana", person->given_kana);
  add (slip, pack, eid, "birth_date", person->birth);
  add (slip, pack, eid, "sex", person->female ? "female" : "male");
  add (slip, pack, eid, "relation_to_head", person->relation_choice);
}

/* Each time another visit: a slip that was read once opens the case that came
 * of it. */
static MadoSlip *
fill (MadoContext *context,
      MadoPack    *pack)
{
  guint n;
  const MadoEvent *const *events = mado_pack_list_events (pack, &n);
  gint64 now = mado_clock_now_ms (mado_context_get_clock (context));
  MadoId id;
  MadoSlip *slip;

  mado_id_generate (&id, mado_context_get_clock (context), mado_context_get_random (context));
  slip = mado_slip_new_draft (mado_pack_get_city (pack), &id, MADO_SOURCE_WEB);
  slip->issued = now;
  slip->expires = now + VALID_MS;
  if (n > 0)
    mado_slip_add_value (slip, "shared", "event", g_variant_new_string (events[0]->id), MADO_SLIP_TIER_IDENTITY);
  for (guint i = 0; i < MADO_TRAINING_N_FAMILY; i++)
    add_person (slip, pack, i, &mado_training_family[i]);
  return slip;
}

char *
mado_training_slip_new (MadoContext  *context,
                        GError      **error)
{
  MadoPack *pack = mado_context_get_pack (context);
  MadoStore *store = mado_context_get_store (context);
  g_autoptr (MadoSlipKeyring) keys = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  MadoSlipFields fields;
  MadoSecretKey *box;

  if (pack == NULL || store == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("Sign in first; then the slip is made."));
      return NULL;
    }
  keys = mado_counter_slip_keyring (store, mado_pack_get_city (pack), error);
  if (keys == NULL)
    return NULL;
  box = mado_slip_keyring_lookup_box (keys, MADO_TRAINING_BOX);
  if (box == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY, _("This training is of an older program. Begin afresh."));
      return NULL;
    }
  slip = fill (context, pack);
  mado_slip_fields_init_pack (&fields, pack);
  return mado_slip_encode_draft (slip, &fields, MADO_TRAINING_BOX, mado_secret_key_get_public (box)->box, mado_context_get_random (context),
                                 NULL, error);
}
