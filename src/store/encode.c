/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists within a column. Empty and absent fields are the same. */
#include "store/encode.h"

#include <string.h>

enum { RECORD = 0x1E, FIELD = 0x1F, MAX_FIELDS = 4 };

void encode_field(GString *out, const char *field)
{
	for (; field && *field; field++)
		if (*field != RECORD && *field != FIELD)
			g_string_append_c(out, *field);
	g_string_append_c(out, FIELD);
}

void encode_number(GString *out, int64_t number)
{
	g_string_append_printf(out, "%" G_GINT64_FORMAT "%c", number, FIELD);
}

void encode_end(GString *out)
{
	g_string_append_c(out, RECORD);
}

static size_t count(const char *text)
{
	size_t n = 0;
	for (; text && *text; text++)
		n += *text == RECORD;
	return n;
}

/* The fields of the record at text; returns what follows it. */
static const char *record(struct arena *arena, const char *text,
			  const char *fields[MAX_FIELDS])
{
	const char *end = strchr(text, RECORD);
	for (size_t i = 0; i < MAX_FIELDS; i++) {
		const char *stop = text < end ? memchr(text, FIELD, (size_t)(end - text))
					      : NULL;
		fields[i] = stop && stop > text
				    ? arena_strndup(arena, text, (size_t)(stop - text))
				    : NULL;
		text = stop ? stop + 1 : end;
	}
	return end + 1;
}

struct category *decode_categories(struct arena *arena, const char *text, size_t *n)
{
	*n = count(text);
	struct category *c = arena_array_of(arena, *n, struct category);
	for (size_t i = 0; i < *n; i++) {
		const char *f[MAX_FIELDS];
		text = record(arena, text, f);
		c[i] = (struct category){.term = f[0], .label = f[1], .scheme = f[2]};
	}
	return c;
}

struct enclosure *decode_enclosures(struct arena *arena, const char *text, size_t *n)
{
	*n = count(text);
	struct enclosure *e = arena_array_of(arena, *n, struct enclosure);
	for (size_t i = 0; i < *n; i++) {
		const char *f[MAX_FIELDS];
		text = record(arena, text, f);
		e[i] = (struct enclosure){.url = f[0],
					  .type = f[1],
					  .title = f[2],
					  .length = f[3] ? g_ascii_strtoll(f[3], NULL, 10)
							 : -1};
	}
	return e;
}

struct link *decode_links(struct arena *arena, const char *text, size_t *n)
{
	*n = count(text);
	struct link *l = arena_array_of(arena, *n, struct link);
	for (size_t i = 0; i < *n; i++) {
		const char *f[MAX_FIELDS];
		text = record(arena, text, f);
		l[i] = (struct link){
			.rel = f[0], .href = f[1], .type = f[2], .title = f[3]};
	}
	return l;
}
