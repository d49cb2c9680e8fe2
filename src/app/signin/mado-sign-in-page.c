/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/signin/mado-sign-in-page.h"

#include <glib/gi18n.h>

#include "app/training/mado-trainee.h"
#include "core/base/mado-training.h"

typedef enum
{
  MODE_SIGN_IN,
  MODE_CURTAIN,
  MODE_COLLEAGUE,
} Mode;

struct _MadoSignInPage
{
  GtkWidget    parent_instance;

  /* Template children */
  GtkWidget   *box;
  GtkLabel    *heading;
  GtkLabel    *explanation;
  GtkWidget   *set_up;
  GtkEditable *server;
  GtkEditable *code;
  GtkEditable *place;
  GtkEditable *scope;
  GtkEditable *staff;
  GtkEditable *password;
  GtkLabel    *fault;
  GtkWidget   *button;
  GtkWidget   *alone;
  GtkWidget   *training;

  MadoContext *context;
  MadoDoor  *door;
  Mode         mode;
  gboolean     working;
};

enum
{
  LET_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

enum
{
  PROP_0,
  PROP_CURTAIN,
  PROP_COLLEAGUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoSignInPage, mado_sign_in_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static gboolean
is_first_run (MadoSignInPage *self)
{
  return mado_door_get_profile (self->door) == NULL;
}

static void
name_button (MadoSignInPage *self,
             const char     *label)
{
  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* Training has nothing to be set up with. */
static gboolean
is_set_up_here (MadoSignInPage *self)
{
  return is_first_run (self) && !mado_training_is_on ();
}

static const char *
find_title (MadoSignInPage *self)
{
  if (is_set_up_here (self))
    return _("Set up this counter");
  if (self->mode == MODE_COLLEAGUE)
    return _("Add a colleague");

  return self->mode == MODE_CURTAIN ? _("Screen is hidden") : _("Sign in");
}

static char *
explain (MadoSignInPage *self)
{
  const MadoProfileFacts *facts = mado_door_get_facts (self->door);

  if (mado_training_is_on () && self->mode == MODE_SIGN_IN)
    /* Translators: a staff number and a password for training */
    return g_strdup_printf (_("To practise, sign in with the number %s and the password %s. Never type your own password here."),
                            MADO_TRAINEE, MADO_TRAINEE_PASSWORD);
  if (is_first_run (self))
    return g_strdup (_("Type the server's address and the code from the administrator, then sign in."));
  if (self->mode == MODE_COLLEAGUE)
    return g_strdup (_("Your colleague types number and password here once, while the server can be reached. "
                       "From then on both of you can sign in at this computer. Esc: back"));
  if (self->mode == MODE_CURTAIN)
    /* Translators: %s is the name of the person who is signed in */
    return g_strdup_printf (_("%s works here. Somebody else takes over with a number and password of their own."),
                            mado_context_get_staff_name (self->context));

  return g_strdup (facts && facts->name ? facts->name : "");
}

static void
describe (MadoSignInPage *self)
{
  gboolean first = is_set_up_here (self);
  g_autofree char *explanation = explain (self);

  gtk_widget_set_visible (self->set_up, first);
  gtk_widget_set_visible (self->alone, first);
  gtk_widget_set_visible (self->training, !mado_training_is_on () && self->mode == MODE_SIGN_IN);
  name_button (self, first ? _("Set up this counter")
                           : self->mode == MODE_CURTAIN ? _("Go on")
                           : self->mode == MODE_COLLEAGUE ? _("Add") : _("Sign in"));
  gtk_label_set_text (self->heading, find_title (self));
  gtk_label_set_text (self->explanation, explanation);
}

static void
set_working (MadoSignInPage *self,
             gboolean        working)
{
  self->working = working;
  mado_page_busy (MADO_PAGE (self), working ? _("One moment…") : NULL);
}

static void
show_fault (MadoSignInPage *self,
            const char     *why)
{
  gtk_label_set_text (self->fault, why);
  gtk_editable_set_text (self->password, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
end (MadoSignInPage *self,
     gboolean        done,
     const GError   *error)
{
  set_working (self, FALSE);
  if (!done)
    {
      show_fault (self, error->message);
      return;
    }
  gtk_editable_set_text (self->password, "");
  gtk_label_set_text (self->fault, "");
  self->mode = MODE_SIGN_IN;
  describe (self);
  g_signal_emit (self, signals[LET_IN], 0);
}

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoSignInPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mado_door_unlock_finish (MADO_DOOR (object), result, &error);

  end (self, done, error);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoSignInPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = mado_door_add_colleague_finish (MADO_DOOR (object), result, &error);

  set_working (self, FALSE);
  gtk_editable_set_text (self->password, "");
  if (!name)
    {
      show_fault (self, error->message);
      return;
    }
  /* Translators: %s is a person's name */
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("%s can sign in at this computer now."), name);
  if (self->mode == MODE_COLLEAGUE)
    mado_page_close (MADO_PAGE (self));
}

static void
enrolled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoSignInPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mado_door_enrol_finish (MADO_DOOR (object), result, &error);

  end (self, done, error);
}

static void
set_up_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoSignInPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mado_door_set_up_alone_finish (MADO_DOOR (object), result, &error);

