/* SPDX-License-Identifier: GPL-3.0-or-later */
/* headline: the headline that a story repeats at its start. */
#ifndef HTML_HEADLINE_H
#define HTML_HEADLINE_H

#include "html/node.h"

/* Takes title out of the very start of the story, where it is a block or a line of its
 * own: as it is, in other case or punctuation, with the site's name behind or before it;
 * twice at most. title is plain text. */
void headline_drop(struct node *root, const char *title);

#endif
