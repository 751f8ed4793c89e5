/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids in an array, rows in chunks of LIST_CHUNK by number of the chunk. */
#include "config.h"

#include "ui/list.h"

#include <string.h>

struct chunk {
	struct rows *rows; /* NULL until they come */
	uint32_t asked;	   /* serial of the request under way, 0 none */
	bool stale;
};

enum { MAX_CHUNKS = 256 };

static void chunk_free(gpointer p)
{
	struct chunk *c = p;

	rows_free(c->rows);
	g_free(c);
}

static struct chunk *chunk_of(const struct list *l, size_t number)
{
	return g_hash_table_lookup(l->chunks, GSIZE_TO_POINTER(number + 1));
}

static void drop_chunks(struct list *l, size_t from)
{
	GHashTableIter i;
	gpointer key;

	g_hash_table_iter_init(&i, l->chunks);
	while (g_hash_table_iter_next(&i, &key, NULL))
		if (GPOINTER_TO_SIZE(key) - 1 >= from)
			g_hash_table_iter_remove(&i);
}

/* What lies far from the place in sight is given up. */
static void thin_out(struct list *l, size_t near)
{
	GHashTableIter i;
	gpointer key, value;

	if (g_hash_table_size(l->chunks) <= MAX_CHUNKS)
		return;
	g_hash_table_iter_init(&i, l->chunks);
	while (g_hash_table_iter_next(&i, &key, &value)) {
		size_t number = GPOINTER_TO_SIZE(key) - 1;
		size_t far = number > near ? number - near : near - number;
		if (far > MAX_CHUNKS / 4 && !((struct chunk *)value)->asked)
			g_hash_table_iter_remove(&i);
	}
}

static size_t common_prefix(const struct list *l, const int64_t *ids, size_t n)
{
	size_t i = 0, end = MIN(l->n, n);

	while (i < end && l->ids[i] == ids[i])
		i++;
	return i;
}

static bool tag_in(const char *tag, char *const *tags)
{
	for (size_t i = 0; tags && tags[i]; i++)
		if (strcmp(tags[i], tag) == 0)
			return true;
	return false;
}

struct list *list_new(const struct list_request *request, const char *name,
		      const char *place)
{
	struct list *l = g_new0(struct list, 1);

	list_request_copy(&l->request, request);
	l->name = g_strdup(name);
	l->place = g_strdup(place ? place : "");
	l->chunks = g_hash_table_new_full(NULL, NULL, NULL, chunk_free);
	return l;
}

void list_free(struct list *l)
{
	if (!l)
		return;
	list_request_clear(&l->request);
	g_free(l->name);
	g_free(l->own_sort);
	g_free(l->place);
	g_free(l->ids);
	g_free(l->next);
	g_hash_table_unref(l->chunks);
	g_free(l);
}

void list_request_copy(struct list_request *to, const struct list_request *from)
{
	*to = *from;
	to->path = g_strdup(from->path);
	to->query = g_strdup(from->query);
	to->filter = g_strdup(from->filter);
	to->sort = g_strdup(from->sort);
}

void list_request_clear(struct list_request *r)
{
	g_free(r->path);
	g_free(r->query);
	g_free(r->filter);
	g_free(r->sort);
	memset(r, 0, sizeof(*r));
}

void list_take_ids(struct list *l, struct ids *taken, bool whole)
{
	int64_t id = l->want ? l->want : list_cursor_id(l);
	size_t same = common_prefix(l, taken->ids, taken->n);
	size_t line = l->cursor - MIN(l->cursor, l->top);

	drop_chunks(l, same / LIST_CHUNK);
	g_free(l->ids);
	l->ids = g_steal_pointer(&taken->ids);
	l->n = taken->n;
	taken->n = 0;
	ids_free(taken);
	l->loaded = true;
	l->whole = whole;
	size_t at = id ? list_index(l, id) : SIZE_MAX;
	if (at != SIZE_MAX) {
		l->cursor = at;
		l->top = at - MIN(at, line);
		l->want = 0;
	} else {
		l->cursor = MIN(l->cursor, l->n > 0 ? l->n - 1 : 0);
		l->top = MIN(l->top, l->cursor);
	}
	if (whole)
		l->want = 0;
}

