/* SPDX-License-Identifier: GPL-3.0-or-later */
/* found: where a folded word stands in a line of glyphs, for marking hits. */
#ifndef UI_FOUND_H
#define UI_FOUND_H

#include "ui/canvas.h"

/* Lays hit over the glyphs that text (not folded) is found in. Returns the number of
 * hits. With glyphs NULL nothing is done. */
size_t glyphs_mark(struct glyph *glyphs, size_t n, const char *text,
		   const struct look *hit);
/* How often text stands in s. */
size_t found_count(const char *s, const char *text);

#endif
