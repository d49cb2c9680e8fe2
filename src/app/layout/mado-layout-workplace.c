/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/layout/mado-layout-workplace.h"

#include <glib/gi18n.h>

#include "app/layout/mado-layout-page.h"

struct _MadoLayoutWorkplace
{
  GObject parent_instance;
};

static void workplace_iface_init (MadoWorkplaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoLayoutWorkplace, mado_layout_workplace, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_WORKPLACE, workplace_iface_init))

static const char *
get_name (MadoWorkplace *workplace)
{
  return C_("workplace", "Forms");
}

/* The city pack is the administrators'. */
static gboolean
is_for (MadoWorkplace *workplace,
        MadoContext   *context)
{
  return mado_context_has_role (context, MADO_ROLE_ADMIN);
}

static MadoPage *
make_home (MadoWorkplace *workplace,
           MadoContext   *context)
{
  return MADO_PAGE (mado_layout_page_new (context));
}

static void
workplace_iface_init (MadoWorkplaceInterface *iface)
{
  iface->get_name = get_name;
  iface->is_for = is_for;
  iface->make_home = make_home;
}

static void
mado_layout_workplace_class_init (MadoLayoutWorkplaceClass *klass)
{
}

static void
mado_layout_workplace_init (MadoLayoutWorkplace *self)
{
}

MadoWorkplace *
mado_layout_workplace_new (void)
{
  return g_object_new (MADO_TYPE_LAYOUT_WORKPLACE, NULL);
}
