/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words: src/net/head.c src/net/inflate.c
 * What servers say before and in a body: header lines; encoded bodies under a ceiling. */
#include <stdlib.h>
#include <string.h>

#include "net/head.h"
#include "net/inflate.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_validator(const char *text)
{
	if (!text)
		return;
	if (strlen(text) > HEAD_MOST_VALUE)
		abort();
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			abort();
}

static void check_head(const char *text, size_t n)
{
	struct head h;
	head_init(&h);
	while (n > 0) {
		const char *end = memchr(text, '\n', n);
		size_t length = end ? (size_t)(end - text) + 1 : n;
		if (!head_line(&h, text, length, 1795219200))
			break;
		text += length;
		n -= length;
	}
	check_validator(h.etag);
	check_validator(h.last_modified);
	check_validator(h.content_type);
	if (head_fresh_s(&h) < -1 || h.retry_after_s < -1 ||
	    h.retry_after_s > HEAD_MOST_WAIT_S || h.n_encodings > BODY_ENCODINGS)
		abort();
	head_clear(&h);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	if (size < 1)
		return 0;
	size_t ceiling = 4 << 20;
	check_head((const char *)data + 1, size - 1);
	enum body_encoding both[BODY_ENCODINGS] = {data[0] % 5, data[0] / 5 % 5};
	GString *out = inflate_all(data + 1, size - 1, both, ceiling, NULL);
	if (out && out->len > ceiling)
		abort();
	if (out)
		g_string_free(out, TRUE);
	return 0;
}
