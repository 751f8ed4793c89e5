/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of tests/query.txt: a query, its SQL or its fault, the stories that match; and
 * what trees are made of. With TNEWS_GOLDEN=1 the second and third lines are printed. */
#include "store_fixture.h"

#include "query/sql.h"

static const char *const outer[] = {"News/World", NULL};
static const char *const inner[] = {"News/Sci & Tech", NULL};

static void fill(struct fixture *f)
{
	struct category cats[] = {{"Politik", NULL, "Politics"},
				  {"Wirtschaft", NULL, NULL}};
	struct enclosure enc[] = {{"http://a/x.mp3", "audio/mpeg", NULL, 1000}};
	struct person ann = {.name = "Ann Čapek"};
	struct item a[] = {
		item_of("a1", "http://a.example/1", "Rust and gold",
			"<p>The mine closed</p>", NOW - 86400 * 10),
		item_of("a2", "http://a.example/2", "A café in Paris",
			"coffee &amp; cake", NOW - 86400 * 3),
		item_of("a3", "http://a.example/three", "北京大学图书馆", "新しい図書館",
			NOW - 3600),
	};
	a[0].authors = &ann;
	a[0].n_authors = 1;
	a[1].categories = cats;
	a[1].n_categories = 2;
	a[1].language = "de-AT";
	a[2].enclosures = enc;
	a[2].n_enclosures = 1;
	a[2].comments = "http://a.example/c";
	struct item b[] = {
		item_of("b1", "http://b.example/1", "Gold rush again",
			"rust never sleeps", NOW - 86400 * 400),
		item_of("b2", "http://b.example/2", "Breaking: 10:30 train late",
			"The train was late again.", NOW - 60),
		item_of("b3", "http://b.example/3", "می‌خواهم كتاب", "۱۲۳",
			NOW - 120),
		item_of("b4", "http://b.example/4", "ignored gold", "dull", NOW - 30),
		item_of("b5", "http://b.example/5", "deleted gold", "gone", NOW - 10),
	};
	struct ingest_result r = put_items(f, f->feeds[0], a, 3);
	g_array_unref(r.new_ids);
	r = put_items(f, f->feeds[1], b, 5);
	g_array_unref(r.new_ids);
	struct act_result t = tag(f, (int64_t[]){1, 4}, 2, "ict", "unread");
	result_clear(&t);
	t = tag(f, (int64_t[]){2}, 1, "starred", NULL);
	result_clear(&t);
	t = tag(f, (int64_t[]){7}, 1, "ignored", NULL);
	result_clear(&t);
	struct act act = {.ids = (int64_t[]){8}, .n_ids = 1, .delete_stories = true};
	GError *err = NULL;
	g_assert_true(state_act(f->db, &act, &t, &err));
	result_clear(&t);
}

static char *answer(struct fixture *f, const char *text, const struct query_scope *scope,
		    char **sql_text)
{
	GError *err = NULL;
	int column = 0;
	struct query *q = query_parse(text, NOW, &column, &err);
	if (!q) {
		g_assert_true(g_error_matches(err, TNEWS_ERROR, ERR_USAGE));
		char *prefix = g_strdup_printf("column %d: ", column);
		g_assert_true(g_str_has_prefix(err->message, prefix));
		*sql_text = g_strdup_printf("! %s", err->message);
		g_free(prefix);
		g_error_free(err);
		return g_strdup("-");
	}
	struct sql *sql = sql_of_query(q, NULL, scope);
	*sql_text = q->n_order ? g_strdup_printf("%s ORDER BY %s", sql->where->str,
						 sql->order->str)
			       : g_strdup(sql->where->str);
	sql_free(sql);
	query_free(q);
	char *found = find_in(f, text, scope);
	if (*found)
		return found;
	g_free(found);
	return g_strdup("-");
}

