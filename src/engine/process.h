/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process: the running tnews-worker: its descriptor, its frames, its end. Has one owner;
 * worker.c decides what is sent and what a death means. Inner header of engine/. */
#ifndef ENGINE_PROCESS_H
#define ENGINE_PROCESS_H

#include <glib.h>
#include <stdbool.h>

#include "wire/job.h"
#include "wire/wire.h"

struct process {
	GPid pid; /* 0: none */
	int fd;
	GByteArray *out; /* frames on their way */
	size_t sent;	 /* bytes of out that are gone */
	/* the frame that comes in */
	unsigned char head_bytes[WIRE_HEAD];
	struct frame_head head;
	unsigned char *payload;
	size_t got;
};

/* false with err if it cannot be started. */
bool process_start(struct process *p, const char *path, GError **err);
/* Appends a job; process_write sends. */
bool process_put(struct process *p, const struct job *job);
size_t process_unsent(const struct process *p);

enum process_io {
	PROCESS_MORE,  /* some bytes went or came */
	PROCESS_WAIT,  /* nothing more for now */
	PROCESS_FRAME, /* *answer is a whole one */
	PROCESS_ENDED, /* the other end is gone */
	PROCESS_LIES,  /* what came is no answer: err */
};

/* Neither blocks. */
enum process_io process_write(struct process *p);
enum process_io process_read(struct process *p, struct answer **answer, GError **err);

/* Ends it if it has not ended and says how ("signal 11 (Segmentation fault)"); to be
 * freed. Empties the struct. *outside (may be NULL): it was somebody's signal, no fault
 * of its own. */
char *process_end(struct process *p, bool *outside);

#endif
