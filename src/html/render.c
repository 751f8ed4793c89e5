/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over the tree: each element goes to its handler of tags.def; around blocks
 * the paragraph ends and blank lines are kept. Then the page: the list of links, counts,
 * arrays for the arena. Markup that passes its budget is laid out as plain text. */
#include "html/render.h"

#include "html/compare.h"
#include "html/headline.h"
#include "html/parse.h"
#include "text/plain.h"
#include "text/utf8.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "wire/job.h"

#include <string.h>

enum { LEAST_WIDTH = 10, MOST_WIDTH = 2000, MAX_IDS = 10000 };

static void (*const handlers[TAG_COUNT])(struct render *r, const struct node *node) = {
#define TAG(id, name, display, keep, top, bottom, style, handler) \
	[TAG_##id] = render_##handler,
#include "html/tags.def"
#undef TAG
};

void render_margin(struct render *r, int lines)
{
	if (!r->fresh)
		r->blank = MAX(r->blank, lines);
}

void render_children(struct render *r, const struct node *node)
{
	for (const struct node *c = node->first; c; c = c->next)
		render_node(r, c);
}

void render_flow(struct render *r, const struct node *node)
{
	render_children(r, node);
}

void render_nothing(struct render *r, const struct node *node)
{
	(void)r;
	(void)node;
}

/* An id is a place that links within the story lead to. */
static void note_place(struct render *r, const struct node *node)
{
	const char *id = node_attribute(node, ATTRIBUTE_ID);
	if (!id && node->tag == TAG_A)
		id = node_attribute(node, ATTRIBUTE_NAME);
	if (!id || !*id || r->extent || r->ids->len + r->places->len >= MAX_IDS ||
	    !utf8_is_clean(id, strlen(id), CLEAN_LINE))
		return;
	g_ptr_array_add(r->ids, arena_strdup(r->arena, id));
}

static void set_language(struct render *r, const struct node *node)
{
	const char *language = node_attribute(node, ATTRIBUTE_LANG);
	if (language && *language)
		r->own_language = language;
}

static void set_direction(struct render *r, const struct node *node)
{
	const char *dir = node_attribute(node, ATTRIBUTE_DIR);
	if (!dir)
		return;
	if (g_ascii_strcasecmp(dir, "rtl") == 0)
		r->direction = DIRECTION_RTL;
	else if (g_ascii_strcasecmp(dir, "ltr") == 0)
		r->direction = DIRECTION_LTR;
	else
		r->direction = DIRECTION_AUTO;
}

/* Lists within lists keep no blank lines. */
static int margin_of(const struct render *r, const struct tag_info *info, int margin)
{
	return r->lists > 0 && (info == tag_info(TAG_UL) || info == tag_info(TAG_OL))
		       ? 0
		       : margin;
}

static void render_element(struct render *r, const struct node *node)
{
	const struct tag_info *info = tag_info(node->tag);
	uint32_t style = r->style;
	enum direction direction = r->direction;
	const char *language = r->own_language;
	bool block = info->display == DISPLAY_BLOCK;
	if (block) {
		render_flush(r);
		render_margin(r, margin_of(r, info, info->top));
	}
	if (node->n_attributes > 0) {
		note_place(r, node);
		set_direction(r, node);
		set_language(r, node);
		r->style |= render_code_style(r, node);
	}
	r->style |= info->style;
	if (handlers[node->tag])
		handlers[node->tag](r, node);
	else
		render_children(r, node);
	if (block) {
		render_flush(r);
		render_margin(r, margin_of(r, info, info->bottom));
	}
	r->direction = direction;
	r->own_language = language;
	r->style = style;
}

void render_node(struct render *r, const struct node *node)
{
	if (node->tag == TAG_TEXT)
		render_text(r, node->text, node->n_text);
	else if (tag_info(node->tag)->display != DISPLAY_NONE && !node_is_hidden(node))
		render_element(r, node);
}

/* --- plain text */

/* Ends of an address within text that belong to the sentence. */
static size_t address_length(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && (unsigned char)s[i] > ' ' && !strchr("<>\"", s[i]))
		i++;
	while (i > 0 && strchr(".,;:!?)]'", s[i - 1]))
		i--;
	return i;
}

