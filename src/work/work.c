/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network thread reads jobs and runs the fetcher; finished bodies go to the pool;
 * frames of answers go to one writing thread, so they never mix and nobody who has
 * something better to do waits for tnews. When too much waits on the way out, no new
 * transfer is started: memory does not grow with the number of feeds. */
#include "config.h"

#include "work/work.h"

#include <errno.h>
#include <glib.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/pages.h"
#include "wire/wire.h"
#include "work/confine.h"
#include "work/shot.h"
#include "work/task.h"

enum {
	MOST_QUEUED = 4 << 20, /* bytes of answers that wait to be written */
	MOST_BODIES = 4 << 20, /* bytes of bodies that wait to be read, or still come */
	WATCH_MS = 1000,       /* how often the pool is looked at while it works */
	IDLE_MS = 60 * 60 * 1000,
	SETTLED_MS = 2000, /* after so much quiet memory is given back */
	END_S = 10,
	SOCKET = 3, /* descriptor */
};

struct work {
	int fd;
	const struct carrier *carrier;
	struct fetcher *fetcher;
	struct pool *pool;
	GAsyncQueue *frames; /* GByteArray; empty: the writer ends */
	GThread *writer;
	gsize queued; /* atomic: bytes in frames */
	gint deaf;    /* atomic: tnews can no longer be written to */
	/* the frame that comes in */
	unsigned char head_bytes[WIRE_HEAD];
	struct frame_head head;
	unsigned char *payload;
	size_t got; /* bytes of head and payload */
	enum fetcher_hold held;
	bool settled;
};

/* --- answers out ----------------------------------------------------------------- */

static void *writer_main(void *data)
{
	struct work *w = data;
	confine_parser();
	for (;;) {
		GByteArray *frame = g_async_queue_pop(w->frames);
		size_t n = frame->len;
		if (n > 0 && !g_atomic_int_get(&w->deaf) &&
		    !wire_write(w->fd, frame->data, n, NULL))
			g_atomic_int_set(&w->deaf, 1);
		g_byte_array_unref(frame);
		if (n == 0)
			return NULL;
		gsize before = (gsize)g_atomic_pointer_add(&w->queued, (gsize)0 - n);
		/* The network thread may be waiting for room, or for silence. */
		if (before >= MOST_QUEUED / 2 || before == n)
			w->carrier->wake(w->fetcher);
	}
}

static void send_frame(GByteArray *taken, void *data)
{
	struct work *w = data;
	g_atomic_pointer_add(&w->queued, (gsize)taken->len);
	g_async_queue_push(w->frames, taken);
}

static void send_answer(struct work *w, struct answer *taken)
{
	GByteArray *frame = g_byte_array_new();
	wire_put_answer(frame, taken);
	answer_free(taken);
	send_frame(frame, w);
}

/* --- transfers ------------------------------------------------------------------- */

static void transfer_done(struct transfer_result *taken, void *data)
{
	struct work *w = data;
	if (taken->body) {
		pool_add(w->pool, taken);
		return;
	}
	send_answer(w, g_steal_pointer(&taken->answer));
	transfer_result_free(taken);
}

static void balance(struct work *w)
{
	size_t queued = (size_t)g_atomic_pointer_get(&w->queued);
	size_t bodies = pool_bytes(w->pool);
	enum fetcher_hold hold = FETCH_GO;
	/* Those that only wait for an answer take no memory to speak of, but all may come
	 * at once. */
	if (queued > MOST_QUEUED || bodies > MOST_BODIES)
		hold = FETCH_STOP;
	else if (bodies + w->carrier->bytes(w->fetcher) > MOST_BODIES)
		hold = FETCH_HOLD;
	if (hold != w->held) {
		w->held = hold;
		w->carrier->hold(w->fetcher, hold);
	}
}

/* --- jobs in --------------------------------------------------------------------- */

static void take_job(struct work *w, struct job *job)
{
	switch (job->kind) {
	case JOB_FETCH:
	case JOB_DISCOVER:
		if (w->carrier->add) {
			w->carrier->add(w->fetcher, job);
			return;
		}
		send_answer(w,
			    task_failed(job->number, FAIL_OTHER, _("no network here")));
		break;
	case JOB_CANCEL:
		if (w->carrier->cancel)
			w->carrier->cancel(w->fetcher);
		break;
	default: {
		struct transfer_result *task = g_new0(struct transfer_result, 1);
		task->job = job;
		pool_add(w->pool, task);
		return;
	}
	}
	job_free(job);
}

/* A whole frame has come. */
static bool take_frame(struct work *w, GError **err)
{
	struct job *job = wire_get_job(&w->head, g_steal_pointer(&w->payload), err);
	w->got = 0;
	if (!job)
		return false;
	take_job(w, job);
	return true;
}

