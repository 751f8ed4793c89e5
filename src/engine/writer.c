/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that writes: the one connection that does. Acts of the user go first, each
 * in a durable transaction of its own. Feeds are taken in batches: until there are 25, or
 * 250 ms are over, or nothing more comes, or the user does something; then the batch is
 * committed and main hears of it. When there is nothing to do, words go into the text
 * index. */
#include "engine/internal.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sys/resource.h>

#include "engine/fulltext.h"
#include "engine/hook.h"
#include "engine/policy.h"
#include "engine/program.h"
#include "engine/rules.h"
#include "store/feeds.h"
#include "store/ingest.h"
#include "store/pack.h"
#include "store/place.h"
#include "store/same.h"
#include "store/search.h"
#include "store/state.h"
#include "util/clock.h"
#include "util/i18n.h"
#include "util/network.h"
#include "util/url.h"

enum {
	NICE_BEHIND = 5,
	BATCH_FEEDS = 25,
	BATCH_US = 250 * 1000,
	BATCH_WAIT_US = 20 * 1000, /* nothing came for so long: commit what is there */
	IDLE_US = 60 * 1000,	   /* and for so long: index */
	WAKE_MOST_S = 3600,
	WAKE_AGAIN_S = 60,
	INDEX_AT_ONCE = 128, /* stories; an act waits for them, but is shown at once */
	INDEX_LAST = 500,    /* when nobody waits for anything else */
	INDEX_LAST_US = 100 * 1000,
	INDEX_MOST = 200, /* stories of one run */
};

/* One feed of the open batch: told to main when it is committed. */
struct stored {
	struct fetch *fetch;
	struct event *event;
	bool new_content;
};

struct writer {
	struct engine *e;
	struct db *db;
	bool open;	  /* a batch is */
	int64_t opened;	  /* when, monotonic */
	GArray *batch;	  /* struct stored */
	size_t n_arrived; /* in this run */
	GArray *news;	  /* int64_t: new stories of this reload, for hooks */
	GArray *arrived;  /* int64_t: stories of the open batch, for the rules */
	struct scope *scope;
	struct reload_progress progress;
	int64_t wakes;	 /* when the next story that sleeps wakes */
	bool index_left; /* there may be something to index */
};

/* --- batches of feeds --------------------------------------------------------------- */

static void post_progress(struct writer *w)
{
	struct event *event = event_new(EVENT_RELOAD, 0);
	event->reload = w->progress;
	if (!w->progress.running)
		event->text = reload_summary(&w->progress);
	if (!w->progress.running && w->news->len > 0)
		event->stories = hook_stories(w->db, w->news);
	engine_post(w->e, event);
}

static void end_reload(struct writer *w)
{
	if (!w->progress.running || w->progress.done < w->progress.total)
		return;
	w->progress.running = false;
	db_checkpoint(w->db, true);
	post_progress(w);
	w->progress = (struct reload_progress){0};
	g_array_set_size(w->news, 0);
#ifdef __GLIBC__
	if (!w->e->finish_index)
		malloc_trim(0); /* the panes stay, a command ends */
#endif
}

static void count(struct writer *w, const struct stored *s)
{
	const struct event *event = s->event;
	w->progress.done++;
	if (event->fail == FAIL_CANCELLED)
		w->progress.cancelled = true;
	else if (event->fail && !event->hushed)
		w->progress.failed++;
	else if (s->new_content)
		w->progress.changed++;
	else /* or a failure that nobody wants to hear of */
		w->progress.unchanged++;
	w->progress.new_stories += event->n_new;
}

/* Stories are listed, or no longer, though nobody did anything. */
static void tell_changed(struct writer *w)
{
	engine_post(w->e, event_new(EVENT_CHANGED, 0));
}

/* Tells main and the reader what a batch was; err: why it was not stored, or NULL. */
static void announce_batch(struct writer *w, const GError *err)
{
	struct task *written = task_new(TASK_WRITTEN, FIRST);
	bool stories = false;
	written->feeds = g_new0(int64_t, w->batch->len);
	for (guint i = 0; i < w->batch->len; i++) {
		struct stored *s = &g_array_index(w->batch, struct stored, i);
		written->feeds[written->n_feeds++] = s->fetch->feed;
		if (err) {
			s->event->fail = FAIL_OTHER;
			s->event->n_new = s->event->n_updated = 0;
			g_free(s->event->text);
			s->event->text = g_strdup(err->message);
		}
		count(w, s);
		stories = stories || s->event->n_new || s->event->n_updated;
		fetch_free(s->fetch);
		engine_post(w->e, s->event);
	}
	g_array_set_size(w->batch, 0);
	w->index_left = w->index_left || stories;
	task_push(w->e->to_reader, written);
	if (stories)
		engine_post(w->e, event_new(EVENT_CHANGED, 0));
	if (w->progress.running && w->progress.done < w->progress.total)
		post_progress(w);
}

