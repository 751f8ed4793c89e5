/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of feeds. Feeds damage every format there is, so there is no list of formats: the text is
 * folded and read from left to right (read_parts), each number and word finds its place
 * in struct parts or waits; then order and neighbours decide what waits (settle). */
#include "text/date.h"

#include "text/date_private.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/zone.h"

#include <glib.h>
#include <string.h>

enum { LONGEST = 200, NUMBERS = 6, NONE = -1 };
/* Years of Iran, also where nothing says so. */
enum { SOLAR_FIRST = 1350, SOLAR_LAST = 1420 };

/* The years 1 to 9999: no form that we write holds others. */
#define FIRST_SECOND INT64_C(-62135596800)
#define LAST_SECOND INT64_C(253402300799)

struct parts {
	struct {
		int value, digits;
		char before; /* the byte in front of it, in lower case */
	} numbers[NUMBERS];
	int n_numbers;
	int year, month, day, hour, minute, second;
	int era; /* years that are counted from another one, or 0 */
	struct zone zone;
	int month_at; /* numbers that stood before the month's name */
	bool has_zone, am, pm, bad;
	bool offset;  /* the zone is a number, which counts more than a name */
	bool solar;   /* the month is of Iran's calendar */
	bool thai;    /* the year may be one of the Buddhist calendar */
	bool ordinal; /* the day is one of the year */
	bool dots;    /* in place of the colons of the time */
};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from 1970-01-01 in the Gregorian calendar; the year begins in March, so that the
 * leap day is its last. */
int64_t date_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* Leap years come eight in 33 years, which holds for the years 1178 to 1633. */
int64_t date_solar(int year, int month, int day)
{
	int64_t y = year + 1595;
	return 365 * y + y / 33 * 8 + (y % 33 + 3) / 4 +
	       (month < 7 ? 31 * (month - 1) : 186 + 30 * (month - 7)) + day - 1 -
	       1075195;
}

const char *date_number(const char *s, int *value, int *digits)
{
	*value = 0;
	*digits = 0;
	for (; g_ascii_isdigit(*s); s++, ++*digits)
		if (*digits < 9)
			*value = *value * 10 + (*s - '0');
	return s;
}

/* At a sign: "+01:00" "-0500" "+1". NULL if it is none. */
static const char *read_offset(struct parts *parts, const char *s)
{
	int sign = *s == '-' ? -1 : 1, hours, minutes = 0, digits, more;
	const char *p = s + 1;
	while (*p == ' ')
		p++;
	p = date_number(p, &hours, &digits);
	if (digits == 3 || digits == 4) {
		minutes = hours % 100;
		hours /= 100;
	} else if (digits == 0 || digits > 4) {
		return NULL;
	} else if (*p == ':') {
		p = date_number(p + 1, &minutes, &more);
	}
	if (hours > 26 || minutes > 59)
		return NULL;
	if (!parts->offset)
		parts->zone = (struct zone){sign * (hours * 60 + minutes), ZONE_FIXED};
	parts->has_zone = parts->offset = true;
	return p;
}

/* At the minutes; the fraction of a second is dropped. */
static const char *read_time(struct parts *parts, const char *s)
{
	int digits;
	s = date_number(s, &parts->minute, &digits);
	parts->bad |= digits > 2;
	if (*s == ':' && g_ascii_isdigit(s[1])) {
		s = date_number(s + 1, &parts->second, &digits);
		parts->bad |= digits > 2;
	}
	if (*s == '.' && g_ascii_isdigit(s[1]) && g_ascii_isdigit(s[2]) &&
	    !g_ascii_isdigit(s[3]) && parts->dots) {
		s = date_number(s + 1, &parts->second, &digits);
	}
	if ((*s == '.' || *s == ',' || *s == ':') && g_ascii_isdigit(s[1]))
		for (s++; g_ascii_isdigit(*s);)
			s++;
	return s;
}

