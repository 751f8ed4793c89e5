/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses how a list is made. Few text hits are looked up and sorted; otherwise an index
 * that stands in the list's order is walked, and every other condition, text among them,
 * is a test on the way: so the first screen comes early however many stories match. */
#include "store/select.h"

#include <math.h>

#include "store/hits.h"

enum {
	FEW_ARRIVED = 4000,
	/* Stories of a choice of feeds that are rather sorted than looked for among all. */
	FEW_STORIES = 20000,
	FEW_TAGGED = 4000,
};

static void append_feeds(GString *out, const struct list_spec *spec)
{
	g_string_append(out, spec->n_feeds ? "s.feed IN (" : "0");
	for (size_t i = 0; i < spec->n_feeds; i++)
		g_string_append_printf(out, "%s%" G_GINT64_FORMAT, i ? "," : "",
				       spec->feeds[i]);
	if (spec->n_feeds)
		g_string_append_c(out, ')');
}

static int64_t stories_of(struct db *db, const struct list_spec *spec)
{
	int64_t sum = 0, total;
	for (size_t i = 0; i < spec->n_feeds && sum <= FEW_STORIES; i++) {
		db_int(db, &total, 0, NULL, "SELECT total FROM feed WHERE id=?1", "i",
		       spec->feeds[i]);
		sum += total;
	}
	return sum;
}

static bool few_tagged(struct db *db, const char *tag)
{
	int64_t n;
	db_int(db, &n, 0, NULL,
	       "SELECT count(*) FROM (SELECT 1 FROM story_tag WHERE tag="
	       "(SELECT id FROM tag WHERE name=?1) LIMIT ?2)",
	       "ti", tag, (int64_t)FEW_TAGGED + 1);
	return n <= FEW_TAGGED;
}

static bool few_arrived(struct db *db, int64_t since)
{
	int64_t n;
	db_int(db, &n, 0, NULL,
	       "SELECT count(*) FROM (SELECT 1 FROM story WHERE received>=?1 LIMIT ?2)",
	       "ii", since, (int64_t)FEW_ARRIVED + 1);
	return n <= FEW_ARRIVED;
}

/* So many hits are rather looked up one by one than met on a walk: a look-up costs 50 times
 * a step, and the walk to the first screen is the shorter the more hits there are. */
static size_t few_hits(struct db *db)
{
	int64_t last;
	db_int(db, &last, 0, NULL, "SELECT max(id) FROM story", "");
	return MAX(200, (size_t)(2 * sqrt((double)last)));
}

/* "" lets SQLite choose. */
static const char *index_for(struct db *db, const struct list_spec *spec,
			     const struct sql *sql, bool driven, bool hidden,
			     bool ordered)
{
	if (driven || hidden || spec->only)
		return "";
	if (sql->must_tag && few_tagged(db, sql->must_tag))
		return "";
	if (sql->must_received != INT64_MIN && few_arrived(db, sql->must_received))
		return " INDEXED BY story_received";
	bool by_feed = !spec->all_feeds &&
		       (spec->n_feeds <= 1 || stories_of(db, spec) <= FEW_STORIES);
	if (sql->must_starred)
		return " INDEXED BY story_starred";
	if (sql->must_enclosure)
		return " INDEXED BY story_enclosure";
	if (sql->must_unread && !(by_feed && spec->n_feeds <= 1))
		return " INDEXED BY story_unread";
	if (sql->must_read && !(by_feed && spec->n_feeds <= 1))
		return " INDEXED BY story_read";
	if (by_feed && spec->n_feeds)
		return " INDEXED BY story_feed";
	if (!ordered || sql->by_date || sql->by_date_up)
		return " INDEXED BY story_date";
	return "";
}

static bool make_groups(struct selection *s, bool only, GError **err)
{
	s->groups = g_new0(struct hits *, (gsize)s->sql->n_groups);
	for (int i = 0; i < s->sql->n_groups; i++) {
		bool any = false;
		for (unsigned t = 0; t < s->sql->texts->len; t++)
			any = any ||
			      ((struct sql_text *)s->sql->texts->pdata[t])->group == i;
		if (any && !(s->groups[i] = hits_new(s->db, s->sql, i, err)))
			return false;
	}
	s->db->groups = s->groups;
	s->db->n_groups = s->sql->n_groups;
	if (!s->groups[0])
		return true;
	if (only)
		return true;
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	bool all = true;
	bool good = hits_collect(s->groups[0], few_hits(s->db), ids, &all, err);
	if (good && all) {
		s->driver = ids;
		hits_trust(s->groups[0]);
	} else {
		g_array_free(ids, TRUE);
	}
	return good;
}

