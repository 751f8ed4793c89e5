/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, statements, transactions, and sentences for what goes wrong. All statements of
 * store/ pass through here, so that a failure is told in one way. */
#include "store/claims.h"
#include "store/db_private.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/hits.h"
#include "store/pack.h"
#include "store/same.h"
#include "util/error.h"
#include "util/i18n.h"
#include "store/words.h"

enum {
	BUSY_MS = 30000,
	QUICK_MS = 100, /* the last one to leave is tidying up */
	CHECKPOINT_BYTES = 16 << 20,
	SAFE_CHECKPOINTS = 3051003, /* SQLite from here on: security.md 5.6 */
};

const char *db_path(const struct db *db)
{
	return db->path;
}

static bool damaged(int code)
{
	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_FORMAT;
}

static bool fail_at(const char *path, int code, int system, GError **err)
{
	if (err && *err)
		return false;
	if (damaged(code & 0xFF)) {
		g_set_error(
			err, TNEWS_ERROR, ERR_STORE,
			_("the store %s is damaged; nothing was changed. \"tnews check\" "
			  "says more, \"tnews restore BACKUP\" brings a backup back"),
			path);
		return false;
	}
	switch (code & 0xFF) {
	case SQLITE_INTERRUPT:
		g_set_error(err, TNEWS_ERROR, ERR_CANCELLED, _("stopped"));
		break;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("another program has been writing to the store %s for too "
			      "long; try again when it has ended"),
			    path);
		break;
	case SQLITE_FULL:
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the disk is full, the store %s was left as it was"), path);
		break;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the store %s is read-only and cannot be written"), path);
		break;
	case SQLITE_CANTOPEN:
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the store %s cannot be opened: %s"), path,
			    system ? g_strerror(system)
				   : _("its folder may be read-only"));
		break;
	case SQLITE_IOERR:
		if (code == SQLITE_IOERR_WRITE || system == EFBIG || system == EDQUOT) {
			g_set_error(err, TNEWS_ERROR, ERR_STORE,
				    _("the store %s cannot be written: there is no room "
				      "for it, or it may not grow; it was left as it "
				      "was"),
				    path);
			break;
		}
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the store %s cannot be read or written: %s"), path,
			    system ? g_strerror(system) : _("input/output error"));
		break;
	case SQLITE_TOOBIG:
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("this is too large for the store"));
		break;
	case SQLITE_NOMEM:
		g_set_error(err, TNEWS_ERROR, ERR_STORE, _("there is not enough memory"));
		break;
	default:
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the store %s failed (code %d)"), path, code);
		break;
	}
	return false;
}

bool db_fail(struct db *db, int code, GError **err)
{
	g_debug("%s: %d %s", db->path, code, sqlite3_errmsg(db->sql));
	if (db->function_error) {
		if (err && !*err)
			g_propagate_error(err, g_steal_pointer(&db->function_error));
		g_clear_error(&db->function_error);
		return false;
	}
	return fail_at(db->path, code, db->sql ? sqlite3_system_errno(db->sql) : 0, err);
}

/* --- statements ----------------------------------------------------------------- */

sqlite3_stmt *db_prepare(struct db *db, const char *sql, GError **err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(db->sql, sql, -1, &s, NULL);
	if (code != SQLITE_OK)
		db_fail(db, sqlite3_extended_errcode(db->sql), err);
	return s;
}

static void bind_all(sqlite3_stmt *s, const char *types, va_list args)
{
	for (int i = 1; *types; i++, types++) {
		if (*types == 'i') {
			sqlite3_bind_int64(s, i, va_arg(args, int64_t));
		} else if (*types == 't') {
			sqlite3_bind_text(s, i, va_arg(args, const char *), -1,
					  SQLITE_STATIC);
		} else {
			const void *bytes = va_arg(args, const void *);
			sqlite3_bind_blob64(s, i, bytes, va_arg(args, size_t),
					    SQLITE_STATIC);
		}
	}
}

