/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: rows and cells are collected into a grid, each cell is measured, the width is
 * shared out. What only arranges a page (one column, tables or long texts within) is no
 * table for a reader: its cells follow each other as blocks. */
#include "html/table.h"

#include "text/bidi.h"
#include "text/width.h"

#include <string.h>

enum { MOST_COLUMNS = 200, DEEPEST = 8, LONG_CELL = 1500 };

/* --- the grid */

struct gathering {
	struct table *table;
	GArray *taken; /* int: rows that a cell above still reaches into, by column */
};

static int first_free(GArray *taken, int column)
{
	while (column < (int)taken->len && g_array_index(taken, int, column) > 0)
		column++;
	return column;
}

static bool is_right(const struct node *cell)
{
	const char *align = node_attribute(cell, ATTRIBUTE_ALIGN);
	const char *style = node_attribute(cell, ATTRIBUTE_STYLE);
	return (align && g_ascii_strcasecmp(align, "right") == 0) ||
	       (style && strstr(style, "text-align: right")) ||
	       (style && strstr(style, "text-align:right"));
}

static void add_cell(struct gathering *g, const struct node *node, int row, int *column)
{
	int at = first_free(g->taken, *column);
	if (at >= MOST_COLUMNS)
		at = MOST_COLUMNS - 1;
	int columns = node_number(node, ATTRIBUTE_COLSPAN, 1, MOST_COLUMNS - at, 1);
	int rows = node_number(node, ATTRIBUTE_ROWSPAN, 1, 65534, 1);
	struct cell cell = {.node = node,
			    .row = row,
			    .column = at,
			    .columns = columns,
			    .header = node->tag == TAG_TH,
			    .right = is_right(node)};
	g_array_append_val(g->table->cells, cell);
	TABLE_ROW(g->table, g->table->rows->len - 1)->n_cells++;
	if ((int)g->taken->len < at + columns)
		g_array_set_size(g->taken, (guint)(at + columns));
	for (int i = at; i < at + columns; i++)
		g_array_index(g->taken, int, i) = rows;
	*column = at + columns;
}

static void add_row(struct gathering *g, const struct node *node, bool header)
{
	struct row row = {.first = g->table->cells->len, .header = header};
	g_array_append_val(g->table->rows, row);
	int column = 0, number = (int)g->table->rows->len - 1;
	bool all_headers = true;
	for (const struct node *c = node->first; c; c = c->next) {
		if ((c->tag != TAG_TD && c->tag != TAG_TH) || node_is_hidden(c))
			continue;
		all_headers = all_headers && c->tag == TAG_TH;
		add_cell(g, c, number, &column);
	}
	for (guint i = 0; i < g->taken->len; i++)
		if (g_array_index(g->taken, int, i) > 0)
			g_array_index(g->taken, int, i)--;
	struct row *added = TABLE_ROW(g->table, (guint)number);
	added->header = added->header || (number == 0 && all_headers);
	if (added->n_cells == 0)
		g_array_set_size(g->table->rows, (guint)number);
}

static void gather(struct gathering *g, const struct node *parent, bool header)
{
	for (const struct node *c = parent->first; c; c = c->next) {
		if (c->tag == TAG_TR && !node_is_hidden(c))
			add_row(g, c, header);
		else if (c->tag == TAG_THEAD || c->tag == TAG_TBODY ||
			 c->tag == TAG_TFOOT)
			gather(g, c, c->tag == TAG_THEAD);
	}
}

static void table_init(struct table *t, const struct node *node)
{
	*t = (struct table){.node = node,
			    .cells = g_array_new(FALSE, TRUE, sizeof(struct cell)),
			    .rows = g_array_new(FALSE, TRUE, sizeof(struct row)),
			    .columns = g_array_new(FALSE, TRUE, sizeof(struct column))};
	struct gathering g = {.table = t, .taken = g_array_new(FALSE, TRUE, sizeof(int))};
	gather(&g, node, false);
	int columns = 0;
	for (guint i = 0; i < t->cells->len; i++)
		columns = MAX(columns,
			      TABLE_CELL(t, i)->column + TABLE_CELL(t, i)->columns);
	g_array_set_size(t->columns, (guint)columns);
	g_array_free(g.taken, TRUE);
}

static void table_clear(struct table *t)
{
	g_array_free(t->cells, TRUE);
	g_array_free(t->rows, TRUE);
	g_array_free(t->columns, TRUE);
}

/* --- frames: a cell is laid out as a page of its own within the page */

struct frame {
	GArray *lines, *boxes;
	int width, prefix, blank, lists, pre, quotes;
	unsigned least_boxes;
	bool fresh;
	uint32_t style;
	struct extent *extent;
};

