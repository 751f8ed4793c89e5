/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "html/html.h"

static void test_rewrite(void)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
		{"", ""},
		{"no markup", "no markup"},
		{"<a href='x'>x</a>", "<a href='http://b.example/d/x'>x</a>"},
		{"<a href=x>", "<a href=http://b.example/d/x>"},
		{"<A HREF=\"/x?a=1&amp;b=2\">",
		 "<A HREF=\"http://b.example/x?a=1&amp;b=2\">"},
		{"<img alt=\"src='no'\" src=\"../i.png\"/>",
		 "<img alt=\"src='no'\" src=\"http://b.example/i.png\"/>"},
		{"<a href=\"https://other.example/p?q#f\">",
		 "<a href=\"https://other.example/p?q#f\">"},
		{"<a href=\"mailto:a@b.example\">", "<a href=\"mailto:a@b.example\">"},
		{"<a href=\"#top\">", "<a href=\"http://b.example/d/#top\">"},
		{"<img src=\"data:image/png;base64,AA==\">",
		 "<img src=\"data:image/png;base64,AA==\">"},
		{"<img srcset=\"a.png 1x, b.png 2x\">",
		 "<img srcset=\"http://b.example/d/a.png 1x, http://b.example/d/b.png "
		 "2x\">"},
		{"<!-- <a href=x> --><a href=y>",
		 "<!-- <a href=x> --><a href=http://b.example/d/y>"},
		{"<a href=\"unclosed", "<a href=\"unclosed"},
		{"a < b <a\nhref = 'x' >", "a < b <a\nhref = 'http://b.example/d/x' >"},
		{"<a title=x href>", "<a title=x href>"},
		{"<a =x href=y>", "<a =x href=http://b.example/d/y>"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		const char *got = html_rewrite(arena, cases[i].html,
					       strlen(cases[i].html),
					       "http://b.example/d/");
		g_assert_cmpstr(got, ==, cases[i].want);
		arena_free(arena);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rewrite/table", test_rewrite);
	return g_test_run();
}
