/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-certificate-workplace.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-certificate-page.h"

struct _MadoCertificateWorkplace
{
  GObject parent_instance;
};

static void workplace_iface_init (MadoWorkplaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCertificateWorkplace, mado_certificate_workplace, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_WORKPLACE, workplace_iface_init))

static const char *
get_name (MadoWorkplace *workplace)
{
  return _("Certificates");
}

static MadoPage *
make_home (MadoWorkplace *workplace,
           MadoContext   *context)
{
  return MADO_PAGE (mado_certificate_page_new (context));
}

static gboolean
is_for (MadoWorkplace *workplace,
        MadoContext   *context)
{
  return mado_context_has_cases (context);
}

static void
workplace_iface_init (MadoWorkplaceInterface *iface)
{
  iface->get_name = get_name;
  iface->is_for = is_for;
  iface->make_home = make_home;
}

static void
mado_certificate_workplace_class_init (MadoCertificateWorkplaceClass *klass)
{
}

static void
mado_certificate_workplace_init (MadoCertificateWorkplace *self)
{
}

MadoWorkplace *
mado_certificate_workplace_new (void)
{
  return g_object_new (MADO_TYPE_CERTIFICATE_WORKPLACE, NULL);
}
