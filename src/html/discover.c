/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks for feeds in a page: what its head declares counts first, feeds of comments last;
 * links in the text are taken if their address or their words look like a feed. */
#include <string.h>

#include "html/html.h"
#include "html/parse.h"
#include "util/limit.h"
#include "util/url.h"

enum { MOST_OFFERS = 50, MOST_TEXT = 200 };

enum rank { DECLARED, GUESSED, COMMENTS, RANKS };

struct finder {
	struct arena *arena;
	char *base;
	GHashTable *seen;
	GArray *found[RANKS]; /* struct offer */
};

static bool has_word(const char *words, const char *word)
{
	g_auto(GStrv) all = g_strsplit_set(words, " \t\n\f\r", -1);
	for (size_t i = 0; all[i]; i++)
		if (g_ascii_strcasecmp(all[i], word) == 0)
			return true;
	return false;
}

static bool is_feed_type(const char *type)
{
	static const char *const types[] = {
		"application/rss+xml", "application/atom+xml",	"application/feed+json",
		"application/rdf+xml", "application/x-rss+xml", "text/rss",
		"application/rss",     "application/atom",	"text/rss+xml",
	};
	size_t n = strcspn(type, "; \t");
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (strlen(types[i]) == n && g_ascii_strncasecmp(type, types[i], n) == 0)
			return true;
	return false;
}

/* Types that may as well be something else: then the address has to say feed. */
static bool is_vague_type(const char *type)
{
	return g_ascii_strncasecmp(type, "application/json", 16) == 0 ||
	       g_ascii_strncasecmp(type, "application/xml", 15) == 0 ||
	       g_ascii_strncasecmp(type, "text/xml", 8) == 0;
}

/* .../feed, .../rss.xml, .../index.rdf, ...?format=rss */
static bool is_feed_address(const char *url)
{
	g_autofree char *lower = g_ascii_strdown(url, -1);
	char *query = strpbrk(lower, "?#");
	bool asked = query && (strstr(query, "=rss") || strstr(query, "=atom") ||
			       strstr(query, "=feed") || strstr(query, "feed="));
	if (query)
		*query = '\0';
	size_t n = strlen(lower);
	while (n > 0 && lower[n - 1] == '/')
		lower[--n] = '\0';
	const char *slash = strrchr(lower, '/');
	const char *last = slash ? slash + 1 : lower;
	static const char *const names[] = {"feed", "feeds", "rss", "atom", "rdf"};
	static const char *const ends[] = {
		".rss",	    ".atom",	 ".rdf",      "feed.xml", "rss.xml",
		"atom.xml", "feed.json", "index.xml", "feed.php", "rss.php"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(last, names[i]) == 0)
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (g_str_has_suffix(last, ends[i]))
			return true;
	return asked;
}

static bool is_of_comments(const char *url, const char *title)
{
	g_autofree char *lower = title ? g_ascii_strdown(title, -1) : g_strdup("");
	return strstr(lower, "comment") || strstr(url, "/comments/") ||
	       strstr(url, "comments=");
}

static void take(struct finder *f, enum rank rank, const char *href, const char *title,
		 const char *type)
{
	g_autofree char *given = g_str_has_prefix(href, "feed:") ? url_normal(href)
								 : g_strdup(href);
	g_autofree char *url = url_resolve(f->base, given);
	url[strcspn(url, "#")] = '\0';
	if (!url_is_web(url) || strlen(url) > LIMIT_URL)
		return;
	char *key = url_normal(url);
	if (!g_hash_table_add(f->seen, key))
		return;
	if (is_of_comments(url, title))
		rank = COMMENTS;
	struct offer offer = {
		.url = arena_strdup(f->arena, url),
		.title = arena_strdup(f->arena, title && *title ? title : NULL),
		.type = arena_strdup(f->arena, type),
		.newest = DATE_NONE,
	};
	if (f->found[rank]->len < MOST_OFFERS)
		g_array_append_val(f->found[rank], offer);
}

static void look_at_link(struct finder *f, const struct node *node, const char *href)
{
	const char *rel = node_attribute(node, ATTRIBUTE_REL);
	const char *type = node_attribute(node, ATTRIBUTE_TYPE);
	const char *title = node_attribute(node, ATTRIBUTE_TITLE);
	if (!rel)
		return;
	bool feed = has_word(rel, "feed"), alternate = has_word(rel, "alternate");
	bool typed = type && (is_feed_type(type) ||
			      (is_vague_type(type) && is_feed_address(href)));
	if (feed || (alternate && typed))
		take(f, DECLARED, href, title, type);
}

static void look_at_anchor(struct finder *f, const struct node *node, const char *href)
{
	const char *type = node_attribute(node, ATTRIBUTE_TYPE);
	const char *title = node_attribute(node, ATTRIBUTE_TITLE);
	if (!(type && is_feed_type(type)) && !is_feed_address(href) &&
	    !g_str_has_prefix(href, "feed:"))
		return;
	GString *text = g_string_new(NULL);
	node_text(text, node, MOST_TEXT);
	g_strstrip(text->str);
	take(f, GUESSED, href, title ? title : text->str, type);
	g_string_free(text, TRUE);
}

static void look_at(struct finder *f, const struct node *node)
{
	const char *href = node_attribute(node, ATTRIBUTE_HREF);
	if (!href || !*href)
		return;
	if (node->tag == TAG_LINK)
		look_at_link(f, node, href);
	else if (node->tag == TAG_A || node->tag == TAG_AREA)
		look_at_anchor(f, node, href);
}

/* The first <base href> holds for the whole page, also for what stands before it. */
static char *base_of(const struct node *page, const char *base)
{
	const struct node *node = node_find(page, TAG_BASE);
	const char *href = node ? node_attribute(node, ATTRIBUTE_HREF) : NULL;
	return href ? url_resolve(base, href) : g_strdup(base);
}

struct offer *html_discover(struct arena *arena, const char *html, size_t n,
			    const char *base, size_t *n_offers)
{
	struct node *page = html_parse(arena, html, n, 0);
	*n_offers = 0;
	if (!page)
		return NULL;
	struct finder f = {.arena = arena, .base = base_of(page, base)};
	f.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int i = 0; i < RANKS; i++)
		f.found[i] = g_array_new(FALSE, FALSE, sizeof(struct offer));
	for (const struct node *node = page; node; node = node_next(node, page))
		look_at(&f, node);
	struct offer *all = arena_array_of(arena, MOST_OFFERS, struct offer);
	for (int rank = 0; rank < RANKS; rank++) {
		for (guint i = 0; i < f.found[rank]->len && *n_offers < MOST_OFFERS; i++)
			all[(*n_offers)++] = g_array_index(f.found[rank], struct offer,
							   i);
		g_array_unref(f.found[rank]);
	}
	g_hash_table_unref(f.seen);
	g_free(f.base);
	return all;
}
