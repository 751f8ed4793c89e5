/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A query of any bytes: it is a tree or a fault with its column, and every tree is SQL that
 * SQLite can prepare and run against a small store. seeds: tests/fuzz/query
 * words: src/query/parse.c src/query/lex.c */
#include <glib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "query/query.h"
#include "store/db.h"
#include "store/feeds.h"
#include "store/ingest.h"
#include "store/list.h"
#include "store/search.h"
#include "util/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1764000000 };

static struct db *db;

/* Three stories, two of them indexed. */
static void open_store(void)
{
	char *dir = g_dir_make_tmp("tnews-fuzz-XXXXXX", NULL);
	static const struct subscription sub = {"http://a/", "Alpha"};
	struct item items[3] = {
		{.id = "1",
		 .title = "gold 東京都",
		 .content = "<p>rust</p>",
		 .published = 1},
		{.id = "2", .title = "café", .link = "http://a/2", .published = NOW - 5},
		{.id = "3",
		 .title = "third",
		 .summary = "می‌روم",
		 .published = DATE_NONE}};
	struct feed feed = {.items = items, .n_items = 3};
	struct ingest_options options = {.now = NOW};
	struct ingest_result result;
	int64_t id;
	bool left;
	db = db_open(dir, DB_WRITE, NULL);
	if (!db || !feeds_subscribe(db, &sub, 1, &id, NULL) || !db_begin(db, NULL) ||
	    !ingest_feed(db, id, &feed, &options, &result, NULL) ||
	    !db_commit(db, false, NULL) || !search_index(db, 2, &left, NULL))
		abort();
	g_array_unref(result.new_ids);
	g_free(dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!db)
		open_store();
	char *text = g_strndup((const char *)data, size);
	GError *err = NULL;
	int column = 0;
	struct query *q = query_parse(text, NOW, &column, &err);
	if (!q) {
		if (!g_error_matches(err, TNEWS_ERROR, ERR_USAGE) || column < 1)
			abort();
	} else {
		struct query_feed feed = {.id = 1, .name = "Alpha", .url = "http://a/"};
		struct query_scope scope = {
			.feeds = &feed, .n_feeds = 1, .new_since = NOW};
		struct list_spec spec = {.all_feeds = true, .query = q, .scope = &scope};
		struct ids *ids = list_ids(db, &spec, NULL, NULL, &err);
		int64_t n = ids ? list_count(db, &spec, &err) : -1;
		/* A regular expression may take too long; nothing else may fail. */
		if (err && !g_error_matches(err, TNEWS_ERROR, ERR_USAGE))
			abort();
		if (ids && n != (int64_t)ids->n)
			abort();
		ids_free(ids);
	}
	g_clear_error(&err);
	query_free(q);
	g_free(text);
	return 0;
}
