/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fulltext: the text of the page behind a story, beside what its feed says.
 *
 * body.fulltext is NULL until the page was asked for, and empty when there is nothing to
 * be had from it: it is not asked again then, but when somebody wants to see it. */
#ifndef STORE_FULLTEXT_H
#define STORE_FULLTEXT_H

#include "store/db.h"

/* A story whose page is wanted. */
struct fulltext_wish {
	int64_t story, feed;
	char *link; /* NULL: the story has none */
};

void fulltext_wish_free(struct fulltext_wish *w);

/* Appends those of the feed whose page was never asked for, that arrived at `since` or
 * later and are unread or starred, newest first, at most n: struct fulltext_wish. Of the
 * teasers: only those of which the feed has no more than the beginning. */
bool fulltext_wanted(struct db *db, int64_t feed, int64_t since, bool teasers, size_t n,
		     GPtrArray *out, GError **err);
/* The wish for one story; NULL without err if it is gone. */
struct fulltext_wish *fulltext_of_story(struct db *db, int64_t story, GError **err);
/* In a transaction of its own: keeps the text; html NULL: there is none. *shorter: the
 * feed itself says much more, so the text was not kept. A text that is there already
 * stays when there is none now. */
bool fulltext_store(struct db *db, int64_t story, const char *html, bool *shorter,
		    GError **err);

#endif
