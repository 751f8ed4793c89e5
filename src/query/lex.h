/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lex: a query's text cut into tokens. Knows quotes, regular expressions and which words
 * may stand before a colon; knows no grammar. */
#ifndef QUERY_LEX_H
#define QUERY_LEX_H

#include <glib.h>
#include <stdbool.h>

enum token_kind { TOK_END, TOK_OPEN, TOK_CLOSE, TOK_NOT, TOK_OR, TOK_AND, TOK_TERM };
enum token_form { FORM_WORD, FORM_PHRASE, FORM_REGEX };

/* The words before a colon, in the order of lex_fields(). */
enum token_field {
	NAME_NONE = -1,
	NAME_AFTER,
	NAME_AUTHOR,
	NAME_BEFORE,
	NAME_BODY,
	NAME_CATEGORY,
	NAME_FEED,
	NAME_FEED_AGE,
	NAME_FEED_TOTAL,
	NAME_FEED_UNREAD,
	NAME_HAS,
	NAME_IS,
	NAME_LANG,
	NAME_LINK,
	NAME_ON,
	NAME_RECEIVED,
	NAME_SECTION,
	NAME_SORT,
	NAME_TAG,
	NAME_TITLE,
	NAME_TYPE,
	NAMES
};

struct token {
	enum token_kind kind;
	enum token_field field;
	enum token_form form;
	char *value;	  /* TERM: without quotes; owned */
	bool prefix;	  /* a star stood behind it */
	int column;	  /* where the token begins, in characters from 1 */
	int value_column; /* where its value begins */
};

struct lexer {
	const char *p;
	int column;
};

/* The next token; false with ERR_USAGE and *column if there is none. */
bool lex_next(struct lexer *lexer, struct token *token, int *column, GError **err);
void token_clear(struct token *token);
/* "after", "author", ...: NAMES of them, sorted. */
const char *const *lex_fields(void);
/* Sets err to "column N: ..." and *column; returns false. */
bool query_fault(int *out_column, GError **err, int column, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

#endif