static sqlite3_stmt *query_v(struct db *db, GError **err, const char *literal,
			     const char *types, va_list args)
{
	sqlite3_stmt *s = g_hash_table_lookup(db->statements, literal);
	if (!s) {
		int code = sqlite3_prepare_v3(db->sql, literal, -1,
					      SQLITE_PREPARE_PERSISTENT, &s, NULL);
		if (code != SQLITE_OK) {
			db_fail(db, sqlite3_extended_errcode(db->sql), err);
			return NULL;
		}
		g_hash_table_insert(db->statements, (gpointer)literal, s);
	} else {
		sqlite3_reset(s);
	}
	bind_all(s, types, args);
	return s;
}

sqlite3_stmt *db_query(struct db *db, GError **err, const char *literal,
		       const char *types, ...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *s = query_v(db, err, literal, types, args);
	va_end(args);
	return s;
}

int db_step(struct db *db, sqlite3_stmt *s, GError **err)
{
	int code = sqlite3_step(s);
	if (code == SQLITE_ROW)
		return 1;
	int result = 0;
	if (code != SQLITE_DONE) {
		db_fail(db, sqlite3_extended_errcode(db->sql), err);
		result = -1;
	}
	sqlite3_reset(s);
	return result;
}

void db_reset(sqlite3_stmt *s)
{
	sqlite3_reset(s);
}

bool db_run(struct db *db, GError **err, const char *literal, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *s = query_v(db, err, literal, types, args);
	va_end(args);
	if (!s)
		return false;
	int step = db_step(db, s, err);
	sqlite3_reset(s);
	return step >= 0;
}

bool db_int(struct db *db, int64_t *out, int64_t other, GError **err, const char *literal,
	    const char *types, ...)
{
	va_list args;
	va_start(args, types);
	sqlite3_stmt *s = query_v(db, err, literal, types, args);
	va_end(args);
	int step = s ? db_step(db, s, err) : -1;
	*out = step > 0 ? column_int(s, 0, other) : other;
	if (s)
		sqlite3_reset(s);
	return step >= 0;
}

int64_t sql_number(sqlite3 *sql, const char *text, int64_t other)
{
	sqlite3_stmt *s = NULL;
	int64_t n = other;
	if (sqlite3_prepare_v2(sql, text, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

const char *column_text(struct arena *arena, sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);
	return text ? arena_strndup(arena, text, (size_t)sqlite3_column_bytes(s, column))
		    : NULL;
}

int64_t column_int(sqlite3_stmt *s, int column, int64_t null)
{
	return sqlite3_column_type(s, column) == SQLITE_NULL
		       ? null
		       : sqlite3_column_int64(s, column);
}

int64_t db_meta(struct db *db, const char *key, int64_t other)
{
	int64_t value;
	db_int(db, &value, other, NULL, "SELECT value FROM meta WHERE key=?1", "t", key);
	return value;
}

bool db_set_meta(struct db *db, const char *key, int64_t value, GError **err)
{
	return db_run(db, err, "INSERT OR REPLACE INTO meta (key,value) VALUES (?1,?2)",
		      "ti", key, value);
}

/* --- transactions --------------------------------------------------------------- */

bool db_begin(struct db *db, GError **err)
{
	/* whoever completes the index lets us through */
	claims_share(db, CLAIM_WRITE);
	if (db_run(db, err, "BEGIN IMMEDIATE", ""))
		return true;
	claims_drop(db, CLAIM_WRITE);
	return false;
}

/* synchronous cannot be changed within a transaction, and whether this one is somebody's
 * act is known at its end: so all commits leave the log to the system, and those that
 * somebody waits for sync it afterwards. */
static bool sync_log(struct db *db, GError **err)
{
	sqlite3_file *log = NULL;
	sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (!log || !log->pMethods)
		return true;
	int code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
	return code == SQLITE_OK || db_fail(db, code, err);
}

bool db_commit(struct db *db, bool durable, GError **err)
{
	if (!db_run(db, err, "COMMIT", "")) {
		db_rollback(db);
		return false;
	}
	claims_drop(db, CLAIM_WRITE);
	return !durable || sync_log(db, err);
}

void db_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(db->sql))
		db_run(db, NULL, "ROLLBACK", "");
	claims_drop(db, CLAIM_WRITE);
	same_forget(db);
}

bool db_snapshot(struct db *db, bool *mine, GError **err)
{
	*mine = sqlite3_get_autocommit(db->sql) != 0;
	return !*mine || db_run(db, err, "BEGIN", "");
}

