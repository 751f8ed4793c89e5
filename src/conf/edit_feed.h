/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit_feed: the inside of edit: where a section's lines stand, what becomes of the lines
 * of a feed. For the files edit*.c alone. */
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

/* Text of one line, and the names of a section's path as they may be written; NULL with
 * err. To be freed. */
char *edit_one_line(const char *text);
char **edit_names(const char *section, GError **err);

/* What the file says about one section. */
struct place {
	size_t at;	  /* where a new line goes: behind its last line with words */
	char *indent;	  /* of the line before, or NULL */
	GHashTable *keys; /* feed_key of the feeds in it */
};

struct places;

/* Goes through the file once. */
struct places *places_read(const char *text, size_t n);
void places_free(struct places *places);
/* The section of these names, NULL if the file has none; that without a name is always
 * there. */
const struct place *places_at(const struct places *places, char *const *names);
/* Whether the feed stands anywhere in the file. */
bool places_have(const struct places *places, const char *key);

/* An edit_function: data is a struct conf_change. */
GString *edit_feed(const char *text, size_t n, void *data, GError **err);

#endif
