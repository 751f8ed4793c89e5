/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Main: wishes come from the reader and wait by host; a page is sent, comes back, and the
 * next of the host follows after the pause. What the pages of a story say is put together
 * in the thread that gets the answers, and kept by the writer. */
#include "engine/fulltext.h"

#include <string.h>

#include "engine/program.h"
#include "store/fulltext.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/i18n.h"
#include "util/limit.h"
#include "util/url.h"

enum {
	PACE_MS = 1000,	   /* between two pages of a host */
	MOST_PAGES = 10,   /* of one story */
	MOST_OF_FEED = 30, /* pages fetched ahead after one reload */
	SINCE_S = 14 * 24 * 3600,
	MOST_FAILURES = 3, /* in a row of a host, which is left in peace then */
	WISHES_AT_ONCE = 200,
	MOST_ADDED = 24, /* bytes by which addresses of two pages may differ */
};

struct host {
	struct engine *e;
	GQueue waiting; /* struct wanted */
	bool busy;
	guint timer;
	int failures;
};

/* A story whose first page is wanted, or (fetch) one whose next page is. */
struct wanted {
	struct fulltext_wish *wish;
	struct fetch *fetch;
};

struct fulltexts {
	GHashTable *hosts;   /* name -> struct host */
	GHashTable *stories; /* int64_t *: on their way, ahead of time */
	unsigned looking;    /* looks of the reader that are not answered yet */
};

/* --- main: queues --------------------------------------------------------------------- */

static void wanted_free(void *p)
{
	struct wanted *w = p;
	fulltext_wish_free(w->wish);
	fetch_free(w->fetch);
	g_free(w);
}

static void host_free(void *p)
{
	struct host *h = p;
	g_clear_handle_id(&h->timer, g_source_remove);
	g_queue_clear_full(&h->waiting, wanted_free);
	g_free(h);
}

struct fulltexts *fulltexts_new(void)
{
	struct fulltexts *f = g_new0(struct fulltexts, 1);
	f->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, host_free);
	f->stories = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return f;
}

void fulltexts_free(struct fulltexts *f)
{
	if (!f)
		return;
	g_hash_table_unref(f->hosts);
	g_hash_table_unref(f->stories);
	g_free(f);
}

bool engine_fetches_pages(const struct engine *e)
{
	const struct fulltexts *f = e->fulltexts;
	return f->looking > 0 || g_hash_table_size(f->stories) > 0;
}

static const struct sub *sub_of(const struct engine *e, int64_t feed)
{
	const GPtrArray *feeds = e->conf->subs->feeds;
	for (guint i = 0; i < feeds->len; i++)
		if (((const struct sub *)feeds->pdata[i])->id == feed)
			return feeds->pdata[i];
	return NULL;
}

/* What a feed names and nobody asked for must not lead into the own network, unless the
 * feed is there itself. */
static bool must_be_outside(const struct sub *sub, const char *host)
{
	if (!sub || url_is_local(sub->url))
		return false;
	g_autofree char *own = url_host(sub->url);
	return g_strcmp0(own, host) != 0;
}

static struct fetch *fetch_of_wish(struct engine *e, const struct fulltext_wish *w,
				   uint32_t serial)
{
	const struct sub *sub = sub_of(e, w->feed);
	struct fetch *f = reload_page_fetch(e, sub, w->link);
	struct page_fetch *p = f->page = g_new0(struct page_fetch, 1);
	f->feed = w->feed;
	p->story = w->story;
	p->serial = serial;
	p->host = url_host(w->link);
	p->select = g_strdup(setting_text(sub ? sub->settings : e->conf->settings,
					  SET_FULLTEXT_SELECT));
	p->outside = !serial && must_be_outside(sub, p->host);
	p->seen = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(p->seen, url_normal(w->link));
	return f;
}

static void send(struct engine *e, struct fetch *taken)
{
	if (programs_wanted(taken))
		programs_push(e->programs, taken);
	else
		program_send_fetch(e, taken);
}

static void send_next(struct host *h);

