/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding feeds. The places of new lines are found with the reader of the file itself, so
 * that quotes and continued lines are understood the same; the lines go between the bytes
 * around. */
#include "conf/edit_feed.h"

#include <string.h>

#include "util/i18n.h"
#include "util/url.h"

/* --- where sections end ---------------------------------------------------------------- */

struct places {
	GHashTable *by_path; /* line_path of its names -> struct place */
	GHashTable *keys;
};

static void place_free(void *p)
{
	struct place *place = p;
	g_free(place->indent);
	g_hash_table_unref(place->keys);
	g_free(place);
}

/* The section may stand in several places: the last one counts, because what is added
 * comes last. */
static struct place *place_of(struct places *places, const char *path)
{
	struct place *place = g_hash_table_lookup(places->by_path, path);
	if (place)
		return place;
	place = g_new0(struct place, 1);
	place->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_hash_table_insert(places->by_path, g_strdup(path), place);
	return place;
}

static char *path_of_line(const struct line *line)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < line->path->len; i++)
		g_ptr_array_add(names, line->path->pdata[i]);
	g_ptr_array_add(names, NULL);
	return line_path((const char *const *)names->pdata);
}

static void note_line(struct places *places, struct place *place, const char *text,
		      const struct line *line)
{
	struct feed_line feed;
	size_t blanks = strspn(text + line->start, " \t");
	g_free(place->indent);
	place->indent = g_strndup(text + line->start, blanks);
	if (feed_line_read(line, &feed)) {
		g_hash_table_add(places->keys, g_strdup(feed.key));
		g_hash_table_add(place->keys, g_strdup(feed.key));
	}
	feed_line_clear(&feed);
}

struct places *places_read(const char *text, size_t n)
{
	struct places *places = g_new(struct places, 1);
	places->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						place_free);
	places->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct line_reader reader;
	struct line line;
	line_reader_init(&reader, text, n, NULL, NULL);
	line_init(&line);
	struct place *root = place_of(places, ""), *place = root;
	root->at = reader.at;
	while (line_read(&reader, &line)) {
		if (line.kind == LINE_SECTION) {
			g_autofree char *path = path_of_line(&line);
			place = place_of(places, path);
		}
		if (line.kind == LINE_EMPTY)
			continue;
		place->at = line.end;
		if (line.kind == LINE_WORDS)
			note_line(places, place, text, &line);
	}
	/* Without a section, what stands at the top of the file are comments about it. */
	if (!root->indent && n > 0) {
		line_reader_init(&reader, text, n, NULL, NULL);
		while (line_read(&reader, &line) && line.kind == LINE_EMPTY)
			root->at = line.end;
	}
	line_clear(&line);
	return places;
}

void places_free(struct places *places)
{
	g_hash_table_unref(places->by_path);
	g_hash_table_unref(places->keys);
	g_free(places);
}

const struct place *places_at(const struct places *places, char *const *names)
{
	g_autofree char *path = line_path((const char *const *)names);
	return g_hash_table_lookup(places->by_path, path);
}

bool places_have(const struct places *places, const char *key)
{
	return g_hash_table_contains(places->keys, key);
}

/* --- new lines ---------------------------------------------------------------------------- */

/* The new lines of one section. */
struct group {
	char *const *names;
	const struct place *place; /* NULL: a new section */
	GString *lines;
	GHashTable *keys;
};

struct additions {
	const struct conf_feed *feeds; /* addresses resolved, names cleaned */
	size_t n;
	char **const *names;
	bool anywhere;	   /* what stands anywhere in the file is left alone */
	GHashTable *known; /* more that is left alone, or NULL */
	bool dry;
	struct conf_added *added;
	GPtrArray *groups; /* struct group, in the order of the feeds */
	GHashTable *by_path;
};

static void group_free(void *p)
{
	struct group *g = p;
	g_string_free(g->lines, TRUE);
	g_hash_table_unref(g->keys);
	g_free(g);
}

static struct group *group_of(struct additions *a, const struct places *places,
			      char *const *names)
{
	char *path = line_path((const char *const *)names);
	struct group *g = g_hash_table_lookup(a->by_path, path);
	if (g) {
		g_free(path);
		return g;
	}
	g = g_new0(struct group, 1);
	g->names = names;
	g->place = places_at(places, names);
	g->lines = g_string_new(NULL);
	g->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_hash_table_insert(a->by_path, path, g);
	g_ptr_array_add(a->groups, g);
	return g;
}

