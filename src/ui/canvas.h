/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canvas: a grid of cells that panes draw into, without a terminal.
 *
 * A cell holds one grapheme cluster, the columns that it takes and its look. A cluster
 * of two columns is followed by a cell of width 0. Nothing is ever drawn outside the
 * clipping rectangle. Control characters never reach a cell. What a terminal could
 * count otherwise than text/width (joined emoji, variation selectors, flags) is reduced
 * to what every terminal counts alike. */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/style.h"

enum { CELL_CHARS = 4 };

struct rect {
	int x, y, w, h;
};

struct cell {
	uint32_t chars[CELL_CHARS]; /* the first is never 0, but in a cell of width 0 */
	struct look look;
	int16_t width; /* 1, 2; 0: right half of the cell before it */
	uint16_t link; /* where it leads: canvas_link_url; 0 nowhere */
};

struct canvas {
	int w, h;
	struct cell *cells;
	struct rect clip;
	bool bidi; /* right-to-left text is put in visual order here */
	bool cursor_shown;
	int cursor_x, cursor_y;
	GPtrArray *urls;       /* that cells lead to: link 1 is the first */
	GHashTable *url_links; /* url -> link */
	unsigned epoch;	       /* changes when links get other numbers */
};

/* A cluster with its look, for lines of mixed looks. */
struct glyph {
	const char *text;
	size_t n;
	int width;
	struct look look;
	uint16_t link;
};

void canvas_init(struct canvas *c);
void canvas_clear(struct canvas *c);
/* All cells become blanks of that look; the clip becomes the whole. */
void canvas_resize(struct canvas *c, int w, int h);
void canvas_blank(struct canvas *c, const struct look *look);
void canvas_clip(struct canvas *c, const struct rect *clip); /* NULL: the whole */
void canvas_fill(struct canvas *c, struct rect r, uint32_t ch, const struct look *look);
/* One cluster. A wide one that does not fit at the edge shows ">". */
void canvas_put(struct canvas *c, int x, int y, const char *s, size_t n, int width,
		const struct look *look);
void canvas_char(struct canvas *c, int x, int y, uint32_t ch, const struct look *look);
/* As much of s as fits into columns, in visual order; returns the columns taken. */
int canvas_text(struct canvas *c, int x, int y, int columns, const char *s,
		const struct look *look);
/* The same, right-aligned in the columns. */
int canvas_text_right(struct canvas *c, int x, int y, int columns, const char *s,
		      const struct look *look);
/* Clusters of mixed looks as one line, in visual order if the canvas does bidi. rtl: the
 * direction of its paragraph. */
int canvas_glyphs(struct canvas *c, int x, int y, int columns, const struct glyph *glyphs,
		  size_t n, bool rtl);
/* The number of a link to that address, the same in every frame; 0 if it is none that a
 * terminal may be told. */
uint16_t canvas_link(struct canvas *c, const char *url);
/* NULL: there is no such link. */
const char *canvas_link_url(const struct canvas *c, uint16_t link);
/* Lays a look over what is drawn: colours where it has them, attributes added. */
void canvas_over(struct canvas *c, struct rect r, const struct look *over);
void canvas_cursor(struct canvas *c, int x, int y);

struct look look_over(struct look base, const struct look *over);
bool rect_has(const struct rect *r, int x, int y);
const struct cell *canvas_cell(const struct canvas *c, int x, int y);
/* The text of a row, without looks, trailing blanks cut; to be freed. For tests. */
char *canvas_row(const struct canvas *c, int y);

#endif
