/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a feed may be asked again: the longest of what the user, the server and the feed
 * say, or after a failure what is reasonable then. */
#include "engine/policy.h"

#include <glib.h>

enum {
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	FAR = 30 * DAY,
	FRESH_MOST = DAY, /* some servers call everything fresh for a year */
	HINT_MOST = 7 * DAY,
	PACE_STORIES = 10, /* of so many newest stories the pace is taken */
	PACE_LEAST = 3,
	PACE_PART = 8, /* asked so often between two stories */
	SLACK_PART = 10,
	SLACK_MOST = 5 * MINUTE,
};

/* Between 80 and 120 percent, the same for the same feed and failure: what failed at one
 * time (a host was down) is not asked again at one time. */
static int64_t scattered(int64_t wait, const struct policy *p)
{
	int64_t seed[] = {p->feed, p->fails};
	int64_t percent = 80 +
			  (int64_t)(digest_bytes(DIGEST_SEED, seed, sizeof seed) % 41);
	return wait * percent / 100;
}

/* 5 minutes after the first failure, twice as long after each further one, a day at most:
 * a server that is down for an hour is not missed for long, a dead one costs little. */
static int64_t backoff(const struct policy *p)
{
	int64_t wait = 5 * MINUTE;
	for (int i = 1; i < p->fails && wait < DAY; i++)
		wait *= 2;
	return scattered(MIN(wait, DAY), p);
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? 1 : x > y ? -1 : 0;
}

void policy_read(struct policy *p, const struct feed *feed, int64_t now)
{
	int64_t minutes = feed->ttl_minutes > 0 ? feed->ttl_minutes : feed->every_minutes;
	p->hint_s = minutes > 0 ? minutes * MINUTE : -1;
	p->skip_hours = feed->skip_hours;
	p->skip_days = feed->skip_days;
	p->pace_from = DATE_NONE;
	p->pace_n = 0;
	GArray *dates = g_array_new(FALSE, FALSE, sizeof(int64_t));
	for (size_t i = 0; i < feed->n_items; i++) {
		int64_t date = feed->items[i].published;
		if (date == DATE_NONE)
			date = feed->items[i].updated;
		if (date != DATE_NONE && date > 0 && date <= now)
			g_array_append_val(dates, date);
	}
	g_array_sort(dates, newest_first);
	guint n = MIN(dates->len, PACE_STORIES);
	if (n >= PACE_LEAST) {
		p->pace_from = g_array_index(dates, int64_t, n - 1);
		p->pace_n = (int)n;
	}
	g_array_unref(dates);
}

/* The wait that the pace of the feed suggests: 0 for one whose pace is not known. */
static int64_t pace_wait(const struct policy *p, int64_t now)
{
	if (!p->adaptive || p->pace_n < PACE_LEAST || p->pace_from == DATE_NONE ||
	    p->pace_from > now)
		return 0;
	return MIN((now - p->pace_from) / p->pace_n / PACE_PART, DAY);
}

static bool is_skipped(const struct policy *p, int64_t t)
{
	int64_t hour = t / HOUR, day = t / DAY + 4; /* 1970 began on a Thursday */
	return (p->skip_hours >> (hour % 24) & 1) != 0 ||
	       (p->skip_days >> (day % 7) & 1) != 0;
}

/* The first moment at or after t that the feed does not exclude; t itself if it excludes
 * all of them. */
static int64_t unskipped(const struct policy *p, int64_t t)
{
	int64_t at = t;
	for (int i = 0; i < 8 * 24; i++) {
		if (!is_skipped(p, at))
			return at;
		at = (at / HOUR + 1) * HOUR;
	}
	return t;
}

static int64_t after_success(const struct answer *answer, const struct policy *p,
			     int64_t now)
{
	int64_t wait = MAX(p->every_s, 0);
	if (!p->exact) {
		wait = MAX(wait, MIN(answer->fetched.fresh_s, FRESH_MOST));
		wait = MAX(wait, MIN(p->hint_s, HINT_MOST));
		wait = MAX(wait, pace_wait(p, now));
	}
	int64_t next = now + MIN(wait, FAR);
	if (!p->exact && (p->skip_hours || p->skip_days))
		next = unskipped(p, next);
	return next;
}

int64_t policy_next(const struct answer *answer, const struct policy *p, int64_t now)
{
	int64_t next;
	if (answer->kind != ANSWER_FAILED)
		next = after_success(answer, p, now);
	else if (answer->fail == FAIL_CANCELLED || answer->fail == FAIL_OFFLINE)
		return DATE_NONE;
	else if (answer->fail == FAIL_GONE)
		next = now + FAR;
	else
		next = now + backoff(p);
	if (answer->fetched.retry_after_s >= 0)
		next = MAX(next, now + answer->fetched.retry_after_s);
	if (next <= now)
		return DATE_NONE;
	return MIN(next, now + FAR);
}

bool policy_held(const struct feed_state *state, int64_t now)
{
	if (state->fetched == DATE_NONE || state->fetched > now)
		return false;
	if (state->fail == FAIL_GONE)
		return true;
	return state->held != DATE_NONE && state->held > now && state->held <= now + FAR;
}

bool policy_due(const struct feed_state *state, int64_t now)
{
	if (policy_held(state, now))
		return false;
	if (state->next == DATE_NONE || state->fetched == DATE_NONE ||
	    state->fetched > now)
		return true;
	int64_t slack = MIN((state->next - state->fetched) / SLACK_PART, SLACK_MOST);
	return state->next - MAX(slack, 0) <= now || state->next > now + FAR;
}
