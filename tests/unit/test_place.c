/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where stories were left, and what they said before they were changed. */
#include "store_fixture.h"
#include "store/place.h"

static struct story *story_of(struct fixture *f, int64_t id)
{
	GError *err = NULL;
	struct story *story = list_story(f->db, id, &err);
	g_assert_no_error(err);
	g_assert_nonnull(story);
	return story;
}

static void put_text(struct fixture *f, const char *text)
{
	struct ingest_result r = put_one(f, f->feeds[0],
					 item_of("1", NULL, "A title", text, NOW));
	g_array_unref(r.new_ids);
}

static void assert_former(struct fixture *f, const char *expected)
{
	GError *err = NULL;
	struct arena *arena = arena_new(0);
	g_assert_cmpstr(place_former(f->db, 1, arena, &err), ==, expected);
	g_assert_no_error(err);
	arena_free(arena);
	struct story *story = story_of(f, 1);
	g_assert_true((story->changed != DATE_NONE) == (expected != NULL));
	story_free(story);
}

static void test_place(void)
{
	struct fixture f;
	GError *err = NULL;
	fixture_init(&f);
	put_text(&f, "one");
	struct story *story = story_of(&f, 1);
	g_assert_cmpint(story->place, ==, -1);
	story_free(story);
	g_assert_true(place_set(f.db, 1, 4000000000U, NOW, &err));
	g_assert_true(place_set(f.db, 99, 5, NOW, &err)); /* no such story */
	db_close(f.db);
	fixture_open(&f);
	story = story_of(&f, 1);
	g_assert_cmpint(story->place, ==, 4000000000);
	story_free(story);
	fixture_clear(&f);
}

static void test_former(void)
{
	struct fixture f;
	GError *err = NULL;
	fixture_init(&f);
	put_text(&f, "<p>The ice is thick</p>");
	assert_former(&f, NULL);
	/* other markup, the same words */
	put_text(&f, "<div>The ice\nis <b>thick</b></div>");
	assert_former(&f, NULL);
	put_text(&f, "<p>The ice is thin</p>");
	assert_former(&f, "<div>The ice\nis <b>thick</b></div>");
	/* nobody has seen it: compared is with what could be read before */
	put_text(&f, "<p>The ice is gone</p>");
	assert_former(&f, "<div>The ice\nis <b>thick</b></div>");
	g_assert_true(place_set(f.db, 1, 0, NOW, &err));
	struct story *story = story_of(&f, 1);
	g_assert_true(story->looked_at);
	story_free(story);
	put_text(&f, "<p>The ice is back</p>");
	assert_former(&f, "<p>The ice is gone</p>");
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/place/kept", test_place);
	g_test_add_func("/place/former", test_former);
	return g_test_run();
}
