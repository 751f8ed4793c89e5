/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/feed
 * words: src/feed/jsonfeed.c src/feed/jsonscan.c
 * The scan before jansson: it ends, all that it hands on is JSON for jansson, and grows no
 * more than escapes do. Then the whole way, as a JSON feed, both ways. */
#include "feed/feed.h"
#include "feed/jsonscan.h"
#include "text/utf8.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool wants(const char *member)
{
	return *member != 'n';
}

static bool take(void *data, const char *member, bool part, const GString *value,
		 int line)
{
	(void)member, (void)part, (void)line;
	size_t *n = data;
	*n += value->len;
	json_t *json = json_loadb(value->str, value->len, JSON_DECODE_ANY, NULL);
	if (!json || !utf8_valid(value->str, value->len))
		abort();
	json_decref(json);
	return true;
}

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
	struct arena *arena = arena_new(200 << 20);
	struct feed *feed = feed_parse(arena, text, n, &hints, NULL, NULL);
	if (!out != !feed || (out && !utf8_valid(out->str, out->len)))
		abort();
	if (out) {
		GString *printed = feed_print(feed);
		if (!g_string_equal(printed, out))
			abort();
		g_string_free(printed, TRUE);
		g_string_free(out, TRUE);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	char *text = utf8_repair((const char *)data, size, &n);
	size_t taken = 0;
	struct json_sink sink = {.wants = wants, .take = take, .data = &taken};
	struct json_scan scan;
	json_scan(text, n, &sink, &scan);
	if (taken > 8 * n + 64)
		abort();
	read_as_feed(text, n);
	g_free(text);
	return 0;
}
