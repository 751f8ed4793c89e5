/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of subscriptions: OPML 1.0 to 2.0 (opml.org/spec2.opml), as other programs write
 * it. An outline with an address is a feed, any other with a name a folder; what has
 * neither, or holds no feed, is passed over. */
#include <string.h>

#include "feed/handlers.h"
#include "util/i18n.h"
#include "util/limit.h"

/* Deeper folders are taken as the one above them: nobody finds anything there. */
enum { MOST_FOLDERS = 32, FOLDER_NAME = 1024 };

void opml_root(struct reader *r, const struct element *e)
{
	(void)e;
	r->opml = true;
	if (r->native == NS_UNKNOWN)
		r->native = NS_RSS;
}

static const char *attribute(struct reader *r, const struct element *e, const char *attr,
			     size_t ceiling)
{
	const char *value = element_attr(e, attr);
	return value ? reader_line(r, value, strlen(value), ceiling) : NULL;
}

/* "Q &amp;amp; A": escaped once too often. Markup stays, a name may be about that. */
static const char *name(struct reader *r, const struct element *e, const char *attr,
			size_t ceiling)
{
	const char *value = attribute(r, e, attr, ceiling);
	bool escaped = value && strchr(value, '&') && !strchr(value, '<');
	return escaped ? reader_plain(r, value, strlen(value)) : value;
}

/* text is what OPML asks for; some programs write title alone. */
static const char *title_of(struct reader *r, const struct element *e, size_t ceiling)
{
	const char *text = name(r, e, "text", ceiling);
	return text ? text : name(r, e, "title", ceiling);
}

/* xmlUrl; url alone may be any page, unless the outline says that it is a feed. */
static const char *address_of(struct reader *r, const struct element *e)
{
	static const char *const kinds[] = {"rss", "atom", "rdf", "feed", "json"};
	const char *url = attribute(r, e, "xmlurl", LIMIT_URL);
	const char *type = element_attr(e, "type");
	for (size_t i = 0; !url && type && i < G_N_ELEMENTS(kinds); i++)
		if (g_ascii_strcasecmp(type, kinds[i]) == 0)
			url = attribute(r, e, "url", LIMIT_URL);
	return url;
}

void opml_outline(struct reader *r, const struct element *e)
{
	if (!r->outlines)
		return;
	struct outline o = {.depth = MIN(r->outline_depth, MOST_FOLDERS)};
	o.url = address_of(r, e);
	o.title = title_of(r, e, o.url ? LIMIT_TITLE : FOLDER_NAME);
	r->opml |= o.url != NULL;
	bool folder = !o.url && o.title;
	r->outline_depth += folder;
	if (folder ? r->outline_depth > MOST_FOLDERS : !o.url)
		return;
	if (r->outlines->len < LIMIT_OUTLINES)
		g_array_append_val(r->outlines, o);
	else
		reader_warn(r, 0, _("more than %d feeds, the rest was not read"),
			    LIMIT_OUTLINES);
}

/* A folder that holds no feed is none. */
void opml_outline_end(struct reader *r, const struct element *e)
{
	if (!r->outlines || address_of(r, e) || !title_of(r, e, FOLDER_NAME) ||
	    !r->outline_depth)
		return;
	r->outline_depth--;
	if (!r->outlines->len || r->outline_depth >= MOST_FOLDERS)
		return;
	const struct outline *last = &g_array_index(r->outlines, struct outline,
						    r->outlines->len - 1);
	if (!last->url && last->depth == r->outline_depth)
		g_array_set_size(r->outlines, r->outlines->len - 1);
}
