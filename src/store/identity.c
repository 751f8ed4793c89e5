/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One range scan over the feed's part of an index gives the keys of all its stories. In the
 * usual case that is all; titles are read only where ids are not known but links are, and
 * those of the feed's newest only when nothing of the document is known, or what is new is
 * older than what is known. */
#include "store/identity.h"

#include <string.h>

struct known {
	int64_t id;
	uint64_t key, digest, link_key;
	bool taken; /* an item of the document is this one */
};

struct work {
	struct db *db;
	int64_t feed;
	const struct feed *f;
	struct match *matches;
	GPtrArray *all;	       /* struct known */
	GHashTable *by_key;    /* uint64_t: struct known */
	GHashTable *by_link;   /* uint64_t: struct known; &several: it says nothing */
	GHashTable *doc_links; /* uint64_t: how many items */
	size_t known_items;
};

static struct known several;

/* http and https are the same place. */
static const char *without_scheme(const char *s)
{
	if (!g_ascii_strncasecmp(s, "http://", 7))
		return s + 7;
	if (!g_ascii_strncasecmp(s, "https://", 8))
		return s + 8;
	return s;
}

static uint64_t hash_text(uint64_t seed, const char *s)
{
	return digest_bytes(digest_bytes(seed, s, strlen(s)), "", 1);
}

static uint64_t hash_link(const char *link)
{
	return link && *link ? hash_text(DIGEST_SEED, without_scheme(link)) : 0;
}

static uint64_t hash_look(const struct item *item)
{
	uint64_t h = hash_text(DIGEST_SEED ^ 3, item->title ? item->title : "");
	return digest_bytes(h, &item->published, sizeof item->published);
}

static uint64_t key_of(const struct item *item)
{
	if (item->id && *item->id)
		return hash_text(DIGEST_SEED ^ 1, without_scheme(item->id));
	if (item->link && *item->link)
		return hash_text(DIGEST_SEED ^ 2, without_scheme(item->link));
	const char *text = item->content ? item->content : item->summary;
	return hash_text(hash_look(item),
			 text && !(item->title && *item->title) ? text : "");
}

/* Keys that several items share are no keys: link and title tell these apart. */
static void make_keys(struct work *w)
{
	GHashTable *seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, NULL);
	GHashTable *doubles = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
						    NULL);
	for (size_t i = 0; i < w->f->n_items; i++) {
		struct match *m = &w->matches[i];
		m->key = key_of(&w->f->items[i]);
		m->link_key = hash_link(w->f->items[i].link);
		if (!g_hash_table_add(seen, &m->key))
			g_hash_table_add(doubles, g_memdup2(&m->key, sizeof m->key));
	}
	if (g_hash_table_size(doubles)) {
		/* The keys change below: what was added above must not point at them. */
		g_hash_table_remove_all(seen);
		for (size_t i = 0; i < w->f->n_items; i++) {
			struct match *m = &w->matches[i];
			if (!g_hash_table_contains(doubles, &m->key))
				continue;
			uint64_t look = hash_look(&w->f->items[i]) ^ m->link_key;
			m->key = digest_bytes(m->key, &look, sizeof look);
			if (!g_hash_table_add(seen, &m->key))
				m->twice = true;
		}
	}
	g_hash_table_unref(doubles);
	g_hash_table_unref(seen);
}

static bool read_known(struct work *w, GError **err)
{
	sqlite3_stmt *s = db_query(w->db, err,
				   "SELECT id,key,digest,link_key FROM story"
				   " INDEXED BY story_key WHERE feed=?1",
				   "i", w->feed);
	int step = -1;
	while (s && (step = db_step(w->db, s, err)) > 0) {
		struct known *k = g_new0(struct known, 1);
		k->id = sqlite3_column_int64(s, 0);
		k->key = (uint64_t)sqlite3_column_int64(s, 1);
		k->digest = (uint64_t)sqlite3_column_int64(s, 2);
		k->link_key = (uint64_t)sqlite3_column_int64(s, 3);
		g_ptr_array_add(w->all, k);
		g_hash_table_insert(w->by_key, &k->key, k);
	}
	return step == 0;
}

static void take(struct work *w, struct match *m, struct known *k)
{
	m->id = k->id;
	m->digest = k->digest;
	m->rekeyed = m->key != k->key;
	k->taken = true;
	w->known_items++;
}

static void match_keys(struct work *w)
{
	for (size_t i = 0; i < w->f->n_items; i++) {
		struct match *m = &w->matches[i];
		struct known *k = g_hash_table_lookup(w->by_key, &m->key);
		if (k && !k->taken && !m->twice)
			take(w, m, k);
	}
}

