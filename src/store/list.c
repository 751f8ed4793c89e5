/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids in order, rows by id, one story. Ids come from an index alone wherever possible;
 * rows are read one by one, for they are only ever wanted by the screenful. */
#include "store/list.h"

#include <string.h>

#include "store/encode.h"
#include "store/hits.h"
#include "store/pack.h"
#include "store/same.h"
#include "store/select.h"
#include "text/teaser.h"
#include "util/i18n.h"

enum { FIRST_FEW = 200, MEANWHILE_EVERY = 1000 };

static struct ids *ids_take(GArray *array, size_t n)
{
	struct ids *ids = g_new0(struct ids, 1);
	ids->n = n;
	ids->ids = g_memdup2(array->data, n * sizeof(int64_t));
	return ids;
}

struct ids *list_ids(struct db *db, const struct list_spec *spec,
		     void (*first)(struct ids *taken, void *data), void *data,
		     GError **err)
{
	bool mine;
	if (!db_snapshot(db, &mine, err))
		return NULL;
	struct selection s;
	struct ids *ids = NULL;
	if (!select_open(db, &s, spec, "s.id", true, err))
		goto out;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int step;
	while ((step = db_step(db, s.rows, err)) > 0) {
		int64_t id = sqlite3_column_int64(s.rows, 0);
		g_array_append_val(all, id);
		if (all->len == FIRST_FEW && first) {
			first(ids_take(all, all->len), data);
			first = NULL;
		} else if (spec->meanwhile && all->len % MEANWHILE_EVERY == 0) {
			spec->meanwhile(spec->meanwhile_data);
		}
	}
	if (step == 0) {
		ids = g_new0(struct ids, 1);
		ids->n = all->len;
		ids->ids = (int64_t *)(void *)g_array_free(all, FALSE);
		if (first)
			first(ids_copy(ids), data);
	} else {
		g_array_free(all, TRUE);
	}
	select_close(&s);
out:
	db_snapshot_end(db, mine);
	return ids;
}

/* Where the counters of the feeds say it: no query, or one word of state. */
static bool from_counters(struct db *db, const struct list_spec *spec, int64_t *unread,
			  int64_t *total, bool *known, GError **err)
{
	const struct query_node *root = spec->query ? spec->query->root : NULL;
	bool all = !root || root->kind == Q_ALL;
	bool state = root && root->kind == Q_IS &&
		     (root->what == IS_UNREAD || root->what == IS_READ);
	*known = all || state;
	if (!*known)
		return true;
	int64_t sum_unread = 0, sum_total = 0;
	if (spec->all_feeds) {
		if (!db_int(db, &sum_unread, 0, err, "SELECT sum(unread) FROM feed",
			    "") ||
		    !db_int(db, &sum_total, 0, err, "SELECT sum(total) FROM feed", ""))
			return false;
	}
	for (size_t i = 0; !spec->all_feeds && i < spec->n_feeds; i++) {
		sqlite3_stmt *s = db_query(db, err,
					   "SELECT unread,total FROM feed WHERE id=?1",
					   "i", spec->feeds[i]);
		int step = s ? db_step(db, s, err) : -1;
		if (step < 0)
			return false;
		if (step > 0) {
			sum_unread += sqlite3_column_int64(s, 0);
			sum_total += sqlite3_column_int64(s, 1);
			db_reset(s);
		}
	}
	bool only_unread = state && root->what == IS_UNREAD;
	bool only_read = state && root->what == IS_READ;
	*total = only_unread ? sum_unread
		 : only_read ? sum_total - sum_unread
			     : sum_total;
	*unread = only_read ? 0 : sum_unread;
	return true;
}

bool list_unread(struct db *db, const struct list_spec *spec, int64_t *unread,
		 int64_t *total, GError **err)
{
	bool mine, known, good;
	*unread = *total = 0;
	if (!db_snapshot(db, &mine, err))
		return false;
	good = from_counters(db, spec, unread, total, &known, err);
	struct selection s;
	if (good && !known) {
		good = select_open(db, &s, spec, "sum(s.unread),count(*)", false, err);
		if (good) {
			good = db_step(db, s.rows, err) >= 0;
			*unread = sqlite3_column_int64(s.rows, 0);
			*total = sqlite3_column_int64(s.rows, 1);
			select_close(&s);
		}
	}
	db_snapshot_end(db, mine);
	if (good && spec->limit)
		*total = MIN(*total, (int64_t)spec->limit);
	return good;
}

