/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-intake.h"
#include "core/store/mado-store-job.h"

#include <string.h>

/*
 * The public operations: each puts its arguments into a job for the store's
 * thread. Blocked callers lend their arguments, tasks own a copy.
 */

typedef struct
{
  const MadoId  *id;
  const char    *text;
  const char    *text2;
  gconstpointer  data;
  gpointer       out;
  gpointer       out2;
  guint64        number;
  guint64        number2;
  guint          count;
  guint          offset;
} Args;

#define KLASS(self) MADO_STORE_GET_CLASS (self)

static gpointer
do_break_glass (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->break_glass (self, a->id, a->text, error));
}

gboolean
mado_store_break_glass (MadoStore *self, const MadoId *record, const char *reason, GError **error)
{
  Args a = { .id = record, .text = reason };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_break_glass, &a, error));
}

static gpointer
do_list_reads (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->list_reads (self, a->count, error);
}

GPtrArray *
mado_store_list_reads (MadoStore *self, guint limit, GError **error)
{
  Args a = { .count = limit };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_list_reads, &a, error);
}

static gpointer
do_reads_taken (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->reads_taken (self, a->number, error));
}

gboolean
mado_store_reads_taken (MadoStore *self, guint64 up_to, GError **error)
{
  Args a = { .number = up_to };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_reads_taken, &a, error));
}

static gpointer
do_outbox (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->outbox (self, a->count, error);
}

GPtrArray *
mado_store_outbox (MadoStore *self, guint limit, GError **error)
{
  Args a = { .count = limit };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_outbox, &a, error);
}

static gpointer
do_settle (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->settle (self, a->id, (MadoVerdict) a->count, a->text, a->number, error));
}

gboolean
mado_store_settle (MadoStore *self, const MadoId *commit, MadoVerdict verdict, const char *reason, guint64 seq, GError **error)
{
  Args a = { .id = commit, .count = verdict, .text = reason, .number = seq };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_settle, &a, error));
}

static gpointer
do_new_epoch (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->new_epoch (self, a->text, error));
}

gboolean
mado_store_new_epoch (MadoStore *self, const char *epoch, GError **error)
{
  Args a = { .text = epoch };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_new_epoch, &a, error));
}

static gpointer
do_get_cursor (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->get_cursor (self, a->out, a->out2, error));
}

gboolean
mado_store_get_cursor (MadoStore *self, char **epoch, guint64 *cursor, GError **error)
{
  Args a = { .out = epoch, .out2 = cursor };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_get_cursor, &a, error));
}

static gpointer
do_list_quarantine (MadoStore *self, gpointer data, GError **error)
{
  return KLASS (self)->list_quarantine (self, error);
}

GPtrArray *
mado_store_list_quarantine (MadoStore *self, GError **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_list_quarantine, NULL, error);
}

static gpointer
do_list_counters (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->list_counters (self, a->id, error);
}

GPtrArray *
mado_store_list_counters (MadoStore *self, const MadoId *device, GError **error)
{
  Args a = { .id = device };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_list_counters, &a, error);
}

static gpointer
do_forget (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->forget (self, a->id, a->text, error));
}

gboolean
mado_store_forget (MadoStore *self, const MadoId *record, const char *section, GError **error)
{
  Args a = { .id = record, .text = section };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_forget, &a, error));
}

static gpointer
do_purge (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->purge (self, a->id, error));
}

gboolean
mado_store_purge (MadoStore *self, const MadoId *record, GError **error)
{
  Args a = { .id = record };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_purge, &a, error));
}

static gpointer
do_add_keys (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->add_keys (self, a->data, a->count, error));
}

gboolean
mado_store_add_keys (MadoStore *self, const MadoDataKey *keys, guint n_keys, GError **error)
{
  Args a = { .data = keys, .count = n_keys };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_add_keys, &a, error));
}

static gpointer
do_unsent_keys (MadoStore *self, gpointer data, GError **error)
{
  return KLASS (self)->unsent_keys (self, error);
}

GPtrArray *
mado_store_unsent_keys (MadoStore *self, GError **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_unsent_keys, NULL, error);
}

static gpointer
do_keys_taken (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->keys_taken (self, a->data, a->count, error));
}

gboolean
mado_store_keys_taken (MadoStore *self, const MadoId *ids, guint n_ids, GError **error)
{
  Args a = { .data = ids, .count = n_ids };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_keys_taken, &a, error));
}

static gpointer
do_add_device (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->add_device (self, a->id, a->data, a->text, error));
}

gboolean
mado_store_add_device (MadoStore *self, const MadoId *device, const MadoPublicKey *key, const char *scope, GError **error)
{
  Args a = { .id = device, .data = key, .text = scope };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_add_device, &a, error));
}

static gpointer
do_get_device (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->get_device (self, a->id, a->out, error));
}

gboolean
mado_store_get_device (MadoStore *self, const MadoId *device, MadoPublicKey *key, GError **error)
{
  Args a = { .id = device, .out = key };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_get_device, &a, error));
}

