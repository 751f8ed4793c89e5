/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pack.h"

#include "store/db_private.h"
#include "store_fixture.h"

static const char *const bits[] = {
	"<p>The ministry said on Monday that ",
	"<a href=\"https://news.example/2026/story-%d\">a report of %d pages</a> ",
	"would be published, <em>though</em> the %d members ",
	"<img src=\"https://img.example/%d.jpg\" alt=\"\">",
	"were not asked</p>\n<p>Воробьи %d летели ",
	"记者%d报道说, ",
};

/* A text like others and yet no other. */
static char *make_text(int number)
{
	GString *s = g_string_new(NULL);
	for (int i = 0; i < 40; i++) {
		const char *bit = bits[(number * 7 + i * i) % (int)G_N_ELEMENTS(bits)];
		char *n = g_strdup_printf("%d", number * 31 + i);
		char **parts = g_strsplit(bit, "%d", -1);
		char *text = g_strjoinv(n, parts);
		g_string_append(s, text);
		g_free(text);
		g_strfreev(parts);
		g_free(n);
	}
	return g_string_free(s, FALSE);
}

static void put_many(struct fixture *f, int first, int n)
{
	GError *err = NULL;
	g_assert_true(pack_learn(f->db, NULL, &err));
	g_assert_no_error(err);
	for (int i = first; i < first + n; i++) {
		char *id = g_strdup_printf("%d", i), *text = make_text(i);
		struct ingest_result r = put_one(f, f->feeds[0],
						 item_of(id, NULL, id, text, NOW + i));
		g_array_unref(r.new_ids);
		g_free(text);
		g_free(id);
	}
}

static void assert_texts(struct fixture *f, int n)
{
	GError *err = NULL;
	for (int i = 1; i <= n; i++) {
		struct story *story = list_story(f->db, i, &err);
		g_assert_no_error(err);
		char *text = make_text(i);
		g_assert_cmpstr(story->content, ==, text);
		g_free(text);
		story_free(story);
	}
}

