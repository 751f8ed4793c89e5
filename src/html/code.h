/* SPDX-License-Identifier: GPL-3.0-or-later */
/* code: what in a piece of source text is a comment, a text in quotes, a word of the
 * language, a number: enough to read it, for many languages, not the truth of any. Where
 * a site has marked the parts of its code itself, its marks are taken. */
#ifndef HTML_CODE_H
#define HTML_CODE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "html/node.h"

struct code_syntax;

/* A part of the text, with SPAN_COMMENT, SPAN_STRING, SPAN_KEYWORD or SPAN_VALUE. */
struct code_token {
	size_t start, end;
	uint32_t style;
};

/* The name of the language that a class names ("language-c++", "brush: py"), as tnews
 * calls it; NULL if it names none. */
const char *code_language_of_class(const char *class);
/* How the text of a pre is to be read: from what its classes and those of the elements
 * around and in it say, else from what it looks like. NULL: not as code. */
const struct code_syntax *code_syntax_of(const struct node *pre);
/* Whether the site has marked the parts of this code, and what its class means. */
bool code_is_marked(const struct node *pre);
uint32_t code_style_of_class(const char *class);
/* Appends the parts of the text (struct code_token, in order), at most `most` of them. In
 * one scan. */
void code_scan(const struct code_syntax *syntax, const char *text, size_t n,
	       GArray *tokens, guint most);

#endif
