/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text terms as one FTS5 expression and, for stories beyond the index, as patterns that a
 * scan of the story's own words is held against. */
#include "store/hits.h"

#include <string.h>

#include "store/words.h"
#include "text/plain.h"
#include "util/limit.h"

enum { BLOCK_BITS = 15, BLOCK = 1 << BLOCK_BITS, FIELDS = 4 };

/* A phrase. state: bit j: its first j words have been met, up to the place before. */
struct pattern {
	enum query_field field;
	GPtrArray *words; /* char * */
	bool prefix;
	bool found;
	uint64_t now, before;
};

struct hits {
	struct db *db;
	GPtrArray *patterns;
	char *match; /* NULL: a term without words, nothing is found */
	const char
		*probe; /* the longest word of all terms: a story without it is no hit */
	sqlite3_stmt *in_block, *whole;
	int64_t mark;
	GHashTable *stale;  /* int64_t *: indexed, but changed since; or NULL */
	GHashTable *blocks; /* number of the block: uint8_t[BLOCK / 8] */
	bool trusted;
	bool prefix; /* a term is a prefix: asking costs the same for one block or all */
	bool verify; /* a term is a phrase: the index knows its words, not their order */
	bool complete; /* all blocks that hold a hit are there */
	int64_t last_block;
	uint8_t *last_bits;
	GString *text;
};

void body_plain(GString *out, const char *summary, const char *content,
		const char *fulltext)
{
	const char *const parts[] = {summary, content, fulltext};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (!parts[i])
			continue;
		if (out->len)
			g_string_append_c(out, '\n');
		plain_append(out, parts[i], strlen(parts[i]), LIMIT_BODY);
	}
}

/* --- patterns ------------------------------------------------------------------- */

static void pattern_free(gpointer data)
{
	struct pattern *p = data;
	g_ptr_array_free(p->words, TRUE);
	g_free(p);
}

static int add_word(void *data, int flags, const char *word, int n, int start, int end)
{
	(void)flags;
	(void)start;
	(void)end;
	struct pattern *p = data;
	g_ptr_array_add(p->words, g_strndup(word, (gsize)n));
	return 0;
}

static struct pattern *pattern_new(struct words *w, const struct sql_text *t)
{
	struct pattern *p = g_new0(struct pattern, 1);
	p->field = t->field;
	p->prefix = t->prefix;
	p->words = g_ptr_array_new_with_free_func(g_free);
	words_scan(w, t->text, strlen(t->text), true, p, add_word);
	return p;
}

/* Whether the last word of the text is a single letter of a script that is indexed in
 * pairs: then it is the beginning of a pair as well as one that ends a run. */
static bool ends_single(struct words *w, const char *text)
{
	const char *end = text + strlen(text);
	const char *last = g_utf8_find_prev_char(text, end);
	if (!last || !words_is_single(w, last, (size_t)(end - last)))
		return false;
	const char *prev = g_utf8_find_prev_char(text, last);
	return !prev || !words_is_single(w, prev, (size_t)(last - prev));
}

static bool word_is(const struct pattern *p, unsigned j, const char *word, size_t n)
{
	const char *want = p->words->pdata[j];
	size_t length = strlen(want);
	if (p->prefix && j + 1 == p->words->len)
		return length <= n && !memcmp(want, word, length);
	return length == n && !memcmp(want, word, n);
}

struct matching {
	GPtrArray *patterns;
	enum query_field field;
	unsigned open;
};

static bool applies(const struct pattern *p, enum query_field field)
{
	return p->field == field || (p->field == FIELD_ANY && field != FIELD_LINK &&
				     field != FIELD_CATEGORY && field != FIELD_LANG);
}

static int match_word(void *data, int flags, const char *word, int n, int start, int end)
{
	(void)start;
	(void)end;
	struct matching *m = data;
	for (unsigned i = 0; i < m->patterns->len; i++) {
		struct pattern *p = m->patterns->pdata[i];
		if (p->found || !applies(p, m->field))
			continue;
		if (!(flags & WORD_SAME_PLACE)) {
			p->before = p->now;
			p->now = 0;
		}
		uint64_t may = p->before | 1;
		for (unsigned j = 0; j < p->words->len && may >> j; j++)
			if (may >> j & 1 && word_is(p, j, word, (size_t)n))
				p->now |= UINT64_C(1) << (j + 1);
		if (p->now >> p->words->len & 1) {
			p->found = true;
			m->open--;
		}
	}
	return m->open ? 0 : -1;
}

static void match_field(struct hits *h, struct matching *m, enum query_field field,
			const char *text, size_t n)
{
	if (!text || !m->open)
		return;
	m->field = field;
	for (unsigned i = 0; i < m->patterns->len; i++) {
		struct pattern *p = m->patterns->pdata[i];
		p->now = p->before = 0;
	}
	words_scan(h->db->words, text, n, false, m, match_word);
}

