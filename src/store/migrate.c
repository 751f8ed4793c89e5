/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new store is made under another name and appears whole under its own: so an empty or
 * half file is always damage, and two first starts at once agree. Older stores are brought
 * up step by step, each step in the one transaction. */
#include "store/db_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "store/words.h"
#include "util/error.h"
#include "util/i18n.h"

/* Larger pages make the file smaller; see bench/make-store. */
#define PAGE_SIZE "16384"

static const char schema[] =
#include "store/schema_sql.h"
	;

/* What leads from version N to N + 1; the store of version 1 is the oldest. */
static const char *const steps[STORE_VERSION] = {
	NULL,
	/* 1: when feeds are asked, and what came of it */
	"ALTER TABLE feed ADD COLUMN held INTEGER;"
	"ALTER TABLE feed ADD COLUMN hint INTEGER NOT NULL DEFAULT -1;"
	"ALTER TABLE feed ADD COLUMN skip INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE feed ADD COLUMN pace_from INTEGER;"
	"ALTER TABLE feed ADD COLUMN pace_n INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE feed ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE feed ADD COLUMN elapsed INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE feed ADD COLUMN history TEXT;",
	/* 2: places in stories, what they said before */
	"CREATE TABLE place (story INTEGER PRIMARY KEY REFERENCES story (id),"
	"anchor INTEGER NOT NULL, at INTEGER NOT NULL);"
	"CREATE TABLE former (story INTEGER PRIMARY KEY REFERENCES story (id),"
	"at INTEGER NOT NULL, title TEXT, text TEXT);",
	/* 3: packed texts; what stands there stays as it is */
	"CREATE TABLE dictionary (id INTEGER PRIMARY KEY, stories INTEGER NOT NULL,"
	"bytes BLOB NOT NULL);",
	/* 4: categories and languages in the index, which is made anew while tnews is
	 * used; snoozed stories; stories of several feeds */
	"DROP TABLE words; DROP TABLE reindex;"
	"CREATE VIRTUAL TABLE words USING fts5 (title, author, body, link, category,"
	"language, content='', tokenize='tnews');"
	"CREATE TABLE reindex (id INTEGER PRIMARY KEY, title TEXT, author TEXT,"
	"link TEXT, categories TEXT, language TEXT, summary TEXT, content TEXT,"
	"fulltext TEXT);"
	"DELETE FROM meta WHERE key='indexed';"
	"CREATE TABLE snooze (story INTEGER PRIMARY KEY REFERENCES story (id),"
	"until INTEGER NOT NULL);"
	"CREATE TABLE twin (day INTEGER NOT NULL, key INTEGER NOT NULL,"
	"story INTEGER NOT NULL, PRIMARY KEY (day, key, story)) WITHOUT ROWID;"
	"CREATE TABLE same (story INTEGER PRIMARY KEY REFERENCES story (id),"
	"first INTEGER NOT NULL REFERENCES story (id));"
	"CREATE INDEX same_first ON same (first);"
	"DROP TRIGGER IF EXISTS story_gone;" STORY_GONE_TRIGGER,
	/* 5: an index without the places of words, half as large: phrases are looked for in
	 * the stories that have their words */
	"DROP TABLE words; DELETE FROM reindex; DELETE FROM meta WHERE key='indexed';"
	"CREATE VIRTUAL TABLE words USING fts5 (title, author, body, link, category,"
	"language, content='', detail=column, tokenize='tnews');",
	/* 6: what stories of several feeds are known by, in the order of their arrival;
	 * filled by those that come */
	"DROP TABLE twin; CREATE TABLE twin (story INTEGER PRIMARY KEY,"
	"feed INTEGER NOT NULL, day INTEGER NOT NULL, link INTEGER NOT NULL,"
	"title INTEGER NOT NULL);",
};

static bool file_fault(const char *path, GError **err)
{
	g_set_error(err, TNEWS_ERROR, ERR_STORE, _("the store %s cannot be made: %s"),
		    path, g_strerror(errno));
	return false;
}

