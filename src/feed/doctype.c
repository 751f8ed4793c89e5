/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the document type declaration out and keeps its simple entities. The scan knows
 * quotes, comments and the internal subset, and nothing else of DTDs. */
#include "feed/doctype.h"

#include <string.h>

#include "text/plain.h"
#include "util/limit.h"

enum {
	MAX_ENTITIES = 200,
	MAX_ENTITY = 4096,	 /* bytes of one */
	MAX_EXPANSION = 4 << 20, /* bytes of all uses together */
};

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	return p;
}

static bool begins(const char *p, const char *end, const char *with)
{
	size_t n = strlen(with);
	return (size_t)(end - p) >= n && memcmp(p, with, n) == 0;
}

/* After the quoted string at p, or end. */
static const char *skip_quoted(const char *p, const char *end)
{
	const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
	return close ? close + 1 : end;
}

/* <!ENTITY name "text">: neither a parameter, nor external, nor made of others. */
static void keep_entity(struct entities *entities, const char *p, const char *end)
{
	p = skip_space(p, end);
	const char *name = p;
	while (p < end && !g_ascii_isspace(*p) && *p != '"' && *p != '\'' && *p != '>')
		p++;
	size_t n_name = (size_t)(p - name);
	p = skip_space(p, end);
	if (!n_name || n_name > 200 || *name == '%' || p >= end ||
	    (*p != '"' && *p != '\''))
		return;
	const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
	if (!close || close - p > MAX_ENTITY)
		return;
	if (!entities->table)
		entities->table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							g_free);
	if (g_hash_table_size(entities->table) >= MAX_ENTITIES)
		return;
	g_autofree char *key = g_strndup(name, n_name);
	/* Entities in it stay as they are written, or they would multiply. */
	char *text = plain_unescape(p + 1, (size_t)(close - p - 1));
	if (g_hash_table_contains(entities->table, key))
		g_free(text);
	else
		g_hash_table_insert(entities->table, g_steal_pointer(&key), text);
}

/* The end of the internal subset that begins after '['. */
static const char *read_subset(const char *p, const char *end, struct entities *entities)
{
	while (p < end && *p != ']') {
		if (begins(p, end, "<!--")) {
			const char *close = g_strstr_len(p + 4, (gssize)(end - p - 4),
							 "-->");
			p = close ? close + 3 : end;
		} else if (begins(p, end, "<?")) {
			const char *close = g_strstr_len(p + 2, (gssize)(end - p - 2),
							 "?>");
			p = close ? close + 2 : end;
		} else if (begins(p, end, "<!")) {
			const char *from = p;
			while (p < end && *p != '>')
				p = *p == '"' || *p == '\'' ? skip_quoted(p, end) : p + 1;
			if (begins(from, end, "<!ENTITY"))
				keep_entity(entities, from + 8, p);
			p = p < end ? p + 1 : end;
		} else {
			p++;
		}
	}
	return p < end ? p + 1 : end;
}

const char *doctype_skip(const char *p, const char *end, struct entities *entities,
			 bool *inner)
{
	const char *at = p;
	*inner = false;
	while (at < end && !g_ascii_isspace(*at) && *at != '>' && *at != '[')
		at++;
	while (at < end && *at != '>') {
		if (*at == '"' || *at == '\'') {
			at = skip_quoted(at, end);
		} else if (*at == '[') {
			*inner = true;
			at = read_subset(at + 1, end, entities);
		} else if (*at == '<') {
			return at; /* never closed */
		} else {
			at++;
		}
	}
	/* An internal subset without an end would take the document with it. */
	if (at >= end)
		at = memchr(p, '>', (size_t)(end - p));
	return at ? at + 1 : end;
}

const char *entities_text(struct entities *entities, const char *name)
{
	const char *text = NULL;
	if (entities->table)
		text = g_hash_table_lookup(entities->table, name);
	if (text) {
		entities->bytes += strlen(text);
		return entities->bytes <= MAX_EXPANSION ? text : NULL;
	}
	return plain_entity_name(name, strlen(name));
}

void entities_clear(struct entities *entities)
{
	if (entities->table)
		g_hash_table_destroy(entities->table);
	*entities = (struct entities){0};
}
