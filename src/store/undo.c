/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal, back and forth. A change holds for each of its parts the stories that were
 * made different by it; so taking it back touches those and no other. */
#include "store/state.h"

#include "store/change.h"

enum { RESULT_IDS = 1000 };

/* The parts of a change, last first when it is taken back. */
static bool replay(struct db *db, struct change_set *set, int64_t change, bool back,
		   GArray *all, GError **err)
{
	sqlite3_stmt *s =
		back ? db_query(db, err,
				"SELECT added,tag,ids FROM change_part WHERE change=?1"
				" ORDER BY part DESC",
				"i", change)
		     : db_query(db, err,
				"SELECT added,tag,ids FROM change_part WHERE change=?1"
				" ORDER BY part",
				"i", change);
	int step = -1;
	while (s && (step = db_step(db, s, err)) > 0) {
		bool added = sqlite3_column_int(s, 0) != 0;
		GArray *ids = ids_unpack(sqlite3_column_blob(s, 2),
					 (size_t)sqlite3_column_bytes(s, 2));
		bool good = change_tag(set, (const char *)sqlite3_column_text(s, 1),
				       back ? !added : added,
				       (const int64_t *)(const void *)ids->data, ids->len,
				       all, err);
		g_array_free(ids, TRUE);
		if (!good) {
			db_reset(s);
			return false;
		}
	}
	return step == 0;
}

/* The next change to be moved: 0 if there is none. */
static bool next_change(struct db *db, bool back, int64_t *id, char **label, GError **err)
{
	sqlite3_stmt *s = back ? db_query(db, err,
					  "SELECT id,label FROM change WHERE undone=0"
					  " ORDER BY id DESC LIMIT 1",
					  "")
			       : db_query(db, err,
					  "SELECT id,label FROM change WHERE undone=1"
					  " ORDER BY id LIMIT 1",
					  "");
	int step = s ? db_step(db, s, err) : -1;
	*id = 0;
	if (step > 0) {
		*id = sqlite3_column_int64(s, 0);
		g_free(*label);
		*label = g_strdup((const char *)sqlite3_column_text(s, 1));
		db_reset(s);
	}
	return step >= 0;
}

static bool move(struct db *db, size_t n, bool back, size_t *done, char **label,
		 struct act_result *result, GError **err)
{
	char *last = NULL;
	int64_t change = 0;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(int64_t));
	*done = 0;
	if (result)
		*result = (struct act_result){0};
	bool good = db_begin(db, err);
	if (good) {
		struct change_set set;
		change_begin(&set, db);
		while (good && *done < n) {
			int64_t id;
			good = next_change(db, back, &id, &last, err);
			if (!good || !id)
				break;
			good = replay(db, &set, id, back, all, err) &&
			       db_run(db, err, "UPDATE change SET undone=?2 WHERE id=?1",
				      "ii", id, (int64_t)back);
			change = id;
			++*done;
		}
		good = change_finish(&set, good, err) && good;
		if (good && *done)
			good = db_commit(db, true, err);
		else
			db_rollback(db);
	}
	if (!good)
		*done = 0;
	ids_sort(all);
	if (good && result) {
		result->change = change;
		result->n_changed = all->len;
		if (all->len && all->len <= RESULT_IDS)
			result->ids = g_array_ref(all);
	}
	g_array_unref(all);
	if (label)
		*label = good && *done ? g_steal_pointer(&last) : NULL;
	g_free(last);
	return good;
}

bool undo_back(struct db *db, size_t n, size_t *done, char **label,
	       struct act_result *result, GError **err)
{
	return move(db, n, true, done, label, result, err);
}

bool undo_again(struct db *db, size_t n, size_t *done, char **label,
		struct act_result *result, GError **err)
{
	return move(db, n, false, done, label, result, err);
}

bool undo_forget(struct db *db, int64_t before, GError **err)
{
	if (!db_begin(db, err))
		return false;
	bool good = db_run(db, err,
			   "DELETE FROM change_part WHERE change IN"
			   " (SELECT id FROM change WHERE at<?1)",
			   "i", before) &&
		    db_run(db, err, "DELETE FROM change WHERE at<?1", "i", before);
	if (good)
		return db_commit(db, false, err);
	db_rollback(db);
	return false;
}
