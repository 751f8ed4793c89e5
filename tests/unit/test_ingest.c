/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories come, come again, change, and are recognised whatever the publisher did. */
#include "store/claims.h"
#include "store_fixture.h"

#include <unistd.h>

static void add(struct fixture *f, int64_t feed, struct item *items, size_t n,
		size_t added, size_t updated)
{
	for (size_t i = 0; i < n; i++)
		items[i].digest = item_digest(&items[i]);
	struct ingest_result r = put_items(f, feed, items, n);
	g_assert_cmpuint(r.added, ==, added);
	g_assert_cmpuint(r.updated, ==, updated);
	g_assert_cmpuint(r.new_ids->len, ==, added);
	g_array_unref(r.new_ids);
	assert_whole(f);
}

static struct feed_state state_of(struct fixture *f, int64_t feed)
{
	GError *err = NULL;
	struct feed_states *s = feeds_read_some(f->db, &feed, 1, &err);
	g_assert_no_error(err);
	struct feed_state one = s->feeds[0];
	feed_states_free(s);
	return one;
}

static void three(struct item items[3])
{
	items[0] = item_of("id1", "http://a/1", "One", "<p>first</p>", NOW - 300);
	items[1] = item_of("id2", "http://a/2", "Two", "<p>second</p>", NOW - 200);
	items[2] = item_of("id3", "http://a/3", "Three", "<p>third</p>", NOW - 100);
}

static void test_plain(void)
{
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	add(&f, f.feeds[0], items, 3, 3, 0);
	add(&f, f.feeds[0], items, 3, 0, 0);
	g_assert_cmpint(state_of(&f, f.feeds[0]).total, ==, 3);
	g_assert_cmpint(state_of(&f, f.feeds[0]).unread, ==, 3);
	g_assert_cmpint(state_of(&f, f.feeds[0]).newest, ==, NOW - 100);
	/* The same ids in another feed are other stories. */
	static const char *const links[] = {"http://b/1", "http://b/2", "http://b/3"};
	for (size_t i = 0; i < 3; i++)
		items[i].link = links[i];
	add(&f, f.feeds[1], items, 3, 3, 0);
	three(items);
	items[1].content = "<p>changed</p>";
	add(&f, f.feeds[0], items, 3, 0, 1);
	GError *err = NULL;
	struct story *s = list_story(f.db, 2, &err);
	g_assert_cmpstr(s->content, ==, "<p>changed</p>");
	g_assert_cmpstr(s->body, ==, "<p>changed</p>");
	g_assert_true(s->row.unread);
	story_free(s);
	s = list_story(f.db, 5, &err);
	g_assert_cmpstr(s->content, ==, "<p>second</p>");
	story_free(s);
	g_assert_null(list_story(f.db, 999, &err));
	g_assert_no_error(err);
	fixture_clear(&f);
}

static void test_all_ids_change(void)
{
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	add(&f, f.feeds[0], items, 3, 3, 0);
	struct act_result r = tag(&f, (int64_t[]){1, 2, 3}, 3, "kept", "unread");
	result_clear(&r);
	items[0].id = "x1";
	items[1].id = "x2";
	items[2].id = "x3";
	items[2].title = "Three, renamed";
	items[2].published = DATE_NONE;
	add(&f, f.feeds[0], items, 3, 0, 3);
	assert_found(&f, "tag:kept is:read", "3 2 1");
	add(&f, f.feeds[0], items, 3, 0, 0);
	fixture_clear(&f);
}

static void test_all_links_change(void)
{
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	add(&f, f.feeds[0], items, 3, 3, 0);
	items[0].link = "https://new/1";
	items[1].link = "https://new/2";
	items[2].link = "https://new/3";
	add(&f, f.feeds[0], items, 3, 0, 3);
	/* Links that were the ids, without ids at all. */
	for (int i = 0; i < 3; i++)
		items[i].id = NULL;
	add(&f, f.feeds[1], items, 3, 3, 0);
	items[0].link = "https://newer/1";
	items[1].link = "https://newer/2";
	items[2].link = "https://newer/3";
	add(&f, f.feeds[1], items, 3, 0, 3);
	/* Only the scheme. */
	items[0].link = "http://newer/1";
	add(&f, f.feeds[1], items, 3, 0, 1);
	fixture_clear(&f);
}

static void test_both_change(void)
{
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	add(&f, f.feeds[0], items, 3, 3, 0);
	for (int i = 0; i < 3; i++) {
		items[i].id = i == 0 ? "n1" : i == 1 ? "n2" : "n3";
		items[i].link = i == 0	 ? "http://z/1"
				: i == 1 ? "http://z/2"
					 : "http://z/3";
	}
	add(&f, f.feeds[0], items, 3, 0, 3);
	fixture_clear(&f);
}

