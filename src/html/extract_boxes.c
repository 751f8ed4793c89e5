/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands between the paragraphs of a story and is none of it: lines that lead to
 * other stories, grids of teasers, galleries, captions without their picture's element,
 * lines of dates before the first paragraph, headings with nothing below. What is dropped
 * by one measure must be a small part of the whole: a story that is made of such things
 * is left as it is. */
#include <string.h>

#include "html/extract.h"
#include "util/limit.h"
#include "util/url.h"

enum {
	LONG = 200,	 /* characters of a paragraph that is surely of the story */
	LEAST_LINK = 10, /* of a link that is worth a thought */
	MOST_LINE = 250, /* of a line that leads elsewhere */
	MOST_CAPTION = 400,
	AROUND = 4,	  /* elements between a caption and the box of its picture */
	MOST_BESIDE = 40, /* characters of a credit beside it */
	MOST_DATE = 80,
	LEAST_TEASERS = 3,
	MOST_LABEL = 60,
	MOST_TEASER = 500, /* of one of a grid */
};

static bool is_heading(const struct node *node)
{
	return node->tag >= TAG_H1 && node->tag <= TAG_H6;
}

static bool is_live(const struct node *node)
{
	return !MARK(node)->dropped && !(node->tag == TAG_TEXT && node_is_blank(node));
}

static bool has_block(const struct node *node)
{
	for (const struct node *n = node_next(node, node); n; n = node_next(n, node))
		if (is_live(n) && n->tag != TAG_TEXT &&
		    tag_info(n->tag)->display == DISPLAY_BLOCK)
			return true;
	return false;
}

/* --- where links lead --------------------------------------------------------------- */

/* "news.pond.example", "pond.co.uk": what is common to the hosts of a site. */
static const char *site_of(const char *host)
{
	const char *last = strrchr(host, '.'), *at = last;
	for (int labels = 1; at && at > host; labels++) {
		const char *before = at - 1;
		while (before > host && *before != '.')
			before--;
		const char *label = *before == '.' ? before + 1 : before;
		if (labels > 1 || at - label > 3 || label == host)
			return label;
		at = before;
	}
	return host;
}

static bool is_own(const struct extract *x, const char *href)
{
	g_autofree char *url = url_resolve(x->base, href);
	g_autofree char *host = url_host(url);
	g_autofree char *base = x->base ? url_host(x->base) : NULL;
	g_autofree char *canonical = x->meta.canonical ? url_host(x->meta.canonical)
						       : NULL;
	if (!host)
		return false;
	return (base && strcmp(site_of(base), site_of(host)) == 0) ||
	       (canonical && strcmp(site_of(canonical), site_of(host)) == 0);
}

/* Links to other sites, and those that show their address, are what the story refers to. */
static bool leads_within(const struct extract *x, const struct node *node)
{
	for (const struct node *n = node; n; n = node_next(n, node)) {
		const char *href = n->tag == TAG_A ? node_attribute(n, ATTRIBUTE_HREF)
						   : NULL;
		if (href && is_live(n) &&
		    (*href == '#' || strlen(href) > LIMIT_URL || !is_own(x, href)))
			return false;
		if (n->tag == TAG_TEXT && memmem(n->text, n->n_text, "://", 3))
			return false;
	}
	return true;
}

/* --- lines that lead elsewhere ------------------------------------------------------ */

/* "Word or two: link", or a link alone. A colon is one in most scripts. */
static bool is_lead(const struct node *node)
{
	const struct mark *m = MARK(node);
	if (m->chars < LEAST_LINK || m->chars > MOST_LINE || m->images ||
	    m->link_chars == 0)
		return false;
	if (m->link_chars * 10 >= m->chars * 9)
		return true;
	if (m->link_chars * 2 < m->chars)
		return false;
	GString *text = g_string_new(NULL);
	node_text(text, node, MOST_LINE * 4);
	const char *colon = strchr(text->str, ':');
	const char *wide = strstr(text->str, "\xef\xbc\x9a");
	if (!colon || (wide && wide < colon))
		colon = wide;
	bool lead = colon && (size_t)(colon - text->str) <= MAX(text->len / 2, 40);
	g_string_free(text, TRUE);
	return lead;
}

