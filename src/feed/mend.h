/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mend: a document that libxml2 would refuse, or read wrong, made well-formed.
 *
 * libxml2's own recovery drops what it does not understand, closes one element per wrong
 * end tag, and stops at a second root. This scanner keeps all text: tags are balanced,
 * lone < and & are escaped, attributes quoted, doubles dropped, control references and
 * processing instructions left out. Line feeds keep their number. All is put into one
 * root element, <tnews-mended>. */
#ifndef FEED_MEND_H
#define FEED_MEND_H

#include <glib.h>
#include <stdbool.h>

/* text: valid UTF-8 without a document type. To be freed. */
GString *mend_document(const char *text, size_t n);
/* What in the document would make the parser slow, or fail: a tag longer than 256 KiB or
 * with more than 1,000 attributes, a section that is huge or never closed. The reason as
 * a text to translate, its place in *at; NULL if there is nothing. */
const char *mend_is_needed(const char *text, size_t n, const char **at);

/* The "]]>" in the n bytes at p, or NULL. */
const char *mend_section_end(const char *p, size_t n);

#endif