/* A rule that cannot be applied is told; the stories stay. */
static void apply_rules(struct writer *w)
{
	GError *err = NULL;
	if (w->scope && w->scope->n_rules > 0 &&
	    !rules_arrived(w->db, w->scope,
			   (const int64_t *)(const void *)w->arrived->data,
			   w->arrived->len, clock_now(), &err))
		engine_post_error(w->e, 0, err);
	if (g_atomic_int_get(&w->e->want_stories) && w->news->len < HOOK_STORIES)
		g_array_append_vals(w->news, w->arrived->data, w->arrived->len);
	w->n_arrived += w->arrived->len;
	g_array_set_size(w->arrived, 0);
}

static void close_batch(struct writer *w)
{
	GError *err = NULL;
	if (!w->open)
		return;
	w->open = false;
	apply_rules(w);
	if (!db_commit(w->db, false, &err)) {
		db_rollback(w->db);
		announce_batch(w, err);
		engine_post_error(w->e, 0, err);
	} else {
		announce_batch(w, NULL);
		db_checkpoint(w->db, false);
	}
	end_reload(w);
}

static bool send_dictionary(struct writer *w, GError **err)
{
	GError *bad = NULL;
	struct task *t = task_new(TASK_DICTIONARY, FIRST);
	t->dictionary = pack_dictionary(w->db, &bad);
	task_push(w->e->to_packer, t);
	if (bad)
		g_propagate_error(err, bad);
	return !bad;
}

static bool open_batch(struct writer *w, GError **err)
{
	if (w->open)
		return true;
	bool learned = false;
	if (!pack_learn(w->db, &learned, err) || (learned && !send_dictionary(w, err)) ||
	    !db_begin(w->db, err))
		return false;
	w->open = true;
	w->opened = clock_mono_us();
	return true;
}

/* What tnews found out itself goes into the answer of the worker. */
static void complete_answer(struct fetch *f, struct answer *a)
{
	if (f->transfer) {
		struct fetched *from = &f->transfer->fetched;
		a->fetched.status = from->status;
		a->fetched.etag = arena_strdup(a->arena, from->etag);
		a->fetched.last_modified = arena_strdup(a->arena, from->last_modified);
		a->fetched.retry_after_s = from->retry_after_s;
		a->fetched.fresh_s = from->fresh_s;
		a->fetched.elapsed_ms = from->elapsed_ms;
	}
	if (f->document_digest)
		a->fetched.body_digest = f->document_digest;
}

/* When it is asked again, and what is to be remembered for that. */
static struct feed_times times_of(const struct fetch *f, const struct answer *a,
				  int64_t now)
{
	struct policy p = {
		.feed = f->feed,
		.every_s = f->every_s,
		.exact = f->exact,
		.adaptive = f->adaptive,
		.fails = f->fails + 1,
		.hint_s = f->hint_s,
		.skip_hours = f->skip_hours,
		.skip_days = f->skip_days,
		.pace_from = f->pace_from,
		.pace_n = f->pace_n,
	};
	if (a->kind == ANSWER_FEED)
		policy_read(&p, a->feed, now);
	int64_t wait = a->fetched.retry_after_s;
	return (struct feed_times){
		.now = now,
		.next = policy_next(a, &p, now),
		.held = a->kind == ANSWER_FAILED && wait > 0 ? now + wait : DATE_NONE,
		.hushed = f->hushed,
		.hint_s = p.hint_s,
		.skip_hours = p.skip_hours,
		.skip_days = p.skip_days,
		.pace_from = p.pace_from,
		.pace_n = p.pace_n,
	};
}

