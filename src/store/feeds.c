/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of feeds: kept equal to the user's file, what came of each
 * request. */
#include "store/feeds.h"

#include <string.h>

#include "store/db_private.h"
#include "text/utf8.h"
#include "util/error.h"
#include "util/i18n.h"

enum { HISTORY_MESSAGE = 200 };

#define NONE(t) ((t) == DATE_NONE ? -1 : (t))

/* --- subscriptions -------------------------------------------------------------- */

struct known {
	int64_t id;
	char *name;
	bool subscribed, wanted;
};

static void known_free(gpointer data)
{
	g_free(((struct known *)data)->name);
	g_free(data);
}

static GHashTable *read_known(struct db *db, GError **err)
{
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						known_free);
	sqlite3_stmt *s = db_query(db, err, "SELECT url,id,name,subscribed FROM feed",
				   "");
	int step = -1;
	while (s && (step = db_step(db, s, err)) > 0) {
		struct known *k = g_new0(struct known, 1);
		k->id = sqlite3_column_int64(s, 1);
		k->name = g_strdup((const char *)sqlite3_column_text(s, 2));
		k->subscribed = sqlite3_column_int(s, 3) != 0;
		g_hash_table_insert(all,
				    g_strdup((const char *)sqlite3_column_text(s, 0)), k);
	}
	if (step == 0)
		return all;
	g_hash_table_unref(all);
	return NULL;
}

static bool as_it_was(GHashTable *known, const struct subscription *subs, size_t n,
		      int64_t *ids)
{
	bool same = true;
	for (size_t i = 0; i < n; i++) {
		struct known *k = g_hash_table_lookup(known, subs[i].url);
		ids[i] = k ? k->id : 0;
		same = same && k && k->subscribed && !g_strcmp0(k->name, subs[i].name);
		if (k)
			k->wanted = true;
	}
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init(&iter, known);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct known *k = value;
		same = same && k->subscribed == k->wanted;
	}
	return same;
}

bool feeds_find(struct db *db, const struct subscription *subs, size_t n, int64_t *ids,
		GError **err)
{
	GHashTable *known = read_known(db, err);
	if (!known)
		return false;
	as_it_was(known, subs, n, ids);
	g_hash_table_unref(known);
	return true;
}

bool feeds_have_orphans(struct db *db, bool *have, GError **err)
{
	int64_t found;
	bool good = db_int(db, &found, 0, err,
			   "SELECT 1 FROM feed WHERE subscribed=0 AND total>0 LIMIT 1",
			   "");
	*have = found != 0;
	return good;
}

static bool write_changes(struct db *db, GHashTable *known,
			  const struct subscription *subs, size_t n, int64_t *ids,
			  GError **err)
{
	for (size_t i = 0; i < n; i++) {
		if (!db_run(db, err,
			    "INSERT INTO feed (url,name) VALUES (?1,?2) ON CONFLICT (url)"
			    " DO UPDATE SET subscribed=1,name=?2"
			    " WHERE subscribed=0 OR name IS NOT ?2",
			    "tt", subs[i].url, subs[i].name) ||
		    !db_int(db, &ids[i], 0, err, "SELECT id FROM feed WHERE url=?1", "t",
			    subs[i].url))
			return false;
	}
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init(&iter, known);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct known *k = value;
		if (k->subscribed && !k->wanted &&
		    !db_run(db, err, "UPDATE feed SET subscribed=0 WHERE id=?1", "i",
			    k->id))
			return false;
	}
	return true;
}

bool feeds_subscribe(struct db *db, const struct subscription *subs, size_t n,
		     int64_t *ids, GError **err)
{
	GHashTable *known = read_known(db, err);
	if (!known)
		return false;
	bool same = as_it_was(known, subs, n, ids);
	g_hash_table_unref(known);
	/* In a folder that cannot be written, unknown feeds stay without an id. */
	if (same || sqlite3_db_readonly(db->sql, "main"))
		return true;
	if (db->mode != DB_WRITE)
		sqlite3_exec(db->sql, "PRAGMA query_only=OFF", NULL, NULL, NULL);
	bool good = db_begin(db, err);
	if (good) {
		known = read_known(db, err);
		good = known != NULL;
		if (good) {
			as_it_was(known, subs, n, ids);
			good = write_changes(db, known, subs, n, ids, err);
			g_hash_table_unref(known);
		}
		if (good)
			good = db_commit(db, false, err);
		else
			db_rollback(db);
	}
	if (db->mode != DB_WRITE)
		sqlite3_exec(db->sql, "PRAGMA query_only=ON", NULL, NULL, NULL);
	return good;
}

