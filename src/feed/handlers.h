/* SPDX-License-Identifier: GPL-3.0-or-later */
/* handlers: the functions that elements.def names. */
#ifndef FEED_HANDLERS_H
#define FEED_HANDLERS_H

#include "feed/read.h"

/* rss.c */
element_fn rss_root, rdf_root, rss_channel, rss_link, rss_ttl, rss_skip_hour,
	rss_skip_day, syn_period, syn_frequency, rss_editor, rss_webmaster, rss_author,
	rss_category, rss_image, rss_guid, rss_enclosure, rss_source;
/* atom.c */
element_fn atom_root, atom_link, atom_content, atom_id, atom_category, atom_author,
	atom_contributor, atom_source, atom_source_end;
/* person.c */
element_fn person_begin, person_name, person_email, person_uri;
/* modules.c */
element_fn dc_person, dc_contributor, dc_subject, dc_identifier, cc_license,
	media_content, media_content_end, media_title, media_thumbnail, media_description,
	media_category, media_credit, itunes_image, itunes_duration, itunes_category,
	itunes_keywords, itunes_owner, podcast_link, comment_feed, geo_point,
	geo_latitude, geo_longitude;
/* cdf.c */
element_fn cdf_item, cdf_anchor, cdf_logo;
/* opml.c */
element_fn opml_root, opml_outline, opml_outline_end;
/* Whether a root <channel> is of the Channel Definition Format; begins it then. */
bool cdf_root(struct reader *r, const struct element *e);

/* person.c: "address (name)", "name <address>", "name"; in the arena. */
struct person person_from_text(struct reader *r, const char *s, size_t n);
/* All persons of a text become authors: "a@b (A), c@d (C)". */
void persons_of(struct reader *r, const struct element *e, enum rank rank);
/* What such a text says: entities and markup taken out, but not <ed@example.org>. */
char *person_text(const char *s, size_t n);
/* The person that was gathered; its own text, if it had no elements, is read as above. */
struct person person_gathered(struct reader *r, const struct element *e);
/* modules.c: a number of bytes, "12,345" too; -1 if it is none. */
int64_t number_of(const char *s);

#endif
