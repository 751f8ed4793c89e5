/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies are made by SQLite page by page, within one reading transaction: what others
 * write meanwhile is in it whole or not at all. Restoring goes the same way into a store
 * that can be opened; one that cannot is moved aside, never changed. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/claims.h"
#include "store/db_private.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"

enum {
	BUSY_TRIES = 600, /* of BUSY_US each */
	BUSY_US = 50 * 1000,
	/* Where SQLite's locks on a file are: PENDING_BYTE and what follows. */
	LOCKS_AT = 0x40000000,
	LOCKS_LENGTH = 512,
};

void backup_result_clear(struct backup_result *r)
{
	g_clear_pointer(&r->kept, g_free);
	g_clear_pointer(&r->conf, g_free);
}

static bool fault(GError **err, const char *format, const char *file, int code,
		  int system)
{
	const char *why;
	if (err && *err)
		return false;
	switch (code & 0xFF) {
	case SQLITE_FULL:
		why = _("the disk is full");
		break;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
		why = _("it is damaged");
		break;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		why = _("another program is using it");
		break;
	case SQLITE_NOMEM:
		why = _("there is not enough memory");
		break;
	default:
		why = system ? g_strerror(system) : _("input/output error");
		break;
	}
	/* The formats take the file and the reason. */
	char *text = g_strdup_printf("%s: %s", file, why);
	g_set_error(err, TNEWS_ERROR, ERR_STORE, "%s %s", format, text);
	g_free(text);
	return false;
}

static bool write_fault(GError **err, const char *file, sqlite3 *sql, int code)
{
	int system = sql ? sqlite3_system_errno(sql) : errno;
	return fault(err, _("the copy cannot be written:"), file, code,
		     system ? system : errno);
}

static bool sync_file(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

static void sync_folder_of(const char *path)
{
	char *dir = g_path_get_dirname(path);
	sync_file(dir, O_RDONLY | O_DIRECTORY);
	g_free(dir);
}

/* All pages of from into to. from_file, to_file: for what is said. */
static bool copy_pages(sqlite3 *from, const char *from_file, sqlite3 *to,
		       const char *to_file, int *code, GError **err)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	if (!b) {
		*code = sqlite3_extended_errcode(to);
		return write_fault(err, to_file, to, *code);
	}
	int tries = 0;
	while ((*code = sqlite3_backup_step(b, -1)) == SQLITE_BUSY ||
	       *code == SQLITE_LOCKED) {
		if (++tries > BUSY_TRIES)
			break;
		g_usleep(BUSY_US);
	}
	int at = *code;
	sqlite3_backup_finish(b);
	if (at == SQLITE_DONE)
		return true;
	*code = at;
	if ((at & 0xFF) == SQLITE_CORRUPT || (at & 0xFF) == SQLITE_NOTADB)
		return fault(err, _("it cannot be copied:"), from_file, at, 0);
	return write_fault(err, to_file, to, at);
}

static bool exec(sqlite3 *sql, const char *text, const char *file, GError **err)
{
	int code = sqlite3_exec(sql, text, NULL, NULL, NULL);
	return code == SQLITE_OK ||
	       write_fault(err, file, sql, sqlite3_extended_errcode(sql));
}

