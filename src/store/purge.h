/* SPDX-License-Identifier: GPL-3.0-or-later */
/* purge: stories go for good. Nothing else ever deletes any.
 *
 * Of a feed that is still subscribed a stone stays, a row without texts, so that the next
 * reload does not bring the story back; it is in no list and cannot be undone. */
#ifndef STORE_PURGE_H
#define STORE_PURGE_H

#include "store/list.h"

/* How many stories of a feed are kept, and from when on. */
struct purge_limit {
	int64_t feed;
	int64_t keep;  /* 0: all */
	int64_t since; /* seconds UTC; INT64_MIN: all */
	bool unread;   /* takes those that nobody has read, too */
};

struct purge {
	const struct list_spec *spec; /* all that match; or NULL */
	bool deleted;		      /* what was deleted before */
	bool orphans;		      /* all of feeds that nobody subscribes to, and those */
	const struct purge_limit *limits;
	size_t n_limits;
	bool kept_too; /* also what is starred, tagged or has a note; else never */
	bool dry;      /* only counts */
};

struct purge_result {
	size_t stories, feeds;
};

/* In transactions of some hundred stories: it may be stopped and other programs write
 * meanwhile; what was done stays done. */
bool purge_run(struct db *db, const struct purge *p, struct purge_result *result,
	       GError **err);
/* Packs texts that were stored before texts were packed, makes the index one piece, and the
 * file as small as it can be. Needs as much room again meanwhile. */
bool purge_compact(struct db *db, int64_t *before, int64_t *after, GError **err);

#endif
