/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which part of a page is the story, and what in it is none. */
#include "html/extract.h"
#include "html/html.h"
#include "util/limit.h"

#include <string.h>

#define LONG(word)                                                                  \
	"<p>The " word                                                              \
	" crossed the road beside the mill, slowly, in a line, while a bus,"        \
	" two vans and the mayor waited for them without a word of complaint, and " \
	"nobody"                                                                    \
	" knew where the " word                                                     \
	" went, or why, or whether they would ever come back.</p>"
#define STORY LONG("ducks") LONG("geese") LONG("swans") LONG("coots")
#define URL "http://news.pond.example/2026/ducks.html"

static struct feed *extract(struct arena *arena, const char *html)
{
	enum fail fail = FAIL_NONE;
	GError *err = NULL;
	struct feed *feed = html_extract(arena, html, strlen(html), URL, NULL, &fail,
					 &err);
	if (!feed)
		g_test_message("%d %s", fail, err->message);
	g_clear_error(&err);
	return feed;
}

/* What must be there and what must not; * ends a list. */
static void test_boxes(void)
{
	static const struct {
		const char *what, *html, *keeps, *drops;
	} cases[] = {
		{"a line that leads to another story",
		 STORY
		 "<p><b>Read more: <a href='/geese'>Geese stay at home</a></b></p>" LONG(
			 "herons"),
		 "herons", "stay at home"},
		{"one in another script",
		 STORY "<p>\xd8\xa7\xd9\x82\xd8\xb1\xd8\xa3: <a href='/g'>Geese stay at "
		       "home</a></p>" LONG("herons"),
		 "herons", "stay at home"},
		{"a line that leads to another site is what the story speaks of",
		 STORY
		 "<p><a href='http://lake.example/'>What the lake says of it</a></p>",
		 "What the lake says", NULL},
		{"an address that is shown is a source",
		 STORY "<p><a href='/x'>http://news.pond.example/x</a></p>",
		 "news.pond.example/x", NULL},
		{"a link within a sentence",
		 STORY "<p>They went to <a href='/lake'>the lake</a>, it is said.</p>",
		 "the lake", NULL},
		{"other stories in a list, with what stands above",
		 STORY "<h3>Related</h3><ul><li><a href='/1'>Geese stay at home</a></li>"
		       "<li><a href='/2'>Swans complain again</a></li></ul>",
		 "coots", "Related"},
		{"a list of the story",
		 STORY "<p>They took:</p><ul><li>a bag of <a href='/c'>corn</a>, and</li>"
		       "<li>a map of the lake</li></ul>",
		 "a bag of", NULL},
		{"contents lead into the story",
		 "<ul><li><a href='#a'>The road ahead</a></li><li><a href='#b'>The lake "
		 "at last</a></li></ul>" STORY,
		 "The road ahead", NULL},
		{"a grid of teasers",
		 STORY
		 "<div><div class=t><h2><a href='/1'>Geese stay at home</a></h2><p>All "
		 "of them did.</p></div><div class=t><h2><a href='/2'>Swans complain"
		 "</a></h2><p>Again.</p></div><div class=t><h2><a href='/3'>No news "
		 "</a></h2><p>None.</p></div></div>",
		 "coots", "Swans complain"},
		{"chapters of the story",
		 STORY "<h2><a href='#x'>The lake</a></h2>" LONG("herons"), "The lake",
		 NULL},
		{"a gallery",
		 STORY
		 "<div class=photo-gallery><ul><li><img src=a.jpg alt=A><p>A duck in the "
		 "morning light, seen from far</p></li></ul></div>" LONG("herons"),
		 "<img", "morning light"},
		{"a picture of the story with its caption",
		 STORY "<figure><img src=a.jpg><figcaption>A duck in the morning light"
		       "</figcaption></figure>",
		 "morning light", NULL},
		{"the same with elements of another kind",
		 STORY
		 "<div class=pic><div><img src=a.jpg></div><div class=wp-caption-text>"
		 "A duck in the morning light</div><span>Photo: A. N.</span></div>",
		 "morning light", NULL},
		{"words of a picture that is elsewhere",
		 STORY
		 "<div><p>They went on and on, until it was dark and nobody saw them "
		 "any more.</p><div class=caption-text>A duck in the morning light"
		 "</div></div>",
		 "on and on", "morning light"},
		{"an advertisement",
		 STORY "<div class='ad ad-top'>Buy ducks now</div>" LONG("herons"),
		 "herons", "Buy ducks"},
		{"words that only begin like it",
		 STORY "<div class=address-added>The mill stands here</div>",
		 "The mill stands", NULL},
		{"a date before the first paragraph",
		 "<div class=published-date>24 November 2026 at noon</div>" STORY,
		 "ducks", "24 November"},
		{"a date later is the story's",
		 STORY "<p><time>24 November 2026</time></p>", "24 November", NULL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		g_autofree char *html =
			g_strconcat("<html><head><title>T</title></head><body><nav><a "
				    "href='/'>Home</a>"
				    "</nav><article>",
				    cases[i].html,
				    "</article><footer>All rights</footer></body>", NULL);
		struct feed *feed = extract(arena, html);
		g_assert_nonnull(feed);
		const char *content = feed->items[0].content;
		bool keeps = strstr(content, cases[i].keeps) != NULL;
		bool drops = !cases[i].drops || !strstr(content, cases[i].drops);
		if (!keeps || !drops)
			g_test_message("%s: %s", cases[i].what, content);
		g_assert_true(keeps && drops);
		g_assert_null(strstr(content, "All rights"));
		arena_free(arena);
	}
}

/* A story that is made of what is clutter elsewhere stays as it is. */
static void test_all_links(void)
{
	struct arena *arena = arena_new(0);
	GString *html = g_string_new("<body><article>");
	for (int i = 0; i < 30; i++)
		g_string_append_printf(
			html,
			"<p>On day %d the ducks wrote, among other things: "
			"<a href='/%d'>a letter from the lake, long and "
			"wet, to all of us</a>.</p>",
			i, i);
	struct feed *feed = extract(arena, html->str);
	g_assert_nonnull(feed);
	g_assert_nonnull(strstr(feed->items[0].content, "day 0 "));
	g_assert_nonnull(strstr(feed->items[0].content, "day 29 "));
	g_string_free(html, TRUE);
	arena_free(arena);
}

/* The sums that the search goes by. */
static void test_scores(void)
{
	static const struct {
		const char *html, *found, *other;
	} cases[] = {
		/* much text with commas wins over many links */
		{"<div id=a>" STORY
		 "</div><div id=b><a href=1>one, two, three</a><a href=2>"
		 "four, five, six, seven, eight, nine, ten, and many more of "
		 "them</a></div>",
		 "ducks", "four, five"},
		/* classes count, whatever the language of the text */
		{"<div class=comments>" LONG(
			 "trolls") "</div><div class=article-body>" STORY "</div>",
		 "ducks", "trolls"},
		/* ideographs: no blanks, other commas */
		{"<div><p>"
		 "\xe9\xb8\xad\xe5\xad\x90\xe8\xbf\x87\xe9\xa9\xac\xe8\xb7\xaf\xef\xbc"
		 "\x8c"
		 "\xe5\x85\xac\xe4\xba\xa4\xe8\xbd\xa6\xe7\xad\x89\xe7\x9d\x80\xe3\x80"
		 "\x82"
		 "\xe5\xb8\x82\xe9\x95\xbf\xe4\xb9\x9f\xe7\xad\x89\xe7\x9d\x80\xef\xbc"
		 "\x8c\xe6\xb2\xa1"
		 "\xe6\x9c\x89\xe8\xaf\xb4\xe4\xbb\x80\xe4\xb9\x88\xe3\x80\x82</p></"
		 "div><ul><li>"
		 "<a href=1>menu</a></li></ul>",
		 "\xe9\xb8\xad\xe5\xad\x90", "menu"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		g_autofree char *html = g_strconcat("<body>", cases[i].html, NULL);
		struct feed *feed = extract(arena, html);
		g_assert_nonnull(feed);
		if (!strstr(feed->items[0].content, cases[i].found) ||
		    strstr(feed->items[0].content, cases[i].other))
			g_test_message("%zu: %s", i, feed->items[0].content);
		g_assert_nonnull(strstr(feed->items[0].content, cases[i].found));
		g_assert_null(strstr(feed->items[0].content, cases[i].other));
		arena_free(arena);
	}
}

static void test_titles(void)
{
	static const struct {
		const char *head, *title;
	} cases[] = {
		{"<title>Ducks | The Pond</title><script "
		 "type='application/ld+json'>{\"@type\":"
		 "\"Article\",\"name\":\"Ducks\",\"headline\":\"a kind of "
		 "bird\"}</script>",
		 "Ducks"},
		{"<title>x</title><meta name='og:title' content='By name'><meta "
		 "property='og:title' content='By property'>",
		 "By property"},
		{"<title>Ducks &amp; geese</title>", "Ducks & geese"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		g_autofree char *html = g_strconcat("<head>", cases[i].head,
						    "</head><body>", STORY, NULL);
		struct feed *feed = extract(arena, html);
		g_assert_nonnull(feed);
		g_assert_cmpstr(feed->items[0].title, ==, cases[i].title);
		arena_free(arena);
	}
}

static void assert_warned(const char *html, const char *word)
{
	struct arena *arena = arena_new(0);
	struct feed *feed = extract(arena, html);
	g_assert_nonnull(feed);
	g_assert_cmpuint(feed->n_warnings, ==, word ? 1 : 0);
	if (word)
		g_assert_nonnull(strstr(feed->warnings[0].message, word));
	g_assert_cmpuint(strlen(feed->items[0].content), <=, LIMIT_BODY);
	arena_free(arena);
}

static void test_warnings(void)
{
	assert_warned("<body><article>" STORY "</article>", NULL);
	assert_warned("<script type='application/ld+json'>{\"@type\":\"Article\","
		      "\"isAccessibleForFree\":\"False\"}</script><body><article>" LONG(
			      "ducks") "</article>",
		      "paywall");
	GString *html = g_string_new("<body><article>");
	while (html->len < LIMIT_BODY + 1000)
		g_string_append(html, STORY);
	assert_warned(html->str, "4 MiB");
	g_string_free(html, TRUE);
}

static void test_none(void)
{
	static const struct {
		const char *html;
		enum fail fail;
		const char *word;
	} cases[] = {
		{"", FAIL_EMPTY, "no story"},
		{"<body><div id=app></div><script>run()</script>", FAIL_EMPTY, "scripts"},
		{"<body><script type='application/ld+json'>{}</script>", FAIL_EMPTY,
		 "no story"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		enum fail fail = FAIL_NONE;
		GError *err = NULL;
		g_assert_null(html_extract(arena, cases[i].html, strlen(cases[i].html),
					   URL, NULL, &fail, &err));
		g_assert_cmpint(fail, ==, cases[i].fail);
		g_assert_nonnull(strstr(err->message, cases[i].word));
		g_error_free(err);
		arena_free(arena);
	}
}

/* A selector takes what it means, whatever else looks like a story. */
static void test_select(void)
{
	static const struct {
		const char *select, *keeps, *drops;
	} cases[] = {
		{"#b", "second", "ducks"},
		{"div.b", "second", "ducks"},
		{" DIV.b.c ", "second", "ducks"},
		{"div > div > p", "second", "aside"},
		{"section div p", "second", "ducks"},
		{"[data-x]", "second", "ducks"},
		{"[data-x=yes]", "second", "ducks"},
		{"[data-x='yes'] p.p", "second", "aside"},
		{"[class~=c]", "second", "ducks"},
		{"[data-x^=ye]", "second", "ducks"},
		{"[data-x$=\"es\"]", "second", "ducks"},
		{"[data-x*=e]", "second", "ducks"},
		{"*#b", "aside", "ducks"},
		{"#b, -.note", "second", "aside"},
		{"-.note , #b", "second", "aside"},
		{".nothing, .p", "second", "aside"},
		/* nothing there, or no selector: as if there were none */
		{".nothing", "ducks", NULL},
		{"div >", "ducks", NULL},
		{"div,,p", "ducks", NULL},
		{"..a", "ducks", NULL},
		{"[x", "ducks", NULL},
		{"[x='", "ducks", NULL},
		{"[x~", "ducks", NULL},
		{"[x=", "ducks", NULL},
		{"[", "ducks", NULL},
		{"-", "ducks", NULL},
		{"p,", "ducks", NULL},
		{"a:hover", "ducks", NULL},
		{"div div div div div div div div div div div div div", "ducks", NULL},
	};
	const char *html = STORY
		"<section><div><div id=b class='a b c' data-x=yes>"
		"<p class=p>The second.</p><span class=note>An aside.</span></div></div>"
		"</section>";
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		enum fail fail = FAIL_NONE;
		GError *err = NULL;
		struct feed *feed = html_extract(arena, html, strlen(html), URL,
						 cases[i].select, &fail, &err);
		g_assert_no_error(err);
		g_assert_nonnull(strstr(feed->items[0].content, cases[i].keeps));
		if (cases[i].drops)
			g_assert_null(strstr(feed->items[0].content, cases[i].drops));
		g_assert_cmpuint(feed->n_warnings, ==, cases[i].keeps[0] == 'd');
		arena_free(arena);
	}
	/* what has to be tried again and again is given up */
	GString *deep = g_string_new(NULL);
	for (int i = 0; i < 500; i++)
		g_string_append(deep, "<div>");
	g_string_append(deep, STORY);
	struct arena *arena = arena_new(0);
	enum fail fail = FAIL_NONE;
	struct feed *feed = html_extract(arena, deep->str, deep->len, URL,
					 "x div div div div div div div p", &fail, NULL);
	g_assert_true(feed && strstr(feed->items[0].content, "ducks"));
	arena_free(arena);
	g_string_free(deep, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/extract/boxes", test_boxes);
	g_test_add_func("/extract/all-links", test_all_links);
	g_test_add_func("/extract/scores", test_scores);
	g_test_add_func("/extract/titles", test_titles);
	g_test_add_func("/extract/warnings", test_warnings);
	g_test_add_func("/extract/none", test_none);
	g_test_add_func("/extract/select", test_select);
	return g_test_run();
}
