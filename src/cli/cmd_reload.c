/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tnews reload: the engine with a progress bar for a screen. */
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#include "cli/format.h"
#include "cli/progress.h"
#include "cli/reload.h"
#include "engine/engine.h"
#include "engine/index.h"
#include "engine/policy.h"
#include "store/feeds.h"
#include "text/date.h"
#include "util/url.h"

struct reload {
	struct cli *c;
	struct engine *engine;
	GMainLoop *loop;
	struct progress progress;
	struct reload_progress sums;
	bool json, ended, interrupted, failed, offline, told;
	size_t pages, pages_failed, pages_total; /* of stories, after the feeds */
};

/* "in 6 h", "at any time": when a failed feed is asked again. */
static char *next_try(int64_t next, int64_t now)
{
	if (next == DATE_NONE || next <= now)
		return g_strdup(_("next try any time"));
	char *age = date_age(now, next);
	char *text = g_strdup_printf(_("next try in %s"), age);
	g_free(age);
	return text;
}

static void feed_done(struct reload *r, const struct event *event)
{
	if (r->json) {
		struct json *j = out_object();
		out_text(j, "url", event->url);
		out_text(j, "result",
			 event->fail	    ? "failed"
			 : event->unchanged ? "unchanged"
					    : "changed");
		if (event->fail) {
			out_text(j, "error", fail_name(event->fail));
			out_text(j, "message", event->text);
			if (event->hushed)
				out_bool(j, "hushed", true);
		} else {
			out_number(j, "new", (int64_t)event->n_new);
			out_number(j, "updated", (int64_t)event->n_updated);
		}
		out_date(j, "next", event->next);
		out_line(j);
	}
	if (event->fail == FAIL_OFFLINE && r->offline)
		return; /* said once: the machine fails, not the feeds */
	r->offline = r->offline || event->fail == FAIL_OFFLINE;
	if (event->fail && event->hushed && !r->c->verbose)
		return;
	if (event->fail && event->fail != FAIL_CANCELLED) {
		char *url = event->url ? url_without_secrets(event->url) : g_strdup("");
		char *next = next_try(event->next, r->c->now);
		progress_clear(&r->progress);
		cli_say("%s: %s; %s", url,
			event->text ? event->text : fail_name(event->fail), next);
		g_free(next);
		g_free(url);
	} else if (r->c->verbose) {
		char *url = event->url ? url_without_secrets(event->url) : g_strdup("");
		progress_clear(&r->progress);
		cli_say(_("%s: %zu new, %zu updated"), url, event->n_new,
			event->n_updated);
		g_free(url);
	}
}

static void print_summary(struct reload *r)
{
	const struct reload_progress *p = &r->sums;
	if (r->told)
		return;
	r->told = true;
	if (r->json) {
		struct json *j = out_object();
		out_number(j, "feeds", (int64_t)p->total);
		out_number(j, "changed", (int64_t)p->changed);
		out_number(j, "unchanged", (int64_t)p->unchanged);
		out_number(j, "failed", (int64_t)p->failed);
		out_number(j, "new_stories", (int64_t)p->new_stories);
		out_line(j);
	} else if (!r->c->quiet) {
		char *text = reload_summary(p);
		cli_print("%s\n", text);
		g_free(text);
	}
}

static void print_pages(const struct reload *r)
{
	if (r->pages + r->pages_failed == 0)
		return;
	if (r->json) {
		struct json *j = out_object();
		out_number(j, "fulltext", (int64_t)r->pages);
		out_number(j, "fulltext_failed", (int64_t)r->pages_failed);
		out_line(j);
	} else if (!r->c->quiet) {
		cli_print(ngettext("%zu full text", "%zu full texts", r->pages),
			  r->pages);
		cli_print(_(", %zu pages without one\n"), r->pages_failed);
	}
}

/* Pages are fetched when the feeds are done: what the reload brought is there already. */
static void page_event(struct reload *r, const struct event *event)
{
	if (event->story_id && event->text) {
		r->pages_failed++;
		if (r->c->verbose) {
			progress_clear(&r->progress);
			cli_say(_("story %" G_GINT64_FORMAT ": %s"), event->story_id,
				event->text);
		}
	} else if (event->story_id) {
		r->pages++;
	}
	if (!r->ended)
		return;
	size_t done = r->pages + r->pages_failed;
	r->pages_total = MAX(r->pages_total, done + event->left);
	if (r->pages_total > 0)
		progress_draw(&r->progress, done, r->pages_total, _("full texts"));
	if (!engine_fetches_pages(r->engine))
		g_main_loop_quit(r->loop);
}

