/* SPDX-License-Identifier: GPL-3.0-or-later */
/* start REPEATS TEXT COMMAND...: runs a program on a pseudo terminal of 120x40 and prints
 * how long it takes until TEXT is on the screen and to the last change of the first
 * complete screen (nothing changes for 300 ms after it), as one JSON line. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/screen_term.h"

enum { ROWS = 40, COLS = 120, QUIET_MS = 300, LONGEST_MS = 60000 };

static double since_ms(gint64 start)
{
	return (double)(g_get_monotonic_time() - start) / 1e3;
}

/* The times of one start; false if the text never comes. */
static bool start_once(char **argv, const char *text, double *text_ms, double *last_ms)
{
	gint64 start = g_get_monotonic_time();
	struct term *t = term_start(argv, ROWS, COLS);
	bool there = false;
	*last_ms = 0;
	while (since_ms(start) < LONGEST_MS && !term_ended(t)) {
		if (!term_read(t, QUIET_MS)) {
			if (there)
				break;
			continue;
		}
		*last_ms = since_ms(start);
		int row, col;
		if (!there && term_find(t, text, &row, &col)) {
			there = true;
			*text_ms = *last_ms;
		}
	}
	term_send(t, "Q", 1);
	term_wait(t, 2000);
	term_free(t);
	return there;
}

static int by_value(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return (one > other) - (one < other);
}

int main(int argc, char **argv)
{
	int n = argc > 3 ? (int)strtol(argv[1], NULL, 10) : 0;
	if (n < 1) {
		fprintf(stderr, "usage: start REPEATS TEXT COMMAND...\n");
		return 2;
	}
	double *texts = g_new0(double, (gsize)n), *lasts = g_new0(double, (gsize)n);
	for (int i = 0; i < n; i++)
		if (!start_once(argv + 3, argv[2], &texts[i], &lasts[i])) {
			fprintf(stderr, "start: '%s' does not appear\n", argv[2]);
			return 1;
		}
	qsort(texts, (size_t)n, sizeof *texts, by_value);
	qsort(lasts, (size_t)n, sizeof *lasts, by_value);
	printf("{\"bench\":\"start\",\"runs\":%d,\"text_ms\":%.2f,\"ms\":%.2f,\"min_ms\":"
	       "%.2f,"
	       "\"max_ms\":%.2f}\n",
	       n, texts[n / 2], lasts[n / 2], lasts[0], lasts[n - 1]);
	g_free(texts);
	g_free(lasts);
	return 0;
}
