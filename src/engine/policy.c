/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a feed may be asked again. */
#include "engine/policy.h"

enum { MINUTE = 60, DAY = 24 * 60 * MINUTE, FAR = 30 * DAY };

/* 5 minutes after the first failure, twice as long after each further one, a day at most:
 * a server that is down for an hour is not missed for long, a dead one costs little. */
static int64_t backoff(int fails)
{
	int64_t wait = 5 * MINUTE;
	for (int i = 1; i < fails && wait < DAY; i++)
		wait *= 2;
	return wait < DAY ? wait : DAY;
}

int64_t policy_next(const struct answer *answer, int64_t every_s, int fails, int64_t now)
{
	int64_t wait = every_s;
	if (answer->kind == ANSWER_FAILED) {
		if (answer->fail == FAIL_CANCELLED)
			return DATE_NONE;
		wait = answer->fail == FAIL_GONE ? FAR : backoff(fails);
	}
	if (answer->fetched.retry_after_s > wait)
		wait = answer->fetched.retry_after_s;
	if (wait <= 0)
		return DATE_NONE;
	return now + (wait < FAR ? wait : FAR);
}

bool policy_due(const struct feed_state *state, int64_t now)
{
	if (state->next == DATE_NONE || state->fetched == DATE_NONE ||
	    state->fetched > now)
		return true;
	return state->next <= now || state->next > now + FAR;
}
