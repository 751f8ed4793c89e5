/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses: resolving, escaping, comparing, hiding of passwords. */
#include "util/url.h"

#include <glib.h>

static void test_resolve(void)
{
	static const struct {
		const char *base, *ref, *result;
	} cases[] = {
		/* RFC 3986, 5.4 */
		{"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
		{"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
		{"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
		{"http://a/b/c/d;p?q", "/g", "http://a/g"},
		{"http://a/b/c/d;p?q", "//g", "http://g"},
		{"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
		{"http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s"},
		{"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},
		{"http://a/b/c/d;p?q", "..", "http://a/b/"},
		{"http://a/b/c/d;p?q", "../../../g", "http://a/g"},
		{"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"},
		{"http://a/b/c/d;p?q", "mailto:x@y", "mailto:x@y"},
		/* absolute */
		{NULL, "https://host/a?b=c#d", "https://host/a?b=c#d"},
		/* what GUri would stumble over */
		{NULL, "x://;a", "x://;a"},
		{NULL, "http://a;b:c/d", "http://a;b:c/d"},
		{NULL, "http:///host/a", "http://host/a"},
		{NULL, "x:///%10;a", "x:///%10;a"},
		{"x:/./b", "/.//c", "/.//c"},
		{"http://a/", "https://host/a%20b", "https://host/a%20b"},
		{"http://a/", "http://host/a/../b", "http://host/b"},
		{NULL, "  http://host/a b\n", "http://host/a%20b"},
		{NULL, "http://host/a\n  /b", "http://host/a%20%20/b"},
		{NULL, "http://host/\"x\"<y>", "http://host/%22x%22%3Cy%3E"},
		{NULL, "http://host/a[1]?b[2]", "http://host/a%5B1%5D?b%5B2%5D"},
		{NULL, "http://[::1]:80/x", "http://[::1]:80/x"},
		{NULL, "http://host/100%", "http://host/100%25"},
		{NULL, "http://host/%zz", "http://host/%25zz"},
		{NULL, "http://host/a#b#c", "http://host/a#b%23c"},
		{NULL, "http://host/ü?ö", "http://host/%C3%BC?%C3%B6"},
		{NULL, "http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"},
		{"http://bücher.example/x/", "y", "http://xn--bcher-kva.example/x/y"},
		{NULL, "http://u:p@bücher.example:81/",
		 "http://u:p@xn--bcher-kva.example:81/"},
		{NULL, "http://host:8080", "http://host:8080"},
		{NULL, "mailto:a b@c", "mailto:a%20b@c"},
		{NULL, "urn:uuid:1-2", "urn:uuid:1-2"},
		{NULL, "tag:x.org,2004:/a/b", "tag:x.org,2004:/a/b"},
		{NULL, "magnet:?xt=urn:btih:abc", "magnet:?xt=urn:btih:abc"},
		/* cannot be resolved */
		{NULL, "a/b c", "a/b%20c"},
		{"", "/x", "/x"},
		{"not a base", "/x", "/x"},
		{"http://a/", "http://host:99999999/", "http://host:99999999/"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *result = url_resolve(cases[i].base, cases[i].ref);
		if (g_strcmp0(result, cases[i].result) != 0)
			g_test_message("base %s ref %s", cases[i].base, cases[i].ref);
		g_assert_cmpstr(result, ==, cases[i].result);
		/* What was resolved stays as it is. */
		if (url_is_absolute(result)) {
			char *again = url_resolve("http://other/", result);
			g_assert_cmpstr(again, ==, result);
			g_free(again);
		}
		g_free(result);
	}
}

static void test_kinds(void)
{
	g_assert_true(url_is_web("http://a"));
	g_assert_true(url_is_web("HTTPS://a/b"));
	g_assert_false(url_is_web("http:///a"));
	g_assert_false(url_is_web("http://"));
	g_assert_false(url_is_web("ftp://a/"));
	g_assert_false(url_is_web("//a/"));
	g_assert_true(url_is_absolute("x-y:z"));
	g_assert_false(url_is_absolute("/a:b"));
	g_assert_false(url_is_absolute("1:b"));
	g_assert_true(url_is_base("http://a"));
	g_assert_true(url_is_base("gemini://a/b?c"));
	g_assert_false(url_is_base(NULL));
	g_assert_false(url_is_base("/a"));
	g_assert_false(url_is_base("http://"));
	g_assert_false(url_is_base("http:///a"));
	g_assert_false(url_is_base("urn:a://b"));
	g_assert_false(url_is_base("mailto:a@b"));
	g_assert_false(url_is_base("https://cdn\xef\xbf\xbd"
				   "example/a/"));
	g_assert_true(url_is_harmless("http://a/"));
	g_assert_true(url_is_harmless("mailto:a@b"));
	g_assert_true(url_is_harmless("../data:x"));
	g_assert_false(url_is_harmless("javascript:x"));
	g_assert_false(url_is_harmless("  JavaScript:x"));
	g_assert_false(url_is_harmless("java\nscript:x"));
	g_assert_false(url_is_harmless("data:text/html,x"));
	g_assert_false(url_is_harmless("file:///etc/passwd"));
	g_assert_false(url_is_harmless("http://a/\x1b[2J"));
	g_assert_false(url_is_harmless("http://a/\xc2\x9b"));
}

static void test_normal(void)
{
	static const char *const cases[][2] = {
		{"HTTP://Example.ORG", "http://example.org/"},
		{"http://example.org:80/a#b", "http://example.org/a"},
		{"https://example.org:443/", "https://example.org/"},
		{"https://example.org:80/", "https://example.org:80/"},
		{"feed:https://example.org/x", "https://example.org/x"},
		{"feed://example.org/x", "http://example.org/x"},
		{"http://example.org/x?a=b", "http://example.org/x?a=b"},
		{"http://example.org/A%2fb", "http://example.org/A%2Fb"},
		{"exec:~/bin/x", "exec:~/bin/x"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *normal = url_normal(cases[i][0]);
		g_assert_cmpstr(normal, ==, cases[i][1]);
		g_free(normal);
	}
}

static void test_parts(void)
{
	char *host = url_host("https://u:p@Example.org:8080/x");
	g_assert_cmpstr(host, ==, "example.org");
	g_free(host);
	g_assert_null(url_host("mailto:x@y"));
	g_assert_null(url_host("nothing"));
	static const char *const cases[][2] = {
		{"https://user:secret@example.org/x@y", "https://example.org/x@y"},
		{"https://example.org/x@y", "https://example.org/x@y"},
		{"https://a:p@b@example.org/", "https://example.org/"},
		{"mailto:a@b", "mailto:a@b"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *result = url_without_secrets(cases[i][0]);
		g_assert_cmpstr(result, ==, cases[i][1]);
		g_free(result);
	}
}

static void test_tracking(void)
{
	static const char *const cases[][2] = {
		{"https://a.example/b?id=7&utm_source=rss&utm_medium=feed",
		 "https://a.example/b?id=7"},
		{"https://a.example/b?utm_source=rss", "https://a.example/b"},
		{"https://a.example/b?utm_source=rss&id=7&fbclid=x#part-2",
		 "https://a.example/b?id=7#part-2"},
		{"https://a.example/?UTM_Campaign=x&a&b=&=c&",
		 "https://a.example/?a&b=&=c"},
		{"https://a.example/b#xtor=RSS-16", "https://a.example/b"},
		{"https://a.example/b#utm_source=x&part", "https://a.example/b#part"},
		{"http://a.example/?at_custom1=x&at_custom=y&at=z",
		 "http://a.example/?at_custom=y&at=z"},
		/* no more than the names */
		{"https://a.example/?utm_=1&utm=2&xfbclid=3&source=rss&ref=home",
		 "https://a.example/?utm_=1&utm=2&xfbclid=3&source=rss&ref=home"},
		{"https://a.example/utm_source=rss/?",
		 "https://a.example/utm_source=rss/?"},
		{"https://a.example/b#", "https://a.example/b#"},
		{"https://a.example/?q=a%26utm_source%3Dx&q=b",
		 "https://a.example/?q=a%26utm_source%3Dx&q=b"},
		{"mailto:a@b.example?utm_source=x", "mailto:a@b.example?utm_source=x"},
		{"", ""},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *result = url_without_tracking(cases[i][0]);
		g_assert_cmpstr(result, ==, cases[i][1]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/url/resolve", test_resolve);
	g_test_add_func("/url/kinds", test_kinds);
	g_test_add_func("/url/normal", test_normal);
	g_test_add_func("/url/parts", test_parts);
	g_test_add_func("/url/tracking", test_tracking);
	return g_test_run();
}
