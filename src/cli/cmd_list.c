/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews list, tnews count: what matches a query. */
#include <stdlib.h>
#include <string.h>

#include "cli/format.h"
#include "store/feeds.h"
#include "store/snippet.h"
#include "text/date.h"
#include "text/utf8.h"
#include "text/width.h"

enum { BATCH = 200, FEED_COLUMNS = 20 };

static char *story_value(size_t i, void *data)
{
	const void *const *both = data;
	return story_field(both[0], both[1], i);
}

/* Text of exactly so many columns. */
static char *padded(const char *text, int columns)
{
	char *clean = utf8_clean(text, strlen(text), CLEAN_SHOWN);
	char *cut = width_cut(clean, columns);
	int used = width_text(cut, strlen(cut));
	char *result = g_strdup_printf("%s%*s", cut, MAX(columns - used, 0), "");
	g_free(cut);
	g_free(clean);
	return result;
}

/* "   123 N* 23 Nov     Feed                 Title  +tag" */
static bool print_row(const struct cli *c, const struct row *row, GHashTable *titles,
		      int columns)
{
	const char *feed = g_hash_table_lookup(titles, &row->feed);
	char *name = padded(feed ? feed : "", FEED_COLUMNS),
	     *date = date_short(row->date, c->now);
	char *date_cell = padded(date, 9);
	GString *line = g_string_new(NULL);
	g_string_printf(line, "%6" G_GINT64_FORMAT " %c%c %s %s %s", row->id,
			row->unread ? 'N' : ' ', row->starred ? '*' : ' ', date_cell,
			name, row->title);
	for (size_t i = 0; row->tags && row->tags[i]; i++)
		g_string_append_printf(line, " +%s", row->tags[i]);
	char *clean = utf8_clean(line->str, line->len, CLEAN_SHOWN);
	char *shown = columns ? width_cut(clean, columns) : g_strdup(clean);
	bool good = cli_print("%s\n", shown);
	g_free(shown);
	g_free(clean);
	g_string_free(line, TRUE);
	g_free(date_cell);
	g_free(date);
	g_free(name);
	return good;
}

/* Feed id -> the name under which it is shown. Valid as long as states. */
static GHashTable *feed_titles(const struct cli *c, const struct feed_states *states)
{
	GHashTable *titles = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (size_t i = 0; i < states->n; i++) {
		const struct feed_state *s = &states->feeds[i];
		g_hash_table_insert(titles, (void *)&s->id,
				    (void *)(s->title ? s->title : s->url));
	}
	for (guint i = 0; i < c->conf->subs->feeds->len; i++) {
		const struct sub *sub = c->conf->subs->feeds->pdata[i];
		if (sub->id && sub->name)
			g_hash_table_replace(titles, (void *)&sub->id, sub->name);
	}
	return titles;
}

static bool list_lines(struct cli *c, const struct ids *ids, GError **err)
{
	struct feed_states *states = feeds_read(c->db, err);
	if (!states)
		return false;
	GHashTable *titles = feed_titles(c, states);
	int columns = cli_columns(0);
	bool good = true, going = true;
	for (size_t at = 0; good && going && at < ids->n; at += BATCH) {
		struct rows *rows = list_rows(c->db, ids->ids + at,
					      MIN(BATCH, ids->n - at), err);
		good = rows != NULL;
		for (size_t i = 0; good && going && i < rows->n; i++)
			if (rows->rows[i].id)
				going = print_row(c, &rows->rows[i], titles, columns);
		rows_free(rows);
	}
	g_hash_table_unref(titles);
	feed_states_free(states);
	return good;
}

