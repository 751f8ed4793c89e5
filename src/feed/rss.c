/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RSS 0.90 to 2.0: the functions of its elements. RSS 2.0: rssboard.org/rss-specification;
 * 1.0: web.resource.org/rss/1.0/spec; 0.9x: the specifications of Netscape and Userland. */
#include "feed/handlers.h"

#include <stdlib.h>
#include <string.h>

#include "text/plain.h"
#include "util/limit.h"
#include "util/url.h"

void rss_root(struct reader *r, const struct element *e)
{
	const char *version = element_attr(e, "version");
	if (!version)
		version = "";
	r->native = NS_RSS;
	if (strncmp(version, "0.90", 4) == 0)
		r->feed->format = FEED_RSS_090;
	else if (strncmp(version, "0.91", 4) == 0)
		r->feed->format = FEED_RSS_091;
	else if (strncmp(version, "0.9", 3) == 0)
		r->feed->format = FEED_RSS_092;
	else
		r->feed->format = FEED_RSS_20;
}

/* RDF may hold anything: it is a feed once it has a channel. */
void rdf_root(struct reader *r, const struct element *e)
{
	(void)e;
	r->native = NS_RSS;
	r->rdf = true;
}

/* Inside of an item that was never closed it ends that. */
void rss_channel(struct reader *r, const struct element *e)
{
	item_end(r, e);
	if (r->feed->format == FEED_UNKNOWN && (r->rdf || !cdf_root(r, e)))
		reader_guess_format(r, e);
	if (e->lang)
		draft_text(&r->channel, T_LANGUAGE, RANK_LAST, e->lang);
	const char *about = element_attr_ns(e, NS_RDF, "about");
	if (about)
		draft_text(&r->channel, T_ID, RANK_STAND_IN,
			   reader_line(r, about, strlen(about), LIMIT_ID));
}

void rss_link(struct reader *r, const struct element *e)
{
	const char *href = e->n_text ? NULL : element_attr(e, "href");
	enum rank rank = e->n_text ? RANK_OWN : RANK_NEAR;
	if (draft_wants(r->draft, T_LINK, rank))
		draft_text(r->draft, T_LINK, rank,
			   reader_url(r, e, href ? href : e->text));
}

void rss_ttl(struct reader *r, const struct element *e)
{
	int64_t n = number_of(e->text);
	if (n >= 0 && n < 10 * 366 * 24 * 60 && r->channel.ttl_minutes < 0)
		r->channel.ttl_minutes = n;
}

void rss_skip_hour(struct reader *r, const struct element *e)
{
	int64_t n = number_of(e->text);
	if (n >= 0 && n <= 24) /* some count from 1 */
		r->channel.skip_hours |= UINT32_C(1) << (n % 24);
}

void rss_skip_day(struct reader *r, const struct element *e)
{
	static const char *const days[] = {"sun", "mon", "tue", "wed",
					   "thu", "fri", "sat"};
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
		if (e->n_text >= 3 && g_ascii_strncasecmp(e->text, days[i], 3) == 0)
			r->channel.skip_days |= UINT32_C(1) << i;
}

void syn_period(struct reader *r, const struct element *e)
{
	static const struct {
		const char *word;
		int64_t minutes;
	} periods[] = {{"hourly", 60},
		       {"daily", 24 * 60},
		       {"weekly", 7 * 24 * 60},
		       {"monthly", 30 * 24 * 60},
		       {"yearly", 365 * 24 * 60}};
	for (size_t i = 0; i < G_N_ELEMENTS(periods); i++)
		if (e->n_text >= strlen(periods[i].word) &&
		    g_ascii_strncasecmp(e->text, periods[i].word,
					strlen(periods[i].word)) == 0)
			r->channel.period_minutes = periods[i].minutes;
}

void syn_frequency(struct reader *r, const struct element *e)
{
	int64_t n = number_of(e->text);
	if (n > 0 && n < 10000)
		r->channel.frequency = n;
}

void rss_editor(struct reader *r, const struct element *e)
{
	struct person p = person_gathered(r, e);
	draft_author(r->draft, RANK_OWN, &p);
}

void rss_webmaster(struct reader *r, const struct element *e)
{
	struct person p = person_gathered(r, e);
	draft_author(r->draft, RANK_LAST, &p);
}

void rss_author(struct reader *r, const struct element *e)
{
	if (!r->person.name && !r->person.email && !r->person.uri) {
		persons_of(r, e, RANK_OWN);
		return;
	}
	struct person p = person_gathered(r, e);
	draft_author(r->draft, RANK_OWN, &p);
}

void rss_category(struct reader *r, const struct element *e)
{
	const char *domain = element_attr(e, "domain");
	struct category c = {.term = reader_plain(r, e->text, e->n_text)};
	if (domain)
		c.scheme = reader_line(r, domain, strlen(domain), LIMIT_URL);
	draft_category(r->draft, RANK_OWN, &c);
}

void rss_image(struct reader *r, const struct element *e)
{
	/* RSS 1.0: the image of a story may be meant, but its elements say so. */
	item_end(r, e);
}

void rss_guid(struct reader *r, const struct element *e)
{
	const char *permalink = element_attr(e, "ispermalink");
	bool is_link = !permalink || g_ascii_strcasecmp(permalink, "false") != 0;
	if (!draft_text(r->draft, T_ID, RANK_OWN,
			reader_line(r, e->text, e->n_text, LIMIT_ID)))
		return;
	r->draft->id_is_link = is_link && url_is_web(r->draft->text[T_ID]);
	if (r->draft->id_is_link)
		draft_text(r->draft, T_LINK, RANK_STAND_IN, reader_url(r, e, e->text));
}

void rss_enclosure(struct reader *r, const struct element *e)
{
	const char *url = element_attr(e, "url"), *type = element_attr(e, "type");
	const char *length = element_attr(e, "length"), *title = element_attr(e, "title");
	struct enclosure *c = draft_enclosure(r->draft, reader_url(r, e, url));
	if (!c)
		return;
	if (type && !c->type)
		c->type = reader_line(r, type, strlen(type), LIMIT_TITLE);
	if (title && !c->title)
		c->title = reader_line(r, title, strlen(title), LIMIT_TITLE);
	if (length && c->length < 0)
		c->length = number_of(length);
}

void rss_source(struct reader *r, const struct element *e)
{
	const char *url = element_attr(e, "url");
	r->draft->source.title = reader_plain(r, e->text, e->n_text);
	r->draft->source.link = reader_url(r, e, url);
}
