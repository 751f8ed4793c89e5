/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes for good, what sleeps, what several feeds have, tags that get another name. */
#include "store/purge.h"

#include "store/db_private.h"
#include "store/place.h"
#include "store/same.h"
#include "store_fixture.h"
#include "text/when.h"
#include "util/clock.h"

static void put(struct fixture *f, int feed, const char *id, const char *link,
		const char *title, const char *text)
{
	struct ingest_result r = put_one(f, f->feeds[feed],
					 item_of(id, link, title, text, NOW));
	g_array_unref(r.new_ids);
}

static void assert_sound(struct fixture *f)
{
	GError *err = NULL;
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
	g_assert_true(verify_store(f->dir, faults, notes, &err));
	g_assert_no_error(err);
	if (faults->len)
		g_error("%s", (char *)faults->pdata[0]);
	g_ptr_array_free(faults, TRUE);
	g_ptr_array_free(notes, TRUE);
}

static void mark(struct fixture *f, int64_t id, const char *add, const char *remove,
		 bool delete_it)
{
	const char *adds[] = {add, NULL}, *removes[] = {remove, NULL};
	struct act act = {.ids = &id,
			  .n_ids = 1,
			  .add = adds,
			  .remove = removes,
			  .delete_stories = delete_it};
	struct act_result result;
	GError *err = NULL;
	g_assert_true(state_act(f->db, &act, &result, &err));
	g_assert_no_error(err);
	if (result.ids)
		g_array_unref(result.ids);
}

static int purge(struct fixture *f, struct purge p)
{
	struct purge_result result;
	GError *err = NULL;
	g_assert_true(purge_run(f->db, &p, &result, &err));
	g_assert_no_error(err);
	assert_sound(f);
	return (int)result.stories;
}

static struct query *query_of(const char *text)
{
	GError *err = NULL;
	struct query *q = query_parse(text, NOW, NULL, &err);
	g_assert_no_error(err);
	return q;
}

/* indexed: half of them are in the index. */
static void purged(gconstpointer indexed)
{
	struct fixture f;
	fixture_init(&f);
	put(&f, 0, "1", "http://a/1", "one", "gold");
	put(&f, 0, "2", "http://a/2", "two", "gold");
	if (indexed)
		index_all(&f);
	put(&f, 0, "3", "http://a/3", "three", "gold");
	put(&f, 0, "4", "http://a/4", "four", "gold");
	put(&f, 0, "5", "http://a/5", "five", "gold");
	put(&f, 0, "2", "http://a/2", "two again", "gold dust"); /* in reindex */
	mark(&f, 4, "starred", NULL, false);
	mark(&f, 5, "mine", NULL, false);
	struct query *q = query_of("gold");
	struct list_spec spec = {.all_feeds = true, .query = q};
	g_assert_cmpint(purge(&f, (struct purge){.spec = &spec, .dry = true}), ==, 3);
	assert_found(&f, "gold", "5 4 3 2 1");
	g_assert_cmpint(purge(&f, (struct purge){.spec = &spec}), ==, 3);
	assert_found(&f, "gold", "5 4");
	assert_found(&f, "is:deleted", "");
	assert_found(&f, "one", "");
	/* no reload and no undo brings them back */
	put(&f, 0, "1", "http://a/1", "one", "gold");
	put(&f, 0, "2", "http://a/2", "two", "gold and more");
	GError *err = NULL;
	size_t done;
	char *label = NULL;
	struct act_result result;
	g_assert_true(undo_back(f.db, 10, &done, &label, &result, &err));
	g_free(label);
	if (result.ids)
		g_array_unref(result.ids);
	index_all(&f);
	assert_found(&f, "gold", "5 4");
	assert_found(&f, "", "5 4");
	assert_sound(&f);
	g_assert_cmpint(purge(&f, (struct purge){.spec = &spec, .kept_too = true}), ==,
			2);
	assert_found(&f, "", "");
	put(&f, 0, "6", "http://a/6", "six", "gold");
	assert_found(&f, "gold", "6");
	query_free(q);
	int64_t before, after;
	g_assert_true(purge_compact(f.db, &before, &after, &err));
	g_assert_no_error(err);
	assert_found(&f, "gold", "6");
	assert_sound(&f);
	fixture_clear(&f);
}

