/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar: alternatives of conjunctions of terms, by recursive descent with a bound on
 * depth. A term's words are checked here, so that everything behind can trust a tree. */
#include "query/query.h"

#include <string.h>

#include "query/lex.h"
#include "text/date.h"
#include "util/i18n.h"

enum { MAX_DEPTH = 50, MAX_TERMS = 200, MAX_TERM = 1000 };

struct parser {
	struct lexer lexer;
	struct token token;
	int64_t now;
	int depth, terms;
	GArray *order; /* struct query_order */
	int *column;
	GError **err;
};

static const char *const is_words[] = {"deleted", "duplicate", "new",
				       "read",	  "starred",   "unread"};
static const int is_values[] = {IS_DELETED, IS_DUPLICATE, IS_NEW,
				IS_READ,    IS_STARRED,	  IS_UNREAD};
static const char *const has_words[] = {"comments", "enclosure", "fulltext", "note",
					"tag"};
static const int has_values[] = {HAS_COMMENTS, HAS_ENCLOSURE, HAS_FULLTEXT, HAS_NOTE,
				 HAS_TAG};

static struct query_node *parse_or(struct parser *p);

/* Sets the error and is NULL. */
#define FAULT(p, at, ...)                                                             \
	(query_fault((p)->column, (p)->err, at, __VA_ARGS__) ? (struct query_node *)0 \
							     : NULL)

static bool advance(struct parser *p)
{
	token_clear(&p->token);
	return lex_next(&p->lexer, &p->token, p->column, p->err);
}

static struct query_node *node_new(enum query_kind kind, int column)
{
	struct query_node *n = g_new0(struct query_node, 1);
	n->kind = kind;
	n->column = column;
	return n;
}

static void node_free(struct query_node *n)
{
	/* Chains of AND and OR lean to the left and may be as long as there are terms. */
	while (n) {
		struct query_node *a = n->a;
		node_free(n->b);
		g_free(n->text);
		g_free(n);
		n = a;
	}
}

static struct query_node *join(enum query_kind kind, struct query_node *a,
			       struct query_node *b)
{
	if (kind == Q_AND && a->kind == Q_ALL) {
		node_free(a);
		return b;
	}
	if (kind == Q_AND && b->kind == Q_ALL) {
		node_free(b);
		return a;
	}
	struct query_node *n = node_new(kind, a->column);
	n->a = a;
	n->b = b;
	return n;
}

/* Letters, digits, or symbols that the index knows as words. */
static bool has_words_in(const char *s)
{
	for (const char *c = s; *c; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);
		GUnicodeType type = g_unichar_type(u);
		if (g_unichar_isalnum(u) ||
		    (u > 0x7F &&
		     (type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MATH_SYMBOL ||
		      type == G_UNICODE_CURRENCY_SYMBOL)))
			return true;
	}
	return false;
}

static struct query_node *text_term(struct parser *p, struct token *t)
{
	static const enum query_field of[NAMES] = {[NAME_TITLE] = FIELD_TITLE,
						   [NAME_AUTHOR] = FIELD_AUTHOR,
						   [NAME_BODY] = FIELD_BODY,
						   [NAME_LINK] = FIELD_LINK};
	enum query_field field = t->field == NAME_NONE ? FIELD_ANY : of[t->field];
	if (t->form == FORM_REGEX) {
		GError *bad = NULL;
		GRegex *regex = g_regex_new(t->value, 0, 0, &bad);
		if (!regex) {
			char *why = g_strdup(bad->message);
			g_error_free(bad);
			query_fault(p->column, p->err, t->value_column,
				    _("not a regular expression: %s"), why);
			g_free(why);
			return NULL;
		}
		g_regex_unref(regex);
		struct query_node *n = node_new(Q_REGEX, t->column);
		n->field = field;
		n->text = g_steal_pointer(&t->value);
		return n;
	}
	size_t length = strlen(t->value);
	bool prefix = t->prefix;
	if (t->form == FORM_WORD && length && t->value[length - 1] == '*') {
		t->value[length - 1] = '\0';
		prefix = true;
	}
	if (!has_words_in(t->value))
		return FAULT(
			p, t->value_column,
			_("\"%s\" holds no letter or digit, expected a word to search "
			  "for"),
			t->value);
	struct query_node *n = node_new(Q_TEXT, t->column);
	n->field = field;
	n->prefix = prefix;
	n->text = g_steal_pointer(&t->value);
	return n;
}

