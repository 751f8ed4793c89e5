/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store whose pages are torn, one after the other: what is left makes a whole store. */
#include <sqlite3.h>

#include "store/salvage.h"
#include "store_fixture.h"

enum { STORIES = 1500, PAGE = 16384 };

static void fill(struct fixture *f)
{
	struct item items[STORIES];
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < STORIES; i++) {
		char *id = g_strdup_printf("id %d", i);
		char *text = g_strdup_printf("<p>gadget %d %0300d</p>", i, i * 7919);
		g_ptr_array_add(texts, id);
		g_ptr_array_add(texts, text);
		items[i] = item_of(id, NULL, id, text, NOW - i);
	}
	struct ingest_result r = put_items(f, f->feeds[0], items, STORIES);
	g_assert_cmpuint(r.added, ==, STORIES);
	struct act_result t = tag(f, (const int64_t *)(const void *)r.new_ids->data, 100,
				  "kept", NULL);
	result_clear(&t);
	t = tag(f, (const int64_t *)(const void *)r.new_ids->data, 10, "ignored", NULL);
	result_clear(&t);
	g_array_unref(r.new_ids);
	g_ptr_array_unref(texts);
	index_all(f);
	db_checkpoint(f->db, true);
	db_close(f->db);
	f->db = NULL;
}

static int64_t count(struct fixture *f, const char *text)
{
	GError *err = NULL;
	struct query *q = query_parse(text, NOW, NULL, &err);
	struct list_spec spec = {.all_feeds = true, .query = q};
	int64_t n = list_count(f->db, &spec, &err);
	g_assert_no_error(err);
	query_free(q);
	return n;
}

/* The store with one page torn; what was saved of it. */
static struct salvage torn(struct fixture *f, const char *bytes, gsize n, gsize page)
{
	char *path = g_build_filename(f->dir, "store.db", NULL);
	char *copy = g_memdup2(bytes, n);
	memset(copy + (page - 1) * PAGE, 0xAA, 100);
	g_assert_true(g_file_set_contents(path, copy, (gssize)n, NULL));
	g_chmod(path, 0600);
	struct salvage s = {0};
	if (salvage_needed(f->dir)) {
		GError *err = NULL;
		g_assert_true(salvage_store(f->dir, &s, &err));
		g_assert_no_error(err);
		g_assert_false(salvage_needed(f->dir));
		g_assert_nonnull(s.kept);
		g_remove(s.kept);
		assert_whole(f);
	} else {
		s.stories = -1;
	}
	g_free(s.kept);
	g_free(copy);
	g_free(path);
	return s;
}

static GArray *roots_of(const char *path, const char *type)
{
	GArray *roots = g_array_new(FALSE, FALSE, sizeof(int));
	sqlite3 *sql;
	sqlite3_stmt *s;
	g_assert_cmpint(sqlite3_open(path, &sql), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(sql,
					   "SELECT rootpage FROM sqlite_schema WHERE "
					   "rootpage>0 AND (type=?1 OR name LIKE "
					   "'words%')",
					   -1, &s, NULL),
			==, SQLITE_OK);
	sqlite3_bind_text(s, 1, type, -1, SQLITE_STATIC);
	while (sqlite3_step(s) == SQLITE_ROW) {
		int root = sqlite3_column_int(s, 0);
		g_array_append_val(roots, root);
	}
	sqlite3_finalize(s);
	sqlite3_close(sql);
	return roots;
}

/* Every table that holds something of its own, and how many rows: none may be forgotten
 * when the schema grows. */
static char *rows_of(const char *path)
{
	sqlite3 *sql;
	sqlite3_stmt *s;
	GString *out = g_string_new(NULL);
	g_assert_cmpint(sqlite3_open(path, &sql), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(sql,
					   "SELECT name FROM sqlite_schema WHERE "
					   "type='table' AND name NOT LIKE 'words%' AND "
					   "name NOT IN ('reindex','meta')",
					   -1, &s, NULL),
			==, SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(s, 0);
		g_autofree char *text = g_strdup_printf("SELECT count(*) FROM %s", name);
		sqlite3_stmt *n;
		g_assert_cmpint(sqlite3_prepare_v2(sql, text, -1, &n, NULL), ==,
				SQLITE_OK);
		g_assert_cmpint(sqlite3_step(n), ==, SQLITE_ROW);
		g_string_append_printf(out, "%s %d\n", name, sqlite3_column_int(n, 0));
		sqlite3_finalize(n);
	}
	sqlite3_finalize(s);
	sqlite3_close(sql);
	return g_string_free(out, FALSE);
}

/* A row in each table that a fixture leaves empty. */
static void fill_rest(const char *path)
{
	sqlite3 *sql;
	g_assert_cmpint(sqlite3_open(path, &sql), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(sql,
				     "INSERT INTO note VALUES (20,'n');"
				     "INSERT INTO place VALUES (20,1,1);"
				     "INSERT INTO former VALUES (20,1,'t','x');"
				     "INSERT INTO same VALUES (21,20);"
			     "INSERT INTO snooze VALUES (20,1);"
				     "INSERT INTO dictionary VALUES (70000,1,x'00');",
				     NULL, NULL, NULL),
			==, SQLITE_OK);
	sqlite3_close(sql);
}

static void test_pages(void)
{
	struct fixture f;
	fixture_init(&f);
	fill(&f);
	char *path = g_build_filename(f.dir, "store.db", NULL), *bytes;
	gsize n;
	g_assert_false(salvage_needed(f.dir));
	GArray *indexes = roots_of(path, "index");
	fill_rest(path);
	g_autofree char *rows = rows_of(path);
	g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
	g_assert_cmpuint(n / PAGE, >, 30);
	/* Of an index nothing is lost. */
	for (unsigned i = 0; i < indexes->len; i += 3) {
		struct salvage s = torn(&f, bytes, n,
					(gsize)g_array_index(indexes, int, i));
		g_assert_cmpint(s.stories, ==, STORIES);
		g_autofree char *saved = rows_of(path);
		g_assert_cmpstr(saved, ==, rows);
		fixture_open(&f);
		g_assert_cmpint(count(&f, "tag:kept"), ==, 90);
		g_assert_cmpint(count(&f, "tag:kept tag:ignored"), ==, 10);
		g_assert_cmpint(count(&f, "gadget"), ==, STORIES - 10);
		db_close(f.db);
		f.db = NULL;
	}
	/* Of any other page at most what stood there; tags stand twice. */
	int saved = 0;
	for (gsize page = 3; page <= n / PAGE; page += 11) {
		struct salvage s = torn(&f, bytes, n, page);
		if (s.stories < STORIES / 2)
			continue;
		saved++;
		g_assert_cmpint(s.feeds, ==, 3);
		g_assert_cmpuint(s.lost, <, 1200);
	}
	g_assert_cmpint(saved, >, 0);
	/* The beginning cannot be guessed. */
	memset(bytes, 0, 100);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
	g_assert_false(salvage_needed(f.dir));
	g_array_unref(indexes);
	g_free(bytes);
	g_free(path);
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/salvage/pages", test_pages);
	return g_test_run();
}
