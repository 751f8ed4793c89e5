/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items become rows: identity says which are known, a digest which of those are unchanged.
 * New ones are written oldest first, so that ids rise with time within the feed. No word is
 * indexed here (search.c does it later), and no tree of HTML is made. */
#include "store/ingest.h"

#include <string.h>

#include "store/encode.h"
#include "store/identity.h"
#include "store/pack.h"
#include "store/place.h"
#include "store/same.h"
#include "store/search.h"
#include "store/state.h"
#include "text/plain.h"
#include "text/utf8.h"
#include "util/i18n.h"

enum { MADE_TITLE = 80, TITLE_SCAN = 400 };

struct fields {
	GString *author, *categories, *types, *enclosures, *links;
};

struct ingest {
	struct db *db;
	int64_t feed;
	int64_t now, next_id, mark;
	struct fields fields;
	const struct feed *f;
	const struct packed_story *packed; /* or NULL */
	int64_t newest;
	struct ingest_result *result;
	GArray *renewed; /* int64_t: what says something else than when it was read */
};

static void fields_init(struct fields *f)
{
	f->author = g_string_new(NULL);
	f->categories = g_string_new(NULL);
	f->types = g_string_new(NULL);
	f->enclosures = g_string_new(NULL);
	f->links = g_string_new(NULL);
}

static void fields_clear(struct fields *f)
{
	g_string_free(f->author, TRUE);
	g_string_free(f->categories, TRUE);
	g_string_free(f->types, TRUE);
	g_string_free(f->enclosures, TRUE);
	g_string_free(f->links, TRUE);
}

static void fill_fields(struct fields *f, const struct item *item)
{
	g_string_truncate(f->author, 0);
	g_string_truncate(f->categories, 0);
	g_string_truncate(f->types, 0);
	g_string_truncate(f->enclosures, 0);
	g_string_truncate(f->links, 0);
	for (size_t i = 0; i < item->n_authors; i++) {
		const struct person *p = &item->authors[i];
		const char *name = p->name ? p->name : p->email ? p->email : p->uri;
		if (name && *name)
			g_string_append_printf(f->author, "%s%s",
					       f->author->len ? ", " : "", name);
	}
	for (size_t i = 0; i < item->n_categories; i++) {
		encode_field(f->categories, item->categories[i].term);
		encode_field(f->categories, item->categories[i].label);
		encode_field(f->categories, item->categories[i].scheme);
		encode_end(f->categories);
	}
	for (size_t i = 0; i < item->n_enclosures; i++) {
		const struct enclosure *e = &item->enclosures[i];
		encode_field(f->enclosures, e->url);
		encode_field(f->enclosures, e->type);
		encode_field(f->enclosures, e->title);
		encode_number(f->enclosures, e->length);
		encode_end(f->enclosures);
		if (e->type && !strstr(f->types->str, e->type))
			g_string_append_printf(f->types, "%s%s", f->types->len ? " " : "",
					       e->type);
	}
	for (size_t i = 0; i < item->n_links; i++) {
		encode_field(f->links, item->links[i].rel);
		encode_field(f->links, item->links[i].href);
		encode_field(f->links, item->links[i].type);
		encode_field(f->links, item->links[i].title);
		encode_end(f->links);
	}
}

/* One line of plain text, NULL if there is none; to be freed. */
static char *title_from(const char *html, size_t n)
{
	GString *text = g_string_new(NULL);
	plain_append(text, html, n, TITLE_SCAN);
	char *line = utf8_clean(text->str, text->len, CLEAN_LINE);
	char *cut = *line ? utf8_ellipsis(line, MADE_TITLE) : NULL;
	g_string_free(text, TRUE);
	g_free(line);
	return cut;
}

/* What stands for the first picture. */
static char *title_from_picture(const char *html)
{
	const char *tag = strstr(html, "<img"), *end = tag ? strchr(tag, '>') : NULL;
	const char *alt = tag ? strstr(tag, " alt=") : NULL;
	if (!alt || !end || alt > end)
		return NULL;
	alt += strlen(" alt=");
	const char *close = *alt == '"' || *alt == '\'' ? strchr(alt + 1, *alt) : NULL;
	return close ? title_from(alt + 1, (size_t)(close - alt - 1)) : NULL;
}

/* The name of an attached file. */
static char *title_from_file(const struct enclosure *e)
{
	if (e->title && *e->title)
		return utf8_ellipsis(e->title, MADE_TITLE);
	g_autofree char *path = g_strndup(e->url, strcspn(e->url, "?#"));
	const char *slash = strrchr(path, '/');
	g_autofree char *name = slash ? g_uri_unescape_string(slash + 1, NULL) : NULL;
	return name ? title_from(name, strlen(name)) : NULL;
}

