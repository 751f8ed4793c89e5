/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ids are found first; then, some hundred at a time, the counters move as if they were
 * deleted by a person, their words leave the index, and what they said is deleted. */
#include "store/purge.h"

#include <string.h>

#include <unistd.h>

#include "store/change.h"
#include "store/claims.h"
#include "store/pack.h"
#include "store/same.h"
#include "store/search.h"
#include "store/words.h"

enum { AT_ONCE = 500 };

static bool over_limit(struct db *db, const struct purge_limit *limit, GArray *out,
		       GError **err)
{
	if (limit->keep > 0 &&
	    !ids_gather(db,
			db_query(db, err,
				 "SELECT id FROM (SELECT id,unread FROM story WHERE"
				 " feed=?1 AND hidden=0 ORDER BY date DESC,id DESC"
				 " LIMIT -1 OFFSET ?2) WHERE unread<=?3",
				 "iii", limit->feed, limit->keep, (int64_t)limit->unread),
			out, err))
		return false;
	return limit->since == INT64_MIN ||
	       ids_gather(db,
			  db_query(db, err,
				   "SELECT id FROM story WHERE feed=?1 AND hidden=0 AND"
				   " date<?2 AND unread<=?3",
				   "iii", limit->feed, limit->since,
				   (int64_t)limit->unread),
			  out, err);
}

static bool find_ids(struct db *db, const struct purge *p, GArray *out, GError **err)
{
	bool good = true;
	if (p->spec) {
		struct ids *found = list_ids(db, p->spec, NULL, NULL, err);
		good = found != NULL;
		if (found)
			g_array_append_vals(out, found->ids, (guint)found->n);
		ids_free(found);
	}
	if (good && p->deleted)
		good = ids_gather(db,
				  db_query(db, err,
					   "SELECT id FROM story WHERE hidden&2 AND NOT"
					   " hidden&16",
					   ""),
				  out, err);
	if (good && p->orphans)
		good = ids_gather(db,
				  db_query(db, err,
					   "SELECT s.id FROM feed f JOIN story s ON"
					   " s.feed=f.id WHERE f.subscribed=0",
					   ""),
				  out, err);
	for (size_t i = 0; good && i < p->n_limits; i++)
		good = over_limit(db, &p->limits[i], out, err);
	ids_sort(out);
	return good;
}

/* A person wants to keep it. */
static int is_kept(struct db *db, int64_t id, GError **err)
{
	int64_t kept;
	if (!db_int(db, &kept, 0, err,
		    "SELECT starred OR (marks&2) OR EXISTS (SELECT 1 FROM story_tag x "
		    "JOIN"
		    " tag t ON t.id=x.tag WHERE x.story=?1 AND t.name<>'ignored')"
		    " FROM story WHERE id=?1",
		    "i", id))
		return -1;
	return kept != 0;
}

static bool spare_kept(struct db *db, GArray *ids, GError **err)
{
	guint n = 0;
	for (guint i = 0; i < ids->len; i++) {
		int64_t id = g_array_index(ids, int64_t, i);
		int kept = is_kept(db, id, err);
		if (kept < 0)
			return false;
		if (!kept)
			g_array_index(ids, int64_t, n++) = id;
	}
	g_array_set_size(ids, n);
	return true;
}

static bool forget(struct db *db, int64_t id, GError **err)
{
	static const char *const sql[] = {
		"DELETE FROM body WHERE id=?1", "DELETE FROM story_tag WHERE story=?1",
		"DELETE FROM note WHERE story=?1", "DELETE FROM place WHERE story=?1",
		"DELETE FROM former WHERE story=?1", "DELETE FROM snooze WHERE story=?1",
		/* The newest row stays: numbers are not given again. */
		"DELETE FROM story WHERE id=?1 AND (id<(SELECT max(id) FROM story) OR"
		" id<=(SELECT value FROM meta WHERE key='indexed')) AND"
		" (SELECT subscribed FROM feed f WHERE f.id=story.feed)=0",
		"UPDATE story SET "
		"hidden=18,starred=0,unread=0,marks=0,title='',author=NULL,"
		"link=NULL,guid=NULL,language=NULL,categories=NULL,types=NULL WHERE "
		"id=?1"};
	for (size_t i = 0; i < G_N_ELEMENTS(sql); i++) {
		sqlite3_stmt *s = db_query(db, err, sql[i], "i", id);
		if (!s || db_step(db, s, err) < 0)
			return false;
	}
	return true;
}

static bool purge_some(struct db *db, const int64_t *ids, size_t n, GError **err)
{
	if (!db_begin(db, err))
		return false;
	struct change_set set;
	int64_t listed;
	change_begin(&set, db);
	bool good = change_tag(&set, TAG_DELETED, true, ids, n, NULL, err);
	good = change_finish(&set, good, err) && good;
	for (size_t i = 0; good && i < n; i++)
		good = same_reveal(db, ids[i], &listed, err) &&
		       search_take_out(db, ids[i], err) && forget(db, ids[i], err);
	if (good)
		return db_commit(db, false, err);
	db_rollback(db);
	return false;
}

