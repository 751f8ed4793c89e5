/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own, and feeds to put into it; for tests of query/, store/. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "store/db.h"
#include "store/feeds.h"
#include "store/ingest.h"
#include "store/list.h"
#include "store/search.h"
#include "store/state.h"
#include "store/verify.h"
#include "util/error.h"

#define NOW INT64_C(1764000000)

struct fixture {
	char *dir;
	struct db *db;
	int64_t feeds[8];
};

static inline void remove_tree(const char *dir)
{
	GDir *d = g_dir_open(dir, 0, NULL);
	const char *name;
	while (d && (name = g_dir_read_name(d))) {
		char *path = g_build_filename(dir, name, NULL);
		g_remove(path);
		g_free(path);
	}
	if (d)
		g_dir_close(d);
	g_rmdir(dir);
}

static inline void fixture_open(struct fixture *f)
{
	GError *err = NULL;
	f->db = db_open(f->dir, DB_WRITE, &err);
	g_assert_no_error(err);
}

static inline void fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof *f);
	f->dir = g_dir_make_tmp("tnews-store-XXXXXX", NULL);
	fixture_open(f);
	static const struct subscription subs[] = {{"http://a.example/feed", NULL},
						   {"http://b.example/feed", "Beta"},
						   {"http://c.example/feed", NULL}};
	GError *err = NULL;
	g_assert_true(feeds_subscribe(f->db, subs, 3, f->feeds, &err));
	g_assert_no_error(err);
}

static inline void fixture_clear(struct fixture *f)
{
	db_close(f->db);
	remove_tree(f->dir);
	g_free(f->dir);
}

static inline struct item item_of(const char *id, const char *link, const char *title,
				  const char *content, int64_t published)
{
	struct item item = {.id = id,
			    .link = link,
			    .title = title,
			    .content = content,
			    .published = published,
			    .updated = DATE_NONE,
			    .duration_s = -1};
	item.digest = item_digest(&item);
	return item;
}

static inline struct ingest_result put_items(struct fixture *f, int64_t feed,
					     struct item *items, size_t n)
{
	struct feed doc = {.title = "A feed",
			   .link = "http://a.example/",
			   .items = items,
			   .n_items = n,
			   .published = DATE_NONE,
			   .updated = DATE_NONE,
			   .ttl_minutes = -1};
	struct ingest_options options = {.now = NOW};
	struct ingest_result result;
	GError *err = NULL;
	g_assert_true(db_begin(f->db, &err));
	g_assert_true(ingest_feed(f->db, feed, &doc, &options, &result, &err));
	g_assert_no_error(err);
	g_assert_true(db_commit(f->db, false, &err));
	return result;
}

static inline struct ingest_result put_one(struct fixture *f, int64_t feed,
					   struct item item)
{
	return put_items(f, feed, &item, 1);
}

/* "3 1 2" */
static inline char *ids_text(const struct ids *ids)
{
	GString *s = g_string_new(NULL);
	for (size_t i = 0; i < ids->n; i++)
		g_string_append_printf(s, "%s%" G_GINT64_FORMAT, i ? " " : "",
				       ids->ids[i]);
	return g_string_free(s, FALSE);
}

static inline char *find_in(struct fixture *f, const char *text,
			    const struct query_scope *scope)
{
	GError *err = NULL;
	struct query *q = query_parse(text, NOW, NULL, &err);
	g_assert_no_error(err);
	struct list_spec spec = {.all_feeds = true, .query = q, .scope = scope};
	struct ids *ids = list_ids(f->db, &spec, NULL, NULL, &err);
	g_assert_no_error(err);
	char *found = ids_text(ids);
	g_assert_cmpint(list_count(f->db, &spec, &err), ==, (int64_t)ids->n);
	g_assert_no_error(err);
	ids_free(ids);
	query_free(q);
	return found;
}

#define assert_found(f, query, expected)                \
	do {                                            \
		char *found_ = find_in(f, query, NULL); \
		g_assert_cmpstr(found_, ==, expected);  \
		g_free(found_);                         \
	} while (0)

static inline void assert_whole(struct fixture *f)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
	GError *err = NULL;
	g_assert_true(verify_store(f->dir, out, notes, &err));
	g_assert_no_error(err);
	for (unsigned i = 0; i < out->len; i++)
		g_test_message("%s", (char *)out->pdata[i]);
	g_assert_cmpuint(out->len, ==, 0);
	g_ptr_array_free(out, TRUE);
	g_ptr_array_free(notes, TRUE);
}

static inline void index_all(struct fixture *f)
{
	bool left = true;
	GError *err = NULL;
	while (left)
		g_assert_true(search_index(f->db, 100, &left, &err));
	g_assert_no_error(err);
	g_assert_cmpint(search_lag(f->db), ==, 0);
}

static inline struct act_result tag(struct fixture *f, const int64_t *ids, size_t n,
				    const char *add, const char *remove)
{
	const char *adds[] = {add, NULL}, *removes[] = {remove, NULL};
	struct act act = {
		.ids = ids, .n_ids = n, .add = adds, .remove = removes, .label = "tag"};
	struct act_result result;
	GError *err = NULL;
	g_assert_true(state_act(f->db, &act, &result, &err));
	g_assert_no_error(err);
	return result;
}

static inline void result_clear(struct act_result *r)
{
	if (r->ids)
		g_array_unref(r->ids);
}

#endif
