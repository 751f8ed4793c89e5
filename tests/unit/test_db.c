/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening whole, damaged, foreign, later and read-only stores; several processes at once;
 * processes that are killed. */
#include "store/claims.h"
#include "store_fixture.h"
#include "store/db_private.h"
#include "store/place.h"
#include "store/words.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *path_in(const struct fixture *f, const char *name)
{
	return g_build_filename(f->dir, name, NULL);
}

static void assert_mode(const char *path, unsigned mode)
{
	struct stat st;
	if (stat(path, &st) == 0)
		g_assert_cmpuint(st.st_mode & 0777, ==, mode);
}

static void test_new(void)
{
	struct fixture f;
	umask(022);
	GError *err = NULL;
	char *parent = g_dir_make_tmp("tnews-store-XXXXXX", NULL);
	char *dir = g_build_filename(parent, "a", "b", NULL);
	g_assert_null(db_open_quick(dir, &err));
	g_assert_no_error(err);
	g_assert_false(g_file_test(dir, G_FILE_TEST_EXISTS));
	struct db *db = db_open(dir, DB_READ, &err);
	g_assert_no_error(err);
	g_assert_nonnull(db);
	struct totals t;
	g_assert_true(feeds_totals(db, &t, &err));
	g_assert_cmpint(t.total, ==, 0);
	assert_mode(dir, 0700);
	f.dir = dir;
	static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm"};
	for (int i = 0; i < 3; i++) {
		char *p = path_in(&f, names[i]);
		assert_mode(p, 0600);
		g_free(p);
	}
	db_close(db);
	db = db_open_quick(dir, &err);
	g_assert_no_error(err);
	g_assert_nonnull(db);
	db_close(db);
	remove_tree(dir);
	char *a = g_build_filename(parent, "a", NULL);
	g_rmdir(a);
	g_rmdir(parent);
	g_free(a);
	g_free(dir);
	g_free(parent);
}

static void refused(struct fixture *f, const char *words)
{
	for (int i = 0; i < 3; i++) {
		GError *err = NULL;
		struct db *db = i == 2 ? db_open_quick(f->dir, &err)
				       : db_open(f->dir, i ? DB_READ : DB_WRITE, &err);
		if (db) { /* opening reads little; a list must meet it */
			struct list_spec spec = {.all_feeds = true};
			g_assert_null(list_ids(db, &spec, NULL, NULL, &err));
		}
		g_assert_error(err, TNEWS_ERROR, ERR_STORE);
		if (!strstr(err->message, words))
			g_error("\"%s\" without \"%s\"", err->message, words);
		g_assert_nonnull(strstr(err->message, "store.db"));
		g_assert_null(strstr(err->message, "SQL"));
		g_error_free(err);
		db_close(db);
	}
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_assert_true(verify_store(f->dir, out, out, NULL));
	g_assert_cmpuint(out->len, >, 0);
	g_ptr_array_free(out, TRUE);
}

static void test_damage(void)
{
	struct fixture f;
	fixture_init(&f);
	for (int i = 0; i < 300; i++) {
		char *id = g_strdup_printf("%d", i);
		struct ingest_result r =
			put_one(&f, f.feeds[0],
				item_of(id, NULL, "title", "words and words", NOW));
		g_array_unref(r.new_ids);
		g_free(id);
	}
	db_close(f.db);
	f.db = NULL;
	char *path = path_in(&f, "store.db"), *good;
	gsize n;
	g_assert_true(g_file_get_contents(path, &good, &n, NULL));
	char *bytes = g_memdup2(good, n);
	memset(bytes, 0, 4096);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
	refused(&f, "restore");
	g_assert_true(g_file_set_contents(path, good, (gssize)n / 2, NULL));
	refused(&f, "restore");
	g_assert_true(g_file_set_contents(path, "no database\n", -1, NULL));
	refused(&f, "restore");
	g_assert_true(g_file_set_contents(path, "", 0, NULL));
	refused(&f, "restore");
	memcpy(bytes, good, n);
	bytes[63] = 99; /* user_version */
	g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
	refused(&f, "later");
	memcpy(bytes, good, n);
	bytes[68] = 1; /* application_id */
	g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
	refused(&f, "not a store");
	g_remove(path);
	char *wal = path_in(&f, "store.db-wal");
	g_assert_true(g_file_set_contents(wal, "stray", -1, NULL));
	GError *err = NULL;
	g_assert_null(db_open(f.dir, DB_WRITE, &err));
	g_assert_nonnull(strstr(err->message, "restore"));
	g_error_free(err);
	g_remove(wal);
	g_assert_true(g_file_set_contents(path, good, (gssize)n, NULL));
	g_chmod(path, 0600);
	fixture_open(&f);
	assert_whole(&f);
	g_free(wal);
	g_free(path);
	g_free(good);
	g_free(bytes);
	fixture_clear(&f);
}

