/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which elements hold the story. Each paragraph gives its parents points for its length
 * and its commas, the nearer the more; where much of the text is links the points melt.
 * The best element is the story, with those neighbours that look like it. */
#include <math.h>
#include <string.h>

#include "html/extract.h"
#include "text/utf8.h"

enum { LEAST_PARAGRAPH = 25, LEVELS = 5, TOP_CANDIDATES = 5 };

/* --- measures -------------------------------------------------------------------- */

static bool is_comma(uint32_t c)
{
	switch (c) {
	case ',':
	case 0x060c: /* Arabic */
	case 0x055d: /* Armenian */
	case 0x1363: /* Ethiopic */
	case 0x1802: /* Mongolian */
	case 0x3001: /* ideographic */
	case 0xff0c:
	case 0xfe50:
	case 0xfe51:
	case 0xff64:
		return true;
	default:
		return false;
	}
}

static bool is_stop(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xff01 ||
	       c == 0xff1f || c == 0x06d4 || c == 0x061f || c == 0x0964;
}

/* Length as a reader of the Latin script would feel it: an ideograph is worth three. */
static void measure_text(struct mark *m, const char *s, size_t n)
{
	bool blank = true;
	for (size_t i = 0; i < n;) {
		unsigned char b = (unsigned char)s[i];
		if (b <= ' ') {
			m->chars += !blank;
			blank = true;
			i++;
			continue;
		}
		size_t length = 1;
		uint32_t c = b < 0x80 ? b : utf8_next(s + i, n - i, &length);
		i += length;
		if (c == 0xa0)
			continue;
		blank = false;
		m->chars += c >= 0x2e80 ? 3 : 1;
		m->commas += is_comma(c);
		m->stops += is_stop(c);
	}
	if (blank && m->chars > 0 && n > 0)
		m->chars--;
}

static void add(struct mark *to, const struct mark *from)
{
	to->chars += from->chars;
	to->commas += from->commas;
	to->stops += from->stops;
	to->link_chars += from->link_chars;
	to->heading_chars += from->heading_chars;
	to->list_chars += from->list_chars;
	to->dense_chars += from->dense_chars;
	to->paragraphs += from->paragraphs;
	to->images += from->images;
	to->items += from->items;
	to->inputs += from->inputs;
	to->embeds += from->embeds;
}

static void count_element(const struct node *node, struct mark *m)
{
	const char *href;
	switch (node->tag) {
	case TAG_A:
		href = node_attribute(node, ATTRIBUTE_HREF);
		m->link_chars = href && *href == '#' ? m->chars * 3 / 10 : m->chars;
		break;
	case TAG_H1:
	case TAG_H2:
	case TAG_H3:
	case TAG_H4:
	case TAG_H5:
	case TAG_H6:
		m->heading_chars = m->chars;
		break;
	case TAG_P:
		m->paragraphs++;
		break;
	case TAG_IMG:
	case TAG_PICTURE:
		m->images += node->tag == TAG_IMG;
		break;
	case TAG_LI:
		m->items++;
		break;
	case TAG_INPUT:
		m->inputs++;
		break;
	case TAG_EMBED:
	case TAG_OBJECT:
	case TAG_IFRAME:
		m->embeds++;
		break;
	case TAG_UL:
	case TAG_OL:
		m->list_chars = m->chars;
		break;
	default:
		break;
	}
	switch (node->tag) {
	case TAG_SPAN:
	case TAG_LI:
	case TAG_TD:
	case TAG_BLOCKQUOTE:
	case TAG_DL:
	case TAG_DIV:
	case TAG_OL:
	case TAG_P:
	case TAG_PRE:
	case TAG_TABLE:
	case TAG_UL:
		m->dense_chars = m->chars;
		break;
	default:
		break;
	}
}

static void clear_sums(struct mark *m)
{
	m->chars = m->commas = m->stops = m->link_chars = m->heading_chars = 0;
	m->list_chars = m->dense_chars = m->paragraphs = m->images = 0;
	m->items = m->inputs = m->embeds = 0;
}

void score_measure(struct node *node)
{
	struct mark *m = MARK(node);
	clear_sums(m);
	if (node->tag == TAG_TEXT) {
		measure_text(m, node->text, node->n_text);
		return;
	}
	if (tag_info(node->tag)->display == DISPLAY_NONE && node->tag != TAG_RP) {
		m->inputs += node->tag == TAG_INPUT;
		return;
	}
	for (struct node *child = node->first; child; child = child->next) {
		if (MARK(child)->dropped)
			continue;
		score_measure(child);
		add(m, MARK(child));
	}
	count_element(node, m);
}

double score_link_density(const struct mark *m)
{
	return m->chars ? (double)m->link_chars / m->chars : 0;
}

