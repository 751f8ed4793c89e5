/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists, quotes, headings and what else stands in a box of its own. A box takes columns
 * from the lines within it; where boxes are nested so deep that no room would be left,
 * the inner ones take none. */
#include "html/render.h"

#include "text/width.h"

#include <string.h>

#define RULE "\xe2\x94\x80"
#define DOUBLE_RULE "\xe2\x95\x90"

void box_push(struct render *r, int columns, bool bar, const char *marker)
{
	/* At least 24 columns or two thirds of the width are left for text. */
	int least = MIN(24, r->width * 2 / 3);
	int room = r->extent ? columns : r->width - r->prefix - least;
	struct box box = {
		.columns = CLAMP(room, 0, columns), .bar = bar, .marker = marker};
	if (marker)
		box.marker_columns = width_text(marker, strlen(marker));
	g_array_append_val(r->boxes, box);
	r->prefix += box.columns;
	if (marker)
		r->fresh = true;
}

void box_pop(struct render *r)
{
	const struct box *box = &g_array_index(r->boxes, struct box, r->boxes->len - 1);
	r->prefix -= box->columns;
	g_array_set_size(r->boxes, r->boxes->len - 1);
	r->least_boxes = MIN(r->least_boxes, r->boxes->len);
}

void render_quote(struct render *r, const struct node *node)
{
	box_push(r, 2, true, NULL);
	r->style |= SPAN_QUOTE;
	render_children(r, node);
	render_flush(r);
	box_pop(r);
}

/* Headings of the first two levels are underlined. */
void render_heading(struct render *r, const struct node *node)
{
	guint first = r->lines->len;
	render_children(r, node);
	render_flush(r);
	if (r->extent || node->tag > TAG_H2)
		return;
	int columns = 0;
	for (guint i = first; i < r->lines->len; i++) {
		const struct line *line = &g_array_index(r->lines, struct line, i);
		int n = line->indent - r->prefix;
		for (size_t k = 0; k < line->n_spans; k++)
			n += line->spans[k].columns;
		columns = MAX(columns, n);
	}
	columns = MIN(columns, line_room(r));
	if (columns <= 0)
		return;
	const struct line *last = &g_array_index(r->lines, struct line,
						 r->lines->len - 1);
	bool rtl = last->rtl;
	size_t n;
	const char *rule = line_repeat(node->tag == TAG_H1 ? DOUBLE_RULE : RULE, columns,
				       &n);
	line_begin(r, rtl);
	line_span(r, rule, n, SPAN_MARK | SPAN_HEADING, 0, (int)(n / 3));
	line_end(r, rtl, false);
}

void render_rule(struct render *r, const struct node *node)
{
	(void)node;
	if (r->extent)
		return;
	size_t n;
	const char *rule = line_repeat(RULE, MIN(line_room(r), 400), &n);
	line_begin(r, false);
	line_span(r, rule, n, SPAN_MARK, 0, (int)(n / 3));
	line_end(r, false, false);
}

void render_definition(struct render *r, const struct node *node)
{
	box_push(r, 4, false, NULL);
	render_children(r, node);
	render_flush(r);
	box_pop(r);
}

/* The summary behind a triangle, what it opens below it: a terminal can show it all. */
void render_details(struct render *r, const struct node *node)
{
	const struct node *summary = node->first;
	while (summary && summary->tag != TAG_SUMMARY)
		summary = summary->next;
	if (summary) {
		box_push(r, 2, false, "\xe2\x96\xbe ");
		render_node(r, summary);
		box_pop(r);
	}
	box_push(r, 2, false, NULL);
	for (const struct node *c = node->first; c; c = c->next)
		if (c != summary)
			render_node(r, c);
	render_flush(r);
	box_pop(r);
}

/* --- lists */

/* n as letters: a, b, ... z, aa, ab. */
static void put_letters(GString *out, int n, char first)
{
	if (n <= 0) {
		g_string_append_printf(out, "%d", n);
		return;
	}
	char text[8];
	size_t i = sizeof text;
	for (; n > 0 && i > 0; n = (n - 1) / 26)
		text[--i] = (char)(first + (n - 1) % 26);
	g_string_append_len(out, text + i, (gssize)(sizeof text - i));
}

