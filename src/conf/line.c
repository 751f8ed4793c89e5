/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the words of a line one by one; a line is found by reading its words, because a
 * quote decides whether a line feed ends it. Writing stands at the end of the file. */
#include "conf/line.h"

#include <string.h>

#include "util/error.h"
#include "util/i18n.h"

void line_reader_init(struct line_reader *r, const char *text, size_t n, const char *file,
		      GPtrArray *faults)
{
	*r = (struct line_reader){.text = text,
				  .n = n,
				  .line = 1,
				  .column = 1,
				  .file = file,
				  .faults = faults};
	if (n >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3))
		r->at = 3;
}

static void word_free(void *p)
{
	struct word *word = p;
	g_free(word->text);
	g_free(word);
}

void line_init(struct line *line)
{
	*line = (struct line){.words = g_ptr_array_new_with_free_func(word_free),
			      .path = g_ptr_array_new_with_free_func(g_free)};
}

void line_clear(struct line *line)
{
	g_clear_pointer(&line->words, g_ptr_array_unref);
	g_clear_pointer(&line->path, g_ptr_array_unref);
}

/* --- characters ------------------------------------------------------------------ */

static int peek(const struct line_reader *r)
{
	return r->at < r->n ? (unsigned char)r->text[r->at] : -1;
}

/* Length of the line end at byte `at`: 0, 1 or 2 (carriage return and line feed). */
static size_t end_length(const struct line_reader *r, size_t at)
{
	if (at < r->n && r->text[at] == '\n')
		return 1;
	if (at + 1 < r->n && r->text[at] == '\r' && r->text[at + 1] == '\n')
		return 2;
	return 0;
}

static bool at_end(const struct line_reader *r)
{
	return r->at >= r->n || end_length(r, r->at) > 0;
}

static int next(struct line_reader *r)
{
	int c = (unsigned char)r->text[r->at++];
	if ((c & 0xC0) != 0x80)
		r->column++;
	return c;
}

static void next_line(struct line_reader *r)
{
	r->at += end_length(r, r->at);
	r->line++;
	r->column = 1;
}

/* Goes over a `\` that ends the line. */
static bool skip_continuation(struct line_reader *r)
{
	if (peek(r) != '\\' || end_length(r, r->at + 1) == 0)
		return false;
	r->at++;
	next_line(r);
	return true;
}

static void skip_blanks(struct line_reader *r)
{
	while (r->at < r->n) {
		int c = peek(r);
		if (c == ' ' || c == '\t')
			next(r);
		else if (!skip_continuation(r))
			return;
	}
}

static void skip_to_end(struct line_reader *r)
{
	while (!at_end(r))
		next(r);
}

static bool is_word_char(int c)
{
	return c >= 0x80 || g_ascii_isalnum((char)c) || c == '_';
}

/* --- words ----------------------------------------------------------------------- */

static bool read_escape(struct line_reader *r, GString *out)
{
	int line = r->line, column = r->column - 1;
	int c = at_end(r) ? -1 : next(r);
	switch (c) {
	case '"':
	case '\\':
		g_string_append_c(out, (char)c);
		return true;
	case 'n':
		g_string_append_c(out, '\n');
		return true;
	case 't':
		g_string_append_c(out, '\t');
		return true;
	}
	fault_add(r->faults, r->file, line, column,
		  _("unknown escape after \\ in quotes: \\\", \\\\, \\n and \\t are "
		    "known"));
	return false;
}

/* The text after an opening quote, up to and with the closing one. */
static bool read_quoted(struct line_reader *r, int quote, GString *out)
{
	int line = r->line, column = r->column - 1;
	while (!at_end(r)) {
		if (quote == '"' && skip_continuation(r))
			continue;
		int c = next(r);
		if (c == quote)
			return true;
		if (quote == '"' && c == '\\') {
			if (!read_escape(r, out))
				return false;
		} else {
			g_string_append_c(out, (char)c);
		}
	}
	fault_add(r->faults, r->file, line, column, _("this quote is never closed"));
	return false;
}

