/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three locks: resource limits, Landlock by its system calls (libc has no functions
 * for it), seccomp by libseccomp. What a lock refuses fails with EPERM and kills nobody:
 * libraries probe for things that they can do without. */
#include "config.h"

#include "work/confine.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <fcntl.h>
#include <seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include "util/i18n.h"

enum { MOST_FILES = 4096 };

/* Of private writable memory, stacks included: twice what one document may take. */
#define MOST_MEMORY (INT64_C(1) << 30)

/* Set once by confine_process before threads, read by all. */
static int landlock_abi = -1;
static int landlock_errno, seccomp_errno;
static bool memory_bound, pages_only;
static gint parsers_open; /* atomic: threads that could not be locked further */

static bool set_limit(unsigned resource, rlim_t most)
{
	struct rlimit now;
	if (getrlimit(resource, &now) != 0)
		return false;
	if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most)
		most = now.rlim_max;
	struct rlimit limit = {most, most};
	return setrlimit(resource, &limit) == 0;
}

static void limit_resources(void)
{
	set_limit(RLIMIT_CORE, 0);
	set_limit(RLIMIT_NOFILE, MOST_FILES);
#ifndef WITH_SANITIZERS /* their shadow memory is terabytes */
	memory_bound = set_limit(RLIMIT_DATA, (rlim_t)MOST_MEMORY);
#endif
}

#ifdef __linux__

/* --- Landlock -------------------------------------------------------------------- */

