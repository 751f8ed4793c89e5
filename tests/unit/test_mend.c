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

static bool wants(const char *member)
{
	return strcmp(member, "no") != 0;
}

static bool take(void *data, const char *member, bool part, const GString *value,
		 int line)
{
	g_string_append_printf(data, "%d %s%s=%s;", line, member, part ? "[]" : "",
			       value->str);
	return strcmp(member, "last") != 0;
}

static void test_json(void)
{
	static const struct {
		const char *text, *want, *mended;
	} cases[] = {
		{"{\"a\": 1}", "1 a=1;", NULL},
		{"{\"a\": {\"b\": [1, \"c\"]},\n\"no\": [[{}]], \"d\": true}",
		 "1 a={\"b\":[1,\"c\"]};2 d=true;", NULL},
		{"{\"items\": [1, {\"items\": [2]},\n[3], \"4\"], \"a\": 5}",
		 "1 items[]=1;1 items[]={\"items\":[2]};2 items[]=[3];2 items[]=\"4\";"
		 "2 a=5;",
		 NULL},
		{"{\"items\": {\"a\": 1}}", "1 items={\"a\":1};", NULL},
		{"{\"last\": 1, \"a\": 2}", "1 last=1;", NULL},
		{"{\"a\": [1, 2,], }", "1 a=[1,2];", "comma too many"},
		{"{\"a\": [,1,,2], ,}", "1 a=[1,2];", "comma too many"},
		{"{\"a\": {\"id\": 12, \"n\": 12}}", "1 a={\"id\":\"12\",\"n\":12};",
		 NULL},
		{"{\"id\": 12345678901234567890}", "1 id=\"12345678901234567890\";",
		 NULL},
		{"{\"a\": 1234567890123456789}", "1 a=\"1234567890123456789\";", NULL},
		{"{\"a\": [01, 1e999, -1.5e3, +1]}",
		 "1 a=[\"01\",\"1e999\",-1.5e3,\"+1\"];", NULL},
		{"{\"a\": \"x\ty\"}", "1 a=\"x\\u0009y\";", "control character"},
		{"{\"a\": \"\\ud800\"}", "1 a=\"\xEF\xBF\xBD\";", "surrogate"},
		{"{\"a\": \"\\ud83d\\ude00\"}", "1 a=\"\\ud83d\\ude00\";", NULL},
		{"{\"a\": \"\\x\"}", "1 a=\"\\\\x\";", "unknown escape"},
		{"{\"a\": 'it\\'s \"b\"'}", "1 a=\"it's \\u0022b\\u0022\";",
		 "single quotes"},
		{"{/* c */\"a\": 1 // d\n}", "1 a=1;", "comment"},
		{"{\"a\": 1} rest", "1 a=1;", "after the end"},
		{"{\"items\": [{\"b\": 1}, {\"c\": \"cu", "1 items[]={\"b\":1};", "cut"},
		{"{\"items\": [{\"b\": [1, {\"d\": 2, \"e",
		 "1 items[]={\"b\":[1,{\"d\":2}]};", "cut"},
		{"{\"a\": [{\"b\": 1}, {\"c\": tru", "1 a=[{\"b\":1}];", "cut"},
		{"{\"a\": 1 \"b\": 2}", "1 a=1;1 b=2;", "comma is missing"},
		{"{\"a\" 1, \"b\" [2]}", "1 a=1;1 b=[2];", "colon is missing"},
		{"{\"a\": {\"b\": , \"c\"}}", "1 a={\"b\":null,\"c\":null};", "colon"},
		{"{a: 1, b: None}", "1 a=1;1 b=null;", "without quotes"},
		{"{\"a\": {[1], 2: 3}}", "1 a={\"\":[1],\"2\":3};", "name is missing"},
		{"{\"items\": [{\"a\": [1}, {\"b\": 2}]}",
		 "1 items[]={\"a\":[1]};1 items[]={\"b\":2};", "brackets"},
		{"{\"a\": ;1}", "1 a=1;", "no place"},
		{"[1]", "", NULL},
		{"\xC3\xA4{}", "", NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct json_scan scan;
		GString *got = g_string_new(NULL);
		struct json_sink sink = {.wants = wants, .take = take, .data = got};
		json_scan(cases[i].text, strlen(cases[i].text), &sink, &scan);
		g_assert_cmpstr(got->str, ==, cases[i].want);
		g_assert_false(scan.too_deep);
		if (cases[i].mended &&
		    !(scan.mended && strstr(scan.mended, cases[i].mended)))
			g_error("%s: %s", cases[i].text, scan.mended);
		if (!cases[i].mended)
			g_assert_cmpstr(scan.mended, ==, NULL);
		g_assert_cmpint(scan.no_object, ==, i >= G_N_ELEMENTS(cases) - 2);
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
