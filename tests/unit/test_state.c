/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks, tags, deletion, and all of it back and forth, with a program's end in between. */
#include "store_fixture.h"
#include "text/tagname.h"

static void fill(struct fixture *f, int64_t feed, int n)
{
	struct item *items = g_new0(struct item, (gsize)n);
	for (int i = 0; i < n; i++)
		items[i] = item_of(g_strdup_printf("i%d", i), NULL,
				   g_strdup_printf("T%d", i), "text", NOW - 1000 + i);
	struct ingest_result r = put_items(f, feed, items, (size_t)n);
	g_array_unref(r.new_ids);
	for (int i = 0; i < n; i++) {
		g_free((char *)items[i].id);
		g_free((char *)items[i].title);
	}
	g_free(items);
}

static void assert_counts(struct fixture *f, int64_t unread, int64_t total,
			  int64_t starred)
{
	struct totals t;
	GError *err = NULL;
	g_assert_true(feeds_totals(f->db, &t, &err));
	g_assert_no_error(err);
	g_assert_cmpint(t.unread, ==, unread);
	g_assert_cmpint(t.total, ==, total);
	g_assert_cmpint(t.starred, ==, starred);
	assert_whole(f);
}

static void undo(struct fixture *f, bool back, size_t n, size_t expected,
		 const char *expected_label)
{
	GError *err = NULL;
	size_t done;
	char *label;
	struct act_result r;
	bool good = back ? undo_back(f->db, n, &done, &label, &r, &err)
			 : undo_again(f->db, n, &done, &label, &r, &err);
	g_assert_no_error(err);
	g_assert_true(good);
	g_assert_cmpuint(done, ==, expected);
	g_assert_cmpstr(label, ==, expected_label);
	g_free(label);
	result_clear(&r);
}

static void test_marks(void)
{
	struct fixture f;
	fixture_init(&f);
	fill(&f, f.feeds[0], 10);
	assert_counts(&f, 10, 10, 0);
	struct act_result r = tag(&f, (int64_t[]){3, 1, 2, 3}, 4, NULL, "unread");
	g_assert_cmpuint(r.n_changed, ==, 3);
	g_assert_cmpuint(r.ids->len, ==, 3);
	g_assert_cmpint(r.change, >, 0);
	result_clear(&r);
	assert_counts(&f, 7, 10, 0);
	/* Nothing changes: no entry in the journal. */
	r = tag(&f, (int64_t[]){3, 999}, 2, NULL, "unread");
	g_assert_cmpint(r.change, ==, 0);
	g_assert_null(r.ids);
	r = tag(&f, (int64_t[]){1, 5}, 2, "starred", NULL);
	result_clear(&r);
	assert_counts(&f, 7, 10, 2);
	r = tag(&f, (int64_t[]){5, 6}, 2, "ignored", NULL);
	result_clear(&r);
	assert_counts(&f, 5, 8, 1);
	undo(&f, true, 1, 1, "tag");
	assert_counts(&f, 7, 10, 2);
	undo(&f, true, 5, 2, "tag");
	assert_counts(&f, 10, 10, 0);
	undo(&f, true, 1, 0, NULL);
	undo(&f, false, 2, 2, "tag");
	assert_counts(&f, 7, 10, 2);
	/* A new act ends what could be made again. */
	r = tag(&f, (int64_t[]){9}, 1, "x", NULL);
	result_clear(&r);
	undo(&f, false, 1, 0, NULL);
	undo(&f, true, 1, 1, "tag");
	assert_found(&f, "tag:x", "");
	fixture_clear(&f);
}

static void test_restart(void)
{
	struct fixture f;
	fixture_init(&f);
	fill(&f, f.feeds[0], 5);
	struct act act = {.ids = (int64_t[]){2, 4},
			  .n_ids = 2,
			  .delete_stories = true,
			  .label = "deleted"};
	struct act_result r;
	GError *err = NULL;
	g_assert_true(state_act(f.db, &act, &r, &err));
	result_clear(&r);
	assert_counts(&f, 3, 3, 0);
	db_close(f.db);
	fixture_open(&f);
	undo(&f, true, 1, 1, "deleted");
	assert_counts(&f, 5, 5, 0);
	db_close(f.db);
	fixture_open(&f);
	undo(&f, false, 1, 1, "deleted");
	assert_counts(&f, 3, 3, 0);
	g_assert_true(undo_forget(f.db, INT64_MAX, &err));
	undo(&f, true, 1, 0, NULL);
	fixture_clear(&f);
}

static void test_bulk(void)
{
	struct fixture f;
	fixture_init(&f);
	fill(&f, f.feeds[0], 3000);
	fill(&f, f.feeds[1], 10);
	struct query *q = query_parse("feed:alpha is:unread", NOW, NULL, NULL);
	struct query_feed feeds[] = {{f.feeds[0], "Alpha", "u", NULL}};
	struct query_scope scope = {.feeds = feeds, .n_feeds = 1};
	struct list_spec spec = {.all_feeds = true, .query = q, .scope = &scope};
	const char *const add[] = {"bulk", "starred", NULL}, *const remove[] = {"unread",
										NULL};
	struct act act = {.spec = &spec, .add = add, .remove = remove, .label = "bulk"};
	struct act_result r;
	GError *err = NULL;
	g_assert_true(state_act(f.db, &act, &r, &err));
	g_assert_no_error(err);
	g_assert_cmpuint(r.n_changed, ==, 3000);
	g_assert_null(r.ids);
	assert_counts(&f, 10, 3010, 3000);
	struct tag_counts *tags = list_tags(f.db, &err);
	g_assert_cmpuint(tags->n, ==, 1);
	g_assert_cmpstr(tags->tags[0].name, ==, "bulk");
	g_assert_cmpint(tags->tags[0].total, ==, 3000);
	g_assert_cmpint(tags->tags[0].unread, ==, 0);
	tag_counts_free(tags);
	undo(&f, true, 1, 1, "bulk");
	assert_counts(&f, 3010, 3010, 0);
	undo(&f, false, 1, 1, "bulk");
	assert_counts(&f, 10, 3010, 3000);
	query_free(q);
	fixture_clear(&f);
}

static void test_names(void)
{
	static const char *const bad[] = {"", " ", "+a", "-a", "a b", "a,b", "a\tb"};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		GError *err = NULL;
		char *clean = NULL;
		g_assert_false(tagname_read(bad[i], &clean, &err));
		g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
		g_error_free(err);
	}
	char *clean = NULL;
	g_assert_true(tagname_read("  ict\033 ", &clean, NULL));
	g_assert_cmpstr(clean, ==, "ict");
	g_free(clean);
	g_assert_true(tagname_read("日本", &clean, NULL));
	g_free(clean);
	struct fixture f;
	fixture_init(&f);
	fill(&f, f.feeds[0], 2);
	const char *const add[] = {"fine", "not fine", NULL};
	struct act act = {.ids = (int64_t[]){1}, .n_ids = 1, .add = add};
	struct act_result r;
	GError *err = NULL;
	g_assert_false(state_act(f.db, &act, &r, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
	g_error_free(err);
	assert_found(&f, "has:tag", "");
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/state/marks", test_marks);
	g_test_add_func("/state/restart", test_restart);
	g_test_add_func("/state/bulk", test_bulk);
	g_test_add_func("/state/names", test_names);
	return g_test_run();
}
