/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of zones, and their summer time by the rules of today. */
#include "text/zone.h"

#include <glib.h>
#include <string.h>

#include "text/date_private.h"

/* Letters; minutes east of UTC. */
static const struct {
	const char *name;
	int minutes;
} names[] = {
	{"gmt", 0},	{"utc", 0},    {"ut", 0},      {"z", 0},       {"zulu", 0},
	{"est", -300},	{"edt", -240}, {"et", -300},   {"cst", -360},  {"cdt", -300},
	{"ct", -360},	{"mst", -420}, {"mdt", -360},  {"mt", -420},   {"pst", -480},
	{"pdt", -420},	{"pt", -480},  {"akst", -540}, {"akdt", -480}, {"hst", -600},
	{"ast", -240},	{"adt", -180}, {"nst", -210},  {"ndt", -150},  {"wet", 0},
	{"west", 60},	{"bst", 60},   {"ist", 330},   {"cet", 60},    {"mez", 60},
	{"met", 60},	{"cest", 120}, {"mesz", 120},  {"mest", 120},  {"eet", 120},
	{"eest", 180},	{"msk", 180},  {"msd", 240},   {"sast", 120},  {"pkt", 300},
	{"sgt", 480},	{"hkt", 480},  {"awst", 480},  {"jst", 540},   {"kst", 540},
	{"acst", 570},	{"acdt", 630}, {"aest", 600},  {"aedt", 660},  {"nzst", 720},
	{"nzdt", 780},	{"brt", -180}, {"brst", -120}, {"art", -180},  {"clt", -240},
	{"clst", -180}, {"cot", -300}, {"pet", -300},  {"uyt", -180},  {"bot", -240},
	{"pyt", -240},	{"ect", -300}, {"wat", 60},    {"cat", 120},   {"eat", 180},
	{"trt", 180},	{"idt", 180},  {"irst", 210},  {"irdt", 270},  {"aft", 270},
	{"gst", 240},	{"azt", 240},  {"uzt", 300},   {"npt", 345},   {"bdt", 360},
	{"mmt", 390},	{"ict", 420},  {"wib", 420},   {"wita", 480},  {"wit", 540},
	{"myt", 480},	{"pht", 480},  {"phst", 480},  {"samt", 240},  {"yekt", 300},
	{"omst", 360},	{"krat", 420}, {"irkt", 480},  {"yakt", 540},  {"vlat", 600},
	{"magt", 660},	{"pett", 720}, {"chst", 600},  {"tot", 780},
};

/* As operating systems and scripts spell them out. */
static const struct {
	const char *name;
	struct zone zone;
} phrases[] = {
	{"eastern standard time", {-300, ZONE_FIXED}},
	{"eastern daylight time", {-240, ZONE_FIXED}},
	{"eastern time", {-300, ZONE_US}},
	{"central standard time", {-360, ZONE_FIXED}},
	{"central daylight time", {-300, ZONE_FIXED}},
	{"central time", {-360, ZONE_US}},
	{"mountain standard time", {-420, ZONE_FIXED}},
	{"mountain daylight time", {-360, ZONE_FIXED}},
	{"mountain time", {-420, ZONE_US}},
	{"pacific standard time", {-480, ZONE_FIXED}},
	{"pacific daylight time", {-420, ZONE_FIXED}},
	{"pacific time", {-480, ZONE_US}},
	{"central european summer time", {120, ZONE_FIXED}},
	{"central european standard time", {60, ZONE_FIXED}},
	{"central european time", {60, ZONE_FIXED}},
	{"eastern european summer time", {180, ZONE_FIXED}},
	{"eastern european standard time", {120, ZONE_FIXED}},
	{"western european summer time", {60, ZONE_FIXED}},
	{"british summer time", {60, ZONE_FIXED}},
	{"greenwich mean time", {0, ZONE_FIXED}},
	{"coordinated universal time", {0, ZONE_FIXED}},
	{"india standard time", {330, ZONE_FIXED}},
	{"japan standard time", {540, ZONE_FIXED}},
	{"china standard time", {480, ZONE_FIXED}},
	{"moscow standard time", {180, ZONE_FIXED}},
};

static const struct place {
	const char *name;
	struct zone zone;
} places[] = {
#define ZONE(name, minutes, rule) {name, {minutes, ZONE_##rule}},
#include "text/zones.def"
#undef ZONE
};

