/* SPDX-License-Identifier: GPL-3.0-or-later */
/* salvage: a new store from what can still be read of a damaged one. */
#ifndef STORE_SALVAGE_H
#define STORE_SALVAGE_H

#include "store/backup.h"

struct salvage {
	int64_t stories, feeds; /* that were saved */
	int64_t holes;		/* places of tables that could not be read */
	size_t lost;		/* stories that have lost their text */
	char *kept;		/* where the damaged store is now */
};

/* Whether the store of this version in dir has pages or indexes that are not as they must
 * be, but a beginning that can be read. */
bool salvage_needed(const char *dir);
/* Copies all rows that can be read into a new store, which takes the place of the damaged
 * one; that is kept beside it. No other program may be using the store. What was lost of
 * tables is asked again of the feeds. */
bool salvage_store(const char *dir, struct salvage *result, GError **err);

#endif
