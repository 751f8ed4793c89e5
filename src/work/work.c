/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network thread reads jobs and runs the fetcher; finished bodies go to the pool;
 * frames of answers go to one writing thread, so they never mix and nobody who has
 * something better to do waits for tnews. When too much waits on the way out, no new
 * transfer is started: memory does not grow with the number of feeds. */
#include "work/work.h"

#include <errno.h>
#include <glib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/socket.h>
#include <unistd.h>

#include "net/fetcher.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/pages.h"
#include "wire/wire.h"
#include "work/confine.h"
#include "work/pool.h"

enum {
	MOST_QUEUED = 16 << 20, /* bytes of answers that wait to be written */
	MOST_BODIES = 8 << 20,	/* bytes of bodies that wait to be read */
	WATCH_MS = 1000,	/* how often the pool is looked at while it works */
	IDLE_MS = 60 * 60 * 1000,
	SETTLED_MS = 2000, /* after so much quiet memory is given back */
	END_S = 10,
};

struct work {
	int fd;
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
	bool held, settled;
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
		gsize before = (gsize)g_atomic_pointer_add(&w->queued, -(gssize)n);
		/* The network thread may be waiting for room, or for silence. */
		if (before >= MOST_QUEUED / 2 || before == n)
			fetcher_wake(w->fetcher);
	}
}

static void send_frame(GByteArray *taken, void *data)
{
	struct work *w = data;
	g_atomic_pointer_add(&w->queued, (gssize)taken->len);
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
	bool hold = queued > MOST_QUEUED || pool_bytes(w->pool) > MOST_BODIES;
	if (hold != w->held) {
		w->held = hold;
		fetcher_hold(w->fetcher, hold);
	}
}

/* --- jobs in --------------------------------------------------------------------- */

static void take_job(struct work *w, struct job *job)
{
	switch (job->kind) {
	case JOB_FETCH:
		fetcher_add(w->fetcher, job);
		return;
	case JOB_CANCEL:
		fetcher_cancel(w->fetcher);
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
	return fetcher_pending(w->fetcher) == 0 && pool_tasks(w->pool) == 0 &&
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
		fetcher_run(w->fetcher, w->fd, timeout_of(w), &ready);
		while (ready && (some = read_some(w, &err)) > 0)
			w->settled = false;
		if (some < 0 && err) {
			g_printerr("tnews-worker: %s\n", err->message);
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

int work_run(int fd)
{
	struct work w = {.fd = fd};
	w.frames = g_async_queue_new_full((GDestroyNotify)g_byte_array_unref);
	w.fetcher = fetcher_new(transfer_done, &w);
	w.writer = g_thread_new("writer", writer_main, &w);
	w.pool = pool_new(send_frame, &w);
	int status = serve(&w);
	/* tnews is gone: what is under way is of use to nobody, and nobody is left to see
	 * if it ends. */
	alarm(END_S);
	g_atomic_int_set(&w.deaf, 1);
	shutdown(fd, SHUT_RDWR);
	fetcher_cancel(w.fetcher);
	pool_free(w.pool);
	g_async_queue_push(w.frames, g_byte_array_new());
	g_thread_join(w.writer);
	g_async_queue_unref(w.frames);
	fetcher_free(w.fetcher);
	g_free(w.payload);
	return status;
}