/* The title of an untitled story: how its text begins, what stands for its picture, the
 * name of what is attached, its link. */
static char *made_title(const struct item *item)
{
	const char *html = item->content ? item->content : item->summary;
	char *title = html ? title_from(html, strlen(html)) : NULL;
	if (!title && html)
		title = title_from_picture(html);
	if (!title && item->n_enclosures && item->enclosures[0].url)
		title = title_from_file(&item->enclosures[0]);
	if (!title && item->link && *item->link)
		title = g_strdup(item->link);
	return title ? title : g_strdup(_("(untitled)"));
}

static int64_t marks_of(const struct item *item)
{
	int64_t marks = 0;
	if (item->n_enclosures)
		marks |= MARK_ENCLOSURE;
	if (item->comments && *item->comments)
		marks |= MARK_COMMENTS;
	if (!item->title || !*item->title)
		marks |= MARK_MADE_TITLE;
	return marks;
}

/* Published, else updated, else received; never in the future. */
static int64_t date_of(const struct item *item, int64_t now)
{
	int64_t date = item->published != DATE_NONE ? item->published : item->updated;
	return date == DATE_NONE || date > now ? now : date;
}

static void bind_string(sqlite3_stmt *s, int i, const char *text)
{
	if (text)
		sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(s, i);
}

static void bind_gstring(sqlite3_stmt *s, int i, const GString *text)
{
	if (text->len)
		sqlite3_bind_text(s, i, text->str, (int)text->len, SQLITE_STATIC);
	else
		sqlite3_bind_null(s, i);
}

static void bind_date(sqlite3_stmt *s, int i, int64_t date)
{
	if (date == DATE_NONE)
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_int64(s, i, date);
}

/* The values that an insertion and an update share: ?1 the id, ?2 ... of the story. */
static void bind_story(struct ingest *in, sqlite3_stmt *s, int64_t id,
		       const struct item *item, const struct match *m, const char *title,
		       int64_t date)
{
	const struct fields *f = &in->fields;
	size_t size = strlen(item->content ? item->content
					   : (item->summary ? item->summary : ""));
	sqlite3_bind_int64(s, 1, id);
	sqlite3_bind_int64(s, 2, date);
	sqlite3_bind_int64(s, 3, marks_of(item));
	sqlite3_bind_int64(s, 4, (int64_t)size);
	bind_string(s, 5, title);
	bind_gstring(s, 6, f->author);
	sqlite3_bind_int64(s, 7, (int64_t)m->key);
	sqlite3_bind_int64(s, 8, (int64_t)item->digest);
	sqlite3_bind_int64(s, 9, (int64_t)m->link_key);
	bind_string(s, 10, item->link);
	bind_string(s, 11, item->id);
	bind_date(s, 12, item->published);
	bind_date(s, 13, item->updated);
	/* few feeds say it of each story */
	bind_string(s, 14, item->language ? item->language : in->f->language);
	bind_gstring(s, 15, f->categories);
	bind_gstring(s, 16, f->types);
}

static bool write_body(struct ingest *in, int64_t id, const struct item *item,
		       GError **err)
{
	sqlite3_stmt *s = db_query(
		in->db, err,
		"INSERT INTO body (id,summary,content,comments,image,duration,enclosures,"
		"links) VALUES (?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT (id) DO UPDATE SET"
		" summary=?2,content=?3,comments=?4,image=?5,duration=?6,enclosures=?7,"
		"links=?8",
		"");
	if (!s)
		return false;
	const struct packed_story *packed = in->packed ? &in->packed[item - in->f->items]
						       : NULL;
	sqlite3_bind_int64(s, 1, id);
	pack_bind(in->db, s, 2, item->summary, packed ? &packed->summary : NULL);
	pack_bind(in->db, s, 3, item->content, packed ? &packed->content : NULL);
	bind_string(s, 4, item->comments);
	bind_string(s, 5, item->image);
	if (item->duration_s >= 0)
		sqlite3_bind_int64(s, 6, item->duration_s);
	else
		sqlite3_bind_null(s, 6);
	bind_gstring(s, 7, in->fields.enclosures);
	bind_gstring(s, 8, in->fields.links);
	return db_step(in->db, s, err) == 0;
}

