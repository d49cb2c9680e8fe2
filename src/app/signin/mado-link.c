/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/signin/mado-link.h"

#include <glib/gi18n.h>

#include "core/base/mado-training.h"

struct _MadoLinkKeeper
{
  GObject                 parent_instance;

  MadoContext            *context;
  const MadoClientModule *module; /* nullable until started */
  MadoClient             *client; /* nullable */
  MadoStore              *store;  /* the client's */
};

G_DEFINE_FINAL_TYPE (MadoLinkKeeper, mado_link_keeper, G_TYPE_OBJECT)

static GModule *
open_module (GError **error)
{
  const char *folder = g_getenv ("MADO_MODULE_DIR");
  g_autofree char *path = g_build_filename (folder ? folder : MADO_PKGLIBDIR, "client",
                                            "libmado-client." G_MODULE_SUFFIX, NULL);
  GModule *module;

  if (mado_training_is_on ())
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                           _("Training mode never talks to a server. Leave training to work with the real one."));
      return NULL;
    }
  module = g_module_open (path, G_MODULE_BIND_LOCAL);
  if (!module)
    g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                 _("The part of the program that talks to the server cannot be loaded (%s)."),
                 g_module_error ());

  return module;
}

const MadoClientModule *
mado_link_load_module (GError **error)
{
  static GMutex lock;
  static const MadoClientModule *loaded;
  const MadoClientModule *(*get) (void);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GModule *module;

  if (loaded)
    return loaded;

  module = open_module (error);
  if (!module)
    return NULL;

  if (!g_module_symbol (module, MADO_CLIENT_MODULE_SYMBOL, (gpointer *) &get) || get ()->version != 1)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("The part of the program that talks to the server is of another version. Install both anew."));
      return NULL;
    }
  g_module_make_resident (module);
  loaded = get ();

  return loaded;
}

static void
update_connection (MadoLinkKeeper *self)
{
  MadoConnection *connection = mado_context_get_connection (self->context);

  mado_connection_set_n_unsent (connection, mado_store_get_n_unsent (self->store));
  switch (self->module->client_get_link (self->client))
    {
    case MADO_CLIENT_LINK_ONLINE:
      mado_connection_set_link (connection, MADO_LINK_ONLINE);
      break;
    case MADO_CLIENT_LINK_BUSY:
      mado_connection_set_link (connection, MADO_LINK_SENDING);
      break;
    case MADO_CLIENT_LINK_DENIED:
      mado_connection_set_link (connection, MADO_LINK_SIGN_IN);
      break;
    case MADO_CLIENT_LINK_OUTDATED:
    case MADO_CLIENT_LINK_OFFLINE:
    default:
      mado_connection_set_link (connection, MADO_LINK_OFFLINE);
      break;
    }
}

static void
refused_cb (MadoLinkKeeper *self,
            guint           n)
{
  MadoConnection *connection = mado_context_get_connection (self->context);

  mado_connection_set_n_refused (connection, mado_connection_get_n_refused (connection) + n);
}

static void
mado_link_keeper_dispose (GObject *object)
{
  MadoLinkKeeper *self = MADO_LINK_KEEPER (object);

  mado_link_keeper_stop (self);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_link_keeper_parent_class)->dispose (object);
}

static void
mado_link_keeper_class_init (MadoLinkKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_link_keeper_dispose;
}

static void
mado_link_keeper_init (MadoLinkKeeper *self)
{
}

MadoLinkKeeper *
mado_link_keeper_new (MadoContext *context)
{
  MadoLinkKeeper *self = g_object_new (MADO_TYPE_LINK_KEEPER, NULL);

  self->context = g_object_ref (context);

  return self;
}

void
mado_link_keeper_start (MadoLinkKeeper         *self,
                        const MadoProfileFacts *facts,
                        const char             *token)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (MADO_IS_LINK_KEEPER (self));

  if (self->client || !facts->server || !*facts->server || !mado_context_get_store (self->context))
    return;

  self->module = mado_link_load_module (&error);
  if (!self->module)
    {
      g_message ("%s", error->message);
      mado_connection_set_link (mado_context_get_connection (self->context), MADO_LINK_OFFLINE);
      return;
    }

  self->store = g_object_ref (mado_context_get_store (self->context));
  self->client = self->module->client_new (self->store, facts,
                                           mado_context_get_device_key (self->context),
                                           mado_context_get_clock (self->context),
                                           mado_context_get_random (self->context), token);
  g_signal_connect_object (self->client, "state-changed", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "outbox-changed", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  mado_context_set_session (self->context, G_OBJECT (self->client));
  self->module->client_set_dir (self->client, mado_context_get_profile (self->context));
  self->module->client_start (self->client);
  update_connection (self);
}

void
mado_link_keeper_set_token (MadoLinkKeeper *self,
                            const char     *token)
{
  g_return_if_fail (MADO_IS_LINK_KEEPER (self));

  if (self->client)
    self->module->client_set_token (self->client, token);
}

void
mado_link_keeper_stop (MadoLinkKeeper *self)
{
  g_return_if_fail (MADO_IS_LINK_KEEPER (self));

  if (!self->client)
    return;

  g_signal_handlers_disconnect_by_data (self->client, self);
  g_signal_handlers_disconnect_by_data (self->store, self);
  self->module->client_stop (self->client);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  if (self->context)
    {
      mado_context_set_session (self->context, NULL);
      mado_connection_set_link (mado_context_get_connection (self->context), MADO_LINK_NONE);
    }
}

void
mado_link_keeper_tell (MadoLinkKeeper *self,
                       const MadoId   *record,
                       const char     *section,
                       const char     *path)
{
  g_return_if_fail (MADO_IS_LINK_KEEPER (self));

  if (self->client)
    self->module->client_tell (self->client, record, section, path);
}
