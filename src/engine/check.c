/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries as they are typed. */
#include "config.h"

#include "engine/engine.h"

#include "query/query.h"
#include "util/clock.h"

bool engine_query_check(const char *text, int *column, GError **err)
{
	struct query *q = query_parse(text, clock_now(), column, err);
	bool good = q != NULL;

	query_free(q);
	return good;
}

const char *const *engine_query_words(size_t *n)
{
	return query_words(n);
}
