/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames to and from tnews-worker, without blocking. */
#include "engine/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/error.h"
#include "util/fatal.h"
#include "util/i18n.h"
#include "util/pages.h"
#include "util/run.h"

enum { LOOK_US = 1000 * 1000 };

/* Memory of frames that is kept for the next. */
enum { KEPT_BYTES = 4 << 20 };

/* Where its last words go: a file, for those who look for a fault. */
static int open_log(void)
{
	const char *path = getenv("TNEWS_WORKER_LOG");
	return path && *path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)
			     : -1;
}

bool process_start(struct process *p, const char *path, GError **err)
{
	char *argv[] = {(char *)path, NULL};
	int log = open_log();
	*p = (struct process){0};
	p->fd = run_with_socket(argv, log, &p->pid, err);
	if (log >= 0)
		close(log);
	if (p->fd < 0) {
		p->pid = 0;
		return false;
	}
	p->out = g_byte_array_new();
	return true;
}

bool process_put(struct process *p, const struct job *job)
{
	return wire_put_job(p->out, job);
}

size_t process_unsent(const struct process *p)
{
	return p->pid ? p->out->len - p->sent : 0;
}

enum process_io process_write(struct process *p)
{
	while (p->sent < p->out->len) {
		ssize_t n = send(p->fd, p->out->data + p->sent, p->out->len - p->sent,
				 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			/* Its end is seen by reading, after what it said before. */
			return PROCESS_WAIT;
		p->sent += (size_t)n;
	}
	/* A large document need not stay while its answer comes. */
	if (p->out->len > KEPT_BYTES) {
		g_byte_array_unref(p->out);
		p->out = g_byte_array_new();
	}
	g_byte_array_set_size(p->out, 0);
	p->sent = 0;
	return PROCESS_MORE;
}

/* Makes room for what the head announces; false for a lie. */
static bool begin_payload(struct process *p, GError **err)
{
	if (!wire_head(p->head_bytes, ANSWER_KINDS, &p->head, err))
		return false;
	p->payload = pages_alloc(MAX(p->head.length, 1));
	return true;
}

enum process_io process_read(struct process *p, struct answer **answer, GError **err)
{
	bool in_head = p->got < WIRE_HEAD;
	unsigned char *to = in_head ? p->head_bytes + p->got
				    : p->payload + (p->got - WIRE_HEAD);
	size_t want = in_head ? WIRE_HEAD - p->got
			      : p->head.length - (p->got - WIRE_HEAD);
	ssize_t n = want > 0 ? recv(p->fd, to, want, MSG_DONTWAIT) : 0;
	if (n < 0 && errno == EINTR)
		return PROCESS_MORE;
	if (n < 0 && errno == EAGAIN)
		return PROCESS_WAIT;
	if (n < 0 || (n == 0 && want > 0))
		return PROCESS_ENDED;
	p->got += (size_t)n;
	p->heard = true;
	if (in_head && p->got == WIRE_HEAD && !begin_payload(p, err))
		return PROCESS_LIES;
	if (p->got < WIRE_HEAD || p->got - WIRE_HEAD < p->head.length)
		return PROCESS_MORE;
	p->got = 0;
	*answer = wire_get_answer(&p->head, g_steal_pointer(&p->payload), err);
	return *answer ? PROCESS_FRAME : PROCESS_LIES;
}

/* Processor time of all its threads; -1 unknown. */
static int64_t cpu_ns_of(GPid pid)
{
	clockid_t clock;
	struct timespec t;
	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return -1;
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

bool process_is_stuck(struct process *p, int patience)
{
	int64_t now = clock_mono_us();
	if (now - p->looked_us < LOOK_US)
		return false;
	int64_t cpu = cpu_ns_of(p->pid);
	bool first = p->looked_us == 0;
	if (first || p->heard || cpu < 0 || cpu != p->cpu_ns)
		p->silent = 0;
	else
		p->silent++;
	p->looked_us = now;
	p->heard = false;
	p->cpu_ns = cpu;
	return p->silent >= patience;
}

/* A signal that no fault of its own brings about, or what work/shot.h says of the rest. A
 * worker that is lying about it is asked no more often than MOST_BLAME allows. */
static bool came_from_outside(int status)
{
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == WIRE_STATUS_SHOT;
	int number = WTERMSIG(status);
	if (number == SIGSYS || number == SIGXCPU || number == SIGXFSZ)
		return false;
	for (int i = 0; i < FATAL_SIGNALS; i++)
		if (number == fatal_signals[i])
			return false;
	return true;
}

char *process_end(struct process *p, bool *outside)
{
	int status = 0;
	close(p->fd);
	/* If it died by itself its status stands since before the socket closed, and this
	 * signal comes too late to change it. */
	kill(p->pid, SIGKILL);
	while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
		;
	bool shot = came_from_outside(status);
	if (outside)
		*outside = shot;
	g_byte_array_unref(p->out);
	g_free(p->payload);
	*p = (struct process){0};
	if (shot && WIFEXITED(status))
		return g_strdup(_("a signal from outside"));
	return run_status_text(status);
}