static gpointer
do_get_device_scope (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->get_device_scope (self, a->id, error);
}

char *
mado_store_get_device_scope (MadoStore *self, const MadoId *device, GError **error)
{
  Args a = { .id = device };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_get_device_scope, &a, error);
}

static gpointer
do_set_meta (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->set_meta (self, a->text, (GBytes *) a->data, error));
}

gboolean
mado_store_set_meta (MadoStore *self, const char *name, GBytes *value, GError **error)
{
  Args a = { .text = name, .data = value };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_set_meta, &a, error));
}

static gpointer
do_get_meta (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->get_meta (self, a->text, error);
}

GBytes *
mado_store_get_meta (MadoStore *self, const char *name, GError **error)
{
  Args a = { .text = name };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_get_meta, &a, error);
}

static gpointer
do_put_blob (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->put_blob (self, a->id, a->text, (GBytes *) a->data, a->out, error));
}

gboolean
mado_store_put_blob (MadoStore *self, const MadoId *record, const char *section, GBytes *plain, guint8 digest[MADO_DIGEST_BYTES], GError **error)
{
  Args a = { .id = record, .text = section, .data = plain, .out = digest };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_put_blob, &a, error));
}

static gpointer
do_get_blob (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->get_blob (self, a->id, a->data, error);
}

GBytes *
mado_store_get_blob (MadoStore *self, const MadoId *record, const guint8 digest[MADO_DIGEST_BYTES], GError **error)
{
  Args a = { .id = record, .data = digest };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_get_blob, &a, error);
}

static gpointer
do_stat_blob (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->stat_blob (self, a->data, a->out, a->out2, error));
}

gboolean
mado_store_stat_blob (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES], guint64 *have, guint64 *total, GError **error)
{
  Args a = { .data = digest, .out = have, .out2 = total };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_stat_blob, &a, error));
}

static gpointer
do_find_blob (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->find_blob (self, a->data, a->out, a->out2, error));
}

gboolean
mado_store_find_blob (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES], MadoId *record, char section[32], GError **error)
{
  Args a = { .data = digest, .out = record, .out2 = section };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_find_blob, &a, error));
}

static gpointer
do_read_blob (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return KLASS (self)->read_blob (self, a->data, a->number, a->number2, error);
}

GBytes *
mado_store_read_blob (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES], guint64 offset, gsize length, GError **error)
{
  Args a = { .data = digest, .number = offset, .number2 = length };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_read_blob, &a, error);
}

static gpointer
do_unsent_blobs (MadoStore *self, gpointer data, GError **error)
{
  return KLASS (self)->unsent_blobs (self, error);
}

GPtrArray *
mado_store_unsent_blobs (MadoStore *self, GError **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_unsent_blobs, NULL, error);
}

static gpointer
do_blob_taken (MadoStore *self, gpointer data, GError **error)
{
  const Args *a = data;

  return GINT_TO_POINTER (KLASS (self)->blob_taken (self, a->data, error));
}

gboolean
mado_store_blob_taken (MadoStore *self, const guint8 digest[MADO_DIGEST_BYTES], GError **error)
{
  Args a = { .data = digest };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_blob_taken, &a, error));
}

/* --- with more arguments than most ---------------------------------------------*/

typedef struct
{
  const char   *kind;
  const MadoId *record;
  const char   *section;
  const MadoId *heads;
  guint         n_heads;
  guint64       clock;
  GPtrArray    *changes;
} BaseArgs;

static gpointer
do_put_base (MadoStore *self, gpointer data, GError **error)
{
  const BaseArgs *a = data;

  return GINT_TO_POINTER (KLASS (self)->put_base (self, a->kind, a->record, a->section, a->heads, a->n_heads,
                                                  a->clock, a->changes, error));
}

gboolean
mado_store_put_base (MadoStore *self, const char *kind, const MadoId *record, const char *section,
                     const MadoId *heads, guint n_heads, guint64 clock, GPtrArray *changes, GError **error)
{
  BaseArgs a = { kind, record, section, heads, n_heads, clock, changes };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_put_base, &a, error));
}

typedef struct
{
  const MadoId *record;
  const char   *section;
  const guint8 *digest;
  guint64       total;
  guint64       offset;
  GBytes       *piece;
} AppendArgs;

static gpointer
do_append_blob (MadoStore *self, gpointer data, GError **error)
{
  const AppendArgs *a = data;

  return GINT_TO_POINTER (KLASS (self)->append_blob (self, a->record, a->section, a->digest, a->total, a->offset,
                                                     a->piece, error));
}

gboolean
mado_store_append_blob (MadoStore *self, const MadoId *record, const char *section,
                        const guint8 digest[MADO_DIGEST_BYTES], guint64 total, guint64 offset, GBytes *piece,
                        GError **error)
{
  AppendArgs a = { record, section, digest, total, offset, piece };

  g_return_val_if_fail (MADO_IS_STORE (self), FALSE);
  return GPOINTER_TO_INT (mado_store_call (self, do_append_blob, &a, error));
}
