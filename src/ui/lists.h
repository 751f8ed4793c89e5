/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lists: subscriptions from other programs and for them, `:import` and `:export`. */
#ifndef UI_LISTS_H
#define UI_LISTS_H

#include "conf/edit.h"
#include "ui/state.h"

void lists_import(struct ui *ui, const char *path);
/* Into the user's file, as one change; they are fetched. */
void lists_add(struct ui *ui, const struct conf_feed *feeds, size_t n);
void lists_export(struct ui *ui, const char *path);
/* A file was read or written; false: it is another event. */
bool lists_event(struct ui *ui, struct event *e);

#endif
