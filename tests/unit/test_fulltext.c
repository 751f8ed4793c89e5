/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which address is a story's next page; which pages are wanted, and keeping their text. */
#include "engine/fulltext.h"
#include "store/fulltext.h"
#include "store_fixture.h"

static void test_next(void)
{
	static const struct {
		const char *now, *next;
		unsigned n;
		bool is;
	} cases[] = {
		{"http://a.b/story.html", "http://a.b/story-2.html", 2, true},
		{"http://a.b/story/", "http://a.b/story/2/", 2, true},
		{"http://a.b/story", "http://a.b/story?page=2", 2, true},
		{"http://a.b/story?page=9", "http://a.b/story?page=10", 10, true},
		{"http://a.b/s12/p1", "http://a.b/s12/p2", 2, true},
		{"http://a.b/story/", "http://a.b/story/page/2/#top", 2, true},
		{"http://a.b/story-2.html", "http://a.b/story-3.html", 3, true},
		{"http://a.b/story/", "http://a.b/story/3/", 2, false},
		{"http://a.b/story/", "http://a.b/story/", 2, false},
		{"http://a.b/2026/ducks/", "http://a.b/2026/geese/", 2, false},
		{"http://a.b/post/411", "http://a.b/post/412", 2, false},
		{"http://a.b/post/41", "http://a.b/post/42", 2, false},
		{"http://a.b/ducks", "http://a.b/ducks-and-2-geese-and-3-swans", 2,
		 false},
		{"http://a.b/", "http://a.b/?x=99999999999999999999", 2, false},
		{"", "", 2, false},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (fulltext_is_next(cases[i].now, cases[i].next, cases[i].n) !=
		    cases[i].is)
			g_test_message("%s -> %s", cases[i].now, cases[i].next);
		g_assert_true(fulltext_is_next(cases[i].now, cases[i].next, cases[i].n) ==
			      cases[i].is);
	}
}

static GPtrArray *wanted(struct fixture *f, size_t n)
{
	GError *err = NULL;
	GPtrArray *out =
		g_ptr_array_new_with_free_func((GDestroyNotify)fulltext_wish_free);
	g_assert_true(fulltext_wanted(f->db, f->feeds[0], NOW - 10, false, n, out, &err));
	g_assert_no_error(err);
	return out;
}

static GPtrArray *wanted_teasers(struct fixture *f)
{
	GError *err = NULL;
	GPtrArray *out =
		g_ptr_array_new_with_free_func((GDestroyNotify)fulltext_wish_free);
	g_assert_true(
		fulltext_wanted(f->db, f->feeds[0], NOW - 10, true, 100, out, &err));
	g_assert_no_error(err);
	return out;
}

static void assert_wanted(struct fixture *f, guint n)
{
	GPtrArray *out = wanted(f, 100);
	g_assert_cmpuint(out->len, ==, n);
	g_ptr_array_unref(out);
}

static bool store(struct fixture *f, int64_t id, const char *html)
{
	GError *err = NULL;
	bool shorter = false;
	g_assert_true(fulltext_store(f->db, id, html, &shorter, &err));
	g_assert_no_error(err);
	return shorter;
}

static void assert_body(struct fixture *f, int64_t id, const char *body, bool page)
{
	struct story *story = list_story(f->db, id, NULL);
	g_assert_nonnull(story);
	g_assert_cmpstr(story->body, ==, body);
	g_assert_true((story->fulltext != NULL) == page);
	story_free(story);
}

static void test_store(void)
{
	struct fixture f;
	GError *err = NULL;
	static const char *const links[] = {"http://a.example/1", "http://a.example/2",
					    NULL, "http://a.example/4"};
	const char *longer = "<p>A teaser, and then all that the page says of it.</p>";
	fixture_init(&f);
	for (int i = 0; i < 4; i++) {
		char id[2] = {(char)('1' + i), '\0'};
		struct ingest_result r =
			put_one(&f, f.feeds[0],
				item_of(id, links[i], "T", "<p>A teaser</p>", NOW - i));
		g_array_unref(r.new_ids);
	}
	assert_wanted(&f, 3); /* one has no link */
	/* content that does not break off is all there is */
	g_autoptr(GPtrArray) none = wanted_teasers(&f);
	g_assert_cmpuint(none->len, ==, 0);
	GPtrArray *first = wanted(&f, 1);
	g_assert_cmpuint(first->len, ==, 1);
	g_assert_cmpstr(((struct fulltext_wish *)first->pdata[0])->link, ==,
			"http://a.example/1");
	g_ptr_array_unref(first);
	/* kept, and shown instead; asked once when there is nothing */
	g_assert_false(store(&f, 1, longer));
	assert_body(&f, 1, longer, true);
	g_assert_false(store(&f, 2, NULL));
	assert_body(&f, 2, "<p>A teaser</p>", false);
	assert_wanted(&f, 1);
	/* a wall is no text; a text that is there stays */
	g_assert_true(store(&f, 4, "<p>Pay</p>"));
	assert_body(&f, 4, "<p>A teaser</p>", false);
	g_assert_false(store(&f, 1, NULL));
	assert_body(&f, 1, longer, true);
	assert_wanted(&f, 0);
	/* what was indexed before is found by the page's words, and only once */
	bool left;
	g_assert_true(search_index(f.db, 100, &left, &err));
	g_assert_false(store(&f, 2, "<p>A teaser of moorhens</p>"));
	g_assert_cmpint(search_lag(f.db), ==, 1);
	g_assert_true(search_index(f.db, 100, &left, &err));
	g_assert_no_error(err);
	struct ingest_result more = put_one(
		&f, f.feeds[0],
		item_of("9", "http://a.example/9", "Another", "<p>Begins ...</p>", NOW));
	g_array_unref(more.new_ids);
	assert_wanted(&f, 1);
	g_autoptr(GPtrArray) teasers = wanted_teasers(&f);
	g_assert_cmpuint(teasers->len, ==, 1);
	const struct fulltext_wish *wish = teasers->pdata[0];
	g_assert_cmpstr(wish->link, ==, "http://a.example/9");
	struct story *story = list_story(f.db, wish->story, &err);
	g_assert_true(story && story->teaser);
	story_free(story);
	g_assert_false(store(&f, wish->story, NULL));
	story = list_story(f.db, wish->story, &err);
	g_assert_true(story && !story->teaser); /* there is no more to be had */
	story_free(story);
	g_assert_null(fulltext_of_story(f.db, 99, &err));
	g_assert_no_error(err);
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/fulltext/next", test_next);
	g_test_add_func("/fulltext/store", test_store);
	return g_test_run();
}
