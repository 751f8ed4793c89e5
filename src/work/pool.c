/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One queue, sorted by urgency; each thread takes, works, encodes, hands out. The queue's
 * lock is the only one. */
#include "work/pool.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "util/i18n.h"
#include "util/limit.h"
#include "wire/wire.h"
#include "work/confine.h"
#include "work/task.h"

enum { LEAST_THREADS = 2, MOST_THREADS = 4 };

/* Room in a frame beside its text. */
enum { FRAME_REST = 1024 };

/* Parsers and renderers end by themselves within seconds (their own deadlines); this is
 * the rope behind them. */
#ifdef WITH_SANITIZERS
#define MOST_CPU_S 300
#else
#define MOST_CPU_S 20
#endif

struct entry {
	struct transfer_result *task; /* NULL: the thread ends */
	size_t bytes;
	guint turn;
};

struct thread {
	struct pool *pool;
	GThread *thread;
	pthread_t id; /* valid while busy is not 0 */
	gint busy;    /* atomic: number of the task in hand, 0 none */
	gint watched; /* number and time at the last look, of the watcher alone */
	int64_t watched_ns;
};

struct pool {
	GAsyncQueue *queue; /* struct entry */
	struct thread threads[MOST_THREADS];
	guint n_threads, turn;
	gint tasks;  /* atomic, waiting or in hand */
	gsize bytes; /* atomic */
	pool_task *work;
	void (*answered)(GByteArray *taken_frame, void *data);
	void *data;
};

static gint by_urgency(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct entry *x = a, *y = b;
	(void)data;
	bool x_urgent = x->task && x->task->job->urgent;
	bool y_urgent = y->task && y->task->job->urgent;
	if (x_urgent != y_urgent)
		return x_urgent ? -1 : 1;
	return (gint)(x->turn - y->turn);
}

static void entry_free(struct entry *entry)
{
	transfer_result_free(entry->task);
	g_free(entry);
}

/* Text owes nothing to the document, which may be as large: the one goes before the other
 * is copied. */
static GByteArray *frame_of(pool_task *work, struct entry *entry)
{
	uint32_t number = entry->task->job->number;
	struct answer *answer = work(entry->task);
	if (answer->kind == ANSWER_TEXT)
		g_clear_pointer(&entry->task, transfer_result_free);
	GByteArray *frame = g_byte_array_sized_new((guint)answer->n_text + FRAME_REST);
	if (!wire_put_answer(frame, answer)) {
		answer_free(answer);
		answer = task_failed(number, FAIL_TOO_LARGE,
				     _("what was made of it is too large"));
		wire_put_answer(frame, answer);
	}
	answer_free(answer);
	return frame;
}

static GByteArray *begun_frame(uint32_t number)
{
	struct answer *answer = answer_new(ANSWER_BEGUN, number, 0);
	GByteArray *frame = g_byte_array_new();
	wire_put_answer(frame, answer);
	answer_free(answer);
	return frame;
}

static void *thread_main(void *data)
{
	struct thread *t = data;
	struct pool *p = t->pool;
	gint number = 0;
	confine_parser();
	t->id = pthread_self();
	for (;;) {
		struct entry *entry = g_async_queue_pop(p->queue);
		if (!entry->task) {
			entry_free(entry);
			return NULL;
		}
		number = number == G_MAXINT ? 1 : number + 1;
		g_atomic_int_set(&t->busy, number);
		p->answered(begun_frame(entry->task->job->number), p->data);
		GByteArray *frame = frame_of(p->work, entry);
		g_atomic_int_set(&t->busy, 0);
		size_t bytes = entry->bytes;
		entry_free(entry);
		g_atomic_pointer_add(&p->bytes, (gsize)0 - bytes);
		p->answered(frame, p->data);
		g_atomic_int_add(&p->tasks, -1);
	}
}

struct pool *pool_new(pool_task *work,
		      void (*answered)(GByteArray *taken_frame, void *data), void *data)
{
	struct pool *p = g_new0(struct pool, 1);
	p->queue = g_async_queue_new_full((GDestroyNotify)entry_free);
	p->work = work;
	p->answered = answered;
	p->data = data;
	p->n_threads = CLAMP(g_get_num_processors(), LEAST_THREADS, MOST_THREADS);
	for (guint i = 0; i < p->n_threads; i++) {
		p->threads[i].pool = p;
		p->threads[i].thread = g_thread_new("parser", thread_main,
						    &p->threads[i]);
	}
	return p;
}

static void push(struct pool *p, struct transfer_result *task, size_t bytes)
{
	struct entry *entry = g_new(struct entry, 1);
	*entry = (struct entry){.task = task, .bytes = bytes, .turn = p->turn++};
	g_async_queue_push_sorted(p->queue, entry, by_urgency, NULL);
}

void pool_free(struct pool *p)
{
	if (!p)
		return;
	struct entry *waiting;
	while ((waiting = g_async_queue_try_pop(p->queue)))
		entry_free(waiting);
	for (guint i = 0; i < p->n_threads; i++)
		push(p, NULL, 0);
	for (guint i = 0; i < p->n_threads; i++)
		g_thread_join(p->threads[i].thread);
	g_async_queue_unref(p->queue);
	g_free(p);
}

void pool_add(struct pool *p, struct transfer_result *taken)
{
	size_t bytes = taken->body ? taken->body->len : taken->job->n_bytes;
	g_atomic_pointer_add(&p->bytes, bytes);
	g_atomic_int_add(&p->tasks, 1);
	push(p, taken, bytes);
}

size_t pool_bytes(struct pool *p)
{
	return (size_t)g_atomic_pointer_get(&p->bytes);
}

guint pool_tasks(struct pool *p)
{
	return (guint)g_atomic_int_get(&p->tasks);
}

static int64_t cpu_ns(pthread_t id)
{
	clockid_t clock;
	struct timespec t;
	if (pthread_getcpuclockid(id, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void pool_watch(struct pool *p)
{
	for (guint i = 0; i < p->n_threads; i++) {
		struct thread *t = &p->threads[i];
		gint busy = g_atomic_int_get(&t->busy);
		if (busy == 0)
			continue;
		int64_t now = cpu_ns(t->id);
		if (busy != t->watched) {
			t->watched = busy;
			t->watched_ns = now;
		} else if (now - t->watched_ns > MOST_CPU_S * INT64_C(1000000000)) {
			signal(SIGXCPU, SIG_DFL);
			raise(SIGXCPU);
		}
	}
}
