/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header lines: a status line resets, known names are noted, everything is counted. */
#include "net/head.h"

#include <curl/curl.h>
#include <string.h>

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{300, "Multiple Choices"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{402, "Payment Required"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{406, "Not Acceptable"},
	{407, "Proxy Authentication Required"},
	{408, "Request Timeout"},
	{409, "Conflict"},
	{410, "Gone"},
	{418, "I'm a Teapot"},
	{421, "Misdirected Request"},
	{422, "Unprocessable Content"},
	{425, "Too Early"},
	{426, "Upgrade Required"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{451, "Unavailable For Legal Reasons"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{502, "Bad Gateway"},
	{503, "Service Unavailable"},
	{504, "Gateway Timeout"},
	{505, "HTTP Version Not Supported"},
	{508, "Loop Detected"},
	{520, "Web Server Returned an Unknown Error"},
	{521, "Web Server Is Down"},
	{522, "Connection Timed Out"},
	{523, "Origin Is Unreachable"},
	{524, "A Timeout Occurred"},
};

const char *head_reason(int status)
{
	for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return NULL;
}

static void forget(struct head *h)
{
	g_clear_pointer(&h->etag, g_free);
	g_clear_pointer(&h->last_modified, g_free);
	g_clear_pointer(&h->content_type, g_free);
	g_clear_pointer(&h->location, g_free);
	h->n_encodings = 0;
	h->bad_encoding = h->no_cache = h->done = false;
	h->wall = 0;
	h->encodings[0] = h->encodings[1] = BODY_PLAIN;
	h->max_age_s = h->age_s = h->expires = h->date = h->retry_after_s = -1;
}

void head_init(struct head *h)
{
	*h = (struct head){0};
	forget(h);
}

void head_clear(struct head *h)
{
	forget(h);
}

static bool is_printable(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < 0x20 || s[i] > 0x7e)
			return false;
	return true;
}

/* Digits only; what is larger than any sensible time is that time. */
static int64_t seconds(const char *s, size_t n)
{
	if (n == 0)
		return -1;
	int64_t value = 0;
	for (size_t i = 0; i < n; i++) {
		if (!g_ascii_isdigit(s[i]))
			return -1;
		value = MIN(value * 10 + (s[i] - '0'), INT32_MAX);
	}
	return value;
}

static int64_t date_of(const char *value)
{
	time_t t = curl_getdate(value, NULL);
	return t == (time_t)-1 ? -1 : (int64_t)t;
}

static void read_encodings(struct head *h, const char *value)
{
	g_auto(GStrv) names = g_strsplit(value, ",", 8);
	for (size_t i = 0; names[i]; i++) {
		const char *name = g_strstrip(names[i]);
		enum body_encoding e;
		if (!*name || g_ascii_strcasecmp(name, "identity") == 0)
			continue;
		if (g_ascii_strcasecmp(name, "gzip") == 0 ||
		    g_ascii_strcasecmp(name, "x-gzip") == 0)
			e = BODY_GZIP;
		else if (g_ascii_strcasecmp(name, "deflate") == 0)
			e = BODY_DEFLATE;
		else if (g_ascii_strcasecmp(name, "br") == 0)
			e = BODY_BROTLI;
		else if (g_ascii_strcasecmp(name, "zstd") == 0)
			e = BODY_ZSTD;
		else
			e = BODY_PLAIN;
		if (e == BODY_PLAIN || h->n_encodings == BODY_ENCODINGS)
			h->bad_encoding = true;
		else
			h->encodings[h->n_encodings++] = e;
	}
}

static void read_cache_control(struct head *h, const char *value)
{
	g_auto(GStrv) words = g_strsplit(value, ",", 32);
	for (size_t i = 0; words[i]; i++) {
		char *word = g_strstrip(words[i]);
		if (g_ascii_strncasecmp(word, "max-age=", 8) == 0) {
			const char *s = word + 8 + (word[8] == '"');
			h->max_age_s = seconds(s, strspn(s, "0123456789"));
		} else if (g_ascii_strncasecmp(word, "no-cache", 8) == 0 ||
			   g_ascii_strncasecmp(word, "no-store", 8) == 0) {
			h->no_cache = true;
		}
	}
}

static void keep(char **slot, const char *value, size_t n, size_t most)
{
	g_free(*slot);
	*slot = n > 0 && n <= most && is_printable(value, n) ? g_strdup(value) : NULL;
}

/* Servers that stand before others to keep robots out: if one of these refuses, the site
 * was not asked. */
static bool is_wall(const char *server)
{
	static const char *const names[] = {"cloudflare", "ddos-guard", "AkamaiGHost",
					    "DataDome",	  "Sucuri",	"QRATOR"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strncasecmp(server, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void read_field(struct head *h, const char *name, size_t n_name, const char *value,
		       int64_t now)
{
#define IS(word) \
	(n_name == sizeof(word) - 1 && g_ascii_strncasecmp(name, word, n_name) == 0)
	size_t n = strlen(value);
	if (IS("ETag")) {
		keep(&h->etag, value, n, HEAD_MOST_VALIDATOR);
	} else if (IS("Last-Modified")) {
		keep(&h->last_modified, value, n, HEAD_MOST_VALIDATOR);
	} else if (IS("Content-Type")) {
		keep(&h->content_type, value, n, HEAD_MOST_VALUE);
	} else if (IS("Location")) {
		g_free(h->location);
		h->location = g_strndup(value, HEAD_MOST_VALUE);
	} else if (IS("Content-Encoding")) {
		read_encodings(h, value);
	} else if (IS("Cache-Control")) {
		read_cache_control(h, value);
	} else if (IS("Expires")) {
		/* An invalid date, above all "0", says: already stale. */
		int64_t date = date_of(value);
		h->expires = date < 0 ? 0 : date;
	} else if (IS("Date")) {
		h->date = date_of(value);
	} else if (IS("Age")) {
		h->age_s = seconds(value, n);
	} else if (IS("Retry-After")) {
		int64_t wait = seconds(value, n), date = wait < 0 ? date_of(value) : -1;
		if (wait < 0 && date >= 0)
			wait = MAX(date - now, 0);
		h->retry_after_s = MIN(wait, HEAD_MOST_WAIT_S);
	} else if (IS("cf-mitigated") || IS("x-datadome") || IS("x-amzn-waf-action") ||
		   IS("x-sucuri-block")) {
		h->wall = 2;
	} else if (IS("Server")) {
		h->wall = MAX(h->wall, is_wall(value) ? 1 : 0);
	}
#undef IS
}

/* "HTTP/1.1 301 Moved", "HTTP/2 200"; 0 if it is none. */
static int status_of(const char *line, size_t n)
{
	const char *blank = memchr(line, ' ', n);
	if (n < 10 || memcmp(line, "HTTP/", 5) != 0 || !blank)
		return 0;
	size_t at = (size_t)(blank - line) + 1;
	if (n < at + 3)
		return 0;
	int64_t status = seconds(line + at, 3);
	return status >= 100 ? (int)status : 0;
}

bool head_line(struct head *h, const char *line, size_t n, int64_t now)
{
	h->bytes += n;
	h->lines++;
	if (h->bytes > HEAD_MOST_BYTES || h->lines > HEAD_MOST_LINES)
		return false;
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	int status = status_of(line, n);
	if (status != 0) {
		forget(h);
		h->status = status;
		return true;
	}
	const char *colon = memchr(line, ':', n);
	if (n == 0)
		h->done = true;
	if (!colon || h->done)
		return true;
	g_autofree char *value = g_strndup(colon + 1, n - (size_t)(colon - line) - 1);
	read_field(h, line, (size_t)(colon - line), g_strstrip(value), now);
	return true;
}

int64_t head_fresh_s(const struct head *h)
{
	if (h->no_cache)
		return 0;
	if (h->max_age_s >= 0)
		return MAX(h->max_age_s - MAX(h->age_s, 0), 0);
	if (h->expires >= 0 && h->date >= 0)
		return CLAMP(h->expires - h->date, 0, INT32_MAX);
	return -1;
}
