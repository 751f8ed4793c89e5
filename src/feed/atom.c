/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Atom 1.0 (RFC 4287) and 0.3: the functions of its elements, also inside of RSS. */
#include "feed/handlers.h"

#include <string.h>

#include "util/limit.h"
#include "util/url.h"

void atom_root(struct reader *r, const struct element *e)
{
	const char *version = element_attr(e, "version");
	bool old = e->uri && (strstr(e->uri, "purl.org/atom/ns") ||
			      strstr(e->uri, "2003") || strstr(e->uri, "echo"));
	bool new = e->uri &&strstr(e->uri, "2005");
	if (!new &&version && strncmp(version, "0.", 2) == 0)
		old = true;
	r->native = NS_ATOM;
	r->feed->format = old ? FEED_ATOM_03 : FEED_ATOM_10;
	if (e->lang)
		draft_text(&r->channel, T_LANGUAGE, RANK_LAST, e->lang);
}

static const char *line_attr(struct reader *r, const struct element *e, const char *name)
{
	const char *value = element_attr(e, name);
	return value ? reader_line(r, value, strlen(value), LIMIT_TITLE) : NULL;
}

/* A registered relation may be written as an address. */
static const char *rel_of(struct reader *r, const struct element *e)
{
	static const char iana[] = "http://www.iana.org/assignments/relation/";
	const char *rel = line_attr(r, e, "rel");
	if (!rel || g_ascii_strcasecmp(rel, "alternate") == 0)
		return "alternate";
	if (g_str_has_prefix(rel, iana))
		rel += sizeof iana - 1;
	return rel;
}

static bool is_html(const char *type)
{
	return !type || strstr(type, "html");
}

/* The page itself before other forms of it, a rel as the RFC has it before one in capitals
 * or as an address. */
static enum rank alternate_rank(const struct link *link)
{
	bool plain = !strpbrk(link->rel, "/ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return is_html(link->type) && plain ? RANK_NEAR : RANK_STAND_IN;
}

static void feed_link(struct reader *r, const char *rel, const struct link *link)
{
	const char *url = link->href;
	if (strcmp(rel, "alternate") == 0)
		draft_text(r->draft, T_LINK, alternate_rank(link), url);
	else if (strcmp(rel, "self") == 0)
		draft_text(r->draft, T_SELF, RANK_NEAR, url);
	else if (strcmp(rel, "hub") == 0)
		draft_text(r->draft, T_HUB, RANK_NEAR, url);
	else if (strcmp(rel, "next") == 0)
		draft_text(r->draft, T_NEXT, RANK_NEAR, url);
	else if (strcmp(rel, "icon") == 0 || strcmp(rel, "shortcut icon") == 0)
		draft_text(r->draft, T_ICON, RANK_STAND_IN, url);
}

static void enclosure_link(struct reader *r, const struct element *e, const char *url)
{
	struct enclosure *c = draft_enclosure(r->draft, url);
	const char *length = element_attr(e, "length");
	if (!c)
		return;
	if (!c->type)
		c->type = line_attr(r, e, "type");
	if (!c->title)
		c->title = line_attr(r, e, "title");
	if (length && c->length < 0)
		c->length = number_of(length);
}

void atom_link(struct reader *r, const struct element *e)
{
	const char *href = element_attr(e, "href"), *rel = rel_of(r, e);
	if (href && !*href)
		href = e->base; /* this very document */
	struct link link = {
		.rel = line_attr(r, e, "rel"),
		.href = reader_url(r, e, href ? href : e->text),
		.type = line_attr(r, e, "type"),
		.title = line_attr(r, e, "title"),
	};
	if (!link.href)
		return;
	if (!link.rel)
		link.rel = rel;
	if (r->draft == &r->channel || r->draft == &r->source) {
		feed_link(r, rel, &link);
		return;
	}
	draft_link(r->draft, &link);
	if (strcmp(rel, "alternate") == 0)
		draft_text(r->draft, T_LINK, alternate_rank(&link), link.href);
	else if (strcmp(rel, "enclosure") == 0)
		enclosure_link(r, e, link.href);
	else if (strcmp(rel, "replies") == 0)
		draft_text(r->draft, T_COMMENTS, alternate_rank(&link), link.href);
}

/* With src the content is elsewhere: an attached file, or the page itself. */
void atom_content(struct reader *r, const struct element *e)
{
	const char *src = element_attr(e, "src");
	if (src && *src) {
		const char *url = reader_url(r, e, src), *type = line_attr(r, e, "type");
		if (type && !strstr(type, "html")) {
			struct enclosure *c = draft_enclosure(r->draft, url);
			if (c && !c->type)
				c->type = type;
		} else {
			draft_text(r->draft, T_LINK, RANK_FAR, url);
		}
		return;
	}
	put_html(r, e);
}

void atom_id(struct reader *r, const struct element *e)
{
	put_line(r, e);
}

void atom_category(struct reader *r, const struct element *e)
{
	struct category c = {
		.term = line_attr(r, e, "term"),
		.scheme = line_attr(r, e, "scheme"),
		.label = line_attr(r, e, "label"),
	};
	if (!c.term)
		c.term = reader_line(r, e->text, e->n_text, LIMIT_TITLE);
	if (!c.term)
		c.term = c.label;
	draft_category(r->draft, RANK_OWN, &c);
}

void atom_author(struct reader *r, const struct element *e)
{
	struct person p = person_gathered(r, e);
	draft_author(r->draft, RANK_NEAR, &p);
}

void atom_contributor(struct reader *r, const struct element *e)
{
	struct person p = person_gathered(r, e);
	draft_contributor(r->draft, &p);
}

void atom_source(struct reader *r, const struct element *e)
{
	(void)e;
	if (!r->in_item)
		return;
	draft_reset(&r->source);
	r->draft = &r->source;
}

void atom_source_end(struct reader *r, const struct element *e)
{
	(void)e;
	if (r->draft != &r->source)
		return;
	r->draft = &r->item;
	r->item.relative |= r->source.relative;
	r->item.source = (struct source){
		.title = r->source.text[T_TITLE],
		.link = r->source.text[T_LINK] ? r->source.text[T_LINK]
					       : r->source.text[T_SELF],
		.id = r->source.text[T_ID],
	};
}