static size_t next_address(const char *s, size_t n)
{
	for (size_t i = 0; i + 8 < n; i++)
		if (s[i] == 'h' && (strncmp(s + i, "http://", 7) == 0 ||
				    strncmp(s + i, "https://", 8) == 0))
			return i;
	return n;
}

/* A line of plain text, the addresses in it as links. */
static void plain_line(struct render *r, const char *s, size_t n)
{
	while (n > 0) {
		size_t k = next_address(s, n);
		render_text(r, s, k);
		s += k;
		n -= k;
		if (n == 0)
			break;
		k = address_length(s, n);
		g_autofree char *url = g_strndup(s, k);
		r->link = render_link_new(r, LINK_PAGE, url, arena_strdup(r->arena, url));
		r->numbered = false;
		if (r->link)
			r->style |= SPAN_LINK;
		render_text(r, s, k);
		if (r->link)
			render_number(r);
		r->style &= ~(uint32_t)SPAN_LINK;
		r->link = 0;
		s += k;
		n -= k;
	}
}

/* Lines stay lines, wrapped behind their own indent; blank lines part paragraphs. */
static void render_plain(struct render *r, const char *s, size_t n)
{
	while (n > 0) {
		const char *feed = memchr(s, '\n', n);
		size_t k = feed ? (size_t)(feed - s) : n, blanks = 0;
		while (blanks < k && s[blanks] == ' ')
			blanks++;
		box_push(r, (int)MIN(blanks, 40), false, NULL);
		plain_line(r, s + blanks, k - blanks);
		if (r->text->len == 0)
			render_margin(r, 1);
		render_flush(r);
		box_pop(r);
		k += feed ? 1 : 0;
		s += k;
		n -= k;
	}
}

/* --- the page */

static const char *const kind_names[LINK_KINDS] = {
	[LINK_PAGE] = NULL,	    [LINK_IMAGE] = N_("image"),
	[LINK_AUDIO] = N_("audio"), [LINK_VIDEO] = N_("video"),
	[LINK_FRAME] = N_("frame"), [LINK_MAIL] = NULL,
	[LINK_OTHER] = NULL,	    [LINK_PLACE] = NULL,
};

/* "[3] https://... (image)", the address in full, wrapped where it has to. */
static void list_links(struct render *r)
{
	render_margin(r, 1);
	guint n = r->links->len;
	for (guint i = 0; i < n; i++) {
		struct page_link link = g_array_index(r->links, struct page_link, i);
		char number[16];
		g_snprintf(number, sizeof number, "[%u] ", i + 1);
		render_flush(r);
		box_push(r, (int)strlen(number), false, arena_strdup(r->arena, number));
		r->link = (int)i + 1;
		r->numbered = true;
		render_literal(r, link.url, SPAN_LINK);
		r->link = 0;
		if (kind_names[link.kind]) {
			g_autofree char *kind = g_strdup_printf(" (%s)",
								_(kind_names[link.kind]));
			render_literal(r, kind, SPAN_DIM);
		}
		render_flush(r);
		box_pop(r);
	}
}

static void *take_array(struct arena *arena, const GArray *array, size_t size)
{
	if (array->len == 0)
		return NULL;
	void *copy = arena_array(arena, array->len, size);
	memcpy(copy, array->data, array->len * size);
	return copy;
}

/* Feeds resolve "#note" against the story, the site or the feed, and pages say their own
 * address in full: what stands before the # is the beginning of ours then. */
static void find_inner_links(struct page *page, const char *base)
{
	GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < page->n_places; i++)
		g_hash_table_add(ids, (gpointer)page->places[i].id);
	for (size_t i = 0; i < page->n_links && page->n_places > 0; i++) {
		struct page_link *link = &page->links[i];
		const char *fragment = strchr(link->url, '#');
		if (link->kind != LINK_PAGE || !fragment || !fragment[1])
			continue;
		size_t n = (size_t)(fragment - link->url);
		if (n > 0 && !(base && strncmp(base, link->url, n) == 0))
			continue;
		g_autofree char *plain = g_uri_unescape_string(fragment + 1, NULL);
		if (g_hash_table_contains(ids, fragment + 1) ||
		    (plain && g_hash_table_contains(ids, plain)))
			link->kind = LINK_PLACE;
	}
	g_hash_table_unref(ids);
}

