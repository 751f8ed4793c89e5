/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes laying out; seeds: tests/html
 * words: src/html/tags.def src/html/attributes.def
 *
 * The first byte chooses width and flags, the rest is the document. What must hold: no
 * line of the printed page is wider than the width, it is valid UTF-8 without control
 * characters and directional overrides, links and places point to lines of the page. */
#include "html/clean.h"
#include "html/html.h"
#include "html/parse.h"
#include "html/write.h"
#include "text/utf8.h"
#include "text/width.h"
#include "wire/job.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const char *s, size_t n, int width)
{
	if (!utf8_is_clean(s, n, CLEAN_SHOWN) || width_text(s, n) > width)
		g_error("line of %d columns at width %d: %.*s", width_text(s, n), width,
			(int)n, s);
}

static void check_page(const struct page *page)
{
	uint32_t anchor = 0;
	for (size_t i = 0; i < page->n_lines; i++) {
		const struct line *line = &page->lines[i];
		int columns = line->indent;
		g_assert_cmpuint(line->anchor, >=, anchor);
		anchor = line->anchor;
		for (size_t k = 0; k < line->n_spans; k++) {
			g_assert_cmpint(line->spans[k].link, <=, (int)page->n_links);
			columns += line->spans[k].columns;
		}
		if (!line->pre && columns > page->width)
			g_error("line %zu has %d columns at width %d; its last piece: %s",
				i, columns, page->width,
				line->n_spans ? line->spans[line->n_spans - 1].text : "");
	}
	for (size_t i = 0; i < page->n_links; i++)
		g_assert_true(page->n_lines == 0 || page->links[i].line < page->n_lines);
	for (size_t i = 0; i < page->n_places; i++)
		g_assert_true(page->n_lines == 0 || page->places[i].line < page->n_lines);
	GString *text = g_string_new(NULL);
	page_print(text, page, 0);
	g_assert_true(utf8_valid(text->str, text->len));
	for (char *s = text->str, *feed; (feed = strchr(s, '\n')); s = feed + 1)
		check_line(s, (size_t)(feed - s), page->width);
	g_string_free(text, TRUE);
}

static void check_clean(const char *html, size_t n)
{
	struct arena *arena = arena_new(0);
	struct node *root = html_parse(arena, html, n, 0);
	if (root) {
		clean_tree(arena, root, "http://h/");
		GString *out = g_string_new(NULL);
		write_html(out, root);
		for (struct node *c = node_next(root, root); c; c = node_next(c, root)) {
			g_assert_cmpint(c->tag, !=, TAG_SCRIPT);
			const char *href = node_attribute(c, ATTRIBUTE_HREF);
			g_assert_false(href && strstr(href, "javascript:") == href);
		}
		g_string_free(out, TRUE);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	size_t n;
	char *html = utf8_repair((const char *)data + 1, size - 1, &n);
	static const int widths[] = {10, 20, 33, 80};
	struct render_options options = {.width = widths[data[0] % 4],
					 .base = "http://h.example/d/",
					 .title = data[0] & 4 ? "A headline" : NULL,
					 .flags = (data[0] & 8 ? RENDER_LINK_LIST : 0) |
						  (data[0] & 16 ? RENDER_PLAIN : 0) |
						  (data[0] & 32 ? RENDER_NO_NUMBERS : 0)};
	struct arena *arena = arena_new(0);
	check_page(html_render(arena, html, n, &options));
	arena_free(arena);
	if (data[0] & 64)
		check_clean(html, n);
	g_free(html);
	return 0;
}
