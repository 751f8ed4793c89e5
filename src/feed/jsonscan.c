/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over a JSON document: json_scan goes from token to token (step), copies the
 * value at hand (begin_value, value_done), and hands it on when it is whole; the stack of
 * open brackets is what closes a cut document. Commas are written before what they
 * separate, so that one too many is never written. */
#include "feed/jsonscan.h"

#include <string.h>

#include "util/i18n.h"
#include "util/limit.h"

struct level {
	bool object, filled;
};

struct scan {
	const char *p, *end;
	const struct json_sink *sink;
	struct json_scan *result;
	int line;
	char last; /* last token: one of {[,: or 'n' for a name, 'v' for a value */
	bool id;   /* the last name was "id" */
	bool done; /* the root was closed, or nothing more is wanted */
	struct level open[JSON_DEPTH];
	size_t depth;
	GString *member; /* of the root */
	bool items;	 /* the list of stories is open */
	/* The value at hand: */
	GString *out;
	int out_line;
	bool drop;	/* it is not wanted */
	size_t parts;	/* memory that its tree takes, in units of an item of an array */
	size_t good;	/* length of out where the last whole value ended */
	size_t good_at; /* depth there */
};

/* Against an item of an array an object takes eight times as much, an array or a member
 * three times. No story has so many. */
enum { OBJECT_PARTS = 8, ARRAY_PARTS = 3, MEMBER_PARTS = 3, MOST_PARTS = 1000000 };

static void mended(struct scan *s, const char *what)
{
	if (s->result->mended)
		return;
	s->result->mended = what;
	s->result->line = s->line;
}

/* --- strings -------------------------------------------------------------------------- */

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
	} else if (s->p[1] == '\'') {
		g_string_append_c(s->out, '\'');
		s->p += 2;
	} else {
		mended(s, N_("an unknown escape"));
		g_string_append(s->out, "\\\\");
		s->p++;
	}
}

/* The string at s->p. False if the document ends in it. Of what no field holds the rest is
 * left out; the reader says so, as it is still too long. */
static bool copy_string(struct scan *s)
{
	const char quote = *s->p++;
	gsize start = s->out->len, escapes = 0;
	g_string_append_c(s->out, '"');
	if (quote != '"')
		mended(s, N_("a string in single quotes"));
	while (s->p < s->end && *s->p != quote) {
		const char *from = s->p;
		gsize before = s->out->len;
		while (s->p < s->end && (unsigned char)*s->p >= 0x20 && *s->p != '"' &&
		       *s->p != '\\' && *s->p != quote)
			s->p++;
		g_string_append_len(s->out, from, s->p - from);
		if (s->p < s->end && *s->p != quote) {
			unsigned char c = (unsigned char)*s->p;
			escapes++;
			if (c == '\\') {
				copy_escape(s);
			} else {
				if (c < 0x20)
					mended(s, N_("a control character in a string"));
				s->line += c == '\n';
				g_string_append_printf(s->out, "\\u%04x", c);
				s->p++;
			}
		}
		/* An escape of six bytes is one at least. */
		if (before - start > LIMIT_BODY + 16 + 5 * escapes)
			g_string_truncate(s->out, before);
	}
	g_string_append_c(s->out, '"');
	if (s->p >= s->end)
		return false;
	s->p++;
	return true;
}

/* --- values --------------------------------------------------------------------------- */

/* How many brackets are open around a value that is handed on. */
static size_t outside(const struct scan *s)
{
	return s->items ? 2 : 1;
}

static bool in_object(const struct scan *s)
{
	return s->depth && s->open[s->depth - 1].object;
}

static void hand_on(struct scan *s)
{
	if (!s->drop && s->out->len)
		s->done |= !s->sink->take(s->sink->data, s->member->str, s->items, s->out,
					  s->out_line);
	g_string_truncate(s->out, 0);
	s->good = 0;
}

static void value_done(struct scan *s)
{
	s->last = 'v';
	s->good = s->out->len;
	s->good_at = s->depth;
	if (s->depth == outside(s))
		hand_on(s);
}

static void count(struct scan *s, size_t parts)
{
	s->parts += parts;
	if (s->parts <= MOST_PARTS || s->drop)
		return;
	mended(s, N_("a part that is too large was left out"));
	s->drop = true;
}