static bool add_story(struct ingest *in, const struct item *item, const struct match *m,
		      GError **err)
{
	sqlite3_stmt *s = db_query(
		in->db, err,
		"INSERT INTO story "
		"(id,date,marks,size,title,author,key,digest,link_key,link,"
		"guid,published,updated,language,categories,types,feed,unread,received,"
		"hidden) VALUES "
		"(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,1,?18,?19)",
		"");
	if (!s)
		return false;
	int64_t id = in->next_id++, date = date_of(item, in->now), first;
	struct same_keys keys;
	same_keys(&keys, in->db->same_by == SAME_TITLE, in->feed, date, item->link,
		  item->title);
	if (!same_find(in->db, &keys, &first, err))
		return false;
	bool hidden = same_hides(in->db, first);
	char *made = item->title && *item->title ? NULL : made_title(item);
	fill_fields(&in->fields, item);
	bind_story(in, s, id, item, m, made ? made : item->title, date);
	sqlite3_bind_int64(s, 17, in->feed);
	sqlite3_bind_int64(s, 18, in->now);
	sqlite3_bind_int64(s, 19, hidden ? HIDDEN_SAME : 0);
	bool good = db_step(in->db, s, err) == 0 && write_body(in, id, item, err) &&
		    same_note(in->db, id, &keys, first, err);
	g_free(made);
	if (good) {
		g_array_append_val(in->result->new_ids, id);
		in->result->added += !hidden;
		in->newest = MAX(in->newest, date);
	}
	return good;
}

struct old {
	int64_t date, published, hidden, marks;
};

static int read_old(struct ingest *in, int64_t id, struct old *old, GError **err)
{
	sqlite3_stmt *s = db_query(
		in->db, err, "SELECT date,published,hidden,marks FROM story WHERE id=?1",
		"i", id);
	int step = s ? db_step(in->db, s, err) : -1;
	if (step > 0) {
		*old = (struct old){.date = sqlite3_column_int64(s, 0),
				    .published = column_int(s, 1, DATE_NONE),
				    .hidden = sqlite3_column_int64(s, 2),
				    .marks = sqlite3_column_int64(s, 3)};
		db_reset(s);
	}
	return step;
}

/* The publisher changed it. It stays where it is in the lists unless its date changed, and
 * what people did to it stays. Of a deleted one only the keys are renewed. */
static bool update_story(struct ingest *in, const struct item *item,
			 const struct match *m, GError **err)
{
	struct old old;
	int step = read_old(in, m->id, &old, err);
	if (step <= 0)
		return step == 0;
	if (old.hidden & (HIDDEN_DELETED | HIDDEN_PURGED))
		return db_run(in->db, err,
			      "UPDATE story SET key=?2,digest=?3,link_key=?4 WHERE id=?1",
			      "iiii", m->id, (int64_t)m->key, (int64_t)item->digest,
			      (int64_t)m->link_key);
	bool said_else = false, lost = (old.marks & MARK_LOST) != 0;
	if ((m->id <= in->mark && !search_keep(in->db, m->id, err)) ||
	    (!lost && !place_keep_former(in->db, m->id,
					 item->content ? item->content : item->summary,
					 in->now, &said_else, err)))
		return false;
	if (said_else)
		g_array_append_val(in->renewed, m->id);
	sqlite3_stmt *s =
		db_query(in->db, err,
			 "UPDATE story SET "
			 "date=?2,marks=?3|(marks&?17),size=?4,title=?5,author=?6,"
			 "key=?7,digest=?8,link_key=?9,link=?10,guid=?11,published=?12,"
			 "updated=?13,"
			 "language=?14,categories=?15,types=?16 WHERE id=?1",
			 "");
	if (!s)
		return false;
	int64_t date = old.date;
	if (item->published != DATE_NONE && item->published != old.published &&
	    item->published <= in->now)
		date = item->published;
	char *made = item->title && *item->title ? NULL : made_title(item);
	fill_fields(&in->fields, item);
	bind_story(in, s, m->id, item, m, made ? made : item->title, date);
	sqlite3_bind_int64(
		s, 3, marks_of(item) | (lost ? old.marks & MARK_CHANGED : MARK_CHANGED));
	sqlite3_bind_int64(s, 17, MARK_NOTE | MARK_FULLTEXT | MARK_DUPLICATE);
	bool good = db_step(in->db, s, err) == 0 && write_body(in, m->id, item, err);
	g_free(made);
	in->newest = MAX(in->newest, date);
	in->result->updated++;
	return good;
}

static int oldest_first(const void *a, const void *b, void *data)
{
	const struct feed *f = data;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int64_t x = f->items[i].published, y = f->items[j].published;
	if (x == DATE_NONE || y == DATE_NONE || x == y)
		return (j > i) - (j < i); /* documents begin with the newest */
	return (x > y) - (x < y);
}