/* Runs child(number) in n processes at once and waits for all. */
static void at_once(int n, void (*child)(const char *dir, int number), const char *dir)
{
	pid_t pids[32];
	for (int i = 0; i < n; i++) {
		pids[i] = fork();
		if (!pids[i]) {
			child(dir, i);
			_exit(0);
		}
	}
	for (int i = 0; i < n; i++) {
		int status;
		g_assert_cmpint(waitpid(pids[i], &status, 0), ==, pids[i]);
		g_assert_cmpint(status, ==, 0);
	}
}

static void ingest_and_tag(const char *dir, int number)
{
	struct fixture f = {.dir = (char *)dir};
	static const struct subscription subs[] = {{"http://a.example/feed", NULL}};
	GError *err = NULL;
	fixture_open(&f);
	g_assert_true(feeds_subscribe(f.db, subs, 1, f.feeds, &err));
	for (int i = 0; i < 20; i++) {
		char *id = g_strdup_printf("%d-%d", number, i);
		char *name = g_strdup_printf("t%d", number);
		struct ingest_result r = put_one(&f, f.feeds[0],
						 item_of(id, NULL, id, "x", NOW));
		g_assert_cmpuint(r.added, ==, 1);
		struct act_result t = tag(&f,
					  (const int64_t *)(const void *)r.new_ids->data,
					  1, name, NULL);
		g_assert_cmpuint(t.n_changed, ==, 1);
		result_clear(&t);
		g_array_unref(r.new_ids);
		struct list_spec spec = {.all_feeds = true, .limit = 10};
		ids_free(list_ids(f.db, &spec, NULL, NULL, &err));
		g_assert_no_error(err);
		if (i % 5 == 0)
			db_checkpoint(f.db, true);
		bool left;
		g_assert_true(search_index(f.db, 7, &left, &err));
		g_assert_no_error(err);
		g_free(id);
		g_free(name);
	}
	db_close(f.db);
}

static void test_at_once(void)
{
	struct fixture f = {.dir = g_dir_make_tmp("tnews-store-XXXXXX", NULL)};
	at_once(6, ingest_and_tag, f.dir);
	fixture_open(&f);
	assert_whole(&f);
	struct totals t;
	g_assert_true(feeds_totals(f.db, &t, NULL));
	g_assert_cmpint(t.total, ==, 120);
	struct tag_counts *tags = list_tags(f.db, NULL);
	g_assert_cmpuint(tags->n, ==, 6);
	for (int i = 0; i < 6; i++)
		g_assert_cmpint(tags->tags[i].total, ==, 20);
	tag_counts_free(tags);
	fixture_clear(&f);
}

static void test_killed(void)
{
	struct fixture f = {.dir = g_dir_make_tmp("tnews-store-XXXXXX", NULL)};
	for (int i = 0; i < 12; i++) {
		pid_t pid = fork();
		if (!pid) {
			ingest_and_tag(f.dir, i);
			_exit(0);
		}
		g_usleep((gulong)(3000 + 7000 * (i % 6)));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		fixture_open(&f);
		assert_whole(&f);
		db_close(f.db);
	}
	fixture_open(&f);
	index_all(&f);
	assert_whole(&f);
	fixture_clear(&f);
}

