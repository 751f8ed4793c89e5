/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetcher: transfers, many at once, on one libcurl multi handle.
 *
 * All functions but fetcher_wake belong to one thread, the worker's network thread.
 * Options as security.md 5.3; bodies are left as they were sent (encodings says how) for
 * net/inflate to unpack in the pool. */
#ifndef NET_FETCHER_H
#define NET_FETCHER_H

#include <glib.h>
#include <stdbool.h>

#include "wire/job.h"

struct fetcher;

/* How a body is still encoded when it is handed over. */
enum body_encoding { BODY_PLAIN, BODY_GZIP, BODY_DEFLATE, BODY_BROTLI, BODY_ZSTD };

/* A body is at most twice encoded: encodings are undone from the last on. */
enum { BODY_ENCODINGS = 2 };

/* A finished transfer. Owns all it points to. */
struct transfer_result {
	struct job *job;       /* the job, given back */
	struct answer *answer; /* kind ANSWER_FEED (body is to be read), ANSWER_SAME
	                               or ANSWER_FAILED; fetched is filled */
	GByteArray *body;      /* ANSWER_FEED only */
	enum body_encoding encodings[BODY_ENCODINGS];
	bool cut; /* the connection broke: the body may lack its end */
};

void transfer_result_free(struct transfer_result *result);

/* Once a process, before threads and confinement: libcurl's initialiser. */
void fetcher_init(void);

/* done is called from fetcher_run for each transfer; it takes the result over. */
struct fetcher *fetcher_new(void (*done)(struct transfer_result *taken, void *data),
			    void *data);
void fetcher_free(struct fetcher *f);
/* Takes the job over; starts it when limits allow, urgent ones first. */
void fetcher_add(struct fetcher *f, struct job *taken);
/* Ends all transfers with FAIL_CANCELLED. */
void fetcher_cancel(struct fetcher *f);
/* Transfers under way and waiting. */
size_t fetcher_pending(const struct fetcher *f);
/* Bytes of documents that are still coming. */
size_t fetcher_bytes(const struct fetcher *f);
/* The other side is slow: no new transfer is started; or nothing is read of those under
 * way either, what comes waits in the system. */
enum fetcher_hold { FETCH_GO, FETCH_HOLD, FETCH_STOP };
void fetcher_hold(struct fetcher *f, enum fetcher_hold hold);
/* One turn: waits for sockets, for fd to be readable (-1: none), or for fetcher_wake, at
 * most timeout_ms. *fd_ready says whether fd is. */
void fetcher_run(struct fetcher *f, int fd, int timeout_ms, bool *fd_ready);
/* From any thread: ends the wait of fetcher_run. */
void fetcher_wake(struct fetcher *f);

#endif
