/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unread, starred, ignored and deleted live in the story's row and move counters; all
 * other tags are pairs in story_tag. `ignored` is both: a tag that hides. */
#include "store/change.h"

#include <string.h>

struct delta {
	int64_t unread, total, starred;
};

struct flags {
	int64_t feed;
	int unread, starred, hidden;
};

void change_begin(struct change_set *c, struct db *db)
{
	c->db = db;
	c->deltas = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

static struct delta *delta_of(struct change_set *c, int64_t feed)
{
	struct delta *d = g_hash_table_lookup(c->deltas, &feed);
	if (!d) {
		d = g_new0(struct delta, 1);
		g_hash_table_insert(c->deltas, g_memdup2(&feed, sizeof feed), d);
	}
	return d;
}

static void count(struct change_set *c, const struct flags *f, int sign)
{
	if (f->hidden)
		return;
	struct delta *d = delta_of(c, f->feed);
	d->total += sign;
	d->unread += sign * f->unread;
	d->starred += sign * f->starred;
}

static int read_flags(struct db *db, int64_t id, struct flags *f, GError **err)
{
	sqlite3_stmt *s = db_query(db, err,
				   "SELECT feed,unread,starred,hidden FROM story WHERE "
				   "id=?1 AND NOT hidden&16",
				   "i", id);
	int step = s ? db_step(db, s, err) : -1;
	if (step > 0) {
		*f = (struct flags){.feed = sqlite3_column_int64(s, 0),
				    .unread = sqlite3_column_int(s, 1),
				    .starred = sqlite3_column_int(s, 2),
				    .hidden = sqlite3_column_int(s, 3)};
		db_reset(s);
	}
	return step;
}

enum flag {
	FLAG_NONE,
	FLAG_UNREAD,
	FLAG_STARRED,
	FLAG_IGNORED,
	FLAG_SNOOZED,
	FLAG_SAME,
	FLAG_DELETED
};

static enum flag flag_of(const char *tag)
{
	if (!strcmp(tag, "unread"))
		return FLAG_UNREAD;
	if (!strcmp(tag, "starred"))
		return FLAG_STARRED;
	if (!strcmp(tag, "ignored"))
		return FLAG_IGNORED;
	if (!strcmp(tag, TAG_SNOOZED))
		return FLAG_SNOOZED;
	if (!strcmp(tag, TAG_SAME))
		return FLAG_SAME;
	return strcmp(tag, TAG_DELETED) ? FLAG_NONE : FLAG_DELETED;
}

static bool set_flag(struct change_set *c, enum flag flag, bool on, int64_t id,
		     bool *changed, GError **err)
{
	struct flags old;
	int step = read_flags(c->db, id, &old, err);
	*changed = false;
	if (step <= 0)
		return step == 0;
	struct flags now = old;
	bool good = true;
	int bit = flag == FLAG_IGNORED	 ? HIDDEN_IGNORED
		  : flag == FLAG_SNOOZED ? HIDDEN_SNOOZED
		  : flag == FLAG_SAME	 ? HIDDEN_SAME
					 : HIDDEN_DELETED;
	switch (flag) {
	case FLAG_UNREAD:
		now.unread = on;
		if (now.unread != old.unread)
			good = db_run(c->db, err,
				      "UPDATE story SET unread=?2 WHERE id=?1", "ii", id,
				      (int64_t)on);
		break;
	case FLAG_STARRED:
		now.starred = on;
		if (now.starred != old.starred)
			good = db_run(c->db, err,
				      "UPDATE story SET starred=?2 WHERE id=?1", "ii", id,
				      (int64_t)on);
		break;
	default:
		now.hidden = on ? old.hidden | bit : old.hidden & ~bit;
		if (now.hidden != old.hidden)
			good = db_run(c->db, err,
				      "UPDATE story SET hidden=?2 WHERE id=?1", "ii", id,
				      (int64_t)now.hidden);
		break;
	}
	*changed = now.unread != old.unread || now.starred != old.starred ||
		   now.hidden != old.hidden;
	if (good && *changed) {
		count(c, &old, -1);
		count(c, &now, 1);
	}
	return good;
}

static bool tag_id(struct db *db, const char *name, bool make, int64_t *id, GError **err)
{
	if (!db_int(db, id, 0, err, "SELECT id FROM tag WHERE name=?1", "t", name))
		return false;
	if (*id || !make)
		return true;
	if (!db_run(db, err, "INSERT INTO tag (name) VALUES (?1)", "t", name))
		return false;
	*id = sqlite3_last_insert_rowid(db->sql);
	return true;
}

static bool set_pair(struct db *db, int64_t tag, bool on, int64_t id, bool *changed,
		     GError **err)
{
	bool good = on ? db_run(db, err,
				"INSERT OR IGNORE INTO story_tag (tag,story)"
				" SELECT ?1,id FROM story WHERE id=?2 AND NOT hidden&16",
				"ii", tag, id)
		       : db_run(db, err,
				"DELETE FROM story_tag WHERE tag=?1 AND story=?2", "ii",
				tag, id);
	*changed = good && sqlite3_changes(db->sql) > 0;
	return good;
}

bool change_tag(struct change_set *c, const char *tag, bool added, const int64_t *ids,
		size_t n, GArray *changed, GError **err)
{
	enum flag flag = flag_of(tag);
	bool pair = flag == FLAG_NONE || flag == FLAG_IGNORED || flag == FLAG_SNOOZED;
	int64_t number = 0;
	if (pair && !tag_id(c->db, tag, added, &number, err))
		return false;
	if (pair && !number)
		return true;
	for (size_t i = 0; i < n; i++) {
		bool one = false, two = false;
		if (pair && !set_pair(c->db, number, added, ids[i], &one, err))
			return false;
		if (flag != FLAG_NONE && !set_flag(c, flag, added, ids[i], &two, err))
			return false;
		if ((one || two) && changed)
			g_array_append_val(changed, ids[i]);
	}
	return true;
}

bool change_finish(struct change_set *c, bool good, GError **err)
{
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init(&iter, c->deltas);
	while (good && g_hash_table_iter_next(&iter, &key, &value)) {
		const struct delta *d = value;
		good = db_run(c->db, err,
			      "UPDATE feed SET unread=unread+?2,total=total+?3,"
			      "starred=starred+?4 WHERE id=?1",
			      "iiii", *(int64_t *)key, d->unread, d->total, d->starred);
	}
	g_hash_table_unref(c->deltas);
	c->deltas = NULL;
	return good;
}

/* --- ids ------------------------------------------------------------------------ */

bool ids_gather(struct db *db, sqlite3_stmt *s, GArray *ids, GError **err)
{
	int step = -1;
	while (s && (step = db_step(db, s, err)) > 0) {
		int64_t id = sqlite3_column_int64(s, 0);
		g_array_append_val(ids, id);
	}
	return step == 0;
}

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

void ids_sort(GArray *ids)
{
	if (ids->len < 2)
		return;
	qsort(ids->data, ids->len, sizeof(int64_t), compare_ids);
	unsigned n = 1;
	for (unsigned i = 1; i < ids->len; i++) {
		int64_t id = g_array_index(ids, int64_t, i);
		if (id != g_array_index(ids, int64_t, n - 1))
			g_array_index(ids, int64_t, n++) = id;
	}
	g_array_set_size(ids, n);
}

static void put(GByteArray *out, uint64_t v)
{
	do {
		uint8_t byte = (uint8_t)((v & 0x7F) | (v > 0x7F ? 0x80 : 0));
		g_byte_array_append(out, &byte, 1);
		v >>= 7;
	} while (v);
}

static bool get(const uint8_t **p, const uint8_t *end, uint64_t *v)
{
	*v = 0;
	for (unsigned shift = 0; *p < end && shift < 64; shift += 7) {
		uint8_t byte = *(*p)++;
		*v |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

GByteArray *ids_pack(const GArray *ids)
{
	GByteArray *out = g_byte_array_new();
	int64_t last = 0;
	for (unsigned i = 0; i < ids->len;) {
		int64_t first = g_array_index(ids, int64_t, i);
		unsigned run = 1;
		while (i + run < ids->len &&
		       g_array_index(ids, int64_t, i + run) == first + run)
			run++;
		put(out, (uint64_t)(first - last));
		put(out, run);
		last = first + run - 1;
		i += run;
	}
	return out;
}

GArray *ids_unpack(const uint8_t *bytes, size_t n)
{
	enum { MOST = 100 << 20 }; /* a damaged length must not eat the memory */
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	const uint8_t *p = bytes, *end = bytes + n;
	uint64_t gap, run;
	int64_t last = 0;
	while (p < end && get(&p, end, &gap) && get(&p, end, &run)) {
		if (run > MOST || ids->len + run > MOST || gap > INT64_MAX / 4)
			break;
		int64_t id = last + (int64_t)gap;
		for (uint64_t i = 0; i < run; i++, id++)
			g_array_append_val(ids, id);
		last = id - 1;
	}
	return ids;
}
