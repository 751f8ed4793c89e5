/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the steps; and what comes of them as an item. Where the strict attempt
 * finds too little, more generous ones follow, and the one that finds the most wins. */
#include "html/extract.h"

#include <string.h>

#include "html/clean.h"
#include "html/html.h"
#include "html/parse.h"
#include "html/select.h"
#include "html/write.h"
#include "text/plain.h"
#include "text/utf8.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/url.h"

enum {
	LEAST_STORY = 500,
	LEAST_TEXT = 1,
	SCRIPTED = 200,
	WALLED = 3000,
	MOST_WARNINGS = 3
};

/* --- what is dropped before the search -------------------------------------------- */

static bool has_unlikely_role(const struct node *node)
{
	static const char *const roles[] = {"menu",	  "menubar", "complementary",
					    "navigation", "alert",   "alertdialog",
					    "dialog"};
	const char *role = node_attribute(node, ATTRIBUTE_ROLE);
	for (size_t i = 0; role && i < G_N_ELEMENTS(roles); i++)
		if (g_ascii_strcasecmp(role, roles[i]) == 0)
			return true;
	return false;
}

static bool is_byline(const struct node *node)
{
	const char *rel = node_attribute(node, ATTRIBUTE_REL);
	const char *prop = node_attribute(node, ATTRIBUTE_ITEMPROP);
	const struct mark *m = MARK(node);
	return ((rel && strcmp(rel, "author") == 0) || (prop && strstr(prop, "author")) ||
		(m->words & WORDS_BYLINE)) &&
	       m->chars > 0 && m->chars < 100;
}

static bool is_title_again(const struct extract *x, const struct node *node)
{
	if ((node->tag != TAG_H1 && node->tag != TAG_H2) || !x->meta.title)
		return false;
	GString *text = g_string_new(NULL);
	node_text(text, node, LIMIT_TITLE);
	bool same = meta_likeness(x->meta.title, text->str) > 0.75;
	g_string_free(text, TRUE);
	return same;
}

static bool is_unlikely(const struct node *node, bool in_table, bool in_code)
{
	const struct mark *m = MARK(node);
	if (has_unlikely_role(node))
		return true;
	/* tables hold data, but once they held columns of pages, too */
	bool column = node->tag == TAG_TD && score_link_density(m) > 0.5;
	return (m->words & WORDS_UNLIKELY) && !(m->words & WORDS_MAYBE) &&
	       (!in_table || column) && !in_code && node->tag != TAG_BODY &&
	       node->tag != TAG_A;
}

static void drop_unlikely(struct extract *x, struct node *node, bool table, bool code,
			  bool *title)
{
	for (struct node *n = node->first; n; n = n->next) {
		struct mark *m = MARK(n);
		m->dropped = false;
		if (n->tag == TAG_TEXT)
			continue;
		if (!*title && is_title_again(x, n)) {
			*title = m->dropped = true;
			continue;
		}
		if (is_byline(n))
			m->dropped = true;
		else if ((x->attempt & STRIP_UNLIKELY) && is_unlikely(n, table, code))
			m->dropped = true;
		else
			drop_unlikely(x, n, table || n->tag == TAG_TABLE,
				      code || n->tag == TAG_CODE, title);
	}
}

/* --- attempts --------------------------------------------------------------------- */

static uint32_t try(struct extract *x, unsigned attempt)
{
	bool title = false;
	g_assert(x->body); /* html_extract gives up without one, no attempt moves it */
	x->attempt = attempt;
	for (struct node *n = x->body; n; n = node_next(n, x->body))
		MARK(n)->dropped = false;
	score_measure(x->body);
	drop_unlikely(x, x->body, false, false, &title);
	score_find(x);
	prune_parts(x);
	uint32_t chars = 0;
	for (guint i = 0; i < x->parts->len; i++)
		chars += MARK((struct node *)x->parts->pdata[i])->chars;
	return chars;
}

static uint32_t find_story(struct extract *x)
{
	static const unsigned attempts[] = {STRICT, WEIGH_CLASSES | PRUNE, PRUNE, 0};
	unsigned best = STRICT, last = STRICT;
	uint32_t most = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(attempts); i++) {
		uint32_t chars = try(x, last = attempts[i]);
		if (chars > most) {
			most = chars;
			best = last;
		}
		if (chars >= LEAST_STORY)
			break;
	}
	if (best != last)
		try(x, best);
	if (best & PRUNE)
		boxes_drop(x);
	return most;
}

/* --- the result ------------------------------------------------------------------- */

static void remove_dropped(struct node *top)
{
	for (struct node *n = node_next(top, top), *next; n; n = next) {
		if (n->mark && n->mark->dropped) {
			next = node_skip(n, top);
			node_remove(n);
		} else {
			next = node_next(n, top);
		}
	}
}

static const char *write_story(struct extract *x)
{
	struct node *top = node_new(x->arena, TAG_DIV);
	for (guint i = 0; i < x->parts->len; i++) {
		struct node *part = x->parts->pdata[i];
		node_remove(part);
		node_append(top, part);
	}
	remove_dropped(top);
	clean_tree(x->arena, top, x->base);
	GString *out = g_string_new(NULL);
	write_html(out, top);
	size_t n = MIN(out->len, LIMIT_BODY);
	x->cut = n < out->len;
	while (n > 0 && n < out->len && ((unsigned char)out->str[n] & 0xc0) == 0x80)
		n--;
	const char *html = arena_strndup(x->arena, out->str, n);
	g_string_free(out, TRUE);
	return html;
}

static void add_link(struct extract *x, struct item *item, const char *rel,
		     const char *href)
{
	if (!href)
		return;
	if (!item->links)
		item->links = arena_array_of(x->arena, 2, struct link);
	item->links[item->n_links++] = (struct link){.rel = rel, .href = href};
}