static bool may_match(struct hits *h, sqlite3_stmt *s, int first)
{
	size_t m = h->probe ? strlen(h->probe) : 0;
	bool may = !h->probe;
	for (int i = first; !may && i < first + N_INDEXED_SHORT + N_BODY_TEXTS; i++) {
		const char *text = (const char *)sqlite3_column_text(s, i);
		may = text && words_may_hold(h->db->words, h->probe, m, text,
					     (size_t)sqlite3_column_bytes(s, i));
	}
	return may;
}

/* The row of a statement with INDEXED_TEXTS. */
static bool match_row(struct hits *h, sqlite3_stmt *s, int first)
{
	if (!may_match(h, s, first))
		return false;
	struct matching m = {.patterns = h->patterns, .open = h->patterns->len};
	for (unsigned i = 0; i < h->patterns->len; i++)
		((struct pattern *)h->patterns->pdata[i])->found = false;
	static const enum query_field fields[N_INDEXED_SHORT] = {
		FIELD_TITLE, FIELD_AUTHOR, FIELD_LINK, FIELD_CATEGORY, FIELD_LANG};
	for (int i = 0; i < N_INDEXED_SHORT; i++)
		match_field(h, &m, fields[i],
			    (const char *)sqlite3_column_text(s, first + i),
			    (size_t)sqlite3_column_bytes(s, first + i));
	if (m.open) {
		g_string_truncate(h->text, 0);
		body_plain(
			h->text,
			(const char *)sqlite3_column_text(s, first + N_INDEXED_SHORT),
			(const char *)sqlite3_column_text(s, first + N_INDEXED_SHORT + 1),
			(const char *)sqlite3_column_text(s,
							  first + N_INDEXED_SHORT + 2));
		match_field(h, &m, FIELD_BODY, h->text->str, h->text->len);
	}
	return !m.open;
}

/* --- the index ------------------------------------------------------------------ */

/* All words of the term, each in a column of its field. */
static void add_expression(GString *out, const struct pattern *p)
{
	static const char *const columns[] = {[FIELD_ANY] = "{title author body}",
					      [FIELD_TITLE] = "title",
					      [FIELD_AUTHOR] = "author",
					      [FIELD_BODY] = "body",
					      [FIELD_LINK] = "link",
					      [FIELD_CATEGORY] = "category",
					      [FIELD_LANG] = "language"};
	for (unsigned i = 0; i < p->words->len; i++) {
		bool last = i + 1 == p->words->len;
		g_string_append_printf(out, "%s%s : \"%s\"%s", out->len ? " AND " : "",
				       columns[p->field], (char *)p->words->pdata[i],
				       last && p->prefix ? " *" : "");
	}
}

static void choose_probe(struct hits *h, const struct pattern *p)
{
	for (unsigned i = 0; i < p->words->len; i++) {
		const char *word = p->words->pdata[i];
		if (!h->probe || strlen(word) > strlen(h->probe))
			h->probe = word;
	}
}

static bool read_stale(struct hits *h, GError **err)
{
	sqlite3_stmt *s = db_query(h->db, err, "SELECT id FROM reindex", "");
	int step = -1;
	while (s && (step = db_step(h->db, s, err)) > 0) {
		if (!h->stale)
			h->stale = g_hash_table_new_full(g_int64_hash, g_int64_equal,
							 g_free, NULL);
		int64_t id = sqlite3_column_int64(s, 0);
		g_hash_table_add(h->stale, g_memdup2(&id, sizeof id));
	}
	return s && step == 0;
}

struct hits *hits_new(struct db *db, const struct sql *sql, int group, GError **err)
{
	if (!words_register(db, err))
		return NULL;
	struct hits *h = g_new0(struct hits, 1);
	h->db = db;
	h->patterns = g_ptr_array_new_with_free_func(pattern_free);
	h->blocks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	h->text = g_string_new(NULL);
	h->last_block = -1;
	h->mark = db_meta(db, "indexed", 0);
	GString *match = g_string_new(NULL);
	bool empty = false;
	for (unsigned i = 0; i < sql->texts->len; i++) {
		const struct sql_text *t = sql->texts->pdata[i];
		if (t->group != group)
			continue;
		struct pattern *p = pattern_new(db->words, t);
		p->prefix = p->prefix || ends_single(db->words, t->text);
		h->prefix = h->prefix || p->prefix;
		g_ptr_array_add(h->patterns, p);
		empty = empty || !p->words->len;
		add_expression(match, p);
		choose_probe(h, p);
		h->verify = h->verify || p->words->len > 1;
	}
	h->match = g_string_free(match, empty);
	bool good = read_stale(h, err);
	if (good && h->match) {
		h->in_block = db_prepare(db,
					 "SELECT rowid FROM words WHERE words MATCH ?1"
					 " AND rowid BETWEEN ?2 AND ?3",
					 err);
		good = h->in_block != NULL;
	}
	if (good)
		return h;
	hits_free(h);
	return NULL;
}

