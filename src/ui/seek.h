/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seek: looks for a row in a list whose rows are not all here. Rows that are known are
 * looked at at once; the others are asked for in large pieces, so the loop goes on and
 * any key stops the search. */
#ifndef UI_SEEK_H
#define UI_SEEK_H

#include "ui/state.h"

enum seek_what { SEEK_UNREAD, SEEK_STARRED, SEEK_TITLE };

/* From place `from` in direction dir; round: goes on at the other end. found gets the
 * place in the list. Both are called at once if the answer is known. none may be NULL. */
void seek_start(struct ui *ui, enum seek_what what, const char *needle, size_t from,
		int dir, bool round, void (*found)(struct ui *ui, size_t at),
		void (*none)(struct ui *ui));
void seek_cancel(struct ui *ui);
bool seek_event(struct ui *ui, struct event *e);

#endif
