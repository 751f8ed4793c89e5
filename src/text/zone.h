/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zone: time zones by the names that dates carry: "EST", "Eastern Standard Time",
 * "Europe/Berlin". A table of our own: the worker may read no file, and what a name meant
 * long ago does not matter for news. Inner header of text/. */
#ifndef TEXT_ZONE_H
#define TEXT_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When summer time begins and ends. */
enum zone_rule {
	ZONE_FIXED,
	ZONE_EU,
	ZONE_US,
	ZONE_AU,
	ZONE_HALF, /* Lord Howe: half an hour */
	ZONE_NZ,
	ZONE_CL,
	ZONE_IL,
	ZONE_EG,
	ZONE_LB,
	ZONE_RULES
};

struct zone {
	int minutes; /* east of UTC, in winter */
	enum zone_rule rule;
};

/* The zone whose name begins at s (folded, see fold_text); its length, 0 if there is
 * none. */
size_t zone_at(const char *s, struct zone *zone);
/* Minutes east of UTC at a local time: days since 1970, seconds of the day. */
int zone_minutes(const struct zone *zone, int year, int64_t days, int seconds);

#endif