/* The n-th of that weekday (0 Sunday; week 5: the last) in a month, and the hour, by the
 * clock that holds before the change. */
struct change {
	int month, week, weekday, hour;
};

static const struct {
	struct change begins, ends;
	int minutes;
} rules[ZONE_RULES] = {
	[ZONE_EU] = {{3, 5, 0, 1}, {10, 5, 0, 1}, 60}, /* by UTC */
	[ZONE_US] = {{3, 2, 0, 2}, {11, 1, 0, 2}, 60},
	[ZONE_AU] = {{10, 1, 0, 2}, {4, 1, 0, 3}, 60},
	[ZONE_HALF] = {{10, 1, 0, 2}, {4, 1, 0, 2}, 30},
	[ZONE_NZ] = {{9, 5, 0, 2}, {4, 1, 0, 3}, 60},
	[ZONE_CL] = {{9, 1, 6, 24}, {4, 1, 6, 24}, 60},
	[ZONE_IL] = {{3, 4, 4, 26}, {10, 5, 0, 2}, 60},
	[ZONE_EG] = {{4, 5, 5, 0}, {10, 5, 4, 24}, 60},
	[ZONE_LB] = {{3, 5, 0, 0}, {10, 5, 0, 0}, 60},
};

static int compare_place(const void *key, const void *place)
{
	return strcmp(key, ((const struct place *)place)->name);
}

static size_t place_at(const char *s, struct zone *zone)
{
	char name[48];
	size_t n = 0;
	while (g_ascii_isalnum(s[n]) || (s[n] && strchr("/_+-", s[n])))
		n++;
	if (n >= sizeof name || !memchr(s, '/', n))
		return 0;
	memcpy(name, s, n);
	name[n] = '\0';
	const struct place *place = bsearch(name, places, G_N_ELEMENTS(places),
					    sizeof *places, compare_place);
	if (place)
		*zone = place->zone;
	return place ? n : 0;
}

/* The letters of RFC 822: A to I and K to M one way, N to Y the other. The standard had the
 * sign wrong, who uses them has it right. */
static bool letter(char c, struct zone *zone)
{
	if (c < 'a' || c > 'y' || c == 'j')
		return false;
	int hours = c <= 'i' ? c - 'a' + 1 : c <= 'm' ? c - 'a' : 'm' - c;
	*zone = (struct zone){hours * 60, ZONE_FIXED};
	return true;
}

/* What nearly all dates have comes first. */
size_t zone_at(const char *s, struct zone *zone)
{
	size_t n = 0;
	while (g_ascii_isalpha(s[n]) || (s[n] & 0x80))
		n++;
	for (size_t i = 0; s[n] != '/' && i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i].name) == n && memcmp(names[i].name, s, n) == 0) {
			*zone = (struct zone){names[i].minutes, ZONE_FIXED};
			return n;
		}
	if (n == 1)
		return letter(*s, zone) ? 1 : 0;
	for (size_t i = 0; s[n] == ' ' && i < G_N_ELEMENTS(phrases); i++)
		if (g_str_has_prefix(s, phrases[i].name)) {
			*zone = phrases[i].zone;
			return strlen(phrases[i].name);
		}
	return place_at(s, zone);
}

/* Seconds since 1970 by the local clock. */
static int64_t time_of(const struct change *c, int year)
{
	int64_t first = date_civil(year, c->month, 1);
	int weekday = (int)(((first + 4) % 7 + 7) % 7); /* 1970-01-01: a Thursday */
	int day = 1 + (c->weekday - weekday + 7) % 7 + 7 * (c->week - 1);
	while (day > date_days(year, c->month))
		day -= 7;
	return (first + day - 1) * DAY + c->hour * 3600;
}

int zone_minutes(const struct zone *zone, int year, int64_t days, int seconds)
{
	if (zone->rule == ZONE_FIXED)
		return zone->minutes;
	int64_t begins = time_of(&rules[zone->rule].begins, year);
	int64_t ends = time_of(&rules[zone->rule].ends, year);
	int64_t now = days * DAY + seconds;
	if (zone->rule == ZONE_EU) {
		begins += zone->minutes * 60;
		ends += (zone->minutes + 60) * 60;
	}
	bool summer = begins < ends ? now >= begins && now < ends
				    : now >= begins || now < ends;
	return zone->minutes + (summer ? rules[zone->rule].minutes : 0);
}
