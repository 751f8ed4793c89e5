/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line is folded glyph by glyph, so that a place in the folded text leads back to its
 * glyph. */
#include "config.h"

#include "ui/found.h"

#include <glib.h>
#include <string.h>

#include "text/fold.h"
#include "text/segment.h"

/* The folded glyphs in one text, and the glyph of each of its bytes. */
static GString *fold_glyphs(const struct glyph *glyphs, size_t n, GArray *owner)
{
	GString *line = g_string_new(NULL);

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
	return line;
}

static void lay_over(struct glyph *glyphs, const GArray *owner, size_t from, size_t to,
		     const struct look *hit)
{
	for (size_t k = from; k < to && k < owner->len; k++) {
		struct glyph *g = &glyphs[g_array_index(owner, size_t, k)];
		g->look.fg = hit->fg != COLOR_DEFAULT_ ? hit->fg : g->look.fg;
		g->look.bg = hit->bg != COLOR_DEFAULT_ ? hit->bg : g->look.bg;
		g->look.attributes |= hit->attributes;
	}
}

size_t glyphs_mark(struct glyph *glyphs, size_t n, const char *text,
		   const struct look *hit)
{
	g_autofree char *needle = fold_text(text);
	size_t length = strlen(needle), hits = 0;
	GArray *owner = g_array_new(FALSE, FALSE, sizeof(size_t));
	GString *line = fold_glyphs(glyphs, n, owner);

	const char *at = length > 0 ? strstr(line->str, needle) : NULL;
	for (; at; at = strstr(at + length, needle)) {
		size_t from = (size_t)(at - line->str);
		hits++;
		lay_over(glyphs, owner, from, from + length, hit);
	}
	g_array_free(owner, TRUE);
	g_string_free(line, TRUE);
	return hits;
}

void glyphs_mark_part(struct glyph *glyphs, size_t n, size_t from, size_t to,
		      const struct look *hit)
{
	GArray *owner = g_array_new(FALSE, FALSE, sizeof(size_t));

	g_string_free(fold_glyphs(glyphs, n, owner), TRUE);
	lay_over(glyphs, owner, from, to, hit);
	g_array_free(owner, TRUE);
}

void glyphs_mark_regex(struct glyph *glyphs, size_t n, const GRegex *regex,
		       const struct look *hit)
{
	GString *text = g_string_new(NULL);
	GArray *owner = g_array_new(FALSE, FALSE, sizeof(size_t));
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < glyphs[i].n; k++)
			g_array_append_val(owner, i);
		g_string_append_len(text, glyphs[i].text, (gssize)glyphs[i].n);
	}
	GMatchInfo *match = NULL;
	for (g_regex_match(regex, text->str, 0, &match); g_match_info_matches(match);
	     g_match_info_next(match, NULL)) {
		int from, to;
		if (g_match_info_fetch_pos(match, 0, &from, &to))
			lay_over(glyphs, owner, (size_t)from, (size_t)to, hit);
	}
	g_match_info_free(match);
	g_array_free(owner, TRUE);
	g_string_free(text, TRUE);
}

/* --- over the breaks of lines ------------------------------------------------------ */

/* Where the text of a line begins behind blanks and the bars of quotes. */
static size_t begins_at(const char *s)
{
	size_t n = 0;

	for (;;) {
		size_t blank = strspn(s + n, " |");
		bool bar = g_str_has_prefix(s + n + blank, "\xe2\x94\x82");
		n += blank + (bar ? 3 : 0);
		if (!bar && blank == 0)
			return n;
	}
}

static bool ends_at(const char *s, size_t at)
{
	return s[at + strspn(s + at, " ")] == '\0';
}

/* The end of a hit that begins at from in the first of the lines; 0 lines: none. */
static size_t broken_end(char *const *lines, size_t n, size_t from, const char *needle,
			 size_t *end)
{
	size_t line = 0, at = from;

	while (*needle) {
		const char *s = lines[line];
		bool hyphen = s[at] == '-' && *needle != '-' && ends_at(s, at + 1);
		if (hyphen || ends_at(s, at)) {
			if (++line >= n || !lines[line])
				return 0;
			at = begins_at(lines[line]);
			if (!hyphen && *needle == ' ')
				needle++;
			if (lines[line][at] == '\0')
				return 0;
		} else if (s[at] == *needle) {
			at++;
			needle++;
		} else {
			return 0;
		}
	}
	*end = at;
	return line;
}

static void add_parts(GArray *out, char *const *lines, size_t line, size_t more,
		      size_t from, size_t end)
{
	for (size_t i = 0; i <= more; i++) {
		struct found_part part = {line + i,
					  i == 0 ? from : begins_at(lines[line + i]),
					  i == more ? end : SIZE_MAX, i == 0};
		g_array_append_val(out, part);
	}
}

void found_broken(GArray *out, char *const *lines, size_t n, const char *text)
{
	g_autofree char *folded = fold_text(text);
	char *needle = g_strstrip(folded);
	size_t length = strlen(needle);

	for (size_t i = 0; length > 1 && i + 1 < n; i++) {
		if (!lines[i] || !lines[i + 1])
			continue;
		size_t size = strlen(lines[i]);
		size_t at = size - MIN(size, length + 1);
		for (; at < size; at++) {
			size_t end = 0, more = 0;
			if (lines[i][at] == *needle && *needle != ' ')
				more = broken_end(lines + i, n - i, at, needle, &end);
			if (more == 0)
				continue;
			add_parts(out, lines, i, more, at, end);
			break;
		}
	}
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
