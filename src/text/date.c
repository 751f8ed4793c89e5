/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates. Feeds damage every format there is, so there is no list of formats: the text is
 * folded and read from left to right (read_parts), each number and word finds its place
 * in struct parts or waits; then order and neighbours decide what waits (settle). */
#include "text/date.h"

#include "text/date_usual.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/width.h"
#include "util/i18n.h"

#include <glib.h>
#include <string.h>
#include <time.h>

enum { LONGEST = 200, NUMBERS = 6, NONE = -1, DAY = 86400 };

/* Minutes east of UTC. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{"gmt", 0},    {"utc", 0},    {"ut", 0},      {"z", 0},	      {"zulu", 0},
	{"est", -300}, {"edt", -240}, {"et", -300},   {"cst", -360},  {"cdt", -300},
	{"ct", -360},  {"mst", -420}, {"mdt", -360},  {"mt", -420},   {"pst", -480},
	{"pdt", -420}, {"pt", -480},  {"akst", -540}, {"akdt", -480}, {"hst", -600},
	{"ast", -240}, {"adt", -180}, {"nst", -210},  {"ndt", -150},  {"wet", 0},
	{"west", 60},  {"bst", 60},   {"ist", 330},   {"cet", 60},    {"mez", 60},
	{"met", 60},   {"cest", 120}, {"mesz", 120},  {"mest", 120},  {"eet", 120},
	{"eest", 180}, {"msk", 180},  {"msd", 240},   {"sast", 120},  {"pkt", 300},
	{"sgt", 480},  {"hkt", 480},  {"awst", 480},  {"jst", 540},   {"kst", 540},
	{"acst", 570}, {"aest", 600}, {"aedt", 660},  {"nzst", 720},  {"nzdt", 780},
	{"brt", -180}, {"art", -180},
};

static const char *const months[] = {
#define MONTHS(language, names) names,
#include "text/months.def"
#undef MONTHS
};

/* Words of East Asia stand beside their numbers without a blank. */
enum unit { UNIT_NONE, YEAR, MONTH, MONTH_DAY, HOUR, MINUTE, SECOND, AM, PM };

static const struct {
	const char *word;
	enum unit unit;
} units[] = {
	{"年", YEAR},	   {"년", YEAR},      {"月", MONTH},	 {"월", MONTH},
	{"日", MONTH_DAY}, {"일", MONTH_DAY}, {"号", MONTH_DAY}, {"時", HOUR},
	{"时", HOUR},	   {"点", HOUR},      {"시", HOUR},	 {"分", MINUTE},
	{"분", MINUTE},	   {"秒", SECOND},    {"초", SECOND},	 {"오전", AM},
	{"上午", AM},	   {"午前", AM},      {"오후", PM},	 {"下午", PM},
	{"午後", PM},	   {"a.m", AM},	      {"p.m", PM},
};

struct parts {
	struct {
		int value, digits;
		char before; /* the byte in front of it, in lower case */
	} numbers[NUMBERS];
	int n_numbers;
	int year, month, day, hour, minute, second;
	int offset;   /* minutes east */
	int month_at; /* numbers that stood before the month's name */
	bool zone, am, pm, bad;
};

static const char *read_number(const char *s, int *value, int *digits)
{
	*value = 0;
	*digits = 0;
	for (; g_ascii_isdigit(*s); s++, ++*digits)
		if (*digits < 9)
			*value = *value * 10 + (*s - '0');
	return s;
}

/* Whether word begins a name in list (twelve names, forms separated by "|"). */
static int month_in_list(const char *list, const char *word, size_t n)
{
	int month = 1;
	for (const char *p = list; *p; p++) {
		if (strncmp(p, word, n) == 0)
			return month;
		p += strcspn(p, " |");
		if (!*p)
			break;
		month += *p == ' ';
	}
	return 0;
}

static int month_of_word(const char *word, size_t n)
{
	int month = 0;
	if (g_utf8_strlen(word, (gssize)n) < 3)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(months) && !month; i++)
		month = month_in_list(months[i], word, n);
	return month;
}

static bool read_zone_name(struct parts *parts, const char *word, size_t n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
		if (strlen(zones[i].name) == n && memcmp(zones[i].name, word, n) == 0) {
			parts->offset = zones[i].minutes;
			return parts->zone = true;
		}
	/* The letters of RFC 822: A to I and K to M one way, N to Y the other. The standard
	 * had the sign wrong, who uses them has it right. */
	if (n != 1 || *word < 'a' || *word > 'y' || *word == 'j')
		return false;
	int hours = *word <= 'i'   ? *word - 'a' + 1
		    : *word <= 'm' ? *word - 'a'
				   : 'm' - *word;
	parts->offset = hours * 60;
	return parts->zone = true;
}

/* At a sign: "+01:00" "-0500" "+1". NULL if it is none. */
static const char *read_offset(struct parts *parts, const char *s)
{
	int sign = *s == '-' ? -1 : 1, hours, minutes = 0, digits, more;
	const char *p = s + 1;
	while (*p == ' ')
		p++;
	p = read_number(p, &hours, &digits);
	if (digits == 3 || digits == 4) {
		minutes = hours % 100;
		hours /= 100;
	} else if (digits == 0 || digits > 4) {
		return NULL;
	} else if (*p == ':') {
		p = read_number(p + 1, &minutes, &more);
	}
	if (hours > 26 || minutes > 59)
		return NULL;
	parts->offset = sign * (hours * 60 + minutes);
	parts->zone = true;
	return p;
}

