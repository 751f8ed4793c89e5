/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document made well-formed in one scan: mend_document goes from mark to mark and
 * writes what it understood; the stack of open tags is what makes it balanced. */
#include "feed/mend.h"

#include <string.h>

#include "util/i18n.h"

enum {
	MAX_DEPTH = 200,  /* libxml2 ends at 256 */
	MAX_SEARCH = 600, /* open tags that an end tag is compared with */
	MAX_NAME = 200,
	MAX_ATTRS = 100,
	MAX_VALUE = 64 << 10,
	MAX_CDATA = 1 << 20, /* libxml2 refuses 10 MB */
	BIG_TAG = 256 << 10,
	BIG_ATTRS = 1000,
	BIG_CDATA = 8 << 20,
};

struct open_tag {
	const char *name; /* in the source */
	unsigned n;
	unsigned item; /* how many tags are open up to the innermost story, 0: none is */
	bool written;
};

struct mend {
	const char *p, *end;
	GString *out;
	GArray *open; /* struct open_tag */
	int depth;    /* written ones */
};

static bool is_name_start(const char *p, const char *end)
{
	if (p >= end)
		return false;
	if (g_ascii_isalpha(*p) || *p == '_' || *p == ':')
		return true;
	return (*p & 0x80) && g_unichar_isalpha(g_utf8_get_char(p));
}

/* The bytes of the XML name at p. */
static size_t name_length(const char *p, const char *end)
{
	const char *from = p;
	if (!is_name_start(p, end))
		return 0;
	while (p < end) {
		if (g_ascii_isalnum(*p) || strchr("_:.-", *p))
			p++;
		else if ((*p & 0x80) && g_unichar_isalnum(g_utf8_get_char(p)))
			p = g_utf8_next_char(p);
		else
			break;
	}
	return (size_t)(p - from);
}

static bool begins(const char *p, const char *end, const char *with)
{
	size_t n = strlen(with);
	return (size_t)(end - p) >= n && memcmp(p, with, n) == 0;
}

const char *mend_section_end(const char *p, size_t n)
{
	const char *end = p + n;
	/* A bracket is rare enough that this is faster than memmem. */
	for (; n >= 3 && (p = memchr(p, ']', n - 2)); p++, n = (size_t)(end - p))
		if (p[1] == ']' && p[2] == '>')
			return p;
	return NULL;
}

static const char *find(const char *p, const char *end, const char *what)
{
	if (p >= end)
		return NULL;
	return memmem(p, (size_t)(end - p), what, strlen(what));
}

/* What is left out leaves its line feeds behind, so that lines keep their number. */
static void keep_lines(GString *out, const char *from, const char *to)
{
	while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
		g_string_append_c(out, '\n');
		from++;
	}
}

/* --- text --------------------------------------------------------------------------- */

