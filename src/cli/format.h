/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format: stories as JSON, as lines of a user's own form, as text. JSON is
 * engine/json's. */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include "cli/cli.h"
#include "engine/json.h"
#include "wire/page.h"

/* A line of the user's own: text with {name} in it, "{{" for a brace, \t and \n.
 * Checked once, then filled in for each thing. */
struct format;
/* names: those that may be used, NULL-terminated, borrowed for the format's life. NULL
 * with ERR_USAGE that names the nearest. */
struct format *format_new(const char *text, const char *const *names, GError **err);
void format_free(struct format *f);
/* value: the text of names[i], to be freed, or NULL for none. Prints a line. */
bool format_print(const struct format *f, char *(*value)(size_t i, void *data),
		  void *data);

/* Prints and frees it. */
bool out_line(struct json *taken);

/* Names of the fields of --format for stories, and their text. */
extern const char *const story_fields[];
char *story_field(const struct cli *c, const struct story *s, size_t i);

/* A laid out page as lines; flags: enum page_flags. */
bool print_page(const struct page *page, unsigned flags);

#endif
