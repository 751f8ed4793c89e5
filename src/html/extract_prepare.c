/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree before the search: marks for all nodes, no scripts, nothing hidden, pictures
 * with the address that a script would have given them. */
#include <string.h>

#include "html/extract.h"
#include "util/limit.h"

static bool says(const struct node *node, const char *name, const char *value)
{
	const char *v = node_attribute_named(node, name);
	return v && g_ascii_strcasecmp(v, value) == 0;
}

static bool is_hidden(const struct node *node)
{
	if (node->tag == TAG_HTML || node->tag == TAG_BODY)
		return false;
	if (node_is_hidden(node) ||
	    (says(node, "aria-modal", "true") && says(node, "role", "dialog")))
		return true;
	const char *class = node_attribute(node, ATTRIBUTE_CLASS);
	/* Formulas as pictures are hidden from screen readers, which get a text. */
	return says(node, "aria-hidden", "true") &&
	       !(class && strstr(class, "fallback-image"));
}

static bool is_machinery(const struct node *node)
{
	switch (node->tag) {
	case TAG_SCRIPT:
	case TAG_STYLE:
	case TAG_TEMPLATE:
	case TAG_LINK:
	case TAG_META:
	case TAG_TITLE:
	case TAG_HEAD:
	case TAG_NOEMBED:
	case TAG_NOFRAMES:
		return true;
	default:
		return false;
	}
}

/* --- pictures */

static bool looks_like_image(const char *value)
{
	static const char *const ends[] = {".jpg", ".jpeg", ".png", ".webp",
					   ".gif", ".avif", NULL};
	g_autofree char *lower = g_ascii_strdown(value,
						 (gssize)MIN(strlen(value), LIMIT_URL));
	return words_contain(lower, ends);
}

static struct attribute *find_attribute(struct node *node, enum attribute_id id)
{
	for (size_t i = 0; i < node->n_attributes; i++)
		if (node->attributes[i].id == id)
			return &node->attributes[i];
	return NULL;
}

static void name_attribute(struct attribute *a, enum attribute_id id)
{
	a->id = id;
	a->name = attribute_info(id)->name;
}

/* Another attribute that holds an address of a picture, or a list of such. */
static struct attribute *lazy_attribute(struct node *node, bool set)
{
	for (size_t i = 0; i < node->n_attributes; i++) {
		struct attribute *a = &node->attributes[i];
		if (a->id == ATTRIBUTE_SRC || a->id == ATTRIBUTE_SRCSET ||
		    a->id == ATTRIBUTE_ALT || a->id == ATTRIBUTE_TITLE ||
		    a->id == ATTRIBUTE_ID || a->id == ATTRIBUTE_CLASS)
			continue;
		if (!looks_like_image(a->value) || *a->value == '{' || *a->value == '[')
			continue;
		size_t word = strcspn(a->value, " \t\n");
		bool is_set = a->value[word] != '\0';
		if (is_set == set)
			return a;
	}
	return NULL;
}

/* src that is no picture: nothing, a dot in a data: address, an address that says so. */
static bool is_placeholder(const struct node *node)
{
	const char *src = node_attribute(node, ATTRIBUTE_SRC);
	const char *set = node_attribute(node, ATTRIBUTE_SRCSET);
	if (set && *set && g_ascii_strncasecmp(set, "data:", 5) != 0)
		return false;
	if (!src || !*src || *src == '#' || g_str_has_prefix(src, "about:"))
		return true;
	if (g_ascii_strncasecmp(src, "data:", 5) == 0)
		return strlen(src) < 2048;
	const char *class = node_attribute(node, ATTRIBUTE_CLASS);
	return class && strstr(class, "lazy");
}

static void load_image(struct node *node)
{
	if (!is_placeholder(node))
		return;
	struct attribute *other = lazy_attribute(node, false);
	if (other) {
		struct attribute *src = find_attribute(node, ATTRIBUTE_SRC);
		if (src)
			src->value = other->value;
		else
			name_attribute(other, ATTRIBUTE_SRC);
	}
	other = lazy_attribute(node, true);
	if (other) {
		struct attribute *set = find_attribute(node, ATTRIBUTE_SRCSET);
		if (set)
			set->value = other->value;
		else
			name_attribute(other, ATTRIBUTE_SRCSET);
	}
}

/* The one picture that noscript holds, or NULL if there is more in it. */
static struct node *only_image(const struct node *noscript)
{
	struct node *image = NULL;
	for (struct node *n = node_next(noscript, noscript); n;
	     n = node_next(n, noscript)) {
		if (n->tag == TAG_IMG) {
			if (image)
				return NULL;
			image = n;
		} else if (n->tag == TAG_TEXT && !node_is_blank(n)) {
			return NULL;
		}
	}
	return image;
}

static struct node *last_image(const struct node *node)
{
	if (node->tag == TAG_IMG)
		return (struct node *)(uintptr_t)node;
	struct node *last = NULL;
	int seen = 0;
	for (struct node *n = node_next(node, node); n && seen < 20;
	     n = node_next(n, node), seen++) {
		if (n->tag == TAG_IMG)
			last = n;
		else if (n->tag == TAG_TEXT && !node_is_blank(n))
			return NULL;
	}
	return last;
}

/* The picture in noscript stands for the one before it, which a script would load. */
static void take_noscript(struct node *noscript)
{
	struct node *image = only_image(noscript);
	if (!image) {
		node_remove(noscript);
		return;
	}
	struct node *before = noscript->previous;
	while (before && node_is_blank(before))
		before = before->previous;
	struct node *lazy = before && before->tag != TAG_TEXT ? last_image(before) : NULL;
	node_remove(image);
	node_insert_before(noscript, image);
	node_remove(noscript);
	if (lazy)
		node_remove(lazy == before ? before : lazy);
}

static void give_marks(struct extract *x)
{
	x->root->mark = arena_new_of(x->arena, struct mark);
	for (struct node *n = x->root; n; n = node_next(n, x->root)) {
		n->mark = arena_new_of(x->arena, struct mark);
		if (n->tag != TAG_TEXT)
			words_weigh(n);
	}
}

void prepare_tree(struct extract *x)
{
	struct node *top = x->root;
	for (struct node *node = node_next(top, top), *next; node; node = next) {
		if (is_machinery(node) || (node->tag != TAG_TEXT && is_hidden(node))) {
			next = node_skip(node, top);
			node_remove(node);
		} else if (node->tag == TAG_NOSCRIPT) {
			next = node_skip(node, top);
			take_noscript(node);
		} else {
			if (node->tag == TAG_IMG || node->tag == TAG_SOURCE)
				load_image(node);
			next = node_next(node, top);
		}
	}
	give_marks(x);
}
