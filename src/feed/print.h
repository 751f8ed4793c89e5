/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print: a feed as the JSON of `tnews parse`, whole (feed_print in feed.h) or item by
 * item, so that a large document need not be held three times. */
#ifndef FEED_PRINT_H
#define FEED_PRINT_H

#include "feed/feed.h"

/* Appends an item of the list; first: it is the first one. */
void print_item(GString *out, const struct item *item, bool first);
/* What belongs before and after the items, once all are printed. */
void print_around(GString *items, const struct feed *feed);

#endif
