/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of failure, faults with a place, and the nearest word for "did you mean". */
#include "util/error.h"

#include <string.h>

G_DEFINE_QUARK(tnews - error, err)

static void fault_free(gpointer data)
{
	struct fault *fault = data;
	g_free(fault->file);
	g_free(fault->text);
	g_free(fault);
}

GPtrArray *fault_array_new(void)
{
	return g_ptr_array_new_with_free_func(fault_free);
}

void fault_add(GPtrArray *faults, const char *file, int line, int column,
	       const char *format, ...)
{
	if (!faults)
		return;
	struct fault *fault = g_new0(struct fault, 1);
	fault->file = g_strdup(file);
	fault->line = line;
	fault->column = column;
	va_list args;
	va_start(args, format);
	fault->text = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(faults, fault);
}

char *fault_text(const struct fault *fault)
{
	GString *text = g_string_new(fault->file);
	if (fault->line > 0) {
		if (text->len)
			g_string_append_c(text, ':');
		g_string_append_printf(text, "%d", fault->line);
		if (fault->column > 0)
			g_string_append_printf(text, ":%d", fault->column);
	}
	if (text->len)
		g_string_append(text, ": ");
	g_string_append(text, fault->text);
	return g_string_free(text, FALSE);
}

/* Edit distance in bytes, where two neighbours exchanged cost 1 (Damerau, restricted).
 * Three rows of the table are enough. */
static size_t distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
	size_t *rows = g_new(size_t, 3 * (n_b + 1));
	size_t *before = rows, *last = rows + n_b + 1, *now = rows + 2 * (n_b + 1);
	for (size_t j = 0; j <= n_b; j++)
		last[j] = j;
	for (size_t i = 1; i <= n_a; i++) {
		now[0] = i;
		for (size_t j = 1; j <= n_b; j++) {
			size_t cost = a[i - 1] != b[j - 1];
			size_t best = MIN(last[j - 1] + cost,
					  MIN(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				best = MIN(best, before[j - 2] + 1);
			now[j] = best;
		}
		size_t *free_row = before;
		before = last;
		last = now;
		now = free_row;
	}
	size_t result = last[n_b];
	g_free(rows);
	return result;
}

const char *err_nearest(const char *word, const char *const *words, size_t n)
{
	size_t length = strlen(word);
	if (length == 0 || length > 64)
		return NULL;
	const char *nearest = NULL;
	size_t best = MAX(length / 3, 1) + 1;
	for (size_t i = 0; i < n; i++) {
		size_t d = strlen(words[i]) > 128
				   ? best
				   : distance(word, length, words[i], strlen(words[i]));
		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	/* A word that was not written to its end. */
	const char *longer = NULL;
	for (size_t i = 0; !nearest && length > 1 && i < n; i++)
		if (g_str_has_prefix(words[i], word)) {
			if (longer)
				return NULL;
			longer = words[i];
		}
	if (longer)
		return longer;
	/* Of two letters, one wrong is no likeness. */
	return length < 3 && best > 0 && nearest && strlen(nearest) == length ? NULL
									      : nearest;
}
