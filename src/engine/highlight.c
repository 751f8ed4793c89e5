/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same search that a list makes, among the rows that are shown: the language has one
 * meaning. The first line of the file that matches wins. */
#include "engine/highlight.h"

#include "query/query.h"
#include "store/list.h"
#include "util/clock.h"

static struct ids *matching(struct db *db, const struct scope *scope, const char *text,
			    const int64_t *ids, size_t n)
{
	struct query *query = query_parse(text, clock_now(), NULL, NULL);
	if (!query)
		return NULL;
	struct query_scope names;
	bool good = scope_names(db, scope, query, &names, NULL);
	struct list_spec spec = {
		.all_feeds = true,
		.query = query,
		.scope = &names,
		.only = ids,
		.n_only = n,
	};
	struct ids *found = good ? list_ids(db, &spec, NULL, NULL, NULL) : NULL;
	query_free(query);
	return found;
}

void highlight_rows(struct db *db, const struct scope *scope, struct row *rows, size_t n)
{
	if (!scope || scope->n_highlights == 0 || n == 0)
		return;
	g_autofree int64_t *ids = g_new(int64_t, n);
	for (size_t i = 0; i < n; i++)
		ids[i] = rows[i].id;
	for (size_t h = 0; h < scope->n_highlights; h++) {
		const struct scope_highlight *x = &scope->highlights[h];
		struct ids *found = matching(db, scope, x->query, ids, n);
		for (size_t k = 0; found && k < found->n; k++)
			for (size_t i = 0; i < n; i++)
				if (rows[i].id == found->ids[k] && !rows[i].highlight)
					rows[i].highlight = x->number;
		ids_free(found);
	}
}
