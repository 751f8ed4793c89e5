/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reload: main names the feeds (reload_plan); the reader adds what is known of each,
 * drops those that are not due or that another process is fetching, and keeps a window of
 * them on their way (window_*). The window is what bounds memory: a feed counts from the
 * moment it is sent until its stories are in the store, so a slow disk slows the network
 * down, and 1,000 feeds need the memory of the window. */
#include "engine/internal.h"

#include <string.h>

#include "engine/policy.h"
#include "engine/program.h"
#include "store/claims.h"
#include "store/feeds.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/url.h"

static char *text_or_null(const char *s)
{
	return s && *s ? g_strdup(s) : NULL;
}

/* What the settings say of any transfer. */
static struct fetch *fetch_with(const struct engine *e, const struct settings *s,
				const char *url)
{
	struct fetch *f = g_new0(struct fetch, 1);
	f->ticket.kind = TICKET_FETCH;
	f->url = g_strdup(url);
	f->user_agent = text_or_null(setting_text(s, SET_USER_AGENT));
	f->proxy = text_or_null(setting_text(s, SET_PROXY));
	static const enum setting_id files[FETCH_FILES] = {
		SET_COOKIES, SET_CA_FILE, SET_CLIENT_CERT, SET_CLIENT_KEY};
	for (size_t i = 0; i < FETCH_FILES; i++)
		f->paths[i] = text_or_null(setting_text(s, files[i]));
	f->max_speed = setting_number(s, SET_MAX_SPEED);
	f->timeout_ms = setting_number(s, SET_TIMEOUT) * 1000;
	f->connect_timeout_ms = setting_number(s, SET_CONNECT_TIMEOUT) * 1000;
	f->max_bytes = setting_number(s, SET_MAX_SIZE);
	f->max_connections = e->jobs ? e->jobs
				     : (unsigned)setting_number(s, SET_MAX_CONNECTIONS);
	f->max_host_connections = (unsigned)setting_number(s, SET_MAX_HOST_CONNECTIONS);
	return f;
}

/* And what is meant for the feed's own server. */
static void add_secrets(struct fetch *f, const struct sub *sub)
{
	f->password_command = g_strdupv(sub->password_command);
	f->user = g_strdup(sub->user);
	f->headers = text_or_null(setting_text(sub->settings, SET_HEADER));
	f->auth = (uint32_t)setting_number(sub->settings, SET_AUTH);
}

struct fetch *reload_page_fetch(const struct engine *e, const struct sub *sub,
				const char *url)
{
	struct fetch *f = fetch_with(e, sub ? sub->settings : e->conf->settings, url);
	g_autofree char *own = sub ? url_origin(sub->url) : NULL;
	g_autofree char *there = url_origin(url);
	if (own && g_strcmp0(own, there) == 0) {
		add_secrets(f, sub);
	} else {
		g_clear_pointer(&f->paths[FILE_CERT], g_free);
		g_clear_pointer(&f->paths[FILE_KEY], g_free);
	}
	return f;
}

static struct fetch *fetch_of_sub(const struct engine *e, const struct sub *sub,
				  const struct request *r)
{
	const struct settings *s = sub->settings;
	struct fetch *f = fetch_with(e, s, sub->url);
	add_secrets(f, sub);
	f->feed = sub->id;
	f->command = g_strdupv(sub->command);
	f->filter = g_strdupv(sub->filter);
	f->tags = g_new0(char *, (sub->tags ? sub->tags->len : 0) + 1);
	for (guint i = 0; sub->tags && i < sub->tags->len; i++)
		f->tags[i] = g_strdup(g_ptr_array_index(sub->tags, i));
	f->every_s = sub->every_s >= 0 ? sub->every_s : setting_number(s, SET_REFRESH);
	bool is_local = sub->command || !url_is_web(sub->url);
	f->exact = sub->every_s >= 0 || is_local; /* no server has to be spared */
	f->adaptive = setting_number(s, SET_ADAPTIVE) != 0;
	f->changed_unread = setting_number(s, SET_CHANGED_UNREAD) != 0;
	f->new_read = setting_number(s, SET_NEW_READ) != 0;
	f->hushed = setting_number(s, SET_HUSH) != 0;
	f->due_only = r->due;
	f->force = r->force;
	f->named = r->feeds != NULL && !r->due;
	return f;
}