/* "ok", or what is wrong; to be freed. */
static char *looked_through(sqlite3 *sql, const char *pragma)
{
	sqlite3_stmt *s = NULL;
	char *found = NULL;
	if (sqlite3_prepare_v2(sql, pragma, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		found = g_strdup((const char *)sqlite3_column_text(s, 0));
	if (!found)
		found = g_strdup(sqlite3_errmsg(sql));
	sqlite3_finalize(s);
	return found;
}

static bool is_whole(sqlite3 *sql, const char *pragma, const char *file, GError **err)
{
	char *found = looked_through(sql, pragma);
	bool good = !strcmp(found, "ok");
	if (!good)
		g_set_error(err, TNEWS_ERROR, ERR_STORE, _("%s is damaged: %s"), file,
			    found);
	g_free(found);
	return good;
}

/* --- backup --------------------------------------------------------------------- */

static bool add_conf(sqlite3 *sql, const char *conf, const char *file, GError **err)
{
	if (!conf)
		return true;
	if (!exec(sql, "CREATE TABLE backup_conf (text TEXT)", file, err))
		return false;
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(sql, "INSERT INTO backup_conf VALUES (?1)", -1, &s,
				      NULL);
	sqlite3_bind_text(s, 1, conf, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	sqlite3_finalize(s);
	return code == SQLITE_DONE || write_fault(err, file, sql, code);
}

static void fill_result(sqlite3 *sql, const char *file, struct backup_result *r)
{
	struct stat st;
	/* also those that are in no list: ignored, snoozed, of several feeds */
	r->stories = sql_number(sql, "SELECT count(*) FROM story WHERE NOT hidden&18", 0);
	r->feeds = sql_number(sql, "SELECT count(*) FROM feed WHERE subscribed", 0);
	r->bytes = stat(file, &st) == 0 ? (int64_t)st.st_size : 0;
}

/* One file that needs no log and no index of it. */
static bool write_copy(sqlite3 *from, const char *from_file, const char *name,
		       const char *file, const char *conf, struct backup_result *result,
		       GError **err)
{
	sqlite3 *to = NULL;
	int code = sqlite3_open_v2(name, &to, SQLITE_OPEN_READWRITE, NULL);
	bool good = code == SQLITE_OK || write_fault(err, file, to, code);
	good = good && copy_pages(from, from_file, to, file, &code, err) &&
	       exec(to, "PRAGMA journal_mode=DELETE", file, err) &&
	       add_conf(to, conf, file, err) &&
	       is_whole(to, "PRAGMA quick_check(1)", from_file, err);
	if (good && result)
		fill_result(to, name, result);
	sqlite3_close(to);
	if (good && !sync_file(name, O_RDONLY)) {
		good = fault(err, _("the copy cannot be written:"), file, SQLITE_IOERR,
			     errno);
	}
	return good;
}

/* From its temporary name to its own; without replace never over something else. */
static bool put_in_place(const char *name, const char *file, bool replace, GError **err)
{
	bool good = replace ? rename(name, file) == 0 : link(name, file) == 0;
	if (!good && !replace && errno != EEXIST && access(file, F_OK) != 0)
		good = rename(name, file) == 0; /* a file system without links */
	if (!good && errno == EEXIST)
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("%s is there already; \"backup --force\" replaces it"),
			    file);
	else if (!good)
		fault(err, _("the copy cannot be written:"), file, SQLITE_IOERR, errno);
	sync_folder_of(file);
	return good;
}

static bool copy_to(struct db *db, const char *file, const char *conf, bool replace,
		    struct backup_result *result, GError **err)
{
	struct stat st;
	if (lstat(file, &st) == 0 && (!replace || !S_ISREG(st.st_mode))) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    S_ISREG(st.st_mode)
				    ? _("%s is there already; \"backup --force\" "
					"replaces it")
				    : _("%s is no regular file"),
			    file);
		return false;
	}
	char *name = g_strconcat(file, ".new-XXXXXX", NULL);
	int fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
	bool good = fd >= 0 || fault(err, _("the copy cannot be written:"), file,
				     SQLITE_IOERR, errno);
	if (fd >= 0) {
		close(fd);
		good = write_copy(db->sql, db->path, name, file, conf, result, err) &&
		       put_in_place(name, file, replace, err);
		unlink(name);
		/* Left behind if the disk was full in the middle. */
		char *journal = g_strconcat(name, "-journal", NULL);
		unlink(journal);
		g_free(journal);
	}
	g_free(name);
	return good;
}

bool backup_write(const char *dir, const char *file, const char *conf, bool replace,
		  struct backup_result *result, GError **err)
{
	*result = (struct backup_result){0};
	struct db *db = db_open(dir, DB_READ, err);
	if (!db)
		return false;
	bool good = copy_to(db, file, conf, replace, result, err);
	db_close(db);
	return good;
}

/* --- restore -------------------------------------------------------------------- */

/* What is on the way into the store. */
struct restore {
	const char *dir, *file;
	char *temp_dir, *temp; /* the new store, in a folder of its own */
	char *store;
};

/* Another process has the store open: SQLite holds a lock on the file as long as a
 * program that uses the log lives. Asked before this process opens it: closing a file
 * drops all locks that a process has on it. */
static bool in_use(const char *store)
{
	int fd = open(store, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	struct flock lock = {.l_type = F_WRLCK,
			     .l_whence = SEEK_SET,
			     .l_start = LOCKS_AT,
			     .l_len = LOCKS_LENGTH};
	bool used = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(fd);
	return used;
}

static bool check_backup(sqlite3 *sql, const char *file, GError **err)
{
	int64_t version = sql_number(sql, "PRAGMA user_version", 0);
	if (sql_number(sql, "PRAGMA application_id", 0) != STORE_APPLICATION ||
	    version < 1) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("%s is no backup of tnews; the store was left as it is"),
			    file);
		return false;
	}
	if (version > STORE_VERSION) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the backup %s was written by a later tnews (its version "
			      "is %d, this program knows %d); the store was left as it "
			      "is"),
			    file, (int)version, STORE_VERSION);
		return false;
	}
	if (sql_number(sql,
		       "SELECT count(*) FROM sqlite_schema WHERE type='view'"
		       " OR (type='trigger' AND name<>'story_gone')",
		       1)) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("%s is no backup of tnews: it holds programs; the store "
			      "was left as it is"),
			    file);
		return false;
	}
	return is_whole(sql, "PRAGMA integrity_check(1)", file, err);
}

