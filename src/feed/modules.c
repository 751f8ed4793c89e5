/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dublin Core, Media RSS, iTunes, Podcasting 2.0, Creative Commons: the functions of
 * their elements. */
#include "feed/handlers.h"

#include <math.h>
#include <string.h>

#include "text/date.h"
#include "text/plain.h"
#include "util/limit.h"
#include "util/url.h"

int64_t number_of(const char *s)
{
	int64_t n = 0;
	bool any = false;
	while (g_ascii_isspace(*s))
		s++;
	for (; *s; s++) {
		if (g_ascii_isdigit(*s)) {
			if (n > INT64_MAX / 100)
				return -1;
			n = n * 10 + (*s - '0');
			any = true;
		} else if (*s != ',' || !any) {
			break;
		}
	}
	while (g_ascii_isspace(*s))
		s++;
	return any && !*s ? n : -1;
}

static const char *line_attr(struct reader *r, const struct element *e, const char *name)
{
	const char *value = element_attr(e, name);
	return value ? reader_line(r, value, strlen(value), LIMIT_TITLE) : NULL;
}

void dc_person(struct reader *r, const struct element *e)
{
	persons_of(r, e, (enum rank)e->rule->rank);
}

void dc_contributor(struct reader *r, const struct element *e)
{
	g_autofree char *text = person_text(e->text, e->n_text);
	struct person p = person_from_text(r, text, strlen(text));
	draft_contributor(r->draft, &p);
}

void dc_subject(struct reader *r, const struct element *e)
{
	struct category c = {.term = reader_plain(r, e->text, e->n_text)};
	draft_category(r->draft, e->rule->rank, &c);
}

void dc_identifier(struct reader *r, const struct element *e)
{
	draft_text(r->draft, T_ID, e->rule->rank,
		   reader_line(r, e->text, e->n_text, LIMIT_ID));
}

void cc_license(struct reader *r, const struct element *e)
{
	const char *resource = element_attr_ns(e, NS_RDF, "resource");
	struct link link = {.rel = "license",
			    .href = reader_url(r, e, resource ? resource : e->text)};
	if (r->draft != &r->channel)
		draft_link(r->draft, &link);
}

/* --- Media RSS ----------------------------------------------------------------------- */

static void duration(struct reader *r, const char *s)
{
	int64_t seconds;
	if (s && *s && r->draft->duration_s < 0 && date_playtime(s, &seconds))
		r->draft->duration_s = seconds;
}

void media_content(struct reader *r, const struct element *e)
{
	const char *size = element_attr(e, "filesize");
	const char *type = line_attr(r, e, "type"), *medium = element_attr(e, "medium");
	const char *url = reader_url(r, e, element_attr(e, "url"));
	r->media = NULL;
	if (!url || r->draft == &r->channel)
		return;
	if ((medium && strcmp(medium, "image") == 0) ||
	    (type && g_str_has_prefix(type, "image/")))
		draft_text(r->draft, T_IMAGE, RANK_FAR, url);
	r->media = draft_enclosure(r->draft, url);
	if (!r->media)
		return;
	if (!r->media->type)
		r->media->type = type;
	if (size && r->media->length < 0)
		r->media->length = number_of(size);
	duration(r, element_attr(e, "duration"));
}

void media_content_end(struct reader *r, const struct element *e)
{
	(void)e;
	r->media = NULL;
}

void media_title(struct reader *r, const struct element *e)
{
	if (r->media && !r->media->title)
		r->media->title = reader_plain(r, e->text, e->n_text);
}

void media_thumbnail(struct reader *r, const struct element *e)
{
	const char *url = element_attr(e, "url");
	if (draft_wants(r->draft, T_IMAGE, RANK_STAND_IN))
		draft_text(r->draft, T_IMAGE, RANK_STAND_IN,
			   reader_url(r, e, url ? url : e->text));
}

