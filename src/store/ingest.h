/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ingest: a fetched feed becomes rows. */
#ifndef STORE_INGEST_H
#define STORE_INGEST_H

#include "store/db.h"
#include "store/packer.h"
#include "store/story.h"

struct ingest_options {
	const char *const *tags; /* +tags of the subscription, NULL-terminated, or NULL */
	int64_t now;
	bool new_read; /* new stories are read */
	/* of each item of the document, or NULL: its texts, packed ahead */
	const struct packed_story *packed;
	bool changed_unread; /* one that says something else now is unread again */
};

struct ingest_result {
	size_t added, updated, unchanged;
	GArray *new_ids; /* int64_t: for rules and hooks; owned by the caller */
};

/* Inside a transaction, under a savepoint of its own: a failure leaves nothing behind.
 * A story is known by its id in this feed, else its link, else its digest; one that was
 * deleted never comes back; one whose ids or links all changed at once is recognised by
 * the other (store/identity). Counters of the feed move with it. */
bool ingest_feed(struct db *db, int64_t feed, const struct feed *f,
		 const struct ingest_options *options, struct ingest_result *result,
		 GError **err);

#endif
