/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lists: subscriptions from other programs and for them, `:import` and `:export`. */
#ifndef UI_LISTS_H
#define UI_LISTS_H

#include "ui/state.h"

void lists_import(struct ui *ui, const char *path);
void lists_export(struct ui *ui, const char *path);
/* A file was read or written; false: it is another event. */
bool lists_event(struct ui *ui, struct event *e);

#endif