/* The interface as of ABI 6; older kernels are given the part that they know. */
struct landlock_rules {
	uint64_t fs, net, scoped;
};
struct landlock_path {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum {
	LL_VERSION = 1,	     /* flag of create_ruleset */
	LL_PATH_BENEATH = 1, /* kind of rule */
	LL_READ_FILE = 1 << 2,
	LL_READ_DIR = 1 << 3,
	LL_WRITE_FILE = 1 << 1,
	LL_BIND_TCP = 1 << 0,
	LL_CONNECT_TCP = 1 << 1,
	LL_SCOPES = 3, /* abstract sockets and signals stay inside */
};

static uint64_t fs_of_abi(int abi)
{
	/* 13 rights at first; then refer (2), truncate (3), ioctl on devices (5). */
	return (UINT64_C(1) << (abi < 2 ? 13 : abi < 3 ? 14 : abi < 5 ? 15 : 16)) - 1;
}

static int ruleset(int abi, uint64_t net)
{
	struct landlock_rules rules = {.fs = fs_of_abi(abi),
				       .net = abi >= 4 ? net : 0,
				       .scoped = abi >= 6 ? LL_SCOPES : 0};
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	return (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
}

/* Folders and files that the network needs. "=" before a name: may also be written. */
static const char *const readable[] = {
	/* certificates */
	"/etc/ssl",
	"/etc/pki",
	"/etc/ca-certificates",
	"/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates",
	"/usr/lib/ssl",
	"/etc/crypto-policies",
	"/usr/share/crypto-policies",
	/* resolver */
	"/etc/resolv.conf",
	"/etc/hosts",
	"/etc/host.conf",
	"/etc/nsswitch.conf",
	"/etc/gai.conf",
	"/etc/services",
	"/etc/protocols",
	"/run/systemd/resolve",
	"/run/resolvconf",
	"/run/NetworkManager/resolv.conf",
	"/mnt/wsl/resolv.conf",
	/* libraries that resolver, iconv and TLS load when they are needed */
	"/lib",
	"/lib64",
	"/usr/lib",
	"/usr/lib64",
	"/usr/local/lib",
	"/etc/ld.so.cache",
	/* words and times */
	"/usr/share/locale",
	"/usr/share/zoneinfo",
	"/etc/localtime",
	LOCALEDIR,
	"/dev/urandom",
	"=/dev/null",
};

static void allow(int rules, const char *path)
{
	bool writable = *path == '=';
	struct stat st;
	int fd = open(path + writable, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return; /* other systems have other files */
	uint64_t rights = LL_READ_FILE;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		rights |= LL_READ_DIR;
	if (writable)
		rights |= LL_WRITE_FILE;
	struct landlock_path beneath = {rights, fd};
	syscall(SYS_landlock_add_rule, rules, LL_PATH_BENEATH, &beneath, 0);
	close(fd);
}

static void lock_files(void)
{
	static const char *const named[] = {"SSL_CERT_FILE", "SSL_CERT_DIR"};
	uint64_t net = pages_only ? LL_BIND_TCP | LL_CONNECT_TCP : LL_BIND_TCP;
	int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LL_VERSION);
	int rules = abi > 0 ? ruleset(abi, net) : -1;
	if (rules < 0) {
		landlock_errno = errno;
		return;
	}
	for (size_t i = 0; !pages_only && i < G_N_ELEMENTS(readable); i++)
		allow(rules, readable[i]);
	for (size_t i = 0; !pages_only && i < G_N_ELEMENTS(named); i++)
		if (getenv(named[i]) && *getenv(named[i]) == '/')
			allow(rules, getenv(named[i]));
	if (syscall(SYS_landlock_restrict_self, rules, 0) == 0)
		landlock_abi = abi;
	else
		landlock_errno = errno;
	close(rules);
}

/* No path and no port at all, for the calling thread. */
static void lock_all_files(void)
{
	int rules = landlock_abi > 0 ? ruleset(landlock_abi, LL_BIND_TCP | LL_CONNECT_TCP)
				     : -1;
	if (rules < 0)
		return;
	syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}

/* --- seccomp --------------------------------------------------------------------- */

/* What no thread of the worker ever needs. */
static const char *const refused[] = {
	/* programs and processes */
	"execve",
	"execveat",
	"fork",
	"vfork",
	"ptrace",
	"process_vm_readv",
	"process_vm_writev",
	"kcmp",
	"pidfd_open",
	"pidfd_getfd",
	"pidfd_send_signal",
	"process_madvise",
	"setns",
	"unshare",
	"personality",
	"acct",
	/* other users and rights */
	"setuid",
	"setgid",
	"setreuid",
	"setregid",
	"setresuid",
	"setresgid",
	"setgroups",
	"setfsuid",
	"setfsgid",
	"capset",
	/* the kernel */
	"bpf",
	"perf_event_open",
	"io_uring_setup",
	"io_uring_enter",
	"io_uring_register",
	"userfaultfd",
	"keyctl",
	"add_key",
	"request_key",
	"kexec_load",
	"kexec_file_load",
	"init_module",
	"finit_module",
	"delete_module",
	"reboot",
	"swapon",
	"swapoff",
	"syslog",
	"iopl",
	"ioperm",
	"modify_ldt",
	"quotactl",
	"quotactl_fd",
	"lookup_dcookie",
	"nfsservctl",
	"fanotify_init",
	"open_by_handle_at",
	"name_to_handle_at",
	"vmsplice",
	"move_pages",
	"migrate_pages",
	"mbind",
	"set_mempolicy",
	"remap_file_pages",
	"memfd_secret",
	"settimeofday",
	"clock_settime",
	"clock_adjtime",
	"adjtimex",
	"sethostname",
	"setdomainname",
	"vhangup",
	"uselib",
	"ustat",
	"sysfs",
	/* file systems */
	"mount",
	"umount",
	"umount2",
	"pivot_root",
	"chroot",
	"fsopen",
	"fsmount",
	"fsconfig",
	"fspick",
	"move_mount",
	"open_tree",
	"mount_setattr",
	/* files: nothing is made, changed, moved or removed */
	"creat",
	"mkdir",
	"mkdirat",
	"rmdir",
	"unlink",
	"unlinkat",
	"rename",
	"renameat",
	"renameat2",
	"link",
	"linkat",
	"symlink",
	"symlinkat",
	"mknod",
	"mknodat",
	"truncate",
	"chmod",
	"fchmod",
	"fchmodat",
	"chown",
	"fchown",
	"lchown",
	"fchownat",
	"utime",
	"utimes",
	"utimensat",
	"futimesat",
	"setxattr",
	"lsetxattr",
	"fsetxattr",
	"removexattr",
	"lremovexattr",
	"fremovexattr",
	"inotify_add_watch",
	/* shared memory and queues of System V and POSIX */
	"shmget",
	"shmat",
	"shmctl",
	"semget",
	"semop",
	"semctl",
	"msgget",
	"msgsnd",
	"msgrcv",
	"msgctl",
	"mq_open",
	"mq_unlink",
	/* nobody connects to us */
	"listen",
	"accept",
	"accept4",
};

/* All that a thread that parses needs: memory, time, locks, its open descriptors. */
static const char *const needed[] = {
	"read",
	"readv",
	"write",
	"writev",
	"sendto",
	"sendmsg",
	"recvfrom",
	"poll",
	"ppoll",
	"close",
	"fstat",
	"lseek",
	"munmap",
	"mremap",
	"madvise",
	"brk",
	"futex",
	"futex_waitv",
	"clock_gettime",
	"clock_getres",
	"clock_nanosleep",
	"nanosleep",
	"gettimeofday",
	"time",
	"times",
	"getrusage",
	"sched_yield",
	"sched_getaffinity",
	"getcpu",
	"getpid",
	"gettid",
	"tgkill",
	"rt_sigprocmask",
	"rt_sigaction",
	"rt_sigreturn",
	"sigaltstack",
	"exit",
	"exit_group",
	"getrandom",
	"restart_syscall",
	"rseq",
	"set_robust_list",
	"get_robust_list",
	"membarrier",
	"sysinfo",
	"sigreturn",
	"clock_gettime64",
	"clock_nanosleep_time64",
	"futex_time64",
	"ppoll_time64",
};

static bool refuse(scmp_filter_ctx filter, const char *name)
{
	int call = seccomp_syscall_resolve_name(name);
	return call == __NR_SCMP_ERROR || call < 0 ||
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
}

static int load_process_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		return ENOMEM;
	bool good = true;
	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
		good = refuse(filter, refused[i]) && good;
	/* Threads yes, processes no. The flags of clone3 lie in memory, out of a filter's
	 * sight; libc goes back to clone when it is not there. */
	int rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
				      SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc != 0 ? -rc : good ? 0 : EINVAL;
}

/* mmap and mprotect, but never for code. */
static int allow_memory(scmp_filter_ctx filter, int call)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static int load_parser_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		return ENOMEM;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < G_N_ELEMENTS(needed); i++) {
		int call = seccomp_syscall_resolve_name(needed[i]);
		if (call >= 0)
			rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
	}
	if (rc == 0)
		rc = allow_memory(filter, SCMP_SYS(mmap));
	if (rc == 0)
		rc = allow_memory(filter, SCMP_SYS(mprotect));
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return -rc;
}

