/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-store DIR [STORIES [FEEDS]] or DIR -q QUERY...: a store of made-up stories, put in through the front
 * door; and what the store costs, one JSON line a measurement. With DIR that holds a store
 * already, measures only; with -q these queries. Words follow Zipf's law; three marks stand in a known share of
 * the bodies: qrare 0.1 %, qmiddle 1 %, qcommon 20 %, qhalf 50 %. */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "query/query.h"
#include "store/db.h"
#include "store/feeds.h"
#include "store/ingest.h"
#include "store/list.h"
#include "store/pack.h"
#include "store/search.h"
#include "store/state.h"
#include "util/clock.h"

enum { BATCH = 25, BODY = 3000, VOCABULARY = 20000 };

static uint64_t seed = 88172645463325252U;
static char *vocabulary[VOCABULARY];

static uint64_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static void make_vocabulary(void)
{
	static const char *const parts[] = {"ba", "ko",	 "ri", "ten", "su", "mal",
					    "o",  "ver", "in", "ga",  "lo", "pre",
					    "ty", "ne",	 "cu", "dis"};
	for (int i = 0; i < VOCABULARY; i++) {
		GString *w = g_string_new(NULL);
		for (unsigned n = (unsigned)i + 7; n; n /= 16)
			g_string_append(w, parts[n % 16]);
		vocabulary[i] = g_string_free(w, FALSE);
	}
}

static const char *word(void)
{
	double u = (double)(next_random() >> 11) / (double)(1ULL << 53);
	return vocabulary[(int)(pow(VOCABULARY, u)) - 1];
}

static void sentence(GString *out, size_t bytes)
{
	for (size_t from = out->len; out->len - from < bytes;)
		g_string_append_printf(out, "%s%s", out->len > from ? " " : "", word());
}

