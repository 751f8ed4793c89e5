/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two small tables beside the stories. Only few stories have a line in either. */
#include "store/place.h"

#include <string.h>

#include "store/db_private.h"
#include "text/plain.h"
#include "util/limit.h"

enum { LARGEST_FORMER = 4 << 20 };

bool place_set(struct db *db, int64_t story, uint32_t anchor, int64_t now, GError **err)
{
	if (!db_begin(db, err))
		return false;
	if (db_run(db, err,
		   "INSERT INTO place (story,anchor,at) SELECT id,?2,?3 FROM story"
		   " WHERE id=?1 ON CONFLICT (story) DO UPDATE SET anchor=?2,at=?3",
		   "iii", story, (int64_t)anchor, now) &&
	    db_commit(db, false, err))
		return true;
	db_rollback(db);
	return false;
}

/* Words alone: markup and blanks may change as they like. */
static char *words_of(const char *html)
{
	GString *text = g_string_new(NULL);
	if (html)
		plain_append(text, html, strlen(html), LIMIT_DOCUMENT);
	size_t n = 0;
	for (size_t i = 0; i < text->len; i++)
		if (!g_ascii_isspace(text->str[i]))
			text->str[n++] = text->str[i];
	g_string_truncate(text, n);
	return g_string_free(text, FALSE);
}

bool place_keep_former(struct db *db, int64_t story, const char *text, int64_t now,
		       bool *kept, GError **err)
{
	*kept = false;
	sqlite3_stmt *s = db_query(db, err,
				   "SELECT unpacked(coalesce(b.content,b.summary))"
				   " FROM body b"
				   " LEFT JOIN former f ON f.story=b.id"
				   " LEFT JOIN place p ON p.story=b.id WHERE b.id=?1"
				   " AND (f.at IS NULL OR p.at>=f.at)",
				   "i", story);
	int step = s ? db_step(db, s, err) : -1;
	if (step <= 0)
		return step == 0;
	const char *column = (const char *)sqlite3_column_text(s, 0);
	char *old = g_strdup(column ? column : "");
	db_reset(s);
	bool good = true;
	if (strlen(old) <= LARGEST_FORMER && g_strcmp0(old, text ? text : "") != 0) {
		g_autofree char *before = words_of(old), *after = words_of(text);
		*kept = strcmp(before, after) != 0;
		if (*kept)
			good = db_run(
				db, err,
				"INSERT OR REPLACE INTO former (story,at,title,text)"
				" SELECT id,?2,title,?3 FROM story WHERE id=?1",
				"iit", story, now, old);
	}
	g_free(old);
	return good;
}

const char *place_former(struct db *db, int64_t story, struct arena *arena, GError **err)
{
	const char *text = NULL;
	sqlite3_stmt *s = db_query(db, err, "SELECT text FROM former WHERE story=?1", "i",
				   story);
	if (s && db_step(db, s, err) > 0) {
		text = column_text(arena, s, 0);
		db_reset(s);
		if (!text)
			text = "";
	}
	return text;
}
