/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of a feed's lines. The file is gone through once, what shall change is noted as
 * spans of bytes with what takes their place; then the text is put together. */
#include "conf/edit_feed.h"

#include <string.h>

#include "util/error.h"
#include "util/i18n.h"

struct span {
	size_t from, to;
	char *text; /* what stands there then */
};

struct found {
	size_t start, end; /* of the line */
	bool here;	   /* it is the feed that is looked for */
};

struct editor {
	const struct conf_change *change;
	const char *text;
	size_t n;
	GArray *spans;	  /* struct span, in order of from */
	GArray *lines;	  /* SHIFT: struct found, the feeds of the section */
	GString *moved;	  /* MOVE: the line */
	size_t n_changed; /* lines of the feed that were looked at */
};

static void span_clear(void *p)
{
	g_free(((struct span *)p)->text);
}

static void put(struct editor *e, size_t from, size_t to, const char *text)
{
	struct span span = {from, to, g_strdup(text)};
	guint i = e->spans->len;
	while (i > 0 && g_array_index(e->spans, struct span, i - 1).from > from)
		i--;
	g_array_insert_val(e->spans, i, span);
}

static const struct word *word_at(const struct line *line, guint i)
{
	return line->words->pdata[i];
}

/* The bytes of a word with the blanks before it, to take it out. */
static void take_out(struct editor *e, const struct word *word)
{
	size_t from = word->start;
	while (from > 0 && (e->text[from - 1] == ' ' || e->text[from - 1] == '\t'))
		from--;
	put(e, from, word->end, "");
}

static void change_name(struct editor *e, const struct line *line,
			const struct feed_line *feed)
{
	const char *name = e->change->name;
	g_autofree char *quoted = line_quoted(name);
	if (feed->name > 0 && !*name) {
		take_out(e, word_at(line, feed->name));
	} else if (feed->name > 0) {
		put(e, word_at(line, feed->name)->start, word_at(line, feed->name)->end,
		    quoted);
	} else if (*name && e->n_changed == 1) { /* where it stands first */
		g_autofree char *text = g_strconcat(" ", quoted, NULL);
		size_t at = word_at(line, feed->rest - 1)->end;
		put(e, at, at, text);
	}
}

static void change_url(struct editor *e, const struct line *line,
		       const struct feed_line *feed)
{
	const struct word *word = word_at(line, feed->url);
	g_autofree char *text = line_word(e->change->name);
	put(e, word->start, word->end, text);
}

static void change_attribute(struct editor *e, const struct line *line,
			     const struct feed_line *feed)
{
	const char *name = e->change->attribute, *value = e->change->name;
	g_autofree char *word = value ? line_word(value) : NULL;
	g_autofree char *text = value ? g_strconcat(name, "=", word, NULL) : NULL;
	bool there = false;
	for (guint i = feed->rest; i < line->words->len; i++) {
		const struct word *at = word_at(line, i);
		size_t n;
		if (!word_attribute(at, &n) || n != strlen(name) ||
		    strncmp(at->text, name, n))
			continue;
		if (text && !there)
			put(e, at->start, at->end, text);
		else
			take_out(e, at);
		there = true;
	}
	if (text && !there && e->n_changed == 1) {
		g_autofree char *more = g_strconcat(" ", text, NULL);
		size_t at = word_at(line, line->words->len - 1)->end;
		put(e, at, at, more);
	}
}

static void change_line(struct editor *e, const struct line *line,
			const struct feed_line *feed)
{
	e->n_changed++;
	switch (e->change->kind) {
	case CHANGE_NAME:
		change_name(e, line, feed);
		break;
	case CHANGE_URL:
		change_url(e, line, feed);
		break;
	case CHANGE_SET:
		change_attribute(e, line, feed);
		break;
	case CHANGE_MOVE:
		if (!e->moved)
			e->moved = g_string_new_len(e->text + line->start,
						    (gssize)(line->end - line->start));
		put(e, line->start, line->end, "");
		break;
	case CHANGE_REMOVE:
		put(e, line->start, line->end, "");
		break;
	case CHANGE_SHIFT:
		break; /* when all lines of the section are known */
	}
}