void db_snapshot_end(struct db *db, bool mine)
{
	if (mine)
		db_run(db, NULL, "COMMIT", "");
}

bool db_changed(struct db *db)
{
	int64_t version;
	if (!db_int(db, &version, db->data_version, NULL, "PRAGMA data_version", ""))
		return false;
	bool changed = version != db->data_version;
	db->data_version = version;
	return changed;
}

static int progress(void *data)
{
	const struct db *db = data;
	return db->cancel && g_atomic_int_get(db->cancel) != db->cancel_expected;
}

void db_cancel_on(struct db *db, const int *number, int expected)
{
	db->cancel = number;
	db->cancel_expected = expected;
	sqlite3_progress_handler(db->sql, number ? 2000 : 0, number ? progress : NULL,
				 db);
}

static int committed(void *data, sqlite3 *sql, const char *name, int pages)
{
	(void)sql;
	(void)name;
	((struct db *)data)->wal_pages = pages;
	return SQLITE_OK;
}

void db_checkpoint(struct db *db, bool now)
{
	int64_t page = 4096;
	if (db->mode != DB_WRITE || !sqlite3_get_autocommit(db->sql) || !db->wal_pages)
		return;
	db_int(db, &page, 4096, NULL, "PRAGMA page_size", "");
	if (!now && db->wal_pages < CHECKPOINT_BYTES / page)
		return;
	/* With the whole patience of BUSY_MS: one that gives up goes on as a passive one,
	 * which is what must not run beside a writer. */
	if (sqlite3_wal_checkpoint_v2(db->sql, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
				      NULL) == SQLITE_OK)
		db->wal_pages = 0;
}

/* --- opening -------------------------------------------------------------------- */

static bool make_dir(const char *dir, GError **err)
{
	if (g_file_test(dir, G_FILE_TEST_IS_DIR))
		return true;
	if (g_mkdir_with_parents(dir, 0700) == 0)
		return true;
	g_set_error(err, TNEWS_ERROR, ERR_STORE, _("the folder %s cannot be made: %s"),
		    dir, g_strerror(errno));
	return false;
}

static void global_init(void)
{
	static gsize done;
	if (g_once_init_enter(&done)) {
		/* Nobody asks how much memory SQLite uses; counting takes a lock. */
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
		g_once_init_leave(&done, 1);
	}
}

static struct db *db_new(const char *dir, enum db_mode mode)
{
	global_init();
	struct db *db = g_new0(struct db, 1);
	db->dir = g_strdup(dir);
	db->path = g_build_filename(dir, "store.db", NULL);
	db->mode = mode;
	db->claims = -1;
	db->statements = g_hash_table_new_full(NULL, NULL, NULL,
					       (GDestroyNotify)(void *)sqlite3_finalize);
	return db;
}

