/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laying out: small documents and the text they become; whole stories stand in
 * tests/html. */
#include "html/html.h"
#include "html/hyphen.h"
#include "wire/job.h"

#include <locale.h>
#include <string.h>

static struct page *page_of(struct arena *arena, const char *html, int width,
			    const char *title, unsigned flags)
{
	struct render_options options = {.width = width,
					 .base = "https://h.example/d/",
					 .title = title,
					 .flags = flags};
	return html_render(arena, html, strlen(html), &options);
}

static void check(const char *html, int width, const char *title, unsigned flags,
		  const char *expected)
{
	struct arena *arena = arena_new(0);
	struct page *page = page_of(arena, html, width, title, flags);
	GString *text = g_string_new(NULL);
	page_print(text, page, 0);
	g_assert_cmpstr(text->str, ==, expected);
	g_string_free(text, TRUE);
	arena_free(arena);
}

static void test_text(void)
{
	static const struct {
		int width;
		const char *html, *text;
	} cases[] = {
		{20, "", ""},
		{20, " \n <p>&nbsp;</p> <p> </p>", ""},
		{20, "a \n\t b", "a b\n"},
		{20, "<p>one</p><p>two</p>", "one\n\ntwo\n"},
		{20, "<div>one</div><div>two</div>", "one\ntwo\n"},
		{20, "one<br>two<br><br><br>three<br>", "one\ntwo\n\nthree\n"},
		{20, "a <b> b </b> c", "a b c\n"},
		{20, "un<b>believ</b>able", "unbelievable\n"},
		{10, "aaaa bbbb cccc", "aaaa bbbb\ncccc\n"},
		{10, "aaaaaaaaaaaaa b", "aaaaaaaaaa\naaa b\n"},
		{10, "aaaa b&nbsp;ccccc", "aaaa\nb ccccc\n"},
		{20, "end&nbsp; <br>next", "end\nnext\n"},
		{10, "foot&shy;ball&shy;stadium", "football-\nstadium\n"},
		{10, "aaaaa&#8203;bbbbbbb", "aaaaa\nbbbbbbb\n"},
		{10, "aaaaa<wbr>bbbbbbb", "aaaaa\nbbbbbbb\n"},
		{10, "aaaaaaaaaa&#8199;&#xfe0f; b", "aaaaaaaaaa\n \xef\xb8\x8f b\n"},
		{10, "漢字漢字漢。字", "漢字漢字\n漢。字\n"},
		{20, "漢字\n漢字", "漢字漢字\n"},
		{12, "aaaa see example.org e.g. 3,5", "aaaa see\nexample.org\ne.g. 3,5\n"},
		{12, "abc тест.тест abc:abc", "abc\nтест.тест\nabc:abc\n"},
		{10, "漢字漢字.漢字", "漢字漢字.\n漢字\n"},
		{20, "x<sup>2</sup><sub>10</sub> 1<sup>st</sup>", "x²₁₀ 1st\n"},
		{30, "<q>a <q>b</q></q>", "“a ‘b’”\n"},
		{30, "<p lang=de-AT><q>a <q>b</q></q>", "„a ‚b‘“\n"},
		{30, "<p lang=fr_CA><q>a</q>", "« a »\n"},
		{30, "<p lang=zh-Hant-HK><q>a</q><p lang=zh-CN><q>b</q>",
		 "「a」\n\n“b”\n"},
		{30, "<p lang=deu><q>a</q>", "“a”\n"},
		{30, "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)\n"},
		{30,
		 "a\x1b[31mb\xc2\x9b"
		 "c",
		 "a\xef\xbf\xbd[31mb\xef\xbf\xbd"
		 "c\n"},
		{30,
		 "a\xe2\x80\xae"
		 "b",
		 "ab\n"},
		{30, "<script>x</script><p hidden>y</p>z", "z\n"},
		{30, "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", "a/2\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check(cases[i].html, cases[i].width, NULL, 0, cases[i].text);
}

static void test_blocks(void)
{
	static const struct {
		int width;
		const char *html, *text;
	} cases[] = {
		{30, "<h1>Ab</h1>x", "Ab\n══\n\nx\n"},
		{30, "<h2>Ab</h2>x", "Ab\n──\n\nx\n"},
		{30, "<h3>Ab</h3>x", "Ab\n\nx\n"},
		{30, "<ul><li>a<li>b<ul><li>c</ul></ul>", "• a\n• b\n  ◦ c\n"},
		{80, "<ul><li>a</ul>", "  • a\n"},
		{30, "<ol start=9><li>a<li>b</ol>", " 9. a\n10. b\n"},
		{30, "<ol type=i><li>a<li value=4>b</ol>", " i. a\niv. b\n"},
		{30, "<ol type=A start=27><li>a</ol>", "AA. a\n"},
		{30, "<ol reversed><li>a<li>b</ol>", "2. a\n1. b\n"},
		{30, "<ul><li><p>a</p><p>b</p></ul>", "• a\n\n  b\n"},
		{12, "<ul><li>aaaa bbbb cccc</ul>", "• aaaa bbbb\n  cccc\n"},
		{30, "<dl><dt>t<dd>d</dl>", "t\n    d\n"},
		{30, "<blockquote>a<p>b<blockquote>c</blockquote></blockquote>",
		 "│ a\n│\n│ b\n│\n│ │ c\n"},
		{30, "<pre>a\n\tb\n\n  c </pre>", "a\n        b\n\n  c\n"},
		{30, "<pre>a\fb</pre>", "ab\n"},
		{30, "<details><summary>s</summary>t</details>", "▾ s\n  t\n"},
		{10, "a<hr>b", "a\n\n──────────\n\nb\n"},
		{30, "<pre>0123456789012345678901234567890123456789</pre>",
		 "012345678901234567890123456789\n0123456789\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check(cases[i].html, cases[i].width, NULL, 0, cases[i].text);
}

static void test_tables(void)
{
	static const struct {
		int width;
		const char *html, *text;
	} cases[] = {
		{30, "<table><tr><td>a<td>b<tr><td>cc<td>dd</table>",
		 "a  │ b\ncc │ dd\n"},
		{33, "<table><td>aaaaa bbb<td>cccccccccccccccccccccccc",
		 "aaaaa  │ cccccccccccccccccccccccc\nbbb    │\n"},
		{30, "<table><tr><th>k<th>n<tr><td>x<td>10<tr><td>y<td>5</table>",
		 "k │  n\n──┼───\nx │ 10\ny │  5\n"},
		{30, "<table><tr><td>only<tr><td>one</table>", "only\none\n"},
		{30, "<table><tr><td rowspan=2>R<td colspan=2>C<tr><td>x<td>y</table>",
		 "R │ C\n  │ x │ y\n"},
		{30, "<table><tr><td>o<table><tr><td>a<td>b</table><td>c</table>",
		 "o\n\na │ b\n\nc\n"},
		{20,
		 "<table><tr><th>Name<th>Long text<th>More<tr><td>a<td>bbb bbb bbb "
		 "bbb bbb bbb bbb bbb bbb bbb bbb<td>ccccccccccc</table>",
		 "• Name: a\n  Long text: bbb bbb\n  bbb bbb bbb bbb\n  bbb bbb bbb bbb\n"
		 "  bbb\n  More: ccccccccccc\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check(cases[i].html, cases[i].width, NULL, 0, cases[i].text);
}

static void test_headline(void)
{
	static const char title[] = "The “Big” Story: Part 1";
	static const struct {
		const char *html, *text;
	} cases[] = {
		{"<h1>The \"Big\" Story: Part 1</h1><p>t", "t\n"},
		{"<p><strong>THE BIG STORY: PART 1.</strong></p><p>t", "t\n"},
		{"<h1>The Big Story: Part 1</h1><h2>The Big Story: Part 1</h2>t", "t\n"},
		{"The Big Story: Part 1<br><br>t", "t\n"},
		{"<div><h2>The Big Story: Part 1 | The Daily</h2><p>t</div>", "t\n"},
		{"<div><div><a href=x>The Big Story: Part 1</a></div>t</div>", "t\n"},
		{"<p>The Big Story: Part 1 goes on here",
		 "The Big Story: Part 1 goes on here\n"},
		{"<p>t<h1>The Big Story: Part 1</h1>",
		 "t\n\nThe Big Story: Part 1\n═════════════════════\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check(cases[i].html, 60, title, 0, cases[i].text);
}

static void test_links(void)
{
	struct arena *arena = arena_new(0);
	struct page *page = page_of(
		arena,
		"<p id=top>x</p><p><a href=a>A</a> <a href=a>again</a> <a "
		"href='mailto:m@h'>m</a> "
		"<a href='javascript:x'>no</a> <img src=i.png alt=Alt> <a href=q><img "
		"src=j.png>"
		"</a> <audio src=s.mp3></audio> <iframe src='//v.example/e'></iframe>",
		200, NULL, 0);
	static const struct {
		enum page_link_kind kind;
		const char *url, *text;
	} links[] = {
		{LINK_PAGE, "https://h.example/d/a", "A"},
		{LINK_MAIL, "mailto:m@h", "m"},
		{LINK_IMAGE, "https://h.example/d/i.png", "Alt"},
		{LINK_PAGE, "https://h.example/d/q", "[image 5]"},
		{LINK_IMAGE, "https://h.example/d/j.png", ""},
		{LINK_AUDIO, "https://h.example/d/s.mp3", "h.example"},
		{LINK_FRAME, "https://v.example/e", "v.example"},
	};
	g_assert_cmpuint(page->n_links, ==, G_N_ELEMENTS(links));
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
		g_assert_cmpint(page->links[i].kind, ==, links[i].kind);
		g_assert_cmpstr(page->links[i].url, ==, links[i].url);
		g_assert_cmpstr(page->links[i].text, ==, links[i].text);
		g_assert_cmpuint(page->links[i].line, ==, 2);
	}
	g_assert_cmpuint(page->n_places, ==, 1);
	g_assert_cmpstr(page->places[0].id, ==, "top");
	g_assert_cmpuint(page->places[0].line, ==, 0);
	arena_free(arena);
	check("<a href=a>A</a>.", 60, NULL, RENDER_LINK_LIST,
	      "A[1].\n\n[1] https://h.example/d/a\n");
	check("<a href=a>A</a>.", 60, NULL, RENDER_NO_NUMBERS, "A.\n");
	check("see https://x.example/, or\n\n  in here", 60, NULL, RENDER_PLAIN,
	      "see https://x.example/[1], or\n\n  in here\n");
}

/* A resize finds its place by the anchors: they never go back, and the same text has the
 * same anchor at every width. */
static void test_anchors(void)
{
	static const char html[] =
		"<h1>Title here</h1><p>Some words that are long enough to wrap around at "
		"forty "
		"columns, "
		"twice.<ul><li>one<li>two</ul><table><tr><td>a<td>b<tr><td>c<td>d"
		"</table><pre>x\ny</pre><p>end";
	struct arena *arena = arena_new(0);
	uint32_t ends[2] = {0, 0};
	for (int k = 0; k < 2; k++) {
		struct page *page = page_of(arena, html, k ? 80 : 40, NULL, 0);
		for (size_t i = 1; i < page->n_lines; i++)
			g_assert_cmpuint(page->lines[i].anchor, >=,
					 page->lines[i - 1].anchor);
		ends[k] = page->lines[page->n_lines - 1].anchor;
	}
	g_assert_cmpuint(ends[0], ==, ends[1]);
	arena_free(arena);
}

static void test_styles(void)
{
	struct arena *arena = arena_new(0);
	struct page *page = page_of(arena, "<p>a <b>b <i>c</i></b> <a href=x>d</a>", 40,
				    NULL, 0);
	static const struct {
		const char *text;
		uint32_t style;
	} spans[] = {{"a ", 0}, {"b ", SPAN_BOLD}, {"c", SPAN_BOLD | SPAN_ITALIC},
		     {" ", 0},	{"d", SPAN_LINK},  {"[1]", SPAN_NUMBER}};
	g_assert_cmpuint(page->n_lines, ==, 1);
	g_assert_cmpuint(page->lines[0].n_spans, ==, G_N_ELEMENTS(spans));
	for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
		g_assert_cmpstr(page->lines[0].spans[i].text, ==, spans[i].text);
		g_assert_cmpuint(page->lines[0].spans[i].style, ==, spans[i].style);
	}
	page = page_of(arena, "<p>سلام دنیا</p><p>abc</p>", 40, NULL, 0);
	g_assert_true(page->lines[0].rtl);
	g_assert_false(page->lines[2].rtl);
	page = page_of(arena, "<div dir=rtl><p>12</p><p>abc</p></div>", 40, NULL, 0);
	g_assert_true(page->lines[0].rtl);
	g_assert_false(page->lines[2].rtl);
	arena_free(arena);
}

static char *compared(const char *before, const char *after)
{
	struct arena *arena = arena_new(0);
	struct render_options options = {.width = 200, .former = before};
	struct page *page = html_render(arena, after, strlen(after), &options);
	GString *text = g_string_new(NULL);
	page_print(text, page, 0);
	arena_free(arena);
	return g_string_free(text, FALSE);
}

static void test_compare(void)
{
	static const struct {
		const char *before, *after, *text;
	} cases[] = {
		{"", "", ""},
		{"<p>one two</p>", "<div>one <b>two</b></div>", "one two\n"},
		{"<p>the ice is thick</p>", "<p>the ice is thin</p>",
		 "the ice is [-thick-] {+thin+}\n"},
		{"<p>a c</p>", "<p>a b c</p>", "a {+b+} c\n"},
		{"<p>a b c</p>", "<p>a c</p>", "a [-b-] c\n"},
		{"<p>a b c</p>", "<p>a b</p>", "a b [-c-]\n"},
		{"<p>gone</p>", "", "[-gone-]\n"},
		{"", "<p>all new <i>words</i></p>", "{+all new+} {+words+}\n"},
		{"<p>a b c d e f g</p>", "<p>a x c d y z g</p>",
		 "a [-b-] {+x+} c d [-e f-] {+y z+} g\n"},
		{"<p>one</p><p>two</p>", "<p>one</p><p>and</p><p>two</p>",
		 "one\n\n{+and+}\n\ntwo\n"},
		{"<p>\u6c34\u7ed3\u51b0</p>", "<p>\u6c34\u5df2\u7ed3\u51b0</p>",
		 "\u6c34{+\u5df2+}\u7ed3\u51b0\n"},
		{"<p>a<script>x</script></p>", "<p>a<script>y</script></p>", "a\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = compared(cases[i].before, cases[i].after);
		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

/* Any two texts: what is not marked as new is the old text without what is marked old. */
static void test_compare_random(void)
{
	GRand *random = g_rand_new_with_seed(7);
	for (int run = 0; run < 300; run++) {
		GString *texts[2] = {g_string_new("<p>"), g_string_new("<p>")};
		for (int side = 0; side < 2; side++) {
			int n = g_rand_int_range(random, 0, 40);
			for (int i = 0; i < n; i++)
				g_string_append_printf(
					texts[side], "%c ",
					'a' + g_rand_int_range(random, 0, 5));
		}
		g_autofree char *text = compared(texts[0]->str, texts[1]->str);
		GString *old = g_string_new("<p>"), *new = g_string_new("<p>");
		bool in_old = false, in_new = false;
		for (const char *s = text; *s; s++) {
			if (strchr("[{", *s)) {
				in_old = *s == '[';
				in_new = *s == '{';
			} else if (strchr("]}", *s)) {
				in_old = in_new = false;
			} else if (g_ascii_isalpha(*s)) {
				if (!in_new)
					g_string_append_printf(old, "%c ", *s);
				if (!in_old)
					g_string_append_printf(new, "%c ", *s);
			}
		}
		g_assert_cmpstr(old->str, ==, texts[0]->str);
		g_assert_cmpstr(new->str, ==, texts[1]->str);
		g_string_free(old, TRUE);
		g_string_free(new, TRUE);
		g_string_free(texts[0], TRUE);
		g_string_free(texts[1], TRUE);
	}
	g_rand_free(random);
}

/* Two long texts that have nothing in common cost no more than reading them. */
static void test_compare_long(void)
{
	GString *before = g_string_new("<p>"), *after = g_string_new("<p>");
	for (int i = 0; i < 30000; i++) {
		g_string_append_printf(before, "a%d ", i);
		g_string_append_printf(after, "b%d ", i);
	}
	g_autofree char *text = compared(before->str, after->str);
	g_assert_nonnull(strstr(text, "{+b0"));
	g_assert_nonnull(strstr(text, "a1999 ...-]"));
	g_string_free(before, TRUE);
	g_string_free(after, TRUE);
}

/* The parts of code between signs: ~comment~ ^string^ *keyword* =value=. */
static char *parts_of(const char *html, int width)
{
	static const struct {
		uint32_t style;
		const char *sign;
	} signs[] = {{SPAN_COMMENT, "~"},
		     {SPAN_STRING, "^"},
		     {SPAN_KEYWORD, "*"},
		     {SPAN_VALUE, "="}};
	struct arena *arena = arena_new(0);
	struct page *page = page_of(arena, html, width, NULL, 0);
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < page->n_lines; i++) {
		for (size_t k = 0; k < page->lines[i].n_spans; k++) {
			const struct span *span = &page->lines[i].spans[k];
			const char *sign = "";
			for (size_t s = 0; s < G_N_ELEMENTS(signs); s++)
				if (span->style & signs[s].style)
					sign = signs[s].sign;
			g_string_append_printf(out, "%s%s%s", sign, span->text, sign);
		}
		g_string_append_c(out, '|');
	}
	arena_free(arena);
	return g_string_free(out, FALSE);
}

static void test_code(void)
{
	static const struct {
		const char *html, *parts;
	} cases[] = {
		/* named by the class, of pre, of code, of what stands around */
		{"<pre class='brush: c'>int x = 0x1f; /* a\nb */ char *s = \"a\\\"//b\";",
		 "*int* x = =0x1f=; ~/* a~|~b */~ *char* *s = ^\"a\\\"//b\"^;|"},
		{"<pre><code class=language-py>x = f'a' # it's\nnone = None",
		 "x = f^'a'^ ~# it's~|=none= = =None=|"},
		{"<div class='highlight-source-shell'><pre>echo ${a#b} # c",
		 "*echo* ${a#b} ~# c~|"},
		{"<pre lang=sql>Select 'it''s' -- x", "*Select* ^'it'^^'s'^ ~-- x~|"},
		{"<pre class='language-rust'>fn a&lt;'b>(c: &amp;'b u8) { 'x' }",
		 "*fn* a<'b>(c: &'b u8) { ^'x'^ }|"},
		{"<pre class=language-text>int x = 1; // y", "int x = 1; // y|"},
		{"<pre class=language-diff>+a\n-b\n c", "^+a^|=-b=| c|"},
		{"<pre class=lang-html>&lt;a href='b'>c 1&lt;/a>",
		 "*<a* href=^'b'^*>*c 1*</a**>*|"},
		{"<pre class=lang-python>'''a\nb''' 'c", "^'''a^|^b'''^ 'c|"},
		/* marked by the site */
		{"<pre><span class=hljs-keyword>if</span> x <span class=c1># 1</span> 2",
		 "*if* x ~# 1~ 2|"},
		/* not named: what looks like code, and what does not */
		{"<pre>#include &lt;a.h&gt;\nint main() {\n}",
		 "*#include* <a.h>|*int* main() {|}|"},
		{"<pre>def f(x):\n  return 1", "*def* f(x):|  *return* =1=|"},
		{"<pre>$ cd /tmp # there", "$ *cd* /tmp ~# there~|"},
		{"<pre>If we return for 1 day;\nand then,\nin a while:",
		 "If we return for 1 day;|and then,|in a while:|"},
		{"<pre>Name  Age\nAlice  12", "Name  Age|Alice  12|"},
		/* in a line of text nothing is looked for */
		{"<code>int x = 1;</code>", "int x = 1;|"},
		/* links keep their look and their numbers */
		{"<pre class=lang-c>x(1, <a href=b>2</a>);", "x(=1=, =2=[1]);|"},
		{"<pre class=lang-c>\"\n'\n/*", "\"|'|~/*~|"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = parts_of(cases[i].html, 50);
		g_assert_cmpstr(got, ==, cases[i].parts);
	}
}

/* Whatever stands in it, the text is the same, with and without colours. */
static void test_code_text(void)
{
	static const char *const classes[] = {
		"c",	"python", "bash", "sql", "lua", "lisp",	   "ocaml", "tex",
		"html", "diff",	  "php",  "css", "ini", "haskell", "yaml"};
	static const char signs[] = "\"\"'`/*-#;%<>=!@\\({[]}) \n\n aif1_.:~x$&";
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	for (int i = 0; i < 1500; i++) {
		GString *text = g_string_new(NULL);
		for (int n = g_rand_int_range(random, 1, 60); n > 0; n--)
			g_string_append_c(
				text,
				signs[g_rand_int_range(random, 0, sizeof signs - 1)]);
		g_autofree char *escaped = g_markup_escape_text(text->str, -1);
		g_autofree char *plain =
			g_strdup_printf("<pre class=language-text>x%s</pre>", escaped);
		g_autofree char *code = g_strdup_printf(
			"<pre class=language-%s>x%s</pre>",
			classes[(size_t)i % G_N_ELEMENTS(classes)], escaped);
		struct arena *arena = arena_new(0);
		GString *a = g_string_new(NULL), *b = g_string_new(NULL);
		page_print(a, page_of(arena, plain, 40, NULL, 0), 0);
		page_print(b, page_of(arena, code, 40, NULL, 0), 0);
		g_assert_cmpstr(a->str, ==, b->str);
		g_string_free(a, TRUE);
		g_string_free(b, TRUE);
		g_string_free(text, TRUE);
		arena_free(arena);
	}
}

/* The folder tests/unit/hyphen has made-up patterns: xx parts a-b, é-ü; qq, in another
 * charset, é-b. */
static void check_parted(const char *html, const char *language, int width,
			 const char *expected)
{
	struct arena *arena = arena_new(0);
	struct render_options options = {
		.width = width, .language = language, .flags = RENDER_HYPHENATE};
	struct page *page = html_render(arena, html, strlen(html), &options);
	GString *text = g_string_new(NULL);
	page_print(text, page, 0);
	g_assert_cmpstr(text->str, ==, expected);
	g_string_free(text, TRUE);
	arena_free(arena);
}

static void test_hyphens(void)
{
	g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "hyphen", NULL);
	hyphen_open(folder);
	g_autofree char *report = hyphen_report();
	if (!strchr(report, ',')) {
		g_test_skip("built without libhyphen");
		return;
	}
	g_assert_cmpstr(report, ==, "hyphenation: qq, xx_YY\n");
	static const struct {
		const char *language;
		int width;
		const char *html, *text;
	} cases[] = {
		{"xx", 12, "zzzzzz zzabzz", "zzzzzz zza-\nbzz\n"},
		{"XX-yy", 12, "zzzzzz zzABzz", "zzzzzz zzA-\nBzz\n"},
		{"xx-zz", 12, "zzzzzz zzéüzz", "zzzzzz zzé-\nüzz\n"},
		{"qq", 12, "zzzzzz zzébzz", "zzzzzz zzé-\nbzz\n"},
		/* not in these patterns, in no language, in another */
		{"qq", 12, "zzzzzz zzabzz", "zzzzzz\nzzabzz\n"},
		{"qq", 12, "zzzzzz zzжbzz", "zzzzzz\nzzжbzz\n"},
		{NULL, 12, "zzzzzz zzabzz", "zzzzzz\nzzabzz\n"},
		{"x", 12, "zzzzzz zzabzz", "zzzzzz\nzzabzz\n"},
		{"zz", 12, "zzzzzz zzabzz", "zzzzzz\nzzabzz\n"},
		{"qq", 12, "<p lang=xx>zzzzzz zzabzz", "zzzzzz zza-\nbzz\n"},
		{"xx", 12, "<p lang=zz>zzzzzz zzabzz<p>zzzzzz zzabzz",
		 "zzzzzz\nzzabzz\n\nzzzzzz zza-\nbzz\n"},
		/* styles and links stay where they are */
		{"xx", 12, "zzzzzz <b>zzab</b>zz <a href=b>abab</a>",
		 "zzzzzz zza-\nbzz abab[1]\n"},
		/* a letter that would change, code, addresses, short words, little gain */
		{"xx", 12, "zzzzzz zzcdzz", "zzzzzz\nzzcdzz\n"},
		{"xx", 12, "zzzzzz <code>zzabzz</code>", "zzzzzz\nzzabzz\n"},
		{"xx", 12, "zzzzzz zzabzz.zz", "zzzzzz\nzzabzz.zz\n"},
		{"xx", 12, "zzzzzz @zzabzz", "zzzzzz\n@zzabzz\n"},
		{"xx", 10, "zzzzzz zabz", "zzzzzz\nzabz\n"},
		{"xx", 12, "zzzzzzzz zzabzz", "zzzzzzzz\nzzabzz\n"},
		/* at most two in a row; a word that fits nowhere is parted all the same */
		{"xx", 10, "zzzz zzabzzz zzabzzz zzabzzz zz",
		 "zzzz zza-\nbzzz zza-\nbzzz\nzzabzzz zz\n"},
		{"xx", 10, "zzzzzabzzzzzabzzzzz", "zzzzza-\nbzzzzza-\nbzzzzz\n"},
		/* the author's own */
		{"xx", 10, "zzab&shy;zz zzzabzz", "zzabzz\nzzzabzz\n"},
		{"xx", 12, "<pre>zzzzzz zzabzz", "zzzzzz zzabz\nz\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check_parted(cases[i].html, cases[i].language, cases[i].width,
			     cases[i].text);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/render/text", test_text);
	g_test_add_func("/render/blocks", test_blocks);
	g_test_add_func("/render/tables", test_tables);
	g_test_add_func("/render/headline", test_headline);
	g_test_add_func("/render/links", test_links);
	g_test_add_func("/render/anchors", test_anchors);
	g_test_add_func("/render/styles", test_styles);
	g_test_add_func("/render/compare", test_compare);
	g_test_add_func("/render/compare-random", test_compare_random);
	g_test_add_func("/render/compare-long", test_compare_long);
	g_test_add_func("/render/code", test_code);
	g_test_add_func("/render/code-text", test_code_text);
	g_test_add_func("/render/hyphens", test_hyphens);
	return g_test_run();
}
