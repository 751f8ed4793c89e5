/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates that people type, and dates as they are shown, in the local zone. */
#include "text/date.h"

#include "text/date_private.h"
#include "text/utf8.h"
#include "text/width.h"
#include "util/i18n.h"

#include <glib.h>
#include <string.h>
#include <time.h>

static bool local_parts(int64_t t, struct tm *tm)
{
	time_t time = (time_t)t;
	return localtime_r(&time, tm) != NULL;
}

/* Midnight that begins a local day; month may be out of its range. */
static int64_t local_midnight(int year, int month, int day)
{
	struct tm tm = {.tm_year = year - 1900,
			.tm_mon = month - 1,
			.tm_mday = day,
			.tm_isdst = -1};
	return mktime(&tm);
}

/* "3d": the number and its unit, or false. */
static bool read_age(const char *s, int *count, char *unit)
{
	int digits;
	const char *end = date_number(s, count, &digits);
	if (digits == 0 || digits > 6 || !end[0] || end[1])
		return false;
	*unit = end[0];
	return true;
}

static bool read_day(const char *s, int *year, int *month, int *day)
{
	int *const places[] = {year, month, day};
	int given = 0;
	*month = *day = 0;
	for (int i = 0; i < 3; i++) {
		int digits;
		s = date_number(s, places[i], &digits);
		if (digits == 0 || (i == 0 ? digits != 4 : digits > 2))
			return false;
		given++;
		if (*s == '\0')
			break;
		if (*s++ != '-' || i == 2)
			return false;
	}
	return *s == '\0' && *year > 0 && (given < 2 || (*month >= 1 && *month <= 12)) &&
	       (given < 3 || (*day >= 1 && *day <= date_days(*year, *month)));
}

bool date_period(const char *s, int64_t now, int64_t *from, int64_t *to)
{
	struct tm tm;
	int year, month, day, count;
	char unit;
	if (!local_parts(now, &tm))
		return false;
	int today_year = tm.tm_year + 1900, today_month = tm.tm_mon + 1;
	bool yesterday = g_ascii_strcasecmp(s, "yesterday") == 0;
	if (yesterday || g_ascii_strcasecmp(s, "today") == 0) {
		*from = local_midnight(today_year, today_month, tm.tm_mday - yesterday);
		*to = local_midnight(today_year, today_month, tm.tm_mday - yesterday + 1);
		return true;
	}
	if (read_age(s, &count, &unit)) {
		*to = now;
		if (unit == 'm' || unit == 'y') {
			tm.tm_mon -= unit == 'm' ? count : 0;
			tm.tm_year -= unit == 'y' ? count : 0;
			tm.tm_isdst = -1;
			*from = mktime(&tm);
			return true;
		}
		int seconds = unit == 'h'   ? 3600
			      : unit == 'd' ? DAY
			      : unit == 'w' ? 7 * DAY
					    : 0;
		*from = now - (int64_t)count * seconds;
		return seconds != 0;
	}
	if (!read_day(s, &year, &month, &day))
		return false;
	*from = local_midnight(year, month ? month : 1, day ? day : 1);
	*to = day     ? local_midnight(year, month, day + 1)
	      : month ? local_midnight(year, month + 1, 1)
		      : local_midnight(year + 1, 1, 1);
	return true;
}

bool date_duration(const char *s, int64_t *seconds)
{
	static const struct {
		char unit;
		int seconds;
	} list[] = {{'\0', 1},	 {'s', 1},   {'m', 60},
		    {'h', 3600}, {'d', DAY}, {'w', 7 * DAY}};
	int count, digits;
	const char *end = date_number(s, &count, &digits);
	if (digits == 0 || digits > 9 || (end[0] && end[1]))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		if (*end == list[i].unit) {
			*seconds = (int64_t)count * list[i].seconds;
			return true;
		}
	return false;
}

bool date_playtime(const char *s, int64_t *seconds)
{
	int64_t sum = 0;
	s += strspn(s, " \t\r\n");
	for (int i = 0; i < 3; i++) {
		int value, digits;
		s = date_number(s, &value, &digits);
		if (digits == 0 || digits > 9)
			return false;
		sum = sum * 60 + value;
		if (*s != ':')
			break;
		s++;
	}
	if (*s == '.') /* a fraction of a second */
		s += 1 + strspn(s + 1, "0123456789");
	s += strspn(s, " \t\r\n");
	if (*s)
		return false;
	*seconds = sum;
	return true;
}

char *date_iso(int64_t t)
{
	struct tm tm;
	time_t time = (time_t)t;
	if (!gmtime_r(&time, &tm))
		return g_strdup("");
	return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
			       tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
			       tm.tm_sec);
}

/* The month's name in the user's language, three columns of it. */
static char *short_month(const struct tm *tm)
{
	char name[64];
	if (strftime(name, sizeof name, "%b", tm) == 0)
		return g_strdup("");
	size_t n = width_fit(name, strlen(name), 3, NULL);
	return g_strndup(name, n);
}

char *date_short(int64_t t, int64_t now)
{
	struct tm tm, today;
	if (!local_parts(t, &tm) || !local_parts(now, &today))
		return g_strdup("");
	if (tm.tm_year == today.tm_year && tm.tm_yday == today.tm_yday)
		return g_strdup_printf("%02d:%02d", tm.tm_hour, tm.tm_min);
	char *month = short_month(&tm);
	char *text = tm.tm_year == today.tm_year
			     ? g_strdup_printf("%d %s", tm.tm_mday, month)
			     : g_strdup_printf("%d %s %02d", tm.tm_mday, month,
					       (tm.tm_year % 100 + 100) % 100);
	g_free(month);
	return text;
}

char *date_as(int64_t t, int64_t now, const char *pattern)
{
	enum { MOST_COLUMNS = 24 };
	if (strcmp(pattern, "age") == 0)
		return date_age(t, now);
	if (!strchr(pattern, '%'))
		return date_short(t, now);
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_local(t);
	g_autofree char *text = when ? g_date_time_format(when, pattern) : NULL;
	if (!text || !*text || !utf8_is_clean(text, strlen(text), CLEAN_SHOWN))
		return date_short(t, now);
	return width_cut(text, MOST_COLUMNS);
}

char *date_long(int64_t t)
{
	struct tm tm;
	if (!local_parts(t, &tm))
		return g_strdup("");
	char *month = short_month(&tm);
	char *text = g_strdup_printf("%d %s %d %02d:%02d", tm.tm_mday, month,
				     tm.tm_year + 1900, tm.tm_hour, tm.tm_min);
	g_free(month);
	return text;
}

char *date_age(int64_t t, int64_t now)
{
	int64_t age = MAX(now - t, 0);
	if (age < 3600)
		return g_strdup_printf(_("%d min"), (int)(age / 60));
	if (age < 2 * DAY)
		return g_strdup_printf(_("%d h"), (int)(age / 3600));
	if (age < 60 * (int64_t)DAY)
		return g_strdup_printf(_("%d d"), (int)(age / DAY));
	if (age < 2 * 365 * (int64_t)DAY)
		return g_strdup_printf(_("%d mo"), (int)(age / (30 * DAY)));
	return g_strdup_printf(_("%lld y"), (long long)(age / (365 * DAY)));
}
