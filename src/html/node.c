/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building, walking and changing the tree of a document. */
#include "html/node.h"

#include <stdlib.h>
#include <string.h>

struct node *node_new(struct arena *arena, enum tag tag)
{
	struct node *node = arena_new_of(arena, struct node);
	node->tag = (uint16_t)tag;
	return node;
}

struct node *node_new_text(struct arena *arena, const char *text, size_t n)
{
	struct node *node = node_new(arena, TAG_TEXT);
	n = MIN(n, UINT32_MAX);
	node->text = arena_strndup(arena, text, n);
	node->n_text = (uint32_t)n;
	return node;
}

void node_append(struct node *parent, struct node *child)
{
	child->parent = parent;
	child->previous = parent->last;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

void node_insert_before(struct node *place, struct node *node)
{
	node->parent = place->parent;
	node->previous = place->previous;
	node->next = place;
	if (place->previous)
		place->previous->next = node;
	else
		place->parent->first = node;
	place->previous = node;
}

void node_remove(struct node *node)
{
	struct node *parent = node->parent;
	if (!parent)
		return;
	if (node->previous)
		node->previous->next = node->next;
	else
		parent->first = node->next;
	if (node->next)
		node->next->previous = node->previous;
	else
		parent->last = node->previous;
	node->parent = node->previous = node->next = NULL;
}

void node_unwrap(struct node *node)
{
	struct node *child = node->first, *next;
	for (; child; child = next) {
		next = child->next;
		child->previous = child->next = NULL;
		node_insert_before(node, child);
	}
	node->first = node->last = NULL;
	node_remove(node);
}

struct node *node_skip(const struct node *node, const struct node *top)
{
	while (node && node != top) {
		if (node->next)
			return node->next;
		node = node->parent;
	}
	return NULL;
}

struct node *node_next(const struct node *node, const struct node *top)
{
	return node->first ? node->first : node_skip(node, top);
}

const char *node_attribute(const struct node *node, enum attribute_id id)
{
	for (size_t i = 0; i < node->n_attributes; i++)
		if (node->attributes[i].id == id)
			return node->attributes[i].value;
	return NULL;
}

const char *node_attribute_named(const struct node *node, const char *name)
{
	for (size_t i = 0; i < node->n_attributes; i++)
		if (strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

int node_number(const struct node *node, enum attribute_id id, int low, int high,
		int fallback)
{
	const char *value = node_attribute(node, id);
	if (!value)
		return fallback;
	char *end;
	long number = strtol(value, &end, 10);
	if (end == value)
		return fallback;
	return (int)CLAMP(number, low, high);
}

struct node *node_find(const struct node *top, enum tag tag)
{
	for (struct node *n = node_next(top, top); n; n = node_next(n, top))
		if (n->tag == tag)
			return n;
	return NULL;
}

bool node_is_blank(const struct node *node)
{
	if (node->tag != TAG_TEXT)
		return false;
	for (size_t i = 0; i < node->n_text; i++) {
		unsigned char c = (unsigned char)node->text[i];
		if (c == 0xc2 && (unsigned char)node->text[i + 1] == 0xa0)
			i++;
		else if (c > ' ')
			return false;
	}
	return true;
}

/* Whether the declarations of a style attribute say property: value. */
static bool style_says(const char *style, const char *property, const char *value)
{
	size_t n = strlen(property);
	for (const char *s = style; s; s = strchr(s, ';')) {
		s += strspn(s, "; \t\n\r");
		if (g_ascii_strncasecmp(s, property, n) != 0)
			continue;
		const char *v = s + n + strspn(s + n, " \t\n\r");
		if (*v != ':')
			continue;
		v += 1 + strspn(v + 1, " \t\n\r");
		if (g_ascii_strncasecmp(v, value, strlen(value)) == 0)
			return true;
	}
	return false;
}

bool node_is_hidden(const struct node *node)
{
	const char *hidden = node_attribute(node, ATTRIBUTE_HIDDEN);
	if (hidden && g_ascii_strcasecmp(hidden, "until-found") != 0)
		return true;
	const char *style = node_attribute(node, ATTRIBUTE_STYLE);
	return style && (style_says(style, "display", "none") ||
			 style_says(style, "visibility", "hidden"));
}

void node_text(GString *out, const struct node *top, size_t ceiling)
{
	const struct node *node = top;
	while (node && out->len < ceiling) {
		enum tag_display display = tag_info(node->tag)->display;
		if (node->tag == TAG_TEXT)
			g_string_append_len(
				out, node->text,
				(gssize)MIN(node->n_text, ceiling - out->len));
		else if (display == DISPLAY_BLOCK || node->tag == TAG_BR)
			g_string_append_c(out, ' ');
		bool in = node->tag == TAG_TEXT || display != DISPLAY_NONE;
		if (in && node->tag != TAG_TEXT && node_is_hidden(node))
			in = false;
		node = in ? node_next(node, top) : node_skip(node, top);
	}
}
