/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The usual forms of dates, place by place. */
#include "text/date_usual.h"

#include <glib.h>
#include <string.h>

enum { BAD = -10000, DAY = 86400 };

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The year begins in March, so that the leap day is its last. */
int64_t date_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* n digits, or BAD: sums with it stay far below zero. */
static int digits(const char *s, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit(s[i]))
			return BAD;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

static bool combine(int year, int month, int day, const int time[3], int offset,
		    int64_t *out)
{
	if (year < 1900 || month < 1 || month > 12 || day < 1 ||
	    day > date_days_in_month(year, month) || time[0] < 0 || time[0] > 23 ||
	    time[1] < 0 || time[1] > 59 || time[2] < 0 || time[2] > 59)
		return false;
	*out = date_days(year, month, day) * DAY + time[0] * 3600 + time[1] * 60 +
	       time[2] - offset * 60;
	return true;
}

/* HH:MM:SS */
static bool read_time(const char *s, int time[3])
{
	if (s[2] != ':' || s[5] != ':')
		return false;
	for (int i = 0; i < 3; i++)
		time[i] = digits(s + 3 * i, 2);
	return true;
}

/* +HHMM, +HH:MM: minutes east, or BAD. */
static int read_offset(const char *s, size_t n)
{
	bool colon = n == 6 && s[3] == ':';
	if ((n != 5 && !colon) || (*s != '+' && *s != '-'))
		return BAD;
	int hours = digits(s + 1, 2), minutes = digits(s + (colon ? 4 : 3), 2);
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return BAD;
	int offset = hours * 60 + minutes;
	return *s == '-' ? -offset : offset;
}

static int month_of(const char *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int i = 0; i < 12; i++)
		if (memcmp(s, names + (ptrdiff_t)3 * i, 3) == 0)
			return i + 1;
	return BAD;
}

/* 23 Nov 2026 20:36:00 +0100, after the weekday */
static bool read_mail(const char *s, size_t n, int64_t *out)
{
	int time[3], offset;
	if (n < 22 || s[2] != ' ' || s[6] != ' ' || s[11] != ' ' || s[20] != ' ' ||
	    !read_time(s + 12, time))
		return false;
	const char *zone = s + 21;
	size_t n_zone = n - 21;
	if ((n_zone == 3 &&
	     (memcmp(zone, "GMT", 3) == 0 || memcmp(zone, "UTC", 3) == 0)) ||
	    (n_zone == 1 && *zone == 'Z'))
		offset = 0;
	else
		offset = read_offset(zone, n_zone);
	return offset != BAD && combine(digits(s + 7, 4), month_of(s + 3), digits(s, 2),
					time, offset, out);
}

/* 2026-11-23T20:36:00 and what follows */
static bool read_iso(const char *s, size_t n, int64_t *out)
{
	int time[3], offset;
	if (n < 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' ||
	    !read_time(s + 11, time))
		return false;
	size_t at = 19;
	if (s[at] == '.')
		for (at++; at < n && g_ascii_isdigit(s[at]);)
			at++;
	if (n - at == 1 && s[at] == 'Z')
		offset = 0;
	else
		offset = read_offset(s + at, n - at);
	return offset != BAD && combine(digits(s, 4), digits(s + 5, 2), digits(s + 8, 2),
					time, offset, out);
}

bool date_usual(const char *s, size_t n, int64_t *out)
{
	if (n > 26 && s[3] == ',' && s[4] == ' ')
		return read_mail(s + 5, n - 5, out);
	return read_iso(s, n, out);
}