/* --- paragraphs ------------------------------------------------------------------- */

static bool is_inline(const struct node *node)
{
	return node->tag == TAG_TEXT || node->tag == TAG_RP ||
	       tag_info(node->tag)->display == DISPLAY_INLINE;
}

/* An inline element may hold blocks all the same. */
static bool holds_block(const struct node *node)
{
	for (const struct node *n = node_next(node, node); n; n = node_next(n, node))
		if (!MARK(n)->dropped && n->tag != TAG_TEXT &&
		    tag_info(n->tag)->display == DISPLAY_BLOCK)
			return true;
	return false;
}

static int first_score(const struct extract *x, const struct node *node)
{
	int score = (x->attempt & WEIGH_CLASSES) ? MARK(node)->weight : 0;
	switch (node->tag) {
	case TAG_DIV:
		return score + 5;
	case TAG_PRE:
	case TAG_TD:
	case TAG_BLOCKQUOTE:
		return score + 3;
	case TAG_ADDRESS:
	case TAG_OL:
	case TAG_UL:
	case TAG_DL:
	case TAG_DD:
	case TAG_DT:
	case TAG_LI:
	case TAG_FORM:
		return score - 3;
	case TAG_H1:
	case TAG_H2:
	case TAG_H3:
	case TAG_H4:
	case TAG_H5:
	case TAG_H6:
	case TAG_TH:
		return score - 5;
	default:
		return score;
	}
}

/* Gives the points of a paragraph to node and what is around it. */
static void give(struct extract *x, GPtrArray *candidates, struct node *node,
		 const struct mark *paragraph)
{
	if (paragraph->chars < LEAST_PARAGRAPH)
		return;
	double points = 2 + paragraph->commas + MIN(paragraph->chars / 100, 3);
	int level = 0;
	for (; node && node->parent && level < LEVELS; node = node->parent, level++) {
		struct mark *m = MARK(node);
		if (!m->candidate) {
			m->candidate = true;
			m->score = (float)first_score(x, node);
			g_ptr_array_add(candidates, node);
		}
		m->score += (float)(level == 0 ? points
					       : points / (level == 1 ? 2 : level * 3));
	}
}

static bool scores_itself(const struct node *node)
{
	switch (node->tag) {
	case TAG_P:
	case TAG_TD:
	case TAG_PRE:
	case TAG_H2:
	case TAG_H3:
	case TAG_H4:
	case TAG_H5:
	case TAG_H6:
	case TAG_SECTION:
		return true;
	default:
		return false;
	}
}

static bool may_hold_runs(const struct extract *x, const struct node *node)
{
	switch (node->tag) {
	case TAG_DIV:
	case TAG_ARTICLE:
	case TAG_MAIN:
	case TAG_BODY:
	case TAG_CENTER:
	case TAG_BLOCKQUOTE:
	case TAG_FIELDSET:
	case TAG_FORM:
		return true;
	case TAG_LI:
	case TAG_DD:
	case TAG_DT:
		return !(x->attempt & STRIP_UNLIKELY);
	default:
		return false;
	}
}

/* The text that stands directly in a block, run by run: a run ends at a block, or at two
 * line breaks. */
static void score_runs(struct extract *x, GPtrArray *candidates, struct node *node)
{
	struct mark run = {0};
	int breaks = 0;
	bool blocks = false;
	for (struct node *n = node->first; n; n = n->next)
		if (!MARK(n)->dropped && (!is_inline(n) || holds_block(n)))
			blocks = true;
	struct node *to = blocks || node->tag == TAG_BODY ? node : node->parent;
	for (struct node *n = node->first; n; n = n->next) {
		if (MARK(n)->dropped || node_is_blank(n))
			continue;
		breaks = n->tag == TAG_BR ? breaks + 1 : 0;
		if (breaks >= 2) {
			give(x, candidates, node, &run);
			run = (struct mark){0};
		} else if (is_inline(n) && !(blocks && holds_block(n))) {
			add(&run, MARK(n));
		} else {
			give(x, candidates, to, &run);
			run = (struct mark){0};
		}
	}
	give(x, candidates, to, &run);
}

static void score_paragraphs(struct extract *x, GPtrArray *candidates)
{
	for (struct node *n = x->body, *next; n; n = next) {
		if (MARK(n)->dropped) {
			next = node_skip(n, x->body);
			continue;
		}
		next = node_next(n, x->body);
		if (n->tag == TAG_TEXT)
			continue;
		if (scores_itself(n))
			give(x, candidates, n->parent, MARK(n));
		else if (may_hold_runs(x, n))
			score_runs(x, candidates, n);
	}
}

/* --- the best --------------------------------------------------------------------- */