static struct frame frame_enter(struct render *r, int width, struct extent *extent)
{
	struct frame saved = {.lines = r->lines,
			      .boxes = r->boxes,
			      .width = r->width,
			      .prefix = r->prefix,
			      .blank = r->blank,
			      .lists = r->lists,
			      .pre = r->pre,
			      .quotes = r->quotes,
			      .least_boxes = r->least_boxes,
			      .fresh = r->fresh,
			      .style = r->style,
			      .extent = r->extent};
	r->lines = g_array_new(FALSE, FALSE, sizeof(struct line));
	r->boxes = g_array_new(FALSE, FALSE, sizeof(struct box));
	r->width = width;
	r->prefix = r->blank = r->lists = r->pre = 0;
	r->least_boxes = 0;
	r->fresh = true;
	r->extent = extent;
	r->tables++;
	return saved;
}

static void frame_leave(struct render *r, const struct frame *saved)
{
	g_array_free(r->lines, TRUE);
	g_array_free(r->boxes, TRUE);
	r->lines = saved->lines;
	r->boxes = saved->boxes;
	r->width = saved->width;
	r->prefix = saved->prefix;
	r->blank = saved->blank;
	r->lists = saved->lists;
	r->pre = saved->pre;
	r->quotes = saved->quotes;
	r->least_boxes = saved->least_boxes;
	r->fresh = saved->fresh;
	r->style = saved->style;
	r->extent = saved->extent;
	r->tables--;
}

void cell_lay_out(struct render *r, struct cell *cell, int width)
{
	struct frame saved = frame_enter(r, MAX(width, 2), NULL);
	render_node(r, cell->node);
	render_flush(r);
	cell->n_lines = r->lines->len;
	cell->lines = NULL;
	if (cell->n_lines > 0) {
		cell->lines = arena_array_of(r->arena, cell->n_lines, struct line);
		memcpy(cell->lines, r->lines->data, cell->n_lines * sizeof(struct line));
	}
	frame_leave(r, &saved);
}

/* Takes links made while measuring back: they are made again when it counts. */
static void forget_links(struct render *r, guint n)
{
	while (r->links->len > n) {
		const struct page_link *link = &g_array_index(r->links, struct page_link,
							      r->links->len - 1);
		g_hash_table_remove(r->numbers, link->url);
		g_array_set_size(r->links, r->links->len - 1);
	}
}

static struct extent cell_measure(struct render *r, const struct node *node)
{
	struct extent extent = {0, 0};
	guint n_links = r->links->len;
	struct frame saved = frame_enter(r, 10000, &extent);
	render_node(r, node);
	render_flush(r);
	frame_leave(r, &saved);
	forget_links(r, n_links);
	return extent;
}

/* --- widths */

static bool is_number(const struct node *cell)
{
	GString *text = g_string_new(NULL);
	node_text(text, cell, 64);
	bool digits = false, other = text->len >= 64;
	for (const char *s = text->str; *s && !other; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		digits = digits || g_unichar_isdigit(c);
		other = g_unichar_isalpha(c) && !strchr("kKMGTBx", (int)MIN(c, 127));
	}
	g_string_free(text, TRUE);
	return digits && !other;
}

static void widen(struct table *t, const struct cell *cell)
{
	struct extent sum = {TABLE_GAP * (cell->columns - 1), 0};
	sum.max = sum.min;
	for (int i = 0; i < cell->columns; i++) {
		const struct column *c = TABLE_COLUMN(t, (guint)(cell->column + i));
		sum.min += c->extent.min;
		sum.max += c->extent.max;
	}
	struct column *last = TABLE_COLUMN(t, (guint)(cell->column + cell->columns - 1));
	last->extent.min += MAX(cell->extent.min - sum.min, 0);
	last->extent.max += MAX(cell->extent.max - sum.max, 0);
}

static void measure(struct render *r, struct table *t)
{
	for (guint i = 0; i < t->cells->len; i++) {
		struct cell *cell = TABLE_CELL(t, i);
		cell->extent = cell_measure(r, cell->node);
		struct column *column = TABLE_COLUMN(t, (guint)cell->column);
		if (cell->columns > 1 || cell->extent.max == 0)
			continue;
		column->extent.min = MAX(column->extent.min, cell->extent.min);
		column->extent.max = MAX(column->extent.max, cell->extent.max);
		if (cell->header || TABLE_ROW(t, (guint)cell->row)->header)
			continue;
		column->numbers = !column->words && is_number(cell->node);
		column->words = !column->numbers;
	}
	for (guint i = 0; i < t->cells->len; i++)
		if (TABLE_CELL(t, i)->columns > 1)
			widen(t, TABLE_CELL(t, i));
}

int table_width(const struct table *t)
{
	int sum = 0;
	for (guint i = 0; i < t->columns->len; i++) {
		int width = TABLE_COLUMN(t, i)->width;
		if (width > 0)
			sum += width + (sum > 0 ? TABLE_GAP : 0);
	}
	return sum;
}

