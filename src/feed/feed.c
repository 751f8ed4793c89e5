/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document becomes a feed: feed_parse makes it UTF-8, looks whether it is JSON or XML,
 * has it read, and completes what was read. */
#include "feed/feed.h"

#include <string.h>

#include "feed/jsonfeed.h"
#include "feed/read.h"
#include "feed/xml.h"
#include "text/charset.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/limit.h"

/* --- what stands in the way of a parser -------------------------------------------------- */

/* C0 but tab, line feed, carriage return; drops them in place. True if there were any. */
static bool drop_controls(GString *text)
{
	char *from = text->str, *end = from + text->len;
	bool any = false;
	/* Eight bytes at a time: a byte below 0x20 is rare but for line feeds. */
	char *to = from;
	for (; from < end; from++) {
		unsigned char c = (unsigned char)*from;
		if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') {
			any = true;
			continue;
		}
		if (any)
			*to = *from;
		to++;
	}
	g_string_truncate(text, (gsize)(to - text->str));
	return any;
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

static void no_feed(const char *bytes, size_t n, const GString *text, GError **err,
		    enum fail *fail)
{
	g_autofree char *element = first_element(text->str);
	if (is_web_page(text->str, text->len)) {
		say(err, fail, FAIL_WEB_PAGE, _("this is an HTML page, no feed"));
	} else if (is_binary(bytes, n)) {
		say(err, fail, FAIL_BROKEN, _("this is a binary file, no feed"));
	} else if (element) {
		g_autofree char *what = g_strdup_printf(
			_("this is no feed: an XML document of the kind <%s>"), element);
		say(err, fail, FAIL_BROKEN, what);
	} else {
		say(err, fail, FAIL_BROKEN, _("this is plain text, no feed"));
	}
}

/* --- reading ------------------------------------------------------------------------------- */

static bool looks_like_json(const GString *text, const char *content_type)
{
	const char *p = text->str;
	while (g_ascii_isspace(*p))
		p++;
	if (*p == '{' || *p == '[')
		return true;
	if (*p == '<' || !*p)
		return false;
	return *p == '"' || g_ascii_isdigit(*p) || strcmp(p, "null") == 0 ||
	       (content_type && strstr(content_type, "json") && !strchr(p, '<'));
}

/* True if something was read. */
static bool read_text(struct reader *r, GString *text, const struct feed_hints *hints,
		      const char **what)
{
	if (looks_like_json(text, hints->content_type))
		return jsonfeed_read(r, text, what);
	xml_read(r, text);
	return r->feed->format != FEED_UNKNOWN;
}

/* The document as UTF-8, or NULL. */
static GString *decode(const char *bytes, size_t n, const struct feed_hints *hints,
		       const char **charset, bool *repaired)
{
	g_autofree char *http = NULL;
	if (hints->content_type)
		http = charset_of_type(hints->content_type);
	size_t at = 0;
	while (at < n && (g_ascii_isspace(bytes[at]) || !bytes[at]))
		at++;
	bool json = at < n && (bytes[at] == '{' || bytes[at] == '[');
	return charset_to_utf8(bytes, n, json ? CHARSET_JSON : CHARSET_XML, http,
			       LIMIT_DOCUMENT + 1, charset, repaired);
}

static bool is_blank(const GString *text)
{
	const char *p = text->str;
	while (g_ascii_isspace(*p))
		p++;
	return !*p;
}

struct feed *feed_parse(struct arena *arena, const char *bytes, size_t n,
			const struct feed_hints *hints, enum fail *fail, GError **err)
{
	static const struct feed_hints none;
	const char *charset = NULL, *what = NULL;
	bool repaired = false, good = false;
	if (!hints)
		hints = &none;
	if (n > LIMIT_DOCUMENT) {
		say(err, fail, FAIL_TOO_LARGE, _("the document is larger than 32 MB"));
		return NULL;
	}
	struct feed *feed = arena_new_of(arena, struct feed);
	feed->ttl_minutes = -1;
	feed->updated = feed->published = DATE_NONE;
	GString *text = decode(bytes, n, hints, &charset, &repaired);
	struct reader r;
	reader_init(&r, arena, feed, hints->url);
	if (text->len > LIMIT_DOCUMENT) {
		say(err, fail, FAIL_TOO_LARGE, _("the document is larger than 32 MB"));
		goto out;
	}
	if (repaired)
		reader_warn(&r, 0, _("bytes that are not %s were replaced"), charset);
	if (drop_controls(text))
		reader_warn(&r, 0, _("control characters were left out"));
	if (is_blank(text)) {
		say(err, fail, FAIL_EMPTY, _("the document is empty"));
		goto out;
	}
	good = read_text(&r, text, hints, &what);
	if (!good && what) {
		g_autofree char *sentence = g_strdup_printf(_("this is no feed: %s"),
							    _(what));
		say(err, fail, FAIL_BROKEN, sentence);
	} else if (!good) {
		no_feed(bytes, n, text, err, fail);
	} else {
		reader_finish(&r);
		for (size_t i = 0; i < feed->n_items; i++)
			feed->items[i].digest = item_digest(&feed->items[i]);
	}
out:
	g_string_free(text, true);
	reader_clear(&r);
	return good ? feed : NULL;
}

void feed_init(void)
{
	xml_init();
	walk_init();
}
