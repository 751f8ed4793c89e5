/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of a feed: text and addresses as they are kept, warnings, items, and the
 * end, where addresses that waited for the feed's own link become absolute. */
#include "feed/read.h"

#include <string.h>

#include "feed/print.h"
#include "html/html.h"
#include "text/plain.h"
#include "text/utf8.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/url.h"

/* More than the fields of one item can hold by their ceilings, but for lists that are
 * all full of the longest. */
enum { ITEM_BUDGET = 64 << 20 };

void reader_init(struct reader *r, struct arena *arena, struct feed *feed,
		 const char *url, GString *printed)
{
	*r = (struct reader){.arena = arena,
			     .keep = arena,
			     .feed = feed,
			     .url = url,
			     .printed = printed};
	if (printed)
		r->own = arena_new(ITEM_BUDGET);
	draft_init(&r->channel);
	draft_init(&r->item);
	draft_init(&r->source);
	r->items = g_array_new(false, true, sizeof(struct item));
	r->waiting = g_array_new(false, true, sizeof(guint));
	r->warnings = g_array_new(false, true, sizeof(struct warning));
	r->scratch = g_string_sized_new(1024);
	r->draft = &r->channel;
}

void reader_clear(struct reader *r)
{
	draft_clear(&r->channel);
	draft_clear(&r->item);
	draft_clear(&r->source);
	g_array_free(r->items, true);
	g_array_free(r->waiting, true);
	g_array_free(r->warnings, true);
	g_string_free(r->scratch, true);
	arena_free(r->own);
}

void reader_restart(struct reader *r)
{
	draft_reset(&r->channel);
	draft_reset(&r->item);
	draft_reset(&r->source);
	g_array_set_size(r->items, 0);
	g_array_set_size(r->waiting, 0);
	r->link = NULL;
	if (r->printed)
		g_string_truncate(r->printed, 0);
	r->n_printed = 0;
	r->arena = r->keep;
	r->draft = &r->channel;
	r->clean = false;
	r->native = NS_UNKNOWN;
	r->rdf = false;
	r->in_item = r->items_skipped = false;
	r->person = (struct person){0};
	r->media = NULL;
	r->feed->format = FEED_UNKNOWN;
	r->outline_depth = 0;
	if (r->outlines)
		g_array_set_size(r->outlines, 0);
}

void reader_warn(struct reader *r, int line, const char *format, ...)
{
	if (r->warnings->len >= LIMIT_WARNINGS)
		return;
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *clean = utf8_clean(text, strlen(text), CLEAN_LINE);
	g_autofree char *shown = utf8_clean(clean, strlen(clean), CLEAN_SHOWN);
	g_autofree char *cut = utf8_ellipsis(shown, LIMIT_MESSAGE);
	struct warning w = {line > 0 ? line : 0, arena_strdup(r->keep, cut)};
	for (guint i = 0; i < r->warnings->len; i++) {
		struct warning *o = &g_array_index(r->warnings, struct warning, i);
		if (o->line == w.line && strcmp(o->message, w.message) == 0)
			return;
	}
	g_array_append_val(r->warnings, w);
}

/* --- text --------------------------------------------------------------------------- */

