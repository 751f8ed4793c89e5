/* SPDX-License-Identifier: GPL-3.0-or-later */
/* render: what the files render*.c and table.c share while they turn a tree into a page.
 *
 *   render.c         walks the tree, hands each element to its handler, builds the page
 *   render_inline.c  gathers text into a paragraph: runs of one style and one link
 *   render_media.c   pictures, films, frames
 *   render_block.c   lists, quotes, headings ...: boxes that indent what is in them
 *   render_code.c    preformatted text, and which of it is code
 *   render_hyphen.c  parts long words, where that is wanted
 *   render_lines.c   breaks the paragraph into lines, each behind what its boxes put
 *                    before it
 *   table.c          lays each cell out as a frame of its own, and joins their lines
 *
 * The same walk measures: with `extent` set no line is made, only the least and the
 * most columns that the text would like are noted. */
#ifndef HTML_RENDER_H
#define HTML_RENDER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "html/html.h"
#include "html/node.h"
#include "util/arena.h"
#include "wire/page.h"

/* Text of the paragraph from start on has this style and belongs to this link. */
struct run {
	size_t start;
	uint32_t style;
	int link;
};

/* What stands left of the lines within an element. */
struct box {
	int columns;	    /* that it takes in all */
	bool bar;	    /* a quote's bar, else blanks */
	const char *marker; /* before its first line; NULL once it is written */
	int marker_columns;
};

struct code_syntax;

/* The least columns that hold the text without tearing words, and those for no wrap. */
struct extent {
	int min, max;
};

enum direction { DIRECTION_AUTO, DIRECTION_LTR, DIRECTION_RTL };

struct render {
	struct arena *arena;
	const char *base;
	const char *language;	  /* of the story, or NULL; elements may have their own */
	const char *own_language; /* of the element we are in, or NULL */
	uint32_t flags;		  /* enum render_flags */
	bool hyphenated;	  /* the paragraph: words were parted that need not be */

	/* the paragraph */
	GString *text;
	GArray *runs; /* struct run */
	bool space;   /* white space has been read and not been written yet */
	uint32_t style;
	int link;      /* the open link, 0 none */
	bool numbered; /* it has its number already */
	int shift;     /* 1: raised, -1: lowered, in Unicode's characters for it */
	enum direction direction;
	int pre, quotes, lists, tables; /* how deep we are in them */
	const struct code_syntax *code; /* how this pre is read; NULL: as plain text */
	bool code_marked;		/* by the site itself */
	guint code_tokens;		/* of the whole page */

	/* the frame: the page, or a cell of a table */
	int width;
	GArray *lines;	      /* struct line */
	GArray *boxes;	      /* struct box */
	int prefix;	      /* columns of all boxes */
	int blank;	      /* blank lines that are due before the next line */
	unsigned least_boxes; /* since the last line: what a blank line is drawn with */
	bool fresh; /* at the start of the frame or behind a marker: no blank lines */
	struct extent *extent; /* set: only measure */

	/* what the page points to */
	GArray *links;	     /* struct page_link */
	GHashTable *numbers; /* address -> number of its link */
	GArray *places;	     /* struct page_place */
	GPtrArray *ids;	     /* those that stand on the next line */
	uint32_t anchor;
	size_t n_words;

	/* used again and again by render_lines.c */
	GString *spans_text;
	GArray *spans; /* struct span */
	int indent;    /* of the line that is being written */
	GByteArray *breaks, *cells;
};

/* --- render.c */
void render_node(struct render *r, const struct node *node);
void render_children(struct render *r, const struct node *node);
/* Blank lines that the next line is to keep from the last one. */
void render_margin(struct render *r, int lines);

/* --- render_inline.c */
/* Adds text: white space collapsed, unless in pre. */
void render_text(struct render *r, const char *text, size_t n);
/* Adds text of our own, in this style besides the one in force. */
void render_literal(struct render *r, const char *text, uint32_t style);
void render_literal_link(struct render *r, const char *text, uint32_t style, int link);
/* The number behind a link, once. */
void render_number(struct render *r);
/* A link to this address (relative, from the document), its number; 0 if it may not be
 * followed. */
int render_link_new(struct render *r, enum page_link_kind kind, const char *address,
		    const char *text);

/* --- render_hyphen.c */
/* Parts the words of the paragraph by soft hyphens. */
void render_hyphenate(struct render *r);

/* --- render_lines.c */
/* Ends the paragraph: breaks it into lines. */
void render_flush(struct render *r);
/* One line, text of which is the caller's: begin writes what the boxes put before it. */
void line_begin(struct render *r, bool rtl);
void line_span(struct render *r, const char *text, size_t n, uint32_t style, int link,
	       int columns);
void line_blanks(struct render *r, int columns);
void line_end(struct render *r, bool rtl, bool pre);
/* Columns that are left for text. */
int line_room(const struct render *r);
/* Notes columns beside the boxes, when measuring. */
void line_measure(struct render *r, int min, int max);
/* n times the same sign, a borrowed text; n is bounded by 400. */
const char *line_repeat(const char *sign, int n, size_t *length);

/* --- render_code.c */
/* Gives the paragraph, which is preformatted, the styles of code. */
void render_code(struct render *r);
/* What the class of an element within pre means, where the site has marked its code. */
uint32_t render_code_style(const struct render *r, const struct node *node);

/* --- render_block.c */
void box_push(struct render *r, int columns, bool bar, const char *marker);
void box_pop(struct render *r);

/* --- handlers, by name in tags.def */
#define TAG(id, name, display, keep, top, bottom, style, handler) \
	void render_##handler(struct render *r, const struct node *node);
#include "html/tags.def"
#undef TAG

#endif
