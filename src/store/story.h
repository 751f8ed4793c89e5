/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store gives out: plain data that engine/ and ui/ use. */
#ifndef STORE_STORY_H
#define STORE_STORY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "wire/feed.h"
#include "wire/job.h"

/* One line of a headlines list. */
struct row {
	int64_t id;
	int64_t feed;
	int64_t date; /* published, else updated, else received; never in the future */
	bool unread, starred, deleted;
	bool has_enclosure, has_note;
	const char *snippet; /* around what was searched for, or NULL: see snippet.h */
	size_t hit_from, hit_to; /* where that stands in it */
	uint32_t
		highlight; /* number of the line of the file that colours it, 0 none; not of
	                       the store */
	const char *title; /* never empty: an untitled story has one made for it */
	const char *author;
	const char *link;	 /* NULL: it has none */
	const char *const *tags; /* NULL-terminated, without unread and starred */
};

struct rows {
	struct arena *arena;
	struct row *rows; /* in the order asked for; a story that is gone has id 0 */
	size_t n;
};

struct also {
	int64_t id, feed;
	const char *title; /* of the feed */
};

/* A whole story. */
struct story {
	struct arena *arena;
	struct row row;
	const char *feed_url, *feed_title;
	const char *guid;
	bool made_title; /* the feed gives none; row.title was made of the text */
	const char *link, *comments, *language;
	const char *authors;		      /* names with commas */
	int64_t published, updated, received; /* DATE_NONE */
	struct category *categories;
	size_t n_categories;
	struct enclosure *enclosures;
	size_t n_enclosures;
	struct link *links;
	size_t n_links;
	const char *image;
	int64_t duration_s;
	const char *summary, *content, *fulltext; /* HTML */
	const char *note;
	/* the same in other feeds, hidden or shown in its place */
	const struct also *also;
	size_t n_also;
	int64_t place;	 /* where it was left: anchor of a line; -1 never */
	int64_t changed; /* when its publisher changed it, DATE_NONE never;
	                          place_former has what it said */
	bool looked_at;	 /* since then */
	/* What the article pane shows: fulltext, else content, else summary; never NULL. */
	const char *body;
	bool teaser; /* which is only the beginning, as far as can be told */
};

/* Which of its feed's texts a story is shown with. */
enum story_text { TEXT_CONTENT, TEXT_SUMMARY, TEXT_BOTH };

/* The feed's text that is wanted, in the story's arena; if there is only one, that. Never
 * NULL. */
const char *story_feed_text(const struct story *story, enum story_text text);
/* Makes it the body, but where that is the text of the story's page. */
void story_show_text(struct story *story, enum story_text text);

/* An ordered list: ids, first to last. */
struct ids {
	int64_t *ids;
	size_t n;
};

/* What is known of a feed. */
struct feed_state {
	int64_t id;
	const char *url;
	const char *title; /* the feed's own */
	const char *link;  /* its site */
	int64_t unread, total, starred;
	bool subscribed;     /* false: orphan, its stories stay */
	int64_t fetched;     /* last try, DATE_NONE never */
	int64_t succeeded;   /* last success */
	int64_t next;	     /* not before; DATE_NONE: any time */
	enum fail fail;	     /* FAIL_NONE: healthy */
	const char *message; /* of the failure */
	int fails;	     /* in a row */
	int64_t failing_since; /* DATE_NONE: it works, or its failures do not count */
	const char *etag, *last_modified;
	uint64_t body_digest;
	int64_t ttl_s;	      /* how long the server calls it fresh, -1 unknown */
	const char *moved_to; /* address of a permanent redirect, or NULL */
	int64_t newest;	      /* date of the newest story, DATE_NONE */
	int64_t held;	      /* the server asked to wait until then, DATE_NONE */
	int64_t hint_s;	      /* the feed's own interval, -1 */
	uint32_t skip_hours, skip_days; /* as in struct feed */
	int64_t pace_from; /* since then came the pace_n newest stories, DATE_NONE */
	int pace_n;
	int64_t bytes; /* of the last document, decoded */
	int64_t elapsed_ms;
	const char *history; /* see feed_history */
};

struct feed_states {
	struct arena *arena;
	struct feed_state *feeds;
	size_t n;
};

struct tag_count {
	const char *name;
	int64_t total, unread;
};

struct tag_counts {
	struct arena *arena;
	struct tag_count *tags; /* by name */
	size_t n;
};

/* Sums over all subscribed feeds, and the last reload. */
struct totals {
	int64_t unread, total, starred, fresh; /* fresh: since the last reload */
	int64_t failing;
	int64_t last_reload; /* when it began, DATE_NONE */
};

void rows_free(struct rows *r);
void story_free(struct story *s);
void ids_free(struct ids *ids);
struct ids *ids_copy(const struct ids *ids);
/* feed_state.history, newest first, taken apart: when, "good" or a fail_name, the message
 * or "". *at is moved on; false at the end. */
bool feed_history(const char **at, int64_t *when, GString *word, GString *message);
void feed_states_free(struct feed_states *f);
void tag_counts_free(struct tag_counts *t);

#endif
