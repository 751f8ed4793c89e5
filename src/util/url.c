/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses. First what is written is made a URI (escape_reference), then GUri resolves
 * it. Addresses that need neither, nearly all, are recognised and copied. */
#include "util/url.h"

#include <glib.h>
#include <string.h>

static const GUriFlags FLAGS = G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED;

enum {
	CHAR_PLAIN = 1, /* may stand anywhere */
	CHAR_SPLIT = 2, /* / ? : @ : may stand after the scheme, has a meaning */
};

/* RFC 3986, 2.2 and 2.3. "#" "%" "[" "]" are looked at where they occur. */
static int char_class(unsigned char c)
{
	if (g_ascii_isalnum(c) || (c && strchr("-._~!$&'()*+,;=", c)))
		return CHAR_PLAIN;
	return c && strchr("/?:@", c) ? CHAR_SPLIT : 0;
}

static size_t scheme_length(const char *s)
{
	if (!g_ascii_isalpha(*s))
		return 0;
	size_t n = 1;
	while (g_ascii_isalnum(s[n]) || (s[n] && strchr("+-.", s[n])))
		n++;
	return s[n] == ':' ? n : 0;
}

static bool is_hex_pair(const char *s)
{
	return g_ascii_isxdigit(s[0]) && g_ascii_isxdigit(s[1]);
}

static void append_escaped(GString *out, const char *s, size_t n)
{
	bool fragment = false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		bool keep = char_class(c) != 0;
		if (c == '%')
			keep = i + 2 < n && is_hex_pair(s + i + 1);
		else if (c == '#' && !fragment)
			keep = fragment = true;
		if (keep)
			g_string_append_c(out, (char)c);
		else
			g_string_append_printf(out, "%%%02X", c);
	}
}

/* GUri takes ";" for the end of a host (parameters of the obsolete RFC 1738), and then finds
 * a path that cannot be one; behind ":" it wants a port. */
static void append_name(GString *out, const char *s, size_t n)
{
	g_autoptr(GString) escaped = g_string_new(NULL);
	append_escaped(escaped, s, n);
	g_string_replace(escaped, ";", "%3B", 0);
	g_string_replace(escaped, ":", "%3A", 0);
	g_string_append_len(out, escaped->str, (gssize)escaped->len);
}

/* The host as DNS knows it. [v6] stays. */
static void append_host(GString *out, const char *s, size_t n)
{
	bool ascii = true;
	for (size_t i = 0; i < n; i++)
		ascii = ascii && (s[i] & 0x80) == 0 && s[i] != '%';
	if (n > 1 && s[0] == '[' && s[n - 1] == ']' && ascii) {
		g_string_append_len(out, s, (gssize)n);
		return;
	}
	if (!ascii) {
		char *host = g_uri_unescape_segment(s, s + n, "/?#@:");
		char *name = NULL;
		if (host && g_utf8_validate(host, -1, NULL) && strlen(host) < 1024)
			name = g_hostname_to_ascii(host);
		g_free(host);
		if (name) {
			append_name(out, name, strlen(name));
			g_free(name);
			return;
		}
	}
	append_name(out, s, n);
}

static void append_authority(GString *out, const char *s, size_t n)
{
	const char *at = memrchr(s, '@', n);
	if (at) {
		append_escaped(out, s, (size_t)(at - s));
		g_string_append_c(out, '@');
		n -= (size_t)(at + 1 - s);
		s = at + 1;
	}
	size_t host = n;
	while (host > 0 && g_ascii_isdigit(s[host - 1]))
		host--;
	if (host == 0 || s[host - 1] != ':')
		host = n; /* digits without a colon belong to the name */
	else
		host--;
	append_host(out, s, host);
	if (host + 1 < n) /* "host:" has no port */
		g_string_append_len(out, s + host, (gssize)(n - host));
}

/* White space around is dropped, tabs and line ends within, too (people wrap lines). */
static char *trimmed(const char *ref)
{
	while (*ref && (unsigned char)*ref <= ' ')
		ref++;
	size_t n = strlen(ref);
	while (n > 0 && (unsigned char)ref[n - 1] <= ' ')
		n--;
	char *copy = g_malloc(n + 1), *to = copy;
	for (size_t i = 0; i < n; i++)
		if (ref[i] != '\t' && ref[i] != '\n' && ref[i] != '\r')
			*to++ = ref[i];
	*to = '\0';
	return copy;
}

static char *escape_reference(const char *ref)
{
	GString *out = g_string_sized_new(strlen(ref) + 16);
	size_t scheme = scheme_length(ref);
	bool web = scheme == 0 ||
		   (scheme == 4 && g_ascii_strncasecmp(ref, "http", 4) == 0) ||
		   (scheme == 5 && g_ascii_strncasecmp(ref, "https", 5) == 0);
	if (scheme) {
		g_string_append_len(out, ref, (gssize)scheme + 1);
		ref += scheme + 1;
	}
	if (ref[0] == '/' && ref[1] == '/') {
		g_string_append(out, "//");
		ref += 2;
		if (web) /* as browsers read it */
			ref += strspn(ref, "/");
		size_t n = strcspn(ref, "/?#\\");
		append_authority(out, ref, n);
		ref += n;
		if (*ref == '\\') { /* as browsers read it */
			g_string_append_c(out, '/');
			ref++;
		}
	}
	append_escaped(out, ref, strlen(ref));
	return g_string_free(out, FALSE);
}

