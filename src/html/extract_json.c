/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as pages hold it: raw line feeds in strings, comments of CDATA around it, commas
 * too many, the end missing. Read as far as it goes; at most DEPTH deep. */
#include <string.h>

#include "html/extract.h"
#include "text/utf8.h"

enum { DEPTH = 32 };

struct reader {
	struct arena *arena;
	const char *s, *end;
};

static void skip(struct reader *r)
{
	while (r->s < r->end && strchr(" \t\r\n,:;", *r->s) && *r->s)
		r->s++;
}

static unsigned hex4(const struct reader *r)
{
	unsigned value = 0;
	for (int i = 0; i < 4; i++) {
		int digit = r->s + i < r->end ? g_ascii_xdigit_value(r->s[i]) : -1;
		if (digit < 0)
			return 0xfffd;
		value = value << 4 | (unsigned)digit;
	}
	return value;
}

static void read_unicode(struct reader *r, GString *out)
{
	uint32_t c = hex4(r);
	r->s = MIN(r->s + 4, r->end);
	if (c >= 0xd800 && c < 0xdc00 && r->end - r->s > 6 && r->s[0] == '\\' &&
	    r->s[1] == 'u') {
		r->s += 2;
		uint32_t low = hex4(r);
		r->s += 4;
		c = low >= 0xdc00 && low < 0xe000
			    ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)
			    : 0xfffd;
	}
	if (c == 0 || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	char bytes[4];
	g_string_append_len(out, bytes, (gssize)utf8_put(c, bytes));
}

/* Behind the opening quote. */
static const char *read_string(struct reader *r)
{
	GString *out = g_string_new(NULL);
	while (r->s < r->end && *r->s != '"') {
		char c = *r->s++;
		if (c != '\\' || r->s >= r->end) {
			g_string_append_c(out, c);
			continue;
		}
		c = *r->s++;
		if (c == 'u')
			read_unicode(r, out);
		else
			g_string_append_c(out, c == 'n'		      ? '\n'
					       : c == 't'	      ? '\t'
					       : c == 'r'	      ? '\r'
					       : c == 'b' || c == 'f' ? ' '
								      : c);
	}
	if (r->s < r->end)
		r->s++;
	char *text = arena_strndup(r->arena, out->str, out->len);
	g_string_free(out, TRUE);
	return text;
}

static struct json *read_value(struct reader *r, int depth);

static void read_members(struct reader *r, struct json *value, int depth)
{
	struct json *last = NULL;
	for (;;) {
		skip(r);
		if (r->s >= r->end)
			return;
		if (*r->s == '}' || *r->s == ']') {
			r->s++;
			return;
		}
		const char *key = NULL;
		if (!value->list) {
			if (*r->s != '"')
				return;
			r->s++;
			key = read_string(r);
			skip(r);
		}
		struct json *member = read_value(r, depth + 1);
		if (!member)
			return;
		member->key = key;
		if (last)
			last->next = member;
		else
			value->first = member;
		last = member;
	}
}

static struct json *read_value(struct reader *r, int depth)
{
	skip(r);
	if (r->s >= r->end || depth > DEPTH)
		return NULL;
	struct json *value = arena_new_of(r->arena, struct json);
	if (*r->s == '"') {
		r->s++;
		value->text = read_string(r);
	} else if (*r->s == '{' || *r->s == '[') {
		value->list = *r->s == '[';
		r->s++;
		read_members(r, value, depth);
	} else {
		const char *from = r->s;
		while (r->s < r->end && (g_ascii_isalnum(*r->s) || strchr("+-._", *r->s)))
			r->s++;
		if (r->s == from)
			return NULL;
		value->text = arena_strndup(r->arena, from, (size_t)(r->s - from));
	}
	return value;
}

struct json *json_read(struct arena *arena, const char *text, size_t n)
{
	struct reader r = {.arena = arena, .s = text, .end = text + n};
	while (r.s < r.end && *r.s != '{' && *r.s != '[')
		r.s++;
	return read_value(&r, 0);
}

const struct json *json_get(const struct json *object, const char *key)
{
	if (!object || object->list)
		return NULL;
	for (const struct json *m = object->first; m; m = m->next)
		if (m->key && strcmp(m->key, key) == 0)
			return m;
	return NULL;
}
