/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews-worker-page: lays out pages, nothing else. A person waits for each of its answers,
 * and the first screen for its start; so it is linked to neither libcurl nor libxml2,
 * whose libraries take longer to load than all else together, and it has no file and no
 * connection. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include "work/confine.h"
#include "work/task.h"
#include "work/work.h"

/* Here nothing but tnews and the pool is waited for. */
struct fetcher {
	int wake[2]; /* a pipe */
};

static struct fetcher *
waiter_open(void (*done)(struct transfer_result *taken, void *data), void *data)
{
	(void)done;
	(void)data;
	struct fetcher *f = g_new0(struct fetcher, 1);
	if (pipe2(f->wake, O_CLOEXEC | O_NONBLOCK) != 0)
		g_error("no pipe: %s", g_strerror(errno));
	return f;
}

static void waiter_close(struct fetcher *f)
{
	close(f->wake[0]);
	close(f->wake[1]);
	g_free(f);
}

static size_t waiter_pending(const struct fetcher *f)
{
	(void)f;
	return 0;
}

static size_t waiter_bytes(const struct fetcher *f)
{
	(void)f;
	return 0;
}

static void waiter_hold(struct fetcher *f, enum fetcher_hold hold)
{
	(void)f;
	(void)hold;
}

static void waiter_run(struct fetcher *f, int fd, int timeout_ms, bool *fd_ready)
{
	struct pollfd fds[2] = {{.fd = fd, .events = POLLIN},
				{.fd = f->wake[0], .events = POLLIN}};
	char bytes[64];
	poll(fds, 2, timeout_ms);
	*fd_ready = (fds[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
	if (fds[1].revents)
		while (read(f->wake[0], bytes, sizeof bytes) > 0)
			;
}

static void waiter_wake(struct fetcher *f)
{
	/* A full pipe wakes as well. */
	while (write(f->wake[1], "", 1) < 0 && errno == EINTR)
		;
}

int main(void)
{
	static const struct carrier waiter = {
		.open = waiter_open,
		.close = waiter_close,
		.pending = waiter_pending,
		.bytes = waiter_bytes,
		.hold = waiter_hold,
		.run = waiter_run,
		.wake = waiter_wake,
	};
	static const struct work_parts parts = {
		"tnews-worker-page", task_page_prepare, confine_page, &waiter, task_page,
	};
#ifdef __linux__
	/* the kernel's name is short, and who looks for the workers finds both */
	prctl(PR_SET_NAME, "tnews-worker");
#endif
	return work_main(&parts);
}
