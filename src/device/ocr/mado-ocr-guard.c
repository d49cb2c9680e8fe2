/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "device/ocr/mado-ocr-guard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_MEMORY  (3UL << 30)
#define MOST_SECONDS 60

static gboolean
limit (int    resource,
       rlim_t most)
{
  const struct rlimit limits = { most, most };

  return setrlimit (resource, &limits) == 0;
}

static gboolean
guard_limits (void)
{
  gboolean held = limit (RLIMIT_CORE, 0) && limit (RLIMIT_FSIZE, 0) && limit (RLIMIT_CPU, MOST_SECONDS) && limit (RLIMIT_NOFILE, 64);

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  held = limit (RLIMIT_AS, MOST_MEMORY) && held;
#endif
  return prctl (PR_SET_DUMPABLE, 0) == 0 && held;
}

/* --- files ------------------------------------------------------------------------ */

/* The rights of version 1, which all later ones know. */
#define ALL_FILE_RIGHTS ((1ULL << 13) - 1)

static void
may_read (int         rules,
          const char *path)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR };

  rule.parent_fd = path ? open (path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  if (rule.parent_fd < 0)
    return;
  syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);
}

static gboolean
guard_files (void)
{
  const struct landlock_ruleset_attr all = { .handled_access_fs = ALL_FILE_RIGHTS };
  int rules = (int) syscall (SYS_landlock_create_ruleset, &all, sizeof all, 0);
  gboolean held;

  if (rules < 0)
    return FALSE;
  may_read (rules, "/usr/share/tesseract-ocr");
  may_read (rules, "/usr/share/tessdata");
  may_read (rules, "/app/share");
  may_read (rules, g_getenv ("TESSDATA_PREFIX"));
  held = syscall (SYS_landlock_restrict_self, rules, 0) == 0;
  close (rules);
  return held;
}

/* --- calls ------------------------------------------------------------------------ */

static const int allowed[] = {
  SCMP_SYS (read), SCMP_SYS (readv), SCMP_SYS (pread64), SCMP_SYS (write), SCMP_SYS (writev), SCMP_SYS (lseek),
  SCMP_SYS (close), SCMP_SYS (fstat), SCMP_SYS (newfstatat), SCMP_SYS (stat), SCMP_SYS (lstat), SCMP_SYS (statx),
  SCMP_SYS (access), SCMP_SYS (faccessat), SCMP_SYS (faccessat2), SCMP_SYS (readlink), SCMP_SYS (getdents64),
  SCMP_SYS (fadvise64), SCMP_SYS (getcwd), SCMP_SYS (fcntl), SCMP_SYS (poll), SCMP_SYS (ppoll),
  SCMP_SYS (brk), SCMP_SYS (munmap), SCMP_SYS (mremap), SCMP_SYS (madvise),
  SCMP_SYS (futex), SCMP_SYS (sched_yield), SCMP_SYS (sched_getaffinity),
  SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn), SCMP_SYS (sigaltstack),
  SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday), SCMP_SYS (time), SCMP_SYS (times), SCMP_SYS (nanosleep), SCMP_SYS (clock_nanosleep),
  SCMP_SYS (getpid), SCMP_SYS (gettid), SCMP_SYS (getuid), SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getegid),
  SCMP_SYS (getrlimit), SCMP_SYS (getrusage), SCMP_SYS (sysinfo), SCMP_SYS (uname), SCMP_SYS (getrandom),
  SCMP_SYS (exit), SCMP_SYS (exit_group), SCMP_SYS (restart_syscall), SCMP_SYS (rseq),
};

static gboolean
add_rules (scmp_filter_ctx filter)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0 && ok;
  /* Opening for reading alone, and no pages that are run. */
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (open), 1,
                         SCMP_A1 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 && ok;
  /* abort() signals its own process; nobody else may be. */
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1, SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ())) == 0 && ok;
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A2 (SCMP_CMP_EQ, 0)) == 0 && ok;
}

static gboolean
guard_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean held = filter && add_rules (filter) && seccomp_load (filter) == 0;

  if (filter)
    seccomp_release (filter);
  return held;
}

MadoOcrGuard
mado_ocr_guard (void)
{
  MadoOcrGuard held = 0;

  if (guard_limits ())
    held |= MADO_OCR_GUARD_LIMITS;
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return held;
  if (guard_files ())
    held |= MADO_OCR_GUARD_FILES;
  if (guard_calls ())
    held |= MADO_OCR_GUARD_CALLS;
  return held;
}
