/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a table: the lines of the cells of a row side by side, or, where the table is
 * wider than the page, each row as a record of "header: value" lines. */
#include "html/table.h"

#include <string.h>

#define BAR "\xe2\x94\x82"
#define RULE "\xe2\x94\x80"
#define CROSS "\xe2\x94\xbc"
/* Marks that keep letters of one cell from being reordered with those of the next. */
#define LTR_MARK "\xe2\x80\x8e"
#define RTL_MARK "\xe2\x80\x8f"

static int cell_width(const struct table *t, const struct cell *cell)
{
	int sum = 0;
	for (int i = 0; i < cell->columns; i++) {
		int width = TABLE_COLUMN(t, (guint)(cell->column + i))->width;
		if (width > 0)
			sum += width + (sum > 0 ? TABLE_GAP : 0);
	}
	return sum;
}

static void put_gap(struct render *r, const struct table *t, bool marks)
{
	const char *bar = !marks   ? " " BAR " "
			  : t->rtl ? RTL_MARK " " BAR " " RTL_MARK
				   : LTR_MARK " " BAR " " LTR_MARK;
	line_span(r, bar, strlen(bar), SPAN_MARK, 0, TABLE_GAP);
}

/* Line k of the cell, filled up to width. */
static void put_cell(struct render *r, const struct cell *cell, size_t k, int width,
		     bool right)
{
	if (k >= cell->n_lines) {
		line_blanks(r, width);
		return;
	}
	const struct line *line = &cell->lines[k];
	int left = MAX(width - line_columns(line), 0);
	line_blanks(r, line->indent + (right ? left : 0));
	for (size_t i = 0; i < line->n_spans; i++) {
		const struct span *s = &line->spans[i];
		line_span(r, s->text, strlen(s->text), s->style, s->link, s->columns);
	}
	if (!right)
		line_blanks(r, left);
}

/* The cell of the row that begins at or reaches over this column, or NULL. */
static struct cell *cell_at(struct table *t, const struct row *row, int column)
{
	for (guint i = row->first; i < row->first + row->n_cells; i++) {
		struct cell *cell = TABLE_CELL(t, i);
		if (cell->column <= column && column < cell->column + cell->columns)
			return cell;
	}
	return NULL;
}

static bool goes_right(const struct table *t, const struct cell *cell)
{
	/* from right to left a cell begins at the right as it is */
	bool numbers = cell->columns == 1 &&
		       TABLE_COLUMN(t, (guint)cell->column)->numbers;
	return !t->rtl && (cell->right || numbers);
}

/* Nothing but blanks would follow in this line. */
static bool rest_is_empty(struct table *t, const struct row *row, int column, size_t k)
{
	for (int i = column; i < (int)t->columns->len; i++) {
		const struct cell *cell = cell_at(t, row, i);
		if (cell && k < cell->n_lines && cell->lines[k].n_spans > 0)
			return false;
	}
	return true;
}

/* The last bar of a line, behind which nothing stands. */
static void put_last_bar(struct render *r)
{
	line_span(r, " " BAR, 1 + strlen(BAR), SPAN_MARK, 0, TABLE_GAP - 1);
}

static void put_row_line(struct render *r, struct table *t, const struct row *row,
			 size_t k, bool marks)
{
	bool first = true;
	for (int i = 0; i < (int)t->columns->len;) {
		const struct cell *cell = cell_at(t, row, i);
		int width = cell ? cell_width(t, cell) : TABLE_COLUMN(t, (guint)i)->width;
		int at = i;
		i = cell ? cell->column + cell->columns : i + 1;
		if (width == 0)
			continue;
		bool last = i >= (int)t->columns->len && !marks;
		if (!first && last && rest_is_empty(t, row, at, k)) {
			put_last_bar(r);
			return;
		}
		if (!first)
			put_gap(r, t, marks);
		first = false;
		if (cell)
			put_cell(r, cell, k, width, goes_right(t, cell));
		else
			line_blanks(r, width);
	}
}

static void put_rule(struct render *r, struct table *t)
{
	bool first = true;
	line_begin(r, t->rtl);
	for (guint i = 0; i < t->columns->len; i++) {
		int width = TABLE_COLUMN(t, i)->width;
		if (width == 0)
			continue;
		if (!first)
			line_span(r, RULE CROSS RULE, 9, SPAN_MARK, 0, TABLE_GAP);
		first = false;
		size_t n;
		const char *rule = line_repeat(RULE, width, &n);
		line_span(r, rule, n, SPAN_MARK, 0, (int)(n / 3));
	}
	line_end(r, t->rtl, false);
}

