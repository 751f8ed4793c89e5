/* SPDX-License-Identifier: GPL-3.0-or-later */
/* readon: what Space does next, the way back, and when a story counts as read. */
#ifndef UI_READON_H
#define UI_READON_H

#include "ui/state.h"

struct readon *readon_new(void);
void readon_free(struct readon *r);
void readon_space(struct ui *ui);
void readon_back(struct ui *ui);
/* Next or previous unread story of the list, then of the next section. */
void readon_next_unread(struct ui *ui, int dir);
/* The story is about to be left. */
void readon_left(struct ui *ui);
/* Rows came: what waited for them is decided. */
void readon_rows(struct ui *ui);
/* At the end of each turn: does what is shown count as read now? */
void readon_check(struct ui *ui);
/* A story counts as read for a reason of its own (opened in the browser). */
void readon_opened(struct ui *ui, int64_t id);

#endif
