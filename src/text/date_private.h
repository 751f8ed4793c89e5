/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date_private: what date.c (dates of feeds) and date_local.c (dates of people) share. */
#ifndef TEXT_DATE_PRIVATE_H
#define TEXT_DATE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DAY = 86400 };

/* month from 1 */
int date_days(int year, int month);
/* Days from 1970-01-01 in the Gregorian calendar. */
int64_t date_civil(int year, int month, int day);
/* The same of the solar calendar of Iran. */
int64_t date_solar(int year, int month, int day);
/* What a word beside a number says of it. */
enum unit { UNIT_NONE, YEAR, MONTH, MONTH_DAY, HOUR, MINUTE, SECOND, AM, PM };
/* The unit at s, its length; 0: none. n_word: of the word at s, to know whole words; or 0. */
size_t date_unit(const char *s, size_t n_word, enum unit *unit);
/* The length of the word at s. */
size_t date_word(const char *s);
/* The month that the word at s, n bytes long, names, or 0; *n becomes longer if it has two
 * words. *solar, *thai are set if it is of Iran's calendar, in Thai. */
int date_month(const char *s, size_t *n, bool *solar, bool *thai);
/* The year before the first of an era of East Asia that the word names, or 0. */
int date_era(const char *word, size_t n);
/* Reads digits; what would pass nine is counted, not added. Returns where they end. */
const char *date_number(const char *s, int *value, int *digits);

#endif
