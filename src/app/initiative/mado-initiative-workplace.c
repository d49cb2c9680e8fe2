/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-workplace.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-initiative-list-page.h"

struct _MadoInitiativeWorkplace
{
  GObject parent_instance;
};

static void workplace_iface_init (MadoWorkplaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoInitiativeWorkplace, mado_initiative_workplace, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_WORKPLACE, workplace_iface_init))

static const char *
mado_initiative_workplace_get_name (MadoWorkplace *workplace)
{
  return _("Promotion plan");
}

/* Who may write the open kinds (core/sync/mado-policy.c). */
static gboolean
mado_initiative_workplace_is_for (MadoWorkplace *workplace,
                                  MadoContext   *context)
{
  return mado_context_has_role (context, MADO_ROLE_PROMOTER) ||
         mado_context_has_role (context, MADO_ROLE_SUPERVISOR) ||
         mado_context_has_role (context, MADO_ROLE_ADMIN);
}

/* Its style is read with it, not at the program's start. */
static void
load_style (void)
{
  static gsize loaded;

  if (g_once_init_enter (&loaded))
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

      gtk_css_provider_load_from_resource (provider, "/io/github/madoguchi/Madoguchi/initiative.css");
      gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
      g_once_init_leave (&loaded, 1);
    }
}

static MadoPage *
mado_initiative_workplace_make_home (MadoWorkplace *workplace,
                                     MadoContext   *context)
{
  load_style ();

  return mado_initiative_list_page_new (context);
}

static void
workplace_iface_init (MadoWorkplaceInterface *iface)
{
  iface->get_name = mado_initiative_workplace_get_name;
  iface->is_for = mado_initiative_workplace_is_for;
  iface->make_home = mado_initiative_workplace_make_home;
}

static void
mado_initiative_workplace_class_init (MadoInitiativeWorkplaceClass *klass)
{
}

static void
mado_initiative_workplace_init (MadoInitiativeWorkplace *self)
{
}

MadoWorkplace *
mado_initiative_workplace_new (void)
{
  return g_object_new (MADO_TYPE_INITIATIVE_WORKPLACE, NULL);
}
