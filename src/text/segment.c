/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters, words and breaks, by libunistring. Two neighbours of scripts in which each
 * character is a cluster of its own are recognised without it. */
#include "text/segment.h"

#include "text/utf8.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uniwbrk.h>

/* Characters that join with none of their kind: not controls, marks, Hangul jamo,
 * regional indicators, pictographs, Indic signs. */
static bool stands_alone(uint32_t c)
{
	return (c >= 0x20 && c < 0x7f) || (c >= 0xb0 && c < 0x300) ||
	       (c >= 0x370 && c < 0x483) || (c >= 0x48a && c < 0x590) ||
	       (c >= 0x4e00 && c < 0xa000) || (c >= 0x30a1 && c < 0x3100) ||
	       (c >= 0x3041 && c < 0x3097);
}

static const uint8_t *bytes_of(const char *s)
{
	return (const uint8_t *)s;
}

size_t segment_cluster(const char *s, size_t n)
{
	size_t first, second;
	if (n < 2)
		return n;
	if (stands_alone(utf8_next(s, n, &first)) &&
	    (first == n || stands_alone(utf8_next(s + first, n - first, &second))))
		return first;
	const uint8_t *end = u8_grapheme_next(bytes_of(s), bytes_of(s) + n);
	/* NULL or no step is not expected of valid text; go on all the same. */
	size_t length = end ? (size_t)(end - bytes_of(s)) : 0;
	return length > 0 && length <= n ? length : first;
}

size_t segment_cluster_back(const char *s, size_t n)
{
	if (n < 2)
		return n;
	if ((unsigned char)s[n - 1] < 0x7f && s[n - 1] >= ' ' &&
	    (unsigned char)s[n - 2] < 0x7f)
		return 1;
	const uint8_t *start = u8_grapheme_prev(bytes_of(s) + n, bytes_of(s));
	size_t length = start ? (size_t)(bytes_of(s) + n - start) : 0;
	return length > 0 && length <= n ? length : 1;
}

void segment_breaks(const char *s, size_t n, char *out)
{
	if (n == 0)
		return;
	u8_possible_linebreaks(bytes_of(s), n, "UTF-8", out);
	/* There, a line feed is marked itself; here, what follows it. */
	bool must = false;
	for (size_t i = 0; i < n; i++) {
		char kind = out[i];
		out[i] = must			     ? BREAK_MUST
			 : kind == UC_BREAK_POSSIBLE ? BREAK_MAY
						     : BREAK_NO;
		must = kind == UC_BREAK_MANDATORY;
	}
	out[0] = BREAK_NO;
}

static bool is_word(uint32_t c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '_';
}

size_t segment_word(const char *s, size_t n)
{
	if (n == 0)
		return 0;
	size_t k;
	bool word = is_word(utf8_next(s, n, &k));
	/* Word breaks depend on what surrounds them; a line at a time is far enough. */
	size_t part = MIN(n, 4096);
	while (part < n && part > k && ((unsigned char)s[part] & 0xc0) == 0x80)
		part--;
	char *breaks = g_malloc(part);
	u8_wordbreaks(bytes_of(s), part, breaks);
	size_t i = k;
	while (i < part) {
		if (breaks[i] && (word || is_word(utf8_next(s + i, part - i, &k))))
			break;
		i++;
	}
	g_free(breaks);
	return i;
}
