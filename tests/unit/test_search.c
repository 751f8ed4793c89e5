/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text index: complete whatever it lacks, right after stories changed; and lists that
 * are walked in order through the hits of common words. */
#include "store/select.h"
#include "store/snippet.h"
#include "store/words.h"
#include "store_fixture.h"
#include "text/plain.h"

static void add(struct fixture *f, const char *id, const char *title, const char *content)
{
	struct ingest_result r = put_one(f, f->feeds[0],
					 item_of(id, NULL, title, content, NOW));
	g_array_unref(r.new_ids);
}

/* Texts as people write them, and what readers type to find them: the same answer from
 * the index and from a text that is not in it yet. */
static void test_scripts(void)
{
	static const struct {
		const char *text, *query;
		bool found;
	} table[] = {
		/* any substring of two letters or more */
		{"東京都は日本の首都である。", "京都", true},
		{"東京都は日本の首都である。", "日本の首", true},
		{"東京都は日本の首都である。", "東都", false},
		{"東京都は日本の首都である。", "ある", true},
		{"データベースの検索", "ベース", true},
		{"ﾃﾞｰﾀﾍﾞｰｽ", "データ", true},
		{"中华人民共和国", "人民", true},
		{"中华人民共和国", "共国", false},
		{"中华<b>人民</b>共和国", "华人民共", true},
		{"대한민국의 수도는 서울이다", "민국", true},
		{"대한민국의 수도는 서울이다", "서울", true},
		{"대한민국의 수도는 서울이다", "울서", false},
		{"SQLiteで検索する", "検索", true},
		{"SQLiteで検索する", "sqlite", true},
		{"ภาษาไทยไม่มีช่องว่าง", "ไทย", true},
		/* yeh, kaf, digits, half-spaces, tatweel, vowel marks, hamza */
		{"كتابهاي علمي", "کتاب*", true},
		{"کتاب‌های علمی", "كتابهاي", true},
		{"می‌خواهم بروم", "ميخواهم", true},
		{"می&zwnj;خواهم", "میخواهم", true},
		{"ســــلام", "سلام", true},
		{"سَلَامٌ عليكم", "سلام", true},
		{"سال ۱۴۰۳ خورشیدی", "1403", true},
		{"سال ١٤٠٣", "۱۴۰۳", true},
		{"عام 1403", "١٤٠٣", true},
		{"على", "علی", true},
		{"کتاب", "کتب", false},
		/* case, accents, ligatures, capital letters of other alphabets */
		{"L&rsquo;&Eacute;COLE normale", "école", true},
		{"l'e\u0301cole", "ÉCOLE", true},
		{"Straße", "STRASSE", true},
		{"die STRASSE", "straße", true},
		{"ﬁnally", "finally", true},
		{"Łódź", "lodz", true},
		{"İstanbul", "istanbul", true},
		{"ΑΘΗΝΑ", "Αθήνα", true},
		{"МОСКВА", "москва", true},
		{"Ёлка", "елка", true},
		{"co&shy;operate", "cooperate", true},
		{"c<b>afé</b>s", "cafes", true},
		{"<p>one</p><p>two</p>", "onetwo", false},
		{"<p>one</p><p>two</p>", "\"one two\"", true},
		{"naïve", "naive", true},
		{"Ｆｕｌｌｗｉｄｔｈ", "fullwidth", true},
		{"x&#1;y", "xy", true},
		{"price 5€", "€", true},
		{"price 5€", "5", true},
		{"हिन्दी भाषा", "हिन्दी", true},
	};
	struct fixture f;
	fixture_init(&f);
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		char *id = g_strdup_printf("row%zu", i);
		add(&f, id, id, table[i].text);
		g_free(id);
	}
	for (int indexed = 0; indexed < 2; indexed++) {
		for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
			GError *err = NULL;
			struct query *q = query_parse(table[i].query, NOW, NULL, &err);
			g_assert_no_error(err);
			int64_t only = (int64_t)i + 1;
			struct list_spec spec = {.all_feeds = true,
						 .query = q,
						 .only = &only,
						 .n_only = 1};
			if ((list_count(f.db, &spec, &err) == 1) != table[i].found)
				g_error("row %zu, indexed %d: %s", i, indexed,
					table[i].query);
			query_free(q);
		}
		index_all(&f);
	}
	fixture_clear(&f);
}

