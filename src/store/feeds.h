/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feeds: subscriptions as the store knows them, and what is known of each feed. */
#ifndef STORE_FEEDS_H
#define STORE_FEEDS_H

#include "store/db.h"
#include "store/story.h"

/* What the user's file says of a feed; plain data, copied by engine/ from struct sub. */
struct subscription {
	const char *url;
	const char *name; /* or NULL */
};

/* Makes the store's list of subscribed feeds that of the file: new ones are added, those
 * that went are marked orphans. ids[i] is the id of subs[i]. Writes nothing, and takes no
 * lock, if all is as it was. */
bool feeds_subscribe(struct db *db, const struct subscription *subs, size_t n,
		     int64_t *ids, GError **err);
/* The ids alone, 0 for what the store does not know yet. */
bool feeds_find(struct db *db, const struct subscription *subs, size_t n, int64_t *ids,
		GError **err);
/* Whether feeds that the file does not name any more have stories. */
bool feeds_have_orphans(struct db *db, bool *have, GError **err);
/* The feed of that address gets another one, with its stories and marks; what was known of
 * the old address's answers is forgotten. Nothing if the store does not know it. ERR_USAGE
 * if a feed with stories has the new address already. A transaction of its own. */
bool feeds_move(struct db *db, const char *from, const char *to, GError **err);
/* All feeds, subscribed or not, by id. */
struct feed_states *feeds_read(struct db *db, GError **err);
/* Those of ids alone, in that order. */
struct feed_states *feeds_read_some(struct db *db, const int64_t *ids, size_t n,
				    GError **err);
bool feeds_totals(struct db *db, struct totals *out, GError **err);

/* What is to be remembered of an answer besides the answer; all but now may be unknown:
 * DATE_NONE, -1, 0. The last lines are kept of a document only (ANSWER_FEED). */
struct feed_times {
	int64_t now;
	int64_t next; /* not before */
	int64_t held; /* the server asked to wait until then */
	bool hushed;  /* a failure does not count: failing_since stays unknown */
	int64_t hint_s;
	uint32_t skip_hours, skip_days;
	int64_t pace_from;
	int pace_n;
};

/* Inside a transaction: a feed was asked; what came of it. The validators are stored by
 * the transaction that stores the stories, never before. answer: kind ANSWER_FEED (after
 * ingest), ANSWER_SAME or ANSWER_FAILED. */
bool feeds_store_answer(struct db *db, int64_t feed, const struct answer *answer,
			const struct feed_times *times, GError **err);
/* A reload begins: is:new means received from here on. */
bool feeds_reload_began(struct db *db, int64_t now, GError **err);

#endif
