/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as text: for `tnews render` and `tnews show`, plain or with the colours and
 * links of a terminal. */
#include "wire/page.h"

#include "text/width.h"

#include <string.h>

enum { LONGEST_LINK = 2000 };

/* The look of a style; conf/styles.def has the defaults of the panes. */
static const struct {
	uint32_t style;
	const char *sgr;
} looks[] = {
	{SPAN_BOLD, "1"},	{SPAN_HEADING, "1"},	 {SPAN_DIM, "2"},
	{SPAN_MARK, "2"},	{SPAN_NUMBER, "2"},	 {SPAN_ITALIC, "3"},
	{SPAN_UNDERLINE, "4"},	{SPAN_INSERTED, "4;32"}, {SPAN_STRIKE, "9"},
	{SPAN_DELETED, "9;31"}, {SPAN_QUOTE, "32"},	 {SPAN_CODE, "36"},
	{SPAN_COMMENT, "2"},	{SPAN_STRING, "32"},	 {SPAN_KEYWORD, "1"},
	{SPAN_VALUE, "35"},	{SPAN_LINK, "4;34"},	 {SPAN_IMAGE, "35"},
};

static bool begin_style(GString *out, uint32_t style)
{
	bool any = false;
	for (size_t i = 0; i < G_N_ELEMENTS(looks); i++) {
		if (!(style & looks[i].style))
			continue;
		g_string_append(out, any ? ";" : "\033[");
		g_string_append(out, looks[i].sgr);
		any = true;
	}
	if (any)
		g_string_append_c(out, 'm');
	return any;
}

/* Only printable ASCII may stand in it; a semicolon would end its parameters for some
 * terminals, and what is very long is dropped by most. */
bool page_link_text(GString *out, const char *url)
{
	size_t n = 0;
	for (const char *s = url; *s; s++, n++)
		if (*s <= ' ' || *s > '~')
			return false;
	if (n == 0 || n > LONGEST_LINK)
		return false;
	for (const char *s = url; out && *s; s++) {
		if (*s == ';')
			g_string_append(out, "%3B");
		else
			g_string_append_c(out, *s);
	}
	return true;
}

static bool begin_link(GString *out, const struct page *page, int number)
{
	if (number < 1 || (size_t)number > page->n_links ||
	    !page_link_text(NULL, page->links[number - 1].url))
		return false;
	g_string_append_printf(out, "\033]8;id=%d;", number);
	page_link_text(out, page->links[number - 1].url);
	g_string_append(out, "\033\\");
	return true;
}

static void put_text(GString *out, const struct page *page, const struct span *span,
		     const char *text, size_t n, unsigned flags)
{
	bool link = (flags & PAGE_LINKS) && begin_link(out, page, span->link);
	bool styled = (flags & PAGE_ANSI) && begin_style(out, span->style);
	g_string_append_len(out, text, (gssize)n);
	if (styled)
		g_string_append(out, "\033[0m");
	if (link)
		g_string_append(out, "\033]8;;\033\\");
}

static void put_blanks(GString *out, int n)
{
	for (; n > 0; n--)
		g_string_append_c(out, ' ');
}

bool page_place_line(const struct page *page, const char *url, size_t *line)
{
	const char *id = strchr(url, '#');
	g_autofree char *plain = id ? g_uri_unescape_string(id + 1, NULL) : NULL;
	for (size_t i = 0; id && i < page->n_places; i++) {
		if (strcmp(page->places[i].id, id + 1) != 0 &&
		    g_strcmp0(page->places[i].id, plain) != 0)
			continue;
		*line = page->places[i].line;
		return true;
	}
	return false;
}

int line_columns(const struct line *line)
{
	int columns = line->indent;
	for (size_t i = 0; i < line->n_spans; i++)
		columns += line->spans[i].columns;
	return columns;
}

/* A line that is too wide: cut between clusters, wherever the edge is. */
static void put_wide(GString *out, const struct page *page, const struct line *line,
		     unsigned flags)
{
	int indent = MIN(line->indent, page->width / 2), column = indent;
	put_blanks(out, indent);
	for (size_t i = 0; i < line->n_spans; i++) {
		const struct span *span = &line->spans[i];
		const char *text = span->text;
		size_t n = strlen(text);
		while (n > 0) {
			int used;
			size_t k = width_fit(text, n, page->width - column, &used);
			if (k > 0)
				put_text(out, page, span, text, k, flags);
			text += k;
			n -= k;
			column += used;
			if (n == 0)
				break;
			g_string_append_c(out, '\n');
			put_blanks(out, indent);
			if (k == 0 && column == indent)
				return;
			column = indent;
		}
	}
}

static void put_line(GString *out, const struct page *page, const struct line *line,
		     unsigned flags)
{
	int columns = line_columns(line);
	if (columns > page->width) {
		put_wide(out, page, line, flags);
		return;
	}
	if (line->n_spans > 0)
		put_blanks(out, line->rtl ? page->width - columns : line->indent);
	for (size_t i = 0; i < line->n_spans; i++) {
		const struct span *span = &line->spans[i];
		put_text(out, page, span, span->text, strlen(span->text), flags);
	}
}

void page_print(GString *out, const struct page *page, unsigned flags)
{
	for (size_t i = 0; i < page->n_lines; i++) {
		put_line(out, page, &page->lines[i], flags);
		g_string_append_c(out, '\n');
	}
}
