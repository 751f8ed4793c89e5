/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctype: the document type, which libxml2 never sees.
 *
 * A DTD can only harm: it names files and addresses, and its entities multiply. Simple
 * entities that a document declares for itself are kept in a table of ours; their text
 * is not looked at again, so that nothing multiplies. */
#ifndef FEED_DOCTYPE_H
#define FEED_DOCTYPE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct entities {
	GHashTable *table; /* name -> text; NULL: none */
	size_t bytes;	   /* of text handed out so far */
};

/* The byte after the document type declaration that begins at p; its simple entities are
 * added. *inner: whether it declared anything. */
const char *doctype_skip(const char *p, const char *end, struct entities *entities,
			 bool *inner);
/* The text of an entity: of HTML or declared; NULL if nobody knows it. */
const char *entities_text(struct entities *entities, const char *name);
void entities_clear(struct entities *entities);

#endif