/* The feeds that a request means. */
static GPtrArray *chosen(const struct engine *e, const struct request *r)
{
	GPtrArray *subs = g_ptr_array_new();
	const GPtrArray *all = e->conf->subs->feeds;
	if (r->section) {
		const struct section *section = subs_section(e->conf->subs, r->section);
		if (section)
			section_feeds(section, subs);
		return subs;
	}
	for (guint i = 0; i < all->len; i++) {
		struct sub *sub = g_ptr_array_index(all, i);
		bool wanted = !r->feeds;
		for (size_t k = 0; k < r->n_feeds && !wanted; k++)
			wanted = r->feeds[k] == sub->id;
		if (wanted)
			g_ptr_array_add(subs, sub);
	}
	return subs;
}

/* One feed of each host, then the second of each, and so on: a host with a hundred feeds,
 * two at a time, does not stand in the way of the others. */
static GPtrArray *by_turns(GPtrArray *subs)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *rounds =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < subs->len; i++) {
		struct sub *sub = g_ptr_array_index(subs, i);
		char *host = url_host(sub->url);
		if (!host)
			host = g_strdup("");
		guint turn = GPOINTER_TO_UINT(g_hash_table_lookup(seen, host));
		g_hash_table_replace(seen, host, GUINT_TO_POINTER(turn + 1));
		while (rounds->len <= turn)
			g_ptr_array_add(rounds, g_ptr_array_new());
		g_ptr_array_add(g_ptr_array_index(rounds, turn), sub);
	}
	GPtrArray *out = g_ptr_array_new();
	for (guint i = 0; i < rounds->len; i++) {
		const GPtrArray *round = g_ptr_array_index(rounds, i);
		for (guint k = 0; k < round->len; k++)
			g_ptr_array_add(out, g_ptr_array_index(round, k));
	}
	g_ptr_array_unref(rounds);
	g_hash_table_unref(seen);
	g_ptr_array_unref(subs);
	return out;
}

struct task *reload_plan(const struct engine *e, struct request *taken)
{
	GPtrArray *subs = by_turns(chosen(e, taken));
	/* a feed that somebody asked for by name goes before a reload under way */
	struct task *task = task_new(TASK_RELOAD, taken->feeds ? SOON : LATER);
	task->fetches = g_ptr_array_new_with_free_func((GDestroyNotify)fetch_free);
	for (guint i = 0; i < subs->len; i++) {
		const struct sub *sub = g_ptr_array_index(subs, i);
		if (sub->id && !sub->paused)
			g_ptr_array_add(task->fetches, fetch_of_sub(e, sub, taken));
	}
	task->whole = !taken->feeds && !taken->section;
	task->request = taken;
	g_ptr_array_unref(subs);
	return task;
}

char *reload_summary(const struct reload_progress *p)
{
	GString *s = g_string_new(NULL);
	g_string_append_printf(s, ngettext("%zu feed: ", "%zu feeds: ", p->total),
			       p->total);
	g_string_append_printf(s, _("%zu new content, %zu unchanged, %zu failed; "),
			       p->changed, p->unchanged, p->failed);
	g_string_append_printf(
		s, ngettext("%zu new story", "%zu new stories", p->new_stories),
		p->new_stories);
	return g_string_free(s, FALSE);
}

/* --- the window, in the reader ------------------------------------------------------ */

enum { SOME_MORE = 64 };

static void send(struct engine *e, struct fetch *taken)
{
	if (programs_wanted(taken))
		programs_push(e->programs, taken);
	else
		program_send_fetch(e, taken);
}

static void send_more(struct window *w, struct engine *e)
{
	struct fetch *next;
	while ((next = g_queue_peek_head(&w->waiting))) {
		/* more than transfer at once: what waits to be written hinders none of
		 * them. Memory is bounded elsewhere, see worker_weigh. */
		if (w->open >= 2 * next->max_connections + SOME_MORE)
			return;
		g_queue_pop_head(&w->waiting);
		w->open++;
		send(e, next);
	}
}