/* n, or less, so that no character is cut. */
static size_t cut(const char *s, size_t n, size_t ceiling)
{
	if (n <= ceiling)
		return n;
	n = ceiling;
	while (n && (s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

const char *reader_line(struct reader *r, const char *s, size_t n, size_t ceiling)
{
	while (n && g_ascii_isspace(*s))
		s++, n--;
	while (n && g_ascii_isspace(s[n - 1]))
		n--;
	n = cut(s, n, ceiling);
	if (!n)
		return NULL;
	if (utf8_is_clean(s, n, CLEAN_LINE))
		return arena_strndup(r->arena, s, n);
	g_autofree char *clean = utf8_clean(s, n, CLEAN_LINE);
	return *clean ? arena_strdup(r->arena, clean) : NULL;
}

const char *reader_keep(struct reader *r, const char *s, size_t ceiling)
{
	struct arena *before = r->arena;
	r->arena = r->keep;
	const char *line = reader_line(r, s, strlen(s), ceiling);
	r->arena = before;
	return line;
}

const char *reader_plain(struct reader *r, const char *html, size_t n)
{
	if (!memchr(html, '<', n) && !memchr(html, '&', n))
		return reader_line(r, html, n, LIMIT_TITLE);
	n = cut(html, n, LIMIT_BODY);
	g_autofree char *text = plain_from_html(html, n);
	return reader_line(r, text, strlen(text), LIMIT_TITLE);
}

/* What an address is seen from; NULL if that is not known yet. */
static const char *base_of(struct reader *r, const struct element *e)
{
	if (e && e->base)
		return e->base;
	const char *link = r->channel.text[T_LINK];
	if (link != r->link) {
		r->link = link;
		r->link_is_base = url_is_base(link);
	}
	return r->link_is_base ? link : NULL;
}

/* An absolute address of nothing but what may stand in one. */
static bool is_plain_url(const char *s, size_t n)
{
	if (n < 10 || strncmp(s, "http", 4) != 0)
		return false;
	size_t i = s[4] == 's' ? 5 : 4;
	if (strncmp(s + i, "://", 3) != 0 || !g_ascii_isalnum(s[i + 3]))
		return false;
	bool host = true;
	for (i += 3; i < n; i++) {
		char c = s[i];
		if (host && !g_ascii_isalnum(c) && c != '.' && c != '-' && c != '/')
			return false;
		if (c == '/')
			host = false;
		if (!g_ascii_isalnum(c) && !strchr("-._~/?&=+,:;@!$*()'", c))
			return false;
		/* Dots that have to be resolved. */
		if (c == '.' && s[i - 1] == '/')
			return false;
	}
	return !host;
}

static const char *absolute(struct reader *r, const char *base, const char *ref)
{
	size_t n = strlen(ref);
	if (is_plain_url(ref, n))
		return arena_strndup(r->arena, ref, n);
	g_autofree char *url = url_resolve(base, ref);
	return arena_strdup(r->arena, url);
}

const char *reader_url(struct reader *r, const struct element *e, const char *ref)
{
	if (!ref)
		return NULL;
	while (g_ascii_isspace(*ref))
		ref++;
	size_t n = strlen(ref);
	if (!n || n > LIMIT_URL) {
		if (n)
			reader_warn(r, e ? e->line : 0, _("an address is too long"));
		return NULL;
	}
	const char *base = base_of(r, e);
	const char *url = absolute(r, base, ref);
	if (!url_is_harmless(url)) {
		reader_warn(r, e ? e->line : 0,
			    _("an address that must not be opened: %.40s"), url);
		return NULL;
	}
	if (!url_is_absolute(url))
		r->draft->relative = true;
	return *url ? url : NULL;
}

/* C1 controls are what windows-1252 has there, as in HTML. */
static const char *without_c1(struct reader *r, const char *html, size_t *n)
{
	static const unsigned short table[32] = {
		0x20AC, 0,	0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	0x017D, 0,
		0,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	0x017E, 0x0178};
	const char *p = html, *end = html + *n, *from = html;
	bool changed = false;
	while (p < end && (p = memchr(p, 0xC2, (size_t)(end - p)))) {
		unsigned char c = (unsigned char)p[1];
		if (c < 0x80 || c > 0x9F) {
			p++;
			continue;
		}
		if (!changed)
			g_string_truncate(r->scratch, 0);
		changed = true;
		g_string_append_len(r->scratch, from, p - from);
		if (table[c - 0x80])
			g_string_append_unichar(r->scratch, table[c - 0x80]);
		p += 2;
		from = p;
	}
	if (!changed)
		return html;
	g_string_append_len(r->scratch, from, end - from);
	*n = r->scratch->len;
	return r->scratch->str;
}

const char *reader_html(struct reader *r, const struct element *e, const char *html,
			size_t n)
{
	if (n > LIMIT_BODY) {
		reader_warn(r, e ? e->line : 0, _("a text is too long and was cut"));
		n = cut(html, n, LIMIT_BODY);
	}
	g_autofree char *clean = NULL;
	if (!(e && e->clean) && !utf8_is_clean(html, n, CLEAN_TEXT)) {
		html = without_c1(r, html, &n);
		clean = utf8_clean(html, n, CLEAN_TEXT);
		html = clean;
		n = strlen(html);
	}
	while (n && g_ascii_isspace(*html))
		html++, n--;
	if (!n)
		return NULL;
	const char *base = base_of(r, e);
	if (!memchr(html, '<', n))
		return arena_strndup(r->arena, html, n);
	if (!base) {
		r->draft->relative = true;
		return arena_strndup(r->arena, html, n);
	}
	return html_rewrite(r->arena, html, n, base);
}

/* --- functions that several formats share ---------------------------------------------- */

void put_line(struct reader *r, const struct element *e)
{
	if (draft_wants(r->draft, e->rule->field, e->rule->rank))
		draft_text(r->draft, e->rule->field, e->rule->rank,
			   reader_line(r, e->text, e->n_text, LIMIT_TITLE));
}

void put_plain(struct reader *r, const struct element *e)
{
	if (draft_wants(r->draft, e->rule->field, e->rule->rank))
		draft_text(r->draft, e->rule->field, e->rule->rank,
			   reader_plain(r, e->text, e->n_text));
}

void put_html(struct reader *r, const struct element *e)
{
	if (draft_wants(r->draft, e->rule->field, e->rule->rank))
		draft_text(r->draft, e->rule->field, e->rule->rank,
			   reader_html(r, e, e->text, e->n_text));
}

void put_url(struct reader *r, const struct element *e)
{
	if (draft_wants(r->draft, e->rule->field, e->rule->rank))
		draft_text(r->draft, e->rule->field, e->rule->rank,
			   reader_url(r, e, e->text));
}

void put_image_url(struct reader *r, const struct element *e)
{
	put_url(r, e);
}

void put_date(struct reader *r, const struct element *e)
{
	g_autofree char *s = g_strndup(e->text, MIN(e->n_text, (size_t)200));
	if (*s && !draft_date(r->draft, e->rule->field, e->rule->rank, s))
		reader_warn(r, e->line, _("not a date: %.60s"), s);
}

/* --- items ---------------------------------------------------------------------------------- */

void item_end(struct reader *r, const struct element *e)
{
	(void)e;
	if (!r->in_item)
		return;
	r->in_item = false;
	r->media = NULL;
	r->person = (struct person){0};
	r->draft = &r->channel;
	struct arena *arena = r->arena;
	r->arena = r->keep;
	if (r->items->len + r->n_printed >= LIMIT_ITEMS) {
		if (!r->items_skipped)
			reader_warn(r, r->item.line,
				    _("more than %d stories, the rest was not read"),
				    LIMIT_ITEMS);
		r->items_skipped = true;
		return;
	}
	/* An address as id stands in for the link that is missing. */
	if (r->native == NS_ATOM && r->item.text[T_ID] && url_is_web(r->item.text[T_ID]))
		draft_text(&r->item, T_LINK, RANK_LAST, r->item.text[T_ID]);
	/* The last tag of a document that is cut. */
	if (r->mended && !r->item_held)
		return;
	struct item item;
	draft_to_item(&r->item, arena, &item);
	/* Once one has to wait for the feed's own link, all after it do. */
	if (r->printed && !r->item.relative && !r->items->len) {
		print_item(r->printed, &item, !r->n_printed++);
		arena_reset(r->own);
		return;
	}
	if (r->item.relative)
		g_array_append_val(r->waiting, r->items->len);
	g_array_append_val(r->items, item);
}

static bool says(const char *uri, const char *what)
{
	return uri && strstr(uri, what);
}

void reader_guess_format(struct reader *r, const struct element *e)
{
	bool atom = e->rule->ns == NS_ATOM;
	if (atom)
		r->feed->format = says(e->uri, "purl.org/atom/ns") ? FEED_ATOM_03
								   : FEED_ATOM_10;
	else if (r->rdf || says(e->uri, "net/rss1.1"))
		r->feed->format = says(e->uri, "simple/0.9") ? FEED_RSS_090 : FEED_RSS_10;
	else
		r->feed->format = FEED_RSS_20;
	if (r->native == NS_UNKNOWN)
		r->native = atom ? NS_ATOM : NS_RSS;
}

void item_begin(struct reader *r, const struct element *e)
{
	item_end(r, e);
	if (r->feed->format == FEED_UNKNOWN && e->rule)
		reader_guess_format(r, e);
	draft_reset(&r->item);
	r->item.line = e->line;
	r->draft = &r->item;
	if (r->own)
		r->arena = r->own;
	r->in_item = true;
	r->item_held = false;
	if (e->lang && g_strcmp0(e->lang, r->channel.text[T_LANGUAGE]) != 0)
		draft_text(&r->item, T_LANGUAGE, RANK_LAST, e->lang);
	const char *about = element_attr_ns(e, NS_RDF, "about");
	if (about)
		draft_text(&r->item, T_ID, RANK_STAND_IN,
			   reader_line(r, about, strlen(about), LIMIT_ID));
}

/* --- the end -------------------------------------------------------------------------------- */

static void resolve(struct reader *r, const char *base, const char **url)
{
	if (*url && !url_is_absolute(*url)) {
		*url = absolute(r, base, *url);
		if (!url_is_harmless(*url))
			*url = NULL;
	}
}

static void rewrite(struct reader *r, const char *base, const char **html)
{
	if (*html && strchr(*html, '<'))
		*html = html_rewrite(r->arena, *html, strlen(*html), base);
}

static void resolve_persons(struct reader *r, const char *base, struct person *p,
			    size_t n)
{
	for (size_t i = 0; i < n; i++)
		resolve(r, base, &p[i].uri);
}

static void resolve_item(struct reader *r, const char *base, struct item *item)
{
	resolve(r, base, &item->link);
	resolve(r, base, &item->comments);
	resolve(r, base, &item->image);
	resolve(r, base, &item->source.link);
	resolve_persons(r, base, item->authors, item->n_authors);
	resolve_persons(r, base, item->contributors, item->n_contributors);
	for (size_t i = 0; i < item->n_enclosures; i++)
		resolve(r, base, &item->enclosures[i].url);
	for (size_t i = 0; i < item->n_links; i++)
		resolve(r, base, &item->links[i].href);
	rewrite(r, base, &item->summary);
	rewrite(r, base, &item->content);
	rewrite(r, base, &item->rights);
}

void reader_finish(struct reader *r)
{
	struct feed *feed = r->feed;
	item_end(r, NULL);
	draft_to_feed(&r->channel, r->arena, feed);
	resolve(r, r->url, &feed->link);
	const char *base = url_is_base(feed->link) ? feed->link : r->url;
	if (r->channel.relative) {
		resolve(r, base, &feed->self);
		resolve(r, base, &feed->hub);
		resolve(r, base, &feed->next);
		resolve(r, base, &feed->icon);
		resolve(r, base, &feed->image);
		resolve_persons(r, base, feed->authors, feed->n_authors);
		rewrite(r, base, &feed->subtitle);
		rewrite(r, base, &feed->rights);
	}
	feed->n_items = r->items->len;
	feed->items = arena_array_of(r->arena, feed->n_items, struct item);
	if (feed->n_items)
		memcpy(feed->items, r->items->data, feed->n_items * sizeof(struct item));
	for (guint i = 0; i < r->waiting->len; i++)
		resolve_item(r, base, &feed->items[g_array_index(r->waiting, guint, i)]);
	feed->n_warnings = r->warnings->len;
	feed->warnings = arena_array_of(r->arena, feed->n_warnings, struct warning);
	if (feed->n_warnings)
		memcpy(feed->warnings, r->warnings->data,
		       feed->n_warnings * sizeof(struct warning));
}