/* Links and places of the cells stand where the row begins. */
static void move_targets(struct render *r, guint links, guint places, size_t line)
{
	for (guint i = links; i < r->links->len; i++)
		g_array_index(r->links, struct page_link, i).line = line;
	for (guint i = places; i < r->places->len; i++)
		g_array_index(r->places, struct page_place, i).line = line;
}

static bool has_rtl(const struct cell *cell)
{
	for (size_t i = 0; i < cell->n_lines; i++)
		if (cell->lines[i].rtl)
			return true;
	return false;
}

static void put_row(struct render *r, struct table *t, const struct row *row)
{
	guint links = r->links->len, places = r->places->len;
	size_t height = 0;
	bool marks = t->rtl;
	uint32_t anchor = r->anchor;
	for (guint i = row->first; i < row->first + row->n_cells; i++) {
		struct cell *cell = TABLE_CELL(t, i);
		int width = cell_width(t, cell);
		if (width > 0)
			cell_lay_out(r, cell, width);
		height = MAX(height, cell->n_lines);
		marks = marks || has_rtl(cell);
	}
	uint32_t end = r->anchor;
	size_t line = r->lines->len + (size_t)r->blank;
	for (size_t k = 0; k < height; k++) {
		r->anchor = anchor + (uint32_t)((end - anchor) * k / height);
		line_begin(r, t->rtl);
		put_row_line(r, t, row, k, marks);
		line_end(r, t->rtl, false);
	}
	r->anchor = end;
	move_targets(r, links, places, line);
}

/* Whether some cell takes more than one line: then rules keep the rows apart. */
static bool is_wrapped(const struct table *t)
{
	for (guint i = 0; i < t->cells->len; i++)
		if (TABLE_CELL(t, i)->extent.max > cell_width(t, TABLE_CELL(t, i)))
			return true;
	return false;
}

void table_draw(struct render *r, struct table *t)
{
	t->ruled = is_wrapped(t);
	for (guint i = 0; i < t->rows->len; i++) {
		const struct row *row = TABLE_ROW(t, i);
		put_row(r, t, row);
		bool header_ends = row->header && i + 1 < t->rows->len &&
				   !TABLE_ROW(t, i + 1)->header;
		if (i + 1 < t->rows->len && (header_ends || t->ruled))
			put_rule(r, t);
	}
}

/* --- records */

static void put_field(struct render *r, const struct cell *header, struct cell *cell)
{
	if (cell->extent.max == 0)
		return;
	if (header && header != cell && header->extent.max > 0) {
		GString *name = g_string_new(NULL);
		node_text(name, header->node, 200);
		g_strstrip(name->str);
		render_flush(r);
		r->style |= SPAN_BOLD;
		render_text(r, name->str, strlen(name->str));
		render_literal(r, ":", 0);
		r->style &= ~(uint32_t)SPAN_BOLD;
		r->space = true;
		g_string_free(name, TRUE);
		/* A value of one line follows its name, others stand below it. */
		if (!node_find(cell->node, TAG_P) && !node_find(cell->node, TAG_UL) &&
		    !node_find(cell->node, TAG_OL) && !node_find(cell->node, TAG_DIV)) {
			uint32_t style = r->style;
			r->style |= tag_info(cell->node->tag)->style;
			render_children(r, cell->node);
			r->style = style;
			render_flush(r);
			return;
		}
	}
	render_flush(r);
	render_node(r, cell->node);
	render_flush(r);
}

void table_draw_records(struct render *r, struct table *t)
{
	const struct row *header = NULL;
	for (guint i = 0; i < t->rows->len; i++) {
		const struct row *row = TABLE_ROW(t, i);
		if (row->header) {
			header = row;
			if (i + 1 < t->rows->len)
				continue;
		}
		box_push(r, 2, false, "\xe2\x80\xa2 ");
		for (guint k = row->first; k < row->first + row->n_cells; k++) {
			struct cell *cell = TABLE_CELL(t, k);
			struct cell *name = header ? cell_at(t, header, cell->column)
						   : NULL;
			put_field(r, name, cell);
		}
		render_flush(r);
		box_pop(r);
		render_margin(r, t->columns->len > 2);
	}
}
