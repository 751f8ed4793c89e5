/* SPDX-License-Identifier: GPL-3.0-or-later */
/* policy: when a feed may be asked again. Pure functions of what is known. */
#ifndef ENGINE_POLICY_H
#define ENGINE_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/story.h"
#include "wire/job.h"

/* When a feed may be asked again after this answer; DATE_NONE: any time. every_s: the
 * user's interval (every=, refresh), -1 none; fails: failures in a row, this one
 * included. Never later than 30 days from now. Retry-After: RFC 9110 10.2.3. */
int64_t policy_next(const struct answer *answer, int64_t every_s, int fails, int64_t now);

/* Whether its time has come. A last visit in the future (the clock was wrong) counts as
 * none. */
bool policy_due(const struct feed_state *state, int64_t now);

#endif
