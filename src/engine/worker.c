/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiver thread owns everything: the process, the jobs that wait, the jobs that are
 * open. Others only push messages and write a byte to wake it. One turn: take messages,
 * send what may be sent, poll, read, hand out; when the process ends, sort the open jobs
 * into suspects and the rest. */
#include "engine/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/process.h"
#include "text/utf8.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"

enum {
	NICE_BEHIND = 10,
	MOST_UNSTORED = 4 << 20, /* bytes of answers that wait */
	MOST_UNSENT = 256 << 10, /* bytes of frames made ahead of the socket */
	MOST_DEATHS = 2,	 /* of one job */
	BLAME = 25,	   /* for a death while a job was the only one in hand ... */
	BLAME_OUTSIDE = 1, /* ... of a signal that somebody sent: innocent, but if the
	                    * system kills for want of memory it is one, too */
	MOST_BLAME = MOST_DEATHS * BLAME,
	MOST_BLIND = 3, /* deaths with nothing in hand, before all are suspects */
	MOST_FRUITLESS = 10 * BLAME, /* of starts in a row that brought no frame */
	PATIENCE_S = 10,	     /* with a worker that shows no sign of life */
	MOST_IN_HAND_S = 120, /* of one job; its own deadlines end it long before */
	LOOK_MS = 1000,
	MOST_ASK_MS = 120000, /* for worker_ask, beside the time of the transfer */
};

enum message_kind {
	MESSAGE_JOB,
	MESSAGE_CANCEL,
	MESSAGE_START,
	MESSAGE_STEP_BACK,
	MESSAGE_END
};

struct message {
	enum message_kind kind;
	struct job *job;
};

/* A job that is not answered yet. */
struct open_job {
	struct job *job;
	bool sent, begun;
	bool suspect;  /* was in hand when the worker died */
	int blame;     /* for deaths while it was the only one in hand */
	int in_hand_s; /* since it was begun, in looks of a second */
	int blind;     /* deaths while nothing was in hand, so it could have been it */
};

struct worker {
	char *path;
	void (*on_answer)(struct answer *taken, void *data);
	void *data;
	GThread *thread;
	GAsyncQueue *messages;
	int wake[2];
	gint number;	 /* atomic */
	gint patience_s; /* atomic */
	gint pid;	 /* atomic: a copy for worker_pid */
	gsize unstored;	 /* atomic: bytes, see worker_weigh */
	/* the receiver's own */
	struct process process;
	GHashTable *open; /* number -> struct open_job */
	GQueue waiting;	  /* struct open_job, not sent; urgent ones first */
	GQueue suspects;  /* struct open_job, not sent or (the head) in hand */
	bool suspect_in_hand, want_cancel;
	int fruitless;
	int64_t looked_us; /* at the jobs in hand */
};

static void open_job_free(void *data)
{
	struct open_job *o = data;
	job_free(o->job);
	g_free(o);
}

/* --- handing out ----------------------------------------------------------------- */

/* Takes the job off the books and gives its answer away. */
static void hand_out(struct worker *w, struct open_job *o, struct answer *answer)
{
	answer->context = o->job->context;
	if (o->suspect && w->suspects.head && w->suspects.head->data == o)
		w->suspect_in_hand = false;
	if (o->suspect)
		g_queue_remove(&w->suspects, o);
	else if (!o->sent)
		g_queue_remove(&w->waiting, o);
	g_hash_table_remove(w->open, GUINT_TO_POINTER(o->job->number));
	w->on_answer(answer, w->data);
}

static void fail_job(struct worker *w, struct open_job *o, enum fail fail,
		     const char *text)
{
	struct answer *answer = answer_new(ANSWER_FAILED, o->job->number, 0);
	answer->fail = fail;
	answer->message = arena_strdup(answer->arena, text);
	hand_out(w, o, answer);
}

static void fail_all(struct worker *w, enum fail fail, const char *text)
{
	g_autoptr(GList) all = g_hash_table_get_values(w->open);
	for (GList *at = all; at; at = at->next)
		fail_job(w, at->data, fail, text);
}

/* --- what came ------------------------------------------------------------------- */

/* Text of the worker goes to terminals: a document is as it is, all else is clean. */
static bool text_is_sound(const struct job *job, const struct answer *answer)
{
	return job->transfer.raw ||
	       utf8_is_clean(answer->text, answer->n_text, CLEAN_TEXT);
}