int64_t list_count(struct db *db, const struct list_spec *spec, GError **err)
{
	bool mine, known;
	int64_t unread = 0, total = -1;
	if (!db_snapshot(db, &mine, err))
		return -1;
	if (!from_counters(db, spec, &unread, &total, &known, err)) {
		total = -1;
	} else if (!known) {
		struct selection s;
		if (select_open(db, &s, spec, "count(*)", false, err)) {
			if (db_step(db, s.rows, err) > 0)
				total = sqlite3_column_int64(s.rows, 0);
			select_close(&s);
		}
	}
	db_snapshot_end(db, mine);
	return total >= 0 && spec->limit ? MIN(total, (int64_t)spec->limit) : total;
}

/* --- rows ----------------------------------------------------------------------- */

#define ROW_COLUMNS \
	"s.id,s.feed,s.date,s.unread,s.starred,s.hidden,s.marks,s.title,s.author,s.link"
enum { N_ROW_COLUMNS = 10 };

static const char *const *read_tags(struct db *db, struct arena *arena, int64_t id)
{
	static const char *const none[] = {NULL};
	sqlite3_stmt *s =
		db_query(db, NULL,
			 "SELECT t.name FROM story_tag x JOIN tag t ON t.id=x.tag"
			 " WHERE x.story=?1 ORDER BY t.name",
			 "i", id);
	GPtrArray *names = NULL;
	while (s && db_step(db, s, NULL) > 0) {
		if (!names)
			names = g_ptr_array_new();
		g_ptr_array_add(names, (gpointer)column_text(arena, s, 0));
	}
	if (!names)
		return none;
	const char **tags = arena_array_of(arena, names->len + 1, const char *);
	memcpy(tags, names->pdata, names->len * sizeof *tags);
	g_ptr_array_free(names, TRUE);
	return tags;
}

static void read_row(struct db *db, struct arena *arena, sqlite3_stmt *s, struct row *row)
{
	int64_t marks = sqlite3_column_int64(s, 6);
	*row = (struct row){
		.id = sqlite3_column_int64(s, 0),
		.feed = sqlite3_column_int64(s, 1),
		.date = sqlite3_column_int64(s, 2),
		.unread = sqlite3_column_int(s, 3) != 0,
		.starred = sqlite3_column_int(s, 4) != 0,
		.deleted = (sqlite3_column_int(s, 5) & HIDDEN_DELETED) != 0,
		.has_enclosure = (marks & MARK_ENCLOSURE) != 0,
		.has_note = (marks & MARK_NOTE) != 0,
		.title = column_text(arena, s, 7),
		.author = column_text(arena, s, 8),
		.link = column_text(arena, s, 9),
	};
	row->tags = read_tags(db, arena, row->id);
}

struct rows *list_rows(struct db *db, const int64_t *ids, size_t n, GError **err)
{
	bool mine;
	if (!db_snapshot(db, &mine, err))
		return NULL;
	struct rows *rows = g_new0(struct rows, 1);
	rows->arena = arena_new(0);
	rows->n = n;
	rows->rows = arena_array_of(rows->arena, n, struct row);
	for (size_t i = 0; i < n; i++) {
		sqlite3_stmt *s = db_query(
			db, err, "SELECT " ROW_COLUMNS " FROM story s WHERE s.id=?1", "i",
			ids[i]);
		int step = s ? db_step(db, s, err) : -1;
		if (step < 0) {
			rows_free(rows);
			rows = NULL;
			break;
		}
		if (step > 0) {
			read_row(db, rows->arena, s, &rows->rows[i]);
			db_reset(s);
		}
	}
	db_snapshot_end(db, mine);
	return rows;
}

static void read_story(struct db *db, struct story *story, sqlite3_stmt *s)
{
	struct arena *a = story->arena;
	int c = N_ROW_COLUMNS;
	read_row(db, a, s, &story->row);
	story->made_title = (sqlite3_column_int64(s, 6) & MARK_MADE_TITLE) != 0;
	story->feed_url = column_text(a, s, c++);
	story->feed_title = column_text(a, s, c++);
	story->guid = column_text(a, s, c++);
	story->link = story->row.link;
	story->comments = column_text(a, s, c++);
	story->language = column_text(a, s, c++);
	story->authors = story->row.author;
	story->published = column_int(s, c++, DATE_NONE);
	story->updated = column_int(s, c++, DATE_NONE);
	story->received = column_int(s, c++, DATE_NONE);
	story->categories = decode_categories(
		a, (const char *)sqlite3_column_text(s, c++), &story->n_categories);
	story->enclosures = decode_enclosures(
		a, (const char *)sqlite3_column_text(s, c++), &story->n_enclosures);
	story->links = decode_links(a, (const char *)sqlite3_column_text(s, c++),
				    &story->n_links);
	story->image = column_text(a, s, c++);
	story->duration_s = column_int(s, c++, -1);
	story->summary = column_text(a, s, c++);
	story->content = column_text(a, s, c++);
	story->fulltext = column_text(a, s, c++);
	bool asked = story->fulltext != NULL;
	if (story->fulltext && !*story->fulltext)
		story->fulltext = NULL; /* asked for, nothing there: see fulltext.h */
	story->note = column_text(a, s, c++);
	story->place = column_int(s, c++, -1);
	story->changed = column_int(s, c++, DATE_NONE);
	story->looked_at = column_int(s, c++, 0) != 0;
	story->teaser = !asked &&
			teaser_is(&(struct teaser){
				.title = story->made_title ? NULL : story->row.title,
				.html = story->content ? story->content : story->summary,
				.link = story->link,
				.summary = !story->content,
				.media = story->n_enclosures > 0,
			});
	story->body = story->fulltext  ? story->fulltext
		      : story->content ? story->content
		      : story->summary ? story->summary
				       : "";
}