static sqlite3 *open_backup(const char *file, GError **err)
{
	struct stat st;
	if (stat(file, &st) != 0 || !S_ISREG(st.st_mode)) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the backup %s cannot be read: %s"), file,
			    S_ISREG(st.st_mode) ? g_strerror(errno)
						: _("it is no regular file"));
		return NULL;
	}
	char *wal = g_strconcat(file, "-wal", NULL);
	char *escaped = g_uri_escape_string(file, "/", TRUE);
	bool alone = stat(wal, &st) != 0 || st.st_size == 0;
	char *uri = g_strconcat("file:", escaped, alone ? "?immutable=1" : "", NULL);
	sqlite3 *sql = NULL;
	int code = sqlite3_open_v2(uri, &sql, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
				   NULL);
	if (code == SQLITE_OK) {
		sqlite3_db_config(sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_db_config(sql, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	} else {
		fault(err, _("the backup cannot be read:"), file, code,
		      sqlite3_system_errno(sql));
		sqlite3_close(sql);
		sql = NULL;
	}
	g_free(uri);
	g_free(escaped);
	g_free(wal);
	return sql;
}

static bool make_temp(struct restore *r, GError **err)
{
	if (g_mkdir_with_parents(r->dir, 0700) == 0) {
		r->temp_dir = g_build_filename(r->dir, "restore-XXXXXX", NULL);
		if (g_mkdtemp_full(r->temp_dir, 0700)) {
			r->temp = g_build_filename(r->temp_dir, "store.db", NULL);
			return true;
		}
		g_clear_pointer(&r->temp_dir, g_free);
	}
	return fault(err, _("the folder of the store cannot be written:"), r->dir,
		     SQLITE_IOERR, errno);
}

static void remove_temp(struct restore *r)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; r->temp && i < G_N_ELEMENTS(ends); i++) {
		char *name = g_strconcat(r->temp, ends[i], NULL);
		unlink(name);
		g_free(name);
	}
	if (r->temp_dir)
		rmdir(r->temp_dir);
	g_free(r->temp_dir);
	g_free(r->temp);
	g_free(r->store);
}