static void test_one_link(void)
{
	/* Every story links to the home page: none may be lost, one at a time or together. */
	struct fixture f;
	fixture_init(&f);
	struct item items[3];
	for (int i = 0; i < 3; i++) {
		items[i] = item_of(i == 0   ? "p1"
				   : i == 1 ? "p2"
					    : "p3",
				   "http://home/",
				   i == 0   ? "A"
				   : i == 1 ? "B"
					    : "C",
				   "x", NOW - 300 + i * 10);
		add(&f, f.feeds[0], &items[i], 1, 1, 0);
	}
	add(&f, f.feeds[0], items, 3, 0, 0);
	for (int i = 0; i < 3; i++)
		add(&f, f.feeds[1], items, 3, i == 0 ? 3 : 0, 0);
	fixture_clear(&f);
}

static void test_same_id(void)
{
	/* Every story has the same id. */
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	for (int i = 0; i < 3; i++)
		items[i].id = "always";
	add(&f, f.feeds[0], items, 3, 3, 0);
	add(&f, f.feeds[0], items, 3, 0, 0);
	/* The oldest drops out, then all but one. */
	add(&f, f.feeds[0], items + 1, 2, 0, 0);
	add(&f, f.feeds[0], items + 2, 1, 0, 1);
	/* A document that holds a story twice. */
	items[0].link = "http://b/1";
	struct item twice[2] = {items[0], items[0]};
	add(&f, f.feeds[1], twice, 2, 1, 0);
	add(&f, f.feeds[1], twice, 2, 0, 0);
	fixture_clear(&f);
}

static void test_deleted(void)
{
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	add(&f, f.feeds[0], items, 3, 3, 0);
	struct act act = {.ids = (int64_t[]){2}, .n_ids = 1, .delete_stories = true};
	struct act_result r;
	GError *err = NULL;
	g_assert_true(state_act(f.db, &act, &r, &err));
	g_assert_cmpuint(r.n_changed, ==, 1);
	result_clear(&r);
	g_assert_cmpint(state_of(&f, f.feeds[0]).total, ==, 2);
	items[1].content = "changed";
	add(&f, f.feeds[0], items, 3, 0, 0);
	add(&f, f.feeds[0], items, 3, 0, 0);
	assert_found(&f, "", "3 1");
	/* Even under another id. */
	items[1].id = "other";
	add(&f, f.feeds[0], items, 3, 0, 0);
	assert_found(&f, "", "3 1");
	fixture_clear(&f);
}

static void test_dates(void)
{
	struct fixture f;
	fixture_init(&f);
	struct item items[4] = {item_of("u1", NULL, "newest", "x", DATE_NONE),
				item_of("u2", NULL, "older", "x", DATE_NONE),
				item_of("u3", NULL, "future", "x", NOW + 86400 * 900),
				item_of("u4", NULL, "oldest", "x", DATE_NONE)};
	add(&f, f.feeds[0], items, 4, 4, 0);
	/* Undated ones stand as in the document. */
	assert_found(&f, "", "4 3 2 1");
	GError *err = NULL;
	struct rows *rows = list_rows(f.db, (int64_t[]){4, 77, 2}, 3, &err);
	g_assert_cmpstr(rows->rows[0].title, ==, "newest");
	g_assert_cmpint(rows->rows[0].date, ==, NOW);
	g_assert_cmpint(rows->rows[1].id, ==, 0);
	g_assert_cmpstr(rows->rows[2].title, ==, "future");
	g_assert_cmpint(rows->rows[2].date, ==, NOW);
	rows_free(rows);
	fixture_clear(&f);
}

