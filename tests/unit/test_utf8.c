/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Valid, repaired and filtered text. */
#include "text/utf8.h"

#include <glib.h>
#include <string.h>

static void test_repair(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *result;
	} cases[] = {
		{"abc", 3, "abc"},
		{"a\xff z", 4, "a\ufffd z"},
		{"\xe2\x82", 2, "\ufffd"},
		{"\xe2\x82 ", 3, "\ufffd "},
		{"\xf0\x90\x80x", 4, "\ufffdx"},
		{"\xc0\x80", 2, "\ufffd\ufffd"},
		{"\xed\xa0\x80", 3, "\ufffd\ufffd\ufffd"},
		{"\xf5\x80", 2, "\ufffd\ufffd"},
		{"a\0b", 3, "a\ufffdb"},
		{"\xf4\x8f\xbf\xbf", 4, "\xf4\x8f\xbf\xbf"},
		{"\xf4\x90\x80\x80", 4, "\ufffd\ufffd\ufffd\ufffd"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t length;
		char *result = utf8_repair(cases[i].bytes, cases[i].n, &length);
		g_assert_cmpstr(result, ==, cases[i].result);
		g_assert_cmpuint(length, ==, strlen(result));
		g_assert_true(utf8_valid(result, length));
		g_assert_cmpint(utf8_valid(cases[i].bytes, cases[i].n), ==,
				strcmp(result, cases[i].bytes) == 0);
		g_free(result);
	}
}

/* What is looked at quickly and what is looked at closely agree; so do cut and bad
 * characters. */
static void check_filter(char *s, size_t n)
{
	memcpy(s + n, "ab", 3);
	char *clean = utf8_clean(s, n + 2, CLEAN_TEXT);
	g_assert_cmpint(utf8_is_clean(s, n + 2, CLEAN_TEXT), ==, strcmp(clean, s) == 0);
	g_free(clean);
	if (n > 1) {
		s[n - 1] = 'x';
		g_assert_false(utf8_valid(s, n + 2));
		g_assert_false(utf8_is_clean(s, n + 2, CLEAN_TEXT));
	}
}

/* Each code point, against GLib. */
static void test_code_points(void)
{
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c == 0xd800)
			c = 0xe000;
		char s[8];
		size_t n = utf8_put(c, s), length;
		s[n] = '\0';
		g_assert_true(utf8_valid(s, n));
		g_assert_cmpuint(utf8_next(s, n, &length), ==, c);
		g_assert_cmpuint(length, ==, n);
		for (size_t k = 1; k < n; k++)
			g_assert_cmpuint(utf8_next(s, k, &length), ==, 0xfffd);
		check_filter(s, n);
	}
	char s[4];
	g_assert_cmpuint(utf8_put(0xd800, s), ==, 3);
	g_assert_true(memcmp(s, "\ufffd", 3) == 0);
	g_assert_cmpuint(utf8_put(0x110000, s), ==, 3);
}

