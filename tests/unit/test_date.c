/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of feeds and of people. */
#include "text/date.h"

#include <glib.h>
#include <stdlib.h>
#include <time.h>

static const char *const dates[][2] = {
	/* RFC 822 and its damages */
	{"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
	{"Thu, 01 Jan 2004 19:48:21 GMT+0100", "2004-01-01T18:48:21Z"},
	{"Thu, 01 Jan 2004 19:48:21 -0500", "2004-01-02T00:48:21Z"},
	{"Thu, 01 Jan 2004 19:48:21 EST", "2004-01-02T00:48:21Z"},
	{"Thu, 1 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21Z"},
	{"Thu, 1 Jan 99 19:48:21 GMT", "1999-01-01T19:48:21Z"},
	{"01 Jan 2004 19:48 +0130", "2004-01-01T18:18:00Z"},
	{"Thursday, 01-Jan-04 19:48:21 GMT", "2004-01-01T19:48:21Z"},
	{"Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"},
	{"Thu Jan  1 19:48:21 PST 2004", "2004-01-02T03:48:21Z"},
	{"Thu, 31 Jan 2004 24:00:00 GMT", "2004-02-01T00:00:00Z"},
	{"Thu, January 1, 2004 7:48 pm", "2004-01-01T19:48:00Z"},
	{"Mon, 26 Jan 2004 12:05 am PST", "2004-01-26T08:05:00Z"},
	{"Thu(oh), 1(st) Jan(uary) 2004 19:48:21 +0000(GMT r9(x)\\) z)",
	 "2004-01-01T19:48:21Z"},
	{"04 Apr 99 1234 GMT", "1999-04-04T12:34:00Z"},
	{"Sat,01 Jul 2000 09:00:00 +0000", "2000-07-01T09:00:00Z"},
	{"Thu, 01 Jan 2004 19:48:21.123 GMT", "2004-01-01T19:48:21Z"},
	{"Thu, 01 Jan 2004 19:48:21 +01:00", "2004-01-01T18:48:21Z"},
	{"Fri, 31 Dec 1999 23:59:60 GMT", "2000-01-01T00:00:00Z"},
	/* ISO 8601, W3CDTF, RFC 3339 */
	{"2003", "2003-01-01T00:00:00Z"},
	{"2003-12", "2003-12-01T00:00:00Z"},
	{"2003-12-31", "2003-12-31T00:00:00Z"},
	{"2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"},
	{"2003-12-31t10:14:55z", "2003-12-31T10:14:55Z"},
	{"2003-12-31T10:14:55.1234+01:30", "2003-12-31T08:44:55Z"},
	{"2003-12-31T10:14-08:00", "2003-12-31T18:14:00Z"},
	{"2003-12-31T10:14:55-0800", "2003-12-31T18:14:55Z"},
	{"2003-12-31 10:14:55 -08:00", "2003-12-31T18:14:55Z"},
	{"2003-12-31 T10:14:55", "2003-12-31T10:14:55Z"},
	{"20031231", "2003-12-31T00:00:00Z"},
	{"20031231T101455Z", "2003-12-31T10:14:55Z"},
	{"20031231T10:14:55.20+01:00", "2003-12-31T09:14:55Z"},
	{"2003-12-31T101455+01:00", "2003-12-31T09:14:55Z"},
	{"20031231101455", "2003-12-31T10:14:55Z"},
	{"2003-335", "2003-12-01T00:00:00Z"},
	{"2003335", "2003-12-01T00:00:00Z"},
	{"2003/12/31 10:14:55", "2003-12-31T10:14:55Z"},
	{"2004-02-29", "2004-02-29T00:00:00Z"},
	{"1700000000", "2023-11-14T22:13:20Z"},
	{"1700000000000", "2023-11-14T22:13:20Z"},
	{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
	/* numbers only */
	{"31.12.2003 10:14", "2003-12-31T10:14:00Z"},
	{"12/31/2003", "2003-12-31T00:00:00Z"},
	{"31/12/2003", "2003-12-31T00:00:00Z"},
	/* languages */
	{"Do, 01 Jän 2004 19:48:21 +0100", "2004-01-01T18:48:21Z"},
	{"5. März 2024, 10:00 MEZ", "2024-03-05T09:00:00Z"},
	{"mar., 05 août 2024 10h30", "2024-08-05T10:30:00Z"},
	{"mar, 5 mar 2024 10:00:00 +0000", "2024-03-05T10:00:00Z"},
	{"5 de septiembre de 2024", "2024-09-05T00:00:00Z"},
	{"mer, 05 giu 2024 10:00:00 +0200", "2024-06-05T08:00:00Z"},
	{"5 de março de 2024", "2024-03-05T00:00:00Z"},
	{"5 mrt 2024 09:00", "2024-03-05T09:00:00Z"},
	{"Пт, 05 июля 2024 10:00:00 +0300", "2024-07-05T07:00:00Z"},
	{"5 мая 2024 г.", "2024-05-05T00:00:00Z"},
	{"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"},
	{"2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"},
	{"2004-05-25 오후 11:23:17", "2004-05-25T23:23:17Z"},
	{"2004년 05월 28일 01:31:15", "2004-05-28T01:31:15Z"},
	{"2024年5月28日 下午3:20", "2024-05-28T15:20:00Z"},
	{"2024年05月28日 15時20分", "2024-05-28T15:20:00Z"},
	{"śr, 05 wrz 2024 10:00:00 +0200", "2024-09-05T08:00:00Z"},
	{"5 października 2024", "2024-10-05T00:00:00Z"},
	{"tors, 05 maj 2024 10:00:00 +0200", "2024-05-05T08:00:00Z"},
	{"5 červenec 2024", "2024-07-05T00:00:00Z"},
	{"۲۰۲۴-۰۵-۲۸", "2024-05-28T00:00:00Z"},
	{"週四, 05 九月 2024 10:00:00 +0800", "2024-09-05T02:00:00Z"},
	{"十二月 5, 2024", "2024-12-05T00:00:00Z"},
	{"2024年十一月5日", "2024-11-05T00:00:00Z"},
	{"令和6年9月5日", "2024-09-05T00:00:00Z"},
	{"5 בספטמבר 2024", "2024-09-05T00:00:00Z"},
	{"5 октомври 2024", "2024-10-05T00:00:00Z"},
	/* weeks, seconds with a fraction, dots for colons, summer time by a word of its own */
	{"2024-W36-4", "2024-09-05T00:00:00Z"},
	{"2024W364", "2024-09-05T00:00:00Z"},
	{"2025-W01-1", "2024-12-30T00:00:00Z"},
	{"2020-W53-7", "2021-01-03T00:00:00Z"},
	{"2024-W36", "2024-09-02T00:00:00Z"},
	{"1725530400.5", "2024-09-05T10:00:00Z"},
	{"Thu, 05 Sep 2024 10.20.30 GMT", "2024-09-05T10:20:30Z"},
	{"5 settembre 2024 10.20", "2024-09-05T10:20:00Z"},
	{"Thu, 05 Sep 2024 10:00:00 CET DST", "2024-09-05T08:00:00Z"},
	/* no dates */
	{"", NULL},
	{"yesterday", NULL},
	{"insert date here", NULL},
	{"Mon, 01 Foo 2004 10:00:00 GMT", NULL},
	{"2003-02-29", NULL},
	{"2003-13-01", NULL},
	{"2003-00-01", NULL},
	{"0000-00-00T00:00:00Z", NULL},
	{"2003-12-31T25:00:00Z", NULL},
	{"2003-12-31T10:61:00Z", NULL},
	{"99999", NULL},
	{"2024-W54-1", NULL},
	{"2024-W36-8", NULL},
	{"http://example.org/9", NULL},
	{"10:14:55", NULL},
	{"Thu, 32 Jan 2004 00:00:00 GMT", NULL},
	{"\xff\xfe 2004", NULL},
	/* hours and zones that lead out of the years 1 to 9999 */
	{"9999-12-31T23:59:59-00:01", NULL},
	{"9999-12-31T24:00:00Z", NULL},
	{"Fri, 31 Dec 9999 23:59:59 -0500", NULL},
	{"0001-01-01T00:00:00+00:01", NULL},
	{"9999123ja#1T23n7nov7<4#2", NULL},
};

static void test_parse(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
		int64_t t;
		char *iso = date_parse(dates[i][0], &t) ? date_iso(t) : NULL;
		if (g_strcmp0(iso, dates[i][1]) != 0)
			g_test_message("%s", dates[i][0]);
		g_assert_cmpstr(iso, ==, dates[i][1]);
		g_free(iso);
	}
}

static void test_period(void)
{
	static const char *const cases[][3] = {
		{"2026-11-23", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z"},
		{"2026-02", "2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z"},
		{"2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"},
		{"today", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z"},
		{"yesterday", "2026-11-21T23:00:00Z", "2026-11-22T23:00:00Z"},
		{"12h", "2026-11-23T08:36:00Z", "2026-11-23T20:36:00Z"},
		{"3d", "2026-11-20T20:36:00Z", "2026-11-23T20:36:00Z"},
		{"2w", "2026-11-09T20:36:00Z", "2026-11-23T20:36:00Z"},
		{"6m", "2026-05-23T19:36:00Z", "2026-11-23T20:36:00Z"},
		{"1y", "2025-11-23T20:36:00Z", "2026-11-23T20:36:00Z"},
	};
	static const char *const bad[] = {
		"",	      "x",	    "3",      "3x",
		"2026-13",    "2026-02-30", "26-1-1", "2026-11-23-1",
		"2026-",      "d",	    "-3d",    "2026-00",
		"2026-00-01", "2026-01-00"};
	int64_t now, from, to;
	g_assert_true(date_parse("2026-11-23T20:36:00Z", &now));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_true(date_period(cases[i][0], now, &from, &to));
		char *a = date_iso(from), *b = date_iso(to);
		g_assert_cmpstr(a, ==, cases[i][1]);
		g_assert_cmpstr(b, ==, cases[i][2]);
		g_free(a);
		g_free(b);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(date_period(bad[i], now, &from, &to));
}

static void test_durations(void)
{
	int64_t s;
	g_assert_true(date_duration("90", &s) && s == 90);
	g_assert_true(date_duration("30s", &s) && s == 30);
	g_assert_true(date_duration("15m", &s) && s == 900);
	g_assert_true(date_duration("6h", &s) && s == 21600);
	g_assert_true(date_duration("7d", &s) && s == 604800);
	g_assert_true(date_duration("2w", &s) && s == 1209600);
	g_assert_false(date_duration("", &s) || date_duration("5x", &s) ||
		       date_duration("m", &s) || date_duration("5mm", &s));
	g_assert_true(date_playtime("1:02:03", &s) && s == 3723);
	g_assert_true(date_playtime("02:03", &s) && s == 123);
	g_assert_true(date_playtime(" 123.5 ", &s) && s == 123);
	g_assert_false(date_playtime("", &s) || date_playtime("a", &s) ||
		       date_playtime("1:2:3:4", &s) || date_playtime("1:", &s));
}

static void test_shown(void)
{
	int64_t now, t;
	g_assert_true(date_parse("2026-11-23T20:36:00Z", &now));
	static const char *const cases[][4] = {
		{"2026-11-23T19:05:00Z", "20:05", "23 Nov 2026 20:05", "1 h"},
		{"2026-11-21T19:05:00Z", "21 Nov", "21 Nov 2026 20:05", "2 d"},
		{"2025-01-02T19:05:00Z", "2 Jan 25", "2 Jan 2025 20:05", "23 mo"},
		{"2026-11-23T20:30:00Z", "21:30", "23 Nov 2026 21:30", "6 min"},
		{"2006-11-21T19:05:00Z", "21 Nov 06", "21 Nov 2006 20:05", "20 y"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_true(date_parse(cases[i][0], &t));
		char *list = date_short(t, now), *line = date_long(t),
		     *age = date_age(t, now);
		g_assert_cmpstr(list, ==, cases[i][1]);
		g_assert_cmpstr(line, ==, cases[i][2]);
		g_assert_cmpstr(age, ==, cases[i][3]);
		g_free(list);
		g_free(line);
		g_free(age);
	}
}

int main(int argc, char **argv)
{
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/date/parse", test_parse);
	g_test_add_func("/date/period", test_period);
	g_test_add_func("/date/durations", test_durations);
	g_test_add_func("/date/shown", test_shown);
	return g_test_run();
}
