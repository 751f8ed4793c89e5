/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change: one tag on or off many stories, with the counters that depend on it; what acts,
 * rules and undo are made of. Inside a transaction. */
#ifndef STORE_CHANGE_H
#define STORE_CHANGE_H

#include "store/db_private.h"

/* What stands for a tag in the journal when stories are deleted: no name of a tag. */
#define TAG_DELETED "-deleted"
/* Hides stories until a date: state_snooze. */
#define TAG_SNOOZED "snoozed"
/* The same for stories of several feeds; never in the journal. */
#define TAG_SAME "-same"

/* How the counters of feeds move; written by change_finish. */
struct change_set {
	struct db *db;
	GHashTable *deltas; /* int64_t feed: struct delta */
};

void change_begin(struct change_set *c, struct db *db);
/* Puts the tag on the stories of ids, or takes it off. Those that are different now are
 * appended to changed (int64_t, may be NULL). */
bool change_tag(struct change_set *c, const char *tag, bool added, const int64_t *ids,
		size_t n, GArray *changed, GError **err);
/* Writes the counters and clears c, also after a failure (then nothing is written). */
bool change_finish(struct change_set *c, bool good, GError **err);

/* Appends the first column of all rows of s (NULL: false) to ids (int64_t). */
bool ids_gather(struct db *db, sqlite3_stmt *s, GArray *ids, GError **err);
/* Sorts ids and drops doubles. */
void ids_sort(GArray *ids);
/* Sorted ids as gaps and runs, in numbers of 7 bits a byte, and back. */
GByteArray *ids_pack(const GArray *ids);
GArray *ids_unpack(const uint8_t *bytes, size_t n);

#endif
