/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules run in the writer, in the transaction that stores the stories: nobody ever sees a
 * story before its rules were applied. */
#include "engine/rules.h"

#include "query/query.h"
#include "store/same.h"
#include "store/state.h"
#include "util/error.h"
#include "util/i18n.h"

static bool apply(struct db *db, const struct scope *scope, const struct rule *rule,
		  const int64_t *ids, size_t n, int64_t now, GError **err)
{
	struct query *query = query_parse(rule->query, now, NULL, err);
	if (!query)
		return false;
	struct query_scope names;
	bool good = scope_names(db, scope, query, &names, err);
	struct list_spec spec = {
		.all_feeds = true,
		.query = query,
		.scope = &names,
		.only = ids,
		.n_only = n,
	};
	good = good && state_apply_where(db, &spec, (const char *const *)rule->add,
					 (const char *const *)rule->remove, err);
	query_free(query);
	return good;
}

static bool apply_all(struct db *db, const struct scope *scope, const int64_t *ids,
		      size_t n, int64_t now, GError **err)
{
	bool all_good = true;
	for (size_t i = 0; n > 0 && i < scope->n_rules; i++) {
		const struct rule *rule = &scope->rules[i];
		g_autoptr(GError) cause = NULL;
		if (rule->until <= now)
			continue;
		if (apply(db, scope, rule, ids, n, now, &cause))
			continue;
		if (all_good)
			g_set_error(err, TNEWS_ERROR, cause->code,
				    _("%s:%d: this rule could not be applied: %s"),
				    rule->file, rule->line, cause->message);
		all_good = false;
	}
	return all_good;
}

bool rules_arrived(struct db *db, const struct scope *scope, const int64_t *ids, size_t n,
		   int64_t now, GError **err)
{
	bool good = apply_all(db, scope, ids, n, now, err);
	/* What was hidden because of a story that is killed now comes in its place. */
	GArray *listed = scope->n_rules ? same_settle(db, ids, n, NULL) : NULL;
	while (listed && listed->len) {
		const int64_t *more = (const int64_t *)(const void *)listed->data;
		good = apply_all(db, scope, more, listed->len, now, good ? err : NULL) &&
		       good;
		GArray *next = same_settle(db, more, listed->len, NULL);
		g_array_unref(listed);
		listed = next;
	}
	if (listed)
		g_array_unref(listed);
	return good;
}