/* Stores one answer in the open batch. A feed that cannot be ingested fails alone. */
static void store_answer(struct writer *w, struct fetch *f, const struct task *t,
			 struct stored *s, GError **err)
{
	struct answer *a = t->answer;
	int64_t now = clock_now();
	struct ingest_result result = {0};
	GError *bad = NULL;
	if (a->kind == ANSWER_FEED) {
		struct ingest_options options = {
			.tags = (const char *const *)f->tags,
			.now = now,
			.packed = t->packed,
			.new_read = f->new_read,
			.changed_unread = f->changed_unread,
		};
		if (ingest_feed(w->db, f->feed, a->feed, &options, &result, &bad)) {
			s->new_content = result.new_ids->len + result.updated > 0;
			g_array_append_vals(w->arrived, result.new_ids->data,
					    result.new_ids->len);
		} else {
			a->kind = ANSWER_FAILED;
			a->fail = FAIL_OTHER;
			a->message = arena_strdup(a->arena, bad->message);
			g_clear_error(&bad);
		}
		if (result.new_ids)
			g_array_unref(result.new_ids);
	}
	struct feed_times times = times_of(f, a, now);
	if (!feeds_store_answer(w->db, f->feed, a, &times, err))
		return;
	s->event->n_new = result.added;
	s->event->n_updated = result.updated;
	s->event->unchanged = a->kind == ANSWER_SAME;
	s->event->next = times.next;
	s->event->hushed = f->hushed;
	if (a->kind == ANSWER_FAILED) {
		s->event->fail = a->fail ? a->fail : FAIL_OTHER;
		s->event->text = g_strdup(a->message);
	}
}

/* Whether a failure may come from there being no way to any host. */
static bool may_be_offline(enum fail fail)
{
	return fail == FAIL_HOST || fail == FAIL_CONNECT || fail == FAIL_TIMEOUT ||
	       fail == FAIL_CUT;
}

/* A host that is not found or not reached, while there is no way to any host, says
 * nothing about the feed. What waits is not asked then, but when there is a way again. */
static void look_whether_offline(struct writer *w, const struct fetch *f,
				 struct answer *a)
{
	if (a->kind != ANSWER_FAILED || !may_be_offline(a->fail) || f->proxy ||
	    url_is_local(f->url) || network_up())
		return;
	a->fail = FAIL_OFFLINE;
	a->message = arena_printf(a->arena, _("%s; this machine is offline"), a->message);
	task_push(w->e->to_reader, task_new(TASK_OFFLINE, FIRST));
}

static void do_answer(struct writer *w, struct task *t)
{
	GError *err = NULL;
	struct stored s = {.fetch = t->fetch, .event = event_new(EVENT_FEED, 0)};
	s.event->feed = t->fetch->feed;
	s.event->url = g_strdup(t->fetch->url);
	s.event->next = DATE_NONE;
	complete_answer(t->fetch, t->answer);
	look_whether_offline(w, t->fetch, t->answer);
	if (t->answer->kind == ANSWER_FAILED &&
	    (t->answer->fail == FAIL_CANCELLED || t->answer->fail == FAIL_OFFLINE)) {
		/* nothing was learned about the feed */
		s.event->fail = t->answer->fail;
		s.event->text = g_strdup(t->answer->message);
	} else if (open_batch(w, &err)) {
		store_answer(w, t->fetch, t, &s, &err);
	}
	if (err) {
		s.event->fail = FAIL_OTHER;
		s.event->text = g_strdup(err->message);
		g_error_free(err);
	}
	t->fetch = NULL;
	g_array_append_val(w->batch, s);
	if (!w->open) {
		announce_batch(w, NULL);
		end_reload(w);
	} else if (w->batch->len >= BATCH_FEEDS ||
		   clock_mono_us() - w->opened > BATCH_US) {
		close_batch(w);
	}
}

/* A dictionary is made in a transaction of its own, or the one that is there is sent. */
static void do_learn(struct writer *w)
{
	GError *err = NULL;
	bool learned, good;
	close_batch(w);
	good = pack_learn(w->db, &learned, &err);
	/* it waits for an answer in any case */
	if (!send_dictionary(w, good ? &err : NULL) || !good)
		engine_post_error(w->e, 0, err);
}

static void do_started(struct writer *w, const struct task *t)
{
	GError *err = NULL;
	if (t->whole) {
		close_batch(w);
		if (db_begin(w->db, &err) &&
		    feeds_reload_began(w->db, clock_now(), &err) &&
		    db_commit(w->db, false, &err)) {
			/* is:new means from here on */
		} else {
			db_rollback(w->db);
			engine_post_error(w->e, 0, err);
		}
	}
	w->progress.running = true;
	w->progress.total += t->n_started;
	post_progress(w);
	end_reload(w); /* of nothing: all were fetched elsewhere, or none was due */
}

/* --- acts of the user ---------------------------------------------------------------- */

