/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Feed 1.0 and 1.1: jsonfeed_read has the document scanned, lets jansson read one
 * value after the other, and takes the members that it knows; a member of the wrong type
 * is left out. */
#include "feed/jsonfeed.h"

#include <jansson.h>
#include <string.h>

#include "feed/jsonscan.h"
#include "util/i18n.h"
#include "util/limit.h"

struct from {
	struct reader *r;
	struct element at; /* the line */
	const char *what;  /* the document is instead of a feed, or NULL */
};

static const char *text_of(const json_t *object, const char *name, size_t *n)
{
	const json_t *value = json_object_get(object, name);
	*n = 0;
	if (!json_is_string(value))
		return NULL;
	*n = json_string_length(value);
	return json_string_value(value);
}

static const char *line(struct from *f, const json_t *object, const char *name)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	return s ? reader_line(f->r, s, n, LIMIT_TITLE) : NULL;
}

/* Text as HTML, line feeds kept. */
static const char *escaped(struct from *f, const json_t *object, const char *name)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	if (!s)
		return NULL;
	g_autofree char *html = g_markup_escape_text(s,
						     (gssize)MIN(n, (size_t)LIMIT_BODY));
	return reader_html(f->r, &f->at, html, strlen(html));
}

static const char *html(struct from *f, const json_t *object, const char *name)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	return s ? reader_html(f->r, &f->at, s, n) : NULL;
}

static const char *url(struct from *f, const json_t *object, const char *name)
{
	size_t n;
	return reader_url(f->r, &f->at, text_of(object, name, &n));
}

static void date(struct from *f, const json_t *object, const char *name,
		 enum draft_date field)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	const json_t *value = json_object_get(object, name);
	g_autofree char *cut = NULL;
	if (s)
		cut = g_strndup(s, MIN(n, (size_t)200));
	else if (json_is_integer(value)) /* seconds since 1970 */
		cut = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else
		return;
	if (*cut && !draft_date(f->r->draft, field, RANK_OWN, cut))
		reader_warn(f->r, f->at.line, _("not a date: %.60s"), cut);
}

static int64_t number(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	double d = json_is_number(value) ? json_number_value(value) : -1;
	return d >= 0 && d < 9e15 ? (int64_t)d : -1;
}

/* --- persons, tags, attachments ------------------------------------------------------ */

static void author(struct from *f, const json_t *object, enum rank rank)
{
	struct person p = {0};
	size_t n;
	if (json_is_string(object)) {
		p.name = reader_line(f->r, json_string_value(object),
				     json_string_length(object), LIMIT_TITLE);
	} else if (json_is_object(object)) {
		p.name = line(f, object, "name");
		p.uri = reader_url(f->r, &f->at, text_of(object, "url", &n));
	}
	draft_author(f->r->draft, rank, &p);
}

static void authors(struct from *f, const json_t *object)
{
	const json_t *list = json_object_get(object, "authors");
	for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++)
		author(f, json_array_get(list, i), RANK_OWN);
	author(f, json_object_get(object, "author"), RANK_NEAR);
}

static void tags(struct from *f, const json_t *object)
{
	const json_t *list = json_object_get(object, "tags");
	for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++) {
		const json_t *tag = json_array_get(list, i);
		if (!json_is_string(tag))
			continue;
		struct category c = {.term = reader_line(f->r, json_string_value(tag),
							 json_string_length(tag),
							 LIMIT_TITLE)};
		draft_category(f->r->draft, RANK_OWN, &c);
	}
}

static void attachments(struct from *f, const json_t *object)
{
	const json_t *list = json_object_get(object, "attachments");
	for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++) {
		const json_t *a = json_array_get(list, i);
		struct enclosure *e = draft_enclosure(f->r->draft, url(f, a, "url"));
		if (!e)
			continue;
		if (!e->type)
			e->type = line(f, a, "mime_type");
		if (!e->title)
			e->title = line(f, a, "title");
		if (e->length < 0)
			e->length = number(a, "size_in_bytes");
		if (f->r->draft->duration_s < 0)
			f->r->draft->duration_s = number(a, "duration_in_seconds");
	}
}

/* --- items and the feed ---------------------------------------------------------------- */

static void put(struct from *f, enum draft_text field, const char *value)
{
	draft_text(f->r->draft, field, RANK_OWN, value);
}

