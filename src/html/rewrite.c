/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses in an HTML fragment made absolute, in one linear scan: no tree is built,
 * and every byte that is not an address stays as it is. A reload does this for each
 * story, so the common case, an absolute address, costs a few comparisons. */
#include "html/html.h"

#include <string.h>

#include "text/plain.h"
#include "util/url.h"

enum { MAX_REF = 16 << 10 };

struct rewrite {
	const char *base;
	const char *from; /* what is not copied yet */
	GString *out;	  /* NULL until something changes */
	size_t n;	  /* of the whole fragment: for the first size of out */
};

static bool name_is(const char *name, size_t n, const char *what)
{
	return strlen(what) == n && g_ascii_strncasecmp(name, what, n) == 0;
}

static bool is_address(const char *name, size_t n)
{
	static const char *const names[] = {"href", "src",    "cite",	  "poster",
					    "data", "action", "longdesc", "background"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (name_is(name, n, names[i]))
			return true;
	return false;
}

/* Absolute, and without anything that has to be escaped or decoded. */
static bool is_fine(const char *s, size_t n)
{
	bool http = (n > 7 && memcmp(s, "http://", 7) == 0) ||
		    (n > 8 && memcmp(s, "https://", 8) == 0);
	if (!http)
		return false;
	/* U+0021 to U+007E, but for \, ^, {, }, | and `. */
	static const uint64_t good[4] = {~UINT64_C(0x1FFFFFFFF),
					 UINT64_C(0x47FFFFFEAFFFFFFF)};
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (!(good[c >> 6] >> (c & 63) & 1))
			return false;
		if (c == '/' && i + 1 < n && s[i + 1] == '.')
			return false;
	}
	return true;
}

static void append_attr(GString *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '&')
			g_string_append(out, "&amp;");
		else if (*s == '"')
			g_string_append(out, "&quot;");
		else if (*s == '\'')
			g_string_append(out, "&#39;");
		else if (*s == '<')
			g_string_append(out, "&lt;");
		else if (*s == '>')
			g_string_append(out, "&gt;");
		else
			g_string_append_c(out, *s);
	}
}

/* Whether a reference is one that a base has a say in. */
static bool is_reference(const char *ref)
{
	while (g_ascii_isspace(*ref))
		ref++;
	return *ref && g_ascii_strncasecmp(ref, "data:", 5) != 0;
}

static void replace(struct rewrite *w, const char *value, size_t n, const char *with)
{
	if (!w->out)
		w->out = g_string_sized_new(w->n + w->n / 8 + 64);
	g_string_append_len(w->out, w->from, value - w->from);
	append_attr(w->out, with);
	w->from = value + n;
}

static void address(struct rewrite *w, const char *value, size_t n)
{
	if (!n || n > MAX_REF || is_fine(value, n))
		return;
	g_autofree char *ref = memchr(value, '&', n) ? plain_unescape(value, n)
						     : g_strndup(value, n);
	if (!is_reference(ref))
		return;
	g_autofree char *url = url_resolve(w->base, ref);
	if (strcmp(url, ref) != 0)
		replace(w, value, n, url);
}

/* "a.png 1x, b.png 2x": addresses by the rules of HTML's srcset, but for commas inside
 * of addresses. */
static void address_set(struct rewrite *w, const char *value, size_t n)
{
	const char *p = value, *end = value + n;
	if (n > MAX_REF)
		return;
	while (p < end) {
		while (p < end && (g_ascii_isspace(*p) || *p == ','))
			p++;
		const char *from = p;
		while (p < end && !g_ascii_isspace(*p))
			p++;
		size_t length = (size_t)(p - from);
		while (length && from[length - 1] == ',')
			length--;
		address(w, from, length);
		while (p < end && *p != ',')
			p++;
	}
}

/* Reads the attributes after a tag's name; returns the byte after the tag. */
static const char *tag(struct rewrite *w, const char *p, const char *end)
{
	while (p < end && *p != '>') {
		while (p < end && (g_ascii_isspace(*p) || *p == '/'))
			p++;
		const char *name = p;
		while (p < end && !g_ascii_isspace(*p) && *p != '=' && *p != '>' &&
		       *p != '/')
			p++;
		size_t n_name = (size_t)(p - name);
		while (p < end && g_ascii_isspace(*p))
			p++;
		if (p >= end || *p != '=') {
			if (!n_name && p < end && *p != '>')
				p++;
			continue;
		}
		p++;
		while (p < end && g_ascii_isspace(*p))
			p++;
		if (p >= end)
			break;
		const char *value = p, *close;
		if (*p == '"' || *p == '\'') {
			value = p + 1;
			close = memchr(value, *p, (size_t)(end - value));
			if (!close)
				return end; /* never closed: left alone */
			p = close + 1;
		} else {
			while (p < end && !g_ascii_isspace(*p) && *p != '>')
				p++;
			close = p;
		}
		if (is_address(name, n_name))
			address(w, value, (size_t)(close - value));
		else if (name_is(name, n_name, "srcset"))
			address_set(w, value, (size_t)(close - value));
	}
	return p < end ? p + 1 : end;
}

const char *html_rewrite(struct arena *arena, const char *html, size_t n,
			 const char *base)
{
	struct rewrite w = {.base = base, .from = html, .n = n};
	const char *p = html, *end = html + n;
	while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
		p++;
		if (p < end && g_ascii_isalpha(*p)) {
			while (p < end && (g_ascii_isalnum(*p) || *p == ':' || *p == '-'))
				p++;
			p = tag(&w, p, end);
		} else if (end - p >= 3 && memcmp(p, "!--", 3) == 0) {
			const char *close = g_strstr_len(p + 3, end - p - 3, "-->");
			p = close ? close + 3 : p + 3;
		}
	}
	if (!w.out)
		return arena_strndup(arena, html, n);
	g_string_append_len(w.out, w.from, end - w.from);
	const char *result = arena_strndup(arena, w.out->str, w.out->len);
	g_string_free(w.out, true);
	return result;
}
