/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read: what the files of conf/ share while a configuration is read; nobody else
 * includes it. Each command of the language is one function that takes the reader; the
 * words of its line are in reader->line, word 0 is the command. */
#ifndef CONF_READ_H
#define CONF_READ_H

#include "conf/conf.h"
#include "conf/line.h"

enum { FAULTS_MAX = 1000, INCLUDES_MAX = 16, CONF_SIZE_MAX = 64 << 20 };

struct conf_reader {
	struct conf *conf;
	const char *file;  /* of conf->files; NULL for a line of the prompt */
	const char *shown; /* the same for faults, or NULL */
	const struct line_reader *source;
	const struct line *line;
	struct section *section; /* that the line stands in */
	enum bind_layer layer;
	const struct conf_reader *outer; /* the file that includes this one */
	int depth;
};

/* The words of the line, the command among them. */
guint reader_count(const struct conf_reader *r);
const struct word *reader_word(const struct conf_reader *r, guint i);
const char *reader_text(const struct conf_reader *r, guint i);
/* The texts of the words from `from` up to `to`, NULL-terminated. */
char **reader_texts(const struct conf_reader *r, guint from, guint to);

/* Reports a fault at a word (NULL: at the line's first). */
void reader_fault(const struct conf_reader *r, const struct word *at, const char *format,
		  ...) __attribute__((format(printf, 3, 4)));
/* The same, with a message of a lower layer, which is freed. */
void reader_error(const struct conf_reader *r, const struct word *at, GError *taken_err);
/* what: a sentence with the word in it, as "unknown setting 'x'"; the nearest of the
 * names is added. */
void reader_unknown(const struct conf_reader *r, const struct word *at, const char *text,
		    const char *what, const char *const *names, size_t n);
/* Reports that the line has too few words, with the form that it should have. */
bool reader_needs(const struct conf_reader *r, guint words, const char *form);
/* Checks a query that stands at word `at`; false after a report. */
bool reader_query(const struct conf_reader *r, guint at, const char *query);
/* The text of a word as messages show it; to be freed. */
char *reader_show(const char *text);
/* A leading ~/ is the home folder. To be freed. */
char *reader_path(const char *path);

/* Reads a file of bindings or of colours. */
bool reader_data(struct conf_reader *r, const struct word *at, const char *folder,
		 const char *name, enum bind_layer layer);
/* The names of the files in that folder, sorted, NULL-terminated. */
char **conf_data_names(const char *folder);

/* Commands. */
void command_feed(struct conf_reader *r);
void command_query(struct conf_reader *r);
void command_set(struct conf_reader *r);
void command_bind(struct conf_reader *r);
void command_unbind(struct conf_reader *r);
void command_macro(struct conf_reader *r);
void command_keys(struct conf_reader *r);
void command_quick_tag(struct conf_reader *r);
void command_query_key(struct conf_reader *r);
void command_theme(struct conf_reader *r);
void command_palette(struct conf_reader *r);
void command_color(struct conf_reader *r);
/* The name of a tag, cleaned; NULL after a fault at the word. To be freed. */
char *reader_tag(struct conf_reader *r, const struct word *word, const char *name);
void command_highlight(struct conf_reader *r);
void command_rule(struct conf_reader *r);
void command_opener(struct conf_reader *r);
void command_hook(struct conf_reader *r);
void command_account(struct conf_reader *r);
/* A line that begins with [: enters the section. */
void command_section(struct conf_reader *r);

/* The attributes and colours at the end of a line: words from `from` on. False after a
 * report. */
bool reader_look(struct conf_reader *r, guint from, struct look *look);
/* Whether the text is an attribute or a colour. */
bool reader_is_look(const struct conf_reader *r, const char *text, bool *is_attribute);
/* Whether there is a theme of that name; false after a report. */
bool reader_theme(struct conf_reader *r, const struct word *at, const char *name);
/* Takes the colours of the theme that is set. */
void reader_load_theme(struct conf_reader *r, const struct word *at);

/* A line that begins with this word is a feed. */
bool conf_is_address(const char *text);

/* A line that is a feed, taken apart; feed_line_clear even after false. */
struct feed_line {
	char *key;  /* see feed_key */
	guint url;  /* the word with the address, or the first of exec: */
	guint rest; /* the first word behind the address or the command */
	guint name; /* the word that is the name, 0 none */
};

bool feed_line_read(const struct line *line, struct feed_line *out);
void feed_line_clear(struct feed_line *feed);

struct subs *subs_new(const struct settings *global);
void subs_free(struct subs *s);
/* The section of that path; made if it is not there yet. */
struct section *subs_section_add(struct subs *s, const char *const *names,
				 const char *file, int line);
struct bindings *bindings_new(void);
void bindings_free(struct bindings *b);
struct styles *styles_new(void);
void styles_free(struct styles *s);
struct actions *actions_new(void);
void actions_free(struct actions *a);

#endif
