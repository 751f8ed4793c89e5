/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews sections: the tree of the file with counts, last fetch and last error. */
#include <string.h>

#include "cli/format.h"
#include "store/feeds.h"
#include "text/date.h"
#include "text/utf8.h"
#include "util/url.h"

struct listing {
	struct cli *c;
	GHashTable *states; /* id -> struct feed_state */
	bool json;
};

static const struct feed_state *state_of(const struct listing *l, const struct sub *sub)
{
	return sub->id ? g_hash_table_lookup(l->states, &sub->id) : NULL;
}

/* When it began to fail, and how, and when it came again; newest first. */
static void json_history(struct json *j, const struct feed_state *s)
{
	GString *word = g_string_new(NULL), *message = g_string_new(NULL);
	const char *at = s->history;
	int64_t when;
	while (feed_history(&at, &when, word, message)) {
		struct json *turn = out_object();
		out_date(turn, "at", when);
		out_text(turn, "state", word->str);
		out_text(turn, "message", message->len ? message->str : NULL);
		out_append(j, "history", turn);
	}
	g_string_free(word, TRUE);
	g_string_free(message, TRUE);
}

static struct json *json_feed(const char *url, const char *name,
			      const struct feed_state *s)
{
	struct json *j = out_object();
	out_text(j, "url", url);
	out_text(j, "title", name);
	out_number(j, "unread", s ? s->unread : 0);
	out_number(j, "total", s ? s->total : 0);
	if (s) {
		out_date(j, "fetched", s->fetched);
		out_date(j, "succeeded", s->succeeded);
		out_date(j, "next", s->next);
	}
	if (s && s->fail) {
		out_text(j, "error", fail_name(s->fail));
		out_text(j, "message", s->message);
		out_number(j, "failures", s->fails);
		out_date(j, "failing_since", s->failing_since);
	}
	if (s) {
		out_text(j, "moved_to", s->moved_to);
		json_history(j, s);
	}
	return j;
}

static void print_text(int depth, const char *name, int64_t unread, int64_t total,
		       const char *more)
{
	char *text = g_strdup_printf(
		"%*s%s  %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "%s%s", depth * 2, "",
		name, unread, total, more ? "  " : "", more ? more : "");
	char *shown = utf8_clean(text, strlen(text), CLEAN_SHOWN);
	cli_print("%s\n", shown);
	g_free(shown);
	g_free(text);
}

static void print_feed(int depth, const char *name, const struct feed_state *s)
{
	GString *more = g_string_new(NULL);
	if (!s || s->fetched == DATE_NONE) {
		g_string_append(more, _("never fetched"));
	} else {
		char *date = date_long(s->fetched);
		g_string_append(more, date);
		g_free(date);
	}
	if (s && s->fail)
		g_string_append_printf(more, "  %s",
				       s->message ? s->message : fail_name(s->fail));
	print_text(depth, name, s ? s->unread : 0, s ? s->total : 0, more->str);
	g_string_free(more, TRUE);
}

static const char *feed_name(const struct sub *sub, const struct feed_state *s)
{
	return sub->name ? sub->name : s && s->title ? s->title : sub->url;
}

/* unread and total of a section: of its query, or of all feeds in it, each once. */
static bool count_section(struct listing *l, const struct section *section,
			  int64_t *unread, int64_t *total, GError **err)
{
	*unread = *total = 0;
	if (section->query) {
		struct query *query = query_parse(section->query, l->c->now, NULL, err);
		if (!query)
			return false;
		struct list_spec spec = cli_spec(l->c, query);
		bool good = list_unread(l->c->db, &spec, unread, total, err);
		query_free(query);
		return good;
	}
	GPtrArray *subs = g_ptr_array_new();
	section_feeds(section, subs);
	for (guint i = 0; i < subs->len; i++) {
		const struct feed_state *s = state_of(l, subs->pdata[i]);
		*unread += s ? s->unread : 0;
		*total += s ? s->total : 0;
	}
	g_ptr_array_unref(subs);
	return true;
}

static bool list_section(struct listing *l, const struct section *section, int depth,
			 GError **err)
{
	int64_t unread, total;
	if (!count_section(l, section, &unread, &total, err))
		return false;
	struct json *j = NULL;
	if (l->json) {
		j = out_object();
		out_text(j, "section", section->path);
		out_text(j, "query", section->query);
		out_number(j, "unread", unread);
		out_number(j, "total", total);
	} else if (section->name) {
		print_text(depth, section->name, unread, total, section->query);
		depth++;
	}
	for (guint i = 0; i < section->feeds->len; i++) {
		const struct sub *sub = section->feeds->pdata[i];
		const struct feed_state *s = state_of(l, sub);
		char *url = url_without_secrets(sub->url);
		if (j)
			out_append(j, "feeds", json_feed(url, feed_name(sub, s), s));
		else
			print_feed(depth, feed_name(sub, s), s);
		g_free(url);
	}
	if (j)
		out_line(j);
	bool good = true;
	for (guint i = 0; good && i < section->children->len; i++)
		good = list_section(l, section->children->pdata[i], depth, err);
	return good;
}

/* Feeds that the file names no more; their stories are still there. */
static bool is_orphan(const struct listing *l, const struct feed_state *s)
{
	if (s->total == 0)
		return false;
	for (guint i = 0; i < l->c->conf->subs->feeds->len; i++)
		if (((const struct sub *)l->c->conf->subs->feeds->pdata[i])->id == s->id)
			return false;
	return true;
}

static void list_orphans(struct listing *l, const struct feed_states *states)
{
	struct json *j = NULL;
	int64_t unread = 0, total = 0;
	size_t n = 0;
	for (size_t i = 0; i < states->n; i++)
		if (is_orphan(l, &states->feeds[i])) {
			unread += states->feeds[i].unread;
			total += states->feeds[i].total;
			n++;
		}
	if (n == 0)
		return;
	if (l->json) {
		j = out_object();
		out_bool(j, "orphans", true);
		out_number(j, "unread", unread);
		out_number(j, "total", total);
	} else {
		print_text(0, _("(no longer in the file)"), unread, total, NULL);
	}
	for (size_t i = 0; i < states->n; i++) {
		const struct feed_state *s = &states->feeds[i];
		if (!is_orphan(l, s))
			continue;
		const char *name = s->title ? s->title : s->url;
		if (j)
			out_append(j, "feeds", json_feed(s->url, name, s));
		else
			print_feed(1, name, s);
	}
	if (j)
		out_line(j);
}

bool cmd_sections(struct cli *c, char **words, GError **err)
{
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		CLI_JSON(&json),
		{0},
	};
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 0, 0, err) && cli_open(c, DB_READ, err);
	g_strfreev(words);
	struct feed_states *states = good ? feeds_read(c->db, err) : NULL;
	if (!states)
		return false;
	struct listing l = {.c = c, .json = json};
	l.states = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (size_t i = 0; i < states->n; i++)
		g_hash_table_insert(l.states, &states->feeds[i].id, &states->feeds[i]);
	const struct section *root = c->conf->subs->root;
	if (root->feeds->len)
		good = list_section(&l, root, 0, err);
	else
		for (guint i = 0; good && i < root->children->len; i++)
			good = list_section(&l, root->children->pdata[i], 0, err);
	if (good)
		list_orphans(&l, states);
	g_hash_table_unref(l.states);
	feed_states_free(states);
	return good;
}