/* Words longer than this may be torn before a table is given up. */
static int least_of(const struct column *c, int room)
{
	return MIN(c->extent.min, MAX(room / 3, 24));
}

/* Width of a column where nobody gets more than level without needing it. */
static int width_at(const struct column *c, int level, int room)
{
	return MAX(MIN(level, c->extent.max), least_of(c, room));
}

static int sum_at(const struct table *t, int level, int room)
{
	int sum = 0;
	for (guint i = 0; i < t->columns->len; i++)
		if (TABLE_COLUMN(t, i)->extent.max > 0)
			sum += width_at(TABLE_COLUMN(t, i), level, room);
	return sum;
}

/* Shares room among the columns, like water: those that need less than the level get what
 * they need, the others the level, none less than its longest word. False if there is not
 * enough. */
static bool share_out(struct table *t, int room)
{
	int open = 0;
	for (guint i = 0; i < t->columns->len; i++)
		open += TABLE_COLUMN(t, i)->extent.max > 0;
	int share = room - TABLE_GAP * MAX(open - 1, 0);
	if (sum_at(t, 0, room) > share)
		return false;
	int level = 0, above = share + 1;
	while (above - level > 1) {
		int middle = level + (above - level) / 2;
		if (sum_at(t, middle, room) <= share)
			level = middle;
		else
			above = middle;
	}
	int left = share - sum_at(t, level, room);
	for (guint i = t->columns->len; i-- > 0;) {
		struct column *c = TABLE_COLUMN(t, i);
		c->width = c->extent.max > 0 ? width_at(c, level, room) : 0;
		if (left > 0 && c->width == level && c->width < c->extent.max) {
			c->width++;
			left--;
		}
	}
	return true;
}

/* A table in columns is a pleasure only while its texts are not squeezed into towers. */
static bool is_readable(const struct table *t)
{
	for (guint i = 0; i < t->columns->len; i++) {
		const struct column *c = TABLE_COLUMN(t, i);
		if (c->width < 16 && c->extent.max > 5 * c->width)
			return false;
	}
	return true;
}

/* --- what is a table */

static bool arranges(const struct table *t)
{
	const char *role = node_attribute(t->node, ATTRIBUTE_ROLE);
	if (role && (strcmp(role, "presentation") == 0 || strcmp(role, "none") == 0))
		return true;
	if (t->columns->len < 2)
		return true;
	if (node_find(t->node, TAG_TABLE))
		return true;
	bool headers = node_find(t->node, TAG_TH) || node_find(t->node, TAG_CAPTION);
	if (headers)
		return false;
	if (t->rows->len == 1 &&
	    (node_find(t->node, TAG_P) || node_find(t->node, TAG_DIV)))
		return true;
	GString *text = g_string_new(NULL);
	bool is_long = false;
	for (guint i = 0; i < t->cells->len && !is_long; i++) {
		g_string_truncate(text, 0);
		node_text(text, TABLE_CELL(t, i)->node, LONG_CELL);
		is_long = text->len >= LONG_CELL;
	}
	g_string_free(text, TRUE);
	return is_long;
}

static bool is_rtl(const struct render *r, const struct table *t)
{
	if (r->direction != DIRECTION_AUTO)
		return r->direction == DIRECTION_RTL;
	GString *text = g_string_new(NULL);
	node_text(text, t->node, 4096);
	bool rtl = bidi_has_rtl(text->str, text->len) &&
		   bidi_is_rtl(text->str, text->len);
	g_string_free(text, TRUE);
	return rtl;
}

/* What stands in a table outside of its rows. */
static void render_captions(struct render *r, const struct node *table)
{
	for (const struct node *c = table->first; c; c = c->next)
		if (c->tag == TAG_CAPTION)
			render_node(r, c);
}

static void note_extent(struct render *r, const struct table *t)
{
	struct extent sum = {0, -TABLE_GAP};
	for (guint i = 0; i < t->columns->len; i++) {
		const struct column *c = TABLE_COLUMN(t, i);
		sum.min = MAX(sum.min, c->extent.min);
		sum.max += c->extent.max + TABLE_GAP;
	}
	line_measure(r, sum.min, MAX(sum.max, 0));
}

void render_table(struct render *r, const struct node *node)
{
	struct table t;
	table_init(&t, node);
	if (r->tables >= DEEPEST || t.cells->len == 0 || arranges(&t)) {
		render_children(r, node);
		table_clear(&t);
		return;
	}
	render_captions(r, node);
	measure(r, &t);
	t.rtl = is_rtl(r, &t);
	if (r->extent)
		note_extent(r, &t);
	else if (share_out(&t, line_room(r)) && is_readable(&t))
		table_draw(r, &t);
	else
		table_draw_records(r, &t);
	table_clear(&t);
}