static bool connect_to(struct db *db, const char *name, int flags, GError **err)
{
	int code = sqlite3_open_v2(name, &db->sql,
				   flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
				   NULL);
	if (code != SQLITE_OK)
		return db_fail(db, code, err);
	sqlite3_extended_result_codes(db->sql, 1);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(db->sql, SQLITE_LIMIT_LENGTH, 64 << 20);
	sqlite3_limit(db->sql, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db->sql, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
	if (db->mode != DB_WRITE)
		sqlite3_db_config(db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return true;
}

static bool set_pragmas(struct db *db, GError **err)
{
	char *message = NULL;
	int code = sqlite3_exec(db->sql,
				"PRAGMA cell_size_check=ON;"
				"PRAGMA mmap_size=0;"
				"PRAGMA synchronous=NORMAL;"
				"PRAGMA temp_store=MEMORY;",
				NULL, NULL, &message);
	sqlite3_free(message);
	if (code == SQLITE_OK)
		code = sqlite3_exec(
			db->sql,
			db->mode == DB_WRITE
				? "PRAGMA cache_size=-16000"
				: "PRAGMA cache_size=-8000;PRAGMA query_only=ON",
			NULL, NULL, NULL);
	/* Without a log to sync by itself (sync_log), each commit must be safe. */
	if (code == SQLITE_OK && migrate_remote(db->dir))
		code = sqlite3_exec(db->sql, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
	if (sqlite3_libversion_number() < SAFE_CHECKPOINTS)
		sqlite3_wal_autocheckpoint(db->sql, 0);
	sqlite3_wal_hook(db->sql, committed, db);
	return code == SQLITE_OK || db_fail(db, code, err);
}

/* Whose file is it, and of which version? */
static bool check_version(struct db *db, int64_t *version, GError **err)
{
	int64_t application;
	if (!db_int(db, &application, 0, err, "PRAGMA application_id", "") ||
	    !db_int(db, version, 0, err, "PRAGMA user_version", ""))
		return false;
	if (application != STORE_APPLICATION || *version < 1) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("%s is not a store of tnews; nothing was changed. Move it "
			      "away, "
			      "or bring a backup back with \"tnews restore BACKUP\""),
			    db->path);
		return false;
	}
	if (*version > STORE_VERSION) {
		g_set_error(
			err, TNEWS_ERROR, ERR_STORE,
			_("the store %s was written by a later tnews (its version is %d, "
			  "this program knows %d); nothing was changed. Use that tnews, "
			  "or another folder with --data"),
			db->path, (int)*version, STORE_VERSION);
		return false;
	}
	return true;
}

static bool wal_is_empty(const struct db *db)
{
	char *wal = g_strconcat(db->path, "-wal", NULL);
	struct stat st;
	bool empty = stat(wal, &st) != 0 || st.st_size == 0;
	g_free(wal);
	return empty;
}

/* A folder that cannot be written has no place for the index of the log. If there is no
 * log either, the file is whole and can be read as it is. */
static bool reopen_read_only(struct db *db, GError **err)
{
	sqlite3_close(db->sql);
	db->sql = NULL;
	if (!wal_is_empty(db))
		return connect_to(db, db->path, SQLITE_OPEN_READONLY, err);
	char *escaped = g_uri_escape_string(db->path, "/", TRUE);
	char *uri = g_strconcat("file:", escaped, "?immutable=1", NULL);
	bool good = connect_to(db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
	g_free(uri);
	g_free(escaped);
	return good;
}

static bool open_existing(struct db *db, int busy_ms, GError **err)
{
	bool writable = access(db->dir, W_OK) == 0 && access(db->path, W_OK) == 0;
	if (writable || db->mode == DB_WRITE) {
		if (!connect_to(db, db->path, SQLITE_OPEN_READWRITE, err))
			return false;
	} else if (!reopen_read_only(db, err)) {
		return false;
	}
	sqlite3_busy_timeout(db->sql, busy_ms);
	int64_t version;
	if (!set_pragmas(db, err) || !check_version(db, &version, err) ||
	    !functions_add(db, err))
		return false;
	db_changed(db);
	return version == STORE_VERSION || migrate_open(db, (int)version, err);
}

static bool prepare_file(struct db *db, GError **err)
{
	struct stat st;
	if (stat(db->path, &st) == 0) {
		if (S_ISREG(st.st_mode) && st.st_size > 0)
			return true;
		return fail_at(db->path, SQLITE_NOTADB, 0, err);
	}
	if (errno != ENOENT && errno != ENOTDIR)
		return fail_at(db->path, SQLITE_CANTOPEN, errno, err);
	if (!make_dir(db->dir, err))
		return false;
	return migrate_create(db->dir, db->path, err);
}

struct db *db_open(const char *dir, enum db_mode mode, GError **err)
{
	struct db *db = db_new(dir, mode);
	if (prepare_file(db, err) && open_existing(db, BUSY_MS, err))
		return db;
	db_close(db);
	return NULL;
}

struct db *db_open_quick(const char *dir, GError **err)
{
	struct db *db = db_new(dir, DB_READ);
	if (g_file_test(db->path, G_FILE_TEST_EXISTS) && open_existing(db, QUICK_MS, err))
		return db;
	db_close(db);
	return NULL;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	g_hash_table_unref(db->statements);
	if (db->sql)
		sqlite3_close(db->sql);
	if (db->claims >= 0)
		close(db->claims);
	words_free(db->words);
	pack_free(db->pack);
	same_forget(db);
	g_clear_error(&db->function_error);
	if (db->feed_keys)
		g_hash_table_unref(db->feed_keys);
	g_free(db->path);
	g_free(db->dir);
	g_free(db);
}