static bool move_row(struct db *db, const char *from, const char *to, GError **err)
{
	int64_t stories;
	if (!db_run(db, err, "UPDATE feed SET moved_to=NULL WHERE url=?1", "t", from))
		return false;
	if (strcmp(from, to) == 0)
		return true;
	if (!db_int(db, &stories, 0, err,
		    "SELECT count(*) FROM story WHERE feed=(SELECT id FROM feed WHERE "
		    "url=?1)",
		    "t", to))
		return false;
	if (stories > 0) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("a feed with the address %s has stories of its own"), to);
		return false;
	}
	return db_run(db, err, "DELETE FROM feed WHERE url=?1", "t", to) &&
	       db_run(db, err,
		      "UPDATE feed SET url=?2,etag=NULL,last_modified=NULL,body_digest=0,"
		      "next=NULL,held=NULL,fail=NULL,message=NULL,fails=0,"
		      "failing_since=NULL WHERE url=?1",
		      "tt", from, to);
}

bool feeds_move(struct db *db, const char *from, const char *to, GError **err)
{
	if (!db_begin(db, err))
		return false;
	if (move_row(db, from, to, err))
		return db_commit(db, false, err);
	db_rollback(db);
	return false;
}

/* --- reading -------------------------------------------------------------------- */

#define COLUMNS                                                                          \
	"id,url,title,link,unread,total,starred,subscribed,fetched,succeeded,next,fail," \
	"message,fails,failing_since,etag,last_modified,body_digest,ttl,moved_to,"       \
	"newest,"                                                                        \
	"held,hint,skip,pace_from,pace_n,bytes,elapsed,history"

static void read_state(struct arena *a, sqlite3_stmt *s, struct feed_state *f)
{
	const char *fail = (const char *)sqlite3_column_text(s, 11);
	*f = (struct feed_state){
		.id = sqlite3_column_int64(s, 0),
		.url = column_text(a, s, 1),
		.title = column_text(a, s, 2),
		.link = column_text(a, s, 3),
		.unread = sqlite3_column_int64(s, 4),
		.total = sqlite3_column_int64(s, 5),
		.starred = sqlite3_column_int64(s, 6),
		.subscribed = sqlite3_column_int(s, 7) != 0,
		.fetched = column_int(s, 8, DATE_NONE),
		.succeeded = column_int(s, 9, DATE_NONE),
		.next = column_int(s, 10, DATE_NONE),
		.fail = fail ? fail_of_name(fail) : FAIL_NONE,
		.message = column_text(a, s, 12),
		.fails = sqlite3_column_int(s, 13),
		.failing_since = column_int(s, 14, DATE_NONE),
		.etag = column_text(a, s, 15),
		.last_modified = column_text(a, s, 16),
		.body_digest = (uint64_t)sqlite3_column_int64(s, 17),
		.ttl_s = sqlite3_column_int64(s, 18),
		.moved_to = column_text(a, s, 19),
		.newest = column_int(s, 20, DATE_NONE),
		.held = column_int(s, 21, DATE_NONE),
		.hint_s = sqlite3_column_int64(s, 22),
		.skip_hours = (uint32_t)sqlite3_column_int64(s, 23) & 0xFFFFFF,
		.skip_days = (uint32_t)(sqlite3_column_int64(s, 23) >> 24) & 0x7F,
		.pace_from = column_int(s, 24, DATE_NONE),
		.pace_n = sqlite3_column_int(s, 25),
		.bytes = sqlite3_column_int64(s, 26),
		.elapsed_ms = sqlite3_column_int64(s, 27),
		.history = column_text(a, s, 28),
	};
}

struct feed_states *feeds_read(struct db *db, GError **err)
{
	struct feed_states *states = g_new0(struct feed_states, 1);
	states->arena = arena_new(0);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct feed_state));
	sqlite3_stmt *s = db_query(db, err, "SELECT " COLUMNS " FROM feed ORDER BY id",
				   "");
	int step = -1;
	while (s && (step = db_step(db, s, err)) > 0) {
		struct feed_state f;
		read_state(states->arena, s, &f);
		g_array_append_val(all, f);
	}
	states->n = all->len;
	states->feeds = arena_array_of(states->arena, all->len, struct feed_state);
	if (all->len)
		memcpy(states->feeds, all->data, all->len * sizeof(struct feed_state));
	g_array_free(all, TRUE);
	if (step == 0)
		return states;
	feed_states_free(states);
	return NULL;
}

struct feed_states *feeds_read_some(struct db *db, const int64_t *ids, size_t n,
				    GError **err)
{
	bool mine;
	if (!db_snapshot(db, &mine, err))
		return NULL;
	struct feed_states *states = g_new0(struct feed_states, 1);
	states->arena = arena_new(0);
	states->n = n;
	states->feeds = arena_array_of(states->arena, n, struct feed_state);
	for (size_t i = 0; i < n; i++) {
		sqlite3_stmt *s = db_query(
			db, err, "SELECT " COLUMNS " FROM feed WHERE id=?1", "i", ids[i]);
		int step = s ? db_step(db, s, err) : -1;
		if (step < 0) {
			feed_states_free(states);
			states = NULL;
			break;
		}
		if (step > 0) {
			read_state(states->arena, s, &states->feeds[i]);
			db_reset(s);
		}
	}
	db_snapshot_end(db, mine);
	return states;
}

/* New since the last reload and still listed. Of more than some the number that came is
 * near enough, and known without counting. */
