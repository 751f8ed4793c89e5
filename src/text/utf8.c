/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Valid, repaired and filtered text. ASCII without anything to drop is looked at several
 * bytes at a time, other text goes through an automaton without branches. */
#include "text/utf8.h"

#include <glib.h>
#include <string.h>

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

enum { MARKS_IN_A_ROW = 30 };

static uint64_t word_at(const char *s)
{
	uint64_t w;
	memcpy(&w, s, sizeof w);
	return w;
}

/* A high bit for what is not U+0020 to U+007E: a borrow out of a byte below 0x20, or
 * 0x7f ^ 0x7f - 1, sets it. */
static uint64_t not_printable(uint64_t w)
{
	return w | (w - EACH_BYTE(0x20)) | ((w ^ EACH_BYTE(0x7f)) - EACH_BYTE(1));
}

/* A high bit for zero and what is above 0x7f. */
static uint64_t not_ascii(uint64_t w)
{
	return w | (w - EACH_BYTE(1));
}

/* Length of the beginning of s that has only bytes for which test() sets no high bit (whole
 * words of it, so it may be shorter than it could be by up to seven bytes). */
static inline size_t skip_words(uint64_t (*test)(uint64_t w), const char *s, size_t n)
{
	size_t i = 0;
	for (; i + 32 <= n; i += 32)
		if ((test(word_at(s + i)) | test(word_at(s + i + 8)) |
		     test(word_at(s + i + 16)) | test(word_at(s + i + 24))) &
		    EACH_BYTE(0x80))
			break;
	for (; i + 8 <= n; i += 8)
		if (test(word_at(s + i)) & EACH_BYTE(0x80))
			break;
	return i;
}

static size_t skip_printable(const char *s, size_t n)
{
	return skip_words(not_printable, s, n);
}

static size_t skip_ascii(const char *s, size_t n)
{
	return skip_words(not_ascii, s, n);
}

/* --- whole blocks of text ------------------------------------------------------------ */

/* An automaton: a state is a number of bits, and the entry of a byte holds at this place
 * the state that follows. So a step is one shift of what does not hang on the state, and
 * text of several scripts costs no more than that of one. BAD is where no entry has
 * anything: it is never left. */
enum { BAD = 0, START = 6, ONE = 12, TWO = 18, AFTER_E0 = 24, AFTER_ED = 30 };
/* and of one table only */
enum { THREE = 36, AFTER_F0 = 42, AFTER_F4 = 48 };
enum { AFTER_C2 = 36, AFTER_E2 = 42, AFTER_E280 = 48, AFTER_EF = 54 };

#define GO(from, to) ((uint64_t)(to) << (from))
#define X2(x) (x), (x)
#define X4(x) X2(x), X2(x)
#define X8(x) X4(x), X4(x)
#define X16(x) X8(x), X8(x)
#define X32(x) X16(x), X16(x)
#define SAME GO(START, START)
#define TAIL (GO(ONE, START) | GO(TWO, ONE))
#define LEAD2 GO(START, ONE)
#define LEAD3 GO(START, TWO)

/* Valid text without NUL: the table in Unicode that sequence() follows, too. */
#define V_TAIL (TAIL | GO(THREE, TWO))
/* clang-format off */
static const uint64_t valid_steps[256] = {
	/* 00 */ 0, SAME, X2(SAME), X4(SAME), X8(SAME), X16(SAME),
	/* 20 */ X32(SAME), X32(SAME), X32(SAME),
	/* 80 */ X16(V_TAIL | GO(AFTER_ED, ONE) | GO(AFTER_F4, TWO)),
	/* 90 */ X16(V_TAIL | GO(AFTER_ED, ONE) | GO(AFTER_F0, TWO)),
	/* a0 */ X32(V_TAIL | GO(AFTER_E0, ONE) | GO(AFTER_F0, TWO)),
	/* c0 */ X2(0), X2(LEAD2), X4(LEAD2), X8(LEAD2), X16(LEAD2),
	/* e0 */ GO(START, AFTER_E0), X4(LEAD3), X8(LEAD3), GO(START, AFTER_ED), X2(LEAD3),
	/* f0 */ GO(START, AFTER_F0), GO(START, THREE), X2(GO(START, THREE)),
	/* f4 */ GO(START, AFTER_F4), 0, X2(0), X8(0),
};
/* clang-format on */

/* What utf8_clean keeps of text of several lines, but for the characters of four bytes
 * and some that are rare: these are bad here, and looked at one by one. */
