/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same: a story that several feeds have is listed once. It is the same if its link is, what
 * tracks readers taken off, or if its title is and it was published within two days. Found
 * when its words are indexed; the later one is hidden (HIDDEN_SAME). */
#ifndef STORE_SAME_H
#define STORE_SAME_H

#include "store/db.h"

/* SAME_TITLE: by title and by link. */
enum same_by { SAME_NEVER, SAME_LINK, SAME_TITLE };

/* Inside the transaction of the index: looks whether another feed has story, and notes by
 * what it is to be known. *found: whether it is hidden now. */
bool same_note(struct db *db, int64_t story, bool *found, GError **err);
/* Inside a transaction: story is about to go; what was hidden because of it is listed. */
bool same_reveal(struct db *db, int64_t story, GError **err);
/* By what stories are the same, as the setting says: what was found before is hidden or
 * listed accordingly. Its own transaction, if anything changes. */
bool same_set(struct db *db, enum same_by by, bool *changed, GError **err);
/* The stories that are this one in other feeds, itself left out (int64_t). */
GArray *same_of(struct db *db, int64_t story, GError **err);

/* The address without scheme, "www.", fragment, and what tracks readers; to be freed. */
char *same_link(const char *link);

#endif
