/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A story laid out for a width: lines of styled spans, and what they point to. Made by
 * html/render in the worker, sliced by ui/article, printed by `tnews render` and `show`.
 * Plain data in one arena; text is filtered as CLEAN_SHOWN, in logical order. */
#ifndef WIRE_PAGE_H
#define WIRE_PAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a span is, as bits; conf/styles.def gives each its look. */
enum span_style {
	SPAN_BOLD = 1 << 0,
	SPAN_ITALIC = 1 << 1,
	SPAN_UNDERLINE = 1 << 2,
	SPAN_STRIKE = 1 << 3,
	SPAN_CODE = 1 << 4,
	SPAN_LINK = 1 << 5, /* text of a link */
	SPAN_HEADING = 1 << 6,
	SPAN_QUOTE = 1 << 7,   /* text of a quote */
	SPAN_MARK = 1 << 8,    /* list bullets, quote bars, rules, table lines */
	SPAN_IMAGE = 1 << 9,   /* [image 3: alt] */
	SPAN_NUMBER = 1 << 10, /* [3], the footnote of a link */
	SPAN_DIM = 1 << 11,
	SPAN_INSERTED = 1 << 12,
	SPAN_DELETED = 1 << 13,
	SPAN_COMMENT = 1 << 14, /* in code, as the three below */
	SPAN_STRING = 1 << 15,
	SPAN_KEYWORD = 1 << 16,
	SPAN_VALUE = 1 << 17, /* a number, true, null */
};

struct span {
	const char *text; /* no line feed */
	uint32_t style;
	int link;    /* number of the link it belongs to, from 1; 0 none */
	int columns; /* what it takes on the screen */
};

struct line {
	struct span *spans;
	size_t n_spans;
	int indent;	 /* blank columns before the first span */
	bool rtl;	 /* of a right-to-left paragraph: aligned right */
	bool pre;	 /* of preformatted text or a table wider than the page */
	uint32_t anchor; /* place in the text: grows from line to line whatever the
	                     width, so a resize finds its place again */
};

enum page_link_kind {
	LINK_PAGE,
	LINK_IMAGE,
	LINK_AUDIO,
	LINK_VIDEO,
	LINK_FRAME,
	LINK_MAIL,
	LINK_OTHER,
	LINK_PLACE, /* leads to a place in this very page: the id behind the # */
	LINK_KINDS
};

struct page_link {
	enum page_link_kind kind;
	const char *url;  /* absolute where the base allows it */
	const char *text; /* what it was called; image: its alt text */
	size_t line;	  /* the line where it first stands */
};

struct page_place { /* an id within the page, for links to #id */
	const char *id;
	size_t line;
};

struct page {
	int width;
	struct line *lines;
	size_t n_lines;
	struct page_link *links; /* link number n is links[n - 1] */
	size_t n_links;
	struct page_place *places;
	size_t n_places;
	size_t n_words;	     /* for the reading time */
	const char *warning; /* the markup could not be laid out: why; or NULL */
};

enum page_flags {
	PAGE_ANSI = 1 << 0,  /* colours and attributes (SGR) */
	PAGE_LINKS = 1 << 1, /* links (OSC 8) */
};

/* Appends the page as text: a line feed after each line, indented, right-to-left lines
 * at the right edge, in logical order; lines of preformatted text that are wider than
 * the page are cut into as many as they need. */
void page_print(GString *out, const struct page *page, unsigned flags);
/* Appends the address as it may stand in an OSC 8 sequence; out NULL: only looks. False,
 * and nothing is appended, for one that could break out of it. */
bool page_link_text(GString *out, const char *url);
/* The line of the place that a LINK_PLACE leads to; false if there is none. */
bool page_place_line(const struct page *page, const char *url, size_t *line);
/* Columns that the line takes, with its indent. */
int line_columns(const struct line *line);

#endif
