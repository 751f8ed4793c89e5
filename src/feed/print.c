/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A feed as the JSON of `tnews parse`. Written by hand rather than with a tree of
 * jansson's: the document may have millions of characters, and order matters. */
#include "feed/print.h"

#include <string.h>

#include "text/date.h"

/* Where we are: the indentation, and whether a comma is due. */
struct out {
	GString *s;
	int depth;
	bool comma;
};

static void new_line(struct out *o)
{
	static const char blanks[] = "\n                ";
	if (o->comma)
		g_string_append_c(o->s, ',');
	g_string_append_len(o->s, blanks, 1 + 2 * MIN(o->depth, 8));
	o->comma = true;
}

/* Bytes that need an escape: quotes, backslash, C0, DEL, and 0xC2 before C1. */
static const bool special[256] = {
	[0] = 1,  [1] = 1,  [2] = 1,   [3] = 1,	   [4] = 1,    [5] = 1,
	[6] = 1,  [7] = 1,  [8] = 1,   [9] = 1,	   [10] = 1,   [11] = 1,
	[12] = 1, [13] = 1, [14] = 1,  [15] = 1,   [16] = 1,   [17] = 1,
	[18] = 1, [19] = 1, [20] = 1,  [21] = 1,   [22] = 1,   [23] = 1,
	[24] = 1, [25] = 1, [26] = 1,  [27] = 1,   [28] = 1,   [29] = 1,
	[30] = 1, [31] = 1, ['"'] = 1, ['\\'] = 1, [0x7F] = 1, [0xC2] = 1};

/* Control characters but tab, line feed and carriage return have no place in a story:
 * left out, whatever way they came in. */
static void put_string(GString *s, const char *text)
{
	const unsigned char *p = (const unsigned char *)text, *from = p;
	g_string_append_c(s, '"');
	for (;; p++) {
		while (!special[*p])
			p++;
		if (*p == 0xC2 && (p[1] < 0x80 || p[1] > 0x9F))
			continue;
		g_string_append_len(s, (const char *)from, p - from);
		if (!*p)
			break;
		switch (*p) {
		case '"':
			g_string_append_len(s, "\\\"", 2);
			break;
		case '\\':
			g_string_append_len(s, "\\\\", 2);
			break;
		case '\n':
			g_string_append_len(s, "\\n", 2);
			break;
		case '\t':
			g_string_append_len(s, "\\t", 2);
			break;
		case '\r':
			g_string_append_len(s, "\\r", 2);
			break;
		case 0xC2:
			p++;
			break;
		default:
			break;
		}
		from = p + 1;
	}
	g_string_append_c(s, '"');
}

static void key(struct out *o, const char *name)
{
	new_line(o);
	g_string_append_c(o->s, '"');
	g_string_append(o->s, name);
	g_string_append_len(o->s, "\": ", 3);
}

static void text(struct out *o, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	key(o, name);
	put_string(o->s, value);
}

static void number(struct out *o, const char *name, int64_t value)
{
	if (value < 0)
		return;
	key(o, name);
	g_string_append_printf(o->s, "%" G_GINT64_FORMAT, (gint64)value);
}

static void date(struct out *o, const char *name, int64_t t)
{
	if (t == DATE_NONE)
		return;
	g_autofree char *iso = date_iso(t);
	text(o, name, iso);
}

static void open_list(struct out *o, const char *name)
{
	key(o, name);
	g_string_append_c(o->s, '[');
	o->depth++;
	o->comma = false;
}

static void close_list(struct out *o)
{
	bool empty = !o->comma;
	o->depth--;
	o->comma = false;
	if (!empty)
		new_line(o);
	o->comma = true;
	g_string_append_c(o->s, ']');
}

/* An object on one line of a list: members are separated by hand. */
struct member {
	const char *name, *text;
};

static void short_member(struct out *o, const struct member *m, bool comma)
{
	g_string_append_printf(o->s, "%s\"%s\": ", comma ? ", " : "", m->name);
	put_string(o->s, m->text);
}

static void short_object(struct out *o, const struct member *m, size_t n)
{
	bool comma = false;
	g_string_append_c(o->s, '{');
	for (size_t i = 0; i < n; i++) {
		if (!m[i].text || !*m[i].text)
			continue;
		short_member(o, &m[i], comma);
		comma = true;
	}
	g_string_append_c(o->s, '}');
}

static void persons(struct out *o, const char *name, const struct person *p, size_t n)
{
	if (!n)
		return;
	open_list(o, name);
	for (size_t i = 0; i < n; i++) {
		const struct member m[] = {
			{"name", p[i].name}, {"email", p[i].email}, {"uri", p[i].uri}};
		new_line(o);
		short_object(o, m, G_N_ELEMENTS(m));
	}
	close_list(o);
}

static void categories(struct out *o, const struct category *c, size_t n)
{
	if (!n)
		return;
	open_list(o, "categories");
	for (size_t i = 0; i < n; i++) {
		const struct member m[] = {{"term", c[i].term},
					   {"scheme", c[i].scheme},
					   {"label", c[i].label}};
		new_line(o);
		short_object(o, m, G_N_ELEMENTS(m));
	}
	close_list(o);
}

