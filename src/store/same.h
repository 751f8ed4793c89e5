/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same: a story that several feeds have is listed once. It is the same if its link is, what
 * tracks readers taken off, or if its title is and it was published within two days. Found
 * when it arrives; the later one is hidden (HIDDEN_SAME) and never counted as new. What one
 * feed has several times says nothing of others. */
#ifndef STORE_SAME_H
#define STORE_SAME_H

#include "store/db.h"

/* SAME_TITLE: by title and by link. */
enum same_by { SAME_NEVER, SAME_LINK, SAME_TITLE };

struct same_keys {
	int64_t feed, day;
	int64_t keys[2]; /* of the link, of the title; 0 none */
};

/* Inside the transaction that stores a feed, once before its stories. */
bool same_begin(struct db *db, GError **err);
/* What a story that arrives is known by. title: NULL if it was made of the text; titles:
 * whether it counts. */
void same_keys(struct same_keys *k, bool titles, int64_t feed, int64_t date,
	       const char *link, const char *title);
/* The story of another feed that is the same and listed; 0 none. */
bool same_find(struct db *db, const struct same_keys *k, int64_t *first, GError **err);
/* Whether a story is hidden because of first. */
bool same_hides(const struct db *db, int64_t first);
/* Once story is stored: notes by what it is known, and what it is the same as. */
bool same_note(struct db *db, int64_t story, const struct same_keys *k, int64_t first,
	       GError **err);
/* A transaction was rolled back: what is remembered is read anew. */
void same_forget(struct db *db);
/* Inside a transaction: story is about to go, or was killed; one of those that were hidden
 * because of it is listed now (0: there was none). */
bool same_reveal(struct db *db, int64_t story, int64_t *listed, GError **err);
/* The same for those of ids that rules have killed. The stories that are listed now
 * (int64_t), whom no rule has seen. */
GArray *same_settle(struct db *db, const int64_t *ids, size_t n, GError **err);
/* By what stories are the same, as the setting says: what was found before is hidden or
 * listed accordingly. Its own transaction, if anything changes. */
bool same_set(struct db *db, enum same_by by, bool *changed, GError **err);
/* The stories that are this one in other feeds, itself left out (int64_t). */
GArray *same_of(struct db *db, int64_t story, GError **err);

/* The address without scheme, "www.", fragment, and what tracks readers; to be freed. */
char *same_link(const char *link);

#endif
