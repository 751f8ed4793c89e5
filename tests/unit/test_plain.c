/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML -> words; entities. */
#include "text/plain.h"

#include <glib.h>
#include <string.h>
#include <time.h>

static void test_line(void)
{
	static const char *const cases[][2] = {
		{"plain", "plain"},
		{"  two \n words ", "two words"},
		{"a <b>bold</b> word", "a bold word"},
		{"<p>one</p><p>two</p>", "one two"},
		{"one<br/>two", "one two"},
		{"AT&amp;T &lt;b&gt; &#8212; &#x2014;", "AT&T <b> — —"},
		{"&#55357;&#56832; &#xD83D;&#xDE00; &#55357;x", "😀 😀 \ufffdx"},
		{"&amp;amp;", "&amp;"},
		{"a&nbsp;b", "a\u00a0b"},
		{"1 < 2 > 1 <3", "1 < 2 > 1 <3"},
		{"x<script>var a = '<p>';</script>y", "x y"},
		{"x<style>p { }</style >y", "x y"},
		{"x<script src='y'>never closed", "x"},
		{"a<!-- c > d -->b", "ab"},
		{"a<!-- never closed > b", "a b"},
		{"a<![CDATA[<b>]]>c", "a<b>c"},
		{"<a title=\"x>y\">link</a>", "link"},
		{"<a title=\"x>link", "link"},
		{"a <b", "a"},
		{"<>", "<>"},
		{"", ""},
		{"&#27;[31m&#x9b;31m", "[31m›31m"},
		{"&notit; &notin; &copy 2024 &bogus; & &#; &#x;",
		 "¬it; ∉ © 2024 &bogus; & &#; &#x;"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *line = plain_from_html(cases[i][0], strlen(cases[i][0]));
		g_assert_cmpstr(line, ==, cases[i][1]);
		g_free(line);
	}
}

static void test_append(void)
{
	const char *html =
		"<h1>Title</h1>\n<p>One <i>two</i>\n three.</p><ul><li>a<li>b</ul>";
	GString *out = g_string_new("before ");
	plain_append(out, html, strlen(html), 1000);
	g_assert_cmpstr(out->str, ==, "before Title\nOne two three.\na\nb");
	for (size_t ceiling = 0; ceiling < 40; ceiling++) {
		g_string_truncate(out, 0);
		plain_append(out, "äö <b>ü</b> &auml;", 18, ceiling);
		g_assert_cmpuint(out->len, <=, ceiling);
		g_assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
	}
	g_string_free(out, TRUE);
}

static void test_entities(void)
{
	static const struct {
		const char *text, *result;
		size_t used;
	} cases[] = {
		{"&amp;x", "&", 5},
		{"&ampx", "&", 4},
		{"&AMP;", "&", 5},
		{"&euro;", "€", 6},
		{"&euro", NULL, 0},
		{"&#128;", "€", 6},
		{"&#0;", "\ufffd", 4},
		{"&#xd800;", "\ufffd", 8},
		{"&#99999999999;", "\ufffd", 14},
		{"&#65", "A", 4},
		{"&#X41;", "A", 6},
		{"&", NULL, 0},
		{"&;", NULL, 0},
		{"&#", NULL, 0},
		{"&NotEqualTilde;", "≂̸", 15},
		{"&CounterClockwiseContourIntegral;", "∳", 33},
		{"&zwnj;", "\u200c", 6},
		{"&Aacute;", "Á", 8},
		{"&zzz;", NULL, 0},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char out[9] = "";
		size_t length = 0;
		size_t used = plain_entity(cases[i].text, strlen(cases[i].text), out,
					   &length);
		g_assert_cmpuint(used, ==, cases[i].used);
		if (used) {
			out[length] = '\0';
			g_assert_cmpstr(out, ==, cases[i].result);
		}
	}
	g_assert_cmpstr(plain_entity_name("nbsp", 4), ==, "\u00a0");
	g_assert_null(plain_entity_name("nbs", 3));
	g_assert_null(plain_entity_name("nbspx", 5));
	char *text = plain_unescape("a &lt;b&gt; &x; <i>", 19);
	g_assert_cmpstr(text, ==, "a <b> &x; <i>");
	g_free(text);
}

static void test_markup(void)
{
	static const char *const markup[] = {"a<br>", "<b>x",	     "&amp;",
					     "x</p>", "<img src=x>", "<!-- x -->"};
	static const char *const text[] = {"a",	   "a < b",   "a <b", "<foo>",
					   "& co", "x <y> z", "1<2",  "<"};
	for (size_t i = 0; i < G_N_ELEMENTS(markup); i++)
		g_assert_true(plain_has_markup(markup[i], strlen(markup[i])));
	for (size_t i = 0; i < G_N_ELEMENTS(text); i++)
		g_assert_false(plain_has_markup(text[i], strlen(text[i])));
}

/* Processor time grows with length, whatever is in the text. */
static void test_linear(void)
{
	static const char *const pieces[] = {"<a b=\"",	 "<!--",      "<script", "&#",
					     "<",	 "<![CDATA[", "</",	 "<a b='",
					     "<script>", "&aaaa"};
	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *html = g_string_new(NULL);
		while (html->len < 1 << 20)
			g_string_append(html, pieces[i]);
		clock_t start = clock();
		char *line = plain_from_html(html->str, html->len);
		g_assert_cmpint(clock() - start, <, 3 * CLOCKS_PER_SEC);
		g_free(line);
		g_string_free(html, TRUE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plain/line", test_line);
	g_test_add_func("/plain/append", test_append);
	g_test_add_func("/plain/entities", test_entities);
	g_test_add_func("/plain/markup", test_markup);
	g_test_add_func("/plain/linear", test_linear);
	return g_test_run();
}