static void post_acted(struct writer *w, uint32_t serial, struct act_result *result,
		       char *taken_label, bool undone, bool redone)
{
	struct event *event = event_new(EVENT_ACTED, serial);
	event->n_changed = result->n_changed;
	event->label = taken_label;
	event->undone = undone;
	event->redone = redone;
	if (result->ids && result->ids->len == result->n_changed) {
		event->n_changed_ids = result->ids->len;
		event->changed_ids = g_memdup2(result->ids->data,
					       result->ids->len * sizeof(int64_t));
	}
	if (result->ids)
		g_array_unref(result->ids);
	engine_post(w->e, event);
}

static void do_act(struct writer *w, struct task *t)
{
	const struct request *r = t->request;
	struct query *query = NULL;
	struct act_result result = {0};
	GError *err = NULL;
	close_batch(w);
	if (r->by_list && !task_query(t, &query, &err)) {
		engine_post_error(w->e, r->serial, err);
		return;
	}
	/* everything means what is subscribed and shown */
	bool all = r->list.scope == SCOPE_ALL;
	struct list_spec spec = {
		.all_feeds = t->all_feeds && !all,
		.feeds = all ? t->scope->visible : t->feeds,
		.n_feeds = all ? t->scope->n_visible : t->n_feeds,
		.query = query,
		.scope = &t->scope->names,
	};
	struct act act = {
		.ids = r->by_list ? NULL : r->ids,
		.n_ids = r->n_ids,
		.spec = r->by_list ? &spec : NULL,
		.add = (const char *const *)r->add,
		.remove = (const char *const *)r->remove,
		.delete_stories = r->delete_stories,
		.snooze_until = r->snooze_until,
		.label = r->label ? r->label : "",
	};
	if (r->from ? state_rename_tag(w->db, r->from, r->url, &result, &err)
		    : state_act(w->db, &act, &result, &err))
		post_acted(w, r->serial, &result, g_strdup(r->label), false, false);
	else
		engine_post_error(w->e, r->serial, err);
	if (r->from) /* what is shown has the old name */
		tell_changed(w);
	query_free(query);
}

static void do_undo(struct writer *w, const struct task *t)
{
	const struct request *r = t->request;
	struct act_result result = {0};
	size_t done = 0;
	char *label = NULL;
	GError *err = NULL;
	bool back = r->n > 0;
	close_batch(w);
	bool good = back ? undo_back(w->db, (size_t)r->n, &done, &label, &result, &err)
			 : undo_again(w->db, (size_t)-r->n, &done, &label, &result, &err);
	if (!good) {
		g_free(label);
		engine_post_error(w->e, r->serial, err);
		return;
	}
	post_acted(w, r->serial, &result, label, back && done, !back && done);
}

/* Nobody waits for it, and a story that is gone needs none. */
static void do_place(struct writer *w, const struct task *t)
{
	const struct request *r = t->request;
	close_batch(w);
	place_set(w->db, r->story, r->anchor, clock_now(), NULL);
}

static void do_page_text(struct writer *w, const struct task *t)
{
	close_batch(w);
	if (fulltext_keep(w->e, w->db, t->fetch)) {
		w->index_left = true;
		w->n_arrived++;
	}
}

/* --- the file of feeds --------------------------------------------------------------- */

static void do_subscribe(struct writer *w, const struct task *t)
{
	size_t n = g_strv_length(t->urls);
	g_autofree struct subscription *subs = g_new0(struct subscription, n + 1);
	g_autofree int64_t *ids = g_new0(int64_t, n + 1);
	GError *err = NULL;
	close_batch(w);
	for (size_t i = 0; i < n; i++)
		subs[i] = (struct subscription){t->urls[i],
						*t->names[i] ? t->names[i] : NULL};
	if (!feeds_subscribe(w->db, subs, n, ids, &err)) {
		engine_post_error(w->e, 0, err);
		return;
	}
	struct event *event = event_new(EVENT_SUBSCRIBED, 0);
	event->subscribed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  g_free);
	for (size_t i = 0; i < n; i++)
		g_hash_table_replace(event->subscribed, g_strdup(t->urls[i]),
				     g_memdup2(&ids[i], sizeof(int64_t)));
	engine_post(w->e, event);
}

static void do_move(struct writer *w, const struct task *t)
{
	GError *err = NULL;
	close_batch(w);
	if (!feeds_move(w->db, t->request->from, t->request->url, &err))
		engine_post_error(w->e, t->request->serial, err);
}

/* --- the loop ------------------------------------------------------------------------ */

