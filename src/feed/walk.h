/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk: the stack of open elements of an XML feed; see read.h. */
#ifndef FEED_WALK_H
#define FEED_WALK_H

#include "feed/read.h"

/* An attribute as the parser gives it; value is not NUL-terminated. */
struct raw_attr {
	const char *name, *prefix, *uri;
	const char *value;
	size_t n_value;
};

struct walk *walk_new(struct reader *r);
void walk_free(struct walk *w);

void walk_start(struct walk *w, const char *name, const char *prefix, const char *uri,
		const struct raw_attr *attrs, size_t n_attrs, int line);
void walk_text(struct walk *w, const char *text, size_t n);
void walk_end(struct walk *w);
/* Whether an element is open, so that text has a place. */
bool walk_is_open(const struct walk *w);
/* Closes what is still open. */
void walk_finish(struct walk *w);

/* Once a process: the table of elements.def. */
void walk_init(void);
/* The rule for an element, or NULL. name: any case. */
const struct rule *walk_rule(enum ns ns, const char *name, enum inside inside);

#endif
