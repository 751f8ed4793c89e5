/* SPDX-License-Identifier: GPL-3.0-or-later */
/* welcome: the built-in section of a first start: a few stories that teach the keys, as
 * they are really bound, readable without a network. Their ids are below 0; nothing of
 * them is ever stored. */
#ifndef UI_WELCOME_H
#define UI_WELCOME_H

#include "ui/state.h"

void welcome_open(struct ui *ui, const char *name, const char *place);
const char *welcome_title(int64_t id);
/* A link of such a story that names an operation runs it; false: it is none. Stories of
 * feeds (id above 0) can run nothing. */
bool welcome_run(struct ui *ui, int64_t id, const char *url);
/* To be freed. */
char *welcome_html(struct ui *ui, int64_t id);

#endif
