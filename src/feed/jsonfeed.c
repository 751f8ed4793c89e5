/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Feed 1.0 and 1.1: jsonfeed_read scans, lets jansson parse, and takes the members
 * that it knows; a member of the wrong type is left out. */
#include "feed/jsonfeed.h"

#include <jansson.h>
#include <string.h>

#include "feed/jsonscan.h"
#include "util/i18n.h"
#include "util/limit.h"

static const char *text_of(const json_t *object, const char *name, size_t *n)
{
	const json_t *value = json_object_get(object, name);
	*n = 0;
	if (!json_is_string(value))
		return NULL;
	*n = json_string_length(value);
	return json_string_value(value);
}

static const char *line(struct reader *r, const json_t *object, const char *name)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	return s ? reader_line(r, s, n, LIMIT_TITLE) : NULL;
}

/* Text as HTML, line feeds kept. */
static const char *escaped(struct reader *r, const json_t *object, const char *name)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	if (!s)
		return NULL;
	g_autofree char *html = g_markup_escape_text(s,
						     (gssize)MIN(n, (size_t)LIMIT_BODY));
	return reader_html(r, NULL, html, strlen(html));
}

static const char *html(struct reader *r, const json_t *object, const char *name)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	return s ? reader_html(r, NULL, s, n) : NULL;
}

static const char *url(struct reader *r, const json_t *object, const char *name)
{
	size_t n;
	return reader_url(r, NULL, text_of(object, name, &n));
}

static void date(struct reader *r, const json_t *object, const char *name,
		 enum draft_date field)
{
	size_t n;
	const char *s = text_of(object, name, &n);
	if (!s)
		return;
	g_autofree char *cut = g_strndup(s, MIN(n, (size_t)200));
	if (*cut && !draft_date(r->draft, field, RANK_OWN, cut))
		reader_warn(r, 0, _("not a date: %.60s"), cut);
}

static int64_t number(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	double d = json_is_number(value) ? json_number_value(value) : -1;
	return d >= 0 && d < 9e15 ? (int64_t)d : -1;
}

/* --- persons, tags, attachments ------------------------------------------------------ */

static void author(struct reader *r, const json_t *object, enum rank rank)
{
	struct person p = {0};
	size_t n;
	if (json_is_string(object)) {
		p.name = reader_line(r, json_string_value(object),
				     json_string_length(object), LIMIT_TITLE);
	} else if (json_is_object(object)) {
		p.name = line(r, object, "name");
		p.uri = reader_url(r, NULL, text_of(object, "url", &n));
	}
	draft_author(r->draft, rank, &p);
}

static void authors(struct reader *r, const json_t *object)
{
	const json_t *list = json_object_get(object, "authors");
	for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++)
		author(r, json_array_get(list, i), RANK_OWN);
	author(r, json_object_get(object, "author"), RANK_NEAR);
}

static void tags(struct reader *r, const json_t *object)
{
	const json_t *list = json_object_get(object, "tags");
	for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++) {
		const json_t *tag = json_array_get(list, i);
		if (!json_is_string(tag))
			continue;
		struct category c = {.term = reader_line(r, json_string_value(tag),
							 json_string_length(tag),
							 LIMIT_TITLE)};
		draft_category(r->draft, RANK_OWN, &c);
	}
}

static void attachments(struct reader *r, const json_t *object)
{
	const json_t *list = json_object_get(object, "attachments");
	for (size_t i = 0; i < json_array_size(list) && i < LIMIT_CATEGORIES; i++) {
		const json_t *a = json_array_get(list, i);
		struct enclosure *e = draft_enclosure(r->draft, url(r, a, "url"));
		if (!e)
			continue;
		if (!e->type)
			e->type = line(r, a, "mime_type");
		if (!e->title)
			e->title = line(r, a, "title");
		if (e->length < 0)
			e->length = number(a, "size_in_bytes");
		if (r->draft->duration_s < 0)
			r->draft->duration_s = number(a, "duration_in_seconds");
	}
}

