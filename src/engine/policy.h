/* SPDX-License-Identifier: GPL-3.0-or-later */
/* policy: when a feed may be asked again. Pure functions of what is known. */
#ifndef ENGINE_POLICY_H
#define ENGINE_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/story.h"
#include "wire/job.h"

/* What the next visit depends on besides the answer. */
struct policy {
	int64_t feed;	 /* its id: the seed of chance */
	int64_t every_s; /* the user's interval (every=, refresh), -1 none */
	bool exact;	 /* every= of this very feed: only Retry-After makes it longer */
	bool adaptive;	 /* feeds that post seldom are asked seldom */
	int fails;	 /* failures in a row, this one included */
	int64_t hint_s;	 /* the feed's own: ttl, sy:updatePeriod; -1 */
	uint32_t skip_hours, skip_days; /* as in struct feed */
	int64_t pace_from; /* since then the pace_n newest stories came, DATE_NONE */
	int pace_n;
};

/* What a document says of the feed's habits, into the last five. */
void policy_read(struct policy *p, const struct feed *feed, int64_t now);

/* When a feed may be asked again after this answer; DATE_NONE: any time. Never later than
 * 30 days from now. Retry-After: RFC 9110 10.2.3; freshness: RFC 9111; ttl, skipHours,
 * skipDays: rssboard.org; sy: RSS 1.0, module syndication. */
int64_t policy_next(const struct answer *answer, const struct policy *p, int64_t now);

/* Whether its time has come. A last visit in the future (the clock was wrong) counts as
 * none; a little early counts as in time, else what runs each hour finds an hourly feed
 * not yet due each second time. */
bool policy_due(const struct feed_state *state, int64_t now);

/* Whether its server does not want to be asked now, whoever asks: Retry-After is not
 * over, or the feed is gone for good (410). Only a request for this very feed, or one
 * without the cache, goes there all the same. */
bool policy_held(const struct feed_state *state, int64_t now);

#endif
