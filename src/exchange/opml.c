/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OPML, written line by line: what is deeper than the next line is closed before it. */
#include "exchange/opml.h"

#include <string.h>

#include "text/utf8.h"

/* Control characters have no form in XML; a name has none, an address might. */
static void put(GString *out, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	g_autofree char *clean = utf8_clean(value, strlen(value), CLEAN_LINE);
	g_autofree char *text = g_markup_escape_text(clean, -1);
	g_string_append_printf(out, " %s=\"%s\"", name, text);
}

static void indent(GString *out, uint32_t depth)
{
	for (uint32_t i = 0; i < depth + 2; i++)
		g_string_append(out, "  ");
}

/* RFC 822, in English whatever the locale is. */
static void put_date(GString *out, int64_t now)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	g_autoptr(GDateTime) t = g_date_time_new_from_unix_utc(now);
	if (t)
		g_string_append_printf(out,
				       "    <dateCreated>%02d %s %04d %02d:%02d:%02d "
				       "GMT</dateCreated>\n",
				       g_date_time_get_day_of_month(t),
				       months[g_date_time_get_month(t) - 1],
				       g_date_time_get_year(t), g_date_time_get_hour(t),
				       g_date_time_get_minute(t),
				       g_date_time_get_second(t));
}

static void put_outline(GString *out, const struct outline *o)
{
	const char *title = o->title && *o->title ? o->title : o->url;
	indent(out, o->depth);
	g_string_append(out, "<outline");
	if (o->url)
		put(out, "type", "rss");
	put(out, "text", title);
	if (o->url)
		put(out, "title", title);
	put(out, "xmlUrl", o->url);
	put(out, "htmlUrl", o->page);
	put(out, "category", o->tags);
}

GString *opml_write(const struct outline *outlines, size_t n, int64_t now)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				    "<opml version=\"2.0\">\n  <head>\n"
				    "    <title>Subscriptions</title>\n");
	put_date(out, now);
	g_string_append(out, "  </head>\n  <body>\n");
	for (size_t i = 0; i < n; i++) {
		uint32_t next = i + 1 < n ? outlines[i + 1].depth : 0;
		bool opens = next > outlines[i].depth;
		put_outline(out, &outlines[i]);
		g_string_append(out, opens ? ">\n" : "/>\n");
		for (uint32_t d = outlines[i].depth; d > next; d--) {
			indent(out, d - 1);
			g_string_append(out, "</outline>\n");
		}
	}
	g_string_append(out, "  </body>\n</opml>\n");
	return out;
}
