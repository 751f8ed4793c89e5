/* SPDX-License-Identifier: GPL-3.0-or-later */
/* search: the text index. It runs behind: stories beyond its mark are scanned by every
 * search, so a search is always complete. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/db.h"

/* Indexes at most n stories beyond the mark, in a transaction of its own. *left: whether
 * there is more. Newest last: the mark rises with the ids. */
bool search_index(struct db *db, size_t n, bool *left, GError **err);
/* When all is indexed: one step, a transaction of its own, to the smallest index and file:
 * once the store has grown by half its parts are merged into one, and the file gives back
 * pages that are free. *left: whether there is more to do. */
bool search_tidy(struct db *db, bool *left, GError **err);
/* Inside a transaction, before a story changes: what the index holds of it is kept until
 * it is taken out. */
bool search_keep(struct db *db, int64_t id, GError **err);
/* How many stories the index lacks; a cheap estimate. */
int64_t search_lag(struct db *db);
/* Inside a transaction: the words of a story that is about to go leave the index. */
bool search_take_out(struct db *db, int64_t id, GError **err);

#endif
