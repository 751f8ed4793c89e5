/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both texts become lists of words; their common beginning and end are set aside, and the
 * shortest way from one middle to the other is found (Myers 1986: the furthest place that
 * can be reached with d changes on each diagonal, kept for each d to walk back). Then the
 * text nodes of the new tree are parted where words came or went. */
#include "html/compare.h"

#include "text/utf8.h"

#include <glib.h>
#include <string.h>

enum { MOST_CHANGES = 1500, MOST_WORDS = 200000, MOST_OLD = 2000 };

struct word {
	const char *text;
	uint32_t n;
	uint32_t hash;
	struct node *node; /* the text that it stands in */
};

/* What is to be done before a word of the new text, and with it. */
struct change {
	uint32_t old_from, old_to; /* words of the old text that stood here */
	bool is_new;
};

/* Signs of scripts that put no blanks between words are words themselves. */
static bool is_word_alone(uint32_t c)
{
	return (c >= 0x2e80 && c < 0xa4d0) || (c >= 0xf900 && c < 0xfb00) ||
	       (c >= 0xff00 && c < 0xff61) || (c >= 0x20000 && c < 0x40000) ||
	       (c >= 0x0e00 && c < 0x0e80);
}

static bool is_blank(uint32_t c)
{
	return c <= ' ' || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b);
}

static size_t word_end(const char *s, size_t n)
{
	size_t k, i = 0;
	if (is_word_alone(utf8_next(s, n, &k)))
		return k;
	for (; i < n; i += k) {
		uint32_t c = utf8_next(s + i, n - i, &k);
		if (is_blank(c) || is_word_alone(c))
			break;
	}
	return i;
}

static uint32_t hash_of(const char *s, size_t n)
{
	uint32_t h = 2166136261U;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619U;
	return h;
}

static void add_words(GArray *words, struct node *node)
{
	const char *s = node->text;
	for (size_t i = 0, k; i < node->n_text && words->len < MOST_WORDS; i += k) {
		if (is_blank(utf8_next(s + i, node->n_text - i, &k)))
			continue;
		k = word_end(s + i, node->n_text - i);
		struct word word = {s + i, (uint32_t)k, hash_of(s + i, k), node};
		g_array_append_val(words, word);
	}
}

static GArray *words_of(const struct node *root)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(struct word));
	for (struct node *n = (struct node *)root; n;) {
		bool hidden = n->tag != TAG_TEXT &&
			      (tag_info(n->tag)->display == DISPLAY_NONE ||
			       node_is_hidden(n));
		if (n->tag == TAG_TEXT)
			add_words(words, n);
		n = hidden ? node_skip(n, root) : node_next(n, root);
	}
	return words;
}

static bool same(const struct word *a, const struct word *b)
{
	return a->hash == b->hash && a->n == b->n && memcmp(a->text, b->text, a->n) == 0;
}

/* The two middles. */
struct middle {
	const struct word *old, *new;
	int n_old, n_new;
	struct change *changes; /* of the new words, one more at the end */
	uint32_t first_old;	/* number of old[0] in the whole */
};

static void replace_all(const struct middle *m)
{
	for (int i = 0; i < m->n_new; i++)
		m->changes[i].is_new = true;
	m->changes[0].old_from = m->first_old;
	m->changes[0].old_to = m->first_old + (uint32_t)m->n_old;
}

/* x: place in old, y: in new, on diagonal k = x - y. */
static int follow(const struct middle *m, int x, int k)
{
	while (x < m->n_old && x - k < m->n_new && same(&m->old[x], &m->new[x - k]))
		x++;
	return x;
}

static void note_old(const struct middle *m, int x, int y)
{
	struct change *c = &m->changes[y];
	uint32_t old = m->first_old + (uint32_t)x;
	if (c->old_to == c->old_from)
		c->old_to = old + 1;
	c->old_from = old;
}

/* Back through the rows that were kept: row d holds the diagonals -d to d. */
static void walk_back(const struct middle *m, const GPtrArray *rows, int last)
{
	int x = m->n_old, y = m->n_new;
	for (int d = last; d > 0; d--) {
		const int *before = (const int *)rows->pdata[d - 1] + (d - 1);
		int k = x - y;
		bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
		int from = down ? before[k + 1] : before[k - 1];
		int from_y = from - (down ? k + 1 : k - 1);
		if (down)
			m->changes[from_y].is_new = true;
		else
			note_old(m, from, from_y);
		x = from;
		y = from_y;
	}
}

static void find_changes(const struct middle *m)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
	bool found = false;
	for (int d = 0; d <= MOST_CHANGES && !found; d++) {
		int *row = g_new(int, 2 * d + 1), *v = row + d;
		const int *before = d ? (const int *)rows->pdata[d - 1] + (d - 1) : NULL;
		g_ptr_array_add(rows, row);
		for (int k = -d; k <= d; k += 2) {
			/* a step is an old word dropped (x + 1) or a new one (y + 1) */
			int x = 0;
			if (d && (k == -d || (k != d && before[k - 1] < before[k + 1])))
				x = before[k + 1];
			else if (d)
				x = before[k - 1] + 1;
			v[k] = follow(m, x, k);
			if (v[k] >= m->n_old && v[k] - k >= m->n_new) {
				walk_back(m, rows, d);
				found = true;
				break;
			}
		}
	}
	if (!found)
		replace_all(m);
	g_ptr_array_unref(rows);
}