const char *migrate_remote(const char *path)
{
	static const struct {
		unsigned long type;
		const char *name;
	} remote[] = {{0x6969, "NFS"},
		      {0xFF534D42, "CIFS"},
		      {0xFE534D42, "SMB2"},
		      {0x517B, "SMB"},
		      {0x01021997, "9p"}};
	struct statfs fs;
	if (statfs(path, &fs) != 0)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(remote); i++)
		if (((unsigned long)fs.f_type & 0xFFFFFFFF) == remote[i].type)
			return remote[i].name;
	return NULL;
}

/* name: the file that will be the store at path. */
static bool fill(const char *name, const char *path, GError **err)
{
	struct db db = {.path = (char *)path, .mode = DB_WRITE, .claims = -1};
	char *numbers =
		g_strdup_printf("PRAGMA application_id=%d;PRAGMA user_version=%d;",
				STORE_APPLICATION, STORE_VERSION);
	const char *const parts[] = {"PRAGMA page_size=" PAGE_SIZE
				     ";PRAGMA auto_vacuum=INCREMENTAL;PRAGMA "
				     "journal_mode=DELETE;BEGIN IMMEDIATE;",
				     schema, numbers, "COMMIT;PRAGMA journal_mode=WAL;"};
	bool good = true;
	int code = sqlite3_open_v2(name, &db.sql, SQLITE_OPEN_READWRITE, NULL);
	good = code == SQLITE_OK && words_register(&db, err);
	for (size_t i = 0; good && i < G_N_ELEMENTS(parts); i++) {
		code = sqlite3_exec(db.sql, parts[i], NULL, NULL, NULL);
		good = code == SQLITE_OK;
	}
	if (!good)
		db_fail(&db, code, err);
	sqlite3_close(db.sql);
	words_free(db.words);
	g_free(numbers);
	return good;
}

static void sync_folder(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

/* A log without its store would be played into the new one. */
static bool no_stray_log(const char *path, GError **err)
{
	char *wal = g_strconcat(path, "-wal", NULL);
	struct stat st;
	bool stray = stat(wal, &st) == 0 && st.st_size > 0 && access(path, F_OK) != 0;
	if (stray)
		g_set_error(
			err, TNEWS_ERROR, ERR_STORE,
			_("the store %s is missing, but its log %s is there; bring a "
			  "backup back with \"tnews restore BACKUP\", or move the log "
			  "away to begin anew"),
			path, wal);
	g_free(wal);
	return !stray;
}

bool migrate_create(const char *dir, const char *path, GError **err)
{
	if (!no_stray_log(path, err))
		return false;
	char *name = g_strdup_printf("%s.new-XXXXXX", path);
	int fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
	bool good = fd >= 0 || file_fault(path, err);
	if (fd >= 0)
		close(fd);
	if (good && fill(name, path, err)) {
		/* Somebody else may have been faster: then theirs is the store. */
		good = link(name, path) == 0 || errno == EEXIST || file_fault(path, err);
		sync_folder(dir);
	} else {
		good = false;
	}
	if (fd >= 0)
		unlink(name);
	g_free(name);
	return good;
}

bool migrate_open(struct db *db, int version, GError **err)
{
	if (db->mode != DB_WRITE && sqlite3_db_readonly(db->sql, "main")) {
		g_set_error(err, TNEWS_ERROR, ERR_STORE,
			    _("the store %s is of an older version and its folder is "
			      "read-only; run tnews once where it can be written"),
			    db->path);
		return false;
	}
	sqlite3_exec(db->sql, "PRAGMA query_only=OFF", NULL, NULL, NULL);
	if (!words_register(db, err) || !db_begin(db, err))
		return false;
	/* While this waited, another process may have done it. */
	int64_t now = version;
	bool good = db_int(db, &now, version, err, "PRAGMA user_version", "");
	for (; good && now < STORE_VERSION; now++) {
		char *number = g_strdup_printf("PRAGMA user_version=%d", (int)now + 1);
		int code = sqlite3_exec(db->sql, steps[now], NULL, NULL, NULL);
		if (code == SQLITE_OK)
			code = sqlite3_exec(db->sql, number, NULL, NULL, NULL);
		good = code == SQLITE_OK || db_fail(db, code, err);
		g_free(number);
	}
	if (!good)
		db_rollback(db);
	good = good && db_commit(db, true, err);
	if (db->mode != DB_WRITE)
		sqlite3_exec(db->sql, "PRAGMA query_only=ON", NULL, NULL, NULL);
	return good;
}
