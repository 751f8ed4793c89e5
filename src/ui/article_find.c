/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find in the text of the story: the next line that holds the word, and how many hits
 * there are in all. */
#include "config.h"

#include <string.h>

#include "text/fold.h"
#include "ui/article.h"
#include "ui/found.h"

static char *text_of(const struct article *a, size_t n)
{
	const struct line *line = article_page_line(a, n);
	GString *s = g_string_new(NULL);

	if (line) {
		for (size_t i = 0; i < line->n_spans; i++)
			g_string_append(s, line->spans[i].text);
	} else if (n < a->head->len) {
		g_string_append(
			s, ((struct article_line *)g_ptr_array_index(a->head, n))->text);
	}
	return g_string_free(s, FALSE);
}

/* Hits that begin in the line. */
static size_t hits_of(const struct article *a, size_t n, const char *text)
{
	g_autofree char *line = text_of(a, n);
	size_t hits = found_count(line, text);

	for (guint i = 0; i < a->broken->len; i++) {
		const struct found_part *p = &g_array_index(a->broken, struct found_part,
							    i);
		hits += p->line == n && p->first;
	}
	return hits;
}

/* What was laid out anew is broken elsewhere. */
static void look_for_broken(struct article *a, const char *text)
{
	size_t n = article_lines(a);

	if (a->broken_in == a->shown && a->broken_lines == n &&
	    g_strcmp0(a->broken_of, text) == 0)
		return;
	a->broken_in = a->shown;
	a->broken_lines = n;
	g_free(a->broken_of);
	a->broken_of = g_strdup(text);
	g_array_set_size(a->broken, 0);
	if (!text)
		return;
	char **lines = g_new0(char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct line *line = article_page_line(a, i);
		if (!line || line->pre)
			continue; /* ends where it was written to end */
		g_autofree char *s = text_of(a, i);
		lines[i] = fold_text(s);
	}
	found_broken(a->broken, lines, n, text);
	for (size_t i = 0; i < n; i++)
		g_free(lines[i]);
	g_free(lines);
}

void article_mark_broken(struct ui *ui, size_t n, struct glyph *glyphs, size_t n_glyphs)
{
	struct article *a = ui->article;

	look_for_broken(a, ui->find[PANE_ARTICLE]);
	for (guint i = 0; i < a->broken->len; i++) {
		const struct found_part *p = &g_array_index(a->broken, struct found_part,
							    i);
		if (p->line == n)
			glyphs_mark_part(glyphs, n_glyphs, p->from, p->to,
					 ui_look(ui, STYLE_HIT));
	}
}

static void bring_in_sight(struct article *a)
{
	size_t h = (size_t)MAX(a->body.h, 1);

	if (a->hit_line < a->top || a->hit_line >= a->top + h)
		a->top = a->hit_line - MIN(a->hit_line, h / 3);
}

bool article_find(struct ui *ui, const char *text, int dir)
{
	struct article *a = ui->article;
	size_t n = article_lines(a), at;

	ui_todo(ui, TODO_DRAW);
	if (!text || n == 0)
		return !text;
	look_for_broken(a, text);
	if (dir == 0) {
		a->hits = 0;
		for (size_t i = 0; i < n; i++)
			a->hits += hits_of(a, i, text);
		at = a->top;
	} else {
		at = (a->hit_line + (dir > 0 ? 1 : n - 1)) % n;
	}
	for (size_t k = 0; k < n; k++) {
		if (hits_of(a, at, text) > 0) {
			a->hit_line = at;
			bring_in_sight(a);
			return true;
		}
		at = (at + (dir < 0 ? n - 1 : 1)) % n;
	}
	return false;
}
