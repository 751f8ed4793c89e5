/* SPDX-License-Identifier: GPL-3.0-or-later */
/* limit: growing text with a ceiling, on GString; and the ceilings themselves.
 * security.md: every buffer that strangers fill has one. */
#ifndef UTIL_LIMIT_H
#define UTIL_LIMIT_H

#include <glib.h>
#include <stdbool.h>

enum {
	LIMIT_DOCUMENT = 64 << 20, /* bytes of a decoded document */
	LIMIT_TITLE = 64 << 10,    /* bytes of a title or a name */
	LIMIT_ID = 4 << 10,        /* bytes of an id; beyond, its hash stands for it */
	LIMIT_URL = 16 << 10,
	LIMIT_BODY = 4 << 20,      /* bytes of one story's HTML */
	LIMIT_ITEMS = 200000,      /* stories of one document */
	LIMIT_OUTLINES = 100000,   /* feeds and folders of one list of subscriptions */
	LIMIT_CATEGORIES = 200,    /* of one story; also links, enclosures, persons */
	LIMIT_WARNINGS = 100,      /* of one document */
	LIMIT_DEPTH = 512,         /* of a tree */
	LIMIT_MESSAGE = 500,       /* characters of a message from outside */
	LIMIT_FRAME = 96 << 20,    /* bytes of one frame of the socket */
};

/* Appends n bytes; false, and nothing appended, when the text would pass ceiling. */
bool limit_append(GString *text, const char *bytes, size_t n, size_t ceiling);

#endif
