/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the names of classes and ids tell. They are English the world over, whatever the
 * language of the page. */
#include <string.h>

#include "html/extract.h"

static const char *const unlikely[] = {
	"-ad-",		"ai2html",    "banner",	 "breadcrumb", "combx",	    "comment",
	"community",	"cover-wrap", "disqus",	 "extra",      "footer",    "gdpr",
	"header",	"legends",    "menu",	 "related",    "remark",    "replies",
	"rss",		"shoutbox",   "sidebar", "skyscraper", "social",    "sponsor",
	"supplemental", "ad-break",   "agegate", "pagination", "pager",	    "popup",
	"newsletter",	"modal",      "cookie",	 "consent",    "recommend", "subscribe",
	"outbrain",	"taboola",    NULL};
static const char *const maybe[] = {"and",  "article", "body",	 "column", "content",
				    "main", "mathjax", "shadow", NULL};
static const char *const positive[] = {"article", "body", "content", "entry",
				       "hentry",  "main", "page",    "post",
				       "text",	  "blog", "story",   NULL};
static const char *const negative[] = {
	"-ad-",	    "hidden", "banner",	  "combx",    "comment", "com-",       "contact",
	"footer",   "gdpr",   "masthead", "media",    "meta",	 "outbrain",   "promo",
	"related",  "scroll", "share",	  "shoutbox", "sidebar", "skyscraper", "sponsor",
	"shopping", "tags",   "widget",	  NULL};
static const char *const byline[] = {"byline",	  "author",   "dateline",
				     "writtenby", "p-author", NULL};

static const char *const gallery[] = {"gallery", "slideshow", "carousel", "lightbox",
				      NULL};
static const char *const caption[] = {"caption", "credit", NULL};
static const char *const dates[] = {"date", "time", "publish", "posted-on", NULL};
/* Whole words: "ad" is part of many. */
static const char *const ads[] = {
	"ad",	       "ads",	   "advert", "adverts", "advertisement",
	"advertising", "adslot",   "adbox",  "adsense", "dfp",
	"sponsored",   "promoted", NULL};

static bool has_token(const char *text, const char *const *list)
{
	for (const char *s = text; *s;) {
		size_t n = strcspn(s, " \t\n-_");
		for (size_t i = 0; list[i]; i++)
			if (strlen(list[i]) == n && strncmp(s, list[i], n) == 0)
				return true;
		s += n;
		s += strspn(s, " \t\n-_");
	}
	return false;
}

bool words_contain(const char *text, const char *const *list)
{
	for (; *list; list++)
		if (strstr(text, *list))
			return true;
	return false;
}

static bool is_share(const char *text)
{
	for (const char *s = text; (s = strstr(s, "share")); s += 5) {
		const char *end = s + 5;
		if (g_str_has_prefix(end, "daddy"))
			end += 5;
		bool left = s == text || !g_ascii_isalnum(s[-1]);
		bool right = !g_ascii_isalnum(*end);
		if (left && right)
			return true;
	}
	return false;
}

static int weigh(const char *text)
{
	int weight = 0;
	if (words_contain(text, negative))
		weight -= 25;
	if (words_contain(text, positive))
		weight += 25;
	return weight;
}

void words_weigh(struct node *node)
{
	struct mark *mark = MARK(node);
	const char *class = node_attribute(node, ATTRIBUTE_CLASS);
	const char *id = node_attribute(node, ATTRIBUTE_ID);
	if (!class && !id)
		return;
	g_autofree char *c = g_ascii_strdown(class ? class : "", -1);
	g_autofree char *i = g_ascii_strdown(id ? id : "", -1);
	g_autofree char *both = g_strconcat(c, " ", i, NULL);
	mark->weight = (int16_t)(weigh(c) + weigh(i));
	if (words_contain(both, unlikely))
		mark->words |= WORDS_UNLIKELY;
	if (words_contain(both, maybe))
		mark->words |= WORDS_MAYBE;
	if (words_contain(both, byline))
		mark->words |= WORDS_BYLINE;
	if (words_contain(both, gallery))
		mark->words |= WORDS_GALLERY;
	if (words_contain(both, caption))
		mark->words |= WORDS_CAPTION;
	if (words_contain(both, dates))
		mark->words |= WORDS_DATE;
	if (has_token(both, ads))
		mark->words |= WORDS_AD;
	if (is_share(both))
		mark->words |= WORDS_SHARE;
}
