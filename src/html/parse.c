/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gumbo, tamed: its memory comes from a pool with a budget and a deadline, which leaves
 * the parser by longjmp; its tree is copied into ours, at most LIMIT_DEPTH deep, without
 * recursion, and is then forgotten all at once. */
#include "html/parse.h"

#include "util/clock.h"
#include "util/limit.h"

#include <gumbo.h>
#include <setjmp.h>
#include <string.h>

enum { MAX_ATTRIBUTES = 200, SIZES = 40, SMALLEST = 5, HEADER = 16 };

/* Blocks of powers of two, freed ones are kept for the next of their size. The size
 * stands before the block. */
struct pool {
	struct arena *arena;
	void *unused[SIZES];
	int64_t deadline_us;
	unsigned calls;
	jmp_buf out;
};

static void pool_leave(void *data)
{
	struct pool *pool = data;
	longjmp(pool->out, 1);
}

static void *pool_alloc(void *data, size_t size)
{
	struct pool *pool = data;
	if (++pool->calls % 1024 == 0 && clock_cpu_us() > pool->deadline_us)
		pool_leave(pool);
	unsigned bits = SMALLEST;
	while (bits < SIZES - 1 && ((size_t)1 << bits) < size + HEADER)
		bits++;
	char *block = pool->unused[bits];
	if (block)
		memcpy(&pool->unused[bits], block + HEADER, sizeof(void *));
	else
		block = arena_alloc(pool->arena, (size_t)1 << bits);
	memcpy(block, &bits, sizeof bits);
	return block + HEADER;
}

static void pool_free(void *data, void *memory)
{
	struct pool *pool = data;
	if (!memory)
		return;
	char *block = (char *)memory - HEADER;
	unsigned bits;
	memcpy(&bits, block, sizeof bits);
	memcpy(memory, &pool->unused[bits], sizeof(void *));
	pool->unused[bits] = block;
}

/* Our number for each of gumbo's. */
static const uint16_t *tag_map(void)
{
	static gsize done;
	static uint16_t map[GUMBO_TAG_LAST + 1];
	if (g_once_init_enter(&done)) {
		for (int i = 0; i < GUMBO_TAG_UNKNOWN; i++) {
			const char *name = gumbo_normalized_tagname((GumboTag)i);
			map[i] = (uint16_t)tag_find(name, strlen(name));
		}
		map[GUMBO_TAG_UNKNOWN] = TAG_UNKNOWN;
		g_once_init_leave(&done, 1);
	}
	return map;
}

struct copying {
	struct arena *arena;
	unsigned flags;
	const uint16_t *tags;
};

static bool wants_attribute(const struct copying *c, enum attribute_id id,
			    const char *value)
{
	if (!(c->flags & PARSE_STORY))
		return true;
	switch (id) {
	case ATTRIBUTE_UNKNOWN:
	case ATTRIBUTE_CLASS:
	case ATTRIBUTE_ITEMPROP:
	case ATTRIBUTE_PROPERTY:
	case ATTRIBUTE_CONTENT:
		return false;
	case ATTRIBUTE_STYLE:
		/* only for what it hides or aligns */
		return strstr(value, "none") || strstr(value, "hidden") ||
		       strstr(value, "align") || strstr(value, "white-space");
	default:
		return true;
	}
}

static void copy_attributes(const struct copying *c, struct node *node,
			    const GumboVector *from)
{
	size_t n = MIN(from->length, MAX_ATTRIBUTES);
	if (n == 0)
		return;
	struct attribute *kept = NULL;
	size_t n_kept = 0;
	for (size_t i = 0; i < n; i++) {
		const GumboAttribute *a = from->data[i];
		enum attribute_id id = attribute_find(a->name);
		if (!wants_attribute(c, id, a->value))
			continue;
		const char *name = id != ATTRIBUTE_UNKNOWN
					   ? attribute_info(id)->name
					   : arena_strdup(c->arena, a->name);
		if (!kept)
			kept = arena_array_of(c->arena, n, struct attribute);
		kept[n_kept++] =
			(struct attribute){.id = id,
					   .name = name,
					   .value = arena_strdup(c->arena, a->value)};
	}
	node->attributes = kept;
	node->n_attributes = (uint16_t)n_kept;
}

