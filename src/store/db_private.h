/* SPDX-License-Identifier: GPL-3.0-or-later */
/* db_private: the inside of a struct db, for the files of store/ alone. */
#ifndef STORE_DB_PRIVATE_H
#define STORE_DB_PRIVATE_H

#include <sqlite3.h>

#include "store/db.h"
#include "util/arena.h"

enum {
	STORE_APPLICATION = 0x746E7731, /* "tnw1" */
	STORE_VERSION = 7,
};

/* story.marks */
enum mark {
	MARK_ENCLOSURE = 1,
	MARK_NOTE = 2,
	MARK_FULLTEXT = 4,
	MARK_COMMENTS = 8,
	MARK_DUPLICATE = 16,
	MARK_MADE_TITLE = 32, /* untitled; the title was made of its text */
	MARK_CHANGED = 64,    /* the publisher changed it after it had arrived */
	MARK_LOST = 128,      /* its text was damaged; it is stored when it comes again */
};

/* story.hidden */
enum hidden {
	HIDDEN_IGNORED = 1,
	HIDDEN_DELETED = 2,
	HIDDEN_SNOOZED = 4,
	HIDDEN_SAME = 8,    /* another feed's is shown in its place: table same */
	HIDDEN_PURGED = 16, /* nothing of it is left but what it is known by */
};

struct hits;
struct pack;
struct same;
struct words;

/* As schema.sql has it; a restored store gets this one, not the one that it brought. */
#define STORY_GONE_TRIGGER                                                               \
	"CREATE TRIGGER IF NOT EXISTS story_gone AFTER DELETE ON story BEGIN"            \
	" DELETE FROM place WHERE story=old.id;"                                         \
	" DELETE FROM former WHERE story=old.id;"                                        \
	" DELETE FROM snooze WHERE story=old.id;"                                        \
	" DELETE FROM same WHERE story=old.id OR first=old.id; END;"

struct db {
	sqlite3 *sql;
	char *dir, *path;
	enum db_mode mode;
	GHashTable *statements; /* by the address of their text: sqlite3_stmt */
	const int *cancel;
	int cancel_expected;
	int64_t data_version;
	int claims;	     /* descriptor of the lock file, -1 */
	int wal_pages;	     /* after the last commit */
	struct words *words; /* tokenizer, made at the first search */
	bool words_ready;
	struct same *same; /* what stories are known by, see same.c */
	int same_by;	   /* enum same_by, since same_begin */
	struct pack *pack; /* dictionaries, made when first needed */
	/* The list that is being made: functions called by its SQL look here. */
	struct hits **groups;
	int n_groups;
	GHashTable *feed_keys;
	GError *function_error;
};

/* The statement of that text, prepared once for each literal, with values bound as `types`
 * says: i int64_t, t const char * (NULL: null), b pointer and size_t (a blob). It must be
 * given to db_reset before the transaction ends. NULL with err. */
sqlite3_stmt *db_query(struct db *db, GError **err, const char *literal,
		       const char *types, ...);
/* One step: 1 a row, 0 the end, -1 err. At the end and on failure the statement is reset. */
int db_step(struct db *db, sqlite3_stmt *statement, GError **err);
void db_reset(sqlite3_stmt *statement);
/* A statement without rows that matter. */
bool db_run(struct db *db, GError **err, const char *literal, const char *types, ...);
/* The first column of the first row, or other if there is none. */
bool db_int(struct db *db, int64_t *out, int64_t other, GError **err, const char *literal,
	    const char *types, ...);
/* As above for SQL that was put together; to be finalized. */
sqlite3_stmt *db_prepare(struct db *db, const char *sql, GError **err);
/* The same of a connection without a struct db: a file that is not, or not yet, a store. */
int64_t sql_number(sqlite3 *sql, const char *text, int64_t other);
/* A sentence for what SQLite just reported; false. */
bool db_fail(struct db *db, int code, GError **err);

/* A read transaction around several statements, so that they see one state. Nothing if
 * one is open already. */
bool db_snapshot(struct db *db, bool *mine, GError **err);
void db_snapshot_end(struct db *db, bool mine);

int64_t db_meta(struct db *db, const char *key, int64_t other);
bool db_set_meta(struct db *db, const char *key, int64_t value, GError **err);

/* Columns as they are needed here. */
const char *column_text(struct arena *arena, sqlite3_stmt *statement, int column);
int64_t column_int(sqlite3_stmt *statement, int column, int64_t null);

/* migrate: makes a new store at path, which must not exist (it appears whole or not at
 * all), and brings an older one to this version. */
bool migrate_create(const char *dir, const char *path, GError **err);
bool migrate_open(struct db *db, int version, GError **err);

/* "NFS", "CIFS", ...: the path is on another machine; NULL if it is on this one. There the
 * write-ahead log, which needs shared memory, cannot be used. */
const char *migrate_remote(const char *path);

/* functions: what sql.h asks for, made known to a connection. */
bool functions_add(struct db *db, GError **err);

#endif