static bool count_fresh(struct db *db, struct totals *out, GError **err)
{
	enum { SOME = 500 };
	return out->fresh > SOME || out->fresh == 0 ||
	       db_int(db, &out->fresh, 0, err,
		      "SELECT count(*) FROM story INDEXED BY story_received WHERE"
		      " received>=?1 AND hidden=0",
		      "i", out->last_reload);
}

bool feeds_totals(struct db *db, struct totals *out, GError **err)
{
	bool mine;
	if (!db_snapshot(db, &mine, err))
		return false;
	*out = (struct totals){.last_reload = db_meta(db, "reload", DATE_NONE),
			       .fresh = db_meta(db, "fresh", 0)};
	sqlite3_stmt *s = db_query(
		db, err,
		"SELECT sum(unread),sum(total),sum(starred),sum(failing_since NOT NULL)"
		" FROM feed WHERE subscribed",
		"");
	int step = s ? db_step(db, s, err) : -1;
	if (step > 0) {
		out->unread = sqlite3_column_int64(s, 0);
		out->total = sqlite3_column_int64(s, 1);
		out->starred = sqlite3_column_int64(s, 2);
		out->failing = sqlite3_column_int64(s, 3);
		db_reset(s);
	}
	bool good = step >= 0 && count_fresh(db, out, err);
	db_snapshot_end(db, mine);
	return good;
}

/* --- what came of a request ----------------------------------------------------- */

/* Kept are the turns only: that it fails the same way again is told by fails. */
#define HISTORY(word)                                                                   \
	"history=CASE WHEN substr(history,instr(history,' ')+1,length(" word "))=" word \
	" THEN history ELSE substr(?2||' '||" word "||coalesce(history,''),1,2000) END"

static bool store_failure(struct db *db, int64_t feed, const struct answer *answer,
			  const struct feed_times *times, GError **err)
{
	g_autofree char *cut = utf8_ellipsis(answer->message ? answer->message : "",
					     HISTORY_MESSAGE);
	g_autofree char *word = g_strdup_printf("%s %s\x1e", fail_name(answer->fail),
						cut);
	return db_run(db, err,
		      "UPDATE feed SET fetched=?2,next=nullif(?3,-1),fail=?4,"
		      "message=?5,fails=fails+1,held=nullif(?6,-1),"
		      "failing_since=iif(?8,NULL,coalesce(failing_since,?2))," HISTORY(
			      "?7") " WHERE id=?1",
		      "iiittiti", feed, times->now, NONE(times->next),
		      fail_name(answer->fail), answer->message, NONE(times->held), word,
		      (int64_t)times->hushed);
}

bool feeds_store_answer(struct db *db, int64_t feed, const struct answer *answer,
			const struct feed_times *times, GError **err)
{
	const struct fetched *f = &answer->fetched;
	if (answer->kind == ANSWER_FAILED && answer->fail == FAIL_CANCELLED)
		return true;
	if (answer->kind == ANSWER_FAILED)
		return store_failure(db, feed, answer, times, err);
	if (!db_run(db, err,
		    "UPDATE feed SET "
		    "fetched=?2,succeeded=?2,next=nullif(?3,-1),fail=NULL,"
		    "message=NULL,fails=0,failing_since=NULL,ttl=?4,moved_to=?5,"
		    "held=NULL,elapsed=?6," HISTORY("?7") " WHERE id=?1",
		    "iiiitit", feed, times->now, NONE(times->next), f->fresh_s,
		    f->moved ? f->url : NULL, (int64_t)f->elapsed_ms, "good\x1e"))
		return false;
	/* A 304 need not repeat the validators; then those of before still hold. */
	if (answer->kind == ANSWER_SAME)
		return (!f->etag && !f->last_modified) ||
		       db_run(db, err,
			      "UPDATE feed SET etag=coalesce(?2,etag),"
			      "last_modified=coalesce(?3,last_modified) WHERE id=?1"
			      " AND ((?2 IS NOT NULL AND ?2 IS NOT etag) OR"
			      " (?3 IS NOT NULL AND ?3 IS NOT last_modified))",
			      "itt", feed, f->etag, f->last_modified);
	return db_run(
		db, err,
		"UPDATE feed SET etag=?2,last_modified=?3,body_digest=?4,hint=?5,skip=?6,"
		"pace_from=nullif(?7,-1),pace_n=?8,bytes=?9 WHERE id=?1",
		"ittiiiiii", feed, f->etag, f->last_modified, (int64_t)f->body_digest,
		times->hint_s,
		(int64_t)(times->skip_hours | (uint64_t)times->skip_days << 24),
		NONE(times->pace_from), (int64_t)times->pace_n, (int64_t)f->body_bytes);
}

bool feeds_reload_began(struct db *db, int64_t now, GError **err)
{
	bool mine = sqlite3_get_autocommit(db->sql) != 0;
	if (mine && !db_begin(db, err))
		return false;
	bool good = db_set_meta(db, "reload", now, err) &&
		    db_set_meta(db, "fresh", 0, err);
	if (!mine)
		return good;
	if (good)
		return db_commit(db, false, err);
	db_rollback(db);
	return false;
}
