/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker: starts tnews-worker, sends jobs, hands out answers, and starts it again when it
 * dies. The jobs whose bytes it had in hand then are suspects: they are asked again one at
 * a time; one that kills the worker twice while it is the only suspect is answered with
 * FAIL_CRASH and the signal. All other jobs are simply asked again. A death by a signal
 * that somebody sent says next to nothing of the jobs in hand. A worker whose frames lie
 * is ended as if it had died, and so is one that owes answers and neither says nor does
 * anything, or has had one job in hand for minutes.
 *
 * jobs may be sent from any thread (a queue); answers are handed out by the receiver
 * thread, which owns the socket. While on_answer does not return nothing is read: that is
 * how a slow taker slows the worker down. */
#ifndef ENGINE_WORKER_H
#define ENGINE_WORKER_H

#include <glib.h>
#include <stdbool.h>

#include "wire/job.h"

struct worker;

/* path: of tnews-worker. on_answer is called in the receiver thread and takes the answer
 * over. The program is started at the first job, or by worker_start. */
struct worker *worker_new(const char *path,
			  void (*on_answer)(struct answer *taken, void *data),
			  void *data);
/* Ends it, joins the thread; open jobs are answered with FAIL_CANCELLED first. */
void worker_stop(struct worker *w);
/* That, if it was not done, and frees it. */
void worker_free(struct worker *w);
/* From any thread: answers of so many bytes wait to be stored, or, less than 0, no longer.
 * While they are too many nothing is read from the worker, and it soon stops reading from
 * the network. */
void worker_weigh(struct worker *w, gssize bytes);
void worker_start(struct worker *w);
/* The process and the thread that talks to it make way for others that want the processor:
 * for the panes, where a key must not wait. Before the first job. */
void worker_step_back(struct worker *w);
/* Takes the job over, gives it a number that no open job has, and returns that. Never
 * blocks. */
uint32_t worker_send(struct worker *w, struct job *taken);
/* All open JOB_FETCH whose document has not come yet end with FAIL_CANCELLED. */
void worker_cancel_fetches(struct worker *w);
/* For tests: after how many seconds without a sign of life the process is ended. */
void worker_set_patience(struct worker *w, int seconds);
/* For tests: the process, 0 if there is none. */
GPid worker_pid(struct worker *w);
/* How the worker is confined, in words for `tnews check`: asks it and waits. To be
 * freed. NULL with err if it cannot be started. */
char *worker_confinement(const char *path, GError **err);
/* One job, its answer, no threads: for `tnews parse`, `render`. Takes the job over. Waits
 * at most two minutes and the time that the transfer may take; then FAIL_TIMEOUT. */
struct answer *worker_ask(const char *path, struct job *taken, GError **err);
/* The same with another limit. */
struct answer *worker_ask_within(const char *path, struct job *taken, int64_t limit_ms,
				 GError **err);

#endif
