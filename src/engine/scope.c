/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of the subscriptions for the store and for other threads. scope_subscribe gives
 * the feeds their ids, then scope_of_conf makes the copy. */
#include "engine/scope.h"

#include <string.h>

#include "store/feeds.h"

static const char *const *section_names(struct arena *arena, const struct sub *feed)
{
	const GPtrArray *sections = feed->sections;
	const char **names = arena_array_of(arena, sections->len + 1, const char *);
	for (guint i = 0; i < sections->len; i++) {
		const struct section *section = g_ptr_array_index(sections, i);
		names[i] = arena_strdup(arena, section->path);
	}
	return names;
}

static char **copy_texts(struct arena *arena, char **texts)
{
	guint n = texts ? g_strv_length(texts) : 0;
	char **copy = arena_array_of(arena, n + 1, char *);
	for (guint i = 0; i < n; i++)
		copy[i] = arena_strdup(arena, texts[i]);
	return copy;
}

static void copy_rules(struct scope *s, const GPtrArray *rules)
{
	s->rules = arena_array_of(s->arena, rules->len, struct rule);
	s->n_rules = rules->len;
	for (guint i = 0; i < rules->len; i++) {
		const struct rule *from = g_ptr_array_index(rules, i);
		s->rules[i] = (struct rule){
			.query = arena_strdup(s->arena, from->query),
			.add = copy_texts(s->arena, from->add),
			.remove = copy_texts(s->arena, from->remove),
			.until = from->until,
			.file = arena_strdup(s->arena, from->file),
			.line = from->line,
		};
	}
}

static void copy_highlights(struct scope *s, const GPtrArray *highlights)
{
	s->highlights = arena_array_of(s->arena, highlights->len, struct scope_highlight);
	for (guint i = 0; i < highlights->len; i++) {
		const struct highlight *from = g_ptr_array_index(highlights, i);
		if (from->query)
			s->highlights[s->n_highlights++] = (struct scope_highlight){
				i + 1, arena_strdup(s->arena, from->query)};
	}
}

bool scope_names(struct db *db, const struct scope *scope, const struct query *query,
		 struct query_scope *names, GError **err)
{
	struct totals totals;
	*names = scope->names;
	if (!query || !query_has_kind(query, Q_IS))
		return true;
	if (!feeds_totals(db, &totals, err))
		return false;
	names->new_since = totals.last_reload == DATE_NONE ? INT64_MAX
							   : totals.last_reload;
	return true;
}

struct scope *scope_of_conf(const struct conf *conf, int64_t new_since)
{
	struct scope *s = g_atomic_rc_box_new0(struct scope);
	const GPtrArray *feeds = conf->subs->feeds, *sections = conf->subs->sections;
	s->arena = arena_new(0);
	struct query_feed *names = arena_array_of(s->arena, feeds->len,
						  struct query_feed);
	s->visible = arena_array_of(s->arena, feeds->len, int64_t);
	for (guint i = 0; i < feeds->len; i++) {
		const struct sub *sub = g_ptr_array_index(feeds, i);
		names[i] = (struct query_feed){
			.id = sub->id,
			.name = arena_strdup(s->arena, sub->name),
			.url = arena_strdup(s->arena, sub->url),
			.sections = section_names(s->arena, sub),
		};
		if (sub->hidden)
			s->has_hidden = true;
		else if (sub->id)
			s->visible[s->n_visible++] = sub->id;
	}
	s->names = (struct query_scope){names, feeds->len, new_since};
	copy_rules(s, conf->actions->rules);
	copy_highlights(s, conf->actions->highlights);
	s->same_by = (int)setting_number(conf->settings, SET_SAME_STORY);
	s->queries = arena_array_of(s->arena, sections->len, struct scope_query);
	for (guint i = 0; i < sections->len; i++) {
		const struct section *section = g_ptr_array_index(sections, i);
		if (section->query)
			s->queries[s->n_queries++] = (struct scope_query){
				arena_strdup(s->arena, section->path),
				arena_strdup(s->arena, section->query),
			};
	}
	return s;
}

struct scope *scope_ref(struct scope *s)
{
	return s ? g_atomic_rc_box_acquire(s) : NULL;
}

static void clear(void *data)
{
	struct scope *s = data;
	arena_free(s->arena);
}

void scope_unref(struct scope *s)
{
	if (s)
		g_atomic_rc_box_release_full(s, clear);
}

bool scope_subscribe(struct db *db, struct conf *conf, bool write, GError **err)
{
	size_t n = conf->subs->feeds->len;
	struct subscription *subs = g_new0(struct subscription, n + 1);
	int64_t *ids = g_new0(int64_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct sub *sub = g_ptr_array_index(conf->subs->feeds, i);
		subs[i] = (struct subscription){sub->url, sub->name};
	}
	bool good = write ? feeds_subscribe(db, subs, n, ids, err)
			  : feeds_find(db, subs, n, ids, err);
	for (size_t i = 0; good && i < n; i++) {
		struct sub *sub = g_ptr_array_index(conf->subs->feeds, i);
		sub->id = ids[i];
	}
	g_free(subs);
	g_free(ids);
	return good;
}

bool scope_order(const char *sort, struct query_order *order)
{
	bool reverse = *sort == '-';
	int key = query_sort_of(sort + reverse);
	if (key < 0)
		return false;
	*order = (struct query_order){(enum query_sort)key, reverse};
	return true;
}
