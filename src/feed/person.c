/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons: as elements of their own (Atom), or as text in one of the forms that mail
 * has had: "address (name)", "name <address>", "name (address)", "address". */
#include "feed/handlers.h"

#include <string.h>

#include "text/plain.h"
#include "util/limit.h"

char *person_text(const char *s, size_t n)
{
	char *text = plain_unescape(s, n);
	if (!strstr(text, "</") && !strstr(text, "/>"))
		return text;
	char *plain = plain_from_html(text, strlen(text));
	g_free(text);
	return plain;
}

/* One word with an @ between other characters, and a dot or a local host after it. */
static bool is_email(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	if (!at || at == s || at == s + n - 1)
		return false;
	for (size_t i = 0; i < n; i++)
		if (g_ascii_isspace(s[i]) || strchr("<>()\",;", s[i]))
			return false;
	return memchr(at + 1, '@', n - (size_t)(at + 1 - s)) == NULL;
}

static void strip(const char **s, size_t *n, const char *what)
{
	while (*n && (g_ascii_isspace(**s) || strchr(what, **s)))
		(*s)++, (*n)--;
	while (*n && (g_ascii_isspace((*s)[*n - 1]) || strchr(what, (*s)[*n - 1])))
		(*n)--;
}

static const char *line(struct reader *r, const char *s, size_t n)
{
	return reader_line(r, s, n, LIMIT_TITLE);
}

static void put_email(struct reader *r, struct person *p, const char *s, size_t n)
{
	if (n > 7 && g_ascii_strncasecmp(s, "mailto:", 7) == 0)
		s += 7, n -= 7;
	p->email = line(r, s, n);
}

/* What stands in brackets, and what is left around them. */
static bool bracketed(const char *s, size_t n, char open, char close, const char **in,
		      size_t *n_in, GString *rest)
{
	const char *from = memchr(s, open, n);
	if (!from)
		return false;
	size_t left = n - (size_t)(from + 1 - s);
	const char *to = memrchr(from + 1, close, left);
	if (!to)
		to = s + n;
	*in = from + 1;
	*n_in = (size_t)(to - from - 1);
	g_string_append_len(rest, s, from - s);
	if (to < s + n)
		g_string_append_len(rest, to + 1, s + n - to - 1);
	return true;
}

/* The bytes of the first of several persons. */
static size_t person_length(const char *s, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if ((s[i] != ',' && s[i] != ';') || (s[i - 1] != ')' && s[i - 1] != '>'))
			continue;
		if (memchr(s, '@', i) && memchr(s + i, '@', n - i))
			return i;
	}
	return n;
}

/* "()", "-": nobody. */
static bool is_nobody(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((s[i] & 0x80) || g_ascii_isalnum(s[i]))
			return false;
	return true;
}

struct person person_from_text(struct reader *r, const char *s, size_t n)
{
	struct person p = {0};
	strip(&s, &n, "");
	if (is_nobody(s, n))
		return p;
	const char *in;
	size_t n_in;
	g_autoptr(GString) rest = g_string_new(NULL);
	if (is_email(s, n)) {
		put_email(r, &p, s, n);
		return p;
	}
	bool found = memchr(s, '@', n) && (bracketed(s, n, '<', '>', &in, &n_in, rest) ||
					   bracketed(s, n, '(', ')', &in, &n_in, rest));
	if (found) {
		const char *out = rest->str;
		size_t n_out = rest->len;
		strip(&in, &n_in, "\"'");
		strip(&out, &n_out, "\"'");
		if (n_in > 7 && g_ascii_strncasecmp(in, "mailto:", 7) == 0)
			in += 7, n_in -= 7;
		if (is_email(out, n_out)) {
			put_email(r, &p, out, n_out);
			p.name = line(r, in, n_in);
			return p;
		}
		if (is_email(in, n_in)) {
			put_email(r, &p, in, n_in);
			p.name = line(r, out, n_out);
			return p;
		}
	}
	/* "ed@example.org Ed Itor" */
	const char *blank = memchr(s, ' ', n);
	if (blank && is_email(s, (size_t)(blank - s))) {
		put_email(r, &p, s, (size_t)(blank - s));
		n -= (size_t)(blank - s);
		s = blank;
		strip(&s, &n, "-,;\"");
		p.name = line(r, s, n);
		return p;
	}
	p.name = line(r, s, n);
	return p;
}

void persons_of(struct reader *r, const struct element *e, enum rank rank)
{
	g_autofree char *text = person_text(e->text, e->n_text);
	const char *s = text, *end = text + strlen(text);
	while (s < end) {
		size_t n = person_length(s, (size_t)(end - s));
		struct person p = person_from_text(r, s, n);
		draft_author(r->draft, rank, &p);
		s += MIN(n + 1, (size_t)(end - s));
	}
}

void person_begin(struct reader *r, const struct element *e)
{
	(void)e;
	r->person = (struct person){0};
}

struct person person_gathered(struct reader *r, const struct element *e)
{
	struct person p = r->person;
	r->person = (struct person){0};
	if (p.name || p.email || p.uri || !e->n_text)
		return p;
	/* Markup and entities of text are taken out, but not <ed@example.org>. */
	g_autofree char *text = person_text(e->text, e->n_text);
	return person_from_text(r, text, person_length(text, strlen(text)));
}

void person_name(struct reader *r, const struct element *e)
{
	if (!r->person.name)
		r->person.name = line(r, e->text, e->n_text);
}

void person_email(struct reader *r, const struct element *e)
{
	if (!r->person.email && e->n_text)
		put_email(r, &r->person, e->text, e->n_text);
}

void person_uri(struct reader *r, const struct element *e)
{
	if (!r->person.uri)
		r->person.uri = reader_url(r, e, e->text);
}
