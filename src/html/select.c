/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A selector is a list of chains; a chain is read from its last element upwards. The
 * selector is the user's, the page is anybody's: tries to find the elements above are
 * counted. */
#include "html/select.h"

#include <string.h>

#include "util/error.h"
#include "util/i18n.h"

enum {
	MOST_LINKS = 12, /* elements of a chain */
	MOST_TESTS = 12, /* of an element */
	MOST_CHAINS = 40,
	MOST_TRIES = 2000, /* for one element of the page */
	LONGEST = 2000,
};

struct test {
	char kind; /* '*' nothing, 't' name, '.', '#', '[' is there; =, ~, ^, $ or * value:
		      'e', '~', '^', '$', 'h' */
	const char *name, *value;
};

struct link {
	struct test tests[MOST_TESTS];
	unsigned n_tests;
	bool child; /* right below the one before */
};

struct chain {
	struct link links[MOST_LINKS];
	unsigned n_links;
	bool out;
	struct chain *next;
};

struct selector {
	struct chain *first;
};

/* --- reading -------------------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	const char *s;
};

static bool is_name(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '_' || (signed char)c < 0;
}

static const char *read_name(struct reading *r)
{
	size_t n = 0;
	while (is_name(r->s[n]))
		n++;
	const char *name = n ? arena_strndup(r->arena, r->s, n) : NULL;
	r->s += n;
	return name;
}

static void skip_blanks(struct reading *r)
{
	r->s += strspn(r->s, " \t\r\n");
}

/* "x", 'x' or x, up to the bracket. */
static const char *read_value(struct reading *r)
{
	char quote = *r->s == '"' || *r->s == '\'' ? *r->s++ : '\0';
	const char *end = quote ? strchr(r->s, quote) : r->s + strcspn(r->s, "] \t");
	if (!end)
		return NULL;
	const char *value = arena_strndup(r->arena, r->s, (size_t)(end - r->s));
	r->s = end + (quote ? 1 : 0);
	return value;
}

static bool read_attribute(struct reading *r, struct test *t)
{
	static const char signs[] = "=~^$*", kinds[] = "e~^$h";
	skip_blanks(r);
	t->kind = '[';
	t->name = read_name(r);
	skip_blanks(r);
	const char *sign = *r->s ? strchr(signs, *r->s) : NULL;
	if (t->name && sign) {
		size_t k = *sign == '=' ? 1 : 2;
		if (r->s[k - 1] != '=')
			return false;
		r->s += k;
		t->kind = kinds[sign - signs];
		skip_blanks(r);
		t->value = read_value(r);
		skip_blanks(r);
		if (!t->value || !(*t->value || t->kind == 'e'))
			return false;
	}
	if (!t->name || *r->s != ']')
		return false;
	r->s++;
	return true;
}

static bool read_test(struct reading *r, struct test *t)
{
	*t = (struct test){.kind = *r->s};
	switch (*r->s) {
	case '*':
		r->s++;
		return true;
	case '.':
	case '#':
		r->s++;
		t->name = read_name(r);
		return t->name != NULL;
	case '[':
		r->s++;
		return read_attribute(r, t);
	default:
		t->kind = 't';
		t->name = read_name(r);
		return t->name != NULL;
	}
}

static bool read_chain(struct reading *r, struct chain *c)
{
	skip_blanks(r);
	c->out = *r->s == '-';
	r->s += c->out;
	skip_blanks(r);
	bool child = false;
	do {
		if (c->n_links == MOST_LINKS)
			return false;
		struct link *link = &c->links[c->n_links++];
		link->child = child;
		do {
			if (link->n_tests == MOST_TESTS ||
			    !read_test(r, &link->tests[link->n_tests++]))
				return false;
		} while (*r->s && strchr(".#[", *r->s));
		const char *behind = r->s;
		skip_blanks(r);
		child = *r->s == '>';
		if (child) {
			r->s++;
			skip_blanks(r);
		} else if (*r->s && *r->s != ',' && behind == r->s) {
			return false;
		}
	} while (*r->s && *r->s != ',');
	return !child;
}

struct selector *selector_read(struct arena *arena, const char *text, GError **err)
{
	struct reading r = {.arena = arena, .s = text};
	struct selector *s = arena_new_of(arena, struct selector);
	struct chain **last = &s->first;
	bool good = strlen(text) <= LONGEST;
	for (unsigned n = 0; good && n < MOST_CHAINS; n++) {
		struct chain *c = *last = arena_new_of(arena, struct chain);
		last = &c->next;
		good = read_chain(&r, c);
		if (!good || !*r.s)
			break;
		r.s++;
	}
	if (good && !*r.s)
		return s;
	g_set_error(err, TNEWS_ERROR, ERR_USAGE,
		    _("not understood as a CSS selector: %.80s"), *r.s ? r.s : text);
	return NULL;
}

/* --- matching ------------------------------------------------------------------------- */

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *s = words; *s;) {
		s += strspn(s, " \t\r\n\f");
		size_t k = strcspn(s, " \t\r\n\f");
		if (k == n && memcmp(s, word, n) == 0)
			return true;
		s += k;
	}
	return false;
}

static bool passes(const struct test *t, const struct node *node)
{
	const char *attribute = t->kind == '.'	 ? "class"
				: t->kind == '#' ? "id"
						 : t->name;
	if (t->kind == '*')
		return true;
	if (t->kind == 't')
		return g_ascii_strcasecmp(t->name, node->tag == TAG_UNKNOWN
							   ? node->text
							   : tag_info(node->tag)->name) ==
		       0;
	const char *value = node_attribute_named(node, attribute);
	if (!value)
		return false;
	switch (t->kind) {
	case '.':
		return has_word(value, t->name);
	case '#':
		return strcmp(value, t->name) == 0;
	case 'e':
		return strcmp(value, t->value) == 0;
	case '~':
		return has_word(value, t->value);
	case '^':
		return g_str_has_prefix(value, t->value);
	case '$':
		return g_str_has_suffix(value, t->value);
	case 'h':
		return strstr(value, t->value) != NULL;
	default:
		return true;
	}
}

static bool is_link(const struct link *link, const struct node *node)
{
	for (unsigned i = 0; i < link->n_tests; i++)
		if (!passes(&link->tests[i], node))
			return false;
	return true;
}

/* Whether node is the last of the chain's first n. */
static bool ends_chain(const struct chain *c, unsigned n, const struct node *node,
		       unsigned *tries)
{
	if (*tries == 0 || !is_link(&c->links[n - 1], node))
		return false;
	--*tries;
	if (n == 1)
		return true;
	const struct node *above = node->parent;
	if (c->links[n - 1].child)
		return above && ends_chain(c, n - 1, above, tries);
	for (; above; above = above->parent)
		if (ends_chain(c, n - 1, above, tries))
			return true;
	return false;
}

int selector_match(const struct selector *s, const struct node *node)
{
	bool in = false;
	if (node->tag == TAG_TEXT)
		return 0;
	for (const struct chain *c = s->first; c; c = c->next) {
		unsigned tries = MOST_TRIES;
		if (!(in && !c->out) && ends_chain(c, c->n_links, node, &tries)) {
			if (c->out)
				return -1;
			in = true;
		}
	}
	return in;
}