static char *snippet(struct fixture *f, const char *text, int64_t id)
{
	GError *err = NULL;
	struct query *q = query_parse(text, NOW, NULL, &err);
	g_assert_no_error(err);
	struct snippets *s = snippets_new(f->db, q);
	struct arena *arena = arena_new(0);
	size_t from, to;
	const char *line = s ? snippets_of(s, id, arena, &from, &to) : NULL;
	char *shown = line ? g_strdup_printf("%.*s[%.*s]%s", (int)from, line,
					     (int)(to - from), line + from, line + to)
			   : NULL;
	arena_free(arena);
	snippets_free(s);
	query_free(q);
	return shown;
}

/* Where in its text a story was found; and the best match first. */
static void test_snippets(void)
{
	static const struct {
		const char *query, *snippet;
	} table[] = {
		{"gold", "one two [gold] three"},
		{"GÓLD", "one two [gold] three"},
		{"\"gold three\"", "one two [gold three]"},
		{"go*", "one two [gold] three"},
		{"nothing OR three", "one two gold [three]"},
		{"title:first", NULL},
		{"first", NULL},
		{"is:unread", NULL},
	};
	struct fixture f;
	fixture_init(&f);
	add(&f, "a", "The first", "<p>one<p>two <b>gold</b> three");
	add(&f, "b", "The second", "東京都は日本の首都である");
	char *many = g_strnfill(900, 'x');
	char *text = g_strdup_printf("%s words before it gold %s", many, many);
	add(&f, "c", "Gold rush", text);
	add(&f, "d", "The last", "gold gold gold");
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		char *shown = snippet(&f, table[i].query, 1);
		g_assert_cmpstr(shown, ==, table[i].snippet);
		g_free(shown);
	}
	char *shown = snippet(&f, "日本の", 2);
	g_assert_cmpstr(shown, ==, "東京都は[日本の]首都である");
	g_free(shown);
	shown = snippet(&f, "gold", 3);
	g_assert_true(g_str_has_prefix(shown, "\xe2\x80\xa6words before it [gold] xxx"));
	g_assert_true(g_str_has_suffix(shown, "xx\xe2\x80\xa6"));
	g_free(shown);
	g_free(text);
	g_free(many);
	for (int indexed = 0; indexed < 2; indexed++) {
		assert_found(&f, "gold sort:rank", "3 4 1");
		assert_found(&f, "gold sort:-rank", "1 4 3");
		assert_found(&f, "(gold OR first) sort:rank", "1 3 4");
		index_all(&f);
	}
	assert_found(&f, "sort:rank", "4 3 2 1");
	fixture_clear(&f);
}

struct checked {
	struct words *w;
	const char *text;
};

static int check_word(void *data, int flags, const char *word, int n, int start, int end)
{
	const struct checked *c = data;
	(void)flags;
	(void)start;
	(void)end;
	for (int m = 1; m <= n; m++)
		if ((m == n || (word[m] & 0xC0) != 0x80) &&
		    !words_may_hold(c->w, word, (size_t)m, c->text, strlen(c->text)))
			g_error("%.*s in %s", m, word, c->text);
	return 0;
}

