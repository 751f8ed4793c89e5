/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line is folded glyph by glyph, so that a place in the folded text leads back to its
 * glyph. */
#include "config.h"

#include "ui/found.h"

#include <glib.h>
#include <string.h>

#include "text/fold.h"
#include "text/segment.h"

size_t glyphs_mark(struct glyph *glyphs, size_t n, const char *text,
		   const struct look *hit)
{
	g_autofree char *needle = fold_text(text);
	size_t length = strlen(needle), hits = 0;
	GString *line = g_string_new(NULL);
	GArray *owner = g_array_new(FALSE, FALSE, sizeof(size_t));

	for (size_t i = 0; i < n; i++) {
		char *folded;
		if (glyphs[i].n == 1 && (signed char)glyphs[i].text[0] > 0) {
			char one[2] = {g_ascii_tolower(glyphs[i].text[0]), 0};
			folded = g_strdup(one);
		} else {
			g_autofree char *cluster = g_strndup(glyphs[i].text, glyphs[i].n);
			folded = fold_text(cluster);
		}
		for (char *p = folded; *p; p++)
			g_array_append_val(owner, i);
		g_string_append(line, folded);
		g_free(folded);
	}
	const char *at = length > 0 ? strstr(line->str, needle) : NULL;
	for (; at; at = strstr(at + length, needle)) {
		size_t from = (size_t)(at - line->str);
		hits++;
		for (size_t k = from; k < from + length; k++) {
			struct glyph *g = &glyphs[g_array_index(owner, size_t, k)];
			g->look.fg = hit->fg != COLOR_DEFAULT_ ? hit->fg : g->look.fg;
			g->look.bg = hit->bg != COLOR_DEFAULT_ ? hit->bg : g->look.bg;
			g->look.attributes |= hit->attributes;
		}
	}
	g_array_free(owner, TRUE);
	g_string_free(line, TRUE);
	return hits;
}

size_t found_count(const char *s, const char *text)
{
	g_autofree char *needle = fold_text(text);
	g_autofree char *line = fold_text(s);
	size_t hits = 0, length = strlen(needle);

	if (length == 0)
		return 0;
	for (const char *at = strstr(line, needle); at; at = strstr(at + length, needle))
		hits++;
	return hits;
}
