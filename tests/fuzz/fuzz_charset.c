/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seeds: tests/feed
 * words: src/text/charset.c
 * Bytes of any encoding: what comes out is valid UTF-8 without NUL, within its ceiling. */
#include "text/charset.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const labels[] = {NULL,	    "utf-8",	 "windows-1252",
					     "utf-16",	    "shift_jis", "gb18030",
					     "iso-2022-jp", "koi8-r",	 "euc-kr",
					     "utf-16be",    "big5",	 "nonsense"};
	if (size < 2)
		return 0;
	const char *http = labels[data[0] % G_N_ELEMENTS(labels)];
	size_t ceiling = (size_t)data[1] * 64;
	const char *name;
	bool repaired;
	GString *text = charset_to_utf8((const char *)data + 2, size - 2,
					(enum charset_kind)(data[0] / 64 % 3), http,
					ceiling, &name, &repaired);
	if (text->len > ceiling || !utf8_valid(text->str, text->len))
		abort();
	for (int how = CLEAN_TEXT; how <= CLEAN_SHOWN; how++) {
		char *clean = utf8_clean((const char *)data, size, (enum utf8_clean)how);
		size_t n = strlen(clean);
		if (!utf8_valid(clean, n) ||
		    !utf8_is_clean(clean, n, (enum utf8_clean)how))
			abort();
		g_free(clean);
	}
	char *copy = g_strndup((const char *)data, size);
	char *type = charset_of_type(copy);
	g_free(type);
	g_free(copy);
	g_string_free(text, TRUE);
	return 0;
}
