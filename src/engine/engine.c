/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts and ends the threads, turns requests into tasks, and hands events to main.
 * engine_new; engine_send and the events it brings; engine_free. */
#include "engine/internal.h"

#include <string.h>

#include "engine/fulltext.h"
#include "engine/lists.h"
#include "engine/hook.h"
#include "engine/log.h"
#include "engine/program.h"
#include "engine/subscribe.h"
#include "store/feeds.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/network.h"

enum { ONLINE_S = 20 };
enum { EVENTS_US = 4000 }; /* of one turn of the loop: keys come first */

/* --- events -------------------------------------------------------------------------- */

struct event_source {
	GSource source;
	struct engine *e;
};

struct event *event_new(enum event_kind kind, uint32_t serial)
{
	struct event *event = g_new0(struct event, 1);
	event->kind = kind;
	event->serial = serial;
	return event;
}

void engine_post(struct engine *e, struct event *taken)
{
	log_event(e->log, taken);
	g_async_queue_push(e->events, taken);
	g_main_context_wakeup(NULL);
}

void engine_post_error(struct engine *e, uint32_t serial, GError *taken)
{
	struct event *event = event_new(EVENT_FAILED, serial);
	event->error = taken ? taken->code : ERR_SYSTEM;
	event->text = g_strdup(taken ? taken->message
				     : _("something failed without a reason"));
	g_clear_error(&taken);
	engine_post(e, event);
}

static gboolean source_prepare(GSource *source, gint *timeout)
{
	struct engine *e = ((struct event_source *)(void *)source)->e;
	*timeout = -1;
	return g_async_queue_length(e->events) > 0;
}

static gboolean source_check(GSource *source)
{
	return g_async_queue_length(((struct event_source *)(void *)source)->e->events) >
	       0;
}

static void ask_counts(struct engine *e)
{
	if (e->counts_asked || e->finish_index) /* a command has no panes */
		return;
	e->counts_asked = true;
	task_push(e->to_reader, task_new(TASK_COUNTS, SOON));
}

/* The queue is kept while this machine is offline: once there is a way again, those feeds
 * are asked. */
static gboolean look_online(gpointer data)
{
	struct engine *e = data;
	GHashTableIter iter;
	void *key;
	if (!network_up())
		return G_SOURCE_CONTINUE;
	struct request *r = request_new(REQ_RELOAD);
	r->feeds = g_new(int64_t, g_hash_table_size(e->deferred) + 1);
	g_hash_table_iter_init(&iter, e->deferred);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		r->feeds[r->n_feeds++] = *(int64_t *)key;
	g_hash_table_remove_all(e->deferred);
	e->online_timer = 0;
	engine_send(e, r);
	return G_SOURCE_REMOVE;
}

static void defer(struct engine *e, int64_t feed)
{
	g_hash_table_add(e->deferred, g_memdup2(&feed, sizeof feed));
	if (!e->online_timer)
		e->online_timer = g_timeout_add_seconds(ONLINE_S, look_online, e);
}

static void send_scope(struct engine *e);

/* What the store said of the feeds; the file may have been read again meanwhile. */
static void subscribed(struct engine *e, const struct event *event)
{
	for (guint i = 0; i < e->conf->subs->feeds->len; i++) {
		struct sub *sub = g_ptr_array_index(e->conf->subs->feeds, i);
		const int64_t *id = g_hash_table_lookup(event->subscribed, sub->url);
		if (id)
			sub->id = *id;
	}
	send_scope(e);
	e->counts_asked = false; /* what is on its way may be older */
	ask_counts(e);
}

/* What main keeps track of, before the face hears of it. */
static void note_event(struct engine *e, struct event *event)
{
	switch (event->kind) {
	case EVENT_COUNTS:
		e->counts_asked = false;
		break;
	case EVENT_CHANGED:
	case EVENT_ACTED:
		ask_counts(e);
		break;
	case EVENT_SUBSCRIBED:
		subscribed(e, event);
		break;
	case EVENT_FEED:
		g_hash_table_remove(e->fetching, &event->feed);
		if (event->fail == FAIL_OFFLINE)
			defer(e, event->feed);
		if (event->fail)
			ask_counts(e);
		break;
	case EVENT_RELOAD:
		for (size_t i = 0; i < event->n_fetching; i++)
			g_hash_table_add(e->fetching,
					 g_memdup2(&event->fetching[i], sizeof(int64_t)));
		if (!event->reload.running) {
			ask_counts(e);
			fulltext_after_reload(e);
		}
		hooks_reload(e, event);
		break;
	default:
		break;
	}
}

