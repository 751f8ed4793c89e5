/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules: the rules of the file in the panes: listed, tried, applied; and muting. */
#ifndef UI_RULES_H
#define UI_RULES_H

#include "ui/state.h"

/* :rules [list | test NAME | apply NAME] */
void rules_command(struct ui *ui, const char *rest);
/* :mute WORDS [until]: a rule that hides what comes with them, and what is unread of it. */
void mute_command(struct ui *ui, const char *rest);

#endif