/* What the store knows of a feed. False: it is not to be asked now. */
static bool add_known(struct fetch *f, const struct feed_state *state, int64_t now)
{
	if (f->due_only && !policy_due(state, now))
		return false;
	if (!f->named && !f->force && policy_held(state, now))
		return false;
	f->first = state->total == 0;
	f->fails = state->fails;
	f->hint_s = state->hint_s;
	f->pace_from = state->pace_from;
	f->pace_n = state->pace_n;
	f->skip_hours = state->skip_hours;
	f->skip_days = state->skip_days;
	f->body_digest = state->body_digest;
	f->etag = g_strdup(state->etag);
	f->last_modified = g_strdup(state->last_modified);
	return true;
}

/* Main hears which feeds are on their way, the writer how many. */
static void announce(struct engine *e, const GArray *ids, bool whole)
{
	struct task *started = task_new(TASK_STARTED, FIRST);
	started->n_started = ids->len;
	started->whole = whole;
	struct event *event = event_new(EVENT_RELOAD, 0);
	event->fetching = g_memdup2(ids->data, ids->len * sizeof(int64_t));
	event->n_fetching = ids->len;
	event->reload.running = true;
	event->reload.total = ids->len;
	engine_post(e, event);
	task_push(e->to_writer, started);
}

void window_start(struct window *w, struct engine *e, struct db *db, struct task *task)
{
	GPtrArray *fetches = task->fetches;
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	GError *err = NULL;
	int64_t now = clock_now();
	for (guint i = 0; i < fetches->len; i++)
		g_array_append_val(ids, ((struct fetch *)fetches->pdata[i])->feed);
	struct feed_states *states = feeds_read_some(db, (int64_t *)(void *)ids->data,
						     ids->len, &err);
	g_array_set_size(ids, 0);
	if (!states) {
		engine_post_error(e, task->request->serial, err);
		g_array_unref(ids);
		return;
	}
	GQueue chosen_now = G_QUEUE_INIT;
	for (guint i = 0; i < fetches->len; i++) {
		struct fetch *f = g_ptr_array_index(fetches, i);
		if (!claims_take(db, f->feed)) /* another process is fetching it */
			continue;
		if (i >= states->n || !add_known(f, &states->feeds[i], now)) {
			claims_drop(db, f->feed);
			continue;
		}
		g_array_append_val(ids, f->feed);
		g_queue_push_tail(&chosen_now, f);
		fetches->pdata[i] = NULL;
	}
	feed_states_free(states);
	announce(e, ids, task->whole);
	g_array_unref(ids);
	struct fetch *f;
	if (task->priority < LATER)
		while ((f = g_queue_pop_tail(&chosen_now)))
			g_queue_push_head(&w->waiting, f);
	else
		while ((f = g_queue_pop_head(&chosen_now)))
			g_queue_push_tail(&w->waiting, f);
	send_more(w, e);
}

void window_written(struct window *w, struct engine *e, struct db *db, struct task *task)
{
	for (size_t i = 0; i < task->n_feeds; i++)
		claims_drop(db, task->feeds[i]);
	w->open -= MIN(w->open, task->n_feeds);
	send_more(w, e);
}

static void answer_here(struct window *w, struct engine *e, struct fetch *taken,
			enum fail fail, const char *message)
{
	struct task *task = task_new(TASK_ANSWER, LATER);
	task->answer = program_failed(fail, message);
	task->fetch = taken;
	taken->stopped = true;
	w->open++;
	task_push(e->to_writer, task);
}

void window_offline(struct window *w, struct engine *e)
{
	GList *next;
	for (GList *at = w->waiting.head; at; at = next) {
		struct fetch *f = at->data;
		next = at->next;
		if (f->command || f->proxy || url_is_local(f->url))
			continue;
		g_queue_delete_link(&w->waiting, at);
		answer_here(w, e, f, FAIL_OFFLINE, _("this machine is offline"));
	}
}

/* What was not sent yet is answered here; the worker answers for what it has. */
void window_stop(struct window *w, struct engine *e)
{
	struct fetch *f;
	while ((f = g_queue_pop_head(&w->waiting)))
		answer_here(w, e, f, FAIL_CANCELLED, _("stopped"));
	worker_cancel_fetches(e->worker);
}
