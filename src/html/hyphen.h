/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hyphen: where words may be parted: libhyphen, and the patterns of the languages that are
 * installed. Where it was not built in, or there are no patterns, no word is. */
#ifndef HTML_HYPHEN_H
#define HTML_HYPHEN_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct hyphen;

/* Maps the patterns (hyph_LANGUAGE.dic) of a folder, NULL: the usual one. Before the
 * process gives files up; they are read when they are wanted. Once. */
void hyphen_open(const char *folder);
/* The patterns for a language ("de-AT"), NULL if there are none. From any thread. */
const struct hyphen *hyphen_for(const char *language);
/* Appends to points (size_t) the places in the word (UTF-8, n bytes, letters only) where
 * it may be parted by a hyphen and nothing else. */
void hyphen_word(const struct hyphen *h, const char *word, size_t n, GArray *points);
/* A line that says what there is, to be freed; empty in a process that never opened it. */
char *hyphen_report(void);

#endif