static bool answer_suits(const struct job *job, const struct answer *answer)
{
	if (answer->kind == ANSWER_FAILED || answer->kind == ANSWER_BEGUN)
		return true;
	switch (job->kind) {
	case JOB_FETCH:
		return answer->kind == ANSWER_SAME ||
		       answer->kind == (job->transfer.raw ? ANSWER_TEXT : ANSWER_FEED);
	case JOB_PARSE:
	case JOB_EXTRACT:
		return answer->kind == ANSWER_FEED;
	case JOB_DISCOVER:
		return answer->kind == ANSWER_OFFERS;
	case JOB_OUTLINES:
		return answer->kind == ANSWER_OUTLINES;
	case JOB_RENDER:
		return answer->kind == ANSWER_PAGE;
	default:
		return answer->kind == ANSWER_TEXT && text_is_sound(job, answer);
	}
}

/* false: nobody asked for this. */
static bool take_answer(struct worker *w, struct answer *answer)
{
	struct open_job *o = g_hash_table_lookup(w->open,
						 GUINT_TO_POINTER(answer->number));
	if (!o || !o->sent || !answer_suits(o->job, answer)) {
		answer_free(answer);
		return false;
	}
	w->fruitless = 0;
	if (answer->kind == ANSWER_BEGUN) {
		o->begun = true;
		answer_free(answer);
	} else {
		hand_out(w, o, answer);
	}
	return true;
}

/* --- its death ------------------------------------------------------------------- */

static void push_by_urgency(GQueue *queue, struct open_job *o)
{
	if (o->job->urgent)
		g_queue_push_head(queue, o);
	else
		g_queue_push_tail(queue, o);
}

static gint by_number(gconstpointer a, gconstpointer b)
{
	const struct open_job *x = *(struct open_job *const *)a;
	const struct open_job *y = *(struct open_job *const *)b;
	return x->job->number < y->job->number ? -1 : x->job->number > y->job->number;
}

/* The jobs that the worker had, in the order in which they were asked; *begun: how many
 * of them it had in hand. */
static GPtrArray *sent_jobs(struct worker *w, guint *begun)
{
	GPtrArray *sent = g_ptr_array_new();
	GHashTableIter iter;
	void *value;
	*begun = 0;
	g_hash_table_iter_init(&iter, w->open);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct open_job *o = value;
		if (!o->sent)
			continue;
		g_ptr_array_add(sent, o);
		*begun += o->begun;
	}
	g_ptr_array_sort(sent, by_number);
	return sent;
}

/* Sorts what was sent. Suspects are those that were in hand. If none was, the network
 * thread died, or somebody killed the worker: each could have been it, but only some such
 * deaths make it a suspect, as suspects are slow. The rest is asked again as before. */
static void sort_out(struct worker *w, const char *how, int blame)
{
	guint begun;
	g_autoptr(GPtrArray) sent = sent_jobs(w, &begun);
	const struct open_job *first = w->suspect_in_hand ? w->suspects.head->data : NULL;
	bool alone = sent->len == 1 || (begun == 1 && first && first->begun);
	w->suspect_in_hand = false;
	for (guint i = 0; i < sent->len; i++) {
		struct open_job *o = sent->pdata[i];
		bool could = begun == 0 || o->begun;
		if (begun == 0 && blame == BLAME)
			o->blind++;
		if (could && alone)
			o->blame += blame;
		bool suspect = o->begun || (could && (alone || o->blind >= MOST_BLIND));
		o->sent = o->begun = false;
		o->in_hand_s = 0;
		if (o->blame >= MOST_BLAME) {
			g_autofree char *text =
				g_strdup_printf(_("cannot be read safely: the worker "
						  "died of it twice: %s"),
						how);
			fail_job(w, o, FAIL_CRASH, text);
		} else if (suspect && !o->suspect) {
			o->suspect = true;
			push_by_urgency(&w->suspects, o);
		} else if (!o->suspect) {
			push_by_urgency(&w->waiting, o);
		}
	}
}

static void bury(struct worker *w, const char *why)
{
	bool outside = false;
	g_autofree char *status = process_end(&w->process, &outside);
	const char *how = why ? why : status;
	g_atomic_int_set(&w->pid, 0);
	int blame = outside && !why ? BLAME_OUTSIDE : BLAME;
	w->fruitless += blame;
	if (w->fruitless > MOST_FRUITLESS) {
		g_autofree char *text = g_strdup_printf(_("%s does not work: %s"),
							w->path, how);
		w->fruitless = 0;
		w->suspect_in_hand = false;
		fail_all(w, FAIL_CRASH, text);
		return;
	}
	sort_out(w, how, blame);
}