static char *body(GString *s)
{
	static const struct {
		const char *word;
		unsigned in;
	} marks[] = {{"qrare", 1000}, {"qmiddle", 100}, {"qcommon", 5}, {"qhalf", 2}};
	g_string_truncate(s, 0);
	while (s->len < BODY) {
		g_string_append(s, "<p>");
		sentence(s, 300);
		g_string_append_printf(s, " <a href=\"http://example.org/%u\">",
				       (unsigned)(next_random() % 100000));
		sentence(s, 20);
		g_string_append(s, "</a>.</p>\n");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (next_random() % marks[i].in == 0)
			g_string_append_printf(s, "<p>%s</p>", marks[i].word);
	return s->str;
}

static void report(const char *what, int64_t wall, int64_t cpu, double n)
{
	printf("{\"bench\":\"store\",\"case\":\"%s\",\"ms\":%.3f,\"cpu_ms\":%.3f,"
	       "\"n\":%.0f}\n",
	       what, (double)wall / 1000, (double)cpu / 1000, n);
	fflush(stdout);
}

struct stopwatch {
	int64_t wall, cpu;
};

static struct stopwatch begin(void)
{
	return (struct stopwatch){clock_mono_us(), clock_cpu_us()};
}

static void end(struct stopwatch w, const char *what, double n)
{
	report(what, clock_mono_us() - w.wall, clock_cpu_us() - w.cpu, n);
}

static void check(bool good, GError **err)
{
	if (!good) {
		fprintf(stderr, "make-store: %s\n", *err ? (*err)->message : "?");
		_exit(1);
	}
}

/* --- making --------------------------------------------------------------------- */

static int64_t *subscribe(struct db *db, size_t n)
{
	struct subscription *subs = g_new0(struct subscription, n);
	int64_t *ids = g_new0(int64_t, n);
	GError *err = NULL;
	for (size_t i = 0; i < n; i++)
		subs[i].url = g_strdup_printf("http://feed-%zu.example/rss", i);
	check(feeds_subscribe(db, subs, n, ids, &err), &err);
	for (size_t i = 0; i < n; i++)
		g_free((char *)subs[i].url);
	g_free(subs);
	return ids;
}

/* Published within two days before `now`: stores grow in the order of time. */
static struct feed *make_feed(size_t feed, size_t first, size_t n, int64_t now)
{
	struct feed *f = g_new0(struct feed, 1);
	GString *s = g_string_new(NULL);
	f->title = g_strdup_printf("Feed number %zu", feed);
	f->items = g_new0(struct item, n);
	f->n_items = n;
	for (size_t i = 0; i < n; i++) {
		struct item *item = &f->items[i];
		size_t number = first + n - i;
		item->id = g_strdup_printf("tag:feed-%zu,%zu", feed, number);
		item->link = g_strdup_printf("http://feed-%zu.example/story/%zu", feed,
					     number);
		g_string_truncate(s, 0);
		sentence(s, 50);
		item->title = g_strdup(s->str);
		item->content = g_strdup(body(s));
		item->published = now - (int64_t)(next_random() % (86400 * 2));
		item->updated = DATE_NONE;
		item->duration_s = -1;
		item->digest = item_digest(item);
	}
	g_string_free(s, TRUE);
	return f;
}

static void free_feed(struct feed *f)
{
	for (size_t i = 0; i < f->n_items; i++) {
		g_free((char *)f->items[i].id);
		g_free((char *)f->items[i].link);
		g_free((char *)f->items[i].title);
		g_free((char *)f->items[i].content);
	}
	g_free(f->items);
	g_free((char *)f->title);
	g_free(f);
}

static void add_time(struct stopwatch *sum, struct stopwatch since)
{
	sum->wall += clock_mono_us() - since.wall;
	sum->cpu += clock_cpu_us() - since.cpu;
}

static void put_batch(struct db *db, struct feed **feeds, const int64_t *ids, size_t n,
		      struct stopwatch *rows, struct stopwatch *commit)
{
	GError *err = NULL;
	struct stopwatch w = begin();
	check(pack_learn(db, NULL, &err) && db_begin(db, &err), &err);
	for (size_t i = 0; i < n; i++) {
		struct ingest_options options = {.now = clock_now()};
		struct ingest_result result;
		check(ingest_feed(db, ids[i], feeds[i], &options, &result, &err), &err);
		g_array_unref(result.new_ids);
	}
	add_time(rows, w);
	w = begin();
	check(db_commit(db, false, &err), &err);
	add_time(commit, w);
}

/* Documents of 50 stories, as from a reload; generations of them until there are enough. */
static void make(struct db *db, size_t stories, size_t feeds)
{
	enum { PER_DOCUMENT = 50 };
	int64_t *ids = subscribe(db, feeds), now = clock_now();
	struct stopwatch rows = {0}, commit = {0}, again = {0}, checkpoint = {0};
	size_t n = 0;
	size_t generations = stories / (feeds * PER_DOCUMENT) + 1;
	for (size_t generation = 0; n < stories; generation++) {
		int64_t then = now - (int64_t)(generations - generation - 1) * 86400 * 2;
		for (size_t i = 0; i < feeds && n < stories;) {
			struct feed *batch[BATCH];
			size_t m = 0, first = i;
			for (; m < BATCH && i < feeds && n < stories; m++, i++) {
				size_t some = MIN(PER_DOCUMENT, stories - n);
				batch[m] = make_feed(i, generation * PER_DOCUMENT, some,
						     then);
				n += some;
			}
			put_batch(db, batch, ids + first, m, &rows, &commit);
			if (!generation)
				put_batch(db, batch, ids + first, m, &again, &again);
			for (size_t k = 0; k < m; k++)
				free_feed(batch[k]);
			struct stopwatch w = begin();
			db_checkpoint(db, false);
			add_time(&checkpoint, w);
		}
	}
	report("ingest: rows", rows.wall, rows.cpu, (double)stories);
	report("ingest: commit", commit.wall, commit.cpu, (double)stories);
	report("ingest: checkpoints", checkpoint.wall, checkpoint.cpu, (double)stories);
	report("ingest-unchanged", again.wall, again.cpu,
	       (double)MIN(stories, feeds * PER_DOCUMENT));
	struct stopwatch w = begin();
	bool left = true;
	GError *err = NULL;
	while (left) {
		check(search_index(db, 500, &left, &err), &err);
		db_checkpoint(db, false);
	}
	end(w, "index", (double)stories);
	w = begin();
	db_checkpoint(db, true);
	end(w, "checkpoint", 1);
	g_free(ids);
}

/* --- measuring ------------------------------------------------------------------ */

static struct stopwatch first_watch;
static int64_t first_wall, first_cpu;

static void on_first(struct ids *taken, void *data)
{
	(void)data;
	first_wall = clock_mono_us() - first_watch.wall;
	first_cpu = clock_cpu_us() - first_watch.cpu;
	ids_free(taken);
}

static void measure_list(struct db *db, const char *text, const int64_t *feeds,
			 size_t n_feeds)
{
	GError *err = NULL;
	struct query *q = query_parse(text, clock_now(), NULL, &err);
	check(q != NULL, &err);
	struct list_spec spec = {
		.all_feeds = !feeds, .feeds = feeds, .n_feeds = n_feeds, .query = q};
	for (int round = 0; round < 2; round++) {
		first_watch = begin();
		struct ids *ids = list_ids(db, &spec, on_first, NULL, &err);
		check(ids != NULL, &err);
		char *name = g_strdup_printf("%s, %zu feeds, %s", *text ? text : "all",
					     n_feeds,
					     round ? "first screen" : "cold first");
		report(name, first_wall, first_cpu, (double)MIN(ids->n, 200));
		if (round) {
			char *whole = g_strdup_printf("%s, %zu feeds, whole",
						      *text ? text : "all", n_feeds);
			end(first_watch, whole, (double)ids->n);
			g_free(whole);
		}
		g_free(name);
		ids_free(ids);
	}
	struct stopwatch w = begin();
	int64_t n = list_count(db, &spec, &err);
	check(n >= 0, &err);
	char *name = g_strdup_printf("%s, %zu feeds, count", *text ? text : "all",
				     n_feeds);
	end(w, name, (double)n);
	g_free(name);
	query_free(q);
}

/* What a start reads. */
static void measure_start(const char *dir)
{
	GError *err = NULL;
	struct stopwatch w = begin();
	struct db *db = db_open(dir, DB_READ, &err);
	check(db != NULL, &err);
	end(w, "start: open", 1);
	struct feed_states *feeds = feeds_read(db, &err);
	check(feeds != NULL, &err);
	struct totals totals;
	check(feeds_totals(db, &totals, &err), &err);
	struct list_spec spec = {.all_feeds = true, .limit = 200};
	struct ids *ids = list_ids(db, &spec, NULL, NULL, &err);
	check(ids != NULL, &err);
	struct rows *rows = list_rows(db, ids->ids, MIN(ids->n, 50), &err);
	check(rows != NULL, &err);
	end(w, "start: all", (double)totals.total);
	ids_free(ids);
	rows_free(rows);
	feed_states_free(feeds);
	db_close(db);
	w = begin();
	db = db_open_quick(dir, &err);
	check(db && feeds_totals(db, &totals, &err), &err);
	db_close(db);
	end(w, "status", (double)totals.unread);
}

static void measure_tag(const char *dir, const char *text)
{
	GError *err = NULL;
	struct db *db = db_open(dir, DB_WRITE, &err);
	check(db != NULL, &err);
	struct query *q = query_parse(text, clock_now(), NULL, &err);
	struct list_spec spec = {.all_feeds = true, .query = q, .limit = 100000};
	const char *const add[] = {"bench", NULL}, *const unread[] = {"unread", NULL};
	struct act acts[] = {{.spec = &spec, .add = add},
			     {.spec = &spec, .remove = unread}};
	for (int i = 0; i < 2; i++) {
		struct act_result result;
		struct stopwatch w = begin();
		check(state_act(db, &acts[i], &result, &err), &err);
		end(w, i ? "mark read" : "tag", (double)result.n_changed);
	}
	for (int i = 0; i < 2; i++) {
		size_t done;
		struct stopwatch w = begin();
		check(undo_back(db, 1, &done, NULL, NULL, &err), &err);
		end(w, "undo", (double)done);
	}
	query_free(q);
	db_close(db);
}

static void measure_queries(const char *dir, char **queries, int n)
{
	GError *err = NULL;
	struct db *db = db_open(dir, DB_READ, &err);
	check(db != NULL, &err);
	for (int i = 0; i < n; i++)
		measure_list(db, queries[i], NULL, 0);
	db_close(db);
}

static void measure(const char *dir)
{
	static const char *const queries[] = {
		"",	    "is:unread",  "is:starred",	   "qrare",	     "qmiddle",
		"qcommon",  "qhalf",	  "qhalf qcommon", "qhalf -qcommon", "qra*",
		"after:7d", "-is:unread", "sort:-date",	   "title:koba*"};
	measure_start(dir);
	measure_start(dir);
	GError *err = NULL;
	struct db *db = db_open(dir, DB_READ, &err);
	check(db != NULL, &err);
	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++)
		measure_list(db, queries[i], NULL, 0);
	int64_t feeds[100];
	for (int i = 0; i < 100; i++)
		feeds[i] = i + 1;
	measure_list(db, "", feeds, 1);
	measure_list(db, "is:unread", feeds, 1);
	measure_list(db, "", feeds, 20);
	measure_list(db, "is:unread", feeds, 100);
	db_close(db);
	measure_tag(dir, "qcommon");
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: make-store DIR [STORIES [FEEDS]]\n");
		return 2;
	}
	if (argc > 2 && !strcmp(argv[2], "-q")) {
		measure_queries(argv[1], argv + 3, argc - 3);
		return 0;
	}
	size_t stories = argc > 2 ? (size_t)g_ascii_strtoull(argv[2], NULL, 10) : 0;
	size_t feeds = argc > 3 ? (size_t)g_ascii_strtoull(argv[3], NULL, 10) : 200;
	GError *err = NULL;
	if (stories) {
		make_vocabulary();
		struct db *db = db_open(argv[1], DB_WRITE, &err);
		check(db != NULL, &err);
		make(db, stories, feeds);
		db_close(db);
	}
	measure(argv[1]);
	return 0;
}
