/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * What a renderer gives up before it sees its first document:
 *
 * - memory, CPU time, descriptors, core files: limits;
 * - the file system: landlock, but for fonts, fontconfig's settings and
 *   caches, and poppler's character maps, which it may read;
 * - the rest: seccomp. Only the calls that drawing needs; others fail. Files
 *   are opened for reading only; no sockets are made, no programs started, no
 *   processes seen or signalled.
 *
 * Neither needs a right that a common user has not, and both work for root in a
 * container. What the kernel does not offer is reported, and the program tells
 * the person. Fonts are opened when first needed, within these walls: opening
 * them beforehand would cost every document the time of finding them.
 */

/* --- limits ------------------------------------------------------------------- */

static gboolean
limit (int    resource,
       rlim_t most)
{
  struct rlimit now = { most, most };
  struct rlimit before;

  if (getrlimit (resource, &before) == 0 && before.rlim_max != RLIM_INFINITY && before.rlim_max < most)
    now.rlim_cur = now.rlim_max = before.rlim_max;
  return setrlimit (resource, &now) == 0;
}

static gboolean
guard_limits (void)
{
  gboolean held = limit (RLIMIT_CORE, 0) && limit (RLIMIT_NOFILE, 256) && limit (RLIMIT_FSIZE, 0);

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  held = limit (RLIMIT_DATA, MADO_RENDER_MEMORY) && held;
  held = limit (RLIMIT_AS, 2 * (rlim_t) MADO_RENDER_MEMORY) && held;
#endif
  return prctl (PR_SET_DUMPABLE, 0) == 0 && held;
}

/* --- files -------------------------------------------------------------------- */

#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* The rights of version 1, which all later ones know. */
#define ALL_FILE_RIGHTS ((1ULL << 13) - 1)

static const char * const readable[] = {
  "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/var/cache/fontconfig",
  "/usr/share/poppler", "/etc/localtime", "/usr/share/ghostscript/fonts", "/usr/share/texmf/fonts",
  "/run/host/fonts", "/run/host/local-fonts", "/run/host/user-fonts", "/run/host/fonts-cache", "/app/share", NULL,
};

static void
may_read (int         rules,
          const char *path)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = READING };
  struct stat stat_buf;

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return;
  if (fstat (rule.parent_fd, &stat_buf) != 0 || !S_ISDIR (stat_buf.st_mode))
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
  syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);
}

static void
may_read_below (int         rules,
                const char *folder,
                const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  may_read (rules, path);
}

/* Modules of NSS, its list of certificates, and chance. */
static const char * const readable_for_signatures[] = {
  "/dev/urandom", "/etc/ld.so.cache", "/usr/lib", "/lib", "/app/lib", "/usr/share/p11-kit", "/usr/share/ca-certificates", "/etc/pki", "/etc/ssl", NULL,
};

static gboolean
guard_files (gboolean signatures)
{
  struct landlock_ruleset_attr all = { .handled_access_fs = ALL_FILE_RIGHTS };
  gboolean held;
  int rules = syscall (SYS_landlock_create_ruleset, &all, sizeof all, 0);

  if (rules < 0)
    return FALSE;
  for (guint i = 0; readable[i] != NULL; i++)
    may_read (rules, readable[i]);
  for (guint i = 0; signatures && readable_for_signatures[i] != NULL; i++)
    may_read (rules, readable_for_signatures[i]);
  may_read_below (rules, g_get_user_data_dir (), "fonts");
  may_read_below (rules, g_get_user_cache_dir (), "fontconfig");
  may_read_below (rules, g_get_user_config_dir (), "fontconfig");
  may_read_below (rules, g_get_home_dir (), ".fonts");
  held = syscall (SYS_landlock_restrict_self, rules, 0) == 0;
  close (rules);
  return held;
}

/* --- calls -------------------------------------------------------------------- */

