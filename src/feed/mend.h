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
/* Whether the document has a tag that would make the parser slow: longer than 256 KiB
 * or with more than 1,000 attributes; or one CDATA section of more than 8 MB. */
bool mend_is_needed(const char *text, size_t n);

#endif
