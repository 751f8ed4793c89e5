/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line: the words of the user's file, and how they are written back.
 *
 * Words are separated by blanks. `#` at the start of a word begins a comment; a `\` that
 * ends a line continues it. "..." takes \" \\ \n \t, '...' takes all literally; both may
 * open at the start of a word and after anything but a letter or digit, so that
 * name="two words" works and it's is a word. `[...]` at the start of a line is the head
 * of a section; what follows it are words.
 *
 * line_word() writes any text without NUL so that it is read back the same. */
#ifndef CONF_LINE_H
#define CONF_LINE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct word {
	char *text;
	size_t start, end; /* its bytes in the source */
	size_t bare;	   /* how many bytes of text stand before its first quote */
	bool bare_end;	   /* its last character stands outside quotes */
	char quote; /* the quote, if the word is one quoted text as a whole; else 0 */
	int line, column; /* from 1; columns are characters */
};

enum line_kind {
	LINE_EMPTY,   /* blank or a comment */
	LINE_WORDS,   /* at least one word */
	LINE_SECTION, /* path is the section, words what stands behind it */
	LINE_BAD,     /* a fault was reported */
};

struct line {
	enum line_kind kind;
	GPtrArray *words;   /* struct word */
	GPtrArray *path;    /* char *: the names, outermost first */
	size_t start, end;  /* its bytes in the source, line feed included */
	size_t open, close; /* of a section: [ and what follows ] */
	int number;
};

struct line_reader {
	const char *text;
	size_t n, at;
	int line, column;
	const char *file;  /* for faults */
	GPtrArray *faults; /* struct fault, or NULL */
};

/* text (valid UTF-8, n bytes) is borrowed; a byte order mark is skipped. */
void line_reader_init(struct line_reader *r, const char *text, size_t n, const char *file,
		      GPtrArray *faults);
void line_init(struct line *line);
void line_clear(struct line *line);
/* Reads the next line, however many it spans; false at the end. */
bool line_read(struct line_reader *r, struct line *line);

/* The source from word `from` up to word `to` (exclusive), without continuations: for
 * queries, whose quotes are their own. One word quoted as a whole gives its text. */
char *line_raw(const struct line_reader *r, const struct line *line, guint from,
	       guint to);
/* The words of a text, NULL-terminated; NULL with ERR_CONF. */
char **line_split(const char *text, GError **err);
/* name=value: the length of the name and where the value begins; NULL if it is none. */
const char *word_attribute(const struct word *word, size_t *name_length);

/* The word as it is written into a file; to be freed. */
char *line_word(const char *text);
/* The same with double quotes whatever the text is: names. */
char *line_quoted(const char *text);
/* "[Outer/Inner]" of names, outermost first; to be freed. */
char *line_section(const char *const *names);
/* The names of a path as struct section has it ("Outer/Inner", // for a slash). */
char **line_path_names(const char *path);
/* The reverse. */
char *line_path(const char *const *names);

#endif
