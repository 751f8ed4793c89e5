/* SPDX-License-Identifier: GPL-3.0-or-later */
/* found: where a folded word stands in a line of glyphs, for marking hits. */
#ifndef UI_FOUND_H
#define UI_FOUND_H

#include <glib.h>
#include <stdbool.h>

#include "ui/canvas.h"

/* Lays hit over the glyphs that text (not folded) is found in. Returns the number of
 * hits. With glyphs NULL nothing is done. */
size_t glyphs_mark(struct glyph *glyphs, size_t n, const char *text,
		   const struct look *hit);
/* The same over the bytes from .. to (SIZE_MAX: to the end) of the folded glyphs. */
void glyphs_mark_part(struct glyph *glyphs, size_t n, size_t from, size_t to,
		      const struct look *hit);
/* The same for what a regular expression matches. */
void glyphs_mark_regex(struct glyph *glyphs, size_t n, const GRegex *regex,
		       const struct look *hit);
/* How often text stands in s. */
size_t found_count(const char *s, const char *text);

/* A part of a hit that is broken over lines: bytes of the folded line. */
struct found_part {
	size_t line, from, to; /* to SIZE_MAX: to the end of the line */
	bool first;	       /* the hit begins here */
};

/* Appends to out the parts of all hits of text that begin in one of the lines and end in
 * another. lines: n folded ones, NULL where a hit cannot go on. A break stands for a
 * blank, or for nothing where scripts without blanks are broken, and after a hyphen. */
void found_broken(GArray *out, char *const *lines, size_t n, const char *text);

#endif