static int64_t number(struct fixture *f, const char *sql)
{
	GError *err = NULL;
	sqlite3_stmt *s = db_prepare(f->db, sql, &err);
	g_assert_no_error(err);
	g_assert_cmpint(sqlite3_step(s), ==, SQLITE_ROW);
	int64_t n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* The first few are packed alone, those after them with a dictionary of the first; all are
 * read by another connection as well. */
static void test_dictionary(void)
{
	struct fixture f;
	fixture_init(&f);
	put_many(&f, 1, 400);
	g_assert_cmpint(number(&f, "SELECT count(*) FROM dictionary"), ==, 0);
	put_many(&f, 401, 100);
	g_assert_cmpint(number(&f, "SELECT count(*) FROM dictionary"), ==, 1);
	int64_t before = number(&f,
				"SELECT sum(length(content)) FROM body WHERE id<=100");
	int64_t after = number(&f, "SELECT sum(length(content)) FROM body WHERE id>400");
	g_assert_cmpint(after * 3, <, before * 2);
	assert_texts(&f, 500);
	db_close(f.db);
	fixture_open(&f);
	assert_texts(&f, 500);
	put_many(&f, 501, 10);
	g_assert_cmpint(number(&f, "SELECT count(*) FROM dictionary"), ==, 1);
	assert_texts(&f, 510);
	fixture_clear(&f);
}

/* Another store's contents under this connection: no text is packed with what is gone. */
static void test_replaced(void)
{
	struct fixture f;
	fixture_init(&f);
	put_many(&f, 1, 400);
	put_many(&f, 401, 10);
	GError *err = NULL;
	g_assert_cmpint(
		sqlite3_exec(f.db->sql, "DELETE FROM dictionary", NULL, NULL, NULL), ==,
		SQLITE_OK);
	put_many(&f, 411, 10);
	db_close(f.db);
	fixture_open(&f);
	struct story *story = list_story(f.db, 415, &err);
	g_assert_no_error(err);
	char *text = make_text(415);
	g_assert_cmpstr(story->content, ==, text);
	g_free(text);
	story_free(story);
	/* That of those before cannot be read: said, not passed over. */
	story = list_story(f.db, 405, &err);
	g_assert_null(story->content);
	g_assert_nonnull(strstr(story->body, "damaged"));
	story_free(story);
	fixture_clear(&f);
}

/* Texts packed elsewhere are stored as they are, if with the dictionary that is the newest
 * here; else they are packed anew. */
static void test_ahead(void)
{
	struct fixture f;
	GError *err = NULL;
	fixture_init(&f);
	put_many(&f, 1, 400);
	g_assert_null(pack_dictionary(f.db, &err));
	put_many(&f, 401, 1);
	struct packer *packer = packer_new();
	for (int64_t i = 402; i <= 403; i++) {
		/* first without a dictionary, then with it */
		char *text = make_text((int)i);
		char *id = g_strdup_printf("%d", (int)i);
		struct item item = item_of(id, NULL, id, text, NOW + i);
		struct feed doc = {.items = &item, .n_items = 1};
		struct packed made = packer_pack(packer, text, strlen(text));
		struct packed_story story = {.content = made};
		struct ingest_options options = {.now = NOW, .packed = &story};
		struct ingest_result r;
		g_assert_nonnull(made.bytes);
		g_assert_true(ingest_feed(f.db, f.feeds[0], &doc, &options, &r, &err));
		g_assert_no_error(err);
		g_array_unref(r.new_ids);
		char *sql = g_strdup_printf("SELECT length(content) FROM body WHERE "
					    "id=%d",
					    (int)i);
		if (i == 402)
			g_assert_cmpint(number(&f, sql), <, (int64_t)made.n);
		else
			g_assert_cmpint(number(&f, sql), ==, (int64_t)made.n);
		g_free(sql);
		g_free(id);
		g_free(text);
		GBytes *dictionary = pack_dictionary(f.db, &err);
		g_assert_nonnull(dictionary);
		packer_use(packer, dictionary);
		g_assert_cmpuint(packer_number(packer), !=, 0);
		g_bytes_unref(dictionary);
	}
	packer_free(packer);
	assert_texts(&f, 403);
	fixture_clear(&f);
}

static void test_damaged(void)
{
	static const char *const blobs[] = {"x''",
					    "x'00'",
					    "x'28b52ffd'",
					    "x'28b52ffd60ffffffff'",
					    "x'28b52ffda0ffffff7f'",
					    "x'28b52ffd2701020304'",
					    "zeroblob(100)"};
	struct fixture f;
	fixture_init(&f);
	put_many(&f, 1, 3);
	for (size_t i = 0; i < G_N_ELEMENTS(blobs); i++) {
		char *sql = g_strdup_printf("UPDATE body SET content=%s WHERE id=2",
					    blobs[i]);
		g_assert_cmpint(sqlite3_exec(f.db->sql, sql, NULL, NULL, NULL), ==,
				SQLITE_OK);
		g_free(sql);
		GError *err = NULL;
		struct story *story = list_story(f.db, 2, &err);
		g_assert_no_error(err);
		g_assert_null(story->content);
		g_assert_nonnull(strstr(story->body, "damaged"));
		story_free(story);
		assert_found(&f, "report", "3 1");
		GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
		GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
		g_assert_true(verify_store(f.dir, faults, notes, &err));
		g_assert_cmpint(faults->len, ==, 1);
		g_assert_cmpstr(strstr(faults->pdata[0], "--repair"), !=, NULL);
		g_ptr_array_free(faults, TRUE);
		g_ptr_array_free(notes, TRUE);
	}
	/* the index goes past it; mended, and stored when it comes again */
	index_all(&f);
	assert_found(&f, "report", "3 1");
	GError *err = NULL;
	size_t lost;
	g_assert_true(verify_rebuild(f.db, &lost, &err));
	g_assert_cmpuint(lost, ==, 1);
	assert_whole(&f);
	struct story *story = list_story(f.db, 2, &err);
	g_assert_nonnull(strstr(story->body, "next reload"));
	story_free(story);
	put_many(&f, 1, 3);
	assert_texts(&f, 3);
	story = list_story(f.db, 2, &err);
	g_assert_cmpint(story->changed, ==, DATE_NONE);
	g_assert_cmpstr(story->body, ==, story->content);
	story_free(story);
	index_all(&f);
	assert_found(&f, "ministry", "3 2");
	assert_whole(&f);
	fixture_clear(&f);
}

/* What is short or does not shrink stays text; all lengths come back. */
static void test_lengths(void)
{
	struct fixture f;
	fixture_init(&f);
	for (int i = 0; i < 60; i++) {
		size_t n = (size_t)(i * i * i);
		char *text = g_malloc(n + 1);
		for (size_t j = 0; j < n; j++)
			text[j] = (char)('!' + (i % 2 ? g_random_int_range(0, 90)
						      : (int)(j % 7)));
		text[n] = '\0';
		char *id = g_strdup_printf("%d", i);
		struct ingest_result r = put_one(&f, f.feeds[0],
						 item_of(id, NULL, id, text, NOW + i));
		g_array_unref(r.new_ids);
		GError *err = NULL;
		struct story *story = list_story(f.db, i + 1, &err);
		g_assert_no_error(err);
		g_assert_cmpstr(story->content, ==, text);
		story_free(story);
		g_free(id);
		g_free(text);
	}
	g_assert_cmpint(number(&f, "SELECT count(*) FROM body WHERE "
				   "typeof(content)='text' AND length(content)<120"),
			>=, 4);
	g_assert_cmpint(number(&f, "SELECT count(*) FROM body WHERE "
				   "typeof(content)='blob'"),
			>=, 20);
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pack/dictionary", test_dictionary);
	g_test_add_func("/pack/replaced", test_replaced);
	g_test_add_func("/pack/ahead", test_ahead);
	g_test_add_func("/pack/damaged", test_damaged);
	g_test_add_func("/pack/lengths", test_lengths);
	return g_test_run();
}