static void put_roman(GString *out, int n, bool upper)
{
	static const struct {
		int value;
		const char *lower, *upper;
	} digits[] = {{1000, "m", "M"},	 {900, "cm", "CM"}, {500, "d", "D"},
		      {400, "cd", "CD"}, {100, "c", "C"},   {90, "xc", "XC"},
		      {50, "l", "L"},	 {40, "xl", "XL"},  {10, "x", "X"},
		      {9, "ix", "IX"},	 {5, "v", "V"},	    {4, "iv", "IV"},
		      {1, "i", "I"}};
	if (n <= 0 || n >= 4000) {
		g_string_append_printf(out, "%d", n);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(digits); i++)
		for (; n >= digits[i].value; n -= digits[i].value)
			g_string_append(out, upper ? digits[i].upper : digits[i].lower);
}

static void put_number(GString *out, int n, char type)
{
	switch (type) {
	case 'a':
	case 'A':
		put_letters(out, n, type);
		break;
	case 'i':
	case 'I':
		put_roman(out, n, type == 'I');
		break;
	default:
		g_string_append_printf(out, "%d", n);
	}
	g_string_append_c(out, '.');
}

enum { MOST = 1000000000 };

/* The number of a list's first item. */
static int first_number(const struct node *list, int step)
{
	int n = 1;
	if (step < 0) {
		n = 0;
		for (const struct node *c = list->first; c; c = c->next)
			n += c->tag == TAG_LI;
	}
	return node_number(list, ATTRIBUTE_START, -MOST, MOST, n);
}

static char list_type(const struct node *node, char fallback)
{
	const char *type = node_attribute(node, ATTRIBUTE_TYPE);
	return type && *type && strchr("aAiI1", *type) ? *type : fallback;
}

/* Columns of the widest number. */
static int number_columns(const struct node *list, int first, int step)
{
	GString *text = g_string_new(NULL);
	char type = list_type(list, '1');
	int widest = 2, n = first;
	for (const struct node *c = list->first; c; c = c->next) {
		if (c->tag != TAG_LI)
			continue;
		n = node_number(c, ATTRIBUTE_VALUE, -MOST, MOST, n);
		g_string_truncate(text, 0);
		put_number(text, n, list_type(c, type));
		widest = MAX(widest, (int)text->len);
		n += step;
	}
	g_string_free(text, TRUE);
	return MIN(widest, 16);
}

static void put_item(struct render *r, const struct node *item, const char *marker,
		     int columns)
{
	render_flush(r);
	box_push(r, columns, false, marker);
	render_node(r, item);
	render_flush(r);
	box_pop(r);
}

static void ordered(struct render *r, const struct node *list)
{
	int step = node_attribute(list, ATTRIBUTE_REVERSED) ? -1 : 1;
	int n = first_number(list, step);
	int columns = number_columns(list, n, step);
	char type = list_type(list, '1');
	GString *text = g_string_new(NULL);
	for (const struct node *c = list->first; c; c = c->next) {
		if (c->tag != TAG_LI) {
			render_node(r, c);
			continue;
		}
		n = node_number(c, ATTRIBUTE_VALUE, -MOST, MOST, n);
		g_string_truncate(text, 0);
		put_number(text, n, list_type(c, type));
		while (text->len < (size_t)columns)
			g_string_prepend_c(text, ' ');
		g_string_append_c(text, ' ');
		put_item(r, c, arena_strdup(r->arena, text->str), columns + 1);
		n += step;
	}
	g_string_free(text, TRUE);
}

static void unordered(struct render *r, const struct node *list)
{
	static const char *const bullets[] = {"\xe2\x80\xa2 ", "\xe2\x97\xa6 ", "- "};
	const char *bullet = bullets[MIN(r->lists - 1, (int)G_N_ELEMENTS(bullets) - 1)];
	for (const struct node *c = list->first; c; c = c->next) {
		if (c->tag == TAG_LI)
			put_item(r, c, bullet, 2);
		else
			render_node(r, c);
	}
}

void render_list(struct render *r, const struct node *node)
{
	bool indented = r->width >= 60;
	if (indented)
		box_push(r, 2, false, NULL);
	r->lists++;
	if (node->tag == TAG_OL)
		ordered(r, node);
	else
		unordered(r, node);
	render_flush(r);
	r->lists--;
	if (indented)
		box_pop(r);
}

/* The list has put the marker; one outside of any list gets a bullet. */
void render_item(struct render *r, const struct node *node)
{
	enum tag parent = node->parent ? node->parent->tag : TAG_UNKNOWN;
	bool alone = parent != TAG_UL && parent != TAG_OL && parent != TAG_MENU &&
		     parent != TAG_DIR;
	if (alone)
		box_push(r, 2, false, "\xe2\x80\xa2 ");
	render_children(r, node);
	render_flush(r);
	if (alone)
		box_pop(r);
}