void list_take_next(struct list *l, struct ids *taken, bool whole)
{
	GHashTable *old;

	g_free(l->next);
	l->next = g_steal_pointer(&taken->ids);
	l->n_next = taken->n;
	l->next_whole = whole;
	taken->n = 0;
	ids_free(taken);
	l->n_new = 0;
	/* arrivals nearly always stand in front, so the first few decide quickly; a set is
	 * made of the old ones that stand where they could be */
	size_t window = MIN(l->n, 4096), looked = MIN(l->n_next, 4096);
	old = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (size_t i = 0; i < window; i++)
		g_hash_table_add(old, &l->ids[i]);
	for (size_t i = 0; i < looked; i++)
		if (!g_hash_table_contains(old, &l->next[i]))
			l->n_new++;
		else if (i + 1 - l->n_new >= window)
			break;
	g_hash_table_unref(old);
	if (l->n_next > l->n && l->n_next - l->n > l->n_new && window == l->n)
		l->n_new = l->n_next - l->n;
}

bool list_join_above(struct list *l)
{
	size_t lead = 0;

	if (!l->next || l->n == 0)
		return false;
	while (lead < l->n_next && l->next[lead] != l->ids[0])
		lead++;
	if (lead == 0 || lead == l->n_next)
		return false;
	int64_t *ids = g_new(int64_t, l->n + lead);
	memcpy(ids, l->next, lead * sizeof(*ids));
	memcpy(ids + lead, l->ids, l->n * sizeof(*ids));
	g_free(l->ids);
	l->ids = ids;
	l->n += lead;
	l->cursor += lead;
	l->top += lead;
	drop_chunks(l, 0);
	l->n_new -= MIN(l->n_new, lead);
	return true;
}

bool list_join_all(struct list *l)
{
	if (!l->next || !l->next_whole)
		return false;
	struct ids *ids = g_new0(struct ids, 1);
	ids->ids = g_steal_pointer(&l->next);
	ids->n = l->n_next;
	l->n_next = l->n_new = 0;
	list_take_ids(l, ids, true);
	return true;
}

const struct row *list_row(const struct list *l, size_t i)
{
	struct chunk *c = i < l->n ? chunk_of(l, i / LIST_CHUNK) : NULL;
	size_t at = i % LIST_CHUNK;

	if (!c || !c->rows || at >= c->rows->n)
		return NULL;
	return &c->rows->rows[at];
}

const struct row *list_row_of(const struct list *l, int64_t id, size_t *at)
{
	size_t i = l->cursor < l->n && l->ids[l->cursor] == id ? l->cursor
							       : list_index(l, id);

	if (at)
		*at = i;
	return i == SIZE_MAX ? NULL : list_row(l, i);
}

const int64_t *list_missing(struct list *l, size_t from, size_t to, uint32_t serial,
			    size_t *n)
{
	if (l->n == 0)
		return NULL;
	to = MIN(to, l->n - 1);
	for (size_t k = from / LIST_CHUNK; k <= to / LIST_CHUNK; k++) {
		struct chunk *c = chunk_of(l, k);
		if (c && (c->asked || (c->rows && !c->stale)))
			continue;
		if (!c) {
			thin_out(l, from / LIST_CHUNK);
			c = g_new0(struct chunk, 1);
			g_hash_table_insert(l->chunks, GSIZE_TO_POINTER(k + 1), c);
		}
		c->asked = serial;
		c->stale = false;
		*n = MIN((size_t)LIST_CHUNK, l->n - k * LIST_CHUNK);
		return l->ids + k * LIST_CHUNK;
	}
	return NULL;
}