/* 1: some bytes came, 0: none are there, -1: the end (err may be set). */
static int read_some(struct work *w, GError **err)
{
	bool in_head = w->got < WIRE_HEAD;
	unsigned char *to = in_head ? w->head_bytes + w->got
				    : w->payload + (w->got - WIRE_HEAD);
	size_t want = in_head ? WIRE_HEAD - w->got
			      : w->head.length - (w->got - WIRE_HEAD);
	ssize_t n = want > 0 ? recv(w->fd, to, want, MSG_DONTWAIT) : 0;
	if (want > 0 && n == 0)
		return -1;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	w->got += (size_t)n;
	if (in_head && w->got == WIRE_HEAD) {
		if (!wire_head(w->head_bytes, JOB_KINDS, &w->head, err))
			return -1;
		w->payload = pages_alloc(MAX(w->head.length, 1));
	}
	if (w->got >= WIRE_HEAD && w->got - WIRE_HEAD == w->head.length &&
	    !take_frame(w, err))
		return -1;
	return 1;
}

/* --- the loop -------------------------------------------------------------------- */

static bool is_idle(struct work *w)
{
	return w->carrier->pending(w->fetcher) == 0 && pool_tasks(w->pool) == 0 &&
	       g_atomic_pointer_get(&w->queued) == 0;
}

static int timeout_of(struct work *w)
{
	if (!is_idle(w))
		return WATCH_MS;
	return w->settled ? IDLE_MS : SETTLED_MS;
}

static int serve(struct work *w)
{
	int64_t watched_us = clock_mono_us();
	for (;;) {
		GError *err = NULL;
		bool ready = false;
		int some = 0;
		w->carrier->run(w->fetcher, w->fd, timeout_of(w), &ready);
		while (ready && (some = read_some(w, &err)) > 0)
			w->settled = false;
		if (some < 0 && err) {
			g_printerr("%s: %s\n", g_get_prgname(), err->message);
			g_error_free(err);
			return 1;
		}
		if (some < 0 || g_atomic_int_get(&w->deaf))
			return 0;
		balance(w);
		int64_t now = clock_mono_us();
		if (now - watched_us < WATCH_MS * INT64_C(1000))
			continue;
		watched_us = now;
		pool_watch(w->pool);
		if (is_idle(w) && !w->settled && !ready) {
			w->settled = true;
#ifdef __GLIBC__
			malloc_trim(0);
#endif
		}
	}
}

static int work_run(int fd, const struct work_parts *parts)
{
	struct work w = {.fd = fd, .carrier = parts->carrier};
	w.frames = g_async_queue_new_full((GDestroyNotify)g_byte_array_unref);
	w.fetcher = w.carrier->open(transfer_done, &w);
	w.writer = g_thread_new("writer", writer_main, &w);
	w.pool = pool_new(parts->task, send_frame, &w);
	int status = serve(&w);
	/* tnews is gone: what is under way is of use to nobody, and nobody is left to see
	 * if it ends. */
	alarm(END_S);
	g_atomic_int_set(&w.deaf, 1);
	shutdown(fd, SHUT_RDWR);
	if (w.carrier->cancel)
		w.carrier->cancel(w.fetcher);
	pool_free(w.pool);
	g_async_queue_push(w.frames, g_byte_array_new());
	g_thread_join(w.writer);
	g_async_queue_unref(w.frames);
	w.carrier->close(w.fetcher);
	g_free(w.payload);
	return status;
}

/* Many short threads resolve names: their stacks count, and so do malloc's arenas. */
static void mind_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 4);
	/* A document's buffers are used again for the next, not given back and faulted in
	 * anew: that took longer than parsing. */
	mallopt(M_MMAP_THRESHOLD, 2 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
	mallopt(M_TOP_PAD, 512 << 10);
#endif
#ifndef WITH_SANITIZERS
	pthread_attr_t attr;
	if (pthread_attr_init(&attr) == 0) {
		pthread_attr_setstacksize(&attr, 2 << 20);
		pthread_setattr_default_np(&attr);
		pthread_attr_destroy(&attr);
	}
#endif
}

int work_main(const struct work_parts *parts)
{
	int type = 0;
	socklen_t length = sizeof type;
	setlocale(LC_ALL, "");
	bindtextdomain(PACKAGE, LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	gettext("unread"); /* reads the translations while files can be read */
	g_set_prgname(parts->name);
	if (getsockopt(SOCKET, SOL_SOCKET, SO_TYPE, &type, &length) != 0) {
		fprintf(stderr, _("%s is started by tnews, not by hand\n"), parts->name);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* the terminal's keys are for tnews */
	signal(SIGQUIT, SIG_IGN);
	shot_watch();
	mind_memory();
	if (parts->prepare)
		parts->prepare();
	parts->confine();
	int status = work_run(SOCKET, parts);
#ifdef WITH_SANITIZERS
	_exit(status); /* the leak checker would have to trace us, which is refused */
#endif
	return status;
}
