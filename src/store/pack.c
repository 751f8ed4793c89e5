/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dictionary is no more than pieces of some stories and the statistics of others: that
 * takes 10 ms to make, where a trained one takes 300 and is 5 % better. Its number is a
 * random one: a backup poured into the file beneath an open program brings other
 * dictionaries, and must not be mistaken for what the program knows. */
#include "store/pack.h"

#include <string.h>
#include <zdict.h>
#include <zstd.h>

#include "store/db_private.h"
#include "util/error.h"
#include "util/i18n.h"

enum {
	DICTIONARY = 64 << 10,
	HEADER = 1024, /* of a dictionary: its statistics */
	PIECES = 40,
	PIECE = (DICTIONARY - HEADER) / PIECES, /* of one story */
	AGAIN_AT = 20, /* times as many as when the last one was made */
	SAMPLES = 200, /* for the statistics */
	SAMPLE_BYTES = 1 << 20,
};

struct pack {
	struct packer *writing;
	ZSTD_DCtx *reader;
	GHashTable *reading; /* number: ZSTD_DDict */
	int64_t next_at;     /* stories; 0: not known */
	size_t failures;     /* texts that could not be read */
	char *buffer;
	size_t size;
};

static struct pack *pack_of(struct db *db)
{
	if (!db->pack) {
		db->pack = g_new0(struct pack, 1);
		db->pack->writing = packer_new();
		db->pack->reading = g_hash_table_new_full(
			NULL, NULL, NULL, (GDestroyNotify)(void *)ZSTD_freeDDict);
	}
	return db->pack;
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	packer_free(p->writing);
	ZSTD_freeDCtx(p->reader);
	g_hash_table_unref(p->reading);
	g_free(p->buffer);
	g_free(p);
}

static char *room(struct pack *p, size_t n)
{
	if (p->size < n) {
		g_free(p->buffer);
		p->buffer = g_malloc(n);
		p->size = n;
	}
	return p->buffer;
}

/* --- writing ---------------------------------------------------------------------- */

static bool newest_number(struct db *db, uint32_t *number, GError **err)
{
	int64_t id;
	if (!db_int(db, &id, 0, err,
		    "SELECT id FROM dictionary ORDER BY stories DESC LIMIT 1", ""))
		return false;
	*number = (uint32_t)id;
	return true;
}

GBytes *pack_dictionary(struct db *db, GError **err)
{
	uint32_t number;
	GBytes *bytes = NULL;
	if (!newest_number(db, &number, err) || !number)
		return NULL;
	sqlite3_stmt *s = db_query(db, err, "SELECT bytes FROM dictionary WHERE id=?1",
				   "i", (int64_t)number);
	if (s && db_step(db, s, err) > 0) {
		bytes = g_bytes_new(sqlite3_column_blob(s, 0),
				    (size_t)sqlite3_column_bytes(s, 0));
		db_reset(s);
	}
	return bytes;
}

bool pack_begin(struct db *db, GError **err)
{
	struct packer *p = pack_of(db)->writing;
	uint32_t number;
	if (!newest_number(db, &number, err))
		return false;
	if (number == packer_number(p))
		return true;
	g_autoptr(GBytes) bytes = number ? pack_dictionary(db, err) : NULL;
	packer_use(p, bytes);
	return !number || packer_number(p) || (!err || !*err);
}

void pack_bind(struct db *db, sqlite3_stmt *s, int i, const char *text,
	       const struct packed *ahead)
{
	struct packer *p = pack_of(db)->writing;
	struct packed packed = {NULL, 0};
	if (!text) {
		sqlite3_bind_null(s, i);
		return;
	}
	if (ahead && ahead->bytes && packed_number(ahead) == packer_number(p))
		packed = *ahead;
	else
		packed = packer_pack(p, text, strlen(text));
	if (packed.bytes)
		sqlite3_bind_blob64(s, i, packed.bytes, packed.n,
				    ahead && packed.bytes == ahead->bytes
					    ? SQLITE_STATIC
					    : SQLITE_TRANSIENT);
	else
		sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
}

/* --- reading ---------------------------------------------------------------------- */

static ZSTD_DDict *read_reading(struct db *db, uint32_t number)
{
	struct pack *p = pack_of(db);
	ZSTD_DDict *d = g_hash_table_lookup(p->reading, GUINT_TO_POINTER(number));
	if (d)
		return d;
	sqlite3_stmt *s = db_query(db, NULL, "SELECT bytes FROM dictionary WHERE id=?1",
				   "i", (int64_t)number);
	if (s && db_step(db, s, NULL) > 0) {
		d = ZSTD_createDDict(sqlite3_column_blob(s, 0),
				     (size_t)sqlite3_column_bytes(s, 0));
		db_reset(s);
	}
	if (d)
		g_hash_table_insert(p->reading, GUINT_TO_POINTER(number), d);
	return d;
}

/* The length of the text, which is then in the buffer; SIZE_MAX: it is damaged. */
static size_t unpack(struct db *db, const void *bytes, size_t n)
{
	struct pack *p = pack_of(db);
	unsigned long long size = ZSTD_getFrameContentSize(bytes, n);
	if (size > PACK_LARGEST) /* unknown and faulty sizes are large numbers, too */
		return SIZE_MAX;
	uint32_t number = ZSTD_getDictID_fromFrame(bytes, n);
	const ZSTD_DDict *d = number ? read_reading(db, number) : NULL;
	if (number && !d)
		return SIZE_MAX;
	if (!p->reader)
		p->reader = ZSTD_createDCtx();
	char *out = room(p, (size_t)size + 1);
	size_t got = d ? ZSTD_decompress_usingDDict(p->reader, out, (size_t)size, bytes,
						    n, d)
		       : ZSTD_decompressDCtx(p->reader, out, (size_t)size, bytes, n);
	return ZSTD_isError(got) || got != size ? SIZE_MAX : got;
}

