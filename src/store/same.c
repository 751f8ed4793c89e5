/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the newest stories stand in a table in the order of their arrival, which is cut
 * behind; the writer has them in memory, too: so a story that arrives costs a look-up there
 * and one row at the end of a table. */
#include "store/same.h"

#include <string.h>

#include "store/change.h"
#include "store/db_private.h"
#include "text/fold.h"
#include "util/url.h"
#include "wire/feed.h"

enum {
	DAY = 86400,
	NEAR_LINK_DAYS = 30,
	NEAR_TITLE_DAYS = 2,
	KEPT = 50000,	     /* stories that are remembered */
	CUT_EVERY = 1024,    /* stories */
	SHORTEST_TITLE = 20, /* bytes: "Links" and "Weekly thread" say nothing */
};

char *same_link(const char *link)
{
	char *clean = url_without_tracking(link);
	const char *from = clean;
	if (!g_ascii_strncasecmp(from, "https://", 8))
		from += 8;
	else if (!g_ascii_strncasecmp(from, "http://", 7))
		from += 7;
	if (!g_ascii_strncasecmp(from, "www.", 4))
		from += 4;
	size_t host = strcspn(from, "/?#"), path = strcspn(from, "?#");
	GString *out = g_string_new_len(from, (gssize)path);
	for (size_t i = 0; i < host; i++)
		out->str[i] = g_ascii_tolower(out->str[i]);
	while (out->len && out->str[out->len - 1] == '/')
		g_string_truncate(out, out->len - 1);
	if (from[path] == '?')
		g_string_append_len(out, from + path, (gssize)strcspn(from + path, "#"));
	g_free(clean);
	return g_string_free(out, FALSE);
}

static int64_t hash(uint64_t seed, const char *text)
{
	/* 48 bits: numbers that SQLite keeps in six bytes */
	return (int64_t)(digest_bytes(DIGEST_SEED ^ seed, text, strlen(text)) >> 17);
}

/* What a story is known by. */
struct twin {
	int64_t story, feed, day;
	bool several; /* one feed has several by this key: it says nothing */
};

struct same {
	GHashTable *by[2]; /* int64_t key, of link and title: struct twin */
	int64_t seen;	   /* the newest story of the table that is in there */
	size_t n;
};

static bool is_near(int key, const struct twin *t, const struct same_keys *k)
{
	static const int64_t days[2] = {NEAR_LINK_DAYS, NEAR_TITLE_DAYS};
	return ABS(t->day - k->day) <= days[key];
}

void same_forget(struct db *db)
{
	struct same *s = db->same;
	if (!s)
		return;
	g_hash_table_unref(s->by[0]);
	g_hash_table_unref(s->by[1]);
	g_free(s);
	db->same = NULL;
}

/* instead: the one that was known by the key has gone, or is another. */
static void remember(struct same *s, const struct same_keys *k, int64_t story,
		     bool instead)
{
	struct entry {
		int64_t key;
		struct twin twin;
	};
	for (int i = 0; i < 2; i++) {
		if (!k->keys[i])
			continue;
		struct twin *old = g_hash_table_lookup(s->by[i], &k->keys[i]);
		if (old && old->feed == k->feed)
			old->several = true;
		if (old && (old->feed == k->feed || !instead) && is_near(i, old, k))
			continue;
		struct entry *entry = g_new(struct entry, 1);
		entry->key = k->keys[i];
		entry->twin =
			(struct twin){.story = story, .feed = k->feed, .day = k->day};
		g_hash_table_replace(s->by[i], &entry->key, &entry->twin);
	}
	s->seen = MAX(s->seen, story);
	s->n++;
}

/* Reads what this and other programs wrote since the last time. */
bool same_begin(struct db *db, GError **err)
{
	if (db->same && db->same->n > (size_t)2 * KEPT)
		same_forget(db);
	if (!db->same) {
		db->same = g_new0(struct same, 1);
		for (int i = 0; i < 2; i++)
			db->same->by[i] = g_hash_table_new_full(
				g_int64_hash, g_int64_equal, g_free, NULL);
	}
	sqlite3_stmt *q = db_query(db, err,
				   "SELECT story,feed,day,link,title FROM twin WHERE"
				   " story>?1 ORDER BY story",
				   "i", db->same->seen);
	int step = -1;
	while (q && (step = db_step(db, q, err)) > 0) {
		struct same_keys k = {
			.feed = sqlite3_column_int64(q, 1),
			.day = sqlite3_column_int64(q, 2),
			.keys = {sqlite3_column_int64(q, 3), sqlite3_column_int64(q, 4)}};
		remember(db->same, &k, sqlite3_column_int64(q, 0), false);
	}
	db->same_by = (int)db_meta(db, "same", SAME_LINK);
	return step == 0;
}

void same_keys(struct same_keys *k, bool titles, int64_t feed, int64_t date,
	       const char *link, const char *title)
{
	*k = (struct same_keys){.feed = feed, .day = date / DAY};
	/* An address of the top of a site is no story's. */
	if (link && *link) {
		char *normal = same_link(link);
		if (strpbrk(normal, "/?"))
			k->keys[0] = hash(5, normal);
		g_free(normal);
	}
	if (titles && title && strlen(title) >= SHORTEST_TITLE) {
		char *folded = fold_text(title);
		k->keys[1] = hash(6, folded);
		g_free(folded);
	}
}

