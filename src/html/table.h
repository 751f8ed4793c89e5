/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table: a table as a grid of cells, with the columns that each is given. table.c makes
 * the grid and its widths, table_draw.c writes it: in columns, or as records where it is
 * wider than the page. */
#ifndef HTML_TABLE_H
#define HTML_TABLE_H

#include "html/render.h"

struct cell {
	const struct node *node;
	int row, column, columns; /* columns: how many it spans */
	bool header, right;	  /* right: aligned to the right edge */
	struct extent extent;
	struct line *lines; /* when drawn */
	size_t n_lines;
};

struct column {
	struct extent extent;
	int width;    /* 0: nothing in it, it is left out */
	bool numbers; /* nothing but numbers in it */
	bool words;   /* something else in it */
};

struct row {
	guint first, n_cells; /* in cells */
	bool header;
};

struct table {
	const struct node *node;
	GArray *cells;	 /* struct cell, row by row */
	GArray *rows;	 /* struct row */
	GArray *columns; /* struct column */
	bool rtl, ruled; /* ruled: a line between rows, since some cell is wrapped */
};

enum { TABLE_GAP = 3 }; /* " | " between columns */

#define TABLE_CELL(t, i) (&g_array_index((t)->cells, struct cell, i))
#define TABLE_ROW(t, i) (&g_array_index((t)->rows, struct row, i))
#define TABLE_COLUMN(t, i) (&g_array_index((t)->columns, struct column, i))

/* Columns of all, with the gaps between them. */
int table_width(const struct table *t);
void table_draw(struct render *r, struct table *t);
void table_draw_records(struct render *r, struct table *t);

/* What stands in a cell, laid out to width; lines live in the arena of r. */
void cell_lay_out(struct render *r, struct cell *cell, int width);

#endif