static void start(struct worker *w)
{
	GError *err = NULL;
	if (w->process.pid)
		return;
	if (process_start(&w->process, w->path, &err)) {
		g_atomic_int_set(&w->pid, w->process.pid);
		return;
	}
	fail_all(w, FAIL_OTHER, err->message);
	g_error_free(err);
}

/* --- sending --------------------------------------------------------------------- */

static void send_job(struct worker *w, struct open_job *o)
{
	o->sent = true;
	if (process_put(&w->process, o->job))
		return;
	fail_job(w, o, FAIL_TOO_LARGE, _("too large for the worker"));
}

static bool next_is_urgent(struct worker *w)
{
	return w->waiting.length > 0 &&
	       ((struct open_job *)w->waiting.head->data)->job->urgent;
}

static void send_cancel(struct worker *w)
{
	struct job *job = job_new(JOB_CANCEL, 0);
	process_put(&w->process, job);
	job_free(job);
	w->want_cancel = false;
}

/* Suspects come first, one at a time; beside one only what somebody waits for. */
static void send_jobs(struct worker *w)
{
	if (w->suspects.length == 0 && w->waiting.length == 0 && !w->want_cancel)
		return;
	start(w);
	if (!w->process.pid)
		return;
	if (w->want_cancel)
		send_cancel(w);
	if (w->suspects.length > 0 && !w->suspect_in_hand) {
		w->suspect_in_hand = true;
		send_job(w, w->suspects.head->data);
	}
	while (w->suspects.length > 0 ? next_is_urgent(w) : w->waiting.length > 0) {
		if (process_unsent(&w->process) > MOST_UNSENT)
			return;
		send_job(w, g_queue_pop_head(&w->waiting));
	}
}

static void cancel(struct worker *w)
{
	g_autoptr(GList) all = g_hash_table_get_values(w->open);
	bool sent = false;
	for (GList *at = all; at; at = at->next) {
		struct open_job *o = at->data;
		if (o->job->kind != JOB_FETCH && o->job->kind != JOB_DISCOVER)
			continue;
		if (o->sent)
			sent = true;
		else
			fail_job(w, o, FAIL_CANCELLED, _("stopped before it was done"));
	}
	w->want_cancel = sent && w->process.pid;
}

/* --- its silence ----------------------------------------------------------------- */

static bool owes_answers(const struct worker *w)
{
	return w->process.pid && g_hash_table_size(w->open) > w->waiting.length;
}

/* A loop or a lock in a thread that reads a document; the others still live. */
static bool has_long_job(struct worker *w)
{
	GHashTableIter iter;
	void *value;
	bool found = false;
	int64_t now = clock_mono_us();
	if (now - w->looked_us < LOOK_MS * INT64_C(1000))
		return false;
	w->looked_us = now;
	g_hash_table_iter_init(&iter, w->open);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct open_job *o = value;
		if (o->begun && ++o->in_hand_s > MOST_IN_HAND_S)
			found = true;
	}
	return found;
}

static void look_after(struct worker *w)
{
	if (process_is_stuck(&w->process, g_atomic_int_get(&w->patience_s)))
		bury(w, _("it gave no more sign of life"));
	else if (has_long_job(w))
		bury(w, _("it did not come to an end"));
}

/* --- the receiver ---------------------------------------------------------------- */

/* false: the end was asked for. */
static bool take_messages(struct worker *w)
{
	struct message *m;
	bool go_on = true;
	char bytes[64];
	while (read(w->wake[0], bytes, sizeof bytes) > 0)
		;
	while (go_on && (m = g_async_queue_try_pop(w->messages))) {
		switch (m->kind) {
		case MESSAGE_JOB: {
			struct open_job *o = g_new0(struct open_job, 1);
			o->job = m->job;
			g_hash_table_insert(w->open, GUINT_TO_POINTER(o->job->number), o);
			push_by_urgency(&w->waiting, o);
			break;
		}
		case MESSAGE_CANCEL:
			cancel(w);
			break;
		case MESSAGE_START:
			start(w);
			break;
		case MESSAGE_STEP_BACK:
			/* of this thread; the process that it starts inherits it */
			setpriority(PRIO_PROCESS, 0, NICE_BEHIND);
			break;
		case MESSAGE_END:
			go_on = false;
			break;
		}
		g_free(m);
	}
	return go_on;
}

