/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In one scan of a short text; what is longer than any teaser is not looked at. */
#include "text/teaser.h"

#include <glib.h>
#include <string.h>

#include "text/plain.h"
#include "util/url.h"

enum {
	MOST_HTML = 32 << 10,
	MOST = 4000,	   /* characters of a teaser */
	MOST_WHOLE = 1000, /* of one that is no summary and does not break off */
	SHORT = 280,	   /* of a summary that is surely not all */
	LEAST_LABEL = 3,
	MOST_LABEL = 60, /* "Read on", in any language */
	MOST_BEHIND = 24,
	LONG_TITLE = 80,
};

static bool has_picture(const char *html)
{
	static const char *const tags[] = {"<img",    "<video",	  "<audio",
					   "<iframe", "<picture", "<object"};
	for (const char *s = strchr(html, '<'); s; s = strchr(s + 1, '<'))
		for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
			if (g_ascii_strncasecmp(s, tags[i], strlen(tags[i])) == 0)
				return true;
	return false;
}

/* --- how it ends ---------------------------------------------------------------------- */

static bool takes_off(const char *s, size_t *n, const char *end)
{
	size_t k = strlen(end);
	if (*n < k || memcmp(s + *n - k, end, k) != 0)
		return false;
	*n -= k;
	return true;
}

/* "...", "[...]", with an arrow or a quote behind it. */
static bool breaks_off(const char *s, size_t n)
{
	static const char *const behind[] = {" ",      "]", ")",  "\"",	   ">",
					     "\u00a0", "»", "”",  "“",	   "’",
					     "→",      "›", "」", "\u200b"};
	static const char *const ends[] = {"…", "...", ". . .", "⋯"};
	for (size_t i = 0; i < G_N_ELEMENTS(behind); i++)
		if (takes_off(s, &n, behind[i]))
			i = (size_t)-1;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (takes_off(s, &n, ends[i]))
			return true;
	return false;
}

/* "[...]": nobody ends a line of his own with that. */
static bool is_cut(const char *s, size_t n)
{
	bool closed = takes_off(s, &n, "]");
	return closed && (takes_off(s, &n, "…") || takes_off(s, &n, "..."));
}

/* The last line breaks off, or one of the two before it is cut: behind it stands who
 * published it where. */
static bool ends_early(const char *text)
{
	size_t n = strlen(text);
	for (int line = 0; line < 3 && n > 0; line++) {
		while (n > 0 && g_ascii_isspace(text[n - 1]))
			n--;
		size_t from = n;
		while (from > 0 && text[from - 1] != '\n')
			from--;
		if (line == 0 ? breaks_off(text + from, n - from)
			      : is_cut(text + from, n - from))
			return true;
		n = from;
	}
	return false;
}

/* --- its last link -------------------------------------------------------------------- */

static const char *last_link(const char *html)
{
	const char *found = NULL;
	for (const char *s = strchr(html, '<'); s; s = strchr(s + 1, '<'))
		if ((s[1] == 'a' || s[1] == 'A') && g_ascii_isspace(s[2]))
			found = s;
	return found;
}

/* The value of href, as it stands there. */
static char *href_of(const char *tag, const char *end)
{
	for (const char *s = tag; s + 6 < end; s++) {
		if (!g_ascii_isspace(*s) || g_ascii_strncasecmp(s + 1, "href", 4) != 0)
			continue;
		s += 5;
		s += strspn(s, " \t\r\n");
		if (*s != '=')
			continue;
		s++;
		s += strspn(s, " \t\r\n");
		char quote = *s == '"' || *s == '\'' ? *s++ : '\0';
		size_t n = quote ? 0 : strcspn(s, " \t\r\n>");
		while (quote && s + n < end && s[n] != quote)
			n++;
		return plain_unescape(s, n);
	}
	return NULL;
}

static bool is_same_page(const char *a, const char *b)
{
	/* "#more-12" is where the rest begins, "#comments" is not */
	const char *fragment = strchr(a, '#');
	if (!url_is_web(a) || !url_is_web(b) ||
	    (fragment && !g_str_has_prefix(fragment, "#more")))
		return false;
	g_autofree char *a_bare = url_without_tracking(a),
			*b_bare = url_without_tracking(b);
	g_autofree char *x = url_normal(a_bare), *y = url_normal(b_bare);
	return strcmp(x, y) == 0;
}

static long count(const char *html, size_t n)
{
	g_autofree char *text = plain_from_html(html, n);
	return g_utf8_strlen(g_strstrip(text), -1);
}

/* A few words at the very end lead to the story's page. */
static bool leads_on(const struct teaser *t)
{
	const char *tag = last_link(t->html), *open = tag ? strchr(tag, '>') : NULL;
	if (!open)
		return false;
	const char *close = open;
	while (*close && g_ascii_strncasecmp(close, "</a", 3) != 0)
		close++;
	g_autofree char *href = href_of(tag, open);
	long label = count(open + 1, (size_t)(close - open - 1));
	if (!href || label < LEAST_LABEL || label > MOST_LABEL || !*close ||
	    count(close, strlen(close)) > MOST_BEHIND || !is_same_page(href, t->link))
		return false;
	g_autofree char *words = plain_from_html(open + 1, (size_t)(close - open - 1));
	return !t->title || strcmp(g_strstrip(words), t->title) != 0;
}

/* --- all of it ------------------------------------------------------------------------ */

/* A title that is the post itself is all there is. */
static bool is_post(const char *title, const char *text)
{
	return !title || (strlen(title) >= LONG_TITLE && g_str_has_prefix(text, title));
}

/* In characters; 0 where there is nothing to see. */
static long length(const char *text)
{
	const char *s = text;
	while (*s && g_unichar_isspace(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	return *s ? g_utf8_strlen(text, -1) : 0;
}

bool teaser_is(const struct teaser *t)
{
	if (!t->link || !url_is_web(t->link))
		return false;
	if (!t->html)
		return !t->media;
	size_t n = strlen(t->html);
	if (n > MOST_HTML)
		return false;
	GString *text = g_string_new(NULL);
	plain_append(text, t->html, n, MOST_HTML);
	g_strstrip(text->str);
	long chars = length(text->str);
	bool is;
	if (chars == 0)
		is = !t->media && !has_picture(t->html);
	else if (chars > MOST)
		is = false;
	else if (ends_early(text->str))
		is = true;
	else if (t->summary && !t->media && chars < SHORT)
		is = !is_post(t->title, text->str);
	else
		is = (t->summary || chars <= MOST_WHOLE) && leads_on(t);
	g_string_free(text, TRUE);
	return is;
}