/* Whether ref is absolute and resolving would give it back unchanged. */
static bool is_finished(const char *ref)
{
	size_t start = g_str_has_prefix(ref, "https://")  ? 8
		       : g_str_has_prefix(ref, "http://") ? 7
							  : 0;
	if (start == 0)
		return false;
	bool path = false, fragment = false;
	for (const char *p = ref + start; *p; p++) {
		if (*p == '#' && !fragment && path)
			fragment = true;
		else if (*p == '%' ? !path || !is_hex_pair(p + 1)
				   : char_class((unsigned char)*p) == 0)
			return false;
		if (!path && (*p == '@' || *p == ':' || *p == '?' || g_ascii_isupper(*p)))
			return false;
		path = path || *p == '/';
		if (p[0] == '/' && p[1] == '.')
			return false;
	}
	return path && ref[start] != '/';
}

static bool has_authority(const char *url)
{
	size_t scheme = scheme_length(url);
	return scheme && g_str_has_prefix(url + scheme, "://") && url[scheme + 3] &&
	       !strchr("/?#", url[scheme + 3]);
}

static bool is_printable(const char *s)
{
	for (; *s; s++)
		if (*s <= ' ' || *s >= 0x7f)
			return false;
	return true;
}

char *url_resolve(const char *base, const char *ref)
{
	if (is_finished(ref))
		return g_strdup(ref);
	char *clean = trimmed(ref), *escaped = escape_reference(clean), *result = NULL;
	g_free(clean);
	if (base && *base && scheme_length(escaped) == 0) {
		char *clean_base = trimmed(base),
		     *escaped_base = escape_reference(clean_base);
		g_free(clean_base);
		/* GUri would drop a fragment of the base only if ref has something. Where
		 * there is no authority it may make a path that looks like one. */
		if (has_authority(escaped_base))
			result = g_uri_resolve_relative(escaped_base, escaped, FLAGS,
							NULL);
		g_free(escaped_base);
	} else if (has_authority(escaped)) {
		result = g_uri_resolve_relative(NULL, escaped, FLAGS, NULL);
	}
	/* GUri decodes a host; what is no host then stays as it was written. */
	if (!result || !is_printable(result)) {
		g_free(result);
		return escaped;
	}
	g_free(escaped);
	return result;
}

bool url_is_web(const char *url)
{
	const char *host = g_ascii_strncasecmp(url, "https://", 8) == 0	 ? url + 8
			   : g_ascii_strncasecmp(url, "http://", 7) == 0 ? url + 7
									 : NULL;
	return host && *host && !strchr("/?#:@", *host);
}

bool url_is_absolute(const char *url)
{
	return scheme_length(url) > 0;
}

bool url_is_base(const char *url)
{
	size_t n = url ? scheme_length(url) : 0;
	if (!n || !g_str_has_prefix(url + n, "://") || strchr("/?#", url[n + 3]))
		return false; /* (a NUL is found there, too) */
	g_autofree char *seen = url_resolve(url, "x");
	return scheme_length(seen) && url_is_harmless(seen);
}

bool url_is_harmless(const char *url)
{
	static const char *const harmful[] = {"javascript", "vbscript",	  "data",
					      "file",	    "livescript", "mocha",
					      "blob",	    "filesystem", "view-source"};
	for (const char *p = url; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f ||
		    ((unsigned char)p[0] == 0xc2 && (unsigned char)p[1] >= 0x80 &&
		     (unsigned char)p[1] < 0xa0))
			return false;
	url += strspn(url, " ");
	size_t n = scheme_length(url);
	for (size_t i = 0; n && i < G_N_ELEMENTS(harmful); i++)
		if (strlen(harmful[i]) == n &&
		    g_ascii_strncasecmp(url, harmful[i], n) == 0)
			return false;
	return true;
}

char *url_host(const char *url)
{
	GUri *uri = g_uri_parse(url, FLAGS, NULL);
	if (!uri)
		return NULL;
	const char *host = g_uri_get_host(uri);
	char *lower = host && *host ? g_ascii_strdown(host, -1) : NULL;
	g_uri_unref(uri);
	return lower;
}

char *url_origin(const char *url)
{
	GUri *uri = g_uri_parse(url, FLAGS, NULL);
	if (!uri)
		return NULL;
	const char *scheme = g_uri_get_scheme(uri), *host = g_uri_get_host(uri);
	int port = g_uri_get_port(uri);
	char *origin = NULL;
	if (host && *host) {
		if (port < 0)
			port = g_ascii_strcasecmp(scheme, "https") == 0 ? 443 : 80;
		g_autofree char *text = g_strdup_printf("%s://%s:%d", scheme, host, port);
		origin = g_ascii_strdown(text, -1);
	}
	g_uri_unref(uri);
	return origin;
}