static bool is_full(struct worker *w)
{
	return (gsize)g_atomic_pointer_get(&w->unstored) > MOST_UNSTORED;
}

/* Reads what is there, but comes back for messages now and then. */
static void receive(struct worker *w)
{
	for (int turns = 0; turns < 64 && (turns == 0 || !is_full(w)); turns++) {
		struct answer *answer = NULL;
		g_autoptr(GError) err = NULL;
		switch (process_read(&w->process, &answer, &err)) {
		case PROCESS_WAIT:
			return;
		case PROCESS_ENDED:
			bury(w, NULL);
			return;
		case PROCESS_LIES:
			bury(w, err->message);
			return;
		case PROCESS_FRAME:
			if (!take_answer(w, answer)) {
				bury(w, _("it answered what nobody had asked"));
				return;
			}
			break;
		default:
			break;
		}
	}
}

static void *receiver_main(void *data)
{
	struct worker *w = data;
	while (take_messages(w)) {
		send_jobs(w);
		bool full = is_full(w);
		struct pollfd fds[2] = {{.fd = w->wake[0], .events = POLLIN},
					{.fd = -1, .events = full ? 0 : POLLIN}};
		if (w->process.pid) {
			process_write(&w->process);
			fds[1].fd = w->process.fd;
			if (process_unsent(&w->process) > 0)
				fds[1].events |= POLLOUT;
		}
		bool owes = owes_answers(w);
		if (poll(fds, 2, owes ? LOOK_MS : -1) < 0 && errno != EINTR)
			break;
		if (fds[1].revents & (POLLIN | POLLHUP | POLLERR))
			receive(w);
		if (owes && owes_answers(w) && !full)
			look_after(w);
	}
	fail_all(w, FAIL_CANCELLED, _("stopped before it was done"));
	if (w->process.pid)
		g_free(process_end(&w->process, NULL));
	return NULL;
}

/* --- public ---------------------------------------------------------------------- */

static void message_free(void *data)
{
	struct message *m = data;
	job_free(m->job);
	g_free(m);
}

static void wake(struct worker *w)
{
	/* A full pipe wakes as well. */
	while (write(w->wake[1], "", 1) < 0 && errno == EINTR)
		;
}

static void tell(struct worker *w, enum message_kind kind, struct job *job)
{
	struct message *m = g_new(struct message, 1);
	*m = (struct message){.kind = kind, .job = job};
	g_async_queue_push(w->messages, m);
	wake(w);
}

struct worker *worker_new(const char *path,
			  void (*on_answer)(struct answer *taken, void *data), void *data)
{
	struct worker *w = g_new0(struct worker, 1);
	w->path = g_strdup(path);
	w->on_answer = on_answer;
	w->data = data;
	w->patience_s = PATIENCE_S;
	w->messages = g_async_queue_new_full(message_free);
	w->open = g_hash_table_new_full(NULL, NULL, NULL, open_job_free);
	g_queue_init(&w->waiting);
	g_queue_init(&w->suspects);
	if (pipe2(w->wake, O_CLOEXEC | O_NONBLOCK) != 0)
		g_error("no pipe: %s", g_strerror(errno));
	w->thread = g_thread_new("receiver", receiver_main, w);
	return w;
}

void worker_stop(struct worker *w)
{
	if (!w->thread)
		return;
	tell(w, MESSAGE_END, NULL);
	g_thread_join(w->thread);
	w->thread = NULL;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	worker_stop(w);
	g_async_queue_unref(w->messages);
	g_hash_table_unref(w->open);
	g_queue_clear(&w->waiting);
	g_queue_clear(&w->suspects);
	close(w->wake[0]);
	close(w->wake[1]);
	g_free(w->path);
	g_free(w);
}

void worker_weigh(struct worker *w, gssize bytes)
{
	gsize before = (gsize)g_atomic_pointer_add(&w->unstored, bytes);
	if (before > MOST_UNSTORED && before + (gsize)bytes <= MOST_UNSTORED)
		wake(w);
}

void worker_start(struct worker *w)
{
	tell(w, MESSAGE_START, NULL);
}

void worker_step_back(struct worker *w)
{
	tell(w, MESSAGE_STEP_BACK, NULL);
}

uint32_t worker_send(struct worker *w, struct job *taken)
{
	uint32_t number;
	do
		number = (uint32_t)g_atomic_int_add(&w->number, 1) + 1;
	while (number == 0);
	taken->number = number;
	tell(w, MESSAGE_JOB, taken);
	return number;
}

