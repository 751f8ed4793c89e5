/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gumbo, tamed: its memory comes from a pool with a budget and a deadline, which leaves
 * the parser by longjmp; its tree is copied into ours, at most LIMIT_DEPTH deep, without
 * recursion, and is then forgotten all at once. */
#include "html/parse.h"

#include "html/code.h"
#include "util/clock.h"
#include "util/limit.h"

#include <gumbo.h>
#include <setjmp.h>
#include <string.h>

enum {
	MAX_ATTRIBUTES = 200,
	STEP = 16,
	SIZES = 40,
	LEAST_CHUNK = 64 << 10,
	MOST_CHUNK = 512 << 10
};

/* Memory of one chunk, cut from its start. */
struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(STEP) char bytes[];
};

/* What stands before a block: which list it goes to when it is freed. */
struct head {
	size_t steps;
};

/* Small blocks come in multiples of STEP; freed ones are kept for the next of their size.
 * Large ones, of which there are few, are not used again. */
struct pool {
	struct chunk *chunks;
	void *unused[SIZES];
	size_t used, budget, chunk_size;
	int64_t deadline_us;
	unsigned calls;
	jmp_buf out;
};

static void pool_check(struct pool *pool, size_t size)
{
	pool->used += size;
	if (pool->used > pool->budget || clock_cpu_us() > pool->deadline_us)
		longjmp(pool->out, 1);
}

static char *pool_cut(struct pool *pool, size_t size)
{
	struct chunk *chunk = pool->chunks;
	if (!chunk || chunk->size - chunk->used < size) {
		size_t capacity = MAX(size, pool->chunk_size - sizeof *chunk);
		pool_check(pool, capacity);
		chunk = g_malloc(sizeof *chunk + capacity);
		arena_populate(chunk, sizeof *chunk + capacity);
		chunk->used = 0;
		chunk->size = capacity;
		chunk->next = pool->chunks;
		pool->chunks = chunk;
	}
	char *block = chunk->bytes + chunk->used;
	chunk->used += size;
	return block;
}

/* A block is STEP * n - sizeof(struct head) bytes, behind its head. */
static void *pool_alloc(void *data, size_t size)
{
	struct pool *pool = data;
	if (++pool->calls % 1024 == 0)
		pool_check(pool, 0);
	if (size > SIZE_MAX / 2)
		longjmp(pool->out, 1);
	size_t steps = (size + sizeof(struct head) + STEP - 1) / STEP;
	char *block = steps < SIZES ? pool->unused[steps] : NULL;
	if (block)
		memcpy(&pool->unused[steps], block + sizeof(struct head),
		       sizeof pool->unused[steps]);
	else
		block = pool_cut(pool, steps * STEP);
	memcpy(block, &steps, sizeof steps);
	return block + sizeof(struct head);
}

static void pool_free(void *data, void *memory)
{
	struct pool *pool = data;
	if (!memory)
		return;
	char *block = (char *)memory - sizeof(struct head);
	struct head head;
	memcpy(&head, block, sizeof head);
	if (head.steps >= SIZES)
		return;
	memcpy(memory, &pool->unused[head.steps], sizeof(void *));
	pool->unused[head.steps] = block;
}

static void pool_clear(struct pool *pool)
{
	for (struct chunk *chunk = pool->chunks, *next; chunk; chunk = next) {
		next = chunk->next;
		g_free(chunk);
	}
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

static bool wants_attribute(const struct copying *c, enum tag tag, enum attribute_id id,
			    const char *value)
{
	if (!(c->flags & PARSE_STORY))
		return true;
	switch (id) {
	case ATTRIBUTE_CLASS:
		/* only for what it says of code */
		return tag == TAG_SPAN ? code_style_of_class(value) != 0
				       : code_language_of_class(value) != NULL;
	case ATTRIBUTE_UNKNOWN:
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
		if (!wants_attribute(c, node->tag, id, a->value))
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

/* Ordinary documents take 5 to 15 times their size and a second for 20 MB. */
static void set_limits(struct pool *pool, size_t n)
{
	pool->budget = MIN((size_t)(32 << 20) + 40 * n, (size_t)(160 << 20));
	if (n > (4 << 20))
		pool->budget = (size_t)(160 << 20) + 8 * n;
	pool->chunk_size = CLAMP(4 * n, LEAST_CHUNK, MOST_CHUNK);
	pool->deadline_us = clock_cpu_us() + 400000 + (int64_t)(n / 10);
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
	pool_clear(&pool);
	return result;
}