bool list_take_rows(struct list *l, uint32_t serial, struct rows *taken)
{
	GHashTableIter i;
	gpointer key, value;

	g_hash_table_iter_init(&i, l->chunks);
	while (g_hash_table_iter_next(&i, &key, &value)) {
		struct chunk *c = value;
		if (c->asked != serial)
			continue;
		c->asked = 0;
		rows_free(c->rows);
		c->rows = taken;
		return true;
	}
	return false;
}

void list_stale(struct list *l, const int64_t *ids, size_t n)
{
	GHashTableIter i;
	gpointer value;

	g_hash_table_iter_init(&i, l->chunks);
	while (g_hash_table_iter_next(&i, NULL, &value)) {
		struct chunk *c = value;
		bool hit = !ids || n > 64;
		for (size_t k = 0; !hit && c->rows && k < c->rows->n; k++)
			for (size_t m = 0; !hit && m < n; m++)
				hit = c->rows->rows[k].id == ids[m];
		if (hit)
			c->stale = true;
	}
}

void row_apply(struct row *row, struct arena *arena, char *const *add,
	       char *const *remove, bool deleted)
{
	size_t n_old = 0, n_add = 0, n = 0;

	if (deleted)
		row->deleted = true;
	while (row->tags && row->tags[n_old])
		n_old++;
	while (add && add[n_add])
		n_add++;
	const char **tags = arena_array_of(arena, n_old + n_add + 1, const char *);
	for (size_t i = 0; i < n_old; i++)
		if (!tag_in(row->tags[i], remove) && !tag_in(row->tags[i], add))
			tags[n++] = row->tags[i];
	for (size_t i = 0; i < n_add; i++)
		if (strcmp(add[i], "unread") == 0)
			row->unread = true;
		else if (strcmp(add[i], "starred") == 0)
			row->starred = true;
		else if (strcmp(add[i], "deleted") == 0)
			row->deleted = true;
		else
			tags[n++] = arena_strdup(arena, add[i]);
	if (tag_in("unread", remove))
		row->unread = false;
	if (tag_in("starred", remove))
		row->starred = false;
	if (tag_in("deleted", remove))
		row->deleted = false;
	row->tags = tags;
}

void list_apply(struct list *l, const int64_t *ids, size_t n, char *const *add,
		char *const *remove, bool deleted)
{
	GHashTable *set = g_hash_table_new(g_int64_hash, g_int64_equal);
	GHashTableIter i;
	gpointer value;

	for (size_t k = 0; ids && k < n; k++)
		g_hash_table_add(set, (gpointer)&ids[k]);
	g_hash_table_iter_init(&i, l->chunks);
	while (g_hash_table_iter_next(&i, NULL, &value)) {
		struct rows *rows = ((struct chunk *)value)->rows;
		for (size_t k = 0; rows && k < rows->n; k++)
			if (!ids || g_hash_table_contains(set, &rows->rows[k].id))
				row_apply(&rows->rows[k], rows->arena, add, remove,
					  deleted);
	}
	g_hash_table_unref(set);
}

bool row_has_tag(const struct row *row, const char *tag)
{
	if (strcmp(tag, "unread") == 0)
		return row->unread;
	if (strcmp(tag, "starred") == 0)
		return row->starred;
	for (size_t i = 0; row->tags && row->tags[i]; i++)
		if (strcmp(row->tags[i], tag) == 0)
			return true;
	return false;
}

int64_t list_cursor_id(const struct list *l)
{
	return l->cursor < l->n ? l->ids[l->cursor] : 0;
}

size_t list_index(const struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->ids[i] == id)
			return i;
	return SIZE_MAX;
}

void list_set_cursor(struct list *l, size_t i)
{
	l->cursor = l->n == 0 ? 0 : MIN(i, l->n - 1);
	l->touched = true;
	l->loose = false;
}
