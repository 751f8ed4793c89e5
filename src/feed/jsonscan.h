/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jsonscan: a JSON document cut into values that jansson reads one by one, and repaired.
 *
 * jansson is strict and recursive, and keeps whole trees: one raw control character, one
 * comment or a cut end and nothing is read; a document of brackets becomes twenty times
 * itself. The scan goes from token to token, hands each member of the root object on, the
 * list "items" story by story, and forgets it. It bounds depth and size, escapes control
 * characters in strings, turns lone surrogates into U+FFFD, puts in and leaves out commas,
 * colons and brackets, drops comments and what stands after the end, closes what a cut
 * document left open, and writes numbers that are ids as strings, as they were written. */
#ifndef FEED_JSONSCAN_H
#define FEED_JSONSCAN_H

#include <glib.h>
#include <stdbool.h>

struct json_scan {
	bool no_object;	    /* the document is something else */
	bool too_deep;	    /* the rest was not read */
	const char *mended; /* what was mended, or NULL */
	int line;	    /* where */
};

enum { JSON_DEPTH = 64 };

struct json_sink {
	/* Whether the value of a member of the root object is wanted. */
	bool (*wants)(const char *member);
	/* Takes one value, which is valid JSON: that of a member, or a part of the list
	 * "items" (part is true). line: where it begins. False: nothing more is wanted. */
	bool (*take)(void *data, const char *member, bool part, const GString *value,
		     int line);
	void *data;
};

/* Scans text (valid UTF-8). */
void json_scan(const char *text, size_t n, const struct json_sink *sink,
	       struct json_scan *scan);

#endif