void hits_free(struct hits *h)
{
	if (!h)
		return;
	sqlite3_finalize(h->in_block);
	sqlite3_finalize(h->whole);
	g_ptr_array_free(h->patterns, TRUE);
	g_hash_table_unref(h->blocks);
	if (h->stale)
		g_hash_table_unref(h->stale);
	g_string_free(h->text, TRUE);
	g_free(h->match);
	g_free(h);
}

/* The block's bits, made if need be. */
static uint8_t *block_at(struct hits *h, int64_t block)
{
	uint8_t *bits = g_hash_table_lookup(h->blocks, &block);
	if (!bits) {
		bits = g_new0(uint8_t, BLOCK / 8);
		g_hash_table_insert(h->blocks, g_memdup2(&block, sizeof block), bits);
	}
	return bits;
}

static void set_bit(uint8_t *bits, int64_t id)
{
	int64_t i = id & (BLOCK - 1);
	bits[i >> 3] = (uint8_t)(bits[i >> 3] | 1u << (i & 7));
}

static sqlite3_stmt *ask_whole(struct hits *h, GError **err)
{
	if (!h->whole)
		h->whole = db_prepare(h->db,
				      "SELECT rowid FROM words WHERE words MATCH ?1"
				      " AND rowid<=?2",
				      err);
	if (h->whole) {
		sqlite3_reset(h->whole);
		sqlite3_bind_text(h->whole, 1, h->match, -1, SQLITE_STATIC);
		sqlite3_bind_int64(h->whole, 2, h->mark);
	}
	return h->whole;
}

/* All hits of the index at once. For a prefix FTS5 merges the lists of all its words before
 * it gives the first, so that blocks one by one would cost as many times as much. */
static bool load_all(struct hits *h, GError **err)
{
	sqlite3_stmt *s = ask_whole(h, err);
	int step = -1;
	while (s && (step = db_step(h->db, s, err)) > 0) {
		int64_t id = sqlite3_column_int64(s, 0);
		set_bit(block_at(h, id >> BLOCK_BITS), id);
	}
	h->complete = s && step == 0;
	return h->complete;
}

static uint8_t *load_block(struct hits *h, int64_t block, GError **err)
{
	if (h->prefix && !h->complete && !load_all(h, err))
		return NULL;
	uint8_t *bits = g_hash_table_lookup(h->blocks, &block);
	if (bits || h->complete)
		return bits ? bits : block_at(h, block);
	bits = g_new0(uint8_t, BLOCK / 8);
	sqlite3_stmt *s = h->in_block;
	int64_t first = block << BLOCK_BITS;
	sqlite3_reset(s);
	sqlite3_bind_text(s, 1, h->match, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, first);
	sqlite3_bind_int64(s, 3, MIN(first + BLOCK - 1, h->mark));
	int step;
	while ((step = db_step(h->db, s, err)) > 0)
		set_bit(bits, sqlite3_column_int64(s, 0));
	if (step < 0) {
		g_free(bits);
		return NULL;
	}
	g_hash_table_insert(h->blocks, g_memdup2(&block, sizeof block), bits);
	return bits;
}

static bool is_stale(const struct hits *h, int64_t id)
{
	return h->stale && g_hash_table_contains(h->stale, &id);
}

static int read_and_match(struct hits *h, int64_t id, GError **err)
{
	sqlite3_stmt *s = db_query(
		h->db, err,
		"SELECT " INDEXED_TEXTS("s") " FROM story s LEFT JOIN body b ON b.id=s.id"
					     " WHERE s.id=?1",
		"i", id);
	int step = s ? db_step(h->db, s, err) : -1;
	int result = step > 0 ? match_row(h, s, 0) : step;
	if (s)
		db_reset(s);
	return result;
}

struct counting {
	const struct hits *h;
	int64_t words, met;
};

static int count_word(void *data, int flags, const char *word, int n, int start, int end)
{
	struct counting *c = data;
	(void)start;
	(void)end;
	c->words += !(flags & WORD_SAME_PLACE);
	for (guint i = 0; i < c->h->patterns->len; i++) {
		const struct pattern *p = c->h->patterns->pdata[i];
		for (guint j = 0; j < p->words->len; j++)
			c->met += word_is(p, j, word, (size_t)n);
	}
	return 0;
}

