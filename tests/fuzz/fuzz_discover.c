/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/html tests/story
 * words: src/html/discover.c src/html/attributes.def
 * Pages of any kind: the feeds that one names have addresses of the web, valid and
 * without control characters, and titles of one line. */
#include "html/html.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n, n_offers;
	char *html = fuzz_text(data, size, &n);
	struct arena *arena = arena_new(200 << 20);
	struct offer *offers = html_discover(arena, html, n,
					     "http://doc.example/dir/page", &n_offers);
	if (n_offers > 50)
		abort();
	for (size_t i = 0; i < n_offers; i++) {
		if (!offers[i].url)
			abort();
		fuzz_web(offers[i].url);
		fuzz_clean(offers[i].title, CLEAN_LINE);
	}
	arena_free(arena);
	g_free(html);
	return 0;
}