void media_description(struct reader *r, const struct element *e)
{
	if (r->draft != &r->channel)
		put_html(r, e);
}

void media_category(struct reader *r, const struct element *e)
{
	struct category c = {.term = reader_plain(r, e->text, e->n_text),
			     .scheme = line_attr(r, e, "scheme"),
			     .label = line_attr(r, e, "label")};
	draft_category(r->draft, e->rule->rank, &c);
}

void media_credit(struct reader *r, const struct element *e)
{
	struct person p = {.name = reader_plain(r, e->text, e->n_text)};
	draft_author(r->draft, e->rule->rank, &p);
}

/* --- comments, places ------------------------------------------------------------------- */

void comment_feed(struct reader *r, const struct element *e)
{
	struct link link = {.rel = "replies",
			    .href = reader_url(r, e, e->text),
			    .type = "application/rss+xml"};
	draft_link(r->draft, &link);
}

/* A place as an address (RFC 5870), once both of its numbers are known. */
static void put_place(struct reader *r)
{
	struct draft *d = r->draft;
	char latitude[G_ASCII_DTOSTR_BUF_SIZE], longitude[G_ASCII_DTOSTR_BUF_SIZE];
	if (d != &r->item || !(fabs(d->latitude) <= 90) || !(fabs(d->longitude) <= 180))
		return;
	g_ascii_formatd(latitude, sizeof latitude, "%.6g", d->latitude);
	g_ascii_formatd(longitude, sizeof longitude, "%.7g", d->longitude);
	struct link link = {
		.rel = "location",
		.href = arena_printf(r->arena, "geo:%s,%s", latitude, longitude)};
	draft_link(d, &link);
	d->latitude = d->longitude = (double)NAN;
}

static const char *read_number(const char *s, double *number)
{
	char *end;
	*number = g_ascii_strtod(s, &end);
	if (end == s)
		*number = (double)NAN;
	while (g_ascii_isspace(*end) || *end == ',')
		end++;
	return end;
}

void geo_point(struct reader *r, const struct element *e)
{
	const char *rest = read_number(e->text, &r->draft->latitude);
	read_number(rest, &r->draft->longitude);
	put_place(r);
	r->draft->latitude = r->draft->longitude = (double)NAN;
}

void geo_latitude(struct reader *r, const struct element *e)
{
	read_number(e->text, &r->draft->latitude);
	put_place(r);
}

void geo_longitude(struct reader *r, const struct element *e)
{
	read_number(e->text, &r->draft->longitude);
	put_place(r);
}

/* --- podcasts -------------------------------------------------------------------------- */

void itunes_image(struct reader *r, const struct element *e)
{
	const char *href = element_attr(e, "href");
	if (!href)
		href = element_attr(e, "url");
	draft_text(r->draft, T_IMAGE, e->rule->rank,
		   reader_url(r, e, href ? href : e->text));
}

void itunes_duration(struct reader *r, const struct element *e)
{
	duration(r, e->text);
}

void itunes_category(struct reader *r, const struct element *e)
{
	struct category c = {.term = line_attr(r, e, "text")};
	draft_category(r->draft, RANK_OWN, &c);
}

void itunes_keywords(struct reader *r, const struct element *e)
{
	g_auto(GStrv) words = g_strsplit(e->text, ",", LIMIT_CATEGORIES);
	for (char **w = words; *w; w++) {
		struct category c = {.term = reader_plain(r, *w, strlen(*w))};
		draft_category(r->draft, e->rule->rank, &c);
	}
}

void itunes_owner(struct reader *r, const struct element *e)
{
	struct person p = person_gathered(r, e);
	draft_author(r->draft, RANK_LAST, &p);
}

void podcast_link(struct reader *r, const struct element *e)
{
	struct link link = {.rel = e->rule->name,
			    .href = reader_url(r, e, element_attr(e, "url")),
			    .type = line_attr(r, e, "type")};
	draft_link(r->draft, &link);
}
