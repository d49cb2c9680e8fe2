/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"

G_BEGIN_DECLS

/**
 * MadoPrintBatch:
 *
 * The documents that wait to be printed together. They are on the list, sealed
 * to the device's key in the profile, until they were printed or a person took
 * them off: also over the end of the program. Only where a document lies is
 * kept, never a password. What failed stays, with the reason, and is tried
 * again with the others.
 */
typedef struct _MadoPrintBatch MadoPrintBatch;

typedef struct
{
  char *path;
  char *failed; /* why it was not printed, or not whole; NULL: it waits */
} MadoPrintItem;

/* With what was left; @device_key: (nullable): nothing is kept on the disk. */
MadoPrintBatch      *mado_print_batch_new    (const char      *profile,
                                              MadoSecretKey   *device_key,
                                              MadoRandom      *random);
void                 mado_print_batch_free   (MadoPrintBatch  *self);

guint                mado_print_batch_get_n  (MadoPrintBatch  *self);
const MadoPrintItem *mado_print_batch_get    (MadoPrintBatch  *self,
                                              guint            index);
/* At the end; one that is there already is not added. FALSE with an error: it
 * is on the list, but would be gone with the program. */
gboolean             mado_print_batch_add    (MadoPrintBatch  *self,
                                              const char      *path,
                                              GError         **error);
gboolean             mado_print_batch_remove (MadoPrintBatch  *self,
                                              guint            index,
                                              GError         **error);
/* What became of them: printed ones go, others get their reason. @failures:
 * (array of char *), one for each path of @paths; NULL: printed. Paths that are
 * gone meanwhile are passed over. */
gboolean             mado_print_batch_settle (MadoPrintBatch      *self,
                                              const char * const  *paths,
                                              char               **failures,
                                              GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPrintBatch, mado_print_batch_free)

G_END_DECLS
