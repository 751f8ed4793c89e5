/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at everything that must hold and says in sentences what does not. */
#include "store/verify.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "store/db_private.h"
#include "store/search.h"
#include "store/words.h"
#include "util/error.h"
#include "util/i18n.h"

enum { MOST_FAULTS = 20 };

static void say(GPtrArray *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void say(GPtrArray *out, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_ptr_array_add(out, g_strdup_vprintf(format, args));
	va_end(args);
}

static void check_mode(const char *path, GPtrArray *out)
{
	struct stat st;
	if (stat(path, &st) == 0 && (st.st_mode & 077))
		say(out,
		    _("%s is open to other users (mode %o); \"chmod go= %s\" closes it"),
		    path, (unsigned)(st.st_mode & 0777), path);
}

static void check_place(const struct db *db, GPtrArray *out, GPtrArray *notes)
{
	check_mode(db->dir, out);
	check_mode(db->path, out);
	const char *remote = migrate_remote(db->path);
	if (remote)
		say(notes,
		    _("the store %s is on a network file system (%s); programs on "
		      "several "
		      "machines must not use it at once"),
		    db->path, remote);
	if (sqlite3_libversion_number() < 3051003)
		say(notes,
		    _("SQLite %s is older than 3.51.3; tnews avoids its fault in "
		      "checkpoints "
		      "by making them itself"),
		    sqlite3_libversion());
}

static bool check_integrity(struct db *db, GPtrArray *out, GError **err)
{
	sqlite3_stmt *s = db_query(db, err, "PRAGMA integrity_check(20)", "");
	int step = -1;
	while (s && (step = db_step(db, s, err)) > 0) {
		const char *text = (const char *)sqlite3_column_text(s, 0);
		if (text && strcmp(text, "ok"))
			say(out,
			    _("the store %s is damaged: %s; bring a backup back with "
			      "\"tnews restore BACKUP\", or say \"tnews check "
			      "--repair\": "
			      "it saves what can be read"),
			    db->path, text);
	}
	return step == 0;
}

/* A number that must be 0. */
static bool expect_none(struct db *db, const char *literal, const char *one,
			const char *more, GPtrArray *out, GError **err)
{
	int64_t n;
	if (!db_int(db, &n, 0, err, literal, ""))
		return false;
	if (n) {
		char *number = g_strdup_printf("%" G_GINT64_FORMAT, n);
		GString *text = g_string_new(ngettext(one, more, (gulong)n));
		g_string_replace(text, "%N", number, 1);
		g_ptr_array_add(out, g_string_free(text, FALSE));
		g_free(number);
	}
	return true;
}

static bool check_rows(struct db *db, GPtrArray *out, GError **err)
{
	return expect_none(db, "SELECT count(*) FROM pragma_foreign_key_check()",
			   N_("%N row of the store refers to a row that is gone"),
			   N_("%N rows of the store refer to rows that are gone"), out,
			   err) &&
	       expect_none(db,
			   "SELECT count(*) FROM story s WHERE NOT EXISTS"
			   " (SELECT 1 FROM body b WHERE b.id=s.id) AND (s.hidden&2)=0",
			   N_("%N story has lost its text"),
			   N_("%N stories have lost their text"), out, err) &&
	       expect_none(
		       db,
		       "SELECT count(*) FROM body WHERE NOT (can_unpack(summary) AND"
		       " can_unpack(content) AND can_unpack(fulltext))",
		       N_("the text of %N story is damaged; bring a backup back with "
			  "\"tnews restore BACKUP\", or say \"tnews check --repair\": "
			  "then the next reload brings it, if its feed still has it"),
		       N_("the texts of %N stories are damaged; bring a backup back "
			  "with \"tnews restore BACKUP\", or say \"tnews check "
			  "--repair\": then the next reload brings those that their "
			  "feeds still have"),
		       out, err) &&
	       expect_none(
		       db,
		       "SELECT count(*) FROM feed f LEFT JOIN (SELECT feed,count(*) AS n,"
		       "sum(unread) AS u,sum(starred) AS s FROM story WHERE hidden=0"
		       " GROUP BY feed) c ON c.feed=f.id WHERE f.total<>coalesce(c.n,0) "
		       "OR"
		       " f.unread<>coalesce(c.u,0) OR f.starred<>coalesce(c.s,0)",
		       N_("the counters of %N feed are wrong; \"tnews check --repair\" "
			  "counts "
			  "anew"),
		       N_("the counters of %N feeds are wrong; \"tnews check --repair\" "
			  "counts anew"),
		       out, err) &&
	       expect_none(db,
			   "SELECT count(*) FROM story s WHERE (s.hidden&1)<>EXISTS"
			   " (SELECT 1 FROM story_tag x JOIN tag t ON t.id=x.tag WHERE"
			   " t.name='ignored' AND x.story=s.id)",
			   N_("%N story is hidden without the tag that hides it"),
			   N_("%N stories are hidden without the tag that hides them"),
			   out, err) &&
	       expect_none(db,
			   "SELECT count(*) FROM story s WHERE (s.hidden&4)<>4*EXISTS"
			   " (SELECT 1 FROM story_tag x JOIN tag t ON t.id=x.tag WHERE"
			   " t.name='snoozed' AND x.story=s.id)",
			   N_("%N story is hidden without the tag that hides it"),
			   N_("%N stories are hidden without the tag that hides them"),
			   out, err);
}

static bool check_index(struct db *db, GPtrArray *out, GError **err)
{
	int64_t mark = db_meta(db, "indexed", 0), rows, indexed;
	if (!db_int(db, &rows, 0, err,
		    "SELECT count(*) FROM story WHERE id<=?1 AND NOT hidden&16", "i",
		    mark) ||
	    !db_int(db, &indexed, 0, err, "SELECT count(*) FROM words_docsize", ""))
		return false;
	if (rows != indexed)
		say(out,
		    _("the text index holds %" G_GINT64_FORMAT " stories instead of "
		      "%" G_GINT64_FORMAT "; \"tnews check --repair\" makes it anew"),
		    indexed, rows);
	if (!words_register(db, err))
		return false;
	bool locked_out = db->mode != DB_WRITE && !sqlite3_db_readonly(db->sql, "main");
	if (sqlite3_db_readonly(db->sql, "main"))
		return true;
	if (locked_out)
		sqlite3_exec(db->sql, "PRAGMA query_only=OFF", NULL, NULL, NULL);
	GError *fault = NULL;
	if (!db_run(db, &fault, "INSERT INTO words (words) VALUES ('integrity-check')",
		    ""))
		say(out, _("the text index is damaged; \"tnews check --repair\" makes it "
			   "anew"));
	g_clear_error(&fault);
	if (locked_out)
		sqlite3_exec(db->sql, "PRAGMA query_only=ON", NULL, NULL, NULL);
	return true;
}

bool verify_store(const char *dir, GPtrArray *out, GPtrArray *notes, GError **err)
{
	char *path = g_build_filename(dir, "store.db", NULL);
	bool there = g_file_test(path, G_FILE_TEST_EXISTS);
	g_free(path);
	if (!there)
		return true;
	GError *fault = NULL;
	struct db *db = db_open(dir, DB_READ, &fault);
	bool good = db != NULL, damaged = false;
	if (db) {
		check_place(db, out, notes);
		unsigned before = out->len;
		good = check_integrity(db, out, &fault);
		damaged = out->len > before;
		/* What follows reads the tables; in a damaged file it would only repeat. */
		if (good && !damaged)
			good = check_rows(db, out, &fault) &&
			       check_index(db, out, &fault);
		db_close(db);
	}
	if (!good && fault && g_error_matches(fault, TNEWS_ERROR, ERR_CANCELLED)) {
		g_propagate_error(err, fault);
		return false;
	}
	if (!good && fault && !damaged)
		g_ptr_array_add(out, g_strdup(fault->message));
	g_clear_error(&fault);
	return true;
}

/* Texts that cannot be read make way, and their feeds are asked for all they have. */
static bool drop_damaged(struct db *db, size_t *lost, GError **err)
{
	static const char *const sql[] = {
		"UPDATE feed SET etag=NULL,last_modified=NULL,body_digest=0,next=NULL"
		" WHERE id IN (SELECT s.feed FROM story s JOIN body b ON b.id=s.id WHERE"
		" NOT (can_unpack(b.summary) AND can_unpack(b.content) AND"
		" can_unpack(b.fulltext)))",
		"UPDATE story SET digest=0,marks=(marks&~4)|128 WHERE id IN (SELECT id "
		"FROM"
		" body WHERE NOT (can_unpack(summary) AND can_unpack(content) AND"
		" can_unpack(fulltext)))",
		"UPDATE body SET summary=CASE WHEN can_unpack(summary) THEN summary END,"
		"content=CASE WHEN can_unpack(content) THEN content END,fulltext=NULL"
		" WHERE NOT (can_unpack(summary) AND can_unpack(content) AND"
		" can_unpack(fulltext))"};
	for (size_t i = 0; i < G_N_ELEMENTS(sql); i++)
		if (!db_run(db, err, sql[i], ""))
			return false;
	*lost = (size_t)sqlite3_changes(db->sql);
	return true;
}

bool verify_rebuild(struct db *db, size_t *lost, GError **err)
{
	*lost = 0;
	if (!words_register(db, err) || !db_begin(db, err))
		return false;
	bool good = drop_damaged(db, lost, err) &&
		    db_run(db, err,
			   "UPDATE feed SET total=(SELECT count(*) FROM story s WHERE "
			   "s.feed=feed.id"
			   " AND s.hidden=0),unread=(SELECT count(*) FROM story s WHERE"
			   " s.feed=feed.id AND s.hidden=0 AND "
			   "s.unread=1),starred=(SELECT count(*)"
			   " FROM story s WHERE s.feed=feed.id AND s.hidden=0 AND "
			   "s.starred=1)",
			   "") &&
		    db_run(db, err, "INSERT INTO words (words) VALUES ('delete-all')",
			   "") &&
		    db_run(db, err, "DELETE FROM reindex", "") &&
		    db_set_meta(db, "indexed", 0, err);
	if (good)
		good = db_commit(db, true, err);
	else
		db_rollback(db);
	bool left = good;
	while (good && left)
		good = search_index(db, 2000, &left, err);
	return good;
}
