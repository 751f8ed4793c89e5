/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Valid, repaired and filtered text. Nearly all text is ASCII without anything to drop:
 * it is looked at eight bytes at a time. */
#include "text/utf8.h"

#include <glib.h>
#include <string.h>

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

enum { MARKS_IN_A_ROW = 30 };

/* Length of the beginning of s that holds only U+0020 to U+007E (whole words of it, so
 * it may be shorter than it could be by up to seven bytes). */
static size_t skip_printable(const char *s, size_t n)
{
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		uint64_t w;
		memcpy(&w, s + i, 8);
		/* A borrow out of a byte below 0x20, or 0x7f ^ 0x7f - 1, sets its high bit. */
		uint64_t low = w - EACH_BYTE(0x20),
			 del = (w ^ EACH_BYTE(0x7f)) - EACH_BYTE(1);
		if ((w | low | del) & EACH_BYTE(0x80))
			break;
	}
	return i;
}

static size_t skip_ascii(const char *s, size_t n)
{
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		uint64_t w;
		memcpy(&w, s + i, 8);
		/* No byte is zero and none is above 0x7f. */
		if ((w | (w - EACH_BYTE(1))) & EACH_BYTE(0x80))
			break;
	}
	return i;
}

/* Unicode 15, table 3-7: the length that the lead byte promises and the bounds of the
 * second byte. 0 for what cannot lead. */
static size_t sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	if (lead < 0xe0)
		return 2;
	if (lead == 0xe0)
		*low = 0xa0;
	else if (lead == 0xed)
		*high = 0x9f;
	else if (lead == 0xf0)
		*low = 0x90;
	else if (lead == 0xf4)
		*high = 0x8f;
	return lead < 0xf0 ? 3 : 4;
}

/* The character at s: its length, or, *good false, that of the maximal bad part. */
static size_t step(const char *s, size_t n, bool *good)
{
	unsigned char low, high;
	size_t length = sequence((unsigned char)s[0], &low, &high);
	*good = length > 0;
	for (size_t i = 1; i < length; i++) {
		unsigned char c = i < n ? (unsigned char)s[i] : 0;
		if (c < low || c > high) {
			*good = false;
			return i;
		}
		low = 0x80;
		high = 0xbf;
	}
	return length ? length : 1;
}

uint32_t utf8_next(const char *s, size_t n, size_t *length)
{
	const unsigned char *p = (const unsigned char *)s;
	if (p[0] < 0x80) {
		*length = 1;
		return p[0];
	}
	bool good;
	size_t k = step(s, n, &good);
	if (!good) {
		*length = 1;
		return 0xfffd;
	}
	*length = k;
	uint32_t c = k == 2 ? p[0] & 0x1fU : k == 3 ? p[0] & 0x0fU : p[0] & 0x07U;
	for (size_t i = 1; i < k; i++)
		c = c << 6 | (p[i] & 0x3fU);
	return c;
}

size_t utf8_put(uint32_t c, char *out)
{
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	return (size_t)g_unichar_to_utf8(c, out);
}

bool utf8_valid(const char *s, size_t n)
{
	for (size_t i = 0, k; i < n; i += k) {
		i += skip_ascii(s + i, n - i);
		if (i >= n)
			break;
		k = utf8_letter(s + i, n - i);
		if (k > 0)
			continue;
		bool good;
		k = step(s + i, n - i, &good);
		if (!good || s[i] == '\0')
			return false;
	}
	return true;
}

char *utf8_repair(const char *s, size_t n, size_t *length)
{
	GString *out = g_string_sized_new(n + 16);
	size_t start = 0, i = 0;
	while (i < n) {
		bool good;
		size_t k = step(s + i, n - i, &good);
		if (!good || s[i] == '\0') {
			g_string_append_len(out, s + start, (gssize)(i - start));
			g_string_append(out, "\xef\xbf\xbd");
			start = i + k;
		}
		i += k;
	}
	g_string_append_len(out, s + start, (gssize)(n - start));
	if (length)
		*length = out->len;
	return g_string_free(out, FALSE);
}

/* What becomes of a character: kept (0xffffffff), dropped (0), or replaced by this. */
#define KEEP UINT32_MAX
#define DROP 0U

