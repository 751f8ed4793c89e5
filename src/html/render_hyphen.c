/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts the long words of a paragraph, in the language it is in, by soft hyphens: the
 * lines are broken at them as at those of the author. */
#include "html/render.h"

#include "html/hyphen.h"
#include "text/utf8.h"

#include <string.h>

#define SOFT_HYPHEN "\xc2\xad"

enum { LEAST_LETTERS = 5 };

/* Signs that make of letters an address, a number, a name of a program. */
static bool is_technical(char c)
{
	return c && (strchr("/@_#=&%\\|~^*", c) || g_ascii_isdigit(c));
}

/* Length of the word at s, the number of its letters. */
static size_t word_length(const char *s, size_t n, size_t *letters)
{
	size_t i = 0, k;
	*letters = 0;
	while (i < n) {
		uint32_t c = utf8_next(s + i, n - i, &k);
		if (!g_unichar_isalpha(c) && !g_unichar_ismark(c))
			break;
		++*letters;
		i += k;
	}
	return i;
}

static bool may_part(const GString *text, size_t from, size_t to)
{
	char before = from > 0 ? text->str[from - 1] : ' ';
	char after = text->str[to];
	bool soft = (from >= 2 && memcmp(text->str + from - 2, SOFT_HYPHEN, 2) == 0) ||
		    memcmp(text->str + to, SOFT_HYPHEN, strlen(SOFT_HYPHEN)) == 0;
	bool dotted = (before == '.' || before == ':') ||
		      ((after == '.' || after == ':') && text->str[to + 1] &&
		       !g_ascii_isspace(text->str[to + 1]));
	return !soft && !dotted && !is_technical(before) && !is_technical(after);
}

struct parting {
	struct render *r;
	const struct hyphen *hyphen;
	GString *out;
	GArray *points;
	guint run; /* the next one whose start is to be moved */
};

/* Copies text[from, to); runs that start there start where it is now. */
static void copy(struct parting *p, size_t from, size_t to)
{
	struct render *r = p->r;
	for (; p->run < r->runs->len; p->run++) {
		struct run *run = &g_array_index(r->runs, struct run, p->run);
		if (run->start >= to)
			break;
		run->start = p->out->len + (run->start - from);
	}
	g_string_append_len(p->out, r->text->str + from, (gssize)(to - from));
}

static void part_word(struct parting *p, size_t from, size_t to, size_t letters,
		      uint32_t style)
{
	const uint32_t never = SPAN_CODE | SPAN_NUMBER | SPAN_IMAGE;
	g_array_set_size(p->points, 0);
	if (letters >= LEAST_LETTERS && !(style & never) &&
	    may_part(p->r->text, from, to))
		hyphen_word(p->hyphen, p->r->text->str + from, to - from, p->points);
	size_t done = from;
	for (guint i = 0; i < p->points->len; i++) {
		size_t at = from + g_array_index(p->points, size_t, i);
		copy(p, done, at);
		g_string_append(p->out, SOFT_HYPHEN);
		done = at;
	}
	copy(p, done, to);
}

void render_hyphenate(struct render *r)
{
	const struct hyphen *hyphen =
		(r->flags & RENDER_HYPHENATE) && !r->tables && !r->extent &&
				r->text->len > (size_t)line_room(r)
			? hyphen_for(r->own_language ? r->own_language : r->language)
			: NULL;
	r->hyphenated = hyphen != NULL;
	if (!hyphen)
		return;
	struct parting p = {.r = r,
			    .hyphen = hyphen,
			    .out = g_string_sized_new(r->text->len + r->text->len / 4),
			    .points = g_array_new(FALSE, FALSE, sizeof(size_t))};
	uint32_t style = 0;
	for (size_t i = 0; i < r->text->len;) {
		size_t letters,
			k = word_length(r->text->str + i, r->text->len - i, &letters);
		if (p.run < r->runs->len &&
		    g_array_index(r->runs, struct run, p.run).start <= i)
			style = g_array_index(r->runs, struct run, p.run).style;
		if (k > 0) {
			part_word(&p, i, i + k, letters, style);
		} else {
			utf8_next(r->text->str + i, r->text->len - i, &k);
			copy(&p, i, i + k);
		}
		i += k;
	}
	g_array_free(p.points, TRUE);
	g_string_free(r->text, TRUE);
	r->text = p.out;
}
