/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/feed
 * words: src/feed/jsonfeed.c src/feed/jsonscan.c
 * The scan before jansson: it ends, and grows no more than escapes do. Then the whole way,
 * as a JSON feed. */
#include "feed/feed.h"
#include "feed/jsonscan.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_as_feed(const char *text, size_t n)
{
	static bool ready;
	if (!ready)
		feed_init();
	ready = true;
	struct feed_hints hints = {.url = "http://doc.example/dir/feed",
				   .content_type = "application/feed+json",
				   .terminated = true};
	GString *out = feed_parse_json(text, n, &hints, NULL, NULL);
	if (out && !utf8_valid(out->str, out->len))
		abort();
	if (out)
		g_string_free(out, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	char *text = utf8_repair((const char *)data, size, &n);
	struct json_scan first, second;
	GString *once = json_scan(text, n, &first);
	GString *twice = json_scan(once->str, once->len, &second);
	if (!utf8_valid(once->str, once->len) || once->len > 8 * n + 64)
		abort();
	g_string_free(once, TRUE);
	g_string_free(twice, TRUE);
	read_as_feed(text, n);
	g_free(text);
	return 0;
}