static void test_clean(void)
{
	static const struct {
		enum utf8_clean how;
		const char *text, *result;
	} cases[] = {
		{CLEAN_TEXT, "a\tb\nc", "a\tb\nc"},
		{CLEAN_TEXT, "a\r\nb\rc", "a\nb\nc"},
		{CLEAN_TEXT, "a\x1b[31mb\x7f\x01", "a[31mb"},
		{CLEAN_TEXT,
		 "a\xc2\x9b"
		 "31mb\xc2\x85"
		 "c",
		 "a31mb c"},
		{CLEAN_TEXT, "\ufeffa\ufff9b\u2028c\U000e0041d\ufffee\ufdd0", "ab\ncde"},
		{CLEAN_TEXT, "a\u202eb\u200fc", "a\u202eb\u200fc"},
		{CLEAN_TEXT, "bad\xff", "bad\ufffd"},
		{CLEAN_LINE, "  a \t\n b  ", "a b"},
		{CLEAN_LINE,
		 "a\u2028b\xc2\x85"
		 " c",
		 "a b c"},
		{CLEAN_LINE, "\n", ""},
		{CLEAN_LINE, "a\u00a0\u00a0b", "a\u00a0\u00a0b"},
		{CLEAN_SHOWN, " a\tb ", " a b "},
		{CLEAN_SHOWN, "a\u202eb\u2066c\u2069\u200d", "abc\u200d"},
		{CLEAN_SHOWN, "a long enough line of text\x1b]0;x\x07 more",
		 "a long enough line of text]0;x more"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *text = cases[i].text;
		char *result = utf8_clean(text, strlen(text), cases[i].how);
		g_assert_cmpstr(result, ==, cases[i].result);
		g_assert_cmpint(utf8_is_clean(text, strlen(text), cases[i].how), ==,
				strcmp(text, result) == 0);
		g_assert_true(utf8_is_clean(result, strlen(result), cases[i].how));
		g_free(result);
	}
}

static bool is_kept(const char *s, size_t n, enum utf8_clean how)
{
	g_autofree char *clean = utf8_clean(s, n, how);
	return strlen(clean) == n && memcmp(clean, s, n) == 0;
}

/* Long enough that most is looked at in blocks: as GLib and utf8_clean see it. */
static void check_long(const char *s, size_t n)
{
	g_assert_cmpint(utf8_valid(s, n), ==, g_utf8_validate_len(s, n, NULL));
	g_assert_cmpint(utf8_is_clean(s, n, CLEAN_TEXT), ==, is_kept(s, n, CLEAN_TEXT));
	g_assert_cmpint(utf8_is_clean(s, n, CLEAN_LINE), ==, is_kept(s, n, CLEAN_LINE));
}

/* The characters around every bound that one of the two has, at all places in a block. */
static void test_blocks(void)
{
	for (uint32_t c = 0; c < 0x110000; c += c < 0x10000 ? 1 : 0x7f) {
		char s[64];
		size_t at = c % 37;
		memset(s, 'x', sizeof s);
		size_t n = utf8_put(c, s + at);
		check_long(s, sizeof s);
		s[at + c % n] = (char)(c >> 3);
		check_long(s, sizeof s);
	}
	for (int byte = 0x80; byte < 0x10000; byte++) {
		char s[48];
		memset(s, 'x', sizeof s);
		s[20] = (char)(byte >> 8);
		s[21] = (char)byte;
		s[22] = (char)0x80;
		check_long(s, sizeof s);
		check_long(s, 23);
		s[23] = (char)0xbf;
		check_long(s, sizeof s);
	}
}

/* Text of many scripts with something odd in it here and there. */
static void test_mixtures(void)
{
	static const char *const pieces[] = {"plain text ",
					     "line\n",
					     "\t",
					     "é",
					     "Ж",
					     "щи ",
					     "متن ",
					     "漢字",
					     "。",
					     "“",
					     "—",
					     "\u2028",
					     "😀",
					     "\U000e0041",
					     "\ufeff",
					     "\ufdd0",
					     "\xc2\x85",
					     "\xc2\xa0",
					     "\x7f",
					     "\x1b",
					     "\xff",
					     "\xe2\x80",
					     "\xed\xa0\x80",
					     "\xf0\x9f\x98",
					     "\x80",
					     "\xef\xbf\xbe",
					     "\xf4\x90\x80\x80"};
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 30000; i++) {
		g_string_truncate(text, 0);
		/* Most of these have nothing odd. */
		int n = g_rand_int_range(rand, 1, 40), odd = g_rand_int_range(rand, 0, 3);
		for (int k = 0; k < n; k++)
			g_string_append(text, pieces[g_rand_int_range(rand, 0, 11)]);
		for (int k = 0; k < odd; k++)
			g_string_insert(
				text, g_rand_int_range(rand, 0, (int)text->len),
				pieces[g_rand_int_range(rand, 11, G_N_ELEMENTS(pieces))]);
		check_long(text->str, text->len);
	}
}

/* At every place in a word of eight bytes, each byte is seen. */
static void test_places(void)
{
	for (int byte = 0; byte < 256; byte++)
		for (size_t at = 0; at < 24; at++) {
			char s[25];
			memset(s, 'x', 24);
			s[24] = '\0';
			s[at] = (char)byte;
			bool good = byte >= 0x20 && byte < 0x7f;
			bool kept = good || byte == '\t' || byte == '\n';
			g_assert_cmpint(utf8_is_clean(s, 24, CLEAN_SHOWN), ==, good);
			g_assert_cmpint(utf8_is_clean(s, 24, CLEAN_TEXT), ==, kept);
			g_assert_cmpint(utf8_valid(s, 24), ==, byte > 0 && byte < 0x80);
		}
}

static void test_marks(void)
{
	GString *text = g_string_new("a");
	for (int i = 0; i < 1000; i++)
		g_string_append(text, "\u0301");
	g_string_append(text, "b");
	char *result = utf8_clean(text->str, text->len, CLEAN_SHOWN);
	g_assert_cmpuint(strlen(result), ==, 2 + 2 * 30);
	g_assert_false(utf8_is_clean(text->str, text->len, CLEAN_SHOWN));
	g_free(result);
	g_string_free(text, TRUE);
}

static void test_ellipsis(void)
{
	static const struct {
		const char *text;
		size_t chars;
		const char *result;
	} cases[] = {{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöüß", 3, "äö…"},
		     {"a", 0, ""},	{"ab", 1, "…"},	    {"", 5, ""}};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *result = utf8_ellipsis(cases[i].text, cases[i].chars);
		g_assert_cmpstr(result, ==, cases[i].result);
		g_free(result);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/utf8/repair", test_repair);
	g_test_add_func("/utf8/code-points", test_code_points);
	g_test_add_func("/utf8/clean", test_clean);
	g_test_add_func("/utf8/places", test_places);
	g_test_add_func("/utf8/blocks", test_blocks);
	g_test_add_func("/utf8/mixtures", test_mixtures);
	g_test_add_func("/utf8/marks", test_marks);
	g_test_add_func("/utf8/ellipsis", test_ellipsis);
	return g_test_run();
}
