/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document becomes a feed: feed_parse makes it UTF-8, looks whether it is JSON or XML,
 * has it read, and completes what was read. */
#include "feed/feed.h"

#include <string.h>

#include "feed/jsonfeed.h"
#include "feed/print.h"
#include "feed/read.h"
#include "feed/xml.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/pages.h"

enum { JSON_BUDGET = 200 << 20 };

/* --- what stands in the way of a parser -------------------------------------------------- */

static bool is_control(unsigned char c)
{
	return c < 0x20 && c != '\n' && c != '\t' && c != '\r';
}

/* The high bits of the bytes below 0x20 of eight. */
static uint64_t low_bytes(const char *s)
{
	uint64_t w;
	memcpy(&w, s, 8);
	return (w - UINT64_C(0x2020202020202020)) & ~w & UINT64_C(0x8080808080808080);
}

/* Whether there are C0 controls but tab, line feed, carriage return: many bytes at a time,
 * as nearly all text has none. */
static bool has_controls(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n) {
		if (n - i >= 32 && !(low_bytes(s + i) | low_bytes(s + i + 8) |
				     low_bytes(s + i + 16) | low_bytes(s + i + 24))) {
			i += 32;
			continue;
		}
		/* To the line feed, or whatever it is, and a bit beyond. */
		size_t stop = MIN(n, i + 32);
		while (stop - i >= 8 && !low_bytes(s + i))
			i += 8;
		for (stop = MIN(stop, i + 8); i < stop; i++)
			if (is_control((unsigned char)s[i]))
				return true;
	}
	return false;
}

static void drop_controls(GString *text)
{
	char *to = text->str;
	for (const char *from = to; from < text->str + text->len; from++)
		if (!is_control((unsigned char)*from))
			*to++ = *from;
	g_string_truncate(text, (gsize)(to - text->str));
}

/* --- what it is, if it is no feed --------------------------------------------------------- */

static bool contains(const char *text, size_t n, const char *what)
{
	size_t length = strlen(what);
	for (size_t i = 0; i + length <= n; i++)
		if (g_ascii_strncasecmp(text + i, what, length) == 0)
			return true;
	return false;
}

/* The name of the first element, or NULL; to be freed. */
static char *first_element(const char *text)
{
	for (const char *p = text; (p = strchr(p, '<')); p++) {
		if (g_str_has_prefix(p, "<!--")) {
			p = strstr(p, "-->");
			if (!p)
				return NULL;
			continue;
		}
		if (!g_ascii_isalpha(p[1]))
			continue;
		const char *end = p + 1;
		while (g_ascii_isalnum(*end) || strchr("-_.:", *end ? *end : ' '))
			end++;
		return g_strndup(p + 1, MIN((gsize)(end - p - 1), (gsize)40));
	}
	return NULL;
}

static bool is_web_page(const char *text, size_t n)
{
	size_t head = MIN(n, (size_t)2048);
	g_autofree char *element = first_element(text);
	if (element && g_ascii_strcasecmp(element, "opml") == 0)
		return false;
	return contains(text, head, "<!doctype html") ||
	       (element && g_ascii_strcasecmp(element, "html") == 0) ||
	       contains(text, head, "<html") || contains(text, head, "<head") ||
	       contains(text, head, "<body");
}

static bool is_binary(const char *bytes, size_t n)
{
	static const char *const magic[] = {"\x89PNG",	  "\xFF\xD8\xFF", "GIF8", "%PDF",
					    "PK\x03\x04", "\x1F\x8B",	  "RIFF"};
	for (size_t i = 0; i < G_N_ELEMENTS(magic); i++)
		if (n >= strlen(magic[i]) &&
		    memcmp(bytes, magic[i], strlen(magic[i])) == 0)
			return true;
	size_t odd = 0, head = MIN(n, (size_t)512);
	for (size_t i = 0; i < head; i++)
		odd += (unsigned char)bytes[i] < 9;
	return odd > head / 8;
}