void pack_test(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	bool good = sqlite3_value_type(args[0]) != SQLITE_BLOB ||
		    unpack(sqlite3_user_data(c), sqlite3_value_blob(args[0]),
			   (size_t)sqlite3_value_bytes(args[0])) != SIZE_MAX;
	sqlite3_result_int(c, good);
}

size_t pack_failures(struct db *db)
{
	return pack_of(db)->failures;
}

void pack_function(sqlite3_context *c, int n, sqlite3_value **args)
{
	(void)n;
	struct db *db = sqlite3_user_data(c);
	if (sqlite3_value_type(args[0]) != SQLITE_BLOB) {
		sqlite3_result_value(c, args[0]);
		return;
	}
	size_t length = unpack(db, sqlite3_value_blob(args[0]),
			       (size_t)sqlite3_value_bytes(args[0]));
	/* One damaged text takes no other with it: nothing is there, and "tnews check" tells. */
	if (length == SIZE_MAX)
		db->pack->failures++;
	else
		sqlite3_result_text64(c, db->pack->buffer, length, SQLITE_TRANSIENT,
				      SQLITE_UTF8);
}

/* --- dictionaries ----------------------------------------------------------------- */

struct samples {
	GString *pieces; /* what the dictionary will hold */
	GString *texts;	 /* what its statistics are made of */
	GArray *lengths; /* size_t: of those */
};

/* Stories from all over the store: some give pieces, the others are samples. */
static bool take_samples(struct db *db, int64_t last, struct samples *s, GError **err)
{
	int64_t step = MAX(last / (2 * SAMPLES), 1);
	for (int64_t id = last, turn = 0; id > 0; id -= step, turn++) {
		sqlite3_stmt *q = db_query(db, err,
					   "SELECT unpacked(coalesce(content,summary)) "
					   "FROM body WHERE id=?1",
					   "i", id);
		int found = q ? db_step(db, q, err) : -1;
		if (found < 0)
			return false;
		if (!found)
			continue;
		const char *text = (const char *)sqlite3_column_text(q, 0);
		size_t n = (size_t)sqlite3_column_bytes(q, 0);
		if (text && turn % (2 * SAMPLES / PIECES) == 0 &&
		    s->pieces->len + PIECE <= DICTIONARY - HEADER) {
			g_string_append_len(s->pieces, text, (gssize)MIN(n, PIECE));
		} else if (n && s->lengths->len < SAMPLES &&
			   s->texts->len + n <= SAMPLE_BYTES) {
			g_string_append_len(s->texts, text, (gssize)n);
			g_array_append_val(s->lengths, n);
		}
		db_reset(q);
	}
	return true;
}

static bool store_dictionary(struct db *db, const struct samples *s, int64_t stories,
			     GError **err)
{
	char *bytes = g_malloc(DICTIONARY);
	ZDICT_params_t params = {.compressionLevel = PACK_LEVEL};
	/* Numbers below 32768 are zstd's own. */
	params.dictID = (unsigned)g_random_int_range(1 << 16, G_MAXINT32);
	size_t n = ZDICT_finalizeDictionary(
		bytes, DICTIONARY, s->pieces->str, s->pieces->len, s->texts->str,
		(const size_t *)(const void *)s->lengths->data, s->lengths->len, params);
	/* Texts that give no statistics are packed without a dictionary: no harm. */
	bool good = ZDICT_isError(n) ||
		    db_run(db, err,
			   "INSERT INTO dictionary (id,stories,bytes) VALUES (?1,?2,?3)",
			   "iib", (int64_t)params.dictID, stories, bytes, n);
	g_free(bytes);
	return good;
}

static bool learn(struct db *db, int64_t last, bool *learned, GError **err)
{
	struct samples s = {g_string_new(NULL), g_string_new(NULL),
			    g_array_new(FALSE, FALSE, sizeof(size_t))};
	bool good = take_samples(db, last, &s, err);
	if (good && s.lengths->len >= SAMPLES / 4 && db_begin(db, err)) {
		good = store_dictionary(db, &s, last, err);
		if (good)
			good = db_commit(db, false, err);
		if (learned)
			*learned = good;
		else
			db_rollback(db);
	}
	g_string_free(s.pieces, TRUE);
	g_string_free(s.texts, TRUE);
	g_array_free(s.lengths, TRUE);
	return good && (!err || !*err);
}

bool pack_learn(struct db *db, bool *learned, GError **err)
{
	struct pack *p = pack_of(db);
	int64_t last, made;
	if (learned)
		*learned = false;
	if (!db_int(db, &last, 0, err, "SELECT max(id) FROM story", ""))
		return false;
	if (!p->next_at) {
		if (!db_int(db, &made, 0, err, "SELECT max(stories) FROM dictionary", ""))
			return false;
		p->next_at = made ? MAX(made, PACK_FIRST_AT) * AGAIN_AT : PACK_FIRST_AT;
	}
	if (last < p->next_at)
		return true;
	p->next_at = last * AGAIN_AT;
	return learn(db, last, learned, err);
}
