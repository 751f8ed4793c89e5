/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokens of a query: brackets, minus, OR, and terms, which are a value (word, quoted
 * phrase, /regex/) with or without a field before it. */
#include "query/lex.h"

#include <stdarg.h>
#include <string.h>

#include "util/error.h"
#include "util/i18n.h"

static const char *const fields[NAMES] = {
	[NAME_AFTER] = "after",
	[NAME_AUTHOR] = "author",
	[NAME_BEFORE] = "before",
	[NAME_BODY] = "body",
	[NAME_CATEGORY] = "category",
	[NAME_FEED] = "feed",
	[NAME_FEED_AGE] = "feed-age",
	[NAME_FEED_TOTAL] = "feed-total",
	[NAME_FEED_UNREAD] = "feed-unread",
	[NAME_HAS] = "has",
	[NAME_IS] = "is",
	[NAME_LANG] = "lang",
	[NAME_LINK] = "link",
	[NAME_ON] = "on",
	[NAME_RECEIVED] = "received",
	[NAME_SECTION] = "section",
	[NAME_SORT] = "sort",
	[NAME_TAG] = "tag",
	[NAME_TITLE] = "title",
	[NAME_TYPE] = "type",
};

const char *const *lex_fields(void)
{
	return fields;
}

bool query_fault(int *out_column, GError **err, int column, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("column %d: %s"), column, text);
	g_free(text);
	if (out_column)
		*out_column = column;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* One character further; continuation bytes take no column. */
static void step(struct lexer *l)
{
	l->p++;
	while (((unsigned char)*l->p & 0xC0) == 0x80)
		l->p++;
	l->column++;
}

static bool ends_word(char c)
{
	return !c || is_blank(c) || c == '(' || c == ')';
}

/* The text between two delimiters. Before a quote a backslash protects the delimiter and
 * itself; a regular expression keeps its backslashes but before the slash. */
static bool read_quoted(struct lexer *l, char delimiter, struct token *t, int *column,
			GError **err)
{
	int start = l->column;
	GString *s = g_string_new(NULL);
	step(l);
	while (*l->p && *l->p != delimiter) {
		if (*l->p == '\\' &&
		    (l->p[1] == delimiter || (l->p[1] == '\\' && delimiter == '"'))) {
			step(l);
		} else if (*l->p == '\\' && l->p[1]) {
			g_string_append_c(s, '\\');
			step(l);
		}
		const char *from = l->p;
		step(l);
		g_string_append_len(s, from, l->p - from);
	}
	if (!*l->p) {
		g_string_free(s, TRUE);
		return delimiter == '"'
			       ? query_fault(column, err, start,
					     _("this quotation mark is never closed, "
					       "expected another \""))
			       : query_fault(column, err, start,
					     _("this regular expression is never closed, "
					       "expected another /"));
	}
	step(l);
	t->form = delimiter == '"' ? FORM_PHRASE : FORM_REGEX;
	t->value = g_string_free(s, FALSE);
	if (t->form == FORM_PHRASE && *l->p == '*') {
		t->prefix = true;
		step(l);
	}
	return true;
}

static bool read_value(struct lexer *l, struct token *t, int *column, GError **err)
{
	t->value_column = l->column;
	if (*l->p == '"' || *l->p == '/')
		return read_quoted(l, *l->p, t, column, err);
	const char *from = l->p;
	while (!ends_word(*l->p))
		step(l);
	t->form = FORM_WORD;
	t->value = g_strndup(from, (size_t)(l->p - from));
	return true;
}

/* "title:" before a value. A word that is no field is text if it cannot have been meant as
 * one: 10:30, https://..., C::D. */
static bool read_field(struct lexer *l, struct token *t, int *column, GError **err)
{
	size_t n = 0;
	while (g_ascii_isalpha(l->p[n]) || (n && l->p[n] == '-'))
		n++;
	if (!n || l->p[n] != ':')
		return true;
	char *name = g_ascii_strdown(l->p, (gssize)n);
	for (int i = 0; i < NAMES; i++)
		if (!strcmp(fields[i], name))
			t->field = (enum token_field)i;
	if (t->field == NAME_NONE &&
	    (l->p[n + 1] == ':' || (l->p[n + 1] == '/' && l->p[n + 2] == '/'))) {
		g_free(name);
		return true;
	}
	if (t->field == NAME_NONE) {
		const char *near = err_nearest(name, fields, NAMES);
		if (near)
			query_fault(column, err, l->column,
				    _("there is no \"%s:\", did you mean \"%s:\""), name,
				    near);
		else
			query_fault(column, err, l->column,
				    _("there is no \"%s:\"; put it in quotation marks to "
				      "search for it"),
				    name);
		g_free(name);
		return false;
	}
	g_free(name);
	for (size_t i = 0; i <= n; i++)
		step(l);
	return true;
}

bool lex_next(struct lexer *l, struct token *t, int *column, GError **err)
{
	*t = (struct token){.field = NAME_NONE};
	while (is_blank(*l->p))
		step(l);
	t->column = t->value_column = l->column;
	switch (*l->p) {
	case '\0':
		t->kind = TOK_END;
		return true;
	case '(':
	case ')':
		t->kind = *l->p == '(' ? TOK_OPEN : TOK_CLOSE;
		step(l);
		return true;
	case '-':
		t->kind = TOK_NOT;
		step(l);
		if (is_blank(*l->p) || !*l->p)
			return query_fault(column, err, t->column,
					   _("expected a term right after \"-\""));
		return true;
	default:
		break;
	}
	t->kind = TOK_TERM;
	if (!read_field(l, t, column, err))
		return false;
	if (!read_value(l, t, column, err))
		return false;
	if (t->field == NAME_NONE && t->form == FORM_WORD) {
		if (!strcmp(t->value, "OR"))
			t->kind = TOK_OR;
		else if (!strcmp(t->value, "AND"))
			t->kind = TOK_AND;
		else if (!strcmp(t->value, "NOT"))
			t->kind = TOK_NOT;
		if (t->kind != TOK_TERM)
			token_clear(t);
	}
	return true;
}

void token_clear(struct token *t)
{
	g_free(t->value);
	t->value = NULL;
}