static void scale(GPtrArray *candidates)
{
	for (guint i = 0; i < candidates->len; i++) {
		struct mark *m = MARK((struct node *)candidates->pdata[i]);
		m->score *= (float)(1 - score_link_density(m));
	}
}

static int by_score(gconstpointer a, gconstpointer b)
{
	const struct node *left = *(struct node *const *)a,
			  *right = *(struct node *const *)b;
	float l = MARK(left)->score, r = MARK(right)->score;
	return l < r ? 1 : l > r ? -1 : 0;
}

static bool is_above(const struct node *above, const struct node *node)
{
	for (; node; node = node->parent)
		if (node == above)
			return true;
	return false;
}

/* Several good candidates with a common parent: that holds the story. */
static struct node *common_parent(GPtrArray *candidates, struct node *top)
{
	guint n = MIN(candidates->len, TOP_CANDIDATES), good = 0;
	for (guint i = 1; i < n; i++) {
		struct node *other = candidates->pdata[i];
		if (MARK(other)->score >= 0.75F * MARK(top)->score)
			good++;
	}
	if (good < 3)
		return top;
	for (struct node *p = top->parent; p && p->tag != TAG_BODY && p->parent;
	     p = p->parent) {
		guint below = 0;
		for (guint i = 1; i < n; i++) {
			struct node *other = candidates->pdata[i];
			if (MARK(other)->score >= 0.75F * MARK(top)->score)
				below += other != p && is_above(p, other->parent);
		}
		if (below >= 3)
			return p;
	}
	return top;
}

static struct node *climb(struct extract *x, struct node *top)
{
	if (!MARK(top)->candidate) {
		MARK(top)->candidate = true;
		MARK(top)->score = (float)first_score(x, top);
	}
	float last = MARK(top)->score, least = last / 3;
	for (struct node *p = top->parent; p && p->tag != TAG_BODY; p = p->parent) {
		if (!MARK(p)->candidate)
			continue;
		float score = MARK(p)->score;
		if (score < least)
			break;
		if (score > last) {
			top = p;
			break;
		}
		last = score;
	}
	for (struct node *p = top->parent; p && p->tag != TAG_BODY && p->parent;
	     p = p->parent) {
		guint elements = 0;
		for (struct node *n = p->first; n; n = n->next)
			elements += n->tag != TAG_TEXT && !MARK(n)->dropped;
		if (elements != 1)
			break;
		top = p;
	}
	return top;
}

/* --- its neighbours --------------------------------------------------------------- */

static bool ends_a_sentence(const struct node *node)
{
	return MARK(node)->stops > 0;
}

static bool belongs(const struct node *node, const struct node *top, double threshold)
{
	const struct mark *m = MARK(node);
	const char *class = node_attribute(node, ATTRIBUTE_CLASS);
	const char *other = node_attribute(top, ATTRIBUTE_CLASS);
	double bonus = class && other && *other && strcmp(class, other) == 0
			       ? MARK(top)->score * 0.2
			       : 0;
	if (m->candidate && m->score + bonus >= threshold)
		return true;
	bool paragraph = node->tag == TAG_P ||
			 (node->tag == TAG_DIV && m->dense_chars && !holds_block(node));
	if (!paragraph)
		return false;
	double density = score_link_density(m);
	return (m->chars > 80 && density < 0.25) ||
	       (m->chars > 0 && m->chars < 80 && m->link_chars == 0 &&
		ends_a_sentence(node));
}

static void collect(struct extract *x, struct node *top)
{
	g_ptr_array_set_size(x->parts, 0);
	if (top == x->body) {
		g_ptr_array_add(x->parts, top);
		return;
	}
	double threshold = MAX(10.0, MARK(top)->score * 0.2);
	for (struct node *n = top->parent->first; n; n = n->next) {
		if (MARK(n)->dropped)
			continue;
		if (n == top || (n->tag != TAG_TEXT && belongs(n, top, threshold)))
			g_ptr_array_add(x->parts, n);
	}
}

void score_find(struct extract *x)
{
	GPtrArray *candidates = g_ptr_array_new();
	g_assert(x->body);
	for (struct node *n = x->body; n; n = node_next(n, x->body)) {
		MARK(n)->candidate = false;
		MARK(n)->score = 0;
	}
	score_measure(x->body);
	score_paragraphs(x, candidates);
	scale(candidates);
	g_ptr_array_sort(candidates, by_score);
	struct node *top = candidates->len ? candidates->pdata[0] : x->body;
	if (!is_above(x->body, top))
		top = x->body;
	if (top != x->body) {
		top = common_parent(candidates, top);
		top = climb(x, top);
	}
	collect(x, top);
	g_ptr_array_free(candidates, TRUE);
}
