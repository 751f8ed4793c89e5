/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An age of date_period is as long after now as that is before it. */
#include "text/when.h"

#include <glib.h>
#include <string.h>

#include "text/date.h"

static int64_t midnight(int64_t now, int days)
{
	GDateTime *t = g_date_time_new_from_unix_local(now);
	GDateTime *day = t ? g_date_time_add_days(t, days) : NULL;
	GDateTime *start = day ? g_date_time_new_local(g_date_time_get_year(day),
						       g_date_time_get_month(day),
						       g_date_time_get_day_of_month(day),
						       0, 0, 0)
			       : NULL;
	int64_t out = start ? g_date_time_to_unix(start) : now;
	g_clear_pointer(&start, g_date_time_unref);
	g_clear_pointer(&day, g_date_time_unref);
	g_clear_pointer(&t, g_date_time_unref);
	return out;
}

/* 1 Monday ... 7 Sunday; 0 none. */
static int weekday(const char *s)
{
	static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday"};
	size_t n = strlen(s);
	for (int i = 0; i < 7 && n >= 3; i++)
		if (n <= strlen(names[i]) && !g_ascii_strncasecmp(s, names[i], n))
			return i + 1;
	return 0;
}

bool when_parse(const char *s, int64_t now, int64_t *out)
{
	char *text = g_strstrip(g_strdup(s));
	int64_t from, to;
	int day = weekday(text);
	bool good = true;
	if (day) {
		GDateTime *t = g_date_time_new_from_unix_local(now);
		int today = t ? g_date_time_get_day_of_week(t) : 1;
		g_clear_pointer(&t, g_date_time_unref);
		*out = midnight(now, (day - today + 6) % 7 + 1);
	} else if (!g_ascii_strcasecmp(text, "tomorrow")) {
		*out = midnight(now, 1);
	} else if ((good = date_period(text, now, &from, &to))) {
		/* an age ends now, a date ends when its day does */
		*out = to == now ? now + (now - from) : from;
	}
	g_free(text);
	return good && *out > now;
}
