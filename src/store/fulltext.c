/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which stories lack the text of their page, and keeping it. */
#include "store/fulltext.h"

#include <string.h>

#include "store/db_private.h"
#include "store/pack.h"
#include "store/search.h"
#include "text/plain.h"
#include "text/teaser.h"
#include "util/limit.h"

void fulltext_wish_free(struct fulltext_wish *w)
{
	if (!w)
		return;
	g_free(w->link);
	g_free(w);
}

/* The row: id, feed, link. */
static struct fulltext_wish *wish_of_row(sqlite3_stmt *s)
{
	struct fulltext_wish *w = g_new(struct fulltext_wish, 1);
	*w = (struct fulltext_wish){
		.story = sqlite3_column_int64(s, 0),
		.feed = sqlite3_column_int64(s, 1),
		.link = g_strdup((const char *)sqlite3_column_text(s, 2)),
	};
	return w;
}

/* The columns behind those of wish_of_row. */
static bool is_teaser(sqlite3_stmt *s)
{
	int64_t marks = sqlite3_column_int64(s, 4);
	const char *content = (const char *)sqlite3_column_text(s, 5);
	const char *summary = (const char *)sqlite3_column_text(s, 6);
	return teaser_is(&(struct teaser){
		.title = marks & MARK_MADE_TITLE
				 ? NULL
				 : (const char *)sqlite3_column_text(s, 3),
		.html = content ? content : summary,
		.link = (const char *)sqlite3_column_text(s, 2),
		.summary = !content,
		.media = (marks & MARK_ENCLOSURE) != 0,
	});
}

bool fulltext_wanted(struct db *db, int64_t feed, int64_t since, bool teasers, size_t n,
		     GPtrArray *out, GError **err)
{
	sqlite3_stmt *s = db_query(
		db, err,
		"SELECT s.id,s.feed,s.link,s.title,s.marks,unpacked(b.content),"
		"unpacked(b.summary) FROM story s LEFT JOIN body b ON b.id=s.id"
		" WHERE s.feed=?1 AND s.hidden=0 AND (s.unread=1 OR s.starred=1)"
		" AND s.received>=?2 AND (s.marks&4)=0 AND s.link IS NOT NULL"
		" AND b.fulltext IS NULL ORDER BY s.date DESC,s.id DESC LIMIT ?3",
		"iii", feed, since, (int64_t)n);
	int step = s ? 1 : -1;
	while (step > 0 && (step = db_step(db, s, err)) > 0)
		if (!teasers || is_teaser(s))
			g_ptr_array_add(out, wish_of_row(s));
	return step == 0;
}

struct fulltext_wish *fulltext_of_story(struct db *db, int64_t story, GError **err)
{
	struct fulltext_wish *w = NULL;
	sqlite3_stmt *s = db_query(db, err, "SELECT id,feed,link FROM story WHERE id=?1",
				   "i", story);
	if (s && db_step(db, s, err) > 0) {
		w = wish_of_row(s);
		db_reset(s);
	}
	return w;
}

static size_t words_in(const char *html)
{
	GString *text = g_string_new(NULL);
	if (html)
		plain_append(text, html, strlen(html), LIMIT_BODY);
	size_t n = text->len;
	g_string_free(text, TRUE);
	return n;
}

/* A page that holds less than two thirds of what the feed has is a teaser, or a wall. */
static int is_shorter(struct db *db, int64_t story, const char *html, GError **err)
{
	sqlite3_stmt *s = db_query(
		db, err,
		"SELECT unpacked(content),unpacked(summary) FROM body WHERE id=?1", "i",
		story);
	int step = s ? db_step(db, s, err) : -1;
	if (step <= 0)
		return step;
	size_t own = MAX(words_in((const char *)sqlite3_column_text(s, 0)),
			 words_in((const char *)sqlite3_column_text(s, 1)));
	db_reset(s);
	return words_in(html) < own / 3 * 2;
}

static bool keep(struct db *db, int64_t story, const char *html, GError **err)
{
	if (!html)
		return db_run(db, err,
			      "UPDATE body SET fulltext='' WHERE id=?1 AND fulltext IS "
			      "NULL",
			      "i", story);
	if (!search_keep(db, story, err) || !pack_begin(db, err))
		return false;
	sqlite3_stmt *s =
		db_query(db, err,
			 "INSERT INTO body (id,fulltext) SELECT id,?2 FROM story"
			 " WHERE id=?1 ON CONFLICT (id) DO UPDATE SET fulltext=?2",
			 "i", story);
	if (!s)
		return false;
	pack_bind(db, s, 2, html, NULL);
	return db_step(db, s, err) == 0 &&
	       db_run(db, err, "UPDATE story SET marks=marks|4 WHERE id=?1", "i", story);
}

bool fulltext_store(struct db *db, int64_t story, const char *html, bool *shorter,
		    GError **err)
{
	*shorter = false;
	if (!db_begin(db, err))
		return false;
	int less = html ? is_shorter(db, story, html, err) : 0;
	*shorter = less > 0;
	bool good = less >= 0 && keep(db, story, less ? NULL : html, err);
	if (good)
		return db_commit(db, false, err);
	db_rollback(db);
	return false;
}
