/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

struct _MadoPdfReader
{
  GObject      parent_instance;

  char        *path;
  char        *password;
  guint        n_pages;
  guint32      guards;
  GThread     *thread;
  GAsyncQueue *queue;  /* Job*, sorted */
  guint        serial; /* main thread */

  /* The thread's own. */
  MadoPdfFile *file;
};

G_END_DECLS