/* What is hidden for a reason that the query does not name stays hidden. */
static int hidden_bits(const struct sql *sql)
{
	return (sql->asks_deleted ? HIDDEN_DELETED : 0) |
	       (sql->asks_ignored ? HIDDEN_IGNORED : 0) |
	       (sql->asks_snoozed ? HIDDEN_SNOOZED : 0) |
	       (sql->asks_same ? HIDDEN_SAME : 0);
}

static GString *write_select(struct selection *s, const struct list_spec *spec,
			     const char *columns, bool ordered, bool choose)
{
	struct sql *sql = s->sql;
	GString *out = g_string_new("SELECT ");
	int hidden = hidden_bits(sql);
	g_string_append(out, columns);
	g_string_append(out, " FROM story s");
	if (choose)
		g_string_append(out, index_for(s->db, spec, sql, s->driver != NULL,
					       hidden != 0, ordered));
	if (hidden)
		g_string_append_printf(out, " WHERE (s.hidden&~%d)=0 AND ", hidden);
	else
		g_string_append(out, " WHERE s.hidden=0 AND ");
	if (s->driver) {
		g_string_append(out, "s.id IN (");
		for (unsigned i = 0; i < s->driver->len; i++)
			g_string_append_printf(out, "%s%" G_GINT64_FORMAT, i ? "," : "",
					       g_array_index(s->driver, int64_t, i));
		g_string_append(out, ") AND ");
	}
	if (spec->only) {
		g_string_append(out, "s.id IN (");
		for (size_t i = 0; i < spec->n_only; i++)
			g_string_append_printf(out, "%s%" G_GINT64_FORMAT, i ? "," : "",
					       spec->only[i]);
		g_string_append(out, ") AND ");
	}
	if (!spec->all_feeds) {
		append_feeds(out, spec);
		g_string_append(out, " AND ");
	}
	g_string_append_printf(out, "(%s)", sql->where->str);
	if (ordered)
		g_string_append_printf(out, " ORDER BY %s", sql->order->str);
	if (spec->limit)
		g_string_append_printf(out, " LIMIT %" G_GSIZE_FORMAT, spec->limit);
	return out;
}

bool select_open(struct db *db, struct selection *s, const struct list_spec *spec,
		 const char *columns, bool ordered, GError **err)
{
	*s = (struct selection){.db = db, .outer = db->groups, .n_outer = db->n_groups};
	s->sql = sql_of_query(spec->query, &spec->order, spec->scope);
	if (!make_groups(s, spec->only != NULL, err)) {
		select_close(s);
		return false;
	}
	/* A condition that is always false has no use for an index, which is a fault to
	 * SQLite if one is named. */
	for (int choose = 1; !s->rows && choose >= 0; choose--) {
		GString *text = write_select(s, spec, columns, ordered, choose);
		s->rows = db_prepare(db, text->str, choose ? NULL : err);
		g_string_free(text, TRUE);
	}
	if (!s->rows) {
		select_close(s);
		return false;
	}
	for (unsigned i = 0; i < s->sql->values->len; i++) {
		const struct sql_value *v = &g_array_index(s->sql->values,
							   struct sql_value, i);
		if (v->type == SQL_INT)
			sqlite3_bind_int64(s->rows, (int)i + 1, v->number);
		else
			sqlite3_bind_text(s->rows, (int)i + 1, v->text, -1,
					  SQLITE_STATIC);
	}
	return true;
}

void select_close(struct selection *s)
{
	sqlite3_finalize(s->rows);
	for (int i = 0; s->groups && i < s->sql->n_groups; i++)
		hits_free(s->groups[i]);
	g_free(s->groups);
	s->db->groups = s->outer;
	s->db->n_groups = s->n_outer;
	if (s->db->feed_keys) {
		g_hash_table_unref(s->db->feed_keys);
		s->db->feed_keys = NULL;
	}
	if (s->driver)
		g_array_free(s->driver, TRUE);
	sql_free(s->sql);
	*s = (struct selection){.db = s->db};
}