static gboolean pause_over(void *data)
{
	struct host *h = data;
	h->timer = 0;
	send_next(h);
	return G_SOURCE_REMOVE;
}

static void send_next(struct host *h)
{
	struct wanted *w;
	if (h->busy || h->timer || !(w = g_queue_pop_head(&h->waiting)))
		return;
	h->busy = true;
	if (w->fetch)
		send(h->e, g_steal_pointer(&w->fetch));
	else
		send(h->e, fetch_of_wish(h->e, w->wish, 0));
	wanted_free(w);
}

static struct host *host_of(struct engine *e, const char *name)
{
	struct host *h = g_hash_table_lookup(e->fulltexts->hosts, name);
	if (!h) {
		h = g_new0(struct host, 1);
		h->e = e;
		g_queue_init(&h->waiting);
		g_hash_table_insert(e->fulltexts->hosts, g_strdup(name), h);
	}
	return h;
}

static void forget(struct engine *e, int64_t story)
{
	g_hash_table_remove(e->fulltexts->stories, &story);
}

/* The story of a page that will not come now is asked for after another reload. */
static void drop_waiting(struct engine *e, struct host *h)
{
	struct wanted *w;
	while ((w = g_queue_pop_head(&h->waiting))) {
		forget(e, w->wish ? w->wish->story : w->fetch->page->story);
		wanted_free(w);
	}
}

static void tell_left(struct engine *e)
{
	engine_post(e, event_new(EVENT_FULLTEXT, 0));
}

void fulltext_stop(struct engine *e)
{
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, e->fulltexts->hosts);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		drop_waiting(e, value);
	tell_left(e);
}

enum auto_fulltext { AUTO_NO, AUTO_ASK, AUTO_YES };

/* Of these feeds the page of every story is wanted (all), or of those that break off. */
static void look_for(struct engine *e, bool all)
{
	const GPtrArray *feeds = e->conf->subs->feeds;
	struct task *t = NULL;
	for (guint i = 0; i < feeds->len; i++) {
		const struct sub *sub = feeds->pdata[i];
		bool every = setting_number(sub->settings, SET_FULLTEXT) != 0;
		bool some = setting_number(sub->settings, SET_AUTO_FULLTEXT) == AUTO_YES;
		if (!sub->id || sub->paused || (all ? !every : every || !some))
			continue;
		if (!t) {
			t = task_new(TASK_WISHES, LATER);
			t->whole = all;
			t->feeds = g_new(int64_t, feeds->len);
		}
		t->feeds[t->n_feeds++] = sub->id;
	}
	if (!t)
		return;
	e->fulltexts->looking++;
	task_push(e->to_reader, t);
}

void fulltext_after_reload(struct engine *e)
{
	look_for(e, true);
	look_for(e, false);
}

/* --- main: what came ------------------------------------------------------------------ */

static void add_wish(struct engine *e, struct fulltext_wish *taken)
{
	g_autofree char *name = url_is_web(taken->link) ? url_host(taken->link) : NULL;
	if (!name || g_hash_table_contains(e->fulltexts->stories, &taken->story)) {
		fulltext_wish_free(taken);
		return;
	}
	struct host *h = host_of(e, name);
	struct wanted *w = g_new0(struct wanted, 1);
	w->wish = taken;
	g_hash_table_add(e->fulltexts->stories,
			 g_memdup2(&taken->story, sizeof(int64_t)));
	g_queue_push_tail(&h->waiting, w);
	send_next(h);
}

static void fail_wish(struct engine *e, uint32_t serial, int64_t story, const char *why)
{
	struct event *event = event_new(EVENT_FULLTEXT, serial);
	event->story_id = story;
	event->text = g_strdup(why);
	engine_post(e, event);
}

/* Somebody waits: at once, whatever the pace says. */
static void take_asked(struct engine *e, uint32_t serial, const struct fulltext_wish *w)
{
	if (!w->link || !url_is_web(w->link)) {
		fail_wish(e, serial, w->story,
			  w->link ? _("the link of this story leads to no web page")
				  : _("this story has no link to a page"));
		return;
	}
	g_atomic_int_set(&e->stopping, 0);
	send(e, fetch_of_wish(e, w, serial));
}

