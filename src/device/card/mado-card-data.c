/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-data.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

void
mado_card_data_clear (MadoCardData *self)
{
  explicit_bzero (self, sizeof *self);
}

gpointer
mado_card_locked_new (gsize size)
{
  gpointer memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    g_error ("no memory for %zu bytes", size);
  /* A low RLIMIT_MEMLOCK is no reason to turn a visitor away. */
  (void) !mlock (memory, size);
  madvise (memory, size, MADV_DONTDUMP);
  madvise (memory, size, MADV_DONTFORK);
  return memory;
}

void
mado_card_locked_free (gpointer memory,
                       gsize    size)
{
  if (memory == NULL)
    return;
  explicit_bzero (memory, size);
  munmap (memory, size);
}

void
mado_card_forbid_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
