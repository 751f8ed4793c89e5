/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of the language beyond its grammar: its words, its sort keys, and what a
 * tree holds. */
#include "query/query.h"

#include <string.h>

static const char *const words[] = {
	"after:",	 "author:",	  "before:",	  "body:",	"category:",
	"feed-age:",	 "feed-total:",	  "feed-unread:", "feed:",	"has:comments",
	"has:enclosure", "has:fulltext",  "has:note",	  "has:tag",	"is:deleted",
	"is:duplicate",	 "is:new",	  "is:read",	  "is:starred", "is:unread",
	"lang:",	 "link:",	  "on:",	  "OR",		"received:",
	"section:",	 "sort:author",	  "sort:date",	  "sort:feed",	"sort:random",
	"sort:rank",	 "sort:received", "sort:size",	  "sort:title", "tag:",
	"title:",	 "type:",
};

static const char *const sorts[] = {
	[SORT_DATE] = "date",	  [SORT_RECEIVED] = "received", [SORT_TITLE] = "title",
	[SORT_AUTHOR] = "author", [SORT_FEED] = "feed",		[SORT_SIZE] = "size",
	[SORT_RANK] = "rank",	  [SORT_RANDOM] = "random",
};

const char *const *query_words(size_t *n)
{
	*n = G_N_ELEMENTS(words);
	return words;
}

int query_sort_of(const char *name)
{
	for (int i = 0; i < (int)G_N_ELEMENTS(sorts); i++)
		if (!g_ascii_strcasecmp(sorts[i], name))
			return i;
	return -1;
}

const char *query_sort_name(enum query_sort key)
{
	return sorts[key];
}

static bool holds(const struct query_node *n, enum query_kind kind)
{
	for (; n; n = n->a)
		if (n->kind == kind || holds(n->b, kind))
			return true;
	return false;
}

bool query_has_kind(const struct query *q, enum query_kind kind)
{
	return q && holds(q->root, kind);
}