#define C_LOW (TAIL | GO(AFTER_ED, ONE) | GO(AFTER_E280, START) | GO(AFTER_EF, ONE))
#define C_LOW2 (C_LOW | GO(AFTER_E2, ONE))
#define C_HIGH (TAIL | GO(AFTER_E0, ONE) | GO(AFTER_C2, START) | GO(AFTER_E2, ONE))
#define C_HIGH2 (C_HIGH | GO(AFTER_E280, START)) /* not of U+2028, U+2029 */
#define C_EF GO(AFTER_EF, ONE) /* not of U+FDC0-FDFF, U+FEC0-FEFF, U+FFC0-FFFF */
/* clang-format off */
static const uint64_t clean_steps[256] = {
	/* 00 */ X8(0), 0, X2(SAME), 0, X4(0), X16(0),
	/* 20 */ X32(SAME), X32(SAME), X16(SAME), X8(SAME), X4(SAME), X2(SAME), SAME, 0,
	/* 80 */ C_LOW | GO(AFTER_E2, AFTER_E280), C_LOW2, X2(C_LOW2), X4(C_LOW2), X8(C_LOW2),
	/* 90 */ X16(C_LOW2),
	/* a0 */ X8(C_HIGH2 | C_EF), X2(C_HIGH | C_EF), X2(C_HIGH2 | C_EF), X4(C_HIGH2 | C_EF),
	/* b0 */ X4(C_HIGH2 | C_EF), X2(C_HIGH2 | C_EF), C_HIGH2 | C_EF, C_HIGH2,
	/* b8 */ X2(C_HIGH2 | C_EF), C_HIGH2 | C_EF, C_HIGH2,
	/* bc */ X2(C_HIGH2 | C_EF), C_HIGH2 | C_EF, C_HIGH2,
	/* c0 */ X2(0), GO(START, AFTER_C2), LEAD2, X4(LEAD2), X8(LEAD2), X16(LEAD2),
	/* e0 */ GO(START, AFTER_E0), LEAD3, GO(START, AFTER_E2), LEAD3, X8(LEAD3),
	/* ec */ LEAD3, GO(START, AFTER_ED), LEAD3, GO(START, AFTER_EF),
	/* f0 */ X16(0),
};
/* clang-format on */

enum { SLOW = 32 }; /* bytes looked at one by one before blocks are tried again */

#define STEP(k) (state = steps[(unsigned char)s[i + (k)]] >> (state & 63))

/* Length of the beginning of s that the automaton takes: all of it, or whole blocks, less
 * what would cut a character. test: as for skip_words, of the ASCII that it would take. That
 * is asked before the state, which in other text nothing foretells. */
static inline size_t skip_good(const uint64_t steps[256], uint64_t (*test)(uint64_t w),
			       const char *s, size_t n)
{
	uint64_t state = START, before = START;
	size_t i = 0;
	for (; n - i >= 8; i += 8) {
		if (!(test(word_at(s + i)) & EACH_BYTE(0x80)) && (state & 63) == START) {
			i += skip_words(test, s + i, n - i) - 8;
			continue;
		}
		before = state;
		STEP(0), STEP(1), STEP(2), STEP(3), STEP(4), STEP(5), STEP(6), STEP(7);
		if ((state & 63) == BAD)
			break;
		before = state;
	}
	if ((state & 63) != BAD) {
		size_t whole = i;
		for (; i < n; i++)
			STEP(0);
		if ((state & 63) == BAD)
			i = whole;
	}
	if ((state & 63) == BAD)
		state = before;
	/* Inside of a character, or where it should go on: to its beginning. */
	if ((state & 63) != START)
		while (--i > 0 && (s[i] & 0xc0) == 0x80)
			;
	return i;
}

static size_t skip_valid(const char *s, size_t n)
{
	return skip_good(valid_steps, not_ascii, s, n);
}

static size_t skip_clean(const char *s, size_t n)
{
	return skip_good(clean_steps, not_printable, s, n);
}

/* --- characters ------------------------------------------------------------------------ */

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
	/* What is left holds the fault. */
	for (size_t i = skip_valid(s, n), k; i < n; i += k) {
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

/* Whether text that would be clean with several lines is one line. */
static bool is_line(const char *s, size_t n)
{
	if (n == 0)
		return true;
	if (s[0] == ' ' || s[n - 1] == ' ' || memchr(s, '\n', n) || memchr(s, '\t', n))
		return false;
	/* One of two blanks in a row stands at an odd place. */
	for (size_t i = 1; i + 1 < n; i += 2)
		if (s[i] == ' ' && (s[i - 1] == ' ' || s[i + 1] == ' '))
			return false;
	return true;
}

bool utf8_is_clean(const char *s, size_t n, enum utf8_clean how)
{
	int marks = 0;
	size_t slow = 0; /* where blocks are tried next */
	if (how == CLEAN_LINE && !is_line(s, n))
		return false;
	for (size_t i = 0, k; i < n; i += k) {
		if (how != CLEAN_SHOWN && i >= slow) {
			k = skip_clean(s + i, n - i);
			slow = i + k + SLOW;
			if (k > 0)
				continue;
		}
		if ((k = skip_printable(s + i, n - i)) > 0) {
			marks = 0;
			continue;
		}
		if (how != CLEAN_SHOWN && (k = utf8_letter(s + i, n - i)) > 0)
			continue;
		uint32_t c = utf8_next(s + i, n - i, &k);
		if (c == 0xfffd && k == 1)
			return false;
		if (c >= 0x20 && c < 0x7f) {
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
