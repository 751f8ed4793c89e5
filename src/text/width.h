/* SPDX-License-Identifier: GPL-3.0-or-later */
/* width: columns, as the terminal counts. The only authority for columns; agrees with
 * wcwidth, by which curses places cells. Needs setlocale(LC_CTYPE) with UTF-8; without
 * such a locale a table of GLib (g_unichar_iswide, iszerowidth) stands in, so that the
 * worker, which sets no locale, counts the same. */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* 0, 1 or 2; control characters 0. */
int width_char(uint32_t c);
/* Columns of one grapheme cluster: the first character's, at least the widest of it,
 * never more than 2. */
int width_cluster(const char *s, size_t n);
int width_text(const char *s, size_t n);
/* The longest beginning of s, in whole clusters, that fits into columns; *used, if
 * given, is what it takes. */
size_t width_fit(const char *s, size_t n, int columns, int *used);
/* s cut to columns with "~" where something is missing: at the end, or in the middle.
 * To be freed. */
char *width_cut(const char *s, int columns);
char *width_cut_middle(const char *s, int columns);

#endif
