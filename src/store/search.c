/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index catches up: first the stories that changed after they were indexed, then those
 * beyond the mark, in the order of their ids. */
#include "store/search.h"

#include <string.h>

#include "store/hits.h"
#include "store/words.h"

enum {
	MERGED_PAGES = 200,    /* of the index, at once */
	SMALLEST_MERGE = 1000, /* stories */
	FEW_PAGES = 32,
	INCREMENTAL = 2,
};

struct indexer {
	struct db *db;
	GString *body;
	size_t done;
};

/* The row: id, INDEXED_TEXTS. */
static bool put(struct indexer *x, sqlite3_stmt *row, bool take_out, GError **err)
{
	g_string_truncate(x->body, 0);
	enum { BODY = 1 + N_INDEXED_SHORT };
	body_plain(x->body, (const char *)sqlite3_column_text(row, BODY),
		   (const char *)sqlite3_column_text(row, BODY + 1),
		   (const char *)sqlite3_column_text(row, BODY + 2));
	static const char *const sql[] = {
		"INSERT INTO words (rowid,title,author,link,category,language,body)"
		" VALUES (?1,?2,?3,?4,?5,?6,?7)",
		"INSERT INTO words (words,rowid,title,author,link,category,language,body)"
		" VALUES ('delete',?1,?2,?3,?4,?5,?6,?7)"};
	return db_run(x->db, err, sql[take_out], "itttttt",
		      (int64_t)sqlite3_column_int64(row, 0),
		      (const char *)sqlite3_column_text(row, 1),
		      (const char *)sqlite3_column_text(row, 2),
		      (const char *)sqlite3_column_text(row, 3),
		      (const char *)sqlite3_column_text(row, 4),
		      (const char *)sqlite3_column_text(row, 5), x->body->str);
}

static bool put_one(struct indexer *x, const char *sql, int64_t id, bool take_out,
		    GError **err)
{
	sqlite3_stmt *s = db_query(x->db, err, sql, "i", id);
	int step = s ? db_step(x->db, s, err) : -1;
	bool good = step == 0 || (step > 0 && put(x, s, take_out, err));
	if (s)
		db_reset(s);
	return good;
}

/* db_query knows statements by the address of their text. */
static const char texts_of_stale[] =
	"SELECT id," INDEXED_TEXTS("b") " FROM reindex b WHERE id=?1";
static const char texts_of_story[] =
	"SELECT s.id," INDEXED_TEXTS("s") " FROM story s LEFT JOIN body b ON b.id=s.id"
					  " WHERE s.id=?1 AND NOT s.hidden&16";

static bool index_changed(struct indexer *x, size_t n, GError **err)
{
	while (x->done < n) {
		int64_t id;
		if (!db_int(x->db, &id, 0, err, "SELECT min(id) FROM reindex", ""))
			return false;
		if (!id)
			return true;
		if (!put_one(x, texts_of_stale, id, true, err) ||
		    !put_one(x, texts_of_story, id, false, err) ||
		    !db_run(x->db, err, "DELETE FROM reindex WHERE id=?1", "i", id))
			return false;
		x->done++;
	}
	return true;
}

static bool index_new(struct indexer *x, size_t n, GError **err)
{
	int64_t mark = db_meta(x->db, "indexed", 0), newest;
	if (!db_int(x->db, &newest, 0, err, "SELECT max(id) FROM story", ""))
		return false;
	sqlite3_stmt *s = db_query(
		x->db, err,
		"SELECT s.id," INDEXED_TEXTS(
			"s") " FROM story s LEFT JOIN body b ON b.id=s.id WHERE s.id>?1"
			     " AND NOT s.hidden&16 ORDER BY s.id",
		"i", mark);
	int step = s ? 1 : -1;
	int64_t last = mark;
	while (step > 0 && x->done < n && (step = db_step(x->db, s, err)) > 0) {
		last = sqlite3_column_int64(s, 0);
		if (!put(x, s, false, err))
			step = -1;
		x->done++;
	}
	if (s)
		db_reset(s);
	if (step == 0)
		last = MAX(last, newest);
	return step >= 0 && (last == mark || db_set_meta(x->db, "indexed", last, err));
}