#endif

/* --- public ---------------------------------------------------------------------- */

void confine_process(void)
{
	limit_resources();
#ifdef __linux__
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	lock_files();
	seccomp_errno = load_process_filter();
#endif
}

void confine_page(void)
{
	pages_only = true;
	confine_process();
}

void confine_parser(void)
{
#ifdef __linux__
	lock_all_files();
	if (load_parser_filter() == 0)
		return;
#endif
	g_atomic_int_inc(&parsers_open);
}

char *confine_report(void)
{
	GString *text = g_string_new(NULL);
#ifdef __linux__
	if (landlock_abi > 0 && pages_only)
		g_string_append_printf(
			text, _("files: Landlock (version %d): none, no connection\n"),
			landlock_abi);
	else if (landlock_abi > 0)
		g_string_append_printf(
			text,
			_("files: Landlock (version %d): reads certificates, "
			  "resolver and libraries, writes nothing\n"),
			landlock_abi);
	else
		g_string_append_printf(text, _("files: not locked: Landlock: %s\n"),
				       g_strerror(landlock_errno));
	if (seccomp_errno == 0)
		g_string_append(text,
				_("programs: seccomp: none can be started or traced\n"));
	else
		g_string_append_printf(text, _("programs: not locked: seccomp: %s\n"),
				       g_strerror(seccomp_errno));
	if (g_atomic_int_get(&parsers_open) == 0)
		g_string_append(text, _("parsing: seccomp: no file and no connection\n"));
	else
		g_string_append(text, _("parsing: not locked further\n"));
#else
	g_string_append(text,
			_("files, programs: this system has no locks that we know\n"));
#endif
	if (memory_bound) {
		g_autofree char *most = g_format_size_full(MOST_MEMORY,
							   G_FORMAT_SIZE_IEC_UNITS);
		g_string_append_printf(text, _("memory: at most %s, no core file\n"),
				       most);
	} else {
		g_string_append(text, _("memory: not bounded\n"));
	}
	return g_string_free(text, FALSE);
}