/* The name of an element that gumbo has no number for: in our list it may be all the
 * same. */
static void name_unknown(const struct copying *c, struct node *node,
			 const GumboElement *element)
{
	GumboStringPiece name = element->original_tag;
	gumbo_tag_from_original_text(&name);
	size_t n = MIN(name.length, 64);
	char *lower = arena_strndup(c->arena, name.data ? name.data : "", n);
	for (size_t i = 0; i < n; i++)
		lower[i] = g_ascii_tolower(lower[i]);
	node->tag = (uint16_t)tag_find(lower, n);
	node->text = lower;
	node->n_text = (uint32_t)n;
}

static struct node *copy_element(const struct copying *c, const GumboElement *element)
{
	struct node *node = node_new(c->arena, c->tags[element->tag]);
	if (element->tag == GUMBO_TAG_UNKNOWN)
		name_unknown(c, node, element);
	copy_attributes(c, node, &element->attributes);
	return node;
}

static struct node *copy_node(const struct copying *c, const GumboNode *from)
{
	switch (from->type) {
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return copy_element(c, &from->v.element);
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		return node_new_text(c->arena, from->v.text.text,
				     strlen(from->v.text.text));
	case GUMBO_NODE_DOCUMENT:
	case GUMBO_NODE_COMMENT:
	default:
		return NULL;
	}
}

static bool wants_children(const struct copying *c, const GumboNode *from,
			   const struct node *copy)
{
	if (from->type == GUMBO_NODE_TEMPLATE)
		return false;
	if (from->type != GUMBO_NODE_ELEMENT)
		return false;
	return !(c->flags & PARSE_STORY) || copy->tag == TAG_HEAD ||
	       tag_info(copy->tag)->display != DISPLAY_NONE;
}

/* A node of gumbo whose children are being copied, and the next of them. */
struct level {
	const GumboNode *from;
	unsigned next;
};

/* In document order. What is deeper than the limit becomes a sibling at the limit. */
static struct node *copy_tree(const struct copying *c, const GumboNode *root)
{
	struct node *top = copy_node(c, root), *parent = top;
	GArray *levels = g_array_new(FALSE, FALSE, sizeof(struct level));
	struct level first = {.from = root};
	g_array_append_val(levels, first);
	while (levels->len > 0) {
		struct level *level = &g_array_index(levels, struct level,
						     levels->len - 1);
		const GumboVector *children = &level->from->v.element.children;
		if (level->next >= children->length) {
			if (levels->len <= LIMIT_DEPTH && levels->len > 1)
				parent = parent->parent;
			g_array_set_size(levels, levels->len - 1);
			continue;
		}
		const GumboNode *from = children->data[level->next++];
		struct node *copy = copy_node(c, from);
		if (!copy)
			continue;
		node_append(parent, copy);
		if (!wants_children(c, from, copy))
			continue;
		struct level below = {.from = from};
		g_array_append_val(levels, below);
		if (levels->len <= LIMIT_DEPTH)
			parent = copy;
	}
	g_array_free(levels, TRUE);
	return top;
}

/* Ordinary documents take 5 to 20 times their size and a second for 20 MB. */
static void set_limits(struct pool *pool, size_t n)
{
	size_t budget = MIN((size_t)(32 << 20) + 40 * n, (size_t)(160 << 20));
	if (n > (4 << 20))
		budget = (size_t)(160 << 20) + 8 * n;
	pool->arena = arena_new(budget);
	arena_on_full(pool->arena, pool_leave, pool);
	pool->deadline_us = clock_cpu_us() + 700000 + (int64_t)(n / 10);
}

struct node *html_parse(struct arena *arena, const char *html, size_t n, unsigned flags)
{
	struct pool pool = {.calls = 0};
	const struct copying copying = {
		.arena = arena, .flags = flags, .tags = tag_map()};
	struct node *volatile result = NULL;
	set_limits(&pool, n);
	if (setjmp(pool.out) == 0) {
		GumboOptions options = kGumboDefaultOptions;
		options.allocator = pool_alloc;
		options.deallocator = pool_free;
		options.userdata = &pool;
		options.max_errors = 0;
		GumboOutput *output = gumbo_parse_with_options(&options, html, n);
		result = copy_tree(&copying, output->root);
	}
	arena_free(pool.arena);
	return result;
}
