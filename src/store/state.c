/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An act of the user: which stories, what changes, and its entry in the journal, in one
 * transaction that is synced before it is acknowledged. */
#include "store/state.h"

#include <string.h>

#include "store/change.h"
#include "store/select.h"
#include "text/tagname.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"

enum { RESULT_IDS = 1000 };

/* Deletion is a tag to those who say it, like unread and starred. */
static const char *stored_name(const char *tag)
{
	return strcmp(tag, "deleted") == 0 ? TAG_DELETED : tag;
}

static bool clean_names(const char *const *names, GPtrArray *out, GError **err)
{
	for (; names && *names; names++) {
		char *clean;
		if (!tagname_read(*names, &clean, err))
			return false;
		g_ptr_array_add(out, g_strdup(stored_name(clean)));
		g_free(clean);
	}
	return true;
}

/* The stories that the act is about, sorted. */
static GArray *targets(struct db *db, const struct act *act, GError **err)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	if (act->ids) {
		g_array_append_vals(ids, act->ids, (guint)act->n_ids);
		ids_sort(ids);
		return ids;
	}
	struct selection s;
	int step = -1;
	if (act->spec &&
	    select_open(db, &s, act->spec, "s.id", act->spec->limit > 0, err)) {
		while ((step = db_step(db, s.rows, err)) > 0) {
			int64_t id = sqlite3_column_int64(s.rows, 0);
			g_array_append_val(ids, id);
		}
		select_close(&s);
	}
	if (step == 0) {
		ids_sort(ids);
		return ids;
	}
	g_array_free(ids, TRUE);
	return NULL;
}

struct journal {
	struct db *db;
	struct change_set set;
	int64_t change;
	int64_t part;
	GArray *all; /* everything that changed */
};

/* One part of the act, done and written down. */
static bool part(struct journal *j, const char *tag, bool added, const GArray *ids,
		 GError **err)
{
	GArray *changed = g_array_new(FALSE, FALSE, sizeof(int64_t));
	bool good = change_tag(&j->set, tag, added,
			       (const int64_t *)(const void *)ids->data, ids->len,
			       changed, err);
	if (good && changed->len) {
		GByteArray *packed = ids_pack(changed);
		good = db_run(j->db, err,
			      "INSERT INTO change_part (change,part,added,tag,n,ids)"
			      " VALUES (?1,?2,?3,?4,?5,?6)",
			      "iiitib", j->change, j->part++, (int64_t)added, tag,
			      (int64_t)changed->len, packed->data, (size_t)packed->len);
		g_byte_array_free(packed, TRUE);
		g_array_append_vals(j->all, changed->data, changed->len);
	}
	g_array_free(changed, TRUE);
	return good;
}

/* A new act ends what could have been made again, and takes the next number. */
static bool open_change(struct journal *j, const char *label, GError **err)
{
	struct db *db = j->db;
	if (!db_run(db, err,
		    "DELETE FROM change_part WHERE change IN"
		    " (SELECT id FROM change WHERE undone=1)",
		    "") ||
	    !db_run(db, err, "DELETE FROM change WHERE undone=1", "") ||
	    !db_run(db, err, "INSERT INTO change (at,label) VALUES (?1,?2)", "it",
		    clock_now(), label ? label : ""))
		return false;
	j->change = sqlite3_last_insert_rowid(db->sql);
	return true;
}

static bool carry_out(struct journal *j, const struct act *act, GPtrArray *add,
		      GPtrArray *remove, GError **err)
{
	GArray *ids = targets(j->db, act, err);
	if (!ids)
		return false;
	bool good = true;
	for (unsigned i = 0; good && i < remove->len; i++)
		good = part(j, remove->pdata[i], false, ids, err);
	for (unsigned i = 0; good && i < add->len; i++)
		good = part(j, add->pdata[i], true, ids, err);
	if (good && act->delete_stories)
		good = part(j, TAG_DELETED, true, ids, err);
	for (unsigned i = 0; good && act->snooze_until && i < ids->len; i++)
		good = db_run(j->db, err,
			      "INSERT OR REPLACE INTO snooze (story,until) SELECT id,?2"
			      " FROM story WHERE id=?1",
			      "ii", g_array_index(ids, int64_t, i), act->snooze_until);
	if (good && act->snooze_until)
		good = part(j, TAG_SNOOZED, true, ids, err);
	g_array_free(ids, TRUE);
	return good;
}

/* What a caller hears of the stories that changed. */
static void fill_result(struct act_result *result, int64_t change, GArray *taken_all)
{
	ids_sort(taken_all);
	if (result)
		*result = (struct act_result){.change = change,
					      .n_changed = taken_all->len};
	if (result && taken_all->len && taken_all->len <= RESULT_IDS)
		result->ids = taken_all;
	else
		g_array_free(taken_all, TRUE);
}