static struct query_node *word_term(struct parser *p, const struct token *t,
				    enum query_kind kind, const char *const *words,
				    const int *values, size_t n_words)
{
	const char *name = lex_fields()[t->field];
	for (size_t i = 0; i < n_words; i++)
		if (!g_ascii_strcasecmp(words[i], t->value)) {
			struct query_node *n = node_new(kind, t->column);
			n->what = values[i];
			return n;
		}
	const char *near = err_nearest(t->value, words, n_words);
	if (near)
		return FAULT(p, t->value_column,
			     _("there is no \"%s:%s\", did you mean \"%s:%s\""), name,
			     t->value, name, near);
	GString *all = g_string_new(NULL);
	for (size_t i = 0; i < n_words; i++)
		g_string_append_printf(all, "%s%s", i ? ", " : "", words[i]);
	query_fault(p->column, p->err, t->value_column,
		    _("there is no \"%s:%s\", expected one of %s"), name, t->value,
		    all->str);
	g_string_free(all, TRUE);
	return NULL;
}

/* Ages end with a letter: 12h, 3d, 2w, 6m, 1y. They mean a moment, dates a period. */
static bool is_age(const char *s)
{
	size_t n = strlen(s);
	return n > 1 && strchr("hdwmy", s[n - 1]) && g_ascii_isdigit(s[0]);
}

static bool period(struct parser *p, const struct token *t, const char *s, int64_t *from,
		   int64_t *to)
{
	if (*s && date_period(s, p->now, from, to))
		return true;
	return query_fault(
		p->column, p->err, t->value_column,
		_("\"%s\" is no date, expected 2026-11-23, yesterday, 12h, 3d, "
		  "2w, 1y or A..B"),
		s);
}

/* The local day that t falls into. */
static void day_of(int64_t t, int64_t *from, int64_t *to)
{
	GDateTime *at = g_date_time_new_from_unix_local(t);
	if (!at)
		return;
	GDateTime *day = g_date_time_new_local(g_date_time_get_year(at),
					       g_date_time_get_month(at),
					       g_date_time_get_day_of_month(at), 0, 0, 0);
	GDateTime *next = day ? g_date_time_add_days(day, 1) : NULL;
	if (next) {
		*from = g_date_time_to_unix(day);
		*to = g_date_time_to_unix(next);
		g_date_time_unref(next);
	}
	if (day)
		g_date_time_unref(day);
	g_date_time_unref(at);
}

/* after: from the beginning of the period on, before: until its beginning, on: within;
 * received: like on, but an age means since then. A..B: both ends included. */
static struct query_node *date_term(struct parser *p, const struct token *t)
{
	int64_t from = INT64_MIN, to = INT64_MAX, ignored = 0;
	const char *dots = strstr(t->value, "..");
	if (dots && (t->field == NAME_ON || t->field == NAME_RECEIVED)) {
		char *a = g_strndup(t->value, (size_t)(dots - t->value));
		const char *b = dots + 2;
		bool good = (!*a || period(p, t, a, &from, &ignored)) &&
			    (!*b || period(p, t, b, is_age(b) ? &to : &ignored,
					   is_age(b) ? &ignored : &to));
		g_free(a);
		if (!good)
			return NULL;
	} else {
		if (!period(p, t, t->value, &from, &to))
			return NULL;
		if (t->field == NAME_BEFORE) {
			to = from;
			from = INT64_MIN;
		} else if (t->field == NAME_AFTER) {
			to = INT64_MAX;
		} else if (is_age(t->value)) {
			if (t->field == NAME_ON)
				day_of(from, &from, &to);
			else
				to = INT64_MAX;
		}
	}
	struct query_node *n = node_new(t->field == NAME_RECEIVED ? Q_RECEIVED : Q_DATE,
					t->column);
	n->from = from;
	n->to = to;
	return n;
}

static struct query_node *range_fault(struct parser *p, const struct token *t)
{
	return t->field == NAME_FEED_AGE
		       ? FAULT(p, t->value_column,
			       _("\"%s\" is no condition on an age, expected >30d or "
				 "<7d"),
			       t->value)
		       : FAULT(p, t->value_column,
			       _("\"%s\" is no condition on a number, expected >10, <10, "
				 "10 or 5..10"),
			       t->value);
}

static bool whole_number(const char *s, int64_t *out)
{
	guint64 n = 0;
	bool good = g_ascii_string_to_unsigned(s, 10, 0, G_MAXINT32, &n, NULL);
	*out = (int64_t)n;
	return good;
}

/* feed-unread:, feed-total: >N, <N, N, A..B, both ends included. */
static bool number_range(const char *s, int64_t *from, int64_t *to)
{
	const char *dots = strstr(s, "..");
	if (dots) {
		g_autofree char *a = g_strndup(s, (size_t)(dots - s));
		bool good = (!*a || whole_number(a, from)) &&
			    (!dots[2] || whole_number(dots + 2, to));
		if (good && dots[2])
			++*to;
		return good && (*a || dots[2]);
	}
	int64_t n;
	if (!whole_number(s + (*s == '>' || *s == '<'), &n))
		return false;
	if (*s != '<')
		*from = n + (*s == '>');
	if (*s != '>')
		*to = n + (*s != '<');
	return true;
}