bool search_take_out(struct db *db, int64_t id, GError **err)
{
	struct indexer x = {.db = db, .body = g_string_new(NULL)};
	int64_t stale;
	bool good = db_int(db, &stale, 0, err, "SELECT id FROM reindex WHERE id=?1", "i",
			   id);
	if (good && stale)
		good = put_one(&x, texts_of_stale, id, true, err) &&
		       db_run(db, err, "DELETE FROM reindex WHERE id=?1", "i", id);
	else if (good && id <= db_meta(db, "indexed", 0))
		good = put_one(&x, texts_of_story, id, true, err);
	g_string_free(x.body, TRUE);
	return good;
}

bool search_index(struct db *db, size_t n, bool *left, GError **err)
{
	*left = false;
	if (!search_lag(db))
		return true;
	if (!words_register(db, err) || !db_begin(db, err))
		return false;
	struct indexer x = {.db = db, .body = g_string_new(NULL)};
	bool good = index_changed(&x, n, err) && index_new(&x, n, err);
	g_string_free(x.body, TRUE);
	if (good)
		good = db_commit(db, false, err);
	else
		db_rollback(db);
	*left = good && x.done >= n && search_lag(db) > 0;
	return good;
}

/* As "optimize" does it, but some pages at a time: a negative number begins, positive ones
 * go on until nothing changes any more. */
static bool merge_some(struct db *db, bool begin, bool *ended, GError **err)
{
	int before = sqlite3_total_changes(db->sql);
	if (!db_run(db, err, "INSERT INTO words (words,rank) VALUES ('merge',?1)", "i",
		    (int64_t)(begin ? -MERGED_PAGES : MERGED_PAGES)))
		return false;
	*ended = sqlite3_total_changes(db->sql) - before < 2;
	return true;
}

/* merged: so many stories were indexed when the parts of the index were one; merging:
 * they are becoming one. */
static bool tidy_index(struct db *db, bool *left, GError **err)
{
	int64_t indexed = db_meta(db, "indexed", 0), merged = db_meta(db, "merged", 0);
	bool merging = db_meta(db, "merging", 0) != 0, ended = false;
	if (indexed < SMALLEST_MERGE || (!merging && indexed < merged + merged / 2))
		return true;
	if (!words_register(db, err) || !db_begin(db, err))
		return false;
	bool good = merge_some(db, !merging, &ended, err) &&
		    db_set_meta(db, "merging", !ended, err) &&
		    (!ended || db_set_meta(db, "merged", indexed, err));
	if (good)
		good = db_commit(db, false, err);
	else
		db_rollback(db);
	*left = true;
	return good;
}

bool search_tidy(struct db *db, bool *left, GError **err)
{
	int64_t pages, unused, kind;
	*left = false;
	if (!tidy_index(db, left, err))
		return false;
	if (*left)
		return true;
	if (!db_int(db, &kind, 0, err, "PRAGMA auto_vacuum", "") ||
	    !db_int(db, &pages, 0, err, "PRAGMA page_count", "") ||
	    !db_int(db, &unused, 0, err, "PRAGMA freelist_count", ""))
		return false;
	if (kind != INCREMENTAL || unused < FEW_PAGES || unused < pages / 100)
		return true;
	sqlite3_stmt *s = db_query(db, err, "PRAGMA incremental_vacuum(64)", "");
	int step = s ? 1 : -1;
	while (step > 0)
		step = db_step(db, s, err);
	*left = step == 0;
	return step == 0;
}

bool search_keep(struct db *db, int64_t id, GError **err)
{
	return id > db_meta(db, "indexed", 0) ||
	       db_run(db, err,
		      "INSERT OR IGNORE INTO reindex (id,title,author,link,categories,"
		      "language,summary,content,fulltext) SELECT s.id,s.title,s.author,"
		      "s.link,s.categories,s.language,b.summary,b.content,b.fulltext"
		      " FROM story s LEFT JOIN body b ON b.id=s.id WHERE s.id=?1",
		      "i", id);
}

int64_t search_lag(struct db *db)
{
	int64_t last, changed;
	db_int(db, &last, 0, NULL, "SELECT max(id) FROM story", "");
	db_int(db, &changed, 0, NULL, "SELECT count(*) FROM reindex", "");
	return MAX(last - db_meta(db, "indexed", 0), 0) + changed;
}
