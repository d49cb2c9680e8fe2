/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-connection.h"

#include <glib/gi18n.h>

struct _MadoConnection
{
  GObject    parent_instance;

  MadoClock *clock;
  MadoLink   link;
  gint64     since; /* corrected ms of the last change of link */
  guint      n_unsent;
  guint      n_refused;
};

G_DEFINE_FINAL_TYPE (MadoConnection, mado_connection, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
mado_connection_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  g_value_take_string (value, mado_connection_describe (MADO_CONNECTION (object)));
}

static void
mado_connection_finalize (GObject *object)
{
  g_clear_object (&MADO_CONNECTION (object)->clock);

  G_OBJECT_CLASS (mado_connection_parent_class)->finalize (object);
}

static void
mado_connection_class_init (MadoConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mado_connection_get_property;
  object_class->finalize = mado_connection_finalize;

  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mado_connection_init (MadoConnection *self)
{
}

MadoConnection *
mado_connection_new (MadoClock *clock)
{
  MadoConnection *self = g_object_new (MADO_TYPE_CONNECTION, NULL);

  self->clock = g_object_ref (clock);
  self->since = mado_clock_now_ms (clock);

  return self;
}

static void
changed (MadoConnection *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
mado_connection_set_link (MadoConnection *self,
                          MadoLink        link)
{
  g_return_if_fail (MADO_IS_CONNECTION (self));

  if (self->link == link)
    return;

  self->link = link;
  self->since = mado_clock_now_ms (self->clock);
  changed (self);
}

MadoLink
mado_connection_get_link (MadoConnection *self)
{
  g_return_val_if_fail (MADO_IS_CONNECTION (self), MADO_LINK_NONE);

  return self->link;
}

void
mado_connection_set_n_unsent (MadoConnection *self,
                              guint           n_unsent)
{
  g_return_if_fail (MADO_IS_CONNECTION (self));

  if (self->n_unsent == n_unsent)
    return;

  self->n_unsent = n_unsent;
  changed (self);
}

guint
mado_connection_get_n_unsent (MadoConnection *self)
{
  g_return_val_if_fail (MADO_IS_CONNECTION (self), 0);

  return self->n_unsent;
}

void
mado_connection_set_n_refused (MadoConnection *self,
                               guint           n_refused)
{
  g_return_if_fail (MADO_IS_CONNECTION (self));

  if (self->n_refused == n_refused)
    return;

  self->n_refused = n_refused;
  changed (self);
}

guint
mado_connection_get_n_refused (MadoConnection *self)
{
  g_return_val_if_fail (MADO_IS_CONNECTION (self), 0);

  return self->n_refused;
}

static char *
format_time (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);

  return g_date_time_format (time, "%H:%M");
}

static char *
describe_offline (MadoConnection *self)
{
  g_autofree char *since = format_time (self->since);

  if (self->n_unsent == 0)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_("Not connected since %s"), since);

  /* Translators: %s is a time of day, %u a number of changes */
  return g_strdup_printf (_("Not connected since %s (%u not yet sent)"), since, self->n_unsent);
}

char *
mado_connection_describe (MadoConnection *self)
{
  g_return_val_if_fail (MADO_IS_CONNECTION (self), NULL);

  if (self->link == MADO_LINK_OFFLINE)
    return describe_offline (self);

  if (self->link == MADO_LINK_SIGN_IN)
    /* Translators: nothing is sent until the person types the password again
     * behind the curtain; %u is a number of changes */
    return g_strdup_printf (_("F12 and password to send (%u not yet sent)"), self->n_unsent);

  if (self->n_unsent > 0)
    return g_strdup_printf (_("Not yet sent: %u"), self->n_unsent);

  if (self->link == MADO_LINK_NONE)
    return g_strdup (_("Kept here only"));

  return g_strdup (_("All sent"));
}

char *
mado_connection_describe_clock (MadoConnection *self)
{
  gint64 offset = mado_clock_get_offset (self->clock);
  gint64 minutes = (ABS (offset) + 30000) / 60000;

  if (ABS (offset) <= MADO_CLOCK_WARN_OFFSET_MS)
    return NULL;

  if (offset > 0)
    return g_strdup_printf (_("This computer's clock is %d minutes slow. Times are corrected by the server; have the clock set right."),
                            (int) minutes);

  return g_strdup_printf (_("This computer's clock is %d minutes fast. Times are corrected by the server; have the clock set right."),
                          (int) minutes);
}
