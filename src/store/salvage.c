/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables are read row by row, past their indexes, from both sides of what cannot be read;
 * then what belongs together is brought in line, and counters, indexes and the text index
 * are made anew. The damaged store is only read. */
#include "store/salvage.h"

#include <string.h>
#include <unistd.h>

#include "store/db_private.h"
#include "store/verify.h"
#include "util/error.h"
#include "util/i18n.h"

enum { MOST_JUMP = 1 << 30, MOST_HOLES = 10000 };

/* number: the key is one number, by which a hole can be jumped over. */
struct table {
	char *name, *key, *back; /* back: the key, for the other direction */
	bool number;
};

/* All that hold something of their own: the text index is made anew. */
static const char tables_sql[] =
	"SELECT m.name,group_concat(c.name),group_concat(c.name||' DESC'),"
	"count(*)=1 AND max(c.type)='INTEGER'"
	" FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
	" WHERE m.type='table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.pk>0"
	" AND m.name NOT GLOB 'sqlite_*' AND m.name NOT GLOB 'words_*'"
	" AND m.name<>'reindex' GROUP BY m.name ORDER BY m.rowid";

/* Where the most important columns of a table stand once more. */
static const struct {
	const char *table, *index, *columns;
} copies[] = {
	{"feed", "sqlite_autoindex_feed_1", "id,url"},
	{"tag", "sqlite_autoindex_tag_1", "id,name"},
	{"story_tag", "story_tag_story", "tag,story"},
};

/* What refers to something that is lost goes; what a story is hidden by is believed if
 * either the story or its tag says so; a lost text is asked for again. */
static const char repair_sql[] =
	"DELETE FROM story WHERE feed NOT IN (SELECT id FROM feed);"
	"DELETE FROM body WHERE id NOT IN (SELECT id FROM story);"
	"DELETE FROM note WHERE story NOT IN (SELECT id FROM story);"
	"DELETE FROM place WHERE story NOT IN (SELECT id FROM story);"
	"DELETE FROM former WHERE story NOT IN (SELECT id FROM story);"
	"DELETE FROM snooze WHERE story NOT IN (SELECT id FROM story);"
	"DELETE FROM twin WHERE story NOT IN (SELECT id FROM story);"
	"DELETE FROM same WHERE story NOT IN (SELECT id FROM story)"
	" OR first NOT IN (SELECT id FROM story);"
	"DELETE FROM story_tag WHERE story NOT IN (SELECT id FROM story)"
	" OR tag NOT IN (SELECT id FROM tag);"
	"DELETE FROM change_part WHERE change NOT IN (SELECT id FROM change);"
	"INSERT OR IGNORE INTO tag (name) VALUES ('ignored'),('snoozed');"
	"INSERT OR IGNORE INTO story_tag (tag,story) SELECT t.id,s.id FROM tag t,story s"
	" WHERE (t.name='ignored' AND (s.hidden&1)) OR (t.name='snoozed' AND "
	"(s.hidden&4));"
	"UPDATE story SET hidden=hidden|1 WHERE id IN (SELECT story FROM story_tag WHERE"
	" tag=(SELECT id FROM tag WHERE name='ignored'));"
	"UPDATE story SET hidden=hidden|4 WHERE id IN (SELECT story FROM story_tag WHERE"
	" tag=(SELECT id FROM tag WHERE name='snoozed'));"
	"UPDATE story SET hidden=hidden&~8 WHERE (hidden&8) AND id NOT IN (SELECT story"
	" FROM same);"
	"DELETE FROM tag WHERE name IN ('ignored','snoozed') AND id NOT IN (SELECT tag "
	"FROM"
	" story_tag);"
	"CREATE TEMP TABLE lost AS SELECT id,feed FROM story WHERE NOT hidden&2 AND id "
	"NOT IN"
	" (SELECT id FROM body);"
	"INSERT INTO body (id) SELECT id FROM lost;"
	"UPDATE story SET digest=0,marks=(marks&~4)|128 WHERE id IN (SELECT id FROM "
	"lost);"
	"DELETE FROM meta WHERE key='indexed';";

/* Feeds are asked for all they have: what was lost of them comes again. */
static const char ask_sql[] =
	"UPDATE feed SET etag=NULL,last_modified=NULL,body_digest=0,next=NULL;";

struct work {
	sqlite3 *old, *sql; /* the damaged store, and the new one */
	const char *path;
	int64_t holes;
	bool full; /* a row could not be written */
};

/* A connection of its own: one that has met a fault within a transaction writes no more. */
static sqlite3 *open_old(const char *dir, GError **err)
{
	g_autofree char *path = g_build_filename(dir, "store.db", NULL);
	sqlite3 *sql = NULL;
	int code = sqlite3_open_v2(path, &sql, SQLITE_OPEN_READONLY, NULL);
	if (code == SQLITE_OK)
		return sql;
	g_set_error(err, TNEWS_ERROR, ERR_STORE, _("the store %s cannot be read: %s"),
		    path, sqlite3_errstr(code));
	sqlite3_close(sql);
	return NULL;
}

