/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack: texts of stories, compressed in their columns.
 *
 * A column holds the text itself, or a blob: one frame of zstd, with a dictionary whose
 * number it names (0: none). Dictionaries are made of the store's own stories, stay for
 * ever and are never changed, so whatever was written can be read. In SQL
 * "unpacked(column)" is the text of either form. */
#ifndef STORE_PACK_H
#define STORE_PACK_H

#include "store/db.h"
#include "store/packer.h"

struct pack;
struct sqlite3_context;
struct sqlite3_stmt;
struct sqlite3_value;

enum {
	PACK_LEVEL = 2,
	PACK_FIRST_AT = 400,	 /* stories, when the first dictionary is made */
	PACK_LARGEST = 64 << 20, /* bytes, as SQLite's own limit, see db.c */
};

/* Inside the transaction that writes: from here on texts are packed with the newest
 * dictionary that this transaction sees. */
bool pack_begin(struct db *db, GError **err);
/* Binds text (NULL: null), packed where that makes it smaller. ahead: what a packer made
 * of it already, or NULL; used, and then borrowed until the statement is reset, if it was
 * made with the dictionary that would be used here. */
void pack_bind(struct db *db, struct sqlite3_stmt *s, int i, const char *text,
	       const struct packed *ahead);
/* The newest dictionary, for a packer; NULL: there is none, or err is set. */
GBytes *pack_dictionary(struct db *db, GError **err);

/* Makes a dictionary in a transaction of its own when the store has grown so far that one
 * is due, and says so (learned may be NULL); otherwise costs nothing. */
bool pack_learn(struct db *db, bool *learned, GError **err);

/* unpacked(x), nothing if it is damaged; can_unpack(x): whether it is not. */
void pack_function(struct sqlite3_context *c, int n, struct sqlite3_value **args);
void pack_test(struct sqlite3_context *c, int n, struct sqlite3_value **args);
/* How many texts were found damaged by this connection. */
size_t pack_failures(struct db *db);
void pack_free(struct pack *p);

#endif