  end (self, done, error);
}

static gboolean
is_complete (MadoSignInPage *self)
{
  if (*gtk_editable_get_text (self->staff) && *gtk_editable_get_text (self->password))
    return TRUE;

  gtk_label_set_text (self->fault, _("Type your staff number and your password."));
  gtk_widget_grab_focus (*gtk_editable_get_text (self->staff) ? GTK_WIDGET (self->password)
                                                              : GTK_WIDGET (self->staff));
  return FALSE;
}

static void go_alone (MadoSignInPage *self);

/* Whatever else was typed may be somebody's own: it is not taken. */
static void
go_training (MadoSignInPage *self)
{
  if (g_str_equal (gtk_editable_get_text (self->staff), MADO_TRAINEE) &&
      g_str_equal (gtk_editable_get_text (self->password), MADO_TRAINEE_PASSWORD))
    go_alone (self);
  else
    show_fault (self, _("In training, sign in with the number and the password that stand above."));
}

static void
go (MadoSignInPage *self)
{
  const char *staff = gtk_editable_get_text (self->staff);
  const char *password = gtk_editable_get_text (self->password);

  if (self->working || !is_complete (self))
    return;
  if (is_first_run (self) && mado_training_is_on ())
    {
      go_training (self);
      return;
    }

  gtk_label_set_text (self->fault, "");
  set_working (self, TRUE);
  if (self->mode == MODE_COLLEAGUE)
    mado_door_add_colleague_async (self->door, staff, password, added_cb, g_object_ref (self));
  else if (!is_first_run (self))
    mado_door_unlock_async (self->door, staff, password, unlocked_cb, g_object_ref (self));
  else
    mado_door_enrol_async (self->door, gtk_editable_get_text (self->server),
                             gtk_editable_get_text (self->code),
                             gtk_editable_get_text (self->place),
                             gtk_editable_get_text (self->scope),
                             staff, password, enrolled_cb, g_object_ref (self));
}

static void
pack_known_cb (MadoSignInPage *self)
{
  g_signal_handlers_disconnect_by_func (self->context, pack_known_cb, self);
  set_working (self, FALSE);
  go_alone (self);
}

/* Without a server: the city is the pack's, the desk its first one. */
static void
go_alone (MadoSignInPage *self)
{
  MadoPack *pack = mado_context_get_pack (self->context);
  const char *scope = gtk_editable_get_text (self->scope);
  const char *staff = gtk_editable_get_text (self->staff);

  if (self->working || !is_complete (self))
    return;
  /* Whoever is that quick waits a moment. */
  if (!mado_context_is_pack_known (self->context))
    {
      set_working (self, TRUE);
      g_signal_connect_object (self->context, "notify::pack-known", G_CALLBACK (pack_known_cb), self, G_CONNECT_SWAPPED);
      return;
    }
  if (!pack)
    {
      gtk_label_set_text (self->fault, _("There is no city pack on this computer. Install one, or set up with a server."));
      return;
    }

  if (!*scope && mado_pack_get_first_desk (pack))
    scope = mado_pack_get_first_desk (pack)->id;
  gtk_label_set_text (self->fault, "");
  set_working (self, TRUE);
  mado_door_set_up_alone_async (self->door, mado_pack_get_city (pack), scope, staff,
                                  mado_training_is_on () ? _("Trainee") : staff,
                                  gtk_editable_get_text (self->password), set_up_cb, g_object_ref (self));
}

/* --- page -------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  MadoSignInPage *self = MADO_SIGN_IN_PAGE (page);

  return self->mode == MODE_CURTAIN ? _("Sign in") : find_title (self);
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  if (MADO_SIGN_IN_PAGE (page)->mode == MODE_COLLEAGUE && g_str_equal (command, MADO_COMMAND_CLOSE))
    return TRUE;

  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) ||
         g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD);
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoSignInPage *self = MADO_SIGN_IN_PAGE (page);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    {
      mado_page_close (page);
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) && focus &&
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self->password)))
    {
      go (self);
      return TRUE;
    }

  return FALSE;
}

static void
page_focus_first (MadoPage *page)
{
  MadoSignInPage *self = MADO_SIGN_IN_PAGE (page);

  describe (self);
  if (is_set_up_here (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->server));
  else if (*gtk_editable_get_text (self->staff))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->staff));
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
}

static void
set_mode (MadoSignInPage *self,
          Mode            mode)
{
  MadoPreferences *preferences = mado_context_get_preferences (self->context);
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  self->mode = mode;
  gtk_editable_set_text (self->password, "");
  gtk_label_set_text (self->fault, "");
  if (mode == MODE_COLLEAGUE)
    gtk_editable_set_text (self->staff, "");
  else
    gtk_editable_set_text (self->staff, mode == MODE_CURTAIN && identity
                                          ? identity->actor
                                          : mado_preferences_get (preferences, MADO_PREFERENCE_LAST_STAFF));
  describe (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
mado_sign_in_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  Mode special = prop_id == PROP_CURTAIN ? MODE_CURTAIN : MODE_COLLEAGUE;

  set_mode (MADO_SIGN_IN_PAGE (object), g_value_get_boolean (value) ? special : MODE_SIGN_IN);
}

static void
mado_sign_in_page_dispose (GObject *object)
{
  MadoSignInPage *self = MADO_SIGN_IN_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->door);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_sign_in_page_parent_class)->dispose (object);
}

static void
mado_sign_in_page_class_init (MadoSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_sign_in_page_dispose;
  G_OBJECT_CLASS (klass)->set_property = mado_sign_in_page_set_property;
  properties[PROP_CURTAIN] = g_param_spec_boolean ("curtain", NULL, NULL, FALSE,
                                                   G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLLEAGUE] = g_param_spec_boolean ("colleague", NULL, NULL, FALSE,
                                                     G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  signals[LET_IN] = g_signal_new ("let-in", MADO_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "signin");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/madoguchi/Madoguchi/mado-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, set_up);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, code);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, place);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, scope);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, staff);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, fault);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, alone);
  gtk_widget_class_bind_template_child (widget_class, MadoSignInPage, training);
  gtk_widget_class_bind_template_callback (widget_class, go);
  gtk_widget_class_bind_template_callback (widget_class, go_alone);
}

/* The label in front of an entry is also what a screen reader says. */
static void
name_entries (MadoSignInPage *self)
{
  const struct { GtkEditable *entry; const char *name; } names[] = {
    { self->server, _("Server's address") },
    { self->code, _("Code") },
    { self->place, _("Name of the counter") },
    { self->scope, _("Desk") },
    { self->staff, _("Staff number") },
    { self->password, _("Password") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (names[i].entry),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, names[i].name, -1);
}

static void
mado_sign_in_page_init (MadoSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_entries (self);
}

MadoSignInPage *
mado_sign_in_page_new (MadoContext *context,
                       MadoDoor  *door)
{
  MadoSignInPage *self = g_object_new (MADO_TYPE_SIGN_IN_PAGE, NULL);

  self->context = g_object_ref (context);
  self->door = g_object_ref (door);
  set_mode (self, MODE_SIGN_IN);

  return self;
}
