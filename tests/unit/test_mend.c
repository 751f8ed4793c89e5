/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "feed/jsonscan.h"
#include "feed/mend.h"

static void test_mend(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"<a>x</a>", "<a>x</a>"},
		{"<a>AT&T &amp; &nbsp; &#65; &#1; &x</a>",
		 "<a>AT&amp;T &amp; &nbsp; &#65;  &amp;x</a>"},
		{"<a>1 < 2</a>", "<a>1 &lt; 2</a>"},
		{"<a><b>x</a>y", "<a><b>x</b></a>y"},
		{"<a><b><c>x</b></c></a>", "<a><b><c>x</c></b></a>"},
		{"</b><a>x</b></a>", "<a>x</a>"},
		{"<a b=c d='e\"f' g h=\"<&>\" b=2/>",
		 "<a b=\"c\" d=\"e&quot;f\" g=\"\" h=\"&lt;&amp;>\"/>"},
		{"<a b='x>y</a>", "<a b=\"x\">y</a>"},
		{"<A>x</a>", "<A>x</A>"},
		{"<n:a>x</a>", "<n:a>x</n:a>"},
		{"<a><!-- x\ny --><?p\nq?>z</a>", "<a>\n\nz</a>"},
		{"<a><![CDATA[x]]></a>", "<a><![CDATA[x]]></a>"},
		{"<a><![CDATA[x</a>", "<a><![CDATA[x]]></a>"},
		{"<item><t>1<item><t>2", "<item><t>1</t></item><item><t>2</t></item>"},
		{"<item>a</image>b</item>", "<item>ab</item>"},
		{"<a>text <b and <c>x</c></a>", "<a>text &lt;b and <c>x</c></a>"},
		{"<a>x</a><a>y</a>", "<a>x</a><a>y</a>"},
		{"<a>x<", "<a>x&lt;</a>"},
		{"<a>x<b", "<a>x</a>"},
		{"<a>x</", "<a>x</a>"},
		{"<a\nb='1'\n>x</a\n>", "<a b=\"1\"\n\n>x</a>\n"},
		{"<a:b:c>x</a:b:c>", "x"},
		{"<a>x]]>y</a>", "<a>x]]&gt;y</a>"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *got = mend_document(cases[i].text, strlen(cases[i].text));
		g_autofree char *want = g_strconcat("<tnews-mended>", cases[i].want,
						    "</tnews-mended>", NULL);
		g_assert_cmpstr(got->str, ==, want);
		g_string_free(got, true);
	}
}

static void test_json(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"{\"a\": 1}", "{\"a\": 1}"},
		{"{\"a\": [1, 2,], }", "{\"a\": [1, 2] }"},
		{"{\"id\": 12, \"n\": 12}", "{\"id\": \"12\", \"n\": 12}"},
		{"{\"a\": \"x\ty\"}", "{\"a\": \"x\\u0009y\"}"},
		{"{\"a\": \"\\ud800\"}", "{\"a\": \"\xEF\xBF\xBD\"}"},
		{"{\"a\": \"\\ud83d\\ude00\"}", "{\"a\": \"\\ud83d\\ude00\"}"},
		{"{\"a\": \"\\x\"}", "{\"a\": \"\\\\x\"}"},
		{"{/* c */\"a\": 1 // d\n}", "{\"a\": 1 \n}"},
		{"{\"a\": 1} rest", "{\"a\": 1}"},
		{"\xC3\xA4{}", "\xC3\xA4"},
		{"{\"a\": [{\"b\": 1}, {\"c\": \"cu", "{\"a\": [{\"b\": 1}]}"},
		{"{\"a\": 1 \"b\": 2}", "{\"a\": 1 ,\"b\": 2}"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct json_scan scan;
		GString *got = json_scan(cases[i].text, strlen(cases[i].text), &scan);
		g_assert_cmpstr(got->str, ==, cases[i].want);
		g_assert_false(scan.too_deep);
		g_string_free(got, true);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mend/document", test_mend);
	g_test_add_func("/mend/json", test_json);
	return g_test_run();
}
