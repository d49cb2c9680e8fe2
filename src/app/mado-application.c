/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mado-app"

#include "config.h"

#include "app/mado-application.h"

#include <glib/gi18n.h>
#include <malloc.h>

#include "app/certificate/mado-certificate-workplace.h"
#include "app/counter/mado-counter-workplace.h"
#include "app/caselist/mado-case-list-page.h"
#include "app/initiative/mado-initiative-workplace.h"
#include "app/layout/mado-layout-workplace.h"
#include "app/mado-pack-loader.h"
#include "app/mado-start.h"
#include "app/refused/mado-refused-item.h"
#include "app/signin/mado-link.h"
#include "app/signin/mado-sign-in-page.h"
#include "app/training/mado-training-folder.h"
#include "core/base/mado-training.h"
#include "mado-resources.h"

/* After the pack is here and the first lines and the search are ready. */
#define TRIM_MS 600
/* The pack is read after the first paint, or then. */
#define LATE_MS 500

struct _MadoApplication
{
  GtkApplication  parent_instance;

  char           *profile;
  char           *session_key; /* nullable; for measuring and tests */
  char           *password_file; /* nullable; for the demo city */

  MadoContext    *context;
  MadoDoor       *door;
  MadoLinkKeeper *link;
  char           *token;       /* nullable: not let in by the server yet */
  char           *actor;       /* nullable: whose token it is */

  /* Borrowed from the window */
  MadoWindow       *window;
  MadoCaseListPage *list;
  MadoPage         *gate;      /* nullable until it is needed */
  gboolean          painted;
  gboolean          pack_asked;
  gboolean          afresh;    /* what was done in training goes at the end */
};

G_DEFINE_FINAL_TYPE (MadoApplication, mado_application, GTK_TYPE_APPLICATION)

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/madoguchi/Madoguchi/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
apply_appearance (MadoApplication *self)
{
  const char *wish = mado_preferences_get (mado_context_get_preferences (self->context),
                                           MADO_PREFERENCE_APPEARANCE);

  if (g_str_equal (wish, "system"))
    gtk_settings_reset_property (gtk_settings_get_default (), "gtk-application-prefer-dark-theme");
  else
    g_object_set (gtk_settings_get_default (),
                  "gtk-application-prefer-dark-theme", g_str_equal (wish, "dark"), NULL);
}

static void
make_context (MadoApplication *self)
{
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();

  if (g_mkdir_with_parents (self->profile, 0700) < 0)
    g_printerr (_("The folder %s cannot be made.\n"), self->profile);

  self->context = mado_context_new (clock, random, self->profile);
  if (mado_training_is_on ())
    mado_start_set_printers (mado_context_get_preferences (self->context), self->profile);
}

static void
mado_application_startup (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);

  G_APPLICATION_CLASS (mado_application_parent_class)->startup (application);

  /* Named once, so that the linker keeps it; it registers itself. */
  mado_resources_get_resource ();
  load_style ();
  make_context (self);
  apply_appearance (self);
  g_signal_connect_object (mado_context_get_preferences (self->context), "changed::" MADO_PREFERENCE_APPEARANCE,
                           G_CALLBACK (apply_appearance), self, G_CONNECT_SWAPPED);
}

/* --- what can wait until after the first paint ------------------------------ */

/* Reading the pack leaves megabytes of holes between what stays; they go back. */
static gboolean
trim_cb (gpointer data)
{
  malloc_trim (0);

  return G_SOURCE_REMOVE;
}

/* They need the pack; until it is here the list can be read and searched. */
static void
add_workplaces (MadoApplication *self)
{
  g_autoptr (MadoWorkplace) counter = mado_counter_workplace_new ();
  g_autoptr (MadoWorkplace) certificate = mado_certificate_workplace_new ();
  g_autoptr (MadoWorkplace) plan = mado_initiative_workplace_new ();
  g_autoptr (MadoWorkplace) layout = mado_layout_workplace_new ();

  if (!self->window)
    return;

  mado_window_add_workplace (self->window, counter);
  mado_window_add_workplace (self->window, certificate);
  mado_window_add_workplace (self->window, plan);
  mado_window_add_workplace (self->window, layout);
}

static void
pack_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (MadoApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPack) pack = mado_pack_loader_load_finish (MADO_CONTEXT (object), result, &error);

  mado_door_give_pack (self->door, pack);
  if (pack)
    {
      add_workplaces (self);
      g_timeout_add_full (G_PRIORITY_LOW, TRIM_MS, trim_cb, NULL, NULL);
    }
  else if (self->window)
    mado_window_message (self->window, MADO_MESSAGE_ERROR, error->message);
}