bool salvage_needed(const char *dir)
{
	sqlite3 *sql = open_old(dir, NULL);
	sqlite3_stmt *s = NULL;
	bool needed = false;
	if (sql && sql_number(sql, "PRAGMA application_id", -1) == STORE_APPLICATION &&
	    sql_number(sql, "PRAGMA user_version", -1) == STORE_VERSION &&
	    sqlite3_prepare_v2(sql, "PRAGMA integrity_check(1)", -1, &s, NULL) ==
		    SQLITE_OK)
		needed = sqlite3_step(s) != SQLITE_ROW ||
			 g_strcmp0((const char *)sqlite3_column_text(s, 0), "ok") != 0;
	sqlite3_finalize(s);
	sqlite3_close(sql);
	return needed;
}

static void table_clear(gpointer data)
{
	struct table *t = data;
	g_free(t->name);
	g_free(t->key);
	g_free(t->back);
}

/* struct table, in the order of the schema; NULL if it cannot be read. */
static GArray *tables_of(sqlite3 *sql)
{
	GArray *tables = g_array_new(FALSE, FALSE, sizeof(struct table));
	g_array_set_clear_func(tables, table_clear);
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(sql, tables_sql, -1, &s, NULL);
	while (s && (code = sqlite3_step(s)) == SQLITE_ROW) {
		struct table t = {
			.name = g_strdup((const char *)sqlite3_column_text(s, 0)),
			.key = g_strdup((const char *)sqlite3_column_text(s, 1)),
			.back = g_strdup((const char *)sqlite3_column_text(s, 2)),
			.number = sqlite3_column_int(s, 3) != 0,
		};
		g_array_append_val(tables, t);
	}
	sqlite3_finalize(s);
	if (code == SQLITE_DONE)
		return tables;
	g_array_unref(tables);
	return NULL;
}

