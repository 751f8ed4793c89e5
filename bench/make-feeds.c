/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-feeds FOLDER FEEDS STORIES [PREFIX]: feeds of made-up stories for a server on
 * loopback, always the same ones. A third each is RSS, Atom and JSON Feed; bodies are
 * about 3 kB of HTML in sentences of made-up words. */
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

static guint32 seed;

static guint32 next_random(guint32 below)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 8) % below;
}

static void add_words(GString *out, int n)
{
	static const char *const parts[] = {"ba", "ko",	 "ri", "ten", "su", "mal",
					    "o",  "ver", "in", "ga",  "lo", "pre",
					    "ty", "ne",	 "cu", "dis"};
	for (int i = 0; i < n; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		for (guint32 k = next_random(3) + 1; k > 0; k--)
			g_string_append(out, parts[next_random(G_N_ELEMENTS(parts))]);
	}
}

static void add_body(GString *out)
{
	for (guint32 p = next_random(6) + 3; p > 0; p--) {
		g_string_append(out, "<p>");
		add_words(out, 30);
		g_string_append(out, " <a href='https://example.org/'>");
		add_words(out, 3);
		g_string_append(out, "</a>, <em>");
		add_words(out, 4);
		g_string_append(out, "</em>: ");
		add_words(out, 40);
		g_string_append(out, ".</p>\n");
	}
}

static void add_story(GString *out, int kind, const char *feed, int n)
{
	g_autoptr(GString) title = g_string_new(NULL);
	g_autoptr(GString) body = g_string_new(NULL);
	g_autoptr(GDateTime) epoch = g_date_time_new_utc(2026, 1, 1, 0, 0, 0);
	g_autoptr(GDateTime) date = g_date_time_add_minutes(epoch, 97 * n);
	g_string_printf(title, "%s %d: ", feed, n);
	add_words(title, 6);
	add_body(body);
	g_autofree char *escaped = g_markup_escape_text(body->str, -1);
	g_autofree char *iso = g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ");
	g_autofree char *json = g_strescape(body->str, NULL);
	if (kind == 0)
		g_string_append_printf(
			out,
			"<item><title>%s</title><guid>http://e.org/%s/%d</guid>"
			"<pubDate>%s</pubDate><description>%s</description></item>\n",
			title->str, feed, n, iso, escaped);
	else if (kind == 1)
		g_string_append_printf(
			out,
			"<entry><title>%s</title><id>http://e.org/%s/%d</id>"
			"<updated>%s</updated><content type='html'>%s</content>"
			"</entry>\n",
			title->str, feed, n, iso, escaped);
	else
		g_string_append_printf(
			out,
			"%s{\"id\":\"http://e.org/%s/%d\",\"title\":\"%s\","
			"\"date_published\":\"%s\",\"content_html\":\"%s\"}",
			n ? "," : "", feed, n, title->str, iso, json);
}

static char *make_feed(int kind, const char *name, int stories)
{
	static const char *const heads[] = {
		"<rss "
		"version='2.0'><channel><title>%s</title><link>http://e.org/</link>\n",
		"<feed xmlns='http://www.w3.org/2005/Atom'><title>%s</title><id>x</id>\n",
		"{\"version\":\"https://jsonfeed.org/version/"
		"1.1\",\"title\":\"%s\",\"items\":["};
	static const char *const ends[] = {"</channel></rss>\n", "</feed>\n", "]}\n"};
	g_auto(GStrv) head = g_strsplit(heads[kind], "%s", 2);
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "%s%s%s", head[0], name, head[1]);
	for (int i = 0; i < stories; i++)
		add_story(out, kind, name, i);
	g_string_append(out, ends[kind]);
	return g_string_free(out, FALSE);
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: make-feeds FOLDER FEEDS STORIES [PREFIX]\n");
		return 2;
	}
	const char *prefix = argc > 4 ? argv[4] : "f";
	int feeds = (int)strtol(argv[2], NULL, 10),
	    stories = (int)strtol(argv[3], NULL, 10);
	g_mkdir_with_parents(argv[1], 0777);
	for (int i = 0; i < feeds; i++) {
		seed = (guint32)i * 2654435761U + 1;
		g_autofree char *name = g_strdup_printf("%s%04d", prefix, i);
		g_autofree char *file = g_strconcat(name, ".xml", NULL);
		g_autofree char *path = g_build_filename(argv[1], file, NULL);
		g_autofree char *text = make_feed(i % 3, name, stories);
		g_autoptr(GError) err = NULL;
		if (!g_file_set_contents(path, text, -1, &err)) {
			fprintf(stderr, "make-feeds: %s\n", err->message);
			return 1;
		}
	}
	return 0;
}
