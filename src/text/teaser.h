/* SPDX-License-Identifier: GPL-3.0-or-later */
/* teaser: whether what a feed says of a story is only its beginning. No language and no
 * site is known: what counts is how the text ends, where its last link leads, how short
 * it is. */
#ifndef TEXT_TEASER_H
#define TEXT_TEASER_H

#include <stdbool.h>

struct teaser {
	const char *title; /* that the feed gives; NULL: none */
	const char *html;  /* what it says, or NULL */
	const char *link;  /* of the story; NULL: there is no page, so no teaser */
	bool summary;	   /* html is what it calls a summary, it has no other text */
	bool media;	   /* something to listen to or to watch is attached */
};

bool teaser_is(const struct teaser *t);

#endif