/* Says in the place of the text that it cannot be read. */
static void say_lost(struct story *story, bool mended)
{
	const char *why = mended ? _("The text of this story was damaged. The next "
				     "reload brings it, if its feed still has it.")
				 : _("The text of this story is damaged. \"tnews check "
				     "--repair\" lets the next reload bring it.");
	story->body = arena_printf(story->arena, "<p><em>%s</em></p>%s", why,
				   story->body);
}

static void read_also(struct db *db, struct story *story)
{
	GArray *ids = same_of(db, story->row.id, NULL);
	if (!ids)
		return;
	struct also *also = arena_array_of(story->arena, ids->len, struct also);
	for (guint i = 0; i < ids->len; i++) {
		int64_t id = g_array_index(ids, int64_t, i);
		sqlite3_stmt *s = db_query(db, NULL,
					   "SELECT f.id,coalesce(f.name,f.title,f.url)"
					   " FROM story s JOIN feed f ON f.id=s.feed"
					   " WHERE s.id=?1",
					   "i", id);
		if (s && db_step(db, s, NULL) > 0) {
			also[story->n_also++] =
				(struct also){id, sqlite3_column_int64(s, 0),
					      column_text(story->arena, s, 1)};
			db_reset(s);
		}
	}
	story->also = also;
	g_array_free(ids, TRUE);
}

struct story *list_story(struct db *db, int64_t id, GError **err)
{
	bool mine;
	if (!db_snapshot(db, &mine, err))
		return NULL;
	sqlite3_stmt *s = db_query(
		db, err,
		"SELECT " ROW_COLUMNS ",f.url,coalesce(f.name,f.title),s.guid,"
		"b.comments,s.language,s.published,s.updated,s.received,s.categories,"
		"b.enclosures,b.links,b.image,b.duration," BODY_TEXTS
		",n.text,p.anchor,o.at,p.at>=o.at FROM story s JOIN feed f ON f.id=s.feed"
		" LEFT JOIN body b ON b.id=s.id LEFT JOIN note n ON n.story=s.id"
		" LEFT JOIN place p ON p.story=s.id LEFT JOIN former o ON o.story=s.id"
		" WHERE s.id=?1",
		"i", id);
	struct story *story = NULL;
	size_t failures = pack_failures(db);
	if (s && db_step(db, s, err) > 0) {
		story = g_new0(struct story, 1);
		story->arena = arena_new(0);
		read_story(db, story, s);
		bool mended = (sqlite3_column_int64(s, 6) & MARK_LOST) != 0;
		if (mended || pack_failures(db) > failures)
			say_lost(story, mended);
		db_reset(s);
		read_also(db, story);
	}
	db_snapshot_end(db, mine);
	return story;
}

struct tag_counts *list_tags(struct db *db, GError **err)
{
	bool mine;
	if (!db_snapshot(db, &mine, err))
		return NULL;
	struct tag_counts *counts = g_new0(struct tag_counts, 1);
	counts->arena = arena_new(0);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct tag_count));
	/* `ignored` hides stories; what is deleted is not counted at all. */
	sqlite3_stmt *s =
		db_query(db, err,
			 "SELECT t.name,count(s.id),coalesce(sum(s.unread),0) FROM tag t"
			 " JOIN story_tag x ON x.tag=t.id JOIN story s ON s.id=x.story"
			 " AND (s.hidden&2)=0 GROUP BY t.id ORDER BY t.name",
			 "");
	int step = -1;
	while (s && (step = db_step(db, s, err)) > 0) {
		struct tag_count c = {.name = column_text(counts->arena, s, 0),
				      .total = sqlite3_column_int64(s, 1),
				      .unread = sqlite3_column_int64(s, 2)};
		g_array_append_val(all, c);
	}
	counts->n = all->len;
	counts->tags = arena_array_of(counts->arena, all->len, struct tag_count);
	if (all->len)
		memcpy(counts->tags, all->data, all->len * sizeof(struct tag_count));
	g_array_free(all, TRUE);
	if (step < 0) {
		tag_counts_free(counts);
		counts = NULL;
	}
	db_snapshot_end(db, mine);
	return counts;
}
