/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other programs, on g_spawn. What goes to a child's standard input lies in an unnamed
 * file: so it can neither block us nor kill us with SIGPIPE. */
#include "config.h"

#include "util/run.h"

#include "util/error.h"
#include "util/fatal.h"
#include "util/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ERROR_OUTPUT = 64 << 10 };

void run_result_clear(struct run_result *r)
{
	if (r->out)
		g_string_free(r->out, TRUE);
	if (r->err)
		g_string_free(r->err, TRUE);
	*r = (struct run_result){0};
}

/* In the child, before exec: only what is safe after fork. Our threads block signals
 * and ignore SIGPIPE; other programs expect neither. */
static void normal_signals(void)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
}

static void setup_child(gpointer data)
{
	(void)data;
	normal_signals();
}

static void setup_group(gpointer data)
{
	(void)data;
	normal_signals();
	setpgid(0, 0);
}

static void setup_session(gpointer data)
{
	(void)data;
	normal_signals();
	setsid();
}

static void set_error(GError **err, const char *program, GError *cause)
{
	char *name = g_filename_display_name(program);
	g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, _("cannot start %s: %s"), name,
		    cause->message);
	g_free(name);
	g_error_free(cause);
}

static int input_file(const char *input, size_t n, GError **err)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	if (fd < 0)
		goto bad;
	while (n > 0) {
		ssize_t done = write(fd, input, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			goto bad;
		input += done;
		n -= (size_t)done;
	}
	if (lseek(fd, 0, SEEK_SET) == 0)
		return fd;
bad:
	g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, _("cannot pass on the input: %s"),
		    g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Reads what is there. False at the end. What is beyond ceiling is dropped, *over set. */
static bool take(int fd, GString *text, size_t ceiling, bool *over)
{
	char buffer[16384];
	ssize_t got = read(fd, buffer, sizeof buffer);
	if (got < 0)
		return errno == EINTR || errno == EAGAIN;
	if (got == 0)
		return false;
	size_t n = (size_t)got;
	if (n > ceiling - text->len) {
		*over = true;
		n = ceiling - text->len;
	}
	g_string_append_len(text, buffer, (gssize)n);
	return true;
}

enum outcome { DONE, LATE, TOO_LARGE, STOPPED };

enum { CANCEL_MS = 100 }; /* how soon a cancelled program ends */

/* Collects both outputs until their ends. */
static enum outcome collect(int fd_out, int fd_err, size_t ceiling, gint64 deadline,
			    const int *cancel, struct run_result *result)
{
	struct pollfd fds[2] = {{.fd = fd_out, .events = POLLIN},
				{.fd = fd_err, .events = POLLIN}};
	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		int wait = -1;
		if (deadline) {
			gint64 left = deadline - g_get_monotonic_time();
			if (left <= 0)
				return LATE;
			wait = (int)MIN((left + 999) / 1000, G_MAXINT);
		}
		if (cancel && g_atomic_int_get(cancel))
			return STOPPED;
		if (cancel && (wait < 0 || wait > CANCEL_MS))
			wait = CANCEL_MS;
		if (poll(fds, 2, wait) < 0 && errno != EINTR)
			return DONE;
		bool over = false, ignored = false;
		if (fds[0].fd >= 0 && fds[0].revents &&
		    !take(fd_out, result->out, ceiling, &over))
			fds[0].fd = -1;
		if (fds[1].fd >= 0 && fds[1].revents &&
		    !take(fd_err, result->err, ERROR_OUTPUT, &ignored))
			fds[1].fd = -1;
		if (over)
			return TOO_LARGE;
	}
	return DONE;
}

/* Waits for the child, until the deadline. False: it is still there. */
static bool reap(GPid pid, gint64 deadline, int *status)
{
	for (useconds_t pause = 200;; pause = MIN(pause * 2, 20000)) {
		pid_t got = waitpid(pid, status, deadline ? WNOHANG : 0);
		if (got == pid)
			return true;
		if (got < 0 && errno != EINTR) {
			*status = 0;
			return true;
		}
		if (got == 0 && g_get_monotonic_time() >= deadline)
			return false;
		if (got == 0)
			g_usleep(pause);
	}
}

static char *last_line(const GString *text)
{
	char **lines = g_strsplit(text->str, "\n", -1);
	char *last = NULL;
	for (size_t i = 0; lines[i]; i++)
		if (*g_strstrip(lines[i]))
			last = lines[i];
	char *valid = last ? g_utf8_make_valid(last, -1) : NULL;
	g_strfreev(lines);
	return valid;
}

static bool judge(const char *program, const struct run_result *result, GError **err)
{
	if (WIFEXITED(result->status) && WEXITSTATUS(result->status) == 0)
		return true;
	char *status = run_status_text(result->status);
	char *line = last_line(result->err);
	if (line)
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, _("%s failed with %s: %s"),
			    program, status, line);
	else
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, _("%s failed with %s"), program,
			    status);
	g_free(line);
	g_free(status);
	return false;
}