/* --- items and the feed ---------------------------------------------------------------- */

static void put(struct reader *r, enum draft_text field, const char *value)
{
	draft_text(r->draft, field, RANK_OWN, value);
}

static void item(struct reader *r, const json_t *object)
{
	struct element none = {0};
	item_begin(r, &none);
	put(r, T_ID, line(r, object, "id"));
	put(r, T_LINK, url(r, object, "url"));
	struct link external = {.rel = "related", .href = url(r, object, "external_url")};
	draft_link(r->draft, &external);
	draft_text(r->draft, T_LINK, RANK_STAND_IN, external.href);
	put(r, T_TITLE, line(r, object, "title"));
	put(r, T_CONTENT, html(r, object, "content_html"));
	put(r, T_CONTENT, escaped(r, object, "content_text"));
	put(r, T_SUMMARY, escaped(r, object, "summary"));
	put(r, T_IMAGE, url(r, object, "image"));
	draft_text(r->draft, T_IMAGE, RANK_NEAR, url(r, object, "banner_image"));
	date(r, object, "date_published", D_PUBLISHED);
	date(r, object, "date_modified", D_UPDATED);
	put(r, T_LANGUAGE, line(r, object, "language"));
	authors(r, object);
	tags(r, object);
	attachments(r, object);
	item_end(r, &none);
}

static void channel(struct reader *r, const json_t *root)
{
	put(r, T_TITLE, line(r, root, "title"));
	put(r, T_LINK, url(r, root, "home_page_url"));
	put(r, T_SELF, url(r, root, "feed_url"));
	put(r, T_SUMMARY, escaped(r, root, "description"));
	put(r, T_LANGUAGE, line(r, root, "language"));
	put(r, T_IMAGE, url(r, root, "icon"));
	put(r, T_ICON, url(r, root, "favicon"));
	authors(r, root);
	const json_t *hubs = json_object_get(root, "hubs");
	for (size_t i = 0; i < json_array_size(hubs) && i < LIMIT_CATEGORIES; i++)
		put(r, T_HUB, url(r, json_array_get(hubs, i), "url"));
}

static enum feed_format version_of(const json_t *root, const char **what)
{
	size_t n;
	const char *version = text_of(root, "version", &n);
	if (!json_is_object(root)) {
		*what = N_("JSON that is no object");
		return FEED_UNKNOWN;
	}
	if (!version) {
		*what = N_("JSON without a \"version\"");
		return FEED_UNKNOWN;
	}
	if (!strstr(version, "jsonfeed.org/version/")) {
		*what = N_("JSON with a \"version\" that is none of JSON Feed's");
		return FEED_UNKNOWN;
	}
	const char *number = strstr(version, "version/") + 8;
	return strcmp(number, "1") == 0 || strcmp(number, "1.0") == 0 ? FEED_JSON_10
								      : FEED_JSON_11;
}

bool jsonfeed_read(struct reader *r, const char *text, size_t n, const char **what)
{
	struct json_scan scan;
	GString *clean = json_scan(text, n, &scan);
	if (scan.too_deep || scan.too_many) {
		*what = scan.too_deep ? N_("JSON that is nested too deeply")
				      : N_("JSON of too many parts");
		g_string_free(clean, true);
		return false;
	}
	json_error_t error;
	json_t *root = json_loadb(clean->str, clean->len,
				  JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &error);
	g_string_free(clean, true);
	if (!root) {
		*what = N_("broken JSON");
		return false;
	}
	if (scan.mended)
		reader_warn(r, scan.line, _("not JSON, mended: %s"), _(scan.mended));
	r->feed->format = version_of(root, what);
	if (r->feed->format != FEED_UNKNOWN) {
		channel(r, root);
		const json_t *items = json_object_get(root, "items");
		for (size_t i = 0; i < json_array_size(items) && !r->items_skipped; i++)
			if (json_is_object(json_array_get(items, i)))
				item(r, json_array_get(items, i));
	}
	json_decref(root);
	return r->feed->format != FEED_UNKNOWN;
}