/* What needs whole stories: JSON, or a form of the user's own. */
static bool list_stories(struct cli *c, const struct ids *ids, const struct query *query,
			 const struct format *format, GError **err)
{
	struct snippets *snippets = snippets_new(c->db, query);
	bool going = true, good = true;
	for (size_t i = 0; going && i < ids->n; i++) {
		GError *cause = NULL;
		struct story *story = list_story(c->db, ids->ids[i], &cause);
		if (cause) {
			g_propagate_error(err, cause);
			good = false;
			break;
		}
		if (!story) /* gone in between */
			continue;
		if (snippets)
			story->row.snippet = snippets_of(snippets, story->row.id,
							 story->arena, NULL, NULL);
		const void *both[] = {c, story};
		going = format ? format_print(format, story_value, both)
			       : out_line(out_story(
					 story, cli_section(c, story->row.feed), false));
		story_free(story);
	}
	snippets_free(snippets);
	return good;
}

bool cmd_list(struct cli *c, char **words, GError **err)
{
	gboolean json = FALSE;
	char *limit_text = NULL, *sort = NULL, *format_text = NULL;
	const GOptionEntry entries[] = {
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, N_("one JSON object a line"),
		 NULL},
		{"limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text, N_("at most so many"),
		 "N"},
		{"sort", 0, 0, G_OPTION_ARG_FILENAME, &sort,
		 N_("date, received, title, author, feed, size, rank, random; - turns it "
		    "round"),
		 "KEY"},
		{"format", 0, 0, G_OPTION_ARG_FILENAME, &format_text,
		 N_("a line with {id}, {title}, {link}, {feed}, ... in it"), "FMT"},
		{0},
	};
	struct format *format = NULL;
	struct query *query = NULL;
	struct ids *ids = NULL;
	struct list_spec spec;
	int64_t limit = 0;
	bool good = false;
	if (!cli_options(c, entries, true, &words, err))
		goto out;
	if (limit_text && !cli_number(limit_text, "--limit", &limit, err))
		goto out;
	if (format_text && !(format = format_new(format_text, story_fields, err)))
		goto out;
	spec = cli_spec(c, NULL);
	if (sort && !scope_order(sort, &spec.order)) {
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("unknown sort key '%s'"),
			    sort);
		goto out;
	}
	query = cli_query(c, words, err);
	if (!query || !cli_open(c, DB_READ, err))
		goto out;
	spec.query = query;
	spec.scope = &c->scope->names;
	spec.limit = (size_t)limit;
	ids = list_ids(c->db, &spec, NULL, NULL, err);
	if (ids)
		good = json || format ? list_stories(c, ids, query, format, err)
				      : list_lines(c, ids, err);
out:
	ids_free(ids);
	query_free(query);
	format_free(format);
	g_strfreev(words);
	g_free(limit_text);
	g_free(sort);
	g_free(format_text);
	return good;
}

/* --- count ---------------------------------------------------------------------------------- */

/* A name and how many stories have it. */
struct tally {
	char *name;
	int64_t n;
};

static void tally_free(void *data)
{
	struct tally *tally = data;
	g_free(tally->name);
	g_free(tally);
}

static void tally_add(GHashTable *tallies, const char *name, int64_t n)
{
	struct tally *tally = g_hash_table_lookup(tallies, name);
	if (!tally) {
		tally = g_new0(struct tally, 1);
		tally->name = g_strdup(name);
		g_hash_table_insert(tallies, tally->name, tally);
	}
	tally->n += n;
}

static int tally_compare(const void *a, const void *b)
{
	const struct tally *x = *(const struct tally *const *)a;
	const struct tally *y = *(const struct tally *const *)b;
	return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->name, y->name);
}

static void print_tallies(GHashTable *tallies)
{
	guint n;
	struct tally **list = (struct tally **)g_hash_table_get_keys_as_array(tallies,
									      &n);
	for (guint i = 0; i < n; i++)
		list[i] = g_hash_table_lookup(tallies, list[i]);
	qsort(list, n, sizeof *list, tally_compare);
	for (guint i = 0; i < n; i++) {
		char *shown = utf8_clean(list[i]->name, strlen(list[i]->name),
					 CLEAN_SHOWN);
		cli_print("%" G_GINT64_FORMAT "\t%s\n", list[i]->n, shown);
		g_free(shown);
	}
	g_free(list);
}

enum by { BY_FEED, BY_SECTION, BY_TAG };