bool run_capture(char *const *argv, const char *input, size_t n_input, size_t ceiling,
		 unsigned timeout_ms, const int *cancel, struct run_result *result,
		 GError **err)
{
	*result = (struct run_result){.out = g_string_new(NULL),
				      .err = g_string_new(NULL)};
	int fd_in = -1, fd_out, fd_err;
	if (input && (fd_in = input_file(input, n_input, err)) < 0)
		return false;
	GPid pid;
	GError *cause = NULL;
	bool started = g_spawn_async_with_pipes_and_fds(
		NULL, (const gchar *const *)argv, NULL,
		G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES,
		timeout_ms ? setup_group : setup_child, NULL, fd_in, -1, -1, NULL, NULL,
		0, &pid, NULL, &fd_out, &fd_err, &cause);
	if (fd_in >= 0)
		close(fd_in);
	if (!started) {
		set_error(err, argv[0], cause);
		return false;
	}
	gint64 deadline = timeout_ms ? g_get_monotonic_time() + timeout_ms * (gint64)1000
				     : 0;
	enum outcome outcome = collect(fd_out, fd_err, ceiling, deadline, cancel, result);
	close(fd_out);
	close(fd_err);
	if (outcome == DONE && !reap(pid, deadline, &result->status))
		outcome = LATE;
	if (outcome != DONE) {
		kill(timeout_ms ? -pid : pid, SIGKILL);
		reap(pid, 0, &result->status);
	}
	if (outcome == STOPPED)
		g_set_error(err, TNEWS_ERROR, ERR_CANCELLED, _("%s was stopped"),
			    argv[0]);
	if (outcome == LATE)
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("%s was stopped, it took longer than %u ms"), argv[0],
			    timeout_ms);
	else if (outcome == TOO_LARGE)
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("%s was stopped, it wrote more than %zu bytes"), argv[0],
			    ceiling);
	return outcome == DONE && judge(argv[0], result, err);
}

bool run_detached(char *const *argv, GError **err)
{
	GError *cause = NULL;
	/* Without DO_NOT_REAP_CHILD GLib forks twice: init inherits the program. */
	if (g_spawn_async(NULL, (gchar **)argv, NULL,
			  G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
				  G_SPAWN_STDERR_TO_DEV_NULL,
			  setup_session, NULL, NULL, &cause))
		return true;
	set_error(err, argv[0], cause);
	return false;
}

bool run_detached_with(char *const *argv, const char *input, size_t n_input, GError **err)
{
	int fd = input_file(input, n_input, err);
	if (fd < 0)
		return false;
	GError *cause = NULL;
	bool started =
		g_spawn_async_with_fds(NULL, (gchar **)argv, NULL,
				       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
					       G_SPAWN_STDERR_TO_DEV_NULL,
				       setup_session, NULL, NULL, fd, -1, -1, &cause);
	close(fd);
	if (!started)
		set_error(err, argv[0], cause);
	return started;
}

/* Before exec everything is set by attributes: a fork would copy the page tables of a
 * program that has a store open, and both would fault them in again. */
static int spawn_attributes(posix_spawnattr_t *attr)
{
	sigset_t fatal, pipe;
	/* Its own faults end it all the same; what others send waits until it can tell. */
	fatal_signal_set(&fatal);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	int rc = posix_spawnattr_setsigmask(attr, &fatal);
	if (rc == 0)
		rc = posix_spawnattr_setsigdefault(attr, &pipe);
	if (rc == 0)
		rc = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK |
							    POSIX_SPAWN_SETSIGDEF |
							    POSIX_SPAWN_SETSID);
	return rc;
}

/* What has no close-on-exec is closed as well, where the system can. */
static int spawn_files(posix_spawn_file_actions_t *files, int fd_err, int socket)
{
	int rc = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
	if (rc == 0)
		rc = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
	if (rc == 0 && fd_err >= 0)
		rc = posix_spawn_file_actions_adddup2(files, fd_err, 2);
	else if (rc == 0)
		rc = posix_spawn_file_actions_addopen(files, 2, "/dev/null", O_WRONLY, 0);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(files, socket, 3);
#ifdef HAVE_POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(files, 4);
#endif
	return rc;
}

/* fd, but not among those that the child's own take; fd is closed. */
static int above_standard(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 4);
	close(fd);
	return high;
}

int run_with_socket(char *const *argv, int fd_err, GPid *pid, GError **err)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM,
			    _("cannot make a socket pair: %s"), g_strerror(errno));
		return -1;
	}
	posix_spawnattr_t attr;
	posix_spawn_file_actions_t files;
	posix_spawnattr_init(&attr);
	posix_spawn_file_actions_init(&files);
	int theirs = above_standard(pair[1]), error = theirs >= 0 ? fd_err : -1;
	if (error >= 0 && error < 4)
		error = fcntl(error, F_DUPFD_CLOEXEC, 4);
	int rc = spawn_attributes(&attr);
	if (rc == 0)
		rc = spawn_files(&files, error, theirs);
	if (rc == 0)
		rc = posix_spawnp(pid, argv[0], &files, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (error != fd_err && error >= 0)
		close(error);
	if (theirs >= 0)
		close(theirs);
	if (rc == 0)
		return pair[0];
	close(pair[0]);
	set_error(
		err, argv[0],
		g_error_new_literal(G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, g_strerror(rc)));
	return -1;
}

char *run_status_text(int status)
{
	if (WIFSIGNALED(status))
		return g_strdup_printf(_("signal %d (%s)"), WTERMSIG(status),
				       g_strsignal(WTERMSIG(status)));
	return g_strdup_printf(_("exit status %d"), WEXITSTATUS(status));
}
