/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of the query are looked for in the plain text of the body as the index would
 * cut it into words, so that what is shown is what was found. */
#include "store/snippet.h"

#include <string.h>

#include "store/hits.h"
#include "store/words.h"

enum { BEFORE = 40, AFTER = 200 }; /* bytes around a hit */

/* A text of the query: its words one after the other. */
struct phrase {
	GPtrArray *words; /* char * */
	bool prefix;
	unsigned met; /* so many of them were the last ones */
	int start;
};

struct snippets {
	struct db *db;
	GPtrArray *phrases; /* struct phrase */
	GString *text;
	int from, to; /* the hit, -1 none */
};

static void phrase_free(gpointer data)
{
	struct phrase *p = data;
	g_ptr_array_unref(p->words);
	g_free(p);
}

static int add_word(void *data, int flags, const char *word, int n, int start, int end)
{
	(void)flags;
	(void)start;
	(void)end;
	g_ptr_array_add(data, g_strndup(word, (gsize)n));
	return 0;
}

struct snippets *snippets_new(struct db *db, const struct query *q)
{
	if (!q || !words_register(db, NULL))
		return NULL;
	struct sql *sql = sql_of_query(q, NULL, NULL);
	struct snippets *s = g_new0(struct snippets, 1);
	s->db = db;
	s->text = g_string_new(NULL);
	s->phrases = g_ptr_array_new_with_free_func(phrase_free);
	for (guint i = 0; i < sql->texts->len; i++) {
		const struct sql_text *t = sql->texts->pdata[i];
		if (t->field != FIELD_ANY && t->field != FIELD_BODY)
			continue;
		struct phrase *p = g_new0(struct phrase, 1);
		p->prefix = t->prefix;
		p->words = g_ptr_array_new_with_free_func(g_free);
		words_scan(db->words, t->text, strlen(t->text), true, p->words, add_word);
		g_ptr_array_add(s->phrases, p);
	}
	sql_free(sql);
	if (s->phrases->len)
		return s;
	snippets_free(s);
	return NULL;
}

void snippets_free(struct snippets *s)
{
	if (!s)
		return;
	g_ptr_array_unref(s->phrases);
	g_string_free(s->text, TRUE);
	g_free(s);
}

static bool is_word(const struct phrase *p, unsigned i, const char *word, size_t n)
{
	const char *want = p->words->pdata[i];
	size_t length = strlen(want);
	bool begins = p->prefix && i + 1 == p->words->len;
	return (begins ? length <= n : length == n) && !memcmp(want, word, length);
}

static int meet(void *data, int flags, const char *word, int n, int start, int end)
{
	struct snippets *s = data;
	for (guint i = 0; i < s->phrases->len; i++) {
		struct phrase *p = s->phrases->pdata[i];
		if (!p->words->len ||
		    ((flags & WORD_SAME_PLACE) && (p->words->len > 1 || p->met)))
			continue;
		if (!is_word(p, p->met, word, (size_t)n))
			p->met = 0;
		if (p->met == 0)
			p->start = start;
		p->met += is_word(p, p->met, word, (size_t)n);
		if (p->met < p->words->len)
			continue;
		s->from = p->start;
		s->to = end;
		return -1;
	}
	return 0;
}

/* To the begin of a word, if one is near, else to that of a character. */
static size_t cut_before(const char *text, size_t at)
{
	size_t from = at > BEFORE ? at - BEFORE : 0;
	for (size_t i = from; from > 0 && i < at; i++)
		if (text[i] == ' ' || text[i] == '\n')
			return i + 1;
	while (from > 0 && ((unsigned char)text[from] & 0xC0) == 0x80)
		from--;
	return from;
}

static const char *cut(struct snippets *s, struct arena *arena, size_t *from, size_t *to)
{
	size_t start = cut_before(s->text->str, (size_t)s->from);
	size_t end = MIN(s->text->len, (size_t)s->to + AFTER);
	while (end < s->text->len && ((unsigned char)s->text->str[end] & 0xC0) == 0x80)
		end--;
	const char *dots = start > 0 ? "\xe2\x80\xa6" : "";
	char *line = arena_printf(arena, "%s%.*s%s", dots, (int)(end - start),
				  s->text->str + start,
				  end < s->text->len ? "\xe2\x80\xa6" : "");
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ')
			*c = ' ';
	if (from)
		*from = (size_t)s->from - start + strlen(dots);
	if (to)
		*to = (size_t)s->to - start + strlen(dots);
	return line;
}

const char *snippets_of(struct snippets *s, int64_t id, struct arena *arena, size_t *from,
			size_t *to)
{
	sqlite3_stmt *q = db_query(s->db, NULL,
				   "SELECT unpacked(summary),unpacked(content),"
				   "unpacked(fulltext) FROM body WHERE id=?1",
				   "i", id);
	if (!q || db_step(s->db, q, NULL) <= 0)
		return NULL;
	g_string_truncate(s->text, 0);
	body_plain(s->text, (const char *)sqlite3_column_text(q, 0),
		   (const char *)sqlite3_column_text(q, 1),
		   (const char *)sqlite3_column_text(q, 2));
	db_reset(q);
	for (guint i = 0; i < s->phrases->len; i++)
		((struct phrase *)s->phrases->pdata[i])->met = 0;
	s->from = -1;
	words_scan(s->db->words, s->text->str, s->text->len, false, s, meet);
	return s->from < 0 ? NULL : cut(s, arena, from, to);
}
