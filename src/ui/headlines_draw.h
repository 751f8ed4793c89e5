/* SPDX-License-Identifier: GPL-3.0-or-later */
/* headlines_draw: how rows look; heights of rows, and which row is where. */
#ifndef UI_HEADLINES_DRAW_H
#define UI_HEADLINES_DRAW_H

#include "ui/state.h"

void headlines_draw(struct ui *ui, struct canvas *c, struct rect body);
char *headlines_title(struct ui *ui);
char *headlines_title_right(struct ui *ui);
/* How many rows fit into the pane from a place on. */
size_t headlines_fit(struct ui *ui, size_t from);
/* The place of the row at a cell row of the screen; SIZE_MAX none. */
size_t headlines_at(struct ui *ui, int y);
/* Clicks on the star, the mark, a tag of a row. */
void headlines_click_at(struct ui *ui, size_t at, int x);
/* "newest", "oldest", "title", ... */
const char *sort_word(const char *sort);

#endif
