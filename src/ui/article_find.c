/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find in the text of the story: the next line that holds the word, and how many hits
 * there are in all. */
#include "config.h"

#include <string.h>

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

static size_t hits_of(const struct article *a, size_t n, const char *text)
{
	g_autofree char *line = text_of(a, n);

	return found_count(line, text);
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