static void say(GError **err, enum fail *fail, enum fail kind, const char *what)
{
	if (fail)
		*fail = kind;
	g_set_error(err, TNEWS_ERROR, ERR_DATA, "%s", what);
}

static void say_too_large(GError **err, enum fail *fail)
{
	g_autofree char *what = g_strdup_printf(_("the document is larger than %d MiB"),
						LIMIT_DOCUMENT >> 20);
	say(err, fail, FAIL_TOO_LARGE, what);
}

static void no_feed(const char *bytes, size_t n, const char *text, size_t n_text,
		    GError **err, enum fail *fail)
{
	g_autofree char *element = first_element(text);
	if (is_web_page(text, n_text)) {
		say(err, fail, FAIL_WEB_PAGE, _("this is an HTML page, no feed"));
	} else if (is_binary(bytes, n)) {
		say(err, fail, FAIL_BROKEN, _("this is a binary file, no feed"));
	} else if (element && g_ascii_strcasecmp(element, "opml") == 0) {
		say(err, fail, FAIL_BROKEN,
		    _("this is an OPML file, which lists feeds, no feed"));
	} else if (element) {
		g_autofree char *what = g_strdup_printf(
			_("this is no feed: an XML document of the kind <%s>"), element);
		say(err, fail, FAIL_BROKEN, what);
	} else if (g_str_has_prefix(text, "<?xml")) {
		say(err, fail, FAIL_EMPTY, _("the document is empty"));
	} else {
		say(err, fail, FAIL_BROKEN, _("this is plain text, no feed"));
	}
}

/* --- reading ------------------------------------------------------------------------------- */

/* A document as UTF-8, with a NUL at its end. */
struct document {
	const char *text;
	size_t n;
	GString *copy; /* NULL: the bytes themselves */
};

static bool looks_like_json(const char *p, const char *content_type)
{
	while (g_ascii_isspace(*p))
		p++;
	if (*p == '{' || *p == '[')
		return true;
	if (*p == '<' || !*p)
		return false;
	size_t number = strspn(p, "0123456789.eE+- \n");
	return *p == '"' || (number && !p[number]) || strcmp(p, "null") == 0 ||
	       (content_type && strstr(content_type, "json") && !strchr(p, '<'));
}

static void decode(struct reader *r, struct document *d, const char *bytes, size_t n,
		   const struct feed_hints *hints)
{
	g_autofree char *http = NULL;
	if (hints->content_type)
		http = charset_of_type(hints->content_type);
	size_t at = 0, mark;
	while (at < n && (g_ascii_isspace(bytes[at]) || !bytes[at]))
		at++;
	bool json = at < n && (bytes[at] == '{' || bytes[at] == '[');
	enum charset_kind kind = json ? CHARSET_JSON : CHARSET_XML;
	/* Nearly always, and one look tells that it is valid and without controls. */
	bool clean = hints->terminated && utf8_is_clean(bytes, n, CLEAN_TEXT);
	if (hints->terminated && charset_is_utf8(bytes, n, kind, http, clean, &mark) &&
	    (clean || !has_controls(bytes + mark, n - mark))) {
		*d = (struct document){.text = bytes + mark, .n = n - mark};
		r->clean = clean;
		return;
	}
	const char *charset;
	bool repaired;
	GString *copy = charset_to_utf8(bytes, n, kind, http, LIMIT_DOCUMENT + 1,
					&charset, &repaired);
	if (repaired)
		reader_warn(r, 0, _("bytes that are not %s were replaced"), charset);
	if (has_controls(copy->str, copy->len)) {
		reader_warn(r, 0, _("control characters were left out"));
		drop_controls(copy);
	}
	*d = (struct document){.text = copy->str, .n = copy->len, .copy = copy};
}

static bool is_blank(const char *p)
{
	while (g_ascii_isspace(*p))
		p++;
	return !*p;
}

