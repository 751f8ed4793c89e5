/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jump: where one was before going elsewhere: lists with the story under the cursor. */
#ifndef UI_JUMP_H
#define UI_JUMP_H

#include "ui/state.h"

struct jumps *jumps_new(void);
void jumps_free(struct jumps *j);
/* Before going elsewhere: the place is kept, the way forward is forgotten. */
void jump_note(struct ui *ui);
/* n steps back (n < 0: forward). False if there is no step. */
bool jump_go(struct ui *ui, int n);

#endif