/* true: nobody else needs the event. */
static bool take_wishes(struct engine *e, struct event *event)
{
	for (guint i = 0; i < event->wishes->len; i++) {
		if (event->serial)
			take_asked(e, event->serial, event->wishes->pdata[i]);
		else
			add_wish(e, g_steal_pointer(&event->wishes->pdata[i]));
	}
	if (event->serial || !event->whole)
		return true;
	e->fulltexts->looking--;
	return false;
}

/* A host that fails again and again, or asks for peace, gets it. */
static void note_host(struct engine *e, struct host *h, const struct page_fetch *p)
{
	h->failures = p->for_now ? h->failures + 1 : 0;
	if (h->failures < MOST_FAILURES && p->fail != FAIL_TOO_MANY)
		return;
	h->failures = 0;
	if (h->waiting.length > 0) {
		drop_waiting(e, h);
		tell_left(e);
	}
}

static void take_page(struct engine *e, struct fetch *taken)
{
	struct page_fetch *p = taken->page;
	struct host *h = p->serial ? NULL : host_of(e, p->host);
	if (h) {
		h->busy = false;
		note_host(e, h, p);
		if (!h->timer)
			h->timer = g_timeout_add(PACE_MS, pause_over, h);
	}
	if (!p->next) {
		struct task *t = task_new(TASK_PAGE_TEXT, p->serial ? SOON : LATER);
		t->fetch = taken;
		task_push(e->to_writer, t);
		return;
	}
	g_free(taken->url);
	taken->url = g_steal_pointer(&p->next);
	if (!h) {
		send(e, taken);
		return;
	}
	struct wanted *w = g_new0(struct wanted, 1);
	w->fetch = taken;
	g_queue_push_head(&h->waiting, w);
}

bool fulltext_note(struct engine *e, struct event *event)
{
	if (event->kind != EVENT_FULLTEXT)
		return false;
	bool mine = false;
	if (event->wishes)
		mine = take_wishes(e, event);
	else if (event->page_fetch)
		take_page(e, g_steal_pointer(&event->page_fetch));
	else if (event->story_id && !event->serial)
		forget(e, event->story_id);
	mine = mine || (!event->wishes && !event->story_id && event->whole);
	event->left = g_hash_table_size(e->fulltexts->stories);
	return mine;
}

/* --- the reader ----------------------------------------------------------------------- */

static void post_wishes(struct engine *e, uint32_t serial, GPtrArray *taken, bool whole)
{
	struct event *event = event_new(EVENT_FULLTEXT, serial);
	event->wishes = taken;
	event->whole = whole;
	engine_post(e, event);
}

static GPtrArray *no_wishes(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)fulltext_wish_free);
}

static void look_for_one(struct engine *e, struct db *db, const struct request *r)
{
	GError *err = NULL;
	struct fulltext_wish *w = fulltext_of_story(db, r->story, &err);
	if (w) {
		GPtrArray *wishes = no_wishes();
		g_ptr_array_add(wishes, w);
		post_wishes(e, r->serial, wishes, true);
		return;
	}
	fail_wish(e, r->serial, r->story,
		  err ? err->message : _("this story is no longer in the store"));
	g_clear_error(&err);
}

void fulltext_look(struct engine *e, struct db *db, const struct task *t)
{
	if (t->request) {
		look_for_one(e, db, t->request);
		return;
	}
	int64_t since = clock_now() - SINCE_S;
	GError *err = NULL;
	GPtrArray *wishes = no_wishes();
	for (size_t i = 0; i < t->n_feeds && !err; i++) {
		fulltext_wanted(db, t->feeds[i], since, !t->whole, MOST_OF_FEED, wishes,
				&err);
		if (wishes->len >= WISHES_AT_ONCE) {
			post_wishes(e, 0, wishes, false);
			wishes = no_wishes();
		}
	}
	post_wishes(e, 0, wishes, true);
	if (err)
		engine_post_error(e, 0, err);
}

