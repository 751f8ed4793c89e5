/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format: stories as JSON, as lines of a user's own form, as text. The only place that
 * writes JSON in cli/. */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include "cli/cli.h"
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

/* A JSON object on a line of its own, made of pairs; ended by out_line. Absent values
 * (NULL, DATE_NONE) leave the field out. */
struct json;
struct json *out_object(void);
void out_text(struct json *j, const char *name, const char *value);
/* HTML and notes: line feeds stay. */
void out_long_text(struct json *j, const char *name, const char *value);
void out_number(struct json *j, const char *name, int64_t value);
void out_bool(struct json *j, const char *name, bool value);
void out_date(struct json *j, const char *name, int64_t value);
/* Takes value over; as one of the list of that name, which is made if need be. */
void out_append(struct json *j, const char *name, struct json *taken);
/* Takes value over. */
void out_put(struct json *j, const char *name, struct json *taken);
/* Prints and frees it. */
bool out_line(struct json *taken);

/* A story as cli.md has it; whole: with content and fulltext. */
struct json *out_story(const struct cli *c, const struct story *s, bool whole);
/* Names of the fields of --format for stories, and their text. */
extern const char *const story_fields[];
char *story_field(const struct cli *c, const struct story *s, size_t i);

/* A laid out page as lines; flags: enum page_flags. */
bool print_page(const struct page *page, unsigned flags);

#endif