static void go_through(struct editor *e)
{
	const struct conf_change *c = e->change;
	g_auto(GStrv) names = c->section && *c->section ? line_path_names(c->section)
							: g_new0(char *, 1);
	struct line_reader reader;
	struct line line;
	line_reader_init(&reader, e->text, e->n, NULL, NULL);
	line_init(&line);
	bool inside = !c->section || !names[0];
	while (line_read(&reader, &line)) {
		struct feed_line feed = {0};
		if (line.kind == LINE_SECTION)
			inside = !c->section ||
				 (names[0] && edit_is_section(&line, names));
		else if (inside && feed_line_read(&line, &feed)) {
			struct found found = {line.start, line.end,
					      !strcmp(feed.key, c->key)};
			g_array_append_val(e->lines, found);
			if (found.here)
				change_line(e, &line, &feed);
		}
		feed_line_clear(&feed);
	}
	line_clear(&line);
}

static char *whole_line(const struct editor *e, const struct found *f)
{
	GString *s = g_string_new_len(e->text + f->start, (gssize)(f->end - f->start));
	if (s->len && s->str[s->len - 1] != '\n')
		g_string_append(s, edit_line_end(e->text));
	return g_string_free(s, FALSE);
}

/* The line and its neighbour change places, with what stands between them left there. */
static void shift(struct editor *e)
{
	for (guint i = 0; i < e->lines->len; i++) {
		guint k = i + (guint)e->change->by;
		const struct found *a = &g_array_index(e->lines, struct found, i);
		if (!a->here || k >= e->lines->len)
			continue;
		const struct found *b = &g_array_index(e->lines, struct found, k);
		g_autofree char *one = whole_line(e, a), *other = whole_line(e, b);
		put(e, a->start, a->end, other);
		put(e, b->start, b->end, one);
		return;
	}
}

/* Where the file ends once the lines that go are gone. */
static size_t end_of_rest(const struct editor *e)
{
	size_t last = e->n;
	for (guint i = e->spans->len; i > 0; i--) {
		const struct span *span = &g_array_index(e->spans, struct span, i - 1);
		if (span->to < last)
			break;
		last = span->from;
	}
	return last;
}

/* Where the line goes that left its place. */
static void settle(struct editor *e)
{
	const char *end = edit_line_end(e->text);
	struct places *places = places_read(e->text, e->n);
	const struct place *place = places_at(places, e->change->names);
	if (e->moved->len && e->moved->str[e->moved->len - 1] != '\n')
		g_string_append(e->moved, end);
	if (place && g_hash_table_contains(place->keys, e->change->key)) {
		/* it stands there already: the other lines go */
	} else if (place) {
		if (place->at > 0 && e->text[place->at - 1] != '\n')
			g_string_prepend(e->moved, end);
		put(e, place->at, place->at, e->moved->str);
	} else {
		g_autofree char *head =
			line_section((const char *const *)e->change->names);
		size_t last = end_of_rest(e);
		bool open = last > 0 && e->text[last - 1] != '\n';
		g_autofree char *text = g_strconcat(open ? end : "", last > 0 ? end : "",
						    head, end, e->moved->str, NULL);
		put(e, e->n, e->n, text);
	}
	places_free(places);
}

static GString *put_together(const struct editor *e)
{
	GString *out = g_string_new(NULL);
	size_t at = 0;
	for (guint i = 0; i < e->spans->len; i++) {
		const struct span *span = &g_array_index(e->spans, struct span, i);
		if (span->from > at)
			g_string_append_len(out, e->text + at, (gssize)(span->from - at));
		g_string_append(out, span->text);
		at = MAX(at, span->to);
	}
	g_string_append_len(out, e->text + at, (gssize)(e->n - at));
	return out;
}

GString *edit_feed(const char *text, size_t n, void *data, GError **err)
{
	struct editor e = {.change = data, .text = text, .n = n};
	GString *out = NULL;
	e.spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	g_array_set_clear_func(e.spans, span_clear);
	e.lines = g_array_new(FALSE, FALSE, sizeof(struct found));
	go_through(&e);
	if (e.n_changed == 0) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("the feed is not in this place of the configuration"));
	} else {
		if (e.change->kind == CHANGE_SHIFT)
			shift(&e);
		if (e.moved)
			settle(&e);
		if (e.spans->len == 0)
			g_set_error(err, TNEWS_ERROR, ERR_USAGE,
				    _("there is nothing to change"));
		else
			out = put_together(&e);
	}
	g_array_unref(e.spans);
	g_array_unref(e.lines);
	if (e.moved)
		g_string_free(e.moved, TRUE);
	return out;
}
