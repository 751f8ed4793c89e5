/* SPDX-License-Identifier: GPL-3.0-or-later */
/* extract: what the files extract*.c share while they find the story in a web page.
 *
 *   extract.c          the order of the steps, what comes of them as an item
 *   extract_meta.c     what the page says of itself: meta, JSON-LD, microdata, title
 *   extract_json.c     JSON as pages hold it, damaged or not
 *   extract_words.c    what names of classes and roles tell
 *   extract_prepare.c  the tree before: hidden things, pictures that a script loads
 *   extract_score.c    which elements hold the story
 *   extract_prune.c    what in them is none of it
 *   extract_boxes.c    what stands between the paragraphs and leads elsewhere
 *
 * No step knows a site. All but the last change nothing in the tree: they mark nodes as
 * dropped, so that a second, more generous attempt begins with all of it. Every step
 * visits each node a bounded number of times. */
#ifndef HTML_EXTRACT_H
#define HTML_EXTRACT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "html/node.h"
#include "util/arena.h"

/* What is known of a node; the sums are over what is below it and not dropped. */
struct mark {
	uint32_t chars, commas, link_chars, heading_chars, list_chars, dense_chars;
	uint32_t paragraphs, images, items, inputs, embeds, stops;
	float score;
	int16_t weight; /* of its class and id */
	uint8_t words;	/* enum class_words */
	bool dropped;
	bool candidate;
	bool data_table;
	bool keep;
};

enum class_words {
	WORDS_UNLIKELY = 1 << 0,
	WORDS_MAYBE = 1 << 1,
	WORDS_SHARE = 1 << 2,
	WORDS_BYLINE = 1 << 3,
	WORDS_GALLERY = 1 << 4,
	WORDS_CAPTION = 1 << 5,
	WORDS_DATE = 1 << 6,
	WORDS_AD = 1 << 7,
};

/* What a page says of itself; plain text, NULL where it says nothing. */
struct page_meta {
	const char *title, *byline, *site, *language, *excerpt, *image, *body;
	const char *canonical, *next;
	int64_t published;
	bool walled; /* isAccessibleForFree: false */
	struct person *authors;
	size_t n_authors;
};

enum attempt {
	STRIP_UNLIKELY = 1 << 0,
	WEIGH_CLASSES = 1 << 1,
	PRUNE = 1 << 2,
	STRICT = STRIP_UNLIKELY | WEIGH_CLASSES | PRUNE,
};

struct extract {
	struct arena *arena;
	struct node *root, *body;
	const char *base;
	struct page_meta meta;
	unsigned attempt; /* enum attempt */
	bool cut;	  /* the story is longer than one may be */
	GPtrArray *parts; /* struct node: those that make up the story, in order */
};

/* --- extract_words.c */
/* Fills weight and words of the node's mark. */
void words_weigh(struct node *node);
bool words_contain(const char *text, const char *const *list);

/* --- extract_meta.c */
void meta_read(struct extract *x);
/* How much of the words of b stand in a, 0 to 1. */
double meta_likeness(const char *a, const char *b);

/* --- extract_json.c */
struct json {
	const char *key;  /* in an object */
	const char *text; /* a string, or the literal of a number, true ... */
	struct json *first, *next;
	bool list;
};
/* NULL if it is none. What is cut or damaged at the end is read as far as it goes. */
struct json *json_read(struct arena *arena, const char *text, size_t n);
const struct json *json_get(const struct json *object, const char *key);

/* --- extract_prepare.c */
void prepare_tree(struct extract *x);

/* --- extract_score.c */
/* Sums up what is below node. */
void score_measure(struct node *node);
double score_link_density(const struct mark *mark);
/* Sets x->parts. */
void score_find(struct extract *x);

/* --- extract_prune.c */
void prune_parts(struct extract *x);

/* --- extract_boxes.c */
/* After prune_parts. */
void boxes_drop(struct extract *x);

#define MARK(node) ((node)->mark)

static inline bool node_is(const struct node *node, enum tag tag)
{
	return node && node->tag == tag;
}

#endif