static struct page *make_page(struct render *r)
{
	struct page *page = arena_new_of(r->arena, struct page);
	page->width = r->width;
	page->n_words = r->n_words;
	if ((r->flags & RENDER_LINK_LIST) && r->links->len > 0)
		list_links(r);
	page->lines = take_array(r->arena, r->lines, sizeof(struct line));
	page->n_lines = r->lines->len;
	for (guint i = 0; i < r->ids->len; i++) {
		struct page_place place = {.id = r->ids->pdata[i],
					   .line = r->lines->len ? r->lines->len - 1 : 0};
		g_array_append_val(r->places, place);
	}
	page->links = take_array(r->arena, r->links, sizeof(struct page_link));
	page->n_links = r->links->len;
	for (size_t i = 0; i < page->n_links; i++)
		if (page->links[i].line >= page->n_lines)
			page->links[i].line = page->n_lines ? page->n_lines - 1 : 0;
	page->places = take_array(r->arena, r->places, sizeof(struct page_place));
	page->n_places = r->places->len;
	find_inner_links(page, r->base);
	return page;
}

static void render_init(struct render *r, struct arena *arena,
			const struct render_options *options)
{
	*r = (struct render){
		.arena = arena,
		.base = options->base,
		.language = options->language,
		.flags = options->flags,
		.width = CLAMP(options->width, LEAST_WIDTH, MOST_WIDTH),
		.fresh = true,
		.text = g_string_new(NULL),
		.runs = g_array_new(FALSE, FALSE, sizeof(struct run)),
		.lines = g_array_new(FALSE, FALSE, sizeof(struct line)),
		.boxes = g_array_new(FALSE, FALSE, sizeof(struct box)),
		.links = g_array_new(FALSE, FALSE, sizeof(struct page_link)),
		.numbers = g_hash_table_new(g_str_hash, g_str_equal),
		.places = g_array_new(FALSE, FALSE, sizeof(struct page_place)),
		.ids = g_ptr_array_new(),
		.spans_text = g_string_new(NULL),
		.spans = g_array_new(FALSE, FALSE, sizeof(struct span)),
		.breaks = g_byte_array_new(),
		.cells = g_byte_array_new(),
	};
}

static void render_clear(struct render *r)
{
	g_string_free(r->text, TRUE);
	g_array_free(r->runs, TRUE);
	g_array_free(r->lines, TRUE);
	g_array_free(r->boxes, TRUE);
	g_array_free(r->links, TRUE);
	g_hash_table_destroy(r->numbers);
	g_array_free(r->places, TRUE);
	g_ptr_array_free(r->ids, TRUE);
	g_string_free(r->spans_text, TRUE);
	g_array_free(r->spans, TRUE);
	g_byte_array_free(r->breaks, TRUE);
	g_byte_array_free(r->cells, TRUE);
}

static void mark_changes(struct arena *tree, struct node *root,
			 const struct render_options *options)
{
	const char *html = options->former;
	struct node *former = html_parse(tree, html, strlen(html), PARSE_STORY);
	if (!former)
		return;
	if (options->title && *options->title)
		headline_drop(former, options->title);
	compare_mark(tree, root, former);
}

struct page *html_render(struct arena *arena, const char *html, size_t n,
			 const struct render_options *options)
{
	struct render r;
	render_init(&r, arena, options);
	const char *warning = NULL;
	if (options->flags & RENDER_PLAIN) {
		render_plain(&r, html, n);
	} else {
		struct arena *tree = arena_new(0);
		struct node *root = html_parse(tree, html, n, PARSE_STORY);
		if (root) {
			if (options->title && *options->title)
				headline_drop(root, options->title);
			if (options->former)
				mark_changes(tree, root, options);
			render_node(&r, root);
			render_flush(&r);
		} else {
			GString *text = g_string_new(NULL);
			plain_append(text, html, n, LIMIT_DOCUMENT);
			render_plain(&r, text->str, text->len);
			g_string_free(text, TRUE);
			warning = _("The markup is too tangled; this is its text");
		}
		arena_free(tree);
	}
	struct page *page = make_page(&r);
	page->warning = arena_strdup(arena, warning);
	render_clear(&r);
	return page;
}