bool same_find(struct db *db, const struct same_keys *k, int64_t *first, GError **err)
{
	*first = 0;
	for (int i = 0; i < (db->same_by == SAME_TITLE ? 2 : 1) && !*first; i++) {
		const struct twin *t = g_hash_table_lookup(db->same->by[i], &k->keys[i]);
		if (!k->keys[i] || !t || t->several || t->feed == k->feed ||
		    !is_near(i, t, k))
			continue;
		/* it may have gone, or another be what it was listed for */
		if (!db_int(db, first, 0, err,
			    "SELECT coalesce(x.first,s.id) FROM twin t JOIN story s ON"
			    " s.id=t.story JOIN feed f ON f.id=s.feed LEFT JOIN same x ON"
			    " x.story=s.id WHERE t.story=?1 AND (t.link=?2 OR t.title=?3)"
			    " AND (s.hidden&~14)=0 AND f.subscribed",
			    "iii", t->story, k->keys[0], k->keys[1]))
			return false;
	}
	return true;
}

bool same_hides(const struct db *db, int64_t first)
{
	return first && db->same_by != SAME_NEVER;
}

bool same_note(struct db *db, int64_t story, const struct same_keys *k, int64_t first,
	       GError **err)
{
	if (first &&
	    !db_run(db, err, "INSERT OR IGNORE INTO same (story,first) VALUES (?1,?2)",
		    "ii", story, first))
		return false;
	if (!k->keys[0] && !k->keys[1])
		return true;
	if (story % CUT_EVERY == 0 &&
	    !db_run(db, err, "DELETE FROM twin WHERE story<?1", "i", story - KEPT))
		return false;
	remember(db->same, k, story, !first);
	return db_run(db, err,
		      "INSERT OR REPLACE INTO twin (story,feed,day,link,title) VALUES"
		      " (?1,?2,?3,?4,?5)",
		      "iiiii", story, k->feed, k->day, k->keys[0], k->keys[1]);
}

/* hidden changes in the row and in the counters of the feed. */
static bool set_hidden(struct db *db, int64_t story, bool on, GError **err)
{
	struct change_set set;
	change_begin(&set, db);
	bool good = change_tag(&set, TAG_SAME, on, &story, 1, NULL, err);
	return change_finish(&set, good, err) && good;
}

static bool set_many(struct db *db, sqlite3_stmt *s, bool hide, size_t *n, GError **err)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	bool good = ids_gather(db, s, ids, err);
	for (guint i = 0; good && i < ids->len; i++)
		good = set_hidden(db, g_array_index(ids, int64_t, i), hide, err);
	*n = ids->len;
	g_array_free(ids, TRUE);
	return good;
}

bool same_reveal(struct db *db, int64_t story, int64_t *listed, GError **err)
{
	*listed = 0;
	/* one of them is listed, and is what the others are hidden for */
	if (!db_int(db, listed, 0, err,
		    "SELECT x.story FROM same x JOIN story s ON s.id=x.story WHERE"
		    " x.first=?1 AND s.hidden&8 ORDER BY x.story LIMIT 1",
		    "i", story))
		return false;
	if (*listed &&
	    !(set_hidden(db, *listed, false, err) &&
	      db_run(db, err, "DELETE FROM same WHERE story=?1", "i", *listed) &&
	      db_run(db, err, "UPDATE same SET first=?2 WHERE first=?1", "ii", story,
		     *listed)))
		return false;
	return db_run(db, err, "DELETE FROM same WHERE first=?1 OR story=?1", "i", story);
}

GArray *same_settle(struct db *db, const int64_t *ids, size_t n, GError **err)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(int64_t));
	bool good = true;
	for (size_t i = 0; good && i < n; i++) {
		int64_t killed, listed = 0;
		good = db_int(db, &killed, 0, err,
			      "SELECT s.id FROM same x JOIN story s ON s.id=x.first WHERE"
			      " x.first=?1 AND s.hidden&3 LIMIT 1",
			      "i", ids[i]) &&
		       (!killed || same_reveal(db, killed, &listed, err));
		if (listed)
			g_array_append_val(all, listed);
	}
	if (good)
		return all;
	g_array_free(all, TRUE);
	return NULL;
}

bool same_set(struct db *db, enum same_by by, bool *changed, GError **err)
{
	size_t n = 0;
	bool once = by != SAME_NEVER;
	*changed = false;
	if (db_meta(db, "same", SAME_LINK) == (int64_t)by)
		return true;
	if (!db_begin(db, err))
		return false;
	sqlite3_stmt *s =
		once ? db_query(db, err,
				"SELECT x.story FROM same x JOIN story s ON s.id=x.story"
				" WHERE s.hidden=0",
				"")
		     : db_query(db, err, "SELECT id FROM story WHERE hidden&8", "");
	bool good = set_many(db, s, once, &n, err) &&
		    db_set_meta(db, "same", (int64_t)by, err);
	*changed = good && n;
	if (good)
		return db_commit(db, true, err);
	db_rollback(db);
	return false;
}

GArray *same_of(struct db *db, int64_t story, GError **err)
{
	int64_t first;
	if (!db_int(db, &first, story, err, "SELECT first FROM same WHERE story=?1", "i",
		    story))
		return NULL;
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	if (first != story)
		g_array_append_val(ids, first);
	sqlite3_stmt *s = db_query(
		db, err, "SELECT story FROM same WHERE first=?1 AND story<>?2 ORDER BY 1",
		"ii", first, story);
	if (ids_gather(db, s, ids, err))
		return ids;
	g_array_free(ids, TRUE);
	return NULL;
}