static void index_links(struct work *w)
{
	w->by_link = g_hash_table_new(g_int64_hash, g_int64_equal);
	w->doc_links = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (unsigned i = 0; i < w->all->len; i++) {
		struct known *k = w->all->pdata[i];
		if (k->link_key)
			g_hash_table_insert(
				w->by_link, &k->link_key,
				g_hash_table_contains(w->by_link, &k->link_key) ? &several
										: k);
	}
	for (size_t i = 0; i < w->f->n_items; i++) {
		uint64_t *key = &w->matches[i].link_key;
		size_t n = GPOINTER_TO_SIZE(g_hash_table_lookup(w->doc_links, key));
		g_hash_table_insert(w->doc_links, key, GSIZE_TO_POINTER(n + 1));
	}
}

static struct known *by_link(struct work *w, const struct match *m)
{
	if (m->id || m->twice || !m->link_key ||
	    GPOINTER_TO_SIZE(g_hash_table_lookup(w->doc_links, &m->link_key)) != 1)
		return NULL;
	struct known *k = g_hash_table_lookup(w->by_link, &m->link_key);
	return k && k != &several && !k->taken ? k : NULL;
}

/* Whether the stored story has this title, or was published at this very time. */
static bool looks_alike(struct work *w, const struct known *k, const struct item *item)
{
	sqlite3_stmt *s = db_query(w->db, NULL,
				   "SELECT title,published,marks FROM story WHERE id=?1",
				   "i", k->id);
	bool alike = false;
	if (s && db_step(w->db, s, NULL) > 0) {
		const char *title = (const char *)sqlite3_column_text(s, 0);
		bool made = (sqlite3_column_int64(s, 2) & MARK_MADE_TITLE) != 0;
		int64_t published = column_int(s, 1, DATE_NONE);
		alike = (!made && item->title && !g_strcmp0(title, item->title)) ||
			(published != DATE_NONE && published == item->published);
		db_reset(s);
	}
	return alike;
}

static void match_links(struct work *w)
{
	size_t candidates = 0;
	index_links(w);
	for (size_t i = 0; i < w->f->n_items; i++)
		candidates += by_link(w, &w->matches[i]) != NULL;
	/* All ids are new and most links are not: it was the ids that changed. */
	bool all_at_once = !w->known_items && candidates >= 2 &&
			   candidates * 2 >= w->f->n_items;
	for (size_t i = 0; candidates && i < w->f->n_items; i++) {
		struct known *k = by_link(w, &w->matches[i]);
		if (k && (all_at_once || looks_alike(w, k, &w->f->items[i])))
			take(w, &w->matches[i], k);
	}
}

static int newest_first(const void *a, const void *b)
{
	const struct known *x = *(struct known *const *)a, *y = *(struct known *const *)b;
	return (x->id < y->id) - (x->id > y->id);
}

/* What the feed's newest stories look like. */
struct looks {
	GHashTable *dated;   /* hash_look: struct known, or &several */
	GHashTable *undated; /* the same of titles alone: of all, dated or not */
	GHashTable *dates;   /* struct known that have one */
};

static void add_to(GHashTable *table, uint64_t hash, struct known *k)
{
	bool there = g_hash_table_contains(table, &hash);
	g_hash_table_insert(table, g_memdup2(&hash, sizeof hash), there ? &several : k);
}

static bool add_look(struct work *w, struct looks *looks, struct known *k, GError **err)
{
	sqlite3_stmt *s = db_query(w->db, err,
				   "SELECT title,published,marks FROM story WHERE id=?1",
				   "i", k->id);
	int step = s ? db_step(w->db, s, err) : -1;
	if (step > 0) {
		struct item look = {.title = (const char *)sqlite3_column_text(s, 0),
				    .published = column_int(s, 1, DATE_NONE)};
		bool made = (sqlite3_column_int64(s, 2) & MARK_MADE_TITLE) != 0;
		if (look.published != DATE_NONE) {
			add_to(looks->dated, hash_look(&look), k);
			g_hash_table_add(looks->dates, k);
		}
		look.published = DATE_NONE;
		if (!made && look.title && *look.title)
			add_to(looks->undated, hash_look(&look), k);
		db_reset(s);
	}
	return step >= 0;
}

static bool may_look(const struct work *w, size_t i)
{
	const struct item *item = &w->f->items[i];
	return !w->matches[i].id && !w->matches[i].twice && item->title && *item->title;
}

