/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/feed
 * The scan before jansson: it ends, grows no more than escapes do, and what it mended
 * needs no mending. */
#include "feed/jsonscan.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	g_free(text);
	return 0;
}
