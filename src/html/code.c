/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Languages come in families: how comments begin, what quotes mean, which words are the
 * language's own. A scanner that knows these three is right nearly everywhere, and where
 * it is wrong only a colour is. code_guess.c says which family it is. */
#include "html/code.h"

#include <string.h>

#include "html/code_private.h"
#include "wire/page.h"

enum {
	LONGEST_WORD = 16,
	LONGEST_QUOTE = 4000, /* bytes of a text in quotes over several lines */
};

struct scanner {
	const struct code_syntax *syntax;
	const char *s;
	size_t n, i;
	GArray *tokens;
	guint most;
};

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (signed char)c < 0;
}

static char before(const struct scanner *x)
{
	return x->i > 0 ? x->s[x->i - 1] : '\n';
}

static char at(const struct scanner *x, size_t k)
{
	return x->i + k < x->n ? x->s[x->i + k] : '\0';
}

static bool stands(const struct scanner *x, const char *what)
{
	size_t k = strlen(what);
	return x->i + k <= x->n && memcmp(x->s + x->i, what, k) == 0;
}

static bool after_blank(const struct scanner *x)
{
	char c = before(x);
	return c == '\n' || c == ' ' || c == '\t';
}

static void token(struct scanner *x, size_t end, uint32_t style)
{
	struct code_token t = {.start = x->i, .end = MIN(end, x->n), .style = style};
	if (x->tokens->len < x->most && t.end > t.start)
		g_array_append_val(x->tokens, t);
	x->i = MAX(t.end, x->i + 1);
}

static size_t line_end(const struct scanner *x, size_t from)
{
	const char *feed = memchr(x->s + from, '\n', x->n - from);
	return feed ? (size_t)(feed - x->s) : x->n;
}

/* --- comments ------------------------------------------------------------------------- */

/* "#" is one of its own behind a blank only: ${x#y}, page#place. A double slash does not
 * stand behind the colon of an address, nor "--" behind what it counts down. */
static bool begins_comment(const struct scanner *x, const char *sign)
{
	if (!sign || !stands(x, sign))
		return false;
	switch (*sign) {
	case '#':
		return after_blank(x) &&
		       !(x->syntax->flags & CODE_LINE_START && before(x) != '\n');
	case '/':
		return before(x) != ':';
	case '%':
		return before(x) != '\\';
	case ';':
		return !(x->syntax->flags & CODE_LINE_START) || before(x) == '\n';
	default:
		return after_blank(x) || !is_word(before(x));
	}
}

static bool scan_comment(struct scanner *x)
{
	const struct code_syntax *s = x->syntax;
	if (s->open && stands(x, s->open)) {
		size_t from = x->i + strlen(s->open), k = strlen(s->close);
		const char *end = memmem(x->s + from, x->n - from, s->close, k);
		token(x, end ? (size_t)(end - x->s) + k : x->n, SPAN_COMMENT);
		return true;
	}
	if (!begins_comment(x, s->line[0]) && !begins_comment(x, s->line[1]))
		return false;
	token(x, line_end(x, x->i), SPAN_COMMENT);
	return true;
}

/* --- quotes --------------------------------------------------------------------------- */

/* Where the text in quotes that begins at from (behind the quote) ends; 0 if it does
 * not. */
static size_t quote_end(const struct scanner *x, size_t from, char quote, bool lines)
{
	size_t most = MIN(x->n, from + LONGEST_QUOTE);
	for (size_t i = from; i < most; i++) {
		if (x->s[i] == '\\' && !(x->syntax->flags & CODE_NO_ESCAPE))
			i++;
		else if (x->s[i] == quote)
			return i + 1;
		else if (x->s[i] == '\n' && !lines)
			return 0;
	}
	return 0;
}

/* 'x', '\n', '\u1234', a letter of several bytes: no lifetime, no prime. */
static bool is_character(const struct scanner *x, size_t end)
{
	size_t k = end - x->i;
	return at(x, 1) == '\\' ? k <= 14 : k == 3 || (at(x, 1) & 0x80 && k <= 6);
}

static bool scan_triple(struct scanner *x, char quote)
{
	char three[4] = {quote, quote, quote, '\0'};
	if (!(x->syntax->flags & CODE_TRIPLE) || !stands(x, three))
		return false;
	const char *end = x->i + 3 < x->n
				  ? memmem(x->s + x->i + 3, x->n - x->i - 3, three, 3)
				  : NULL;
	if (end)
		token(x, (size_t)(end - x->s) + 3, SPAN_STRING);
	else
		x->i += 3;
	return true;
}

static bool scan_quote(struct scanner *x)
{
	char c = at(x, 0);
	unsigned flags = x->syntax->flags;
	if (c != '"' && c != '\'' && c != '`')
		return false;
	if (c == '\'' && (flags & CODE_NO_SINGLE))
		return false;
	if (c == '`' && !(flags & CODE_BACKTICK))
		return false;
	if (scan_triple(x, c))
		return true;
	bool lines = c == '`' || (flags & CODE_LINES);
	size_t end = quote_end(x, x->i + 1, c, lines);
	bool character = c == '\'' && ((flags & CODE_CHARACTER) || before(x) == '&' ||
				       before(x) == '<' || is_word(before(x)));
	if (!end || (character && !is_character(x, end)))
		x->i++;
	else
		token(x, end, SPAN_STRING);
	return true;
}

/* --- words, numbers ------------------------------------------------------------------- */

static bool listed(const char *list, const char *word)
{
	return list && strstr(list, word);
}

/* f"...", L"..." and their like: the letters belong to the text. */
static bool is_prefix(const struct scanner *x, size_t k)
{
	if (k > 2 || (at(x, k) != '"' && at(x, k) != '\''))
		return false;
	for (size_t i = 0; i < k; i++)
		if (!strchr("fFrRbBuUL", at(x, i)))
			return false;
	return true;
}

