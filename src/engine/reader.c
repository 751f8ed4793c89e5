/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that reads: lists, rows, stories, counts. It owns one read connection, takes
 * a task, answers with an event, and keeps no statement open in between. Once a second it
 * looks whether another process changed the store. */
#include "engine/internal.h"

#include <string.h>

#include "engine/entry.h"
#include "engine/highlight.h"
#include "engine/fulltext.h"
#include "store/feeds.h"
#include "store/list.h"
#include "store/place.h"
#include "store/snippet.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"

struct reader {
	struct engine *e;
	struct db *db;
	struct scope *scope;
	struct window window;
	uint32_t list_serial;		     /* of the list that is being read */
	bool all_visible_known, all_visible; /* no orphan, no hidden feed has stories */
};

/* "All" means all that are subscribed and not hidden; when nothing else is in the store,
 * which is usual, no feed has to be named. */
static bool all_visible(struct reader *r)
{
	if (r->all_visible_known)
		return r->all_visible;
	bool orphans;
	r->all_visible = !r->scope->has_hidden &&
			 feeds_have_orphans(r->db, &orphans, NULL) && !orphans;
	r->all_visible_known = true;
	return r->all_visible;
}

struct list_frame {
	struct query *query;
	struct query_scope names;
	struct list_spec spec;
};

/* The list of a task as the store takes it. frame must outlive its use. */
static bool make_spec(struct reader *r, const struct task *t, struct list_frame *frame,
		      GError **err)
{
	if (!task_query(t, &frame->query, err))
		return false;
	if (!scope_names(r->db, t->scope, frame->query, &frame->names, err)) {
		query_free(frame->query);
		return false;
	}
	struct query_order order = {SORT_DATE, false};
	if (t->sort)
		scope_order(t->sort, &order);
	frame->spec = (struct list_spec){
		.all_feeds = t->all_feeds,
		.feeds = t->feeds,
		.n_feeds = t->n_feeds,
		.query = frame->query,
		.scope = &frame->names,
		.order = order,
	};
	if (t->request->list.scope == SCOPE_ALL && !all_visible(r)) {
		frame->spec.all_feeds = false;
		frame->spec.feeds = t->scope->visible;
		frame->spec.n_feeds = t->scope->n_visible;
	}
	return true;
}

/* Whether a newer request made this one useless. */
static bool outdated(const struct request *r, int *latest)
{
	return !r->ahead && (uint32_t)g_atomic_int_get(latest) != r->serial;
}

struct list_first {
	struct engine *e;
	uint32_t serial;
	const struct query *query; /* or NULL */
};

static void send_ids(const struct list_first *to, struct ids *taken, bool whole)
{
	struct event *event = event_new(EVENT_LIST, to->serial);
	event->ids = taken;
	event->whole = whole;
	if (to->query && to->query->n_order > 0) {
		const struct query_order *order = to->query->order;
		event->own_sort = g_strconcat(order->reverse ? "-" : "",
					      query_sort_name(order->key), NULL);
	}
	engine_post(to->e, event);
}

static void first_ids(struct ids *taken, void *data)
{
	send_ids(data, taken, false);
}

/* keep: the story that stays although it no longer fits stands where it would if the list
 * were by date; at the top it would jump, so it goes to its place among the ids, which
 * rise with time. */
static void keep_story(struct ids *ids, int64_t keep)
{
	size_t at = 0;
	for (size_t i = 0; i < ids->n; i++) {
		if (ids->ids[i] == keep)
			return;
		if (ids->ids[i] > keep)
			at = i + 1;
	}
	ids->ids = g_renew(int64_t, ids->ids, ids->n + 1);
	memmove(ids->ids + at + 1, ids->ids + at, (ids->n - at) * sizeof(int64_t));
	ids->ids[at] = keep;
	ids->n++;
}

/* Around what was searched for in them. */
static void find_snippets(struct db *db, const char *text, struct rows *rows)
{
	struct query *query = text ? query_parse(text, clock_now(), NULL, NULL) : NULL;
	struct snippets *snippets = query ? snippets_new(db, query) : NULL;
	for (size_t i = 0; snippets && i < rows->n; i++)
		if (rows->rows[i].id)
			rows->rows[i].snippet = snippets_of(
				snippets, rows->rows[i].id, rows->arena,
				&rows->rows[i].hit_from, &rows->rows[i].hit_to);
	snippets_free(snippets);
	query_free(query);
}

static void do_rows(struct reader *r, const struct task *t)
{
	GError *err = NULL;
	struct rows *rows = list_rows(r->db, t->request->ids, t->request->n_ids, &err);
	if (!rows) {
		engine_post_error(r->e, t->request->serial, err);
		return;
	}
	highlight_rows(r->db, r->scope, rows->rows, rows->n);
	find_snippets(r->db, t->request->list.query, rows);
	struct event *event = event_new(EVENT_ROWS, t->request->serial);
	event->rows = rows;
	engine_post(r->e, event);
}

/* What is laid out for a view other than the story itself: false, with the reason, if
 * there is nothing. */
