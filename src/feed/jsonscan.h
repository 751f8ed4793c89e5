/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jsonscan: a look over a JSON document before jansson gets it, and repairs.
 *
 * jansson is strict and recursive: one raw control character, one comment or a cut end
 * and nothing is read. The scan bounds the depth, escapes control characters in strings,
 * turns lone surrogates into U+FFFD, drops comments, commas too many and what stands
 * after the end, closes what a cut document left open, and writes numbers that are ids
 * as strings, as they were written. */
#ifndef FEED_JSONSCAN_H
#define FEED_JSONSCAN_H

#include <glib.h>
#include <stdbool.h>

struct json_scan {
	bool too_deep;
	bool too_many;	    /* parts: its tree would not fit */
	const char *mended; /* what was mended, or NULL */
	int line;	    /* where */
};

enum { JSON_DEPTH = 64 };

/* The document as jansson wants it; to be freed. */
GString *json_scan(const char *text, size_t n, struct json_scan *scan);

#endif