static void put_line(GString *out, const struct conf_feed *feed, const char *indent,
		     const char *end)
{
	g_autofree char *word = line_word(feed->url);
	g_string_append_printf(out, "%sfeed %s", indent ? indent : "", word);
	if (feed->name && *feed->name) {
		g_autofree char *quoted = line_quoted(feed->name);
		g_string_append_printf(out, " %s", quoted);
	}
	g_string_append(out, end);
}

static void gather(struct additions *a, const struct places *places, const char *end)
{
	for (size_t i = 0; i < a->n; i++) {
		g_autofree char *key = url_normal(a->feeds[i].url);
		struct group *g = group_of(a, places, a->names[i]);
		bool there = (g->place && g_hash_table_contains(g->place->keys, key)) ||
			     (a->anywhere && places_have(places, key)) ||
			     (a->known && g_hash_table_contains(a->known, key)) ||
			     g_hash_table_contains(g->keys, key);
		if (there) {
			a->added->n_known++;
			continue;
		}
		put_line(g->lines, &a->feeds[i], g->place ? g->place->indent : NULL, end);
		g_hash_table_add(g->keys, g_steal_pointer(&key));
		a->added->n++;
	}
}

static gint by_place(gconstpointer x, gconstpointer y)
{
	const struct group *a = *(struct group *const *)x, *b = *(struct group *const *)y;
	if (!a->place || !b->place)
		return !a->place - !b->place;
	return a->place->at < b->place->at ? -1 : a->place->at > b->place->at;
}

static void put_head(GString *out, const struct group *g, const char *end)
{
	g_autofree char *head = line_section((const char *const *)g->names);
	g_string_append_printf(out, "%s%s", head, end);
}

/* The file with the new lines in it. Sections that are new keep their order at its end:
 * the sorting is stable only for pairs, so the old ones are taken out first. */
static GString *with_groups(const char *text, size_t n, struct additions *a,
			    const char *end)
{
	g_autoptr(GPtrArray) old = g_ptr_array_new();
	GString *out = g_string_sized_new(n + 4096);
	size_t at = 0;
	for (guint i = 0; i < a->groups->len; i++) {
		struct group *g = a->groups->pdata[i];
		if (g->place && g->lines->len)
			g_ptr_array_add(old, g);
	}
	g_ptr_array_sort(old, by_place);
	for (guint i = 0; i < old->len; i++) {
		const struct group *g = old->pdata[i];
		g_string_append_len(out, text + at, (gssize)(g->place->at - at));
		at = g->place->at;
		if (at > 0 && text[at - 1] != '\n')
			g_string_append(out, end);
		g_string_append_len(out, g->lines->str, (gssize)g->lines->len);
	}
	g_string_append_len(out, text + at, (gssize)(n - at));
	for (guint i = 0; i < a->groups->len; i++) {
		const struct group *g = a->groups->pdata[i];
		if (g->place || !g->lines->len)
			continue;
		if (out->len && out->str[out->len - 1] != '\n')
			g_string_append(out, end);
		g_string_append(out, out->len ? end : "");
		put_head(out, g, end);
		g_string_append_len(out, g->lines->str, (gssize)g->lines->len);
	}
	return out;
}

/* What was added, as it stands in the file, section by section. */
static void show_groups(struct additions *a)
{
	g_string_truncate(a->added->text, 0);
	for (guint i = 0; i < a->groups->len; i++) {
		const struct group *g = a->groups->pdata[i];
		if (!g->lines->len)
			continue;
		if (g->names[0])
			put_head(a->added->text, g, "\n");
		g_string_append_len(a->added->text, g->lines->str, (gssize)g->lines->len);
		a->added->n_sections++;
	}
}

/* NULL without err if there is nothing to write. */
static GString *add_feeds(const char *text, size_t n, void *data, GError **err)
{
	struct additions *a = data;
	(void)err;
	const char *end = edit_line_end(text);
	struct places *places = places_read(text, n);
	GString *shown = a->added->text;
	*a->added = (struct conf_added){.text = shown};
	a->groups = g_ptr_array_new_with_free_func(group_free);
	a->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gather(a, places, end);
	show_groups(a);
	GString *out = a->added->n && !a->dry ? with_groups(text, n, a, end) : NULL;
	g_hash_table_unref(a->by_path);
	g_ptr_array_unref(a->groups);
	places_free(places);
	return out;
}