static void take_conf(struct db *db, struct backup_result *result)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db->sql, "SELECT text FROM backup_conf", -1, &s, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		result->conf = g_strdup((const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	sqlite3_exec(db->sql, "DROP TABLE IF EXISTS backup_conf", NULL, NULL, NULL);
}

/* Everything that tnews asks of a store must be there. */
static bool has_tables(struct db *db, const char *file, GError **err)
{
	static const char *const reads[] = {
		"SELECT key,value FROM meta",
		"SELECT id,url,subscribed,unread,total,starred FROM feed",
		"SELECT id,feed,date,unread,hidden,marks,digest,types FROM story",
		"SELECT id,summary,content,fulltext,links FROM body",
		"SELECT t.id,x.story FROM tag t JOIN story_tag x ON x.tag=t.id",
		"SELECT story,text FROM note",
		"SELECT story FROM place",
		"SELECT story FROM former",
		"SELECT c.id,p.ids FROM change c JOIN change_part p ON p.change=c.id",
		"SELECT id,title,categories,fulltext FROM reindex",
		"SELECT story,until FROM snooze",
		"SELECT story,feed,day,link,title FROM twin",
		"SELECT story,first FROM same",
		"SELECT id,stories,bytes FROM dictionary",
		"SELECT count(*) FROM words_docsize"};
	for (size_t i = 0; i < G_N_ELEMENTS(reads); i++) {
		sqlite3_stmt *s = NULL;
		int code = sqlite3_prepare_v2(db->sql, reads[i], -1, &s, NULL);
		sqlite3_finalize(s);
		if (code != SQLITE_OK) {
			g_set_error(err, TNEWS_ERROR, ERR_STORE,
				    _("%s is no backup of tnews: tables are missing; the "
				      "store was left as it is"),
				    file);
			return false;
		}
	}
	return true;
}

/* The backup as a store of this version, in the temporary folder. */
static bool prepare(struct restore *r, struct backup_result *result, GError **err)
{
	sqlite3 *from = open_backup(r->file, err), *to = NULL;
	if (!from)
		return false;
	int code;
	bool good = check_backup(from, r->file, err) && make_temp(r, err);
	if (good) {
		code = sqlite3_open_v2(r->temp, &to,
				       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
		good = code == SQLITE_OK || write_fault(err, r->temp, to, code);
	}
	good = good && copy_pages(from, r->file, to, r->temp, &code, err) &&
	       exec(to, "DROP TRIGGER IF EXISTS story_gone", r->temp, err) &&
	       exec(to, "PRAGMA journal_mode=WAL", r->temp, err);
	sqlite3_close(to);
	sqlite3_close(from);
	if (!good || chmod(r->temp, 0600) != 0)
		return false;
	struct db *db = db_open(r->temp_dir, DB_WRITE, err);
	if (!db)
		return false;
	take_conf(db, result);
	good = exec(db->sql, STORY_GONE_TRIGGER, r->file, err) &&
	       has_tables(db, r->file, err);
	fill_result(db->sql, r->file, result);
	db->wal_pages = 1;
	db_checkpoint(db, true);
	db_close(db);
	return good && (sync_file(r->temp, O_RDONLY) ||
			write_fault(err, r->temp, NULL, SQLITE_IOERR));
}

/* Into a store that can be opened. False without err: it has to be moved aside. */
static bool pour(struct restore *r, struct backup_result *result, GError **err)
{
	GError *cause = NULL;
	struct db *db = db_open(r->dir, DB_WRITE, &cause);
	sqlite3 *from = NULL;
	bool good = db != NULL;
	/* One that cannot even be counted is no empty one. */
	if (good && sql_number(db->sql, "SELECT count(*) FROM feed", 1)) {
		result->kept = g_build_filename(r->dir, "before-restore.db", NULL);
		good = copy_to(db, result->kept, NULL, true, NULL, &cause);
	}
	int code = good ? sqlite3_open_v2(r->temp, &from, SQLITE_OPEN_READONLY, NULL)
			: SQLITE_OK;
	good = good && code == SQLITE_OK &&
	       copy_pages(from, r->temp, db->sql, r->store, &code, &cause);
	sqlite3_close(from);
	if (good) {
		db->wal_pages = 1;
		db_checkpoint(db, true);
		good = sync_file(r->store, O_RDONLY);
	}
	db_close(db);
	if (!good)
		backup_result_clear(&(struct backup_result){.kept = result->kept});
	if (!good)
		result->kept = NULL;
	/* A full disk is no reason to move anything. */
	if (!good && (code & 0xFF) == SQLITE_FULL)
		g_propagate_error(err, g_steal_pointer(&cause));
	g_clear_error(&cause);
	return good;
}

static bool move_file(const char *from, const char *to, const char *end)
{
	char *a = g_strconcat(from, end, NULL), *b = g_strconcat(to, end, NULL);
	bool good = rename(a, b) == 0 || errno == ENOENT;
	g_free(a);
	g_free(b);
	return good;
}

/* The store is moved aside with its log, and the new one takes its name at once. */
static bool swap(struct restore *r, struct backup_result *result, GError **err)
{
	char *aside = g_strdup_printf("%s.damaged-%" G_GINT64_FORMAT, r->store,
				      clock_now());
	bool there = access(r->store, F_OK) == 0;
	bool good = move_file(r->store, aside, "-wal") &&
		    move_file(r->store, aside, "-shm");
	if (good && there && link(r->store, aside) != 0)
		good = rename(r->store, aside) == 0;
	good = good && rename(r->temp, r->store) == 0;
	if (!good)
		fault(err, _("the store cannot be replaced:"), r->store, SQLITE_IOERR,
		      errno);
	else if (there)
		result->kept = g_steal_pointer(&aside);
	sync_folder_of(r->store);
	g_free(aside);
	return good;
}

bool backup_restore(const char *dir, const char *file, struct backup_result *result,
		    GError **err)
{
	*result = (struct backup_result){0};
	struct restore r = {.dir = dir, .file = file};
	r.store = g_build_filename(dir, "store.db", NULL);
	int alone = claims_alone(dir);
	bool good = !in_use(r.store);
	if (!good)
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("a program is using the store %s; end it, then restore "
			      "again"),
			    r.store);
	good = good && prepare(&r, result, err);
	GError *cause = NULL;
	if (good && !pour(&r, result, &cause))
		good = !cause && swap(&r, result, &cause);
	if (cause)
		g_propagate_error(err, cause);
	remove_temp(&r);
	if (alone >= 0)
		close(alone);
	return good;
}
