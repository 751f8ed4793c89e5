/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pool: the threads that meet foreign bytes: inflate, parse, lay out. Each takes a task
 * at a time, what somebody waits for first, and hands the answer out as a frame. They
 * are locked in further than the rest of the worker (confine_parser). Inner header of
 * work/. */
#ifndef WORK_POOL_H
#define WORK_POOL_H

#include <glib.h>
#include <stddef.h>

#include "net/fetcher.h"

struct pool;

/* What is done with one task: gives the answer, which is the caller's. In a thread of the
 * pool. */
typedef struct answer *pool_task(struct transfer_result *task);

/* answered is called in a thread of the pool with a frame of the wire; it takes it over. */
struct pool *pool_new(pool_task *work,
		      void (*answered)(GByteArray *taken_frame, void *data), void *data);
/* Ends the threads after what they are at; tasks that wait are dropped. */
void pool_free(struct pool *p);
/* Takes over a finished transfer whose body is to be read, or (answer NULL) a job that
 * brings its bytes along. Never blocks. */
void pool_add(struct pool *p, struct transfer_result *taken);
/* Bytes of the tasks that wait or are worked on; their number. From any thread. */
size_t pool_bytes(struct pool *p);
guint pool_tasks(struct pool *p);
/* Ends the program with SIGXCPU if a task takes more processor time than any may: whoever
 * asked learns of it by the worker's death. To be called once in a while. */
void pool_watch(struct pool *p);

#endif
