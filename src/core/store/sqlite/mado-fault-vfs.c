/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-fault-vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

typedef struct
{
  sqlite3_file  base;
  sqlite3_file *real; /* behind this struct in the same block */
} FaultFile;

#define REAL(file) (((FaultFile *) (file))->real)

static struct
{
  pthread_mutex_t lock;
  guint           counts[MADO_N_FAULT_OPS];
  gboolean        armed;
  MadoFaultOp     op;
  guint           nth;
  MadoFault       fault;
  gboolean        lasting;
  gboolean        struck;
  gboolean        crashed;
} plan = { .lock = PTHREAD_MUTEX_INITIALIZER };

static sqlite3_vfs *real_vfs;

/* Counts an operation. TRUE: it fails, in the way of *fault. */
static gboolean
strikes (MadoFaultOp  op,
         MadoFault   *fault)
{
  gboolean fails;

  pthread_mutex_lock (&plan.lock);
  plan.counts[op]++;
  fails = plan.crashed ||
          (plan.armed && plan.op == op && (plan.lasting ? plan.counts[op] >= plan.nth : plan.counts[op] == plan.nth));
  *fault = plan.crashed ? MADO_FAULT_CRASH : plan.fault;
  if (fails)
    {
      plan.struck = TRUE;
      plan.crashed = plan.crashed || plan.fault == MADO_FAULT_CRASH || plan.fault == MADO_FAULT_TORN;
    }
  pthread_mutex_unlock (&plan.lock);
  return fails;
}

void
mado_fault_vfs_plan (MadoFaultOp op,
                     guint       nth,
                     MadoFault   fault,
                     gboolean    lasting)
{
  mado_fault_vfs_clear ();
  pthread_mutex_lock (&plan.lock);
  plan.armed = TRUE;
  plan.op = op;
  plan.nth = nth;
  plan.fault = fault;
  plan.lasting = lasting;
  pthread_mutex_unlock (&plan.lock);
}

void
mado_fault_vfs_clear (void)
{
  pthread_mutex_lock (&plan.lock);
  memset (plan.counts, 0, sizeof plan.counts);
  plan.armed = FALSE;
  plan.struck = FALSE;
  plan.crashed = FALSE;
  pthread_mutex_unlock (&plan.lock);
}

guint
mado_fault_vfs_count (MadoFaultOp op)
{
  guint count;

  pthread_mutex_lock (&plan.lock);
  count = plan.counts[op];
  pthread_mutex_unlock (&plan.lock);
  return count;
}

gboolean
mado_fault_vfs_has_struck (void)
{
  gboolean struck;

  pthread_mutex_lock (&plan.lock);
  struck = plan.struck;
  pthread_mutex_unlock (&plan.lock);
  return struck;
}

static int
code_of (MadoFault fault,
         int       io_code)
{
  switch (fault)
    {
    case MADO_FAULT_FULL:
      return SQLITE_FULL;
    case MADO_FAULT_READ_ONLY:
      return SQLITE_READONLY;
    default:
      return io_code;
    }
}

/* --- files -----------------------------------------------------------------------*/

static int
fault_close (sqlite3_file *file)
{
  return REAL (file)->pMethods->xClose (REAL (file));
}

static int
fault_read (sqlite3_file *file,
            void         *data,
            int           length,
            sqlite3_int64 offset)
{
  MadoFault fault;

  if (strikes (MADO_FAULT_ON_READ, &fault))
    return code_of (fault, SQLITE_IOERR_READ);
  return REAL (file)->pMethods->xRead (REAL (file), data, length, offset);
}

static int
fault_write (sqlite3_file *file,
             const void   *data,
             int           length,
             sqlite3_int64 offset)
{
  MadoFault fault;

  if (!strikes (MADO_FAULT_ON_WRITE, &fault))
    return REAL (file)->pMethods->xWrite (REAL (file), data, length, offset);
  if (fault == MADO_FAULT_SHORT || fault == MADO_FAULT_TORN)
    REAL (file)->pMethods->xWrite (REAL (file), data, length / 2, offset);
  return code_of (fault, SQLITE_IOERR_WRITE);
}

static int
fault_truncate (sqlite3_file *file,
                sqlite3_int64 size)
{
  MadoFault fault;

  if (strikes (MADO_FAULT_ON_WRITE, &fault))
    return code_of (fault, SQLITE_IOERR_TRUNCATE);
  return REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
fault_sync (sqlite3_file *file,
            int           flags)
{
  MadoFault fault;

  if (strikes (MADO_FAULT_ON_SYNC, &fault))
    return code_of (fault, SQLITE_IOERR_FSYNC);
  return REAL (file)->pMethods->xSync (REAL (file), flags);
}

static int
fault_file_size (sqlite3_file  *file,
                 sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
fault_lock (sqlite3_file *file,
            int           level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
fault_unlock (sqlite3_file *file,
              int           level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
fault_check_lock (sqlite3_file *file,
                  int          *reserved)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), reserved);
}

static int
fault_control (sqlite3_file *file,
               int           op,
               void         *argument)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), op, argument);
}

static int
fault_sector_size (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
fault_traits (sqlite3_file *file)
{
  return REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));
}

static const sqlite3_io_methods fault_methods = {
  1, fault_close, fault_read, fault_write, fault_truncate, fault_sync, fault_file_size, fault_lock, fault_unlock,
  fault_check_lock, fault_control, fault_sector_size, fault_traits,
};

/* --- the VFS ----------------------------------------------------------------------*/

static int
fault_open (sqlite3_vfs  *vfs,
            const char   *name,
            sqlite3_file *file,
            int           flags,
            int          *out_flags)
{
  FaultFile *self = (FaultFile *) file;
  MadoFault fault;
  int code;

  memset (self, 0, sizeof *self);
  self->real = (sqlite3_file *) (self + 1);
  if (strikes (MADO_FAULT_ON_OPEN, &fault))
    {
      if (fault != MADO_FAULT_READ_ONLY)
        return code_of (fault, SQLITE_CANTOPEN);
      flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
  code = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  if (self->real->pMethods != NULL)
    self->base.pMethods = &fault_methods;
  return code;
}

void
mado_fault_vfs_register (void)
{
  static sqlite3_vfs vfs;

  if (real_vfs != NULL)
    return;
  sqlite3_initialize ();
  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = MADO_FAULT_VFS;
  vfs.szOsFile = (int) sizeof (FaultFile) + real_vfs->szOsFile;
  vfs.xOpen = fault_open;
  sqlite3_vfs_register (&vfs, 0);
}
