/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sql: a query tree becomes a condition on the rows of `story` (alias s), with bound
 * values. Text and regex terms call SQL functions and tables that store/ provides. */
#ifndef QUERY_SQL_H
#define QUERY_SQL_H

#include "query/query.h"

/* Which feeds a name means. The store knows no sections: they stand in the user's file,
 * so the caller says, for each subscribed feed, under which names it is found. */
struct query_feed {
	int64_t id;	  /* of the store */
	const char *name; /* title or the user's name */
	const char *url;
	const char *const
		*sections; /* NULL-terminated: "Outer/Inner", all it stands in */
};

struct query_scope {
	const struct query_feed *feeds;
	size_t n_feeds;
	int64_t new_since; /* is:new: received at or after; INT64_MAX for none */
};

enum sql_type { SQL_INT, SQL_TEXT };

struct sql_value {
	enum sql_type type;
	int64_t number;
	char *text;
};

/* A text term. FIELD_CATEGORY: words of the feed's own categories. FIELD_LANG: the
 * letters of a language's name, "enus"; the store has each story under "en", too. `where` asks for the terms of a group by text_hit(GROUP, s.id). */
struct sql_text {
	int group; /* 0: all of them must hold anyway, so they are looked up at once */
	enum query_field field;
	char *text;
	bool prefix;
};

struct sql {
	GString *where;	  /* an expression, "1" for everything */
	GString *order;	  /* what stands behind ORDER BY, ends with the id */
	GArray *values;	  /* struct sql_value, for ?1 ?2 ... in order */
	GPtrArray *texts; /* struct sql_text, by group */
	int n_groups;	  /* group 0 may be empty */
	bool by_date;	  /* the order is newest first, or */
	bool by_date_up;  /* oldest first */
	/* What must hold anyway, so that an index can be chosen. */
	bool must_unread, must_read, must_starred, must_enclosure;
	const char *must_tag;  /* borrowed from the query, or NULL */
	int64_t must_received; /* at or after, INT64_MIN: ever */
	bool asks_deleted, asks_ignored, asks_snoozed, asks_same; /* hidden ones, too */
};

/* The functions that the store has to provide:
 *   text_hit(GROUP, id)      whether the texts of the group stand in the story
 *   text_rank(id)            how well the texts match, the more the better
 *   regex_hit(?n, text)      whether the expression matches; 0 for NULL
 *   body_text(id)            the story's body as plain text
 *   fold_has(text, ?n)       whether text holds ?n, both folded
 *   fold(text), feed_key(id) keys to sort by
 *
 * q NULL: everything. order: if q has none; NULL: newest first. scope may be NULL (no feed
 * has a name). Never fails: every tree has SQL. */
struct sql *sql_of_query(const struct query *q, const struct query_order *order,
			 const struct query_scope *scope);
void sql_free(struct sql *sql);

#endif