/* At the minutes; the fraction of a second is dropped. */
static const char *read_time(struct parts *parts, const char *s)
{
	int digits;
	s = read_number(s, &parts->minute, &digits);
	parts->bad |= digits > 2;
	if (*s == ':' && g_ascii_isdigit(s[1])) {
		s = read_number(s + 1, &parts->second, &digits);
		parts->bad |= digits > 2;
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
		return true;
	}
	parts->month = slice(s, 4, 2);
	parts->day = slice(s, 6, 2);
	if (n > 8)
		read_packed_time(parts, s + 8, n - 8);
	return true;
}

static size_t unit_at(const char *s, enum unit *unit)
{
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_str_has_prefix(s, units[i].word)) {
			*unit = units[i].unit;
			return strlen(units[i].word);
		}
	*unit = UNIT_NONE;
	return 0;
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
	*places[unit] = value;
	return true;
}

static const char *read_digits(struct parts *parts, const char *start, char before)
{
	int value, digits;
	enum unit unit;
	const char *s = read_number(start, &value, &digits);
	const char *next = s + strspn(s, " ");
	size_t n = (size_t)digits, unit_length = unit_at(next, &unit);
	if (unit_length && set_unit(parts, unit, value))
		return next + unit_length;
	if (digits <= 2 && parts->hour == NONE &&
	    ((*s == ':' && g_ascii_isdigit(s[1])) ||
	     (*s == 'h' && g_ascii_isdigit(s[1])))) {
		parts->hour = value;
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

static const char *read_word(struct parts *parts, const char *s)
{
	enum unit unit;
	size_t n = unit_at(s, &unit);
	if (n > 0) {
		parts->am |= unit == AM;
		parts->pm |= unit == PM;
		return s + n;
	}
	while (g_ascii_isalpha(s[n]) || (s[n] & 0x80))
		n++;
	if (n == 2 && (memcmp(s, "am", 2) == 0 || memcmp(s, "pm", 2) == 0)) {
		parts->am |= *s == 'a';
		parts->pm |= *s == 'p';
		return s + n;
	}
	int month = month_of_word(s, n);
	/* "mar." may be a Tuesday: the name behind a number counts more. */
	if (month &&
	    (parts->month == NONE || (parts->month_at == 0 && parts->n_numbers > 0))) {
		parts->month = month;
		parts->month_at = parts->n_numbers;
		return s + n;
	}
	if (parts->hour != NONE && read_zone_name(parts, s, n) &&
	    (s[n] == '+' || s[n] == '-') && g_ascii_isdigit(s[n + 1])) {
		const char *end = read_offset(parts, s + n); /* GMT+0100 */
		return end ? end : s + n;
	}
	return s + n;
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

static bool settle_numeric(struct parts *p)
{
	int n = p->n_numbers;
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
	if (p->year == NONE && p->month != NONE && p->day == NONE)
		return settle_named(p);
	if (p->year == NONE && p->month == NONE && p->day == NONE)
		return settle_numeric(p);
	if (p->day == NONE)
		p->day = 1;
	return p->year != NONE && p->month != NONE;
}

static bool combine(struct parts *p, int64_t *out)
{
	if (p->year < 1 || p->year > 9999 || p->month < 1 || p->month > 12 || p->day < 1)
		return false;
	/* Only a day of the year may lie beyond its month. */
	bool ordinal = p->month == 1 && p->day > 31;
	if (p->day > (ordinal ? 337 + date_days_in_month(p->year, 2)
			      : date_days_in_month(p->year, p->month)))
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
	*out = date_days(p->year, p->month, p->day) * DAY + p->hour * 3600 +
	       p->minute * 60 + p->second - p->offset * 60;
	return true;
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

static bool seconds_since_epoch(const char *s, int64_t *out)
{
	size_t n = strspn(s, "0123456789");
	if (s[n] != '\0' || (n != 9 && n != 10 && n != 13))
		return false;
	*out = g_ascii_strtoll(s, NULL, 10) / (n == 13 ? 1000 : 1);
	return true;
}

bool date_parse(const char *s, int64_t *out)
{
	while (g_ascii_isspace(*s))
		s++;
	size_t n = strlen(s);
	while (n > 0 && g_ascii_isspace(s[n - 1]))
		n--;
	if (date_usual(s, n, out))
		return true;
	if (n < 4 || n > LONGEST || !utf8_valid(s, n))
		return false;
	char *trimmed = g_strndup(s, n), *plain = without_comments(trimmed);
	bool good = seconds_since_epoch(trimmed, out);
	g_free(trimmed);
	if (!good) {
		struct parts parts = {
			.year = NONE, .month = NONE, .day = NONE, .hour = NONE};
		char *folded = fold_text(plain);
		read_parts(&parts, folded);
		good = settle(&parts) && combine(&parts, out);
		g_free(folded);
	}
	g_free(plain);
	return good;
}

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
	const char *end = read_number(s, count, &digits);
	if (digits == 0 || digits > 6 || !end[0] || end[1])
		return false;
	*unit = end[0];
	return true;
}

static bool read_day(const char *s, int *year, int *month, int *day)
{
	int *const places[] = {year, month, day};
	*month = *day = 0;
	for (int i = 0; i < 3; i++) {
		int digits;
		s = read_number(s, places[i], &digits);
		if (digits == 0 || (i == 0 ? digits != 4 : digits > 2))
			return false;
		if (*s == '\0')
			break;
		if (*s++ != '-' || i == 2)
			return false;
	}
	return *s == '\0' && *year > 0 &&
	       (*month == 0 || (*month >= 1 && *month <= 12)) &&
	       (*day == 0 || (*day >= 1 && *day <= date_days_in_month(*year, *month)));
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
	const char *end = read_number(s, &count, &digits);
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
		s = read_number(s, &value, &digits);
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