/* Before the name of a member. */
static void begin_name(struct scan *s)
{
	struct level *level = &s->open[s->depth - 1];
	if (s->last == 'v')
		mended(s, N_("a comma is missing"));
	if (s->depth == 1) {
		g_string_truncate(s->out, 0);
	} else {
		if (level->filled)
			g_string_append_c(s->out, ',');
		count(s, MEMBER_PARTS);
	}
	level->filled = true;
}

/* After the name of a member, which begins at start in out. */
static void name_done(struct scan *s, gsize start)
{
	const char *name = s->out->str + start;
	s->id = strcmp(name, "\"id\"") == 0;
	if (s->depth == 1) {
		g_string_truncate(s->member, 0);
		g_string_append_len(s->member, name + 1,
				    (gssize)(s->out->len - start - 2));
		g_string_truncate(s->out, 0);
	} else {
		g_string_append_c(s->out, ':');
	}
	s->last = 'n';
}

/* Before a value of any kind. */
static void begin_value(struct scan *s)
{
	if (in_object(s)) {
		if (s->last == 'n') {
			mended(s, N_("a colon is missing"));
		} else if (s->last != ':') {
			mended(s, N_("a name is missing"));
			begin_name(s);
			gsize start = s->out->len;
			g_string_append(s->out, "\"\"");
			name_done(s, start);
		}
	} else if (s->depth) {
		struct level *level = &s->open[s->depth - 1];
		if (s->last == 'v')
			mended(s, N_("a comma is missing"));
		if (level->filled && s->depth > outside(s))
			g_string_append_c(s->out, ',');
		level->filled = true;
	}
	if (s->depth == outside(s)) {
		g_string_truncate(s->out, 0);
		s->good = s->parts = 0;
		s->out_line = s->line;
		s->drop = !s->items && !s->sink->wants(s->member->str);
	}
}

static void open_bracket(struct scan *s, char c)
{
	bool root = s->depth == 0;
	if (root && c != '{') {
		s->result->no_object = s->done = true;
		return;
	}
	if (!root)
		begin_value(s);
	if (s->depth >= JSON_DEPTH) {
		s->result->too_deep = s->done = true;
		return;
	}
	if (s->depth == 1 && c == '[' && strcmp(s->member->str, "items") == 0) {
		s->items = true;
	} else if (!root) {
		g_string_append_c(s->out, c);
		count(s, c == '{' ? OBJECT_PARTS : ARRAY_PARTS);
	}
	s->open[s->depth++] = (struct level){.object = c == '{'};
	s->last = c;
	s->p++;
}

/* Closes the innermost bracket. */
static void close_level(struct scan *s)
{
	bool object = in_object(s);
	if (object && (s->last == 'n' || s->last == ':')) {
		if (s->last == 'n')
			mended(s, N_("a colon is missing"));
		if (s->depth > outside(s))
			g_string_append(s->out, "null");
	}
	s->depth--;
	if (s->depth == 0) {
		s->done = true;
	} else if (s->items && s->depth == 1) {
		s->items = false;
		s->last = 'v';
	} else {
		g_string_append_c(s->out, object ? '}' : ']');
		value_done(s);
	}
}

static void close_bracket(struct scan *s, char c)
{
	size_t i = s->depth;
	while (i && s->open[i - 1].object != (c == '}'))
		i--;
	s->p++;
	if (s->last == ',')
		mended(s, N_("a comma too many"));
	if (i != s->depth)
		mended(s, N_("brackets do not match"));
	while (i && s->depth >= i && !s->done)
		close_level(s);
}

/* Whether it is a number that jansson takes. */
static bool is_number(const char *s, size_t n)
{
	size_t i = n && s[0] == '-' ? 1 : 0, from = i;
	while (i < n && g_ascii_isdigit(s[i]))
		i++;
	if (i == from || (s[from] == '0' && i - from > 1))
		return false;
	if (i < n && s[i] == '.') {
		from = ++i;
		while (i < n && g_ascii_isdigit(s[i]))
			i++;
		if (i == from)
			return false;
	}
	if (i < n && (s[i] == 'e' || s[i] == 'E')) {
		i++;
		i += i < n && (s[i] == '+' || s[i] == '-');
		from = i;
		while (i < n && g_ascii_isdigit(s[i]))
			i++;
		/* Not more than a double holds. */
		if (i == from || i - from > 2)
			return false;
	}
	return i == n;
}

/* A number or a word in place of a value; ids, and numbers that jansson would refuse, become
 * strings. */
