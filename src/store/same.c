/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the newest stories stand in a table in the order of their days, so that those
 * that are written and asked for lie together; the table is cut behind. */
#include "store/same.h"

#include <string.h>

#include "store/change.h"
#include "store/db_private.h"
#include "text/fold.h"
#include "util/url.h"
#include "wire/feed.h"

enum {
	DAY = 86400,
	NEAR_DAYS = 2,
	KEPT_DAYS = 60,
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
	return (int64_t)digest_bytes(DIGEST_SEED ^ seed, text, strlen(text));
}

struct story_keys {
	int64_t feed, day, hidden;
	int64_t keys[2]; /* of the link, of the title; 0 none */
};

static int read_keys(struct db *db, int64_t story, struct story_keys *k, GError **err)
{
	sqlite3_stmt *s = db_query(
		db, err,
		"SELECT s.feed,s.date,s.hidden,s.link,s.title,s.marks FROM story s JOIN"
		" feed f ON f.id=s.feed WHERE s.id=?1 AND f.subscribed",
		"i", story);
	int step = s ? db_step(db, s, err) : -1;
	if (step <= 0)
		return step;
	*k = (struct story_keys){.feed = sqlite3_column_int64(s, 0),
				 .day = sqlite3_column_int64(s, 1) / DAY,
				 .hidden = sqlite3_column_int64(s, 2)};
	const char *link = (const char *)sqlite3_column_text(s, 3);
	const char *title = (const char *)sqlite3_column_text(s, 4);
	/* An address of the top of a site is no story's. */
	if (link && *link) {
		char *normal = same_link(link);
		if (strpbrk(normal, "/?"))
			k->keys[0] = hash(5, normal);
		g_free(normal);
	}
	if (title && !(sqlite3_column_int64(s, 5) & MARK_MADE_TITLE) &&
	    strlen(title) >= SHORTEST_TITLE) {
		char *folded = fold_text(title);
		k->keys[1] = hash(6, folded);
		g_free(folded);
	}
	db_reset(s);
	return 1;
}

/* The story of another feed that is listed; 0 none. */
static bool find(struct db *db, int64_t story, const struct story_keys *k, int64_t *first,
		 GError **err)
{
	*first = 0;
	int keys = db_meta(db, "same", SAME_LINK) == SAME_TITLE ? 2 : 1;
	for (int i = 0; i < keys && !*first; i++)
		for (int64_t day = k->day - NEAR_DAYS;
		     k->keys[i] && day <= k->day + NEAR_DAYS && !*first; day++)
			if (!db_int(db, first, 0, err,
				    "SELECT s.id FROM twin t JOIN story s ON"
				    " s.id=t.story JOIN feed f ON f.id=s.feed"
				    " WHERE t.day=?1 AND t.key=?2 AND s.id<>?3"
				    " AND s.feed<>?4 AND (s.hidden&~6)=0"
				    " AND f.subscribed LIMIT 1",
				    "iiii", day, k->keys[i], story, k->feed))
				return false;
	return true;
}

/* hidden changes in the row and in the counters of the feed. */
static bool set_hidden(struct db *db, int64_t story, bool on, GError **err)
{
	struct change_set set;
	change_begin(&set, db);
	bool good = change_tag(&set, TAG_SAME, on, &story, 1, NULL, err);
	return change_finish(&set, good, err) && good;
}

bool same_note(struct db *db, int64_t story, bool *found, GError **err)
{
	struct story_keys k;
	int64_t first, newest;
	*found = false;
	int step = read_keys(db, story, &k, err);
	if (step <= 0)
		return step == 0;
	if (!db_int(db, &newest, 0, err, "SELECT max(day) FROM twin", ""))
		return false;
	if (k.day < newest - KEPT_DAYS || (k.hidden & ~HIDDEN_SNOOZED))
		return true;
	if (newest && k.day > newest &&
	    !db_run(db, err, "DELETE FROM twin WHERE day<?1", "i", k.day - KEPT_DAYS))
		return false;
	if (!find(db, story, &k, &first, err))
		return false;
	if (first) {
		if (!db_run(db, err,
			    "INSERT OR IGNORE INTO same (story,first) VALUES (?1,?2)",
			    "ii", story, first))
			return false;
		*found = db_meta(db, "same", SAME_LINK) != SAME_NEVER;
		return !*found || set_hidden(db, story, true, err);
	}
	for (int i = 0; i < 2; i++)
		if (k.keys[i] && !db_run(db, err,
					 "INSERT OR IGNORE INTO twin (day,key,story) "
					 "VALUES (?1,?2,?3)",
					 "iii", k.day, k.keys[i], story))
			return false;
	return true;
}

static bool set_many(struct db *db, sqlite3_stmt *s, bool hide, size_t *n, GError **err)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int step = s ? 1 : -1;
	while (step > 0 && (step = db_step(db, s, err)) > 0) {
		int64_t id = sqlite3_column_int64(s, 0);
		g_array_append_val(ids, id);
	}
	bool good = step == 0;
	for (guint i = 0; good && i < ids->len; i++)
		good = set_hidden(db, g_array_index(ids, int64_t, i), hide, err);
	*n = ids->len;
	g_array_free(ids, TRUE);
	return good;
}

bool same_reveal(struct db *db, int64_t story, GError **err)
{
	size_t n;
	return set_many(db,
			db_query(db, err,
				 "SELECT story FROM same JOIN story s ON s.id=story WHERE"
				 " first=?1 AND s.hidden&8",
				 "i", story),
			false, &n, err) &&
	       db_run(db, err, "DELETE FROM same WHERE first=?1 OR story=?1", "i", story);
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
	int step = s ? 1 : -1;
	while (step > 0 && (step = db_step(db, s, err)) > 0) {
		int64_t id = sqlite3_column_int64(s, 0);
		g_array_append_val(ids, id);
	}
	if (step == 0)
		return ids;
	g_array_free(ids, TRUE);
	return NULL;
}
