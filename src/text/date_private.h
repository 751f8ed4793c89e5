/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date_private: what date.c (dates of feeds) and date_local.c (dates of people) share. */
#ifndef TEXT_DATE_PRIVATE_H
#define TEXT_DATE_PRIVATE_H

enum { DAY = 86400 };

/* month from 1 */
int date_days(int year, int month);
/* Reads digits; what would pass nine is counted, not added. Returns where they end. */
const char *date_number(const char *s, int *value, int *digits);

#endif