static const int allowed[] = {
  SCMP_SYS (read), SCMP_SYS (readv), SCMP_SYS (pread64), SCMP_SYS (write), SCMP_SYS (writev), SCMP_SYS (lseek),
  SCMP_SYS (close), SCMP_SYS (fstat), SCMP_SYS (newfstatat), SCMP_SYS (stat), SCMP_SYS (lstat), SCMP_SYS (statx),
  SCMP_SYS (fstatfs), SCMP_SYS (statfs), SCMP_SYS (access), SCMP_SYS (faccessat), SCMP_SYS (faccessat2),
  SCMP_SYS (readlink), SCMP_SYS (readlinkat), SCMP_SYS (getdents64), SCMP_SYS (fadvise64), SCMP_SYS (getcwd),
  SCMP_SYS (dup), SCMP_SYS (fcntl), SCMP_SYS (poll), SCMP_SYS (ppoll), SCMP_SYS (recvmsg), SCMP_SYS (sendmsg),
  SCMP_SYS (brk), SCMP_SYS (munmap), SCMP_SYS (mremap), SCMP_SYS (madvise),
  SCMP_SYS (futex), SCMP_SYS (get_robust_list), SCMP_SYS (sched_yield), SCMP_SYS (sched_getaffinity),
  SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn), SCMP_SYS (sigaltstack),
  SCMP_SYS (setitimer), SCMP_SYS (clock_gettime), SCMP_SYS (clock_nanosleep), SCMP_SYS (gettimeofday), SCMP_SYS (time),
  SCMP_SYS (getpid), SCMP_SYS (gettid), SCMP_SYS (getuid), SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getegid),
  SCMP_SYS (getrlimit), SCMP_SYS (getrusage), SCMP_SYS (sysinfo), SCMP_SYS (uname), SCMP_SYS (getrandom),
  SCMP_SYS (exit), SCMP_SYS (exit_group), SCMP_SYS (restart_syscall), SCMP_SYS (rseq),
};

/* NSS is loaded in pieces, and poppler checks in a thread of its own. Of
 * clone3 the flags cannot be seen: without it the C library takes clone. */
static gboolean
add_rules_for_signatures (scmp_filter_ctx filter)
{
  static const int more[] = {
    SCMP_SYS (set_robust_list), SCMP_SYS (sched_getattr), SCMP_SYS (sched_setattr), SCMP_SYS (sched_getscheduler),
    SCMP_SYS (sched_getparam), SCMP_SYS (sched_get_priority_max), SCMP_SYS (sched_get_priority_min), SCMP_SYS (getppid),
    SCMP_SYS (eventfd2), SCMP_SYS (pipe2),
  };
  gboolean ok = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, more[i], 0) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) == 0 && ok;
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                           SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)) == 0 && ok;
}

static gboolean
add_rules (scmp_filter_ctx filter,
           gboolean        signatures)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0 && ok;
  /* Opening for reading alone, and no pages that are both written and run. */
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (open), 1,
                         SCMP_A1 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, signatures ? PROT_EXEC | PROT_WRITE : PROT_EXEC,
                                  signatures ? PROT_EXEC : 0)) == 0 && ok;
  if (signatures)
    ok = add_rules_for_signatures (filter) && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 && ok;
  /* abort() signals its own process; nobody else may be. */
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                         SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ())) == 0 && ok;
  ok = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A2 (SCMP_CMP_EQ, 0)) == 0 && ok;
  return ok;
}

static gboolean
guard_calls (gboolean signatures)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean held = filter != NULL && add_rules (filter, signatures) && seccomp_load (filter) == 0;

  if (filter != NULL)
    seccomp_release (filter);
  return held;
}

guint32
renderer_guard (gboolean signatures)
{
  guint32 guards = guard_limits () ? MADO_RENDER_GUARD_LIMITS : 0;

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return guards;
  if (guard_files (signatures))
    guards |= MADO_RENDER_GUARD_FILES;
  if (guard_calls (signatures))
    guards |= MADO_RENDER_GUARD_CALLS;
  else if (unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0)
    guards |= MADO_RENDER_GUARD_NET;
  return guards;
}