bool conf_add_feed(const char *path, const char *section, const char *url,
		   const char *name, struct conf_undo *undo, GError **err)
{
	if (!edit_may_write(url, err))
		return false;
	g_auto(GStrv) names = edit_names(section, err);
	if (!names)
		return false;
	g_autofree char *safe = url_resolve(NULL, url);
	g_autofree char *shown = name ? edit_one_line(name) : NULL;
	struct conf_feed feed = {.url = safe, .name = shown};
	struct conf_added added = {.text = g_string_new(NULL)};
	struct additions a = {.feeds = &feed, .n = 1, .names = &names, .added = &added};
	GError *bad = NULL;
	bool good = edit_file(path, add_feeds, &a, undo, &bad);
	if (!good && !bad)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE, _("%s is there already"), url);
	else if (bad)
		g_propagate_error(err, bad);
	g_string_free(added.text, TRUE);
	return good;
}

/* --- many at once ---------------------------------------------------------------------- */

/* "feed:" is undone; "example.org/rss" is of the web. NULL for what may not be written. */
static char *web_address(const char *url)
{
	g_autofree char *address = NULL;
	size_t host = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789.-");
	if (g_ascii_strncasecmp(url, "feed:", 5) == 0)
		address = url_normal(url);
	else if (host && (!url[host] || url[host] == '/') && *url != '.' &&
		 memchr(url, '.', host))
		address = g_strconcat("https://", url, NULL);
	else
		address = url_resolve(NULL, url);
	return edit_may_write(address, NULL) ? url_resolve(NULL, address) : NULL;
}

static void known_feeds(const struct conf *conf, GHashTable *known)
{
	for (guint i = 0; i < conf->subs->feeds->len; i++) {
		const struct sub *sub = conf->subs->feeds->pdata[i];
		g_hash_table_add(known, feed_key(sub->url));
	}
}

/* *bytes is counted on: many names may repeat what few lines said. */
static char **names_of(char *const *path, size_t *bytes)
{
	GPtrArray *names = g_ptr_array_new();
	for (size_t i = 0; path && path[i]; i++) {
		char *name = edit_one_line(path[i]);
		*bytes += strlen(name) + sizeof(char *);
		if (*name)
			g_ptr_array_add(names, name);
		else
			g_free(name);
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

bool conf_import(const struct conf *conf, const struct conf_feed *feeds, size_t n,
		 bool dry, struct conf_added *added, struct conf_undo *undo, GError **err)
{
	struct conf_feed *safe = g_new0(struct conf_feed, n + 1);
	char ***names = g_new0(char **, n + 1);
	g_autoptr(GPtrArray)
		paths = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	size_t n_safe = 0, bytes = 0;
	g_autoptr(GHashTable)
		known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	*added = (struct conf_added){.text = g_string_new(NULL)};
	known_feeds(conf, known);
	for (size_t i = 0; i < n && bytes <= CONF_SIZE_MAX; i++) {
		char *url = web_address(feeds[i].url);
		if (!url)
			continue;
		bool same = n_safe && feeds[i].path == safe[n_safe - 1].path;
		if (!same)
			g_ptr_array_add(paths, names_of(feeds[i].path, &bytes));
		names[n_safe] = paths->pdata[paths->len - 1];
		safe[n_safe].path = feeds[i].path;
		safe[n_safe].url = url;
		safe[n_safe++].name = feeds[i].name ? edit_one_line(feeds[i].name) : NULL;
	}
	struct additions a = {.feeds = safe,
			      .n = n_safe,
			      .names = names,
			      .anywhere = true,
			      .known = known,
			      .dry = dry,
			      .added = added};
	GError *bad = NULL;
	if (bytes <= CONF_SIZE_MAX)
		edit_file(conf->path, add_feeds, &a, undo, &bad);
	else
		g_set_error(&bad, TNEWS_ERROR, ERR_DATA,
			    _("the names of the folders are too long"));
	added->n_refused = n - n_safe;
	for (size_t i = 0; i < n_safe; i++) {
		g_free((char *)safe[i].url);
		g_free((char *)safe[i].name);
	}
	g_free(safe);
	g_free(names);
	if (bad)
		g_propagate_error(err, bad);
	return !bad;
}

bool conf_may_import(const char *url)
{
	g_autofree char *address = web_address(url);
	return address != NULL;
}
