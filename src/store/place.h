/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place: where the reader was in a story, and what it said before it was changed. */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include "store/db.h"
#include "util/arena.h"

/* The place (anchor of a line, see wire/page.h) where a story was left at `now`; in a
 * transaction of its own. A story that is gone has none. */
bool place_set(struct db *db, int64_t story, uint32_t anchor, int64_t now, GError **err);
/* Inside of ingesting: what the story says now is kept before it is changed to text (HTML
 * or NULL), unless its words stay the same. What was not looked at since the last change
 * is passed over: compared is with what was read. *kept: whether it says something else. */
bool place_keep_former(struct db *db, int64_t story, const char *text, int64_t now,
		       bool *kept, GError **err);
/* What the story said before, HTML in arena; NULL if it was never changed. */
const char *place_former(struct db *db, int64_t story, struct arena *arena, GError **err);

#endif
