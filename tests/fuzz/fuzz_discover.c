/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/html tests/story
 * words: src/html/discover.c src/html/attributes.def
 * Pages of any kind: the feeds that one names have addresses of the web, valid and
 * without control characters, and titles of one line. */
#include "html/html.h"
#include "text/utf8.h"
#include "util/url.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *s, enum utf8_clean how)
{
	if (s && (!utf8_valid(s, strlen(s)) || !utf8_is_clean(s, strlen(s), how)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n, n_offers;
	char *html = utf8_repair((const char *)data, size, &n);
	struct arena *arena = arena_new(200 << 20);
	struct offer *offers = html_discover(arena, html, n,
					     "http://doc.example/dir/page", &n_offers);
	if (n_offers > 50)
		abort();
	for (size_t i = 0; i < n_offers; i++) {
		if (!url_is_web(offers[i].url) || !url_is_harmless(offers[i].url))
			abort();
		check(offers[i].url, CLEAN_LINE);
	}
	arena_free(arena);
	g_free(html);
	return 0;
}
