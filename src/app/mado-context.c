/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-context.h"

struct _MadoContext
{
  GObject          parent_instance;

  char            *profile;
  MadoClock       *clock;
  MadoRandom      *random;
  MadoPreferences *preferences;
  MadoConnection  *connection;
  MadoScanWatch   *scan_watch;
  MadoPack        *pack;    /* nullable */
  MadoPack        *names;   /* nullable; only until the pack is here */
  gboolean         pack_known;
  GObject         *session; /* nullable */

  /* From sign-in to sign-out */
  MadoStore       *store;
  MadoIdentity     identity;
  MadoSecretKey   *device_key;
  char            *staff_name;
  char           **roles;   /* nullable; set before sign-in */
};

G_DEFINE_FINAL_TYPE (MadoContext, mado_context, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PACK,
  PROP_PACK_KNOWN,
  PROP_SESSION,
  PROP_SIGNED_IN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
forget_staff (MadoContext *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->device_key, mado_secret_key_unref);
  g_clear_pointer (&self->staff_name, g_free);
  g_clear_pointer (&self->identity.actor, g_free);
  g_clear_pointer (&self->identity.scope, g_free);
  memset (&self->identity, 0, sizeof self->identity);
}

static void
mado_context_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  MadoContext *self = MADO_CONTEXT (object);

  switch (prop_id)
    {
    case PROP_PACK:
      g_value_set_pointer (value, self->pack);
      break;
    case PROP_PACK_KNOWN:
      g_value_set_boolean (value, self->pack_known);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, mado_context_get_signed_in (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
mado_context_dispose (GObject *object)
{
  MadoContext *self = MADO_CONTEXT (object);

  forget_staff (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->pack, mado_pack_unref);
  g_clear_pointer (&self->names, mado_pack_unref);
  g_clear_object (&self->scan_watch);
  g_clear_object (&self->connection);
  g_clear_object (&self->preferences);
  g_clear_object (&self->random);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mado_context_parent_class)->dispose (object);
}

static void
mado_context_finalize (GObject *object)
{
  g_free (MADO_CONTEXT (object)->profile);
  g_strfreev (MADO_CONTEXT (object)->roles);

  G_OBJECT_CLASS (mado_context_parent_class)->finalize (object);
}

static void
mado_context_class_init (MadoContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mado_context_get_property;
  object_class->dispose = mado_context_dispose;
  object_class->finalize = mado_context_finalize;

  properties[PROP_PACK] = g_param_spec_pointer ("pack", NULL, NULL, flags);
  properties[PROP_PACK_KNOWN] = g_param_spec_boolean ("pack-known", NULL, NULL, FALSE, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, G_TYPE_OBJECT, flags);
  properties[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mado_context_init (MadoContext *self)
{
}

MadoContext *
mado_context_new (MadoClock  *clock,
                  MadoRandom *random,
                  const char *profile)
{
  MadoContext *self = g_object_new (MADO_TYPE_CONTEXT, NULL);
  g_autofree char *path = g_build_filename (profile, "preferences.ini", NULL);

  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->profile = g_strdup (profile);
  self->preferences = mado_preferences_new (path);
  self->connection = mado_connection_new (clock);
  self->scan_watch = mado_scan_watch_new ();

  return self;
}

const char *
mado_context_get_profile (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->profile;
}

MadoClock *
mado_context_get_clock (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->clock;
}

MadoRandom *
mado_context_get_random (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->random;
}

MadoPreferences *
mado_context_get_preferences (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->preferences;
}

MadoConnection *
mado_context_get_connection (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->connection;
}

MadoScanWatch *
mado_context_get_scan_watch (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->scan_watch;
}

MadoPack *
mado_context_get_pack (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->pack;
}

void
mado_context_set_pack (MadoContext *self,
                       MadoPack    *pack)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));

  if (self->pack == pack)
    return;

  g_clear_pointer (&self->pack, mado_pack_unref);
  self->pack = pack ? mado_pack_ref (pack) : NULL;
  if (pack)
    g_clear_pointer (&self->names, mado_pack_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PACK]);
}

gboolean
mado_context_is_pack_known (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), FALSE);

  return self->pack_known;
}

void
mado_context_set_pack_known (MadoContext *self)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));

  if (self->pack_known)
    return;

  self->pack_known = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PACK_KNOWN]);
}

MadoPack *
mado_context_get_names (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->pack ? self->pack : self->names;
}

void
mado_context_set_names (MadoContext *self,
                        MadoPack    *names)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));

  g_clear_pointer (&self->names, mado_pack_unref);
  self->names = names && !self->pack ? mado_pack_ref (names) : NULL;
}

GObject *
mado_context_get_session (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->session;
}

void
mado_context_set_session (MadoContext *self,
                          GObject     *session)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));

  if (g_set_object (&self->session, session))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

MadoStore *
mado_context_get_store (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->store;
}

const MadoIdentity *
mado_context_get_identity (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->identity.actor ? &self->identity : NULL;
}

MadoSecretKey *
mado_context_get_device_key (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->device_key;
}

const char *
mado_context_get_staff_name (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), NULL);

  return self->staff_name ? self->staff_name : "";
}

gboolean
mado_context_get_signed_in (MadoContext *self)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), FALSE);

  return self->identity.actor != NULL;
}

void
mado_context_set_roles (MadoContext       *self,
                        const char *const *roles)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));

  g_strfreev (self->roles);
  self->roles = g_strdupv ((char **) roles);
}

gboolean
mado_context_has_role (MadoContext *self,
                       MadoRole     role)
{
  g_return_val_if_fail (MADO_IS_CONTEXT (self), FALSE);

  return self->roles && g_strv_contains ((const char *const *) self->roles, mado_role_to_string (role));
}

gboolean
mado_context_has_cases (MadoContext *self)
{
  static const MadoRole others[] = {
    MADO_ROLE_COUNTER, MADO_ROLE_CENTRE, MADO_ROLE_REVIEWER, MADO_ROLE_SUPERVISOR, MADO_ROLE_ADMIN
  };

  g_return_val_if_fail (MADO_IS_CONTEXT (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (mado_context_has_role (self, others[i]))
      return TRUE;

  return !mado_context_has_role (self, MADO_ROLE_PROMOTER);
}

void
mado_context_sign_in (MadoContext        *self,
                      MadoStore          *store,
                      const MadoIdentity *identity,
                      MadoSecretKey      *device_key,
                      const char         *staff_name)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));
  g_return_if_fail (identity != NULL && identity->actor != NULL);

  forget_staff (self);
  self->store = store ? g_object_ref (store) : NULL;
  self->identity = *identity;
  self->identity.actor = g_strdup (identity->actor);
  self->identity.scope = g_strdup (identity->scope);
  self->device_key = device_key ? mado_secret_key_ref (device_key) : NULL;
  self->staff_name = g_strdup (staff_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

void
mado_context_sign_out (MadoContext *self)
{
  g_return_if_fail (MADO_IS_CONTEXT (self));

  if (!mado_context_get_signed_in (self))
    return;

  forget_staff (self);
  g_clear_pointer (&self->roles, g_strfreev);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}
