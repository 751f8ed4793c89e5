/* SPDX-License-Identifier: GPL-3.0-or-later */
/* node: the tree of a document, small and plain. Elements and text only; at most
 * LIMIT_DEPTH deep, so that recursion is safe. All of it lives in one arena. */
#ifndef HTML_NODE_H
#define HTML_NODE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "html/tags.h"
#include "util/arena.h"

struct attribute {
	enum attribute_id id;
	const char *name; /* lower case */
	const char *value;
};

struct mark;

struct node {
	struct node *parent, *first, *last, *previous, *next;
	const char *text; /* TAG_TEXT: its text; TAG_UNKNOWN: its name */
	uint32_t n_text;
	uint16_t tag; /* enum tag */
	uint16_t n_attributes;
	struct attribute *attributes;
	struct mark *mark; /* what extract notes of it, else NULL */
};

struct node *node_new(struct arena *arena, enum tag tag);
struct node *node_new_text(struct arena *arena, const char *text, size_t n);
/* Adds child, which has no parent, as the last of parent. */
void node_append(struct node *parent, struct node *child);
/* Adds node, which has no parent, before (after) place, which has one. */
void node_insert_before(struct node *place, struct node *node);
/* Takes node out of its parent, with all below it. */
void node_remove(struct node *node);
/* Puts the children of node in its place. */
void node_unwrap(struct node *node);

/* The next node in document order below top: children first; NULL at the end. */
struct node *node_next(const struct node *node, const struct node *top);
/* The same without the children of node. */
struct node *node_skip(const struct node *node, const struct node *top);

/* The value of an attribute, or NULL. */
const char *node_attribute(const struct node *node, enum attribute_id id);
/* The same by the attribute's name, for those that are not in attributes.def. */
const char *node_attribute_named(const struct node *node, const char *name);
/* A number in an attribute, between low and high; otherwise fallback. */
int node_number(const struct node *node, enum attribute_id id, int low, int high,
		int fallback);
/* The first element of this kind below top, or NULL. */
struct node *node_find(const struct node *top, enum tag tag);
/* Whether it is a text of nothing but white space (no-break spaces too). */
bool node_is_blank(const struct node *node);
/* Whether it is hidden by its attributes: hidden, display:none, visibility:hidden. */
bool node_is_hidden(const struct node *node);
/* Appends the text below node as it would be read, white space as it is, blocks as
 * blanks, at most ceiling bytes. */
void node_text(GString *out, const struct node *node, size_t ceiling);

#endif
