/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words: what counts as a word, for the text index and for texts that it lacks yet.
 *
 * Case, accents and letter variants are folded (text/fold). Scripts that put no blanks
 * between words (Chinese, Japanese, Korean, Thai ...) give overlapping pairs of letters,
 * and the last letter alone at the place of the last pair: so any substring is a phrase of
 * pairs. Symbols beyond ASCII are words of one character. */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct db;
struct words;

enum { WORD_SAME_PLACE = 1, WORDS_IN_QUERY = 63 };

/* flags: WORD_SAME_PLACE: at the place of the word before. Not 0 stops the scan. */
typedef int (*word_function)(void *data, int flags, const char *word, int n, int start,
			     int end);

/* Not for several threads at once: it remembers how letters fold. */
struct words *words_new(void);
void words_free(struct words *w);
/* query: no single letter behind a pair, at most WORDS_IN_QUERY words. */
int words_scan(struct words *w, const char *s, size_t n, bool query, void *data,
	       word_function function);
/* False: in no way does s, HTML or plain text, hold the word (as words_scan gives it) or one
 * that begins with it. True: it may, words_scan tells. In a fifth of the time. */
bool words_may_hold(struct words *w, const char *word, size_t m, const char *s, size_t n);
/* Whether s (valid UTF-8) is one letter of a script that is cut into pairs. */
bool words_is_single(struct words *w, const char *s, size_t n);

/* Makes the tokenizer "tnews" known to the connection, once. */
bool words_register(struct db *db, GError **err);

#endif
