/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit.h"

/* libFuzzer: any bytes as a commit, then what it holds as sealed changes. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint8 key[MADO_KEY_BYTES];
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);
  g_autoptr (MadoCommit) opened = NULL;

  if (commit != NULL)
    opened = mado_commit_unseal (commit, key, NULL);
  return 0;
}