void worker_cancel_fetches(struct worker *w)
{
	tell(w, MESSAGE_CANCEL, NULL);
}

void worker_set_patience(struct worker *w, int seconds)
{
	g_atomic_int_set(&w->patience_s, seconds);
}

GPid worker_pid(struct worker *w)
{
	return g_atomic_int_get(&w->pid);
}

/* --- one job --------------------------------------------------------------------- */

static struct answer *answer_failed(enum fail fail, const char *text)
{
	struct answer *answer = answer_new(ANSWER_FAILED, 1, 0);
	answer->fail = fail;
	answer->message = arena_strdup(answer->arena, text);
	return answer;
}

/* Until the answer, the end of the process, a lie, or (*late) the deadline. */
static enum process_io wait_for_answer(struct process *p, struct answer **answer,
				       int64_t deadline_us, bool *late, GError **lie)
{
	enum process_io io = PROCESS_MORE;
	while (io == PROCESS_MORE || io == PROCESS_WAIT) {
		int64_t left_us = deadline_us - g_get_monotonic_time();
		*late = left_us <= 0;
		if (*late)
			break;
		process_write(p);
		struct pollfd fd = {.fd = p->fd, .events = POLLIN};
		if (process_unsent(p) > 0)
			fd.events |= POLLOUT;
		poll(&fd, 1, (int)MIN(left_us / 1000 + 1, INT_MAX));
		io = process_read(p, answer, lie);
		if (io == PROCESS_FRAME && (*answer)->kind == ANSWER_BEGUN) {
			g_clear_pointer(answer, answer_free);
			io = PROCESS_MORE;
		}
	}
	return io;
}

/* 1: answered, 0: the worker died (*how says of what, *blame how much that says of the
 * job), -1: err. */
static int ask_once(const char *path, const struct job *job, int64_t deadline_us,
		    struct answer **answer, char **how, int *blame, GError **err)
{
	struct process p;
	if (!process_start(&p, path, err))
		return -1;
	bool late, outside;
	GError *lie = NULL;
	process_put(&p, job);
	enum process_io io = wait_for_answer(&p, answer, deadline_us, &late, &lie);
	if (late) {
		io = PROCESS_FRAME;
		*answer = answer_failed(FAIL_TIMEOUT, _("took too long"));
	}
	if (io == PROCESS_FRAME && !answer_suits(job, *answer)) {
		g_clear_pointer(answer, answer_free);
		g_set_error(&lie, TNEWS_ERROR, ERR_DATA, "it answered something else");
		io = PROCESS_LIES;
	}
	*how = process_end(&p, &outside);
	*blame = outside && !lie ? BLAME_OUTSIDE : BLAME;
	if (lie) {
		g_free(*how);
		*how = g_strdup(lie->message);
		g_error_free(lie);
	}
	return io == PROCESS_FRAME ? 1 : 0;
}

struct answer *worker_ask(const char *path, struct job *taken, GError **err)
{
	int64_t limit_ms = MOST_ASK_MS + (int64_t)taken->transfer.timeout_ms;
	return worker_ask_within(path, taken, limit_ms, err);
}

struct answer *worker_ask_within(const char *path, struct job *taken, int64_t limit_ms,
				 GError **err)
{
	struct answer *answer = NULL;
	int64_t deadline_us = g_get_monotonic_time() + limit_ms * 1000;
	int blame = 0, more;
	taken->number = 1;
	while (!answer) {
		g_autofree char *how = NULL;
		int rc = ask_once(path, taken, deadline_us, &answer, &how, &more, err);
		if (rc < 0)
			break;
		blame += more;
		if (rc == 0 && blame >= MOST_BLAME) {
			g_autofree char *text =
				g_strdup_printf(_("cannot be read safely: the worker "
						  "died of it twice: %s"),
						how);
			answer = answer_failed(FAIL_CRASH, text);
		}
	}
	if (answer)
		answer->context = taken->context;
	job_free(taken);
	return answer;
}

char *worker_confinement(const char *path, GError **err)
{
	struct answer *answer = worker_ask(path, job_new(JOB_CONFINEMENT, 0), err);
	char *text = NULL;
	if (!answer)
		return NULL;
	if (answer->kind == ANSWER_TEXT)
		text = g_strdup(answer->text);
	else
		g_set_error(err, TNEWS_ERROR, ERR_SYSTEM, "%s", answer->message);
	answer_free(answer);
	return text;
}
