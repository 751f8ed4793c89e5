/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write: a tree as HTML. */
#ifndef HTML_WRITE_H
#define HTML_WRITE_H

#include "html/node.h"

/* Appends what is below top, with its tags (top's own not). The result is parsed to the
 * same tree again, if the tree was cleaned: it holds no raw text elements then. */
void write_html(GString *out, const struct node *top);

#endif