/* The progress that is shown names all feeds under way, not only those that began. */
static void list_fetching(const struct engine *e, struct event *event)
{
	GHashTableIter iter;
	void *key;
	g_free(event->fetching);
	event->fetching = g_new(int64_t, g_hash_table_size(e->fetching) + 1);
	event->n_fetching = 0;
	g_hash_table_iter_init(&iter, e->fetching);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		event->fetching[event->n_fetching++] = *(int64_t *)key;
}

static gboolean source_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
	struct engine *e = ((struct event_source *)(void *)source)->e;
	int64_t end = clock_mono_us() + EVENTS_US;
	(void)callback;
	(void)data;
	do {
		struct event *event = g_async_queue_try_pop(e->events);
		if (!event)
			break;
		char *failure = log_failure(e->log);
		if (failure) {
			struct event *notice = event_new(EVENT_NOTICE, 0);
			notice->text = failure;
			e->on_event(notice, e->data);
		}
		bool began = event->kind == EVENT_RELOAD && event->fetching;
		note_event(e, event);
		/* of a reload that began the writer's own word follows, with the sums */
		if (began || fulltext_note(e, event)) {
			event_free(event);
			continue;
		}
		if (event->kind == EVENT_RELOAD)
			list_fetching(e, event);
		e->on_event(event, e->data);
	} while (clock_mono_us() < end);
	return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {source_prepare, source_check, source_dispatch,
				    NULL,	    NULL,	  NULL};

static void add_source(struct engine *e)
{
	e->source = g_source_new(&source_funcs, sizeof(struct event_source));
	((struct event_source *)(void *)e->source)->e = e;
	g_source_set_priority(e->source, G_PRIORITY_DEFAULT + 10);
	g_source_attach(e->source, NULL);
}

/* --- answers of the worker ------------------------------------------------------------ */

static void page_answer(struct engine *e, struct page_ticket *taken,
			struct answer *answer)
{
	struct event *event = event_new(EVENT_PAGE, taken->request->serial);
	event->story = taken->story;
	event->width = taken->request->width;
	event->view = taken->request->view;
	if (answer->kind == ANSWER_PAGE) {
		event->page = answer->page;
		event->page_arena = answer->arena;
		answer->arena = NULL;
	} else {
		event->text = g_strdup(answer->message);
	}
	request_free(taken->request);
	g_free(taken);
	engine_post(e, event);
}

void engine_answer(struct answer *taken, void *engine)
{
	struct engine *e = engine;
	struct ticket *ticket = taken->context;
	if (ticket->kind == TICKET_PAGE) {
		page_answer(e, (struct page_ticket *)(void *)ticket, taken);
		answer_free(taken);
		return;
	}
	struct fetch *fetch = (struct fetch *)(void *)ticket;
	if (fetch->page) {
		fulltext_answer(e, fetch, taken);
		return;
	}
	if (taken->kind == ANSWER_TEXT && fetch->filter && !fetch->filtered) {
		struct programs *programs = g_atomic_pointer_get(&e->programs);
		if (programs) {
			fetch->transfer = taken;
			programs_push(programs, fetch);
			return;
		}
		answer_free(taken); /* the engine ends: the document is dropped */
		taken = program_failed(FAIL_CANCELLED, _("stopped"));
	}
	struct task *task = task_new(TASK_ANSWER, LATER);
	task->fetch = fetch;
	task->answer = taken;
	task->weight = taken->weight;
	worker_weigh(e->worker, (gssize)task->weight);
	task_push(fetch->first && taken->kind == ANSWER_FEED ? e->to_packer
							     : e->to_writer,
		  task);
}

/* --- discovery ------------------------------------------------------------------------ */

/* A thread of its own: it waits for servers, and a worker of its own reads what they say. */
struct search_thread {
	struct engine *e;
	struct discovery *discovery;
	uint32_t serial;
};

static void *discovery_thread(void *data)
{
	struct search_thread *s = data;
	GError *err = NULL;
	GPtrArray *found = discovery_run(s->discovery, s->e->worker_path,
					 &s->e->discovery_over, &err);
	if (found) {
		struct event *event = event_new(EVENT_OFFERS, s->serial);
		event->offers = found;
		engine_post(s->e, event);
	} else {
		engine_post_error(s->e, s->serial, err);
	}
	discovery_free(s->discovery);
	g_free(s);
	return NULL;
}

