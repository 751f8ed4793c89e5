/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: what was changed between two versions of a story. */
#ifndef HTML_COMPARE_H
#define HTML_COMPARE_H

#include "html/node.h"
#include "util/arena.h"

/* Marks in root, whose nodes live in arena, the words that former does not have
 * (TAG_TNEWS_NEW), and puts those that only former has where they stood (TAG_TNEWS_OLD).
 * Words alone count, not markup. Costs at most a bounded number of steps: where two
 * versions have little in common the middle is taken as replaced. */
void compare_mark(struct arena *arena, struct node *root, const struct node *former);

#endif
