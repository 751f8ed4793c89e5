/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes finding the story in a page; seeds: tests/html
 * words: src/html/tags.def src/html/attributes.def
 *
 * What must hold: a story has a content that is valid UTF-8, no longer than a body may
 * be, and clean; addresses are of the web; without a story there is a reason. */
#include "html/html.h"
#include "html/parse.h"
#include "util/limit.h"

#include "fuzz.h"

static void check_content(const char *html)
{
	size_t n = strlen(html);
	g_assert_cmpuint(n, <=, LIMIT_BODY);
	g_assert_true(utf8_valid(html, n));
	struct arena *arena = arena_new(0);
	struct node *root = html_parse(arena, html, n, 0);
	for (struct node *c = root; c; c = node_next(c, root)) {
		g_assert_cmpint(c->tag, !=, TAG_SCRIPT);
		const char *href = node_attribute(c, ATTRIBUTE_HREF);
		g_assert_false(href && g_ascii_strncasecmp(href, "javascript:", 11) == 0);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	char *html = fuzz_text(data, size, &n);
	struct arena *arena = arena_new(0);
	enum fail fail = FAIL_NONE;
	GError *err = NULL;
	struct feed *feed = html_extract(arena, html, n, "http://h.example/d/", NULL,
					 &fail, &err);
	g_assert_true((feed != NULL) == (err == NULL));
	if (feed) {
		g_assert_cmpuint(feed->n_items, ==, 1);
		const struct item *item = feed->items;
		check_content(item->content);
		for (size_t i = 0; i < item->n_links; i++)
			fuzz_web(item->links[i].href);
		fuzz_web(item->image);
	} else {
		g_assert_cmpint(fail, !=, FAIL_NONE);
	}
	g_clear_error(&err);
	arena_free(arena);
	g_free(html);
	return 0;
}
