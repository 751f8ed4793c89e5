/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines break where Unicode lets them; a word that is too long breaks anywhere. */
#include "config.h"

#include "ui/wrap.h"

#include <string.h>

#include "text/segment.h"
#include "text/width.h"

GPtrArray *wrap_text(const char *text, int columns)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	size_t n = strlen(text), start = 0, at = 0, may = 0;
	g_autofree char *breaks = g_malloc0(n + 1);
	int used = 0;

	columns = MAX(columns, 2);
	if (n > 0)
		segment_breaks(text, n, breaks);
	while (at < n) {
		if (at > start && breaks[at] == BREAK_MUST) {
			size_t end = at;
			while (end > start && text[end - 1] == '\n')
				end--;
			g_ptr_array_add(out, g_strndup(text + start, end - start));
			start = may = at;
			used = 0;
		} else if (at > start && breaks[at] == BREAK_MAY) {
			may = at;
		}
		size_t length = segment_cluster(text + at, n - at);
		int w = text[at] == '\n' ? 0 : width_cluster(text + at, length);
		if (used + w > columns && text[at] != ' ') {
			size_t end = may > start ? may : at;
			g_autofree char *line = g_strndup(text + start, end - start);
			g_ptr_array_add(out, g_strdup(g_strchomp(line)));
			start = may = end;
			used = width_text(text + start, at - start);
		}
		used += w;
		at += length;
	}
	if (start < n || out->len == 0)
		g_ptr_array_add(out, g_strdup(text + start));
	char *last = g_ptr_array_index(out, out->len - 1);
	g_strchomp(last);
	return out;
}
