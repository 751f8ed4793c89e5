/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What targets share: their input as text, and what any text must be that they give. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "util/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes as valid UTF-8; to be freed. */
static inline char *fuzz_text(const uint8_t *data, size_t size, size_t *n)
{
	return utf8_repair((const char *)data, size, n);
}

/* NULL, or valid and clean. */
static inline void fuzz_clean(const char *s, enum utf8_clean how)
{
	if (s && (!utf8_valid(s, strlen(s)) || !utf8_is_clean(s, strlen(s), how)))
		abort();
}

/* NULL, or an address of the web that may be opened. */
static inline void fuzz_web(const char *url)
{
	if (url && (!url_is_web(url) || !url_is_harmless(url)))
		abort();
	fuzz_clean(url, CLEAN_LINE);
}

#endif
