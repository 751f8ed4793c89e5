/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit_feed: the inside of edit: where a section's lines stand, what becomes of the lines
 * of a feed. For edit.c and edit_feed.c alone. */
#ifndef CONF_EDIT_FEED_H
#define CONF_EDIT_FEED_H

#include "conf/edit.h"
#include "conf/read.h"

/* Makes the new text of the file, or NULL with err. */
typedef GString *edit_function(const char *text, size_t n, void *data, GError **err);

bool edit_file(const char *path, edit_function *change, void *data,
	       struct conf_undo *undo, GError **err);
/* Whether an address may be written by anything but a hand. */
bool edit_may_write(const char *url, GError **err);
/* "\r\n" in a file that has it, else "\n". */
const char *edit_line_end(const char *text);
bool edit_is_section(const struct line *line, char *const *names);

/* What the file says about one section. */
struct place {
	bool found;    /* the section is there */
	bool has_feed; /* the address is in it */
	size_t at;     /* where a new line goes: behind its last line with words */
	char *indent;  /* of the line before */
};

void find_place(const char *text, size_t n, char *const *names, const char *normal,
		struct place *place);

/* An edit_function: data is a struct conf_change. */
GString *edit_feed(const char *text, size_t n, void *data, GError **err);

#endif
