/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity: which stored story an item of a feed is.
 *
 * Its id in this feed decides, else its link, else title and date. Publishers change all
 * ids, all links or both at once; then the other still says who is who. Another feed's
 * stories are never looked at. */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "store/db_private.h"
#include "wire/feed.h"

struct identity;

/* An item as it is found in the store. */
struct match {
	int64_t id;	 /* 0: new */
	uint64_t digest; /* of the stored one */
	uint64_t key;	 /* what its id is to be known by from now on */
	uint64_t link_key;
	bool rekeyed; /* the stored key is another */
	bool twice;   /* the document holds it twice; this one is to be left out */
};

/* Matches all items of f; result in document order, f->n_items of them, to be freed with
 * g_free. NULL with err. */
struct match *identity_match(struct db *db, int64_t feed, const struct feed *f,
			     GError **err);

#endif