/* Title and date together, if both stand for one story. */
static void match_dated(struct work *w, const struct looks *looks)
{
	for (size_t i = 0; i < w->f->n_items; i++) {
		const struct item *item = &w->f->items[i];
		if (!may_look(w, i) || item->published == DATE_NONE)
			continue;
		uint64_t h = hash_look(item);
		struct known *k = g_hash_table_lookup(looks->dated, &h);
		if (k && k != &several && !k->taken)
			take(w, &w->matches[i], k);
	}
}

/* The story of this title alone, where one of the two has no date. */
static struct known *by_title(const struct looks *looks, GHashTable *titles,
			      const struct item *item)
{
	struct item look = {.title = item->title, .published = DATE_NONE};
	uint64_t h = hash_look(&look);
	struct known *k = g_hash_table_lookup(looks->undated, &h);
	bool once = GPOINTER_TO_SIZE(g_hash_table_lookup(titles, item->title)) == 1;
	bool dated = item->published != DATE_NONE &&
		     g_hash_table_contains(looks->dates, k);
	return once && k && k != &several && !k->taken && !dated ? k : NULL;
}

/* Without dates the titles have to do, if most of the document's are known. */
static void match_undated(struct work *w, const struct looks *looks)
{
	g_autoptr(GHashTable) titles = g_hash_table_new(g_str_hash, g_str_equal);
	size_t candidates = 0;
	for (size_t i = 0; i < w->f->n_items; i++) {
		const char *title = w->f->items[i].title;
		if (title && *title)
			g_hash_table_insert(
				titles, (char *)(uintptr_t)title,
				GSIZE_TO_POINTER(GPOINTER_TO_SIZE(g_hash_table_lookup(
							 titles, title)) +
						 1));
	}
	for (size_t i = 0; i < w->f->n_items; i++)
		candidates += may_look(w, i) &&
			      by_title(looks, titles, &w->f->items[i]) != NULL;
	if (candidates < 2 || candidates * 2 < w->f->n_items)
		return;
	for (size_t i = 0; i < w->f->n_items; i++) {
		struct known *k = may_look(w, i)
					  ? by_title(looks, titles, &w->f->items[i])
					  : NULL;
		if (k)
			take(w, &w->matches[i], k);
	}
}

/* Neither an id nor a link is known although the feed has stories: the publisher may have
 * moved, with all stories or with some. Looked for among the newest, for what a document
 * holds has not been away for long. */
static bool match_looks(struct work *w, GError **err)
{
	enum { SOME_MORE = 100 };
	struct looks looks = {
		.dated = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.undated = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
						 NULL),
		.dates = g_hash_table_new(NULL, NULL),
	};
	bool good = true, none_known = !w->known_items;
	g_ptr_array_sort(w->all, newest_first);
	for (unsigned i = 0; good && i < w->all->len && i < w->f->n_items + SOME_MORE;
	     i++)
		good = add_look(w, &looks, w->all->pdata[i], err);
	if (good)
		match_dated(w, &looks);
	if (good && none_known)
		match_undated(w, &looks);
	g_hash_table_unref(looks.dated);
	g_hash_table_unref(looks.undated);
	g_hash_table_unref(looks.dates);
	return good;
}

/* Whether to look at titles: nothing is known, or something is new that is older than
 * what is known. What is new as it should be costs nothing. */
static bool is_odd(const struct work *w)
{
	int64_t newest = DATE_NONE;
	if (!w->known_items)
		return w->f->n_items > 0;
	for (size_t i = 0; i < w->f->n_items; i++)
		if (w->matches[i].id)
			newest = MAX(newest, w->f->items[i].published);
	for (size_t i = 0; i < w->f->n_items; i++)
		if (!w->matches[i].id && w->f->items[i].published != DATE_NONE &&
		    w->f->items[i].published < newest)
			return true;
	return false;
}

struct match *identity_match(struct db *db, int64_t feed, const struct feed *f,
			     GError **err)
{
	struct work w = {.db = db, .feed = feed, .f = f};
	w.matches = g_new0(struct match, MAX(f->n_items, 1));
	w.all = g_ptr_array_new_with_free_func(g_free);
	w.by_key = g_hash_table_new(g_int64_hash, g_int64_equal);
	make_keys(&w);
	bool good = read_known(&w, err);
	if (good && w.all->len) {
		match_keys(&w);
		if (w.known_items < f->n_items)
			match_links(&w);
		if (is_odd(&w))
			good = match_looks(&w, err);
	}
	if (w.by_link)
		g_hash_table_unref(w.by_link);
	if (w.doc_links)
		g_hash_table_unref(w.doc_links);
	g_hash_table_unref(w.by_key);
	g_ptr_array_free(w.all, TRUE);
	if (good)
		return w.matches;
	g_free(w.matches);
	return NULL;
}
