/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query: the search language of cli.md as a tree, and as SQL.
 *
 * One implementation for the command line, the panes, sections, rules and highlights. */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/error.h"

enum query_kind {
	Q_ALL,      /* everything: the empty query */
	Q_AND, Q_OR, Q_NOT,
	Q_TEXT,     /* word, phrase, prefix; field says where */
	Q_REGEX,
	Q_FEED, Q_SECTION,       /* by name, substring, folded */
	Q_CATEGORY, Q_LANGUAGE, Q_TYPE,
	Q_TAG,
	Q_IS, Q_HAS,
	Q_DATE, Q_RECEIVED,      /* from <= t < to */
	Q_FEED_HAS,              /* of the story's feed: from <= what < to */
};

enum query_field { FIELD_ANY, FIELD_TITLE, FIELD_AUTHOR, FIELD_BODY, FIELD_LINK,
		   FIELD_CATEGORY, FIELD_LANG };
enum query_is { IS_UNREAD, IS_READ, IS_STARRED, IS_NEW, IS_DUPLICATE, IS_DELETED };
enum query_feed_has { FEED_HAS_NEWEST, FEED_HAS_TOTAL, FEED_HAS_UNREAD };
enum query_has { HAS_ENCLOSURE, HAS_TAG, HAS_NOTE, HAS_FULLTEXT, HAS_COMMENTS };
enum query_sort { SORT_DATE, SORT_RECEIVED, SORT_TITLE, SORT_AUTHOR, SORT_FEED, SORT_SIZE,
		  SORT_RANK, SORT_RANDOM };

struct query_node {
	enum query_kind kind;
	struct query_node *a, *b; /* AND, OR: both; NOT: a */
	char *text;               /* TEXT, REGEX, FEED, SECTION, CATEGORY, ... */
	enum query_field field;
	bool prefix;              /* TEXT: pre* */
	int what;                 /* IS, HAS, FEED_HAS: enum query_is, _has, _feed_has */
	int64_t from, to;         /* DATE, RECEIVED, FEED_HAS; INT64_MIN, INT64_MAX open */
	int column;               /* where it stands, from 1 */
};

struct query_order {
	enum query_sort key;
	bool reverse; /* the unusual way: date oldest first, title Z to A */
};

struct query {
	struct query_node *root;
	struct query_order *order; /* in order of weight; none: newest first */
	size_t n_order;
};

/* now: for ages. NULL with ERR_USAGE and a message that names the column and what was
 * expected; *column (may be NULL) from 1. */
struct query *query_parse(const char *text, int64_t now, int *column, GError **err);
void query_free(struct query *q);
/* a AND b; takes both over, either may be NULL. The order is a's if it has one. */
struct query *query_and(struct query *taken_a, struct query *taken_b);
/* Whether the tree holds a node of that kind. */
bool query_has_kind(const struct query *q, enum query_kind kind);
/* The words of the language, for completion and "did you mean": "tag:", "is:unread". */
const char *const *query_words(size_t *n);
/* The sort key of a name, -1 if there is none. */
int query_sort_of(const char *name);
const char *query_sort_name(enum query_sort key);

#endif
