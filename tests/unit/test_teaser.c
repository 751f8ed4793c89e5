/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a feed is only the beginning of a story, in whatever language, and what is all
 * there is. */
#include "text/teaser.h"

#include <glib.h>
#include <string.h>

#define LINK "https://a.example/2026/ducks?id=1"
#define LONG                                                                             \
	"Eleven ducks crossed the road beside the mill on Monday, slowly, in a line, "   \
	"while "                                                                         \
	"a bus, two vans and the mayor waited for them without a word of complaint. "    \
	"Nobody "                                                                        \
	"knows why they left the pond, which has been their home for years; the keeper " \
	"says that the water was low, and that ducks do not wait for anybody to vote."

static void check(const char *html, bool summary, bool is)
{
	struct teaser t = {.title = "Ducks at large",
			   .html = html,
			   .link = LINK,
			   .summary = summary};
	if (teaser_is(&t) != is)
		g_test_message("%s (%d)", html, summary);
	g_assert_true(teaser_is(&t) == is);
}

static void test_ends(void)
{
	static const char *const cut[] = {
		LONG " And …",
		LONG " And ...",
		"<p>" LONG " And [&#8230;]</p>",
		"<p>" LONG " [...]</p>\n<p>The post <a href='" LINK
		"'>Ducks at large</a> "
		"appeared first on <a href='https://a.example'>A</a>.</p>",
		"<p>" LONG " And (more…)</p>",
		"<p>鴨子過馬路……</p>",
		"<p>" LONG "... <a href=\"" LINK "\">weiterlesen</a> »</p>",
		"<p>" LONG "</p><p><a class=more href=\"" LINK "#more-17\">Lire la suite "
		"&rarr;</a></p>",
		"<p>" LONG "</p><p><a href='https://A.example:443/2026/"
		"ducks?id=1&amp;utm_source=rss'>読み続ける</a>",
	};
	static const char *const all[] = {
		LONG,
		"<p>" LONG "</p><p>He said: \"Well...\" and left.</p>",
		/* the address of the story is not the way to the rest */
		"<p>" LONG "</p><p><a href='" LINK "'>#</a></p>",
		"<p>" LONG "</p><p><a href='" LINK "'>Ducks at large</a></p>",
		"<p>" LONG "</p><p><a href='" LINK "#comments'>12 comments</a></p>",
		"<p>" LONG "</p><p><a href='https://b.example/x'>Read more</a></p>",
		"<p>The <a href='" LINK "'>duck story</a> goes on: " LONG "</p>",
		"<p>" LONG "</p><a href='" LINK "'>never closed",
		"<p>" LONG "</p><a",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cut); i++) {
		check(cut[i], true, true);
		check(cut[i], false, true);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		check(all[i], true, false);
		check(all[i], false, false);
	}
}

static void test_length(void)
{
	check("<p>Ducks crossed the road.</p>", true, true);
	check("<p>Ducks crossed the road.</p>", false, false);
	check(NULL, true, true);
	check(" <p>&nbsp;</p> ", false, true);
	check("<img src=duck.png>", true, false);
	/* what is long is all, however it ends */
	g_autofree char *text = g_strnfill(5000, 'x');
	g_autofree char *html = g_strdup_printf("<p>%s...", text);
	check(html, true, false);
	memset(text, '<', 4999);
	check(text, true, false);
	g_autofree char *links = g_strnfill(40000, 'a');
	for (size_t i = 0; i + 3 < 40000; i += 3)
		memcpy(links + i, "<a ", 3);
	check(links, true, false);
}

static void test_kinds(void)
{
	const char *post =
		"Eleven ducks crossed the road beside the mill on Monday, slowly, "
		"in a line, while a bus waited.";
	/* a post without a headline, or that is its own */
	g_assert_false(
		teaser_is(&(struct teaser){.html = post, .link = LINK, .summary = true}));
	g_assert_false(teaser_is(&(struct teaser){
		.html = post, .title = post, .link = LINK, .summary = true}));
	/* nowhere to go */
	g_assert_false(teaser_is(&(struct teaser){.html = "x...", .title = "X"}));
	g_assert_false(teaser_is(&(struct teaser){
		.html = "x...", .title = "X", .link = "magnet:?x", .summary = true}));
	/* a note to what is heard */
	g_assert_false(teaser_is(&(struct teaser){.html = "In this one: ducks.",
						  .title = "X",
						  .link = LINK,
						  .summary = true,
						  .media = true}));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/teaser/ends", test_ends);
	g_test_add_func("/teaser/length", test_length);
	g_test_add_func("/teaser/kinds", test_kinds);
	return g_test_run();
}
