/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the story and is none of it: forms, lists of links, boxes of pictures,
 * buttons for sharing. Children first, so that what is left of an element is judged. */
#include <string.h>

#include "html/extract.h"

struct where {
	bool data_table, code, figure, list;
};

static void drop(struct node *node)
{
	MARK(node)->dropped = true;
}

/* A table that holds data, not the layout of a page. */
static bool is_data_table(const struct node *table)
{
	const char *role = node_attribute(table, ATTRIBUTE_ROLE);
	if (role && strcmp(role, "presentation") == 0)
		return false;
	const char *data = node_attribute_named(table, "datatable");
	if (data && strcmp(data, "0") == 0)
		return false;
	if (node_attribute(table, ATTRIBUTE_SUMMARY))
		return true;
	unsigned rows = 0, cells = 0;
	for (struct node *n = node_next(table, table); n; n = node_next(n, table)) {
		switch (n->tag) {
		case TAG_CAPTION:
			if (n->first)
				return true;
			break;
		case TAG_COL:
		case TAG_COLGROUP:
		case TAG_TFOOT:
		case TAG_THEAD:
		case TAG_TH:
			return true;
		case TAG_TABLE:
			return false;
		case TAG_TR:
			rows++;
			break;
		case TAG_TD:
			cells++;
			break;
		default:
			break;
		}
	}
	if (rows == 0)
		return false;
	unsigned columns = cells / rows;
	if (cells == rows || rows == 1)
		return false;
	return rows >= 10 || columns > 4 || cells > 10;
}

static bool is_film(const struct node *node)
{
	static const char *const films[] = {"youtube",	"vimeo",       "dailymotion",
					    "player.",	"/video",      "/embed",
					    "bilibili", "archive.org", NULL};
	const char *src = node_attribute(node, ATTRIBUTE_SRC);
	if (!src)
		src = node_attribute(node, ATTRIBUTE_DATA);
	return src && strlen(src) < 4096 && words_contain(src, films);
}

/* Whether what is left of a box of this kind is clutter. */
static bool is_clutter(const struct extract *x, const struct node *node,
		       const struct where *in)
{
	const struct mark *m = MARK(node);
	int weight = (x->attempt & WEIGH_CLASSES) ? m->weight : 0;
	bool list = node->tag == TAG_UL || node->tag == TAG_OL;
	if (!list && m->chars)
		list = (double)m->list_chars / m->chars > 0.9;
	if (weight < 0)
		return true;
	if (m->commas >= 10)
		return false;
	double p = m->paragraphs, img = m->images, li = (double)m->items - 100;
	double heading = m->chars ? (double)m->heading_chars / m->chars : 0;
	double links = score_link_density(m);
	bool out = (!in->figure && img > 1 && p / img < 0.5) || (!list && li > p) ||
		   m->inputs > (uint32_t)(p / 3) ||
		   (!list && !in->figure && heading < 0.9 && m->chars < 25 &&
		    (img == 0 || img > 2) && links > 0) ||
		   (!list && weight < 25 && links > 0.2) ||
		   (weight >= 25 && links > 0.5) || (m->embeds == 1 && m->chars < 75) ||
		   m->embeds > 1 || (img == 0 && m->dense_chars == 0);
	if (!list || !out)
		return out;
	/* a list of pictures */
	for (struct node *n = node->first; n; n = n->next) {
		int elements = 0;
		for (struct node *child = n->first; child; child = child->next)
			elements += child->tag != TAG_TEXT;
		if (elements > 1)
			return true;
	}
	return !(m->images > 0 && m->images == m->items);
}

static bool is_heading(const struct node *node)
{
	return node->tag >= TAG_H1 && node->tag <= TAG_H6;
}

/* What is dropped whatever it holds. */
static bool is_never_story(const struct extract *x, const struct node *node)
{
	const struct mark *m = MARK(node);
	switch (node->tag) {
	case TAG_FOOTER:
	case TAG_ASIDE:
	case TAG_INPUT:
	case TAG_TEXTAREA:
	case TAG_SELECT:
	case TAG_BUTTON:
		return true;
	case TAG_OBJECT:
	case TAG_EMBED:
	case TAG_IFRAME:
		return !is_film(node);
	default:
		break;
	}
	if ((m->words & WORDS_SHARE) && m->chars < 500)
		return true;
	return is_heading(node) && (x->attempt & WEIGH_CLASSES) && m->weight < 0;
}

static void prune(struct extract *x, struct node *node, struct where in, bool top)
{
	if (node->tag == TAG_TEXT || MARK(node)->dropped)
		return;
	in.figure |= node->tag == TAG_FIGURE;
	in.code |= node->tag == TAG_CODE || node->tag == TAG_PRE;
	bool inside_data = in.data_table;
	if (node->tag == TAG_TABLE)
		in.data_table |= MARK(node)->data_table = is_data_table(node);
	if (!top && is_never_story(x, node)) {
		drop(node);
		return;
	}
	for (struct node *n = node->first; n; n = n->next)
		prune(x, n, in, false);
	score_measure(node);
	if (top || inside_data || MARK(node)->data_table || in.code ||
	    !(x->attempt & PRUNE))
		return;
	switch (node->tag) {
	case TAG_FORM:
	case TAG_FIELDSET:
	case TAG_TABLE:
	case TAG_UL:
	case TAG_OL:
	case TAG_DIV:
		if (is_clutter(x, node, &in))
			drop(node);
		break;
	default:
		break;
	}
}

void prune_parts(struct extract *x)
{
	for (guint i = 0; i < x->parts->len; i++)
		prune(x, x->parts->pdata[i], (struct where){0}, true);
}
