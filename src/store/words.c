/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over the text. ASCII is folded by table; for every other character its class
 * and its folded form are looked up once and kept, in pages of 256. */
#include "store/words.h"

#include <string.h>

#include "store/db_private.h"
#include "text/fold.h"
#include "text/plain.h"
#include "text/utf8.h"

enum class { BREAK, WORD, JOIN, PAIRED, SYMBOL };

enum { WORD_BYTES = 64, FOLD_BYTES = 13, N_PAGES = 0x110000 >> 8 };

struct letter {
	uint8_t known, class, n;
	char folded[FOLD_BYTES];
};

/* What an ASCII byte is: its folded letter, or: */
enum { OUTSIDE = 0, SPECIAL = 1 };

struct words {
	struct letter *pages[N_PAGES];
	unsigned char folds[256]; /* SPECIAL: of markup, or not ASCII */
	char buffer[WORD_BYTES + FOLD_BYTES];
};

struct scan {
	struct words *w;
	void *data;
	word_function function;
	bool query;
	int found;
	/* The word being read. */
	size_t n;
	int start, end;
	/* The run of paired letters being read. */
	const struct letter *last;
	int last_start, last_end, run;
};

struct words *words_new(void)
{
	struct words *w = g_new0(struct words, 1);
	for (int c = 0; c < 0x80; c++)
		if (g_ascii_isalnum(c))
			w->folds[c] = (unsigned char)g_ascii_tolower((char)c);
	memset(w->folds + 0x80, SPECIAL, 0x80);
	w->folds['<'] = w->folds['&'] = w->folds[']'] = SPECIAL;
	return w;
}

void words_free(struct words *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < N_PAGES; i++)
		g_free(w->pages[i]);
	g_free(w);
}

