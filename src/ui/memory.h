/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory: what the panes know of the last run: sizes that were set by hand, and which
 * hints are not needed any more. A file beside the store, read before the panes open and
 * written after they have closed. */
#ifndef UI_MEMORY_H
#define UI_MEMORY_H

#include "ui/state.h"

enum { HINT_LEARNED = 50 }; /* uses */

void memory_load(struct ui *ui);
void memory_save(struct ui *ui);
/* The key of that operation was pressed. */
void memory_used(struct ui *ui, enum op_id op);

#endif
