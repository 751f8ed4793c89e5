/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snippet: the piece of a story's text in which what was searched for stands. */
#ifndef STORE_SNIPPET_H
#define STORE_SNIPPET_H

#include "query/query.h"
#include "store/db.h"
#include "store/story.h"

struct snippets;

/* NULL: the query asks for no text. */
struct snippets *snippets_new(struct db *db, const struct query *q);
void snippets_free(struct snippets *s);
/* One line around the first hit in the body of the story, in arena; *from and *to, which
 * may be NULL, are where the hit stands in it. NULL: there is none, as when it stands in
 * the title. */
const char *snippets_of(struct snippets *s, int64_t id, struct arena *arena, size_t *from,
			size_t *to);

#endif