static void enclosures(struct out *o, const struct enclosure *e, size_t n)
{
	if (!n)
		return;
	open_list(o, "enclosures");
	for (size_t i = 0; i < n; i++) {
		const struct member m[] = {
			{"url", e[i].url}, {"type", e[i].type}, {"title", e[i].title}};
		new_line(o);
		short_object(o, m, 2);
		g_string_truncate(o->s, o->s->len - 1);
		if (e[i].length >= 0)
			g_string_append_printf(o->s, ", \"length\": %" G_GINT64_FORMAT,
					       (gint64)e[i].length);
		if (e[i].title)
			short_member(o, &m[2], true);
		g_string_append_c(o->s, '}');
	}
	close_list(o);
}

static void links(struct out *o, const struct link *l, size_t n)
{
	if (!n)
		return;
	open_list(o, "links");
	for (size_t i = 0; i < n; i++) {
		const struct member m[] = {{"rel", l[i].rel},
					   {"href", l[i].href},
					   {"type", l[i].type},
					   {"title", l[i].title}};
		new_line(o);
		short_object(o, m, G_N_ELEMENTS(m));
	}
	close_list(o);
}

static void source(struct out *o, const struct source *s)
{
	const struct member m[] = {{"title", s->title}, {"link", s->link}, {"id", s->id}};
	if (!s->title && !s->link && !s->id)
		return;
	key(o, "source");
	short_object(o, m, G_N_ELEMENTS(m));
}

static void item(struct out *o, const struct item *it)
{
	new_line(o);
	g_string_append_c(o->s, '{');
	o->depth++;
	o->comma = false;
	text(o, "id", it->id);
	if (it->id_is_link) {
		key(o, "id_is_link");
		g_string_append(o->s, "true");
	}
	text(o, "title", it->title);
	text(o, "link", it->link);
	text(o, "comments", it->comments);
	persons(o, "authors", it->authors, it->n_authors);
	persons(o, "contributors", it->contributors, it->n_contributors);
	date(o, "published", it->published);
	date(o, "updated", it->updated);
	text(o, "language", it->language);
	text(o, "rights", it->rights);
	text(o, "summary", it->summary);
	text(o, "content", it->content);
	text(o, "image", it->image);
	number(o, "duration_seconds", it->duration_s);
	categories(o, it->categories, it->n_categories);
	enclosures(o, it->enclosures, it->n_enclosures);
	links(o, it->links, it->n_links);
	source(o, &it->source);
	o->depth--;
	o->comma = false;
	new_line(o);
	g_string_append_c(o->s, '}');
}

static void channel(struct out *o, const struct feed *f)
{
	text(o, "format", feed_format_name(f->format));
	text(o, "title", f->title);
	text(o, "subtitle", f->subtitle);
	text(o, "link", f->link);
	text(o, "self", f->self);
	text(o, "hub", f->hub);
	text(o, "next", f->next);
	text(o, "id", f->id);
	text(o, "language", f->language);
	text(o, "rights", f->rights);
	text(o, "generator", f->generator);
	text(o, "icon", f->icon);
	text(o, "image", f->image);
	date(o, "updated", f->updated);
	date(o, "published", f->published);
	number(o, "ttl_minutes", f->ttl_minutes);
	persons(o, "authors", f->authors, f->n_authors);
	categories(o, f->categories, f->n_categories);
}

static void warnings(struct out *o, const struct warning *w, size_t n)
{
	if (!n)
		return;
	open_list(o, "warnings");
	for (size_t i = 0; i < n; i++) {
		new_line(o);
		g_string_append_c(o->s, '{');
		if (w[i].line)
			g_string_append_printf(o->s, "\"line\": %d, ", w[i].line);
		g_string_append(o->s, "\"message\": ");
		put_string(o->s, w[i].message);
		g_string_append_c(o->s, '}');
	}
	close_list(o);
}

void print_item(GString *out, const struct item *it, bool first)
{
	struct out o = {.s = out, .depth = 2, .comma = !first};
	item(&o, it);
}

void print_around(GString *items, const struct feed *feed)
{
	struct out o = {.s = g_string_sized_new(4096), .depth = 1};
	g_string_append_c(o.s, '{');
	channel(&o, feed);
	open_list(&o, "items");
	g_string_prepend_len(items, o.s->str, (gssize)o.s->len);
	g_string_free(o.s, true);
	/* An empty list leaves its bracket as the last byte. */
	o.s = items;
	o.comma = items->str[items->len - 1] != '[';
	close_list(&o);
	warnings(&o, feed->warnings, feed->n_warnings);
	g_string_append(items, "\n}\n");
}

GString *feed_print(const struct feed *feed)
{
	GString *out = g_string_sized_new(65536);
	for (size_t i = 0; i < feed->n_items; i++)
		print_item(out, &feed->items[i], i == 0);
	print_around(out, feed);
	return out;
}
