/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole documents: tests/feed/NAME.xml or .json gives NAME.expected.json, by both ways
 * to it. With TNEWS_GOLDEN=1 the expectations are written anew. */
#include <glib.h>
#include <string.h>

#include "feed/feed.h"

static char *folder(void)
{
	const char *top = g_getenv("top_srcdir");
	return g_build_filename(top ? top : ".", "tests", "feed", NULL);
}

static void check(gconstpointer data)
{
	const char *path = data;
	char *bytes, *want = NULL;
	gsize n;
	GError *err = NULL;
	struct feed_hints hints = {.url = "http://doc.example/dir/feed"};
	g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
	struct arena *arena = arena_new(0);
	struct feed *feed = feed_parse(arena, bytes, n, &hints, NULL, &err);
	g_assert_no_error(err);
	g_assert_nonnull(feed);
	GString *got = feed_print(feed);
	hints.terminated = true;
	GString *direct = feed_parse_json(bytes, n, &hints, NULL, NULL);
	g_assert_cmpstr(direct->str, ==, got->str);

	g_autofree char *stem = g_strndup(path, (gsize)(strrchr(path, '.') - path));
	g_autofree char *expected = g_strconcat(stem, ".expected.json", NULL);
	if (g_getenv("TNEWS_GOLDEN"))
		g_file_set_contents(expected, got->str, (gssize)got->len, NULL);
	g_assert_true(g_file_get_contents(expected, &want, NULL, NULL));
	g_assert_cmpstr(got->str, ==, want);
	g_free(want);
	g_string_free(got, true);
	g_string_free(direct, true);
	arena_free(arena);
	g_free(bytes);
}

static void test_no_feed(void)
{
	static const struct {
		const char *document;
		enum fail fail;
		const char *says;
	} cases[] = {
		{"", FAIL_EMPTY, "empty"},
		{" \n\t", FAIL_EMPTY, "empty"},
		{"<!DOCTYPE html><html><head><title>x</title></head></html>",
		 FAIL_WEB_PAGE, "HTML page"},
		{"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
		 FAIL_WEB_PAGE, "HTML page"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", FAIL_BROKEN, "<svg>"},
		{"{\"name\": \"x\"}", FAIL_BROKEN, "\"version\""},
		{"[1]", FAIL_BROKEN, "no object"},
		{"just words", FAIL_BROKEN, "plain text"},
		{"404 page not found", FAIL_BROKEN, "plain text"},
		{"12.5\n", FAIL_BROKEN, "no object"},
		{"<?xml version='1.0'?>\n", FAIL_EMPTY, "empty"},
		{"<opml><head/><body><outline/></body></opml>", FAIL_BROKEN, "OPML"},
		{"<html><body><entry>x</entry></body></html>", FAIL_WEB_PAGE,
		 "HTML page"},
		{"\x89PNG\r\n\x1a\n", FAIL_BROKEN, "binary"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(0);
		GError *err = NULL;
		enum fail fail = FAIL_NONE;
		const char *d = cases[i].document;
		g_assert_null(feed_parse(arena, d, strlen(d), NULL, &fail, &err));
		g_assert_cmpint(fail, ==, cases[i].fail);
		g_assert_nonnull(strstr(err->message, cases[i].says));
		g_error_free(err);
		arena_free(arena);
	}
}

/* A document made of one piece many times. */
static struct feed *feed_of(struct arena *arena, const char *before, const char *piece,
			    size_t times, const char *after, GError **err)
{
	GString *s = g_string_new(before);
	for (size_t i = 0; i < times; i++)
		g_string_append(s, piece);
	g_string_append(s, after);
	struct feed *feed = feed_parse(arena, s->str, s->len, NULL, NULL, err);
	g_string_free(s, true);
	return feed;
}

#define HEAD \
	"<rss version='2.0'><channel><title>t</title><item><title>good</title></item>"

static void test_bombs(void)
{
	static const struct {
		const char *before, *piece;
		size_t times;
		const char *after;
	} cases[] = {
		{HEAD, "<a>", 100000, ""},
		{HEAD "<x", " a='1'", 5000, "/></channel></rss>"},
		{HEAD "<item><title>", "0123456789", 1000000,
		 "</title></item></channel></rss>"},
		{HEAD "<item>", "<category>a</category>", 50000,
		 "</item></channel></rss>"},
		{HEAD "<!--", "-", 1000000, ""},
		{"<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>]>" HEAD "<item><title>", "&a;",
		 600000, "</title></item></channel></rss>"},
		{"<!DOCTYPE rss [<!ENTITY % p '<!ENTITY q \"x\">'>", "%p;", 10000,
		 "]>" HEAD},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(100 << 20);
		GError *err = NULL;
		struct feed *feed = feed_of(arena, cases[i].before, cases[i].piece,
					    cases[i].times, cases[i].after, &err);
		g_assert_no_error(err);
		g_assert_cmpuint(feed->n_items, >=, 1);
		g_assert_cmpstr(feed->items[0].title, ==, "good");
		g_assert_false(arena_full(arena));
		arena_free(arena);
	}
}

/* A control character is left out and told of wherever it stands, white space is not. */
static void test_controls(void)
{
	static const char bytes[] = "\x01\x08\t\n\x0b\x0c\r\x0e\x1f x";
	for (size_t at = 0; at < 100; at++)
		for (size_t b = 0; bytes[b]; b++) {
			char text[104];
			memset(text, 'x', sizeof text);
			text[sizeof text - 1] = '\0';
			text[at] = bytes[b];
			text[50] = '\n';
			struct arena *arena = arena_new(0);
			struct feed *feed =
				feed_of(arena, HEAD "<item><description>z", text, 1,
					"</description></item></channel></rss>", NULL);
			bool white = strchr("\t\n\r x", bytes[b]) || at == 50;
			g_assert_cmpuint(feed->n_warnings, ==, white ? 0 : 1);
			g_assert_cmpuint(feed->n_items, ==, 2);
			g_assert_true(white || !strchr(feed->items[1].summary, bytes[b]));
			arena_free(arena);
		}
}

static void test_json_depth(void)
{
	struct arena *arena = arena_new(0);
	GError *err = NULL;
	g_assert_null(feed_of(arena, "{\"version\":", "[", 100000, "", &err));
	g_assert_nonnull(strstr(err->message, "deep"));
	g_error_free(err);
	arena_free(arena);
}

/* What takes twenty times the document as a tree is read part by part; a story that is
 * such a tree is left out, those around it stay. */
static void test_json_parts(void)
{
	static const struct {
		const char *before, *part, *after;
		size_t n, n_items;
	} cases[] = {{"", "[],", "", 1500000, 2},
		     {"", "1,", "", 5200000, 2},
		     {"", "{\"a\":1,\"b\":2},", "", 190000, 190002},
		     {"", "{\"a\":1},", "", 210000, 200000},
		     {"{\"id\":\"x\",\"y\":[", "[],", "0]},", 1500000, 2},
		     {"{\"id\":\"x\",\"y\":[", "{},", "0]},", 600000, 2},
		     {"{\"id\":\"x\",\"y\":{", "\"a\":1,", "\"b\":0}},", 600000, 2},
		     {"{\"id\":\"x\",\"y\":[", "{},", "0]},", 1000, 3}};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new(100 << 20);
		g_autofree char *before =
			g_strconcat("{\"version\":\"https://jsonfeed.org/version/"
				    "1.1\",\"items\":[{},",
				    cases[i].before, NULL);
		g_autofree char *after = g_strconcat(cases[i].after,
						     "{}],\"title\":\"t\"}", NULL);
		GError *err = NULL;
		struct feed *feed = feed_of(arena, before, cases[i].part, cases[i].n,
					    after, &err);
		g_assert_no_error(err);
		g_assert_cmpuint(feed->n_items, ==, cases[i].n_items);
		if (cases[i].n_items < 200000)
			g_assert_cmpstr(feed->title, ==, "t");
		g_assert_false(arena_full(arena));
		arena_free(arena);
	}
}

/* A text that is too long is cut, whatever it is made of. */
static void test_json_long(void)
{
	static const char *const parts[] = {"0123456789", "\\u0041", "\\ud83d\\ude00",
					    "\n"};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		struct arena *arena = arena_new(0);
		struct feed *feed = feed_of(
			arena,
			"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":"
			"[{\"id\":1,\"content_html\":\"x",
			parts[i], 4300000, "\"}]}", NULL);
		g_assert_nonnull(feed);
		g_assert_cmpuint(feed->n_items, ==, 1);
		g_assert_cmpuint(strlen(feed->items[0].content), <=, 4 << 20);
		g_assert_cmpuint(strlen(feed->items[0].content), >, (4 << 20) - 8);
		g_assert_cmpuint(feed->n_warnings, >=, 1);
		arena_free(arena);
	}
}