/* New items, oldest first. */
static GArray *new_items(const struct feed *f, const struct match *matches)
{
	GArray *order = g_array_new(FALSE, FALSE, sizeof(size_t));
	bool dated = true;
	for (size_t i = f->n_items; i-- > 0;)
		if (!matches[i].id && !matches[i].twice) {
			g_array_append_val(order, i);
			dated = dated && f->items[i].published != DATE_NONE;
		}
	/* Sorting is only sound where every item has a date. */
	if (dated && order->len > 1)
		g_array_sort_with_data(order, oldest_first, (gpointer)f);
	return order;
}

static bool write_items(struct ingest *in, const struct feed *f,
			const struct match *matches, GError **err)
{
	bool good = true;
	for (size_t i = 0; good && i < f->n_items; i++) {
		const struct match *m = &matches[i];
		if (m->id && (m->rekeyed || m->digest != f->items[i].digest))
			good = update_story(in, &f->items[i], m, err);
		else if (m->id || m->twice)
			in->result->unchanged++;
	}
	GArray *order = new_items(f, matches);
	for (unsigned n = 0; good && n < order->len; n++) {
		size_t i = g_array_index(order, size_t, n);
		good = add_story(in, &f->items[i], &matches[i], err);
	}
	g_array_free(order, TRUE);
	return good;
}

static bool write_feed(struct ingest *in, const struct feed *f, GError **err)
{
	int64_t n = (int64_t)in->result->added;
	if (in->result->new_ids->len &&
	    !db_run(in->db, err,
		    "UPDATE feed SET total=total+?2,unread=unread+?2,"
		    "newest=max(coalesce(newest,?3),?3) WHERE id=?1",
		    "iii", in->feed, n, in->newest))
		return false;
	if (n && !db_run(in->db, err, "UPDATE meta SET value=value+?1 WHERE key='fresh'",
			 "i", n))
		return false;
	return db_run(
		in->db, err,
		"UPDATE feed SET title=?2,link=?3,language=?4,icon=?5,hub=?6 WHERE id=?1"
		" AND (title IS NOT ?2 OR link IS NOT ?3 OR language IS NOT ?4"
		" OR icon IS NOT ?5 OR hub IS NOT ?6)",
		"ittttt", in->feed, f->title, f->link, f->language, f->icon, f->hub);
}

static bool next_id(struct ingest *in, GError **err)
{
	int64_t last;
	if (!db_int(in->db, &last, 0, err, "SELECT max(id) FROM story", ""))
		return false;
	in->mark = db_meta(in->db, "indexed", 0);
	in->next_id = MAX(last, in->mark) + 1;
	return true;
}

bool ingest_feed(struct db *db, int64_t feed, const struct feed *f,
		 const struct ingest_options *options, struct ingest_result *result,
		 GError **err)
{
	struct ingest in = {.db = db,
			    .feed = feed,
			    .now = options->now,
			    .f = f,
			    .packed = options->packed,
			    .newest = INT64_MIN,
			    .result = result};
	static const char *const unread[] = {"unread", NULL};
	in.renewed = g_array_new(FALSE, FALSE, sizeof(int64_t));
	*result = (struct ingest_result){
		.new_ids = g_array_new(FALSE, FALSE, sizeof(int64_t))};
	if (!db_run(db, err, "SAVEPOINT ingest", ""))
		return false;
	fields_init(&in.fields);
	struct match *matches = identity_match(db, feed, f, err);
	bool good = matches && next_id(&in, err) && pack_begin(db, err) &&
		    same_begin(db, err) && write_items(&in, f, matches, err) &&
		    write_feed(&in, f, err);
	if (good && (options->tags || options->new_read) && result->new_ids->len)
		good = state_apply(db,
				   (const int64_t *)(const void *)result->new_ids->data,
				   result->new_ids->len, options->tags,
				   options->new_read ? unread : NULL, err);
	if (good && options->changed_unread && in.renewed->len)
		good = state_apply(db, (const int64_t *)(const void *)in.renewed->data,
				   in.renewed->len, unread, NULL, err);
	g_array_free(in.renewed, TRUE);
	g_free(matches);
	fields_clear(&in.fields);
	if (!good) {
		db_run(db, NULL, "ROLLBACK TO ingest", "");
		same_forget(db);
		g_array_set_size(result->new_ids, 0);
		result->added = result->updated = result->unchanged = 0;
	}
	db_run(db, NULL, "RELEASE ingest", "");
	return good;
}
