/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scope: what the user's file says of sections and feeds, copied so that threads other
 * than main, and the store, can use it: under which names a feed is found, which sections
 * are queries. Immutable once made, and counted: each holder has a reference. */
#ifndef ENGINE_SCOPE_H
#define ENGINE_SCOPE_H

#include <glib.h>
#include <stdbool.h>

#include "conf/conf.h"
#include "query/sql.h"
#include "store/db.h"

/* A section that is a saved search. */
struct scope_query {
	const char *path;
	const char *query;
};

/* A query that colours rows: the highlights of the file are numbered from 1. */
struct scope_highlight {
	uint32_t number;
	const char *query;
};

struct scope {
	struct arena *arena;
	struct query_scope
		names;	  /* for query/sql; its new_since is a default, see below */
	int64_t *visible; /* ids of the subscribed feeds that are not hidden */
	size_t n_visible;
	bool has_hidden;
	struct scope_query *queries;
	size_t n_queries;
	struct scope_highlight *highlights;
	size_t n_highlights;
	struct rule *rules; /* copies; file is the arena's, too */
	size_t n_rules;
	int same_by; /* enum same_by */
};

/* The names for a query (NULL: none) as they are now: with the time of the last reload if
 * the query may ask for what is new. */
bool scope_names(struct db *db, const struct scope *scope, const struct query *query,
		 struct query_scope *names, GError **err);
/* The ids of the subscriptions must be known (scope_subscribe). new_since: see struct
 * query_scope. */
struct scope *scope_of_conf(const struct conf *conf, int64_t new_since);
struct scope *scope_ref(struct scope *s);
void scope_unref(struct scope *s); /* NULL does nothing */

/* Tells the store which feeds are subscribed, and fills sub->id of each. With write
 * false nothing is written: a feed that the store does not know keeps the id 0. */
bool scope_subscribe(struct db *db, struct conf *conf, bool write, GError **err);

/* "date", "-title": an order; false if this is none. */
bool scope_order(const char *sort, struct query_order *order);

#endif
