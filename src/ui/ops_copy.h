/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops_copy: what is copied for the clipboard. */
#ifndef UI_OPS_COPY_H
#define UI_OPS_COPY_H

#include "ui/state.h"

/* Rows that were asked for to be copied; true if it took them. */
bool copy_event(struct ui *ui, struct event *e);
/* Appends a title with its link (or NULL) as a line of Markdown. */
void copy_markdown(GString *out, const char *title, const char *link);

#endif
