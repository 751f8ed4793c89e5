/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encode: lists (enclosures, links, categories) within one column: records end with 0x1E,
 * fields with 0x1F; those two never occur in a field. */
#ifndef STORE_ENCODE_H
#define STORE_ENCODE_H

#include <glib.h>

#include "util/arena.h"
#include "wire/feed.h"

/* Appends a field (NULL: empty) or ends a record. */
void encode_field(GString *out, const char *field);
void encode_number(GString *out, int64_t number);
void encode_end(GString *out);

struct category *decode_categories(struct arena *arena, const char *text, size_t *n);
struct enclosure *decode_enclosures(struct arena *arena, const char *text, size_t *n);
struct link *decode_links(struct arena *arena, const char *text, size_t *n);

#endif