/* Whether the number of a character reference is a character of XML 1.0. */
static bool is_xml_char(guint64 c)
{
	return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) ||
	       (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

/* The length of the numeric reference at p ("&#"), 0 if it is none; its number, and whether
 * it is written as XML has it. */
static size_t number_reference(const char *p, const char *end, guint64 *c, bool *good)
{
	const char *at = p + 2;
	bool hex = at < end && (*at == 'x' || *at == 'X');
	if (hex)
		at++;
	const char *digits = at;
	*c = 0;
	while (at < end && (hex ? g_ascii_isxdigit(*at) : g_ascii_isdigit(*at))) {
		if (*c < 0x200000)
			*c = *c * (hex ? 16 : 10) + (guint64)g_ascii_xdigit_value(*at);
		at++;
	}
	if (at == digits || at >= end || *at != ';')
		return 0;
	*good = is_xml_char(*c) && (!hex || digits[-1] == 'x');
	return (size_t)(at + 1 - p);
}

/* The length of the reference at p, which begins with '&'; 0 if it is none. *good: it
 * may stay. */
static size_t reference(const char *p, const char *end, bool *good)
{
	const char *at = p + 1;
	guint64 c;
	*good = true;
	if (at < end && *at == '#')
		return number_reference(p, end, &c, good);
	while (at < end && g_ascii_isalnum(*at) && at - p < 40)
		at++;
	if (at == p + 1 || at >= end || *at != ';' || g_ascii_isdigit(p[1]))
		return 0;
	return (size_t)(at + 1 - p);
}

/* "&#55357;&#56832;": a character as its two halves of UTF-16, or 0. */
static gunichar joined_halves(const char *p, const char *end, size_t *n)
{
	guint64 high, low;
	bool good;
	size_t first = number_reference(p, end, &high, &good);
	const char *next = p + first;
	if (!first || high < 0xD800 || high > 0xDBFF || !begins(next, end, "&#"))
		return 0;
	size_t second = number_reference(next, end, &low, &good);
	if (!second || low < 0xDC00 || low > 0xDFFF)
		return 0;
	*n = first + second;
	return (gunichar)(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
}

/* Text or the value of an attribute: only references may begin with &. */
static void put_text(GString *out, const char *p, const char *end, bool value)
{
	const char *from = p;
	while (p < end) {
		const char *with = NULL;
		size_t n = 1;
		bool good;
		if (*p == '&') {
			n = reference(p, end, &good);
			if (n && good) {
				p += n;
				continue;
			}
			gunichar c = n ? joined_halves(p, end, &n) : 0;
			char joined[8] = "";
			if (c) {
				joined[g_unichar_to_utf8(c, joined)] = '\0';
				g_string_append_len(out, from, (gssize)(p - from));
				g_string_append(out, joined);
				from = p += n;
				continue;
			}
			with = n ? "" : "&amp;";
			n = n ? n : 1;
		} else if (*p == '<') {
			with = "&lt;";
		} else if (*p == '>' && p - from >= 2 && p[-1] == ']' && p[-2] == ']') {
			with = "&gt;";
		} else if (*p == '"' && value) {
			with = "&quot;";
		} else if ((unsigned char)*p == 0xEF && end - p >= 3 &&
			   (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE) {
			with = ""; /* U+FFFE, U+FFFF */
			n = 3;
		} else {
			p++;
			continue;
		}
		g_string_append_len(out, from, (gssize)(p - from));
		g_string_append(out, with);
		p += n;
		from = p;
	}
	g_string_append_len(out, from, (gssize)(end - from));
}

/* --- the stack ------------------------------------------------------------------------ */

static void write_close(struct mend *m)
{
	struct open_tag *t = &g_array_index(m->open, struct open_tag, m->open->len - 1);
	if (t->written) {
		g_string_append(m->out, "</");
		g_string_append_len(m->out, t->name, t->n);
		g_string_append_c(m->out, '>');
		m->depth--;
	}
	g_array_set_size(m->open, m->open->len - 1);
}

static bool name_is(const char *name, size_t n, const char *what)
{
	return strlen(what) == n && g_ascii_strncasecmp(name, what, n) == 0;
}

static bool is_item(const char *name, size_t n)
{
	return name_is(name, n, "item") || name_is(name, n, "entry");
}

static bool is_frame(const char *name, size_t n)
{
	return is_item(name, n) || name_is(name, n, "channel") ||
	       name_is(name, n, "feed") || name_is(name, n, "rss") ||
	       name_is(name, n, "rdf:RDF");
}

static const char *local_name(const char *name, size_t *n)
{
	const char *colon = memchr(name, ':', *n);
	if (!colon)
		return name;
	*n -= (size_t)(colon + 1 - name);
	return colon + 1;
}

/* How an open tag fits an end tag: exactly, in another case, without its prefix. */
static bool fits(const struct open_tag *t, const char *name, size_t n, int how)
{
	if (how == 0)
		return t->n == n && memcmp(t->name, name, n) == 0;
	if (how == 1)
		return t->n == n && g_ascii_strncasecmp(t->name, name, n) == 0;
	size_t n_a = t->n, n_b = n;
	const char *a = local_name(t->name, &n_a), *b = local_name(name, &n_b);
	return n_a == n_b && g_ascii_strncasecmp(a, b, n_a) == 0;
}

/* Closes the nearest open tag of this name and all inside of it. An end tag that has no
 * start inside of its story is left out, rather than ending the story. */
static void close_tag(struct mend *m, const char *name, size_t n)
{
	for (int how = 0; how < 3; how++) {
		guint stop = m->open->len > MAX_SEARCH ? m->open->len - MAX_SEARCH : 0;
		for (guint i = m->open->len; i-- > stop;) {
			struct open_tag *t = &g_array_index(m->open, struct open_tag, i);
			if (fits(t, name, n, how)) {
				while (m->open->len > i)
					write_close(m);
				return;
			}
			if (is_item(t->name, t->n) && !is_frame(name, n))
				break;
		}
	}
}

static unsigned open_item(const struct mend *m)
{
	if (!m->open->len)
		return 0;
	return g_array_index(m->open, struct open_tag, m->open->len - 1).item;
}

/* A story that begins inside of another one ends that. */
static void close_item(struct mend *m, const char *name, size_t n)
{
	unsigned at = open_item(m);
	if (at && fits(&g_array_index(m->open, struct open_tag, at - 1), name, n, 0))
		while (m->open->len >= at)
			write_close(m);
}

/* --- marks ------------------------------------------------------------------------------ */

/* The value at p; p after it. */
static const char *read_value(const char **p, const char *end, size_t *n)
{
	const char *from = *p;
	if (from < end && (*from == '"' || *from == '\'')) {
		char quote = *from++;
		const char *at = from;
		/* A < before a name is no part of a value: the quote is missing. */
		while (at < end && *at != quote &&
		       !(*at == '<' && at + 1 < end &&
			 (g_ascii_isalpha(at[1]) || at[1] == '/' || at[1] == '!')))
			at++;
		if (at < end && *at == quote) {
			*n = (size_t)(at - from);
			*p = at + 1;
			return from;
		}
	}
	const char *at = from;
	while (at < end && !g_ascii_isspace(*at) && *at != '>' && *at != '<')
		at++;
	if (at < end && *at == '>' && at > from && at[-1] == '/')
		at--;
	*n = (size_t)(at - from);
	*p = at;
	return from;
}

struct seen {
	const char *name;
	size_t n;
};

static bool already(const struct seen *seen, size_t n_seen, const char *name, size_t n)
{
	for (size_t i = 0; i < n_seen; i++)
		if (seen[i].n == n && memcmp(seen[i].name, name, n) == 0)
			return true;
	return false;
}

static bool good_name(const char *name, size_t n)
{
	const char *colon = memchr(name, ':', n);
	return n <= MAX_NAME && colon != name && (!colon || colon != name + n - 1) &&
	       (!colon || !memchr(colon + 1, ':', n - (size_t)(colon + 1 - name)));
}

/* Copies the attributes after a tag's name; returns where the tag ends: at its '>', at
 * '/', at a '<', or at the end. */
static const char *put_attributes(struct mend *m, const char *p, size_t *garbage)
{
	struct seen seen[MAX_ATTRS];
	size_t n_seen = 0;
	while (p < m->end && *p != '>' && *p != '<') {
		if (*p == '/' && p + 1 < m->end && p[1] == '>')
			return p;
		size_t n = name_length(p, m->end);
		if (!n) {
			*garbage += !g_ascii_isspace(*p) && *p != '/';
			p = g_utf8_next_char(p);
			continue;
		}
		const char *name = p, *value = "";
		size_t n_value = 0;
		p += n;
		const char *at = p;
		while (at < m->end && g_ascii_isspace(*at))
			at++;
		if (at < m->end && *at == '=') {
			at++;
			while (at < m->end && g_ascii_isspace(*at))
				at++;
			p = at;
			value = read_value(&p, m->end, &n_value);
		} else {
			(*garbage)++;
		}
		if (n_seen >= MAX_ATTRS || n_value > MAX_VALUE || !good_name(name, n) ||
		    already(seen, n_seen, name, n))
			continue;
		seen[n_seen++] = (struct seen){name, n};
		g_string_append_c(m->out, ' ');
		g_string_append_len(m->out, name, (gssize)n);
		g_string_append(m->out, "=\"");
		put_text(m->out, value, value + n_value, true);
		g_string_append_c(m->out, '"');
	}
	return p < m->end ? p : m->end;
}

static size_t count_lines(const char *p, const char *end)
{
	size_t n = 0;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		n++;
		p++;
	}
	return n;
}

static void start_tag(struct mend *m)
{
	const char *from = m->p, *name = from + 1;
	size_t n = name_length(name, m->end);
	struct open_tag t = {.name = name, .n = (unsigned)n};
	if (is_item(name, n))
		close_item(m, name, n);
	t.item = is_item(name, n) ? m->open->len + 1 : open_item(m);
	/* Outside of stories less: they need room wherever they stand. */
	bool shallow = m->depth < (t.item ? MAX_DEPTH : MAX_DEPTH / 2);
	t.written = shallow && good_name(name, n);
	gsize start = m->out->len;
	g_string_append_c(m->out, '<');
	g_string_append_len(m->out, name, (gssize)n);
	size_t garbage = 0;
	const char *end = put_attributes(m, name + n, &garbage);
	/* "a <b and c <d>": text, not a tag; a tag cut by the end is nothing. */
	if (end >= m->end || (*end == '<' && garbage)) {
		g_string_truncate(m->out, start);
		if (end < m->end)
			put_text(m->out, from, end, false);
		m->p = end;
		return;
	}
	bool closed = *end == '/';
	/* What holds nothing needs no room. */
	if (closed && m->depth < MAX_DEPTH)
		t.written = good_name(name, n);
	if (!t.written)
		g_string_truncate(m->out, start);
	size_t lines = count_lines(from, end);
	size_t written = count_lines(m->out->str + start, m->out->str + m->out->len);
	for (; written < lines; written++)
		g_string_append_c(m->out, '\n');
	m->p = closed ? end + 2 : *end == '>' ? end + 1 : end;
	if (t.written)
		g_string_append(m->out, closed ? "/>" : ">");
	if (closed)
		return;
	m->depth += t.written;
	g_array_append_val(m->open, t);
}

static void end_tag(struct mend *m)
{
	const char *name = m->p + 2;
	size_t n = name_length(name, m->end);
	const char *end = name + n;
	while (end < m->end && *end != '>' && *end != '<')
		end++;
	if (end >= m->end && n == 0) {
		m->p = m->end;
		return;
	}
	close_tag(m, name, n);
	keep_lines(m->out, name, end);
	m->p = end < m->end && *end == '>' ? end + 1 : end;
}

static void put_cdata(GString *out, const char *p, const char *end)
{
	while (p < end) {
		const char *stop = end - p > MAX_CDATA ? p + MAX_CDATA : end;
		while (stop > p && stop < end && (*stop & 0xC0) == 0x80)
			stop--;
		g_string_append(out, "<![CDATA[");
		for (const char *bad; (bad = find(p, stop, "\xEF\xBF\xBF")); p = bad + 3)
			g_string_append_len(out, p, (gssize)(bad - p));
		g_string_append_len(out, p, (gssize)(stop - p));
		g_string_append(out, "]]>");
		p = stop;
	}
}

/* The end of the element that is open, from p: for sections that nobody closed. */
static const char *find_close(const struct mend *m, const char *p)
{
	if (!m->open->len)
		return NULL;
	struct open_tag *t = &g_array_index(m->open, struct open_tag, m->open->len - 1);
	g_autofree char *tag = g_strdup_printf("</%.*s", (int)MIN(t->n, 100u), t->name);
	return find(p, m->end, tag);
}

static void cdata(struct mend *m)
{
	const char *from = m->p + 9;
	const char *end = mend_section_end(from, (size_t)(m->end - from));
	const char *after = end ? end + 3 : m->end;
	const char *close = find_close(m, from);
	if (!end) {
		end = after = close ? close : m->end;
	} else if (close && close < end) {
		/* The end of a later section is not this one's. */
		const char *next = find(close, end, "<![CDATA[");
		if (next && (find(close, next, "</item") || find(close, next, "<item") ||
			     find(close, next, "</entry") ||
			     find(close, next, "<entry") || close + 40 > next))
			end = after = close;
	}
	put_cdata(m->out, from, end);
	m->p = after;
}

/* Comments, instructions, declarations: left out. */
static void leave_out(struct mend *m, const char *with)
{
	const char *end = find(m->p + 2, m->end, with);
	size_t n = strlen(with);
	if (!end) { /* never closed: up to the next tag */
		end = find(m->p + 2, m->end, ">");
		const char *tag = find(m->p + 2, m->end, "<");
		n = end && (!tag || end < tag) ? 1 : 0;
		if (!n)
			end = tag;
	}
	const char *to = end ? end + n : m->end;
	keep_lines(m->out, m->p, to);
	m->p = to;
}

static void mark(struct mend *m)
{
	if (begins(m->p, m->end, "<!--")) {
		leave_out(m, "-->");
	} else if (m->end - m->p >= 9 && g_ascii_strncasecmp(m->p, "<![CDATA[", 9) == 0) {
		cdata(m);
	} else if (begins(m->p, m->end, "<?")) {
		leave_out(m, "?>");
	} else if (begins(m->p, m->end, "<!") && m->p + 2 < m->end &&
		   (g_ascii_isalpha(m->p[2]) || m->p[2] == '[')) {
		leave_out(m, ">");
	} else if (begins(m->p, m->end, "</") &&
		   (m->p + 2 == m->end || is_name_start(m->p + 2, m->end) ||
		    m->p[2] == '>')) {
		end_tag(m);
	} else if (is_name_start(m->p + 1, m->end)) {
		start_tag(m);
	} else {
		g_string_append(m->out, "&lt;");
		m->p++;
	}
}

GString *mend_document(const char *text, size_t n)
{
	struct mend m = {.p = text, .end = text + n};
	m.out = g_string_sized_new(n + n / 16 + 64);
	m.open = g_array_new(false, true, sizeof(struct open_tag));
	g_string_append(m.out, "<tnews-mended>");
	while (m.p < m.end) {
		const char *next = memchr(m.p, '<', (size_t)(m.end - m.p));
		if (!next)
			next = m.end;
		put_text(m.out, m.p, next, false);
		m.p = next;
		if (m.p < m.end)
			mark(&m);
	}
	while (m.open->len)
		write_close(&m);
	g_string_append(m.out, "</tnews-mended>");
	g_array_free(m.open, true);
	return m.out;
}

/* --- the look before the parser --------------------------------------------------------- */

/* After the section at p, which ends with the text given; NULL if it is too long or never
 * ends. */
static const char *skip_section(const char *p, const char *end, const char *with)
{
	const char *close = with[0] == ']'
				    ? mend_section_end(p + 2, (size_t)(end - p - 2))
				    : find(p + 2, end, with);
	return close && close - p <= BIG_CDATA ? close + strlen(with) : NULL;
}

/* After the tag at p; NULL if it is too long or has too many attributes. */
static const char *skip_tag(const char *p, const char *end)
{
	static const bool special[256] = {
		['>'] = 1, ['<'] = 1, ['"'] = 1, ['\''] = 1, ['='] = 1};
	const char *from = p++;
	size_t attrs = 0;
	for (; p < end; p++) {
		while (p < end && !special[(unsigned char)*p])
			p++;
		if (p >= end || *p == '>' || *p == '<')
			break;
		if (*p == '=') {
			attrs++;
			continue;
		}
		const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
		p = close ? close : end - 1;
	}
	return p - from > BIG_TAG || attrs > BIG_ATTRS ? NULL : p;
}

const char *mend_is_needed(const char *text, size_t n, const char **at)
{
	const char *p = text, *end = text + n;
	while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
		*at = p;
		bool tag = false;
		if (begins(p, end, "<![CDATA["))
			p = skip_section(p, end, "]]>");
		else if (begins(p, end, "<!--"))
			p = skip_section(p, end, "-->");
		else if (begins(p, end, "<?"))
			p = skip_section(p, end, "?>");
		else {
			tag = true;
			p = skip_tag(p, end);
		}
		if (!p)
			return tag ? N_("a tag that is too long, or has too many "
					"attributes")
				   : N_("a section that is too long, or never closed");
	}
	return NULL;
}