static void test_deleted_and_limits(void)
{
	struct fixture f;
	fixture_init(&f);
	for (int i = 1; i <= 6; i++) {
		char *id = g_strdup_printf("%d", i);
		struct ingest_result r =
			put_one(&f, f.feeds[i > 4],
				item_of(id, NULL, id, "text", NOW - 1000 + i));
		g_array_unref(r.new_ids);
		g_free(id);
	}
	mark(&f, 6, NULL, NULL, true);
	g_assert_cmpint(purge(&f, (struct purge){.deleted = true}), ==, 1);
	g_assert_cmpint(purge(&f, (struct purge){.deleted = true}), ==, 0);
	mark(&f, 1, "starred", NULL, false);
	struct purge_limit limit = {f.feeds[0], 2, INT64_MIN, true};
	g_assert_cmpint(purge(&f, (struct purge){.limits = &limit, .n_limits = 1}), ==,
			1);
	struct purge_limit both = {f.feeds[0], 3, NOW - 1000 + 3, true};
	g_assert_cmpint(
		purge(&f, (struct purge){.limits = &both, .n_limits = 1, .dry = true}),
		==, 0);
	both.since++;
	g_assert_cmpint(
		purge(&f, (struct purge){.limits = &both, .n_limits = 1, .dry = true}),
		==, 1);
	assert_found(&f, "", "5 4 3 1");
	/* an orphan goes with its feed, and its newest row does not give its number away */
	GError *err = NULL;
	struct subscription subs[] = {{"http://a.example/feed", NULL}};
	int64_t id;
	g_assert_true(feeds_subscribe(f.db, subs, 1, &id, &err));
	g_assert_cmpint(purge(&f, (struct purge){.orphans = true}), ==, 2);
	put(&f, 0, "7", NULL, "seven", "text");
	assert_found(&f, "", "7 4 3 1");
	fixture_clear(&f);
}

static void test_snooze(void)
{
	struct fixture f;
	fixture_init(&f);
	put(&f, 0, "1", NULL, "one", "gold");
	put(&f, 0, "2", NULL, "two", "gold");
	mark(&f, 1, NULL, "unread", false);
	int64_t id = 1, next = 0;
	size_t woken;
	struct act act = {.ids = &id, .n_ids = 1, .snooze_until = NOW + 100};
	struct act_result result;
	GError *err = NULL;
	g_assert_true(state_act(f.db, &act, &result, &err));
	g_assert_no_error(err);
	g_array_unref(result.ids);
	assert_found(&f, "gold", "2");
	assert_found(&f, "tag:snoozed", "1");
	assert_sound(&f);
	g_assert_true(state_wake(f.db, NOW + 99, &woken, &next, &err));
	g_assert_cmpuint(woken, ==, 0);
	g_assert_cmpint(next, ==, NOW + 100);
	g_assert_true(state_wake(f.db, NOW + 100, &woken, &next, &err));
	g_assert_cmpuint(woken, ==, 1);
	g_assert_cmpint(next, ==, INT64_MAX);
	assert_found(&f, "gold is:unread", "2 1");
	assert_found(&f, "tag:snoozed", "");
	assert_sound(&f);
	/* undone, it does not wake as unread later */
	g_assert_true(state_act(f.db, &act, &result, &err));
	g_array_unref(result.ids);
	size_t done;
	char *label = NULL;
	g_assert_true(undo_back(f.db, 1, &done, &label, &result, &err));
	g_free(label);
	g_array_unref(result.ids);
	assert_found(&f, "gold", "2 1");
	mark(&f, 1, NULL, "unread", false);
	g_assert_true(state_wake(f.db, NOW + 100, &woken, &next, &err));
	g_assert_cmpuint(woken, ==, 0);
	assert_found(&f, "is:unread", "2");
	fixture_clear(&f);
}

static void test_links(void)
{
	static const char *const pairs[][2] = {
		{"http://www.Example.org/a/?utm_source=x&id=3#top",
		 "https://example.org/a?id=3"},
		{"https://e.org/x?fbclid=1", "http://e.org/x/"},
		{"https://e.org/x?a=1&gclid=2&b=3", "e.org/x?a=1&b=3"}};
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char *a = same_link(pairs[i][0]), *b = same_link(pairs[i][1]);
		g_assert_cmpstr(a, ==, b);
		g_free(a);
		g_free(b);
	}
	static const char *const others[][2] = {
		{"http://e.org/a?id=1", "http://e.org/a?id=2"},
		{"http://e.org/A", "http://e.org/a"}};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		char *a = same_link(others[i][0]), *b = same_link(others[i][1]);
		g_assert_cmpstr(a, !=, b);
		g_free(a);
		g_free(b);
	}
}

