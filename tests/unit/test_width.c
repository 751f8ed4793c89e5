/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns, clusters, breaks and visual order. */
#include "text/bidi.h"
#include "text/segment.h"
#include "text/width.h"

#include <glib.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

static bool have_utf8;

/* The worker has no locale, tnews has: both must count alike. */
static void test_tables(void)
{
	if (!have_utf8) {
		g_test_skip("no UTF-8 locale");
		return;
	}
	int *with = g_new(int, 0x110000);
	for (uint32_t c = 0; c < 0x110000; c++)
		with[c] = width_char(c);
	setlocale(LC_CTYPE, "C");
	unsigned differ = 0;
	for (uint32_t c = 0; c < 0x110000; c++)
		differ += g_unichar_isdefined(c) && width_char(c) != with[c];
	setlocale(LC_CTYPE, "C.UTF-8");
	/* Another libc may know a later Unicode; then a few may differ. */
	g_assert_cmpuint(differ, <, 200);
	for (uint32_t c = 0x20; c < 0x110000; c++)
		if (wcwidth((wchar_t)c) >= 0)
			g_assert_cmpint(width_char(c), ==, wcwidth((wchar_t)c));
	g_free(with);
}

static void test_text(void)
{
	static const struct {
		const char *text;
		int width;
		size_t clusters;
	} cases[] = {
		{"", 0, 0},	    {"abc", 3, 3},
		{"äö", 2, 2},	    {"a\u0308o", 2, 2},
		{"日本語", 6, 3},   {"ｱ", 1, 1},
		{"👍🏽", 2, 1}, {"👨\u200d👩\u200d👧", 2, 1},
		{"🇩🇪", 2, 1},	    {"가", 2, 1},
		{"ไทย", 3, 3},	    {"\t\x1b", 0, 2},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t n = strlen(cases[i].text), clusters = 0;
		for (size_t at = 0; at < n; clusters++)
			at += segment_cluster(cases[i].text + at, n - at);
		g_assert_cmpint(width_text(cases[i].text, n), ==, cases[i].width);
		g_assert_cmpuint(clusters, ==, cases[i].clusters);
		for (size_t at = n, k; at > 0; at -= k, clusters--)
			k = segment_cluster_back(cases[i].text, at);
		g_assert_cmpuint(clusters, ==, 0);
	}
}

static void test_cut(void)
{
	static const struct {
		const char *text;
		int columns;
		const char *end, *middle;
	} cases[] = {
		{"abcdef", 6, "abcdef", "abcdef"},
		{"abcdef", 5, "abcd~", "ab~ef"},
		{"abcdef", 1, "~", "~"},
		{"abcdef", 0, "", ""},
		{"日本語", 5, "日本~", "日~語"},
		{"日本語", 4, "日~", "日~"},
		{"a\u0301bc", 2, "a\u0301~", "a\u0301~"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *end = width_cut(cases[i].text, cases[i].columns);
		char *middle = width_cut_middle(cases[i].text, cases[i].columns);
		g_assert_cmpstr(end, ==, cases[i].end);
		g_assert_cmpstr(middle, ==, cases[i].middle);
		g_free(end);
		g_free(middle);
	}
}

/* Places where a line may break are marked "/", where it must "|". */
static void test_breaks(void)
{
	static const char *const cases[][2] = {
		{"one two", "one /two"},     {"one\ntwo", "one\n|two"},
		{"a-b c", "a-/b /c"},	     {"日本語。", "日/本/語。"},
		{"x\n\ny", "x\n|\n|y"},	     {"a\u00a0b", "a\u00a0b"},
		{"“one” two", "“one” /two"}, {"", ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *s = cases[i][0];
		size_t n = strlen(s);
		char *breaks = g_malloc(n + 1);
		GString *shown = g_string_new(NULL);
		segment_breaks(s, n, breaks);
		for (size_t k = 0; k < n; k++) {
			if (breaks[k])
				g_string_append_c(shown,
						  breaks[k] == BREAK_MUST ? '|' : '/');
			g_string_append_c(shown, s[k]);
		}
		g_assert_cmpstr(shown->str, ==, cases[i][1]);
		g_string_free(shown, TRUE);
		g_free(breaks);
	}
}

static void test_words(void)
{
	const char *text = "one, don't  日本 x";
	static const char *const words[] = {"one", ", ", "don't", "  ",
					    "日",  "本", " ",	  "x"};
	size_t n = strlen(text), at = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t k = segment_word(text + at, n - at);
		char *word = g_strndup(text + at, k);
		g_assert_cmpstr(word, ==, words[i]);
		g_free(word);
		at += k;
	}
	g_assert_cmpuint(at, ==, n);
}

static char *visual(const char *s, bool rtl)
{
	size_t n = strlen(s), clusters = 0;
	size_t *starts = g_new(size_t, n + 1), *order = g_new(size_t, n + 1);
	bool *mirrored = g_new(bool, n + 1);
	for (size_t at = 0; at < n; at += segment_cluster(s + at, n - at))
		starts[clusters++] = at;
	starts[clusters] = n;
	bidi_order(s, n, starts, clusters, rtl, order, mirrored);
	GString *out = g_string_new(NULL);
	for (size_t v = 0; v < clusters; v++) {
		size_t i = order[v], k = starts[i + 1] - starts[i];
		if (mirrored[v] && k == 1)
			g_string_append_unichar(out,
						bidi_mirror((unsigned char)s[starts[i]]));
		else
			g_string_append_len(out, s + starts[i], (gssize)k);
	}
	g_free(starts);
	g_free(order);
	g_free(mirrored);
	return g_string_free(out, FALSE);
}

static void test_bidi(void)
{
	static const struct {
		const char *text;
		bool has, rtl;
		const char *result;
	} cases[] = {
		{"abc", false, false, "abc"},
		{"אבג", true, true, "גבא"},
		{"abc אבג def", true, false, "abc גבא def"},
		{"אבג abc", true, true, "abc גבא"},
		{"אב (x) ג", true, true, "ג (x) בא"},
		{"אָב", true, true, "באָ"},
		{"", false, false, ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t n = strlen(cases[i].text);
		g_assert_cmpint(bidi_has_rtl(cases[i].text, n), ==, cases[i].has);
		g_assert_cmpint(bidi_is_rtl(cases[i].text, n), ==, cases[i].rtl);
		char *result = visual(cases[i].text, cases[i].rtl);
		g_assert_cmpstr(result, ==, cases[i].result);
		g_free(result);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	have_utf8 = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
	g_test_add_func("/width/tables", test_tables);
	g_test_add_func("/width/text", test_text);
	g_test_add_func("/width/cut", test_cut);
	g_test_add_func("/segment/breaks", test_breaks);
	g_test_add_func("/segment/words", test_words);
	g_test_add_func("/bidi/order", test_bidi);
	return g_test_run();
}