static void scan_word(struct scanner *x)
{
	size_t k = 1;
	while (x->i + k < x->n && is_word(x->s[x->i + k]))
		k++;
	if (is_prefix(x, k)) {
		x->i += k;
		size_t from = x->i;
		/* what scan_quote sees before it is no word */
		if (at(x, 0) == '"' || !(x->syntax->flags & CODE_CHARACTER)) {
			bool lines = x->syntax->flags & CODE_LINES;
			size_t end = quote_end(x, from + 1, at(x, 0), lines);
			if (!scan_triple(x, at(x, 0)) && end)
				token(x, end, SPAN_STRING);
		}
		return;
	}
	char word[LONGEST_WORD + 3];
	if (k > LONGEST_WORD) {
		x->i += k;
		return;
	}
	word[0] = ' ';
	for (size_t i = 0; i < k; i++)
		word[i + 1] = (x->syntax->flags & CODE_CASELESS)
				      ? g_ascii_tolower(at(x, i))
				      : at(x, i);
	word[k + 1] = ' ';
	word[k + 2] = '\0';
	bool name = before(x) == '.' || before(x) == '-' || before(x) == '$' ||
		    (at(x, k) == '-' && g_ascii_isalpha(at(x, k + 1)));
	if (!name && listed(x->syntax->words, word))
		token(x, x->i + k, SPAN_KEYWORD);
	else if (!name && listed(x->syntax->values, word))
		token(x, x->i + k, SPAN_VALUE);
	else
		x->i += k;
}

static void scan_number(struct scanner *x)
{
	size_t k = 1;
	while (g_ascii_isalnum(at(x, k)) || at(x, k) == '_' ||
	       (at(x, k) == '.' && g_ascii_isdigit(at(x, k + 1))))
		k++;
	token(x, x->i + k, SPAN_VALUE);
}

/* @media, @Override, #include. */
static bool scan_sign(struct scanner *x)
{
	char c = at(x, 0);
	size_t k = 1;
	bool line = c == '#' && (x->syntax->flags & CODE_HASH_LINE) && after_blank(x);
	if (c == '#' && !line)
		return false;
	if (c == '@' && is_word(before(x)))
		return false;
	if (c != '#' && c != '@' && !(c == '\\' && (x->syntax->flags & CODE_BACKSLASH)))
		return false;
	while (line && at(x, k) == ' ')
		k++;
	if (!g_ascii_isalpha(at(x, k)))
		return false;
	while (is_word(at(x, k)))
		k++;
	token(x, x->i + k, SPAN_KEYWORD);
	return true;
}

static void scan_plain(struct scanner *x)
{
	while (x->i < x->n && x->tokens->len < x->most) {
		char c = x->s[x->i];
		if (scan_comment(x) || scan_quote(x) || scan_sign(x))
			continue;
		if (g_ascii_isdigit(c))
			scan_number(x);
		else if (is_word(c))
			scan_word(x);
		else
			x->i++;
	}
}

/* --- markup, differences -------------------------------------------------------------- */

/* From "<" to ">": the name, and the values in quotes. */
static void scan_tag(struct scanner *x)
{
	size_t k = at(x, 1) == '/' || at(x, 1) == '?' || at(x, 1) == '!' ? 2 : 1;
	while (is_word(at(x, k)) || at(x, k) == ':' || at(x, k) == '-')
		k++;
	token(x, x->i + k, SPAN_KEYWORD);
	while (x->i < x->n && x->s[x->i] != '>' && x->s[x->i] != '<') {
		char c = x->s[x->i];
		size_t end = c == '"' || c == '\'' ? quote_end(x, x->i + 1, c, true) : 0;
		if (end)
			token(x, end, SPAN_STRING);
		else
			x->i++;
	}
	if (at(x, 0) == '>')
		token(x, x->i + 1, SPAN_KEYWORD);
}

static void scan_markup(struct scanner *x)
{
	while (x->i < x->n && x->tokens->len < x->most) {
		char next = at(x, 1);
		if (scan_comment(x))
			continue;
		if (at(x, 0) == '<' &&
		    (g_ascii_isalpha(next) || next == '/' || next == '!' || next == '?'))
			scan_tag(x);
		else
			x->i++;
	}
}

static uint32_t style_of_change(const struct scanner *x)
{
	static const struct {
		const char *start;
		uint32_t style;
	} lines[] = {
		{"+++", SPAN_KEYWORD},	  {"---", SPAN_KEYWORD}, {"diff ", SPAN_KEYWORD},
		{"index ", SPAN_COMMENT}, {"@@", SPAN_COMMENT},	 {"+", SPAN_STRING},
		{">", SPAN_STRING},	  {"-", SPAN_VALUE},	 {"<", SPAN_VALUE}};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		if (stands(x, lines[i].start))
			return lines[i].style;
	return 0;
}

static void scan_changes(struct scanner *x)
{
	while (x->i < x->n && x->tokens->len < x->most) {
		uint32_t style = style_of_change(x);
		size_t end = line_end(x, x->i);
		if (style && end > x->i)
			token(x, end, style);
		x->i = end + 1;
	}
}

void code_scan(const struct code_syntax *syntax, const char *text, size_t n,
	       GArray *tokens, guint most)
{
	struct scanner x = {
		.syntax = syntax, .s = text, .n = n, .tokens = tokens, .most = most};
	if (syntax->flags & CODE_MARKUP)
		scan_markup(&x);
	else if (syntax->flags & CODE_CHANGES)
		scan_changes(&x);
	else
		scan_plain(&x);
}
