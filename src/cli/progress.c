/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar on standard error: "[#####.....] 12/24 text", drawn over itself. */
#include "cli/progress.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text/width.h"
#include "util/clock.h"
#include "util/window.h"

enum { BAR = 30, INTERVAL_US = 100000 };

void progress_init(struct progress *p, bool quiet, const char *window)
{
	const char *term = g_getenv("TERM");
	*p = (struct progress){
		.shown = !quiet && isatty(STDERR_FILENO) && term &&
			 strcmp(term, "dumb") != 0,
	};
	p->window = p->shown && window_shows_progress(window);
}

static int columns(void)
{
	struct winsize size;
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

void progress_draw(struct progress *p, size_t done, size_t total, const char *text)
{
	int64_t now = clock_mono_us();
	if (!p->shown || (p->drawn && done < total && now - p->drawn_us < INTERVAL_US))
		return;
	size_t full = total ? done * BAR / total : 0;
	GString *line = g_string_new("[");
	for (size_t i = 0; i < BAR; i++)
		g_string_append_c(line, i < full ? '#' : '.');
	g_string_append_printf(line, "] %zu/%zu %s", done, total, text);
	char *cut = width_cut(line->str, columns() - 1);
	fprintf(stderr, "\r%s\033[K", cut);
	if (p->window) {
		char *sequence = window_progress(total ? (int)(done * 100 / total) : 0);
		fputs(sequence, stderr);
		g_free(sequence);
	}
	fflush(stderr);
	g_free(cut);
	g_string_free(line, TRUE);
	p->drawn = true;
	p->drawn_us = now;
}

void progress_clear(struct progress *p)
{
	if (!p->drawn)
		return;
	fputs("\r\033[K", stderr);
	if (p->window) {
		char *sequence = window_progress(-1);
		fputs(sequence, stderr);
		g_free(sequence);
	}
	p->drawn = false;
}