static void item(struct from *f, const json_t *object)
{
	item_begin(f->r, &f->at);
	put(f, T_ID, line(f, object, "id"));
	put(f, T_LINK, url(f, object, "url"));
	struct link external = {.rel = "related", .href = url(f, object, "external_url")};
	draft_link(f->r->draft, &external);
	draft_text(f->r->draft, T_LINK, RANK_STAND_IN, external.href);
	put(f, T_TITLE, line(f, object, "title"));
	put(f, T_CONTENT, html(f, object, "content_html"));
	put(f, T_CONTENT, escaped(f, object, "content_text"));
	put(f, T_SUMMARY, escaped(f, object, "summary"));
	put(f, T_IMAGE, url(f, object, "image"));
	draft_text(f->r->draft, T_IMAGE, RANK_NEAR, url(f, object, "banner_image"));
	date(f, object, "date_published", D_PUBLISHED);
	date(f, object, "date_modified", D_UPDATED);
	put(f, T_LANGUAGE, line(f, object, "language"));
	authors(f, object);
	tags(f, object);
	attachments(f, object);
	item_end(f->r, &f->at);
}

/* --- members of the root ---------------------------------------------------------------- */

static void put_hubs(struct from *f, const json_t *o)
{
	const json_t *hubs = json_object_get(o, "hubs");
	for (size_t i = 0; i < json_array_size(hubs) && i < LIMIT_CATEGORIES; i++)
		put(f, T_HUB, url(f, json_array_get(hubs, i), "url"));
}

static void put_version(struct from *f, const json_t *o)
{
	size_t n;
	const char *version = text_of(o, "version", &n);
	const char *number = version ? strstr(version, "jsonfeed.org/version/") : NULL;
	if (f->r->feed->format != FEED_UNKNOWN)
		return;
	if (version && !number)
		f->what = N_("JSON with a \"version\" that is none of JSON Feed's");
	if (!number)
		return;
	number += strlen("jsonfeed.org/version/");
	f->r->feed->format = strcmp(number, "1") == 0 || strcmp(number, "1.0") == 0
				     ? FEED_JSON_10
				     : FEED_JSON_11;
}

/* A member is read as if it were an object of its own: a text by one of the readers above,
 * anything else by a function for it. */
static const struct member {
	const char *name;
	void (*put)(struct from *f, const json_t *o);
	const char *(*read)(struct from *f, const json_t *o, const char *name);
	enum draft_text field;
} members[] = {
	{"version", .put = put_version},      {"title", NULL, line, T_TITLE},
	{"home_page_url", NULL, url, T_LINK}, {"feed_url", NULL, url, T_SELF},
	{"next_url", NULL, url, T_NEXT},      {"description", NULL, escaped, T_SUMMARY},
	{"language", NULL, line, T_LANGUAGE}, {"icon", NULL, url, T_IMAGE},
	{"favicon", NULL, url, T_ICON},	      {"authors", .put = authors},
	{"author", .put = authors},	      {"hubs", .put = put_hubs},
};

static void put_member(struct from *f, const struct member *member, const json_t *o)
{
	if (member->put)
		member->put(f, o);
	else
		put(f, member->field, member->read(f, o, member->name));
}

static const struct member *find_member(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
		if (strcmp(members[i].name, name) == 0)
			return &members[i];
	return NULL;
}

static bool wants(const char *name)
{
	return find_member(name);
}

static bool take(void *data, const char *name, bool part, const GString *text, int at)
{
	struct from *f = data;
	if (part && text->str[0] != '{')
		return true;
	f->at.line = at;
	json_t *value = json_loadb(text->str, text->len, JSON_DECODE_ANY, NULL);
	if (!value) {
		reader_warn(f->r, at, _("a part that cannot be read was left out"));
		return true;
	}
	if (part) {
		item(f, value);
		json_decref(value);
	} else {
		json_t *object = json_object();
		json_object_set_new(object, name, value);
		put_member(f, find_member(name), object);
		json_decref(object);
	}
	if (arena_full(f->r->keep)) {
		reader_warn(
			f->r, at,
			_("the document needs too much memory, the rest was not read"));
		return false;
	}
	return !f->what && !f->r->items_skipped;
}

bool jsonfeed_read(struct reader *r, const char *text, size_t n, const char **what)
{
	struct from f = {.r = r};
	struct json_sink sink = {.wants = wants, .take = take, .data = &f};
	struct json_scan scan;
	json_scan(text, n, &sink, &scan);
	if (scan.too_deep) {
		*what = N_("JSON that is nested too deeply");
		r->feed->format = FEED_UNKNOWN;
	} else if (r->feed->format == FEED_UNKNOWN) {
		*what = f.what		 ? f.what
			: scan.no_object ? N_("JSON that is no object")
					 : N_("JSON without a \"version\"");
	} else if (scan.mended) {
		reader_warn(r, scan.line, _("not JSON, mended: %s"), _(scan.mended));
	}
	return r->feed->format != FEED_UNKNOWN;
}

char *jsonfeed_string(const char *text, size_t n)
{
	json_t *value = json_loadb(text, n, JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK,
				   NULL);
	char *string = json_is_string(value) ? g_strdup(json_string_value(value)) : NULL;
	json_decref(value);
	return string;
}
