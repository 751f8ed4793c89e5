/* sql: a query tree becomes a condition on the rows of `story` (alias s), with bound
 * values. Text and regex terms call SQL functions and tables that store/ provides. */
#ifndef QUERY_SQL_H
#define QUERY_SQL_H

#include "query/query.h"

/* Which feeds a name means. The store knows no sections: they stand in the user's file,
 * so the caller says, for each subscribed feed, under which names it is found. */
struct query_feed {
	int64_t id;            /* of the store */
	const char *name;      /* title or the user's name */
	const char *url;
	const char *const *sections; /* NULL-terminated: "Outer/Inner", all it stands in */
};

struct query_scope {
	const struct query_feed *feeds;
	size_t n_feeds;
	int64_t new_since;     /* is:new: received at or after; INT64_MAX for none */
};

enum sql_type { SQL_INT, SQL_TEXT };

struct sql_value {
	enum sql_type type;
	int64_t number;
	char *text;
};

struct sql {
	GString *where;  /* an expression, "1" for everything */
	GString *order;  /* what stands behind ORDER BY */
	GArray *values;  /* struct sql_value, for ?1 ?2 ... in order */
	GPtrArray *texts; /* FTS5 match expressions used, for the store's bit sets */
};

/* scope may be NULL (no feed has a name). Never fails: every tree has SQL. */
struct sql *sql_of_query(const struct query *q, const struct query_scope *scope);
void sql_free(struct sql *sql);

#endif