/* --- what a page says ----------------------------------------------------------------- */

/* May be there another time. */
static bool is_for_now(enum fail fail)
{
	switch (fail) {
	case FAIL_HOST:
	case FAIL_CONNECT:
	case FAIL_TIMEOUT:
	case FAIL_TLS:
	case FAIL_TOO_MANY:
	case FAIL_SERVER:
	case FAIL_CUT:
	case FAIL_COMMAND:
	case FAIL_FILE:
	case FAIL_CANCELLED:
	case FAIL_OFFLINE:
	case FAIL_OTHER:
		return true;
	default:
		return false;
	}
}

/* The digits of a part, which must hold exactly one number; -1 if it does not. */
static int number_in(const char *s, size_t n)
{
	int number = -1;
	for (size_t i = 0; i < n; i++) {
		if (!g_ascii_isalnum(s[i]) && !strchr("/?&=._-", s[i]))
			return -1;
		if (!g_ascii_isdigit(s[i]))
			continue;
		if (number >= 0)
			return -1;
		for (number = 0; i < n && g_ascii_isdigit(s[i]) && number < 10000; i++)
			number = number * 10 + (s[i] - '0');
		i--;
	}
	return number;
}

static bool both_digits(char a, char b)
{
	return g_ascii_isdigit(a) && g_ascii_isdigit(b);
}

/* Sites call all kinds of things their next page, most of all the next story. */
bool fulltext_is_next(const char *now, const char *next, unsigned n)
{
	size_t length = strcspn(now, "#"), other = strcspn(next, "#");
	size_t head = 0, tail = 0;
	while (head < length && head < other && now[head] == next[head])
		head++;
	while (head > 0 && g_ascii_isdigit(next[head - 1]) &&
	       (both_digits(next[head - 1], next[head]) ||
		both_digits(now[head - 1], now[head])))
		head--;
	while (tail < length - head && tail < other - head &&
	       now[length - 1 - tail] == next[other - 1 - tail])
		tail++;
	while (tail > 0 && g_ascii_isdigit(next[other - tail]) && other - tail > head &&
	       g_ascii_isdigit(next[other - tail - 1]))
		tail--;
	size_t had = length - head - tail, has = other - head - tail;
	if (has > MOST_ADDED || has == 0 || number_in(next + head, has) != (int)n)
		return false;
	return had == 0 ||
	       (had <= MOST_ADDED && number_in(now + head, had) == (int)n - 1);
}

/* Half of the shorter of two titles is the same, at the beginning and the end: pages of
 * a story often have their number in it. */
static bool is_same_story(const char *title, const char *other)
{
	if (!title || !other)
		return true;
	size_t n = strlen(title), m = strlen(other), head = 0, tail = 0;
	while (head < MIN(n, m) && title[head] == other[head])
		head++;
	while (tail < MIN(n, m) - head && title[n - 1 - tail] == other[m - 1 - tail])
		tail++;
	return head + tail >= MIN(n, m) / 2;
}

static char *find_next(const struct page_fetch *p, const struct item *item,
		       const char *now)
{
	for (size_t i = 0; i < item->n_links; i++) {
		const struct link *l = &item->links[i];
		if (g_strcmp0(l->rel, "next") != 0 || !l->href || !url_is_web(l->href))
			continue;
		g_autofree char *here = url_normal(now), *next = url_normal(l->href);
		g_autofree char *from = url_origin(here), *to = url_origin(next);
		if (g_strcmp0(from, to) == 0 &&
		    fulltext_is_next(here, next, p->seen->len + 1) &&
		    !g_ptr_array_find_with_equal_func(p->seen, next, g_str_equal, NULL))
			return g_steal_pointer(&next);
	}
	return NULL;
}