static void index_some(struct writer *w, size_t n)
{
	GError *err = NULL;
	bool good = search_index(w->db, n, &w->index_left, &err);
	if (good && !w->index_left && w->e->behind)
		good = search_tidy(w->db, &w->index_left, &err);
	if (!good) {
		w->index_left = false;
		engine_post_error(w->e, 0, err);
	}
	db_checkpoint(w->db, false);
}

/* Stories whose time has come are listed again; looked for once a second at most. */
static void wake_some(struct writer *w)
{
	int64_t now = clock_now();
	size_t woken = 0;
	GError *err = NULL;
	if (w->open || now < w->wakes)
		return;
	if (!state_wake(w->db, now, &woken, &w->wakes, &err)) {
		engine_post_error(w->e, 0, err);
		w->wakes = now + WAKE_AGAIN_S;
	}
	if (woken)
		tell_changed(w);
}

static int64_t wake_wait_us(const struct writer *w)
{
	int64_t wait = w->wakes == INT64_MAX ? WAKE_MOST_S : w->wakes - clock_now();
	return CLAMP(wait, 1, WAKE_MOST_S) * G_USEC_PER_SEC;
}

static void take_scope(struct writer *w, struct task *t)
{
	GError *err = NULL;
	bool changed;
	scope_unref(w->scope);
	w->scope = g_steal_pointer(&t->scope);
	close_batch(w);
	if (!same_set(w->db, (enum same_by)w->scope->same_by, &changed, &err))
		engine_post_error(w->e, 0, err);
	else if (changed)
		tell_changed(w);
}

static struct task *next_task(struct writer *w)
{
	if (w->open)
		return task_pop(w->e->to_writer, BATCH_WAIT_US);
	/* a command indexes at its end, the panes whenever nothing comes */
	if (w->index_left && !w->e->finish_index)
		return task_pop(w->e->to_writer, w->progress.running ? IDLE_US : 1000);
	return task_pop(w->e->to_writer, wake_wait_us(w));
}

static void do_task(struct writer *w, struct task *t)
{
	switch (t->kind) {
	case TASK_ANSWER:
		do_answer(w, t);
		break;
	case TASK_LEARN:
		do_learn(w);
		break;
	case TASK_PAGE_TEXT:
		do_page_text(w, t);
		break;
	case TASK_STARTED:
		do_started(w, t);
		break;
	case TASK_ACT:
		do_act(w, t);
		break;
	case TASK_PLACE:
		do_place(w, t);
		break;
	case TASK_SUBSCRIBE:
		do_subscribe(w, t);
		break;
	case TASK_MOVE:
		do_move(w, t);
		break;
	case TASK_UNDO:
		do_undo(w, t);
		break;
	case TASK_SCOPE:
		take_scope(w, t);
		break;
	default:
		break;
	}
}

void *writer_thread(void *engine)
{
	struct engine *e = engine;
	struct writer w = {.e = e, .db = e->write_db, .index_left = true};
	w.batch = g_array_new(FALSE, TRUE, sizeof(struct stored));
	w.news = g_array_new(FALSE, FALSE, sizeof(int64_t));
	w.arrived = g_array_new(FALSE, FALSE, sizeof(int64_t));
	if (e->behind)
		setpriority(PRIO_PROCESS, 0,
			    NICE_BEHIND); /* on Linux of this thread alone */
	for (;;) {
		wake_some(&w);
		struct task *t = next_task(&w);
		if (!t && w.open) {
			close_batch(&w);
		} else if (!t && w.index_left && !e->finish_index) {
			index_some(&w, INDEX_AT_ONCE);
		} else if (t->kind == TASK_END) {
			task_free(t);
			break;
		} else if (t) {
			do_task(&w, t);
		}
		size_t weight = t ? t->weight : 0;
		task_free(t);
		if (weight)
			worker_weigh(e->worker, -(gssize)weight);
	}
	close_batch(&w);
	/* What came goes into the index, with some of what was left before. So many that a
	 * moment does not matter are left to the panes and to reloads that bring little;
	 * one that brought nothing ends at once. */
	bool finish = e->finish_index && w.n_arrived > 0 && w.n_arrived <= INDEX_MOST;
	int64_t until = clock_mono_us() + INDEX_LAST_US;
	while (finish && w.index_left) {
		index_some(&w, INDEX_LAST);
		if (clock_mono_us() > until)
			break;
	}
	db_checkpoint(w.db, true);
	db_close(w.db);
	g_array_unref(w.batch);
	g_array_unref(w.arrived);
	g_array_unref(w.news);
	scope_unref(w.scope);
	return NULL;
}
