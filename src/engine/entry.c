/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names are those of the JSON that `tnews show` prints. */
#include "engine/entry.h"

#include "text/date.h"

static void put(GString *out, const char *name, const char *value)
{
	if (value && *value)
		g_string_append_printf(out, "%s: %s\n", name, value);
}

static void put_date(GString *out, const char *name, int64_t date)
{
	if (date == DATE_NONE)
		return;
	g_autofree char *text = date_iso(date);
	put(out, name, text);
}

static void put_text(GString *out, const char *name, const char *html)
{
	if (html)
		g_string_append_printf(out, "\n%s:\n\n%s\n", name, html);
}

static void put_enclosure(GString *out, const struct enclosure *e)
{
	g_string_append_printf(out, "enclosure: %s", e->url ? e->url : "");
	if (e->type && *e->type)
		g_string_append_printf(out, "  %s", e->type);
	if (e->length > 0)
		g_string_append_printf(out, "  %" G_GINT64_FORMAT, e->length);
	if (e->title && *e->title)
		g_string_append_printf(out, "  %s", e->title);
	g_string_append_c(out, '\n');
}

const char *entry_text(struct arena *arena, const struct story *s)
{
	GString *out = g_string_new(NULL);
	put(out, "feed", s->feed_title);
	put(out, "feed_url", s->feed_url);
	put(out, "id", s->guid);
	put(out, "title", s->made_title ? NULL : s->row.title);
	put(out, "link", s->link);
	put(out, "comments", s->comments);
	put(out, "authors", s->authors);
	put_date(out, "published", s->published);
	put_date(out, "updated", s->updated);
	put_date(out, "received", s->received);
	put_date(out, "changed", s->changed);
	put(out, "language", s->language);
	put(out, "image", s->image);
	if (s->duration_s >= 0)
		g_string_append_printf(out, "duration: %" G_GINT64_FORMAT " s\n",
				       s->duration_s);
	for (size_t i = 0; i < s->n_categories; i++)
		put(out, "category",
		    s->categories[i].label ? s->categories[i].label
					   : s->categories[i].term);
	for (size_t i = 0; i < s->n_enclosures; i++)
		put_enclosure(out, &s->enclosures[i]);
	for (size_t i = 0; i < s->n_links; i++)
		g_string_append_printf(out, "%s: %s\n",
				       s->links[i].rel ? s->links[i].rel : "related",
				       s->links[i].href ? s->links[i].href : "");
	put_text(out, "summary", s->summary);
	put_text(out, "content", s->content);
	put_text(out, "fulltext", s->fulltext);
	const char *text = arena_strndup(arena, out->str, out->len);
	g_string_free(out, TRUE);
	return text;
}
