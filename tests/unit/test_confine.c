/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the confined worker can no longer do, tried out in a process of its own: files of
 * the home folder, programs, processes; and in a thread that parses: any file, any
 * connection. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/charset.h"
#include "work/confine.h"

static char *secret; /* a file of the home folder */

static bool can_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void *idle_thread(void *data)
{
	return data;
}

static bool has(const char *word)
{
	g_autofree char *report = confine_report();
	return strstr(report, word) != NULL;
}

static void try_process(void)
{
	g_autofree char *beside = g_strconcat(secret, ".new", NULL);
	g_assert_true(can_open(secret, O_RDONLY));
	confine_process();
	if (!has("Landlock (") || !has("seccomp: none"))
		exit(77);
	/* files */
	g_assert_false(can_open(secret, O_RDONLY));
	g_assert_false(can_open(secret, O_WRONLY));
	g_assert_false(can_open(beside, O_WRONLY | O_CREAT));
	g_assert_false(can_open("/etc/passwd", O_RDONLY));
	g_assert_false(can_open("/proc/self/environ", O_RDONLY));
	g_assert_cmpint(unlink(secret), <, 0);
	g_assert_cmpint(rename(secret, beside), <, 0);
	g_assert_cmpint(mkdir(beside, 0700), <, 0);
	g_assert_cmpint(symlink(secret, beside), <, 0);
	/* programs */
	char *argv[] = {(char *)"/bin/true", NULL};
	g_assert_cmpint(execv("/bin/true", argv), <, 0);
	g_assert_cmpint(errno, ==, EPERM);
	g_assert_cmpint(fork(), <, 0);
	g_assert_cmpint(vfork(), <, 0);
	g_assert_cmpint((int)ptrace(PTRACE_TRACEME, 0, 0, 0), <, 0);
	g_assert_cmpint((int)syscall(SYS_bpf, 0, NULL, 0), <, 0);
	g_assert_cmpint(errno, ==, EPERM);
	g_assert_false(g_spawn_command_line_sync("/bin/true", NULL, NULL, NULL, NULL));
	/* what the network thread still can */
	g_assert_true(can_open("/dev/urandom", O_RDONLY));
	g_thread_join(g_thread_new("one", idle_thread, NULL));
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(fd, >=, 0);
	g_assert_cmpint(listen(fd, 1), <, 0);
	close(fd);
	struct addrinfo *found = NULL;
	if (getaddrinfo("localhost", "80", NULL, &found) == 0)
		freeaddrinfo(found);
	else
		g_test_message("localhost is not known here");
}

static void *try_parser(void *data)
{
	int fd = GPOINTER_TO_INT(data);
	confine_parser();
	g_assert_false(can_open("/dev/urandom", O_RDONLY));
	g_assert_false(can_open("/dev/null", O_RDONLY));
	g_assert_false(can_open("/usr/lib/os-release", O_RDONLY));
	g_assert_cmpint(socket(AF_INET, SOCK_STREAM, 0), <, 0);
	g_assert_cmpint(socket(AF_UNIX, SOCK_STREAM, 0), <, 0);
	struct sockaddr address = {.sa_family = AF_UNSPEC};
	g_assert_cmpint(connect(fd, &address, sizeof address), <, 0);
	g_assert_cmpint(kill(getppid(), 0), <, 0);
	void *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	g_assert_true(code == MAP_FAILED);
	/* what it still can */
	void *memory = g_malloc0(8 << 20);
	g_free(memory);
	GString *text = charset_to_utf8("\xe4\xf6", 2, CHARSET_XML, "iso-8859-2", 100,
					NULL, NULL);
	g_assert_cmpstr(text->str, ==, "äö");
	g_string_free(text, TRUE);
	text = charset_to_utf8("\x83\x65", 2, CHARSET_XML, "shift_jis", 100, NULL, NULL);
	g_assert_cmpstr(text->str, ==, "テ");
	g_string_free(text, TRUE);
	return NULL;
}

static void try_parser_process(void)
{
	confine_process();
	charset_serve();
	if (!has("seccomp: none"))
		exit(77);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	g_thread_join(g_thread_new("parser", try_parser, GINT_TO_POINTER(fd)));
	/* The other threads are as they were. */
	g_assert_true(can_open("/dev/urandom", O_RDONLY));
	g_assert_true(has("no file and no connection"));
}

static void run(void (*what)(void))
{
#ifdef WITH_SANITIZERS
	(void)what;
	g_test_skip("a sanitizer needs what is refused");
#else
	if (g_test_subprocess()) {
		what();
		exit(0);
	}
	g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
	if (!g_test_trap_has_passed())
		g_test_message("no Landlock or seccomp here, or a fault above");
	g_test_trap_assert_passed();
#endif
}

static void test_process(void)
{
	run(try_process);
}

static void test_parser(void)
{
	run(try_parser_process);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	secret = g_build_filename(g_get_home_dir(), ".tnews-confine-test", NULL);
	if (!g_test_subprocess())
		g_assert_true(g_file_set_contents(secret, "secret", 6, NULL));
	g_test_add_func("/confine/process", test_process);
	g_test_add_func("/confine/parser", test_parser);
	int status = g_test_run();
	if (!g_test_subprocess())
		g_unlink(secret);
	g_free(secret);
	return status;
}