static bool view_text(struct reader *r, const struct request *request,
		      struct story *story, struct job *job, GError **err)
{
	enum page_view view = request->view;
	if (view == VIEW_HTML || view == VIEW_ENTRY)
		job->flags |= RENDER_PLAIN | RENDER_NO_NUMBERS;
	if (view == VIEW_ENTRY) {
		job->bytes = entry_text(job->arena, story);
		job->n_bytes = strlen(job->bytes);
	}
	if (view != VIEW_COMPARE && view != VIEW_FEED)
		return true;
	const char *body = story->content ? story->content : story->summary;
	if (view == VIEW_FEED) /* as it would be without the text of its page */
		body = story_feed_text(story, request->shown);
	job->bytes = arena_strdup(job->arena, body ? body : "");
	job->n_bytes = strlen(job->bytes);
	if (view == VIEW_FEED)
		return true;
	job->former = place_former(r->db, story->row.id, job->arena, err);
	if (!job->former && err && !*err)
		g_set_error(err, TNEWS_ERROR, ERR_USAGE,
			    _("this story was not changed since it came"));
	return job->former != NULL;
}

static void send_page_job(struct reader *r, struct request *taken,
			  struct story *taken_story)
{
	struct engine *e = r->e;
	struct page_ticket *ticket = g_new0(struct page_ticket, 1);
	if (taken_story)
		story_show_text(taken_story, taken->shown);
	const char *html = taken_story ? taken_story->body : taken->html;
	const char *title = taken_story ? taken_story->row.title : taken->title;
	ticket->ticket.kind = TICKET_PAGE;
	ticket->request = taken;
	ticket->story = taken_story;
	struct job *job = job_new(JOB_RENDER, 0);
	job->context = ticket;
	job->urgent = !taken->ahead;
	job->bytes = arena_strdup(job->arena, html);
	job->n_bytes = strlen(html);
	job->width = taken->width;
	job->flags = taken->flags;
	job->title = arena_strdup(job->arena, title);
	if (taken_story) {
		const char *base = taken_story->link ? taken_story->link
						     : taken_story->feed_url;
		job->url = arena_strdup(job->arena, base);
		job->language = arena_strdup(job->arena, taken_story->language);
	}
	GError *err = NULL;
	if (taken_story && !view_text(r, taken, taken_story, job, &err)) {
		engine_post_error(e, taken->serial, err);
		job_free(job);
		story_free(taken_story);
		request_free(taken);
		g_free(ticket);
		return;
	}
	worker_send(e->pages, job);
}

static void do_page(struct reader *r, struct task *t)
{
	struct request *request = t->request;
	GError *err = NULL;
	if (outdated(request, &r->e->latest_page))
		return;
	struct story *story = NULL;
	if (!request->html) {
		story = list_story(r->db, request->story, &err);
		if (err) {
			engine_post_error(r->e, request->serial, err);
			return;
		}
		if (!story) {
			struct event *event = event_new(EVENT_PAGE, request->serial);
			event->text = g_strdup(_("this story is no longer in the store"));
			engine_post(r->e, event);
			return;
		}
	}
	if (story)
		highlight_rows(r->db, r->scope, &story->row, 1);
	t->request = NULL;
	send_page_job(r, request, story);
}

static void do_counts(struct reader *r, const struct task *t);

/* A list of a million ids takes a while, and its first screen has to be filled: rows, pages
 * and counts that are asked for meanwhile are read in between. */
static void list_meanwhile(void *reader)
{
	struct reader *r = reader;
	struct task *t;
	while ((t = task_pop(r->e->to_reader, 0))) {
		if (t->kind != TASK_ROWS && t->kind != TASK_PAGE &&
		    t->kind != TASK_COUNTS) {
			task_push(r->e->to_reader, t); /* to its old place */
			return;
		}
		db_cancel_on(r->db, NULL, 0);
		if (t->kind == TASK_ROWS)
			do_rows(r, t);
		else if (t->kind == TASK_PAGE)
			do_page(r, t);
		else
			do_counts(r, t);
		task_free(t);
		db_cancel_on(r->db, &r->e->latest_list, (int)r->list_serial);
	}
}

static void do_list(struct reader *r, struct task *t)
{
	struct engine *e = r->e;
	const struct request *request = t->request;
	struct list_frame frame = {0};
	GError *err = NULL;
	if (outdated(request, &e->latest_list))
		return;
	if (!make_spec(r, t, &frame, &err)) {
		engine_post_error(e, request->serial, err);
		return;
	}
	struct list_first first = {e, request->serial, frame.query};
	int64_t keep = request->list.keep;
	frame.spec.meanwhile = list_meanwhile;
	frame.spec.meanwhile_data = r;
	r->list_serial = request->serial;
	db_cancel_on(r->db, &e->latest_list, (int)request->serial);
	struct ids *ids = list_ids(r->db, &frame.spec, keep ? NULL : first_ids, &first,
				   &err);
	db_cancel_on(r->db, NULL, 0);
	if (ids && keep)
		keep_story(ids, keep);
	if (ids)
		send_ids(&first, ids, true);
	else if (g_error_matches(err, TNEWS_ERROR, ERR_CANCELLED))
		g_clear_error(&err);
	else
		engine_post_error(e, request->serial, err);
	query_free(frame.query);
}

