/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft: a feed, an item or a source while its document is being read.
 *
 * One thing is often said several times: by the format's own element, by Dublin Core,
 * by Media RSS. Every value therefore has a rank; a lower one displaces a higher one, of
 * two equal ones the first stays. Lists of persons and of categories have a rank, too.
 *
 * All text lives in the arena of the feed; the growing lists are GLib's and are used
 * again for the next item. The ceilings of util/limit.h hold here. */
#ifndef FEED_DRAFT_H
#define FEED_DRAFT_H

#include <glib.h>
#include <stdbool.h>

#include "util/arena.h"
#include "wire/feed.h"

enum draft_text {
	T_ID,
	T_TITLE,
	T_LINK,
	T_SELF,
	T_HUB,
	T_NEXT,
	T_COMMENTS,
	T_LANGUAGE,
	T_RIGHTS,  /* HTML */
	T_SUMMARY, /* HTML; the subtitle of a feed */
	T_CONTENT, /* HTML */
	T_IMAGE,
	T_ICON,
	T_GENERATOR,
	T_N
};

enum draft_date { D_PUBLISHED, D_UPDATED, D_N };

/* Ranks: the format's own element, what stands in for it, what is better than nothing. */
enum rank {
	RANK_OWN = 1,
	RANK_NEAR,
	RANK_STAND_IN,
	RANK_FAR,
	RANK_LAST,
	RANK_NONE = 255
};

struct draft {
	const char *text[T_N];
	unsigned char text_rank[T_N];
	int64_t date[D_N];
	unsigned char date_rank[D_N];
	bool id_is_link;
	int64_t duration_s, ttl_minutes;
	int64_t period_minutes, frequency; /* sy:, -1 not said */
	uint32_t skip_hours, skip_days;
	GArray *authors, *contributors; /* struct person */
	GArray *categories;		/* struct category */
	GArray *enclosures;		/* struct enclosure */
	GArray *links;			/* struct link */
	unsigned char authors_rank, categories_rank;
	struct source source;
	double latitude, longitude; /* geo:, NAN: not said */
	bool relative; /* holds addresses that could not be made absolute yet */
	int line;      /* where it began */
};

void draft_init(struct draft *d);
/* Empty again, the lists keep their memory. */
void draft_reset(struct draft *d);
void draft_clear(struct draft *d);

/* The value (in the arena, or static) is kept if its rank is better; NULL and "" are not. */
bool draft_text(struct draft *d, enum draft_text field, enum rank rank,
		const char *value);
/* Whether a value of this rank would be kept. */
bool draft_wants(const struct draft *d, enum draft_text field, enum rank rank);
/* s is no date: false. */
bool draft_date(struct draft *d, enum draft_date field, enum rank rank, const char *s);

/* These drop what is empty, double, or too much. */
void draft_author(struct draft *d, enum rank rank, const struct person *p);
void draft_contributor(struct draft *d, const struct person *p);
void draft_category(struct draft *d, enum rank rank, const struct category *c);
/* The enclosure of this address, made if there was none; NULL if there are too many. */
struct enclosure *draft_enclosure(struct draft *d, const char *url);
void draft_link(struct draft *d, const struct link *link);

/* A finished item in the arena. */
void draft_to_item(const struct draft *d, struct arena *arena, struct item *item);
/* The fields of a feed but items and warnings. */
void draft_to_feed(const struct draft *d, struct arena *arena, struct feed *feed);

#endif
