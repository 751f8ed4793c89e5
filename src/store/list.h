/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list: ids in order, the rows in sight, one story. */
#ifndef STORE_LIST_H
#define STORE_LIST_H

#include "query/sql.h"
#include "store/db.h"
#include "store/story.h"

/* Which stories. All conditions must hold. Deleted stories and those tagged `ignored` are
 * left out unless a query asks for them. */
struct list_spec {
	bool all_feeds;          /* else only those of feeds */
	const int64_t *feeds;
	size_t n_feeds;
	const struct query *query;  /* or NULL */
	const struct query_scope *scope;
	/* order: the query's; if it has none this one */
	struct query_order order;
	size_t limit;            /* 0: all */
	/* list_ids calls it now and then after the first few, when there are many: other
	 * questions may be asked on the same connection meanwhile. Or NULL. */
	void (*meanwhile)(void *data);
	void *meanwhile_data;
	const int64_t *only;     /* NULL, or none but these (rules: what just arrived) */
	size_t n_only;
};

/* The ids in order. first, if given, is called once with the first few (a screenful) as
 * soon as they are known; it takes them over. The whole is returned. */
struct ids *list_ids(struct db *db, const struct list_spec *spec,
		     void (*first)(struct ids *taken, void *data), void *data,
		     GError **err);
int64_t list_count(struct db *db, const struct list_spec *spec, GError **err);
/* unread and total of spec; for sections that are queries. */
bool list_unread(struct db *db, const struct list_spec *spec, int64_t *unread,
		 int64_t *total, GError **err);
struct rows *list_rows(struct db *db, const int64_t *ids, size_t n, GError **err);
/* NULL without err if there is none. */
struct story *list_story(struct db *db, int64_t id, GError **err);
struct tag_counts *list_tags(struct db *db, GError **err);

#endif
