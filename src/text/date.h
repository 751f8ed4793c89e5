/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date: every date that feeds write, and the dates and ages that people type. */
#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* A date of a feed: RFC 822/850/1123, RFC 3339, ISO 8601, W3CDTF, asctime and their
 * damaged forms, named zones, month names of many languages, seconds since 1970. True
 * and seconds UTC if it is a real date between the years 1 and 9999. */
bool date_parse(const char *s, int64_t *out);

/* What a person types in a query: 2026-11-23, 2026-11, 2026, yesterday, today, 12h, 3d,
 * 2w, 6m, 1y. *from and *to (exclusive) bound the time meant in the local zone: a day, a
 * month; for an age, from is that long before now and to is now. */
bool date_period(const char *s, int64_t now, int64_t *from, int64_t *to);
/* 30s, 15m, 6h, 7d, 2w; a bare number is seconds. */
bool date_duration(const char *s, int64_t *seconds);
/* HH:MM:SS, MM:SS or seconds, as itunes:duration has it. */
bool date_playtime(const char *s, int64_t *seconds);

/* 2026-11-23T20:36:00Z; to be freed. */
char *date_iso(int64_t t);
/* For lists, in the local zone: "20:36" today, "23 Nov" this year, "23 Nov 25" before.
 * At most 9 columns. To be freed. */
char *date_short(int64_t t, int64_t now);
/* As a pattern of strftime says, in the local zone, at most 24 columns; "auto" and a
 * pattern that is none: date_short, "age": date_age. To be freed. */
char *date_as(int64_t t, int64_t now, const char *pattern);
/* "23 Nov 2026 20:36", local; to be freed. */
char *date_long(int64_t t);
/* "3 h", "2 d": the age; to be freed. */
char *date_age(int64_t t, int64_t now);

#endif