/* feed-age: how old the newest story of the feed is. */
static bool age_range(struct parser *p, const struct token *t, int64_t *from, int64_t *to)
{
	int64_t moment, end;
	if ((t->value[0] != '>' && t->value[0] != '<') || !is_age(t->value + 1) ||
	    !date_period(t->value + 1, p->now, &moment, &end))
		return false;
	if (t->value[0] == '>')
		*to = moment;
	else
		*from = moment;
	return true;
}

static struct query_node *feed_term(struct parser *p, const struct token *t)
{
	int64_t from = INT64_MIN, to = INT64_MAX;
	bool good = t->field == NAME_FEED_AGE ? age_range(p, t, &from, &to)
					      : number_range(t->value, &from, &to);
	if (!good)
		return range_fault(p, t);
	struct query_node *n = node_new(Q_FEED_HAS, t->column);
	n->what = t->field == NAME_FEED_AGE	? FEED_HAS_NEWEST
		  : t->field == NAME_FEED_TOTAL ? FEED_HAS_TOTAL
						: FEED_HAS_UNREAD;
	n->from = from;
	n->to = to;
	return n;
}

static struct query_node *sort_term(struct parser *p, const struct token *t)
{
	bool reverse = t->value[0] == '-';
	const char *name = t->value + reverse;
	int key = query_sort_of(name);
	if (key < 0) {
		const char *names[SORT_RANDOM + 1];
		for (int i = 0; i <= SORT_RANDOM; i++)
			names[i] = query_sort_name((enum query_sort)i);
		const char *near = err_nearest(name, names, G_N_ELEMENTS(names));
		return near ? FAULT(p, t->value_column,
				    _("nothing can be sorted by \"%s\", did you mean "
				      "\"%s\""),
				    name, near)
			    : FAULT(p, t->value_column,
				    _("nothing can be sorted by \"%s\", expected date, "
				      "received, title, author, feed, size, rank or "
				      "random"),
				    name);
	}
	struct query_order order = {.key = (enum query_sort)key, .reverse = reverse};
	g_array_append_val(p->order, order);
	return node_new(Q_ALL, t->column);
}

static struct query_node *tag_term(const struct token *t)
{
	/* States that are tags, too. */
	static const struct {
		const char *name;
		enum query_is what;
	} states[] = {
		{"deleted", IS_DELETED}, {"starred", IS_STARRED}, {"unread", IS_UNREAD}};
	struct query_node *n = node_new(Q_TAG, t->column);
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
		if (!strcmp(states[i].name, t->value)) {
			n->kind = Q_IS;
			n->what = states[i].what;
			return n;
		}
	n->text = g_strdup(t->value);
	return n;
}

static struct query_node *value_term(enum query_kind kind, const struct token *t)
{
	struct query_node *n = node_new(kind, t->column);
	n->text = g_strdup(t->value);
	return n;
}

static struct query_node *term_of(struct parser *p, struct token *t)
{
	if (strlen(t->value) > MAX_TERM)
		return FAULT(p, t->value_column,
			     _("this term is too long, expected at most %d bytes"),
			     MAX_TERM);
	if (t->field != NAME_NONE && !*t->value)
		return FAULT(p, t->value_column, _("expected a word after \"%s:\""),
			     lex_fields()[t->field]);
	if (t->form == FORM_REGEX && !*t->value)
		return FAULT(p, t->value_column,
			     _("this regular expression is empty, expected /words/"));
	bool text = t->field == NAME_NONE || t->field == NAME_TITLE ||
		    t->field == NAME_AUTHOR || t->field == NAME_BODY ||
		    t->field == NAME_LINK;
	if (text)
		return text_term(p, t);
	if (t->form == FORM_REGEX)
		return FAULT(p, t->value_column,
			     _("\"%s:\" takes no regular expression, expected a word"),
			     lex_fields()[t->field]);
	switch (t->field) {
	case NAME_IS:
		return word_term(p, t, Q_IS, is_words, is_values, G_N_ELEMENTS(is_words));
	case NAME_HAS:
		return word_term(p, t, Q_HAS, has_words, has_values,
				 G_N_ELEMENTS(has_words));
	case NAME_AFTER:
	case NAME_BEFORE:
	case NAME_ON:
	case NAME_RECEIVED:
		return date_term(p, t);
	case NAME_FEED_AGE:
	case NAME_FEED_TOTAL:
	case NAME_FEED_UNREAD:
		return feed_term(p, t);
	case NAME_SORT:
		return sort_term(p, t);
	case NAME_TAG:
		return tag_term(t);
	case NAME_FEED:
		return value_term(Q_FEED, t);
	case NAME_SECTION:
		return value_term(Q_SECTION, t);
	case NAME_CATEGORY:
		return value_term(Q_CATEGORY, t);
	case NAME_LANG:
		return value_term(Q_LANGUAGE, t);
	default:
		return value_term(Q_TYPE, t);
	}
}