static void
load_pack (MadoApplication *self)
{
  if (self->pack_asked)
    return;

  self->pack_asked = TRUE;
  mado_pack_loader_load_async (self->context, pack_loaded_cb, g_object_ref (self));
}

/* A journal that has to be read anew needs the pack before its first lines. */
static gboolean
late_cb (gpointer data)
{
  load_pack (data);

  return G_SOURCE_REMOVE;
}

static void
refused_counted_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (MadoApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = mado_refused_list_finish (MADO_STORE (object), result, &error);
  guint n = 0;

  for (guint i = 0; items && i < items->len; i++)
    n += ((MadoRefusedItem *) items->pdata[i])->n;
  if (items)
    mado_connection_set_n_refused (mado_context_get_connection (self->context), n);
  else if (self->window)
    mado_window_message (self->window, MADO_MESSAGE_ERROR, error->message);
}

/* What the server did not accept on other days is still there. */
static void
count_refused (MadoApplication *self)
{
  if (self->painted && mado_context_get_signed_in (self->context))
    mado_refused_list_async (mado_context_get_store (self->context), refused_counted_cb, g_object_ref (self));
}

static void
start_link (MadoApplication *self)
{
  if (self->painted && mado_context_get_signed_in (self->context))
    mado_link_keeper_start (self->link, mado_door_get_facts (self->door), self->token);
}

/* Signing in, and the curtain; not needed for a first screen that is signed in. */
static void
make_gate (MadoApplication *self)
{
  self->gate = MADO_PAGE (mado_sign_in_page_new (self->context, self->door));
  mado_window_set_gate (self->window, self->gate);
}

static gboolean
settle_cb (gpointer data)
{
  MadoApplication *self = data;

  if (!self->window)
    return G_SOURCE_REMOVE;

  self->painted = TRUE;
  if (!self->gate)
    make_gate (self);
  load_pack (self);
  mado_case_list_page_settle (self->list);
  count_refused (self);
  start_link (self);

  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock   *clock,
                MadoApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, self);
  g_idle_add_full (G_PRIORITY_LOW, settle_cb, g_object_ref (self), g_object_unref);
}

/* --- signing in and out -------------------------------------------------------- */

static void
token_cb (MadoApplication *self,
          const char      *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
  mado_link_keeper_set_token (self->link, token);
  start_link (self);
}

static void
turned_away_cb (MadoApplication *self,
                const char      *why)
{
  if (self->window)
    mado_window_message (self->window, MADO_MESSAGE_ERROR, why);
  mado_context_sign_out (self->context);
}

/* Another person at the same desk: nothing goes out in the former's name. */
static void
change_person (MadoApplication *self)
{
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  if (g_strcmp0 (self->actor, identity->actor) == 0)
    return;

  g_free (self->actor);
  self->actor = g_strdup (identity->actor);
  g_clear_pointer (&self->token, g_free);
  mado_link_keeper_set_token (self->link, NULL);
}

static void
signed_in_cb (MadoApplication *self)
{
  if (mado_context_get_signed_in (self->context))
    {
      change_person (self);
      count_refused (self);
      start_link (self);
      if (self->painted)
        mado_case_list_page_settle (self->list);
      return;
    }
  mado_link_keeper_stop (self->link);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->actor, g_free);
}

static void
open_door (MadoApplication *self)
{
  g_autoptr (GError) error = NULL;

  self->door = mado_door_new (self->context);
  self->link = mado_link_keeper_new (self->context);
  g_signal_connect_object (self->door, "token", G_CALLBACK (token_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->door, "turned-away", G_CALLBACK (turned_away_cb), self, G_CONNECT_SWAPPED);

  if (self->session_key && mado_door_get_profile (self->door) &&
      !mado_door_unlock_with_file (self->door, self->session_key, &error))
    g_printerr ("%s\n", error->message);
  g_signal_connect_object (self->context, "notify::signed-in", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
}

/* --- a password in a file: the demo city, kiosks -------------------------------------- */

static void
demo_unlocked_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (MadoApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (!self->window)
    return;
  if (mado_door_unlock_finish (MADO_DOOR (source), result, &error))
    mado_window_show_list (self->window);
  else
    mado_window_message (self->window, MADO_MESSAGE_ERROR, error->message);
}

static void
unlock_from_file (MadoApplication *self)
{
  const char *staff = mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_LAST_STAFF);
  g_autofree char *password = NULL;

  if (!self->password_file || !*staff || !g_file_get_contents (self->password_file, &password, NULL, NULL))
    return;
  g_strstrip (password);
  mado_door_unlock_async (self->door, staff, password, demo_unlocked_cb, g_object_ref (self));
}

static void
make_window (MadoApplication *self)
{
  open_door (self);
  /* What desks and events are called is there when the first lines are drawn. */
  mado_pack_loader_load_names (self->context);
  /* The store's thread reads the first lines while the window is built. */
  self->list = mado_case_list_page_new (self->context);
  self->window = mado_window_new (GTK_APPLICATION (self), self->context);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);

  mado_window_set_list (self->window, MADO_PAGE (self->list));
  if (!mado_context_get_signed_in (self->context))
    make_gate (self);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LATE_MS, late_cb, g_object_ref (self), g_object_unref);
  unlock_from_file (self);

  gtk_widget_realize (GTK_WIDGET (self->window));
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                           G_CALLBACK (after_paint_cb), self, 0);
}