static void reload_event(struct reload *r, const struct event *event)
{
	r->sums = event->reload;
	if (event->reload.running) {
		size_t n = event->reload.new_stories;
		char *stories = g_strdup_printf(
			ngettext("%zu new story", "%zu new stories", n), n);
		char *text = event->reload.failed
				     ? g_strdup_printf(_("%zu failed, %s"),
						       event->reload.failed, stories)
				     : g_strdup(stories);
		g_free(stories);
		progress_draw(&r->progress, event->reload.done, event->reload.total,
			      text);
		g_free(text);
		return;
	}
	r->ended = true;
	if (engine_fetches_pages(r->engine) && !r->interrupted) {
		progress_clear(&r->progress);
		print_summary(r);
		fflush(stdout);
	} else {
		g_main_loop_quit(r->loop);
	}
}

static void on_event(struct event *taken, void *data)
{
	struct reload *r = data;
	switch (taken->kind) {
	case EVENT_FEED:
		feed_done(r, taken);
		break;
	case EVENT_RELOAD:
		reload_event(r, taken);
		break;
	case EVENT_FULLTEXT:
		page_event(r, taken);
		break;
	case EVENT_FAILED:
		progress_clear(&r->progress);
		cli_say("%s", taken->text);
		r->failed = true;
		g_main_loop_quit(r->loop);
		break;
	case EVENT_NOTICE:
		progress_clear(&r->progress);
		if (!r->c->quiet)
			cli_say("%s", taken->text);
		break;
	default:
		break;
	}
	event_free(taken);
}

/* The first signal stops the transfers and keeps what came, the second ends at once. */
static gboolean on_signal(void *data)
{
	struct reload *r = data;
	if (r->interrupted || r->ended)
		g_main_loop_quit(r->loop);
	else
		engine_send(r->engine, request_new(REQ_STOP_RELOAD));
	r->interrupted = true;
	return G_SOURCE_CONTINUE;
}

/* --- which feeds ----------------------------------------------------------------------------- */

static bool add_section(const struct cli *c, const char *name, GPtrArray *subs,
			GError **err)
{
	const struct section *section = subs_section(c->conf->subs, name);
	if (section) {
		section_feeds(section, subs);
		return true;
	}
	const GPtrArray *all = c->conf->subs->sections;
	const char **names = g_new(const char *, all->len + 1);
	for (guint i = 0; i < all->len; i++)
		names[i] = ((const struct section *)all->pdata[i])->path;
	const char *nearest = err_nearest(name, names, all->len);
	g_set_error(err, TNEWS_ERROR, ERR_USAGE,
		    nearest ? _("there is no section '%s' (did you mean '%s'?)")
			    : _("there is no section '%s'"),
		    name, nearest);
	g_free(names);
	return false;
}

/* Each feed once, in the order in which they were named; all if none was. */
static GPtrArray *choose(const struct cli *c, char *const *sections, char *const *feeds,
			 GError **err)
{
	GPtrArray *subs = g_ptr_array_new();
	bool good = true;
	for (size_t i = 0; good && sections && sections[i]; i++)
		good = add_section(c, sections[i], subs, err);
	for (size_t i = 0; good && feeds && feeds[i]; i++) {
		struct sub *sub = subs_feed(c->conf->subs, feeds[i]);
		good = sub != NULL;
		if (good)
			g_ptr_array_add(subs, sub);
		else
			g_set_error(err, TNEWS_ERROR, ERR_USAGE,
				    _("there is no feed %s in the configuration"),
				    feeds[i]);
	}
	for (guint i = 0; good && !sections && !feeds && i < c->conf->subs->feeds->len;
	     i++)
		g_ptr_array_add(subs, c->conf->subs->feeds->pdata[i]);
	for (guint i = 0; i < subs->len; i++)
		for (guint k = subs->len; (sections || feeds) && --k > i;)
			if (subs->pdata[k] == subs->pdata[i])
				g_ptr_array_remove_index(subs, k);
	if (good)
		return subs;
	g_ptr_array_unref(subs);
	return NULL;
}

/* What a reload would ask, one address a line. */
static bool dry_run(struct cli *c, const GPtrArray *subs, bool all, bool due,
		    GError **err)
{
	if (!cli_open(c, DB_READ, err))
		return false;
	struct feed_states *states = feeds_read(c->db, err);
	if (!states)
		return false;
	GHashTable *by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (size_t i = 0; i < states->n; i++)
		g_hash_table_insert(by_id, &states->feeds[i].id, &states->feeds[i]);
	for (guint i = 0; i < subs->len && cli_output_good(); i++) {
		const struct sub *sub = subs->pdata[i];
		const struct feed_state *state = g_hash_table_lookup(by_id, &sub->id);
		if (sub->paused || (due && state && !policy_due(state, c->now)) ||
		    (all && state && policy_held(state, c->now)))
			continue;
		char *url = url_without_secrets(sub->url);
		cli_print("%s\n", url);
		g_free(url);
	}
	g_hash_table_unref(by_id);
	feed_states_free(states);
	return true;
}

