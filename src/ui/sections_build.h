/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_build: the lines of the sections pane from the file, the counts, the folds;
 * and how they are drawn. */
#ifndef UI_SECTIONS_BUILD_H
#define UI_SECTIONS_BUILD_H

#include "ui/sections.h"

/* struct place, with place_free. */
GPtrArray *sections_build(struct ui *ui);
void place_free(gpointer place);
char *sections_feed_key(const struct section *section, const struct sub *sub);
bool sections_has_unread(struct ui *ui, const struct section *section);
void sections_draw(struct ui *ui, struct canvas *c, struct rect body);

#endif