static void run_cases(struct fixture *f, const struct query_scope *scope)
{
	char *path = g_test_build_filename(G_TEST_DIST, "..", "query.txt", NULL);
	char *all = NULL;
	g_assert_true(g_file_get_contents(path, &all, NULL, NULL));
	bool golden = g_getenv("TNEWS_GOLDEN") != NULL;
	char **lines = g_strsplit(all, "\n", -1);
	unsigned cases = 0;
	for (char **l = lines; *l; l++) {
		if (!**l || **l == '#') {
			if (golden)
				fprintf(stderr, "%s%s", *l, l[1] ? "\n" : "");
			continue;
		}
		char *sql;
		char *text = !strcmp(*l, "EMPTY") ? g_strdup("") : g_strdup(*l);
		char *found = answer(f, text, scope, &sql);
		if (golden) {
			fprintf(stderr, "%s\n%s\n%s\n", *l, sql, found);
		} else {
			g_assert_nonnull(l[1]);
			g_assert_nonnull(l[2]);
			g_test_message("%s", *l);
			g_assert_cmpstr(sql, ==, l[1]);
			g_assert_cmpstr(found, ==, l[2]);
		}
		while (l[1] && *l[1] && l[0][0])
			l++;
		cases++;
		g_free(text);
		g_free(sql);
		g_free(found);
	}
	g_assert_cmpuint(cases, >, golden ? 0 : 60);
	g_strfreev(lines);
	g_free(all);
	g_free(path);
}

static void test_cases(void)
{
	struct fixture f;
	fixture_init(&f);
	fill(&f);
	struct query_feed feeds[] = {
		{f.feeds[0], "Alpha", "http://a.example/feed", outer},
		{f.feeds[1], "Beta", "http://b.example/feed", inner}};
	struct query_scope scope = {.feeds = feeds, .n_feeds = 2, .new_since = NOW};
	/* Once by the scan of what is not indexed, once by the index. */
	run_cases(&f, &scope);
	if (!g_getenv("TNEWS_GOLDEN")) {
		index_all(&f);
		run_cases(&f, &scope);
	}
	assert_whole(&f);
	fixture_clear(&f);
}

static void test_limits(void)
{
	GString *s = g_string_new(NULL);
	GError *err = NULL;
	int column;
	for (int i = 0; i < 100000; i++)
		g_string_append_c(s, '(');
	g_assert_null(query_parse(s->str, NOW, &column, &err));
	g_assert_nonnull(err);
	g_clear_error(&err);
	g_string_assign(s, "");
	for (int i = 0; i < 100000; i++)
		g_string_append(s, "-");
	g_assert_null(query_parse(s->str, NOW, &column, &err));
	g_clear_error(&err);
	g_string_assign(s, "");
	for (int i = 0; i < 100000; i++)
		g_string_append(s, "a ");
	g_assert_null(query_parse(s->str, NOW, &column, &err));
	g_assert_cmpint(column, ==, 401);
	g_clear_error(&err);
	g_string_assign(s, "");
	for (int i = 0; i < 50000; i++)
		g_string_append_c(s, 'x');
	g_assert_null(query_parse(s->str, NOW, &column, &err));
	g_clear_error(&err);
	g_assert_null(query_parse("\xff", NOW, &column, &err));
	g_clear_error(&err);
	g_string_free(s, TRUE);
}

static void test_and(void)
{
	struct query *a = query_parse("gold sort:title", NOW, NULL, NULL);
	struct query *b = query_parse("is:unread sort:date", NOW, NULL, NULL);
	g_assert_null(query_and(NULL, NULL));
	struct query *q = query_and(a, b);
	g_assert_cmpint(q->root->kind, ==, Q_AND);
	g_assert_cmpuint(q->n_order, ==, 1);
	g_assert_cmpint(q->order[0].key, ==, SORT_TITLE);
	g_assert_true(query_has_kind(q, Q_IS));
	g_assert_true(query_has_kind(q, Q_TEXT));
	g_assert_false(query_has_kind(q, Q_REGEX));
	query_free(q);
	q = query_and(NULL, query_parse("", NOW, NULL, NULL));
	q = query_and(q, query_parse("gold", NOW, NULL, NULL));
	g_assert_cmpint(q->root->kind, ==, Q_TEXT);
	query_free(q);
}

int main(int argc, char **argv)
{
	g_setenv("TZ", "UTC", TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/query/cases", test_cases);
	g_test_add_func("/query/limits", test_limits);
	g_test_add_func("/query/and", test_and);
	return g_test_run();
}