static void test_fields(void)
{
	struct fixture f;
	fixture_init(&f);
	struct person people[] = {{.name = "Ann"}, {.email = "bob@b"}};
	struct category cats[] = {{"t", "s", "l"}, {"only", NULL, NULL}};
	struct enclosure encs[] = {{"http://e/1", "audio/mpeg", NULL, -1},
				   {"http://e/2", "video/mp4", "Film", 77}};
	struct link links[] = {{"alternate", "http://l", NULL, "L"}};
	struct item item = item_of("i", "http://l", "  ", "<b>Made</b> of&nbsp;text",
				   NOW);
	item.title = NULL;
	item.authors = people;
	item.n_authors = 2;
	item.categories = cats;
	item.n_categories = 2;
	item.enclosures = encs;
	item.n_enclosures = 2;
	item.links = links;
	item.n_links = 1;
	item.summary = "short";
	item.duration_s = 61;
	item.image = "http://i";
	add(&f, f.feeds[1], &item, 1, 1, 0);
	GError *err = NULL;
	struct story *s = list_story(f.db, 1, &err);
	g_assert_no_error(err);
	g_assert_cmpstr(s->row.title, ==, "Made of\302\240text");
	g_assert_true(s->made_title);
	g_assert_cmpstr(s->authors, ==, "Ann, bob@b");
	g_assert_cmpuint(s->n_categories, ==, 2);
	g_assert_cmpstr(s->categories[0].term, ==, "t");
	g_assert_cmpstr(s->categories[0].scheme, ==, "s");
	g_assert_cmpstr(s->categories[0].label, ==, "l");
	g_assert_null(s->categories[1].scheme);
	g_assert_cmpuint(s->n_enclosures, ==, 2);
	g_assert_cmpstr(s->enclosures[1].title, ==, "Film");
	g_assert_cmpint(s->enclosures[1].length, ==, 77);
	g_assert_cmpint(s->enclosures[0].length, ==, -1);
	g_assert_cmpuint(s->n_links, ==, 1);
	g_assert_cmpstr(s->links[0].href, ==, "http://l");
	g_assert_cmpint(s->duration_s, ==, 61);
	g_assert_cmpstr(s->feed_title, ==, "Beta");
	g_assert_cmpint(s->updated, ==, DATE_NONE);
	g_assert_true(s->row.has_enclosure);
	story_free(s);
	fixture_clear(&f);
}

static void test_tags_of_feed(void)
{
	struct fixture f;
	struct item items[3];
	fixture_init(&f);
	three(items);
	struct feed doc = {.items = items, .n_items = 3};
	const char *const tags[] = {"podcast", "starred", NULL};
	struct ingest_options options = {.now = NOW, .tags = tags};
	struct ingest_result r;
	GError *err = NULL;
	g_assert_true(db_begin(f.db, &err));
	g_assert_true(ingest_feed(f.db, f.feeds[2], &doc, &options, &r, &err));
	g_assert_no_error(err);
	g_assert_true(db_commit(f.db, false, &err));
	g_array_unref(r.new_ids);
	assert_found(&f, "tag:podcast tag:starred", "3 2 1");
	g_assert_cmpint(state_of(&f, f.feeds[2]).starred, ==, 3);
	assert_whole(&f);
	fixture_clear(&f);
}

/* Only the turns are kept: twice the same failure is one. */
static void assert_history(struct fixture *f, const char *expected)
{
	struct feed_states *states = feeds_read(f->db, NULL);
	const char *at = states->feeds[0].history;
	int64_t when;
	GString *word = g_string_new(NULL), *message = g_string_new(NULL);
	GString *all = g_string_new(NULL);
	while (feed_history(&at, &when, word, message))
		g_string_append_printf(all, "%" G_GINT64_FORMAT " %s%s%s|", when,
				       word->str, message->len ? " " : "", message->str);
	char *want = g_strdup(expected);
	g_assert_cmpstr(all->str, ==, want);
	g_free(want);
	g_string_free(word, TRUE);
	g_string_free(message, TRUE);
	g_string_free(all, TRUE);
	feed_states_free(states);
}