static void put_word(struct scan *s, const char *word, size_t n)
{
	static const char *const words[] = {"true", "false", "null"};
	if (s->p >= s->end)
		return; /* cut: it may have been longer */
	begin_value(s);
	count(s, 1);
	if (g_ascii_isdigit(*word) || strchr("+-.", *word)) {
		bool fine = !s->id && n <= 18 && is_number(word, n);
		if (!fine)
			g_string_append_c(s->out, '"');
		g_string_append_len(s->out, word, (gssize)n);
		if (!fine)
			g_string_append_c(s->out, '"');
	} else {
		const char *known = NULL;
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strlen(words[i]) == n &&
			    g_ascii_strncasecmp(words[i], word, n) == 0)
				known = words[i];
		if (!known)
			mended(s, N_("an unknown word"));
		g_string_append(s->out, known ? known : "null");
	}
	value_done(s);
}

/* --- tokens --------------------------------------------------------------------------- */

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

static bool name_is_due(const struct scan *s)
{
	return in_object(s) && s->last != 'n' && s->last != ':';
}

static void string(struct scan *s)
{
	bool name = name_is_due(s);
	if (name) {
		begin_name(s);
	} else {
		begin_value(s);
		count(s, 1);
	}
	gsize start = s->out->len;
	if (!copy_string(s))
		return;
	if (name)
		name_done(s, start);
	else
		value_done(s);
}

static void word(struct scan *s)
{
	const char *from = s->p;
	while (s->p < s->end && (g_ascii_isalnum(*s->p) || strchr("+-._$", *s->p)))
		s->p++;
	size_t n = (size_t)(s->p - from);
	if (!n) {
		mended(s, N_("characters that have no place there"));
		s->p = g_utf8_next_char(s->p);
	} else if (name_is_due(s)) {
		mended(s, N_("a name without quotes"));
		begin_name(s);
		gsize start = s->out->len;
		g_string_append_printf(s->out, "\"%.*s\"", (int)MIN(n, 1000u), from);
		name_done(s, start);
	} else {
		put_word(s, from, n);
	}
}

static void separator(struct scan *s, char c)
{
	s->p++;
	if (c == ',' && s->last == 'v')
		s->last = c;
	else if (c == ',' && (s->last == ':' || s->last == 'n')) {
		/* "a":, */
		begin_value(s);
		g_string_append(s->out, "null");
		value_done(s);
		s->last = c;
	} else if (c == ',')
		mended(s, N_("a comma too many"));
	else if (s->last == 'n')
		s->last = c;
	else
		mended(s, N_("a colon too many"));
}

static void step(struct scan *s)
{
	char c = *s->p;
	if (c == '{' || c == '[') {
		open_bracket(s, c);
	} else if (g_ascii_isspace(c)) {
		s->line += c == '\n';
		s->p++;
	} else if (s->depth == 0) {
		if (!skip_comment(s))
			s->result->no_object = s->done = true;
	} else if (c == '"' || c == '\'') {
		string(s);
	} else if (c == '}' || c == ']') {
		close_bracket(s, c);
	} else if (c == ',' || c == ':') {
		separator(s, c);
	} else if (!skip_comment(s)) {
		word(s);
	}
	if (s->drop && s->depth > outside(s)) {
		g_string_truncate(s->out, 0);
		s->good = 0;
	}
}

/* The document is cut: what was whole is kept. */
static void close_cut(struct scan *s)
{
	mended(s, N_("the document is cut"));
	size_t from = outside(s);
	if (!s->good || s->drop || s->depth <= from || s->good_at < from)
		return;
	g_string_truncate(s->out, s->good);
	for (s->depth = s->good_at; s->depth > from; s->depth--)
		g_string_append_c(s->out, s->open[s->depth - 1].object ? '}' : ']');
	hand_on(s);
}

void json_scan(const char *text, size_t n, const struct json_sink *sink,
	       struct json_scan *result)
{
	*result = (struct json_scan){0};
	struct scan s = {
		.p = text, .end = text + n, .sink = sink, .result = result, .line = 1};
	s.out = g_string_sized_new(4096);
	s.member = g_string_new(NULL);
	while (s.p < s.end && !s.done)
		step(&s);
	if (!s.done && s.depth) {
		close_cut(&s);
	} else if (!s.depth && !result->no_object) {
		while (s.p < s.end && g_ascii_isspace(*s.p))
			s.p++;
		if (s.p < s.end)
			mended(&s, N_("text after the end"));
	}
	g_string_free(s.out, true);
	g_string_free(s.member, true);
}
