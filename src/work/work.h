/* SPDX-License-Identifier: GPL-3.0-or-later */
/* work: the main function of a worker: jobs in, answers out, until the socket ends.
 *
 * There are two such programs. tnews-worker does all. tnews-worker-page only lays out
 * pages: it is linked to no network and no XML, so it starts in a fraction of the time,
 * which is what a first screen waits for, and it needs no file and no connection at all. */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "net/fetcher.h"
#include "work/pool.h"

/* What a worker can do. */
struct work_parts {
	const char *name;	       /* of the program */
	void (*prepare)(void);	       /* initialises libraries, before confinement */
	void (*confine)(void);	       /* before any thread */
	const struct carrier *carrier; /* how the network thread waits, and transfers */
	pool_task *task;	       /* what a thread of the pool does */
};

/* How the network thread waits: net/fetcher.h has the manual of these functions. add and
 * cancel are NULL where there is no network. */
struct carrier {
	struct fetcher *(*open)(void (*done)(struct transfer_result *taken, void *data),
				void *data);
	void (*close)(struct fetcher *f);
	void (*add)(struct fetcher *f, struct job *taken);
	void (*cancel)(struct fetcher *f);
	size_t (*pending)(const struct fetcher *f);
	size_t (*bytes)(const struct fetcher *f);
	void (*hold)(struct fetcher *f, enum fetcher_hold hold);
	void (*run)(struct fetcher *f, int fd, int timeout_ms, bool *fd_ready);
	void (*wake)(struct fetcher *f);
};

/* Serves tnews on descriptor 3; the calling thread becomes the network thread. Returns
 * the exit status: 0 at the end of the socket, 1 for a peer that cannot be understood, 2
 * if it was not started by tnews. */
int work_main(const struct work_parts *parts);

#endif
