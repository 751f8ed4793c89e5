/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hits: which stories hold some texts. The index is asked for a block of ids when one of
 * them is wanted, and answers with a bit set; stories that the index lacks are read.
 *
 * Within one read transaction (db_snapshot): its view of the mark must stay true. */
#ifndef STORE_HITS_H
#define STORE_HITS_H

#include "query/sql.h"
#include "store/db_private.h"

/* What body_plain wants of a row b. */
#define BODY_TEXTS "unpacked(b.summary),unpacked(b.content),unpacked(b.fulltext)"
/* What the index holds of a row s and its body b. */
#define INDEXED_TEXTS(s)                                                     \
	s ".title," s ".author," s ".link,category_words(" s ".categories)," \
	  "lang_words(" s ".language)," BODY_TEXTS
enum { N_INDEXED_SHORT = 5, N_BODY_TEXTS = 3 }; /* the latter are the body's */

struct hits;

/* All texts of the group must be there. NULL with err. */
struct hits *hits_new(struct db *db, const struct sql *sql, int group, GError **err);
void hits_free(struct hits *h);
/* 1, 0, or -1 with err. */
int hits_test(struct hits *h, int64_t id, GError **err);
/* How well the story matches: how often the words stand in its title, which weighs more,
 * and in its body, for its length. -1 with err. */
int64_t hits_rank(struct hits *h, int64_t id, GError **err);
/* Appends the ids (int64_t) of all hits to out if there are at most `most`; *all says
 * whether that was so. The ids of the index rise; those it lacks follow. */
bool hits_collect(struct hits *h, size_t most, GArray *out, bool *all, GError **err);

/* From here on every id is one that hits_collect gave: hits_test says 1. */
void hits_trust(struct hits *h);

/* The plain text of a body for the index: what the columns hold, in this order. */
void body_plain(GString *out, const char *summary, const char *content,
		const char *fulltext);

#endif