/* One word; the reader stands on its first byte. NULL after a fault. */
static struct word *read_word(struct line_reader *r)
{
	struct word *word = g_new0(struct word, 1);
	word->start = r->at;
	word->line = r->line;
	word->column = r->column;
	g_autoptr(GString) text = g_string_new(NULL);
	bool quotes = false, good = true;
	int before = ' ';
	while (good && !at_end(r)) {
		if (skip_continuation(r))
			continue;
		int c = peek(r);
		if (c == ' ' || c == '\t')
			break;
		next(r);
		if ((c == '"' || c == '\'') && !is_word_char(before)) {
			if (!quotes)
				word->bare = text->len;
			word->quote = r->at - 1 == word->start ? (char)c : 0;
			quotes = true;
			good = read_quoted(r, c, text);
			word->bare_end = false;
			before = c;
		} else {
			word->quote = 0;
			word->bare_end = true;
			g_string_append_c(text, (char)c);
			before = c;
		}
	}
	word->end = r->at;
	if (!quotes)
		word->bare = text->len;
	word->text = g_string_free(g_steal_pointer(&text), FALSE);
	if (!good)
		g_clear_pointer(&word, word_free);
	return word;
}

static bool read_words(struct line_reader *r, GPtrArray *words)
{
	for (skip_blanks(r); !at_end(r) && peek(r) != '#'; skip_blanks(r)) {
		struct word *word = read_word(r);
		if (!word)
			return false;
		g_ptr_array_add(words, word);
	}
	return true;
}

/* --- sections -------------------------------------------------------------------- */

/* A bare name ends at a single slash or at the bracket; // is a slash. */
static void read_bare_name(struct line_reader *r, GString *name)
{
	while (!at_end(r) && peek(r) != ']') {
		if (peek(r) == '/') {
			if (r->at + 1 >= r->n || r->text[r->at + 1] != '/')
				break;
			next(r);
		}
		g_string_append_c(name, (char)next(r));
	}
	while (name->len > 0 &&
	       (name->str[name->len - 1] == ' ' || name->str[name->len - 1] == '\t'))
		g_string_truncate(name, name->len - 1);
}

static bool read_name(struct line_reader *r, GPtrArray *path)
{
	while (peek(r) == ' ' || peek(r) == '\t')
		next(r);
	int line = r->line, column = r->column;
	g_autoptr(GString) name = g_string_new(NULL);
	int quote = peek(r);
	if (quote == '"' || quote == '\'') {
		next(r);
		if (!read_quoted(r, quote, name))
			return false;
		while (peek(r) == ' ' || peek(r) == '\t')
			next(r);
	} else {
		read_bare_name(r, name);
	}
	if (name->len == 0) {
		fault_add(r->faults, r->file, line, column, _("a section needs a name"));
		return false;
	}
	g_ptr_array_add(path, g_strdup(name->str));
	return true;
}

static bool read_section(struct line_reader *r, struct line *line)
{
	int column = r->column;
	line->open = r->at;
	do {
		next(r); /* the bracket, or the slash */
		if (!read_name(r, line->path))
			return false;
	} while (peek(r) == '/');
	if (peek(r) != ']') {
		if (at_end(r))
			fault_add(r->faults, r->file, r->line, column,
				  _("the name of a section ends in ]"));
		else
			fault_add(r->faults, r->file, r->line, r->column,
				  _("expected / or ] after a name in quotes"));
		return false;
	}
	next(r);
	line->close = r->at;
	return read_words(r, line->words);
}

bool line_read(struct line_reader *r, struct line *line)
{
	g_ptr_array_set_size(line->words, 0);
	g_ptr_array_set_size(line->path, 0);
	if (r->at >= r->n)
		return false;
	line->start = r->at;
	line->number = r->line;
	skip_blanks(r);
	bool good;
	if (peek(r) == '[') {
		line->kind = LINE_SECTION;
		good = read_section(r, line);
	} else {
		good = read_words(r, line->words);
		line->kind = line->words->len > 0 ? LINE_WORDS : LINE_EMPTY;
	}
	if (!good)
		line->kind = LINE_BAD;
	skip_to_end(r);
	next_line(r);
	line->end = r->at;
	return true;
}

/* --- parts of a line ------------------------------------------------------------- */