/* The document as UTF-8 text that is not blank; false if there is none. */
static bool open_document(struct reader *r, struct document *d, const char *bytes,
			  size_t n, const struct feed_hints *hints, enum fail *fail,
			  GError **err)
{
	*d = (struct document){0};
	if (n <= LIMIT_DOCUMENT)
		decode(r, d, bytes, n, hints);
	if (n > LIMIT_DOCUMENT || d->n > LIMIT_DOCUMENT)
		say_too_large(err, fail);
	else if (is_blank(d->text))
		say(err, fail, FAIL_EMPTY, _("the document is empty"));
	else
		return true;
	return false;
}

static void close_document(struct document *d)
{
	if (d->copy)
		g_string_free(d->copy, true);
}

/* --- a feed as the text of another document ------------------------------------------------ */

static bool begins_feed(const char *p, bool escaped)
{
	static const char *const names[] = {"rss", "feed", "?xml", "rdf:RDF", "channel"};
	const char *open = escaped ? "&lt;" : "<";
	while (g_ascii_isspace(*p))
		p++;
	if (!g_str_has_prefix(p, open))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_has_prefix(p + strlen(open), names[i]))
			return true;
	return false;
}

/* "&lt;rss&gt;" as "<rss>"; one level. */
static char *unescaped(const char *p, size_t n)
{
	static const struct {
		const char *name;
		char c;
	} list[] = {{"&lt;", '<'},   {"&gt;", '>'},    {"&amp;", '&'},
		    {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''},
		    {"&#34;", '"'},  {"&#xD;", '\r'},  {"&#13;", '\r'}};
	GString *out = g_string_sized_new(n);
	for (const char *end = p + n; p < end; p++) {
		size_t i = 0;
		while (*p == '&' && i < G_N_ELEMENTS(list) &&
		       !g_str_has_prefix(p, list[i].name))
			i++;
		bool known = *p == '&' && i < G_N_ELEMENTS(list);
		g_string_append_c(out, known ? list[i].c : *p);
		p += known ? strlen(list[i].name) - 1 : 0;
	}
	return g_string_free(out, FALSE);
}

/* Services wrap feeds into <string>, into a JSON string, or escape all of one. The feed as
 * a document of its own, NULL if there is none; to be freed. */
static char *unwrapped(const char *text, size_t n)
{
	enum { FAR = 4096 };
	static const char section[] = "<![CDATA[";
	if (*text == '"') {
		char *inner = jsonfeed_string(text, n);
		if (inner && begins_feed(inner, false))
			return inner;
		g_free(inner);
		return NULL;
	}
	const char *stop = text + MIN(n, (size_t)FAR);
	for (const char *p = text; p < stop; p++) {
		if (*p == '&' && begins_feed(p, true)) {
			const char *end = strchr(p, '<');
			return unescaped(p, end ? (size_t)(end - p) : strlen(p));
		}
		if (*p == '<' && g_str_has_prefix(p, section) &&
		    begins_feed(p + strlen(section), false)) {
			p += strlen(section);
			const char *end = g_strrstr(p, "]]>");
			return end ? g_strndup(p, (gsize)(end - p)) : g_strdup(p);
		}
	}
	return NULL;
}

static void read_unwrapped(struct reader *r, const struct document *d)
{
	if (is_web_page(d->text, d->n))
		return;
	g_autofree char *inner = unwrapped(d->text, d->n);
	if (!inner)
		return;
	reader_restart(r);
	reader_warn(r, 1, _("the feed stands as text inside another document"));
	xml_read(r, inner, strlen(inner));
}

/* Reads the document into r; what it found is in r->feed. */
static bool read_document(struct reader *r, const char *bytes, size_t n,
			  const struct feed_hints *hints, enum fail *fail, GError **err)
{
	struct document d;
	const char *what = NULL;
	bool good = false;
	if (open_document(r, &d, bytes, n, hints, fail, err)) {
		if (looks_like_json(d.text, hints->content_type))
			jsonfeed_read(r, d.text, d.n, &what);
		else
			xml_read(r, d.text, d.n);
		if (r->feed->format == FEED_UNKNOWN)
			read_unwrapped(r, &d);
		good = r->feed->format != FEED_UNKNOWN;
		if (!good && what) {
			g_autofree char *sentence =
				g_strdup_printf(_("this is no feed: %s"), _(what));
			say(err, fail, FAIL_BROKEN, sentence);
		} else if (!good) {
			no_feed(bytes, n, d.text, d.n, err, fail);
		}
	}
	if (good)
		reader_finish(r);
	close_document(&d);
	return good;
}

