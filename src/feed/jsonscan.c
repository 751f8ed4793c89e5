/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over a JSON document that copies it and mends what can be mended; the stack
 * of open brackets is what closes a cut document. */
#include "feed/jsonscan.h"

#include <string.h>

#include "util/i18n.h"

struct scan {
	const char *p, *end;
	GString *out, *open; /* open: one of {[ each */
	struct json_scan *result;
	int line;
	char last;   /* last token: one of {[,:}] or 'v' for a value */
	bool id;     /* the last string was the name "id" */
	bool key;    /* a name is expected */
	size_t good; /* length of out where the last whole value ended */
	size_t good_open;
	size_t parts; /* memory that jansson's tree takes, in units of an item of an array */
};

/* jansson keeps the whole tree, and a document of nothing but brackets becomes twenty
 * times itself. Against an item of an array an object takes eight times as much, an array
 * or a member three times. This is room for about a hundred thousand stories. */
enum { OBJECT_PARTS = 8, ARRAY_PARTS = 3, MEMBER_PARTS = 3, MOST_PARTS = 5000000 };

static void mended(struct scan *s, const char *what)
{
	if (s->result->mended)
		return;
	s->result->mended = what;
	s->result->line = s->line;
}

/* The 4 digits of \uXXXX at p, or -1. */
static int hex4(const char *p, const char *end)
{
	int c = 0;
	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = g_ascii_xdigit_value(p[i]);
		if (digit < 0)
			return -1;
		c = c * 16 + digit;
	}
	return c;
}

/* The escape at s->p, which begins with a backslash. */
static void copy_escape(struct scan *s)
{
	int c = hex4(s->p, s->end);
	if (s->end - s->p < 2) {
		s->p = s->end;
	} else if (c == 0) {
		g_string_append(s->out, "\xEF\xBF\xBD");
		s->p += 6;
	} else if (c >= 0xD800 && c < 0xDC00) {
		int low = hex4(s->p + 6, s->end);
		if (low >= 0xDC00 && low < 0xE000) {
			g_string_append_len(s->out, s->p, 12);
			s->p += 12;
		} else {
			mended(s, N_("a lone surrogate"));
			g_string_append(s->out, "\xEF\xBF\xBD");
			s->p += 6;
		}
	} else if (c >= 0xDC00 && c < 0xE000) {
		mended(s, N_("a lone surrogate"));
		g_string_append(s->out, "\xEF\xBF\xBD");
		s->p += 6;
	} else if (c > 0) {
		g_string_append_len(s->out, s->p, 6);
		s->p += 6;
	} else if (strchr("\"\\/bfnrt", s->p[1])) {
		g_string_append_len(s->out, s->p, 2);
		s->p += 2;
	} else {
		mended(s, N_("an unknown escape"));
		g_string_append(s->out, "\\\\");
		s->p++;
	}
}

/* The string at s->p. False if the document ends in it. */
static bool copy_string(struct scan *s)
{
	g_string_append_c(s->out, '"');
	s->p++;
	while (s->p < s->end && *s->p != '"') {
		const char *from = s->p;
		while (s->p < s->end && (unsigned char)*s->p >= 0x20 && *s->p != '"' &&
		       *s->p != '\\')
			s->p++;
		g_string_append_len(s->out, from, s->p - from);
		if (s->p >= s->end)
			break;
		unsigned char c = (unsigned char)*s->p;
		if (c == '\\') {
			copy_escape(s);
		} else if (c < 0x20) {
			mended(s, N_("a control character in a string"));
			s->line += c == '\n';
			g_string_append_printf(s->out, "\\u%04x", c);
			s->p++;
		}
	}
	g_string_append_c(s->out, '"');
	if (s->p >= s->end)
		return false;
	s->p++;
	return true;
}

static bool skip_comment(struct scan *s)
{
	if (s->end - s->p < 2 || s->p[0] != '/' || (s->p[1] != '/' && s->p[1] != '*'))
		return false;
	mended(s, N_("a comment"));
	const char *close = s->p[1] == '/'
				    ? memchr(s->p, '\n', (size_t)(s->end - s->p))
				    : g_strstr_len(s->p + 2, s->end - s->p - 2, "*/");
	const char *to = !close ? s->end : s->p[1] == '/' ? close : close + 2;
	for (; s->p < to; s->p++)
		s->line += *s->p == '\n';
	return true;
}

/* A comma before this is one too many. */
static void drop_comma(struct scan *s)
{
	if (s->last != ',')
		return;
	mended(s, N_("a comma too many"));
	gsize n = s->out->len;
	while (n && s->out->str[n - 1] != ',')
		n--;
	if (n)
		g_string_erase(s->out, (gssize)n - 1, 1);
}

