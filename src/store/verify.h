/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify: is the store whole: integrity_check, foreign keys, index against rows,
 * counters against rows, permissions, version of SQLite. Repairs nothing by itself. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "store/db.h"

/* One sentence (char *) a fault in out; notices (an old SQLite, a network file system)
 * in notes. False only if it could not look. */
bool verify_store(const char *dir, GPtrArray *out, GPtrArray *notes, GError **err);
/* Rebuilds what can be: counters, text index. *lost: stories whose text cannot be read; it
 * is dropped, and stored again when their feeds bring it. */
bool verify_rebuild(struct db *db, size_t *lost, GError **err);

#endif
