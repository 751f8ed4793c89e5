/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning, in one walk: what an element becomes stands in tags.def, what an attribute
 * becomes in attributes.def. */
#include "html/clean.h"

#include "html/code.h"
#include "util/limit.h"
#include "util/url.h"

#include <string.h>

/* The address, absolute; NULL if a story may not lead there. */
static const char *clean_url(struct arena *arena, const char *base, const char *value)
{
	if (strlen(value) > LIMIT_URL)
		return NULL;
	g_autofree char *url = url_resolve(base, value);
	return url && *url && url_is_harmless(url) ? arena_strdup(arena, url) : NULL;
}

/* "a.jpg 1x, b.jpg 2x" with each address cleaned. */
static const char *clean_set(struct arena *arena, const char *base, const char *value)
{
	GString *out = g_string_new(NULL);
	for (const char *s = value; *s && out->len < LIMIT_URL;) {
		s += strspn(s, " \t\n\r\f,");
		size_t n = strcspn(s, " \t\n\r\f");
		bool alone = n > 0 && s[n - 1] == ',';
		g_autofree char *address = g_strndup(s, n - alone);
		s += n;
		size_t k = alone ? 0 : strcspn(s, ",");
		const char *url = *address ? clean_url(arena, base, address) : NULL;
		if (url) {
			g_string_append_printf(out, "%s%s", out->len ? ", " : "", url);
			g_string_append_len(out, s, (gssize)k);
		}
		s += k;
	}
	const char *result = out->len ? arena_strdup(arena, out->str) : NULL;
	g_string_free(out, TRUE);
	return result;
}

static const char *clean_value(struct arena *arena, const struct attribute *a,
			       const char *base)
{
	if (a->id == ATTRIBUTE_SRCSET)
		return clean_set(arena, base, a->value);
	if (a->id == ATTRIBUTE_CLASS)
		return code_language_of_class(a->value);
	switch (attribute_info(a->id)->kind) {
	case ATTRIBUTE_KEEP:
		return a->value;
	case ATTRIBUTE_URL:
		return clean_url(arena, base, a->value);
	case ATTRIBUTE_DROP:
	default:
		return NULL;
	}
}

static struct attribute *attribute_of(struct node *node, enum attribute_id id)
{
	for (size_t i = 0; i < node->n_attributes; i++)
		if (node->attributes[i].id == id)
			return &node->attributes[i];
	return NULL;
}

static bool is_empty_address(const char *url)
{
	return !*url || g_ascii_strncasecmp(url, "data:", 5) == 0 ||
	       g_str_has_prefix(url, "about:");
}

/* Pictures that a script would load have their address elsewhere than in src. */
static void find_lazy_address(struct node *node)
{
	static const enum attribute_id lazy[] = {ATTRIBUTE_DATA_SRC,
						 ATTRIBUTE_DATA_ORIGINAL};
	for (size_t i = 0; i < G_N_ELEMENTS(lazy); i++) {
		struct attribute *other = attribute_of(node, lazy[i]);
		if (!other || is_empty_address(other->value))
			continue;
		struct attribute *src = attribute_of(node, ATTRIBUTE_SRC);
		if (src) {
			src->value = other->value;
		} else {
			other->id = ATTRIBUTE_SRC;
			other->name = attribute_info(ATTRIBUTE_SRC)->name;
		}
		return;
	}
}

static void clean_attributes(struct arena *arena, struct node *node, const char *base)
{
	find_lazy_address(node);
	size_t kept = 0;
	for (size_t i = 0; i < node->n_attributes; i++) {
		struct attribute a = node->attributes[i];
		a.value = clean_value(arena, &a, base);
		if (a.value)
			node->attributes[kept++] = a;
	}
	node->n_attributes = (uint16_t)kept;
}

void clean_tree(struct arena *arena, struct node *top, const char *base)
{
	for (struct node *node = node_next(top, top), *next; node; node = next) {
		if (node->tag == TAG_TEXT) {
			next = node_next(node, top);
			continue;
		}
		enum tag_keep keep = tag_info(node->tag)->keep;
		if (keep == TAG_DROP || keep == TAG_VOID_DROP || node_is_hidden(node)) {
			next = node_skip(node, top);
			node_remove(node);
		} else if (keep == TAG_UNWRAP) {
			next = node_next(node, top);
			node_unwrap(node);
		} else {
			clean_attributes(arena, node, base);
			next = node_next(node, top);
		}
	}
}