bool state_act(struct db *db, const struct act *act, struct act_result *result,
	       GError **err)
{
	if (result)
		*result = (struct act_result){0};
	GPtrArray *add = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *remove = g_ptr_array_new_with_free_func(g_free);
	struct journal j = {.db = db, .all = g_array_new(FALSE, FALSE, sizeof(int64_t))};
	bool good = clean_names(act->add, add, err) &&
		    clean_names(act->remove, remove, err) && db_begin(db, err);
	if (good) {
		change_begin(&j.set, db);
		good = open_change(&j, act->label, err) &&
		       carry_out(&j, act, add, remove, err);
		good = change_finish(&j.set, good, err) && good;
		if (good && j.all->len)
			good = db_commit(db, true, err);
		else
			db_rollback(db);
	}
	if (!good)
		g_array_set_size(j.all, 0);
	fill_result(good ? result : NULL, j.all->len ? j.change : 0, j.all);
	g_ptr_array_free(add, TRUE);
	g_ptr_array_free(remove, TRUE);
	return good;
}

bool state_apply(struct db *db, const int64_t *ids, size_t n, const char *const *add,
		 const char *const *remove, GError **err)
{
	struct change_set set;
	bool good = true;
	change_begin(&set, db);
	for (; good && remove && *remove; remove++)
		good = change_tag(&set, stored_name(*remove), false, ids, n, NULL, err);
	for (; good && add && *add; add++)
		good = change_tag(&set, stored_name(*add), true, ids, n, NULL, err);
	return change_finish(&set, good, err);
}

bool state_apply_where(struct db *db, const struct list_spec *spec,
		       const char *const *add, const char *const *remove, GError **err)
{
	if (!db_run(db, err, "SAVEPOINT apply", ""))
		return false;
	struct ids *found = list_ids(db, spec, NULL, NULL, err);
	bool good = found && (found->n == 0 ||
			      state_apply(db, found->ids, found->n, add, remove, err));
	ids_free(found);
	if (!good)
		db_run(db, NULL, "ROLLBACK TO apply", "");
	db_run(db, NULL, "RELEASE apply", "");
	return good;
}

bool state_wake(struct db *db, int64_t now, size_t *woken, int64_t *next, GError **err)
{
	static const char *const asleep[] = {TAG_SNOOZED, NULL};
	static const char *const unread[] = {"unread", NULL};
	*woken = 0;
	if (!db_int(db, next, INT64_MAX, err, "SELECT min(until) FROM snooze", ""))
		return false;
	if (*next > now)
		return true;
	if (!db_begin(db, err))
		return false;
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	/* Undo may have woken it before. */
	sqlite3_stmt *s = db_query(db, err,
				   "SELECT z.story FROM snooze z JOIN story s ON"
				   " s.id=z.story WHERE z.until<=?1 AND (s.hidden&4)!=0",
				   "i", now);
	bool good = ids_gather(db, s, ids, err) &&
		    state_apply(db, (const int64_t *)(const void *)ids->data, ids->len,
				unread, asleep, err) &&
		    db_run(db, err, "DELETE FROM snooze WHERE until<=?1", "i", now) &&
		    db_int(db, next, INT64_MAX, err, "SELECT min(until) FROM snooze", "");
	if (good) {
		good = db_commit(db, true, err);
		*woken = ids->len;
	} else {
		db_rollback(db);
	}
	g_array_free(ids, TRUE);
	return good;
}

static bool is_built_in(const char *tag)
{
	static const char *const names[] = {"unread", "starred", "ignored", TAG_SNOOZED};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (!strcmp(tag, names[i]))
			return true;
	return false;
}

bool state_rename_tag(struct db *db, const char *from, const char *to,
		      struct act_result *result, GError **err)
{
	const char *remove[] = {from, NULL}, *add[] = {to, NULL};
	*result = (struct act_result){0};
	if (is_built_in(from) || is_built_in(to)) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("%s is a tag of tnews itself and keeps its name"),
			    is_built_in(from) ? from : to);
		return false;
	}
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	sqlite3_stmt *s = db_query(db, err,
				   "SELECT x.story FROM story_tag x JOIN tag t ON"
				   " t.id=x.tag WHERE t.name=?1 ORDER BY 1",
				   "t", from);
	bool good = ids_gather(db, s, ids, err);
	if (good && !ids->len) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("no story has the tag %s"),
			    from);
		good = false;
	}
	if (good && strcmp(from, to) != 0) {
		char *label = g_strdup_printf(_("tag %s renamed %s"), from, to);
		struct act act = {.ids = (const int64_t *)(const void *)ids->data,
				  .n_ids = ids->len,
				  .add = add,
				  .remove = remove,
				  .label = label};
		good = state_act(db, &act, result, err);
		g_free(label);
	}
	g_array_free(ids, TRUE);
	return good;
}