static struct query_node *parse_unary(struct parser *p)
{
	struct token *t = &p->token;
	int column = t->column;
	struct query_node *n = NULL;
	switch (t->kind) {
	case TOK_NOT: {
		if (!advance(p))
			return NULL;
		if (t->kind == TOK_END || t->kind == TOK_CLOSE || t->kind == TOK_OR)
			return FAULT(p, column, _("expected a term after \"-\""));
		if (t->kind == TOK_TERM && t->field == NAME_SORT)
			return FAULT(p, column,
				     _("an order cannot be excluded, expected "
				       "\"sort:-KEY\""));
		if (++p->depth > MAX_DEPTH)
			return FAULT(p, column, _("nested too deeply"));
		struct query_node *a = parse_unary(p);
		p->depth--;
		if (!a)
			return NULL;
		n = node_new(Q_NOT, column);
		n->a = a;
		return n;
	}
	case TOK_OPEN:
		if (++p->depth > MAX_DEPTH)
			return FAULT(p, column, _("nested too deeply"));
		if (!advance(p) || !(n = parse_or(p)))
			return NULL;
		p->depth--;
		if (t->kind != TOK_CLOSE) {
			node_free(n);
			return FAULT(p, column,
				     _("this bracket is never closed, expected \")\""));
		}
		break;
	case TOK_TERM:
		if (++p->terms > MAX_TERMS)
			return FAULT(p, column, _("more than %d terms"), MAX_TERMS);
		if (!(n = term_of(p, t)))
			return NULL;
		break;
	case TOK_CLOSE:
		return FAULT(p, column, _("unexpected \")\", expected a term"));
	case TOK_OR:
	case TOK_AND:
		return FAULT(p, column, _("expected a term before this word"));
	case TOK_END:
		return FAULT(p, column, _("the query ends here, expected a term"));
	}
	if (!advance(p)) {
		node_free(n);
		return NULL;
	}
	return n;
}

static struct query_node *parse_and(struct parser *p)
{
	struct query_node *n = parse_unary(p);
	while (n && p->token.kind != TOK_END && p->token.kind != TOK_CLOSE &&
	       p->token.kind != TOK_OR) {
		if (p->token.kind == TOK_AND && !advance(p)) {
			node_free(n);
			return NULL;
		}
		struct query_node *b = parse_unary(p);
		if (!b) {
			node_free(n);
			return NULL;
		}
		n = join(Q_AND, n, b);
	}
	return n;
}

static struct query_node *parse_or(struct parser *p)
{
	struct query_node *n = parse_and(p);
	while (n && p->token.kind == TOK_OR) {
		struct query_node *b = advance(p) ? parse_and(p) : NULL;
		if (!b) {
			node_free(n);
			return NULL;
		}
		n = join(Q_OR, n, b);
	}
	return n;
}

struct query *query_parse(const char *text, int64_t now, int *column, GError **err)
{
	if (!g_utf8_validate(text, -1, NULL)) {
		query_fault(column, err, 1, _("the query is not valid UTF-8"));
		return NULL;
	}
	struct parser p = {.lexer = {.p = text, .column = 1},
			   .now = now,
			   .column = column,
			   .err = err};
	p.order = g_array_new(FALSE, FALSE, sizeof(struct query_order));
	struct query_node *root = NULL;
	if (advance(&p)) {
		root = p.token.kind == TOK_END ? node_new(Q_ALL, 1) : parse_or(&p);
		if (root && p.token.kind == TOK_CLOSE) {
			query_fault(column, err, p.token.column,
				    _("unexpected \")\", no bracket was opened"));
			node_free(root);
			root = NULL;
		}
	}
	token_clear(&p.token);
	struct query *q = NULL;
	if (root) {
		q = g_new0(struct query, 1);
		q->root = root;
		q->n_order = p.order->len;
		q->order = (struct query_order *)(void *)g_array_free(p.order, FALSE);
	} else {
		g_array_free(p.order, TRUE);
	}
	return q;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	node_free(q->root);
	g_free(q->order);
	g_free(q);
}

struct query *query_and(struct query *taken_a, struct query *taken_b)
{
	struct query *a = taken_a ? taken_a : taken_b;
	struct query *b = taken_a ? taken_b : NULL;
	if (!b)
		return a;
	a->root = join(Q_AND, a->root, b->root);
	b->root = NULL;
	if (!a->n_order) {
		g_free(a->order);
		a->order = g_steal_pointer(&b->order);
		a->n_order = b->n_order;
	}
	query_free(b);
	return a;
}
