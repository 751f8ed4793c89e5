/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Microsoft's Channel Definition Format of 1997. */
#include "feed/handlers.h"

#include <string.h>

static void last_modified(struct reader *r, const struct element *e)
{
	const char *date = element_attr(e, "lastmod");
	if (date)
		draft_date(r->draft, D_UPDATED, RANK_OWN, date);
}

bool cdf_root(struct reader *r, const struct element *e)
{
	if (strcmp(e->name, "CHANNEL") != 0 && !element_attr(e, "href") &&
	    !element_attr(e, "base") && !element_attr(e, "lastmod"))
		return false;
	r->feed->format = FEED_CDF;
	r->native = NS_CDF;
	draft_text(&r->channel, T_LINK, RANK_OWN,
		   reader_url(r, e, element_attr(e, "href")));
	draft_text(&r->channel, T_SELF, RANK_OWN,
		   reader_url(r, e, element_attr(e, "self")));
	last_modified(r, e);
	return true;
}

void cdf_item(struct reader *r, const struct element *e)
{
	item_begin(r, e);
	draft_text(r->draft, T_LINK, RANK_OWN, reader_url(r, e, element_attr(e, "href")));
	last_modified(r, e);
}

void cdf_anchor(struct reader *r, const struct element *e)
{
	draft_text(r->draft, T_LINK, RANK_OWN, reader_url(r, e, element_attr(e, "href")));
}

void cdf_logo(struct reader *r, const struct element *e)
{
	const char *style = element_attr(e, "style");
	enum draft_text field = T_IMAGE;
	if (style && g_ascii_strcasecmp(style, "icon") == 0 && r->draft == &r->channel)
		field = T_ICON;
	draft_text(r->draft, field, RANK_OWN, reader_url(r, e, element_attr(e, "href")));
}