/* Who completes the index sees that another writes, waits for it, or fetches. */
static void test_claims_busy(void)
{
	struct fixture f;
	fixture_init(&f);
	GError *err = NULL;
	struct db *other = db_open(f.dir, DB_WRITE, &err);
	g_assert_no_error(err);
	g_assert_true(claims_take(other, CLAIM_INDEX));
	g_assert_false(claims_busy(other));
	g_assert_true(db_begin(f.db, &err));
	g_assert_true(claims_busy(other));
	g_assert_false(claims_busy(f.db)); /* not of itself */
	g_assert_true(db_commit(f.db, false, &err));
	g_assert_false(claims_busy(other));
	g_assert_true(db_begin(f.db, &err));
	db_rollback(f.db);
	g_assert_false(claims_busy(other));
	g_assert_true(claims_take(f.db, 7));
	g_assert_true(claims_busy(other));
	claims_drop(f.db, 7);
	g_assert_false(claims_busy(other));
	db_close(other);
	fixture_clear(&f);
}

/* While another process holds the write lock, readers read at once. */
static void test_reader_beside_writer(void)
{
	struct fixture f;
	fixture_init(&f);
	GError *err = NULL;
	g_assert_true(db_begin(f.db, &err));
	gint64 before = g_get_monotonic_time();
	struct db *reader = db_open(f.dir, DB_READ, &err);
	g_assert_no_error(err);
	struct list_spec spec = {.all_feeds = true};
	struct ids *ids = list_ids(reader, &spec, NULL, NULL, &err);
	g_assert_no_error(err);
	ids_free(ids);
	db_close(reader);
	reader = db_open_quick(f.dir, &err);
	struct totals t;
	g_assert_true(feeds_totals(reader, &t, &err));
	g_assert_no_error(err);
	g_assert_false(db_changed(reader));
	g_assert_cmpint(g_get_monotonic_time() - before, <, 3000000);
	g_assert_true(feeds_reload_began(f.db, NOW, &err));
	g_assert_true(db_commit(f.db, true, &err));
	g_assert_true(db_changed(reader));
	g_assert_false(db_changed(reader));
	db_close(reader);
	fixture_clear(&f);
}

static void test_read_only(void)
{
	struct fixture f;
	fixture_init(&f);
	struct ingest_result r = put_one(&f, f.feeds[0],
					 item_of("1", NULL, "title", "gold", NOW));
	g_array_unref(r.new_ids);
	db_close(f.db);
	if (geteuid() == 0) {
		g_test_skip("root may write everywhere");
	} else {
		g_chmod(f.dir, 0500);
		GError *err = NULL;
		f.db = db_open(f.dir, DB_READ, &err);
		g_assert_no_error(err);
		assert_found(&f, "gold", "1");
		db_close(f.db);
		g_chmod(f.dir, 0700);
	}
	fixture_open(&f);
	fixture_clear(&f);
}

/* What this version added is taken away again, step by step: the store as a tnews of
 * that version left it. */
