/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees: what the parser makes of odd documents, its budget, cleaning, writing. */
#include "html/clean.h"
#include "html/parse.h"
#include "html/write.h"
#include "util/clock.h"
#include "util/limit.h"

#include <string.h>

/* The document as cleaned HTML; to be freed. */
static char *cleaned(const char *html, const char *base)
{
	struct arena *arena = arena_new(0);
	struct node *root = html_parse(arena, html, strlen(html), 0);
	g_assert_nonnull(root);
	clean_tree(arena, root, base);
	GString *out = g_string_new(NULL);
	write_html(out, root);
	arena_free(arena);
	return g_string_free(out, FALSE);
}

static void test_clean(void)
{
	static const struct {
		const char *html, *clean;
	} cases[] = {
		{"", ""},
		{"plain & <b>bold</b>", "plain &amp; <b>bold</b>"},
		{"<p>one<p>two", "<p>one</p><p>two</p>"},
		{"<b>1<i>2</b>3</i>", "<b>1<i>2</i></b><i>3</i>"},
		{"a<script>alert(1)</script>b", "ab"},
		{"a<style>p{}</style><!-- c -->b<template>t</template>", "ab"},
		{"<p hidden>x</p><p style='color:red; display : none'>y</p><p>z",
		 "<p>z</p>"},
		{"<a href='javascript:alert(1)' onclick=x()>a</a>", "<a>a</a>"},
		{"<a href=' jAvA\tscript:x'>a</a>", "<a>a</a>"},
		{"<pre class='x brush: py'>a</pre><p class=lang-en>b</p>",
		 "<pre class=\"language-python\">a</pre><p>b</p>"},
		{"<a href=b.html>a</a>", "<a href=\"http://h/d/b.html\">a</a>"},
		{"<img src='data:image/gif;base64,R0' data-src=p.jpg alt='a\"b'>",
		 "<img src=\"http://h/d/p.jpg\" alt=\"a&quot;b\">"},
		{"<img src=data:x alt=q>", "<img alt=\"q\">"},
		{"<img srcset='a.png 1x, b.png 2x'>",
		 "<img srcset=\"http://h/d/a.png 1x, http://h/d/b.png 2x\">"},
		{"<x-y>in</x-y><font color=red>f</font>", "inf"},
		{"<select><option>o</select><input value=v>t", "t"},
		{"<pre>\n\nx</pre>", "<pre>\n\nx</pre>"},
		{"<svg><text>s</text></svg>t<math><mi>x</mi></math>", "t<math>x</math>"},
		{"<ol reversed start=3><li>a</ol>",
		 "<ol reversed start=\"3\"><li>a</li></ol>"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = cleaned(cases[i].html, "http://h/d/");
		g_assert_cmpstr(got, ==, cases[i].clean);
		/* what is clean stays as it is */
		g_autofree char *again = cleaned(got, "http://h/d/");
		g_assert_cmpstr(again, ==, cases[i].clean);
	}
}

static GString *repeated(const char *text, size_t n)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < n; i++)
		g_string_append(out, text);
	return out;
}

static size_t depth_of(const struct node *root, size_t *n_text)
{
	size_t deepest = 0;
	*n_text = 0;
	for (const struct node *n = root; n; n = node_next(n, root)) {
		size_t depth = 0;
		for (const struct node *p = n; p != root; p = p->parent)
			depth++;
		deepest = MAX(deepest, depth);
		*n_text += n->tag == TAG_TEXT ? n->n_text : 0;
	}
	return deepest;
}

static void test_depth(void)
{
	GString *html = repeated("<div>x", 3000);
	struct arena *arena = arena_new(0);
	struct node *root = html_parse(arena, html->str, html->len, PARSE_STORY);
	g_assert_nonnull(root);
	size_t n_text;
	g_assert_cmpuint(depth_of(root, &n_text), <=, LIMIT_DEPTH);
	g_assert_cmpuint(n_text, ==, 3000);
	arena_free(arena);
	g_string_free(html, TRUE);
}

static void test_budget(void)
{
	static const char *const bombs[] = {"<b><i>", "<div>", "<p><font><b><s>",
					    "<table>", "<a href=x><p>"};
	for (size_t i = 0; i < G_N_ELEMENTS(bombs); i++) {
		GString *html = repeated(bombs[i], 20000);
		struct arena *arena = arena_new(0);
		int64_t start = clock_cpu_us();
		/* a tree or none: in time, and not larger than allowed */
		html_parse(arena, html->str, html->len, PARSE_STORY);
		g_assert_cmpint(clock_cpu_us() - start, <, 3000000);
		g_assert_cmpuint(arena_used(arena), <, 200 << 20);
		arena_free(arena);
		g_string_free(html, TRUE);
	}
}

static void test_attributes(void)
{
	GString *html = g_string_new("<p");
	for (int i = 0; i < 1000; i++)
		g_string_append_printf(html, " a%d=x", i);
	g_string_append(html, ">t");
	struct arena *arena = arena_new(0);
	struct node *root = html_parse(arena, html->str, html->len, 0);
	g_assert_cmpuint(node_find(root, TAG_P)->n_attributes, ==, 200);
	arena_free(arena);
	g_string_free(html, TRUE);
}

static void test_tags(void)
{
	for (int i = TAG_UNKNOWN + 1; i < TAG_COUNT; i++) {
		const char *name = tag_info((enum tag)i)->name;
		g_assert_cmpint(tag_find(name, strlen(name)), ==, i);
	}
	for (int i = ATTRIBUTE_UNKNOWN + 1; i < ATTRIBUTE_COUNT; i++)
		g_assert_cmpint(
			attribute_find(attribute_info((enum attribute_id)i)->name), ==,
			i);
	g_assert_cmpint(tag_find("div", 2), ==, TAG_UNKNOWN);
	g_assert_cmpint(tag_find("divx", 4), ==, TAG_UNKNOWN);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/html/tags", test_tags);
	g_test_add_func("/html/clean", test_clean);
	g_test_add_func("/html/depth", test_depth);
	g_test_add_func("/html/budget", test_budget);
	g_test_add_func("/html/attributes", test_attributes);
	return g_test_run();
}
