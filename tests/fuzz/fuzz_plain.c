/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/html
 * words: src/text/plain.c src/html/tags.def
 * HTML -> words, addresses, clusters, breaks: text stays valid and clean. */
#include "text/bidi.h"
#include "text/fold.h"
#include "text/plain.h"
#include "text/segment.h"
#include "text/utf8.h"
#include "text/width.h"
#include "util/url.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const char *line)
{
	size_t n = strlen(line);
	if (!utf8_is_clean(line, n, CLEAN_LINE))
		abort();
	char *breaks = g_malloc(n + 1);
	segment_breaks(line, n, breaks);
	g_free(breaks);
	int width = width_text(line, n), sum = 0;
	for (size_t i = 0, k; i < n; i += k) {
		k = segment_cluster(line + i, n - i);
		if (k == 0 || k > n - i)
			abort();
		sum += width_cluster(line + i, k);
	}
	if (sum != width)
		abort();
	/* Each call looks at 4 KiB: a few are enough. */
	for (size_t i = 0, k, words = 0; i < n && words < 20; i += k, words++) {
		k = segment_word(line + i, n - i);
		if (k == 0 || k > n - i)
			abort();
	}
	char *cut = width_cut_middle(line, 20);
	if (width_text(cut, strlen(cut)) > 20)
		abort();
	g_free(cut);
	char *folded = fold_text(line);
	g_free(folded);
	bidi_has_rtl(line, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	char *text = utf8_repair((const char *)data, size, &n);
	GString *out = g_string_new(NULL);
	plain_append(out, text, n, size ? data[0] * 8U : 0);
	if (out->len > (size ? data[0] * 8U : 0) || !utf8_valid(out->str, out->len))
		abort();
	g_string_free(out, TRUE);
	char *line = plain_from_html(text, n);
	check_line(line);
	g_free(line);
	g_free(plain_unescape(text, n));
	plain_has_markup(text, n);
	char *url = url_resolve("http://example.org/a/b?c#d", text);
	for (const char *p = url; *p; p++)
		if (*p <= ' ' || *p >= 0x7f)
			abort();
	g_free(url_normal(text));
	g_free(url_host(url));
	g_free(url_without_secrets(text));
	g_free(url);
	g_free(text);
	return 0;
}