/* One at a time: a newer one ends the one before. */
static void end_discovery(struct engine *e)
{
	if (!e->discovery)
		return;
	g_atomic_int_set(&e->discovery_over, 1);
	g_thread_join(e->discovery);
	e->discovery = NULL;
	g_atomic_int_set(&e->discovery_over, 0);
}

static void discover(struct engine *e, struct request *taken)
{
	GError *err = NULL;
	struct discovery *d = discovery_new(e->conf, taken->url, &err);
	end_discovery(e);
	if (d) {
		struct search_thread *s = g_new(struct search_thread, 1);
		*s = (struct search_thread){e, d, taken->serial};
		e->discovery = g_thread_new("discovery", discovery_thread, s);
	} else {
		engine_post_error(e, taken->serial, err);
	}
	request_free(taken);
}

void engine_hook(struct engine *e, const char *event)
{
	hooks_run(e, event, NULL, NULL, NULL);
}

/* --- requests ------------------------------------------------------------------------- */

/* Sections and settings become feed ids and words: only main may look at the file. */
static void resolve_list(const struct engine *e, struct task *t)
{
	const struct list_request *l = &t->request->list;
	t->scope = scope_ref(e->scope);
	t->all_feeds = true;
	t->sort = g_strdup(l->sort);
	const struct settings *settings = e->conf->settings;
	if (l->scope == SCOPE_FEED) {
		t->all_feeds = false;
		t->feeds = g_memdup2(&l->feed, sizeof l->feed);
		t->n_feeds = 1;
	} else if (l->scope == SCOPE_SECTION) {
		const struct section *section = subs_section(e->conf->subs, l->path);
		if (section)
			settings = section->settings;
		if (section && section->query) {
			t->section_query = g_strdup(section->query);
		} else {
			g_autoptr(GPtrArray) subs = g_ptr_array_new();
			if (section)
				section_feeds(section, subs);
			t->all_feeds = false;
			t->feeds = g_new0(int64_t, subs->len + 1);
			for (guint i = 0; i < subs->len; i++)
				t->feeds[t->n_feeds++] =
					((struct sub *)g_ptr_array_index(subs, i))->id;
		}
	}
	if (!t->sort)
		t->sort = g_strdup(setting_text(settings, SET_SORT));
}

static void to_reader(struct engine *e, enum task_kind kind, int priority,
		      struct request *taken)
{
	struct task *t = task_new(kind, priority);
	t->request = taken;
	if (kind == TASK_LIST)
		resolve_list(e, t);
	task_push(e->to_reader, t);
}

static void to_writer(struct engine *e, enum task_kind kind, struct request *taken)
{
	struct task *t = task_new(kind, FIRST);
	t->request = taken;
	if (kind == TASK_ACT)
		resolve_list(e, t);
	task_push(e->to_writer, t);
}

/* Until the file is read again, and the writer has its say. */
static void move_feed(struct engine *e, struct request *taken)
{
	for (guint i = 0; i < e->conf->subs->feeds->len; i++) {
		const struct sub *sub = g_ptr_array_index(e->conf->subs->feeds, i);
		if (strcmp(sub->url, taken->from) == 0)
			g_hash_table_replace(e->moved, g_strdup(taken->url),
					     g_memdup2(&sub->id, sizeof(int64_t)));
	}
	to_writer(e, TASK_MOVE, taken);
}

void engine_send(struct engine *e, struct request *taken)
{
	switch (taken->kind) {
	case REQ_LIST:
		g_atomic_int_set(&e->latest_list, (int)taken->serial);
		to_reader(e, TASK_LIST, FIRST, taken);
		break;
	case REQ_ROWS:
		to_reader(e, TASK_ROWS, FIRST, taken);
		break;
	case REQ_PAGE:
		if (!taken->ahead)
			g_atomic_int_set(&e->latest_page, (int)taken->serial);
		to_reader(e, TASK_PAGE, taken->ahead ? LATER : FIRST, taken);
		break;
	case REQ_COUNTS:
		to_reader(e, TASK_COUNTS, SOON, taken);
		break;
	case REQ_TAGS:
		to_reader(e, TASK_TAGS, SOON, taken);
		break;
	case REQ_ACT:
		to_writer(e, TASK_ACT, taken);
		break;
	case REQ_PLACE:
		to_writer(e, TASK_PLACE, taken);
		break;
	case REQ_UNDO:
		to_writer(e, TASK_UNDO, taken);
		break;
	case REQ_RELOAD:
		g_atomic_int_set(&e->stopping, 0);
		task_push(e->to_reader, reload_plan(e, taken));
		break;
	case REQ_STOP_RELOAD:
		g_atomic_int_set(&e->stopping, 1);
		fulltext_stop(e);
		to_reader(e, TASK_STOP, FIRST, taken);
		break;
	case REQ_DISCOVER:
		discover(e, taken);
		break;
	case REQ_FULLTEXT:
		to_reader(e, TASK_WISHES, FIRST, taken);
		break;
	case REQ_MOVE:
		move_feed(e, taken);
		break;
	case REQ_IMPORT:
	case REQ_EXPORT:
		lists_request(e, taken);
		break;
	}
}