static bool may_lead(const struct node *node)
{
	switch (node->tag) {
	case TAG_P:
		return true;
	case TAG_DIV:
	case TAG_SPAN:
	case TAG_STRONG:
	case TAG_B:
		return !has_block(node) && node->parent && node->parent->tag != TAG_P &&
		       node->parent->tag != TAG_LI;
	default:
		return false;
	}
}

/* --- lists and grids ---------------------------------------------------------------- */

/* Each item is a link and little else. */
static bool is_link_list(const struct node *node)
{
	unsigned items = 0;
	if (node->tag != TAG_UL && node->tag != TAG_OL)
		return false;
	for (const struct node *n = node->first; n; n = n->next) {
		if (!is_live(n))
			continue;
		const struct mark *m = MARK(n);
		if (n->tag != TAG_LI || m->link_chars * 10 < m->chars * 9)
			return false;
		items += m->chars > 0;
	}
	return items >= 1;
}

static bool has_headline(const struct node *node)
{
	for (const struct node *n = node_next(node, node); n; n = node_next(n, node))
		if (is_live(n) && is_heading(n) && MARK(n)->chars > 0 &&
		    (MARK(n)->link_chars * 10 >= MARK(n)->chars * 9 ||
		     (n->parent && n->parent->tag == TAG_A)))
			return true;
	return false;
}

/* Several of a kind, each with a headline that is a link: other stories. */
static bool is_grid(const struct node *node)
{
	unsigned teasers = 0, others = 0;
	for (const struct node *n = node->first; n; n = n->next) {
		if (!is_live(n))
			continue;
		if (n->tag != TAG_TEXT && MARK(n)->chars < MOST_TEASER && has_headline(n))
			teasers++;
		else
			others += MARK(n)->chars > 40;
	}
	return teasers >= LEAST_TEASERS && others == 0;
}

/* --- the walk ----------------------------------------------------------------------- */

struct walk {
	struct extract *x;
	GPtrArray *leads, *lists, *grids, *galleries, *captions, *dates;
	GHashTable *kept; /* texts of captions */
	bool began;	  /* a long paragraph was there */
};

static void note(GPtrArray *array, struct node *node)
{
	g_ptr_array_add(array, node);
}

static bool is_date_line(const struct node *node)
{
	const struct mark *m = MARK(node);
	return m->chars > 0 && m->chars < MOST_DATE && !m->images &&
	       (node->tag == TAG_TIME || ((m->words & WORDS_DATE) && m->link_chars == 0));
}

/* A box of a picture and these words and nothing else is a figure, whatever its element is
 * called. */
static bool has_picture(const struct node *caption)
{
	const struct node *n = caption->parent;
	uint32_t chars = MARK(caption)->chars;
	for (int i = 0; n && MARK(n) && i < AROUND; n = n->parent, i++) {
		if (MARK(n)->chars > chars + MOST_BESIDE)
			return false;
		if (MARK(n)->images > 0)
			return MARK(n)->images == 1;
	}
	return false;
}

/* Some give all their pictures the same words: once is enough. */
static bool is_new(struct walk *w, const struct node *caption)
{
	GString *text = g_string_new(NULL);
	node_text(text, caption, MOST_CAPTION * 4);
	g_strstrip(text->str);
	return g_hash_table_add(w->kept, g_string_free(text, FALSE));
}

static bool is_caption(const struct node *node)
{
	const struct mark *m = MARK(node);
	return (m->words & WORDS_CAPTION) && node->tag != TAG_FIGCAPTION &&
	       node->tag != TAG_CAPTION && m->chars < MOST_CAPTION && !m->images;
}