static void test_same(void)
{
	struct fixture f;
	GError *err = NULL;
	bool changed;
	fixture_init(&f);
	put(&f, 0, "1", "http://x.org/story?utm_medium=rss", "A story of some length",
	    "gold");
	put(&f, 0, "2", "http://x.org/other", "Another story of some length", "gold");
	put(&f, 1, "1", "https://x.org/story", "The same with another title", "gold");
	put(&f, 1, "9", "https://b.org/9", "Another story of some length", "gold");
	put(&f, 0, "3", "http://x.org/story", "Within one feed they are two", "gold");
	assert_found(&f, "gold", "4 5 2 1");
	index_all(&f);
	assert_found(&f, "gold", "4 5 2 1");
	assert_found(&f, "is:duplicate", "3 1");
	assert_sound(&f);
	struct story *story = list_story(f.db, 1, &err);
	g_assert_cmpuint(story->n_also, ==, 1);
	g_assert_cmpint(story->also[0].id, ==, 3);
	story_free(story);
	g_assert_true(same_set(f.db, SAME_NEVER, &changed, &err));
	g_assert_true(changed);
	assert_found(&f, "gold", "4 3 5 2 1");
	assert_sound(&f);
	g_assert_true(same_set(f.db, SAME_TITLE, &changed, &err));
	assert_found(&f, "gold", "4 5 2 1");
	/* by title those that come from now on */
	put(&f, 2, "c", "https://c.org/1", "A title of some length", "silver");
	put(&f, 1, "c", "https://b.org/1", "A TITLE of some léngth", "silver");
	assert_found(&f, "silver", "6");
	assert_found(&f, "gold", "4 5 2 1");
	/* what is shown goes: the other comes in its place */
	struct query *q = query_of("feed:a");
	int64_t ids[] = {1};
	struct list_spec spec = {.all_feeds = true, .only = ids, .n_only = 1};
	g_assert_cmpint(purge(&f, (struct purge){.spec = &spec}), ==, 1);
	assert_found(&f, "gold", "4 3 5 2");
	query_free(q);
	fixture_clear(&f);
}

/* What one feed has several times says nothing of others; what was rolled back is not
 * remembered; of several only one comes in the place of what is purged. */
static void test_same_arrival(void)
{
	struct fixture f;
	GError *err = NULL;
	fixture_init(&f);
	struct item shop[] = {
		item_of("1", "http://a.org/shop", "First of a shop", "gold", NOW - 9),
		item_of("2", "http://a.org/shop", "Second of a shop", "gold", NOW)};
	struct ingest_result r = put_items(&f, f.feeds[0], shop, 2);
	g_array_unref(r.new_ids);
	put(&f, 1, "1", "http://a.org/shop", "Third of a shop", "gold");
	assert_found(&f, "gold", "3 2 1");
	put(&f, 0, "3", "http://a.org/one", "One", "silver");
	put(&f, 1, "3", "http://a.org/one#x", "One", "silver");
	put(&f, 2, "3", "http://www.a.org/one/", "One", "silver");
	assert_found(&f, "silver", "4");
	int64_t ids[] = {4};
	struct list_spec spec = {.all_feeds = true, .only = ids, .n_only = 1};
	g_assert_cmpint(purge(&f, (struct purge){.spec = &spec}), ==, 1);
	assert_found(&f, "silver", "5");
	assert_sound(&f);
	/* written by another program, known to this one */
	struct db *mine = f.db;
	fixture_open(&f);
	put(&f, 0, "4", "http://a.org/two", "Two", "iron");
	db_close(f.db);
	f.db = mine;
	put(&f, 1, "4", "http://a.org/two", "Two", "iron");
	assert_found(&f, "iron", "7");
	g_assert_true(db_begin(f.db, &err));
	g_assert_true(same_begin(f.db, &err));
	struct same_keys keys;
	int64_t first;
	same_keys(&keys, false, f.feeds[0], NOW, "http://a.org/three", NULL);
	g_assert_true(same_note(f.db, 9, &keys, 0, &err));
	db_rollback(f.db);
	put(&f, 1, "5", "http://a.org/three", "Three", "zinc");
	assert_found(&f, "zinc", "9");
	keys.feed = f.feeds[0];
	g_assert_true(same_find(f.db, &keys, &first, &err));
	g_assert_cmpint(first, ==, 9);
	fixture_clear(&f);
}