static struct change *compare_words(const GArray *old, const GArray *new)
{
	const struct word *a = (const void *)old->data, *b = (const void *)new->data;
	guint n = MIN(old->len, new->len), head = 0, tail = 0;
	struct change *changes = g_new0(struct change, new->len + 1);
	while (head < n && same(&a[head], &b[head]))
		head++;
	while (tail < n - head && same(&a[old->len - 1 - tail], &b[new->len - 1 - tail]))
		tail++;
	struct middle m = {.old = a + head,
			   .new = b + head,
			   .n_old = (int)(old->len - head - tail),
			   .n_new = (int)(new->len - head - tail),
			   .changes = changes + head,
			   .first_old = head};
	if (m.n_old + m.n_new > 0)
		find_changes(&m);
	return changes;
}

/* --- into the tree */

struct marking {
	struct arena *arena;
	const GArray *old, *new;
	const struct change *changes;
};

static struct node *text_node(const struct marking *m, const char *s, size_t n)
{
	return node_new_text(m->arena, arena_strndup(m->arena, s, n), n);
}

static void put_text(const struct marking *m, struct node *place, const char *s, size_t n)
{
	if (n > 0)
		node_insert_before(place, text_node(m, s, n));
}

static void put_marked(const struct marking *m, struct node *place, enum tag tag,
		       const char *s, size_t n)
{
	struct node *node = node_new(m->arena, tag);
	node_append(node, text_node(m, s, n));
	node_insert_before(place, node);
}

static void put_old(const struct marking *m, struct node *place, const struct change *c)
{
	if (c->old_from == c->old_to)
		return;
	GString *text = g_string_new(NULL);
	const struct word *before = NULL;
	for (uint32_t i = c->old_from; i < c->old_to && i < c->old_from + MOST_OLD; i++) {
		const struct word *w = &g_array_index(m->old, struct word, i);
		bool joined = before && before->node == w->node &&
			      before->text + before->n == w->text;
		if (before && !joined)
			g_string_append_c(text, ' ');
		g_string_append_len(text, w->text, (gssize)w->n);
		before = w;
	}
	if (c->old_to - c->old_from > MOST_OLD)
		g_string_append(text, " ...");
	put_marked(m, place, TAG_TNEWS_OLD, text->str, text->len);
	put_text(m, place, " ", 1);
	g_string_free(text, TRUE);
}

static bool is_changed(const struct change *c)
{
	return c->is_new || c->old_from != c->old_to;
}

/* Words first to end - 1 stand in node: what comes before each change is copied, then the
 * node itself goes. */
static void mark_node(const struct marking *m, struct node *node, guint first, guint end)
{
	const char *s = node->text;
	for (guint i = first; i < end; i++) {
		const struct word *w = &g_array_index(m->new, struct word, i);
		const struct change *c = &m->changes[i];
		if (!is_changed(c))
			continue;
		put_text(m, node, s, (size_t)(w->text - s));
		s = w->text;
		put_old(m, node, c);
		guint last = i;
		if (!c->is_new)
			continue;
		while (last + 1 < end && m->changes[last + 1].is_new &&
		       m->changes[last + 1].old_from == m->changes[last + 1].old_to)
			last++;
		const struct word *l = &g_array_index(m->new, struct word, last);
		put_marked(m, node, TAG_TNEWS_NEW, s, (size_t)(l->text + l->n - s));
		s = l->text + l->n;
		i = last;
	}
	put_text(m, node, s, (size_t)(node->text + node->n_text - s));
	if (end == m->new->len && is_changed(&m->changes[end])) {
		put_text(m, node, " ", 1);
		put_old(m, node, &m->changes[end]);
	}
	node_remove(node);
}

void compare_mark(struct arena *arena, struct node *root, const struct node *former)
{
	GArray *old = words_of(former), *new = words_of(root);
	struct change *changes = compare_words(old, new);
	struct marking m = {arena, old, new, changes};
	if (new->len == 0) { /* all of it is gone */
		struct node *end = node_new_text(arena, "", 0);
		struct node *body = node_find(root, TAG_BODY);
		node_append(body ? body : root, end);
		put_old(&m, end, &changes[0]);
	}
	for (guint i = 0, k; i < new->len; i = k) {
		struct node *node = g_array_index(new, struct word, i).node;
		bool changed = false;
		for (k = i;
		     k < new->len &&g_array_index(new, struct word, k).node == node; k++)
			changed = changed || is_changed(&changes[k]);
		if (changed || (k == new->len &&is_changed(&changes[k])))
			mark_node(&m, node, i, k);
	}
	g_free(changes);
	g_array_unref(old);
	g_array_unref(new);
}
