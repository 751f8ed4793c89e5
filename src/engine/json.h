/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json: objects as cli.md has them, for the commands and for hooks. Texts are cleaned. */
#ifndef ENGINE_JSON_H
#define ENGINE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "store/story.h"

/* A JSON object made of pairs; ended by out_dump, or put into another. Absent values
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
/* The object on one line without its end; to be freed with g_free. Frees it. NULL if
 * memory is short. */
char *out_dump(struct json *taken);
/* A story; section: where its feed stands, or NULL; whole: with content and fulltext. */
struct json *out_story(const struct story *s, const char *section, bool whole);

#endif