/* --- the reload ------------------------------------------------------------------------------- */

static void send_reload(struct reload *r, const GPtrArray *subs, bool all, bool due,
			bool force)
{
	struct request *request = request_new(REQ_RELOAD);
	request->due = due;
	request->force = force;
	if (!all) {
		request->feeds = g_new(int64_t, subs->len + 1);
		request->n_feeds = subs->len;
		for (guint i = 0; i < subs->len; i++)
			request->feeds[i] = ((const struct sub *)subs->pdata[i])->id;
	}
	engine_send(r->engine, request);
}

static bool run(struct reload *r, const GPtrArray *subs, bool all, bool due, bool force,
		unsigned jobs, GError **err)
{
	struct engine_options options = {
		.data_dir = r->c->data_dir,
		.on_event = on_event,
		.data = r,
		.jobs = jobs,
		.finish_index = true,
		.fetches = true,
	};
	r->engine = engine_new(r->c->conf, &options, err);
	if (!r->engine)
		return false;
	r->loop = g_main_loop_new(NULL, FALSE);
	progress_init(&r->progress, r->c->quiet,
		      setting_text(r->c->conf->settings, SET_WINDOW_PROGRESS));
	guint signals[] = {g_unix_signal_add(SIGINT, on_signal, r),
			   g_unix_signal_add(SIGTERM, on_signal, r),
			   g_unix_signal_add(SIGHUP, on_signal, r)};
	send_reload(r, subs, all, due, force);
	g_main_loop_run(r->loop);
	progress_clear(&r->progress);
	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		g_source_remove(signals[i]);
	engine_free(r->engine);
	index_start(r->c->conf, r->c->data_dir);
	g_main_loop_unref(r->loop);
	print_summary(r);
	print_pages(r);
	if (r->interrupted)
		cli_say(_("stopped; what had arrived was kept"));
	return true;
}

bool cli_reload(struct cli *c, const GPtrArray *subs, GError **err)
{
	struct reload r = {.c = c};
	return run(&r, subs, false, false, true, 0, err) && r.sums.failed == 0 &&
	       !r.interrupted && !r.failed;
}

bool cmd_reload(struct cli *c, char **words, GError **err)
{
	char **sections = NULL, **feeds = NULL, *jobs_text = NULL;
	gboolean due = FALSE, force = FALSE, dry = FALSE, any = FALSE, json = FALSE;
	const GOptionEntry entries[] = {
		{"section", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &sections,
		 N_("the feeds of this section; may repeat"), "NAME"},
		{"feed", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &feeds,
		 N_("this feed; may repeat"), "URL"},
		{"due", 0, 0, G_OPTION_ARG_NONE, &due,
		 N_("only feeds whose time has come"), NULL},
		{"force", 0, 0, G_OPTION_ARG_NONE, &force, N_("without the cache"), NULL},
		{"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry, N_("only say which feeds"),
		 NULL},
		{"jobs", 0, 0, G_OPTION_ARG_FILENAME, &jobs_text, N_("transfers at once"),
		 "N"},
		{"ok-if-any", 0, 0, G_OPTION_ARG_NONE, &any,
		 N_("exit status 0 if any feed could be read"), NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, N_("one JSON object a line"),
		 NULL},
		{0},
	};
	struct reload r = {.c = c};
	GPtrArray *subs = NULL;
	int64_t jobs = 0;
	bool good = cli_options(c, entries, false, &words, err) &&
		    cli_words(words, 0, 0, err) &&
		    (!jobs_text || cli_number(jobs_text, "--jobs", &jobs, err)) &&
		    (subs = choose(c, sections, feeds, err));
	bool all = !sections && !feeds;
	r.json = json;
	if (good && dry) {
		good = dry_run(c, subs, all && !force, due, err);
	} else if (good) {
		good = run(&r, subs, all, due, force, (unsigned)MIN(jobs, 1000), err);
		bool enough = any ? r.sums.failed == 0 || r.sums.failed < r.sums.done
				  : r.sums.failed == 0;
		good = good && enough && !r.interrupted && !r.failed;
	}
	if (subs)
		g_ptr_array_unref(subs);
	g_strfreev(sections);
	g_strfreev(feeds);
	g_strfreev(words);
	g_free(jobs_text);
	return good;
}
