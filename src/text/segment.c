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

/* Roughly the property Extended_Pictographic: what a joiner may join. */
static bool is_picture(uint32_t c)
{
	return (c >= 0x1f000 && c < 0x1fb00) || (c >= 0x2190 && c < 0x2c00) ||
	       c == 0xa9 || c == 0xae || c == 0x203c || c == 0x2049 || c == 0x2122 ||
	       c == 0x2139 || c == 0x3030 || c == 0x303d || c == 0x3297 || c == 0x3299;
}

static bool is_regional(uint32_t c)
{
	return c >= 0x1f1e6 && c <= 0x1f1ff;
}

static const uint8_t *bytes_of(const char *s)
{
	return (const uint8_t *)s;
}

/* One step of libunistring. NULL or no step is not expected of valid text; go on all
 * the same. */
static size_t simple_cluster(const char *s, size_t n)
{
	const uint8_t *end = u8_grapheme_next(bytes_of(s), bytes_of(s) + n);
	size_t length = end ? (size_t)(end - bytes_of(s)) : 0;
	if (length == 0 || length > n)
		utf8_next(s, n, &length);
	return length;
}

size_t segment_cluster(const char *s, size_t n)
{
	size_t first, second;
	if (n < 2)
		return n;
	uint32_t c = utf8_next(s, n, &first);
	if (first == n)
		return n;
	uint32_t next = utf8_next(s + first, n - first, &second);
	if (stands_alone(c) && stands_alone(next))
		return first;
	/* Before version 1.1 libunistring looks at neighbours only: it joins any number of
	 * regional indicators, and none of the pictures that U+200D joins. */
	if (is_regional(c) && is_regional(next)) {
		size_t two = first + second;
		if (two == n || is_regional(utf8_next(s + two, n - two, &second)))
			return two;
		return first + simple_cluster(s + first, n - first);
	}
	size_t length = simple_cluster(s, n);
	if (!is_picture(c))
		return length;
	while (length < n && length > 3 && memcmp(s + length - 3, "\u200d", 3) == 0 &&
	       is_picture(utf8_next(s + length, n - length, &second)))
		length += simple_cluster(s + length, n - length);
	return length;
}

size_t segment_cluster_back(const char *s, size_t n)
{
	if (n < 2)
		return n;
	if ((unsigned char)s[n - 1] < 0x7f && s[n - 1] >= ' ' &&
	    (unsigned char)s[n - 2] < 0x7f && s[n - 2] >= ' ')
		return 1;
	/* Back to a character that is ASCII or far away, then forward from there. */
	size_t start = n - 1;
	while (start > 0 && n - start < 256 && (s[start] & 0x80))
		start--;
	while (start > 0 && (s[start] & 0xc0) == 0x80)
		start--;
	for (;;) {
		size_t k = segment_cluster(s + start, n - start);
		if (start + k >= n)
			return n - start;
		start += k;
	}
}

/* "example.org", "e.g.", "3,5": LB 13 and LB 29 of UAX 14, which libunistring has from
 * version 1.1 on. Ideographs may follow such a sign on a line of their own. */
static bool is_joined(const char *s, size_t n, size_t i)
{
	size_t k;
	if (!strchr(".,:;", s[i - 1]) || !s[i - 1])
		return false;
	if ((signed char)s[i] >= 0)
		return g_ascii_isalnum(s[i]);
	uint32_t c = utf8_next(s + i, n - i, &k);
	return g_unichar_isalpha(c) && c < 0x2e80;
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
			 : kind == UC_BREAK_POSSIBLE && !(i > 0 && is_joined(s, n, i))
				 ? BREAK_MAY
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
