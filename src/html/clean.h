/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clean: what a story may contain, as a tree that can be written down again: for exports,
 * for the story taken out of a page. */
#ifndef HTML_CLEAN_H
#define HTML_CLEAN_H

#include "html/node.h"

/* Takes out of the tree below top: scripts, styles, templates, forms' fields, hidden
 * elements; elements that mean nothing leave their content; attributes that are not for
 * reading; addresses that are not harmless, data: among them. All others are made
 * absolute. New text lives in arena. */
void clean_tree(struct arena *arena, struct node *top, const char *base);

#endif
