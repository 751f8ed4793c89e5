/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways into html/: what feed/, work/ need of it. The inner headers (parse, node,
 * clean, table, tags) belong to html/ alone. */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include <glib.h>

#include "util/arena.h"
#include "wire/feed.h"
#include "wire/job.h"
#include "wire/page.h"

struct render_options {
	int width;            /* columns, at least 10 */
	const char *base;     /* for relative addresses, or NULL */
	const char *former;   /* HTML of before: what differs is marked; or NULL */
	const char *title;    /* headline: dropped where the story begins with it */
	const char *language;
	uint32_t flags;       /* enum render_flags of wire/job.h */
};

/* Lays HTML (valid UTF-8, borrowed) out. Never fails: markup that passes its budget is
 * shown as text, with page->warning. The page lives in arena. */
struct page *html_render(struct arena *arena, const char *html, size_t n,
			 const struct render_options *options);

/* Finds the story in a web page (valid UTF-8, borrowed) at this address, by the CSS
 * selector if there is one and it means anything on this page: a feed of one
 * item with what the page says of it, its clean HTML in content, the next page of a story
 * in several as a link rel=next; what is amiss (a wall, a teaser) in warnings. NULL with
 * fail and err if there is none. All in arena. */
struct feed *html_extract(struct arena *arena, const char *html, size_t n,
			  const char *url, const char *select, enum fail *fail,
			  GError **err);

/* Copies an HTML fragment with the addresses in its attributes (href, src, srcset, cite,
 * poster, data, action, longdesc, background) made absolute, in one linear scan; all
 * other bytes stay. base NULL: addresses are only escaped. The result lives in arena. */
const char *html_rewrite(struct arena *arena, const char *html, size_t n,
			 const char *base);

/* The feeds that a page names: its <link rel="alternate">, then links that look like
 * feeds; each address once, http and https only, at most 50. html: valid UTF-8, borrowed;
 * base: of the page. In arena. */
struct offer *html_discover(struct arena *arena, const char *html, size_t n,
			    const char *base, size_t *n_offers);

#endif
