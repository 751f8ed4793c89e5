/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clocks. TNEWS_NOW is read at each call: it is set by tests only, and a call
 * costs little without it. */
#include "util/clock.h"

#include <glib.h>
#include <time.h>

int64_t clock_now(void)
{
	const char *fixed = g_getenv("TNEWS_NOW");
	if (fixed && *fixed) {
		char *end;
		int64_t seconds = g_ascii_strtoll(fixed, &end, 10);
		if (*end == '\0')
			return seconds;
		GDateTime *t = g_date_time_new_from_iso8601(fixed, NULL);
		if (t) {
			seconds = g_date_time_to_unix(t);
			g_date_time_unref(t);
			return seconds;
		}
	}
	return g_get_real_time() / G_USEC_PER_SEC;
}

int64_t clock_mono_us(void)
{
	return g_get_monotonic_time();
}

int64_t clock_cpu_us(void)
{
	struct timespec t;
	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) != 0)
		return g_get_monotonic_time();
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
