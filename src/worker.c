/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews-worker: fetches, parses and lays out what comes from strangers. It is started by
 * tnews with a socket as descriptor 3, loads what it needs, locks itself in, and works
 * until the socket ends. */
#include "config.h"

#include "feed/feed.h"
#include "net/fetcher.h"
#include "text/charset.h"
#include "work/confine.h"
#include "work/task.h"
#include "work/work.h"

static void prepare(void)
{
	fetcher_init();
	feed_init();
}

static void confine(void)
{
	confine_process();
	charset_serve();
}

int main(void)
{
	static const struct carrier network = {
		fetcher_new,   fetcher_free, fetcher_add, fetcher_cancel, fetcher_pending,
		fetcher_bytes, fetcher_hold, fetcher_run, fetcher_wake,
	};
	static const struct work_parts parts = {
		"tnews-worker", prepare, confine, &network, task_answer,
	};
	return work_main(&parts);
}