/* --- start and end -------------------------------------------------------------------- */

static gboolean refresh_due(gpointer data)
{
	struct engine *e = data;
	struct request *r = request_new(REQ_RELOAD);
	r->due = true;
	if (g_hash_table_size(e->fetching) == 0)
		engine_send(e, r);
	else
		request_free(r);
	return G_SOURCE_CONTINUE;
}

/* The shortest interval that anything asks for decides how often the due are looked for. */
static void set_refresh(struct engine *e)
{
	int64_t shortest = setting_number(e->conf->settings, SET_REFRESH);
	for (guint i = 0; i < e->conf->subs->feeds->len; i++) {
		const struct sub *sub = g_ptr_array_index(e->conf->subs->feeds, i);
		int64_t every = sub->every_s >= 0
					? sub->every_s
					: setting_number(sub->settings, SET_REFRESH);
		if (every > 0 && (shortest < 0 || every < shortest))
			shortest = every;
	}
	g_clear_handle_id(&e->refresh, g_source_remove);
	if (e->auto_reload && shortest > 0)
		e->refresh = g_timeout_add_seconds((guint)MIN(shortest, 24 * 3600),
						   refresh_due, e);
}

static void send_scope(struct engine *e)
{
	g_atomic_int_set(&e->want_stories, hooks_want_stories(e->conf));
	scope_unref(e->scope);
	e->scope = scope_of_conf(e->conf, INT64_MAX);
	GAsyncQueue *queues[] = {e->to_reader, e->to_writer};
	for (size_t i = 0; i < G_N_ELEMENTS(queues); i++) {
		struct task *t = task_new(TASK_SCOPE, FIRST);
		t->scope = scope_ref(e->scope);
		task_push(queues[i], t);
	}
}

/* One that is needed at once starts while the store is opened: its libraries take as long
 * as that. */
static void start_workers(struct engine *e, const struct engine_options *options)
{
	e->worker_path = options->worker_path ? g_strdup(options->worker_path)
					      : engine_worker_path();
	g_autofree char *pages = options->worker_path ? g_strdup(options->worker_path)
						      : engine_page_worker_path();
	e->worker = worker_new(e->worker_path, engine_answer, e);
	e->pages = worker_new(pages, engine_answer, e);
	if (e->behind) {
		worker_step_back(e->worker);
		worker_start(e->pages); /* the first screen waits for a page */
	}
	if (options->fetches)
		worker_start(e->worker);
}

static void end_workers(struct engine *e)
{
	worker_free(e->pages);
	worker_free(e->worker);
	g_free(e->worker_path);
}

struct engine *engine_new(struct conf *conf, const struct engine_options *options,
			  GError **err)
{
	struct engine *e = g_new0(struct engine, 1);
	e->conf = conf;
	e->data_dir = g_strdup(options->data_dir);
	e->on_event = options->on_event;
	e->data = options->data;
	e->jobs = options->jobs;
	e->auto_reload = options->auto_reload;
	e->finish_index = options->finish_index;
	e->behind = options->behind;
	start_workers(e, options);
	struct db *db = db_open(options->data_dir, DB_WRITE, err);
	if (!db || !scope_subscribe(db, conf, true, err)) {
		db_close(db);
		end_workers(e);
		g_free(e->data_dir);
		g_free(e);
		return NULL;
	}
	e->write_db = db;
	e->log = log_new();
	log_set(e->log, conf->settings);
	log_try(e->log);
	e->to_reader = g_async_queue_new_full((GDestroyNotify)task_free);
	e->to_packer = g_async_queue_new_full((GDestroyNotify)task_free);
	e->to_writer = g_async_queue_new_full((GDestroyNotify)task_free);
	e->events = g_async_queue_new_full((GDestroyNotify)event_free);
	e->deferred = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	e->moved = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	e->fetching = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	add_source(e);
	e->programs = programs_new(e);
	e->fulltexts = fulltexts_new();
	send_scope(e);
	e->reader = g_thread_new("reader", reader_thread, e);
	e->packer = g_thread_new("packer", packing_thread, e);
	e->writer = g_thread_new("writer", writer_thread, e);
	set_refresh(e);
	return e;
}

