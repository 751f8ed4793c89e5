/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select: which elements a CSS selector means. Of the language: names, *, .class, #id,
 * [attribute], [attribute=value] and its ~= ^= $= *=, what is below (a blank) or right
 * below (>), lists with commas. A part of the list behind a minus sign is what is left
 * out. */
#ifndef HTML_SELECT_H
#define HTML_SELECT_H

#include <glib.h>
#include <stdbool.h>

#include "html/node.h"
#include "util/arena.h"

struct selector;

/* NULL with ERR_USAGE if it is no such selector. In arena. */
struct selector *selector_read(struct arena *arena, const char *text, GError **err);
/* Whether it means this element: 1; -1: a part of it that is left out; 0. */
int selector_match(const struct selector *s, const struct node *node);

#endif