int64_t hits_rank(struct hits *h, int64_t id, GError **err)
{
	enum { TITLE_WEIGHT = 2000, BODY_WEIGHT = 100000, SHORT_BODY = 100 };
	sqlite3_stmt *s = db_query(h->db, err,
				   "SELECT s.title," BODY_TEXTS
				   " FROM story s LEFT JOIN body b ON b.id=s.id"
				   " WHERE s.id=?1",
				   "i", id);
	int step = s ? db_step(h->db, s, err) : -1;
	if (step <= 0)
		return step;
	struct counting title = {.h = h}, body = {.h = h};
	const char *text = (const char *)sqlite3_column_text(s, 0);
	if (text)
		words_scan(h->db->words, text, strlen(text), false, &title, count_word);
	g_string_truncate(h->text, 0);
	body_plain(h->text, (const char *)sqlite3_column_text(s, 1),
		   (const char *)sqlite3_column_text(s, 2),
		   (const char *)sqlite3_column_text(s, 3));
	db_reset(s);
	words_scan(h->db->words, h->text->str, h->text->len, false, &body, count_word);
	return title.met * TITLE_WEIGHT +
	       body.met * BODY_WEIGHT / (SHORT_BODY + body.words);
}

void hits_trust(struct hits *h)
{
	h->trusted = true;
}

int hits_test(struct hits *h, int64_t id, GError **err)
{
	if (h->trusted)
		return 1;
	if (!h->match)
		return 0;
	if (id > h->mark || is_stale(h, id))
		return read_and_match(h, id, err);
	int64_t block = id >> BLOCK_BITS;
	if (block != h->last_block) {
		uint8_t *bits = load_block(h, block, err);
		if (!bits)
			return -1;
		h->last_block = block;
		h->last_bits = bits;
	}
	int64_t i = id & (BLOCK - 1);
	int hit = h->last_bits[i >> 3] >> (i & 7) & 1;
	return hit && h->verify ? read_and_match(h, id, err) : hit;
}

/* The stories that the index lacks. */
static bool collect_rest(struct hits *h, size_t most, GArray *out, bool *all,
			 GError **err)
{
	static const char *const ranges[] = {
		"SELECT s.id," INDEXED_TEXTS(
			"s") " FROM story s LEFT JOIN body b ON b.id=s.id WHERE s.id>?1",
		"SELECT s.id," INDEXED_TEXTS(
			"s") " FROM reindex r JOIN story s ON s.id=r.id LEFT JOIN body b "
			     "ON b.id=s.id"
			     " WHERE s.id<=?1"};
	for (size_t i = 0; i < (h->stale ? 2 : 1); i++) {
		sqlite3_stmt *s = db_query(h->db, err, ranges[i], "i", h->mark);
		int step = -1;
		while (s && (step = db_step(h->db, s, err)) > 0) {
			if (!match_row(h, s, 1))
				continue;
			if (out->len >= most) {
				*all = false;
				db_reset(s);
				return true;
			}
			int64_t id = sqlite3_column_int64(s, 0);
			g_array_append_val(out, id);
		}
		if (step < 0)
			return false;
	}
	return true;
}

/* The hits of the index, up to most; with the bits of all that were seen. */
static bool collect_indexed(struct hits *h, size_t most, GArray *out, bool *all,
			    GError **err)
{
	sqlite3_stmt *s = ask_whole(h, err);
	int step = -1;
	while (s && (step = db_step(h->db, s, err)) > 0) {
		int64_t id = sqlite3_column_int64(s, 0);
		if (h->prefix)
			set_bit(block_at(h, id >> BLOCK_BITS), id);
		if (is_stale(h, id))
			continue;
		if (out->len < most)
			g_array_append_val(out, id);
		else
			*all = false;
		if (!*all && !h->prefix) {
			db_reset(s);
			return true;
		}
	}
	h->complete = h->prefix && step == 0;
	return step == 0;
}

static bool verify_all(struct hits *h, GArray *ids, GError **err)
{
	guint n = 0;
	for (guint i = 0; h->verify && i < ids->len; i++) {
		int64_t id = g_array_index(ids, int64_t, i);
		int hit = read_and_match(h, id, err);
		if (hit < 0)
			return false;
		if (hit)
			g_array_index(ids, int64_t, n++) = id;
	}
	if (h->verify)
		g_array_set_size(ids, n);
	return true;
}

bool hits_collect(struct hits *h, size_t most, GArray *out, bool *all, GError **err)
{
	*all = true;
	if (!h->match)
		return true;
	/* each of a phrase's has to be read */
	if (h->verify)
		most /= 4;
	return collect_indexed(h, most, out, all, err) &&
	       (!*all ||
		(verify_all(h, out, err) && collect_rest(h, most, out, all, err)));
}
