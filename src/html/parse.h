/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse: bytes -> tree, as the HTML standard says, within a budget of memory and of
 * processor time. */
#ifndef HTML_PARSE_H
#define HTML_PARSE_H

#include "html/node.h"

enum parse_flags {
	PARSE_STORY = 1 << 0, /* only what a story may show: no scripts, no styles, no
	                         attributes that clean would drop and render not read */
};

/* A whole document or a fragment of one, valid UTF-8, borrowed. The result is the html
 * element, in arena. NULL when the budget was passed: nested or broken in a way that
 * would cost too much. Comments are not kept; at most 200 attributes of an element. */
struct node *html_parse(struct arena *arena, const char *html, size_t n, unsigned flags);

#endif
