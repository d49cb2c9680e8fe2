/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A VFS for tests that passes everything on to the system's until a planned
 * moment. Compiled for tests only. The plan is one for the process; it may be
 * changed while stores are open. Only for connections in exclusive mode (it
 * has no shared memory).
 */
#define MADO_FAULT_VFS "mado-fault"

typedef enum
{
  MADO_FAULT_ON_OPEN,
  MADO_FAULT_ON_READ,
  MADO_FAULT_ON_WRITE,
  MADO_FAULT_ON_SYNC,
  MADO_N_FAULT_OPS
} MadoFaultOp;

typedef enum
{
  MADO_FAULT_IO,        /* the disk reports an error */
  MADO_FAULT_FULL,      /* no space */
  MADO_FAULT_READ_ONLY, /* cannot be written */
  MADO_FAULT_SHORT,     /* half of the bytes, then an error */
  MADO_FAULT_TORN,      /* half of the bytes, then the power goes */
  MADO_FAULT_CRASH,     /* the power goes: nothing works until the plan is cleared */
} MadoFault;

void  mado_fault_vfs_register (void);
/* The @nth (from 1) operation of the kind fails; @lasting: all after it too. */
void  mado_fault_vfs_plan     (MadoFaultOp op,
                               guint       nth,
                               MadoFault   fault,
                               gboolean    lasting);
/* No more faults; the counts begin at zero. */
void  mado_fault_vfs_clear    (void);
guint mado_fault_vfs_count    (MadoFaultOp op);
/* Did the planned fault come about? */
gboolean mado_fault_vfs_has_struck (void);

G_END_DECLS