/* The feeds of the file that have an id are known by their address. */
static void keep_ids(struct engine *e, const struct conf *old, struct conf *conf)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < old->subs->feeds->len; i++) {
		struct sub *sub = g_ptr_array_index(old->subs->feeds, i);
		g_hash_table_insert(known, sub->url, sub);
	}
	for (guint i = 0; i < conf->subs->feeds->len; i++) {
		struct sub *sub = g_ptr_array_index(conf->subs->feeds, i);
		const struct sub *was = g_hash_table_lookup(known, sub->url);
		const int64_t *moved = g_hash_table_lookup(e->moved, sub->url);
		sub->id = was ? was->id : moved ? *moved : 0;
	}
	g_hash_table_remove_all(e->moved);
}

static struct task *subscribe_task(const struct conf *conf)
{
	const GPtrArray *feeds = conf->subs->feeds;
	struct task *t = task_new(TASK_SUBSCRIBE, FIRST);
	t->urls = g_new0(char *, feeds->len + 1);
	t->names = g_new0(char *, feeds->len + 1);
	for (guint i = 0; i < feeds->len; i++) {
		const struct sub *sub = g_ptr_array_index(feeds, i);
		t->urls[i] = g_strdup(sub->url);
		t->names[i] = g_strdup(sub->name ? sub->name : "");
	}
	return t;
}

void engine_conf(struct engine *e, struct conf *conf)
{
	if (conf != e->conf)
		keep_ids(e, e->conf, conf);
	e->conf = conf;
	log_set(e->log, conf->settings);
	task_push(e->to_writer, subscribe_task(conf));
	send_scope(e);
	set_refresh(e);
}

/* In the order in which work flows: nothing new is asked, the worker ends and answers for
 * what was open, the writer stores what arrived. */
void engine_free(struct engine *e)
{
	if (!e)
		return;
	g_atomic_int_set(&e->stopping, 1);
	g_clear_handle_id(&e->refresh, g_source_remove);
	g_clear_handle_id(&e->online_timer, g_source_remove);
	g_hash_table_unref(e->deferred);
	g_hash_table_unref(e->moved);
	fulltexts_free(e->fulltexts);
	end_discovery(e);
	lists_end(e);
	g_source_destroy(e->source);
	g_source_unref(e->source);
	task_push(e->to_reader, task_new(TASK_END, FIRST));
	g_thread_join(e->reader);
	struct programs *programs = e->programs;
	g_atomic_pointer_set(&e->programs, NULL);
	programs_free(programs);
	worker_stop(e->pages);
	worker_stop(e->worker);
	task_push(e->to_packer, task_new(TASK_END, LAST));
	g_thread_join(e->packer);
	task_push(e->to_writer, task_new(TASK_END, LAST));
	g_thread_join(e->writer);
	end_workers(e);
	g_async_queue_unref(e->to_reader);
	g_async_queue_unref(e->to_packer);
	g_async_queue_unref(e->to_writer);
	g_async_queue_unref(e->events);
	g_hash_table_unref(e->fetching);
	log_free(e->log);
	scope_unref(e->scope);
	g_free(e->data_dir);
	g_free(e);
}

char *engine_data_dir(const char *given)
{
	return given ? g_strdup(given)
		     : g_build_filename(g_get_user_data_dir(), "tnews", NULL);
}

static char *worker_path(const char *name)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	if (self) {
		g_autofree char *dir = g_path_get_dirname(self);
		char *beside = g_build_filename(dir, name, NULL);
		if (g_file_test(beside, G_FILE_TEST_IS_EXECUTABLE))
			return beside;
		g_free(beside);
	}
	return g_build_filename(LIBEXECDIR, name, NULL);
}

char *engine_worker_path(void)
{
	return worker_path("tnews-worker");
}

char *engine_page_worker_path(void)
{
	return worker_path("tnews-worker-page");
}