/* "feed:https://host/", "feed://host/" -> what they stand for. */
static char *without_feed_scheme(const char *url)
{
	static const char *const schemes[] = {"feed:", "rss:", "itpc:", "pcast:"};
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (g_ascii_strncasecmp(url, schemes[i], n) != 0)
			continue;
		const char *rest = url + n;
		if (g_str_has_prefix(rest, "//"))
			return g_strconcat("http:", rest, NULL);
		if (scheme_length(rest))
			return g_strdup(rest);
	}
	return g_strdup(url);
}

char *url_normal(const char *url)
{
	if (is_finished(url) && !strpbrk(url, "#%"))
		return g_strdup(
			url); /* nearly all: a thousand feeds are read at each start */
	char *clean = trimmed(url), *real = without_feed_scheme(clean);
	char *absolute = url_resolve(NULL, real);
	g_free(clean);
	g_free(real);
	GUri *uri = g_uri_parse(absolute, FLAGS, NULL);
	/* GUri finds a host in "x://;a" and a path that no host can have. */
	if (!uri || !g_uri_get_host(uri) ||
	    (*g_uri_get_path(uri) && *g_uri_get_path(uri) != '/')) {
		if (uri)
			g_uri_unref(uri);
		return absolute;
	}
	char *scheme = g_ascii_strdown(g_uri_get_scheme(uri), -1);
	char *host = g_ascii_strdown(g_uri_get_host(uri), -1);
	const char *path = g_uri_get_path(uri);
	int port = g_uri_get_port(uri);
	if (port == (strcmp(scheme, "https") == 0 ? 443 : 80))
		port = -1;
	char *normal = g_uri_join(FLAGS, scheme, g_uri_get_userinfo(uri), host, port,
				  *path ? path : "/", g_uri_get_query(uri), NULL);
	g_free(scheme);
	g_free(host);
	g_uri_unref(uri);
	g_free(absolute);
	return normal;
}

char *url_without_secrets(const char *url)
{
	size_t scheme = scheme_length(url);
	const char *start = url + (scheme ? scheme + 1 : 0);
	if (!g_str_has_prefix(start, "//"))
		return g_strdup(url);
	start += 2;
	const char *at = memrchr(start, '@', strcspn(start, "/?#"));
	if (!at)
		return g_strdup(url);
	return g_strdup_printf("%.*s%s", (int)(start - url), url, at + 1);
}

bool url_is_local(const char *url)
{
	g_autofree char *host = url_is_web(url) ? url_host(url) : NULL;
	return !host || strcmp(host, "localhost") == 0 ||
	       g_str_has_suffix(host, ".localhost") || g_str_has_prefix(host, "127.") ||
	       strcmp(host, "::1") == 0 || strcmp(host, "[::1]") == 0;
}

static bool is_tracking(const char *parameter, size_t n)
{
	static const char *const names[] = {
#define TRACKING(name) name,
#include "util/tracking.def"
#undef TRACKING
	};
	const char *equals = memchr(parameter, '=', n);
	size_t length = equals ? (size_t)(equals - parameter) : n;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t own = strlen(names[i]);
		bool begins = names[i][own - 1] == '*';
		own -= begins;
		if ((begins ? length > own : length == own) &&
		    g_ascii_strncasecmp(parameter, names[i], own) == 0)
			return true;
	}
	return false;
}

/* "a=1&b=2", n bytes, without what is_tracking; first stands before what is left. */
static void append_parameters(GString *out, char first, const char *at, size_t n)
{
	char before = first;
	while (n > 0) {
		const char *end = memchr(at, '&', n);
		size_t length = end ? (size_t)(end - at) : n;
		if (!is_tracking(at, length)) {
			g_string_append_c(out, before);
			g_string_append_len(out, at, (gssize)length);
			before = '&';
		}
		length += end != NULL;
		at += length;
		n -= length;
	}
}

char *url_without_tracking(const char *url)
{
	const char *fragment = strchr(url, '#');
	const char *end = fragment ? fragment : url + strlen(url);
	const char *query = memchr(url, '?', (size_t)(end - url));
	if (!url_is_web(url) || (!query && !fragment))
		return g_strdup(url);
	GString *out = g_string_new_len(url, (query ? query : end) - url);
	if (query && query + 1 == end)
		g_string_append_c(out, '?');
	else if (query)
		append_parameters(out, '?', query + 1, (size_t)(end - query) - 1);
	/* some sites look for the same names in the fragment */
	if (fragment && !fragment[1])
		g_string_append_c(out, '#');
	else if (fragment)
		append_parameters(out, '#', fragment + 1, strlen(fragment + 1));
	return g_string_free(out, FALSE);
}
