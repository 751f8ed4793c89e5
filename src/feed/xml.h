/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xml: an XML document, as libxml2 reads it, handed to walk.c.
 *
 * security.md 5.4 is kept here: no option of libxml2 that reads files or expands
 * entities, all hooks for entities and DTDs replaced, a loader for external entities
 * that always fails; the document type is taken out before the parser sees it, and tags
 * that would make the parser slow are mended (mend.h). */
#ifndef FEED_XML_H
#define FEED_XML_H

#include <glib.h>
#include <stdbool.h>

#include "feed/walk.h"

/* Once a process, before threads. */
void xml_init(void);

/* Reads text (valid UTF-8, n bytes and a NUL) into r. A document that is not well-formed
 * is mended and read again; a warning says so. */
void xml_read(struct reader *r, const char *text, size_t n);

#endif
