/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date_usual: the forms that nearly all feeds use, exactly as their standards have
 * them, read without a look at names in thirty languages. For date.c. */
#ifndef TEXT_DATE_USUAL_H
#define TEXT_DATE_USUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "Mon, 23 Nov 2026 20:36:00 +0100" (or GMT, UTC, Z) and "2026-11-23T20:36:00.12+01:00"
 * (or Z). False for all else, which may still be a date. */
bool date_usual(const char *s, size_t n, int64_t *out);

/* Days from 1970-01-01 in the Gregorian calendar. */
int64_t date_days(int year, int month, int day);
int date_days_in_month(int year, int month);

#endif