static void test_answers(void)
{
	struct fixture f;
	fixture_init(&f);
	GError *err = NULL;
	struct answer a = {
		.kind = ANSWER_FAILED, .fail = FAIL_TIMEOUT, .message = "slow"};
	g_assert_true(feeds_store_answer(
		f.db, f.feeds[0], &a,
		&(struct feed_times){.now = NOW, .next = NOW + 60, .held = DATE_NONE},
		&err));
	g_assert_true(feeds_store_answer(
		f.db, f.feeds[0], &a,
		&(struct feed_times){.now = NOW + 5, .next = NOW + 90, .held = DATE_NONE},
		&err));
	struct feed_state s = state_of(&f, f.feeds[0]);
	g_assert_cmpint(s.fail, ==, FAIL_TIMEOUT);
	g_assert_cmpint(s.fails, ==, 2);
	g_assert_cmpint(s.failing_since, ==, NOW);
	g_assert_cmpint(s.next, ==, NOW + 90);
	struct totals t;
	g_assert_true(feeds_totals(f.db, &t, &err));
	g_assert_cmpint(t.failing, ==, 1);
	g_assert_cmpint(t.last_reload, ==, DATE_NONE);
	a = (struct answer){.kind = ANSWER_FEED,
			    .fetched = {.etag = "e", .body_digest = UINT64_MAX - 3}};
	g_assert_true(feeds_store_answer(f.db, f.feeds[0], &a,
					 &(struct feed_times){.now = NOW + 9,
							      .next = DATE_NONE,
							      .held = DATE_NONE,
							      .hint_s = 7200,
							      .skip_hours = 3,
							      .skip_days = 0x41,
							      .pace_from = NOW - 100,
							      .pace_n = 5},
					 &err));
	a = (struct answer){.kind = ANSWER_SAME};
	g_assert_true(feeds_store_answer(f.db, f.feeds[0], &a,
					 &(struct feed_times){.now = NOW + 10,
							      .next = DATE_NONE,
							      .held = NOW + 50},
					 &err));
	s = state_of(&f, f.feeds[0]);
	g_assert_cmpint(s.fail, ==, FAIL_NONE);
	g_assert_cmpint(s.fails, ==, 0);
	g_assert_cmpint(s.next, ==, DATE_NONE);
	g_assert_cmpint(s.succeeded, ==, NOW + 10);
	g_assert_cmpuint(s.body_digest, ==, UINT64_MAX - 3);
	g_assert_cmpint(s.held, ==, DATE_NONE); /* it answers: nothing is held */
	g_assert_cmpint(s.hint_s, ==, 7200);
	g_assert_cmpuint(s.skip_hours, ==, 3);
	g_assert_cmpuint(s.skip_days, ==, 0x41);
	g_assert_cmpint(s.pace_from, ==, NOW - 100);
	g_assert_cmpint(s.pace_n, ==, 5);
	assert_history(&f, "1764000009 good|1764000000 timeout slow|");
	g_assert_true(feeds_reload_began(f.db, NOW, &err));
	struct item items[3];
	three(items);
	add(&f, f.feeds[0], items, 3, 3, 0);
	g_assert_true(feeds_totals(f.db, &t, &err));
	g_assert_cmpint(t.fresh, ==, 3);
	g_assert_cmpint(t.last_reload, ==, NOW);
	fixture_clear(&f);
}

static void test_subscribe(void)
{
	struct fixture f;
	fixture_init(&f);
	GError *err = NULL;
	struct subscription subs[] = {{"http://b.example/feed", "Other"},
				      {"http://d.example/feed", NULL}};
	int64_t ids[2];
	g_assert_true(feeds_subscribe(f.db, subs, 2, ids, &err));
	g_assert_cmpint(ids[0], ==, f.feeds[1]);
	g_assert_cmpint(ids[1], ==, 4);
	struct feed_states *s = feeds_read(f.db, &err);
	g_assert_cmpuint(s->n, ==, 4);
	g_assert_false(s->feeds[0].subscribed);
	g_assert_true(s->feeds[1].subscribed);
	feed_states_free(s);
	struct db *reader = db_open(f.dir, DB_READ, &err);
	g_assert_no_error(err);
	g_assert_true(feeds_subscribe(reader, subs, 2, ids, &err));
	subs[1].url = "http://e.example/feed";
	g_assert_true(feeds_subscribe(reader, subs, 2, ids, &err));
	g_assert_no_error(err);
	g_assert_cmpint(ids[1], ==, 5);
	/* Claims are between connections. */
	g_assert_true(claims_take(f.db, 5));
	g_assert_false(claims_take(reader, 5));
	g_assert_true(claims_take(reader, 4));
	g_assert_true(claims_taken(reader, 5));
	g_assert_false(claims_taken(reader, CLAIM_INDEX));
	g_assert_true(claims_take(f.db, CLAIM_INDEX));
	g_assert_true(claims_taken(reader, CLAIM_INDEX));
	claims_drop(f.db, CLAIM_INDEX);
	int alone = claims_alone(f.dir);
	g_assert_true(claims_taken(reader, CLAIM_ALONE));
	close(alone);
	g_assert_false(claims_taken(reader, CLAIM_ALONE));
	claims_drop(f.db, 5);
	g_assert_true(claims_take(reader, 5));
	db_close(reader);
	g_assert_true(claims_take(f.db, 5));
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ingest/plain", test_plain);
	g_test_add_func("/ingest/all-ids-change", test_all_ids_change);
	g_test_add_func("/ingest/all-links-change", test_all_links_change);
	g_test_add_func("/ingest/both-change", test_both_change);
	g_test_add_func("/ingest/one-link", test_one_link);
	g_test_add_func("/ingest/same-id", test_same_id);
	g_test_add_func("/ingest/deleted", test_deleted);
	g_test_add_func("/ingest/dates", test_dates);
	g_test_add_func("/ingest/fields", test_fields);
	g_test_add_func("/ingest/tags-of-feed", test_tags_of_feed);
	g_test_add_func("/feeds/answers", test_answers);
	g_test_add_func("/feeds/subscribe", test_subscribe);
	return g_test_run();
}
