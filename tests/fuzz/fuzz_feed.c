/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/feed
 * words: src/feed/elements.def src/feed/ns.c src/feed/atom.c src/feed/mend.c
 * Documents of any kind: the JSON of both ways is the same, valid, without a control
 * character. */
#include "feed/feed.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_output(const GString *out)
{
	if (!utf8_valid(out->str, out->len))
		abort();
	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->str[i];
		if ((c < 0x20 && c != '\n') || c == 0x7f)
			abort();
		if (c == 0xC2 && (unsigned char)out->str[i + 1] < 0xA0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	if (!ready)
		feed_init();
	ready = true;
	char *bytes = g_malloc(size + 1);
	if (size)
		memcpy(bytes, data, size);
	bytes[size] = '\0';
	struct feed_hints hints = {.url = "http://doc.example/dir/feed"};
	struct arena *arena = arena_new(200 << 20);
	struct feed *feed = feed_parse(arena, bytes, size, &hints, NULL, NULL);
	hints.terminated = true;
	GString *direct = feed_parse_json(bytes, size, &hints, NULL, NULL);
	if (!feed != !direct)
		abort();
	if (feed) {
		GString *printed = feed_print(feed);
		check_output(direct);
		if (!g_string_equal(printed, direct)) {
			g_printerr("%s\n--- but direct:\n%s", printed->str, direct->str);
			abort();
		}
		g_string_free(printed, TRUE);
		g_string_free(direct, TRUE);
	}
	arena_free(arena);
	g_free(bytes);
	return 0;
}