static struct feed *feed_new(struct arena *arena)
{
	struct feed *feed = arena_new_of(arena, struct feed);
	feed->ttl_minutes = feed->every_minutes = -1;
	feed->updated = feed->published = DATE_NONE;
	return feed;
}

static const struct feed_hints no_hints;

struct feed *feed_parse(struct arena *arena, const char *bytes, size_t n,
			const struct feed_hints *hints, enum fail *fail, GError **err)
{
	struct feed *feed = feed_new(arena);
	struct reader r;
	if (!hints)
		hints = &no_hints;
	reader_init(&r, arena, feed, hints->url, NULL);
	bool good = read_document(&r, bytes, n, hints, fail, err);
	reader_clear(&r);
	if (!good)
		return NULL;
	for (size_t i = 0; i < feed->n_items; i++)
		feed->items[i].digest = item_digest(&feed->items[i]);
	return feed;
}

static GString *output_for(size_t n)
{
	GString *out = g_string_sized_new(MIN(n, (size_t)LIMIT_DOCUMENT) + 4096);
	pages_large(out->str, out->allocated_len);
	return out;
}

GString *feed_parse_json(const char *bytes, size_t n, const struct feed_hints *hints,
			 enum fail *fail, GError **err)
{
	struct arena *arena = arena_new(JSON_BUDGET);
	struct feed *feed = feed_new(arena);
	GString *out = output_for(n);
	struct reader r;
	if (!hints)
		hints = &no_hints;
	reader_init(&r, arena, feed, hints->url, out);
	bool good = read_document(&r, bytes, n, hints, fail, err);
	if (good) {
		for (size_t i = 0; i < feed->n_items; i++)
			print_item(out, &feed->items[i], !r.n_printed++);
		print_around(out, feed);
	} else {
		g_string_free(out, true);
		out = NULL;
	}
	reader_clear(&r);
	arena_free(arena);
	return out;
}

static void no_list(const struct reader *r, const struct document *d, GError **err,
		    enum fail *fail)
{
	if (r->feed->format != FEED_UNKNOWN)
		say(err, fail, FAIL_BROKEN, _("this is a feed, no list of feeds"));
	else if (is_web_page(d->text, d->n))
		say(err, fail, FAIL_WEB_PAGE, _("this is an HTML page, no OPML file"));
	else
		say(err, fail, FAIL_BROKEN, _("this is no OPML file"));
}

bool feed_parse_list(struct arena *arena, const char *bytes, size_t n,
		     const struct feed_hints *hints, struct feed_list *list,
		     enum fail *fail, GError **err)
{
	struct reader r;
	struct document d;
	reader_init(&r, arena, feed_new(arena), NULL, NULL);
	r.outlines = g_array_new(false, true, sizeof(struct outline));
	bool good = open_document(&r, &d, bytes, n, hints ? hints : &no_hints, fail, err);
	if (good) {
		xml_read(&r, d.text, d.n);
		good = r.opml;
		if (!good)
			no_list(&r, &d, err, fail);
	}
	if (good) {
		*list = (struct feed_list){.n_outlines = r.outlines->len,
					   .n_warnings = r.warnings->len};
		list->outlines = arena_array_of(arena, list->n_outlines, struct outline);
		list->warnings = arena_array_of(arena, list->n_warnings, struct warning);
		if (list->n_outlines)
			memcpy(list->outlines, r.outlines->data,
			       list->n_outlines * sizeof(struct outline));
		if (list->n_warnings)
			memcpy(list->warnings, r.warnings->data,
			       list->n_warnings * sizeof(struct warning));
	}
	close_document(&d);
	g_array_free(r.outlines, true);
	reader_clear(&r);
	return good;
}

void feed_init(void)
{
	xml_init();
	walk_init();
}