/* "id,feed,...": of the new store, so that both name the same. */
static char *columns_of(sqlite3 *sql, const char *table)
{
	g_autofree char *text = g_strdup_printf(
		"SELECT group_concat('\"'||name||'\"') FROM pragma_table_info('%s')",
		table);
	sqlite3_stmt *s = NULL;
	char *names = NULL;
	if (sqlite3_prepare_v2(sql, text, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		names = g_strdup((const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	return names;
}

/* One way through a table: rows between two keys, until the end (true) or a place that
 * cannot be read. *last: key of the last row. */
struct way {
	sqlite3_stmt *from, *to;
	int64_t last;
	bool any;
};

static bool walk(struct work *w, struct way *way, int64_t low, int64_t high)
{
	sqlite3_bind_int64(way->from, 1, low);
	sqlite3_bind_int64(way->from, 2, high);
	way->any = false;
	int code = SQLITE_OK;
	while (!w->full && (code = sqlite3_step(way->from)) == SQLITE_ROW) {
		int n = sqlite3_column_count(way->from);
		for (int i = 0; i < n; i++)
			sqlite3_bind_value(way->to, i + 1,
					   sqlite3_column_value(way->from, i));
		way->last = sqlite3_column_int64(way->from, 0);
		way->any = true;
		int wrote = sqlite3_step(way->to);
		w->full = wrote == SQLITE_FULL || (wrote & 0xFF) == SQLITE_IOERR;
		sqlite3_reset(way->to);
	}
	sqlite3_reset(way->from);
	return w->full || code == SQLITE_DONE;
}

static sqlite3_stmt *prepare(sqlite3 *sql, char *taken_text)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(sql, taken_text, -1, &s, NULL) != SQLITE_OK)
		s = NULL;
	g_free(taken_text);
	return s;
}

/* A table whose key is a number: behind a place that cannot be read the next row is looked
 * for with steps that double, then the rows before it, backwards. */
static void copy_by_number(struct work *w, struct way *down, struct way *up)
{
	int64_t at = -1, jump = 0;
	for (int64_t holes = 0; holes < MOST_HOLES; holes++) {
		bool end = walk(w, down, at + jump, INT64_MAX);
		/* What was jumped over can be reached from the other side only. */
		if (down->any && jump && !w->full)
			walk(w, up, at, at + jump + 1);
		if (end)
			return;
		if (down->any) {
			at = down->last;
			jump = 1;
			w->holes++;
		} else if (!jump) {
			jump = 1;
			w->holes++;
		} else if ((jump *= 2) > MOST_JUMP) {
			break;
		}
	}
	walk(w, up, at, INT64_MAX);
}

static void copy_table(struct work *w, const struct table *t, const char *columns,
		       const char *past)
{
	int n = 1;
	GString *marks = g_string_new("?1");
	for (const char *c = columns; *c; c++)
		if (*c == ',')
			g_string_append_printf(marks, ",?%d", ++n);
	g_autofree char *between = t->number ? g_strdup_printf("WHERE %s>?1 AND %s<?2",
							       t->key, t->key)
					     : g_strdup("WHERE ?1<?2");
	struct way down = {0}, up = {0};
	down.from = prepare(w->old,
			    g_strdup_printf("SELECT %s FROM \"%s\" %s %s "
					    "ORDER BY %s",
					    columns, t->name, past, between, t->key));
	up.from = prepare(w->old,
			  g_strdup_printf("SELECT %s FROM \"%s\" %s %s ORDER "
					  "BY %s",
					  columns, t->name, past, between, t->back));
	down.to = up.to = prepare(
		w->sql, g_strdup_printf("INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)",
					t->name, columns, marks->str));
	if (!down.from || !up.from || !down.to) {
		w->holes++;
	} else if (t->number) {
		copy_by_number(w, &down, &up);
	} else if (!walk(w, &down, 0, 1)) {
		w->holes++;
		walk(w, &up, 0, 1);
	}
	sqlite3_finalize(down.from);
	sqlite3_finalize(up.from);
	sqlite3_finalize(down.to);
	g_string_free(marks, TRUE);
}

static void copy_again(struct work *w, const struct table *t)
{
	for (size_t i = 0; i < G_N_ELEMENTS(copies); i++)
		if (!strcmp(copies[i].table, t->name)) {
			g_autofree char *by = g_strconcat("INDEXED BY ", copies[i].index,
							  NULL);
			copy_table(w, t, copies[i].columns, by);
		}
}

static bool copy_tables(struct work *w)
{
	GArray *tables = tables_of(w->sql);
	for (guint i = 0; tables && !w->full && i < tables->len; i++) {
		const struct table *t = &g_array_index(tables, struct table, i);
		g_autofree char *columns = columns_of(w->sql, t->name);
		int64_t before = w->holes;
		copy_table(w, t, columns, "NOT INDEXED");
		if (w->holes > before && !w->full)
			copy_again(w, t);
	}
	bool good = tables && !w->full;
	if (tables)
		g_array_unref(tables);
	return good;
}

static bool run(struct work *w, const char *text)
{
	return sqlite3_exec(w->sql, text, NULL, NULL, NULL) == SQLITE_OK;
}

static bool copy_all(struct work *w, GError **err)
{
	bool good = run(w, "BEGIN") && copy_tables(w) && run(w, repair_sql) &&
		    (!w->holes || run(w, ask_sql)) && run(w, "COMMIT");
	if (!good)
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the new store %s cannot be written: %s"), w->path,
			    sqlite3_errmsg(w->sql));
	return good;
}

/* The new store, complete, in a folder of its own. */
static bool fill(const char *dir, const char *temp, const char *path, struct salvage *r,
		 GError **err)
{
	if (!migrate_create(temp, path, err))
		return false;
	struct work w = {.path = path, .old = open_old(dir, err)};
	bool good = w.old != NULL;
	if (good &&
	    sqlite3_open_v2(path, &w.sql, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the new store %s cannot be written: %s"), path,
			    sqlite3_errmsg(w.sql));
		good = false;
	}
	good = good && copy_all(&w, err);
	if (good) {
		r->lost = (size_t)sql_number(w.sql, "SELECT count(*) FROM lost", 0);
		r->stories = sql_number(
			w.sql, "SELECT count(*) FROM story WHERE NOT hidden&16", 0);
		r->feeds = sql_number(w.sql, "SELECT count(*) FROM feed WHERE subscribed",
				      0);
		r->holes = w.holes;
	}
	sqlite3_close(w.sql);
	sqlite3_close(w.old);
	if (!good)
		return false;
	struct db *db = db_open(temp, DB_WRITE, err);
	size_t lost = 0;
	good = db && verify_rebuild(db, &lost, err);
	r->lost += lost;
	if (good)
		db_checkpoint(db, true);
	db_close(db);
	return good;
}

static void remove_folder(const char *dir)
{
	GDir *d = g_dir_open(dir, 0, NULL);
	for (const char *name; d && (name = g_dir_read_name(d));) {
		g_autofree char *path = g_build_filename(dir, name, NULL);
		unlink(path);
	}
	if (d)
		g_dir_close(d);
	rmdir(dir);
}

bool salvage_store(const char *dir, struct salvage *result, GError **err)
{
	*result = (struct salvage){0};
	g_autofree char *temp = g_build_filename(dir, "repair-XXXXXX", NULL);
	if (!g_mkdtemp_full(temp, 0700)) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the folder of the store %s cannot be written"), dir);
		return false;
	}
	g_autofree char *path = g_build_filename(temp, "store.db", NULL);
	struct backup_result back = {0};
	bool good = fill(dir, temp, path, result, err) &&
		    backup_restore(dir, path, &back, err);
	if (good)
		result->kept = g_steal_pointer(&back.kept);
	backup_result_clear(&back);
	remove_folder(temp);
	return good;
}