static struct feed *make_feed(struct extract *x, const char *content)
{
	const struct page_meta *meta = &x->meta;
	struct feed *feed = arena_new_of(x->arena, struct feed);
	struct item *item = arena_new_of(x->arena, struct item);
	feed->title = meta->site;
	feed->updated = feed->published = DATE_NONE;
	feed->ttl_minutes = -1;
	feed->items = item;
	feed->n_items = 1;
	item->id = item->link = meta->canonical ? meta->canonical : x->base;
	item->id_is_link = true;
	item->title = meta->title;
	item->authors = meta->authors;
	item->n_authors = meta->n_authors;
	item->published = meta->published;
	item->updated = DATE_NONE;
	item->language = meta->language;
	item->summary = meta->excerpt;
	item->content = content;
	item->image = meta->image;
	item->duration_s = -1;
	add_link(x, item, "next", meta->next);
	item->digest = item_digest(item);
	return feed;
}

static void fail_with(enum fail *fail, GError **err, enum fail kind, const char *message)
{
	*fail = kind;
	g_set_error_literal(err, TNEWS_ERROR, ERR_DATA, message);
}

/* Data in a script element is no program. */
static bool has_programs(const struct extract *x)
{
	for (struct node *n = node_next(x->root, x->root); n; n = node_next(n, x->root)) {
		const char *type = n->tag == TAG_SCRIPT
					   ? node_attribute(n, ATTRIBUTE_TYPE)
					   : NULL;
		if (n->tag == TAG_SCRIPT && (!type || !strstr(type, "json")))
			return true;
	}
	return false;
}

/* Why there is no story: a page that is made by its programs holds little or nothing.
 * NULL: there is one. */
static const char *why_none(uint32_t found, bool scripts, uint32_t all, enum fail *kind)
{
	*kind = FAIL_EMPTY;
	if (scripts && all < SCRIPTED)
		return _("the page shows its text only to those that run its scripts");
	return found < LEAST_TEXT ? _("there is no story in the page") : NULL;
}

static void warn(struct extract *x, struct feed *feed, const char *message)
{
	if (!feed->warnings)
		feed->warnings = arena_array_of(x->arena, MOST_WARNINGS, struct warning);
	feed->warnings[feed->n_warnings++] = (struct warning){.message = message};
}

/* The base element changes what addresses are relative to. */
static const char *find_base(struct extract *x, const char *url)
{
	struct node *base = node_find(x->root, TAG_BASE);
	const char *href = base ? node_attribute(base, ATTRIBUTE_HREF) : NULL;
	if (!href || strlen(href) > LIMIT_URL)
		return url;
	g_autofree char *absolute = url_resolve(url, href);
	return absolute && url_is_web(absolute) ? arena_strdup(x->arena, absolute) : url;
}

/* What the selector means, the outermost elements of it, without what it leaves out. */
static bool select_parts(struct extract *x, const struct selector *selector)
{
	g_ptr_array_set_size(x->parts, 0);
	for (struct node *n = x->body, *next; n; n = next) {
		int match = selector_match(selector, n);
		if (match > 0)
			g_ptr_array_add(x->parts, n);
		next = match > 0 ? node_skip(n, x->body) : node_next(n, x->body);
	}
	for (guint i = 0; i < x->parts->len; i++) {
		struct node *part = x->parts->pdata[i];
		for (struct node *n = part; n; n = node_next(n, part))
			MARK(n)->dropped = selector_match(selector, n) < 0;
		score_measure(part);
	}
	return x->parts->len > 0;
}

static uint32_t find_selected(struct extract *x, const char *select, const char **warning)
{
	GError *err = NULL;
	struct selector *selector = selector_read(x->arena, select, &err);
	uint32_t chars = 0;
	if (selector && select_parts(x, selector)) {
		for (guint i = 0; i < x->parts->len; i++)
			chars += MARK((struct node *)x->parts->pdata[i])->chars;
		return MAX(chars, LEAST_TEXT);
	}
	g_autofree char *text =
		g_strdup_printf(_("nothing in the page is meant by %.80s"), select);
	*warning = arena_strdup(x->arena, err ? err->message : text);
	g_clear_error(&err);
	return find_story(x);
}

struct feed *html_extract(struct arena *arena, const char *html, size_t n,
			  const char *url, const char *select, enum fail *fail,
			  GError **err)
{
	struct extract x = {.arena = arena};
	struct feed *feed = NULL;
	x.root = html_parse(arena, html, n, 0);
	x.body = x.root ? node_find(x.root, TAG_BODY) : NULL;
	if (!x.body) {
		fail_with(fail, err, FAIL_BROKEN,
			  _("the page is too tangled to be read"));
		return NULL;
	}
	x.base = find_base(&x, url);
	x.parts = g_ptr_array_new();
	meta_read(&x);
	bool scripts = has_programs(&x);
	prepare_tree(&x);
	score_measure(x.body);
	const char *warning = NULL;
	uint32_t all = MARK(x.body)->chars;
	uint32_t found = select && *select ? find_selected(&x, select, &warning)
					   : find_story(&x);
	enum fail kind;
	const char *why = why_none(found, scripts, all, &kind);
	if (why)
		fail_with(fail, err, kind, why);
	else
		feed = make_feed(&x, write_story(&x));
	if (feed && x.meta.walled && found < WALLED)
		warn(&x, feed,
		     _("the page is behind a paywall and may show only a beginning"));
	if (feed && x.cut)
		warn(&x, feed, _("the story is longer than 4 MiB, its end is missing"));
	if (feed && warning)
		warn(&x, feed, warning);
	g_ptr_array_free(x.parts, TRUE);
	return feed;
}