static void
mado_application_activate (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);

  if (!self->window)
    make_window (self);

  /* The first picture shows the first lines, not an empty list. */
  if (!mado_context_get_signed_in (self->context) || mado_case_list_page_is_ready (self->list))
    gtk_window_present (GTK_WINDOW (self->window));
  else
    g_signal_connect_object (self->list, "ready", G_CALLBACK (gtk_window_present), self->window, G_CONNECT_SWAPPED);
}

/* Nothing of the folder is open any more. */
static void
clear_training (MadoApplication *self)
{
  g_autoptr (GError) error = NULL;

  if (self->afresh && !mado_training_folder_clear (self->profile, &error))
    g_printerr ("%s\n", error->message);
}

/* The journal is closed cleanly before the program ends. */
static void
mado_application_shutdown (GApplication *application)
{
  MadoApplication *self = MADO_APPLICATION (application);

  if (self->link)
    mado_link_keeper_stop (self->link);
  if (self->door)
    mado_door_give_pack (self->door, NULL);
  if (self->context && mado_context_get_store (self->context))
    mado_store_close (mado_context_get_store (self->context));

  G_APPLICATION_CLASS (mado_application_parent_class)->shutdown (application);
  clear_training (self);
}

void
mado_application_train_afresh (MadoApplication *self)
{
  g_return_if_fail (MADO_IS_APPLICATION (self) && mado_training_is_on ());

  self->afresh = TRUE;
  g_application_quit (G_APPLICATION (self));
}

gboolean
mado_application_starts_again (MadoApplication *self)
{
  g_return_val_if_fail (MADO_IS_APPLICATION (self), FALSE);

  return self->afresh;
}

static int
mado_application_handle_local_options (GApplication *application,
                                       GVariantDict *options)
{
  MadoApplication *self = MADO_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("madoguchi %s\n", MADO_VERSION);
      return 0;
    }

  g_variant_dict_lookup (options, "profile", "^ay", &self->profile);
  g_variant_dict_lookup (options, "session-key", "^ay", &self->session_key);
  g_variant_dict_lookup (options, "password-file", "^ay", &self->password_file);

  return mado_start_choose (&self->profile, g_variant_dict_contains (options, "training"));
}

static void
mado_application_finalize (GObject *object)
{
  MadoApplication *self = MADO_APPLICATION (object);

  g_clear_object (&self->link);
  g_clear_object (&self->door);
  g_clear_object (&self->context);
  g_free (self->session_key);
  g_free (self->password_file);
  g_free (self->token);
  g_free (self->actor);
  g_free (self->profile);

  G_OBJECT_CLASS (mado_application_parent_class)->finalize (object);
}

static void
mado_application_class_init (MadoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_application_finalize;
  application_class->startup = mado_application_startup;
  application_class->shutdown = mado_application_shutdown;
  application_class->activate = mado_application_activate;
  application_class->handle_local_options = mado_application_handle_local_options;
}

static void
mado_application_init (MadoApplication *self)
{
  const GOptionEntry options[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("Folder of this place's files"), N_("FOLDER") },
    { "password-file", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL,
      "Password of the person who signed in last; for the demo city", "FILE" },
    { "session-key", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL,
      "Device key in a file instead of a password; for measuring and tests", "FILE" },
    { "training", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Practise: a folder of its own, made-up cards, everything printed is marked"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

MadoApplication *
mado_application_new (void)
{
  return g_object_new (MADO_TYPE_APPLICATION,
                       "application-id", MADO_APP_ID,
                       "flags", G_APPLICATION_NON_UNIQUE,
                       NULL);
}