static void look(struct walk *w, struct node *node, bool figure, bool item)
{
	for (struct node *n = node->first; n; n = n->next) {
		if (!is_live(n) || n->tag == TAG_TEXT)
			continue;
		const struct mark *m = MARK(n);
		if (n->tag == TAG_PRE || n->tag == TAG_CODE || m->data_table)
			continue;
		if (n->tag == TAG_P && m->chars >= LONG && m->link_chars * 2 < m->chars)
			w->began = true;
		if ((m->words & WORDS_AD) && m->chars < MOST_LINE && !m->images)
			note(w->captions, n);
		else if ((m->words & WORDS_GALLERY))
			note(w->galleries, n);
		else if (!figure && is_caption(n) && !(has_picture(n) && is_new(w, n)))
			note(w->captions, n);
		else if (!w->began && is_date_line(n))
			note(w->dates, n);
		else if (is_grid(n))
			note(w->grids, n);
		else if (!item && is_link_list(n) && leads_within(w->x, n))
			note(w->lists, n);
		else if (!item && may_lead(n) && is_lead(n) && leads_within(w->x, n))
			note(w->leads, n);
		else
			look(w, n, figure || n->tag == TAG_FIGURE,
			     item || n->tag == TAG_LI);
	}
}

/* Pictures stay. */
static void drop_words(struct node *node)
{
	if (MARK(node)->images == 0) {
		MARK(node)->dropped = true;
		return;
	}
	for (struct node *n = node->first; n; n = n->next)
		if (n->tag == TAG_TEXT || MARK(n)->images == 0)
			MARK(n)->dropped = n->tag != TAG_IMG && n->tag != TAG_SOURCE;
		else
			drop_words(n);
}

/* Drops them all, if they are no more than a part (in percent) of the whole. */
static void drop_all(GPtrArray *nodes, uint32_t whole, unsigned most, GPtrArray *dropped)
{
	uint64_t chars = 0;
	for (guint i = 0; i < nodes->len; i++)
		chars += MARK((struct node *)nodes->pdata[i])->chars;
	if (chars * 100 <= (uint64_t)whole * most)
		for (guint i = 0; i < nodes->len; i++) {
			drop_words(nodes->pdata[i]);
			g_ptr_array_add(dropped, nodes->pdata[i]);
		}
}

/* "Read more", "Trending": what stood above a box has nothing below it now. */
static void drop_label(struct node *box)
{
	struct node *above = box->previous, *below = box->next;
	while (above && !is_live(above) &&
	       !(above->tag != TAG_TEXT && MARK(above)->dropped))
		above = above->previous;
	while (below && !is_live(below))
		below = below->next;
	if (!above || MARK(above)->dropped || (below && !is_heading(below)))
		return;
	const struct mark *m = MARK(above);
	bool label = above->tag == TAG_P && m->chars < MOST_LABEL && m->stops == 0 &&
		     m->link_chars == 0;
	if ((is_heading(above) || label) && !m->images)
		MARK(above)->dropped = true;
}

void boxes_drop(struct extract *x)
{
	struct walk w = {
		.x = x,
		.kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
	GPtrArray *dropped = g_ptr_array_new();
	GPtrArray **all[] = {&w.leads,	   &w.lists,	&w.grids,
			     &w.galleries, &w.captions, &w.dates};
	static const unsigned most[] = {20, 20, 60, 60, 40, 20};
	uint32_t whole = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		*all[i] = g_ptr_array_new();
	for (guint i = 0; i < x->parts->len; i++) {
		whole += MARK((struct node *)x->parts->pdata[i])->chars;
		look(&w, x->parts->pdata[i], false, false);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		drop_all(*all[i], whole, most[i], dropped);
		g_ptr_array_free(*all[i], TRUE);
	}
	g_hash_table_destroy(w.kept);
	for (guint i = 0; i < dropped->len; i++)
		drop_label(dropped->pdata[i]);
	g_ptr_array_free(dropped, TRUE);
	for (guint i = 0; i < x->parts->len; i++)
		score_measure(x->parts->pdata[i]);
}
