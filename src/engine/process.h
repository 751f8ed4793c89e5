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
	/* process_is_stuck */
	bool heard; /* some bytes came since the last look */
	int64_t looked_us, cpu_ns;
	int silent; /* looks in a row that found it silent and idle */
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

/* Whether it has said nothing and used no processor time for `patience` looks: a stopped
 * or a locked process. One that waits for a server or works does not look like that, however
 * slow the machine is. To be called while answers are due; looks once a second at most, so
 * that time in which tnews itself was stopped does not count. Never true where the system
 * does not tell the processor time of others. */
bool process_is_stuck(struct process *p, int patience);

/* Ends it if it has not ended and says how ("signal 11 (Segmentation fault)"); to be
 * freed. Empties the struct. *outside (may be NULL): it was somebody's signal, no fault
 * of its own. */
char *process_end(struct process *p, bool *outside);

#endif