/* What a text holds is never said not to be in it, whatever markup stands between. */
static void test_may_hold(void)
{
	static const char *const pieces[] = {
		"pro",	     "be",     "PRO",  "b",	  "é",	   "É",
		"&eacute;",  "<b>",    "</b>", "<p>",	  "&shy;", "\xc2\xad",
		"&#1;",	     "&nbsp;", " ",    "-",	  "&amp;", "<!--x-->",
		"&",	     "<",      "ß",    "ﬁ",	  "İ",	   "\xe2\x84\xaa",
		"漢",	     "字",     "أ",    "ي",	  "ك",	   "\xe2\x80\x8c",
		"ـ",	     "١",      "1",    "&#x62;",  "&amp",  "e\xcc\x81",
		"<![CDATA[", "]]>",    "“",    "&#8217;", "Ж",	   "½"};
	struct words *w = words_new();
	GString *html = g_string_new(NULL), *text = g_string_new(NULL);
	GRand *rand = g_rand_new_with_seed(7);
	for (int i = 0; i < 30000; i++) {
		g_string_truncate(html, 0);
		g_string_truncate(text, 0);
		for (int k = g_rand_int_range(rand, 1, 9); k > 0; k--)
			g_string_append(
				html,
				pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
		plain_append(text, html->str, html->len, SIZE_MAX / 2);
		struct checked c = {w, html->str};
		words_scan(w, text->str, text->len, false, &c, check_word);
		c.text = text->str;
		words_scan(w, text->str, text->len, false, &c, check_word);
	}
	g_assert_false(words_may_hold(w, "probe", 5, "<p>a pro be</p> caf&eacute;", 27));
	g_assert_false(words_may_hold(w, "caf", 3, "ecaf decaf", 10));
	g_rand_free(rand);
	g_string_free(html, TRUE);
	g_string_free(text, TRUE);
	words_free(w);
}

static void test_rest(void)
{
	struct fixture f;
	bool left;
	GError *err = NULL;
	fixture_init(&f);
	add(&f, "1", "alpha one", "<p>first <b>gold</b></p>");
	add(&f, "2", "alpha two", "second");
	assert_found(&f, "alpha", "2 1");
	assert_found(&f, "gold", "1");
	g_assert_cmpint(search_lag(f.db), ==, 2);
	g_assert_true(search_index(f.db, 1, &left, &err));
	g_assert_true(left);
	g_assert_cmpint(search_lag(f.db), ==, 1);
	assert_found(&f, "alpha", "2 1");
	assert_found(&f, "gold", "1");
	assert_found(&f, "second", "2");
	assert_whole(&f);
	index_all(&f);
	add(&f, "3", "alpha three", "gold again");
	assert_found(&f, "alpha", "3 2 1");
	assert_found(&f, "gold alpha", "3 1");
	assert_found(&f, "-gold", "2");
	fixture_clear(&f);
}

/* The parts of the index become one when the store has grown, the file gives back what is
 * free; nothing is found or lost by that. */
static void test_tidy(void)
{
	struct fixture f;
	GError *err = NULL;
	bool left = true;
	int64_t unused, parts;
	fixture_init(&f);
	for (int i = 0; i < 1100; i++) {
		char *id = g_strdup_printf("s%d", i);
		char *text = g_strdup_printf("gold word%d word%d", i % 97, i);
		add(&f, id, id, text);
		g_free(text);
		g_free(id);
		if (i % 50 == 0)
			index_all(&f);
	}
	index_all(&f);
	int steps = 0;
	for (; left; steps++)
		g_assert_true(search_tidy(f.db, &left, &err));
	g_assert_cmpint(steps, >, 1);
	g_assert_cmpint(steps, <, 100);
	g_assert_cmpint(db_meta(f.db, "merged", 0), ==, 1100);
	g_assert_true(db_int(f.db, &parts, 0, &err,
			     "SELECT count(DISTINCT segid) FROM words_idx", ""));
	g_assert_cmpint(parts, ==, 1);
	assert_found(&f, "word1099", "1100");
	assert_whole(&f);
	g_assert_true(
		db_run(f.db, &err, "CREATE TABLE t AS SELECT zeroblob(9000000)", ""));
	g_assert_true(db_run(f.db, &err, "DROP TABLE t", ""));
	for (left = true; left;)
		g_assert_true(search_tidy(f.db, &left, &err));
	g_assert_true(db_int(f.db, &unused, 0, &err, "PRAGMA freelist_count", ""));
	g_assert_cmpint(unused, <, 64);
	assert_whole(&f);
	fixture_clear(&f);
}

static void test_changed(void)
{
	struct fixture f;
	size_t lost;
	fixture_init(&f);
	add(&f, "1", "old title", "old words");
	add(&f, "2", "other", "old too");
	index_all(&f);
	add(&f, "1", "new title", "new words");
	g_assert_cmpint(search_lag(f.db), ==, 1);
	assert_found(&f, "old", "2");
	assert_found(&f, "new", "1");
	/* Changed twice before the index caught up: the first words must go. */
	add(&f, "1", "newer title", "newer words");
	assert_found(&f, "new", "");
	index_all(&f);
	assert_found(&f, "old", "2");
	assert_found(&f, "new", "");
	assert_found(&f, "newer", "1");
	assert_whole(&f);
	GError *err = NULL;
	g_assert_true(verify_rebuild(f.db, &lost, &err));
	g_assert_no_error(err);
	assert_found(&f, "old", "2");
	assert_found(&f, "newer", "1");
	assert_whole(&f);
	fixture_clear(&f);
}

static void test_place(void)
{
	struct fixture f;
	fixture_init(&f);
	add(&f, "1", "京都Linux大会", "Straße naïve");
	add(&f, "2", "한국어 검색", "ไทยแลนด์");
	for (int i = 0; i < 2; i++) {
		assert_found(&f, "京都Linux", "1");
		assert_found(&f, "都Linux大", "1");
		assert_found(&f, "Linux大会", "1");
		assert_found(&f, "strasse", "1");
		assert_found(&f, "STRASSE", "1");
		assert_found(&f, "naive", "1");
		assert_found(&f, "국어", "2");
		assert_found(&f, "검", "2");
		assert_found(&f, "แลนด์", "2");
		assert_found(&f, "\"한국어 검색\"", "2");
		index_all(&f);
	}
	fixture_clear(&f);
}

static int n_first;

static void on_first(struct ids *taken, void *data)
{
	(void)data;
	n_first = (int)taken->n;
	g_assert_cmpint(taken->ids[0], ==, 6000);
	ids_free(taken);
}

static void test_common(void)
{
	enum { N = 6000 };
	struct fixture f;
	GError *err = NULL;
	fixture_init(&f);
	struct item *items = g_new0(struct item, N);
	for (int i = 0; i < N; i++)
		items[i] = item_of(g_strdup_printf("i%d", i), NULL,
				   i % 1000 ? "common" : "common rare", "text",
				   NOW - N + i);
	struct ingest_result r = put_items(&f, f.feeds[0], items, N);
	g_array_unref(r.new_ids);
	for (int i = 0; i < N; i++)
		g_free((char *)items[i].id);
	g_free(items);
	for (int round = 0; round < 2; round++) {
		struct query *q = query_parse("common text", NOW, NULL, NULL);
		struct list_spec spec = {.all_feeds = true, .query = q};
		n_first = 0;
		struct ids *ids = list_ids(f.db, &spec, on_first, NULL, &err);
		g_assert_no_error(err);
		g_assert_cmpuint(ids->n, ==, N);
		g_assert_cmpint(n_first, ==, 200);
		for (int i = 0; i < N; i++)
			g_assert_cmpint(ids->ids[i], ==, N - i);
		ids_free(ids);
		spec.feeds = (int64_t[]){f.feeds[1]};
		spec.n_feeds = 1;
		spec.all_feeds = false;
		g_assert_cmpint(list_count(f.db, &spec, &err), ==, 0);
		query_free(q);
		assert_found(&f, "common rare", "5001 4001 3001 2001 1001 1");
		assert_found(&f, "rare sort:-date", "1 1001 2001 3001 4001 5001");
		index_all(&f);
	}
	/* A running list stops when somebody says so. */
	int number = 1;
	db_cancel_on(f.db, &number, 1);
	struct query *q = query_parse("common", NOW, NULL, NULL);
	struct list_spec spec = {.all_feeds = true, .query = q};
	number = 2;
	g_assert_null(list_ids(f.db, &spec, NULL, NULL, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_CANCELLED);
	g_clear_error(&err);
	db_cancel_on(f.db, NULL, 0);
	struct ids *ids = list_ids(f.db, &spec, NULL, NULL, &err);
	g_assert_no_error(err);
	ids_free(ids);
	query_free(q);
	fixture_clear(&f);
}

static void test_regex_bomb(void)
{
	struct fixture f;
	fixture_init(&f);
	GString *s = g_string_new(NULL);
	for (int i = 0; i < 60; i++)
		g_string_append(s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	g_string_append_c(s, '!');
	for (int i = 0; i < 40; i++) {
		char *id = g_strdup_printf("%d", i);
		struct ingest_result r = put_one(&f, f.feeds[0],
						 item_of(id, NULL, s->str, "x", NOW - i));
		g_array_unref(r.new_ids);
		g_free(id);
	}
	GError *err = NULL;
	struct query *q = query_parse("title:/^(a+)+$/", NOW, NULL, &err);
	struct list_spec spec = {.all_feeds = true, .query = q};
	g_assert_null(list_ids(f.db, &spec, NULL, NULL, &err));
	g_assert_error(err, TNEWS_ERROR, ERR_USAGE);
	g_clear_error(&err);
	query_free(q);
	g_string_free(s, TRUE);
	fixture_clear(&f);
}

/* What a list asks is answered by an index, whatever it is: no list reads all stories. */
static void test_plans(void)
{
	static const char *const queries[] = {"",
					      "is:unread",
					      "is:read",
					      "is:starred",
					      "has:enclosure",
					      "type:audio",
					      "gold",
					      "title:gold",
					      "category:x",
					      "lang:de",
					      "tag:later",
					      "tag:snoozed",
					      "is:duplicate",
					      "after:3d",
					      "received:3d",
					      "is:new",
					      "gold is:unread",
					      "-gold",
					      "gold OR silver",
					      "sort:-date",
					      "is:unread -tag:x",
					      "is:starred category:x"};
	struct fixture f;
	fixture_init(&f);
	add(&f, "1", "one", "gold");
	GError *err = NULL;
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(queries); i++) {
		struct query *q = query_parse(queries[i / 2], NOW, NULL, &err);
		g_assert_no_error(err);
		struct list_spec spec = {.all_feeds = i % 2 == 0,
					 .feeds = f.feeds,
					 .n_feeds = 1,
					 .query = q};
		struct selection s;
		g_assert_true(select_open(f.db, &s, &spec, "s.id", true, &err));
		char *explain = g_strconcat("EXPLAIN QUERY PLAN ", sqlite3_sql(s.rows),
					    NULL);
		sqlite3_stmt *plan = db_prepare(f.db, explain, &err);
		g_assert_no_error(err);
		while (sqlite3_step(plan) == SQLITE_ROW) {
			const char *step = (const char *)sqlite3_column_text(plan, 3);
			bool none = s.driver && !s.driver->len;
			if (g_str_equal(step, "SCAN s") && !none)
				g_error("%s: %s: %s", queries[i / 2], step, explain);
		}
		sqlite3_finalize(plan);
		g_free(explain);
		select_close(&s);
		query_free(q);
	}
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/search/scripts", test_scripts);
	g_test_add_func("/search/may-hold", test_may_hold);
	g_test_add_func("/search/snippets", test_snippets);
	g_test_add_func("/search/rest", test_rest);
	g_test_add_func("/search/tidy", test_tidy);
	g_test_add_func("/search/changed", test_changed);
	g_test_add_func("/search/place", test_place);
	g_test_add_func("/search/common", test_common);
	g_test_add_func("/search/regex-bomb", test_regex_bomb);
	g_test_add_func("/search/plans", test_plans);
	return g_test_run();
}
