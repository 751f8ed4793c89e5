/* SPDX-License-Identifier: GPL-3.0-or-later */
/* claims: who does what, among the programs that use one store: locks of a file beside it,
 * which end with the program that holds them, whatever happens to it. */
#ifndef STORE_CLAIMS_H
#define STORE_CLAIMS_H

#include "store/db.h"

/* What is claimed: a feed that is being fetched, by its id, or one of these. */
enum claim {
	CLAIM_INDEX = -1, /* a program completes the text index behind the others */
	CLAIM_ALONE = -2, /* one needs the store for itself: that one stops */
	CLAIM_WRITE = -3, /* some write, or wait until they may: that one lets them */
};

/* False: another has it. True, too, where the file cannot be written: then nobody can. */
bool claims_take(struct db *db, int64_t what);
void claims_drop(struct db *db, int64_t what);
/* Takes it beside others that share it. */
void claims_share(struct db *db, int64_t what);
/* Whether another has it. */
bool claims_taken(struct db *db, int64_t what);
/* Whether another fetches feeds or has CLAIM_WRITE. */
bool claims_busy(struct db *db);
/* Stops the program that completes the text index of the store in dir, and waits until it
 * has, a second at most. Until the returned descriptor (-1: none) is closed none begins. */
int claims_alone(const char *dir);

#endif