char *line_raw(const struct line_reader *r, const struct line *line, guint from, guint to)
{
	if (from >= to || to > line->words->len)
		return g_strdup("");
	const struct word *first = line->words->pdata[from];
	const struct word *last = line->words->pdata[to - 1];
	if (first == last && first->quote)
		return g_strdup(first->text);
	GString *out = g_string_new(NULL);
	for (size_t at = first->start; at < last->end; at++) {
		size_t n = r->text[at] == '\\' ? end_length(r, at + 1) : 0;
		if (n > 0)
			at += n;
		else
			g_string_append_c(out, r->text[at]);
	}
	return g_string_free(out, FALSE);
}

char **line_split(const char *text, GError **err)
{
	/* Line feeds are blanks here: the text came out of quotes. */
	g_autofree char *flat = g_strdelimit(g_strdup(text), "\r\n", ' ');
	g_autoptr(GPtrArray) faults = fault_array_new();
	struct line_reader r;
	line_reader_init(&r, flat, strlen(flat), NULL, faults);
	struct line line;
	line_init(&line);
	if (!read_words(&r, line.words)) {
		const struct fault *fault = faults->len ? faults->pdata[0] : NULL;
		g_set_error_literal(err, TNEWS_ERROR, ERR_CONF, fault ? fault->text : "");
		line_clear(&line);
		return NULL;
	}
	char **words = g_new0(char *, line.words->len + 1);
	for (guint i = 0; i < line.words->len; i++) {
		struct word *word = line.words->pdata[i];
		words[i] = g_steal_pointer(&word->text);
	}
	line_clear(&line);
	return words;
}

const char *word_attribute(const struct word *word, size_t *name_length)
{
	size_t n = 0;
	while (n < word->bare &&
	       (g_ascii_islower(word->text[n]) ||
		(n > 0 && (g_ascii_isdigit(word->text[n]) || word->text[n] == '-'))))
		n++;
	if (n == 0 || n >= word->bare || word->text[n] != '=')
		return NULL;
	*name_length = n;
	return word->text + n + 1;
}

/* --- writing --------------------------------------------------------------------- */

static bool is_plain(const char *text)
{
	if (!*text)
		return false;
	for (const char *p = text; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("-_./:@%+,=?&~", *p))
			return false;
	return true;
}

char *line_quoted(const char *text)
{
	GString *out = g_string_new("\"");
	for (const char *p = text; *p; p++) {
		switch (*p) {
		case '"':
		case '\\':
			g_string_append_c(out, '\\');
			g_string_append_c(out, *p);
			break;
		case '\n':
			g_string_append(out, "\\n");
			break;
		case '\t':
			g_string_append(out, "\\t");
			break;
		default:
			g_string_append_c(out, *p);
		}
	}
	g_string_append_c(out, '"');
	return g_string_free(out, FALSE);
}

char *line_word(const char *text)
{
	return is_plain(text) ? g_strdup(text) : line_quoted(text);
}

static bool is_plain_name(const char *name)
{
	if (!*name || *name == ' ' || name[strlen(name) - 1] == ' ')
		return false;
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F || strchr("]/\"'\\#", *p))
			return false;
	return true;
}

char *line_section(const char *const *names)
{
	GString *out = g_string_new("[");
	for (size_t i = 0; names[i]; i++) {
		g_autofree char *name = is_plain_name(names[i]) ? g_strdup(names[i])
								: line_quoted(names[i]);
		if (i > 0)
			g_string_append_c(out, '/');
		g_string_append(out, name);
	}
	g_string_append_c(out, ']');
	return g_string_free(out, FALSE);
}

char *line_path(const char *const *names)
{
	GString *out = g_string_new(NULL);
	for (size_t i = 0; names[i]; i++) {
		if (i > 0)
			g_string_append_c(out, '/');
		for (const char *p = names[i]; *p; p++) {
			if (*p == '/')
				g_string_append_c(out, '/');
			g_string_append_c(out, *p);
		}
	}
	return g_string_free(out, FALSE);
}

char **line_path_names(const char *path)
{
	GPtrArray *names = g_ptr_array_new();
	GString *name = g_string_new(NULL);
	for (const char *p = path; *p; p++) {
		if (*p == '/' && p[1] != '/') {
			g_ptr_array_add(names, g_strdup(name->str));
			g_string_truncate(name, 0);
			continue;
		}
		if (*p == '/')
			p++;
		g_string_append_c(name, *p);
	}
	g_ptr_array_add(names, g_string_free(name, FALSE));
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}