static void value_done(struct scan *s)
{
	s->last = 'v';
	s->good = s->out->len;
	s->good_open = s->open->len;
}

static bool in_object(const struct scan *s)
{
	return s->open->len && s->open->str[s->open->len - 1] == '{';
}

/* Numbers and words. */
static void copy_word(struct scan *s)
{
	const char *from = s->p;
	while (s->p < s->end && (g_ascii_isalnum(*s->p) || strchr("+-._", *s->p)))
		s->p++;
	if (s->p == from) { /* a character; what it means here, jansson says */
		do
			s->p++;
		while (s->p < s->end && (*s->p & 0xC0) == 0x80);
		g_string_append_len(s->out, from, s->p - from);
		return;
	}
	bool number = g_ascii_isdigit(*from) || *from == '-';
	/* Ids, and integers that jansson would refuse. */
	if (number && (s->id || s->p - from > 18)) {
		g_string_append_printf(s->out, "\"%.*s\"", (int)(s->p - from), from);
	} else {
		g_string_append_len(s->out, from, s->p - from);
	}
	/* A word that the end of the document cuts is no value. */
	if (s->p < s->end)
		value_done(s);
}

static bool step(struct scan *s)
{
	char c = *s->p;
	if (c == '"') {
		const char *from = s->p;
		bool name = in_object(s) && (s->last == '{' || s->last == ',');
		if (s->last == 'v') {
			mended(s, N_("a comma is missing"));
			g_string_append_c(s->out, ',');
			name = in_object(s);
		}
		if (!copy_string(s))
			return false;
		s->id = name && s->p - from == 4 && memcmp(from, "\"id\"", 4) == 0;
		if (name)
			s->last = 'n';
		else
			value_done(s);
	} else if (c == '{' || c == '[') {
		if (s->last == 'v') {
			mended(s, N_("a comma is missing"));
			g_string_append_c(s->out, ',');
		}
		if (s->open->len >= JSON_DEPTH) {
			s->result->too_deep = true;
			return false;
		}
		s->parts += c == '{' ? OBJECT_PARTS : ARRAY_PARTS;
		g_string_append_c(s->out, c);
		g_string_append_c(s->open, c);
		s->last = c;
		s->p++;
	} else if (c == '}' || c == ']') {
		drop_comma(s);
		g_string_append_c(s->out, c);
		s->p++;
		if (s->open->len)
			g_string_truncate(s->open, s->open->len - 1);
		value_done(s);
	} else if (c == ',' || c == ':') {
		if (c == ',' && s->last == ',') {
			mended(s, N_("a comma too many"));
		} else {
			s->parts += c == ':' ? MEMBER_PARTS : 1;
			g_string_append_c(s->out, c);
			s->last = c;
		}
		s->p++;
	} else if (g_ascii_isspace(c)) {
		s->line += c == '\n';
		g_string_append_c(s->out, c);
		s->p++;
	} else if (!skip_comment(s)) {
		copy_word(s);
	}
	s->result->too_many = s->parts > MOST_PARTS;
	return !s->result->too_many;
}

GString *json_scan(const char *text, size_t n, struct json_scan *result)
{
	*result = (struct json_scan){0};
	struct scan s = {.p = text, .end = text + n, .result = result, .line = 1};
	s.out = g_string_sized_new(n + 64);
	s.open = g_string_new(NULL);
	bool whole = true;
	do {
		while (s.p < s.end && !s.open->len && s.last != 'v' && *s.p != '{' &&
		       *s.p != '[' && g_ascii_isspace(*s.p)) {
			s.line += *s.p == '\n';
			g_string_append_c(s.out, *s.p++);
		}
		whole = s.p < s.end && step(&s);
	} while (whole && s.open->len);
	if (whole) {
		while (s.p < s.end && g_ascii_isspace(*s.p))
			s.p++;
		if (s.p < s.end)
			mended(&s, N_("text after the end"));
	} else if (!result->too_deep && !result->too_many && s.open->len) {
		/* Cut: what was whole is kept. */
		mended(&s, N_("the document is cut"));
		g_string_truncate(s.out, s.good);
		g_string_truncate(s.open, s.good_open);
		while (s.open->len) {
			g_string_append_c(
				s.out, s.open->str[s.open->len - 1] == '{' ? '}' : ']');
			g_string_truncate(s.open, s.open->len - 1);
		}
	}
	g_string_free(s.open, true);
	return s.out;
}