/* What is missing is said where it is missing, and can be gone to. */
static void add_rest(struct page_fetch *p, const char *url)
{
	g_autofree char *shown = g_markup_escape_text(url, -1);
	g_string_append_printf(p->text, "<p><em>%s: <a href=\"%s\">%s</a></em></p>",
			       _("The rest of the story stands on another page"), shown,
			       shown);
}

static void set_failure(struct page_fetch *p, enum fail fail, const char *message)
{
	p->fail = fail;
	p->for_now = is_for_now(fail);
	g_free(p->message);
	p->message = g_strdup(message ? message : _("that failed"));
}

/* What is amiss with the page stands at its end, and is the reason if the text is not
 * kept in the end. */
static void add_warnings(struct page_fetch *p, const struct feed *feed)
{
	for (size_t i = 0; i < feed->n_warnings; i++) {
		const char *what = feed->warnings[i].message;
		g_autofree char *text = g_markup_escape_text(what, -1);
		g_string_append_printf(p->text, "<p><em>[%s]</em></p>", text);
		g_free(p->message);
		p->message = g_strdup(what);
	}
}

static void add_page(struct page_fetch *p, const struct item *item, const char *url)
{
	bool first = !p->text;
	if (!first && (!is_same_story(p->title, item->title) ||
		       strstr(p->text->str, item->content)))
		return; /* another story, or the first page again */
	if (first) {
		p->text = g_string_new(NULL);
		p->title = g_strdup(item->title);
	}
	size_t n = strlen(item->content);
	if (p->text->len + n > LIMIT_BODY - 2 * LIMIT_URL) {
		if (first)
			g_string_append(p->text, item->content);
		else
			add_rest(p, url);
		return;
	}
	g_string_append(p->text, item->content);
	p->next = find_next(p, item, url);
	if (p->next && p->seen->len >= MOST_PAGES) {
		add_rest(p, p->next);
		g_clear_pointer(&p->next, g_free);
	}
	if (p->next)
		g_ptr_array_add(p->seen, g_strdup(p->next));
}

void fulltext_answer(struct engine *e, struct fetch *taken, struct answer *taken_answer)
{
	struct page_fetch *p = taken->page;
	const struct answer *a = taken_answer;
	const struct item *item = a->kind == ANSWER_FEED && a->feed->n_items == 1
					  ? a->feed->items
					  : NULL;
	p->fail = FAIL_NONE;
	p->for_now = false;
	if (item && item->content && *item->content) {
		add_page(p, item, a->fetched.url ? a->fetched.url : taken->url);
		add_warnings(p, a->feed);
	} else if (p->text)
		add_rest(p, taken->url);
	else if (a->kind == ANSWER_FAILED)
		set_failure(p, a->fail ? a->fail : FAIL_OTHER, a->message);
	else
		set_failure(p, FAIL_EMPTY, _("there is no story in the page"));
	answer_free(taken_answer);
	struct event *event = event_new(EVENT_FULLTEXT, 0);
	event->page_fetch = taken;
	event->whole = true;
	engine_post(e, event);
}

/* --- the writer ----------------------------------------------------------------------- */

bool fulltext_keep(struct engine *e, struct db *db, const struct fetch *f)
{
	const struct page_fetch *p = f->page;
	struct event *event = event_new(EVENT_FULLTEXT, p->serial);
	bool shorter = false;
	GError *err = NULL;
	event->story_id = p->story;
	event->feed = f->feed;
	event->fail = p->fail;
	if ((p->text || !p->for_now) &&
	    !fulltext_store(db, p->story, p->text ? p->text->str : NULL, &shorter,
			    &err)) {
		event->fail = FAIL_OTHER;
		event->text = g_strdup(err->message);
		g_error_free(err);
	} else if (!p->text) {
		event->text = g_strdup_printf(_("no text from the page: %s"), p->message);
	} else if (shorter) {
		event->fail = FAIL_EMPTY;
		event->text = g_strdup(p->message ? p->message
						  : _("the page holds less of the story "
						      "than the feed does"));
	}
	bool kept = !event->text;
	engine_post(e, event);
	return kept;
}