/* Unread and total of the sections that are queries. */
static void count_queries(struct reader *r, struct event *event)
{
	const struct scope *scope = r->scope;
	event->sections_arena = arena_new(0);
	event->sections = arena_array_of(event->sections_arena, scope->n_queries,
					 struct section_count);
	for (size_t i = 0; i < scope->n_queries; i++) {
		struct query_scope names = scope->names;
		names.new_since = event->totals.last_reload == DATE_NONE
					  ? INT64_MAX
					  : event->totals.last_reload;
		struct query *q = query_parse(scope->queries[i].query, clock_now(), NULL,
					      NULL);
		if (!q)
			continue; /* told when the file was read */
		struct list_spec spec = {.all_feeds = true, .query = q, .scope = &names};
		struct section_count *count = &event->sections[event->n_sections];
		count->path = arena_strdup(event->sections_arena, scope->queries[i].path);
		if (list_unread(r->db, &spec, &count->unread, &count->total, NULL))
			event->n_sections++;
		query_free(q);
	}
}

/* Of what "All" shows: not of hidden feeds and orphans. */
static void count_visible(struct reader *r, const struct feed_states *feeds,
			  struct totals *totals)
{
	g_autoptr(GHashTable) visible = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (size_t i = 0; i < r->scope->n_visible; i++)
		g_hash_table_add(visible, &r->scope->visible[i]);
	totals->unread = totals->total = totals->starred = 0;
	for (size_t i = 0; i < feeds->n; i++) {
		const struct feed_state *f = &feeds->feeds[i];
		if (!g_hash_table_contains(visible, &f->id))
			continue;
		totals->unread += f->unread;
		totals->total += f->total;
		totals->starred += f->starred;
	}
}

static void do_counts(struct reader *r, const struct task *t)
{
	GError *err = NULL;
	struct event *event = event_new(EVENT_COUNTS,
					t->request ? t->request->serial : 0);
	db_changed(r->db); /* what is read now is not news */
	r->all_visible_known = false;
	event->feeds = feeds_read(r->db, &err);
	if (!event->feeds || !feeds_totals(r->db, &event->totals, &err)) {
		event_free(event);
		engine_post_error(r->e, 0, err);
		return;
	}
	if (!all_visible(r))
		count_visible(r, event->feeds, &event->totals);
	count_queries(r, event);
	engine_post(r->e, event);
}

static void do_tags(struct reader *r, const struct task *t)
{
	GError *err = NULL;
	struct tag_counts *tags = list_tags(r->db, &err);
	if (!tags) {
		engine_post_error(r->e, t->request->serial, err);
		return;
	}
	struct event *event = event_new(EVENT_TAGS, t->request->serial);
	event->tags = tags;
	engine_post(r->e, event);
}

static void do_scope(struct reader *r, struct task *t)
{
	scope_unref(r->scope);
	r->scope = t->scope;
	t->scope = NULL;
	r->all_visible_known = false;
}

static void do_task(struct reader *r, struct task *t)
{
	switch (t->kind) {
	case TASK_LIST:
		do_list(r, t);
		break;
	case TASK_ROWS:
		do_rows(r, t);
		break;
	case TASK_PAGE:
		do_page(r, t);
		break;
	case TASK_COUNTS:
		do_counts(r, t);
		break;
	case TASK_TAGS:
		do_tags(r, t);
		break;
	case TASK_RELOAD:
		window_start(&r->window, r->e, r->db, t);
		break;
	case TASK_STOP:
		window_stop(&r->window, r->e);
		break;
	case TASK_OFFLINE:
		window_offline(&r->window, r->e);
		break;
	case TASK_WRITTEN:
		window_written(&r->window, r->e, r->db, t);
		break;
	case TASK_WISHES:
		fulltext_look(r->e, r->db, t);
		break;
	case TASK_SCOPE:
		do_scope(r, t);
		break;
	default:
		break;
	}
}

void *reader_thread(void *engine)
{
	struct engine *e = engine;
	struct reader r = {.e = e};
	GError *err = NULL;
	g_queue_init(&r.window.waiting);
	r.db = db_open(e->data_dir, DB_READ, &err);
	if (!r.db)
		engine_post_error(e, 0, err);
	for (;;) {
		struct task *t = task_pop(e->to_reader, G_USEC_PER_SEC);
		if (t && t->kind == TASK_END) {
			task_free(t);
			break;
		}
		if (t && r.db)
			do_task(&r, t);
		else if (r.db && db_changed(r.db))
			engine_post(e, event_new(EVENT_CHANGED, 0));
		task_free(t);
	}
	g_queue_clear_full(&r.window.waiting, (GDestroyNotify)fetch_free);
	scope_unref(r.scope);
	db_close(r.db);
	return NULL;
}
