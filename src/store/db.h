/* SPDX-License-Identifier: GPL-3.0-or-later */
/* db: the SQLite file: opening, pragmas, statements, transactions. security.md 5.6.
 *
 * A struct db belongs to one thread. Any number of processes may use one store: WAL,
 * BEGIN IMMEDIATE for every writer, a busy timeout, short transactions, no statement kept
 * open between calls. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct db;

enum db_mode {
	DB_WRITE,  /* made and migrated if need be */
	DB_READ,   /* must exist; a read-only folder is fine */
};

/* dir: the data folder, made with 0700. NULL with ERR_STORE: a sentence that says what
 * is wrong and the way out (later version, damaged, not writable, full disk).
 * DB_READ on a store that does not exist yet makes an empty one if it can. */
struct db *db_open(const char *dir, enum db_mode mode, GError **err);
/* For `status`: never makes, migrates or waits. NULL without err if there is none. */
struct db *db_open_quick(const char *dir, GError **err);
void db_close(struct db *db);

bool db_begin(struct db *db, GError **err);   /* BEGIN IMMEDIATE */
/* durable: synced before it returns, for acts of the user. */
bool db_commit(struct db *db, bool durable, GError **err);
void db_rollback(struct db *db);
/* Changes that other processes or connections committed since the last call. */
bool db_changed(struct db *db);
/* A running statement of this db stops with ERR_CANCELLED once *number != expected.
 * number NULL: never. Read atomically. */
void db_cancel_on(struct db *db, const int *number, int expected);
/* Checkpoints as security.md 5.6 wants; cheap when there is nothing to do. */
void db_checkpoint(struct db *db, bool now);
/* Where the file is; borrowed. */
const char *db_path(const struct db *db);

#endif
