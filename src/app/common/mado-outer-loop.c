/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-outer-loop.h"

#define AGAIN_MS 1 /* not an idle: the inner loop would spin on it */

typedef struct
{
  GSourceOnceFunc func;
  gpointer        data;
  GDestroyNotify  destroy;
} Call;

gboolean
mado_outer_loop_is_inner (void)
{
  return g_main_depth () > 1;
}

static gboolean
again_cb (gpointer data)
{
  Call *call = data;

  if (mado_outer_loop_is_inner ())
    return G_SOURCE_CONTINUE;

  call->func (call->data);

  return G_SOURCE_REMOVE;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->destroy)
    call->destroy (call->data);
  g_free (call);
}

void
mado_outer_loop_call (GSourceOnceFunc func,
                      gpointer        data,
                      GDestroyNotify  destroy)
{
  Call *call;

  if (!mado_outer_loop_is_inner ())
    {
      func (data);
      if (destroy)
        destroy (data);
      return;
    }

  call = g_new (Call, 1);
  *call = (Call) { func, data, destroy };
  g_timeout_add_full (G_PRIORITY_DEFAULT, AGAIN_MS, again_cb, call, call_free);
}