static bool is_paired(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {
		{0x0E01, 0x0E3A},   {0x0E40, 0x0E4E}, {0x0E81, 0x0EBD},
		{0x0EC0, 0x0EC6},   {0x1000, 0x103F}, {0x1780, 0x17B3},
		{0x3005, 0x3007},   {0x3041, 0x30FF}, {0x3105, 0x312F},
		{0x31A0, 0x31BF},   {0x31F0, 0x31FF}, {0x3400, 0x4DBF},
		{0x4E00, 0x9FFF},   {0xA960, 0xA97F}, {0xAC00, 0xD7A3},
		{0xF900, 0xFAFF},   {0xFF66, 0xFF9F}, {0x1B000, 0x1B16F},
		{0x20000, 0x3FFFF},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return c != 0x30FB;
	return false;
}

static enum class class_of(uint32_t c) {
	/* Zero width joiners, tatweel and soft hyphen stand inside words. */
	if (c == 0x200C || c == 0x200D || c == 0x0640 || c == 0x00AD ||
	    c == 0x2060) return JOIN;
	switch (g_unichar_type(c)){
		case G_UNICODE_NON_SPACING_MARK : case
		G_UNICODE_ENCLOSING_MARK : return JOIN;
		case G_UNICODE_SPACING_MARK : return is_paired(c) ? PAIRED : WORD;
		case G_UNICODE_OTHER_SYMBOL : case G_UNICODE_MATH_SYMBOL : case
		G_UNICODE_CURRENCY_SYMBOL : return SYMBOL;
		default : if (is_paired(c) && g_unichar_isalpha(c)) return PAIRED;
		return g_unichar_isalnum(c) ? WORD : BREAK;
	}
}

static void learn(struct letter *l, uint32_t c)
{
	char text[8];
	text[utf8_put(c, text)] = '\0';
	l->known = 1;
	l->class = (uint8_t)class_of(c);
	if (l->class == BREAK || l->class == JOIN)
		return;
	char *folded = fold_text(text);
	size_t n = strlen(folded);
	/* A ligature that is a whole sentence: its beginning is enough. */
	while (n > FOLD_BYTES || (n && ((unsigned char)folded[n] & 0xC0) == 0x80))
		n--;
	memcpy(l->folded, folded, n);
	l->n = (uint8_t)n;
	if (!n)
		l->class = JOIN;
	g_free(folded);
}

static const struct letter *letter_of(struct words *w, uint32_t c)
{
	struct letter **page = &w->pages[c >> 8];
	if (!*page)
		*page = g_new0(struct letter, 256);
	struct letter *l = &(*page)[c & 0xFF];
	if (!l->known)
		learn(l, c);
	return l;
}

static int give(struct scan *s, int flags, const char *word, size_t n, int start, int end)
{
	if (s->query && s->found++ >= WORDS_IN_QUERY)
		return -1;
	return s->function(s->data, flags, word, (int)n, start, end);
}

static int end_word(struct scan *s)
{
	if (!s->n)
		return 0;
	size_t n = s->n;
	s->n = 0;
	return give(s, 0, s->w->buffer, n, s->start, s->end);
}

static int end_run(struct scan *s)
{
	if (!s->run)
		return 0;
	int flags = s->run > 1 ? WORD_SAME_PLACE : 0;
	bool wanted = s->run == 1 || !s->query;
	s->run = 0;
	return wanted ? give(s, flags, s->last->folded, s->last->n, s->last_start,
			     s->last_end)
		      : 0;
}

static int add_paired(struct scan *s, const struct letter *l, int start, int end)
{
	int stop = 0;
	if (s->run) {
		char pair[2 * FOLD_BYTES];
		memcpy(pair, s->last->folded, s->last->n);
		memcpy(pair + s->last->n, l->folded, l->n);
		stop = give(s, 0, pair, (size_t)s->last->n + l->n, s->last_start, end);
	}
	s->run++;
	s->last = l;
	s->last_start = start;
	s->last_end = end;
	return stop;
}

static void add_letters(struct scan *s, const char *folded, size_t n, int start, int end)
{
	if (!s->n)
		s->start = start;
	/* What is longer is no word that anybody types; its beginning finds it. */
	if (s->n < WORD_BYTES) {
		memcpy(s->w->buffer + s->n, folded, n);
		s->n += n;
	}
	s->end = end;
}

/* The ASCII letters from i on; where they end. */
static size_t add_ascii(struct scan *s, const char *text, size_t i, size_t n)
{
	const unsigned char *folds = s->w->folds;
	unsigned char folded;
	if (!s->n)
		s->start = (int)i;
	for (; i < n && (folded = folds[(unsigned char)text[i]]) > SPECIAL; i++)
		if (s->n < WORD_BYTES)
			s->w->buffer[s->n++] = (char)folded;
	s->end = (int)i;
	return i;
}

static int other(struct scan *s, uint32_t c, int start, int end)
{
	const struct letter *l = letter_of(s->w, c);
	int stop = 0;
	switch (l->class) {
	case JOIN:
		return 0;
	case WORD:
		if (!s->run || !(stop = end_run(s)))
			add_letters(s, l->folded, l->n, start, end);
		return stop;
	case PAIRED:
		stop = end_word(s);
		return stop ? stop : add_paired(s, l, start, end);
	case SYMBOL:
		if (!(stop = end_word(s)) && !(stop = end_run(s)))
			stop = give(s, 0, l->folded, l->n, start, end);
		return stop;
	default:
		stop = end_word(s);
		return stop ? stop : end_run(s);
	}
}

/* A letter of kana and the mark behind it that voices it are one letter, as they are where
 * they have one number. s: what stands behind c. */
static uint32_t voiced(uint32_t c, const char *s, size_t n, size_t *length)
{
	bool half = c >= 0xFF66 && c <= 0xFF9D;
	if (!n || (!half && (c < 0x3041 || c > 0x30FF)))
		return c;
	size_t more;
	gunichar letters[4], whole, mark = utf8_next(s, n, &more);
	if (mark == 0xFF9E || mark == 0xFF9F)
		mark = 0x3099 + (mark & 1);
	if (mark != 0x3099 && mark != 0x309A)
		return c;
	g_unichar_fully_decompose(c, TRUE, letters, G_N_ELEMENTS(letters));
	if (!g_unichar_compose(letters[0], mark, &whole))
		return c;
	*length += more;
	return whole;
}

int words_scan(struct words *w, const char *text, size_t n, bool query, void *data,
	       word_function function)
{
	struct scan s = {.w = w, .data = data, .function = function, .query = query};
	int stop = 0;
	for (size_t i = 0; i < n && !stop;) {
		unsigned char c = (unsigned char)text[i];
		if (c < 0x80) {
			if (w->folds[c] > SPECIAL) {
				if (s.run)
					stop = end_run(&s);
				i = add_ascii(&s, text, i, n);
				continue;
			} else if (s.n || s.run) {
				stop = end_word(&s);
				if (!stop)
					stop = end_run(&s);
			}
			i++;
		} else {
			size_t length;
			uint32_t u = utf8_next(text + i, n - i, &length);
			if (u > 0x10FFFF)
				u = 0xFFFD;
			u = voiced(u, text + i + length, n - i - length, &length);
			stop = other(&s, u, (int)i, (int)(i + length));
			i += length;
		}
	}
	if (!stop)
		stop = end_word(&s);
	return stop ? stop : end_run(&s);
}

/* Whether what stands at s, which is SPECIAL, may give the next letters of a word, those at
 * rest, or nothing, so that the word goes on behind it. */
static bool may_go_on(struct words *w, const char *rest, size_t m, const char *s,
		      size_t n)
{
	char decoded[8];
	size_t length = 0;
	if (*s == '<')
		return true;
	if (*s == ']') /* the end of CDATA */
		return n >= 3 && !memcmp(s, "]]>", 3);
	if (*s == '&') {
		if (!plain_entity(s, n, decoded, &length))
			return false;
		unsigned char c = (unsigned char)decoded[0];
		if (c < 0x80)
			return w->folds[c] == (unsigned char)*rest || c == '<' ||
			       c < ' ' || c == 0x7F;
		if (c == 0xC2 && (unsigned char)decoded[1] < 0xA0)
			return true;
		s = decoded;
		n = length;
	}
	uint32_t u = utf8_next(s, n, &length);
	const struct letter *l = letter_of(w, u > 0x10FFFF ? 0xFFFD : u);
	return l->class == JOIN ||
	       (l->class == WORD && !memcmp(l->folded, rest, MIN(m, (size_t)l->n)));
}

/* Whether the word may stand at s. *length: of its letters that do. */
static bool may_stand(struct words *w, const char *word, size_t m, const char *s,
		      size_t n, size_t *length)
{
	size_t k = 0;
	while (k < n && k < m && w->folds[(unsigned char)s[k]] == (unsigned char)word[k])
		k++;
	*length = k;
	return k == m || (k && k < n && w->folds[(unsigned char)s[k]] == SPECIAL &&
			  may_go_on(w, word + k, m - k, s + k, n - k));
}

/* Whether a word may begin with what stands at s and is SPECIAL, or go on behind it: a
 * word that begins with a letter of ASCII is met by itself. */
static bool may_begin(struct words *w, const char *word, size_t m, const char *s,
		      size_t n, size_t *length)
{
	*length = 1;
	if (*s == '<' || *s == ']')
		return false;
	if (*s == '&') {
		/* "&ampx" is "&x", but not in CDATA */
		char decoded[8];
		size_t more, used = plain_entity(s, n, decoded, &more);
		return used && (may_go_on(w, word, m, s, n) ||
				may_stand(w, word, m, s + used, n - used, &more));
	}
	uint32_t u = utf8_next(s, n, length);
	const struct letter *l = letter_of(w, u > 0x10FFFF ? 0xFFFD : u);
	if (l->class != WORD || memcmp(l->folded, word, MIN(m, (size_t)l->n)) != 0)
		return false;
	if (l->n >= m)
		return true;
	unsigned char next = *length < n ? w->folds[(unsigned char)s[*length]] : OUTSIDE;
	return next == SPECIAL || next == (unsigned char)word[l->n];
}

static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] & 0x80)
			return false;
	return true;
}