static int slice(const char *digits, size_t start, size_t n)
{
	int value = 0;
	for (size_t i = start; i < start + n; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

/* "t101410" behind a date. */
static void read_packed_time(struct parts *parts, const char *s, size_t n)
{
	parts->hour = slice(s, 0, 2);
	parts->minute = n >= 4 ? slice(s, 2, 2) : 0;
	parts->second = n >= 6 ? slice(s, 4, 2) : 0;
}

/* 20031231, 2003335 (day of the year), 20031231101410. */
static bool read_packed_date(struct parts *parts, const char *s, size_t n)
{
	if ((n != 7 && n != 8 && n != 12 && n != 14) || parts->year != NONE)
		return false;
	int year = slice(s, 0, 4);
	if (year < 1 || year > 9999)
		return false;
	parts->year = year;
	if (n == 7) {
		parts->month = 1;
		parts->day = slice(s, 4, 3);
		parts->ordinal = true;
		return true;
	}
	parts->month = slice(s, 4, 2);
	parts->day = slice(s, 6, 2);
	if (n > 8)
		read_packed_time(parts, s + 8, n - 8);
	return true;
}

static bool set_unit(struct parts *parts, enum unit unit, int value)
{
	int *const places[] = {
		[YEAR] = &parts->year,	   [MONTH] = &parts->month,
		[MONTH_DAY] = &parts->day, [HOUR] = &parts->hour,
		[MINUTE] = &parts->minute, [SECOND] = &parts->second,
	};
	if (unit < YEAR || unit > SECOND)
		return false;
	*places[unit] = value + (unit == YEAR ? parts->era : 0);
	return true;
}

static const char *read_digits(struct parts *parts, const char *start, char before)
{
	int value, digits;
	enum unit unit;
	const char *s = date_number(start, &value, &digits);
	const char *next = s + strspn(s, " ");
	if (digits == 1 && g_ascii_isalpha(before) && parts->n_numbers == 0 &&
	    parts->year == NONE && parts->hour == NONE)
		return s; /* a weekday by its number: "T2, 05/09/2024" */
	size_t n = (size_t)digits, unit_length = date_unit(next, 0, &unit);
	if (unit_length && set_unit(parts, unit, value))
		return next + unit_length;
	if (digits <= 2 && parts->hour == NONE &&
	    ((*s == ':' && g_ascii_isdigit(s[1])) ||
	     (*s == 'h' && g_ascii_isdigit(s[1])))) {
		parts->hour = value;
		return read_time(parts, s + 1);
	}
	/* "10 h 20" */
	if (digits <= 2 && parts->hour == NONE && *s == ' ' && *next == 'h' &&
	    next[1] == ' ' && g_ascii_isdigit(next[2])) {
		parts->hour = value;
		return read_time(parts, next + 2);
	}
	/* "2024-09-0510:20:30" */
	if (digits == 4 && parts->hour == NONE && parts->n_numbers == 2 && *s == ':' &&
	    g_ascii_isdigit(s[1])) {
		parts->numbers[parts->n_numbers].value = value / 100;
		parts->numbers[parts->n_numbers].digits = 2;
		parts->numbers[parts->n_numbers++].before = before;
		parts->hour = value % 100;
		return read_time(parts, s + 1);
	}
	/* "5 Sep 2024 10.30" */
	if (digits <= 2 && parts->hour == NONE && parts->month != NONE &&
	    parts->n_numbers >= 2 && *s == '.' && g_ascii_isdigit(s[1])) {
		parts->hour = value;
		parts->dots = true;
		return read_time(parts, s + 1);
	}
	if (before == 't' && parts->hour == NONE && (n == 2 || n == 4 || n == 6)) {
		read_packed_time(parts, start, n);
		if ((*s == '.' || *s == ',') && g_ascii_isdigit(s[1]))
			s += 1 + strspn(s + 1, "0123456789");
		return s;
	}
	if (read_packed_date(parts, start, n))
		return s;
	if (parts->n_numbers == NUMBERS || digits > 4) {
		parts->bad = true;
		return s;
	}
	parts->numbers[parts->n_numbers].value = value;
	parts->numbers[parts->n_numbers].digits = digits;
	parts->numbers[parts->n_numbers++].before = before;
	return s;
}

static const char *read_zone(struct parts *parts, const char *s, size_t n)
{
	struct zone zone;
	size_t length = parts->hour != NONE ? zone_at(s, &zone) : 0;
	if (!length)
		return NULL;
	if (!parts->offset)
		parts->zone = zone;
	parts->has_zone = true;
	const char *end = s + length;
	if (length == n && (*end == '+' || *end == '-') && g_ascii_isdigit(end[1])) {
		const char *after = read_offset(parts, end); /* GMT+0100 */
		return after ? after : end;
	}
	return end;
}

static const char *read_word(struct parts *parts, const char *s)
{
	enum unit unit;
	size_t n = date_word(s), length = date_unit(s, n, &unit);
	if (length) {
		parts->am |= unit == AM;
		parts->pm |= unit == PM;
		return s + length;
	}
	int era = date_era(s, n);
	if (era)
		parts->era = era;
	if (parts->has_zone && n == 3 && memcmp(s, "dst", 3) == 0)
		parts->zone.minutes += 60; /* "CET DST" */
	const char *end = read_zone(parts, s, n);
	length = n;
	int month = end ? 0 : date_month(s, &length, &parts->solar, &parts->thai);
	/* "mar." may be a Tuesday: the name behind a number counts more. */
	if (month &&
	    (parts->month == NONE || (parts->month_at == 0 && parts->n_numbers > 0))) {
		parts->month = month;
		parts->month_at = parts->n_numbers;
		return s + length;
	}
	return end ? end : s + n;
}

static void read_parts(struct parts *parts, const char *text)
{
	const char *s = text;
	bool fresh = false; /* the time was just read: a sign begins its zone */
	while (*s) {
		char before = s > text ? s[-1] : ' ';
		const char *end = NULL;
		if (g_ascii_isdigit(*s)) {
			bool had_time = parts->hour != NONE;
			s = read_digits(parts, s, before);
			fresh = !had_time && parts->hour != NONE;
		} else if (g_ascii_isalpha(*s) || (*s & 0x80)) {
			s = read_word(parts, s);
		} else if (parts->hour != NONE && (*s == '+' || *s == '-') &&
			   (*s == '+' || fresh || before == ' ') &&
			   (end = read_offset(parts, s))) {
			s = end;
		} else {
			s++;
		}
	}
}

static int full_year(int value, int digits)
{
	if (digits <= 2)
		return value < 70 ? 2000 + value : 1900 + value;
	return digits == 3 ? 1900 + value : value;
}

/* Which of the waiting numbers is what; "/" is American unless that gives no date. */
static void place_numbers(struct parts *p, int y, int m, int d)
{
	p->year = full_year(p->numbers[y].value, p->numbers[y].digits);
	p->month = p->numbers[m].value;
	p->day = p->numbers[d].value;
	if (p->month > 12 && p->day <= 12 && p->numbers[1].before != '-') {
		int month = p->day;
		p->day = p->month;
		p->month = month;
	}
}

/* "10:20:30 0200": a plus sign that became a blank on its way through an address. */
static void lost_sign(struct parts *p, int at)
{
	int value = p->numbers[at].value;
	if (p->has_zone || p->numbers[at].digits != 4 || p->numbers[at].before != ' ' ||
	    value > 1400 || value % 100 % 15 || value % 100 > 45)
		return;
	p->zone = (struct zone){value / 100 * 60 + value % 100, ZONE_FIXED};
	p->has_zone = true;
}

static bool settle_numeric(struct parts *p)
{
	int n = p->n_numbers;
	if (n == 4 && p->hour != NONE && p->numbers[3].digits == 4) {
		lost_sign(p, 3);
		n = 3;
	}
	bool year_first = n > 0 &&
			  (p->numbers[0].digits >= 3 || p->numbers[0].value > 31);
	if (n == 3 &&
	    (year_first || (p->numbers[2].digits <= 2 && p->numbers[1].before == '-')))
		place_numbers(p, 0, 1, 2);
	else if (n == 3 && p->numbers[1].before == '/')
		place_numbers(p, 2, 0, 1);
	else if (n == 3)
		place_numbers(p, 2, 1, 0);
	else if (n == 2 && p->numbers[0].digits == 4 && p->numbers[1].digits == 3) {
		p->year = p->numbers[0].value; /* 2003-335 */
		p->month = 1;
		p->day = p->numbers[1].value;
		p->ordinal = true;
	} else if (n == 2 && p->numbers[0].digits == 4) {
		p->year = p->numbers[0].value;
		p->month = p->numbers[1].value;
		p->day = 1;
	} else if (n == 1 && p->numbers[0].digits == 4 && p->hour == NONE) {
		p->year = p->numbers[0].value;
		p->month = p->day = 1;
	} else {
		return false;
	}
	return true;
}

static bool settle_named(struct parts *p)
{
	int n = p->n_numbers;
	if (n == 0 || n > 3)
		return false;
	bool year_first = p->numbers[0].digits >= 3 || p->numbers[0].value > 31 ||
			  p->numbers[0].before == '\'';
	if (n == 1 && p->numbers[0].digits != 4)
		return false;
	if (n == 1) {
		p->year = p->numbers[0].value;
		p->day = 1;
		return true;
	}
	int year = year_first ? 0 : 1;
	p->year = full_year(p->numbers[year].value, p->numbers[year].digits);
	p->day = p->numbers[1 - year].value;
	if (n == 3 && p->hour != NONE)
		lost_sign(p, 2);
	if (n == 3 && p->hour == NONE && p->numbers[2].digits == 4) {
		p->hour = p->numbers[2].value / 100; /* 01 Apr 99 1948 GMT */
		p->minute = p->numbers[2].value % 100;
	}
	return true;
}

static bool settle(struct parts *p)
{
	if (p->bad)
		return false;
	/* "mar 05/09/2024": a weekday, not March. */
	if (p->year == NONE && p->month != NONE && p->day == NONE && p->n_numbers == 3 &&
	    p->month_at == 0 && p->numbers[1].value <= 12 &&
	    (p->numbers[0].digits == 4 || p->numbers[2].digits == 4))
		return settle_numeric(p);
	if (p->year == NONE && p->month != NONE && p->day == NONE)
		return settle_named(p);
	if (p->year == NONE && p->month == NONE && p->day == NONE)
		return settle_numeric(p);
	if (p->day == NONE)
		p->day = 1;
	return p->year != NONE && p->month != NONE;
}

/* Days since 1970. */
static bool settle_day(struct parts *p, int64_t *days)
{
	if (p->thai && p->year >= 2400 && p->year < 2700)
		p->year -= 543;
	if (p->year < 1 || p->year > 9999 || p->month < 1 || p->month > 12 || p->day < 1)
		return false;
	/* The calendar of Iran, also without a name. */
	if (p->solar ||
	    (p->year >= SOLAR_FIRST && p->year <= SOLAR_LAST && !p->ordinal)) {
		if (p->year < 1178 || p->year > 1633 || p->day > 31 - (p->month > 6))
			return false;
		*days = date_solar(p->year, p->month, p->day);
		return true;
	}
	if (p->day > (p->ordinal ? 365 + is_leap(p->year) : date_days(p->year, p->month)))
		return false;
	*days = date_civil(p->year, p->month, p->day);
	return true;
}

static bool combine(struct parts *p, int64_t *out)
{
	int64_t days;
	if (!settle_day(p, &days))
		return false;
	if (p->hour == NONE)
		p->hour = 0;
	if (p->pm && p->hour < 12)
		p->hour += 12;
	if (p->am && p->hour == 12)
		p->hour = 0;
	bool midnight = p->hour == 24 && p->minute == 0 && p->second == 0;
	if ((p->hour > 23 && !midnight) || p->minute > 59 || p->second > 60)
		return false;
	int seconds = p->hour * 3600 + p->minute * 60 + p->second;
	*out = days * DAY + seconds -
	       zone_minutes(&p->zone, p->year, days, seconds) * INT64_C(60);
	/* Hours and zones may carry a date out of the years, or into those that we read
	 * as years of Iran: the date would be another one when it is read again. */
	return *out >= FIRST_SECOND && *out <= LAST_SECOND &&
	       (*out < date_civil(SOLAR_FIRST, 1, 1) * DAY ||
		*out >= date_civil(SOLAR_LAST + 1, 1, 1) * DAY);
}

/* Comments of RFC 822 are cut out: they nest, and "\" guards a bracket. */
static char *without_comments(const char *s)
{
	GString *out = g_string_new(NULL);
	int depth = 0;
	for (; *s; s++) {
		if (*s == '(')
			depth++;
		else if (*s == '\\' && s[1] && depth)
			s++;
		else if (*s == ')' && depth)
			depth--;
		else if (!depth)
			g_string_append_c(out, g_ascii_isspace(*s) ? ' ' : *s);
		if (*s == ')' && !depth)
			g_string_append_c(out, ' ');
	}
	return g_string_free(out, FALSE);
}

/* Of nine digits or ten; thousandths, millionths and less have three more each. "@" stands
 * before them in the shell, JavaScript and others write "1.7e9". */
static bool seconds_since_epoch(const char *s, int64_t *out)
{
	s += *s == '@';
	size_t n = strspn(s, "0123456789"), rest = n;
	if (s[n] == '.')
		rest += 1 + strspn(s + n + 1, "0123456789");
	if (n == 1 && s[rest] == 'e' && (s[rest + 1] == '9' || s[rest + 1] == '+')) {
		char *end;
		double value = g_ascii_strtod(s, &end);
		/* Larger ones have no integer to be turned into (C11 6.3.1.4). */
		if (*end || value < 1e8 || value >= 1e10)
			return false;
		*out = (int64_t)value;
		return true;
	}
	if (s[rest] != '\0' || (n != 9 && n != 10 && n != 13 && n != 16 && n != 19))
		return false;
	*out = g_ascii_strtoll(s, NULL, 10);
	for (size_t more = n; more > 10; more -= 3)
		*out /= 1000;
	return true;
}

/* Exactly n digits. NULL if they are not there. */
static const char *fixed(const char *s, int n, int *value)
{
	*value = 0;
	for (int i = 0; i < n; i++, s++) {
		if (!g_ascii_isdigit(*s))
			return NULL;
		*value = *value * 10 + (*s - '0');
	}
	return s;
}

/* ":MM" or ":MM:SS" behind the hour. */
static const char *fixed_time(struct parts *p, const char *s)
{
	if (!s || *s != ':' || !(s = fixed(s + 1, 2, &p->minute)))
		return NULL;
	if (*s == ':')
		s = fixed(s + 1, 2, &p->second);
	return s;
}

/* "Thu, 01 Jan 2004 19:48:21 +0100", from the day on: nearly all dates of RSS. */
static bool read_mail_date(struct parts *p, const char *s)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	char lower[8] = "";
	int digits;
	s = date_number(s, &p->day, &digits);
	if (digits == 0 || digits > 2 || *s++ != ' ' || strnlen(s, 4) < 4 || s[3] != ' ')
		return false;
	for (size_t i = 0; i < 3; i++)
		lower[i] = g_ascii_tolower(s[i]);
	const char *name = strstr(names, lower);
	if (!name || (name - names) % 3 != 0)
		return false;
	p->month = (int)(name - names) / 3 + 1;
	if (!(s = fixed(s + 4, 4, &p->year)) || *s++ != ' ' ||
	    !(s = fixed(s, 2, &p->hour)) || !(s = fixed_time(p, s)) || *s++ != ' ')
		return false;
	if (*s == '+' || *s == '-') {
		int minutes;
		const char *end = fixed(s + 1, 4, &minutes);
		p->zone.minutes = (*s == '-' ? -1 : 1) *
				  (minutes / 100 * 60 + minutes % 100);
		return end && *end == '\0' && minutes % 100 < 60 && minutes < 2600;
	}
	size_t n = strlen(s);
	for (size_t i = 0; i < n && i < sizeof lower - 1; i++)
		lower[i] = g_ascii_tolower(s[i]);
	return n < 5 && zone_at(lower, &p->zone) == n;
}

/* "2004-01-01T19:48:21Z", with or without fraction and offset. */
static bool read_iso_date(struct parts *p, const char *s)
{
	if (!(s = fixed(s, 4, &p->year)) || *s++ != '-' ||
	    !(s = fixed(s, 2, &p->month)) || *s++ != '-' || !(s = fixed(s, 2, &p->day)) ||
	    *s++ != 'T' || !(s = fixed(s, 2, &p->hour)) || !(s = fixed_time(p, s)))
		return false;
	if (*s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	if (*s == 'Z')
		return s[1] == '\0';
	int hours, minutes, sign = *s == '-' ? -1 : 1;
	if ((*s != '+' && *s != '-') || !(s = fixed(s + 1, 2, &hours)) || *s++ != ':' ||
	    !(s = fixed(s, 2, &minutes)) || *s || hours > 26 || minutes > 59)
		return false;
	p->zone.minutes = sign * (hours * 60 + minutes);
	return true;
}

/* "2024-W36-4", "2024W364", "2024-W36": the days of a week of ISO 8601 count from Monday. */
static bool read_week_date(struct parts *p, const char *s)
{
	int week, day = 1;
	if (!(s = fixed(s, 4, &p->year)) || p->year < 1)
		return false;
	s += *s == '-';
	if ((*s != 'W' && *s != 'w') || !(s = fixed(s + 1, 2, &week)))
		return false;
	s += *s == '-';
	if (*s && (!(s = fixed(s, 1, &day)) || *s))
		return false;
	if (week < 1 || week > 53 || day < 1 || day > 7)
		return false;
	/* 1970-01-01 was a Thursday; the fourth of January is in the first week. */
	int64_t fourth = date_civil(p->year, 1, 4);
	int64_t monday = fourth - ((fourth + 3) % 7 + 7) % 7;
	int64_t days = monday + 7 * (week - 1) + day - 1 - date_civil(p->year, 1, 1);
	p->month = p->day = 1;
	p->hour = 0;
	p->zone.minutes = (int)(days * -24 * 60);
	return true;
}

/* The two forms that nearly all feeds have, without a copy; others go the long way. */
static bool parse_usual(const char *s, int64_t *out)
{
	struct parts p = {.year = NONE, .month = NONE, .day = NONE, .hour = NONE};
	if (g_ascii_isalpha(s[0]) && s[1] && s[2] && s[3] == ',' && s[4] == ' ')
		s += 5;
	if (!g_ascii_isdigit(s[0]))
		return false;
	bool good = g_ascii_isdigit(s[1]) && g_ascii_isdigit(s[2])
			    ? read_iso_date(&p, s)
			    : read_mail_date(&p, s);
	return good && combine(&p, out);
}

/* Dashes and minus signs that typography made of "-"; what Go adds to its times. */
static void plain_dashes(char *s)
{
	char *to = s;
	for (const char *p = s; *p && !g_str_has_prefix(p, " m="); p++) {
		bool dash = g_str_has_prefix(p, "\xE2\x88\x92") ||
			    g_str_has_prefix(p, "\xE2\x80\x93") ||
			    g_str_has_prefix(p, "\xE2\x80\x94");
		*to++ = dash ? '-' : *p;
		p += dash ? 2 : 0;
	}
	*to = '\0';
}

bool date_parse(const char *s, int64_t *out)
{
	if (parse_usual(s, out))
		return true;
	while (g_ascii_isspace(*s))
		s++;
	size_t n = strlen(s);
	while (n > 0 && g_ascii_isspace(s[n - 1]))
		n--;
	if (n < 4 || n > LONGEST || !utf8_valid(s, n))
		return false;
	char *trimmed = g_strndup(s, n), *plain = without_comments(trimmed);
	struct parts week = {.year = NONE, .month = NONE, .day = NONE, .hour = NONE};
	bool good = seconds_since_epoch(trimmed, out) ||
		    (read_week_date(&week, trimmed) && combine(&week, out));
	g_free(trimmed);
	if (!good) {
		struct parts parts = {
			.year = NONE, .month = NONE, .day = NONE, .hour = NONE};
		char *folded = fold_text(plain);
		plain_dashes(folded);
		read_parts(&parts, folded);
		good = settle(&parts) && combine(&parts, out);
		g_free(folded);
	}
	g_free(plain);
	return good;
}
