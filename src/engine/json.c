/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON objects on jansson, which this file alone of tnews knows. */
#include "engine/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "text/date.h"
#include "text/utf8.h"

/* struct json is a json_t by another name: nobody else needs jansson's header. */
static json_t *inner(struct json *j)
{
	return (json_t *)(void *)j;
}

static struct json *outer(json_t *j)
{
	return (struct json *)(void *)j;
}

struct json *out_object(void)
{
	return outer(json_object());
}

static json_t *clean_string(const char *text, enum utf8_clean how)
{
	size_t n = strlen(text);
	if (utf8_is_clean(text, n, how))
		return json_stringn_nocheck(text, n);
	char *clean = utf8_clean(text, n, how);
	json_t *string = json_string_nocheck(clean);
	g_free(clean);
	return string;
}

void out_text(struct json *j, const char *name, const char *value)
{
	if (value && *value)
		json_object_set_new_nocheck(inner(j), name,
					    clean_string(value, CLEAN_LINE));
}

void out_long_text(struct json *j, const char *name, const char *value)
{
	if (value && *value)
		json_object_set_new_nocheck(inner(j), name,
					    clean_string(value, CLEAN_TEXT));
}

void out_number(struct json *j, const char *name, int64_t value)
{
	json_object_set_new_nocheck(inner(j), name, json_integer(value));
}

void out_bool(struct json *j, const char *name, bool value)
{
	json_object_set_new_nocheck(inner(j), name, json_boolean(value));
}

void out_date(struct json *j, const char *name, int64_t value)
{
	if (value == DATE_NONE)
		return;
	char *iso = date_iso(value);
	out_text(j, name, iso);
	g_free(iso);
}

static void append(struct json *j, const char *name, json_t *taken)
{
	json_t *list = json_object_get(inner(j), name);
	if (!list) {
		json_object_set_new_nocheck(inner(j), name, json_array());
		list = json_object_get(inner(j), name);
	}
	json_array_append_new(list, taken);
}

void out_append(struct json *j, const char *name, struct json *taken)
{
	append(j, name, inner(taken));
}

void out_put(struct json *j, const char *name, struct json *taken)
{
	json_object_set_new_nocheck(inner(j), name, inner(taken));
}

char *out_dump(struct json *taken)
{
	char *text = json_dumps(inner(taken), JSON_COMPACT);
	char *line = g_strdup(text);
	free(text);
	json_decref(inner(taken));
	return line;
}

static void json_lists(struct json *j, const struct story *s)
{
	for (size_t i = 0; i < s->n_categories; i++) {
		struct json *category = out_object();
		out_text(category, "term", s->categories[i].term);
		out_text(category, "scheme", s->categories[i].scheme);
		out_text(category, "label", s->categories[i].label);
		out_append(j, "categories", category);
	}
	for (size_t i = 0; i < s->n_enclosures; i++) {
		struct json *enclosure = out_object();
		out_text(enclosure, "url", s->enclosures[i].url);
		out_text(enclosure, "type", s->enclosures[i].type);
		if (s->enclosures[i].length >= 0)
			out_number(enclosure, "length", s->enclosures[i].length);
		out_text(enclosure, "title", s->enclosures[i].title);
		out_append(j, "enclosures", enclosure);
	}
	for (size_t i = 0; s->row.tags && s->row.tags[i]; i++)
		append(j, "tags", clean_string(s->row.tags[i], CLEAN_LINE));
}

struct json *out_story(const struct story *s, const char *section, bool whole)
{
	struct json *j = out_object(), *feed = out_object();
	out_number(j, "id", s->row.id);
	out_text(feed, "url", s->feed_url);
	out_text(feed, "title", s->feed_title);
	out_put(j, "feed", feed);
	out_text(j, "section", section);
	out_text(j, "title", s->row.title);
	out_text(j, "link", s->link);
	out_text(j, "comments", s->comments);
	out_text(j, "author", s->authors);
	out_text(j, "language", s->language);
	out_date(j, "published", s->published);
	out_date(j, "updated", s->updated);
	out_date(j, "received", s->received);
	json_lists(j, s);
	out_bool(j, "unread", s->row.unread);
	out_bool(j, "starred", s->row.starred);
	out_long_text(j, "note", s->note);
	for (size_t i = 0; i < s->n_also; i++) {
		struct json *also = out_object();
		out_text(also, "feed", s->also[i].title);
		out_number(also, "id", s->also[i].id);
		out_append(j, "also", also);
	}
	out_text(j, "snippet", s->row.snippet);
	out_long_text(j, "summary", s->summary);
	if (whole) {
		out_long_text(j, "content", s->content);
		out_long_text(j, "fulltext", s->fulltext);
	}
	return j;
}