bool words_may_hold(struct words *w, const char *word, size_t m, const char *s, size_t n)
{
	const unsigned char *folds = w->folds;
	size_t length;
	if (!is_ascii(word, m))
		return !is_ascii(s, n) || memchr(s, '&', n);
	for (size_t i = 0; i < n;) {
		unsigned char c = folds[(unsigned char)s[i]];
		if (c == OUTSIDE) {
			i++;
			continue;
		}
		if (c == SPECIAL) {
			if (may_begin(w, word, m, s + i, n - i, &length))
				return true;
			i += length;
			continue;
		}
		if (may_stand(w, word, m, s + i, n - i, &length))
			return true;
		i += length;
		while (i < n && folds[(unsigned char)s[i]] > SPECIAL)
			i++;
	}
	return false;
}

bool words_is_single(struct words *w, const char *s, size_t n)
{
	if (!n || (unsigned char)s[0] < 0x80)
		return false;
	size_t length;
	uint32_t c = utf8_next(s, n, &length);
	return length == n && c <= 0x10FFFF && letter_of(w, c)->class == PAIRED;
}

/* --- as FTS5 wants it ----------------------------------------------------------- */

static int create(void *context, const char **args, int n, Fts5Tokenizer **out)
{
	(void)args;
	(void)n;
	*out = context;
	return SQLITE_OK;
}

static void delete (Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text,
		    int n, word_function function)
{
	int code = words_scan((struct words *)tokenizer, text, (size_t)MAX(n, 0),
			      (flags & FTS5_TOKENIZE_QUERY) != 0, context, function);
	return code < 0 ? SQLITE_OK : code;
}

bool words_register(struct db *db, GError **err)
{
	if (db->words_ready)
		return true;
	fts5_api *api = NULL;
	sqlite3_stmt *s = db_prepare(db, "SELECT fts5(?1)", err);
	if (!s)
		return false;
	sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(s);
	sqlite3_finalize(s);
	if (!db->words)
		db->words = words_new();
	static fts5_tokenizer functions = {create, delete, tokenize};
	if (!api)
		return db_fail(db, SQLITE_ERROR, err);
	int code = api->xCreateTokenizer(api, "tnews", db->words, &functions, NULL);
	db->words_ready = code == SQLITE_OK;
	return db->words_ready || db_fail(db, code, err);
}