static void test_digest(void)
{
	static const char a[] = HEAD "</channel></rss>";
	static const char b[] =
		"<rss version='2.0'><channel><title>u</title><item>"
		"<title>good</title><author>x</author></item></channel></rss>";
	struct arena *arena = arena_new(0);
	struct feed *one = feed_parse(arena, a, strlen(a), NULL, NULL, NULL);
	struct feed *same = feed_parse(arena, a, strlen(a), NULL, NULL, NULL);
	struct feed *other = feed_parse(arena, b, strlen(b), NULL, NULL, NULL);
	g_assert_cmpuint(one->items[0].digest, ==, same->items[0].digest);
	g_assert_cmpuint(one->items[0].digest, !=, other->items[0].digest);
	arena_free(arena);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	feed_init();
	g_autofree char *dir = folder();
	GDir *d = g_dir_open(dir, 0, NULL);
	const char *name;
	while (d && (name = g_dir_read_name(d))) {
		bool document = g_str_has_suffix(name, ".xml") ||
				(g_str_has_suffix(name, ".json") &&
				 !g_str_has_suffix(name, ".expected.json"));
		if (!document)
			continue;
		g_autofree char *test = g_strconcat("/feed/document/", name, NULL);
		g_test_add_data_func_full(test, g_build_filename(dir, name, NULL), check,
					  g_free);
	}
	if (d)
		g_dir_close(d);
	g_test_add_func("/feed/no-feed", test_no_feed);
	g_test_add_func("/feed/bombs", test_bombs);
	g_test_add_func("/feed/controls", test_controls);
	g_test_add_func("/feed/json-depth", test_json_depth);
	g_test_add_func("/feed/json-parts", test_json_parts);
	g_test_add_func("/feed/json-long", test_json_long);
	g_test_add_func("/feed/digest", test_digest);
	return g_test_run();
}