static void test_rename(void)
{
	struct fixture f;
	GError *err = NULL;
	struct act_result result;
	fixture_init(&f);
	put(&f, 0, "1", NULL, "one", "gold");
	put(&f, 0, "2", NULL, "two", "gold");
	put(&f, 0, "3", NULL, "three", "gold");
	mark(&f, 1, "red", NULL, false);
	mark(&f, 2, "red", NULL, false);
	mark(&f, 2, "blue", NULL, false);
	mark(&f, 3, "blue", NULL, false);
	g_assert_true(state_rename_tag(f.db, "red", "blue", &result, &err));
	g_assert_no_error(err);
	g_array_unref(result.ids);
	assert_found(&f, "tag:blue", "3 2 1");
	assert_found(&f, "tag:red", "");
	size_t done;
	char *label = NULL;
	g_assert_true(undo_back(f.db, 1, &done, &label, &result, &err));
	g_free(label);
	g_array_unref(result.ids);
	assert_found(&f, "tag:red", "2 1");
	assert_found(&f, "tag:blue", "3 2");
	static const char *const bad[][2] = {
		{"none", "x"}, {"red", "unread"}, {"starred", "x"}, {"red", "a b"}};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(
			state_rename_tag(f.db, bad[i][0], bad[i][1], &result, &err));
		g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
		g_clear_error(&err);
	}
	fixture_clear(&f);
}

static void test_when(void)
{
	/* a Monday, 16:00 */
	static const struct {
		const char *text;
		int64_t after;
	} cases[] = {{"12h", 12 * 3600},
		     {"3d", 3 * 86400},
		     {"2w", 14 * 86400},
		     {"tomorrow", 8 * 3600},
		     {"mon", 6 * 86400 + 8 * 3600},
		     {"tue", 8 * 3600},
		     {"Sunday", 5 * 86400 + 8 * 3600},
		     {"2025-12-01", 6 * 86400 + 8 * 3600},
		     {"yesterday", 0},
		     {"2020-01-01", 0},
		     {"x", 0},
		     {"", 0}};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		int64_t out = 0;
		bool good = when_parse(cases[i].text, NOW, &out);
		g_assert_cmpint(good, ==, cases[i].after > 0);
		if (good)
			g_assert_cmpint(out - NOW, ==, cases[i].after);
	}
}

/* A feed whose stories arrive as read, and one whose changes are unread again. */
static void test_born_read(void)
{
	struct fixture f;
	fixture_init(&f);
	GError *err = NULL;
	struct item item = item_of("1", NULL, "one", "gold", NOW);
	struct feed doc = {.items = &item, .n_items = 1};
	struct ingest_options options = {.now = NOW, .new_read = true};
	for (int round = 0; round < 4; round++) {
		struct ingest_result r;
		item = item_of("1", NULL, "one",
			       round ? "<b>gold</b> and silver" : "gold", NOW);
		g_assert_true(db_begin(f.db, &err));
		g_assert_true(ingest_feed(f.db, f.feeds[0], &doc, &options, &r, &err));
		g_assert_no_error(err);
		g_assert_true(db_commit(f.db, false, &err));
		g_array_unref(r.new_ids);
		assert_found(&f, "is:unread", round == 2 ? "1" : "");
		if (round == 2)
			mark(&f, 1, NULL, "unread", false);
		options.changed_unread = true;
		if (round == 0) {
			options.changed_unread = false;
			item.content = "other";
		}
		if (round == 1) {
			/* read since; what comes next says something else */
			g_assert_true(place_set(f.db, 1, 0, NOW + 5, &err));
			options.now = NOW + 10;
			g_assert_true(sqlite3_exec(f.db->sql,
						   "UPDATE body SET content='older'",
						   NULL, NULL, NULL) == SQLITE_OK);
			g_assert_true(sqlite3_exec(f.db->sql, "UPDATE story SET digest=0",
						   NULL, NULL, NULL) == SQLITE_OK);
		}
	}
	assert_sound(&f);
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_setenv("TZ", "UTC", TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/purge/indexed", "yes", purged);
	g_test_add_data_func("/purge/not-indexed", NULL, purged);
	g_test_add_func("/purge/deleted-limits-orphans", test_deleted_and_limits);
	g_test_add_func("/snooze", test_snooze);
	g_test_add_func("/same/links", test_links);
	g_test_add_func("/same/stories", test_same);
	g_test_add_func("/same/arrival", test_same_arrival);
	g_test_add_func("/tags/rename", test_rename);
	g_test_add_func("/born-read", test_born_read);
	g_test_add_func("/when", test_when);
	return g_test_run();
}