/* Feeds that have no story left. */
static bool purge_feeds(struct db *db, size_t *n, GError **err)
{
	if (!db_run(db, err,
		    "DELETE FROM feed WHERE subscribed=0 AND NOT EXISTS"
		    " (SELECT 1 FROM story s WHERE s.feed=feed.id)",
		    ""))
		return false;
	*n = (size_t)sqlite3_changes(db->sql);
	return true;
}

bool purge_run(struct db *db, const struct purge *p, struct purge_result *result,
	       GError **err)
{
	*result = (struct purge_result){0};
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	bool good = words_register(db, err) && find_ids(db, p, ids, err) &&
		    (p->kept_too || spare_kept(db, ids, err));
	const int64_t *all = (const int64_t *)(const void *)ids->data;
	for (size_t i = 0; good && !p->dry && i < ids->len; i += AT_ONCE)
		good = purge_some(db, all + i, MIN(ids->len - i, AT_ONCE), err);
	result->stories = good ? ids->len : 0;
	if (good && p->orphans && !p->dry)
		good = purge_feeds(db, &result->feeds, err);
	g_array_free(ids, TRUE);
	db_checkpoint(db, true);
	return good;
}

/* --- compacting ------------------------------------------------------------------- */

/* The row: id, summary, content, fulltext. */
static bool pack_row(struct db *db, sqlite3_stmt *row, GError **err)
{
	sqlite3_stmt *s = db_query(
		db, err, "UPDATE body SET summary=?2,content=?3,fulltext=?4 WHERE id=?1",
		"i", (int64_t)sqlite3_column_int64(row, 0));
	for (int i = 1; s && i <= 3; i++)
		pack_bind(db, s, i + 1, (const char *)sqlite3_column_text(row, i), NULL);
	return s && db_step(db, s, err) >= 0;
}

static bool pack_all(struct db *db, GError **err)
{
	int64_t last = 0;
	for (bool more = true; more;) {
		if (!db_begin(db, err) || !pack_begin(db, err))
			return false;
		more = false;
		sqlite3_stmt *s = db_query(
			db, err,
			"SELECT id,unpacked(summary),unpacked(content),unpacked(fulltext)"
			" FROM body WHERE id>?1 AND can_unpack(summary) AND"
			" can_unpack(content) AND can_unpack(fulltext) AND "
			"(typeof(content)='text' OR"
			" typeof(summary)='text' OR typeof(fulltext)='text')"
			" AND length(coalesce(content,''))+length(coalesce(summary,''))+"
			"length(coalesce(fulltext,''))>200 ORDER BY id LIMIT 500",
			"i", last);
		int step = s ? 1 : -1;
		while (step > 0 && (step = db_step(db, s, err)) > 0) {
			last = sqlite3_column_int64(s, 0);
			more = true;
			if (!pack_row(db, s, err))
				step = -1;
		}
		if (s)
			db_reset(s);
		if (step < 0) {
			db_rollback(db);
			return false;
		}
		if (!db_commit(db, false, err))
			return false;
	}
	return true;
}

static bool compact(struct db *db, int64_t *before, int64_t *after, GError **err)
{
	int64_t page;
	if (!db_int(db, &page, 0, err, "PRAGMA page_size", "") ||
	    !db_int(db, before, 0, err, "PRAGMA page_count", "") ||
	    !words_register(db, err) || !pack_learn(db, NULL, err) ||
	    !pack_all(db, err) ||
	    !db_run(db, err, "INSERT INTO words (words) VALUES ('optimize')", ""))
		return false;
	db_checkpoint(db, true);
	/* Statements that are kept would hold the file. */
	g_hash_table_remove_all(db->statements);
	int attached = sqlite3_limit(db->sql, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM does */
	int code = sqlite3_exec(
		db->sql,
		"PRAGMA temp_store=FILE;PRAGMA auto_vacuum=INCREMENTAL;VACUUM;PRAGMA "
		"temp_store=MEMORY",
		NULL, NULL, NULL);
	sqlite3_limit(db->sql, SQLITE_LIMIT_ATTACHED, attached);
	if (code != SQLITE_OK)
		return db_fail(db, code, err);
	db->wal_pages = 1;
	db_checkpoint(db, true);
	if (!db_int(db, after, 0, err, "PRAGMA page_count", ""))
		return false;
	*before *= page;
	*after *= page;
	return true;
}

bool purge_compact(struct db *db, int64_t *before, int64_t *after, GError **err)
{
	int alone = claims_alone(db->dir);
	bool good = compact(db, before, after, err);
	if (alone >= 0)
		close(alone);
	return good;
}