static void make_older(struct db *db, int version)
{
	static const char *const back[] = {
		NULL,
		"ALTER TABLE feed DROP COLUMN held;ALTER TABLE feed DROP COLUMN hint;"
		"ALTER TABLE feed DROP COLUMN skip;ALTER TABLE feed DROP COLUMN "
		"pace_from;"
		"ALTER TABLE feed DROP COLUMN pace_n;ALTER TABLE feed DROP COLUMN bytes;"
		"ALTER TABLE feed DROP COLUMN elapsed;"
		"ALTER TABLE feed DROP COLUMN history;PRAGMA user_version=1;",
		"DROP TABLE place;DROP TABLE former;"
		"PRAGMA user_version=2;",
		"UPDATE body SET summary=unpacked(summary),content=unpacked(content);"
		"DROP TABLE dictionary;PRAGMA user_version=3;",
		"DROP TRIGGER story_gone;DROP TABLE same;DROP TABLE twin;"
		"DROP TABLE snooze;DROP TABLE words;DROP TABLE reindex;"
		"CREATE VIRTUAL TABLE words USING fts5 (title,author,body,link,"
		"content='',tokenize='tnews');"
		"CREATE TABLE reindex (id INTEGER PRIMARY KEY,title TEXT,author TEXT,"
		"link TEXT,summary TEXT,content TEXT,fulltext TEXT);"
		"INSERT INTO words (rowid,title,body) SELECT s.id,s.title,"
		"unpacked(b.content) FROM story s JOIN body b ON b.id=s.id;"
		"INSERT OR REPLACE INTO meta VALUES ('indexed',1);"
		"PRAGMA user_version=4;",
		"DROP TABLE words;CREATE VIRTUAL TABLE words USING fts5 (title,author,"
		"body,link,category,language,content='',tokenize='tnews');"
		"INSERT INTO words (rowid,title,body) SELECT s.id,s.title,"
		"unpacked(b.content) FROM story s JOIN body b ON b.id=s.id;"
		"INSERT OR REPLACE INTO meta VALUES ('indexed',1);"
		"PRAGMA user_version=5;",
		"DROP TABLE twin;CREATE TABLE twin (day INTEGER NOT NULL,"
		"key INTEGER NOT NULL,story INTEGER NOT NULL,"
		"PRIMARY KEY (day,key,story)) WITHOUT ROWID;PRAGMA user_version=6;",
	};
	GError *err = NULL;
	g_assert_cmpint(G_N_ELEMENTS(back), ==, STORE_VERSION);
	g_assert_true(words_register(db, &err));
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
	for (int from = STORE_VERSION - 1; from >= version; from--)
		g_assert_cmpint(sqlite3_exec(db->sql, back[from], NULL, NULL, NULL), ==,
				SQLITE_OK);
}

/* A store of an older version is brought up to this one, with all that is in it. */
static void older(gconstpointer data)
{
	struct fixture f;
	fixture_init(&f);
	char *text = g_strnfill(2000, 'x');
	memcpy(text + 500, " gold ", 6);
	struct ingest_result r = put_one(&f, f.feeds[0],
					 item_of("1", NULL, "title", text, NOW));
	g_array_unref(r.new_ids);
	make_older(f.db, GPOINTER_TO_INT(data));
	db_close(f.db);
	fixture_open(&f);
	assert_found(&f, "gold", "1");
	GError *err = NULL;
	struct feed_states *states = feeds_read(f.db, &err);
	g_assert_no_error(err);
	g_assert_cmpint(states->feeds[0].hint_s, ==, -1);
	g_assert_null(states->feeds[0].history);
	feed_states_free(states);
	g_assert_true(place_set(f.db, 1, 77, NOW, &err));
	struct story *story = list_story(f.db, 1, &err);
	g_assert_no_error(err);
	g_assert_cmpint(story->place, ==, 77);
	g_assert_cmpstr(story->content, ==, text);
	story_free(story);
	r = put_one(&f, f.feeds[0], item_of("2", NULL, "other", text, NOW + 5));
	g_array_unref(r.new_ids);
	g_assert_true(search_index(f.db, 100, &(bool){false}, &err));
	assert_found(&f, "gold", "2 1");
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free),
		  *notes = g_ptr_array_new_with_free_func(g_free);
	g_assert_true(verify_store(f.dir, faults, notes, &err));
	if (faults->len)
		g_error("%s", (char *)faults->pdata[0]);
	g_ptr_array_free(faults, TRUE);
	g_ptr_array_free(notes, TRUE);
	g_free(text);
	fixture_clear(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/db/new", test_new);
	g_test_add_func("/db/damage", test_damage);
	g_test_add_func("/db/at-once", test_at_once);
	g_test_add_func("/db/killed", test_killed);
	g_test_add_func("/db/claims-busy", test_claims_busy);
	g_test_add_func("/db/reader-beside-writer", test_reader_beside_writer);
	g_test_add_func("/db/read-only", test_read_only);
	for (int version = 1; version < STORE_VERSION; version++) {
		char *name = g_strdup_printf("/db/older/%d", version);
		g_test_add_data_func(name, GINT_TO_POINTER(version), older);
		g_free(name);
	}
	return g_test_run();
}
