/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feed: a document becomes a feed. */
#ifndef FEED_FEED_H
#define FEED_FEED_H

#include <glib.h>

#include "util/arena.h"
#include "wire/feed.h"
#include "wire/job.h"

struct feed_hints {
	const char *url;	  /* where it came from: last resort for relative links */
	const char *content_type; /* of the server, or NULL */
	bool terminated;	  /* bytes[n] is a NUL: valid UTF-8 need not be copied */
};

/* Reads a feed document in any of the formats of enum feed_format.
 *
 * bytes: borrowed, any encoding; hints: NULL for none.
 * The result lives in `arena`. Repaired faults are in feed->warnings. NULL with
 * ERR_DATA only if this is no feed; the text names what it is instead, *fail (may be
 * NULL) says it as a kind: FAIL_WEB_PAGE, FAIL_EMPTY, FAIL_TOO_LARGE, FAIL_BROKEN.
 *
 * Atom 1.0: RFC 4287. RSS 2.0: rssboard.org. RSS 1.0: web.resource.org/rss/1.0.
 * JSON Feed 1.1: jsonfeed.org. */
struct feed *feed_parse(struct arena *arena, const char *bytes, size_t n,
			const struct feed_hints *hints, enum fail *fail, GError **err);

/* The same, but straight to the JSON of `tnews parse`: a story is printed and forgotten.
 * NULL where feed_parse gives NULL. */
GString *feed_parse_json(const char *bytes, size_t n, const struct feed_hints *hints,
			 enum fail *fail, GError **err);

/* What a document of a list of subscriptions (OPML) holds. */
struct feed_list {
	struct outline *outlines; /* wire/job.h; in the arena */
	size_t n_outlines;
	struct warning *warnings;
	size_t n_warnings;
};

/* Reads such a document; false, with err and *fail, if it is none. The result lives in
 * the arena. */
bool feed_parse_list(struct arena *arena, const char *bytes, size_t n,
		     const struct feed_hints *hints, struct feed_list *list,
		     enum fail *fail, GError **err);

/* The feed as the JSON of `tnews parse` (cli.md), indented, ending in a line feed. */
GString *feed_print(const struct feed *feed);

/* Once a process, before threads: libxml2's initialiser and the entity loader that
 * always fails. */
void feed_init(void);

#endif
