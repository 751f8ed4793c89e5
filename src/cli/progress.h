/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress: a bar on standard error, if that is a terminal. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool window; /* its frame shows it, too */
	bool shown; /* there is a terminal, and quiet was not asked for */
	bool drawn; /* the line is on the screen */
	int64_t drawn_us;
};

/* window: the setting window-progress. */
void progress_init(struct progress *p, bool quiet, const char *window);
/* text: what stands behind the bar. Drawn ten times a second at most, and at the end. */
void progress_draw(struct progress *p, size_t done, size_t total, const char *text);
/* Takes the bar away, so that a line can be said. */
void progress_clear(struct progress *p);

#endif