static uint32_t filter(uint32_t c, enum utf8_clean how)
{
	if (c >= 0x20 && c < 0x7f)
		return KEEP;
	if (c == '\t' || c == '\n')
		return how == CLEAN_TEXT ? KEEP : ' ';
	if (c < 0x20)
		return (c == '\f' || c == '\v' || c == '\r') && how != CLEAN_TEXT ? ' '
										  : DROP;
	if (c < 0xa0)
		return c == 0x85 ? ' ' : DROP;
	if (c < 0x2028)
		return KEEP;
	if (c <= 0x2029)
		return how == CLEAN_TEXT ? '\n' : ' ';
	if (how == CLEAN_SHOWN &&
	    ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)))
		return DROP;
	if (c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xfdd0 && c <= 0xfdef) ||
	    (c & 0xfffe) == 0xfffe || (c >= 0xe0000 && c <= 0xe007f))
		return DROP;
	return KEEP;
}

char *utf8_clean(const char *s, size_t n, enum utf8_clean how)
{
	char *repaired = NULL;
	/* NUL is not valid inside, but here it is one of the things that are dropped. */
	for (size_t i = 0; i < n && !repaired; i++) {
		i += skip_ascii(s + i, n - i);
		bool good = true;
		if (i < n)
			i += step(s + i, n - i, &good) - 1;
		if (!good)
			s = repaired = utf8_repair(s, n, &n);
	}
	GString *out = g_string_sized_new(n + 1);
	int marks = 0;
	for (size_t i = 0, k; i < n; i += k) {
		if (how != CLEAN_LINE && (k = skip_printable(s + i, n - i)) > 0) {
			g_string_append_len(out, s + i, (gssize)k);
			marks = 0;
			continue;
		}
		uint32_t c = utf8_next(s + i, n - i, &k), to = filter(c, how);
		if (c == '\r' && how != CLEAN_LINE) {
			if (i + 1 == n || s[i + 1] != '\n')
				to = how == CLEAN_TEXT ? '\n' : ' ';
			else
				to = DROP;
		}
		if (to == DROP)
			continue;
		if (how == CLEAN_SHOWN) {
			marks = c >= 0x300 && g_unichar_ismark(c) ? marks + 1 : 0;
			if (marks > MARKS_IN_A_ROW)
				continue;
		}
		if (how == CLEAN_LINE && (c == ' ' || to == ' ')) {
			if (out->len > 0 && out->str[out->len - 1] != ' ')
				g_string_append_c(out, ' ');
		} else if (to == KEEP) {
			g_string_append_len(out, s + i, (gssize)k);
		} else {
			g_string_append_c(out, (char)to);
		}
	}
	if (how == CLEAN_LINE && out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_free(repaired);
	return g_string_free(out, FALSE);
}

bool utf8_is_clean(const char *s, size_t n, enum utf8_clean how)
{
	int marks = 0;
	if (how == CLEAN_LINE && n > 0 && (s[0] == ' ' || s[n - 1] == ' '))
		return false;
	for (size_t i = 0, k; i < n; i += k) {
		if (how != CLEAN_LINE && (k = skip_printable(s + i, n - i)) > 0) {
			marks = 0;
			continue;
		}
		if (how != CLEAN_SHOWN && (k = utf8_letter(s + i, n - i)) > 0)
			continue;
		uint32_t c = utf8_next(s + i, n - i, &k);
		if (c == 0xfffd && k == 1)
			return false;
		if (c >= 0x20 && c < 0x7f) {
			if (how == CLEAN_LINE && c == ' ' && s[i + 1] == ' ')
				return false;
			marks = 0;
			continue;
		}
		if (filter(c, how) != KEEP)
			return false;
		if (how == CLEAN_SHOWN) {
			marks = c >= 0x300 && g_unichar_ismark(c) ? marks + 1 : 0;
			if (marks > MARKS_IN_A_ROW)
				return false;
		}
	}
	return true;
}

char *utf8_ellipsis(const char *s, size_t chars)
{
	size_t n = strlen(s), i = 0, k, last = 0;
	for (size_t count = 0; i < n; i += k, count++) {
		utf8_next(s + i, n - i, &k);
		if (count + 1 == chars)
			last = i; /* the ellipsis would stand here */
		if (count == chars)
			return chars ? g_strdup_printf("%.*s…", (int)last, s)
				     : g_strdup("");
	}
	return g_strdup(s);
}