static void tally_feed(const struct cli *c, GHashTable *tallies, enum by by,
		       GHashTable *titles, int64_t feed, int64_t n)
{
	const char *title = g_hash_table_lookup(titles, &feed);
	if (by == BY_FEED) {
		tally_add(tallies, title ? title : "", n);
		return;
	}
	/* A feed counts in each section that it stands in. */
	for (size_t i = 0; i < c->scope->names.n_feeds; i++) {
		const struct query_feed *known = &c->scope->names.feeds[i];
		if (known->id != feed)
			continue;
		for (size_t k = 0; known->sections[k]; k++)
			tally_add(tallies, known->sections[k], n);
		return;
	}
}

static bool count_by(struct cli *c, const struct list_spec *spec, enum by by,
		     GError **err)
{
	struct ids *ids = list_ids(c->db, spec, NULL, NULL, err);
	struct feed_states *states = ids ? feeds_read(c->db, err) : NULL;
	bool good = states != NULL;
	GHashTable *titles = good ? feed_titles(c, states) : NULL;
	GHashTable *tallies = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						    tally_free);
	GHashTable *feeds = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
						  g_free);
	for (size_t at = 0; good && at < ids->n; at += BATCH) {
		struct rows *rows = list_rows(c->db, ids->ids + at,
					      MIN(BATCH, ids->n - at), err);
		good = rows != NULL;
		for (size_t i = 0; good && i < rows->n; i++) {
			const struct row *row = &rows->rows[i];
			for (size_t k = 0; by == BY_TAG && row->tags && row->tags[k]; k++)
				tally_add(tallies, row->tags[k], 1);
			int64_t *n = g_hash_table_lookup(feeds, &row->feed);
			if (n)
				++*n;
			else if (row->id)
				g_hash_table_insert(
					feeds, g_memdup2(&row->feed, sizeof row->feed),
					g_memdup2(&(int64_t){1}, sizeof(int64_t)));
		}
		rows_free(rows);
	}
	GHashTableIter iter;
	void *feed, *n;
	g_hash_table_iter_init(&iter, feeds);
	while (good && by != BY_TAG && g_hash_table_iter_next(&iter, &feed, &n))
		tally_feed(c, tallies, by, titles, *(int64_t *)feed, *(int64_t *)n);
	if (good)
		print_tallies(tallies);
	g_hash_table_unref(feeds);
	g_hash_table_unref(tallies);
	if (titles)
		g_hash_table_unref(titles);
	feed_states_free(states);
	ids_free(ids);
	return good;
}

static bool by_of_word(const char *word, enum by *by, GError **err)
{
	static const char *const names[] = {"feed", "section", "tag"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(word, names[i]) == 0) {
			*by = (enum by)i;
			return true;
		}
	g_set_error(err, TNEWS_ERROR, ERR_USAGE,
		    _("--by takes feed, section or tag, not %s"), word);
	return false;
}

bool cmd_count(struct cli *c, char **words, GError **err)
{
	char *by_text = NULL;
	const GOptionEntry entries[] = {
		{"by", 0, 0, G_OPTION_ARG_FILENAME, &by_text,
		 N_("a count for each feed, section or tag"), "feed|section|tag"},
		{0},
	};
	struct query *query = NULL;
	struct list_spec spec;
	enum by by = BY_FEED;
	bool good = false;
	if (!cli_options(c, entries, true, &words, err))
		goto out;
	if (by_text && !by_of_word(by_text, &by, err))
		goto out;
	query = cli_query(c, words, err);
	if (!query || !cli_open(c, DB_READ, err))
		goto out;
	spec = cli_spec(c, query);
	if (by_text) {
		good = count_by(c, &spec, by, err);
	} else {
		int64_t n = list_count(c->db, &spec, err);
		good = n >= 0;
		if (good)
			cli_print("%" G_GINT64_FORMAT "\n", n);
	}
out:
	query_free(query);
	g_strfreev(words);
	g_free(by_text);
	return good;
}
